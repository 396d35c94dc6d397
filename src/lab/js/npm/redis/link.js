"use strict";

// The way of commands to the cache of this program and back. There is no socket: what is sent goes out
// in one turn of the event loop and the answers come in a later one, as over a network, so that what
// else the program does can come between.

const { slot, within } = require("internal/context");
const { setImmediate } = require("internal/ticks");
const timers = require("timers");
const { SimpleError } = require("npm/redis/errors");
const { howOf, PUSHED } = require("npm/redis/types");

const TOO_MANY = "ERR max number of clients reached";
/** What nobody asked for, in either protocol. */
const PUSHED_HOW = howOf(PUSHED, 3);
/** Links that wait for an answer or listen: what another one does can bring them something. */
const attentive = new Set();
let due;

/**
 * @typedef {object} Sent
 * @property {(string | Buffer)[]} words
 * @property {object} how its reply is read
 * @property {number | undefined} request that it is part of
 * @property {boolean} isQuiet whether the recording hears nothing of it: what the client says on its own
 * @property {boolean} isListening whether it is answered by what nobody asks for
 */

/** A connection. */
class Link {
  #id;
  #sent = [];
  /** The place of the first of them that is not answered. */
  #next = 0;
  #inbox = [];
  #isWaiting = false;
  #isDelivering = false;
  #frame = slot.frame;
  #deliver;

  /**
   * @param {{answer: (sent: Sent, reply: unknown) => void, push: (parts: unknown[]) => void, rest: () => void, lost: () => void}} to
   * what is called for each reply, for each message, when all that came was given, and when the server ended it
   */
  constructor(to) {
    this.#deliver = to;
    this.#id = host.cacheConnect();
    if (this.#id === undefined) throw new SimpleError(TOO_MANY);
  }

  /** Whether the server has ended it. */
  get isGone() {
    return this.#id === undefined || host.cacheIsLeaving(this.#id);
  }

  close() {
    if (this.#id === undefined) return;
    host.cacheDisconnect(this.#id);
    this.#id = undefined;
    this.#sent = [];
    this.#next = 0;
    this.#inbox = [];
    attentive.delete(this);
    watchTime();
  }

  /** Sends all of them, in this order. @param {Sent[]} all */
  send(all) {
    this.#sent = [...this.#sent.slice(this.#next), ...all];
    this.#next = 0;
    this.#run();
  }

  /** Whether messages are to be looked for. */
  listen(isListening) {
    if (isListening) attentive.add(this);
    else if (!this.#isWaiting) attentive.delete(this);
    this.isListening = isListening;
  }

  /** Takes what came since, and gives it in a later turn. */
  look() {
    if (this.#id === undefined) return;
    this.#take(host.cachePushed(this.#id, this.#isWaiting ? this.#sent[this.#next].how : PUSHED_HOW));
  }

  /** Runs commands until one waits. */
  #run() {
    while (this.#id !== undefined && !this.#isWaiting && this.#next < this.#sent.length) {
      const sent = this.#sent[this.#next];
      if (sent.isListening) this.listen(true);
      const answers = host.cacheCommand(this.#id, sent.words, sent.isListening ? PUSHED_HOW : sent.how, sent.request, !sent.isQuiet);
      this.#isWaiting = !sent.isListening;
      this.#take(answers);
      if (sent.isListening) this.#next += 1;
      for (const other of attentive) if (other !== this) other.look();
    }
    if (this.#isWaiting) attentive.add(this);
    watchTime();
  }

  #take(answers) {
    for (let at = 0; at < answers.length; at += 2) {
      const [isPushed, value] = [answers[at], answers[at + 1]];
      if (!isPushed && this.#next < this.#sent.length) {
        this.#inbox.push({ sent: this.#sent[this.#next], value });
        if (this.#isWaiting) this.#next += 1;
        this.#isWaiting = false;
        if (!this.isListening) attentive.delete(this);
      } else if (isPushed) {
        this.#inbox.push({ sent: undefined, value });
      }
    }
    if (this.#inbox.length === 0 || this.#isDelivering) return;
    this.#isDelivering = true;
    within(this.#frame, () => setImmediate(() => this.#give()));
  }

  #give() {
    this.#isDelivering = false;
    const inbox = this.#inbox;
    this.#inbox = [];
    for (const { sent, value } of inbox) {
      if (sent === undefined) this.#deliver.push(value);
      else this.#deliver.answer(sent, value);
    }
    this.#deliver.rest();
    if (this.#id !== undefined && host.cacheIsLeaving(this.#id)) this.#deliver.lost();
    else this.#run();
  }
}

/** Sets a timer for the next command whose time is over, so that it is answered then. */
function watchTime() {
  timers.clearTimeout(due);
  due = undefined;
  const dueMs = attentive.size > 0 ? host.cacheDueMs() : undefined;
  if (dueMs === undefined) return;
  due = timers.setTimeout(() => {
    for (const link of attentive) link.look();
    watchTime();
  }, Math.max(1, Math.ceil(dueMs - host.wallClock())));
}

module.exports = { Link };
