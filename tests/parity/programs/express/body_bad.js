// What an error handler learns of a body that cannot be read.
const express = require("express");
const app = express();
app.use(express.json({ limit: "50b" }));
app.use(express.urlencoded({ extended: true, limit: 40, parameterLimit: 3 }));
app.post("/", (req, res) => res.json({ got: req.body }));
app.use((err, req, res, next) => {
  const { name, status, statusCode, type, expose, limit, length, charset, body } = err;
  res.status(err.status ?? 500).json({ name, status, statusCode, type, expose, limit, length, charset, body });
});

const server = app.listen(0, async () => {
  const url = `http://localhost:${server.address().port}/`;
  const send = async (type, body, headers = {}) => {
    const res = await fetch(url, { method: "POST", headers: { "content-type": type, ...headers }, body });
    console.log(JSON.stringify(body).slice(0, 30), res.status, await res.text());
  };
  await send("application/json", '{"name": "tea",}');
  await send("application/json", "{'name': 'tea'}");
  await send("application/json", "");
  await send("application/json", "true");
  await send("application/json", '"a"');
  await send("application/json", "[1, 2");
  await send("application/json", JSON.stringify({ text: "x".repeat(60) }));
  await send("application/json; charset=latin1", "{}");
  await send("application/json", "{}", { "content-encoding": "unknown" });
  await send("application/json", "not gzip", { "content-encoding": "gzip" });
  await send("application/x-www-form-urlencoded", "a=1&b=2&c=3&d=4");
  await send("application/x-www-form-urlencoded", `a=${"x".repeat(50)}`);
  await send("application/x-www-form-urlencoded", "a[b]=1&a[c]=2");
  await send("application/x-www-form-urlencoded", "a=%zz&b=%20");
  await send("application/x-www-form-urlencoded", "=&&a");
  server.close();
});
