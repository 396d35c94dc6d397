const express = require("express");
const { once } = require("node:events");
const { webcrypto } = require("node:crypto");
const { log } = require("./log.js");
const shop = require("./shop.js");
const app = express();

app.use(async (req, res, next) => {
  const entry = { id: req.get("X-Request-Id"), method: req.method, path: req.path };
  const { length } = entry.id ?? "";
  if (length < 8 || length > 64 || /[^a-zA-Z0-9-]/.test(entry.id)) entry.id = webcrypto.randomUUID();
  res.set({ "X-Request-Id": entry.id, "X-Shop": "tea" });

  const start = performance.now();
  next();
  await once(res, "finish");
  log({ ...entry, status: res.statusCode, ms: performance.now() - start });
});
app.use(shop);

app.listen(3000);
