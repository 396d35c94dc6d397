"use strict";

// All commands that the package has names for.

const plain = require("npm/redis/commands/plain");
const values = require("npm/redis/commands/values");
const ordered = require("npm/redis/commands/ordered");
const server = require("npm/redis/commands/server");

/**
 * @typedef {object} Command
 * @property {string} capitals its other name
 * @property {(words: import("npm/redis/words").Words, ...given: unknown[]) => void} put
 * @property {(reply: unknown, mapping: object | undefined, resp: number) => unknown} [reply]
 */

/** @type {Record<string, Command>} by what they are called in `camelCase` */
const COMMANDS = {};
for (const part of [plain, values, ordered, server]) {
  for (const [name, command] of Object.entries(part.commands)) {
    COMMANDS[name] = { ...command, capitals: command.capitals ?? name.toUpperCase() };
  }
}

/** What the package has and the lab has not, because its server or one of Redis 7.0 has not. */
const ABSENT = [
  "aclCat", "aclDelUser", "aclDryRun", "aclGenPass", "aclGetUser", "aclLoad", "aclLog", "aclLogReset", "aclSave",
  "aclSetUser", "aclUsers", "arCount", "arDel", "arDelRange", "arGet", "arGetRange", "arGrep", "arGrepWithValues",
  "arInfo", "arInsert", "arLastItems", "arLen", "arMGet", "arMSet", "arNext", "arOp", "arRing", "arScan", "arSeek",
  "arSet", "asking", "blessClear", "blessGet", "blessScan", "blessSet", "blMoveM", "clientCaching", "clientNoTouch",
  "clientTracking", "clusterAddSlots", "clusterAddSlotsRange", "clusterBumpEpoch", "clusterCountFailureReports",
  "clusterCountKeysInSlot", "clusterDelSlots", "clusterDelSlotsRange", "clusterFailover", "clusterFlushSlots",
  "clusterForget", "clusterGetKeysInSlot", "clusterKeySlot", "clusterLinks", "clusterMeet", "clusterMyId",
  "clusterMyShardId", "clusterNodes", "clusterReplicas", "clusterReplicate", "clusterReset", "clusterSaveConfig",
  "clusterSetConfigEpoch", "clusterSetSlot", "clusterSlots", "command", "commandDocs", "commandGetKeys",
  "commandGetKeysAndFlags", "commandInfo", "commandList", "delEx", "digest", "functionDelete", "functionDump",
  "functionFlush", "functionKill", "functionList", "functionListWithCode", "functionLoad", "functionRestore",
  "functionStats", "geoAdd", "geoRadius", "geoRadiusByMember", "geoRadiusByMemberRo", "geoRadiusByMemberRoWith",
  "geoRadiusByMemberStore", "geoRadiusByMemberWith", "geoRadiusRo", "geoRadiusRoWith", "geoRadiusStore",
  "geoRadiusWith", "geoSearch", "geoSearchStore", "geoSearchWith", "hImportDiscard", "hImportDiscardAll",
  "hImportPrepare", "hImportSet", "hotkeysGet", "hotkeysReset", "hotkeysStart", "hotkeysStop", "increx",
  "incrExByFloat", "latencyDoctor", "latencyGraph", "latencyHistogram", "latencyHistory", "latencyLatest",
  "latencyReset", "lMoveM", "memoryMallocStats", "memoryPurge", "memoryStats", "migrate", "moduleList", "moduleLoad",
  "moduleUnload", "mSetEx", "readonly", "replicaOf", "restore", "restoreAsking", "role", "scriptDebug", "scriptKill",
  "sDiffCard", "sUnionCard", "vAdd", "vCard", "vDim", "vEmb", "vEmbRaw", "vGetAttr", "vInfo", "vLinks",
  "vLinksWithScores", "vRandMember", "vRange", "vRem", "vSetAttr", "vSim", "vSimWithScores", "xAckDel", "xCfgSet",
  "xDelEx", "xNack", "legacy", "createPool", "monitor",
];

/** The parts of Redis that are modules of its server. */
const MODULES = ["json", "ft", "ts", "bf", "cf", "cms", "tDigest", "topK"];

module.exports = { COMMANDS, ABSENT, MODULES };
