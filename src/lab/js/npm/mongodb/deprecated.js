"use strict";

// What the driver says once of what will not be there for long.

const said = new Set();

/** @param {string} message */
function deprecated(message) {
  if (said.has(message)) return;
  said.add(message);
  process.emitWarning(message, { code: "MONGODB DRIVER" });
}

module.exports = { deprecated };
