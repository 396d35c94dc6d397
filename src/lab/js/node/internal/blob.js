"use strict";

// Bytes that do not change, with a type (nodejs.org/api/buffer.html, `Blob` and `File`).

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
    if (depth < 0) return this;
    const shown = { size: this.size, type: this.type };
    return `${this.constructor.name} ${inspect(shown, { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
  }
}
Blob.prototype.stream = refused("buffer", "Blob.stream");
Object.defineProperty(Blob, "bytes", { enumerable: false });

class File extends Blob {
  constructor(parts, name, options = {}) {
    super(parts, options);
    this.name = `${name}`;
    this.lastModified = options.lastModified ?? Date.now();
  }
}

function bytesOf(part) {
  if (part instanceof Blob) return Blob.bytes(part);
  if (part instanceof ArrayBuffer) return Buffer.from(part);
  if (ArrayBuffer.isView(part)) return Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  return Buffer.from(`${part}`);
}

module.exports = { Blob, File };
