"use strict";

// Commands on sorted sets and streams whose arguments are more than words in a row.

const { Buffer } = require("buffer");
const replies = require("npm/redis/replies");
const { arrayOf, double } = require("npm/redis/words");
const { scanOf, milliseconds } = require("npm/redis/commands/values");

function members(words, given) {
  for (const { score, value } of arrayOf(given)) words.add(double(score), value);
}

function zAdd(words, key, given, options = undefined) {
  words.add("ZADD").key(key);
  const either = (...names) => names.find((name) => options?.[name]);
  words.maybe(options?.condition || either("NX", "XX")).maybe(options?.comparison || either("LT", "GT"));
  words.flag("CH", options?.CH);
  members(words, given);
}

function zAddIncr(words, key, given, options = undefined) {
  words.add("ZADD").key(key).maybe(options?.condition).maybe(options?.comparison).flag("CH", options?.CH).add("INCR");
  members(words, given);
}

function limit(words, options) {
  if (options?.LIMIT) words.add("LIMIT").number(options.LIMIT.offset).number(options.LIMIT.count);
}

/** Two bounds and how they are meant. */
function range(words, min, max, options) {
  words.bound(min).bound(max);
  if (options?.BY === "SCORE") words.add("BYSCORE");
  if (options?.BY === "LEX") words.add("BYLEX");
  words.flag("REV", options?.REV);
  limit(words, options);
}

function rangeBy(name, last = undefined) {
  return (words, key, min, max, options = undefined) => {
    limit(words.add(name).key(key).bound(min).bound(max), options);
    words.maybe(last);
  };
}

function zRange(words, key, min, max, options = undefined) {
  range(words.add("ZRANGE").key(key), min, max, options);
}

function isName(key) {
  return typeof key === "string" || key instanceof Buffer;
}

/** Keys, or keys with a weight each. */
function weighed(words, keys, options) {
  const all = arrayOf(keys);
  if (isName(all[0])) {
    words.countedKeys(all);
  } else {
    words.countedKeys(all.map(({ key }) => key)).add("WEIGHTS", ...all.map(({ weight }) => double(weight)));
  }
  if (options?.AGGREGATE) words.add("AGGREGATE", options.AGGREGATE);
}

function joined(name, last = undefined) {
  return (words, keys, options = undefined) => {
    weighed(words.add(name), keys, options);
    words.maybe(last);
  };
}

function joinedInto(name) {
  return (words, destination, keys, options = undefined) => weighed(words.add(name).key(destination), keys, options);
}

function zmPop(words, keys, side, options = undefined) {
  words.countedKeys(keys).add(side);
  if (options?.COUNT) words.option("COUNT", options.COUNT);
}

function xAdd(words, key, id, message, options, first = undefined) {
  words.add("XADD").key(key).maybe(first).maybe(options?.policy);
  if (options?.TRIM) {
    const { strategy, strategyModifier, threshold, limit: most, policy } = options.TRIM;
    words.add(strategy).maybe(strategyModifier).number(threshold).option("LIMIT", most).maybe(policy);
  }
  words.add(id);
  for (const entry of Object.entries(message)) words.add(...entry);
}

function xRange(name) {
  return (words, key, from, to, options = undefined) => words.add(name).key(key).add(from, to).option("COUNT", options?.COUNT);
}

function readFrom(words, streams) {
  const all = arrayOf(streams);
  words.add("STREAMS").keys(all.map(({ key }) => key)).add(...all.map(({ id }) => id));
}

function xRead(words, streams, options = undefined) {
  words.add("XREAD").option("COUNT", options?.COUNT).option("BLOCK", options?.BLOCK);
  readFrom(words, streams);
}

function xReadGroup(words, group, consumer, streams, options = undefined) {
  words.add("XREADGROUP", "GROUP", group, consumer).option("COUNT", options?.COUNT).option("BLOCK", options?.BLOCK);
  readFrom(words.flag("NOACK", options?.NOACK), streams);
}

function xTrim(words, key, strategy, threshold, options = undefined) {
  words.add("XTRIM").key(key).add(strategy).maybe(options?.strategyModifier).number(threshold);
  if (options?.strategyModifier === "~") words.option("LIMIT", options.LIMIT);
  words.maybe(options?.policy);
}

function xClaim(words, key, group, consumer, idleMs, ids, options = undefined) {
  words.add("XCLAIM").key(key).add(group, consumer).number(idleMs).each(ids).option("IDLE", options?.IDLE);
  if (options?.TIME !== undefined) words.option("TIME", milliseconds(options.TIME));
  words.option("RETRYCOUNT", options?.RETRYCOUNT).flag("FORCE", options?.FORCE).option("LASTID", options?.LASTID);
}

function xAutoClaim(words, key, group, consumer, idleMs, start, options = undefined) {
  words.add("XAUTOCLAIM").key(key).add(group, consumer).number(idleMs).add(start);
  if (options?.COUNT) words.option("COUNT", options.COUNT);
}

/** The same with one word more at the end. */
function withLast(put, last) {
  return (words, ...given) => {
    put(words, ...given);
    words.add(last);
  };
}

const commands = {
  zAdd: { put: zAdd, reply: replies.double },
  zAddIncr: { capitals: "ZADD_INCR", put: zAddIncr, reply: replies.nullableDouble },
  zRange: { put: zRange },
  zRangeWithScores: { capitals: "ZRANGE_WITHSCORES", put: withLast(zRange, "WITHSCORES"), reply: replies.scored },
  zRangeByLex: { put: rangeBy("ZRANGEBYLEX") },
  zRangeByScore: { put: rangeBy("ZRANGEBYSCORE") },
  zRangeByScoreWithScores: {
    capitals: "ZRANGEBYSCORE_WITHSCORES", put: rangeBy("ZRANGEBYSCORE", "WITHSCORES"), reply: replies.scored,
  },
  zRangeStore: {
    put(words, destination, source, min, max, options = undefined) {
      range(words.add("ZRANGESTORE").key(destination).key(source), min, max, options);
    },
  },
  zInter: { put: joined("ZINTER") },
  zInterWithScores: { capitals: "ZINTER_WITHSCORES", put: joined("ZINTER", "WITHSCORES"), reply: replies.scored },
  zInterStore: { put: joinedInto("ZINTERSTORE") },
  zInterCard: {
    put(words, keys, options = undefined) {
      words.add("ZINTERCARD").countedKeys(keys);
      if (typeof options === "number" || options?.LIMIT) words.option("LIMIT", options.LIMIT ?? options);
    },
  },
  zUnion: { put: joined("ZUNION") },
  zUnionWithScores: { capitals: "ZUNION_WITHSCORES", put: joined("ZUNION", "WITHSCORES"), reply: replies.scored },
  zUnionStore: { put: joinedInto("ZUNIONSTORE") },
  zmPop: { put: (words, ...given) => zmPop(words.add("ZMPOP"), ...given), reply: replies.popped },
  bzmPop: {
    put: (words, timeout, ...given) => zmPop(words.add("BZMPOP").number(timeout), ...given), reply: replies.popped,
  },
  zScan: { put: scanOf("ZSCAN"), reply: replies.scannedScores },

  xAdd: { put: (words, key, id, message, options) => xAdd(words, key, id, message, options) },
  xAddNoMkStream: {
    capitals: "XADD_NOMKSTREAM",
    put: (words, key, id, message, options) => xAdd(words, key, id, message, options, "NOMKSTREAM"),
  },
  xRange: { put: xRange("XRANGE"), reply: replies.messages },
  xRevRange: { put: xRange("XREVRANGE"), reply: replies.messages },
  xRead: { put: xRead, reply: replies.streams },
  xReadGroup: { put: xReadGroup, reply: replies.streams },
  xTrim: { put: xTrim },
  xSetId: {
    put(words, key, id, options = undefined) {
      words.add("XSETID").key(key).add(id).option("ENTRIESADDED", options?.ENTRIESADDED);
      if (options?.MAXDELETEDID) words.add("MAXDELETEDID", options.MAXDELETEDID);
    },
  },
  xClaim: { put: xClaim, reply: replies.messages },
  xClaimJustId: { capitals: "XCLAIM_JUSTID", put: withLast(xClaim, "JUSTID") },
  xAutoClaim: { put: xAutoClaim, reply: replies.claimed },
  xAutoClaimJustId: { capitals: "XAUTOCLAIM_JUSTID", put: withLast(xAutoClaim, "JUSTID"), reply: replies.claimedIds },
  xGroupCreate: {
    capitals: "XGROUP_CREATE",
    put(words, key, group, id, options = undefined) {
      words.add("XGROUP", "CREATE").key(key).add(group, id).flag("MKSTREAM", options?.MKSTREAM);
      words.option("ENTRIESREAD", options?.ENTRIESREAD);
    },
  },
  xGroupSetId: {
    capitals: "XGROUP_SETID",
    put(words, key, group, id, options = undefined) {
      words.add("XGROUP", "SETID").key(key).add(group, id).option("ENTRIESREAD", options?.ENTRIESREAD);
    },
  },
  xPendingRange: {
    capitals: "XPENDING_RANGE",
    put(words, key, group, start, end, count, options = undefined) {
      words.add("XPENDING").key(key).add(group).option("IDLE", options?.IDLE).add(start, end).number(count);
      words.maybe(options?.consumer);
    },
    reply: replies.pendingEach,
  },
};

module.exports = { commands };
