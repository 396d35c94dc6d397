"use strict";

// The address of a server and the options of a client
// (mongodb.com/docs/manual/reference/connection-string).

const { MongoParseError, MongoAPIError, MongoRuntimeError, invalid } = require("npm/mongodb/errors");
const { ReadConcern, ReadPreference, WriteConcern } = require("npm/mongodb/concerns");
const { ObjectId } = require("npm/bson/object_id");

const DEFAULT_PORT = 27017;
const ADDRESS = /^(mongodb(?:\+srv)?):\/\/(?:([^:]*)(?::([^@]*))?@)?([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/;

const UINTS = [
  "autoSelectFamilyAttemptTimeout", "connectTimeoutMS", "heartbeatFrequencyMS", "localThresholdMS", "maxAdaptiveRetries",
  "maxConnecting", "maxIdleTimeMS", "maxPoolSize", "maxStalenessSeconds", "minHeartbeatFrequencyMS", "minPoolSize",
  "serverSelectionTimeoutMS", "socketTimeoutMS", "srvMaxHosts", "waitQueueTimeoutMS", "wtimeout", "wtimeoutMS",
];
const INTS = ["zlibCompressionLevel"];
const BOOLEANS = [
  "autoSelectFamily", "bsonRegExp", "checkKeys", "directConnection", "enableOverloadRetargeting", "enableUtf8Validation",
  "forceServerObjectId", "ignoreUndefined", "loadBalanced", "monitorCommands", "noDelay", "promoteBuffers",
  "promoteLongs", "promoteValues", "raw", "retryReads", "retryWrites", "serializeFunctions", "tlsInsecure", "useBigInt64",
];
/** Those whose value is looked at below, or by nobody here: there is neither a network nor a user. */
const OTHERS = [
  "ALPNProtocols", "allowPartialTrustChain", "appName", "auth", "authMechanism", "authMechanismProperties", "authSource",
  "autoEncryption", "ca", "cert", "checkServerIdentity", "ciphers", "compressors", "crl", "dbName", "driverInfo",
  "ecdhCurve", "family", "fieldsAsRaw", "fsync", "hints", "j", "journal", "keepAliveInitialDelay", "key",
  "localAddress", "localPort", "lookup", "minDHSize", "mongodbLogComponentSeverities", "mongodbLogMaxDocumentLength",
  "mongodbLogPath", "passphrase", "pfx", "pkFactory", "proxyHost", "proxyPassword", "proxyPort", "proxyUsername",
  "readConcern", "readConcernLevel", "readPreference", "readPreferenceTags", "rejectUnauthorized", "replicaSet",
  "runtimeAdapters", "secureContext", "secureProtocol", "serverApi", "serverMonitoringMode", "servername", "session",
  "srvServiceName", "ssl", "timeoutMS", "tls", "tlsAllowInvalidCertificates", "tlsAllowInvalidHostnames", "tlsCAFile",
  "tlsCRLFile", "tlsCertificateKeyFile", "tlsCertificateKeyFilePassword", "w", "writeConcern",
];
const NAMES = new Map([...UINTS, ...INTS, ...BOOLEANS, ...OTHERS].map((name) => [name.toLowerCase(), name]));
const COMPRESSORS = ["none", "snappy", "zlib", "zstd"];

/** What a client is like where nobody says. */
const DEFAULTS = {
  enableOverloadRetargeting: false, compressors: ["none"], connectTimeoutMS: 30000, directConnection: false, driverInfo: {},
  enableUtf8Validation: true, forceServerObjectId: false, heartbeatFrequencyMS: 10000, loadBalanced: false,
  localThresholdMS: 15, maxAdaptiveRetries: 2, maxConnecting: 2, maxIdleTimeMS: 0, maxPoolSize: 100, minPoolSize: 0,
  minHeartbeatFrequencyMS: 500, monitorCommands: false, noDelay: true, pkFactory: undefined, raw: false,
  readPreference: undefined, retryReads: true, retryWrites: true, serverMonitoringMode: "auto",
  serverSelectionTimeoutMS: 30000, socketTimeoutMS: 0, srvMaxHosts: 0, srvServiceName: "mongodb", waitQueueTimeoutMS: 0,
  zlibCompressionLevel: 0, dbName: "test",
};

/** Where a server is. */
class HostAddress {
  constructor(text) {
    const socket = decodeURIComponent(text);
    this.socketPath = undefined;
    this.host = undefined;
    this.port = undefined;
    this.isIPv6 = false;
    if (socket.endsWith(".sock")) {
      this.socketPath = socket;
      return;
    }
    const parts = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(text);
    const port = parts?.[2] === undefined ? DEFAULT_PORT : Number(parts[2]);
    if (parts === null || port > 65535) {
      throw new MongoRuntimeError(`Unable to parse ${text} with URL`, { cause: new TypeError("Invalid URL") });
    }
    if (port === 0) throw new MongoParseError("Invalid port (zero) with hostname");
    this.isIPv6 = parts[1].startsWith("[");
    this.host = (this.isIPv6 ? parts[1].slice(1, -1) : parts[1]).toLowerCase();
    this.port = port;
  }

  toString() {
    if (this.socketPath !== undefined) return this.socketPath;
    return `${this.isIPv6 ? `[${this.host}]` : this.host}:${this.port}`;
  }

  inspect() {
    return `new HostAddress('${this}')`;
  }

  [Symbol.for("nodejs.util.inspect.custom")]() {
    return this.inspect();
  }
}

/** An error of the address as a whole, which has no labels. */
function wrongAddress(message) {
  const error = new MongoParseError(message);
  delete error.errorLabelSet;
  return error;
}

/**
 * @param {string} connectionString
 * @param {object} [given] a client's options
 * @returns {object} what a client's `options` are, and `srvHost` of an address that names servers by DNS
 */
function parse(connectionString, given = {}) {
  if (!connectionString.startsWith("mongodb://") && !connectionString.startsWith("mongodb+srv://")) {
    throw wrongAddress('Invalid scheme, expected connection string to start with "mongodb://" or "mongodb+srv://"');
  }
  const match = ADDRESS.exec(connectionString);
  const [, scheme, username, password, hosts, path = "", query = ""] = match ?? [];
  if (!hosts) {
    if (/^[^/]*:\/\/[^/]*:[^@]*\/[^@]*@/.test(connectionString)) throw wrongAddress("Password contains unescaped characters");
    throw wrongAddress("Protocol and host list are required in the uri");
  }
  if (hosts.includes("@")) throw wrongAddress("Protocol and host list are required in the uri");
  if (username === "") throw wrongAddress("URI contained empty userinfo section");
  if (/[/?#[\]]/.test(password ?? "")) throw wrongAddress("Password contains unescaped characters");
  const isSrv = scheme === "mongodb+srv";
  const names = hosts.split(",");
  if (isSrv && names.length !== 1) throw wrongAddress("mongodb+srv URI cannot have multiple service names");
  if (isSrv && names[0].includes(":")) throw wrongAddress("mongodb+srv URI cannot have port number");
  const ofAddress = ofQuery(query);
  const ofObject = namedOptions(given);
  const options = Object.assign(Object.create(null), { hosts: isSrv ? [] : names.map((name) => new HostAddress(name)) }, DEFAULTS);
  options.pkFactory = { createPk: () => new ObjectId() };
  options.readPreference = ReadPreference.primary;
  const dbName = decoded(path);
  if (dbName !== "") options.dbName = dbName;
  if (isSrv) options.srvHost = names[0];
  if (username !== undefined) {
    options.credentials = { username: decoded(username), password: decoded(password ?? ""), source: dbName || "admin" };
  }
  // What the code says goes before what the address says.
  apply(options, { ...ofAddress, ...ofObject });
  return options;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    throw wrongAddress("URI malformed");
  }
}

function ofQuery(query) {
  const found = {};
  const unknown = [];
  const seen = new Map();
  for (const part of query.split("&")) {
    if (part === "") continue;
    const [name, value = ""] = part.split("=").map((text) => decoded(text.replaceAll("+", " ")));
    if (value === "") throw new MongoAPIError(`URI option "${name}" cannot be specified with no value`);
    const known = NAMES.get(name.toLowerCase());
    if (known === undefined) unknown.push(name.toLowerCase());
    else if (seen.has(known) && known !== "readPreferenceTags") {
      throw invalid(`URI option "${name}" cannot appear more than once in the connection string`);
    } else found[known] = value;
    seen.set(known, value);
  }
  refuseUnknown(unknown);
  if ("tls" in found && "ssl" in found && found.tls !== found.ssl) {
    throw new MongoParseError("All values of tls/ssl must be the same.");
  }
  return found;
}

function namedOptions(given) {
  const found = {};
  const unknown = [];
  for (const [name, value] of Object.entries(given ?? {})) {
    const known = NAMES.get(name.toLowerCase());
    if (known === undefined) unknown.push(name.toLowerCase());
    else if (value !== undefined && value !== null) found[known] = value;
  }
  refuseUnknown(unknown);
  return found;
}

function refuseUnknown(names) {
  if (names.length === 0) return;
  const [options, are] = names.length > 1 ? ["options", "are"] : ["option", "is"];
  throw new MongoParseError(`${options} ${names.join(", ")} ${are} not supported`);
}

function booleanOf(name, value) {
  if (typeof value === "boolean") return value;
  if (value === "true") return true;
  if (value === "false") return false;
  throw new MongoParseError(`${name} must be either "true" or "false"`);
}

function intOf(name, value) {
  const number = Math.trunc(Number(value));
  if (!Number.isNaN(number)) return number;
  throw new MongoParseError(`Expected ${name} to be stringified int value, got: ${value}`);
}

function uintOf(name, value) {
  const number = intOf(name, value);
  if (number < 0) throw new MongoParseError(`${name} can only be a positive int value, got: ${value}`);
  return number;
}

function apply(options, given) {
  for (const [name, value] of Object.entries(given)) {
    if (BOOLEANS.includes(name)) options[name] = booleanOf(name, value);
    else if (UINTS.includes(name)) options[name] = uintOf(name, value);
    else if (INTS.includes(name)) options[name] = intOf(name, value);
    else options[name] = other(name, value, options);
  }
  for (const name of ["j", "journal", "fsync"]) {
    if (given[name] !== undefined) given[name] = booleanOf("writeConcern", given[name]);
  }
  for (const name of ["wtimeout", "wtimeoutMS"]) {
    if (given[name] !== undefined) given[name] = uintOf(name, given[name]);
  }
  const concern = WriteConcern.fromOptions(given);
  for (const name of ["w", "j", "journal", "fsync", "wtimeout", "wtimeoutMS", "writeConcern"]) delete options[name];
  if (concern !== undefined) options.writeConcern = concern;
  const readConcern = ReadConcern.fromOptions({ ...given, level: given.readConcernLevel });
  if (readConcern !== undefined) options.readConcern = readConcern;
  const preference = ReadPreference.fromOptions(given);
  if (preference !== undefined) options.readPreference = preference;
  if (options.ssl !== undefined) options.tls = options.ssl;
  if (options.loadBalanced && options.directConnection) {
    throw new MongoParseError("loadBalanced option not supported when directConnection is provided");
  }
  if (options.useBigInt64 && (given.promoteLongs === false || given.promoteValues === false)) {
    throw new MongoAPIError("Must request either bigint or Long for int64 deserialization");
  }
  if (options.directConnection && options.hosts.length > 1) {
    throw new MongoParseError("directConnection option requires exactly one host");
  }
}

function other(name, value, options) {
  if (name === "tls" || name === "ssl") return booleanOf("tls/ssl", value);
  if (name === "pkFactory" && typeof value.createPk !== "function") {
    throw new MongoParseError(`Option pkFactory must be an object with a createPk function, got ${value}`);
  }
  if (name === "compressors") {
    const list = typeof value === "string" ? value.split(",") : value;
    const wrong = list.find((one) => !COMPRESSORS.includes(one));
    if (wrong !== undefined) {
      throw invalid(`${wrong} is not a valid compression mechanism. Must be one of: ${COMPRESSORS.join(",")}.`);
    }
    return list;
  }
  if (name === "serverApi") {
    const api = typeof value === "string" ? { version: value } : value;
    if (api.version !== "1") throw new MongoParseError(`Invalid server API version=${api.version}; must be in the following enum: ["1"]`);
    return api;
  }
  if (name === "auth") {
    if (!value || !("username" in value) || !("password" in value)) {
      throw new MongoParseError("credentials must be an object with 'username' and 'password' properties");
    }
    options.credentials = { username: value.username, password: value.password, source: "admin" };
  }
  return value;
}

module.exports = { HostAddress, parse };
