"use strict";

// The middlewares of `helmet` that each set one header, all but Content-Security-Policy.

/** @param {{policy?: string}} [options] @returns {Function} a middleware */
function crossOriginEmbedderPolicy(options = {}) {
  const policy = policyOf("Cross-Origin-Embedder-Policy", options, "require-corp", ["require-corp", "credentialless", "unsafe-none"]);
  return function crossOriginEmbedderPolicyMiddleware(_request, response, next) {
    response.setHeader("Cross-Origin-Embedder-Policy", policy);
    next();
  };
}

/** @param {{policy?: string}} [options] @returns {Function} a middleware */
function crossOriginOpenerPolicy(options = {}) {
  const known = ["same-origin", "same-origin-allow-popups", "noopener-allow-popups", "unsafe-none"];
  const policy = policyOf("Cross-Origin-Opener-Policy", options, "same-origin", known);
  return function crossOriginOpenerPolicyMiddleware(_request, response, next) {
    response.setHeader("Cross-Origin-Opener-Policy", policy);
    next();
  };
}

/** @param {{policy?: string}} [options] @returns {Function} a middleware */
function crossOriginResourcePolicy(options = {}) {
  const policy = policyOf("Cross-Origin-Resource-Policy", options, "same-origin", ["same-origin", "same-site", "cross-origin"]);
  return function crossOriginResourcePolicyMiddleware(_request, response, next) {
    response.setHeader("Cross-Origin-Resource-Policy", policy);
    next();
  };
}

function policyOf(header, options, usual, known) {
  const policy = options.policy;
  if (policy === undefined) return usual;
  if (!known.includes(policy)) throw new Error(`${header} does not support the ${JSON.stringify(policy)} policy`);
  return policy;
}

/** @returns {Function} a middleware */
function originAgentCluster() {
  return function originAgentClusterMiddleware(_request, response, next) {
    response.setHeader("Origin-Agent-Cluster", "?1");
    next();
  };
}

/** The policies of w3.org/TR/referrer-policy, section 3. */
const REFERRER_POLICIES = [
  "no-referrer",
  "no-referrer-when-downgrade",
  "same-origin",
  "origin",
  "strict-origin",
  "origin-when-cross-origin",
  "strict-origin-when-cross-origin",
  "unsafe-url",
  "",
];

/** @param {{policy?: string | string[]}} [options] @returns {Function} a middleware */
function referrerPolicy(options = {}) {
  const policy = options.policy;
  const value = referrerValue(policy === undefined ? ["no-referrer"] : policy);
  return function referrerPolicyMiddleware(_request, response, next) {
    response.setHeader("Referrer-Policy", value);
    next();
  };
}

function referrerValue(policy) {
  const tokens = typeof policy === "string" ? [policy] : policy;
  if (tokens.length === 0) throw new Error("Referrer-Policy received no policy tokens");
  const seen = new Set();
  tokens.forEach((token) => {
    if (!REFERRER_POLICIES.includes(token)) {
      throw new Error(`Referrer-Policy received an unexpected policy token ${JSON.stringify(token)}`);
    }
    if (seen.has(token)) throw new Error(`Referrer-Policy received a duplicate policy token ${JSON.stringify(token)}`);
    seen.add(token);
  });
  return tokens.join(",");
}

/** A year, in seconds. */
const YEAR_S = 31_536_000;

/**
 * @param {{maxAge?: number, includeSubDomains?: boolean, preload?: boolean}} [options] the age in seconds
 * @returns {Function} a middleware
 */
function strictTransportSecurity(options = {}) {
  const value = transportValue(options);
  return function strictTransportSecurityMiddleware(_request, response, next) {
    response.setHeader("Strict-Transport-Security", value);
    next();
  };
}

function transportValue(options) {
  if ("maxage" in options) {
    throw new Error("Strict-Transport-Security received an unsupported property, `maxage`. Did you mean to pass `maxAge`?");
  }
  if ("includeSubdomains" in options) {
    throw new Error(
      'Strict-Transport-Security middleware should use `includeSubDomains` instead of `includeSubdomains`. (The correct one has an uppercase "D".)',
    );
  }
  const { maxAge = YEAR_S, includeSubDomains = true, preload = false } = options;
  if (!Number.isFinite(maxAge) || maxAge < 0) {
    const shown = JSON.stringify(maxAge);
    throw new Error(`Strict-Transport-Security: ${shown} is not a valid value for maxAge. Please choose a positive integer.`);
  }
  return [`max-age=${Math.floor(maxAge)}`, includeSubDomains && "includeSubDomains", preload && "preload"].filter(Boolean).join("; ");
}

/** @returns {Function} a middleware */
function xContentTypeOptions() {
  return function xContentTypeOptionsMiddleware(_request, response, next) {
    response.setHeader("X-Content-Type-Options", "nosniff");
    next();
  };
}

/** @param {{allow?: boolean}} [options] @returns {Function} a middleware */
function xDnsPrefetchControl(options = {}) {
  const value = options.allow ? "on" : "off";
  return function xDnsPrefetchControlMiddleware(_request, response, next) {
    response.setHeader("X-DNS-Prefetch-Control", value);
    next();
  };
}

/** @returns {Function} a middleware */
function xDownloadOptions() {
  return function xDownloadOptionsMiddleware(_request, response, next) {
    response.setHeader("X-Download-Options", "noopen");
    next();
  };
}

/** @param {{action?: string}} [options] @returns {Function} a middleware */
function xFrameOptions(options = {}) {
  const value = frameValue(options);
  return function xFrameOptionsMiddleware(_request, response, next) {
    response.setHeader("X-Frame-Options", value);
    next();
  };
}

function frameValue(options) {
  const action = options.action;
  if (action === undefined) return "SAMEORIGIN";
  const name = typeof action === "string" ? action.toUpperCase() : action;
  if (name === "SAME-ORIGIN") return "SAMEORIGIN";
  if (name === "DENY" || name === "SAMEORIGIN") return name;
  throw new Error(`X-Frame-Options received an invalid action ${JSON.stringify(action)}`);
}

/** @param {{permittedPolicies?: string}} [options] @returns {Function} a middleware */
function xPermittedCrossDomainPolicies(options = {}) {
  const given = options.permittedPolicies;
  const permittedPolicies = given === undefined ? "none" : given;
  if (!["none", "master-only", "by-content-type", "all"].includes(permittedPolicies)) {
    throw new Error(`X-Permitted-Cross-Domain-Policies does not support ${JSON.stringify(permittedPolicies)}`);
  }
  return function xPermittedCrossDomainPoliciesMiddleware(_request, response, next) {
    response.setHeader("X-Permitted-Cross-Domain-Policies", permittedPolicies);
    next();
  };
}

/** @returns {Function} a middleware that takes the header away */
function xPoweredBy() {
  return function xPoweredByMiddleware(_request, response, next) {
    response.removeHeader("X-Powered-By");
    next();
  };
}

/** @returns {Function} a middleware that turns off an old filter, which did harm */
function xXssProtection() {
  return function xXssProtectionMiddleware(_request, response, next) {
    response.setHeader("X-XSS-Protection", "0");
    next();
  };
}

module.exports = {
  crossOriginEmbedderPolicy, crossOriginOpenerPolicy, crossOriginResourcePolicy, originAgentCluster, referrerPolicy,
  strictTransportSecurity, xContentTypeOptions, xDnsPrefetchControl, xDownloadOptions, xFrameOptions,
  xPermittedCrossDomainPolicies, xPoweredBy, xXssProtection,
};
