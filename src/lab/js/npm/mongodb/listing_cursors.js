"use strict";

// The cursors of lists and of commands of the program's own.

const { AbstractCursor } = require("npm/mongodb/abstract_cursor");
const { take } = require("npm/mongodb/link");
const { MongoUnexpectedServerResponseError } = require("npm/mongodb/errors");

/** The collections of a database. */
class ListCollectionsCursor extends AbstractCursor {
  #filter;

  constructor(client, namespace, filter, options = {}) {
    super(client, namespace, options);
    this.#filter = filter;
  }

  clone() {
    return new ListCollectionsCursor(this.client, this.namespace, this.#filter, this.cursorOptions);
  }

  _initialize() {
    const { batchSize, nameOnly = false, authorizedCollections = false } = this.cursorOptions;
    const cursor = batchSize ? { batchSize } : {};
    const command = { listCollections: 1, filter: this.#filter, cursor, nameOnly: Boolean(nameOnly), authorizedCollections: Boolean(authorizedCollections) };
    return this.run(take(command, this.cursorOptions, ["comment", "maxTimeMS"]));
  }
}

/** The indexes of a collection. */
class ListIndexesCursor extends AbstractCursor {
  clone() {
    return new ListIndexesCursor(this.client, this.namespace, this.cursorOptions);
  }

  _initialize() {
    const { batchSize } = this.cursorOptions;
    const command = { listIndexes: this.namespace.collection, cursor: batchSize ? { batchSize } : {} };
    return this.run(take(command, this.cursorOptions, ["comment", "maxTimeMS"]));
  }
}

/** What a command of the program's own gives. */
class RunCommandCursor extends AbstractCursor {
  constructor(client, namespace, command, options = {}) {
    super(client, namespace, options);
    Object.defineProperty(this, "command", { value: { ...command } });
  }

  setComment(comment) {
    return this.set("comment", comment);
  }

  setMaxTimeMS(value) {
    return this.set("maxAwaitTimeMS", value);
  }

  setBatchSize(value) {
    return this.set("batchSize", value);
  }

  async _initialize() {
    const reply = await this.run(this.command);
    if (reply.cursor === undefined) throw new MongoUnexpectedServerResponseError("Expected server to respond with cursor");
    return reply;
  }
}

module.exports = { ListCollectionsCursor, ListIndexesCursor, RunCommandCursor };
