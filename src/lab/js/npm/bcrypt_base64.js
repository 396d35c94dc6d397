"use strict";

// The letters of bcrypt's texts: base64 with an alphabet of its own, and without an end.

const LETTERS = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const BITS_A_LETTER = 6;

/** @param {ArrayLike<number>} bytes @param {number} count of them @returns {string} */
function encode(bytes, count) {
  let text = "";
  let [held, bits] = [0, 0];
  for (let at = 0; at < count; at += 1) {
    held = ((held << 8) | (bytes[at] & 0xff)) & 0xffff;
    bits += 8;
    while (bits >= BITS_A_LETTER) {
      bits -= BITS_A_LETTER;
      text += LETTERS[(held >> bits) & 0x3f];
    }
  }
  if (bits > 0) text += LETTERS[(held << (BITS_A_LETTER - bits)) & 0x3f];
  return text;
}

/**
 * At most `most` bytes: up to the first letter that is none.
 * @param {string} text
 * @param {number} most
 * @returns {number[]}
 */
function decode(text, most) {
  const bytes = [];
  let [held, bits] = [0, 0];
  for (const letter of text) {
    const value = LETTERS.indexOf(letter);
    if (value < 0 || bytes.length >= most) break;
    held = ((held << BITS_A_LETTER) | value) & 0xffff;
    bits += BITS_A_LETTER;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return bytes;
}

module.exports = { encode, decode };
