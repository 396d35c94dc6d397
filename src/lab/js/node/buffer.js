"use strict";

// Buffers: bytes with encodings (nodejs.org/api/buffer.html).

const { codedError, received } = require("internal/errors");
const { validateInteger, validateNumber, validateString } = require("internal/validate");
const { encodingOf, encode, decode, byteLength: lengthOf } = require("internal/encodings");

/** The engine's numbers of the classes whose values hold bytes. */
const HOLDERS = [new ArrayBuffer(0), new SharedArrayBuffer(0)].map((value) => host.classId(value));

/** Whether it is an ArrayBuffer or a SharedArrayBuffer, whatever its prototype says. */
function isAnyArrayBuffer(value) {
  return value !== null && typeof value === "object" && HOLDERS.includes(host.classId(value));
}

const MAX_LENGTH = 2 ** 53 - 1;
const INSPECT_MAX_BYTES = 50;
const SOURCES = ["string", "Buffer", "ArrayBuffer", "Array", "Array-like Object"];

/** The class behind every buffer; `Buffer` itself can be called without `new`. */
class FastBuffer extends Uint8Array {
  // Without one of its own the constructor collects its arguments in an array and spreads it.
  constructor(value, offset, length) {
    super(value, offset, length);
  }
}

/**
 * @param {unknown} value
 * @param {unknown} [encodingOrOffset]
 * @param {number} [length]
 * @returns {Buffer}
 */
function Buffer(value, encodingOrOffset, length) {
  if (typeof value === "number") {
    if (typeof encodingOrOffset === "string") throw codedError("ERR_INVALID_ARG_TYPE", "string", "string", value);
    return Buffer.alloc(value);
  }
  return Buffer.from(value, encodingOrOffset, length);
}
Object.defineProperty(FastBuffer.prototype, "constructor", { value: Buffer, writable: true, configurable: true });
Object.defineProperty(FastBuffer, "name", { value: "Buffer" });
Buffer.prototype = FastBuffer.prototype;
Object.setPrototypeOf(Buffer, Uint8Array);
Object.defineProperty(Buffer, Symbol.species, { configurable: true, get: () => FastBuffer });
Buffer.poolSize = 8192;

/** A buffer over the bytes of `view`, without a copy. */
function over(view) {
  return new FastBuffer(view.buffer, view.byteOffset, view.byteLength);
}

function checkedEncoding(name) {
  const encoding = encodingOf(name);
  if (encoding === undefined) throw codedError("ERR_UNKNOWN_ENCODING", name);
  return encoding;
}

/** As `checkedEncoding`, where an empty text and `null` are names that nobody knows. */
function namedEncoding(name) {
  if (name === "" || name === null) throw codedError("ERR_UNKNOWN_ENCODING", name);
  return checkedEncoding(name);
}

/** What a buffer is filled with: bytes in turn, or one for all. */
function filling(value, encoding) {
  if (typeof value === "string") {
    const known = checkedEncoding(encoding);
    return value === "" ? 0 : new Uint8Array(encode(value, known));
  }
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return +value & 255;
}

Buffer.from = function from(value, encodingOrOffset, length) {
  if (typeof value === "string") return new FastBuffer(encode(value, checkedEncoding(encodingOrOffset)));
  if (value !== null && typeof value === "object") {
    if (isAnyArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
    const plain = value.valueOf?.();
    if (plain !== undefined && plain !== null && plain !== value && (typeof plain === "string" || typeof plain === "object")) {
      return Buffer.from(plain, encodingOrOffset, length);
    }
    const made = fromObject(value);
    if (made !== undefined) return made;
    if (typeof value[Symbol.toPrimitive] === "function") {
      const primitive = value[Symbol.toPrimitive]("string");
      if (typeof primitive === "string") return Buffer.from(primitive, encodingOrOffset);
    }
  }
  const error = codedError("ERR_INVALID_ARG_TYPE", "first argument", SOURCES.slice(0, 1), value);
  error.message =
    "The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an " +
    `Array-like Object. Received ${received(value)}`;
  error.stack = `TypeError [ERR_INVALID_ARG_TYPE]: ${error.message}`;
  throw error;
};

function fromArrayBuffer(buffer, offset = 0, length = undefined) {
  const start = Number.isNaN(+offset) ? 0 : +offset;
  if (buffer.byteLength - start < 0) throw codedError("ERR_BUFFER_OUT_OF_BOUNDS", "offset");
  if (length === undefined) return new FastBuffer(buffer, start);
  const count = +length > 0 ? +length : 0;
  if (count > buffer.byteLength - start) throw codedError("ERR_BUFFER_OUT_OF_BOUNDS", "length");
  return new FastBuffer(buffer, start, count);
}

function fromObject(value) {
  if (value.length !== undefined || isAnyArrayBuffer(value.buffer)) {
    if (typeof value.length !== "number") return new FastBuffer();
    const bytes = new FastBuffer(value.length);
    bytes.set(ArrayBuffer.isView(value) ? value : Array.prototype.slice.call(value));
    return bytes;
  }
  if (value.type === "Buffer" && Array.isArray(value.data)) return FastBuffer.from(value.data);
  return undefined;
}

Buffer.alloc = function alloc(size, fill = undefined, encoding = undefined) {
  validateNumber(size, "size", 0, MAX_LENGTH);
  const bytes = new FastBuffer(size);
  if (fill === undefined || fill === 0 || size === 0) return bytes;
  if (typeof fill !== "string" || encoding === undefined || encoding === null) return bytes.fill(fill);
  validateString(encoding, "encoding");
  return bytes.fill(fill, encoding);
};
Buffer.allocUnsafe = (size) => Buffer.alloc(size);
Buffer.allocUnsafeSlow = (size) => Buffer.alloc(size);
Buffer.of = (...bytes) => FastBuffer.from(bytes);
Buffer.isBuffer = (value) => value instanceof Buffer;
Buffer.isEncoding = (name) => typeof name === "string" && name !== "" && encodingOf(name) !== undefined;

Buffer.byteLength = function byteLength(value, encoding = "utf8") {
  if (typeof value === "string") return lengthOf(value, encodingOf(encoding) ?? "utf8");
  if (ArrayBuffer.isView(value) || isAnyArrayBuffer(value)) return value.byteLength;
  throw codedError("ERR_INVALID_ARG_TYPE", "string", ["string", "Buffer", "ArrayBuffer"], value);
};

Buffer.compare = function compare(a, b) {
  for (const [value, name] of [[a, "buf1"], [b, "buf2"]]) {
    if (!(value instanceof Uint8Array)) throw codedError("ERR_INVALID_ARG_TYPE", name, ["Buffer", "Uint8Array"], value);
  }
  return host.compareBytes(a, b);
};

Buffer.concat = function concat(list, length = undefined) {
  if (!Array.isArray(list)) throw codedError("ERR_INVALID_ARG_TYPE", "list", "Array", list);
  let sum = 0;
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index];
    if (!(item instanceof Uint8Array)) {
      throw codedError("ERR_INVALID_ARG_TYPE", `list[${index}]`, ["Buffer", "Uint8Array"], item);
    }
    sum += item.length;
  }
  const total = length ?? sum;
  validateNumber(total, "length", 0);
  const joined = new FastBuffer(total);
  let at = 0;
  for (let index = 0; index < list.length && at < total; index += 1) {
    const item = list[index];
    joined.set(item.length > total - at ? item.subarray(0, total - at) : item, at);
    at += item.length;
  }
  return joined;
};

const methods = {
  toString(encoding = "utf8", start = 0, end = this.length) {
    const from = Math.max(0, Math.trunc(start) || 0);
    const to = Math.min(this.length, end === undefined ? this.length : Math.trunc(end) || 0);
    if (to <= from) return "";
    const name = namedEncoding(encoding);
    return decode(from === 0 && to === this.length ? this : this.subarray(from, to), name);
  },

  toLocaleString(...values) {
    return this.toString(...values);
  },

  toJSON() {
    return { type: "Buffer", data: Array.from(this) };
  },

  equals(other) {
    if (!(other instanceof Uint8Array)) {
      throw codedError("ERR_INVALID_ARG_TYPE", "otherBuffer", ["Buffer", "Uint8Array"], other);
    }
    return this.byteLength === other.byteLength && host.compareBytes(this, other) === 0;
  },

  compare(target, targetStart = 0, targetEnd = target.length, sourceStart = 0, sourceEnd = this.length) {
    if (!(target instanceof Uint8Array)) {
      throw codedError("ERR_INVALID_ARG_TYPE", "target", ["Buffer", "Uint8Array"], target);
    }
    return host.compareBytes(this.subarray(sourceStart, sourceEnd), target.subarray(targetStart, targetEnd));
  },

  write(text, offset = 0, length = undefined, encoding = undefined) {
    validateString(text, "argument");
    let [at, count, name] = [offset, length, encoding];
    if (typeof offset === "string") [at, count, name] = [0, undefined, offset];
    else if (typeof length === "string") [count, name] = [undefined, length];
    if (at > this.length) throw codedError("ERR_OUT_OF_RANGE", "offset", `>= 0 && <= ${this.length}`, at);
    const room = Math.min(this.length - at, count ?? Infinity);
    const kind = checkedEncoding(name);
    let bytes = new Uint8Array(encode(text, kind));
    if (bytes.length > room) bytes = bytes.subarray(0, wholeCharacters(bytes, room, kind));
    this.set(bytes, at);
    return bytes.length;
  },

  fill(value, start = undefined, end = undefined, encoding = undefined) {
    let [from, to, name] = [start, end, encoding];
    if (typeof value === "string") {
      if (typeof start === "string") [from, to, name] = [undefined, undefined, start];
      else if (typeof end === "string") [to, name] = [undefined, end];
      if (name !== undefined && name !== null) validateString(name, "encoding");
    }
    const bytes = filling(value, name);
    if (from === undefined) [from, to] = [0, this.length];
    else {
      validateInteger(from, "offset", 0);
      if (to === undefined) to = this.length;
      else validateInteger(to, "end", 0, this.length);
    }
    if (from >= to) return this;
    if (typeof bytes === "number") return Uint8Array.prototype.fill.call(this, bytes, from, to);
    if (bytes.length === 0) throw codedError("ERR_INVALID_ARG_VALUE", "value", value);
    for (let at = from; at < to; at += bytes.length) {
      this.set(bytes.length > to - at ? bytes.subarray(0, to - at) : bytes, at);
    }
    return this;
  },

  copy(target, targetStart = 0, start = 0, end = this.length) {
    if (!(target instanceof Uint8Array)) {
      throw codedError("ERR_INVALID_ARG_TYPE", "target", ["Buffer", "Uint8Array"], target);
    }
    const source = this.subarray(start, Math.min(end, start + Math.max(0, target.length - targetStart)));
    target.set(source, targetStart);
    return source.length;
  },

  subarray(start = 0, end = this.length) {
    return over(Uint8Array.prototype.subarray.call(this, start, end));
  },

  slice(start, end) {
    return this.subarray(start, end);
  },

  indexOf(value, from = 0, encoding = undefined) {
    return search(this, value, from, encoding, false);
  },

  lastIndexOf(value, from = undefined, encoding = undefined) {
    return search(this, value, from, encoding, true);
  },

  includes(value, from = 0, encoding = undefined) {
    return this.indexOf(value, from, encoding) !== -1;
  },

  swap16() {
    return swapped(this, 2);
  },

  swap32() {
    return swapped(this, 4);
  },

  swap64() {
    return swapped(this, 8);
  },
};
for (const [name, value] of Object.entries(methods)) {
  Object.defineProperty(Buffer.prototype, name, { value, writable: true, configurable: true, enumerable: false });
}
require("internal/buffer_numbers").install(Buffer.prototype);
Object.defineProperty(Buffer.prototype, "parent", { configurable: true, get() { return this.buffer; } });
Object.defineProperty(Buffer.prototype, "offset", { configurable: true, get() { return this.byteOffset; } });
Object.defineProperty(Buffer.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  configurable: true,
  writable: true,
  value: function inspectBuffer(_, options) {
    const shown = this.subarray(0, INSPECT_MAX_BYTES).toString("hex").replace(/(..)(?=.)/g, "$1 ");
    const more = this.length - INSPECT_MAX_BYTES;
    const rest = more > 0 ? ` ... ${more} more byte${more > 1 ? "s" : ""}` : "";
    const own = Object.keys(this).filter((key) => !/^\d+$/.test(key));
    const { inspect } = require("internal/inspect");
    const extras = own.map((key) => `${key}: ${inspect(this[key], options)}`);
    return `<${this.constructor.name} ${[shown + rest, ...extras].filter(Boolean).join(", ")}>`;
  },
});

/** How many of `room` bytes are whole characters. */
function wholeCharacters(bytes, room, encoding) {
  if (encoding === "utf16le") return room & ~1;
  return encoding === "utf8" ? room - host.utf8Unfinished(bytes.subarray(0, room)) : room;
}

function search(bytes, value, from, encoding, last) {
  const name = typeof from === "string" ? from : encoding;
  let start = typeof from === "string" || from === undefined || Number.isNaN(+from) ? (last ? bytes.length : 0) : Math.trunc(+from);
  if (start < 0) start += bytes.length;
  if (start < 0) {
    if (last) return -1;
    start = 0;
  }
  let wanted;
  if (typeof value === "number") wanted = Uint8Array.of(value & 255);
  else if (typeof value === "string") wanted = new Uint8Array(encode(value, namedEncoding(name)));
  else if (value instanceof Uint8Array) wanted = value;
  else throw codedError("ERR_INVALID_ARG_TYPE", "value", ["number", "string", "Buffer", "Uint8Array"], value);
  return host.indexOfBytes(bytes, wanted, start, last);
}

function swapped(bytes, size) {
  if (bytes.length % size !== 0) throw codedError("ERR_INVALID_BUFFER_SIZE", `${size * 8}-bits`);
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
  return bytes;
}

/** @param {string} text @returns {string} its bytes, each a character, in base64 */
function btoa(text) {
  if (arguments.length === 0) throw codedError("ERR_MISSING_ARGS", "input");
  const latin = `${text}`;
  // eslint-disable-next-line no-control-regex
  if (/[^\x00-\xff]/.test(latin)) throw wrongCharacter("Invalid character");
  return Buffer.from(latin, "latin1").toString("base64");
}

/** @param {string} text base64 @returns {string} the bytes, each a character */
function atob(text) {
  if (arguments.length === 0) throw codedError("ERR_MISSING_ARGS", "input");
  const clean = `${text}`.replace(/[\t\n\f\r ]/g, "");
  const [, digits, padding] = /^([A-Za-z0-9+/]*)(={0,2})$/.exec(clean) ?? [];
  if (digits === undefined) throw wrongCharacter("Invalid character");
  if (digits.length % 4 === 1) throw wrongCharacter("The string to be decoded is not correctly encoded.");
  if (padding !== "" && clean.length % 4 !== 0) throw wrongCharacter("Invalid character");
  return Buffer.from(digits, "base64").toString("latin1");
}

function wrongCharacter(message) {
  return new DOMException(message, "InvalidCharacterError");
}

/** A buffer of all of an ArrayBuffer that the machine has just made. */
const whole = (bytes) => new FastBuffer(bytes);

module.exports = {
  Buffer,
  SlowBuffer: (size) => Buffer.alloc(size),
  INSPECT_MAX_BYTES,
  kMaxLength: MAX_LENGTH,
  kStringMaxLength: 2 ** 29 - 24,
  constants: { MAX_LENGTH, MAX_STRING_LENGTH: 2 ** 29 - 24 },
  isUtf8: (bytes) => host.utf8IsValid(bytes),
  isAscii: (bytes) => new Uint8Array(bytes.buffer ?? bytes).every((byte) => byte < 128),
  atob,
  btoa,
};
Object.defineProperty(module.exports, "whole", { value: whole });
Object.defineProperty(module.exports, "isAnyArrayBuffer", { value: isAnyArrayBuffer });
for (const name of ["Blob", "File"]) {
  Object.defineProperty(module.exports, name, { enumerable: true, configurable: true, get: () => require("internal/blob")[name] });
}
