"use strict";

// The text of a file `.env`, read.

/** A name at the start of a line, and what stands between it and its value. */
const NAME = /\s*(?:export\s+)?([\w.-]+)(?:\s*=|:\s)/y;
/** A value in quotes, which may go over lines; nothing but a comment may follow on the last one. */
const QUOTED = /\s*((['"`])(?:\\\2|(?!\2)[^])*\2)\s*(?:#.*)?$/my;
const BARE = /[^#\n]*/y;

/**
 * @param {string | Buffer} src
 * @returns {Record<string, string>}
 */
function parse(src) {
  const text = src.toString().replace(/\r\n?/g, "\n");
  const settings = {};
  for (let start = 0; start <= text.length; ) {
    const name = matchAt(NAME, text, start);
    let end = start;
    if (name !== null) {
      const from = start + name[0].length;
      const value = matchAt(QUOTED, text, from) ?? matchAt(BARE, text, from);
      settings[name[1]] = unquoted((value[1] ?? value[0]).trim());
      end = from + value[0].length;
    }
    const line = text.indexOf("\n", end);
    start = line < 0 ? text.length + 1 : line + 1;
  }
  return settings;
}

function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Without the quotes; only double ones know `\n` and `\r`. */
function unquoted(text) {
  const value = text.replace(/^(['"`])([^]*)\1$/gm, "$2");
  return text.startsWith('"') ? value.replaceAll("\\n", "\n").replaceAll("\\r", "\r") : value;
}

module.exports = { parse };
