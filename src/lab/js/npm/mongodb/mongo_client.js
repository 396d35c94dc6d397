"use strict";

// The client: where the store is, and the databases in it.

const { EventEmitter } = require("events");
const { turn, bsonOptions } = require("npm/mongodb/link");
const { parse } = require("npm/mongodb/connection_string");
const { ClientSession } = require("npm/mongodb/session");
const { Db } = require("npm/mongodb/db");
const { ChangeStream } = require("npm/mongodb/change_stream");
const { refusal } = require("npm/refused");
const {
  MongoClientBulkWriteExecutionError, MongoNetworkError, MongoNotConnectedError, MongoServerError,
  MongoServerSelectionError, invalid,
} = require("npm/mongodb/errors");

/** The names of this machine. */
const HERE = /^(localhost|127(\.\d{1,3}){3}|::1|0\.0\.0\.0)$/;
/** Numbers of the system's errors. */
const [ENOTFOUND, ENOENT] = [-3008, -2];

/** A program's way to a MongoDB: here to the store that the lab has for each program. */
class MongoClient extends EventEmitter {
  #isConnected = false;
  #isClosed = false;
  #connecting;
  #implicit;
  #sessions = new Set();
  #bson;

  /** @param {string} url @param {object} [options] see mongodb.com/docs/drivers/node */
  constructor(url, options = undefined) {
    super();
    const parsed = parse(url, options);
    Object.defineProperty(this, "options", { value: parsed, enumerable: true });
    this.#bson = bsonOptions(parsed);
  }

  /** @param {string} url @param {object} [options] @returns {Promise<MongoClient>} that is connected */
  static async connect(url, options = undefined) {
    return new MongoClient(url, options).connect();
  }

  get bsonOptions() {
    return this.#bson;
  }

  get readConcern() {
    return this.options.readConcern;
  }

  get writeConcern() {
    return this.options.writeConcern;
  }

  get readPreference() {
    return this.options.readPreference;
  }

  get serverApi() {
    return this.options.serverApi;
  }

  get monitorCommands() {
    return this.options.monitorCommands;
  }

  set monitorCommands(value) {
    this.options.monitorCommands = value;
  }

  get autoEncrypter() {
    return undefined;
  }

  get timeoutMS() {
    return this.options.timeoutMS;
  }

  /** The address that events tell. */
  get address() {
    return String(this.options.hosts[0]);
  }

  /** @returns {Promise<this>} when the server is found */
  async connect() {
    if (this.#isConnected) return this;
    this.#connecting ??= this.#find().finally(() => {
      this.#connecting = undefined;
    });
    await this.#connecting;
    return this;
  }

  async #find() {
    this.#isClosed = false;
    await turn();
    const { srvHost, hosts, credentials, replicaSet, tls } = this.options;
    if (srvHost !== undefined) throw unknownName("querySrv", `_mongodb._tcp.${srvHost}`);
    const host = hosts.find((one) => one.host !== undefined && HERE.test(one.host));
    if (host === undefined) throw notFound(hosts[0]);
    if (tls) throw notSelected(`connection <monitor> to ${host} closed`, new MongoNetworkError(`connection <monitor> to ${host} closed`));
    if (replicaSet !== undefined) {
      throw notSelected(`Server selection timed out after ${this.options.serverSelectionTimeoutMS} ms`, undefined);
    }
    if (credentials !== undefined) {
      throw new MongoServerError({ ok: 0, errmsg: "Authentication failed.", code: 18, codeName: "AuthenticationFailed" });
    }
    this.#isConnected = true;
    this.emit("open", this);
  }

  /** Connects where nobody has yet; for each operation. */
  async ready() {
    if (this.#isConnected) return;
    if (this.#isClosed) throw new MongoNotConnectedError("Client must be connected before running operations");
    await this.connect();
  }

  /** Puts the session of an operation, or the one of those that have none, into its command. */
  useSession(session, command) {
    if (session !== undefined && session !== null) {
      if (session.client !== this) throw invalid("ClientSession must be from the same MongoClient");
      session.mark(command);
      return;
    }
    this.#implicit ??= new ClientSession(this, {}, false);
    this.#implicit.mark(command);
  }

  /** Ends all sessions; what is asked afterwards is refused until `connect` is called. */
  async close() {
    this.#isClosed = true;
    if (!this.#isConnected) return;
    this.#isConnected = false;
    for (const session of this.#sessions) session.hasEnded = true;
    this.#sessions.clear();
    this.#implicit = undefined;
    await turn();
    this.emit("close");
  }

  /** @param {string} [name] that of the address, or `test`, when absent @param {object} [options] @returns {Db} */
  db(name = undefined, options = undefined) {
    return new Db(this, name || this.options.dbName, options);
  }

  /** @param {object} [options] @returns {ClientSession} */
  startSession(options = undefined) {
    const session = new ClientSession(this, options);
    this.#sessions.add(session);
    session.once("ended", () => this.#sessions.delete(session));
    return session;
  }

  /** @param {object | Function} options @param {Function} [work] @returns {Promise<unknown>} what `work` gives */
  async withSession(options, work = undefined) {
    const [given, callback] = typeof options === "function" ? [undefined, options] : [options, work];
    if (typeof callback !== "function") throw invalid("Missing required callback parameter");
    const session = this.startSession(given);
    try {
      return await callback(session);
    } finally {
      await session.endSession();
    }
  }

  watch(pipeline = [], options = {}) {
    return new ChangeStream(this, pipeline, options);
  }

  /** Of MongoDB 8 and later. */
  async bulkWrite(models) {
    if (!Array.isArray(models) || models.length === 0) {
      throw new MongoClientBulkWriteExecutionError("No client bulk write models were provided.");
    }
    throw refusal("mongodb", "MongoClient.bulkWrite", "it needs MongoDB 8; Collection.bulkWrite is there");
  }

  appendMetadata() {}

  async [Symbol.asyncDispose]() {
    await this.close();
  }
}

/** What Node says of a name that nobody knows. */
function unknownName(syscall, hostname) {
  const error = new Error(`${syscall} ENOTFOUND ${hostname}`);
  if (syscall === "getaddrinfo") error.errno = ENOTFOUND;
  else error.errno = undefined;
  return Object.assign(error, { code: "ENOTFOUND", syscall, hostname });
}

function notFound(address) {
  if (address.socketPath !== undefined) {
    const path = address.socketPath;
    const missing = Object.assign(new Error(`connect ENOENT ${path}`), { errno: ENOENT, code: "ENOENT", syscall: "connect", address: path });
    return notSelected(missing.message, new MongoNetworkError(missing.message, { cause: missing }));
  }
  const unknown = unknownName("getaddrinfo", address.host);
  return notSelected(unknown.message, new MongoNetworkError(unknown.message, { cause: unknown }));
}

function notSelected(message, cause) {
  return new MongoServerSelectionError(message, { type: "Unknown", error: cause });
}

module.exports = { MongoClient };
