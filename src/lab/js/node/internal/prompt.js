"use strict";

// What is typed at a prompt, one input after the other, as in `node` without a file
// (nodejs.org/api/repl.html). An input is a script of the global scope. What it declares with
// `let`, `const` or `class` stands in a block of its own, and the global object gets accessors to
// it: so closures see the same variable as later inputs do, and a name can be declared again.

const { createRequire } = require("internal/modules");
const { PUBLIC } = require("internal/core");
const { inspect } = require("internal/inspect");
const { declared } = require("internal/prompt_names");
const process = require("process");

/** By this symbol a block hands over the accessors of what it declares. */
const KEEP = Symbol.for("backlab.prompt.keep");

/** What a later input gets that writes to a `const`. */
const REFUSE = '()=>{throw new TypeError("Assignment to constant variable.")}';

let inputs = 0;

/** Whether an input declared a `_` of its own, which then stays. */
let hasOwnLast = false;

/**
 * @param {string} text
 * @returns {Promise<string>} the value of its last expression, as Node shows it
 */
async function evaluate(text) {
  if (inputs === 0) begin();
  inputs += 1;
  const { value } = await compiled(text, `REPL${inputs}`);
  if (!hasOwnLast) define("_", { value, writable: true });
  return inspect(value);
}

/** Like `node`: `require`, the core modules by their names, and no end by an error of a callback. */
function begin() {
  const requireHere = createRequire(`${process.cwd()}/REPL`);
  define("require", { value: requireHere, writable: true });
  for (const name of PUBLIC) {
    if (name.includes("/") || name.includes(":") || name in globalThis) continue;
    define(name, { get: () => requireHere(name), set: (value) => define(name, { value, writable: true }) });
  }
  Object.defineProperty(globalThis, KEEP, {
    value: (names) => {
      hasOwnLast ||= Object.hasOwn(names, "_");
      for (const [name, [get, set]] of Object.entries(names)) define(name, { get, set });
    },
  });
  process.on("uncaughtException", (error) => console.error(`Uncaught ${inspect(error)}`));
}

/** Puts a name into the global scope; one that cannot be replaced stays. */
function define(name, property) {
  Reflect.defineProperty(globalThis, name, { configurable: true, enumerable: true, ...property });
}

/** Runs the first reading of the text that is a script: what begins with a brace is an object first. */
function compiled(text, name) {
  const trimmed = text.trim();
  if (trimmed.startsWith("{") && !trimmed.endsWith(";")) {
    try {
      return host.evaluateScript("(", text, "\n)", name);
    } catch (error) {
      // Only a text that is no script throws here; what runs rejects.
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  const [head, tail] = around(text);
  return host.evaluateScript(head, text, tail, name);
}

/** What makes a block of the text, where it declares something that must be kept. */
function around(text) {
  const { block, constants, others } = declared(text);
  for (const name of others) {
    // An accessor of an earlier block would stand in the way.
    if (Object.getOwnPropertyDescriptor(globalThis, name)?.get) delete globalThis[name];
  }
  if (block.length === 0) return ["", ""];
  const set = (name) => (constants.has(name) ? REFUSE : `(v)=>{${name}=v}`);
  const names = block.map((name) => `${name}:[()=>${name},${set(name)}]`);
  return [`{const __kept=globalThis[Symbol.for("backlab.prompt.keep")]({${names.join()}});`, "\n}"];
}

module.exports = { evaluate };
