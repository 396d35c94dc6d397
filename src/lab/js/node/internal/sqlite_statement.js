"use strict";

// Prepared statements, the rows that they give, and their iterators.

const { illegal, knownOf, checkBoolean, listMethods } = require("internal/sqlite_words");
const { current } = require("internal/current_request");

/** What the host knows each statement by: a function, see sqlite/statement.rs. */
const handles = new WeakMap();

/** How values come and go, and what the host calls it. */
const SETTINGS = {
  readBigInts: "bigints",
  returnArrays: "arrays",
  allowBareNamedParameters: "bare",
  allowUnknownNamedParameters: "unknown",
};
const DEFAULTS = {
  readBigInts: false,
  returnArrays: false,
  allowBareNamedParameters: true,
  allowUnknownNamedParameters: false,
};

/** Made by `prepare` of a database. */
function StatementSync() {
  throw illegal();
}

StatementSync.prototype = {
  iterate(...values) {
    const ask = knownOf(handles, this);
    return new StatementSyncIterator(ask, ask("iterate", current(), values));
  },

  all(...values) {
    return knownOf(handles, this)("all", current(), values);
  },

  get(...values) {
    return knownOf(handles, this)("get", current(), values);
  },

  run(...values) {
    return knownOf(handles, this)("run", current(), values);
  },

  columns() {
    return knownOf(handles, this)("columns");
  },

  setAllowBareNamedParameters(enabled = undefined) {
    change(this, "bare", enabled, "allowBareNamedParameters");
  },

  setAllowUnknownNamedParameters(enabled = undefined) {
    change(this, "unknown", enabled, "enabled");
  },

  setReadBigInts(enabled = undefined) {
    change(this, "bigints", enabled, "readBigInts");
  },

  setReturnArrays(enabled = undefined) {
    change(this, "arrays", enabled, "returnArrays");
  },

  close() {
    knownOf(handles, this)("close");
  },

  constructor: StatementSync,

  [Symbol.dispose]() {
    try {
      knownOf(handles, this)("close");
    } catch (error) {
      if (error.code !== "ERR_INVALID_STATE") throw error;
    }
  },
};
Object.defineProperty(StatementSync.prototype, "constructor", { enumerable: false });
for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(StatementSync.prototype))) {
  if (key.startsWith("set")) Object.defineProperty(value, "length", { value: 0 });
}

function change(statement, setting, enabled, name) {
  const ask = knownOf(handles, statement);
  // Whether it is still there comes first.
  ask("text");
  checkBoolean(enabled, name);
  ask(setting, enabled);
}

const TEXTS = {
  sourceSQL: {
    get() {
      return knownOf(handles, this)("text");
    },
    enumerable: true,
    configurable: true,
  },
  expandedSQL: {
    get() {
      return knownOf(handles, this)("expanded");
    },
    enumerable: true,
    configurable: true,
  },
};

/**
 * @param {Function} handle the host's
 * @param {Record<string, boolean>} settings as `DEFAULTS` has them
 * @returns {StatementSync}
 */
function statementOf(handle, settings) {
  const statement = Object.create(StatementSync.prototype, TEXTS);
  handles.set(statement, handle);
  for (const [name, setting] of Object.entries(SETTINGS)) {
    if (settings[name] !== DEFAULTS[name]) handle(setting, settings[name]);
  }
  return statement;
}

/** @param {StatementSync} statement @returns {boolean} whether it was closed, or its database */
function isFinalized(statement) {
  try {
    handles.get(statement)("text");
    return false;
  } catch {
    return true;
  }
}

const iterators = new WeakMap();

/** An object of a step of an iterator, which has no prototype in Node. */
function step(done, value) {
  return Object.assign(Object.create(null), { done, value });
}

class StatementSyncIterator {
  constructor(ask, round) {
    iterators.set(this, { ask, round, isDone: false });
  }

  next() {
    const iterator = knownOf(iterators, this);
    iterator.ask("text");
    if (iterator.isDone) return step(true, null);
    const row = iterator.ask("next", iterator.round);
    if (row !== undefined) return step(false, row);
    iterator.isDone = true;
    return step(true, null);
  }

  return() {
    const iterator = knownOf(iterators, this);
    iterator.ask("text");
    if (!iterator.isDone) iterator.ask("return", iterator.round);
    iterator.isDone = true;
    return step(true, null);
  }
}
Object.setPrototypeOf(StatementSyncIterator.prototype, Iterator.prototype);
listMethods(StatementSyncIterator);

module.exports = { StatementSync, statementOf, isFinalized, DEFAULTS };
