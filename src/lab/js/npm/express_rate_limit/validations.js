"use strict";

// What often goes wrong with a limit, told once for each limit.

const { isIP } = require("net");
const { DRAFTS } = require("npm/express_rate_limit/headers");

class ValidationError extends Error {
  constructor(code, message) {
    const help = `https://express-rate-limit.github.io/${code}/`;
    super(`${message} See ${help} for more information.`);
    this.name = this.constructor.name;
    this.code = code;
    this.help = help;
  }
}

/** What will be otherwise, or is since an earlier version. */
class ChangeWarning extends ValidationError {}

/** The longest time of a timer, in milliseconds. */
const WINDOW_MAX = 2 ** 31 - 1;

/** Stores that a limit has. */
const storesInUse = new WeakSet();
/** For each request the stores, and the keys that were counted in each. */
const countedKeys = new WeakMap();

const KNOWN_OPTIONS = [
  "windowMs", "limit", "max", "message", "statusCode", "legacyHeaders", "headers", "standardHeaders",
  "draft_polli_ratelimit_headers", "identifier", "retryAfter", "requestPropertyName", "skipFailedRequests",
  "skipSuccessfulRequests", "keyGenerator", "ipv6Subnet", "handler", "skip", "requestWasSuccessful", "store",
  "validate", "passOnStoreError", "logger",
];

const CHECKS = {
  ip(ip) {
    if (ip === undefined) {
      throw new ValidationError(
        "ERR_ERL_UNDEFINED_IP_ADDRESS",
        "An undefined 'request.ip' was detected. This might indicate a misconfiguration or the connection being destroyed prematurely.",
      );
    }
    if (isIP(ip)) return;
    throw new ValidationError(
      "ERR_ERL_INVALID_IP_ADDRESS",
      `An invalid 'request.ip' (${ip}) was detected. Consider passing a custom 'keyGenerator' function to the rate limiter.`,
    );
  },

  trustProxy(request) {
    if (request.app.get("trust proxy") !== true) return;
    throw new ValidationError(
      "ERR_ERL_PERMISSIVE_TRUST_PROXY",
      "The Express 'trust proxy' setting is true, which allows anyone to trivially bypass IP-based rate limiting.",
    );
  },

  xForwardedForHeader(request) {
    if (!request.headers["x-forwarded-for"] || request.app.get("trust proxy") !== false) return;
    throw new ValidationError(
      "ERR_ERL_UNEXPECTED_X_FORWARDED_FOR",
      "The 'X-Forwarded-For' header is set but the Express 'trust proxy' setting is false (default). This could indicate a misconfiguration which would prevent express-rate-limit from accurately identifying users.",
    );
  },

  forwardedHeader(request) {
    if (!request.headers.forwarded || request.ip !== request.socket?.remoteAddress) return;
    throw new ValidationError(
      "ERR_ERL_FORWARDED_HEADER",
      "The 'Forwarded' header (standardized X-Forwarded-For) is set but currently being ignored. Add a custom keyGenerator to use a value from this header.",
    );
  },

  positiveHits(hits) {
    if (Number.isInteger(hits) && hits >= 1) return;
    throw new ValidationError(
      "ERR_ERL_INVALID_HITS",
      `The totalHits value returned from the store must be a positive integer, got ${hits}`,
    );
  },

  unsharedStore(store) {
    const isUsed = storesInUse.has(store);
    storesInUse.add(store);
    if (!isUsed) return;
    const prefix = store.localKeys ? "" : " (with a unique prefix)";
    throw new ValidationError(
      "ERR_ERL_STORE_REUSE",
      `A Store instance must not be shared across multiple rate limiters. Create a new instance of ${store.constructor.name}${prefix} for each limiter instead.`,
    );
  },

  singleCount(request, store, key) {
    const stores = countedKeys.get(request) ?? new Map();
    countedKeys.set(request, stores);
    // Stores of the same class may be the same database.
    const storeKey = store.localKeys ? store : store.constructor.name;
    const keys = stores.get(storeKey) ?? new Set();
    stores.set(storeKey, keys);
    const full = `${store.prefix ?? ""}${key}`;
    if (keys.has(full)) {
      throw new ValidationError(
        "ERR_ERL_DOUBLE_COUNT",
        `The hit count for ${key} was incremented more than once for a single request.`,
      );
    }
    keys.add(full);
  },

  limit(limit) {
    if (limit !== 0) return;
    throw new ChangeWarning(
      "WRN_ERL_MAX_ZERO",
      "Setting limit or max to 0 disables rate limiting in express-rate-limit v6 and older, but will cause all requests to be blocked in v7",
    );
  },

  draftPolliHeaders(option) {
    if (!option) return;
    throw new ChangeWarning(
      "WRN_ERL_DEPRECATED_DRAFT_POLLI_HEADERS",
      "The draft_polli_ratelimit_headers configuration option is deprecated and has been removed in express-rate-limit v7, please set standardHeaders: 'draft-6' instead.",
    );
  },

  onLimitReached(option) {
    if (!option) return;
    throw new ChangeWarning(
      "WRN_ERL_DEPRECATED_ON_LIMIT_REACHED",
      "The onLimitReached configuration option is deprecated and has been removed in express-rate-limit v7.",
    );
  },

  headersDraftVersion(version) {
    if (DRAFTS.includes(version)) return;
    throw new ValidationError(
      "ERR_ERL_HEADERS_UNSUPPORTED_DRAFT_VERSION",
      `standardHeaders: only the following versions of the IETF draft specification are supported: ${DRAFTS.join(", ")}.`,
    );
  },

  headersResetTime(resetTime) {
    if (resetTime) return;
    throw new ValidationError(
      "ERR_ERL_HEADERS_NO_RESET",
      "standardHeaders:  'draft-7' requires a 'resetTime', but the store did not provide one. The 'windowMs' value will be used instead, which may cause clients to wait longer than necessary.",
    );
  },

  knownOptions(options) {
    if (!options) return;
    const unknown = Object.keys(options).find((option) => !KNOWN_OPTIONS.includes(option));
    if (unknown !== undefined) {
      throw new ValidationError("ERR_ERL_UNKNOWN_OPTION", `Unexpected configuration option: ${unknown}`);
    }
  },

  validationsConfig(enabled) {
    const supported = [...Object.keys(CHECKS), "default"];
    const unknown = Object.keys(enabled).find((name) => !supported.includes(name));
    if (unknown === undefined) return;
    throw new ValidationError(
      "ERR_ERL_UNKNOWN_VALIDATION",
      `options.validate.${unknown} is not recognized. Supported validate options are: ${supported.join(", ")}.`,
    );
  },

  creationStack(store) {
    // The function of Express that calls a handler stands in the stack.
    if (!/npm\/express\/layer|router\/lib\/layer|handle_request/.test(new Error("a stack").stack)) return;
    const usually = store?.localKeys ? "" : " *usually*";
    throw new ValidationError(
      "ERR_ERL_CREATED_IN_REQUEST_HANDLER",
      `express-rate-limit instance should${usually} be created at app initialization, not when responding to a request.`,
    );
  },

  ipv6Subnet(subnet) {
    if (subnet === false || (Number.isInteger(subnet) && subnet >= 32 && subnet <= 64)) return;
    throw new ValidationError(
      "ERR_ERL_IPV6_SUBNET",
      `Unexpected ipv6Subnet value: ${subnet}. Expected an integer between 32 and 64 (usually 48-64).`,
    );
  },

  ipv6SubnetOrKeyGenerator(options) {
    if (options.ipv6Subnet === undefined || !options.keyGenerator) return;
    throw new ValidationError(
      "ERR_ERL_IPV6SUBNET_OR_KEYGENERATOR",
      "Incompatible options: the 'ipv6Subnet' option is ignored when a custom 'keyGenerator' function is also set.",
    );
  },

  keyGeneratorIpFallback(keyGenerator) {
    if (!keyGenerator) return;
    // The text of the function is looked at: the real package does no more.
    const text = keyGenerator.toString();
    if (text.includes("ipKeyGenerator") || !/(?:req|request)\.ip/.test(text)) return;
    throw new ValidationError(
      "ERR_ERL_KEY_GEN_IPV6",
      "Custom keyGenerator appears to use request IP without calling the ipKeyGenerator helper function for IPv6 addresses. This could allow IPv6 users to bypass limits.",
    );
  },

  windowMs(windowMs) {
    if (typeof windowMs === "number" && windowMs >= 1 && windowMs <= WINDOW_MAX) return;
    const type = typeof windowMs === "number" ? "" : ` (${typeof windowMs})`;
    throw new ValidationError(
      "ERR_ERL_WINDOW_MS",
      `Invalid windowMs value: ${windowMs}${type}, must be a number between 1 and ${WINDOW_MAX} when using the default MemoryStore`,
    );
  },
};

/**
 * @param {boolean | Record<string, boolean>} [chosen] which checks are made
 * @param {{warn: Function, error: Function}} logger
 * @returns {object} the checks, each of which is made once; `enabled` says which are left
 */
function validationsOf(chosen, logger) {
  const enabled = typeof chosen === "boolean" ? { default: chosen } : { default: true, ...chosen };
  const validations = { enabled };
  for (const [name, check] of Object.entries(CHECKS)) {
    const once = (...values) => {
      if (!(enabled[name] ?? enabled.default)) return;
      try {
        check(...values);
      } catch (error) {
        if (error instanceof ChangeWarning) logger.warn(error);
        else logger.error(error);
      }
      enabled[name] = false;
    };
    Object.defineProperty(validations, name, { value: once, enumerable: false });
  }
  return validations;
}

module.exports = { validationsOf };
