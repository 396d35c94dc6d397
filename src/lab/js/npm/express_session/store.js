"use strict";

// Where sessions are kept: what every store has, and the one in memory.

const { EventEmitter } = require("events");
const { inherits } = require("util");
const Cookie = require("npm/express_session/cookie");
const Session = require("npm/express_session/session");

/** What other stores inherit from, also in the old way: `Store.call(this)`. */
function Store() {
  EventEmitter.call(this);
}
inherits(Store, EventEmitter);

/** Puts a new session in the place of the request's. */
Store.prototype.regenerate = function regenerate(request, callback) {
  this.destroy(request.sessionID, (error) => {
    this.generate(request);
    callback(error);
  });
};

/** Makes a session out of what is stored, without a request. */
Store.prototype.load = function load(id, callback) {
  this.get(id, (error, values) => {
    if (error) {
      callback(error);
      return;
    }
    if (!values) {
      callback();
      return;
    }
    callback(null, this.createSession({ sessionID: id, sessionStore: this }, values));
  });
};

/** Makes the request's session out of what is stored. */
Store.prototype.createSession = function createSession(request, values) {
  const expires = values.cookie.expires;
  const originalMaxAge = values.cookie.originalMaxAge;
  values.cookie = new Cookie(values.cookie);
  // A store that keeps texts gives the date as one.
  if (typeof expires === "string") values.cookie.expires = new Date(expires);
  values.cookie.originalMaxAge = originalMaxAge;
  request.session = new Session(request, values);
  return request.session;
};

/** Keeps sessions as long as the process runs, each as JSON. */
function MemoryStore() {
  Store.call(this);
  this.sessions = Object.create(null);
}
inherits(MemoryStore, Store);

MemoryStore.prototype.all = function all(callback) {
  const sessions = Object.create(null);
  for (const id of Object.keys(this.sessions)) {
    const session = alive(this, id);
    if (session) sessions[id] = session;
  }
  later(callback, null, sessions);
};

MemoryStore.prototype.clear = function clear(callback) {
  this.sessions = Object.create(null);
  later(callback);
};

MemoryStore.prototype.destroy = function destroy(id, callback) {
  delete this.sessions[id];
  later(callback);
};

MemoryStore.prototype.get = function get(id, callback) {
  setImmediate(callback, null, alive(this, id));
};

MemoryStore.prototype.set = function set(id, session, callback) {
  this.sessions[id] = JSON.stringify(session);
  later(callback);
};

MemoryStore.prototype.length = function length(callback) {
  this.all((error, sessions) => {
    if (error) callback(error);
    else callback(null, Object.keys(sessions).length);
  });
};

/** Keeps the values, and takes the cookie's new time. */
MemoryStore.prototype.touch = function touch(id, session, callback) {
  const kept = alive(this, id);
  if (kept) {
    kept.cookie = session.cookie;
    this.sessions[id] = JSON.stringify(kept);
  }
  later(callback);
};

/** A store answers in a later turn, as one over the network would. */
function later(callback, ...values) {
  if (callback) setImmediate(callback, ...values);
}

/** The session, unless its time is over. */
function alive(store, id) {
  const text = store.sessions[id];
  if (!text) return undefined;
  const session = JSON.parse(text);
  if (session.cookie) {
    const { expires } = session.cookie;
    const end = typeof expires === "string" ? new Date(expires) : expires;
    if (end && end <= Date.now()) {
      delete store.sessions[id];
      return undefined;
    }
  }
  return session;
}

module.exports = { Store, MemoryStore };
