"use strict";

// What all values of BSON have in common.

/** The version of the package that a value is of. */
const VERSION = 7;

/** How values show what they hold where nobody says: as JSON. */
function shownAsJson(value) {
  return typeof value === "object" && value instanceof Map ? JSON.stringify([...value]) : JSON.stringify(value);
}

/** The base of the classes of values. */
class BSONValue {
  get [Symbol.for("@@mdb.bson.type")]() {
    return this._bsontype;
  }

  get [Symbol.for("@@mdb.bson.version")]() {
    return VERSION;
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    return this.inspect(depth, options, inspect);
  }
}

module.exports = { BSONValue, VERSION, shownAsJson };
