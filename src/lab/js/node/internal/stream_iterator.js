"use strict";

// Streams and asynchronous iteration, both ways.

const { codedError } = require("internal/errors");
const { finished, leave } = require("internal/stream_ends");

/**
 * The chunks of a stream; leaving the loop destroys it.
 * @param {object} stream
 * @param {{destroyOnReturn?: boolean}} [options]
 */
async function* iterate(stream, options = undefined) {
  let wake = () => {};
  const next = (resolve) => {
    wake = resolve;
  };
  const onReadable = () => wake();
  stream.on("readable", onReadable);
  let failure;
  const stop = finished(stream, { writable: false }, (error) => {
    failure = error ?? null;
    wake();
  });
  try {
    while (true) {
      const chunk = stream.destroyed ? null : stream.read();
      if (chunk !== null) yield chunk;
      else if (failure) throw failure;
      else if (failure === null) return;
      else await new Promise(next);
    }
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    const left = failure !== null && options?.destroyOnReturn !== false;
    if ((failure || left) && (failure === undefined || stream._readableState?.autoDestroy)) {
      leave(stream, failure);
    } else {
      stream.removeListener("readable", onReadable);
      stop();
    }
  }
}

/**
 * A stream of what an iterable gives.
 * @param {Function} Readable
 * @param {Iterable | AsyncIterable | string | Buffer} iterable
 * @param {object} [options]
 * @returns {object}
 */
function from(Readable, iterable, options = undefined) {
  if (typeof iterable === "string" || iterable instanceof Buffer) {
    return new Readable({
      objectMode: true,
      ...options,
      read() {
        this.push(iterable);
        this.push(null);
      },
    });
  }
  const begin = iterable?.[Symbol.asyncIterator] ?? iterable?.[Symbol.iterator];
  if (typeof begin !== "function") throw codedError("ERR_INVALID_ARG_TYPE", "iterable", ["Iterable"], iterable);
  const iterator = begin.call(iterable);
  const stream = new Readable({ objectMode: true, highWaterMark: 1, ...options });
  let reading = false;
  stream._read = () => {
    if (!reading) {
      reading = true;
      pump();
    }
  };
  stream._destroy = (error, callback) => {
    Promise.resolve(error ? iterator.throw?.(error) : iterator.return?.()).then(
      () => process.nextTick(callback, error),
      (late) => process.nextTick(callback, late ?? error),
    );
  };
  async function pump() {
    try {
      while (true) {
        const { value, done } = await iterator.next();
        if (done) return void stream.push(null);
        const chunk = await value;
        if (chunk === null) throw codedError("ERR_STREAM_NULL_VALUES");
        if (!stream.push(chunk)) {
          reading = false;
          return undefined;
        }
      }
    } catch (error) {
      stream.destroy(error);
    }
    return undefined;
  }
  return stream;
}

module.exports = { iterate, from };
