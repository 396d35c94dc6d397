"use strict";

// The way of a command to the store of this program and back. There is no socket: a command goes out
// in one turn of the event loop, and its answer comes in a later one, as over a network, so that what
// else the program does can come between.

require("npm/bson/makers");
const { current } = require("internal/current_request");
const { setImmediate } = require("internal/ticks");
const { MongoServerError, MongoWriteConcernError, invalid } = require("npm/mongodb/errors");
const { CommandStartedEvent, CommandSucceededEvent, CommandFailedEvent } = require("npm/mongodb/monitoring");
const { WriteConcern } = require("npm/mongodb/concerns");
const { refusal } = require("npm/refused");

/** The options that say how values become BSON and come back. */
const BSON_OPTIONS = [
  "raw", "useBigInt64", "promoteLongs", "promoteValues", "promoteBuffers", "ignoreUndefined", "bsonRegExp",
  "serializeFunctions", "fieldsAsRaw", "enableUtf8Validation",
];
const BSON_DEFAULTS = {
  raw: false, useBigInt64: false, promoteLongs: true, promoteValues: true, promoteBuffers: false, ignoreUndefined: false,
  bsonRegExp: false, serializeFunctions: false, fieldsAsRaw: {}, enableUtf8Validation: true,
};
const ILLEGAL_OPERATION = 20;
const RETRYABLE = ["insert", "update", "delete", "findAndModify"];
const NO_RETRYABLE_WRITES =
  "This MongoDB deployment does not support retryable writes. Please add retryWrites=false to your connection string.";
let requestId = 0;

/** @returns {Promise<void>} of a later turn */
function turn() {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/**
 * @param {object} [options] of a client, a database, a collection or one operation
 * @param {object} [around] what these are where they say nothing
 * @returns {object}
 */
function bsonOptions(options, around = BSON_DEFAULTS) {
  const chosen = {};
  for (const name of BSON_OPTIONS) chosen[name] = options?.[name] ?? around[name];
  return chosen;
}

/** Throws where the program wants bytes in place of documents. */
function refuseRaw(options) {
  if (options.raw) throw refusal("mongodb", "The option `raw`", "use `bson.serialize` on the documents");
}

/**
 * @typedef {object} Sent
 * @property {string} database
 * @property {object} command its name first
 * @property {object} bson as `bsonOptions` gives them
 * @property {object} options of the operation: session, explain, signal
 * @property {object} [concern] a WriteConcern, of a write
 */

/**
 * Sends a command and waits for its answer.
 * @param {import("npm/mongodb/mongo_client").MongoClient} client
 * @param {Sent} sent
 * @returns {Promise<object>} the reply
 */
async function execute(client, { database, command, bson, options = {}, concern = undefined }) {
  const { session, explain, signal } = options;
  signal?.throwIfAborted();
  await client.ready();
  refuseRaw(bson);
  const whole = { ...command };
  if (concern !== undefined && !session?.inTransaction()) WriteConcern.apply(whole, concern);
  let asked = whole;
  if (explain !== undefined && explain !== false) {
    const verbosity = typeof explain === "object" ? explain.verbosity : explain === true ? "allPlansExecution" : explain;
    asked = { explain: whole, verbosity };
  }
  client.useSession(session, asked);
  asked.$db = database;
  const send = host.documentCommand(asked, bson);
  const event = started(client, database, asked);
  await turn();
  signal?.throwIfAborted();
  const reply = send(current());
  await turn();
  return answered(client, command, event, reply);
}

function started(client, databaseName, command) {
  if (!client.monitorCommands) return undefined;
  requestId += 1;
  const event = {
    address: client.address, connectionId: 1, requestId, databaseName, commandName: Object.keys(command)[0],
    serverConnectionId: 1n, began: Date.now(),
  };
  client.emit("commandStarted", new CommandStartedEvent(event, command));
  return event;
}

function answered(client, command, event, reply) {
  if (reply.ok !== 1) {
    const failure = new MongoServerError(reply);
    if (event !== undefined) client.emit("commandFailed", new CommandFailedEvent(event, failure));
    throw worded(command, failure);
  }
  if (event !== undefined) client.emit("commandSucceeded", new CommandSucceededEvent(event, reply));
  if (reply.writeConcernError !== undefined) throw new MongoWriteConcernError(reply);
  return reply;
}

/** What a driver that may send a write twice says where the server is not made for that. */
function worded(command, failure) {
  const isRetryable = RETRYABLE.includes(Object.keys(command)[0]);
  if (failure.code !== ILLEGAL_OPERATION || !isRetryable || !/Transaction numbers/.test(failure.message)) return failure;
  return new MongoServerError({ message: NO_RETRYABLE_WRITES, errmsg: NO_RETRYABLE_WRITES, originalError: failure });
}

/** Copies those of `names` that `options` has into `command`, in this order. */
function take(command, options, names) {
  for (const name of names) {
    if (options?.[name] !== undefined) command[name] = options[name];
  }
  return command;
}

/** @param {object} update @returns {boolean} whether it changes fields, and is no new document */
function hasOperators(update) {
  if (Array.isArray(update)) return update.length > 0 && update.every(hasOperators);
  const [first] = update instanceof Map ? update.keys() : Object.keys(update);
  return typeof first === "string" && first.startsWith("$");
}

/** Throws where `update` is not what changes documents. */
function checkUpdate(update) {
  if (!hasOperators(update)) throw invalid("Update document requires atomic operators");
}

module.exports = { execute, turn, bsonOptions, take, hasOperators, checkUpdate, BSON_OPTIONS };
