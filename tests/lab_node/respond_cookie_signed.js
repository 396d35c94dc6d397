const express = require("express");
const cookieParser = require("cookie-parser");
const { serve } = require("./respond/ask");
const app = express();
app.use(cookieParser(["new", "old"]));
app.get("/set", (req, res) => res.cookie("name", "ada", { signed: true }).cookie("cart", { items: [1] }, { signed: true }).end());
app.get("/show", (req, res) => res.json([req.cookies, req.signedCookies, req.secret]));
serve(app, async (ask) => {
  const { response } = await ask("/set");
  const pairs = response.headers["set-cookie"].map((field) => field.split(";")[0]);
  await ask("/show", { headers: { cookie: `${pairs.join("; ")}; plain=1` } });
  await ask("/show", { headers: { cookie: pairs[0].replace("ada", "eve") } });
  console.log(cookieParser.signedCookie(decodeURIComponent(pairs[0].split("=")[1]), "new"));
});
