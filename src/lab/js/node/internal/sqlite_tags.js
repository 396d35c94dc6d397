"use strict";

// A store of statements that are written as template literals: the same text is prepared once.

const { wrong, wrongType, wrongState, knownOf, listMethods, readBy } = require("internal/sqlite_words");
const { isFinalized } = require("internal/sqlite_statement");

const stores = new WeakMap();

class SQLTagStore {
  constructor(database, capacity) {
    stores.set(this, { database, capacity, statements: new Map() });
    readBy(this, {
      capacity: () => capacity,
      db: () => database,
      size: () => stores.get(this).statements.size,
    });
  }

  get(strings = undefined, ...values) {
    return statementOf(this, strings, values).get(...values);
  }

  all(strings = undefined, ...values) {
    return statementOf(this, strings, values).all(...values);
  }

  iterate(strings = undefined, ...values) {
    return statementOf(this, strings, values).iterate(...values);
  }

  run(strings = undefined, ...values) {
    return statementOf(this, strings, values).run(...values);
  }

  clear() {
    knownOf(stores, this).statements.clear();
  }
}
listMethods(SQLTagStore);

function statementOf(store, strings, values) {
  const { database, capacity, statements } = knownOf(stores, store);
  if (!database.isOpen) throw wrongState("database is not open");
  if (!Array.isArray(strings) || !strings.every((part) => typeof part === "string")) {
    const message = "First argument must be an array of strings (template literal).";
    throw wrong(TypeError, "ERR_INVALID_ARG_TYPE", message);
  }
  const text = strings.join("?");
  let statement = statements.get(text);
  // Those that were used last are at the end.
  statements.delete(text);
  if (statement === undefined || isFinalized(statement)) statement = database.prepare(text);
  statements.set(text, statement);
  if (statements.size > capacity) statements.delete(statements.keys().next().value);
  const [first] = values;
  const names = first !== null && (typeof first === "object" || typeof first === "function");
  // Here an object holds no names.
  if (names && !ArrayBuffer.isView(first) && !(first instanceof ArrayBuffer)) {
    throw wrong(TypeError, "ERR_INVALID_ARG_TYPE", "Provided value cannot be bound to SQLite parameter 1.");
  }
  return statement;
}

/**
 * @param {object} database
 * @param {unknown} capacity how many statements it keeps
 * @returns {SQLTagStore}
 */
function tagStore(database, capacity) {
  if (capacity === undefined) return new SQLTagStore(database, 1000);
  const message = 'The "maxSize" argument must be a positive integer.';
  if (!Number.isInteger(capacity)) throw wrongType("maxSize", "a positive integer");
  if (capacity < 1) throw wrong(RangeError, "ERR_OUT_OF_RANGE", message);
  return new SQLTagStore(database, capacity);
}

module.exports = { tagStore };
