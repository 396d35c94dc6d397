// Cookies: set, read, signed, cleared; what cookie-parser makes of a changed one.
const express = require("express");
const cookieParser = require("cookie-parser");
const app = express();
app.use(cookieParser("a secret for tests"));
app.get("/set", (req, res) => {
  res.cookie("plain", "green tea; hot");
  res.cookie("object", { n: 1 }, { httpOnly: true, sameSite: "lax", path: "/shop" });
  res.cookie("signed", "42", { signed: true, maxAge: 60_000 });
  res.cookie("strict", "1", { secure: true, sameSite: true, domain: "shop.test", expires: new Date(0) });
  res.clearCookie("old", { path: "/old" });
  res.send("set");
});
app.get("/read", (req, res) => res.json({ cookies: req.cookies, signed: req.signedCookies, secret: typeof req.secret }));
app.get("/bad/:what", (req, res) => {
  const { what } = req.params;
  if (what === "name") res.cookie("a b", "1");
  if (what === "sameSite") res.cookie("a", "1", { sameSite: "sometimes" });
  if (what === "path") res.cookie("a", "1", { path: "/a;b" });
  if (what === "maxAge") res.cookie("a", "1", { maxAge: "soon" });
  if (what === "encode") res.cookie("a", "b c", { encode: (text) => text.replace(" ", "_") });
  res.send("fine");
});
app.use((err, req, res, next) => res.status(500).send(`${err.name}: ${err.message}`));

const noDate = (cookie) => cookie.replace(/Expires=(?!Thu, 01 Jan 1970)[^;]+/, "Expires=later");
const server = app.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const res = await fetch(`${base}/set`);
  const set = res.headers.getSetCookie();
  for (const cookie of set) console.log(noDate(cookie));
  const pairs = set.map((cookie) => cookie.split(";")[0]);
  const read = async (cookie) => console.log(await (await fetch(`${base}/read`, { headers: { cookie } })).text());
  await read(pairs.join("; "));
  await read(pairs[2].replace("42", "43"));
  await read('a=1; a=2; b="quoted"; c; d=%zz; e=j:{"x":1}; =f; f=a=b');
  await read("");
  for (const what of ["name", "sameSite", "path", "maxAge", "encode"]) {
    const bad = await fetch(`${base}/bad/${what}`);
    console.log(what, bad.status, bad.headers.getSetCookie(), await bad.text());
  }
  server.close();
});
