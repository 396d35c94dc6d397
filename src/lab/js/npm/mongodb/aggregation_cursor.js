"use strict";

// The cursor of `aggregate`.

const { ExplainableCursor } = require("npm/mongodb/explain");
const { take } = require("npm/mongodb/link");
const { WriteConcern } = require("npm/mongodb/concerns");
const { orderOf } = require("npm/mongodb/sort");
const { MongoAPIError, invalid } = require("npm/mongodb/errors");

/** The order in which the driver sends what is wanted of an `aggregate`. */
const [BEFORE, AFTER] = [["bypassDocumentValidation", "allowDiskUse", "hint", "let", "comment"], ["collation", "maxTimeMS"]];

/** What a pipeline gives. */
class AggregationCursor extends ExplainableCursor {
  constructor(client, namespace, pipeline = [], options = {}) {
    if (!Array.isArray(pipeline)) throw invalid('Argument "pipeline" must be an array of aggregation stages');
    super(client, namespace, options);
    Object.defineProperty(this, "pipeline", { value: pipeline });
  }

  clone() {
    return new AggregationCursor(this.client, this.namespace, this.pipeline, this.cursorOptions);
  }

  /** The command `aggregate`. */
  command() {
    const options = this.cursorOptions;
    const command = { aggregate: this.namespace.collection || 1, pipeline: this.pipeline };
    const last = this.pipeline.at(-1);
    const writes = last !== undefined && (last.$out !== undefined || last.$merge !== undefined);
    const concern = writes ? WriteConcern.fromOptions(options) : undefined;
    if (concern !== undefined) WriteConcern.apply(command, concern);
    else if (options.readConcern !== undefined) command.readConcern = options.readConcern;
    take(command, options, BEFORE);
    command.cursor = {};
    if (options.batchSize && !writes) command.cursor.batchSize = options.batchSize;
    return take(command, options, AFTER);
  }

  _initialize() {
    return this.run(this.command());
  }

  /** @param {object} stage added at the end @returns {this} */
  addStage(stage) {
    this.throwIfInitialized();
    if (typeof stage !== "object" || stage === null) throw new MongoAPIError("Cannot add a stage that is no object");
    this.pipeline.push(stage);
    return this;
  }

  sort(sort) {
    const order = orderOf(sort);
    if (order !== undefined) this.addStage({ $sort: order });
    return this;
  }
}
for (const name of ["group", "limit", "match", "out", "project", "lookup", "redact", "skip", "unwind", "geoNear"]) {
  const method = {
    [name](value) {
      return this.addStage({ [`$${name}`]: value });
    },
  }[name];
  Object.defineProperty(AggregationCursor.prototype, name, { value: method, writable: true, configurable: true });
}

module.exports = { AggregationCursor };
