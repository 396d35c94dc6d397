"use strict";

// `Date` by a clock that stands still until it is moved; the engine's own asks the machine.

const Real = Date;

/** Puts a `Date` in place whose now is the machine's of the lab. */
function install() {
  function Date() {
    if (new.target === undefined) return new Real(host.wallClock()).toString();
    const values = arguments.length === 0 ? [host.wallClock()] : arguments;
    return Reflect.construct(Real, values, new.target);
  }
  const own = {
    now() {
      return host.wallClock();
    },
  };
  const hidden = (value) => ({ value, writable: true, configurable: true, enumerable: false });
  Object.defineProperties(Date, {
    prototype: { value: Real.prototype, writable: false, configurable: false, enumerable: false },
    length: { value: Real.length, writable: false, configurable: true, enumerable: false },
    now: hidden(own.now),
    parse: hidden(Real.parse),
    UTC: hidden(Real.UTC),
  });
  Object.defineProperty(Real.prototype, "constructor", hidden(Date));
  Object.defineProperty(globalThis, "Date", hidden(Date));
}

module.exports = { install };
