"use strict";

// Who listens to which channels and patterns of one client.

const TYPES = { CHANNELS: "CHANNELS", PATTERNS: "PATTERNS", SHARDED: "SHARDED" };
/** What each type puts before `subscribe`, `unsubscribe` and `message`. */
const PREFIX = { CHANNELS: "", PATTERNS: "p", SHARDED: "s" };

function arrayOf(topics) {
  return Array.isArray(topics) ? topics : [topics];
}

/**
 * @typedef {object} Change
 * @property {string[]} words the command
 * @property {number} topics how many answers it has; NaN for as many as there are
 * @property {() => void} done when they came
 * @property {() => void} [failed]
 */

/** Listeners by type, topic, and whether they want bytes. */
class PubSub {
  #beginning = 0;
  listeners = { CHANNELS: new Map(), PATTERNS: new Map(), SHARDED: new Map() };

  /** Whether anybody listens, or is about to. */
  get isActive() {
    return this.#beginning > 0 || Object.values(this.listeners).some((topics) => topics.size > 0);
  }

  /** @returns {Change | undefined} what to send; nothing where all topics are subscribed to already */
  subscribe(type, topics, listener, wantsBytes) {
    const fresh = [];
    for (const topic of arrayOf(topics)) {
      const known = this.listeners[type].get(topic);
      if (known === undefined || known.isEnding) fresh.push(topic);
      else of(known, wantsBytes).add(listener);
    }
    if (fresh.length === 0) return undefined;
    this.#beginning += 1;
    const end = () => {
      this.#beginning -= 1;
    };
    const done = () => {
      end();
      for (const topic of fresh) {
        const known = this.listeners[type].get(topic) ?? { isEnding: false, buffers: new Set(), strings: new Set() };
        this.listeners[type].set(topic, known);
        of(known, wantsBytes).add(listener);
      }
    };
    return { words: [`${PREFIX[type]}subscribe`, ...fresh], topics: fresh.length, done, failed: end };
  }

  /** @returns {Change | undefined} what to send; nothing where others listen on */
  unsubscribe(type, topics, listener, wantsBytes) {
    const known = this.listeners[type];
    const name = `${PREFIX[type]}unsubscribe`;
    if (!topics) return { words: [name], topics: NaN, done: () => known.clear() };
    const all = arrayOf(topics);
    if (!listener) {
      return { words: [name, ...all], topics: all.length, done: () => all.forEach((topic) => known.delete(topic)) };
    }
    const gone = all.filter((topic) => {
      const sets = known.get(topic);
      if (sets === undefined) return true;
      const isLast = [...sets.buffers, ...sets.strings].length === (of(sets, wantsBytes).has(listener) ? 1 : 0);
      sets.isEnding ||= isLast;
      return isLast;
    });
    const done = () => {
      for (const topic of all) {
        const sets = known.get(topic);
        if (sets === undefined) continue;
        of(sets, wantsBytes).delete(listener);
        if (sets.buffers.size + sets.strings.size === 0) known.delete(topic);
      }
    };
    if (gone.length > 0) return { words: [name, ...gone], topics: gone.length, done };
    done();
    return undefined;
  }

  /** Calls the listeners of a message. @param {Buffer[]} parts @returns {boolean} whether it is one */
  message([kind, ...parts]) {
    const type = Object.keys(TYPES).find((one) => `${PREFIX[one]}message` === kind.toString());
    if (type === undefined) return false;
    const [topic, channel, message] = type === "PATTERNS" ? parts : [parts[0], ...parts];
    const known = this.listeners[type].get(topic.toString());
    for (const listener of known?.buffers ?? []) listener(message, channel);
    for (const listener of known?.strings ?? []) listener(message.toString(), channel.toString());
    return true;
  }

  /** How many subscriptions are left when the last of a type is gone. @param {Buffer[]} parts of the answer */
  left([kind]) {
    if (kind.toString() === "unsubscribe") return this.listeners.PATTERNS.size;
    return kind.toString() === "punsubscribe" ? this.listeners.CHANNELS.size : 0;
  }

  /** What a new connection subscribes to. @returns {Change[]} */
  again() {
    this.#beginning = 0;
    const types = Object.keys(TYPES).filter((type) => this.listeners[type].size > 0);
    return types.map((type) => {
      const topics = [...this.listeners[type].keys()];
      return { words: [`${PREFIX[type]}subscribe`, ...topics], topics: topics.length, done() {} };
    });
  }
}

function of(sets, wantsBytes) {
  return wantsBytes ? sets.buffers : sets.strings;
}

module.exports = { PubSub, TYPES };
