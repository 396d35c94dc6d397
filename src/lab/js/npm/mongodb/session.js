"use strict";

// Sessions and transactions. The store is one server without replication, which refuses the first
// operation of a transaction as such a MongoDB does (mongodb.com/docs/manual/core/transactions).

const { EventEmitter } = require("events");
const { UUID } = require("npm/bson/binary");
const { Long } = require("npm/bson/long");
const { MongoExpiredSessionError, MongoTransactionError, invalid } = require("npm/mongodb/errors");

/** States that a transaction is in. */
const [NONE, STARTING, IN_PROGRESS, COMMITTED, EMPTY, ABORTED] = [
  "NO_TRANSACTION", "STARTING_TRANSACTION", "TRANSACTION_IN_PROGRESS", "TRANSACTION_COMMITTED",
  "TRANSACTION_COMMITTED_EMPTY", "TRANSACTION_ABORTED",
];

/** What a session remembers of its present transaction. */
class Transaction {
  constructor(options = {}) {
    this.state = NONE;
    this.options = options;
  }

  get isActive() {
    return this.state === STARTING || this.state === IN_PROGRESS;
  }

  get isStarting() {
    return this.state === STARTING;
  }

  get isCommitted() {
    return this.state === COMMITTED || this.state === EMPTY;
  }
}

/** Operations that belong together. */
class ClientSession extends EventEmitter {
  #id = { id: new UUID().toBinary() };
  #number = 0;

  constructor(client, options = {}, explicit = true) {
    super();
    this.client = client;
    this.hasEnded = false;
    this.explicit = explicit;
    this.clientOptions = options;
    this.supports = { causalConsistency: options.causalConsistency ?? !options.snapshot };
    this.defaultTransactionOptions = { ...options.defaultTransactionOptions };
    this.transaction = new Transaction();
    this.clusterTime = undefined;
    this.operationTime = undefined;
  }

  get id() {
    return this.#id;
  }

  get loadBalanced() {
    return false;
  }

  get isPinned() {
    return false;
  }

  /** Adds to a command what says that it belongs here. */
  mark(command) {
    if (this.hasEnded) throw new MongoExpiredSessionError("Use of expired sessions is not permitted");
    command.lsid = this.id;
    if (!this.inTransaction()) return;
    command.txnNumber = Long.fromNumber(this.#number);
    command.autocommit = false;
    if (!this.transaction.isStarting) return;
    this.transaction.state = IN_PROGRESS;
    command.startTransaction = true;
    const { readConcern } = this.transaction.options;
    if (readConcern !== undefined) command.readConcern = typeof readConcern === "string" ? { level: readConcern } : readConcern;
  }

  inTransaction() {
    return this.transaction.isActive;
  }

  /** @param {object} [options] of the transaction */
  startTransaction(options = undefined) {
    if (this.inTransaction()) throw new MongoTransactionError("Transaction already in progress");
    this.#number += 1;
    this.transaction = new Transaction({ ...this.defaultTransactionOptions, ...options });
    this.transaction.state = STARTING;
  }

  async commitTransaction() {
    await this.#end("commitTransaction", COMMITTED);
  }

  async abortTransaction() {
    try {
      await this.#end("abortTransaction", ABORTED);
    } catch (error) {
      // Nothing is left to be undone.
      if (error instanceof MongoTransactionError) throw error;
    }
  }

  async #end(name, state) {
    const { transaction } = this;
    if (transaction.state === NONE) throw new MongoTransactionError("No transaction started");
    const [isCommit, hadEnded] = [state === COMMITTED, !transaction.isActive];
    if (transaction.state === ABORTED) {
      throw new MongoTransactionError(`Cannot call ${isCommit ? "commitTransaction after calling abortTransaction" : "abortTransaction twice"}`);
    }
    if (transaction.isCommitted && !isCommit) throw new MongoTransactionError("Cannot call abortTransaction after calling commitTransaction");
    if (transaction.isStarting || hadEnded) {
      if (transaction.state !== EMPTY) transaction.state = isCommit && transaction.isStarting ? EMPTY : state;
      return;
    }
    try {
      await this.client.db("admin").command({ [name]: 1 }, { session: this });
    } finally {
      transaction.state = state;
    }
  }

  /**
   * Runs `work` in a transaction, and commits it.
   * @param {(session: ClientSession) => Promise<unknown>} work
   * @param {object} [options]
   * @returns {Promise<unknown>} what `work` gives
   */
  async withTransaction(work, options = undefined) {
    this.startTransaction(options);
    try {
      const promise = work(this);
      if (typeof promise?.then !== "function") throw invalid("Function provided to `withTransaction` must return a Promise");
      const result = await promise;
      if (this.inTransaction()) await this.commitTransaction();
      return result;
    } catch (error) {
      if (this.inTransaction()) await this.abortTransaction();
      throw error;
    }
  }

  async endSession() {
    if (this.hasEnded) return;
    if (this.inTransaction()) await this.abortTransaction();
    this.hasEnded = true;
    this.emit("ended", this);
  }

  /** @param {unknown} other @returns {boolean} whether both are one session of the server */
  equals(other) {
    return other instanceof ClientSession && other.id.id.toString("hex") === this.id.id.toString("hex");
  }

  incrementTransactionNumber() {
    this.#number += 1;
  }

  advanceOperationTime(time) {
    this.operationTime = time;
  }

  advanceClusterTime(time) {
    this.clusterTime = time;
  }

  toBSON() {
    throw new MongoExpiredSessionError("ClientSession cannot be serialized to BSON.");
  }

  async [Symbol.asyncDispose]() {
    await this.endSession();
  }
}

module.exports = { ClientSession };
