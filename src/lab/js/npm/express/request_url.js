"use strict";

// The path and the query of a request's URL, which handlers may have rewritten.

/**
 * @param {{url: string}} req
 * @returns {string | null | undefined} the path
 */
function pathname(req) {
  const { url } = req;
  if (url === undefined) return undefined;
  if (url.charCodeAt(0) !== 47) return parsed(url).pathname;
  const end = endOfPath(url);
  return end === -1 ? url : url.slice(0, end);
}

/**
 * @param {{url: string}} req
 * @returns {string | null} the query without its question mark
 */
function query(req) {
  const { url } = req;
  if (url === undefined) return null;
  if (url.charCodeAt(0) !== 47) return parsed(url).query;
  const start = endOfPath(url);
  if (start === -1 || url[start] === "#") return null;
  const hash = url.indexOf("#", start);
  return url.slice(start + 1, hash === -1 ? undefined : hash);
}

function endOfPath(url) {
  const question = url.indexOf("?");
  const hash = url.indexOf("#");
  if (hash === -1) return question;
  return question === -1 ? hash : Math.min(question, hash);
}

function parsed(url) {
  return require("url").parse(url);
}

module.exports = { pathname, query };
