"use strict";

// The package `redis` 6: the client's API, over the cache that the lab has for each program
// (github.com/redis/node-redis).

const errors = require("npm/redis/errors");
const { RedisClient } = require("npm/redis/client");
const { CLIENT_KILL_FILTERS } = require("npm/redis/commands/server");
const { DEFAULT_RESP, RESP_TYPES, VerbatimString } = require("npm/redis/types");
const { refused } = require("npm/refused");

/** What needs more servers than one. */
const ABSENT = {
  createClientPool: "one client serves all requests",
  createCluster: "the lab has one cache",
  createSentinel: "the lab has one cache",
  defineScript: "the cache runs no scripts",
};
const CLIENT_UNBLOCK_MODES = { TIMEOUT: "TIMEOUT", ERROR: "ERROR" };
const REDIS_FLUSH_MODES = { ASYNC: "ASYNC", SYNC: "SYNC" };
const absent = Object.entries(ABSENT).map(([name, hint]) => [name, refused("redis", name, hint)]);

/** @param {object} [options] @returns {RedisClient} that is not connected */
function createClient(options = undefined) {
  return new RedisClient(options);
}

module.exports = {
  createClient, RedisClient, DEFAULT_RESP, RESP_TYPES, VerbatimString, CLIENT_KILL_FILTERS, CLIENT_UNBLOCK_MODES,
  REDIS_FLUSH_MODES, ...Object.fromEntries(absent), ...errors,
};
