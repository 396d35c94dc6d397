"use strict";

// Stacks in V8's form: the error's first line, then frames without the lab's own.

const FRAMES_SHOWN = 10;
/** The engine is asked for more, because frames of the lab are left out. */
const FRAMES_ASKED = 60;

/**
 * Gives programs `Error.prepareStackTrace` and `Error.stackTraceLimit` as V8 has them. The host
 * writes the stacks: it also does so when the stack is used up and no JavaScript can run.
 */
function install() {
  const limit = Object.getOwnPropertyDescriptor(Error, "stackTraceLimit");
  let prepare;
  let shown = FRAMES_SHOWN;
  const asked = (error, sites) => {
    const own = sites.filter((site) => !isOurs(site)).slice(0, shown);
    return prepare.call(Error, error, own.map(callSite));
  };
  const tell = () => host.stackRules(typeof prepare === "function" ? asked : null, shown);
  limit.set.call(Error, FRAMES_ASKED);
  Object.defineProperty(Error, "prepareStackTrace", {
    configurable: true,
    enumerable: false,
    get: () => prepare,
    set(value) {
      prepare = value;
      tell();
    },
  });
  Object.defineProperty(Error, "stackTraceLimit", {
    configurable: true,
    enumerable: true,
    get: () => shown,
    set(value) {
      shown = typeof value === "number" && value > 0 ? Math.min(Math.floor(value), FRAMES_ASKED) : 0;
      tell();
    },
  });
  tell();
}

function isOurs(site) {
  const file = site.getFileName();
  return site.isNative() || typeof file !== "string" || file.startsWith("node:internal/");
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
