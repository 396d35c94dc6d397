"use strict";

// The streams of `zlib`: each step takes what it can and gives at most a chunk, so that memory stays
// bounded however much a small input unpacks to (nodejs.org/api/zlib.html).

const { codedError, withCode } = require("internal/errors");
const { validateFunction } = require("internal/validate");
const { Transform } = require("internal/stream_duplex");
const { isAnyArrayBuffer } = require("buffer");
const { viewOf } = require("internal/crypto_bytes");
const { later, reasonOf } = require("internal/jobs");

const ERRNO = { Z_NEED_DICT: 2, Z_STREAM_ERROR: -2, Z_DATA_ERROR: -3, Z_MEM_ERROR: -4, Z_BUF_ERROR: -5 };
/** Class, the format of its host codec, and whether it compresses. */
const KINDS = {
  Deflate: ["zlib", true],
  Inflate: ["zlib", false],
  Gzip: ["gzip", true],
  Gunzip: ["gzip", false],
  DeflateRaw: ["raw", true],
  InflateRaw: ["raw", false],
  Unzip: ["auto", false],
};
/** What a flush constant is for the host. */
const FLUSHES = ["none", "sync", "sync", "full", "finish", "sync"];
const [Z_NO_FLUSH, Z_FULL_FLUSH, Z_FINISH] = [0, 3, 4];
const CHUNK_BYTES = 16384;
const CHUNK_BYTES_MAX = 1 << 20;
const GZIP_FIRST_BYTE = 0x1f;
const FLUSH = Symbol("kFlushFlag");
const NOTHING = Buffer.alloc(0);
const CHUNKS = ["string", "Buffer", "TypedArray", "DataView"];

/** An error as zlib names it. */
function failure(code, message) {
  const error = new Error(message);
  error.errno = ERRNO[code];
  error.code = code;
  return error;
}

function checkedNumber(options, name, low, high, usual) {
  const value = options[name];
  if (value === undefined || Number.isNaN(value)) return usual;
  if (typeof value !== "number") throw codedError("ERR_INVALID_ARG_TYPE", `options.${name}`, "number", value);
  if (value < low || value > high) {
    const range = high === Infinity ? `>= ${low}` : `>= ${low} and <= ${high}`;
    throw codedError("ERR_OUT_OF_RANGE", `options.${name}`, range, value);
  }
  return value;
}

/** Packs or unpacks, a step at a time. */
class Codec {
  constructor(name, options = {}) {
    const [format, packs] = KINDS[name];
    this.format = format;
    this.packs = packs;
    this.chunkSize = Math.min(checkedNumber(options, "chunkSize", 64, Infinity, CHUNK_BYTES), CHUNK_BYTES_MAX);
    this.level = checkedNumber(options, "level", -1, 9, -1);
    const smallest = packs ? 9 : 8;
    const bits = options.windowBits === 0 && !packs ? undefined : options.windowBits;
    this.windowBits = checkedNumber({ windowBits: bits }, "windowBits", smallest, 15, 15);
    checkedNumber(options, "memLevel", 1, 9, 8);
    checkedNumber(options, "strategy", 0, 4, 0);
    this.flush = checkedNumber(options, "flush", 0, 5, Z_NO_FLUSH);
    this.finishFlush = checkedNumber(options, "finishFlush", 0, 5, Z_FINISH);
    this.most = checkedNumber(options, "maxOutputLength", 1, Infinity, Number.MAX_SAFE_INTEGER);
    if (options.dictionary !== undefined) {
      if (!ArrayBuffer.isView(options.dictionary) && !isAnyArrayBuffer(options.dictionary)) {
        throw codedError("ERR_INVALID_ARG_TYPE", "options.dictionary", ["Buffer", "TypedArray", "DataView", "ArrayBuffer"], options.dictionary);
      }
      this.dictionary = viewOf(options.dictionary);
    }
    this.isDone = false;
    this.bytesWritten = 0;
    this.handle = undefined;
  }

  begin() {
    if (this.packs) {
      const handle = host.newDeflater(this.format, this.effort(), this.windowBits);
      if (this.dictionary !== undefined) handle.setDictionary(this.dictionary);
      return handle;
    }
    const handle = host.newInflater(this.format, this.windowBits);
    if (this.dictionary !== undefined && this.format === "raw") handle.setDictionary(this.dictionary);
    return handle;
  }

  /**
   * One step over `bytes` from `from` on.
   * @returns {{taken: number, output: Buffer, more: boolean}} `more` when it must be called again
   */
  step(bytes, from, flush) {
    if (this.isDone) return { taken: bytes.length - from, output: NOTHING, more: false };
    if (this.format === "auto") {
      if (from >= bytes.length) return { taken: 0, output: NOTHING, more: false };
      this.format = bytes[from] === GZIP_FIRST_BYTE ? "gzip" : "zlib";
    }
    this.handle ??= this.begin();
    const [taken, buffer, word] = this.handle.step(bytes, from, FLUSHES[flush], this.chunkSize);
    if (word === "dictionary") {
      if (this.dictionary === undefined) throw failure("Z_NEED_DICT", "Missing dictionary");
      if (!this.handle.setDictionary(this.dictionary)) throw failure("Z_NEED_DICT", "Bad dictionary");
      return { taken, output: NOTHING, more: true };
    }
    if (word.startsWith("!")) throw failure(this.packs ? "Z_STREAM_ERROR" : "Z_DATA_ERROR", word.slice(1));
    this.bytesWritten += taken;
    const rest = bytes.length - from - taken;
    if (word === "end") {
      // Gzip files may stand one behind the other; only zeros behind the end are left out.
      if (!this.packs && this.format === "gzip" && rest > 0 && bytes[from + taken] !== 0) {
        this.handle = this.begin();
        return { taken, output: Buffer.from(buffer), more: true };
      }
      this.isDone = true;
      return { taken: taken + rest, output: Buffer.from(buffer), more: false };
    }
    const isFull = buffer.byteLength >= this.chunkSize;
    return { taken, output: Buffer.from(buffer), more: isFull || (rest > 0 && (taken > 0 || buffer.byteLength > 0)) };
  }

  effort() {
    return this.level === -1 ? 6 : this.level;
  }

  /** All of `bytes` as a job for the host. */
  job(bytes) {
    const format = this.format === "auto" && bytes[0] === GZIP_FIRST_BYTE ? "gzip" : this.format;
    return {
      kind: this.packs ? "pack" : "unpack",
      text: format === "auto" ? "zlib" : format,
      bytes: this.dictionary === undefined ? [bytes] : [bytes, this.dictionary],
      numbers: [this.effort(), this.windowBits, this.finishFlush, this.most],
    };
  }

  /** What went wrong with a job, in zlib's words. */
  jobFailure(error) {
    const reason = reasonOf(error);
    if (reason === undefined) return failure("Z_MEM_ERROR", error.message);
    if (reason === "long") return this.tooLong();
    if (reason === "early") return failure("Z_BUF_ERROR", "unexpected end of file");
    if (reason === "dictionary") return failure("Z_NEED_DICT", "Missing dictionary");
    if (reason === "bad dictionary") return failure("Z_NEED_DICT", "Bad dictionary");
    if (reason === "stream") return failure("Z_STREAM_ERROR", "stream error");
    return failure("Z_DATA_ERROR", reason.slice(1));
  }

  tooLong() {
    return withCode(RangeError, "ERR_BUFFER_TOO_LARGE", `Cannot create a Buffer larger than ${this.most} bytes`);
  }

  /** What is wrong when the input has ended here, if anything. */
  missing() {
    if (this.packs || this.isDone || this.finishFlush !== Z_FINISH) return undefined;
    return failure("Z_BUF_ERROR", "unexpected end of file");
  }
}

/**
 * What all streams of zlib are.
 * @param {object} [options]
 * @param {string} name of the class
 */
function Zlib(options, name) {
  const codec = new Codec(name, options ?? undefined);
  Transform.call(this, { ...options });
  Object.defineProperty(this, "codec", { value: codec, enumerable: false });
  this._chunkSize = codec.chunkSize;
  this._level = codec.level;
  this._strategy = options?.strategy ?? 0;
}
Object.setPrototypeOf(Zlib.prototype, Transform.prototype);
Object.setPrototypeOf(Zlib, Transform);
Object.defineProperty(Zlib.prototype, "bytesWritten", {
  configurable: true,
  get() {
    return this.codec.bytesWritten;
  },
});

Zlib.prototype._transform = function (chunk, encoding, callback) {
  const asked = chunk[FLUSH];
  const bytes = typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk;
  run(this, bytes, asked ?? this.codec.flush, callback);
};

Zlib.prototype._flush = function (callback) {
  run(this, NOTHING, this.codec.finishFlush, (error) => callback(error ?? this.codec.missing()));
};

/** Steps until `bytes` are used up, and waits where nobody reads. */
function run(stream, bytes, flush, callback) {
  let from = 0;
  const go = () => {
    while (!stream.destroyed) {
      let result;
      try {
        result = stream.codec.step(bytes, from, flush);
      } catch (error) {
        callback(error);
        return;
      }
      from += result.taken;
      const wants = result.output.length === 0 || stream.push(result.output);
      if (!result.more) {
        callback();
        return;
      }
      if (!wants) {
        stream[RESUME] = go;
        return;
      }
    }
  };
  go();
}
const RESUME = Symbol("resume");

Zlib.prototype._read = function () {
  const resume = this[RESUME];
  if (resume === undefined) return Transform.prototype._read.call(this);
  this[RESUME] = undefined;
  // Not within the reader's own call, which would push into a buffer that is being read.
  process.nextTick(resume);
  return undefined;
};

Zlib.prototype.flush = function flush(kind, callback = undefined) {
  if (typeof kind === "function" || (kind === undefined && !callback)) {
    callback = kind;
    kind = Z_FULL_FLUSH;
  }
  if (this.writableFinished) {
    if (callback) process.nextTick(callback);
  } else if (this.writableEnded) {
    if (callback) this.once("end", callback);
  } else {
    const mark = Buffer.alloc(0);
    mark[FLUSH] = kind;
    this.write(mark, callback);
  }
};

Zlib.prototype.close = function close(callback = undefined) {
  if (callback !== undefined) {
    validateFunction(callback, "callback");
    if (this.closed) process.nextTick(callback);
    else this.once("close", callback);
  }
  this.destroy();
};

Zlib.prototype.reset = function reset() {
  this.codec.handle = this.codec.begin();
  this.codec.isDone = false;
};

/** All of `input` at once. @returns {Buffer} */
function whole(name, input, options) {
  const codec = new Codec(name, options ?? undefined);
  const bytes = inputBytes(input);
  const pieces = [];
  let from = 0;
  let length = 0;
  let more = true;
  while (more) {
    const result = codec.step(bytes, from, codec.finishFlush);
    from += result.taken;
    more = result.more;
    length += result.output.length;
    if (length > codec.most) throw codec.tooLong();
    if (result.output.length > 0) pieces.push(result.output);
  }
  const missing = codec.missing();
  if (missing !== undefined) throw missing;
  return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces, length);
}

/** As `whole`, beside the program; calls back in a later turn. */
function wholeLater(name, input, options, callback) {
  const codec = new Codec(name, options ?? undefined);
  validateFunction(callback, "callback");
  // Here the input is a chunk that ends a stream: nothing is an empty one.
  const bytes = inputBytes(input ?? "", ["chunk", CHUNKS]);
  later(codec.job(bytes), (error, made) => {
    if (error) callback(codec.jobFailure(error));
    else callback(null, Buffer.from(made));
  });
}

/** @param {unknown} input @param {[string, string[]]} [words] for what is wrong @returns {Buffer} */
function inputBytes(input, words = ["buffer", ["string", "Buffer", "TypedArray", "DataView", "ArrayBuffer"]]) {
  if (typeof input === "string") return Buffer.from(input);
  if (ArrayBuffer.isView(input) || isAnyArrayBuffer(input)) return viewOf(input);
  throw codedError("ERR_INVALID_ARG_TYPE", ...words, input);
}

/** The class of one kind, which can be called without `new`. */
function classOf(name) {
  function Class(options) {
    if (!(this instanceof Class)) return new Class(options);
    Zlib.call(this, options, name);
    return this;
  }
  Object.defineProperty(Class, "name", { value: name });
  Object.setPrototypeOf(Class.prototype, Zlib.prototype);
  Object.setPrototypeOf(Class, Zlib);
  return Class;
}

const classes = {};
for (const name of Object.keys(KINDS)) classes[name] = classOf(name);

module.exports = { classes, whole, wholeLater };
