"use strict";

// Tests of a pack: `test("name", async ({ request, clock, fault, url, db }) => { ... })`. They run in a
// child where nothing of the learner's runs; the learner's program is reached by the parent.

const { inspect } = require("internal/inspect");

/** The tests of the file by their names. */
const tests = new Map();
/** What waits for the parent, by its number. */
const waiting = new Map();
let lastId = 0;

/** Fields that belong to one connection, and those that are made anew for the next one. */
const OF_THE_CONNECTION = new Set(["host", "connection", "keep-alive", "transfer-encoding", "content-length"]);
/** Milliseconds of each unit that `clock.advance` takes. */
const UNITS = { ms: 1, seconds: 1e3, minutes: 60e3, hours: 3600e3, days: 86_400e3 };

/**
 * Loads a file of tests and runs one of them.
 * @param {string} path absolute
 * @param {string} name of the test
 * @param {(path: string) => Promise<unknown>} load
 * @returns {Promise<object>} `{passed: true}`, or what a failure is made of; rejects where the file is at fault
 */
async function run(path, name, load) {
  Object.defineProperty(globalThis, "test", { value: declare, writable: true, configurable: true });
  await load(path);
  const body = tests.get(name);
  if (body === undefined) throw new Error(`there is no test named ${inspect(name)}`);
  try {
    await body(contextOf());
    return { passed: true };
  } catch (error) {
    return failureOf(error, path);
  }
}

function declare(name, body) {
  if (typeof name !== "string" || typeof body !== "function") throw new TypeError("a test has a name and a function: test(\"name\", async ({ request }) => {})");
  if (tests.has(name)) throw new Error(`there are two tests named ${inspect(name)}`);
  tests.set(name, body);
}

/** What a test is given. */
function contextOf() {
  let door;
  const open = () => {
    door ??= openDoor();
    return door;
  };
  return {
    get request() {
      const supertest = require("npm/supertest");
      const server = open();
      return Object.assign(supertest(server), { agent: () => supertest.agent(server) });
    },
    get url() {
      return `http://localhost:${open().address().port}`;
    },
    clock: { advance: async (time) => told(await ask({ advance: { ms: millisecondsOf(time) } })) },
    fault: async (...list) => told(await ask({ mishaps: { list: list.map(mishapOf) } })),
    db: missing("db", "an exercise of this kind has no database"),
  };
}

/** A server of this child behind which the learner's program stands. */
function openDoor() {
  const server = require("http").createServer((request, response) => {
    const pieces = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => pass(request, Buffer.concat(pieces), response));
  });
  server.listen(0);
  return server;
}

async function pass(request, body, response) {
  const headers = [];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const [name, value] = [request.rawHeaders[at], request.rawHeaders[at + 1]];
    if (!OF_THE_CONNECTION.has(name.toLowerCase())) headers.push([name, value]);
  }
  const send = { method: request.method, target: request.url, headers, body: body.toString("latin1") };
  const { answer } = await ask({ send });
  if (answer === undefined) {
    // Why there is none is what the parent knows.
    response.destroy();
    return;
  }
  const fields = new Map();
  for (const [name, value] of answer.headers) {
    const key = name.toLowerCase();
    if (!OF_THE_CONNECTION.has(key)) fields.set(key, [...(fields.get(key) ?? []), value]);
  }
  response.sendDate = false;
  response.statusCode = answer.status;
  for (const [name, values] of fields) response.setHeader(name, values.length === 1 ? values[0] : values);
  response.end(Buffer.from(answer.body, "latin1"));
}

/** Asks the parent, which answers once this child has nothing else to do. */
function ask(wish) {
  lastId += 1;
  const id = lastId;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    host.ask(id, JSON.stringify(wish));
  });
}

/** Hears what came of a wish. */
function hear(id, text) {
  const resolve = waiting.get(id);
  waiting.delete(id);
  const answer = JSON.parse(text);
  resolve?.(answer === "done" ? {} : answer);
}

function told({ refused }) {
  if (refused !== undefined) throw new Error(refused.why);
}

/** Milliseconds of a number of them, or of `{minutes: 61, seconds: 5}`. */
function millisecondsOf(time) {
  const parts = typeof time === "number" ? { ms: time } : { ...time };
  let sum = 0;
  for (const [unit, value] of Object.entries(parts)) {
    if (!Object.hasOwn(UNITS, unit)) throw new TypeError(`a clock is advanced by ${Object.keys(UNITS).join(", ")}, not by ${inspect(unit)}`);
    sum += value * UNITS[unit];
  }
  if (!(sum >= 1 && sum <= Number.MAX_SAFE_INTEGER)) throw new RangeError("a clock is advanced by 1 ms or more");
  return Math.round(sum);
}

/** As `[[check.fault]]` has it. */
function mishapOf({ kind, nth = [], method = null, port = null, path = null, ms, status, headers = {} }) {
  const kinds = {
    refuse: () => "Refuse",
    drop: () => "Drop",
    "drop-answer": () => "DropAnswer",
    duplicate: () => "Duplicate",
    delay: () => ({ Delay: { ms } }),
    answer: () => ({ Answer: { status, headers: Object.entries(headers) } }),
  };
  if (!Object.hasOwn(kinds, kind)) throw new TypeError(`the kind of a fault is one of ${Object.keys(kinds).join(", ")}`);
  return { nth: [nth].flat(), method, port, path, kind: kinds[kind]() };
}

/** Something that a test may name and not use. */
function missing(name, why) {
  return new Proxy({}, {
    get(_, key) {
      throw new Error(`${name}.${String(key)}: ${why}`);
    },
  });
}

function failureOf(error, path) {
  const isError = error !== null && typeof error === "object";
  const message = isError && typeof error.message === "string" ? error.message : inspect(error);
  const has = (key) => isError && Object.hasOwn(error, key);
  const said = /^expected (.+), got (.+)$/s.exec(message);
  const place = isError && typeof error.stack === "string" ? placeIn(error.stack, path) : undefined;
  return {
    passed: false,
    message,
    expected: has("expected") ? inspect(error.expected) : (said?.[1] ?? null),
    actual: has("actual") ? inspect(error.actual) : (said?.[2] ?? null),
    line: place ?? null,
  };
}

/** The line of the file where the first frame of it stands. */
function placeIn(stack, path) {
  for (const line of stack.split("\n")) {
    const at = line.indexOf(`${path}:`);
    const number = at < 0 ? NaN : parseInt(line.slice(at + path.length + 1), 10);
    if (number > 0) return number;
  }
  return undefined;
}

module.exports = { run, hear };
