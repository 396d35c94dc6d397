"use strict";

// A database.

const { execute, bsonOptions, take, BSON_OPTIONS } = require("npm/mongodb/link");
const { Namespace } = require("npm/mongodb/namespace");
const { Admin } = require("npm/mongodb/admin");
const { Collection } = require("npm/mongodb/collection");
const { AggregationCursor } = require("npm/mongodb/aggregation_cursor");
const { ListCollectionsCursor, RunCommandCursor } = require("npm/mongodb/listing_cursors");
const { ChangeStream } = require("npm/mongodb/change_stream");
const { ReadConcern, ReadPreference, WriteConcern } = require("npm/mongodb/concerns");
const { MongoServerError, MongoUnexpectedServerResponseError, invalid } = require("npm/mongodb/errors");

/** What `createCollection` keeps from the server. */
const OWN_OPTIONS = [
  "w", "wtimeout", "timeoutMS", "j", "fsync", "pkFactory", "readPreference", "session", "readConcern", "writeConcern",
  "strict", "enableUtf8Validation", "noResponse", ...BSON_OPTIONS,
];
/** What a database has of its client where it says nothing. */
const INHERITED = [
  "enableUtf8Validation", "forceServerObjectId", "pkFactory", "raw", "readPreference", "retryWrites", "readConcern", "writeConcern",
];
const NAMESPACE_NOT_FOUND = 26;
const ProfilingLevel = Object.freeze({ off: "off", slowOnly: "slow_only", all: "all" });
const PROFILING_LEVELS = ["off", "slow_only", "all"];

/** Collections under one name. */
class Db {
  #options;
  #bson;

  constructor(client, databaseName, options = {}) {
    const name = String(databaseName);
    // What else a name may not have is the server's to say.
    if (name.includes(".")) throw invalid("Database names cannot contain the character '.'");
    Object.defineProperty(this, "client", { value: client });
    this.databaseName = name;
    this.#options = { ...take({}, client.options, INHERITED), ...options };
    this.#bson = bsonOptions(options, client.bsonOptions);
  }

  get namespace() {
    return this.databaseName;
  }

  get options() {
    return this.#options;
  }

  get bsonOptions() {
    return this.#bson;
  }

  get secondaryOk() {
    return this.readPreference.secondaryOk();
  }

  get readConcern() {
    return ReadConcern.fromOptions(this.#options);
  }

  get readPreference() {
    return ReadPreference.fromOptions(this.#options);
  }

  get writeConcern() {
    return WriteConcern.fromOptions(this.#options);
  }

  get timeoutMS() {
    return this.#options.timeoutMS;
  }

  /** @param {object} command @param {object} [options] of the way to the server @returns {Promise<object>} the reply */
  async command(command, options = {}) {
    const bson = bsonOptions(options, this.#bson);
    const { session } = options ?? {};
    return execute(this.client, { database: this.databaseName, command: { ...command }, bson, options: { session } });
  }

  /** Sends a command of the driver's own. */
  run(command, options = {}, concern = undefined) {
    return execute(this.client, { database: this.databaseName, command, bson: this.#bson, options, concern });
  }

  /** @param {string} name @param {object} [options] @returns {Collection} which need not be there yet */
  collection(name, options = {}) {
    if (typeof options === "function") throw invalid("The callback form of this helper has been removed.");
    return new Collection(this, name, options);
  }

  /** @returns {Promise<Collection>} */
  async createCollection(name, options = {}) {
    const command = { create: name };
    for (const [option, value] of Object.entries(options ?? {})) {
      if (value !== undefined && !OWN_OPTIONS.includes(option)) command[option] = value;
    }
    await this.run(command, options, WriteConcern.fromOptions(options) ?? this.writeConcern);
    return new Collection(this, name, options);
  }

  /** @returns {AggregationCursor} of the database as a whole */
  aggregate(pipeline = [], options = {}) {
    return new AggregationCursor(this.client, new Namespace(this.databaseName), pipeline, { ...this.#bson, ...options });
  }

  admin() {
    return new Admin(this);
  }

  /** @returns {Promise<object>} */
  async stats(options = {}) {
    return this.run(take({ dbStats: true }, options, ["scale"]), options);
  }

  /** @returns {ListCollectionsCursor} */
  listCollections(filter = {}, options = {}) {
    const namespace = new Namespace(this.databaseName, "$cmd.listCollections");
    return new ListCollectionsCursor(this.client, namespace, filter, { ...this.#bson, ...options });
  }

  /** @returns {Promise<Collection[]>} */
  async collections(options = {}) {
    const found = await this.listCollections({}, { ...options, nameOnly: true }).toArray();
    return found.filter(({ name }) => !name.includes("$")).map(({ name }) => new Collection(this, name, this.#options));
  }

  async renameCollection(fromCollection, toCollection, options = {}) {
    return this.collection(fromCollection).rename(toCollection, options);
  }

  /** @returns {Promise<boolean>} whether it was there */
  async dropCollection(name, options = {}) {
    try {
      await this.run({ drop: name }, options, WriteConcern.fromOptions(options) ?? this.writeConcern);
      return true;
    } catch (error) {
      if (error instanceof MongoServerError && error.code === NAMESPACE_NOT_FOUND) return false;
      throw error;
    }
  }

  async dropDatabase(options = {}) {
    await this.run({ dropDatabase: 1 }, options, WriteConcern.fromOptions(options) ?? this.writeConcern);
    return true;
  }

  async createIndex(name, spec, options = {}) {
    return this.collection(name).createIndex(spec, options);
  }

  async indexInformation(name, options = {}) {
    return this.collection(name).indexInformation(options);
  }

  async removeUser(username, options = {}) {
    await this.run({ dropUser: username }, options);
    return true;
  }

  async profilingLevel(options = {}) {
    const { was } = await this.run({ profile: -1 }, options);
    if (PROFILING_LEVELS[was] === undefined) throw new MongoUnexpectedServerResponseError(`Illegal profiling level value ${was}`);
    return PROFILING_LEVELS[was];
  }

  async setProfilingLevel(level, options = {}) {
    if (!PROFILING_LEVELS.includes(level)) throw invalid(`Profiling level must be one of "${Object.keys(ProfilingLevel)}"`);
    await this.run({ profile: PROFILING_LEVELS.indexOf(level) }, options);
    return level;
  }

  watch(pipeline = [], options = {}) {
    return new ChangeStream(this, pipeline, options);
  }

  /** @returns {RunCommandCursor} */
  runCursorCommand(command, options = {}) {
    const collection = typeof Object.values(command)[0] === "string" ? Object.values(command)[0] : "$cmd";
    return new RunCommandCursor(this.client, new Namespace(this.databaseName, collection), command, { ...this.#bson, ...options });
  }
}
Object.assign(Db, {
  SYSTEM_NAMESPACE_COLLECTION: "system.namespaces", SYSTEM_INDEX_COLLECTION: "system.indexes",
  SYSTEM_PROFILE_COLLECTION: "system.profile", SYSTEM_USER_COLLECTION: "system.users",
  SYSTEM_COMMAND_COLLECTION: "$cmd", SYSTEM_JS_COLLECTION: "system.js",
});

module.exports = { Db, ProfilingLevel };
