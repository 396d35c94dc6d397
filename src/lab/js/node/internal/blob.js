"use strict";

// Bytes that do not change, with a type (nodejs.org/api/buffer.html, `Blob` and `File`).

const { codedError } = require("internal/errors");

class Blob {
  #bytes;
  /** Where its parts end. */
  #ends = [];
  #type;

  constructor(parts = [], { type = "" } = {}) {
    const pieces = [...parts].flatMap((part) => (part instanceof Blob ? part.#parts() : bytesOf(part)));
    let end = 0;
    for (const { length } of pieces) if (length > 0) this.#ends.push((end += length));
    this.#bytes = Buffer.concat(pieces);
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
    const [from, to] = [start, end].map((at) => (at < 0 ? Math.max(this.size + at, 0) : Math.min(at, this.size)));
    let before = 0;
    const parts = this.#parts().map((part) => {
      const own = part.subarray(Math.max(from - before, 0), Math.max(to - before, 0));
      before += part.length;
      return own;
    });
    return new Blob(parts, { type });
  }

  stream() {
    return require("internal/body_stream").ofParts(this.#parts());
  }

  #parts() {
    return this.#ends.map((end, at) => this.#bytes.subarray(this.#ends[at - 1] ?? 0, end));
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
  if (part instanceof ArrayBuffer) return Buffer.from(part);
  if (ArrayBuffer.isView(part)) return Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  return Buffer.from(`${part}`);
}

module.exports = { Blob, File };
