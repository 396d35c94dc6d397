"use strict";

// The words of one command, as they are put together.

const { Buffer } = require("buffer");

/** @param {string | Buffer | undefined} prefix @param {string | Buffer} key @returns {string | Buffer} */
function prefixed(prefix, key) {
  if (prefix === undefined || prefix.length === 0) return key;
  if (typeof prefix === "string" && typeof key === "string") return prefix + key;
  return Buffer.concat([Buffer.from(prefix), Buffer.from(key)]);
}

/** @param {unknown} one or an array @returns {unknown[]} */
function arrayOf(one) {
  return Array.isArray(one) ? one : [one];
}

/** @param {number} number @returns {string} as Redis reads it */
function double(number) {
  if (number === Infinity) return "+inf";
  return number === -Infinity ? "-inf" : number.toString();
}

/** Words one after the other; each method gives the same object. */
class Words {
  #prefix;

  /** @param {string | Buffer} [prefix] of each key */
  constructor(prefix = undefined) {
    this.#prefix = prefix;
    this.list = [];
  }

  add(...words) {
    this.list.push(...words);
    return this;
  }

  key(key) {
    this.list.push(prefixed(this.#prefix, key));
    return this;
  }

  /** One key, or an array of them. */
  keys(keys) {
    for (const key of arrayOf(keys)) this.key(key);
    return this;
  }

  /** How many keys there are, and they. */
  countedKeys(keys) {
    this.list.push(arrayOf(keys).length.toString());
    return this.keys(keys);
  }

  /** One word, or an array of them. */
  each(words) {
    for (const word of arrayOf(words)) this.list.push(word);
    return this;
  }

  counted(words) {
    this.list.push(arrayOf(words).length.toString());
    return this.each(words);
  }

  number(number) {
    this.list.push(number.toString());
    return this;
  }

  /** A number, or a bound such as `(5` or `-inf`. */
  bound(bound) {
    this.list.push(typeof bound === "number" ? double(bound) : bound);
    return this;
  }

  /** The name and the number of an option, where it is given. */
  option(name, value) {
    if (value !== undefined) this.list.push(name, value.toString());
    return this;
  }

  /** A word, where it is given. */
  maybe(word) {
    if (word) this.list.push(word);
    return this;
  }

  /** The word, where it is wanted. */
  flag(word, isWanted) {
    if (isWanted) this.list.push(word);
    return this;
  }
}

module.exports = { Words, double, prefixed, arrayOf };
