"use strict";

// Core modules that packages load without need. They are here with what is true in the lab, and
// every function of theirs that would do something is refused by its name.

const { allRefused } = require("internal/refused");

const MODULES = {
  child_process: () => allRefused("child_process", ["exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"]),
  cluster: () => ({
    isMaster: true,
    isPrimary: true,
    isWorker: false,
    workers: {},
    ...allRefused("cluster", ["disconnect", "fork", "setupMaster", "setupPrimary"]),
  }),
  dns: () => ({ ...names("dns"), promises: MODULES["dns/promises"]() }),
  "dns/promises": () => ({
    ...names("dns/promises"),
    lookup: async (name, options) => {
      const { address, family } = lookUp(name);
      return options?.all ? [{ address, family }] : { address, family };
    },
  }),
  http2: () => ({ constants: {}, ...allRefused("http2", ["connect", "createSecureServer", "createServer"]) }),
  https: () => {
    const { Agent } = require("http");
    return {
      Agent,
      globalAgent: new Agent(),
      ...allRefused("https", ["Server", "createServer", "get", "request"]),
    };
  },
  tls: () => ({
    DEFAULT_MAX_VERSION: "TLSv1.3",
    DEFAULT_MIN_VERSION: "TLSv1.2",
    rootCertificates: [],
    ...allRefused("tls", ["TLSSocket", "Server", "connect", "createSecureContext", "createServer"]),
  }),
  v8: () => ({
    startupSnapshot: { isBuildingSnapshot: () => false },
    ...allRefused("v8", ["deserialize", "getHeapSnapshot", "getHeapStatistics", "serialize", "setFlagsFromString", "writeHeapSnapshot"]),
  }),
  vm: () => allRefused("vm", ["Script", "compileFunction", "createContext", "isContext", "runInContext", "runInNewContext", "runInThisContext"]),
};

function names(module) {
  const kinds = ["resolve", "resolve4", "resolve6", "resolveMx", "resolveSrv", "resolveTxt", "reverse", "setServers"];
  return {
    ADDRCONFIG: 32,
    V4MAPPED: 8,
    ...allRefused(module, kinds),
    getDefaultResultOrder: () => "verbatim",
    setDefaultResultOrder() {},
    getServers: () => [],
    lookup,
  };
}

/** The lab knows itself and nobody else. */
function lookUp(name) {
  const family = require("net").isIP(name);
  if (family !== 0) return { address: name, family };
  if (name === "localhost") return { address: "127.0.0.1", family: 4 };
  const error = new Error(`getaddrinfo ENOTFOUND ${name}`);
  throw Object.assign(error, { errno: -3008, code: "ENOTFOUND", syscall: "getaddrinfo", hostname: name });
}

function lookup(name, options, callback) {
  const [settings, tell] = typeof options === "function" ? [{}, options] : [options, callback];
  let found;
  try {
    found = lookUp(name);
  } catch (error) {
    process.nextTick(tell, error);
    return;
  }
  if (settings?.all) process.nextTick(tell, null, [found]);
  else process.nextTick(tell, null, found.address, found.family);
}

const made = new Map();

/**
 * @param {string} name
 * @returns {object} the module
 */
function of(name) {
  if (!made.has(name)) made.set(name, MODULES[name]());
  return made.get(name);
}

module.exports = { of };
