"use strict";

// The first module that runs: it builds the world of a program and exports what Rust calls.
// host.rs has the table of both sides.

const loaded = new Map();

/** Loads a core module; only core modules reach `internal/`. */
function load(name) {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const body = host.compileCore(name);
  if (body === null) throw new Error(`no core module ${name}`);
  const own = { exports: {} };
  loaded.set(name, own);
  body.call(own.exports, own.exports, load, own, host);
  return own.exports;
}

load("internal/stack").install();
load("internal/globals").install();
const { runTicks, runImmediate, runCompletion } = load("internal/ticks");
const process = load("process");

function modules() {
  return load("internal/modules");
}

/** The network's events go to `internal/net`, which is there when there are any. */
function net() {
  network ??= load("internal/net");
  return network;
}
let network;

/** The exit code of a module that waits for what never comes. */
const UNSETTLED_AWAIT = 13;
let isMainPending = false;

async function exportsOf(path) {
  return modules().moduleKind(path) === "module" ? host.importModule(path) : modules().loadFile(path).exports;
}

async function perform(path, action) {
  if (action.Test) return load("internal/check_tests").run(path, action.Test.name, exportsOf);
  if (action.Evaluate) return load("internal/prompt").evaluate(action.Evaluate.text);
  const exports = await exportsOf(path);
  if (action === "Exports") return Object.keys(exports).sort();
  if (action.Read) return exports[action.Read.export];
  if (action.Write) {
    try {
      exports[action.Write.export] = action.Write.value;
    } catch {
      // Whether a write is refused is what a later read shows.
    }
    return undefined;
  }
  const { export: name, args } = action.Call;
  if (typeof exports[name] !== "function") throw new TypeError(`${name} is not a function`);
  return exports[name](...args);
}

module.exports = {
  runMain(path) {
    if (modules().moduleKind(path) === "module") {
      // The file runs as a promise job, so that the jobs that it starts come before its ticks. A
      // rejection is an uncaught error, as every other in the file.
      isMainPending = true;
      load("internal/imports").setMain(path);
      const run = async () => {
        await null;
        await host.importModule(path);
        isMainPending = false;
      };
      run().catch((error) => {
        isMainPending = false;
        process.nextTick(rethrow, error);
      });
    } else {
      modules().loadFile(path, undefined, true);
    }
  },
  runTicks,
  timer: (id) => load("timers").fire(id),
  immediate: runImmediate,
  completion: runCompletion,
  connection: (listener, id, address, port) => net().connection(listener, id, address, port),
  connected: (id) => net().connected(id),
  data: (id, bytes) => net().data(id, bytes),
  end: (id) => net().end(id),
  drain: (id) => net().drain(id),
  closed: (id, code) => net().closed(id, code),
  job: (id, result) => load("internal/jobs").finished(id, result),
  jobProgress: (id, part) => load("internal/jobs").advanced(id, part),
  unhandledRejection(reason, promise, handledLate) {
    if (handledLate) {
      process.emit("rejectionHandled", promise);
      return;
    }
    if (process.emit("unhandledRejection", reason, promise)) return;
    if (reason instanceof Error) throw reason;
    throw load("internal/errors").codedError("ERR_UNHANDLED_REJECTION", shortly(reason));
  },
  uncaught(error, origin) {
    process.emit("uncaughtExceptionMonitor", error, origin);
    if (process.listenerCount("uncaughtException") === 0) return false;
    process.emit("uncaughtException", error, origin);
    return true;
  },
  describe: (error) => load("internal/inspect").inspect(error),
  beforeExit: () => process.emit("beforeExit", Number(process.exitCode ?? 0)),
  exit(code) {
    const isStuck = isMainPending && (code === undefined || code === null) && process.exitCode === undefined;
    return process.emitExit(isStuck ? UNSETTLED_AWAIT : code);
  },
  async call(path, action) {
    try {
      return { value: await perform(path, action) };
    } catch (error) {
      return { error };
    }
  },
  told: (id, text) => load("internal/check_tests").hear(id, text),
  openRequests: () => (loaded.has("internal/http_server") ? load("internal/http_server").openRequests() : [0, 0]),
  resolve: (specifier, from) => load("internal/imports").resolve(specifier, from),
  fillMeta: (name, meta) => load("internal/imports").fillMeta(name, meta),
  moduleKind: (name) => modules().moduleKind(load("internal/imports").pathOf(name)),
  load(name) {
    if (name.startsWith("npm:")) return load("internal/core").loadPackage(name.slice(4));
    return name.startsWith("node:") ? load("internal/core").load(name) : modules().loadFile(load("internal/imports").pathOf(name)).exports;
  },
};

/** A reason as Node names it where it may not run the program's code. */
function shortly(reason) {
  if (reason === null || (typeof reason !== "object" && typeof reason !== "function")) return String(reason);
  if (typeof reason === "function") return Function.prototype.toString.call(reason);
  return `#<${load("internal/inspect_object").constructorName(reason) ?? "Object"}>`;
}

function rethrow(error) {
  throw error;
}
