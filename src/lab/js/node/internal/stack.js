"use strict";

// Stacks in V8's form: the error's first line, then frames without the lab's own.

const FRAMES_SHOWN = 10;
/** The engine is asked for more, because frames of the lab are left out. */
const FRAMES_ASKED = 60;

/** Sets how the engine writes `error.stack`. */
function install() {
  const engine = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  const limit = Object.getOwnPropertyDescriptor(Error, "stackTraceLimit");
  let prepare;
  let shown = FRAMES_SHOWN;
  if (limit.set) limit.set.call(Error, FRAMES_ASKED);
  else Error.stackTraceLimit = FRAMES_ASKED;
  engine.set.call(Error, (error, sites) => {
    const own = sites.filter((site) => !isOurs(site)).slice(0, shown);
    if (typeof prepare === "function") return prepare.call(Error, error, own.map(callSite));
    const stack = `${headOf(error)}${own.map((site) => `\n    at ${frame(site)}`).join("")}`;
    // V8 keeps it as the error's own property, which takes any value.
    Object.defineProperty(error, "stack", { value: stack, writable: true, configurable: true, enumerable: false });
    return stack;
  });
  Object.defineProperty(Error, "prepareStackTrace", {
    configurable: true,
    enumerable: false,
    get: () => prepare,
    set: (value) => (prepare = value),
  });
  if (!limit.set) return;
  Object.defineProperty(Error, "stackTraceLimit", {
    configurable: true,
    enumerable: true,
    get: () => shown,
    set: (value) => (shown = typeof value === "number" ? value : 0),
  });
}

function isOurs(site) {
  const file = site.getFileName();
  return site.isNative() || typeof file !== "string" || file.startsWith("node:internal/");
}

function headOf(error) {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}

function frame(site) {
  const name = site.getFunctionName();
  const place = `${site.getFileName()}:${site.getLineNumber()}:${site.getColumnNumber()}`;
  return name ? `${name} (${place})` : place;
}

/** A frame with all the methods that V8's have. */
function callSite(site) {
  const nothing = () => null;
  const no = () => false;
  return {
    getThis: () => undefined,
    getTypeName: nothing,
    getFunction: () => undefined,
    getFunctionName: () => site.getFunctionName() || null,
    getMethodName: nothing,
    getFileName: () => site.getFileName(),
    getLineNumber: () => site.getLineNumber(),
    getColumnNumber: () => site.getColumnNumber(),
    getEvalOrigin: () => undefined,
    getScriptNameOrSourceURL: () => site.getFileName(),
    isToplevel: () => true,
    isEval: no,
    isNative: no,
    isConstructor: no,
    isAsync: no,
    isPromiseAll: no,
    getPromiseIndex: nothing,
    toString: () => frame(site),
  };
}

module.exports = { install };
