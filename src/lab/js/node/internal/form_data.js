"use strict";

// The class FormData (xhr.spec.whatwg.org, section 5).

const { Blob, File } = require("internal/blob");
const { hidden } = require("internal/errors");

let isForm;

/** The names and values of a form, in their order; a value is text or a file. */
class FormData {
  #entries = [];

  constructor(form = undefined) {
    // Elsewhere it takes an element of a page.
    if (form !== undefined) throw new TypeError("FormData constructor: Argument 1 could not be converted to: undefined.");
  }

  static {
    isForm = (value) => typeof value === "object" && value !== null && #entries in value;
  }

  append(name, value, filename = undefined) {
    check(this, "append", arguments.length, 2);
    this.#entries.push(entryOf("append", arguments));
  }

  delete(name) {
    check(this, "delete", arguments.length, 1);
    const wanted = text(name);
    this.#entries = this.#entries.filter(([key]) => key !== wanted);
  }

  get(name) {
    check(this, "get", arguments.length, 1);
    const wanted = text(name);
    return this.#entries.find(([key]) => key === wanted)?.[1] ?? null;
  }

  getAll(name) {
    check(this, "getAll", arguments.length, 1);
    const wanted = text(name);
    return this.#entries.filter(([key]) => key === wanted).map(([, value]) => value);
  }

  has(name) {
    check(this, "has", arguments.length, 1);
    const wanted = text(name);
    return this.#entries.some(([key]) => key === wanted);
  }

  set(name, value, filename = undefined) {
    check(this, "set", arguments.length, 2);
    const entry = entryOf("set", arguments);
    const at = this.#entries.findIndex(([key]) => key === entry[0]);
    if (at < 0) this.#entries.push(entry);
    else this.#entries = this.#entries.flatMap((one, index) => (index === at ? [entry] : one[0] === entry[0] ? [] : [one]));
  }

  keys() {
    check(this, "keys");
    return new Entries(() => this.#entries, ([name]) => name);
  }

  values() {
    check(this, "values");
    return new Entries(() => this.#entries, ([, value]) => value);
  }

  entries() {
    check(this, "entries");
    return new Entries(() => this.#entries, (entry) => [...entry]);
  }

  forEach(callback, self = undefined) {
    check(this, "forEach", arguments.length, 1);
    if (typeof callback !== "function") {
      throw new TypeError("Failed to execute 'forEach' on 'FormData': parameter 1 is not of type 'Function'.");
    }
    for (const [name, value] of this) callback.call(self, value, name, this);
  }

  [Symbol.for("nodejs.util.inspect.custom")](_, options) {
    const shown = {};
    for (const [name, value] of this.#entries) {
      if (!Object.hasOwn(shown, name)) shown[name] = value;
      else if (Array.isArray(shown[name])) shown[name].push(value);
      else shown[name] = [shown[name], value];
    }
    return `FormData ${require("internal/inspect").inspect(shown, { ...options, depth: null })}`;
  }
}

/** The iterator of a form: it walks over the entries as they are at each step. */
class Entries {
  #entries;
  #choose;
  #at = 0;

  constructor(entries, choose) {
    this.#entries = entries;
    this.#choose = choose;
  }

  next() {
    if (typeof this !== "object" || this === null || !(#at in this)) {
      throw new TypeError("'next' called on an object that does not implement interface FormData Iterator.");
    }
    const entry = this.#entries()[this.#at];
    if (entry === undefined) return { value: undefined, done: true };
    this.#at += 1;
    return { value: this.#choose(entry), done: false };
  }
}
delete Entries.prototype.constructor;
Object.setPrototypeOf(Entries.prototype, Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())));
hidden(Entries.prototype, Symbol.toStringTag, "FormData Iterator");
hidden(FormData.prototype, Symbol.iterator, FormData.prototype.entries);
hidden(FormData.prototype, Symbol.toStringTag, "FormData");
for (const name of Object.getOwnPropertyNames(FormData.prototype)) {
  if (name !== "constructor") Object.defineProperty(FormData.prototype, name, { enumerable: true });
}

function check(self, method, given = 0, wanted = 0) {
  if (!isForm(self)) throw Object.assign(new TypeError("Illegal invocation"), { code: "ERR_INVALID_THIS" });
  if (given >= wanted) return;
  const found = given === 0 ? "0" : `only ${given}`;
  throw new TypeError(`FormData.${method}: ${wanted} argument${wanted > 1 ? "s" : ""} required, but ${found} found.`);
}

/** A name and a value; every blob becomes a file. */
function entryOf(method, args) {
  const [name, value, filename] = args;
  if (value instanceof Blob) {
    const isNamed = filename !== undefined;
    if (value instanceof File && !isNamed) return [text(name), value];
    const { type, lastModified } = value;
    return [text(name), new File([value], isNamed ? text(filename) : "blob", { type, lastModified })];
  }
  if (args.length > 2) {
    const { inspect } = require("internal/inspect");
    const shown = typeof value === "string" ? JSON.stringify(value) : inspect(value);
    throw new TypeError(`FormData.${method}: Expected value ("${shown}") to be an instance of Blob.`);
  }
  return [text(name), text(value)];
}

function text(value) {
  return `${value}`.toWellFormed();
}

module.exports = { FormData };
