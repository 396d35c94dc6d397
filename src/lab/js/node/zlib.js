"use strict";

// Compression (nodejs.org/api/zlib.html). Brotli and Zstandard are refused by name.

const { codedError, withCode } = require("internal/errors");
const { validateInteger } = require("internal/validate");
const { classes, whole, wholeLater } = require("internal/zlib_stream");
const { viewOf } = require("internal/crypto_bytes");

const FUNCTIONS = {
  deflate: "Deflate", gzip: "Gzip", deflateRaw: "DeflateRaw", unzip: "Unzip", inflate: "Inflate", gunzip: "Gunzip",
  inflateRaw: "InflateRaw",
};
const ABSENT = ["BrotliCompress", "BrotliDecompress", "ZstdCompress", "ZstdDecompress"];

const CODES = {
  Z_OK: 0, Z_STREAM_END: 1, Z_NEED_DICT: 2, Z_ERRNO: -1, Z_STREAM_ERROR: -2, Z_DATA_ERROR: -3, Z_MEM_ERROR: -4,
  Z_BUF_ERROR: -5, Z_VERSION_ERROR: -6,
};

const constants = {
  Z_NO_FLUSH: 0, Z_PARTIAL_FLUSH: 1, Z_SYNC_FLUSH: 2, Z_FULL_FLUSH: 3, Z_FINISH: 4, Z_BLOCK: 5,
  ...CODES,
  Z_NO_COMPRESSION: 0, Z_BEST_SPEED: 1, Z_BEST_COMPRESSION: 9, Z_DEFAULT_COMPRESSION: -1,
  Z_FILTERED: 1, Z_HUFFMAN_ONLY: 2, Z_RLE: 3, Z_FIXED: 4, Z_DEFAULT_STRATEGY: 0,
  DEFLATE: 1, INFLATE: 2, GZIP: 3, GUNZIP: 4, DEFLATERAW: 5, INFLATERAW: 6, UNZIP: 7,
  Z_MIN_WINDOWBITS: 8, Z_MAX_WINDOWBITS: 15, Z_DEFAULT_WINDOWBITS: 15,
  Z_MIN_CHUNK: 64, Z_MAX_CHUNK: Infinity, Z_DEFAULT_CHUNK: 16384,
  Z_MIN_MEMLEVEL: 1, Z_MAX_MEMLEVEL: 9, Z_DEFAULT_MEMLEVEL: 8,
  Z_MIN_LEVEL: -1, Z_MAX_LEVEL: 9, Z_DEFAULT_LEVEL: -1,
  // Programs name the operations of Brotli beside those of zlib, to choose between them.
  BROTLI_OPERATION_PROCESS: 0, BROTLI_OPERATION_FLUSH: 1, BROTLI_OPERATION_FINISH: 2,
  BROTLI_PARAM_MODE: 0, BROTLI_MODE_GENERIC: 0, BROTLI_MODE_TEXT: 1, BROTLI_MODE_FONT: 2,
  BROTLI_PARAM_QUALITY: 1, BROTLI_MIN_QUALITY: 0, BROTLI_MAX_QUALITY: 11, BROTLI_DEFAULT_QUALITY: 11,
  BROTLI_PARAM_LGWIN: 2, BROTLI_PARAM_SIZE_HINT: 5,
};

const codes = { ...CODES };
for (const [name, value] of Object.entries(CODES)) codes[value] = name;

/**
 * @param {string | ArrayBufferView} data
 * @param {number} [value] of what came before
 * @returns {number}
 */
function crc32(data, value = 0) {
  if (typeof data !== "string" && !ArrayBuffer.isView(data)) {
    throw codedError("ERR_INVALID_ARG_TYPE", "data", ["string", "Buffer", "TypedArray", "DataView"], data);
  }
  validateInteger(value, "value", 0, 2 ** 32 - 1);
  return host.crc32(typeof data === "string" ? Buffer.from(data) : viewOf(data), value) >>> 0;
}

module.exports = { crc32, ...classes };
for (const [name, kind] of Object.entries(FUNCTIONS)) {
  module.exports[name] = (buffer, options, callback = undefined) => {
    if (typeof options === "function") [callback, options] = [options, {}];
    wholeLater(kind, buffer, options, callback);
  };
  module.exports[`${name}Sync`] = (buffer, options = undefined) => whole(kind, buffer, options);
}
for (const name of Object.keys(classes)) {
  module.exports[`create${name}`] = (options) => new classes[name](options);
}
for (const name of ABSENT) {
  const plain = name[0].toLowerCase() + name.slice(1);
  for (const one of [name, plain, `${plain}Sync`, `create${name}`]) {
    module.exports[one] = function refused() {
      throw withCode(Error, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", `zlib.${one} is not in the lab`);
    };
  }
}
for (const [name, value] of Object.entries({ constants: Object.freeze(constants), codes: Object.freeze(codes) })) {
  Object.defineProperty(module.exports, name, { value, enumerable: true });
}
