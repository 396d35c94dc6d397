"use strict";

// Many writes at once: those of one kind that follow each other, or all of one kind where the order
// does not matter, are one command.

const { bsonOptions, take, checkUpdate } = require("npm/mongodb/link");
const statements = require("npm/mongodb/statements");
const { WriteConcern } = require("npm/mongodb/concerns");
const { BulkWriteResult, WriteError } = require("npm/mongodb/bulk_result");
const { MongoBatchReExecutionError, MongoBulkWriteError, invalid } = require("npm/mongodb/errors");

/** The kinds of writes. */
const BatchType = Object.freeze({ INSERT: 1, UPDATE: 2, DELETE: 3 });
/** Writes of one command, so that it fits into what the lab takes; MongoDB's own limit is 100,000. */
const BATCH_MAX = 10000;
const COMMANDS = { 1: ["insert", "documents"], 2: ["update", "updates"], 3: ["delete", "deletes"] };
const UNSUPPORTED = "bulkWrite only supports insertOne, updateOne, updateMany, deleteOne, deleteMany";
const REPLACES_WITH_OPERATORS = "Replacement document must not use atomic operators";

/** Writes of one command, and the place of each among all. */
class Batch {
  constructor(batchType) {
    this.batchType = batchType;
    this.operations = [];
    this.originalIndexes = [];
  }
}

/** What `find` of a bulk gives: the rest of one write. */
class FindOperators {
  #bulk;
  #selector;
  #options = {};

  constructor(bulk, selector) {
    this.#bulk = bulk;
    this.#selector = selector;
  }

  #add(batchType, statement) {
    return this.#bulk.add(batchType, statement);
  }

  update(update) {
    return this.#add(BatchType.UPDATE, statements.update(this.#selector, update, { ...this.#options, multi: true }));
  }

  updateOne(update) {
    const statement = statements.update(this.#selector, update, { ...this.#options, multi: false });
    checkUpdate(update);
    return this.#add(BatchType.UPDATE, statement);
  }

  replaceOne(replacement) {
    return this.#add(BatchType.UPDATE, statements.replace(this.#selector, replacement, this.#options, REPLACES_WITH_OPERATORS));
  }

  deleteOne() {
    return this.#add(BatchType.DELETE, statements.remove(this.#selector, { ...this.#options, limit: 1 }));
  }

  delete() {
    return this.#add(BatchType.DELETE, statements.remove(this.#selector, { ...this.#options, limit: 0 }));
  }

  #with(name, value) {
    this.#options[name] = value;
    return this;
  }

  upsert() {
    return this.#with("upsert", true);
  }

  collation(collation) {
    return this.#with("collation", collation);
  }

  arrayFilters(arrayFilters) {
    return this.#with("arrayFilters", arrayFilters);
  }

  hint(hint) {
    return this.#with("hint", hint);
  }
}

/** Writes that are collected and then sent. */
class BulkOperationBase {
  #collection;
  #options;
  #count = 0;
  #wasExecuted = false;
  #bson;

  constructor(collection, options, isOrdered) {
    this.#collection = collection;
    this.#options = options ?? {};
    this.#bson = bsonOptions(options, collection.bsonOptions);
    this.isOrdered = isOrdered;
    this.result = new BulkWriteResult(isOrdered);
    Object.defineProperty(this, "result", { enumerable: false });
  }

  get bsonOptions() {
    return this.#bson;
  }

  get writeConcern() {
    return WriteConcern.fromOptions(this.#options) ?? this.#collection.writeConcern;
  }

  get length() {
    return this.#count;
  }

  /** @returns {Batch[]} */
  get batches() {
    return this.listed();
  }

  insert(document) {
    return this.add(BatchType.INSERT, statements.withKey(this.#collection, document, this.#options));
  }

  find(selector) {
    if (!selector) throw invalid("Bulk find operation must specify a selector");
    return new FindOperators(this, selector);
  }

  /** @param {object} operation `{insertOne: {document}}` and its like */
  raw(operation) {
    if (typeof operation !== "object" || operation === null) throw invalid("Operation must be an object with an operation key");
    const { insertOne, updateOne, updateMany, replaceOne, deleteOne, deleteMany } = operation;
    if (insertOne !== undefined) return this.insert(insertOne.document === undefined ? insertOne : insertOne.document);
    if (updateOne !== undefined || updateMany !== undefined) {
      const given = updateOne ?? updateMany;
      return this.add(BatchType.UPDATE, statements.update(given.filter, given.update, { ...given, multi: updateOne === undefined }));
    }
    if (replaceOne !== undefined) {
      const { filter, replacement } = replaceOne;
      return this.add(BatchType.UPDATE, statements.replace(filter, replacement, replaceOne, REPLACES_WITH_OPERATORS));
    }
    const removal = deleteOne ?? deleteMany;
    if (removal === undefined) throw invalid(UNSUPPORTED);
    return this.add(BatchType.DELETE, statements.remove(removal.filter, { ...removal, limit: deleteOne === undefined ? 0 : 1 }));
  }

  /** Adds one write to its batch. */
  add(batchType, operation) {
    if (Array.isArray(operation)) throw invalid("Operation passed in cannot be an Array");
    const batch = this.batchFor(batchType);
    batch.operations.push(operation);
    batch.originalIndexes.push(this.#count);
    if (batchType === BatchType.INSERT) this.result.noteId(this.#count, operation._id);
    this.#count += 1;
    return this;
  }

  /** @param {object} [options] @returns {Promise<BulkWriteResult>} */
  async execute(options = {}) {
    if (this.#wasExecuted) throw new MongoBatchReExecutionError();
    await this.#collection.client.ready();
    if (this.#count === 0) throw invalid("Invalid BulkOperation, Batch cannot be empty");
    this.#wasExecuted = true;
    const chosen = { ...this.#options, ...options };
    for (const batch of this.listed()) {
      const reply = await this.#send(batch, chosen);
      this.#merge(batch, reply);
      if (this.isOrdered && this.result.hasWriteErrors()) break;
    }
    this.result.settle();
    const [first] = this.result.getWriteErrors();
    if (first !== undefined) {
      const error = { message: first.errmsg || "write operation failed", code: first.code, writeErrors: this.result.getWriteErrors() };
      throw new MongoBulkWriteError(error, this.result);
    }
    return this.result;
  }

  #send({ batchType, operations }, options) {
    const [name, field] = COMMANDS[batchType];
    const command = { [name]: this.#collection.collectionName, ordered: this.isOrdered };
    take(command, options, ["bypassDocumentValidation", "let", "comment", "maxTimeMS"]);
    command[field] = operations;
    const { session, ...rest } = options;
    return this.#collection.run(command, { session, ...rest }, WriteConcern.fromOptions(options) ?? this.writeConcern);
  }

  #merge({ batchType, operations, originalIndexes }, reply) {
    const { raw } = this.result;
    const n = reply.n ?? 0;
    if (batchType === BatchType.INSERT) raw.nInserted += n;
    else if (batchType === BatchType.DELETE) raw.nRemoved += n;
    else {
      const upserted = reply.upserted ?? [];
      raw.nUpserted += upserted.length;
      raw.nMatched += n - upserted.length;
      raw.nModified += reply.nModified ?? 0;
      // As the driver counts: from the first of the batch, also where the batch has gaps.
      for (const { index, _id } of upserted) raw.upserted.push({ index: originalIndexes[0] + index, _id });
    }
    for (const { index, code, errmsg, errInfo } of reply.writeErrors ?? []) {
      raw.writeErrors.push(new WriteError({ index: originalIndexes[index], code, errmsg, errInfo, op: operations[index] }));
    }
  }
}

/** Writes one after the other, up to the first that fails. */
class OrderedBulkOperation extends BulkOperationBase {
  #batches = [];

  constructor(collection, options) {
    super(collection, options, true);
  }

  batchFor(batchType) {
    const last = this.#batches.at(-1);
    if (last?.batchType === batchType && last.operations.length < BATCH_MAX) return last;
    this.#batches.push(new Batch(batchType));
    return this.#batches.at(-1);
  }

  listed() {
    return [...this.#batches];
  }
}

/** Writes in an order that does not matter, all of them. */
class UnorderedBulkOperation extends BulkOperationBase {
  #batches = [];

  constructor(collection, options) {
    super(collection, options, false);
  }

  batchFor(batchType) {
    const open = this.#batches.findLast((batch) => batch.batchType === batchType);
    if (open !== undefined && open.operations.length < BATCH_MAX) return open;
    this.#batches.push(new Batch(batchType));
    return this.#batches.at(-1);
  }

  listed() {
    return this.#batches.toSorted((one, other) => one.batchType - other.batchType);
  }
}

module.exports = { OrderedBulkOperation, UnorderedBulkOperation, BatchType };
