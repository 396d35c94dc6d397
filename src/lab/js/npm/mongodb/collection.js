"use strict";

// A collection.

const { execute, bsonOptions, take, checkUpdate, hasOperators } = require("npm/mongodb/link");
const { Namespace } = require("npm/mongodb/namespace");
const { FindCursor } = require("npm/mongodb/find_cursor");
const { AggregationCursor } = require("npm/mongodb/aggregation_cursor");
const { ListIndexesCursor } = require("npm/mongodb/listing_cursors");
const { ChangeStream } = require("npm/mongodb/change_stream");
const { OrderedBulkOperation, UnorderedBulkOperation } = require("npm/mongodb/bulk");
const statements = require("npm/mongodb/statements");
const { described, allDescribed, information } = require("npm/mongodb/indexes");
const { orderOf } = require("npm/mongodb/sort");
const { deprecated } = require("npm/mongodb/deprecated");
const { ReadConcern, ReadPreference, WriteConcern } = require("npm/mongodb/concerns");
const { MongoAPIError, MongoServerError, invalid } = require("npm/mongodb/errors");
const { refused } = require("npm/refused");

const ReturnDocument = Object.freeze({ BEFORE: "before", AFTER: "after" });

/** Documents under one name. */
class Collection {
  #name;
  #options;
  #bson;

  constructor(db, name, options = {}) {
    Object.defineProperty(this, "db", { value: db });
    this.#name = new Namespace(db.databaseName, String(name));
    this.#options = options ?? {};
    this.#bson = bsonOptions(options, db.bsonOptions);
    this.collectionName = this.#name.collection;
    this.namespace = String(this.#name);
  }

  get dbName() {
    return this.#name.db;
  }

  get client() {
    return this.db.client;
  }

  get fullNamespace() {
    return this.#name;
  }

  get bsonOptions() {
    return this.#bson;
  }

  get readConcern() {
    return ReadConcern.fromOptions(this.#options) ?? this.db.readConcern;
  }

  get readPreference() {
    return ReadPreference.fromOptions(this.#options) ?? this.db.readPreference;
  }

  get writeConcern() {
    return WriteConcern.fromOptions(this.#options) ?? this.db.writeConcern;
  }

  get hint() {
    return this.#options.hint;
  }

  set hint(value) {
    this.#options = { ...this.#options, hint: value };
  }

  get timeoutMS() {
    return this.#options.timeoutMS;
  }

  /** The key of a new document. */
  createKey() {
    return (this.#options.pkFactory ?? this.db.options.pkFactory).createPk();
  }

  /** Whether keys are left to the server. */
  leavesKeys(options) {
    return options?.forceServerObjectId ?? this.db.options.forceServerObjectId;
  }

  #concern(options) {
    return WriteConcern.fromOptions(options) ?? this.writeConcern;
  }

  /** Sends a command of this collection's. */
  run(command, options = {}, concern = undefined) {
    const bson = bsonOptions(options, this.#bson);
    return execute(this.client, { database: this.dbName, command, bson, options: options ?? {}, concern });
  }

  #read(command, options) {
    const concern = ReadConcern.fromOptions(options) ?? this.readConcern;
    const isWithin = options?.session?.inTransaction();
    return this.run(concern === undefined || isWithin ? command : { ...command, readConcern: concern }, options);
  }

  async #write(command, options) {
    const concern = this.#concern(options);
    const reply = await this.run(command, options, concern);
    const [failed] = reply.writeErrors ?? [];
    if (failed !== undefined) throw new MongoServerError(failed);
    return { reply, acknowledged: concern?.w !== 0 };
  }

  /** @param {object} doc gets an `_id` where it has none @returns {Promise<{acknowledged: boolean, insertedId: unknown}>} */
  async insertOne(doc, options = {}) {
    const document = statements.withKey(this, doc, options);
    const command = { insert: this.collectionName, documents: [document], ordered: options?.ordered ?? true };
    take(command, options, ["bypassDocumentValidation", "comment", "maxTimeMS"]);
    const { acknowledged } = await this.#write(command, options);
    return { acknowledged, insertedId: document._id };
  }

  /** @param {object[]} docs @returns {Promise<{acknowledged: boolean, insertedCount: number, insertedIds: object}>} */
  async insertMany(docs, options = {}) {
    if (!Array.isArray(docs)) throw invalid('Argument "docs" must be an array of documents');
    const list = docs.map((document) => ({ insertOne: { document } }));
    const acknowledged = this.#concern(options)?.w !== 0;
    const { insertedCount, insertedIds } = await this.bulkWrite(list, options);
    return { acknowledged, insertedCount, insertedIds };
  }

  /** @param {object[]} operations @returns {Promise<object>} a BulkWriteResult */
  async bulkWrite(operations, options = {}) {
    if (!Array.isArray(operations)) throw invalid('Argument "operations" must be an array of documents');
    const isOrdered = options?.ordered ?? true;
    const bulk = isOrdered ? this.initializeOrderedBulkOp(options) : this.initializeUnorderedBulkOp(options);
    for (const operation of operations) bulk.raw(operation);
    return bulk.execute({ ...options });
  }

  async updateOne(filter, update, options = {}) {
    return this.#update(statements.update(filter, update, { ...options, multi: false }), options);
  }

  async updateMany(filter, update, options = {}) {
    return this.#update(statements.update(filter, update, { ...options, multi: true }), options);
  }

  async replaceOne(filter, replacement, options = {}) {
    return this.#update(statements.replace(filter, replacement, options), options);
  }

  async #update(statement, options) {
    const command = { update: this.collectionName, updates: [statement], ordered: options?.ordered ?? true };
    take(command, options, ["bypassDocumentValidation", "let", "comment", "maxTimeMS"]);
    const { reply, acknowledged } = await this.#write(command, options);
    if (options?.explain !== undefined) return reply;
    const upserted = reply.upserted ?? [];
    const has = upserted.length > 0;
    if (!acknowledged) return { acknowledged, modifiedCount: undefined, upsertedId: null, upsertedCount: 0, matchedCount: undefined };
    return {
      acknowledged, modifiedCount: reply.nModified ?? reply.n, upsertedId: has ? upserted[0]._id : null,
      upsertedCount: upserted.length, matchedCount: has ? 0 : reply.n,
    };
  }

  async deleteOne(filter = {}, options = {}) {
    return this.#delete(statements.remove(filter, { ...options, limit: 1 }), options);
  }

  async deleteMany(filter = {}, options = {}) {
    return this.#delete(statements.remove(filter, { ...options, limit: 0 }), options);
  }

  async #delete(statement, options) {
    const command = { delete: this.collectionName, deletes: [statement], ordered: options?.ordered ?? true };
    take(command, options, ["let", "comment", "maxTimeMS"]);
    const { reply, acknowledged } = await this.#write(command, options);
    if (options?.explain !== undefined) return reply;
    return { acknowledged, deletedCount: acknowledged ? reply.n : undefined };
  }

  /** @returns {FindCursor} */
  find(filter = {}, options = {}) {
    return new FindCursor(this.client, this.#name, filter, this.#cursorOptions(options));
  }

  /** @returns {Promise<object | null>} */
  async findOne(filter = {}, options = {}) {
    const cursor = this.find(filter, options).limit(-1);
    const found = await cursor.next();
    await cursor.close();
    return found;
  }

  /** @returns {AggregationCursor} */
  aggregate(pipeline = [], options = {}) {
    if (!Array.isArray(pipeline)) throw invalid('Argument "pipeline" must be an array of aggregation stages');
    return new AggregationCursor(this.client, this.#name, pipeline, this.#cursorOptions(options));
  }

  #cursorOptions(options) {
    const concern = ReadConcern.fromOptions(options) ?? this.readConcern;
    const isWithin = options?.session?.inTransaction();
    return { ...this.#bson, ...options, readPreference: this.readPreference, readConcern: isWithin ? undefined : concern };
  }

  /** @returns {Promise<number>} */
  async countDocuments(filter = {}, options = {}) {
    const { skip, limit, hint, ...rest } = options ?? {};
    const pipeline = [{ $match: filter }];
    if (typeof skip === "number") pipeline.push({ $skip: skip });
    if (typeof limit === "number") pipeline.push({ $limit: limit });
    pipeline.push({ $group: { _id: 1, n: { $sum: 1 } } });
    const counted = await this.aggregate(pipeline, hint === undefined ? rest : { ...rest, hint }).next();
    return counted?.n ?? 0;
  }

  /** @returns {Promise<number>} as the server keeps count, without looking at documents */
  async estimatedDocumentCount(options = {}) {
    const { n } = await this.#read(take({ count: this.collectionName }, options, ["maxTimeMS", "comment"]), options);
    return n;
  }

  async count(filter = {}, options = {}) {
    deprecated(
      "collection.count is deprecated and will be removed in the next major version, please use `collection.countDocuments` or `collection.estimatedDocumentCount` instead ",
    );
    const command = { count: this.collectionName, query: filter };
    const { n } = await this.#read(take(command, options, ["limit", "skip", "hint", "collation", "maxTimeMS"]), options);
    return n;
  }

  /** @returns {Promise<unknown[]>} the different values of a field */
  async distinct(key, filter = {}, options = {}) {
    const command = take({ distinct: this.collectionName, key, query: filter }, options, ["maxTimeMS", "comment", "hint", "collation"]);
    const reply = await this.#read(command, options);
    return options?.explain === undefined ? reply.values : reply;
  }

  async findOneAndUpdate(filter, update, options = {}) {
    if (!statements.isObject(filter)) throw invalid('Argument "filter" must be an object');
    if (!statements.isObject(update)) throw invalid('Argument "update" must be an object');
    checkUpdate(update);
    return this.#findAndModify(filter, { update, ...take({}, options, ["arrayFilters"]) }, options);
  }

  async findOneAndReplace(filter, replacement, options = {}) {
    if (!statements.isObject(filter)) throw invalid('Argument "filter" must be an object');
    if (!statements.isObject(replacement)) throw invalid('Argument "replacement" must be an object');
    if (hasOperators(replacement)) throw invalid("Replacement document must not contain atomic operators");
    return this.#findAndModify(filter, { update: replacement }, options);
  }

  async findOneAndDelete(filter, options = {}) {
    if (!statements.isObject(filter)) throw invalid('Argument "filter" must be an object');
    return this.#findAndModify(filter, undefined, options);
  }

  async #findAndModify(query, change, options) {
    const isRemoval = change === undefined;
    const command = {
      findAndModify: this.collectionName, query, remove: isRemoval, new: !isRemoval && options?.returnDocument === ReturnDocument.AFTER,
      upsert: !isRemoval && options?.upsert === true,
    };
    const sort = orderOf(options?.sort);
    if (sort !== undefined) command.sort = sort;
    if (options?.projection !== undefined) command.fields = options.projection;
    take(command, options, ["bypassDocumentValidation", "maxTimeMS", "let", "comment", "collation", "hint"]);
    const reply = await this.run({ ...command, ...change }, options, this.#concern(options));
    if (options?.explain !== undefined) return reply;
    return options?.includeResultMetadata ? reply : (reply.value ?? null);
  }

  initializeOrderedBulkOp(options = {}) {
    return new OrderedBulkOperation(this, options);
  }

  initializeUnorderedBulkOp(options = {}) {
    return new UnorderedBulkOperation(this, options);
  }

  /** @returns {Promise<string>} its name */
  async createIndex(indexSpec, options = {}) {
    const [name] = await this.#createIndexes([described(indexSpec, options)], options);
    return name;
  }

  /** @returns {Promise<string[]>} their names */
  async createIndexes(indexSpecs, options = {}) {
    return this.#createIndexes(allDescribed(indexSpecs), options);
  }

  async #createIndexes(indexes, options) {
    const command = { createIndexes: this.collectionName, indexes };
    if (options?.commitQuorum !== undefined) command.commitQuorum = options.commitQuorum;
    await this.run(take(command, options, ["maxTimeMS"]), options);
    return indexes.map(({ name }) => name);
  }

  async dropIndex(indexName, options = {}) {
    return this.run({ dropIndexes: this.collectionName, index: indexName }, options, this.#concern(options));
  }

  async dropIndexes(options = {}) {
    await this.dropIndex("*", options);
    return true;
  }

  /** @returns {ListIndexesCursor} */
  listIndexes(options = {}) {
    return new ListIndexesCursor(this.client, this.#name, { ...this.#bson, ...options });
  }

  async indexes(options = {}) {
    return information(await this.listIndexes(options).toArray(), options?.full ?? true);
  }

  async indexInformation(options = {}) {
    return this.indexes({ ...options, full: options?.full ?? false });
  }

  /** @param {string | string[]} indexes @returns {Promise<boolean>} whether all are there */
  async indexExists(indexes, options = {}) {
    const found = new Set((await this.listIndexes(options).toArray()).map(({ name }) => name));
    return (Array.isArray(indexes) ? indexes : [indexes]).every((name) => found.has(name));
  }

  /** @returns {Promise<Collection>} under its new name */
  async rename(newName, options = {}) {
    const to = new Namespace(this.dbName, newName);
    const command = { renameCollection: this.namespace, to: String(to), dropTarget: options?.dropTarget ?? false };
    await execute(this.client, { database: "admin", command, bson: this.#bson, options: options ?? {} });
    return new Collection(this.db, newName, this.#options);
  }

  /** @returns {Promise<boolean>} whether it was there */
  async drop(options = {}) {
    return this.db.dropCollection(this.collectionName, options);
  }

  async options(options = {}) {
    const [found] = await this.db.listCollections({ name: this.collectionName }, options).toArray();
    if (found === undefined) throw new MongoAPIError(`collection ${this.namespace} not found`);
    return found.options;
  }

  async isCapped(options = {}) {
    return Boolean((await this.options(options)).capped);
  }

  watch(pipeline = [], options = {}) {
    const [stages, given] = Array.isArray(pipeline) ? [pipeline, options] : [[], pipeline];
    return new ChangeStream(this, stages, given);
  }
}
for (const name of ["listSearchIndexes", "createSearchIndex", "createSearchIndexes", "dropSearchIndex", "updateSearchIndex"]) {
  const value = refused("mongodb", `Collection.${name}`, "search indexes are of MongoDB Atlas; an index of the kind `text` is there");
  Object.defineProperty(Collection.prototype, name, { value, writable: true, configurable: true });
}

module.exports = { Collection, ReturnDocument };
