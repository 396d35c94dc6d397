// A server publishes its keys as a set (RFC 7517), a client finds the one that a token names.
const http = require("node:http");
const { createPublicKey, generateKeyPairSync } = require("node:crypto");
const { promisify } = require("node:util");
const jwt = require("jsonwebtoken");

const pairs = {
  one: generateKeyPairSync("ec", { namedCurve: "P-256" }),
  two: generateKeyPairSync("rsa", { modulusLength: 2048 }),
};
const set = { keys: Object.entries(pairs).map(([kid, { publicKey }]) => ({ ...publicKey.export({ format: "jwk" }), kid, use: "sig" })) };
const server = http.createServer((request, response) => response.setHeader("Content-Type", "application/json").end(JSON.stringify(set)));

server.listen(0, async () => {
  const address = `http://localhost:${server.address().port}/.well-known/jwks.json`;
  function findKey(header, callback) {
    fetch(address)
      .then((answer) => answer.json())
      .then(({ keys }) => {
        const found = keys.find((key) => key.kid === header.kid);
        if (!found) throw new Error(`no key ${header.kid}`);
        return createPublicKey({ key: found, format: "jwk" });
      })
      .then((key) => callback(null, key), callback);
  }
  const verify = promisify(jwt.verify);
  const tokens = {
    one: jwt.sign({ iat: 1000 }, pairs.one.privateKey, { algorithm: "ES256", keyid: "one" }),
    two: jwt.sign({ iat: 1000 }, pairs.two.privateKey, { algorithm: "PS256", keyid: "two" }),
    "of another": jwt.sign({ iat: 1000 }, pairs.one.privateKey, { algorithm: "ES256", keyid: "two" }),
    unknown: jwt.sign({ iat: 1000 }, pairs.one.privateKey, { algorithm: "ES256", keyid: "three" }),
  };
  for (const [name, token] of Object.entries(tokens)) {
    await verify(token, findKey, { algorithms: ["ES256", "PS256"] }).then(
      (payload) => console.log(name, payload),
      (error) => console.log(name, error.name, error.message),
    );
  }
  console.log(set.keys.map((key) => Object.keys(key).join()));
  server.close();
});
