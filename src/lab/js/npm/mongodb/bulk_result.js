"use strict";

// What came of many writes.

/** Why one of them failed. */
class WriteError {
  constructor(err) {
    this.err = err;
  }

  get code() {
    return this.err.code;
  }

  get index() {
    return this.err.index;
  }

  get errmsg() {
    return this.err.errmsg;
  }

  get errInfo() {
    return this.err.errInfo;
  }

  getOperation() {
    return this.err.op;
  }

  toJSON() {
    const { code, index, errmsg, op } = this.err;
    return { code, index, errmsg, op };
  }

  toString() {
    return `WriteError(${JSON.stringify(this.toJSON())})`;
  }
}

/** Counts and keys of all. */
class BulkWriteResult {
  #isOrdered;

  constructor(isOrdered) {
    this.#isOrdered = isOrdered;
    const raw = {
      ok: 1, writeErrors: [], writeConcernErrors: [], insertedIds: [], nInserted: 0, nUpserted: 0, nMatched: 0,
      nModified: 0, nRemoved: 0, upserted: [],
    };
    Object.defineProperty(this, "raw", { value: raw });
    Object.assign(this, { insertedCount: 0, matchedCount: 0, modifiedCount: 0, deletedCount: 0, upsertedCount: 0, upsertedIds: {}, insertedIds: {} });
  }

  /** The key of the document that is inserted by the write at `index`. */
  noteId(index, _id) {
    this.raw.insertedIds.push({ index, _id });
  }

  /** Takes the counts of what the server said. */
  settle() {
    const { nInserted, nMatched, nModified, nRemoved, nUpserted, upserted, insertedIds } = this.raw;
    this.insertedCount = nInserted;
    this.matchedCount = nMatched;
    this.modifiedCount = nModified;
    this.deletedCount = nRemoved;
    this.upsertedCount = nUpserted;
    this.upsertedIds = byIndex(upserted);
    this.insertedIds = byIndex(this.getSuccessfullyInsertedIds(insertedIds));
  }

  get ok() {
    return this.raw.ok;
  }

  getSuccessfullyInsertedIds(ids = this.raw.insertedIds) {
    const { writeErrors } = this.raw;
    if (writeErrors.length === 0) return ids;
    // As the driver does: in order, nothing behind the first failure was inserted.
    if (this.#isOrdered) return ids.slice(0, writeErrors[0].index);
    return ids.filter(({ index }) => !writeErrors.some((failed) => failed.index === index));
  }

  getUpsertedIdAt(index) {
    return this.raw.upserted[index];
  }

  getRawResponse() {
    return this.raw;
  }

  hasWriteErrors() {
    return this.raw.writeErrors.length > 0;
  }

  getWriteErrorCount() {
    return this.raw.writeErrors.length;
  }

  getWriteErrorAt(index) {
    return this.raw.writeErrors[index];
  }

  getWriteErrors() {
    return this.raw.writeErrors;
  }

  getWriteConcernError() {
    return undefined;
  }

  toString() {
    return `BulkWriteResult(${JSON.stringify(this.raw)})`;
  }

  isOk() {
    return this.raw.ok === 1;
  }
}

function byIndex(ids) {
  return Object.fromEntries(ids.map(({ index, _id }) => [index, _id]));
}

module.exports = { BulkWriteResult, WriteError };
