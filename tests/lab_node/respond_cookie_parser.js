const express = require("express");
const { serve } = require("./respond/ask");
const app = express();
const cookieParser = require("cookie-parser");
app.use(cookieParser());
app.use(cookieParser());
app.get("/", (req, res) => res.json([req.cookies, req.signedCookies, req.secret]));
serve(app, async (ask) => {
  for (const cookie of ['a=1; b=%20x; c="q"; a=2', 'j=j:{"x":1}; k=j%3A%5B1%5D; bad=j:zz', "bad=%zz; =none; alone; __proto__=1"]) {
    await ask("/", { headers: { cookie } });
  }
  await ask("/");
  const { JSONCookie, JSONCookies, signedCookie } = cookieParser;
  console.log(JSONCookie("j:[1]"), JSONCookie("x"), JSONCookie(5), JSONCookies({ a: "j:1", b: "x" }), signedCookie("x", "s"));
});
