"use strict";

// SQLite (nodejs.org/api/sqlite.html), over the lab's own walls. What is not here is refused by name.

const { DatabaseSync } = require("internal/sqlite_database");
const { StatementSync } = require("internal/sqlite_statement");
const { illegal } = require("internal/sqlite_words");
const { refused } = require("internal/refused");

/** What `createSession` gives in Node. */
function Session() {
  throw illegal();
}

// The numbers are SQLite's own (sqlite.org/c3ref/constlist.html).
const ACTIONS = [
  "CREATE_INDEX", "CREATE_TABLE", "CREATE_TEMP_INDEX", "CREATE_TEMP_TABLE", "CREATE_TEMP_TRIGGER",
  "CREATE_TEMP_VIEW", "CREATE_TRIGGER", "CREATE_VIEW", "DELETE", "DROP_INDEX", "DROP_TABLE", "DROP_TEMP_INDEX",
  "DROP_TEMP_TABLE", "DROP_TEMP_TRIGGER", "DROP_TEMP_VIEW", "DROP_TRIGGER", "DROP_VIEW", "INSERT", "PRAGMA", "READ",
  "SELECT", "TRANSACTION", "UPDATE", "ATTACH", "DETACH", "ALTER_TABLE", "REINDEX", "ANALYZE", "CREATE_VTABLE",
  "DROP_VTABLE", "FUNCTION", "SAVEPOINT",
];

const constants = Object.assign(Object.create(null), {
  SQLITE_CHANGESET_OMIT: 0, SQLITE_CHANGESET_REPLACE: 1, SQLITE_CHANGESET_ABORT: 2, SQLITE_CHANGESET_DATA: 1,
  SQLITE_CHANGESET_NOTFOUND: 2, SQLITE_CHANGESET_CONFLICT: 3, SQLITE_CHANGESET_CONSTRAINT: 4,
  SQLITE_CHANGESET_FOREIGN_KEY: 5, SQLITE_OK: 0, SQLITE_DENY: 1, SQLITE_IGNORE: 2,
});
ACTIONS.forEach((name, index) => {
  constants[`SQLITE_${name}`] = index + 1;
});
Object.assign(constants, { SQLITE_COPY: 0, SQLITE_RECURSIVE: 33 });

module.exports = { DatabaseSync, StatementSync, Session, constants, backup: refused("sqlite", "backup") };
