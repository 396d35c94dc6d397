"use strict";

// Lines of a stream (nodejs.org/api/readline.html). Standard input is no terminal here, so nothing
// is edited and nothing is moved on a screen.

const EventEmitter = require("events");
const { codedError, AbortError } = require("internal/errors");
const { StringDecoder } = require("string_decoder");

const ENDS = /\r\n|\n|\r|\u2028|\u2029/;

/** Reads lines from `input`, and writes prompts to `output`. */
class Interface extends EventEmitter {
  #prompt = "> ";
  #question;
  #rest = "";
  #onEnd;
  #onData;
  #decoder = new StringDecoder("utf8");

  constructor(input, output, completer, terminal) {
    super();
    const options = typeof input?.on === "function" || input === undefined ? { input, output, completer, terminal } : input;
    if (options.input === undefined || typeof options.input.on !== "function") {
      throw codedError("ERR_INVALID_ARG_TYPE", "input", "Stream", options.input);
    }
    this.input = options.input;
    this.output = options.output;
    this.terminal = Boolean(options.terminal);
    this.line = "";
    if (this.terminal) this.cursor = 0;
    this.history = [];
    this.closed = false;
    this.paused = false;
    if (options.prompt !== undefined) this.#prompt = `${options.prompt}`;
    this.#onData = (chunk) => this.#take(chunk);
    this.#onEnd = () => {
      if (this.#rest !== "") this.#line(this.#rest);
      this.#rest = "";
      this.close();
    };
    this.input.on("data", this.#onData);
    this.input.on("end", this.#onEnd);
    options.signal?.addEventListener("abort", () => this.close(), { once: true });
    this.input.resume();
  }

  #take(chunk) {
    const text = this.#rest + (typeof chunk === "string" ? chunk : this.#decoder.write(chunk));
    // Half of a line's end may come with the next piece.
    const isHalf = text.endsWith("\r");
    const lines = (isHalf ? text.slice(0, -1) : text).split(ENDS);
    this.#rest = lines.pop() + (isHalf ? "\r" : "");
    for (const line of lines) this.#line(line);
  }

  #line(line) {
    const text = line.endsWith("\r") ? line.slice(0, -1) : line;
    const question = this.#question;
    if (question === undefined) this.emit("line", text);
    else {
      this.#question = undefined;
      question(text);
    }
  }

  #check() {
    if (this.closed) throw codedError("ERR_USE_AFTER_CLOSE", "readline");
  }

  getPrompt() {
    return this.#prompt;
  }

  setPrompt(prompt) {
    this.#prompt = `${prompt}`;
  }

  prompt() {
    this.#check();
    if (this.paused) this.resume();
    this.output?.write(this.#prompt);
  }

  question(query, options, callback) {
    this.#check();
    const [settings, answer] = typeof options === "function" ? [{}, options] : [options ?? {}, callback];
    if (settings.signal?.aborted) return;
    settings.signal?.addEventListener("abort", () => (this.#question = undefined), { once: true });
    if (this.#question === undefined && typeof answer === "function") {
      this.output?.write(`${query}`);
      this.#question = answer;
    } else this.prompt();
    if (this.paused) this.resume();
  }

  write(data) {
    this.#check();
    if (this.paused) this.resume();
    if (data !== undefined && data !== null) this.#take(data);
  }

  pause() {
    this.#check();
    if (this.paused) return this;
    this.input.pause();
    this.paused = true;
    this.emit("pause");
    return this;
  }

  resume() {
    this.#check();
    if (!this.paused) return this;
    this.input.resume();
    this.paused = false;
    this.emit("resume");
    return this;
  }

  close() {
    if (this.closed) return;
    if (!this.paused) this.pause();
    this.input.removeListener("data", this.#onData);
    this.input.removeListener("end", this.#onEnd);
    this.closed = true;
    this.emit("close");
  }

  getCursorPos() {
    return { rows: 0, cols: 0 };
  }

  [Symbol.dispose]() {
    this.close();
  }

  [Symbol.asyncIterator]() {
    const lines = [];
    let wake;
    const tell = () => wake?.();
    this.on("line", (line) => {
      lines.push(line);
      tell();
    });
    this.once("close", tell);
    const owner = this;
    return (async function* each() {
      try {
        for (;;) {
          while (lines.length > 0) yield lines.shift();
          if (owner.closed) return;
          await new Promise((resolve) => (wake = resolve));
        }
      } finally {
        owner.close();
      }
    })();
  }
}

Interface.prototype.question[Symbol.for("nodejs.util.promisify.custom")] = function question(query, options = {}) {
  const { signal } = options;
  if (signal?.aborted) return Promise.reject(new AbortError(undefined, { cause: signal.reason }));
  return new Promise((resolve, reject) => {
    signal?.addEventListener("abort", () => reject(new AbortError(undefined, { cause: signal.reason })), { once: true });
    this.question(query, options, resolve);
  });
};

/**
 * @param {object} input options, or the stream
 * @returns {Interface}
 */
function createInterface(input, output, completer, terminal) {
  return new Interface(input, output, completer, terminal);
}

/** Writes a code of a terminal. */
function code(stream, text, callback) {
  if (text === "" || stream === null || stream === undefined) {
    if (typeof callback === "function") process.nextTick(callback, null);
    return true;
  }
  return stream.write(text, callback);
}

module.exports = {
  Interface,
  clearLine: (stream, direction, callback) => code(stream, `\x1b[${direction < 0 ? 1 : direction > 0 ? 0 : 2}K`, callback),
  clearScreenDown: (stream, callback) => code(stream, "\x1b[0J", callback),
  createInterface,
  cursorTo(stream, x, y, callback) {
    const [row, done] = typeof y === "function" ? [undefined, y] : [y, callback];
    return code(stream, row === undefined ? `\x1b[${x + 1}G` : `\x1b[${row + 1};${x + 1}H`, done);
  },
  emitKeypressEvents() {},
  moveCursor(stream, dx, dy, callback) {
    const step = (count, back, on) => (count === 0 ? "" : `\x1b[${Math.abs(count)}${count < 0 ? back : on}`);
    return code(stream, step(dx, "D", "C") + step(dy, "A", "B"), callback);
  },
};
Object.defineProperty(module.exports, "promises", {
  enumerable: true,
  get: () => require("readline/promises"),
});
