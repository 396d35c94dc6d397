"use strict";

// The full name of a collection.

/** A database's name, and a collection's in it. */
class Namespace {
  constructor(db, collection = undefined) {
    this.db = db;
    this.collection = collection;
  }

  toString() {
    return this.collection ? `${this.db}.${this.collection}` : this.db;
  }
}

module.exports = { Namespace };
