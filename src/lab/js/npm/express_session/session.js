"use strict";

// What a program sees as `req.session`: its values, and what can be done with them.

/**
 * @param {import("http").IncomingMessage} request whose session it is
 * @param {object} [values] of a session that was stored
 */
function Session(request, values) {
  Object.defineProperty(this, "req", { value: request });
  Object.defineProperty(this, "id", { value: request.sessionID });
  if (typeof values !== "object" || values === null) return;
  for (const name in values) {
    if (!(name in this)) this[name] = values[name];
  }
}

const METHODS = {
  /** Lets the cookie's time begin again. */
  touch() {
    return this.resetMaxAge();
  },

  resetMaxAge() {
    this.cookie.maxAge = this.cookie.originalMaxAge;
    return this;
  },

  save(callback) {
    this.req.sessionStore.set(this.id, this, callback || (() => {}));
    return this;
  },

  /** Takes the values from the store again, into a new session of the same request. */
  reload(callback) {
    const { req } = this;
    const store = req.sessionStore;
    store.get(this.id, (error, values) => {
      if (error) {
        callback(error);
        return;
      }
      if (!values) {
        callback(new Error("failed to load session"));
        return;
      }
      store.createSession(req, values);
      callback();
    });
    return this;
  },

  destroy(callback) {
    delete this.req.session;
    this.req.sessionStore.destroy(this.id, callback);
    return this;
  },

  /** A new session, with a new id, in the place of this one. */
  regenerate(callback) {
    this.req.sessionStore.regenerate(this.req, callback);
    return this;
  },
};

for (const [name, value] of Object.entries(METHODS)) {
  Object.defineProperty(Session.prototype, name, { value, configurable: true, enumerable: false, writable: true });
}

module.exports = Session;
