"use strict";

// The types of Redis's protocol, and what a program wants them to be in JavaScript.

const { Buffer } = require("buffer");
const { SimpleError } = require("npm/redis/errors");

/** The protocol that a client speaks where it does not say. */
const DEFAULT_RESP = 3;

/** The first byte of each type on a wire. */
const RESP_TYPES = {
  NULL: 95, BOOLEAN: 35, NUMBER: 58, BIG_NUMBER: 40, DOUBLE: 44, SIMPLE_STRING: 43, BLOB_STRING: 36, VERBATIM_STRING: 61,
  SIMPLE_ERROR: 45, BLOB_ERROR: 33, ARRAY: 42, SET: 126, MAP: 37, PUSH: 62,
};
const [MAP_AS_OBJECT, MAP_AS_MAP, MAP_AS_ARRAY] = [0, 1, 2];
const [VERBATIM_AS_TEXT, VERBATIM_AS_CLASS, VERBATIM_AS_BUFFER] = [0, 1, 2];

/** A text with its format. */
class VerbatimString extends String {
  /** @param {string} format such as `txt` @param {string} value */
  constructor(format, value) {
    super(value);
    this.format = format;
  }
}

/** What the host calls to make values, see host/cache/writing.rs. */
const makers = {
  error: (text) => new SimpleError(text),
  buffer: (bytes) => Buffer.from(bytes),
  set: (items) => new Set(items),
  map: (items) => {
    const map = new Map();
    for (let at = 0; at < items.length; at += 2) map.set(items[at], items[at + 1]);
    return map;
  },
  bigNumber: (digits) => BigInt(digits),
  verbatim: (format, text) => new VerbatimString(format, text),
};

/**
 * @param {object | undefined} mapping a program's `typeMapping`
 * @param {number} resp 2 or 3
 * @returns {object} what host/cache/writing.rs calls `how`
 */
function howOf(mapping, resp) {
  const asked = mapping ?? {};
  const map = asked[RESP_TYPES.MAP];
  const verbatim = asked[RESP_TYPES.VERBATIM_STRING];
  return {
    makers,
    isFlat: resp === 2,
    bulks: asked[RESP_TYPES.BLOB_STRING] === Buffer,
    words: asked[RESP_TYPES.SIMPLE_STRING] === Buffer,
    numbers: asked[RESP_TYPES.NUMBER] === String,
    doubles: asked[RESP_TYPES.DOUBLE] === String,
    bigNumbers: asked[RESP_TYPES.BIG_NUMBER] === String,
    sets: asked[RESP_TYPES.SET] === Set,
    maps: map === Map ? MAP_AS_MAP : map === Array ? MAP_AS_ARRAY : MAP_AS_OBJECT,
    verbatims: verbatim === VerbatimString ? VERBATIM_AS_CLASS : verbatim === Buffer ? VERBATIM_AS_BUFFER : VERBATIM_AS_TEXT,
  };
}

/** What nobody asked for comes as bytes, and is made text where its listener wants that. */
const PUSHED = { [RESP_TYPES.BLOB_STRING]: Buffer };

module.exports = { DEFAULT_RESP, RESP_TYPES, VerbatimString, howOf, PUSHED };
