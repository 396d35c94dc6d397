"use strict";

// The source of a call of `assert.ok`, which its message shows.

/** Lines of a call that are looked through for its end. */
const LINES_MAX = 50;

/**
 * @param {Function} start the assertion, whose caller is looked for
 * @returns {string} the message for a value that is not true
 */
function falsy(start) {
  const plain = "The expression evaluated to a falsy value";
  const place = {};
  Error.captureStackTrace(place, start);
  const frame = /\n\s+at (?:.*\()?(?:file:\/\/)?(\/[^\n]*):(\d+):(\d+)\)?/.exec(place.stack);
  const source = frame && host.readFile(frame[1]);
  const call = source && callAt(source.split("\n"), Number(frame[2]) - 1, Number(frame[3]) - 1);
  return call ? `${plain}:\n\n  ${call}\n` : plain;
}

/** The text of the call that stands at a place. */
function callAt(lines, row, column) {
  const line = lines[row] ?? "";
  const found = [...line.matchAll(/[\w$]+(?:\??\.[\w$]+)*\s*\(/g)].find((one) => one.index <= column && column <= one.index + one[0].length);
  if (found === undefined) return undefined;
  const text = [line.slice(found.index), ...lines.slice(row + 1, row + LINES_MAX)].join("\n");
  let depth = 0;
  let quote;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === "\\") at += 1;
    else if (quote !== undefined) quote = letter === quote ? undefined : quote;
    else if (`"'\``.includes(letter)) quote = letter;
    else if ("([{".includes(letter)) depth += 1;
    else if (")]}".includes(letter)) {
      depth -= 1;
      if (depth === 0) return text.slice(0, at + 1);
    }
  }
  return undefined;
}

module.exports = { falsy };
