const jwt = require("jsonwebtoken");
const { promisify } = require("node:util");

const verify = promisify(jwt.verify);

module.exports = async (req, res, next) => {
  const header = req.headers.authorization ?? "";
  const token = /^bearer /i.test(header) ? header.slice(7).trim() : undefined;
  const claims = await verify(token, process.env.JWT_SECRET, { algorithms: ["HS256"] }).catch(() => null);
  if (!claims) {
    res.writeHead(401, { "WWW-Authenticate": 'Bearer error="invalid_token"' });
    return res.end("who are you?");
  }
  req.user = claims;
  return next();
};
