"use strict";

// The first module that runs: it builds the world of a program and exports what Rust calls.
// host.rs has the table of both sides.

const ticks = [];
const timers = new Map();
const modules = new Map();
let immediates = [];
let batch = [];
let lastTimer = 0;

/** Joins and normalises an absolute path. */
function absolute(path) {
  const parts = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return "/" + parts.join("/");
}

function resolve(specifier, from) {
  const folder = from.slice(0, from.lastIndexOf("/"));
  const path = specifier.startsWith("/") ? specifier : absolute(`${folder}/${specifier}`);
  for (const candidate of [path, `${path}.js`, `${path}.json`, `${path}/index.js`]) {
    if (host.fileKind(candidate) === "file") return candidate;
  }
  const error = new Error(`Cannot find module '${specifier}'\nRequire stack:\n- ${from}`);
  error.code = "MODULE_NOT_FOUND";
  throw error;
}

function load(path) {
  const known = modules.get(path);
  if (known !== undefined) return known.exports;
  const module = { exports: {}, filename: path, loaded: false };
  modules.set(path, module);
  const text = host.readFile(path);
  if (path.endsWith(".json")) {
    module.exports = JSON.parse(text);
  } else {
    const names = ["exports", "require", "module", "__filename", "__dirname"];
    const body = host.compile(text, path, names);
    const require = (specifier) => load(resolve(specifier, path));
    const folder = path.slice(0, path.lastIndexOf("/"));
    body.call(module.exports, module.exports, require, module, path, folder);
  }
  module.loaded = true;
  return module.exports;
}

function moduleKind(path) {
  if (path.endsWith(".mjs")) return "module";
  return path.endsWith(".json") ? "json" : "commonjs";
}

async function perform(path, action) {
  const exports = moduleKind(path) === "module" ? await host.importModule(path) : load(path);
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
  return exports[action.Call.export](...action.Call.args);
}

function show(value) {
  return typeof value === "string" ? value : value instanceof Error ? value.stack : String(value);
}

function startTimer(callback, ms, again, args) {
  const id = ++lastTimer;
  const run = () => {
    if (again) host.timerStart(id, ms);
    else forgetTimer(id);
    callback(...args);
  };
  timers.set(id, run);
  host.timerStart(id, ms);
  return id;
}

function forgetTimer(id) {
  timers.delete(id);
  host.timerStop(id);
}

globalThis.console = {
  log: (...values) => host.print(1, `${values.map(show).join(" ")}\n`),
  error: (...values) => host.print(2, `${values.map(show).join(" ")}\n`),
};
globalThis.process = {
  nextTick: (callback, ...args) => ticks.push(() => callback(...args)),
  exit: (code = 0) => host.exit(code),
  argv: host.start.argv,
  env: host.start.env,
};
globalThis.setTimeout = (callback, ms, ...args) => startTimer(callback, ms, false, args);
globalThis.setInterval = (callback, ms, ...args) => startTimer(callback, ms, true, args);
globalThis.clearTimeout = forgetTimer;
globalThis.clearInterval = forgetTimer;
globalThis.setImmediate = (callback, ...args) => {
  immediates.push(() => callback(...args));
  host.wantImmediate();
};

module.exports = {
  runMain(path) {
    if (moduleKind(path) !== "module") return load(path);
    Promise.resolve().then(() => host.importModule(path));
  },
  runTicks() {
    const any = ticks.length > 0;
    while (ticks.length > 0) ticks.shift()();
    return any;
  },
  timer(id) {
    timers.get(id)?.();
  },
  immediate() {
    if (batch.length === 0) {
      batch = immediates;
      immediates = [];
    }
    const next = batch.shift();
    if (batch.length > 0) {
      host.wantImmediate();
    }
    next?.();
    return batch.length > 0;
  },
  connection() {},
  connected() {},
  data() {},
  end() {},
  drain() {},
  closed() {},
  unhandledRejection(reason) {
    throw reason;
  },
  uncaught: () => false,
  describe: (error) => (error instanceof Error ? String(error.stack) : show(error)),
  beforeExit() {},
  exit: (code) => code ?? 0,
  async call(path, action) {
    try {
      return { value: await perform(path, action) };
    } catch (error) {
      return { error };
    }
  },
  openRequests: () => [0, 0],
  resolve,
  moduleKind,
  load,
};
