"use strict";

// Timers and a clock that go when a test says so (nodejs.org/api/test.html, "MockTimers").

const { codedError } = require("internal/errors");

const APIS = ["setTimeout", "setInterval", "setImmediate", "Date"];

class MockTimers {
  #now = 0;
  #lastId = 0;
  #waiting = new Map();
  #replaced = [];

  enable({ apis = APIS, now = 0 } = {}) {
    if (this.#replaced.length > 0) throw codedError("ERR_INVALID_STATE", "MockTimers is already enabled!");
    for (const api of apis) {
      if (!APIS.includes(api)) throw codedError("ERR_INVALID_ARG_VALUE", "options.apis", api, `option ${api} is not supported`);
    }
    this.#now = Number(now);
    for (const api of apis) {
      if (api === "Date") this.#replace("Date", this.#date());
      else if (api === "setImmediate") this.#pair(api, (callback, ...values) => this.#start(callback, -1, values, false));
      else this.#pair(api, (callback, delay = 1, ...values) => this.#start(callback, Math.max(1, Number(delay) || 1), values, api === "setInterval"));
    }
  }

  #pair(name, start) {
    this.#replace(name, { [name]: start }[name]);
    this.#replace(name.replace("set", "clear"), (timer) => this.#waiting.delete(timer?.id ?? timer));
  }

  #replace(name, value) {
    const places = [globalThis, ...(name === "Date" ? [] : [require("timers")])];
    for (const place of places) {
      this.#replaced.push([place, name, Object.getOwnPropertyDescriptor(place, name)]);
      Object.defineProperty(place, name, { value, writable: true, configurable: true, enumerable: true });
    }
  }

  #date() {
    const now = () => this.#now;
    const Real = Date;
    return class Date extends Real {
      constructor(...values) {
        if (values.length === 0) super(now());
        else super(...values);
      }

      static now() {
        return now();
      }
    };
  }

  #start(callback, delay, values, repeats) {
    this.#lastId += 1;
    const id = this.#lastId;
    const timer = { id, due: this.#now + delay, callback, values, every: repeats ? delay : undefined };
    this.#waiting.set(id, timer);
    const same = () => shown;
    const shown = { id, ref: same, unref: same, hasRef: () => true, refresh: same, [Symbol.toPrimitive]: () => id };
    return shown;
  }

  #check() {
    if (this.#replaced.length === 0) {
      throw codedError("ERR_INVALID_STATE", "You should enable MockTimers first by calling the .enable function");
    }
  }

  #next() {
    let next;
    for (const timer of this.#waiting.values()) {
      if (timer.due <= this.#now && (next === undefined || timer.due < next.due)) next = timer;
    }
    return next;
  }

  tick(ms = 1) {
    this.#check();
    if (ms < 0) throw codedError("ERR_INVALID_ARG_VALUE", "time", "positive integer", String(ms));
    // As in Node, every callback sees the time at which the tick ends, not the one it was due at.
    this.#now += ms;
    for (let timer = this.#next(); timer !== undefined; timer = this.#next()) {
      if (timer.every === undefined) this.#waiting.delete(timer.id);
      else timer.due += timer.every;
      timer.callback(...timer.values);
    }
  }

  runAll() {
    this.#check();
    const last = Math.max(this.#now, ...[...this.#waiting.values()].map((timer) => timer.due));
    this.tick(last - this.#now);
  }

  setTime(time = 0) {
    this.#check();
    this.#now = Number(time);
  }

  reset() {
    for (const [place, name, descriptor] of this.#replaced.reverse()) Object.defineProperty(place, name, descriptor);
    this.#replaced = [];
    this.#waiting.clear();
    this.#now = 0;
  }
}

module.exports = { MockTimers };
