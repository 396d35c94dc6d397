"use strict";

// Content-Disposition (RFC 6266): that an answer is to be saved, and under which name.

const { basename } = require("path");

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const PLAIN = /^[ -~]*$/;
/** Some browsers decode these even where nothing was encoded. */
const HEX_ESCAPE = /%[0-9A-Fa-f]{2}/;

/**
 * @param {string} [path] whose last part is the name
 * @returns {string}
 */
function attachment(path = undefined) {
  if (path === undefined) return "attachment";
  const name = basename(path);
  const plain = PLAIN.test(name) ? name : name.replace(/[^ -~]/g, "?");
  let header = `attachment; filename=${TOKEN.test(plain) ? plain : `"${plain.replace(/(["\\])/g, "\\$1")}"`}`;
  if (plain !== name || HEX_ESCAPE.test(name)) header += `; filename*=UTF-8''${extended(name)}`;
  return header;
}

function extended(name) {
  return encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

module.exports = { attachment };
