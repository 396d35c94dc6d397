// A secret that stands in a list of words is found by trying the list, on anybody's own machine.
const { createHmac, randomBytes } = require("node:crypto");
const jwt = require("jsonwebtoken");
const words = ["123456", "password", "letmein", "qwerty", "shhhhh", "secret", "changeme", "your-256-bit-secret"];
function crack(token) {
  const [head, body, signature] = token.split(".");
  return words.find((word) => createHmac("sha256", word).update(`${head}.${body}`).digest("base64url") === signature);
}
for (const secret of ["secret", "changeme", "a"]) {
  const token = jwt.sign({ sub: "7", iat: 1000 }, secret);
  const found = crack(token);
  console.log(secret, found, found && jwt.verify(jwt.sign({ sub: "1", role: "admin", iat: 1000 }, found), secret));
}
const strong = randomBytes(32);
console.log(crack(jwt.sign({ sub: "7" }, strong)), strong.length);
for (const length of [1, 5, 31, 32, 64, 200]) console.log(length, jwt.sign({ iat: 1 }, "x".repeat(length)).split(".")[2]);
