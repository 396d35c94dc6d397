"use strict";

// `require("stream/web")`: the streams of the web (nodejs.org/api/webstreams.html).

const { allRefused } = require("internal/refused");
const { ReadableStream, ReadableStreamDefaultReader, ReadableStreamDefaultController } = require("internal/web_readable_classes");
const { WritableStream, WritableStreamDefaultWriter, WritableStreamDefaultController } = require("internal/web_writable_classes");
const { TransformStream, TransformStreamDefaultController } = require("internal/web_transform");
const { ByteLengthQueuingStrategy, CountQueuingStrategy } = require("internal/web_base");
const { TextEncoderStream, TextDecoderStream } = require("internal/web_text");

module.exports = {
  ReadableStream,
  ReadableStreamDefaultReader,
  ...allRefused("stream/web", ["ReadableStreamBYOBReader", "ReadableStreamBYOBRequest", "ReadableByteStreamController"]),
  ReadableStreamDefaultController,
  TransformStream,
  TransformStreamDefaultController,
  WritableStream,
  WritableStreamDefaultController,
  WritableStreamDefaultWriter,
  ByteLengthQueuingStrategy,
  CountQueuingStrategy,
  TextEncoderStream,
  TextDecoderStream,
  ...allRefused("stream/web", ["CompressionStream", "DecompressionStream"]),
};
