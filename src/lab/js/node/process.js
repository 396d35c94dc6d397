"use strict";

// The process (nodejs.org/api/process.html).

const EventEmitter = require("events");
const { codedError } = require("internal/errors");
const { validateInteger, validateString } = require("internal/validate");
const { nextTick, setImmediate } = require("internal/ticks");

const VERSION = "24.0.0";
/** What the program may hold, in bytes; the machine's own limit decides. */
const MEMORY_BYTES = 128 << 20;

const SIGNALS = {
  SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGUSR1: 10, SIGUSR2: 12, SIGPIPE: 13, SIGALRM: 14, SIGTERM: 15,
  SIGCHLD: 17, SIGCONT: 18, SIGWINCH: 28,
};
/** Nothing happens where nobody listens to them. */
const IGNORED = ["SIGPIPE", "SIGCHLD", "SIGCONT", "SIGWINCH"];

/** The one object of it. */
class Process extends EventEmitter {}
Object.defineProperty(Process, "name", { value: "process" });

const process = new Process();
/** Paths that are not absolute begin here. */
let folder = host.start.cwd;
let exitCode;
let isExiting = false;

Object.assign(process, {
  version: `v${VERSION}`,
  versions: { node: VERSION, backlab: "1" },
  arch: "x64",
  platform: "linux",
  release: { name: "node", lts: "Krypton" },
  argv: [...host.start.argv],
  execArgv: [],
  env: environment(),
  pid: 4242,
  ppid: 4241,
  execPath: host.start.execPath,
  debugPort: 9229,
  argv0: "node",
  title: "node",
  features: { inspector: false, debug: false, uv: true, ipv6: true, tls: false, typescript: false },
  config: { target_defaults: {}, variables: {} },
  nextTick,
  cwd: wrappedCwd,
  chdir: wrappedChdir,
  umask: () => 0o022,
  uptime: () => host.now() / 1000,
  memoryUsage,
  cpuUsage: () => ({ user: Math.round(host.now() * 1000), system: 0 }),
  hrtime,
  exit,
  reallyExit: exit,
  abort: () => host.exit(134),
  emitWarning,
  getuid: () => 1000,
  geteuid: () => 1000,
  getgid: () => 1000,
  getegid: () => 1000,
  kill,
  binding: undefined,
});
delete process.binding;
hrtime.bigint = () => BigInt(Math.round(host.now() * 1e6));
memoryUsage.rss = () => MEMORY_BYTES / 4;

Object.defineProperty(process, "exitCode", {
  enumerable: true,
  get: () => exitCode,
  set(code) {
    if (code !== undefined && code !== null) {
      const isDigits = typeof code === "string" && code.trim() !== "" && Number.isInteger(Number(code));
      if (!isDigits) validateInteger(code, "code");
    }
    exitCode = code ?? undefined;
  },
});
Object.defineProperty(process, Symbol.toStringTag, { value: "process", configurable: true });
for (const name of ["stdout", "stderr", "stdin"]) {
  Object.defineProperty(process, name, {
    enumerable: true,
    configurable: true,
    get: () => require("internal/standard_streams")[name](),
  });
}

/** What is written to the environment becomes text, as in every process. */
function environment() {
  return new Proxy({ ...host.start.env }, {
    set(values, name, value) {
      if (typeof name === "symbol") throw new TypeError("Cannot convert a Symbol value to a string");
      values[name] = `${value}`;
      return true;
    },
    defineProperty(values, name, property) {
      const whole = property.configurable && property.writable && property.enumerable;
      if (!whole) {
        throw codedError(
          "ERR_INVALID_OBJECT_DEFINE_PROPERTY",
          "'process.env' only accepts a configurable, writable, and enumerable data descriptor",
        );
      }
      values[name] = `${property.value}`;
      return true;
    },
  });
}

function memoryUsage() {
  return {
    rss: MEMORY_BYTES / 4,
    heapTotal: MEMORY_BYTES / 8,
    heapUsed: MEMORY_BYTES / 16,
    external: 1 << 20,
    arrayBuffers: 1 << 14,
  };
}

function hrtime(before = undefined) {
  const nanoseconds = Math.round(host.now() * 1e6);
  let seconds = Math.floor(nanoseconds / 1e9);
  let rest = nanoseconds % 1e9;
  if (before !== undefined) {
    if (!Array.isArray(before)) throw codedError("ERR_INVALID_ARG_TYPE", "time", "Array", before);
    seconds -= before[0];
    rest -= before[1];
    if (rest < 0) {
      seconds -= 1;
      rest += 1e9;
    }
  }
  return [seconds, rest];
}

function wrappedCwd() {
  return folder;
}

/** Goes into a folder of the program; elsewhere there is nothing for it. */
function wrappedChdir(directory) {
  validateString(directory, "directory");
  const target = require("path").resolve(directory);
  const kind = directory === "" ? undefined : host.fileKind(target);
  if (kind !== "folder") {
    throw require("internal/fs_paths").failure(kind === "file" ? "ENOTDIR" : "ENOENT", "chdir", folder, directory);
  }
  folder = host.realPath(target) ?? target;
}

function exit(code = undefined) {
  if (code !== undefined) process.exitCode = code;
  host.exit(emitExit(undefined));
}

/**
 * Tells the program that it ends.
 * @param {number | undefined} code of the machine; the program's own when absent
 * @returns {number} the code that it ends with
 */
function emitExit(code) {
  if (code !== undefined && code !== null) exitCode = code;
  if (!isExiting) {
    isExiting = true;
    process._exiting = true;
    process.emit("exit", Number(exitCode ?? 0));
  }
  return Number(exitCode ?? 0) | 0;
}

function kill(pid, signal = "SIGTERM") {
  // Node compares loosely, so that the number may be text.
  if (pid != (pid | 0)) throw codedError("ERR_INVALID_ARG_TYPE", "pid", "number", pid); // eslint-disable-line eqeqeq
  let number = Object.hasOwn(SIGNALS, signal) ? SIGNALS[signal] : undefined;
  if (typeof signal === "number") number = signal;
  if (number === undefined) throw codedError("ERR_UNKNOWN_SIGNAL", signal);
  if (Number(pid) !== process.pid) throw Object.assign(new Error("kill EPERM"), { errno: -1, code: "EPERM", syscall: "kill" });
  if (number === 0) return true;
  const name = Object.keys(SIGNALS).find((one) => SIGNALS[one] === number);
  if (name === undefined) throw Object.assign(new Error("kill EINVAL"), { errno: -22, code: "EINVAL", syscall: "kill" });
  const isHeard = number !== SIGNALS.SIGKILL && process.listenerCount(name) > 0;
  if (isHeard) setImmediate(() => process.emit(name, name, number));
  else if (!IGNORED.includes(name)) host.exit(128 + number);
  return true;
}

function emitWarning(warning, type = "Warning", code = undefined) {
  if (!(warning instanceof Error) && typeof warning !== "string") {
    throw codedError("ERR_INVALID_ARG_TYPE", "warning", ["string", "Error"], warning);
  }
  const options = type !== null && typeof type === "object" ? type : { type, code };
  const error = warning instanceof Error ? warning : new Error(warning);
  if (!(warning instanceof Error)) error.name = String(options.type || "Warning");
  if (typeof options.code === "string") error.code = options.code;
  if (options.detail) error.detail = options.detail;
  nextTick(() => {
    const mark = error.code ? `[${error.code}] ` : "";
    const detail = error.detail ? `${error.detail}\n` : "";
    host.print(2, `(node:${process.pid}) ${mark}${error.name}: ${error.message}\n${detail}`.toWellFormed());
    process.emit("warning", error);
  });
}

module.exports = process;
Object.defineProperty(process, "emitExit", { value: emitExit });
