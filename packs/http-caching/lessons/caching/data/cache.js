// A small cache in front of a shop, with a clock that the lesson moves.
//
// `await shop(handler)` starts the shop. `get` and `put` ask it through the cache and print a line
// each: the time, the request, who answered (shop or copy), and what came. `later(seconds)` moves
// the clock of the cache. After `shared()` it is a cache that many people use.
import http from "node:http";

let now = 0;
let isShared = false;
let wide = 16;
let server;
const copies = [];

async function shop(handler) {
  server = http.createServer(handler);
  await new Promise((listens) => server.listen(3000, listens));
  server.unref();
}

function shared() {
  isShared = true;
}

function later(seconds) {
  now += seconds;
}

/** The shop answers no more, as if its machine had failed. */
function closed() {
  server = undefined;
}

const lower = (headers) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** `max-age=60, private` as `{ "max-age": "60", private: "" }`. */
function words(headers) {
  const parts = (headers["cache-control"] ?? "").toLowerCase().split(",");
  return Object.fromEntries(parts.map((part) => part.trim().split("=")).map(([k, v = ""]) => [k, v]));
}

/** For how many seconds an answer is fresh: RFC 9111, sections 4.2.1 and 4.2.2. */
function lifetime(headers) {
  const said = words(headers);
  if (isShared && said["s-maxage"]) return Number(said["s-maxage"]);
  if (said["max-age"]) return Number(said["max-age"]);
  if (!headers["last-modified"]) return 0;
  return Math.floor((Date.parse(headers.date) - Date.parse(headers["last-modified"])) / 10_000);
}

/** Whether this cache may keep an answer: RFC 9111, sections 3 and 3.5. */
function mayKeep(asked, status, headers) {
  const said = words(headers);
  if (status !== 200 || "no-store" in said || headers.vary === "*") return false;
  if (!isShared) return true;
  if ("private" in said) return false;
  return !asked.authorization || ["public", "s-maxage", "must-revalidate"].some((w) => w in said);
}

async function ask(method, path, headers, body) {
  const answer = await fetch("http://localhost:3000" + path, { method, headers, body });
  const got = Object.fromEntries(answer.headers);
  return { status: answer.status, headers: got, body: await answer.text() };
}

function keep(path, asked, answer) {
  const names = (answer.headers.vary ?? "").toLowerCase().split(",").map((name) => name.trim());
  const vary = names.filter(Boolean).map((name) => [name, asked[name]]);
  const at = copies.findIndex((copy) => copy.path === path && fits(copy, asked));
  if (at >= 0) copies.splice(at, 1);
  copies.push({ ...answer, path, vary, since: now, age: Number(answer.headers.age ?? 0) });
}

const fits = (copy, asked) => copy.vary.every(([name, value]) => asked[name] === value);

function line(method, path, headers, who, what, body) {
  const values = Object.values(headers).join(", ");
  if (values) wide = 29;
  const request = (values ? `${method} ${path} (${values})` : `${method} ${path}`).padEnd(wide);
  console.log(`${String(now).padStart(5)} s  ${request}  ${who}  ${String(what).padEnd(6)}  ${body}`.trimEnd());
}

async function get(path, headers = {}) {
  const asked = lower(headers);
  const copy = copies.find((one) => one.path === path && fits(one, asked));
  const say = (who, what, body) => line("GET", path, headers, who, what, body);
  if (!copy) return fetchInto("GET", path, asked, say);

  const said = words(copy.headers);
  const age = copy.age + now - copy.since;
  const stale = age - lifetime(copy.headers);
  const must = "no-cache" in said;
  if (stale < 0 && !must) return say("copy", "Age " + age, copy.body);
  if (!server && (must || "must-revalidate" in said)) return say("cache", "504", "");
  if (!server) return say("copy", `Age ${age}, stale`, copy.body);
  if (!must && stale < Number(said["stale-while-revalidate"] ?? 0)) {
    say("copy", `Age ${age}, stale`, copy.body);
    return fetchInto("GET", path, asked, (who, what, body) => {
      console.log(`         behind it         ${who}  ${String(what).padEnd(6)}  ${body}`);
    });
  }
  const tag = copy.headers.etag;
  const date = copy.headers["last-modified"];
  const conditions = { ...(tag && { "if-none-match": tag }), ...(date && { "if-modified-since": date }) };
  const answer = await ask("GET", path, { ...asked, ...conditions });
  if (answer.status === 304) {
    Object.assign(copy.headers, answer.headers);
    Object.assign(copy, { since: now, age: 0 });
    return say("shop", "304", copy.body);
  }
  if (mayKeep(asked, answer.status, answer.headers)) keep(path, asked, answer);
  say("shop", answer.status, answer.body);
}

async function fetchInto(method, path, asked, say) {
  const answer = await ask(method, path, asked);
  if (mayKeep(asked, answer.status, answer.headers)) keep(path, asked, answer);
  say("shop", answer.status, answer.body);
}

/** A write goes to the shop, and takes the copies of its own address away: RFC 9111, section 4.4. */
async function put(path, body) {
  const answer = await ask("PUT", path, {}, body);
  if (answer.status < 400) {
    for (let at = copies.length - 1; at >= 0; at -= 1) if (copies[at].path === path) copies.splice(at, 1);
  }
  line("PUT", path, {}, "shop", answer.status, answer.body);
}
