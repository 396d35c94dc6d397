"use strict";

// Terminals (nodejs.org/api/tty.html): the lab has none.

const { allRefused } = require("internal/refused");

module.exports = {
  isatty: () => false,
  ...allRefused("tty", ["ReadStream", "WriteStream"]),
};
