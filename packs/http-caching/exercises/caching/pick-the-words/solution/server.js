const express = require("express");
const shop = require("./shop.js");
const app = express();

// words: what Cache-Control says for each address
const keep = (words) => (req, res, next) => {
  res.set("Cache-Control", words);
  next();
};
app.use(keep("no-cache"));
app.use("/assets", keep("max-age=31536000, immutable"));
app.use("/teas", keep("max-age=60, s-maxage=600"));
app.use("/account", keep("private, no-cache"));
app.use("/reset", keep("no-store"));
app.use(shop);
// missing: what is not there
app.use(keep("no-store"), (req, res) => {
  res.status(404).send("Nothing is here");
});
app.listen(3000);
