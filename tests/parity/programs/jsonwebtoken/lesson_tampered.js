// One letter changed anywhere, a token out of its time, and one for somebody else.
const jwt = require("jsonwebtoken");
const secret = "a secret of thirty-two letters!!";
const token = jwt.sign({ sub: "7", role: "user", iat: 1000 }, secret, { expiresIn: "15m", notBefore: 5, audience: "shop", issuer: "login" });
console.log(token);
const options = { clockTimestamp: 1100, audience: "shop", issuer: "login" };
const said = (text, more = {}) => {
  try {
    return JSON.stringify(jwt.verify(text, secret, { ...options, ...more }));
  } catch (error) {
    return [error.name, error.message, error.expiredAt?.toISOString(), error.date?.toISOString()].filter(Boolean).join(" | ");
  }
};
console.log(said(token));
const counts = {};
for (let at = 0; at < token.length; at += 1) {
  const other = token[at] === "A" ? "B" : "A";
  const changed = token.slice(0, at) + other + token.slice(at + 1);
  const answer = said(changed).replace(/^\{.*/, "believed").replace(/^SyntaxError.*/, "SyntaxError");
  counts[answer] = (counts[answer] ?? 0) + 1;
}
console.log(counts);
for (const seconds of [999, 1004, 1005, 1899, 1900, 1901, 99999]) {
  console.log(seconds, said(token, { clockTimestamp: seconds }), said(token, { clockTimestamp: seconds, clockTolerance: 2 }));
}
for (const more of [{ audience: "bank" }, { audience: /^sh/ }, { audience: ["a", "shop"] }, { issuer: "x" }, { issuer: ["x", "login"] }, { subject: "8" }, { jwtid: "1" }, { maxAge: "1m" }, { maxAge: "2m" }]) {
  console.log(Object.keys(more)[0], said(token, more));
}
const [head, , signature] = token.split(".");
const admin = Buffer.from(JSON.stringify({ ...jwt.decode(token), role: "admin" })).toString("base64url");
console.log(said(`${head}.${admin}.${signature}`), jwt.decode(`${head}.${admin}.${signature}`).role);
try {
  jwt.verify(token, secret, { clockTimestamp: 5000 });
} catch (error) {
  console.log(error instanceof jwt.TokenExpiredError, error instanceof jwt.JsonWebTokenError, error instanceof jwt.NotBeforeError, error instanceof Error);
  console.log(JSON.stringify(error), String(error), Object.keys(error));
}
