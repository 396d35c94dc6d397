// A token that nobody signed: `alg: none`, in every case of letters.
const jwt = require("jsonwebtoken");
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const secret = "a secret of thirty-two letters!!";
function attempt(name, call) {
  try {
    console.log(name, call());
  } catch (error) {
    console.log(name, error.name, error.message);
  }
}
const claims = { sub: "1", role: "admin", iat: 1000 };
for (const alg of ["none", "None", "NONE", "nOnE", "", "HS256"]) {
  for (const signature of ["", "x"]) {
    const token = `${part({ alg, typ: "JWT" })}.${part(claims)}.${signature}`;
    const name = `${alg} '${signature}'`;
    attempt(name, () => jwt.verify(token, secret));
    attempt(`${name} no key`, () => jwt.verify(token, ""));
    attempt(`${name} allowed`, () => jwt.verify(token, "", { algorithms: ["none"] }));
    attempt(`${name} allowed with a key`, () => jwt.verify(token, secret, { algorithms: ["none"] }));
    attempt(`${name} among others`, () => jwt.verify(token, undefined, { algorithms: ["HS256", "none"] }));
    attempt(`${name} decoded`, () => jwt.decode(token));
  }
}
attempt("sign", () => jwt.sign(claims, "", { algorithm: "none" }));
attempt("sign with a key", () => jwt.sign(claims, secret, { algorithm: "none" }));
attempt("sign by the header", () => jwt.sign(claims, secret, { header: { alg: "none" } }));
attempt("sign with nothing", () => jwt.sign(claims, undefined));
