"use strict";

// Change streams need a replica set (mongodb.com/docs/manual/changeStreams); the store is one server
// alone, which says so to whoever reads.

const { EventEmitter } = require("events");
const { turn } = require("npm/mongodb/link");
const { MongoServerError } = require("npm/mongodb/errors");

/** What `watch` gives. */
class ChangeStream extends EventEmitter {
  constructor(parent, pipeline = [], options = {}) {
    super();
    Object.defineProperty(this, "parent", { value: parent });
    this.pipeline = pipeline;
    this.options = options;
    this.closed = false;
    this.on("newListener", (name) => {
      if (name === "change" && this.listenerCount("change") === 0) this.#refuse().catch((error) => this.emit("error", error));
    });
  }

  async #refuse() {
    await turn();
    await turn();
    throw new MongoServerError({
      ok: 0, errmsg: "The $changeStream stage is only supported on replica sets", code: 40573, codeName: "Location40573",
    });
  }

  get resumeToken() {
    return undefined;
  }

  async hasNext() {
    return this.#refuse();
  }

  async next() {
    return this.#refuse();
  }

  async tryNext() {
    return this.#refuse();
  }

  async *[Symbol.asyncIterator]() {
    yield await this.#refuse();
  }

  async close() {
    this.closed = true;
    this.emit("close");
  }

  async [Symbol.asyncDispose]() {
    await this.close();
  }
}

module.exports = { ChangeStream };
