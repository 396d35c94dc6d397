"use strict";

// The headers that tell a client what is left: the old ones, and those of three drafts of the IETF
// (draft-ietf-httpapi-ratelimit-headers).

const DRAFTS = ["draft-6", "draft-7", "draft-8"];

/** Seconds until the count begins again; the whole window where the store does not say. */
function secondsLeft(windowMs, resetTime) {
  return resetTime ? Math.max(0, Math.ceil((resetTime.getTime() - Date.now()) / 1000)) : Math.ceil(windowMs / 1000);
}

/** @param {import("http").ServerResponse} response @param {object} info of the client */
function setLegacy(response, info) {
  if (response.headersSent) return;
  response.setHeader("X-RateLimit-Limit", info.limit.toString());
  response.setHeader("X-RateLimit-Remaining", info.remaining.toString());
  if (!(info.resetTime instanceof Date)) return;
  // The time of the reset is told by the server's clock, so that is told, too.
  response.setHeader("Date", new Date().toUTCString());
  response.setHeader("X-RateLimit-Reset", Math.ceil(info.resetTime.getTime() / 1000).toString());
}

function setDraft6(response, info, windowMs) {
  if (response.headersSent) return;
  response.setHeader("RateLimit-Policy", `${info.limit};w=${Math.ceil(windowMs / 1000)}`);
  response.setHeader("RateLimit-Limit", info.limit.toString());
  response.setHeader("RateLimit-Remaining", info.remaining.toString());
  response.setHeader("RateLimit-Reset", secondsLeft(windowMs, info.resetTime).toString());
}

function setDraft7(response, info, windowMs) {
  if (response.headersSent) return;
  const left = secondsLeft(windowMs, info.resetTime);
  response.setHeader("RateLimit-Policy", `${info.limit};w=${Math.ceil(windowMs / 1000)}`);
  response.setHeader("RateLimit", `limit=${info.limit}, remaining=${info.remaining}, reset=${left}`);
}

/** Several limits may stand side by side, each with its name. */
function setDraft8(response, info, windowMs, name, key) {
  if (response.headersSent) return;
  const left = secondsLeft(windowMs, info.resetTime);
  response.append("RateLimit", `"${name}"; r=${info.remaining}; t=${left}`);
  const policy = `q=${info.limit}; w=${Math.ceil(windowMs / 1000)}; pk=:${partition(key)}:`;
  response.append("RateLimit-Policy", `"${name}"; ${policy}`);
}

/** A short name of the client that does not tell who it is. */
function partition(key) {
  const hash = require("crypto").createHash("sha256").update(key).digest("hex");
  return Buffer.from(hash.slice(0, 12)).toString("base64");
}

function setRetryAfter(response, seconds) {
  if (!response.headersSent) response.setHeader("Retry-After", seconds.toString());
}

/** Units of time, the longest first: milliseconds, the word for one and for more. */
const UNITS = [
  [86_400_000, "day", "days"],
  [3_600_000, "hr", "hrs"],
  [60_000, "min", "min"],
  [1000, "sec", "sec"],
];

/** @param {number} windowMs @returns {string} such as `15min` */
function windowName(windowMs) {
  const [unit, one, more] = UNITS.find(([length]) => windowMs >= length) ?? UNITS.at(-1);
  const count = windowMs / unit;
  return `${count}${count === 1 ? one : more}`;
}

module.exports = { DRAFTS, secondsLeft, setLegacy, setDraft6, setDraft7, setDraft8, setRetryAfter, windowName };
