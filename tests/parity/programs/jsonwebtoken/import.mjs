// What an import of the package gives: Node sees one name in its code beside the default.
import jwt, { decode } from "jsonwebtoken";
import * as all from "jsonwebtoken";
console.log(Object.keys(all).join(), all.default === jwt, decode === jwt.decode, Object.keys(jwt).join());
console.log(decode(jwt.sign({ sub: "7", iat: 1 }, "secret")));
for (const name of ["sign", "verify", "TokenExpiredError"]) {
  await import(`./names/${name}.mjs`).catch((error) => console.log(error.name, error.message));
}
const { sign, verify } = jwt;
console.log(verify(sign({ iat: 1, a: 1 }, "k"), "k"));
