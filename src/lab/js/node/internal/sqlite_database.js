"use strict";

// Databases: opened, asked, given functions, closed.

const {
  wrong, wrongType, wrongState, knownOf, checkBoolean, checkObject, readFlags, readBy,
} = require("internal/sqlite_words");
const { databasePlace } = require("internal/sqlite_path");
const { statementOf, DEFAULTS } = require("internal/sqlite_statement");
const { tagStore } = require("internal/sqlite_tags");
const { refused } = require("internal/refused");
const { current } = require("internal/current_request");

/** The limits that a program may lower, in the host's order. */
const LIMITS = [
  "length", "sqlLength", "column", "exprDepth", "compoundSelect", "vdbeOp", "functionArg", "attach",
  "likePatternLength", "variableNumber", "triggerDepth",
];
const MOST = 0x7fff_ffff;

const OPENING = ["open", "readOnly", "enableForeignKeyConstraints", "enableDoubleQuotedStringLiterals", "allowExtension"];
const READING = ["readBigInts", "returnArrays", "allowBareNamedParameters", "allowUnknownNamedParameters"];

const databases = new WeakMap();

/**
 * @param {string | Uint8Array | URL} path
 * @param {object} [options]
 */
function DatabaseSync(path = undefined, options = undefined) {
  if (!new.target) {
    throw wrong(TypeError, "ERR_CONSTRUCT_CALL_REQUIRED", "Cannot call constructor without `new`");
  }
  const place = databasePlace(path);
  const settings = {
    open: true, readOnly: false, enableForeignKeyConstraints: true, enableDoubleQuotedStringLiterals: false,
    allowExtension: false, defensive: true, ...DEFAULTS,
  };
  let timeout = 0;
  let limits = {};
  // One that is given must be an object, even where it is undefined.
  if (arguments.length > 1) {
    checkObject(options, "options");
    readFlags(options, OPENING, settings);
    if (options.timeout !== undefined) {
      if (!isInt32(options.timeout)) throw wrongType("options.timeout", "an integer");
      timeout = Math.max(options.timeout, 0);
    }
    readFlags(options, [...READING, "defensive"], settings);
    if (options.limits !== undefined) limits = readLimits(options.limits);
  }
  const state = { place, settings, timeout, limits, handle: undefined, shown: undefined };
  databases.set(this, state);
  readBy(this, {
    isOpen: () => state.handle !== undefined,
    isTransaction: () => opened(state).inTransaction(),
    limits: () => (state.shown ??= shownLimits(state)),
  });
  this[SQLITE_TYPE] = "node:sqlite";
  if (settings.open) openNow(state);
}

const SQLITE_TYPE = Symbol.for("sqlite-type");

const methods = {
  open() {
    const state = knownOf(databases, this);
    if (state.handle !== undefined) throw wrongState("database is already open");
    openNow(state);
  },

  close() {
    const state = knownOf(databases, this);
    const handle = opened(state);
    handle.close();
    state.handle = undefined;
  },

  prepare(sql, options) {
    const state = knownOf(databases, this);
    const handle = opened(state);
    if (typeof sql !== "string") throw wrongType("sql", "a string");
    const settings = { ...state.settings };
    if (options !== undefined) {
      checkObject(options, "options");
      readFlags(options, READING, settings);
    }
    const statement = handle.prepare(sql);
    if (statement === null) {
      throw wrong(TypeError, "ERR_INVALID_ARG_VALUE", "The SQL query contains no statements.");
    }
    return statementOf(statement, settings);
  },

  exec(sql) {
    const handle = opened(knownOf(databases, this));
    if (typeof sql !== "string") throw wrongType("sql", "a string");
    handle.exec(sql, current());
  },

  function(name, ...rest) {
    const handle = opened(knownOf(databases, this));
    if (typeof name !== "string") throw wrongType("name", "a string");
    const flags = { useBigIntArguments: false, varargs: false, deterministic: false, directOnly: false };
    if (rest.length > 1) {
      const [options] = rest;
      checkObject(options, "options");
      readFlags(options, Object.keys(flags), flags);
    }
    const call = rest[rest.length > 1 ? 1 : 0];
    if (typeof call !== "function") throw wrongType("function", "a function");
    const count = flags.varargs ? -1 : call.length;
    handle.addFunction(name, count, bits(flags), flags.useBigIntArguments, call);
  },

  createTagStore(maxSize) {
    opened(knownOf(databases, this));
    return tagStore(this, maxSize);
  },

  location(dbName) {
    const state = knownOf(databases, this);
    const handle = opened(state);
    if (dbName !== undefined && typeof dbName !== "string") throw wrongType("dbName", "a string");
    return state.place.path === null ? null : (handle.file(dbName ?? "main") ?? null);
  },

  aggregate(name, options) {
    const handle = opened(knownOf(databases, this));
    const start = options.start;
    const { step, inverse, result } = options;
    if (start === undefined || (typeof start === "object" && start !== null)) {
      throw wrongType("options.start", "a function or a primitive value");
    }
    if (typeof step !== "function") throw wrongType("options.step", "a function");
    const flags = { useBigIntArguments: false, varargs: false, directOnly: false };
    readFlags(options, Object.keys(flags), flags);
    if (inverse !== undefined && typeof inverse !== "function") throw wrongType("options.inverse", "a function");
    if (typeof name !== "string") throw wrongType("name", "a string");
    // The first argument of both is what was gathered.
    const counts = [1, step.length, inverse?.length ?? 0];
    const count = flags.varargs ? -1 : Math.max(...counts) - 1;
    handle.addAggregate(name, count, bits(flags), flags.useBigIntArguments, {
      start,
      step,
      inverse: inverse ?? null,
      result: typeof result === "function" ? result : null,
    });
  },

  createSession: refused("sqlite", "createSession"),
  applyChangeset: refused("sqlite", "applyChangeset"),

  enableLoadExtension(allow) {
    const state = knownOf(databases, this);
    opened(state);
    checkBoolean(allow, "allow");
    if (allow && !state.settings.allowExtension) {
      throw wrongState("Cannot enable extension loading because it was disabled at database creation.");
    }
    if (allow) refused("sqlite", "enableLoadExtension")();
  },

  // The lab's databases always defend themselves.
  enableDefensive(active) {
    opened(knownOf(databases, this));
    checkBoolean(active, "active");
  },

  loadExtension() {
    opened(knownOf(databases, this));
    throw wrongState("extension loading is not allowed");
  },

  serialize(dbName) {
    const handle = opened(knownOf(databases, this));
    if (dbName !== undefined && typeof dbName !== "string") throw wrongType("dbName", "a string");
    if (dbName !== undefined && dbName !== "main") refused("sqlite", "serialize of another database than main")();
    return new Uint8Array(handle.content());
  },

  deserialize: refused("sqlite", "deserialize"),
  setAuthorizer: refused("sqlite", "setAuthorizer"),

  [Symbol.dispose]() {
    const state = knownOf(databases, this);
    if (state.handle === undefined) return;
    state.handle.close();
    state.handle = undefined;
  },
};
for (const key of Reflect.ownKeys(methods)) {
  Object.defineProperty(methods[key], "length", { value: 0 });
  DatabaseSync.prototype[key] = methods[key];
}
Object.defineProperty(DatabaseSync, "length", { value: 0 });

function openNow(state) {
  const { place, settings, timeout, limits } = state;
  state.handle = host.openDatabase(place.path, {
    readOnly: settings.readOnly || place.readOnly === true,
    mayCreate: place.mayCreate !== false,
    foreignKeys: settings.enableForeignKeyConstraints,
    doubleQuoted: settings.enableDoubleQuotedStringLiterals,
    timeout,
  });
  for (const [name, value] of Object.entries(limits)) state.handle.setLimit(LIMITS.indexOf(name), value);
}

function opened({ handle }) {
  if (handle === undefined) throw wrongState("database is not open");
  return handle;
}

function bits({ deterministic, directOnly }) {
  return (deterministic ? 1 : 0) | (directOnly ? 2 : 0);
}

function isInt32(value) {
  return typeof value === "number" && (value | 0) === value;
}

function readLimits(given) {
  checkObject(given, "options.limits");
  const limits = {};
  for (const name of LIMITS) {
    const value = given[name];
    if (value === undefined) continue;
    if (!isInt32(value)) throw wrongType(`options.limits.${name}`, "an integer");
    if (value < 0) {
      const message = `The "options.limits.${name}" argument must be non-negative.`;
      throw wrong(RangeError, "ERR_OUT_OF_RANGE", message);
    }
    limits[name] = value;
  }
  return limits;
}

function shownLimits(state) {
  const limits = {};
  LIMITS.forEach((name, number) => {
    Object.defineProperty(limits, name, {
      enumerable: true,
      configurable: true,
      get: () => opened(state).limit(number),
      set: (value) => {
        const handle = opened(state);
        if (value === Infinity) {
          handle.setLimit(number, MOST);
          return;
        }
        if (!isInt32(value)) {
          const message = "Limit value must be a non-negative integer or Infinity.";
          throw wrong(TypeError, "ERR_INVALID_ARG_TYPE", message);
        }
        if (value < 0) throw wrong(RangeError, "ERR_OUT_OF_RANGE", "Limit value must be non-negative.");
        handle.setLimit(number, value);
      },
    });
  });
  return limits;
}

module.exports = { DatabaseSync };
