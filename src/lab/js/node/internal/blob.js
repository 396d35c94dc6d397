"use strict";

// Bytes that do not change, with a type (nodejs.org/api/buffer.html, `Blob` and `File`).

const { codedError } = require("internal/errors");
const { refused } = require("internal/refused");

class Blob {
  #bytes;
  #type;

  constructor(parts = [], { type = "" } = {}) {
    this.#bytes = Buffer.concat([...parts].map(bytesOf));
    this.#type = /^[\x20-\x7e]*$/.test(type) ? `${type}`.toLowerCase() : "";
  }

  /** The bytes of a blob, for this module and what sends blobs. */
  static bytes(blob) {
    return blob.#bytes;
  }

  get size() {
    return this.#bytes.length;
  }

  get type() {
    return this.#type;
  }

  slice(start = 0, end = this.size, type = "") {
    return new Blob([this.#bytes.subarray(start, end)], { type });
  }

  async arrayBuffer() {
    return new Uint8Array(this.#bytes).buffer;
  }

  async bytes() {
    return new Uint8Array(this.#bytes);
  }

  async text() {
    return this.#bytes.toString();
  }

  get [Symbol.toStringTag]() {
    return "Blob";
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    if (depth < 0) return options.stylize(`[${this.constructor.name}]`, "special");
    const shown = { size: this.size, type: this.type, ...fileFields(this) };
    return `${this.constructor.name} ${inspect(shown, { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
  }
}
Blob.prototype.stream = refused("buffer", "Blob.stream");
Object.defineProperty(Blob, "bytes", { enumerable: false });

/** What a file has more than a blob. */
function fileFields(blob) {
  return blob instanceof File ? { name: blob.name, lastModified: blob.lastModified } : {};
}

class File extends Blob {
  #name;
  #lastModified;

  constructor(parts, name, options = {}) {
    if (arguments.length < 2) throw codedError("ERR_MISSING_ARGS", "fileBits", "fileName");
    super(parts, options);
    this.#name = `${name}`.toWellFormed();
    this.#lastModified = options.lastModified === undefined ? Date.now() : Math.trunc(Number(options.lastModified)) || 0;
  }

  get name() {
    return this.#name;
  }

  get lastModified() {
    return this.#lastModified;
  }

  get [Symbol.toStringTag]() {
    return "File";
  }
}
for (const name of ["name", "lastModified"]) Object.defineProperty(File.prototype, name, { enumerable: true });

function bytesOf(part) {
  if (part instanceof Blob) return Blob.bytes(part);
  if (part instanceof ArrayBuffer) return Buffer.from(part);
  if (ArrayBuffer.isView(part)) return Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  return Buffer.from(`${part}`);
}

module.exports = { Blob, File };
