"use strict";

// Lines of a stream, with questions as promises (nodejs.org/api/readline.html, "Promises API").

const readline = require("readline");
const { refused } = require("internal/refused");

class Interface extends readline.Interface {
  async question(query, options = {}) {
    return new Promise((resolve, reject) => {
      const { signal } = options;
      const { AbortError } = require("internal/errors");
      const abort = () => reject(new AbortError(undefined, { cause: signal.reason }));
      if (signal?.aborted) abort();
      else signal?.addEventListener("abort", abort, { once: true });
      super.question(query, options, resolve);
    });
  }
}

module.exports = {
  Interface,
  Readline: refused("readline/promises", "Readline"),
  createInterface: (...values) => new Interface(...values),
};
