// Tokens that were made by Node and by the lab: each believes the other's, and makes the same where
// a signature has no chance in it.
const fs = require("node:fs");
const path = require("node:path");
const jwt = require("jsonwebtoken");
const read = (name) => fs.readFileSync(path.join(__dirname, name), "utf8");
const KEYS = { RS: () => "rsa_2048", PS: () => "rsa_2048", ES: (bits) => ({ 256: "p256", 384: "p384", 512: "p521" })[bits] };
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
const pem = (algorithm, half) => read(`test_keys/${KEYS[algorithm.slice(0, 2)](algorithm.slice(2))}_${half}.pem`);
const make = (algorithm) => jwt.sign({ sub: "7", name: "Zoë", iat: 1000 }, pem(algorithm, "private"), { algorithm, keyid: "k1" });

if (process.argv[2] === "make") {
  console.log(JSON.stringify(Object.fromEntries(ALGORITHMS.map((one) => [one, make(one)])), null, 2));
} else {
  for (const file of ["made_by_node.json", "made_by_lab.json"]) {
    for (const [algorithm, token] of Object.entries(JSON.parse(read(file)))) {
      const decoded = jwt.verify(token, pem(algorithm, "public"), { algorithms: [algorithm], complete: true });
      console.log(file, algorithm, decoded.header, decoded.payload, decoded.signature.length);
      if (algorithm.startsWith("RS")) console.log("the same", token === make(algorithm));
      for (const other of [token.slice(0, -4) + "AAAA", token.slice(0, -2), token.replace(/\.[^.]*\./, (body) => `${body.slice(0, -2)}A.`)]) {
        try {
          console.log("believed", jwt.verify(other, pem(algorithm, "public")));
        } catch (error) {
          console.log(error.name, error.message);
        }
      }
    }
  }
  for (const algorithm of ALGORITHMS) {
    const [one, two] = [make(algorithm), make(algorithm)];
    console.log(algorithm, one === two, one.length, jwt.verify(one, pem(algorithm, "public")).name);
  }
}
