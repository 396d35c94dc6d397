"use strict";

// The commands whose arguments are words in a row.

const replies = require("npm/redis/replies");

/**
 * What each takes, by its name: `camelCase`, or `camelCase CAPITALS` where the capitals are not the
 * words of the command joined with `_`. Of the command, words of more than one letter stand for
 * themselves, and letters for arguments, which a `?` makes optional.
 *
 * | | |
 * | --- | --- |
 * | `k` | a key |
 * | `K` | keys: one or an array |
 * | `C` | keys, and before them how many |
 * | `v` | a word |
 * | `V` | words: one or an array |
 * | `F` | words, and before them how many |
 * | `n` | what has `toString`, mostly a number |
 * | `d` | a bound of scores or of words |
 * | `s`, `m` | a time as a `Date` or a number, in seconds, in milliseconds |
 */
const PLAIN = {
  dbSize: "DBSIZE", del: "DEL K", dump: "DUMP k", echo: "ECHO v", exists: "EXISTS K", expire: "EXPIRE k n v?",
  expireAt: "EXPIREAT k s v?", expireTime: "EXPIRETIME k", flushAll: "FLUSHALL v?", flushDb: "FLUSHDB v?",
  keys: "KEYS v", move: "MOVE k n", objectEncoding: "OBJECT ENCODING k", objectFreq: "OBJECT FREQ k",
  objectIdleTime: "OBJECT IDLETIME k", objectRefCount: "OBJECT REFCOUNT k", persist: "PERSIST k",
  pExpire: "PEXPIRE k n v?", pExpireAt: "PEXPIREAT k m v?", pExpireTime: "PEXPIRETIME k", pTTL: "PTTL k",
  randomKey: "RANDOMKEY", rename: "RENAME k k", renameNX: "RENAMENX k k", swapDb: "SWAPDB n n", time: "TIME",
  touch: "TOUCH K", ttl: "TTL k", type: "TYPE k", unlink: "UNLINK K", memoryUsage: "MEMORY USAGE k",

  append: "APPEND k v", decr: "DECR k", decrBy: "DECRBY k n", get: "GET k", getBit: "GETBIT k n", getDel: "GETDEL k",
  getRange: "GETRANGE k n n", getSet: "GETSET k v", incr: "INCR k", incrBy: "INCRBY k n",
  incrByFloat: "INCRBYFLOAT k n", lcs: "LCS k k", "lcsLen LCS_LEN": "LCS k k LEN", mGet: "MGET K",
  pSetEx: "PSETEX k n v", setBit: "SETBIT k n n", setEx: "SETEX k n v", setNX: "SETNX k v", setRange: "SETRANGE k n v",
  strLen: "STRLEN k",

  hDel: "HDEL k V", hExists: "HEXISTS k v", hGet: "HGET k v", hIncrBy: "HINCRBY k v n",
  hIncrByFloat: "HINCRBYFLOAT k v n", hKeys: "HKEYS k", hLen: "HLEN k", hmGet: "HMGET k V", hRandField: "HRANDFIELD k",
  "hRandFieldCount HRANDFIELD_COUNT": "HRANDFIELD k n", hSetNX: "HSETNX k v v", hStrLen: "HSTRLEN k v", hVals: "HVALS k",
  hTTL: "HTTL k FIELDS F", hpTTL: "HPTTL k FIELDS F", hPersist: "HPERSIST k FIELDS F",
  hExpireTime: "HEXPIRETIME k FIELDS F", hpExpireTime: "HPEXPIRETIME k FIELDS F", hGetDel: "HGETDEL k FIELDS F",

  blMove: "BLMOVE k k v v n", brPopLPush: "BRPOPLPUSH k k n", lIndex: "LINDEX k n", lInsert: "LINSERT k v v v",
  lLen: "LLEN k", lMove: "LMOVE k k v v", lPop: "LPOP k", "lPopCount LPOP_COUNT": "LPOP k n", lPush: "LPUSH k V",
  lPushX: "LPUSHX k V", lRange: "LRANGE k n n", lRem: "LREM k n v", lSet: "LSET k n v", lTrim: "LTRIM k n n",
  rPop: "RPOP k", "rPopCount RPOP_COUNT": "RPOP k n", rPopLPush: "RPOPLPUSH k k", rPush: "RPUSH k V", rPushX: "RPUSHX k V",

  sAdd: "SADD k V", sCard: "SCARD k", sDiff: "SDIFF K", sDiffStore: "SDIFFSTORE k K", sInter: "SINTER K",
  sInterStore: "SINTERSTORE k K", sIsMember: "SISMEMBER k v", sMembers: "SMEMBERS k", smIsMember: "SMISMEMBER k V",
  sMove: "SMOVE k k v", sPop: "SPOP k", "sPopCount SPOP_COUNT": "SPOP k n", sRandMember: "SRANDMEMBER k",
  "sRandMemberCount SRANDMEMBER_COUNT": "SRANDMEMBER k n", sRem: "SREM k V", sUnion: "SUNION K",
  sUnionStore: "SUNIONSTORE k K",

  zCard: "ZCARD k", zCount: "ZCOUNT k d d", zDiff: "ZDIFF C", zDiffStore: "ZDIFFSTORE k C", zLexCount: "ZLEXCOUNT k v v",
  zRandMember: "ZRANDMEMBER k", "zRandMemberCount ZRANDMEMBER_COUNT": "ZRANDMEMBER k n", zRank: "ZRANK k v",
  zRem: "ZREM k V", zRemRangeByLex: "ZREMRANGEBYLEX k d d", zRemRangeByRank: "ZREMRANGEBYRANK k n n",
  zRemRangeByScore: "ZREMRANGEBYSCORE k d d", zRevRank: "ZREVRANK k v",

  pfCount: "PFCOUNT K",

  xAck: "XACK k v V", xDel: "XDEL k V", xLen: "XLEN k", xGroupCreateConsumer: "XGROUP CREATECONSUMER k v v",
  xGroupDelConsumer: "XGROUP DELCONSUMER k v v", xGroupDestroy: "XGROUP DESTROY k v",

  clientGetName: "CLIENT GETNAME", clientGetRedir: "CLIENT GETREDIR", clientId: "CLIENT ID",
  clientSetName: "CLIENT SETNAME v", clientUnblock: "CLIENT UNBLOCK n v?", clientUnpause: "CLIENT UNPAUSE",
  clientPause: "CLIENT PAUSE n v?", commandCount: "COMMAND COUNT", "configResetStat CONFIG_RESETASTAT": "CONFIG RESETSTAT",
  configRewrite: "CONFIG REWRITE", info: "INFO v?", lastSave: "LASTSAVE", ping: "PING v?", publish: "PUBLISH v v",
  pubSubChannels: "PUBSUB CHANNELS v?", pubSubNumPat: "PUBSUB NUMPAT", pubSubShardChannels: "PUBSUB SHARDCHANNELS v?",
  sPublish: "SPUBLISH v v", "wait WAIT": "WAIT n n",

  bgSave: "BGSAVE", bgRewriteAof: "BGREWRITEAOF", scriptExists: "SCRIPT EXISTS V", scriptFlush: "SCRIPT FLUSH v?",
  scriptLoad: "SCRIPT LOAD v", memoryDoctor: "MEMORY DOCTOR", aclWhoAmI: "ACL WHOAMI", aclList: "ACL LIST",
  clusterInfo: "CLUSTER INFO", geoHash: "GEOHASH k V", geoPos: "GEOPOS k V", geoDist: "GEODIST k v v v?",
};

/** Those whose reply becomes something else. */
const CHANGED = {
  blPop: ["BLPOP K n", replies.waitedElement],
  brPop: ["BRPOP K n", replies.waitedElement],
  bzPopMax: ["BZPOPMAX K n", replies.waitedScored],
  bzPopMin: ["BZPOPMIN K n", replies.waitedScored],
  clientInfo: ["CLIENT INFO", replies.clientFacts],
  clientTrackingInfo: ["CLIENT TRACKINGINFO", replies.tracking],
  configGet: ["CONFIG GET V", replies.map],
  hGetAll: ["HGETALL k", replies.map],
  "hRandFieldCountWithValues HRANDFIELD_COUNT_WITHVALUES": ["HRANDFIELD k n WITHVALUES", replies.fieldsAndValues],
  pubSubNumSub: ["PUBSUB NUMSUB V?", replies.counts],
  pubSubShardNumSub: ["PUBSUB SHARDNUMSUB V?", replies.counts],
  xInfoConsumers: ["XINFO CONSUMERS k v", replies.facts],
  xInfoGroups: ["XINFO GROUPS k", replies.facts],
  xInfoStream: ["XINFO STREAM k", replies.streamFacts],
  xPending: ["XPENDING k v", replies.pending],
  "zDiffWithScores ZDIFF_WITHSCORES": ["ZDIFF C WITHSCORES", replies.scored],
  zIncrBy: ["ZINCRBY k d v", replies.double],
  zmScore: ["ZMSCORE k V", replies.doubles],
  zPopMax: ["ZPOPMAX k", replies.firstScored],
  "zPopMaxCount ZPOPMAX_COUNT": ["ZPOPMAX k n", replies.scored],
  zPopMin: ["ZPOPMIN k", replies.firstScored],
  "zPopMinCount ZPOPMIN_COUNT": ["ZPOPMIN k n", replies.scored],
  "zRandMemberCountWithScores ZRANDMEMBER_COUNT_WITHSCORES": ["ZRANDMEMBER k n WITHSCORES", replies.scored],
  "zRankWithScore ZRANK_WITHSCORE": ["ZRANK k v WITHSCORE", replies.rankAndScore],
  "zRevRankWithScore ZREVRANK_WITHSCORE": ["ZREVRANK k v WITHSCORE", replies.rankAndScore],
  zScore: ["ZSCORE k v", replies.nullableDouble],
};
/** Milliseconds of a second. */
const SECOND_MS = 1000;

const TAKE = {
  k: (words, key) => words.key(key),
  K: (words, keys) => words.keys(keys),
  C: (words, keys) => words.countedKeys(keys),
  v: (words, word) => words.add(word),
  V: (words, list) => words.each(list),
  F: (words, list) => words.counted(list),
  n: (words, number) => words.number(number),
  d: (words, bound) => words.bound(bound),
  s: (words, time) => words.number(typeof time === "number" ? time : Math.floor(time.getTime() / SECOND_MS)),
  m: (words, time) => words.number(typeof time === "number" ? time : time.getTime()),
};

/**
 * @param {string} form as in the table
 * @returns {(words: import("npm/redis/words").Words, ...given: unknown[]) => void} what puts a command together
 */
function putter(form) {
  const steps = form.split(" ").map((token) => {
    const isLiteral = /^[A-Z]{2,}$/.test(token);
    return { literal: isLiteral ? token : undefined, take: TAKE[token[0]], isOptional: token.endsWith("?") };
  });
  return (words, ...given) => {
    let at = 0;
    for (const { literal, take, isOptional } of steps) {
      if (literal !== undefined) {
        words.add(literal);
        continue;
      }
      const value = given[at];
      at += 1;
      if (!isOptional || value) take(words, value);
    }
  };
}

const commands = {};
for (const [name, row] of [...Object.entries(PLAIN), ...Object.entries(CHANGED)]) {
  const [form, reply] = Array.isArray(row) ? row : [row, undefined];
  const [camel, given] = name.split(" ");
  const capitals = given ?? form.match(/^[A-Z]{2,}( [A-Z]{2,})*/)[0].replaceAll(" ", "_");
  commands[camel] = { capitals, put: putter(form), reply };
}

module.exports = { commands };
