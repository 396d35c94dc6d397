"use strict";

// The small classes: code, patterns, symbols, the least and the greatest key, references.

const { BSONError } = require("npm/bson/errors");
const { BSONValue, shownAsJson } = require("npm/bson/value");

/** The options of a pattern that the server knows. */
const PATTERN_OPTIONS = "imxlsu";

/** JavaScript's text, which nothing here runs. */
class Code extends BSONValue {
  get _bsontype() {
    return "Code";
  }

  constructor(code, scope = undefined) {
    super();
    this.code = code.toString();
    this.scope = scope ?? null;
  }

  toJSON() {
    return this.scope === null ? { code: this.code } : { code: this.code, scope: this.scope };
  }

  toExtendedJSON() {
    return this.scope ? { $code: this.code, $scope: this.scope } : { $code: this.code };
  }

  static fromExtendedJSON(document) {
    return new Code(document.$code, document.$scope);
  }

  inspect(depth, options, inspect = shownAsJson) {
    const code = inspect(this.code, options);
    if (this.scope === null) return `new Code(${code})`;
    return `new Code(${code.includes("\n") ? `\n${code}` : code}, ${inspect(this.scope, options)})`;
  }
}

/** A pattern for the server, with options that JavaScript has not. */
class BSONRegExp extends BSONValue {
  get _bsontype() {
    return "BSONRegExp";
  }

  constructor(pattern, options = undefined) {
    super();
    this.pattern = pattern;
    this.options = [...(options ?? "")].sort().join("");
    for (const [name, text] of [["patterns", this.pattern], ["options", this.options]]) {
      if (text.includes("\0")) throw new BSONError(`BSON Regex ${name} cannot contain null bytes, found: ${JSON.stringify(text)}`);
    }
    for (const option of this.options) {
      if (!PATTERN_OPTIONS.includes(option)) throw new BSONError(`The regular expression option [${option}] is not supported`);
    }
  }

  static parseOptions(options) {
    return options ? [...options].sort().join("") : "";
  }

  static fromExtendedJSON(document) {
    const { $regex: regex, $regularExpression: whole } = document;
    if (regex !== undefined) {
      if (typeof regex === "string") return new BSONRegExp(regex, BSONRegExp.parseOptions(document.$options));
      if (regex._bsontype === "BSONRegExp") return document;
    }
    if (whole !== undefined) return new BSONRegExp(whole.pattern, BSONRegExp.parseOptions(whole.options));
    throw new BSONError(`Unexpected BSONRegExp EJSON object form: ${JSON.stringify(document)}`);
  }

  toExtendedJSON(options = undefined) {
    if (options?.legacy) return { $regex: this.pattern, $options: this.options };
    return { $regularExpression: { pattern: this.pattern, options: this.options } };
  }

  inspect(depth, options, inspect = shownAsJson) {
    return `new BSONRegExp(${inspect(this.pattern, options)}, ${inspect(this.options, options)})`;
  }
}

/** A type of old that is a text. */
class BSONSymbol extends BSONValue {
  get _bsontype() {
    return "BSONSymbol";
  }

  constructor(value) {
    super();
    this.value = value;
  }

  valueOf() {
    return this.value;
  }

  toString() {
    return this.value;
  }

  toJSON() {
    return this.value;
  }

  toExtendedJSON() {
    return { $symbol: this.value };
  }

  static fromExtendedJSON(document) {
    return new BSONSymbol(document.$symbol);
  }

  inspect(depth, options, inspect = shownAsJson) {
    return `new BSONSymbol(${inspect(this.value, options)})`;
  }
}

/** Less than all other values. */
class MinKey extends BSONValue {
  get _bsontype() {
    return "MinKey";
  }

  toExtendedJSON() {
    return { $minKey: 1 };
  }

  static fromExtendedJSON() {
    return new MinKey();
  }

  inspect() {
    return "new MinKey()";
  }
}

/** Greater than all other values. */
class MaxKey extends BSONValue {
  get _bsontype() {
    return "MaxKey";
  }

  toExtendedJSON() {
    return { $maxKey: 1 };
  }

  static fromExtendedJSON() {
    return new MaxKey();
  }

  inspect() {
    return "new MaxKey()";
  }
}

/** A document of another collection, by its key. */
class DBRef extends BSONValue {
  get _bsontype() {
    return "DBRef";
  }

  constructor(collection, oid, db = undefined, fields = undefined) {
    super();
    const parts = collection.split(".");
    const isWhole = parts.length === 2;
    this.collection = isWhole ? parts[1] : collection;
    this.oid = oid;
    this.db = isWhole ? parts[0] : db;
    this.fields = fields ?? {};
  }

  get namespace() {
    return this.collection;
  }

  set namespace(value) {
    this.collection = value;
  }

  toJSON() {
    const document = { $ref: this.collection, $id: this.oid, ...this.fields };
    if (this.db !== undefined && this.db !== null) document.$db = this.db;
    return document;
  }

  toExtendedJSON(options = {}) {
    const document = { $ref: this.collection, $id: this.oid };
    if (options.legacy) return document;
    if (this.db) document.$db = this.db;
    return { ...document, ...this.fields };
  }

  static fromExtendedJSON(document) {
    const { $ref, $id, $db, ...fields } = document;
    return new DBRef($ref, $id, $db, fields);
  }

  inspect(depth, options, inspect = shownAsJson) {
    const parts = [inspect(this.collection, options), inspect(this.oid, options)];
    if (this.db) parts.push(inspect(this.db, options));
    if (Object.keys(this.fields).length > 0) parts.push(inspect(this.fields, options));
    return `new DBRef(${parts.join(", ")})`;
  }
}

module.exports = { Code, BSONRegExp, BSONSymbol, MinKey, MaxKey, DBRef };
