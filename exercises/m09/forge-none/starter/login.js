// The login, for this shop and for the photo service. Only it has the private key.
const { generateKeyPairSync } = require("node:crypto");
const jwt = require("jsonwebtoken");

const { PASSWORD = "open" } = process.env; // the checks choose another one in each run
const { privateKey, publicKey } = generateKeyPairSync("ec", {
  namedCurve: "P-256",
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

// A text, and no secret: GET /public-key shows it to everybody.
exports.publicKey = publicKey;

// {} logs a guest in; {name: "ada", password} logs the admin in. `aud` names the service that
// the token is for. `minutes` is its life; null is for the old app, whose tokens have no end.
exports.login = ({ name = "guest", password, aud = "shop", minutes = 10 } = {}) => {
  if (name !== "guest" && (name !== "ada" || password !== PASSWORD)) return null;
  const claims = { sub: name, role: name === "ada" ? "admin" : "guest", aud };
  if (minutes !== null) claims.exp = Math.floor(Date.now() / 1000) + minutes * 60;
  return jwt.sign(claims, privateKey, { algorithm: "ES256" });
};
