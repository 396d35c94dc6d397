"use strict";

// Commands on keys, strings, hashes, lists and sets whose arguments are more than words in a row.

const { Buffer } = require("buffer");
const replies = require("npm/redis/replies");
const { Words, arrayOf } = require("npm/redis/words");

/** Milliseconds of a second. */
const SECOND_MS = 1000;

function seconds(time) {
  return typeof time === "number" ? time : Math.floor(time.getTime() / SECOND_MS);
}

function milliseconds(time) {
  return typeof time === "number" ? time : time.getTime();
}

/** Numbers are words here too; what is neither is refused when the command is sent. */
function wordOf(value) {
  return typeof value === "number" ? value.toString() : value;
}

/** `expiration` in its three forms: a word, a kind, a kind with its value. */
function expiration(words, { type, value } = {}, bare = "KEEPTTL") {
  if (type === bare) words.add(bare);
  else words.add(type).number(value);
}

function set(words, key, value, options = undefined) {
  words.add("SET").key(key).add(wordOf(value));
  const old = ["EX", "PX", "EXAT", "PXAT"].find((name) => options?.[name] !== undefined);
  if (typeof options?.expiration === "string") words.add(options.expiration);
  else if (options?.expiration) expiration(words, options.expiration);
  else if (old !== undefined) words.add(old).number(options[old]);
  else words.flag("KEEPTTL", options?.KEEPTTL);
  if (options?.condition) {
    words.add(options.condition);
    if (options.matchValue !== undefined) words.add(options.matchValue);
  } else if (options?.NX) {
    words.add("NX");
  } else {
    words.flag("XX", options?.XX);
  }
  words.flag("GET", options?.GET);
}

function getEx(words, key, options) {
  words.add("GETEX").key(key);
  const isNew = "type" in options;
  const kind = isNew ? options.type : ["EX", "PX", "EXAT", "PXAT"].find((name) => name in options) ?? "PERSIST";
  words.add(kind);
  if (kind === "PERSIST") return;
  const value = isNew ? options.value : options[kind];
  if (kind === "EXAT") words.number(seconds(value));
  else words.number(kind === "PXAT" ? milliseconds(value) : value);
}

/** Keys and values: an object, pairs, or one after the other. */
function settings(words, given) {
  if (Array.isArray(given) && given.length === 0) throw new Error("empty toSet Argument");
  if (Array.isArray(given) && !Array.isArray(given[0])) {
    for (let at = 0; at < given.length; at += 2) words.key(given[at]).add(given[at + 1]);
    return;
  }
  for (const [key, value] of Array.isArray(given) ? given : Object.entries(given)) words.key(key).add(value);
}

/** Fields and values: a Map, an object, pairs, or one after the other. */
function fields(words, given) {
  if (given instanceof Map) for (const entry of given) words.add(...entry.map(wordOf));
  else if (Array.isArray(given)) words.add(...given.flat(Infinity).map(wordOf));
  else for (const field of Object.keys(given)) words.add(field, wordOf(given[field]));
}

function hSet(words, key, given, value = undefined) {
  words.add("HSET").key(key);
  if (typeof given === "string" || typeof given === "number" || given instanceof Buffer) words.add(wordOf(given), wordOf(value));
  else fields(words, given);
}

function hSetEx(words, key, given, options = undefined) {
  words.add("HSETEX").key(key).maybe(options?.mode);
  if (typeof options?.expiration === "string") words.add(options.expiration);
  else if (options?.expiration) expiration(words, options.expiration);
  const flat = new Words();
  fields(flat, given);
  words.add("FIELDS").number(flat.list.length / 2).add(...flat.list);
}

function hGetEx(words, key, names, options = undefined) {
  words.add("HGETEX").key(key);
  if (typeof options?.expiration === "string") words.add(options.expiration);
  else if (options?.expiration) expiration(words, options.expiration, "PERSIST");
  words.add("FIELDS").counted(names);
}

/** The time of fields; they came with Redis 7.4. */
function fieldTime(name, timeOf) {
  return (words, key, names, time, mode = undefined) => {
    words.add(name).key(key).number(timeOf(time)).maybe(mode).add("FIELDS").counted(names);
  };
}

/** `cursor` and its options, behind what stands before it. */
function scan(words, cursor, options) {
  words.add(cursor);
  if (options?.MATCH !== undefined) words.add("MATCH", options.MATCH);
  if (options?.COUNT) words.option("COUNT", options.COUNT);
}

function scanOf(name, last = undefined) {
  return (words, key, cursor, options = undefined) => {
    scan(words.add(name).key(key), cursor, options);
    words.maybe(last);
  };
}

function sortWords(words, key, options) {
  words.key(key);
  if (options?.BY) words.add("BY", options.BY);
  if (options?.LIMIT) words.add("LIMIT").number(options.LIMIT.offset).number(options.LIMIT.count);
  if (options?.GET) for (const pattern of arrayOf(options.GET)) words.add("GET", pattern);
  words.maybe(options?.DIRECTION).flag("ALPHA", options?.ALPHA);
}

function lcsIdx(words, one, two, options = undefined) {
  words.add("LCS").keys([one, two]).add("IDX");
  if (options?.MINMATCHLEN) words.option("MINMATCHLEN", options.MINMATCHLEN);
}

function lPos(words, key, element, options = undefined) {
  words.add("LPOS").key(key).add(element).option("RANK", options?.RANK).option("MAXLEN", options?.MAXLEN);
}

function lmPop(words, keys, side, options = undefined) {
  words.countedKeys(keys).add(side).option("COUNT", options?.COUNT);
}

function bitField(words, key, operations) {
  words.add("BITFIELD").key(key);
  for (const { operation, encoding, offset, value, increment, behavior } of operations) {
    if (operation === "OVERFLOW") words.add(operation, behavior);
    else words.add(operation, encoding).number(offset);
    if (operation === "SET") words.number(value);
    if (operation === "INCRBY") words.number(increment);
  }
}

const commands = {
  copy: {
    put(words, source, destination, options = undefined) {
      words.add("COPY").keys([source, destination]).option("DB", options?.DB).flag("REPLACE", options?.REPLACE);
    },
  },
  scan: {
    put(words, cursor, options = undefined) {
      scan(words.add("SCAN"), cursor, options);
      if (options?.TYPE) words.add("TYPE", options.TYPE);
    },
    reply: replies.scannedKeys,
  },
  sort: { put: (words, key, options) => sortWords(words.add("SORT"), key, options) },
  sortRo: { capitals: "SORT_RO", put: (words, key, options) => sortWords(words.add("SORT_RO"), key, options) },
  sortStore: {
    capitals: "SORT_STORE",
    put(words, source, destination, options = undefined) {
      sortWords(words.add("SORT"), source, options);
      words.add("STORE").key(destination);
    },
  },

  set: { put: set },
  getEx: { put: getEx },
  mSet: { put: (words, given) => settings(words.add("MSET"), given) },
  mSetNX: { put: (words, given) => settings(words.add("MSETNX"), given) },
  lcsIdx: { capitals: "LCS_IDX", put: lcsIdx, reply: replies.matches },
  lcsIdxWithMatchLen: {
    capitals: "LCS_IDX_WITHMATCHLEN",
    put(words, ...given) {
      lcsIdx(words, ...given);
      words.add("WITHMATCHLEN");
    },
    reply: replies.matches,
  },
  bitCount: {
    put(words, key, range = undefined) {
      words.add("BITCOUNT").key(key);
      if (range) words.number(range.start).number(range.end).maybe(range.mode);
    },
  },
  bitField: { put: bitField },
  bitFieldRo: {
    capitals: "BITFIELD_RO",
    put(words, key, operations) {
      words.add("BITFIELD_RO").key(key);
      for (const { encoding, offset } of operations) words.add("GET", encoding).number(offset);
    },
  },
  bitOp: { put: (words, operation, destination, keys) => words.add("BITOP", operation).key(destination).keys(keys) },
  bitPos: {
    put(words, key, bit, start = undefined, end = undefined, mode = undefined) {
      words.add("BITPOS").key(key).number(bit);
      for (const place of [start, end]) if (place !== undefined) words.number(place);
      words.maybe(mode);
    },
  },

  hSet: { put: hSet },
  hSetEx: { put: hSetEx },
  hGetEx: { put: hGetEx },
  hExpire: { put: fieldTime("HEXPIRE", (time) => time) },
  hExpireAt: { put: fieldTime("HEXPIREAT", seconds) },
  hpExpire: { put: fieldTime("HPEXPIRE", (time) => time) },
  hpExpireAt: { put: fieldTime("HPEXPIREAT", milliseconds) },
  hScan: { put: scanOf("HSCAN"), reply: replies.scannedFields },
  hScanNoValues: {
    capitals: "HSCAN_NOVALUES",
    put: scanOf("HSCAN", "NOVALUES"),
    reply: ([cursor, names]) => ({ cursor, fields: names }),
  },

  lPos: { put: lPos },
  lPosCount: {
    capitals: "LPOS_COUNT",
    put(words, key, element, count, options = undefined) {
      lPos(words, key, element, options);
      words.option("COUNT", count);
    },
  },
  lmPop: { put: (words, ...given) => lmPop(words.add("LMPOP"), ...given) },
  blmPop: { put: (words, timeout, ...given) => lmPop(words.add("BLMPOP").number(timeout), ...given) },

  sScan: { put: scanOf("SSCAN"), reply: replies.scannedMembers },
  sInterCard: {
    put(words, keys, options = undefined) {
      words.add("SINTERCARD").countedKeys(keys).option("LIMIT", typeof options === "number" ? options : options?.LIMIT);
    },
  },

  pfAdd: {
    put(words, key, elements = undefined) {
      words.add("PFADD").key(key);
      if (elements) words.each(elements);
    },
  },
  pfMerge: {
    put(words, destination, sources = undefined) {
      words.add("PFMERGE").key(destination);
      if (sources) words.keys(sources);
    },
  },
};

module.exports = { commands, scanOf, milliseconds };
