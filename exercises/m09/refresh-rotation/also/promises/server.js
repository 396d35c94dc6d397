// A store that takes time: what is spent is marked before anything waits.
const express = require("express");
const jwt = require("jsonwebtoken");
const crypto = require("crypto");
const { promisify } = require("util");
const users = require("./users.js");
const store = require("./store.js").tokens;
const app = express();
const sign = promisify(jwt.sign);
const verify = promisify(jwt.verify);
const key = crypto.randomBytes(32);
const mac = (t) => crypto.createHmac("sha256", key).update(t).digest("base64url");
const wait = (ms) => new Promise((r) => setTimeout(r, ms));
const ended = new Set();

async function pair(sub, family) {
  const refresh = crypto.randomUUID() + "." + crypto.randomUUID();
  store.set(mac(refresh), { sub, family, expires: Date.now() + 14 * 24 * 3600 * 1000, state: "new" });
  return { access: await sign({ sub, typ: "access" }, process.env.JWT_SECRET, { expiresIn: 600 }), refresh };
}
app.use(express.json());
app.post("/login", async (req, res) => {
  const user = users.findUser(req.body?.email, req.body?.password);
  if (!user) return res.sendStatus(401);
  await wait(2);
  res.json(await pair(String(user.id), Symbol("login")));
});
app.post("/refresh", async (req, res) => {
  const { refresh } = req.body ?? {};
  const row = store.get(mac(`${refresh}`));
  if (row && row.state !== "new") ended.add(row.family);
  if (!row || ended.has(row.family) || row.expires < Date.now()) return res.sendStatus(401);
  row.state = "spent";
  await wait(5);
  const answer = await pair(row.sub, row.family);
  if (ended.has(row.family)) return res.sendStatus(401);
  return res.status(200).send(answer);
});
app.post("/logout", (req, res) => {
  const row = store.get(mac(String(req.body?.refresh)));
  if (!row) return res.status(401).json({ error: "unknown token" });
  ended.add(row.family);
  res.sendStatus(204);
});
app.get("/me", (req, res) => {
  const token = req.get("authorization")?.replace(/^bearer\s+/i, "");
  verify(token ?? "", process.env.JWT_SECRET, { algorithms: ["HS256"], maxAge: "10m" }).then(
    ({ sub }) => res.json({ id: +sub }),
    (error) => { console.warn(error.message); res.sendStatus(401); },
  );
});
app.listen(3000);
