"use strict";

// The console (nodejs.org/api/console.html).

const { formatWithOptions } = require("internal/format");
const { codedError } = require("internal/errors");

/** A console that writes to two streams. */
class Console {
  #out;
  #err;
  #indent = "";
  #step;
  #counts = new Map();
  #times = new Map();
  #options;

  constructor(out, err = undefined) {
    const options = out && typeof out.write === "function" ? { stdout: out, stderr: err } : (out ?? {});
    if (typeof options.stdout?.write !== "function") throw codedError("ERR_CONSOLE_WRITABLE_STREAM", "stdout");
    this.#out = options.stdout;
    this.#err = options.stderr ?? options.stdout;
    this.#step = " ".repeat(options.groupIndentation ?? 2);
    this.#options = options.inspectOptions ?? {};
    // Programs pass methods around without their console.
    for (const name of Object.getOwnPropertyNames(Console.prototype)) {
      if (name !== "constructor") this[name] = this[name].bind(this);
    }
    for (const name of Object.keys(this)) Object.defineProperty(this[name], "name", { value: name });
  }

  log(...values) {
    this.#write(this.#out, values);
  }

  warn(...values) {
    this.#write(this.#err, values);
  }

  error(...values) {
    this.#write(this.#err, values);
  }

  dir(value, options = undefined) {
    const { inspect } = require("internal/inspect");
    this.#write(this.#out, [inspect(value, { customInspect: false, ...this.#options, ...options })], true);
  }

  time(label = "default") {
    const name = `${label}`;
    if (this.#times.has(name)) {
      process.emitWarning(`Label '${name}' already exists for console.time()`);
      return;
    }
    this.#times.set(name, host.now());
  }

  timeEnd(label = "default") {
    if (this.#tellTime("timeEnd", `${label}`, [])) this.#times.delete(`${label}`);
  }

  timeLog(label = "default", ...values) {
    this.#tellTime("timeLog", `${label}`, values);
  }

  trace(...values) {
    const error = { name: "Trace", message: formatWithOptions({}, ...values) };
    Error.captureStackTrace(error, this.trace);
    const head = error.message === "" ? "Trace" : `Trace: ${error.message}`;
    this.error(`${head}\n${String(error.stack).split("\n").filter((line) => /^\s+at /.test(line)).join("\n")}`);
  }

  assert(isTrue, ...values) {
    if (isTrue) return;
    if (typeof values[0] === "string") values[0] = `Assertion failed: ${values[0]}`;
    else values.unshift("Assertion failed");
    this.warn(...values);
  }

  clear() {}

  count(label = "default") {
    const name = `${label}`;
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    this.log(`${name}: ${count}`);
  }

  countReset(label = "default") {
    const name = `${label}`;
    if (!this.#counts.delete(name)) process.emitWarning(`Count for '${name}' does not exist`);
  }

  group(...values) {
    if (values.length > 0) this.log(...values);
    this.#indent += this.#step;
  }

  groupEnd() {
    this.#indent = this.#indent.slice(0, this.#indent.length - this.#step.length);
  }

  table(data, columns = undefined) {
    if (data === null || typeof data !== "object") this.log(data);
    else this.log(require("internal/table").table(data, columns));
  }

  #tellTime(method, name, values) {
    const start = this.#times.get(name);
    if (start === undefined) {
      process.emitWarning(`No such label '${name}' for console.${method}()`);
      return false;
    }
    this.log(`${name}: ${duration(host.now() - start)}`, ...values);
    return true;
  }

  #write(stream, values, isText = false) {
    let text = isText ? values[0] : formatWithOptions(this.#options, ...values);
    if (this.#indent !== "") text = this.#indent + text.replaceAll("\n", `\n${this.#indent}`);
    stream.write(`${text}\n`);
  }
}

for (const [name, same] of [["debug", "log"], ["info", "log"], ["dirxml", "log"], ["groupCollapsed", "group"]]) {
  Object.defineProperty(Console.prototype, name, {
    value: Console.prototype[same],
    writable: true,
    configurable: true,
  });
}

/** Milliseconds as `console.timeEnd` says them: `3.052ms`, `1.200s`, `1:05.000 (m:ss.mmm)`. */
function duration(ms) {
  if (ms < 1000) return `${Number(ms.toFixed(3))}ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(3)}s`;
  const pad = (value, length) => value.toFixed(length === 6 ? 3 : 0).padStart(length, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${pad(seconds % 60, 6)} (m:ss.mmm)`;
  return `${Math.floor(minutes / 60)}:${pad(minutes % 60, 2)}:${pad(seconds % 60, 6)} (h:mm:ss.mmm)`;
}

/** The console of the program: its streams are the process's, whatever becomes of them. */
const standard = new Console({ stdout: stream("stdout"), stderr: stream("stderr") });
standard.Console = Console;
Object.defineProperty(standard, Symbol.toStringTag, { value: "console", configurable: true });

function stream(name) {
  return { write: (text) => process[name].write(text) };
}

module.exports = standard;
