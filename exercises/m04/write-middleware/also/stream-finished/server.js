const express = require("express");
const { finished } = require("node:stream");
const { log } = require("./log.js");

class Ids {
  #last = 0;
  static #letter = /^[a-z\d-]$/i;

  next() {
    this.#last += 1;
    return `req-${Date.now()}-${this.#last}`;
  }

  static allows(text = "") {
    const letters = [...text];
    return letters.length > 7 && letters.length < 65 && letters.every((one) => this.#letter.test(one));
  }
}

const app = express();
const ids = new Ids();

app.use((req, res, next) => {
  const start = new Date();
  const { pathname } = new URL(req.originalUrl, "http://localhost");
  const sent = req.header("x-request-id");
  const id = Ids.allows(sent) ? sent : ids.next();
  res.append("x-request-id", id);
  finished(res, () => {
    console.error(req.method, pathname, res.statusCode);
    log({ at: start, ms: new Date() - start, id, method: req.method, path: pathname, status: res.statusCode });
  });
  return next();
});
app.use(require("./shop.js"));
app.use((err, req, res, next) => res.status(500).json({ error: "sorry" }));
app.listen(3000);
