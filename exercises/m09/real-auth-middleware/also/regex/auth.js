const { verify } = require("jsonwebtoken");

const rules = { algorithms: ["HS256"] };

function claimsOf(header = "") {
  const found = header.match(/^Bearer +(\S+)$/i);
  if (!found) return null;
  try {
    return verify(found[1], process.env.JWT_SECRET, rules);
  } catch {
    return null;
  }
}

module.exports = (req, res, next) => {
  const user = claimsOf(req.headers.authorization);
  if (user) {
    req.user = user;
    next();
  } else {
    res.status(401).header("WWW-Authenticate", 'Bearer realm="shop"').end();
  }
};
