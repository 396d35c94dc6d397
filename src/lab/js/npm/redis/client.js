"use strict";

// The client: what a program has of the package.

const { EventEmitter } = require("events");
const { COMMANDS, ABSENT, MODULES } = require("npm/redis/commands");
const { ClientClosedError, WatchError } = require("npm/redis/errors");
const { Multi } = require("npm/redis/multi");
const { TYPES } = require("npm/redis/pub_sub");
const { Session } = require("npm/redis/session");
const { optionsOf, parseUrl } = require("npm/redis/address");
const { Words, prefixed, arrayOf } = require("npm/redis/words");
const { refusal } = require("npm/refused");

/** Milliseconds that a command waits to be sent. */
const TIMEOUT_MS = 5000;
/** What only a program inspects with the package's own names. */
const [SESSION, CHOSEN, WATCHED] = [Symbol("session"), Symbol("chosen"), Symbol("watched")];
const IN_THREE = ["clientSideCache", "emitInvalidate"];

/** A program's way to a Redis: here to the cache that the lab has for each program. */
class RedisClient extends EventEmitter {
  /** @param {object} [options] see github.com/redis/node-redis */
  constructor(options = undefined) {
    super();
    for (const name of IN_THREE) if (options?.[name]) throw refusal("redis", `The option \`${name}\``);
    const whole = optionsOf(options);
    const session = new Session(whole, (event, ...values) => this.emit(event, ...values));
    Object.defineProperties(this, {
      options: { value: whole, enumerable: true },
      [SESSION]: { value: session },
      [CHOSEN]: { value: { timeout: TIMEOUT_MS, ...whole.commandOptions } },
      [WATCHED]: { value: { epoch: undefined } },
    });
  }

  /** @param {object} [options] @returns {RedisClient} */
  static create(options = undefined) {
    return new RedisClient(options);
  }

  static factory() {
    return (options) => new RedisClient(options);
  }

  static parseURL(url) {
    return parseUrl(url);
  }

  get isOpen() {
    return this[SESSION].isOpen;
  }

  get isReady() {
    return this[SESSION].isReady;
  }

  get isPubSubActive() {
    return this[SESSION].pubSub.isActive;
  }

  get isWatching() {
    return this[WATCHED].epoch !== undefined;
  }

  get isDirtyWatch() {
    return false;
  }

  get socketEpoch() {
    return this[SESSION].epoch;
  }

  /** @returns {Promise<this>} when the server has answered */
  async connect() {
    await this[SESSION].connect();
    return this;
  }

  /** @param {object} [overrides] @returns {RedisClient} with the same options, not connected */
  duplicate(overrides = undefined) {
    return new RedisClient({ ...this.options, commandOptions: this[CHOSEN], ...overrides });
  }

  /** @param {object} options for commands of the object that is given */
  withCommandOptions(options) {
    return Object.create(this, { [CHOSEN]: { value: { ...this[CHOSEN], ...options } } });
  }

  withTypeMapping(typeMapping) {
    return this.withCommandOptions({ typeMapping });
  }

  withAbortSignal(abortSignal) {
    return this.withCommandOptions({ abortSignal });
  }

  asap() {
    return this.withCommandOptions({ asap: true });
  }

  /** @param {(string | Buffer)[]} words @param {object} [options] @returns {Promise<unknown>} the reply as it came */
  sendCommand(words, options = undefined) {
    return this[SESSION].send(words, { ...this[CHOSEN], ...options });
  }

  async SELECT(database) {
    await this.sendCommand(["SELECT", database.toString()]);
    this[SESSION].database = database;
  }

  SUBSCRIBE(channels, listener, wantsBytes = false) {
    return subscribe(this, TYPES.CHANNELS, channels, listener, wantsBytes);
  }

  UNSUBSCRIBE(channels = undefined, listener = undefined, wantsBytes = false) {
    return unsubscribe(this, TYPES.CHANNELS, channels, listener, wantsBytes);
  }

  PSUBSCRIBE(patterns, listener, wantsBytes = false) {
    return subscribe(this, TYPES.PATTERNS, patterns, listener, wantsBytes);
  }

  PUNSUBSCRIBE(patterns = undefined, listener = undefined, wantsBytes = false) {
    return unsubscribe(this, TYPES.PATTERNS, patterns, listener, wantsBytes);
  }

  SSUBSCRIBE(channels, listener, wantsBytes = false) {
    return subscribe(this, TYPES.SHARDED, channels, listener, wantsBytes);
  }

  SUNSUBSCRIBE(channels = undefined, listener = undefined, wantsBytes = false) {
    return unsubscribe(this, TYPES.SHARDED, channels, listener, wantsBytes);
  }

  getPubSubListeners(type) {
    return this[SESSION].pubSub.listeners[type];
  }

  /** @param {string | Buffer | (string | Buffer)[]} keys that EXEC looks at */
  async WATCH(keys) {
    const reply = await this.sendCommand(["WATCH", ...arrayOf(keys).map((key) => prefixed(this.options.keyPrefix, key))]);
    this[WATCHED].epoch ??= this[SESSION].epoch;
    return reply;
  }

  async UNWATCH() {
    const reply = await this.sendCommand(["UNWATCH"]);
    this[WATCHED].epoch = undefined;
    return reply;
  }

  /** @returns {Multi} */
  MULTI() {
    const run = {
      transaction: (commands, database) => transaction(this, commands, database),
      pipeline: (commands, database) => pipeline(this, commands, database),
    };
    const { typeMapping } = this[CHOSEN];
    return new Multi(run, { keyPrefix: this.options.keyPrefix, typeMapping, resp: this[SESSION].resp });
  }

  scanIterator(options = undefined) {
    return pages(options, (cursor) => this.scan(cursor, options), (reply) => reply.keys);
  }

  hScanIterator(key, options = undefined) {
    return pages(options, (cursor) => this.hScan(key, cursor, options), (reply) => reply.entries);
  }

  hScanValuesIterator(key, options = undefined) {
    return pages(options, (cursor) => this.hScan(key, cursor, options), (reply) => reply.entries.map(({ value }) => value));
  }

  hScanNoValuesIterator(key, options = undefined) {
    return pages(options, (cursor) => this.hScanNoValues(key, cursor, options), (reply) => reply.fields);
  }

  sScanIterator(key, options = undefined) {
    return pages(options, (cursor) => this.sScan(key, cursor, options), (reply) => reply.members);
  }

  zScanIterator(key, options = undefined) {
    return pages(options, (cursor) => this.zScan(key, cursor, options), (reply) => reply.members);
  }

  QUIT() {
    return this[SESSION].quit();
  }

  async disconnect() {
    this.destroy();
  }

  close() {
    return this[SESSION].close();
  }

  destroy() {
    this[SESSION].destroy();
  }

  ref() {}

  unref() {}
}

async function* pages(options, scan, made) {
  let cursor = options?.cursor ?? "0";
  do {
    const reply = await scan(cursor);
    cursor = reply.cursor;
    yield made(reply);
  } while (cursor.toString() !== "0");
}

function subscribe(client, type, topics, listener, wantsBytes) {
  const { pubSub } = client[SESSION];
  return client[SESSION].change(pubSub.subscribe(type, topics, listener, wantsBytes));
}

function unsubscribe(client, type, topics, listener, wantsBytes) {
  const { pubSub } = client[SESSION];
  return client[SESSION].change(pubSub.unsubscribe(type, topics, listener, wantsBytes));
}

async function transaction(client, commands, database) {
  const session = client[SESSION];
  const { epoch } = client[WATCHED];
  client[WATCHED].epoch = undefined;
  if (!session.isOpen) throw new ClientClosedError();
  if (epoch !== undefined && epoch !== session.epoch) throw new WatchError("Client reconnected after WATCH");
  const options = { chain: Symbol("transaction") };
  const { typeMapping } = client[CHOSEN];
  const sent = [session.queue.add(["MULTI"], options)];
  for (const words of commands) sent.push(session.queue.add(words, { ...options, typeMapping }));
  sent.push(session.queue.add(["EXEC"], options));
  session.schedule();
  const replies = (await Promise.all(sent)).at(-1);
  if (replies === null) throw new WatchError();
  if (database !== undefined) session.database = database;
  return replies;
}

async function pipeline(client, commands, database) {
  const session = client[SESSION];
  if (!session.isOpen) throw new ClientClosedError();
  const options = { chain: Symbol("pipeline"), typeMapping: client[CHOSEN].typeMapping };
  const sent = commands.map((words) => session.queue.add(words, options));
  session.schedule();
  const replies = await Promise.all(sent);
  if (database !== undefined) session.database = database;
  return replies;
}

/** Puts a function under a name that a program may write over. */
function name(as, value) {
  Object.defineProperty(RedisClient.prototype, as, { value, writable: true, configurable: true });
}

for (const [camel, { capitals, put, reply }] of Object.entries(COMMANDS)) {
  const method = async function (...given) {
    const words = new Words(this.options.keyPrefix);
    put(words, ...given);
    const raw = await this.sendCommand(words.list);
    return reply === undefined ? raw : reply(raw, this[CHOSEN].typeMapping, this[SESSION].resp);
  };
  name(camel, method);
  name(capitals, method);
}
const OWN = [
  "select", "subscribe", "unsubscribe", "pSubscribe", "pUnsubscribe", "sSubscribe", "sUnsubscribe", "watch", "unwatch",
  "multi", "quit",
];
for (const camel of OWN) name(camel, RedisClient.prototype[camel.toUpperCase()]);
for (const absent of ABSENT) {
  name(absent, async () => {
    throw refusal("redis", absent);
  });
}
for (const part of MODULES) {
  const refuse = () => {
    throw refusal("redis", part, "it is a module of the server");
  };
  Object.defineProperty(RedisClient.prototype, part, { get: refuse, configurable: true });
}

module.exports = { RedisClient };
