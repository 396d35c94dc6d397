"use strict";

// The encodings between texts and bytes that Buffer knows. The machine does the work.

/** @type {Record<string, string>} */
const NAMES = {
  utf8: "utf8", "utf-8": "utf8",
  ucs2: "utf16le", "ucs-2": "utf16le", utf16le: "utf16le", "utf-16le": "utf16le",
  latin1: "latin1", binary: "latin1",
  ascii: "ascii", base64: "base64", base64url: "base64url", hex: "hex",
};
/** Arguments that a call takes at most without trouble for the stack. */
const UNITS_AT_ONCE = 4096;

/**
 * @param {string | undefined} name in any case; nothing means UTF-8
 * @returns {string | undefined} the name that the functions below take
 */
function encodingOf(name) {
  if (name === undefined || name === null || name === "") return "utf8";
  return Object.hasOwn(NAMES, name) ? NAMES[name] : NAMES[String(name).toLowerCase()];
}

/**
 * @param {string} text
 * @param {string} encoding
 * @returns {ArrayBuffer}
 */
function encode(text, encoding) {
  if (encoding === "utf16le") {
    const bytes = new Uint8Array(text.length * 2);
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      bytes[at * 2] = unit & 0xff;
      bytes[at * 2 + 1] = unit >> 8;
    }
    return bytes.buffer;
  }
  // A half of a pair has no UTF-8; it is U+FFFD there and some byte in the others.
  return host.encode(text.isWellFormed() ? text : text.toWellFormed(), encoding);
}

/**
 * @param {Uint8Array} bytes
 * @param {string} encoding
 * @returns {string}
 */
function decode(bytes, encoding) {
  if (encoding !== "utf16le") return host.decode(bytes, encoding);
  let text = "";
  for (let start = 0; start + 1 < bytes.length; start += UNITS_AT_ONCE * 2) {
    const units = [];
    const end = Math.min(start + UNITS_AT_ONCE * 2, bytes.length - 1);
    for (let at = start; at < end; at += 2) units.push(bytes[at] | (bytes[at + 1] << 8));
    text += String.fromCharCode(...units);
  }
  return text;
}

/**
 * @param {string} text
 * @param {string} encoding
 * @returns {number} how many bytes `encode` gives
 */
function byteLength(text, encoding) {
  switch (encoding) {
    case "utf16le":
      return text.length * 2;
    case "latin1":
    case "ascii":
      return text.length;
    case "hex":
      return text.length >>> 1;
    case "base64":
    case "base64url":
      return Math.floor((text.replace(/=+$/, "").length * 3) / 4);
    default:
      return host.utf8Length(text.isWellFormed() ? text : text.toWellFormed());
  }
}

module.exports = { encodingOf, encode, decode, byteLength };
