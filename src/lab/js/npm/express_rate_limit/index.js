"use strict";

// The package `express-rate-limit`: how often a client may ask within a time.

const ipKeyGenerator = require("npm/express_rate_limit/ip_key");
const MemoryStore = require("npm/express_rate_limit/memory_store");
const headers = require("npm/express_rate_limit/headers");
const { settingsOf } = require("npm/express_rate_limit/options");

/**
 * @param {object} [options] see express-rate-limit.mintlify.app/reference/configuration
 * @returns {Function} a middleware, with `resetKey` and `getKey`
 */
const rateLimit = (options) => {
  const { settings, validations } = settingsOf(options ?? {});
  const { store, logger } = settings;
  validations.creationStack(store);
  validations.unsharedStore(store);
  init(store, settings, logger);
  const about = { settings, validations, standard: settings.standardHeaders };
  const middleware = (() => (request, response, next) =>
    limit(about, request, response, next).catch(next))();
  middleware.resetKey = store.resetKey.bind(store);
  middleware.getKey = typeof store.get === "function" ? store.get.bind(store) : cannotGet;
  return middleware;
};

function cannotGet() {
  throw new Error("The current store does not support the get/getKey method");
}

/** Lets the store begin; what goes wrong is told, and the limit works on. */
function init(store, settings, logger) {
  if (typeof store.init !== "function") return;
  try {
    const begun = store.init(settings);
    begun?.catch?.((error) => logger.error(error, "express-rate-limit: async error during store initialization."));
  } catch (error) {
    logger.error(error, "express-rate-limit: error during store initialization.");
  }
}

async function limit(about, request, response, next) {
  const { settings, validations } = about;
  const { store } = settings;
  if (await settings.skip(request, response)) {
    next();
    return;
  }
  const key = await settings.keyGenerator(request, response);
  let counted;
  try {
    counted = await store.increment(key);
  } catch (error) {
    if (!settings.passOnStoreError) throw error;
    settings.logger.error(error, "express-rate-limit: error from store, allowing request without rate-limiting.");
    next();
    return;
  }
  const totalHits = counted.totalHits;
  const resetTime = counted.resetTime;
  validations.positiveHits(totalHits);
  validations.singleCount(request, store, key);
  const allowed = await valueOf(settings.limit, request, response);
  validations.limit(allowed);
  const info = { limit: allowed, used: totalHits, remaining: Math.max(allowed - totalHits, 0), resetTime, key };
  Object.defineProperty(info, "current", { value: totalHits, configurable: false, enumerable: false });
  request[settings.requestPropertyName] = info;
  await tell(about, info, request, response);
  if (settings.skipFailedRequests || settings.skipSuccessfulRequests) {
    takeBack(settings, key, request, response);
  }
  if (totalHits > allowed) {
    if (settings.legacyHeaders || about.standard) {
      const chosen = await valueOf(settings.retryAfter, request, response);
      headers.setRetryAfter(response, chosen ?? headers.secondsLeft(settings.windowMs, resetTime));
    }
    await settings.handler(request, response, next, settings);
    return;
  }
  next();
}

function valueOf(option, request, response) {
  return typeof option === "function" ? option(request, response) : option;
}

/** Sets the headers that say what is left. */
async function tell({ settings, validations, standard }, info, request, response) {
  const { windowMs } = settings;
  if (settings.legacyHeaders && !response.headersSent) headers.setLegacy(response, info);
  if (!standard || response.headersSent) return;
  if (standard === "draft-6") headers.setDraft6(response, info, windowMs);
  else if (standard === "draft-7") {
    validations.headersResetTime(info.resetTime);
    headers.setDraft7(response, info, windowMs);
  } else if (standard === "draft-8") {
    const name = await valueOf(settings.identifier, request, response);
    validations.headersResetTime(info.resetTime);
    headers.setDraft8(response, info, windowMs, name, info.key);
  } else validations.headersDraftVersion(standard);
}

/** Takes the count back when the answer is of a kind that is not to be counted. */
function takeBack(settings, key, request, response) {
  const { store } = settings;
  let isTaken = false;
  const take = async () => {
    if (isTaken) return;
    isTaken = true;
    await store.decrement(key);
  };
  const wasGood = () => settings.requestWasSuccessful(request, response);
  if (settings.skipFailedRequests) {
    response.on("finish", async () => {
      if (!(await wasGood())) await take();
    });
    response.on("close", async () => {
      if (!response.writableEnded) await take();
    });
    response.on("error", take);
  }
  if (settings.skipSuccessfulRequests) {
    response.on("finish", async () => {
      if (await wasGood()) await take();
    });
  }
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

module.exports = Object.assign(rateLimit, { DAY, HOUR, MINUTE, MemoryStore, SECOND, default: rateLimit, ipKeyGenerator, rateLimit });
