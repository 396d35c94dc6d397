"use strict";

// The class URL (url.spec.whatwg.org); the machine parses.

const { codedError, hidden } = require("internal/errors");

const PARTS = ["protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash"];
const SHOWN = ["href", "origin", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "searchParams", "hash"];

/** A URL whose parts can be read and changed. */
class URL {
  #parts;
  #params;

  constructor(input, base = undefined) {
    if (arguments.length === 0) throw codedError("ERR_MISSING_ARGS", "url");
    const text = `${input}`.toWellFormed();
    const parts = host.parseUrl(text, base === undefined ? undefined : `${base}`.toWellFormed());
    if (parts === null) {
      const error = codedError("ERR_INVALID_URL");
      error.input = text;
      if (base !== undefined) error.base = `${base}`;
      throw error;
    }
    this.#parts = parts;
  }

  static canParse(input, base = undefined) {
    return host.parseUrl(`${input}`.toWellFormed(), base === undefined ? undefined : `${base}`) !== null;
  }

  static parse(input, base = undefined) {
    return URL.canParse(input, base) ? new URL(input, base) : null;
  }

  get href() {
    return this.#parts.href;
  }

  set href(value) {
    const parts = host.parseUrl(`${value}`.toWellFormed(), undefined);
    if (parts === null) throw Object.assign(codedError("ERR_INVALID_URL"), { input: `${value}` });
    this.#parts = parts;
    this.#refresh();
  }

  get origin() {
    return this.#parts.origin;
  }

  get searchParams() {
    if (this.#params === undefined) {
      const { URLSearchParams } = require("internal/url_search");
      this.#params = new URLSearchParams(this.#parts.search);
      this.#params.belongsTo((text) => {
        this.#parts = host.changeUrl(this.#parts.href, "search", text);
      });
    }
    return this.#params;
  }

  toString() {
    return this.#parts.href;
  }

  toJSON() {
    return this.#parts.href;
  }

  #refresh() {
    this.#params?.reread(this.#parts.search);
  }

  /** Reads or changes a part; the accessors below are made of it. */
  static part(url, name, value) {
    if (value === undefined) return url.#parts[name];
    url.#parts = host.changeUrl(url.#parts.href, name, `${value}`.toWellFormed());
    if (name === "search") url.#refresh();
    return undefined;
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options) {
    if (depth < 0) return options.stylize("[Object]", "special");
    const shown = {};
    for (const name of SHOWN) shown[name] = this[name];
    const { inspect } = require("internal/inspect");
    const text = inspect(shown, { ...options, customInspect: true });
    return `${this.constructor.name} ${text}`;
  }
}

const { part } = URL;
delete URL.part;
for (const name of PARTS) {
  Object.defineProperty(URL.prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      return part(this, name);
    },
    set(value) {
      part(this, name, `${value}`);
    },
  });
}
for (const name of ["href", "origin", "searchParams", "toString", "toJSON"]) {
  Object.defineProperty(URL.prototype, name, { enumerable: true });
}
hidden(URL.prototype, Symbol.toStringTag, "URL");

module.exports = { URL };
