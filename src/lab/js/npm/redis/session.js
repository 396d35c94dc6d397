"use strict";

// What stands behind a client: whether it is connected, its commands on their way, who listens.

const timers = require("timers");
const { clearImmediate, setImmediate } = require("internal/ticks");
const errors = require("npm/redis/errors");
const { faultOf } = require("npm/redis/address");
const { Link } = require("npm/redis/link");
const { PubSub } = require("npm/redis/pub_sub");
const { Queue } = require("npm/redis/queue");
const { DEFAULT_RESP } = require("npm/redis/types");

const VERSION = "6.3.1";
/** Milliseconds before the next try: what is doubled with each, the most, and what chance adds. */
const [RETRY_MS, RETRY_MS_MAX, RETRY_CHANCE_MS] = [50, 2000, 200];

/** @returns {Promise<void>} of a later turn */
function turn() {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** The connection of a client, from one to the next. */
class Session {
  #emit;
  #options;
  #link;
  #scheduled;
  #pinging;
  isOpen = false;
  isReady = false;
  /** How often it was ready. */
  epoch = 0;
  database;
  pubSub = new PubSub();
  queue;

  /** @param {object} options of the client @param {(event: string, ...values: unknown[]) => void} emit */
  constructor(options, emit) {
    this.#options = options;
    this.#emit = emit;
    this.resp = options.RESP ?? DEFAULT_RESP;
    this.database = options.database ?? 0;
    this.queue = new Queue(this.resp, options.commandsQueueMaxLength);
  }

  /** @returns {Promise<void>} when the server has answered */
  async connect() {
    if (this.isOpen) throw new Error("Socket already opened");
    this.isOpen = true;
    await this.#reach(0);
  }

  async #reach(already) {
    let retries = already;
    while (this.isOpen && !this.isReady) {
      try {
        await this.#begin();
      } catch (error) {
        this.#drop();
        if (!this.isOpen) throw error;
        await this.#pause(retries, error);
        if (!this.isOpen) throw error;
        retries += 1;
        this.#emit("reconnecting");
      }
    }
  }

  async #begin() {
    await turn();
    const fault = faultOf(this.#options.socket);
    if (fault !== undefined) throw fault;
    if (!this.isOpen) throw new errors.ClientClosedError();
    this.#link = new Link({
      answer: (sent, reply) => this.#answer(sent, reply),
      push: (parts) => this.#push(parts),
      rest: () => this.#rested(),
      lost: () => this.#lost(new errors.SocketClosedUnexpectedlyError()),
    });
    this.#emit("connect");
    const greetings = this.#greet();
    this.#write();
    await Promise.all(greetings);
    this.isReady = true;
    this.epoch += 1;
    this.#emit("ready");
    this.#pingLater();
    this.schedule();
  }

  /** What a client says on a new connection, before all else. */
  #greet() {
    const { name, username, password, clientInfoTag, disableClientInfo } = this.#options;
    const all = [];
    if (this.resp === 2) {
      if (username || password) all.push(["AUTH", ...(username === undefined ? [] : [username]), password ?? ""]);
      if (name) all.push(["CLIENT", "SETNAME", name]);
    } else {
      const auth = password ? ["AUTH", username ?? "default", password] : [];
      all.push(["HELLO", String(this.resp), ...auth, ...(name ? ["SETNAME", name] : [])]);
    }
    if (this.database !== 0) all.push(["SELECT", String(this.database)]);
    const library = clientInfoTag ? `node-redis(${clientInfoTag})` : "node-redis";
    const facts = disableClientInfo ? [] : [["LIB-VER", VERSION], ["LIB-NAME", library]];
    const chain = Symbol("greeting");
    // The last that is added stands first.
    const again = this.pubSub.again().reverse().map((change) => this.#change(change, { asap: true, chain, isQuiet: true }));
    const say = (words) => this.queue.add(words, { asap: true, chain, isQuiet: true });
    const told = facts.reverse().map((fact) => say(["CLIENT", "SETINFO", ...fact]).catch(() => {}));
    return [...again, ...told, ...all.reverse().map(say)];
  }

  /** Waits before the next try, or throws where there is none. */
  async #pause(retries, cause) {
    const { retryIn, fault } = this.#strategy(retries, cause);
    this.#emit("error", cause);
    if (fault !== undefined) this.#emit("error", fault);
    // Like a connection, the time between two of them keeps no program alive.
    await new Promise((resolve) => {
      timers.setTimeout(resolve, retryIn).unref();
    });
  }

  /** What the program's own strategy says, or the usual one. */
  #strategy(retries, cause) {
    const { reconnectStrategy } = this.#options.socket ?? {};
    let [retryIn, fault] = [reconnectStrategy, undefined];
    if (typeof reconnectStrategy === "function") {
      try {
        retryIn = reconnectStrategy(retries, cause);
        if (retryIn !== false && !(retryIn instanceof Error) && typeof retryIn !== "number") {
          throw new TypeError(`Reconnect strategy should return \`false | Error | number\`, got ${retryIn} instead`);
        }
      } catch (error) {
        [retryIn, fault] = [undefined, error];
      }
    }
    if (retryIn === undefined || retryIn === true || retryIn === null) {
      const chance = Math.floor(Math.random() * RETRY_CHANCE_MS);
      retryIn = Math.min(2 ** retries * RETRY_MS, RETRY_MS_MAX) + chance;
    }
    if (typeof retryIn === "number") return { retryIn, fault };
    this.isOpen = false;
    const end = retryIn === false ? cause : new errors.ReconnectStrategyError(retryIn, cause);
    this.#emit("terminated", end);
    this.#emit("error", cause);
    throw end;
  }

  /**
   * @param {(string | Buffer)[]} words
   * @param {object} [options] as `Queue.add` takes them
   * @returns {Promise<unknown>} of the reply
   */
  send(words, options = undefined) {
    if (!this.isOpen) return Promise.reject(new errors.ClientClosedError());
    if (!this.isReady && this.#options.disableOfflineQueue) return Promise.reject(new errors.ClientOfflineError());
    // What can be sent at once is sent in the next turn, and needs no timer.
    const reply = this.queue.add(words, this.isReady ? { ...options, timeout: undefined } : options);
    this.schedule();
    return reply;
  }

  /** Sends what subscribes or ends it. @param {import("npm/redis/pub_sub").Change | undefined} change */
  async change(change) {
    if (change === undefined) return;
    const done = this.#change(change, {});
    this.schedule();
    await done;
  }

  async #change(change, options) {
    try {
      await this.queue.add(change.words, { ...options, topics: change.topics, settled: change.done });
    } catch (error) {
      change.failed?.();
      throw error;
    }
  }

  /** Sends what was not sent yet, in the next turn. */
  schedule() {
    if (!this.isReady || this.#scheduled !== undefined || !this.queue.hasUnsent) return;
    this.#scheduled = setImmediate(() => {
      this.#scheduled = undefined;
      this.#write();
    });
  }

  #write() {
    if (this.#link === undefined) return;
    if (this.isReady && this.#link.isGone) this.#lost(new errors.SocketClosedUnexpectedlyError());
    else this.#link.send(this.queue.take());
  }

  #answer(entry, reply) {
    this.queue.answered(entry);
    if (reply instanceof errors.ErrorReply) entry.reject(reply);
    else entry.resolve(this.resp === 2 && this.pubSub.isActive ? pong(reply) : reply);
  }

  /** A message, or the answer to what changes subscriptions. */
  #push(parts) {
    if (this.pubSub.message(parts)) return;
    const entry = this.queue.first;
    if (entry?.topics === undefined) return;
    const isLast = Number.isNaN(entry.topics) ? parts[2] === this.pubSub.left(parts) : entry.topics === 1;
    entry.topics -= 1;
    if (!isLast) return;
    this.queue.answered(entry);
    // The next message may stand right behind.
    entry.settled();
    entry.resolve();
    this.#link?.listen(this.pubSub.isActive);
  }

  #rested() {
    this.onRest?.();
  }

  /** The server ended the connection. */
  #lost(error) {
    if (!this.isOpen || !this.isReady) return;
    this.#drop();
    this.queue.dropSent(error);
    if (this.#options.disableOfflineQueue) this.queue.dropAll(error);
    const again = async () => {
      await this.#pause(0, error);
      if (!this.isOpen) return;
      this.#emit("reconnecting");
      await this.#reach(1);
    };
    // What went wrong was told as an event.
    again().catch(() => {});
  }

  #drop() {
    this.isReady = false;
    timers.clearTimeout(this.#pinging);
    this.#link?.close();
    this.#link = undefined;
  }

  #pingLater() {
    const { pingInterval } = this.#options;
    if (!pingInterval || !this.isReady) return;
    timers.clearTimeout(this.#pinging);
    const ping = () => {
      if (!this.isReady) return;
      const reply = this.send(["PING"]);
      reply.then((pong) => this.#emit("ping-interval", pong), (error) => this.#emit("error", error)).finally(() => this.#pingLater());
    };
    this.#pinging = timers.setTimeout(ping, pingInterval).unref();
  }

  /** Says QUIT, and ends. @returns {Promise<string>} */
  async quit() {
    if (!this.isOpen) throw new errors.ClientClosedError();
    this.isOpen = false;
    const reply = this.queue.add(["QUIT"]);
    this.schedule();
    const said = await reply;
    this.#end();
    return said;
  }

  /** Ends when all is answered. @returns {Promise<void>} */
  async close() {
    if (!this.isOpen) throw new errors.ClientClosedError();
    this.isOpen = false;
    if (!this.queue.isEmpty) {
      await new Promise((resolve) => {
        this.onRest = () => this.queue.isEmpty && resolve();
      });
      this.onRest = undefined;
      if (this.#link === undefined) return;
    }
    this.#end();
  }

  /** Ends at once. */
  destroy() {
    this.queue.dropAll(new errors.DisconnectsClientError());
    if (!this.isOpen && this.#link === undefined) return;
    this.isOpen = false;
    this.#end();
    this.onRest?.();
  }

  #end() {
    clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    this.#drop();
    this.#emit("end");
  }
}

/** In RESP2 a client that listens is answered in two parts. */
function pong(reply) {
  if (!Array.isArray(reply) || reply.length !== 2 || reply[0] !== "pong") return reply;
  return reply[1] === "" ? reply[0] : reply[1];
}

module.exports = { Session };
