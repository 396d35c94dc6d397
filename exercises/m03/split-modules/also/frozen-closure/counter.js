"use strict";

function makeCounter(start) {
  let n = start;
  return Object.freeze({
    increment: () => (n += 1),
    value: () => n,
  });
}

module.exports = makeCounter(0);
