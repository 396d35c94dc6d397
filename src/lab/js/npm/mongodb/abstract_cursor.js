"use strict";

// What all cursors do: they ask the server for a first batch when something is wanted of them, and
// for more when that is used up.

const { EventEmitter } = require("events");
const { Readable } = require("stream");
const { Long } = require("npm/bson/long");
const { execute, bsonOptions } = require("npm/mongodb/link");
const { ReadConcern, ReadPreference } = require("npm/mongodb/concerns");
const { MongoAPIError, MongoCursorExhaustedError, MongoCursorInUseError, MongoTailableCursorError, invalid } = require("npm/mongodb/errors");

const CURSOR_FLAGS = Object.freeze(["tailable", "oplogReplay", "noCursorTimeout", "awaitData", "exhaust", "partial"]);
const CursorTimeoutMode = Object.freeze({ ITERATION: "iteration", LIFETIME: "cursorLifetime" });
const NULL_MAPPED =
  "Cursor returned a `null` document, but the cursor is not exhausted.  Mapping documents to `null` is not supported in the cursor transform.";

/** The documents of a reply that has several. */
class AbstractCursor extends EventEmitter {
  #client;
  #namespace;
  #bson;
  #id = null;
  #documents = [];
  #isInitialized = false;
  #isClosed = false;
  #isKilled = false;
  #transform;

  /**
   * @param {object} client
   * @param {{db: string, collection: string, toString(): string}} namespace
   * @param {object} options
   */
  constructor(client, namespace, options = {}) {
    super();
    this.#client = client;
    this.#namespace = namespace;
    this.#bson = bsonOptions(options, client.bsonOptions);
    Object.defineProperty(this, "cursorOptions", { value: { ...options } });
    this.cursorOptions.readPreference = ReadPreference.fromOptions(options) ?? ReadPreference.primary;
    const concern = ReadConcern.fromOptions(options);
    if (concern !== undefined) this.cursorOptions.readConcern = concern;
    this.returned = 0;
    Object.defineProperty(this, "returned", { enumerable: false });
  }

  static get CLOSE() {
    return "close";
  }

  get id() {
    return this.#id ?? undefined;
  }

  get client() {
    return this.#client;
  }

  get namespace() {
    return this.#namespace;
  }

  get readPreference() {
    return this.cursorOptions.readPreference;
  }

  get readConcern() {
    return this.cursorOptions.readConcern;
  }

  get session() {
    return this.cursorOptions.session ?? null;
  }

  get closed() {
    return this.#isClosed;
  }

  get killed() {
    return this.#isKilled;
  }

  get isDead() {
    return (this.#id?.isZero() ?? false) || this.#isClosed || this.#isKilled;
  }

  get loadBalanced() {
    return false;
  }

  get initialized() {
    return this.#isInitialized;
  }

  /** @returns {number} documents that are here already */
  bufferedCount() {
    return this.#documents.length;
  }

  /** @param {number} [number] all when absent @returns {object[]} those that are here already */
  readBufferedDocuments(number = this.#documents.length) {
    return this.#documents.splice(0, Math.min(number, this.#documents.length)).map((document) => this.#mapped(document));
  }

  /** Asks for the first batch; each kind of cursor has its own way. @returns {Promise<object>} the reply */
  _initialize() {
    throw new MongoAPIError("Not implemented");
  }

  /** The options of `getMore`. */
  _moreOptions() {
    const { batchSize, maxAwaitTimeMS, comment } = this.cursorOptions;
    return { batchSize, maxTimeMS: maxAwaitTimeMS, comment };
  }

  /** @param {object} command @param {object} [options] @returns {Promise<object>} the reply */
  run(command, options = {}) {
    const { session, signal } = this.cursorOptions;
    const sent = { database: this.#namespace.db, command, bson: this.#bson, options: { session, signal, ...options } };
    return execute(this.#client, sent);
  }

  async #fetch() {
    if (this.#isClosed || this.#isKilled) return false;
    try {
      if (!this.#isInitialized) {
        this.#isInitialized = true;
        const { cursor } = await this._initialize();
        this.#take(cursor, cursor.firstBatch);
      } else if (this.#id === null || this.#id.isZero()) {
        this.#end();
        return false;
      } else {
        const command = { getMore: this.#id, collection: this.#namespace.collection };
        for (const [name, value] of Object.entries(this._moreOptions())) {
          if (value !== undefined) command[name] = value;
        }
        const { cursor } = await this.run(command);
        this.#take(cursor, cursor.nextBatch);
      }
    } catch (error) {
      this.#end();
      throw error;
    }
    return true;
  }

  #take(cursor, batch) {
    this.#id = typeof cursor.id === "number" ? Long.fromNumber(cursor.id) : Long.fromValue(cursor.id);
    this.#documents = batch;
    this.returned += batch.length;
  }

  /** Fetches until a document is here; `false` at the end. */
  async #fill(mayWait = true) {
    while (this.#documents.length === 0) {
      if (!(await this.#fetch())) return false;
      if (!mayWait) return this.#documents.length > 0;
    }
    return true;
  }

  #mapped(document) {
    if (this.#transform === undefined) return document;
    const mapped = this.#transform(document);
    if (mapped === null) throw new MongoAPIError(NULL_MAPPED);
    return mapped;
  }

  async #shift() {
    try {
      return this.#mapped(this.#documents.shift());
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** @returns {Promise<boolean>} whether there is another document */
  async hasNext() {
    return !this.#isKilled && this.#fill();
  }

  /** @returns {Promise<object | null>} the next document, `null` at the end */
  async next() {
    this.#refuseKilled();
    return (await this.#fill()) ? this.#shift() : null;
  }

  /** As `next`, and asks the server once at most. */
  async tryNext() {
    this.#refuseKilled();
    return (await this.#fill(false)) ? this.#shift() : null;
  }

  #refuseKilled() {
    if (this.#isKilled) throw new MongoCursorExhaustedError();
  }

  async *[Symbol.asyncIterator]() {
    if (this.#isClosed || this.#isKilled) return;
    try {
      while (await this.#fill()) yield await this.#shift();
    } finally {
      // Only who leaves early finds it open.
      await this.close();
    }
  }

  async [Symbol.asyncDispose]() {
    await this.close();
  }

  /** @param {(document: object) => boolean | void} iterator `false` ends it @returns {Promise<void>} */
  async forEach(iterator) {
    if (typeof iterator !== "function") throw invalid('Argument "iterator" must be a function');
    for await (const document of this) {
      if (iterator(document) === false) break;
    }
  }

  /** @returns {Promise<object[]>} what is left */
  async toArray() {
    const all = [];
    for await (const document of this) all.push(document);
    return all;
  }

  /** @returns {Readable} of objects */
  stream() {
    const documents = Readable.from(this);
    documents.once("close", () => this.close().catch(() => {}));
    return documents;
  }

  /** Ends it at the server; what is here already can still be read where the server had no more. */
  async close() {
    if (this.#id === null) {
      this.#end();
      return;
    }
    if (this.#id.isZero()) return;
    const command = { killCursors: this.#namespace.collection, cursors: [this.#id] };
    this.#isKilled = true;
    this.#id = Long.fromNumber(0);
    // A client that is closed has forgotten its cursors.
    await execute(this.#client, { database: this.#namespace.db, command, bson: this.#bson }).catch(() => {});
    this.emit("close");
  }

  #end() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.emit("close");
  }

  /** Back to the beginning, as if nobody had asked for anything. */
  rewind() {
    this.#id = null;
    this.#documents = [];
    this.#isInitialized = false;
    this.#isClosed = false;
    this.#isKilled = false;
    this.returned = 0;
  }

  /** @param {(document: object) => unknown} transform of each document, after those that came before it @returns {this} */
  map(transform) {
    this.throwIfInitialized();
    const before = this.#transform;
    this.#transform = before === undefined ? transform : (document) => transform(before(document));
    return this;
  }

  /** Changes one of the options. */
  set(name, value) {
    this.throwIfInitialized();
    this.cursorOptions[name] = value;
    return this;
  }

  addCursorFlag(flag, value) {
    this.throwIfInitialized();
    if (!CURSOR_FLAGS.includes(flag)) throw invalid(`Flag ${flag} is not one of ${CURSOR_FLAGS}`);
    if (typeof value !== "boolean") throw invalid(`Flag ${flag} must be a boolean value`);
    return this.set(flag, value);
  }

  withReadPreference(readPreference) {
    this.throwIfInitialized();
    if (typeof readPreference !== "string" && !(readPreference instanceof ReadPreference)) {
      throw invalid(`Invalid read preference: ${readPreference}`);
    }
    return this.set("readPreference", ReadPreference.fromOptions({ readPreference }));
  }

  withReadConcern(readConcern) {
    return this.set("readConcern", ReadConcern.fromOptions({ readConcern }));
  }

  maxTimeMS(value) {
    this.throwIfInitialized();
    if (typeof value !== "number") throw invalid("Argument for maxTimeMS must be a number");
    return this.set("maxTimeMS", value);
  }

  batchSize(value) {
    this.throwIfInitialized();
    if (this.cursorOptions.tailable) throw new MongoTailableCursorError("Tailable cursor does not support batchSize");
    if (typeof value !== "number") throw invalid('Operation "batchSize" requires an integer');
    return this.set("batchSize", value);
  }

  throwIfInitialized() {
    if (this.#isInitialized) throw new MongoCursorInUseError();
  }
}

module.exports = { AbstractCursor, CURSOR_FLAGS, CursorTimeoutMode };
