const jwt = require("jsonwebtoken");

module.exports = function auth(req, res, next) {
  try {
    // read: the scheme and the token of Authorization
    const [scheme, token] = (req.get("Authorization") ?? "").split(" ");
    if (scheme.toLowerCase() !== "bearer") throw new Error("no bearer token");
    // verify: signature, algorithm, end
    req.user = jwt.verify(token, process.env.JWT_SECRET, {
      algorithms: ["HS256"],
    });
  } catch {
    // refuse: 401, and what is accepted
    res.set("WWW-Authenticate", "Bearer");
    return res.status(401).json({ error: "please log in" });
  }
  next();
};
