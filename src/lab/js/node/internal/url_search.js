"use strict";

// The class URLSearchParams (url.spec.whatwg.org, section 5 and 6.2).

const { codedError, hidden } = require("internal/errors");

let isSearch;

/** The pairs of a query. */
class URLSearchParams {
  #pairs = [];
  #tell;

  constructor(init = "") {
    if (init === null || (typeof init !== "object" && typeof init !== "function")) {
      this.#pairs = parse(`${init}`.replace(/^\?/, ""));
      return;
    }
    const iterate = init[Symbol.iterator];
    if (iterate === undefined || iterate === null) {
      for (const key of Reflect.ownKeys(init)) {
        if (Object.getOwnPropertyDescriptor(init, key)?.enumerable) this.set(key, init[key]);
      }
      return;
    }
    if (typeof iterate !== "function") throw codedError("ERR_ARG_NOT_ITERABLE", "Query pairs");
    for (const pair of init) {
      const list = typeof pair === "object" && pair !== null && pair[Symbol.iterator] ? [...pair] : [];
      if (list.length !== 2) throw codedError("ERR_INVALID_TUPLE", "Each query pair", "[name, value]");
      this.#pairs.push([text(list[0]), text(list[1])]);
    }
  }

  static {
    isSearch = (value) => typeof value === "object" && value !== null && #pairs in value;
  }

  get size() {
    check(this);
    return this.#pairs.length;
  }

  append(name, value) {
    check(this, arguments.length, "name", "value");
    this.#pairs.push([text(name), text(value)]);
    this.#changed();
  }

  delete(name, value = undefined) {
    check(this, arguments.length, "name");
    const isMeant = ([key, one]) => key === text(name) && (value === undefined || one === text(value));
    this.#pairs = this.#pairs.filter((pair) => !isMeant(pair));
    this.#changed();
  }

  get(name) {
    check(this, arguments.length, "name");
    return this.#pairs.find(([key]) => key === text(name))?.[1] ?? null;
  }

  getAll(name) {
    check(this, arguments.length, "name");
    return this.#pairs.filter(([key]) => key === text(name)).map(([, value]) => value);
  }

  has(name, value = undefined) {
    check(this, arguments.length, "name");
    return this.#pairs.some(([key, one]) => key === text(name) && (value === undefined || one === text(value)));
  }

  set(name, value) {
    check(this, arguments.length, "name", "value");
    const first = this.#pairs.find(([key]) => key === text(name));
    if (first === undefined) this.#pairs.push([text(name), text(value)]);
    else {
      first[1] = text(value);
      this.#pairs = this.#pairs.filter((pair) => pair === first || pair[0] !== first[0]);
    }
    this.#changed();
  }

  sort() {
    check(this);
    this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#changed();
  }

  entries() {
    check(this);
    return new Pairs(() => this.#pairs, (pair) => [...pair]);
  }

  forEach(callback, self = undefined) {
    check(this);
    if (typeof callback !== "function") throw codedError("ERR_INVALID_ARG_TYPE", "callback", "Function", callback);
    for (const [name, value] of this.#pairs) callback.call(self, value, name, this);
  }

  keys() {
    check(this);
    return new Pairs(() => this.#pairs, ([name]) => name);
  }

  values() {
    check(this);
    return new Pairs(() => this.#pairs, ([, value]) => value);
  }

  toString() {
    check(this);
    return this.#pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
  }

  #changed() {
    this.#tell?.(this.toString());
  }

  /** The URL that these are a part of hears of changes. */
  belongsTo(tell) {
    this.#tell = tell;
  }

  /** The URL's query was changed. */
  reread(query) {
    this.#pairs = parse(query.replace(/^\?/, ""));
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options) {
    if (depth < 0) return options.stylize("[Object]", "special");
    const { inspect } = require("internal/inspect");
    const inner = this.#pairs.map(([name, value]) => `${inspect(name, options)} => ${inspect(value, options)}`);
    return inner.length === 0 ? "URLSearchParams {}" : `URLSearchParams { ${inner.join(", ")} }`;
  }
}

/** The iterator of a query: it walks over the pairs as they are at each step. */
class Pairs {
  #pairs;
  #choose;
  #at = 0;

  constructor(pairs, choose) {
    this.#pairs = pairs;
    this.#choose = choose;
  }

  next() {
    if (typeof this !== "object" || this === null || !(#pairs in this)) throw codedError("ERR_INVALID_THIS", "URLSearchParamsIterator");
    const pair = this.#pairs()[this.#at];
    if (pair === undefined) return { value: undefined, done: true };
    this.#at += 1;
    return { value: this.#choose(pair), done: false };
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options) {
    if (depth < 0) return options.stylize("[Object]", "special");
    const { inspect } = require("internal/inspect");
    const left = this.#pairs().slice(this.#at).map((pair) => inspect(this.#choose(pair), options));
    return left.length === 0 ? "URLSearchParams Iterator {  }" : `URLSearchParams Iterator { ${left.join(", ")} }`;
  }
}
Object.setPrototypeOf(Pairs.prototype, Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())));
hidden(Pairs.prototype, Symbol.toStringTag, "URLSearchParams Iterator");
hidden(URLSearchParams.prototype, Symbol.iterator, URLSearchParams.prototype.entries);
hidden(URLSearchParams.prototype, Symbol.toStringTag, "URLSearchParams");

/** Refuses what is no query, and a call with fewer arguments than `names` lists. */
function check(self, given = 0, ...names) {
  if (!isSearch(self)) throw codedError("ERR_INVALID_THIS", "URLSearchParams");
  if (given < names.length) throw codedError("ERR_MISSING_ARGS", ...names);
}

for (const name of Object.getOwnPropertyNames(URLSearchParams.prototype)) {
  const isOurs = ["constructor", "belongsTo", "reread"].includes(name);
  if (!isOurs) Object.defineProperty(URLSearchParams.prototype, name, { enumerable: true });
}

function text(value) {
  return `${value}`.toWellFormed();
}

function parse(query) {
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const at = pair.indexOf("=");
      return at < 0 ? [decode(pair), ""] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
    });
}

function decode(part) {
  const spaced = part.replaceAll("+", " ");
  if (!spaced.includes("%")) return spaced;
  return require("querystring").unescape(spaced);
}

function encode(part) {
  return encodeURIComponent(part)
    .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

module.exports = { URLSearchParams };
