"use strict";

// One statement of a write, as the server wants it.

const { checkUpdate, hasOperators, take } = require("npm/mongodb/link");
const { orderOf } = require("npm/mongodb/sort");
const { invalid } = require("npm/mongodb/errors");

/** @param {unknown} value @returns {boolean} */
function isObject(value) {
  return typeof value === "object" && value !== null;
}

/**
 * @param {object} collection
 * @param {object} document gets its key
 * @param {object} options
 * @returns {object} the document
 */
function withKey(collection, document, options) {
  const hasKey = document._id !== undefined && document._id !== null;
  if (hasKey || collection.leavesKeys(options)) return document;
  if (typeof document !== "object" && typeof document !== "function") {
    throw new TypeError(`Cannot create property '_id' on ${typeof document} '${String(document)}'`);
  }
  document._id = collection.createKey();
  return document;
}

/** @param {unknown} filter @returns {object} what a `find` looks for */
function queryOf(filter) {
  if (filter === null) return filter;
  if (typeof filter !== "object" || Array.isArray(filter)) throw invalid("Query filter must be a plain object or ObjectId");
  return filter._bsontype === "ObjectId" ? { _id: filter } : filter;
}

function changed(filter, update, options) {
  if (!isObject(filter)) throw invalid("Selector must be a valid JavaScript object");
  if (!isObject(update)) throw invalid("Document must be a valid JavaScript object");
  const statement = { q: filter, u: update };
  if (typeof options.upsert === "boolean") statement.upsert = options.upsert;
  if (options.multi) statement.multi = true;
  take(statement, options, ["hint", "arrayFilters", "collation"]);
  const sort = options.multi ? undefined : orderOf(options.sort);
  if (sort !== undefined) statement.sort = sort;
  return statement;
}

/** @returns {object} of `update`, where documents are changed by operators or a pipeline */
function update(filter, change, options) {
  const statement = changed(filter, change, options ?? {});
  checkUpdate(change);
  return statement;
}

/** @returns {object} of `update`, where one document takes another's place */
function replace(filter, replacement, options, words = "Replacement document must not contain atomic operators") {
  const statement = changed(filter, replacement, { ...options, multi: false });
  if (hasOperators(replacement)) throw invalid(words);
  return statement;
}

/** @returns {object} of `delete` */
function remove(filter, options) {
  return take({ q: filter, limit: options.limit }, options, ["collation", "hint"]);
}

module.exports = { isObject, withKey, queryOf, update, replace, remove };
