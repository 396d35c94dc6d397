"use strict";

// Counts in memory. Two maps hold them: every window the older one, whose clients all stayed away
// for a window, is dropped at once.

class MemoryStore {
  /** @param {{windowMs: Function}} [validations] */
  constructor(validations) {
    this.validations = validations;
    this.previous = new Map();
    this.current = new Map();
    // What is counted here is seen by no other store.
    this.localKeys = true;
  }

  /** @param {{windowMs: number}} options */
  init(options) {
    this.windowMs = options.windowMs;
    this.validations?.windowMs(this.windowMs);
    if (this.interval) clearInterval(this.interval);
    this.interval = setInterval(() => this.clearExpired(), this.windowMs);
    // A program that has nothing else to do may end.
    this.interval.unref?.();
  }

  /** @param {string} key @returns {Promise<{totalHits: number, resetTime: Date} | undefined>} */
  async get(key) {
    const client = this.current.get(key) ?? this.previous.get(key);
    return client?.resetTime.getTime() <= Date.now() ? undefined : client;
  }

  /** @param {string} key @returns {Promise<{totalHits: number, resetTime: Date}>} */
  async increment(key) {
    const client = this.getClient(key);
    const now = Date.now();
    if (client.resetTime.getTime() <= now) this.resetClient(client, now);
    client.totalHits += 1;
    return client;
  }

  /** @param {string} key */
  async decrement(key) {
    const client = this.getClient(key);
    if (client.totalHits > 0) client.totalHits -= 1;
  }

  /** @param {string} key */
  async resetKey(key) {
    this.current.delete(key);
    this.previous.delete(key);
  }

  async resetAll() {
    this.current.clear();
    this.previous.clear();
  }

  shutdown() {
    clearInterval(this.interval);
    void this.resetAll();
  }

  resetClient(client, now = Date.now()) {
    client.totalHits = 0;
    client.resetTime.setTime(now + this.windowMs);
    return client;
  }

  getClient(key) {
    const known = this.current.get(key);
    if (known !== undefined) return known;
    let client = this.previous.get(key);
    if (client === undefined) client = this.resetClient({ totalHits: 0, resetTime: new Date() });
    else this.previous.delete(key);
    this.current.set(key, client);
    return client;
  }

  clearExpired() {
    this.previous = this.current;
    this.current = new Map();
  }
}

module.exports = MemoryStore;
