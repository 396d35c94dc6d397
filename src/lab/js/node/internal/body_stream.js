"use strict";

// The body of a request or an answer, and of a blob, as a ReadableStream of bytes.

const { invalidState } = require("internal/web_base");
const { create, isLocked, acquireReader, read, cancelStream, enqueue, close } = require("internal/web_readable");
const { recordOf, shellOf } = require("internal/web_readable_classes");

const one = () => 1;

/**
 * @param {() => Promise<Uint8Array | undefined>} next gives the next bytes, at the end `undefined`
 * @param {(reason: unknown) => Promise<void>} [cancel]
 * @returns {ReadableStream}
 */
function ofBytes(next, cancel = async () => {}) {
  const pull = async (controller) => {
    const bytes = await next();
    if (bytes === undefined) close(controller);
    else enqueue(controller, bytes);
  };
  const record = create({ start() {}, pull, cancel, mark: 0, size: one });
  record.showsBytes = true;
  return shellOf(record);
}

/**
 * @param {Uint8Array[]} parts
 * @returns {ReadableStream} of a copy of each
 */
function ofParts(parts) {
  let at = 0;
  return ofBytes(async () => {
    const part = parts[at];
    at += 1;
    return part === undefined ? undefined : new Uint8Array(part);
  });
}

/**
 * @param {Uint8Array | AsyncIterable<Uint8Array>} source
 * @param {boolean} isUsed whether somebody has read it without a stream
 * @param {(error: unknown) => unknown} told the error for a source that failed
 * @returns {ReadableStream}
 */
function ofBody(source, isUsed, told) {
  if (isUsed) {
    const stream = ofParts([]);
    cancelStream(recordOf(stream));
    acquireReader(recordOf(stream));
    return stream;
  }
  if (source instanceof Uint8Array) return ofParts(source.length === 0 ? [] : [source]);
  let iterator;
  const next = async () => {
    iterator ??= source[Symbol.asyncIterator]();
    try {
      const { value, done } = await iterator.next();
      return done ? undefined : new Uint8Array(value);
    } catch (error) {
      throw told(error);
    }
  };
  return ofBytes(next, async () => {
    await iterator?.return?.();
    source.destroy?.();
  });
}

/** @param {ReadableStream} stream @returns {boolean} whether somebody has read of it */
function isDisturbed(stream) {
  return recordOf(stream).disturbed;
}

/** @param {unknown} value @returns {boolean} */
function isStream(value) {
  return recordOf(value) !== undefined;
}

/** @param {ReadableStream} stream that nobody may hold or have read */
function wantFresh(stream) {
  const record = recordOf(stream);
  if (record.disturbed || isLocked(record)) {
    throw new TypeError("Response body object should not be disturbed or locked");
  }
}

/**
 * All that a stream gives; it stays locked.
 * @param {ReadableStream} stream
 * @returns {Promise<Buffer>}
 */
function readAll(stream) {
  const record = recordOf(stream);
  if (isLocked(record)) throw invalidState("ReadableStream is locked");
  const reader = acquireReader(record);
  const parts = [];
  return new Promise((resolve, reject) => {
    const next = () => read(reader, request);
    const request = {
      chunk(part) {
        if (!(part instanceof Uint8Array)) {
          reject(new TypeError("Received non-Uint8Array chunk"));
          return;
        }
        parts.push(part);
        // A stream that is full would call itself as deep as it is long.
        queueMicrotask(next);
      },
      close: () => resolve(Buffer.concat(parts)),
      error: reject,
    };
    next();
  });
}

module.exports = { ofParts, ofBody, isDisturbed, isStream, wantFresh, readAll };
