const jwt = require("jsonwebtoken");

const headers = { "WWW-Authenticate": 'Negotiate, Bearer realm="shop"' };
const unauthorized = (reason) => Object.assign(new Error(reason), { status: 401, headers });

const steps = [
  (req) => req.header("authorization") ?? "",
  (text) => /^Bearer\s+(\S+)$/i.exec(text)?.[1] ?? "",
  (token) => jwt.verify(token, process.env.JWT_SECRET, { algorithms: ["HS256"], complete: true }),
  ({ payload }) => payload,
];

module.exports = function auth(req, res, next) {
  console.log(req.method, req.path);
  let user;
  try {
    user = steps.reduce((value, step) => step(value), req);
  } catch (error) {
    return next(unauthorized(error.message));
  }
  Object.assign(req, { user, scheme: "bearer" });
  next();
};
