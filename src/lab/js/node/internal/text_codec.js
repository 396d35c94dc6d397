"use strict";

// TextEncoder and TextDecoder (encoding.spec.whatwg.org) for UTF-8, UTF-16LE and Latin-1.

const { codedError, hidden } = require("internal/errors");
const { encode } = require("internal/encodings");
const { StringDecoder } = require("string_decoder");

const LABELS = {
  "utf-8": "utf-8", utf8: "utf-8", "unicode-1-1-utf-8": "utf-8",
  "utf-16le": "utf-16le", "utf-16": "utf-16le",
  latin1: "windows-1252", "iso-8859-1": "windows-1252", ascii: "windows-1252", "us-ascii": "windows-1252",
  "windows-1252": "windows-1252",
};
const NAMES = { "utf-8": "utf8", "utf-16le": "utf16le", "windows-1252": "latin1" };

/** Text to UTF-8. */
class TextEncoder {
  get encoding() {
    return "utf-8";
  }

  encode(text = "") {
    return new Uint8Array(encode(`${text}`, "utf8"));
  }

  encodeInto(text, target) {
    const bytes = new Uint8Array(encode(text, "utf8"));
    let written = Math.min(bytes.length, target.length);
    if (written < bytes.length) written -= host.utf8Unfinished(bytes.subarray(0, written));
    target.set(bytes.subarray(0, written));
    return { read: host.decode(bytes.subarray(0, written), "utf8").length, written };
  }
}
hidden(TextEncoder.prototype, Symbol.toStringTag, "TextEncoder");

/** Bytes to text, also in pieces. */
class TextDecoder {
  #decoder;
  #started = false;

  constructor(label = "utf-8", options = {}) {
    this.encoding = LABELS[`${label}`.trim().toLowerCase()];
    if (this.encoding === undefined) throw codedError("ERR_ENCODING_NOT_SUPPORTED", label);
    this.fatal = Boolean(options?.fatal);
    this.ignoreBOM = Boolean(options?.ignoreBOM);
    this.#decoder = new StringDecoder(NAMES[this.encoding]);
  }

  decode(input = new Uint8Array(0), options = {}) {
    const bytes = ArrayBuffer.isView(input)
      ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
      : new Uint8Array(input);
    const streams = Boolean(options?.stream);
    if (this.fatal && this.encoding === "utf-8") this.#check(bytes, streams);
    let text = this.#decoder.write(bytes);
    if (!streams) text += this.#decoder.end();
    if (!this.#started && !this.ignoreBOM && text.startsWith("\uFEFF")) text = text.slice(1);
    if (text !== "") this.#started = true;
    if (!streams) this.#started = false;
    return text;
  }

  #check(bytes, streams) {
    const { kept } = this.#decoder;
    const all = new Uint8Array(kept.length + bytes.length);
    all.set(kept);
    all.set(bytes, kept.length);
    const end = streams ? all.length - host.utf8Unfinished(all) : all.length;
    if (host.utf8IsValid(all.subarray(0, end))) return;
    this.#decoder.end();
    throw codedError("ERR_ENCODING_INVALID_ENCODED_DATA", this.encoding);
  }
}
hidden(TextDecoder.prototype, Symbol.toStringTag, "TextDecoder");

module.exports = { TextEncoder, TextDecoder };
