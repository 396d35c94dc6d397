"use strict";

// The cookie that names a session: its attributes, and until when it is good.

const { serialize } = require("npm/cookie");
const deprecate = require("npm/deprecated")("express-session");

/**
 * @param {object} [options] attributes; `maxAge` in milliseconds
 */
function Cookie(options) {
  this.path = "/";
  this.maxAge = null;
  this.httpOnly = true;
  if (options) {
    if (typeof options !== "object") throw new TypeError("argument options must be a object");
    for (const key of Object.keys(options)) {
      if (key !== "data") this[key] = options[key];
    }
  }
  this.originalMaxAge ??= this.maxAge;
}

Cookie.prototype = {
  set expires(date) {
    this._expires = date;
    this.originalMaxAge = this.maxAge;
  },

  get expires() {
    return this._expires;
  },

  /** Milliseconds from now; or a `Date`, as in old programs. */
  set maxAge(age) {
    if (age && typeof age !== "number" && !(age instanceof Date)) throw new TypeError("maxAge must be a number or Date");
    if (age instanceof Date) deprecate("maxAge as Date; pass number of milliseconds instead");
    this.expires = typeof age === "number" ? new Date(Date.now() + age) : age;
  },

  /** Milliseconds that are left. */
  get maxAge() {
    return this.expires instanceof Date ? this.expires.valueOf() - Date.now() : this.expires;
  },

  get data() {
    return {
      originalMaxAge: this.originalMaxAge,
      partitioned: this.partitioned,
      priority: this.priority,
      expires: this._expires,
      secure: this.secure,
      httpOnly: this.httpOnly,
      domain: this.domain,
      path: this.path,
      sameSite: this.sameSite,
    };
  },

  serialize(name, value) {
    return serialize(name, value, this.data);
  },

  toJSON() {
    return this.data;
  },
};

module.exports = Cookie;
