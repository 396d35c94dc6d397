"use strict";

// The options of a limit, with what stands for those that are not given.

const ipKeyGenerator = require("npm/express_rate_limit/ip_key");
const MemoryStore = require("npm/express_rate_limit/memory_store");
const { windowName } = require("npm/express_rate_limit/headers");
const { validationsOf } = require("npm/express_rate_limit/validations");

/**
 * @param {object} options as the program gave them
 * @returns {{settings: object, validations: object}}
 */
function settingsOf(options) {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const logger = loggerOf(given.logger);
  const validations = validationsOf(given.validate ?? true, logger);
  validations.validationsConfig(validations.enabled);
  validations.knownOptions(options);
  validations.draftPolliHeaders(given.draft_polli_ratelimit_headers);
  validations.onLimitReached(given.onLimitReached);
  if (given.ipv6Subnet !== undefined && typeof given.ipv6Subnet !== "function") validations.ipv6Subnet(given.ipv6Subnet);
  validations.keyGeneratorIpFallback(given.keyGenerator);
  validations.ipv6SubnetOrKeyGenerator(given);
  const standard = given.standardHeaders ?? false;
  const settings = {
    windowMs: 60_000,
    limit: given.max ?? 5,
    message: "Too many requests, please try again later.",
    statusCode: 429,
    legacyHeaders: given.headers ?? true,
    identifier: (request, response) => identify(settings, request, response),
    requestPropertyName: "rateLimit",
    skipFailedRequests: false,
    skipSuccessfulRequests: false,
    requestWasSuccessful: (_request, response) => response.statusCode < 400,
    skip: () => false,
    async keyGenerator(request, response) {
      return keyOf(settings, validations, request, response);
    },
    ipv6Subnet: 56,
    handler: (request, response, _next, used) => refuse(request, response, used),
    passOnStoreError: false,
    retryAfter: undefined,
    ...given,
    standardHeaders: standard === true ? "draft-6" : standard,
    store: storeOf(given.store ?? new MemoryStore(validations)),
    logger,
    validate: validations.enabled,
  };
  return { settings, validations };
}

/** What is told where: a message stands before the error. */
const CONSOLE = {
  warn: (error, message) => console.warn(...(message === undefined ? [error] : [message, error])),
  error: (error, message) => console.error(...(message === undefined ? [error] : [message, error])),
};

function loggerOf(logger) {
  if (logger === undefined || logger === null) return CONSOLE;
  if (typeof logger.warn === "function" && typeof logger.error === "function") return logger;
  throw new TypeError("Provided logger does not implement the Logger interface");
}

async function identify(settings, request, response) {
  const { limit } = settings;
  const count = typeof limit === "function" ? await limit(request, response) : limit;
  return `${count}-in-${windowName(settings.windowMs)}`;
}

async function keyOf(settings, validations, request, response) {
  validations.ip(request.ip);
  validations.trustProxy(request);
  validations.xForwardedForHeader(request);
  validations.forwardedHeader(request);
  const { ipv6Subnet } = settings;
  if (typeof ipv6Subnet !== "function") return ipKeyGenerator(request.ip, ipv6Subnet);
  const subnet = await ipv6Subnet(request, response);
  validations.ipv6Subnet(subnet);
  return ipKeyGenerator(request.ip, subnet);
}

async function refuse(request, response, { statusCode, message }) {
  response.status(statusCode);
  const body = typeof message === "function" ? await message(request, response) : message;
  if (!response.writableEnded) response.send(body);
}

/** The store; one of the old kind, which calls back, is put behind the new kind's functions. */
function storeOf(store) {
  const has = (name) => typeof store[name] === "function";
  const may = (name) => store[name] === undefined || has(name);
  const isOld = has("incr") && !has("increment");
  const isNew = has("increment") && may("resetAll") && may("init");
  if (!(isOld || isNew) || !has("decrement") || !has("resetKey")) {
    throw new TypeError("An invalid store was passed. Please ensure that the store is a class that implements the `Store` interface.");
  }
  return isOld ? new OldStore(store) : store;
}

class OldStore {
  constructor(store) {
    this.store = store;
  }

  increment(key) {
    return new Promise((resolve, reject) => {
      this.store.incr(key, (error, totalHits, resetTime) => {
        if (error) reject(error);
        else resolve({ totalHits, resetTime });
      });
    });
  }

  async decrement(key) {
    return this.store.decrement(key);
  }

  async resetKey(key) {
    return this.store.resetKey(key);
  }

  async resetAll() {
    return this.store.resetAll?.();
  }
}

module.exports = { settingsOf };
