"use strict";

// The middleware of `helmet` that sets Content-Security-Policy (w3.org/TR/CSP3).

const DEFAULTS = {
  "default-src": ["'self'"],
  "base-uri": ["'self'"],
  "font-src": ["'self'", "https:", "data:"],
  "form-action": ["'self'"],
  "frame-ancestors": ["'self'"],
  "img-src": ["'self'", "data:"],
  "object-src": ["'none'"],
  "script-src": ["'self'"],
  "script-src-attr": ["'none'"],
  "style-src": ["'self'", "https:", "'unsafe-inline'"],
  "upgrade-insecure-requests": [],
};

/** What stands for "no default-src", said on purpose. */
const dangerouslyDisableDefaultSrc = Symbol("dangerouslyDisableDefaultSrc");

const HEADER = "Content-Security-Policy";

const NAME = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/;

/** Words that mean something only within single quotes. */
const QUOTED = [
  "none", "self", "strict-dynamic", "report-sample", "inline-speculation-rules", "unsafe-inline", "unsafe-eval",
  "unsafe-hashes", "wasm-unsafe-eval",
];
const QUOTED_STARTS = ["nonce-", "sha256-", "sha384-", "sha512-"];

/** @returns {Record<string, string[]>} the directives that are there unless others are said; a copy */
function getDefaultDirectives() {
  return Object.fromEntries(Object.entries(DEFAULTS).map(([name, values]) => [name, [...values]]));
}

/**
 * @param {{useDefaults?: boolean, directives?: object, reportOnly?: boolean}} [options] the values of a
 *   directive may be functions of the request and the answer
 * @returns {Function} a middleware
 */
function contentSecurityPolicy(options = {}) {
  const header = options.reportOnly ? `${HEADER}-Report-Only` : HEADER;
  const directives = directivesOf(options);
  return function contentSecurityPolicyMiddleware(request, response, next) {
    const result = headerValue(request, response, directives);
    if (result instanceof Error) {
      next(result);
      return;
    }
    response.setHeader(header, result);
    next();
  };
}

/** The directives by their names, in order. */
function directivesOf({ useDefaults = true, directives: given }) {
  const directives = new Map(useDefaults ? Object.entries(getDefaultDirectives()) : []);
  const said = new Set();
  let isDefaultDropped = false;
  for (const raw of Object.keys(given ?? {})) {
    const name = dashed(raw);
    if (!NAME.test(name)) fail(`received an invalid directive name ${JSON.stringify(raw)}`);
    if (said.has(name)) fail(`received a duplicate directive ${JSON.stringify(name)}`);
    said.add(name);
    const values = valuesOf(name, given[raw]);
    isDefaultDropped ||= values === dangerouslyDisableDefaultSrc;
    if (values === null || values === dangerouslyDisableDefaultSrc) directives.delete(name);
    else directives.set(name, values);
  }
  if (directives.size === 0) fail("has no directives. Either set some or disable the header");
  if (!directives.has("default-src") && !isDefaultDropped) {
    fail(`needs a default-src but none was provided. ${HOW_TO_DISABLE}`);
  }
  return directives;
}

const HOW_TO_DISABLE = "If you really want to disable it, set it to `contentSecurityPolicy.dangerouslyDisableDefaultSrc`.";

/** `scriptSrc` as it is written in the header. */
function dashed(name) {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function fail(what) {
  throw new Error(`${HEADER} ${what}`);
}

/** What can be gone through for the values; or `null`; or that default-src is left out on purpose. */
function valuesOf(name, directiveValue) {
  if (directiveValue === null) {
    if (name === "default-src") fail(`needs a default-src but it was set to \`null\`. ${HOW_TO_DISABLE}`);
    return null;
  }
  if (typeof directiveValue === "string") return checked(name, [directiveValue]);
  if (!directiveValue) fail(`received an invalid directive value for ${JSON.stringify(name)}`);
  if (directiveValue === dangerouslyDisableDefaultSrc) {
    if (name === "default-src") return directiveValue;
    throw new Error(`${HEADER}: tried to disable ${JSON.stringify(name)} as if it were default-src; simply omit the key`);
  }
  return checked(name, directiveValue);
}

function checked(name, directiveValue) {
  if (typeof directiveValue[Symbol.iterator] !== "function") throw new TypeError("directiveValue is not iterable");
  for (const entry of directiveValue) {
    if (typeof entry !== "string") continue;
    const error = errorOf(name, entry);
    if (error) throw error;
  }
  return directiveValue;
}

/** What is wrong with one value, if anything is. */
function errorOf(name, directiveValueEntry) {
  const what = `${HEADER} received an invalid directive value for ${JSON.stringify(name)}`;
  const isBare =
    QUOTED_STARTS.some((start) => directiveValueEntry.startsWith(start)) || QUOTED.includes(directiveValueEntry);
  if (isBare) return new Error(`${what}. ${JSON.stringify(directiveValueEntry)} should be quoted`);
  return hasSeparator(directiveValueEntry) ? new Error(what) : undefined;
}

/** A value that ends its directive would begin another. */
function hasSeparator(text) {
  return /[;,]/.test(text);
}

/** The value of the header for this request, or an error. */
function headerValue(request, response, directives) {
  const texts = [];
  for (const [name, values] of directives) {
    const entries = [];
    let isComputed = false;
    for (const value of values) {
      let entry = value;
      if (typeof value === "function") {
        isComputed = true;
        try {
          entry = value(request, response);
        } catch (error) {
          return error;
        }
        const error = errorOf(name, entry);
        if (error) return error;
      }
      entries.push(String(entry));
    }
    const joined = entries.join(" ");
    const text = joined === "" && !isComputed ? name : `${name} ${joined}`;
    if (hasSeparator(text)) return new Error(`${HEADER} received an invalid directive value for ${JSON.stringify(name)}`);
    texts.push(text);
  }
  return texts.join(";");
}

module.exports = Object.assign(contentSecurityPolicy, { getDefaultDirectives, dangerouslyDisableDefaultSrc });
