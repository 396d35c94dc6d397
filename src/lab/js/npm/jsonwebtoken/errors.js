"use strict";

// The package's errors. They are functions and not classes: `new` may be left out, and their names are
// properties of each error.

/** @param {string} message @param {Error} [inner] what led to it */
function JsonWebTokenError(message, inner) {
  // Called without `new` it has no `this`, and the package says nothing then.
  const error = this ?? {};
  begin(error, JsonWebTokenError, "JsonWebTokenError", message);
  if (inner) error.inner = inner;
}
inherit(JsonWebTokenError, Error);

/** @param {string} message @param {Date} expiredAt */
function TokenExpiredError(message, expiredAt) {
  begin(this, TokenExpiredError, "TokenExpiredError", message);
  this.expiredAt = expiredAt;
}
inherit(TokenExpiredError, JsonWebTokenError);

/** @param {string} message @param {Date} date from which the token is good */
function NotBeforeError(message, date) {
  begin(this, NotBeforeError, "NotBeforeError", message);
  this.date = date;
}
inherit(NotBeforeError, JsonWebTokenError);

function inherit(Class, Base) {
  Class.prototype = Object.create(Base.prototype);
  Class.prototype.constructor = Class;
}

function begin(error, Class, name, message) {
  error.name = name;
  error.message = message;
  Error.captureStackTrace(error, Class);
}

module.exports = { JsonWebTokenError, TokenExpiredError, NotBeforeError };
