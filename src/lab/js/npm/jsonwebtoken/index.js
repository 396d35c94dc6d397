"use strict";

// The API of the package `jsonwebtoken` 9: JSON Web Tokens (RFC 7519), signed as RFC 7515 and RFC 7518
// say.

const { JsonWebTokenError, NotBeforeError, TokenExpiredError } = require("npm/jsonwebtoken/errors");
const { decode } = require("npm/jsonwebtoken/decode");
const { verify } = require("npm/jsonwebtoken/verify");
const { sign } = require("npm/jsonwebtoken/sign");

module.exports = { decode, verify, sign, JsonWebTokenError, NotBeforeError, TokenExpiredError };
