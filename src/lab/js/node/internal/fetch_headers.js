"use strict";

// The class Headers (fetch.spec.whatwg.org, section 5.1).

const { hidden } = require("internal/errors");

const NAME = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
// eslint-disable-next-line no-control-regex
const BAD_VALUE = /[\0\r\n]/;

/** Lets nobody change the headers of what came from a server. */
let fix;

/** Fields by name; names are kept in lower case, and as they were given for who looks at them. */
class Headers {
  #fields = new Map();
  #names = new Map();
  #isFixed = false;

  static {
    fix = (headers) => {
      headers.#isFixed = true;
    };
  }

  #change() {
    if (this.#isFixed) throw new TypeError("immutable");
  }

  constructor(init = undefined) {
    if (init === undefined) return;
    if (typeof init !== "object" || init === null) {
      throw new TypeError(
        "Headers constructor: Argument 1 could not be converted to one of: sequence<sequence<ByteString>>, record<ByteString, ByteString>.",
      );
    }
    if (init instanceof Headers) {
      this.#fields = new Map(init.#fields);
      this.#names = new Map(init.#names);
      return;
    }
    const pairs = typeof init[Symbol.iterator] === "function" ? [...init] : Object.entries(init);
    for (const pair of pairs) {
      if (pair.length !== 2) {
        throw new TypeError(`Headers constructor: expected name/value pair to be length 2, found ${pair.length}.`);
      }
      this.append(pair[0], pair[1]);
    }
  }

  append(name, value) {
    wants("append", 2, arguments.length);
    const [key, text] = checked("append", name, value);
    this.#change();
    const before = this.#fields.get(key);
    this.#fields.set(key, before === undefined ? [text] : [...before, text]);
    if (before === undefined) this.#names.set(key, `${name}`);
  }

  delete(name) {
    wants("delete", 1, arguments.length);
    const key = keyOf("delete", name);
    this.#change();
    this.#fields.delete(key);
    this.#names.delete(key);
  }

  get(name) {
    wants("get", 1, arguments.length);
    const values = this.#fields.get(keyOf("get", name));
    return values === undefined ? null : values.join(", ");
  }

  getSetCookie() {
    return [...(this.#fields.get("set-cookie") ?? [])];
  }

  has(name) {
    wants("has", 1, arguments.length);
    return this.#fields.has(keyOf("has", name));
  }

  set(name, value) {
    wants("set", 2, arguments.length);
    const [key, text] = checked("set", name, value);
    this.#change();
    this.#fields.set(key, [text]);
    this.#names.set(key, `${name}`);
  }

  forEach(callback, self = undefined) {
    for (const [name, value] of this) callback.call(self, value, name, this);
  }

  *entries() {
    for (const name of [...this.#fields.keys()].sort()) {
      const values = this.#fields.get(name);
      if (name === "set-cookie") for (const value of values) yield [name, value];
      else yield [name, values.join(", ")];
    }
  }

  *keys() {
    for (const [name] of this.entries()) yield name;
  }

  *values() {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.for("nodejs.util.inspect.custom")](_, options) {
    const shown = {};
    for (const [key, values] of this.#fields) shown[this.#names.get(key)] = values.join(", ");
    return `Headers ${require("internal/inspect").inspect(shown, options)}`;
  }
}
hidden(Headers.prototype, Symbol.iterator, Headers.prototype.entries);
hidden(Headers.prototype, Symbol.toStringTag, "Headers");

function wants(method, count, found) {
  if (found >= count) return;
  const many = count === 1 ? "1 argument" : `${count} arguments`;
  throw new TypeError(`Headers.${method}: ${many} required, but${found === 0 ? "" : " only"} ${found} found.`);
}

/** Text whose characters are bytes. */
function byteString(value) {
  const text = `${value}`;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 255) {
      throw new TypeError(
        `Cannot convert argument to a ByteString because the character at index ${index} has a value of ${code} which is greater than 255.`,
      );
    }
  }
  return text;
}

function keyOf(method, name) {
  const text = byteString(name);
  if (!NAME.test(text)) throw new TypeError(`Headers.${method}: "${text}" is an invalid header name.`);
  return text.toLowerCase();
}

function checked(method, name, value) {
  const text = byteString(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, "");
  const key = keyOf(method, name);
  if (BAD_VALUE.test(text)) throw new TypeError(`Headers.${method}: "${text}" is an invalid header value.`);
  return [key, text];
}

module.exports = { Headers, fix: (headers) => fix(headers) };
