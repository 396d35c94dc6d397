"use strict";

// URLs for headers: what may not stand there is percent-encoded, what is encoded stays.

/** Signs besides blanks, controls and those over ASCII that are encoded. */
const ENCODED = /[^!#$&-;=?-_a-z|~%]|%(?![0-9A-Fa-f]{2})/;
const RUNS = /(?:[^!#$&-;=?-_a-z|~%]|%(?![0-9A-Fa-f]{2}))+/g;

/**
 * @param {unknown} url
 * @returns {string}
 */
function encodeUrl(url) {
  const text = String(url);
  return ENCODED.test(text) ? text.toWellFormed().replace(RUNS, encodeURIComponent) : text;
}

module.exports = { encodeUrl };
