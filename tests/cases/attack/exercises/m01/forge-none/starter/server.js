const { createHmac } = require("node:crypto");
const http = require("node:http");

// The checks choose all three anew in every run.
const { KEY = "for the lesson", PASSWORD = "open", REPORT = "all is well" } = process.env;
const HASHES = { hs256: "sha256", hs512: "sha512" };

const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const decode = (part) => JSON.parse(Buffer.from(part, "base64url").toString());

function mac(alg, text) {
  if (alg === "none") return "";
  return createHmac(HASHES[alg], KEY).update(text).digest("base64url");
}

function sign(claims) {
  const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${text}.${mac("hs256", text)}`;
}

function verify(token) {
  const [head, claims, signature] = token.split(".");
  const alg = decode(head).alg.toLowerCase();
  if (mac(alg, `${head}.${claims}`) !== signature) throw new Error("wrong signature");
  return decode(claims);
}

function claimsOf(req) {
  try {
    return verify(req.headers.authorization.replace("Bearer ", ""));
  } catch {
    return null;
  }
}

http
  .createServer((req, res) => {
    if (req.url === "/login") {
      const isAdmin = req.headers.password === PASSWORD;
      const claims = isAdmin ? { name: "ada", role: "admin" } : { name: "guest", role: "guest" };
      res.end(JSON.stringify({ token: sign(claims) }));
      return;
    }
    const claims = claimsOf(req);
    if (claims === null) {
      res.writeHead(401, { "WWW-Authenticate": "Bearer" }).end("Unauthorized");
    } else if (req.url === "/me") {
      res.end(claims.name);
    } else if (claims.role !== "admin") {
      res.writeHead(403).end("Forbidden");
    } else {
      res.end(REPORT);
    }
  })
  .listen(3000);
