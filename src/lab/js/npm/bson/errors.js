"use strict";

// The errors of the package `bson`.

/** What is wrong with a value or with bytes. */
class BSONError extends Error {
  constructor(message, options = undefined) {
    super(message, options);
    Error.captureStackTrace(this, new.target);
  }

  get bsonError() {
    return true;
  }

  get name() {
    return "BSONError";
  }

  /** @param {unknown} value @returns {boolean} whether it is one, of whichever copy of the package */
  static isBSONError(value) {
    return typeof value === "object" && value !== null && value.bsonError === true &&
      "name" in value && "message" in value && "stack" in value;
  }
}

/** A value calls itself one of BSON and is of another version, or none. */
class BSONVersionError extends BSONError {
  get name() {
    return "BSONVersionError";
  }

  constructor() {
    super("Unsupported BSON version, bson types must be from bson 7.x.x");
  }
}

/** Something is missing around the package. */
class BSONRuntimeError extends BSONError {
  get name() {
    return "BSONRuntimeError";
  }
}

/** Bytes are wrong at a place. */
class BSONOffsetError extends BSONError {
  get name() {
    return "BSONOffsetError";
  }

  constructor(message, offset, options) {
    super(`${message}. offset: ${offset}`, options);
    this.offset = offset;
  }
}

module.exports = { BSONError, BSONVersionError, BSONRuntimeError, BSONOffsetError };
