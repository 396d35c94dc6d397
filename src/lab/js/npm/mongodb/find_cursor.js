"use strict";

// The cursor of `find`.

const { ExplainableCursor } = require("npm/mongodb/explain");
const { take } = require("npm/mongodb/link");
const { queryOf } = require("npm/mongodb/statements");
const { orderOf } = require("npm/mongodb/sort");
const { deprecated } = require("npm/mongodb/deprecated");
const { MongoTailableCursorError, invalid } = require("npm/mongodb/errors");

/** The order in which the driver sends what is wanted of a `find`. */
const [FIRST, LATER] = [
  ["projection", "hint", "skip"],
  [
    "singleBatch", "comment", "max", "min", "returnKey", "showRecordId", "tailable", "oplogReplay", "noCursorTimeout",
    "awaitData", "allowPartialResults", "allowDiskUse", "let", "collation", "maxTimeMS",
  ],
];
const MODIFIERS = {
  $comment: "comment", $explain: "explain", $hint: "hint", $max: "max", $maxTimeMS: "maxTimeMS", $min: "min",
  $orderby: "sort", $query: "filter", $returnKey: "returnKey", $showDiskLoc: "showRecordId",
};

/** The documents that a filter fits. */
class FindCursor extends ExplainableCursor {
  #filter;

  constructor(client, namespace, filter = {}, options = {}) {
    super(client, namespace, options);
    this.#filter = filter;
    if (options.sort !== undefined) this.cursorOptions.sort = orderOf(options.sort);
  }

  /** @returns {FindCursor} with the same wishes, at its beginning */
  clone() {
    const copy = new FindCursor(this.client, this.namespace, this.#filter, this.cursorOptions);
    return copy;
  }

  /** The command `find`. */
  command() {
    const options = this.cursorOptions;
    const command = { find: this.namespace.collection, filter: queryOf(this.#filter) };
    if (options.sort !== undefined) command.sort = options.sort;
    take(command, options, FIRST);
    const { limit, batchSize } = options;
    let isSingle = false;
    if (typeof limit === "number") {
      isSingle = limit < 0;
      command.limit = Math.abs(limit);
    }
    if (typeof batchSize === "number") {
      if (batchSize < 0) {
        isSingle = true;
        command.limit = command.limit ? Math.min(command.limit, -batchSize) : -batchSize;
      } else command.batchSize = batchSize > 0 && batchSize === command.limit ? batchSize + 1 : batchSize;
    }
    if (isSingle) command.singleBatch = true;
    if (options.readConcern !== undefined) command.readConcern = options.readConcern;
    return take(command, options, LATER);
  }

  _initialize() {
    return this.run(this.command());
  }

  _moreOptions() {
    const { limit } = this.cursorOptions;
    const { batchSize, ...rest } = super._moreOptions();
    const left = limit ? Math.max(1, Math.abs(limit) - this.returned) : undefined;
    const wanted = left === undefined ? batchSize : Math.min(batchSize ?? left, left);
    return { batchSize: wanted === 0 ? undefined : wanted, ...rest };
  }

  async count(options = undefined) {
    deprecated(
      "cursor.count is deprecated and will be removed in the next major version, please use `collection.estimatedDocumentCount` or `collection.countDocuments` instead ",
    );
    const command = { count: this.namespace.collection, query: this.#filter };
    const wanted = { ...this.cursorOptions, ...options };
    const { n } = await this.run(take(command, wanted, ["limit", "skip", "hint", "maxTimeMS"]));
    return n;
  }

  filter(filter) {
    this.throwIfInitialized();
    this.#filter = filter;
    return this;
  }

  hint(hint) {
    return this.set("hint", hint);
  }

  min(min) {
    return this.set("min", min);
  }

  max(max) {
    return this.set("max", max);
  }

  returnKey(value) {
    return this.set("returnKey", value);
  }

  showRecordId(value) {
    return this.set("showRecordId", value);
  }

  /** The old names of what other methods say. */
  addQueryModifier(name, value) {
    this.throwIfInitialized();
    if (!name.startsWith("$") || !Object.hasOwn(MODIFIERS, name)) throw invalid(`${name} is not a valid query modifier`);
    const option = MODIFIERS[name];
    if (option === "filter") return this.filter(value);
    return this.set(option, option === "sort" ? orderOf(value) : value);
  }

  comment(value) {
    return this.set("comment", value);
  }

  maxAwaitTimeMS(value) {
    this.throwIfInitialized();
    if (typeof value !== "number") throw invalid("Argument for maxAwaitTimeMS must be a number");
    return this.set("maxAwaitTimeMS", value);
  }

  project(value) {
    return this.set("projection", value);
  }

  sort(sort, direction = undefined) {
    this.throwIfInitialized();
    if (this.cursorOptions.tailable) throw new MongoTailableCursorError("Tailable cursor does not support sorting");
    return this.set("sort", orderOf(sort, direction));
  }

  allowDiskUse(allow = true) {
    this.throwIfInitialized();
    if (this.cursorOptions.sort === undefined) throw invalid('Option "allowDiskUse" requires a sort specification');
    return this.set("allowDiskUse", allow);
  }

  collation(value) {
    return this.set("collation", value);
  }

  limit(value) {
    return this.#number("limit", value);
  }

  skip(value) {
    return this.#number("skip", value);
  }

  #number(name, value) {
    this.throwIfInitialized();
    if (this.cursorOptions.tailable) throw new MongoTailableCursorError(`Tailable cursor does not support ${name}`);
    if (typeof value !== "number") throw invalid(`Operation "${name}" requires an integer`);
    return this.set(name, value);
  }
}

module.exports = { FindCursor };
