"use strict";

// Text and bytes by streams of the web (encoding.spec.whatwg.org, sections 7.6 and 7.7).

const { codedError } = require("internal/errors");
const { publish } = require("internal/web_base");
const { TransformStream } = require("internal/web_transform");
const { TextEncoder, TextDecoder } = require("internal/text_codec");

const FIRST_HALF = /[\ud800-\udbff]$/;

/** Text to UTF-8; a character that is cut in two is put together again. */
class TextEncoderStream {
  #encoder = new TextEncoder();
  #half = "";
  #transform;

  constructor() {
    this.#transform = new TransformStream({
      transform: (chunk, controller) => {
        let text = this.#half + String(chunk);
        this.#half = FIRST_HALF.exec(text)?.[0] ?? "";
        if (this.#half !== "") text = text.slice(0, -1);
        if (text !== "") controller.enqueue(this.#encoder.encode(text));
      },
      flush: (controller) => {
        if (this.#half !== "") controller.enqueue(this.#encoder.encode(this.#half));
      },
    });
  }

  get encoding() {
    return this.#encoder.encoding;
  }

  get readable() {
    return this.#transform.readable;
  }

  get writable() {
    return this.#transform.writable;
  }
}
publish(TextEncoderStream, function show() {
  return { encoding: this.encoding, readable: this.readable, writable: this.writable };
});

/** Bytes to text; a character that is cut in two is put together again. */
class TextDecoderStream {
  #decoder;
  #transform;

  constructor(encoding = "utf-8", options = {}) {
    if (options !== null && typeof options !== "object") {
      throw codedError("ERR_INVALID_ARG_TYPE", "options", "object", options);
    }
    this.#decoder = new TextDecoder(encoding, options);
    this.#transform = new TransformStream({
      transform: (chunk, controller) => {
        if (!ArrayBuffer.isView(chunk) && !(chunk instanceof ArrayBuffer || chunk instanceof SharedArrayBuffer)) {
          throw codedError("ERR_INVALID_ARG_TYPE", "input", ["ArrayBuffer", "ArrayBufferView"], chunk);
        }
        const text = this.#decoder.decode(chunk, { stream: true });
        if (text !== "") controller.enqueue(text);
      },
      flush: (controller) => {
        const text = this.#decoder.decode();
        if (text !== "") controller.enqueue(text);
      },
    });
  }

  get encoding() {
    return this.#decoder.encoding;
  }

  get fatal() {
    return this.#decoder.fatal;
  }

  get ignoreBOM() {
    return this.#decoder.ignoreBOM;
  }

  get readable() {
    return this.#transform.readable;
  }

  get writable() {
    return this.#transform.writable;
  }
}
publish(TextDecoderStream, function show() {
  const { encoding, fatal, ignoreBOM, readable, writable } = this;
  return { encoding, fatal, ignoreBOM, readable, writable };
});

module.exports = { TextEncoderStream, TextDecoderStream };
