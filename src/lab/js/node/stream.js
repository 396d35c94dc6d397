"use strict";

// `require("stream")`: the legacy constructor with the classes on it (nodejs.org/api/stream.html).

const { Stream } = require("internal/stream_base");
const { Readable } = require("internal/stream_readable");
const { Writable } = require("internal/stream_writable");
const { Duplex, Transform, PassThrough } = require("internal/stream_duplex");
const { finished, pipeline, promises } = require("internal/stream_ends");

const promisify = Symbol.for("nodejs.util.promisify.custom");
Object.defineProperty(pipeline, promisify, { enumerable: true, get: () => promises.pipeline });
Object.defineProperty(finished, promisify, { enumerable: true, get: () => promises.finished });

module.exports = Object.assign(Stream, {
  Readable,
  Writable,
  Duplex,
  Transform,
  PassThrough,
  finished,
  pipeline,
  promises,
  Stream,
  isReadable: (stream) => stream?.readable === true,
  isErrored: (stream) => Boolean(stream?.errored),
  isDisturbed: (stream) => Boolean(stream?._readableState?.dataEmitted),
  destroy: (stream, error) => stream.destroy(error),
  addAbortSignal(signal, stream) {
    require("internal/stream_base").obey(stream, signal);
    return stream;
  },
  getDefaultHighWaterMark: (objectMode) => (objectMode ? 16 : 65536),
});
