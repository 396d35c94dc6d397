"use strict";

// Binary and UUID: bytes with a subtype (bsonspec.org/spec.html).

const { randomUUID } = require("crypto");
const { BSONError } = require("npm/bson/errors");
const { BSONValue, shownAsJson } = require("npm/bson/value");
const { refused } = require("npm/refused");

const UUID_SUBTYPE = 4;
const UUID_BYTES = 16;
const UUID_TEXT = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32})$/i;
const WRONG_UUID =
  "Argument passed in UUID constructor must be a UUID, a 16 byte Buffer or a 32/36 character hex string (dashes excluded/included, format: xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).";
const WRONG_UUID_TEXT = "UUID string representation must be 32 hex digits or canonical hyphenated representation";

/** @returns {Buffer} over the same memory where there is some */
function bufferOf(bytes) {
  if (Buffer.isBuffer(bytes)) return bytes;
  if (ArrayBuffer.isView(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes instanceof ArrayBuffer || bytes instanceof SharedArrayBuffer || Array.isArray(bytes)) return Buffer.from(bytes);
  throw new BSONError("Cannot create Buffer from the passed potentialBuffer.");
}

/** Bytes that are to be stored. */
class Binary extends BSONValue {
  get _bsontype() {
    return "Binary";
  }

  /** @param {Uint8Array | ArrayBuffer | number[]} [buffer] @param {number} [subType] */
  constructor(buffer = undefined, subType = Binary.BSON_BINARY_SUBTYPE_DEFAULT) {
    super();
    if (typeof buffer === "string") throw new BSONError("Binary can only be constructed from Uint8Array or number[]");
    const isNew = buffer === undefined || buffer === null;
    this.buffer = isNew ? Buffer.alloc(Binary.BUFFER_SIZE) : bufferOf(buffer);
    this.sub_type = subType;
    this.position = isNew ? 0 : this.buffer.byteLength;
  }

  static createFromHexString(hex, subType = undefined) {
    return new Binary(Buffer.from(hex, "hex"), subType);
  }

  static createFromBase64(base64, subType = undefined) {
    return new Binary(Buffer.from(base64, "base64"), subType);
  }

  static fromExtendedJSON(document, options = {}) {
    let bytes;
    let subType;
    if ("$binary" in document) {
      const { $binary: given } = document;
      if (options.legacy && typeof given === "string" && "$type" in document) {
        subType = document.$type ? parseInt(document.$type, 16) : 0;
        bytes = Buffer.from(given, "base64");
      } else if (typeof given !== "string") {
        subType = given.subType ? parseInt(given.subType, 16) : 0;
        bytes = Buffer.from(given.base64, "base64");
      }
    } else if ("$uuid" in document) {
      subType = UUID_SUBTYPE;
      bytes = UUID.bytesFromString(document.$uuid);
    }
    if (bytes === undefined) throw new BSONError(`Unexpected Binary Extended JSON format ${JSON.stringify(document)}`);
    return subType === UUID_SUBTYPE ? new UUID(bytes) : new Binary(bytes, subType);
  }

  /** Adds one byte. */
  put(byte) {
    if (typeof byte === "string" && byte.length !== 1) throw new BSONError("only accepts single character String");
    if (typeof byte !== "number" && byte.length !== 1) throw new BSONError("only accepts single character Uint8Array or Array");
    const decoded = typeof byte === "string" ? byte.charCodeAt(0) : typeof byte === "number" ? byte : byte[0];
    if (decoded < 0 || decoded > 255) throw new BSONError("only accepts number in a valid unsigned byte range 0-255");
    makeRoom(this, this.position + 1);
    this.buffer[this.position] = decoded;
    this.position += 1;
  }

  /** Writes bytes at `offset`, or at the end. */
  write(bytes, offset = undefined) {
    const from = typeof offset === "number" ? offset : this.position;
    if (typeof bytes === "string") throw new BSONError("input cannot be string");
    const given = bufferOf(bytes);
    makeRoom(this, from + given.byteLength);
    this.buffer.set(given, from);
    this.position = Math.max(this.position, from + given.byteLength);
  }

  read(position, length = undefined) {
    const count = length && length > 0 ? length : this.position;
    return this.buffer.subarray(position, Math.min(position + count, this.position));
  }

  value() {
    return this.buffer.length === this.position ? this.buffer : this.buffer.subarray(0, this.position);
  }

  length() {
    return this.position;
  }

  toJSON() {
    return this.value().toString("base64");
  }

  toString(encoding = undefined) {
    if (encoding === "hex" || encoding === "base64") return this.value().toString(encoding);
    return this.value().toString("utf8");
  }

  toExtendedJSON(options = undefined) {
    const base64 = this.value().toString("base64");
    const subType = this.sub_type.toString(16);
    if (options?.legacy) return { $binary: base64, $type: subType.length === 1 ? `0${subType}` : subType };
    return { $binary: { base64, subType: subType.length === 1 ? `0${subType}` : subType } };
  }

  toUUID() {
    if (this.sub_type === UUID_SUBTYPE) return new UUID(this.value());
    throw new BSONError(
      `Binary sub_type "${this.sub_type}" (${typeof this.sub_type}) is not supported for converting to UUID. Only 0x04 is currently supported.`,
    );
  }

  inspect(depth, options, inspect = shownAsJson) {
    const base64 = inspect(this.value().toString("base64"), options);
    return `Binary.createFromBase64(${base64}, ${inspect(this.sub_type, options)})`;
  }
}
Object.assign(Binary, {
  BSON_BINARY_SUBTYPE_DEFAULT: 0, BUFFER_SIZE: 256, SUBTYPE_DEFAULT: 0, SUBTYPE_FUNCTION: 1, SUBTYPE_BYTE_ARRAY: 2,
  SUBTYPE_UUID_OLD: 3, SUBTYPE_UUID: UUID_SUBTYPE, SUBTYPE_MD5: 5, SUBTYPE_ENCRYPTED: 6, SUBTYPE_COLUMN: 7,
  SUBTYPE_SENSITIVE: 8, SUBTYPE_VECTOR: 9, SUBTYPE_USER_DEFINED: 128,
  VECTOR_TYPE: Object.freeze({ Int8: 0x03, Float32: 0x27, PackedBit: 0x10 }),
});
for (const name of ["fromInt8Array", "fromFloat32Array", "fromPackedBits", "fromBits"]) {
  Binary[name] = refused("bson", `Binary.${name}`);
}
for (const name of ["toInt8Array", "toFloat32Array", "toPackedBits", "toBits"]) {
  Object.defineProperty(Binary.prototype, name, { value: refused("bson", `Binary.${name}`), configurable: true });
}

function makeRoom(binary, bytes) {
  if (bytes <= binary.buffer.byteLength) return;
  const larger = Buffer.alloc(Math.max(bytes, Binary.BUFFER_SIZE + binary.buffer.length));
  larger.set(binary.buffer);
  binary.buffer = larger;
}

/** An id of 16 bytes (RFC 9562). */
class UUID extends Binary {
  /** @param {string | Uint8Array | UUID} [input] a new one of version 4 when absent */
  constructor(input = undefined) {
    super(uuidBytes(input), UUID_SUBTYPE);
  }

  static generate() {
    return UUID.bytesFromString(randomUUID());
  }

  static isValid(input) {
    if (!input) return false;
    if (typeof input === "string") return UUID.isValidUUIDString(input);
    if (ArrayBuffer.isView(input)) return input.byteLength === UUID_BYTES;
    return input._bsontype === "Binary" && input.sub_type === UUID_SUBTYPE && input.buffer.byteLength === UUID_BYTES;
  }

  static createFromHexString(hex) {
    return new UUID(UUID.bytesFromString(hex));
  }

  static createFromBase64(base64) {
    return new UUID(Buffer.from(base64, "base64"));
  }

  static bytesFromString(text) {
    if (!UUID.isValidUUIDString(text)) throw new BSONError(WRONG_UUID_TEXT);
    return Buffer.from(text.replaceAll("-", ""), "hex");
  }

  static isValidUUIDString(text) {
    return UUID_TEXT.test(text);
  }

  get id() {
    return this.buffer;
  }

  set id(bytes) {
    this.buffer = bytes;
  }

  toHexString(includeDashes = true) {
    const hex = Buffer.from(this.id).toString("hex");
    if (!includeDashes) return hex;
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  toString(encoding = undefined) {
    if (encoding === "hex" || encoding === "base64") return Buffer.from(this.id).toString(encoding);
    return this.toHexString();
  }

  toJSON() {
    return this.toHexString();
  }

  equals(other) {
    if (!other) return false;
    try {
      const { id } = other instanceof UUID ? other : new UUID(other);
      return Buffer.compare(id, this.id) === 0;
    } catch {
      return false;
    }
  }

  toBinary() {
    return new Binary(this.id, UUID_SUBTYPE);
  }

  inspect(depth, options, inspect = shownAsJson) {
    return `new UUID(${inspect(this.toHexString(), options)})`;
  }
}

function uuidBytes(input) {
  if (input === undefined || input === null) return UUID.generate();
  if (input instanceof UUID) return Buffer.from(input.buffer);
  if (ArrayBuffer.isView(input) && input.byteLength === UUID_BYTES) return bufferOf(input);
  if (typeof input === "string") return UUID.bytesFromString(input);
  throw new BSONError(WRONG_UUID);
}

module.exports = { Binary, UUID };
