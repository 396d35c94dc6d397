// For the checks: starts your server with a secret, logs in, and looks at the token.
const jwt = require("jsonwebtoken");
const URL = "http://localhost:3000/login";
const LOGINS = {
  asha: { email: "asha@shop.example", password: "two cups of green tea" },
  ravi: { email: "ravi@shop.example", password: "correct kettle 42" },
};

// Does the server start with this secret, or with none?
exports.starts = async (secret) => ((await start(secret)) ? "starts" : "does not start");

// Is the token of this user good under the secret that the server was started with?
exports.opens = async (who, secret) => {
  const token = await login(who, secret);
  try {
    jwt.verify(token, secret);
    return "opens";
  } catch (error) {
    return String(error.message);
  }
};

// One field of the token's claims; `life` is exp - iat, `alg` the header's.
exports.claim = async (who, secret, name) => {
  const { header, payload } = jwt.decode(await login(who, secret), { complete: true });
  if (name === "alg") return header.alg;
  if (name === "life") return payload.exp ? payload.exp - payload.iat : "no end";
  return payload[name];
};

// What about the user can be read in the token?
exports.leaks = async (who, secret) => {
  const { payload } = jwt.decode(await login(who, secret), { complete: true });
  const text = JSON.stringify(payload);
  const fields = [["email", "@shop.example"], ["salt", "s-7"], ["hash", "8eac75b7"], ["password", "green tea"]];
  const own = ["name", "role", "roles"].filter((name) => name in payload);
  return fields.filter(([, part]) => text.includes(part)).map(([name]) => name).concat(own);
};

async function login(who, secret) {
  if (!(await start(secret))) throw new Error("the server does not start");
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(URL, { method: "POST", headers, body: JSON.stringify(LOGINS[who]) });
  const { token } = await answer.json();
  return token;
}

async function start(secret) {
  if (secret === undefined) delete process.env.JWT_SECRET;
  else process.env.JWT_SECRET = secret;
  process.exit = (code) => {
    throw new Error(`exit ${code}`);
  };
  process.on("uncaughtException", () => {});
  process.on("unhandledRejection", () => {});
  await import("./server.js").catch(() => {});
  for (let tries = 0; tries < 10; tries += 1) {
    if (await fetch(URL).catch(() => null)) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}
