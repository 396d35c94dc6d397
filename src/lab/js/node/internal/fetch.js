"use strict";

// `fetch` to the program's own servers (fetch.spec.whatwg.org).

const { Request, Response, closed } = require("internal/fetch_body");
const { hidden } = require("internal/errors");

const REDIRECTS_MAX = 20;
const REDIRECTS = [301, 302, 303, 307, 308];
const ADDED = [["accept", "*/*"], ["accept-language", "*"], ["sec-fetch-mode", "cors"], ["user-agent", "node"]];
const CONDITIONS = ["if-modified-since", "if-none-match", "if-unmodified-since", "if-match", "if-range"];

/**
 * @param {string | URL | Request} input
 * @param {object} [init]
 * @returns {Promise<Response>}
 */
async function fetch(input, init = undefined) {
  const request = new Request(input, init ?? {});
  let { url, method, source } = request;
  const headers = new Map([...request.headers]);
  for (let count = 0; ; count += 1) {
    const answer = await ask(url, method, headers, source, request.signal);
    const { location } = answer.headers;
    if (!REDIRECTS.includes(answer.statusCode) || location === undefined || request.redirect === "manual") {
      return responseOf(answer, url, method, count > 0);
    }
    answer.resume();
    if (request.redirect === "error") throw failed(new Error("unexpected redirect"));
    if (count >= REDIRECTS_MAX) throw failed(new Error("redirect count exceeded"));
    url = new URL(location, url).href;
    const becomesGet = answer.statusCode === 303 || (method === "POST" && answer.statusCode <= 302);
    if (becomesGet && method !== "HEAD") {
      [method, source] = ["GET", null];
      for (const name of ["content-type", "content-length", "content-encoding", "content-language", "content-location"]) headers.delete(name);
    }
  }
}

function ask(url, method, headers, source, signal) {
  const { request } = require("http");
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const parsed = new URL(url);
    if (parsed.protocol !== "http:") return reject(failed(new Error(`the lab has no ${parsed.protocol.slice(0, -1)}`)));
    const sent = request(parsed, { method });
    // Nobody has to read the body of an answer to be rid of its connection.
    sent.freesWhenWhole = true;
    for (const [name, value] of headers) sent.setHeader(name, value);
    for (const [name, value] of ADDED) if (!headers.has(name)) sent.setHeader(name, value);
    if (!headers.has("accept-encoding")) sent.setHeader("accept-encoding", headers.has("range") ? "identity" : "gzip, deflate");
    if (CONDITIONS.some((name) => headers.has(name))) {
      // Who asks with conditions has a cache of its own, and no other one may answer.
      for (const name of ["pragma", "cache-control"]) if (!headers.has(name)) sent.setHeader(name, "no-cache");
    }
    const abort = () => {
      sent.destroy();
      reject(signal.reason);
    };
    signal?.addEventListener("abort", abort, { once: true });
    sent.on("response", (answer) => {
      hidden(answer, "endedBy", signal);
      resolve(answer);
    });
    sent.on("error", (error) => reject(signal?.aborted ? signal.reason : failed(closed(error))));
    if (source === null && ["POST", "PUT", "PATCH"].includes(method)) sent.setHeader("content-length", "0");
    if (source === null || source instanceof Uint8Array) sent.end(source ?? undefined);
    else {
      const body = require("stream").Readable.from(source);
      body.on("error", (error) => {
        sent.destroy();
        reject(signal?.aborted ? signal.reason : failed(error));
      });
      body.pipe(sent);
    }
    return undefined;
  });
}

function responseOf(answer, url, method, redirected) {
  const hasBody = method !== "HEAD" && ![204, 205, 304].includes(answer.statusCode);
  const fields = [];
  for (let at = 0; at < answer.rawHeaders.length; at += 2) fields.push([answer.rawHeaders[at].toLowerCase(), answer.rawHeaders[at + 1]]);
  if (!hasBody) answer.resume();
  return new Response(hasBody ? decoded(answer) : null, {
    status: answer.statusCode, statusText: answer.statusMessage, headers: fields, url, redirected,
  });
}

/** The body as it was before the server packed it. */
function decoded(answer) {
  const codings = (answer.headers["content-encoding"] ?? "").split(",").map((name) => name.trim().toLowerCase());
  const { createGunzip, createInflate, constants } = require("zlib");
  const makers = { gzip: createGunzip, "x-gzip": createGunzip, deflate: createInflate };
  if (!codings.every((coding) => Object.hasOwn(makers, coding))) return answer;
  return codings.reverse().reduce((stream, coding) => {
    const next = makers[coding]({ finishFlush: constants.Z_SYNC_FLUSH });
    hidden(next, "endedBy", stream.endedBy);
    require("stream").pipeline(stream, next, () => {});
    return next;
  }, answer);
}

function failed(cause) {
  return new TypeError("fetch failed", { cause });
}

module.exports = { fetch };
