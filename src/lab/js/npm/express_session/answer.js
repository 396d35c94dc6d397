"use strict";

// What happens to a session when the answer is sent: its cookie goes with the head, and the last
// byte waits until the store has what changed.

const { setId } = require("npm/express_session/id_cookie");

/**
 * Watches an answer.
 * @param {object} about the settings, the request and its answer, `next`, the secret that signs, the
 *   id that came with the request, and whether the connection is secret
 * @returns {{isNew: () => void, isStored: () => void}} to be told what the request's session is
 */
function watch(about) {
  const { settings, request, response, next, secret, cookieId } = about;
  const state = { originalId: undefined, originalHash: undefined, savedHash: undefined, isTouched: false };

  function begins() {
    state.originalId = request.sessionID;
    state.originalHash = hash(request.session);
    wrap(request.session);
  }

  /** What a session saves itself counts as saved. */
  function wrap(session) {
    const { reload, save } = session;
    const hidden = (value) => ({ value, configurable: true, enumerable: false, writable: true });
    Object.defineProperty(
      session,
      "reload",
      hidden(function (callback) {
        reload.call(this, (...results) => {
          if (request.session !== session) wrap(request.session);
          callback.apply(this, results);
        });
      }),
    );
    Object.defineProperty(
      session,
      "save",
      hidden(function (...values) {
        state.savedHash = hash(this);
        save.apply(this, values);
      }),
    );
  }

  const isKnown = () => typeof request.sessionID === "string";
  const isModified = () =>
    state.originalId !== request.session.id || state.originalHash !== hash(request.session);
  const isSaved = () => state.originalId === request.session.id && state.savedHash === hash(request.session);
  const shouldSave = () => {
    if (!isKnown()) return false;
    return !settings.savesNew && cookieId !== request.sessionID ? isModified() : !isSaved();
  };

  function shouldSetCookie() {
    if (!isKnown()) return false;
    if (cookieId !== request.sessionID) return settings.savesNew || isModified();
    return settings.rolls || (isDated(request.session.cookie) && isModified());
  }

  function touch() {
    if (state.isTouched) return;
    request.session.touch();
    state.isTouched = true;
  }

  beforeHead(response, () => {
    if (!request.session || !shouldSetCookie()) return;
    if (request.session.cookie.secure && !about.isSecure()) return;
    touch();
    try {
      setId(response, settings.name, request.sessionID, secret, request.session.cookie.data);
    } catch (error) {
      setImmediate(next, error);
    }
  });

  /** What the store has to do before the answer may end; nothing, or what calls back. */
  function work() {
    if (request.sessionID && settings.destroysUnset && !request.session) {
      return (done) => settings.store.destroy(request.sessionID, done);
    }
    if (!request.session) return undefined;
    touch();
    if (shouldSave()) return (done) => request.session.save(done);
    if (settings.canTouch && isKnown() && cookieId === request.sessionID) {
      return (done) => settings.store.touch(request.sessionID, request.session, done);
    }
    return undefined;
  }

  holdEnd(response, work, next);

  return {
    isNew: begins,
    isStored() {
      begins();
      if (!settings.resaves) state.savedHash = state.originalHash;
    },
  };
}

function isDated(cookie) {
  return cookie.expires !== null && cookie.expires !== undefined;
}

/** What a session holds, without its cookie, in short. */
function hash(session) {
  const text = JSON.stringify(session, function (key, value) {
    return this === session && key === "cookie" ? undefined : value;
  });
  return require("crypto").createHash("sha1").update(text, "utf8").digest("hex");
}

/** Calls `listener` before the head is written; fields given to `writeHead` are set before. */
function beforeHead(response, listener) {
  const { writeHead } = response;
  let isCalled = false;
  response.writeHead = function (status, ...values) {
    if (!isCalled) {
      isCalled = true;
      const reason = typeof values[0] === "string" ? [values.shift()] : [];
      setFields(response, values[0]);
      listener();
      return writeHead.call(this, status, ...reason);
    }
    return writeHead.call(this, status, ...values);
  };
}

function setFields(response, fields) {
  if (!fields) return;
  if (!Array.isArray(fields)) {
    for (const name of Object.keys(fields)) response.setHeader(name, fields[name]);
    return;
  }
  const pairs = Array.isArray(fields[0]) ? fields : pairsOf(fields);
  for (const [name] of pairs) response.removeHeader(name);
  for (const [name, value] of pairs) response.appendHeader(name, value);
}

function pairsOf(list) {
  return list.flatMap((name, at) => (at % 2 === 0 ? [[name, list[at + 1]]] : []));
}

/**
 * Lets an answer end only when the store is done: all but its last byte is written at once.
 * @param {import("http").ServerResponse} response
 * @param {() => Function | undefined} work
 * @param {(error: unknown) => void} next
 */
function holdEnd(response, work, next) {
  const { end, write } = response;
  let isEnded = false;
  response.end = function (chunk, encoding, ...rest) {
    if (isEnded) return false;
    isEnded = true;
    const task = work();
    if (task === undefined) return end.call(response, chunk, encoding, ...rest);
    let isSync = true;
    let result;
    let last = [];
    task((error) => {
      if (error) setImmediate(next, error);
      // A store that answers at once leaves nothing to be held.
      if (isSync) {
        isSync = false;
        result = end.call(response, chunk, encoding);
      } else end.call(response, ...last);
    });
    if (!isSync) return result;
    isSync = false;
    ({ result, last } = writeTop(response, write, chunk, encoding));
    return result;
  };
}

/** Writes the head and what can be written before the end; gives what is left for it. */
function writeTop(response, write, chunk, encoding) {
  if (!response._header) response._implicitHeader();
  if (chunk === null || chunk === undefined) return { result: true, last: [] };
  const length = Number(response.getHeader("Content-Length"));
  if (Number.isNaN(length) || length <= 0) return { result: write.call(response, chunk, encoding), last: [] };
  const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk, encoding);
  if (bytes.length === 0) return { result: true, last: [bytes] };
  return { result: write.call(response, bytes.subarray(0, -1)), last: [bytes.subarray(-1)] };
}

module.exports = { watch };
