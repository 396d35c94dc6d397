"use strict";

// Ways to and from a ReadableStream: two of one, one of an iterable, and iteration.

const { codedError } = require("internal/errors");
const { inspect } = require("internal/inspect");
const { invalidState, Later } = require("internal/web_base");
const {
  create, acquireReader, releaseReader, read, cancelStream, enqueue, close, fail,
} = require("internal/web_readable");

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}.prototype));
const one = () => 1;
const isObject = (value) => value !== null && (typeof value === "object" || typeof value === "function");

/**
 * @param {object} stream a record; it is locked from now on
 * @returns {[object, object]} two records that give what it gives
 */
function tee(stream) {
  const reader = acquireReader(stream);
  const reasons = [undefined, undefined];
  const isCanceled = [false, false];
  const cancelled = new Later();
  let branches = [];
  let reading = false;
  let readAgain = false;
  const toBoth = (act) => branches.forEach((branch, at) => isCanceled[at] || act(branch.controller));
  const endCancel = () => isCanceled.every(Boolean) || cancelled.resolve();
  const request = {
    // A source that gives at once may be asked again only when both have their chunk.
    chunk: (chunk) => queueMicrotask(() => {
      readAgain = false;
      toBoth((controller) => enqueue(controller, chunk));
      reading = false;
      if (readAgain) pull();
    }),
    close() {
      reading = false;
      toBoth(close);
      endCancel();
    },
    error() {
      reading = false;
    },
  };
  const pull = () => {
    if (reading) readAgain = true;
    else {
      reading = true;
      read(reader, request);
    }
    return Promise.resolve();
  };
  const cancel = (at) => (reason) => {
    isCanceled[at] = true;
    reasons[at] = reason;
    if (isCanceled.every(Boolean)) cancelled.resolve(cancelStream(stream, reasons));
    return cancelled.promise;
  };
  branches = [0, 1].map((at) => create({ start() {}, pull, cancel: cancel(at), mark: 1, size: one }));
  for (const branch of branches) branch.showsBytes = stream.showsBytes;
  reader.closed.promise.catch((error) => {
    for (const { controller } of branches) fail(controller, error);
    endCancel();
  });
  return branches;
}

/** The iterator of an iterable; that of a plain one gives promises too. */
function iteratorOf(iterable) {
  const begin = iterable[Symbol.asyncIterator] ?? iterable[Symbol.iterator];
  if (typeof begin !== "function") throw codedError("ERR_ARG_NOT_ITERABLE", inspect(iterable));
  const iterator = begin.call(iterable);
  if (!isObject(iterator)) throw invalidState("The iterator method must return an object");
  if (begin === iterable[Symbol.asyncIterator]) return iterator;
  const waiting = (step) => {
    if (!isObject(step)) return step;
    return Promise.resolve(step.value).then((value) => ({ value, done: step.done }));
  };
  return {
    next: () => waiting(iterator.next()),
    get return() {
      const end = iterator.return;
      return typeof end === "function" ? (reason) => waiting(end.call(iterator, reason)) : undefined;
    },
  };
}

/**
 * @param {Iterable | AsyncIterable} iterable
 * @returns {object} the record of a stream of what it gives
 */
function from(iterable) {
  const iterator = iteratorOf(iterable);
  const { next } = iterator;
  const pull = (controller) => {
    let given;
    try {
      given = next.call(iterator);
    } catch (error) {
      return Promise.reject(error);
    }
    return Promise.resolve(given).then((step) => {
      if (!isObject(step)) throw invalidState("The promise returned by the iterator.next() method must fulfill with an object");
      if (step.done) close(controller);
      else enqueue(controller, step.value);
    });
  };
  const cancel = async (reason) => {
    const end = iterator.return;
    if (end === undefined || end === null) return;
    const step = await end.call(iterator, reason);
    if (!isObject(step)) throw invalidState("The promise returned by the iterator.return() method must fulfill with an object");
  };
  return create({ start() {}, pull, cancel, mark: 0, size: one });
}

/** Does one thing after the other; what is asked while nothing runs begins at once. */
class Turns {
  #last;
  #waiting = 0;

  /** @param {() => Promise} act calls `over` when its promise is settled */
  next(act) {
    this.#waiting += 1;
    const result = this.#last === undefined ? act() : this.#last.then(act, act);
    // What had all it needed is over before it returns.
    if (this.#waiting > 0) this.#last = result;
    return result;
  }

  over() {
    this.#waiting -= 1;
    if (this.#waiting === 0) this.#last = undefined;
  }
}

/**
 * @param {object} stream a record
 * @param {boolean} preventCancel whether leaving a loop leaves the rest to others
 * @returns {AsyncIterator}
 */
function iterate(stream, preventCancel) {
  const turns = new Turns();
  const state = { reader: acquireReader(stream), turns, finished: false, preventCancel };
  return Object.setPrototypeOf(
    {
      next() {
        return turns.next(() => step(state));
      },
      return(value) {
        return turns.next(() => leave(state, value));
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    },
    AsyncIteratorPrototype,
  );
}

function step(state) {
  const { reader, turns } = state;
  return new Promise((resolve, reject) => {
    const finish = () => {
      turns.over();
      if (!state.finished) releaseReader(reader);
      state.finished = true;
    };
    if (state.finished) {
      turns.over();
      resolve({ done: true, value: undefined });
      return;
    }
    read(reader, {
      chunk(value) {
        turns.over();
        resolve({ value, done: false });
      },
      close() {
        finish();
        resolve({ done: true, value: undefined });
      },
      error(error) {
        finish();
        reject(error);
      },
    });
  });
}

async function leave(state, value) {
  const { reader, turns } = state;
  try {
    if (!state.finished) {
      state.finished = true;
      const result = state.preventCancel ? undefined : cancelStream(reader.stream, value);
      releaseReader(reader);
      await result;
    }
  } finally {
    turns.over();
  }
  return { done: true, value };
}

module.exports = { tee, from, iterate };
