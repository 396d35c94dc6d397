"use strict";

// The errors of the package `mongodb` (mongodb.com/docs/drivers/node, "Errors").

/** What an error may be labelled with. */
const MongoErrorLabel = Object.freeze({
  RetryableWriteError: "RetryableWriteError",
  TransientTransactionError: "TransientTransactionError",
  UnknownTransactionCommitResult: "UnknownTransactionCommitResult",
  ResumableChangeStreamError: "ResumableChangeStreamError",
  HandshakeError: "HandshakeError",
  ResetPool: "ResetPool",
  PoolRequestedRetry: "PoolRequestedRetry",
  InterruptInUseConnections: "InterruptInUseConnections",
  NoWritesPerformed: "NoWritesPerformed",
  RetryableError: "RetryableError",
  SystemOverloadedError: "SystemOverloadedError",
});

/** The base of all. */
class MongoError extends Error {
  constructor(message, options = undefined) {
    super(message, options);
    this.errorLabelSet = new Set();
    Error.captureStackTrace(this, new.target);
  }

  get name() {
    return "MongoError";
  }

  /** @param {unknown} error a text, or what has a message @returns {string} */
  static buildErrorMessage(error) {
    if (typeof error === "string") return error;
    return error?.message || error?.errmsg || error?.$err || "n/a";
  }

  get errmsg() {
    return this.message;
  }

  get errorLabels() {
    return [...this.errorLabelSet];
  }

  /** @param {string} label @returns {boolean} */
  hasErrorLabel(label) {
    return this.errorLabelSet.has(label);
  }

  addErrorLabel(label) {
    this.errorLabelSet.add(label);
  }
}

/** Fields of a reply that an error has under other names. */
const NOT_COPIED = ["errorLabels", "errmsg", "message", "errorResponse"];

/** What a server answered. */
class MongoServerError extends MongoError {
  /** @param {object} response with `errmsg` or `message` */
  constructor(response) {
    super(MongoError.buildErrorMessage(response));
    for (const label of response.errorLabels ?? []) this.addErrorLabel(label);
    this.errorResponse = response;
    for (const [key, value] of Object.entries(response)) {
      if (!NOT_COPIED.includes(key)) this[key] = value;
    }
  }

  get name() {
    return "MongoServerError";
  }
}

/** A write was done and not as safely as was asked. */
class MongoWriteConcernError extends MongoServerError {
  constructor(result) {
    super({ ...result.writeConcernError, ...result });
    this.errInfo = result.writeConcernError.errInfo;
    this.result = result;
  }

  get name() {
    return "MongoWriteConcernError";
  }
}

/** Some writes of many failed. */
class MongoBulkWriteError extends MongoServerError {
  /** @param {{message: string, code?: number, writeErrors?: object[]}} error @param {object} result of all writes */
  constructor(error, result) {
    super(error);
    this.writeErrors ??= [];
    this.result = result;
  }

  get name() {
    return "MongoBulkWriteError";
  }

  get insertedCount() {
    return this.result.insertedCount;
  }

  get matchedCount() {
    return this.result.matchedCount;
  }

  get modifiedCount() {
    return this.result.modifiedCount;
  }

  get deletedCount() {
    return this.result.deletedCount;
  }

  get upsertedCount() {
    return this.result.upsertedCount;
  }

  get insertedIds() {
    return this.result.insertedIds;
  }

  get upsertedIds() {
    return this.result.upsertedIds;
  }
}

const classes = { MongoError, MongoServerError, MongoWriteConcernError, MongoBulkWriteError };

/** Makes the class `name`, whose constructor may have a message of its own. */
function define(name, Base, message = undefined) {
  const Class = {
    [name]: class extends Base {
      constructor(text = message, options = undefined) {
        super(text, options);
      }

      get name() {
        return name;
      }
    },
  }[name];
  classes[name] = Class;
  return Class;
}

const Driver = define("MongoDriverError", MongoError);
const Api = define("MongoAPIError", Driver);
const Runtime = define("MongoRuntimeError", Driver);
const Network = define("MongoNetworkError", MongoError);

define("MongoBatchReExecutionError", Api, "This batch has already been executed, create new batch to execute");
define("MongoClientClosedError", Api, "Operation interrupted because client was closed");
define("MongoCompatibilityError", Api);
define("MongoCursorExhaustedError", Api, "Cursor is exhausted");
define("MongoCursorInUseError", Api, "Cursor is already initialized");
define("MongoExpiredSessionError", Api, "Cannot use a session that has ended");
const Invalid = define("MongoInvalidArgumentError", Api);
define("MongoMissingCredentialsError", Api);
define("MongoMissingDependencyError", Api);
define("MongoNotConnectedError", Api);
define("MongoServerClosedError", Api, "Server is closed");
define("MongoTailableCursorError", Api, "Tailable cursor does not support this operation");
define("MongoTopologyClosedError", Api, "Topology is closed");
define("MongoTransactionError", Api);
define("MongoParseError", Driver);
define("MongoOperationTimeoutError", Driver);
const RUNTIME = ["AWS", "ChangeStream", "ClientBulkWriteCursor", "ClientBulkWriteExecution", "Decompression", "GridFSChunk", "GridFSStream", "Kerberos", "UnexpectedServerResponse"];
for (const name of RUNTIME) define(`Mongo${name}Error`, Runtime);
const Oidc = define("MongoOIDCError", Runtime);
define("MongoAzureError", Oidc);
define("MongoGCPError", Oidc);
define("MongoStalePrimaryError", Runtime);
define("MongoClientBulkWriteError", MongoServerError);
define("MongoNetworkTimeoutError", Network);

/** What is around the servers is at fault. */
class MongoSystemError extends MongoError {
  constructor(message, reason) {
    const { error } = reason ?? {};
    super(message, error ? { cause: error } : undefined);
    if (reason) this.reason = reason;
    this.code = error?.code;
  }

  get name() {
    return "MongoSystemError";
  }
}
classes.MongoSystemError = MongoSystemError;

/** No server was found. */
class MongoServerSelectionError extends MongoSystemError {
  get name() {
    return "MongoServerSelectionError";
  }
}
classes.MongoServerSelectionError = MongoServerSelectionError;

/** @param {string} message @returns {MongoError} of an argument that may not be */
function invalid(message) {
  return new Invalid(message);
}

module.exports = { ...classes, MongoErrorLabel, invalid };
