"use strict";

// The field Range of a request (RFC 9110, section 14.2).

/**
 * @param {number} size of the whole in bytes
 * @param {string} field
 * @param {{combine?: boolean}} [options]
 * @returns {-1 | -2 | Array<{start: number, end: number}>} -1: nothing of it is there, -2: not a range
 */
function parse(size, field, options) {
  if (typeof field !== "string") throw new TypeError("argument str must be a string");
  const equals = field.indexOf("=");
  if (equals === -1) return -2;
  const ranges = [];
  for (const part of field.slice(equals + 1).split(",")) {
    const dash = part.indexOf("-");
    if (dash === -1) return -2;
    const from = part.slice(0, dash).trim();
    const to = part.slice(dash + 1).trim();
    if (!/^\d*$/.test(from) || !/^\d*$/.test(to) || from + to === "") return -2;
    const start = from === "" ? size - Number(to) : Number(from);
    const end = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
    // More than there is, from the end, is not to be had either.
    if (start >= 0 && start <= end) ranges.push({ start, end });
  }
  if (ranges.length === 0) return -1;
  const result = options?.combine ? combined(ranges) : ranges;
  result.type = field.slice(0, equals);
  return result;
}

/** Ranges that overlap or touch as one, in the order in which they were asked for. */
function combined(ranges) {
  const sorted = ranges.map((one, index) => ({ ...one, index })).sort((one, other) => one.start - other.start);
  const all = [];
  for (const one of sorted) {
    const last = all.at(-1);
    if (last === undefined || one.start > last.end + 1) all.push(one);
    else {
      last.end = Math.max(last.end, one.end);
      last.index = Math.min(last.index, one.index);
    }
  }
  return all.sort((one, other) => one.index - other.index).map(({ start, end }) => ({ start, end }));
}

module.exports = { parse };
