// The words are chosen when the head is written: then the status is known.
const express = require("express");
const shop = require("./shop.js");
const app = express();

function words(path, status) {
  if (status >= 400) return "no-store";
  switch (path.split("/")[1].toLowerCase()) {
    case "assets":
      return "max-age=31536000,immutable";
    case "teas":
      return "max-age=60,s-maxage=600";
    case "account":
      return "private,no-cache";
    case "reset":
      return "no-store";
    default:
      return "no-cache";
  }
}

app.use((req, res, next) => {
  const { path } = req;
  const { writeHead } = res;
  res.writeHead = function (status, ...rest) {
    this.setHeader("Cache-Control", words(path, status));
    return writeHead.call(this, status, ...rest);
  };
  next();
});
app.use(shop);
app.listen(3000);
