// The context of asynchronous code: through promises, await, ticks, timers and streams.
"use strict";

const { AsyncLocalStorage, AsyncResource, executionAsyncId } = require("async_hooks");
const { EventEmitter } = require("events");
const { Readable } = require("stream");
const timers = require("timers/promises");

const storage = new AsyncLocalStorage();
const other = new AsyncLocalStorage({ defaultValue: "none", name: "other" });
const mixed = [];
const line = (what) => console.log(what, storage.getStore(), other.getStore());
/** Which of two timers is first is nobody's promise. */
const say = (what) => (/^[pq] /.test(what) ? mixed.push([what, storage.getStore(), other.getStore()].join()) : line(what));
const order = [];

say("start");
console.log(other.name, JSON.stringify(storage.name));
console.log(storage.run("a", () => (say("run"), 5)));
console.log(storage.run("x", (...values) => values.join(), 1, 2));

class Thenable {
  constructor(value) {
    this.value = value;
  }

  then(resolve) {
    say("then of an object");
    setTimeout(() => storage.run("elsewhere", resolve, this.value), 1);
  }
}
class Own extends Promise {}

async function work(name) {
  say(`${name} begins`);
  await undefined;
  say(`${name} after a value`);
  await Promise.resolve();
  say(`${name} after a promise`);
  await new Promise((resolve) => setTimeout(resolve, 5));
  say(`${name} after a timer`);
  await timers.setTimeout(2);
  say(`${name} after a timer of promises`);
  await new Thenable(1);
  say(`${name} after an object`);
  await new Own((resolve) => setImmediate(resolve));
  say(`${name} after its own class`);
  await Promise.all([timers.setTimeout(1), inner(name)]);
  say(`${name} after all`);
  try {
    await Promise.reject(new Error("no"));
  } catch (error) {
    say(`${name} caught ${error.message}`);
  }
  try {
    await new Promise((_, reject) => setTimeout(() => storage.run("wrong", reject), 1));
  } catch {
    say(`${name} caught later`);
  }
  for await (const chunk of Readable.from([1, 2])) say(`${name} chunk ${chunk}`);
  return name;
}

async function inner(name) {
  await null;
  other.enterWith(`${name} inner`);
  await null;
  say(`${name} inner`);
}

const one = () => storage.run({ id: 1 }, work, "one");
const both = () => Promise.all([storage.run("p", work, "p"), storage.run("q", work, "q")]);

one()
  .then((name) => say(`then ${name}`))
  .then(both)
  .then((names) => say(`done ${names}`))
  .then(() => console.log(mixed.sort().join("\n")))
  .then(callbacks)
  .then(resources)
  .then(jobs);

function callbacks() {
  return new Promise((resolve) => {
    storage.run("callbacks", () => {
      process.nextTick(say, "tick");
      queueMicrotask(() => say("microtask"));
      setTimeout(() => say("timeout"), 1);
      setImmediate(() => say("immediate"));
      const emitter = new EventEmitter();
      emitter.on("bound", AsyncResource.bind(() => say("bound")));
      emitter.on("free", () => say("free"));
      setTimeout(() => {
        storage.exit(() => {
          say("exit");
          emitter.emit("bound");
          emitter.emit("free");
        });
        let count = 0;
        const interval = setInterval(() => {
          say("interval");
          if (++count === 2) {
            clearInterval(interval);
            resolve();
          }
        }, 1);
      }, 3);
    });
    say("outside");
  });
}

function resources() {
  const resource = storage.run("resource", () => new AsyncResource("Thing"));
  console.log(resource.runInAsyncScope(function (a, b) {
    say("scope");
    console.log(executionAsyncId() === resource.asyncId(), this.self, resource.triggerAsyncId() > -1);
    return a + b;
  }, { self: true }, 1, 2));
  const snapshot = storage.run("snapshot", () => AsyncLocalStorage.snapshot());
  console.log(storage.run("late", () => snapshot((value) => `${storage.getStore()} ${value}`, 9)));
  const bound = storage.run("bind", () => AsyncLocalStorage.bind((a, b) => [storage.getStore(), a, b]));
  console.log(bound(1, 2), bound.length, resource.emitDestroy() === resource);
  storage.enterWith("entered");
  say("entered");
  storage.disable();
  say("disabled");
  for (const make of [() => new AsyncResource(), () => AsyncResource.bind(1), () => new AsyncResource("x", { triggerAsyncId: -2 })]) {
    try {
      make();
    } catch (error) {
      console.log(error.name, error.code, error.message);
    }
  }
}

/** Promise jobs keep their order. */
async function jobs() {
  const note = (what) => order.push(what);
  const later = Promise.resolve().then(() => note("b1")).then(() => note("b2")).then(() => note("b3"));
  const awaits = (async () => {
    note("a0");
    await null;
    note("a1");
    await later;
    note("a2");
  })();
  process.nextTick(note, "tick");
  queueMicrotask(() => note("micro"));
  const thenable = { then: (resolve) => (note("then"), resolve()) };
  await Promise.all([awaits, later, Promise.resolve(thenable).then(() => note("c")), (async () => later)().then(() => note("d"))]);
  console.log(order.join(" "));
  console.log(Promise.resolve(1), [Promise.resolve().constructor === Promise], new Own(() => {}));
}
