// express-rate-limit: a window that passes, and a limit that lets the process end.
const express = require("express");
const { rateLimit } = require("express-rate-limit");

const app = express();
const limit = rateLimit({ windowMs: 900, limit: 2, standardHeaders: "draft-7" });
app.use(limit);
app.get("/", (req, res) => res.json({ used: req.rateLimit.used, remaining: req.rateLimit.remaining }));
const server = app.listen(0, "127.0.0.1", async () => {
  const ask = async () => {
    const res = await fetch(`http://127.0.0.1:${server.address().port}/`);
    console.log(res.status, res.headers.get("ratelimit"), res.headers.get("ratelimit-policy"), res.headers.get("x-ratelimit-remaining"), res.headers.get("retry-after"), await res.text());
  };
  for (let count = 0; count < 3; count += 1) await ask();
  console.log((await limit.getKey("127.0.0.1")).totalHits);
  await new Promise((done) => setTimeout(done, 1300));
  console.log(await limit.getKey("127.0.0.1"));
  for (let count = 0; count < 3; count += 1) await ask();
  await limit.resetKey("127.0.0.1");
  await ask();
  server.close();
  server.closeAllConnections();
});
rateLimit({ windowMs: 3_600_000 });
