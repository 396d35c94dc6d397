"use strict";

// Commands that are gathered and sent together: as a transaction, or one behind the other.

const { ErrorReply, MultiErrorReply } = require("npm/redis/errors");
const { COMMANDS } = require("npm/redis/commands");
const { Words } = require("npm/redis/words");

/** What `client.multi()` gives; each command gives the same object. */
class Multi {
  #run;
  #options;
  #commands = [];
  #database;

  /**
   * @param {{transaction: Function, pipeline: Function}} run both take the words of each command and the
   * database that they select, and give the replies
   * @param {{keyPrefix?: string, typeMapping?: object, resp: number}} options
   */
  constructor(run, options) {
    this.#run = run;
    this.#options = options;
  }

  /** @param {(string | Buffer)[]} words @param {(reply: unknown) => unknown} [reply] what its reply becomes */
  addCommand(words, reply = undefined) {
    this.#commands.push({ words, reply });
    return this;
  }

  sendCommand(words) {
    return this.addCommand([...words]);
  }

  SELECT(database, reply = undefined) {
    this.#database = database;
    return this.addCommand(["SELECT", database.toString()], reply);
  }

  /** @param {boolean} [asPipeline] @returns {Promise<unknown[]>} the replies */
  async exec(asPipeline = false) {
    if (asPipeline) return this.execAsPipeline();
    return this.#made(await this.#run.transaction(this.#words(), this.#database));
  }

  async execAsPipeline() {
    if (this.#commands.length === 0) return [];
    return this.#made(await this.#run.pipeline(this.#words(), this.#database));
  }

  execTyped(asPipeline = false) {
    return this.exec(asPipeline);
  }

  execAsPipelineTyped() {
    return this.execAsPipeline();
  }

  #words() {
    return this.#commands.map(({ words }) => words);
  }

  #made(replies) {
    const failed = [];
    const made = replies.map((reply, at) => {
      if (reply instanceof ErrorReply) {
        failed.push(at);
        return reply;
      }
      const { reply: change } = this.#commands[at];
      return change === undefined ? reply : change(reply);
    });
    if (failed.length > 0) throw new MultiErrorReply(made, failed);
    return made;
  }

  static {
    for (const [name, { capitals, put, reply }] of Object.entries(COMMANDS)) {
      const method = function (...given) {
        const { keyPrefix, typeMapping, resp } = this.#options;
        const words = new Words(keyPrefix);
        put(words, ...given);
        return this.addCommand(words.list, reply && ((raw) => reply(raw, typeMapping, resp)));
      };
      for (const one of [name, capitals]) Object.defineProperty(Multi.prototype, one, { value: method, writable: true, configurable: true });
    }
    Multi.prototype.select = Multi.prototype.SELECT;
    Multi.prototype.EXEC = Multi.prototype.exec;
  }
}

module.exports = { Multi };
