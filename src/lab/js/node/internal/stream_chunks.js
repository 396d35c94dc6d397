"use strict";

// The chunks that wait in a readable stream, and how many of them a `read` takes.

/**
 * @param {ReadableState} state
 * @param {number} wanted NaN for all that is there
 * @returns {number} how much `read` gives of that
 */
function howMuch(state, wanted) {
  if (wanted <= 0 || (state.length === 0 && state.ended)) return 0;
  if (state.objectMode) return 1;
  if (Number.isNaN(wanted)) {
    return state.flowing && state.length > 0 ? state.buffer[0].length : state.length;
  }
  if (wanted <= state.length) return wanted;
  return state.ended ? state.length : 0;
}

/**
 * @param {ReadableState} state
 * @param {number} count at most what is there
 * @returns {unknown} that much, taken out of the chunks that wait
 */
function take(state, count) {
  if (state.length === 0) return null;
  if (state.objectMode) return state.buffer.shift();
  const isText = typeof state.buffer[0] === "string";
  if (count >= state.length) {
    const all = state.buffer;
    state.buffer = [];
    if (all.length === 1) return all[0];
    return isText ? all.join("") : Buffer.concat(all, state.length);
  }
  const parts = [];
  let left = count;
  while (left > 0) {
    const first = state.buffer[0];
    if (first.length <= left) {
      parts.push(state.buffer.shift());
      left -= first.length;
    } else {
      parts.push(first.slice(0, left));
      state.buffer[0] = first.slice(left);
      left = 0;
    }
  }
  if (parts.length === 1) return parts[0];
  return isText ? parts.join("") : Buffer.concat(parts);
}

module.exports = { howMuch, take };
