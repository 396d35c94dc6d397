"use strict";

// ObjectId: seconds, five bytes of the process, a count of three bytes
// (mongodb.com/docs/manual/reference/bson-types/#objectid).

const { randomBytes } = require("crypto");
const { BSONError } = require("npm/bson/errors");
const { BSONValue, shownAsJson } = require("npm/bson/value");

const HEX = /^[0-9a-f]{24}$/i;
const COUNT_MAX = 0xffffff;
const WRONG_INPUT = "input must be a 24 character hex string, 12 byte Uint8Array, or an integer";

/** Five bytes of this process, chosen when the first id is made. */
let ofProcess;

function fill(id, bytes, offset) {
  const part = (at) => (bytes[offset + at] << 16) | (bytes[offset + at + 1] << 8) | bytes[offset + at + 2];
  id.i0 = part(0);
  id.i1 = part(3);
  id.i2 = part(6);
  id.i3 = part(9);
}

function fillFromHex(id, hex) {
  id.i0 = parseInt(hex.slice(0, 6), 16);
  id.i1 = parseInt(hex.slice(6, 12), 16);
  id.i2 = parseInt(hex.slice(12, 18), 16);
  id.i3 = parseInt(hex.slice(18, 24), 16);
}

function hexOf(number) {
  return number.toString(16).padStart(6, "0");
}

/** The unique key of a document. */
class ObjectId extends BSONValue {
  get _bsontype() {
    return "ObjectId";
  }

  /** @param {string | Uint8Array | ObjectId | {id: string | Uint8Array}} [input] a new one when absent */
  constructor(input, offset = undefined) {
    super();
    this.i0 = 0;
    this.i1 = 0;
    this.i2 = 0;
    this.i3 = 0;
    if (typeof input === "object" && input instanceof ObjectId) {
      Object.assign(this, { i0: input.i0, i1: input.i1, i2: input.i2, i3: input.i3 });
      return;
    }
    let working = input;
    if (typeof input === "object" && input !== null && "id" in input) {
      if (typeof input.id !== "string" && !ArrayBuffer.isView(input.id)) {
        throw new BSONError("Argument passed in must have an id that is of type string or Buffer");
      }
      const hasHex = typeof input.toHexString === "function";
      working = hasHex ? Buffer.from(input.toHexString(), "hex") : input.id;
    }
    if (working === undefined || working === null) fill(this, ObjectId.generate(), 0);
    else if (typeof working === "number" && typeof offset === "number") return;
    else if (ArrayBuffer.isView(working) && (working.byteLength === 12 || typeof offset === "number")) {
      fill(this, working, offset ?? 0);
    } else if (typeof working === "string") {
      if (!HEX.test(working)) throw new BSONError(WRONG_INPUT);
      fillFromHex(this, working);
    } else throw new BSONError("Argument passed in does not match the accepted types");
  }

  /** The next of the counts of this process. */
  static getInc() {
    ObjectId.index = (ObjectId.index + 1) % (COUNT_MAX + 1);
    return ObjectId.index;
  }

  /** @param {number} [time] in seconds @returns {Uint8Array} the bytes of a new id */
  static generate(time = undefined) {
    const seconds = typeof time === "number" ? time : Math.floor(Date.now() / 1000);
    ofProcess ??= randomBytes(5);
    const bytes = Buffer.alloc(12);
    bytes.writeUInt32BE(seconds >>> 0, 0);
    ofProcess.copy(bytes, 4);
    bytes.writeUIntBE(ObjectId.getInc(), 9, 3);
    return bytes;
  }

  static createPk() {
    return new ObjectId();
  }

  /** @param {number} time in seconds; the rest of the id is zeros */
  static createFromTime(time) {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt32BE(time >>> 0, 0);
    return new ObjectId(bytes);
  }

  static createFromHexString(hexString) {
    if (hexString?.length !== 24) throw new BSONError("hex string must be 24 characters");
    return new ObjectId(Buffer.from(hexString, "hex"));
  }

  static createFromBase64(base64) {
    if (base64?.length !== 16) throw new BSONError("base64 string must be 16 characters");
    return new ObjectId(Buffer.from(base64, "base64"));
  }

  /** @param {unknown} id @returns {boolean} whether an ObjectId can be made of it */
  static isValid(id) {
    if (id === undefined || id === null) return false;
    if (typeof id === "string") return HEX.test(id);
    try {
      new ObjectId(id);
      return true;
    } catch {
      return false;
    }
  }

  static fromExtendedJSON(document) {
    return new ObjectId(document.$oid);
  }

  get id() {
    return Buffer.from(this.toHexString(), "hex");
  }

  set id(bytes) {
    fill(this, bytes, 0);
  }

  toHexString() {
    return hexOf(this.i0) + hexOf(this.i1) + hexOf(this.i2) + hexOf(this.i3);
  }

  /** @param {"hex" | "base64"} [encoding] */
  toString(encoding = undefined) {
    return encoding === "base64" ? this.id.toString("base64") : this.toHexString();
  }

  toJSON() {
    return this.toHexString();
  }

  /** @param {unknown} other an ObjectId, or what one is written as @returns {boolean} */
  equals(other) {
    if (other === undefined || other === null) return false;
    if (other instanceof ObjectId) {
      return this.i0 === other.i0 && this.i1 === other.i1 && this.i2 === other.i2 && this.i3 === other.i3;
    }
    if (typeof other === "string") return other.toLowerCase() === this.toHexString();
    if (typeof other !== "object" || typeof other.toHexString !== "function") return false;
    const hex = other.toHexString();
    return typeof hex === "string" && hex.toLowerCase() === this.toHexString();
  }

  /** @returns {Date} when it was made, in whole seconds */
  getTimestamp() {
    return new Date(parseInt(this.toHexString().slice(0, 8), 16) * 1000);
  }

  toExtendedJSON() {
    return { $oid: this.toHexString() };
  }

  inspect(depth, options, inspect = shownAsJson) {
    return `new ObjectId(${inspect(this.toHexString(), options)})`;
  }
}
ObjectId.index = randomBytes(3).readUIntBE(0, 3);

module.exports = { ObjectId };
