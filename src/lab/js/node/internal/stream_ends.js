"use strict";

// When a stream is over, and chains of streams (`finished`, `pipeline`).

const { codedError, AbortError } = require("internal/errors");
const { validateFunction, validateAbortSignal } = require("internal/validate");

/**
 * Calls back once, when the stream is over or has failed.
 * @param {object} stream
 * @param {object} [options]
 * @param {(error?: Error) => void} callback
 * @returns {() => void} takes the listeners away
 */
function finished(stream, options, callback) {
  if (typeof options === "function") return finished(stream, {}, options);
  validateFunction(callback, "callback");
  const settings = options ?? {};
  validateAbortSignal(settings.signal, "options.signal");
  const { _readableState: readState, _writableState: writeState } = stream;
  const reads = settings.readable ?? (readState ? stream.readable !== undefined : typeof stream.read === "function");
  const writes = settings.writable ?? (writeState ? true : typeof stream.write === "function");
  const wantsRead = reads && Boolean(readState ?? stream.readable);
  const wantsWrite = writes && Boolean(writeState ?? stream.writable ?? typeof stream.write === "function");
  let isRead = !wantsRead || Boolean(readState?.endEmitted);
  let isWritten = !wantsWrite || Boolean(writeState?.finished ?? stream.writableFinished);
  let told = false;
  // Who asks for one side of two is told when that side is over: the other may stay open for long.
  const closes = () => Boolean(readState) === wantsRead && Boolean(writeState) === wantsWrite && willClose(stream);
  const tell = (error) => {
    if (told) return;
    told = true;
    callback.call(stream, error);
  };
  const onEnd = () => {
    isRead = true;
    if (isWritten && !closes()) tell();
  };
  const onFinish = () => {
    isWritten = true;
    if (isRead && !closes()) tell();
  };
  const onError = (error) => tell(error);
  const onClose = () => {
    const failure = readState?.errored ?? writeState?.errored;
    if (failure && typeof failure !== "boolean") return tell(failure);
    if (!isRead && !readState?.endEmitted) return tell(codedError("ERR_STREAM_PREMATURE_CLOSE"));
    if (!isWritten && !(writeState?.finished ?? stream.writableFinished)) {
      return tell(codedError("ERR_STREAM_PREMATURE_CLOSE"));
    }
    return tell();
  };
  const listeners = { end: onEnd, finish: onFinish, error: onError, close: onClose, aborted: onClose };
  if (settings.error === false) delete listeners.error;
  for (const [name, listener] of Object.entries(listeners)) stream.on(name, listener);
  const isClosed = Boolean(readState?.closed || writeState?.closed || stream.closed);
  if (isClosed) process.nextTick(onClose);
  else if ((readState?.errorEmitted || writeState?.errorEmitted)) process.nextTick(onClose);
  else if (isRead && isWritten && !closes()) process.nextTick(onClose);
  const abort = () => tell(new AbortError(undefined, { cause: settings.signal.reason }));
  if (settings.signal?.aborted) process.nextTick(abort);
  else settings.signal?.addEventListener("abort", abort, { once: true });
  return () => {
    told = true;
    for (const [name, listener] of Object.entries(listeners)) stream.removeListener(name, listener);
  };
}

/**
 * Destroys a stream that its reader leaves; one that was not over fails with an AbortError. A
 * server's request lets go of its socket first: the response can still be sent on it.
 * @param {object} stream
 * @param {Error} [error] why it was left
 */
function leave(stream, error = undefined) {
  if (stream.destroyed) return;
  const isOver = stream.readable === undefined ? stream.writableFinished : stream.readableEnded;
  const isServerRequest = typeof stream._consumed === "boolean" && stream.statusCode === null;
  if (isServerRequest) stream.socket = null;
  stream.destroy(error ?? (isOver ? null : new AbortError()));
}

function willClose(stream) {
  const { _readableState: readState, _writableState: writeState } = stream;
  const state = writeState ?? readState;
  return Boolean(state?.autoDestroy && state.emitClose && !state.closed);
}

/**
 * Joins streams, generators and iterables; an error in one destroys all.
 * @param {...unknown} parts and the callback at the end
 * @returns {object} the last stream
 */
function pipeline(...parts) {
  const callback = parts.pop();
  validateFunction(callback, "streams[stream.length - 1]");
  const list = Array.isArray(parts[0]) && parts.length === 1 ? parts[0] : parts;
  return run(list, callback, {});
}

/** The work of `pipeline`; `options` are those of its promise. */
function run(list, callback, options) {
  if (list.length < 2) throw codedError("ERR_MISSING_ARGS", "streams");
  const { Readable, PassThrough } = require("stream");
  const streams = [];
  let failure;
  let open = 0;
  let result;
  const over = (error) => {
    open -= 1;
    if (error && (!failure || failure.code === "ERR_STREAM_PREMATURE_CLOSE")) failure = error;
    if (error) for (const stream of streams) if (!stream.destroyed) stream.destroy(error);
    if (open === 0) process.nextTick(callback, failure, result);
  };
  const watch = (stream, reading, writing) => {
    streams.push(stream);
    open += 1;
    finished(stream, { readable: reading, writable: writing }, over);
  };
  let current;
  list.forEach((part, index) => {
    const isFirst = index === 0;
    const isLast = index === list.length - 1;
    if (isStream(part)) {
      watch(part, !isLast || (isFirst && !isLast), !isFirst);
      if (current !== undefined) connect(current, part, isLast && options.end === false);
      current = part;
    } else if (typeof part === "function") {
      let made = isFirst ? part({ signal: options.signal }) : part(current, { signal: options.signal });
      if (!isFirst && isLast && typeof made?.then === "function") {
        open += 1;
        const through = new PassThrough({ objectMode: true });
        made.then((value) => {
          result = value;
          over();
        }, over);
        current = through;
        return;
      }
      if (typeof made?.[Symbol.asyncIterator] !== "function" && typeof made?.[Symbol.iterator] !== "function") {
        throw codedError("ERR_INVALID_RETURN_VALUE", "Iterable, AsyncIterable or Stream", `transform[${index - 1}]`, made);
      }
      made = isStream(made) ? made : Readable.from(made);
      watch(made, true, false);
      current = made;
    } else {
      current = Readable.from(part);
      watch(current, true, false);
    }
  });
  const abort = () => over(new AbortError(undefined, { cause: options.signal.reason }));
  options.signal?.addEventListener("abort", abort, { once: true });
  return current;
}

function connect(source, target, staysOpen) {
  source.pipe(target, { end: !staysOpen });
}

function isStream(value) {
  return value !== null && typeof value === "object" && typeof value.on === "function" && (typeof value.pipe === "function" || typeof value.write === "function");
}

/** The same as promises. */
const promises = {
  pipeline(...parts) {
    const last = parts.at(-1);
    const options = last && typeof last === "object" && !isStream(last) && !(Symbol.asyncIterator in last) && !(Symbol.iterator in last) ? parts.pop() : {};
    return new Promise((resolve, reject) => {
      run(parts, (error, value) => (error ? reject(error) : resolve(value)), options);
    });
  },
  finished(stream, options = {}) {
    return new Promise((resolve, reject) => {
      finished(stream, options, (error) => (error ? reject(error) : resolve()));
    });
  },
};

module.exports = { finished, leave, pipeline, promises };
