"use strict";

// What a program finds without asking for it (nodejs.org/api/globals.html). Most are loaded when
// they are first touched.

/** Global name, module, export; no export is the module itself. */
const LAZY = [
  ["process", "process"],
  ["Buffer", "buffer", "Buffer"],
  ["Blob", "internal/blob", "Blob"],
  ["File", "internal/blob", "File"],
  ["atob", "buffer", "atob"],
  ["btoa", "buffer", "btoa"],
  ["URL", "internal/url", "URL"],
  ["URLSearchParams", "internal/url_search", "URLSearchParams"],
  ["TextEncoder", "internal/text_codec", "TextEncoder"],
  ["TextDecoder", "internal/text_codec", "TextDecoder"],
  ["Event", "internal/event_target", "Event"],
  ["CustomEvent", "internal/event_target", "CustomEvent"],
  ["EventTarget", "internal/event_target", "EventTarget"],
  ["AbortController", "internal/abort", "AbortController"],
  ["AbortSignal", "internal/abort", "AbortSignal"],
  ["ReadableStream", "internal/web_readable_classes", "ReadableStream"],
  ["ReadableStreamDefaultReader", "internal/web_readable_classes", "ReadableStreamDefaultReader"],
  ["ReadableStreamDefaultController", "internal/web_readable_classes", "ReadableStreamDefaultController"],
  ["WritableStream", "internal/web_writable_classes", "WritableStream"],
  ["WritableStreamDefaultWriter", "internal/web_writable_classes", "WritableStreamDefaultWriter"],
  ["WritableStreamDefaultController", "internal/web_writable_classes", "WritableStreamDefaultController"],
  ["TransformStream", "internal/web_transform", "TransformStream"],
  ["TransformStreamDefaultController", "internal/web_transform", "TransformStreamDefaultController"],
  ["CountQueuingStrategy", "internal/web_base", "CountQueuingStrategy"],
  ["ByteLengthQueuingStrategy", "internal/web_base", "ByteLengthQueuingStrategy"],
  ["TextEncoderStream", "internal/web_text", "TextEncoderStream"],
  ["TextDecoderStream", "internal/web_text", "TextDecoderStream"],
  ["structuredClone", "internal/structured_clone", "structuredClone"],
  ["performance", "perf_hooks", "performance"],
  ["crypto", "internal/crypto_web", "webcrypto"],
  ["Crypto", "internal/crypto_web", "Crypto"],
  ["SubtleCrypto", "internal/crypto_web", "SubtleCrypto"],
  ["fetch", "internal/fetch", "fetch"],
  ["FormData", "internal/form_data", "FormData"],
  ["Headers", "internal/fetch_headers", "Headers"],
  ["Request", "internal/fetch_body", "Request"],
  ["Response", "internal/fetch_body", "Response"],
];

const resolved = Promise.resolve();

/** Puts the globals of Node in place. */
function install() {
  define("global", globalThis);
  for (const name of ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate", "clearImmediate"]) {
    lazy(name, () => require("timers")[name], true);
  }
  for (const [name, module, key] of LAZY) {
    lazy(name, () => (key === undefined ? require(module) : require(module)[key]), false);
  }
  lazy("console", () => require("console"), false);
  define("queueMicrotask", queueMicrotask);
  require("internal/locale").install();
  require("internal/json_circle").install();
  if (host.clockStandsStill) require("internal/still_date").install();
  Object.defineProperty(Promise, "any", { value: methods.any, writable: true, configurable: true });
}

/** The engine's own gives an error without a message. */
const methods = {
  any(promises) {
    const { promise, resolve, reject } = Promise.withResolvers.call(this);
    const errors = [];
    let left = 1;
    const failed = () => {
      left -= 1;
      if (left === 0) reject(new AggregateError(errors, "All promises were rejected"));
    };
    try {
      let at = 0;
      for (const one of promises) {
        const index = at;
        at += 1;
        left += 1;
        const fail = (error) => {
          errors[index] = error;
          failed();
        };
        this.resolve(one).then(resolve, fail);
      }
      failed();
    } catch (error) {
      reject(error);
    }
    return promise;
  },
};

function queueMicrotask(callback) {
  require("internal/validate").validateFunction(callback, "callback");
  resolved.then(() => {
    try {
      callback();
    } catch (error) {
      // A promise would keep it; the program's top must see it.
      process.nextTick(() => {
        throw error;
      });
    }
  });
}

function define(name, value) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
}

function lazy(name, get, isEnumerable) {
  Object.defineProperty(globalThis, name, {
    configurable: true,
    enumerable: isEnumerable,
    get() {
      const value = get();
      Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: isEnumerable });
      return value;
    },
    set(value) {
      Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: isEnumerable });
    },
  });
}

module.exports = { install };
