"use strict";

// The commands of one client that were not sent yet, or not answered yet.

const timers = require("timers");
const { Buffer } = require("buffer");
const { current } = require("internal/current_request");
const { AbortError, TimeoutError } = require("npm/redis/errors");
const { howOf } = require("npm/redis/types");

/** Why a command cannot be sent, if so. */
function faultOf(words) {
  for (const [at, word] of words.entries()) {
    if (typeof word === "string" || word instanceof Buffer) continue;
    return new TypeError(`"arguments[${at}]" must be of type "string | Buffer", got ${typeof word} instead.`);
  }
  return undefined;
}

/** Commands in their order. */
class Queue {
  #resp;
  #most;
  #unsent = [];
  #unanswered = new Set();
  #chain;

  /** @param {number} resp 2 or 3 @param {number} [most] commands at once */
  constructor(resp, most = undefined) {
    this.#resp = resp;
    this.#most = most;
  }

  get isEmpty() {
    return this.#unsent.length === 0 && this.#unanswered.size === 0;
  }

  get hasUnsent() {
    return this.#unsent.length > 0;
  }

  /** The command that waits longest for its answer. */
  get first() {
    return this.#unanswered.values().next().value;
  }

  /**
   * @param {(string | Buffer)[]} words
   * @param {{typeMapping?: object, asap?: boolean, timeout?: number, abortSignal?: AbortSignal, chain?: symbol,
   * isQuiet?: boolean, topics?: number, settled?: () => void}} [options] `topics` is how many subscriptions it changes,
   * and `settled` is called when all of them are
   * @returns {Promise<unknown>} of the reply
   */
  add(words, options = {}) {
    const { abortSignal, timeout, asap = false, topics, settled } = options;
    const isFull = this.#most && this.#most <= this.#unsent.length + this.#unanswered.size;
    if (isFull && topics === undefined) return Promise.reject(new Error("The queue is full"));
    if (abortSignal?.aborted) return Promise.reject(new AbortError());
    const entry = {
      words, topics, settled, chain: options.chain, isQuiet: options.isQuiet === true, isListening: topics !== undefined,
      how: howOf(options.typeMapping, this.#resp), request: current(), done: () => {},
    };
    return new Promise((resolve, reject) => {
      entry.resolve = resolve;
      entry.reject = reject;
      if (asap) this.#unsent.unshift(entry);
      else this.#unsent.push(entry);
      this.#limit(entry, abortSignal, timeout);
    });
  }

  /** Gives a command up that is not sent in time, or not wanted any more. */
  #limit(entry, signal, timeout) {
    const giveUp = (error) => {
      const at = this.#unsent.indexOf(entry);
      if (at === -1) return;
      this.#unsent.splice(at, 1);
      entry.done();
      entry.reject(error);
    };
    const abort = () => giveUp(new AbortError());
    const timer = timeout ? timers.setTimeout(() => giveUp(new TimeoutError()), timeout).unref() : undefined;
    signal?.addEventListener("abort", abort, { once: true });
    entry.done = () => {
      timers.clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
  }

  /** Takes all that can be sent. @returns {object[]} */
  take() {
    const taken = [];
    for (const entry of this.#unsent) {
      entry.done();
      const fault = faultOf(entry.words);
      if (fault !== undefined) {
        entry.reject(fault);
        continue;
      }
      this.#chain = entry.chain;
      taken.push(entry);
    }
    this.#unsent = [];
    for (const entry of taken) this.#unanswered.add(entry);
    return taken;
  }

  /** @param {object} entry is answered */
  answered(entry) {
    this.#unanswered.delete(entry);
  }

  /** Rejects what was sent, and what is left of a chain that was begun. */
  dropSent(error) {
    const [sent, unsent] = [this.#unanswered, this.#unsent];
    this.#unanswered = new Set();
    for (const entry of sent) entry.reject(error);
    if (this.#chain === undefined) return;
    this.#unsent = unsent.filter((entry) => entry.chain !== this.#chain);
    for (const entry of unsent) if (entry.chain === this.#chain) entry.reject(error);
    this.#chain = undefined;
  }

  dropAll(error) {
    const all = [...this.#unanswered, ...this.#unsent];
    this.#unanswered = new Set();
    this.#unsent = [];
    for (const entry of all) {
      entry.done();
      entry.reject(error);
    }
  }
}

module.exports = { Queue };
