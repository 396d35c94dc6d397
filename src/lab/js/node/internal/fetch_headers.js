"use strict";

// The class Headers (fetch.spec.whatwg.org, section 5.1).

const { hidden } = require("internal/errors");

const NAME = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
// eslint-disable-next-line no-control-regex
const BAD_VALUE = /[\0\r\n]|[^\x00-\xff]/;

/** Fields by name; names are kept in lower case. */
class Headers {
  #fields = new Map();

  constructor(init = undefined) {
    if (init === undefined || init === null) return;
    if (typeof init !== "object") throw new TypeError("Headers constructor: init is no object");
    const pairs = typeof init[Symbol.iterator] === "function" ? [...init] : Object.entries(init);
    for (const pair of pairs) {
      if (pair.length !== 2) throw new TypeError("Headers constructor: expected name/value pair to be length 2");
      this.append(pair[0], pair[1]);
    }
  }

  append(name, value) {
    const [key, text] = checked("append", name, value);
    const before = this.#fields.get(key);
    this.#fields.set(key, before === undefined ? [text] : [...before, text]);
  }

  delete(name) {
    this.#fields.delete(`${name}`.toLowerCase());
  }

  get(name) {
    const values = this.#fields.get(`${name}`.toLowerCase());
    return values === undefined ? null : values.join(", ");
  }

  getSetCookie() {
    return [...(this.#fields.get("set-cookie") ?? [])];
  }

  has(name) {
    return this.#fields.has(`${name}`.toLowerCase());
  }

  set(name, value) {
    const [key, text] = checked("set", name, value);
    this.#fields.set(key, [text]);
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
    return `Headers ${require("internal/inspect").inspect(Object.fromEntries(this), options)}`;
  }
}
hidden(Headers.prototype, Symbol.iterator, Headers.prototype.entries);
hidden(Headers.prototype, Symbol.toStringTag, "Headers");

function checked(method, name, value) {
  if (!NAME.test(`${name}`)) throw new TypeError(`Headers.${method}: ${name} is an invalid header name.`);
  const text = `${value}`.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, "");
  if (BAD_VALUE.test(text)) throw new TypeError(`Headers.${method}: ${text} is an invalid header value.`);
  return [`${name}`.toLowerCase(), text];
}

module.exports = { Headers };
