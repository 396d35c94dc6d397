const express = require("express");
const app = express();
app.set("json spaces", 2).set("etag", false);

const answers = new Map([
  ["/", "Hello Backend"],
  ["/health", { ok: true }],
]);

app.use((req, res, next) => {
  console.error(req.method, req.originalUrl);
  if (req.method !== "GET" && req.method !== "HEAD") return next();
  if (!answers.has(req.path)) return next();
  res.set("Cache-Control", "no-store").send(answers.get(req.path));
});

const server = app.listen({ port: 3000 });
server.on("listening", () => console.log(server.address()));
