"use strict";

// The package `helmet`: headers that tell a browser to be careful (helmetjs.github.io).

const contentSecurityPolicy = require("npm/helmet/content_security_policy");
const headers = require("npm/helmet/headers");

/** In the order in which the headers are set: the option, its old name, its middleware. */
const PARTS = [
  { option: "contentSecurityPolicy", make: contentSecurityPolicy },
  { option: "crossOriginEmbedderPolicy", make: headers.crossOriginEmbedderPolicy, isOff: true },
  { option: "crossOriginOpenerPolicy", make: headers.crossOriginOpenerPolicy },
  { option: "crossOriginResourcePolicy", make: headers.crossOriginResourcePolicy },
  { option: "originAgentCluster", make: headers.originAgentCluster, bare: "Origin-Agent-Cluster" },
  { option: "referrerPolicy", make: headers.referrerPolicy },
  { option: "strictTransportSecurity", old: "hsts", make: headers.strictTransportSecurity, header: "Strict-Transport-Security" },
  { option: "xContentTypeOptions", old: "noSniff", make: headers.xContentTypeOptions, bare: "X-Content-Type-Options" },
  { option: "xDnsPrefetchControl", old: "dnsPrefetchControl", make: headers.xDnsPrefetchControl, header: "X-DNS-Prefetch-Control" },
  { option: "xDownloadOptions", old: "ieNoOpen", make: headers.xDownloadOptions, bare: "X-Download-Options" },
  { option: "xFrameOptions", old: "frameguard", make: headers.xFrameOptions, header: "X-Frame-Options" },
  {
    option: "xPermittedCrossDomainPolicies",
    old: "permittedCrossDomainPolicies",
    make: headers.xPermittedCrossDomainPolicies,
    header: "X-Permitted-Cross-Domain-Policies",
  },
  { option: "xPoweredBy", old: "hidePoweredBy", make: headers.xPoweredBy, bare: "X-Powered-By" },
  { option: "xXssProtection", old: "xssFilter", make: headers.xXssProtection, bare: "X-XSS-Protection" },
];

/**
 * @param {object} [options] for each header `true`, `false` or what its middleware takes
 * @returns {Function} a middleware that sets all of them
 */
function helmet(options = {}) {
  if (options.constructor?.name === "IncomingMessage") {
    throw new Error("It appears you have done something like `app.use(helmet)`, but it should be `app.use(helmet())`.");
  }
  const parts = PARTS.map((part) => middlewareOf(part, options)).filter((part) => part !== undefined);
  return function helmetMiddleware(request, response, next) {
    let at = 0;
    const step = (error) => {
      if (error) {
        next(error);
        return;
      }
      const part = parts[at];
      at += 1;
      if (part === undefined) next();
      else part(request, response, step);
    };
    step();
  };
}

/** What sets one header; nothing when it is turned off. */
function middlewareOf(part, options) {
  const given = chosen(part, options);
  if (given === false || (given === undefined && part.isOff)) return undefined;
  if (given === undefined || given === true) return part.make();
  if (part.bare === undefined) return part.make(given);
  console.warn(`${part.bare} does not take options. Remove the property to silence this warning.`);
  return part.make();
}

function chosen({ option, old, header, bare }, options) {
  if (old === undefined) return options[option];
  if (option in options && old in options) {
    throw new Error(`${header ?? bare} option was specified twice. Remove the \`${old}\` option to fix this error.`);
  }
  return options[option] ?? options[old];
}

// The order of the keys is that of the real package.
for (const { option, make } of PARTS) helmet[option] = make;
const OLD_NAMES = ["dnsPrefetchControl", "xssFilter", "permittedCrossDomainPolicies", "ieNoOpen", "noSniff", "frameguard", "hidePoweredBy", "hsts"];
for (const name of OLD_NAMES) helmet[name] = PARTS.find(({ old }) => old === name).make;

module.exports = helmet;
module.exports.default = helmet;
