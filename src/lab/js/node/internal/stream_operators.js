"use strict";

// What a readable stream can do as an array can: `map`, `filter`, `reduce` and their like
// (nodejs.org/api/stream.html, from "readable.filter" on).

const { codedError, withCode, AbortError } = require("internal/errors");
const { validateFunction, validateInteger, validateAbortSignal } = require("internal/validate");

const NO_CHUNK = Symbol("nothing");

/** Those that give a stream. Each gives what to make it of, over the chunks of the stream `this`. */
const streams = {
  map(fn, options) {
    return mapped(this, fn, options);
  },

  filter(fn, options) {
    validateFunction(fn, "fn");
    const keep = async (chunk, context) => ((await fn(chunk, context)) ? chunk : NO_CHUNK);
    return mapped(this, keep, options);
  },

  flatMap(fn, options) {
    return flattened(mapped(this, fn, options));
  },

  drop(number, options = undefined) {
    validateOptions(options);
    return dropped(this, chunkCount(number), options?.signal);
  },

  take(number, options = undefined) {
    validateOptions(options);
    return taken(this, chunkCount(number), options?.signal);
  },
};

/** Those that give a promise. */
const promises = {
  async forEach(fn, options) {
    validateFunction(fn, "fn");
    const visit = async (chunk, context) => {
      await fn(chunk, context);
      return NO_CHUNK;
    };
    // Nothing comes out of it, so that this waits for the end.
    for await (const chunk of mapped(this, visit, options)) void chunk;
  },

  async toArray(options = undefined) {
    validateOptions(options);
    const chunks = [];
    for await (const chunk of this) {
      if (options?.signal?.aborted) throw abortedBy(options.signal);
      chunks.push(chunk);
    }
    return chunks;
  },

  async some(fn, options = undefined) {
    validateFunction(fn, "fn");
    return (await firstWhere(this, fn, options)) !== NO_CHUNK;
  },

  async every(fn, options = undefined) {
    validateFunction(fn, "fn");
    const fails = async (chunk, context) => !(await fn(chunk, context));
    return (await firstWhere(this, fails, options)) === NO_CHUNK;
  },

  async find(fn, options) {
    validateFunction(fn, "fn");
    const found = await firstWhere(this, fn, options);
    return found === NO_CHUNK ? undefined : found;
  },

  async reduce(reducer, initial, options) {
    validateFunction(reducer, "reducer");
    validateOptions(options);
    const hasInitial = arguments.length > 1;
    const signal = options?.signal;
    if (signal?.aborted) {
      const error = abortedBy(signal);
      this.once("error", () => {});
      this.destroy(error);
      await new Promise((resolve) => this.once("close", resolve));
      throw error;
    }
    return reduced(this, reducer, hasInitial ? initial : NO_CHUNK, signal);
  },
};

/**
 * @param {object} stream
 * @param {string} name of a method
 * @param {unknown[]} args
 * @param {(chunks: AsyncIterable) => object} from makes a stream
 * @returns {object | Promise<unknown>}
 */
function operate(stream, name, args, from) {
  if (Object.hasOwn(streams, name)) return from(Reflect.apply(streams[name], stream, args));
  return Reflect.apply(promises[name], stream, args);
}

/** The chunks as `fn` makes them, in their order; NO_CHUNK is left out. */
function mapped(stream, fn, options = undefined) {
  validateFunction(fn, "fn");
  validateOptions(options);
  let concurrency = 1;
  if (options?.concurrency !== undefined && options.concurrency !== null) concurrency = Math.floor(options.concurrency);
  let ahead = concurrency - 1;
  if (options?.highWaterMark !== undefined && options.highWaterMark !== null) ahead = Math.floor(options.highWaterMark);
  validateInteger(concurrency, "options.concurrency", 1);
  validateInteger(ahead, "options.highWaterMark", 0);
  return inOrder(new Ahead(stream, fn, options?.signal, concurrency, ahead + concurrency));
}

async function* inOrder(ahead) {
  void ahead.read();
  try {
    while (true) {
      const chunk = await ahead.first();
      if (ahead.signal.aborted) throw new AbortError();
      if (chunk === END) return;
      if (chunk !== NO_CHUNK) yield chunk;
      ahead.shift();
    }
  } finally {
    ahead.stop();
  }
}

const END = Symbol("end");

/** What is computed of a stream before somebody wants it, as far as its two limits allow. */
class Ahead {
  #stream;
  #fn;
  #concurrency;
  #limit;
  #results = [];
  #running = 0;
  #isOver = false;
  #wakeReader = () => {};
  #wakeTaker = () => {};

  constructor(stream, fn, signal, concurrency, limit) {
    this.#stream = stream;
    this.#fn = fn;
    this.#concurrency = concurrency;
    this.#limit = limit;
    this.signal = AbortSignal.any(signal ? [signal] : []);
  }

  async read() {
    try {
      for await (const chunk of this.#stream) {
        if (this.#isOver) return;
        if (this.signal.aborted) throw new AbortError();
        this.#add(this.#start(chunk));
        if (this.#isFull()) {
          await new Promise((resolve) => {
            this.#wakeReader = resolve;
          });
        }
      }
      this.#add(Promise.resolve(END));
    } catch (error) {
      this.#add(Promise.reject(error));
    } finally {
      this.stop();
    }
  }

  #isFull() {
    return !this.#isOver && (this.#results.length >= this.#limit || this.#running >= this.#concurrency);
  }

  async #start(chunk) {
    this.#running += 1;
    try {
      return await this.#fn(chunk, { signal: this.signal });
    } catch (error) {
      this.#isOver = true;
      throw error;
    } finally {
      this.#running -= 1;
      this.#mayRead();
    }
  }

  #add(result) {
    // Whoever takes it hears of its failure.
    result.catch(() => {});
    this.#results.push(result);
    this.#wakeTaker();
  }

  #mayRead() {
    if (!this.#isFull()) this.#wakeReader();
  }

  async first() {
    while (this.#results.length === 0) {
      await new Promise((resolve) => {
        this.#wakeTaker = resolve;
      });
    }
    return this.#results[0];
  }

  shift() {
    this.#results.shift();
    this.#mayRead();
  }

  stop() {
    this.#isOver = true;
    this.#wakeReader();
  }
}

async function* flattened(chunks) {
  for await (const inner of chunks) {
    const make = inner[Symbol.asyncIterator] ?? inner[Symbol.iterator];
    if (typeof make !== "function") throw new TypeError(`${String(make)} is not a function`);
    yield* inner;
  }
}

async function* dropped(stream, number, signal) {
  checkAborted(signal);
  let left = number;
  for await (const chunk of stream) {
    checkAborted(signal);
    if (left > 0) left -= 1;
    else yield chunk;
  }
}

async function* taken(stream, number, signal) {
  checkAborted(signal);
  let left = number;
  for await (const chunk of stream) {
    checkAborted(signal);
    if (left > 0) yield chunk;
    left -= 1;
    if (left <= 0) return;
  }
}

async function firstWhere(stream, fn, options) {
  const choose = async (chunk, context) => ((await fn(chunk, context)) ? chunk : NO_CHUNK);
  for await (const chunk of mapped(stream, choose, options)) return chunk;
  return NO_CHUNK;
}

async function reduced(stream, reducer, initial, signal) {
  const own = new AbortController();
  // A stream that never gives a chunk is not left for the signal: Node looks at it with each chunk.
  signal?.addEventListener("abort", () => own.abort(), { once: true });
  let result = initial;
  try {
    for await (const chunk of stream) {
      checkAborted(signal);
      result = result === NO_CHUNK ? chunk : await reducer(result, chunk, { signal: own.signal });
    }
  } finally {
    own.abort();
  }
  if (result === NO_CHUNK) {
    throw withCode(TypeError, "ERR_MISSING_ARGS", "Reduce of an empty stream requires an initial value");
  }
  return result;
}

function abortedBy(signal) {
  return new AbortError(undefined, { cause: signal.reason });
}

function checkAborted(signal) {
  if (signal?.aborted) throw new AbortError();
}

function validateOptions(options) {
  if (options === undefined || options === null) return;
  if (typeof options !== "object") throw codedError("ERR_INVALID_ARG_TYPE", "options", "object", options);
  if (options.signal !== undefined && options.signal !== null) validateAbortSignal(options.signal, "options.signal");
}

/** How many chunks a number, or what can be one, means. */
function chunkCount(value) {
  const number = Number(value);
  if (Number.isNaN(number)) return 0;
  if (number < 0) throw codedError("ERR_OUT_OF_RANGE", "number", ">= 0", number);
  return number;
}

module.exports = { operate };
