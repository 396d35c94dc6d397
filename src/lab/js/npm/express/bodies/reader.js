"use strict";

// What the parsers of bodies share: whether a body is theirs, its bytes, and what can go wrong
// (expressjs.com/en/resources/middleware/body-parser.html).

const { hasBody, typeIs, parse: parseType } = require("npm/express/media_types");
const { httpError } = require("npm/express/http_error");

const DEFAULT_LIMIT_BYTES = 102_400;
const UNITS_BYTES = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4, pb: 1024 ** 5 };
const SIZE = /^((?:-|\+)?\d+(?:\.\d+)?) *(kb|mb|gb|tb|pb)$/i;

const BUFFER_NAMES = {
  "utf-8": "utf8", utf8: "utf8", "utf-16": "utf16le", "utf-16le": "utf16le", utf16: "utf16le", utf16le: "utf16le",
  "ucs-2": "utf16le", ucs2: "utf16le", "iso-8859-1": "latin1", latin1: "latin1", "windows-1252": "latin1",
  ascii: "ascii", "us-ascii": "ascii",
};

/**
 * Makes a middleware that reads a body and parses it.
 * @param {object} options that all parsers have
 * @param {object} kind
 * @param {string} kind.type the media type that it takes when the options name none
 * @param {string} [kind.charset] of a body that does not say; none for bytes
 * @param {(charset: string) => boolean} [kind.takes]
 * @param {(body: string | Buffer, charset: string) => unknown} kind.parse
 * @returns {Function}
 */
function reader(options, kind) {
  const limit = limitOf(options.limit);
  const verify = options.verify || false;
  if (verify && typeof verify !== "function") throw new TypeError("option verify must be function");
  const rule = options.type || kind.type;
  const kinds = [rule].flat();
  const isMine = typeof rule === "function" ? rule : (request) => Boolean(typeIs(request.headers["content-type"], kinds));
  const settings = { limit, verify, inflate: options.inflate !== false, kind };
  return (request, response, next) => {
    if (request.complete && request.readableEnded) {
      next();
      return;
    }
    if (!("body" in request)) request.body = undefined;
    if (!hasBody(request) || !isMine(request)) {
      next();
      return;
    }
    const charset = kind.charset === undefined ? null : charsetOf(request) ?? kind.charset;
    if (charset !== null && !kind.takes(charset)) {
      next(unsupportedCharset(charset));
      return;
    }
    read(request, response, next, settings, charset);
  };
}

function limitOf(given) {
  if (given === undefined || given === null) return DEFAULT_LIMIT_BYTES;
  if (typeof given === "number") return given;
  const found = SIZE.exec(given);
  const bytes = found ? Math.floor(UNITS_BYTES[found[2].toLowerCase()] * Number(found[1])) : Number.parseInt(given, 10);
  if (Number.isNaN(bytes)) throw new TypeError(`option limit "${given}" is invalid`);
  return bytes;
}

function charsetOf(request) {
  try {
    return parseType(request.headers["content-type"]).parameters.charset?.toLowerCase();
  } catch {
    return undefined;
  }
}

function unsupportedCharset(charset) {
  return httpError(415, `unsupported charset "${charset.toUpperCase()}"`, { charset, type: "charset.unsupported" });
}

function read(request, response, next, settings, charset) {
  const encoding = (request.headers["content-encoding"] || "identity").toLowerCase();
  const length = encoding === "identity" ? lengthOf(request) : undefined;
  const refusal = refused(request, encoding, length, settings);
  if (refusal !== undefined) {
    drained(request, () => next(refusal));
    return;
  }
  let stream = request;
  if (encoding !== "identity") {
    stream = inflater(encoding);
    request.pipe(stream);
  }
  collect(request, stream, { length, limit: settings.limit }, (error, body) => {
    if (error) {
      if (stream !== request) {
        request.unpipe(stream);
        stream.destroy();
      }
      drained(request, () => next(httpError(400, error)));
    } else take(request, response, next, settings, body, charset);
  });
}

function lengthOf(request) {
  const length = Number.parseInt(request.headers["content-length"], 10);
  return Number.isNaN(length) ? undefined : length;
}

function refused(request, encoding, length, { inflate, limit }) {
  if (encoding !== "identity" && !inflate) {
    return httpError(415, "content encoding unsupported", { encoding, type: "encoding.unsupported" });
  }
  if (encoding !== "identity" && encoding !== "gzip" && encoding !== "deflate" && encoding !== "br") {
    return httpError(415, `unsupported content encoding "${encoding}"`, { encoding, type: "encoding.unsupported" });
  }
  if (length !== undefined && length > limit) {
    return httpError(413, "request entity too large", { expected: length, length, limit, type: "entity.too.large" });
  }
  if (request.readableEncoding) {
    return httpError(500, "stream encoding should not be set", { type: "stream.encoding.set" });
  }
  if (request.readable === false) return httpError(500, "stream is not readable", { type: "stream.not.readable" });
  return undefined;
}

function inflater(encoding) {
  const zlib = require("zlib");
  if (encoding === "gzip") return zlib.createGunzip();
  return encoding === "deflate" ? zlib.createInflate() : zlib.createBrotliDecompress();
}

/** The chunks of a body as one, within the limit. */
function collect(request, stream, { length, limit }, callback) {
  const chunks = [];
  let received = 0;
  const finish = (error, body) => {
    stream.removeListener("data", onData);
    stream.removeListener("end", onEnd);
    stream.removeListener("error", finish);
    request.removeListener("aborted", onAborted);
    if (error) stream.on("error", () => {});
    callback(error, body);
  };
  function onData(chunk) {
    received += chunk.length;
    if (received > limit) {
      finish(httpError(413, "request entity too large", { limit, received, type: "entity.too.large" }));
    } else chunks.push(chunk);
  }
  function onEnd() {
    if (length !== undefined && received !== length) {
      const more = { expected: length, length, received, type: "request.size.invalid" };
      finish(httpError(400, "request size did not match content length", more));
    } else finish(null, chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
  }
  function onAborted() {
    const more = { code: "ECONNABORTED", expected: length, length, received, type: "request.aborted" };
    finish(httpError(400, "request aborted", more));
  }
  stream.on("data", onData);
  stream.on("end", onEnd);
  stream.on("error", finish);
  request.on("aborted", onAborted);
}

/** Lets the rest of a refused body go by: a client that still writes reads no answer. */
function drained(request, then) {
  if (request.complete && request.readableEnded) {
    then();
    return;
  }
  if (request.destroyed || request.aborted) {
    then();
    return;
  }
  let isDone = false;
  const once = () => {
    if (isDone) return;
    isDone = true;
    then();
  };
  request.once("end", once);
  request.once("close", once);
  request.once("error", once);
  request.resume();
}

function take(request, response, next, { verify, kind }, bytes, charset) {
  if (verify) {
    try {
      verify(request, response, bytes, charset);
    } catch (error) {
      next(httpError(403, error, { body: bytes, type: error.type || "entity.verify.failed" }));
      return;
    }
  }
  let body = bytes;
  try {
    if (charset !== null) body = textOf(bytes, charset);
    if (body === undefined) {
      next(unsupportedCharset(charset));
      return;
    }
    request.body = kind.parse(body, charset);
  } catch (error) {
    next(httpError(400, error, { body, type: error.type || "entity.parse.failed" }));
    return;
  }
  next();
}

/** The text of bytes, without a byte order mark; nothing in a charset that the lab has not. */
function textOf(bytes, charset) {
  if (!Object.hasOwn(BUFFER_NAMES, charset)) return undefined;
  const text = bytes.toString(BUFFER_NAMES[charset]);
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** @param {string} charset @returns {boolean} */
function isKnownCharset(charset) {
  return Object.hasOwn(BUFFER_NAMES, charset);
}

module.exports = { reader, isKnownCharset };
