"use strict";

// Streams of the web (nodejs.org/api/webstreams.html): packages ask whether a value is one, and none is.

const { allRefused } = require("internal/refused");

module.exports = allRefused("stream/web", [
  "ReadableStream", "ReadableStreamDefaultReader", "ReadableStreamBYOBReader", "TransformStream", "WritableStream",
  "WritableStreamDefaultWriter", "ByteLengthQueuingStrategy", "CountQueuingStrategy", "TextEncoderStream",
  "TextDecoderStream", "CompressionStream", "DecompressionStream",
]);
