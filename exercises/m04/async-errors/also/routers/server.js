var express = require("express");
var store = require("./store");
var shop = express.Router();

shop.use(express.json());
shop.route("/products/:id").get(function (req, res, next) {
  try {
    res.send(store.product(parseInt(req.params.id, 10)));
  } catch (e) {
    next(e);
  }
});
shop.route("/orders").post(function (req, res, next) {
  store.order((req.body || {}).cups).then(function (order) {
    res.status(201).send(order);
  }, next);
});
shop.get("/report", function (req, res, next) {
  store.report(function (err, rows) {
    if (err) next(err);
    else res.send(rows);
  });
});
shop.get("/export", function (req, res, next) {
  (async function () {
    let all = "";
    for await (const line of store.lines()) all += line;
    res.type("txt").send(all);
  })().catch(next);
});

function log(err, req, res, next) {
  console.warn(JSON.stringify({ url: req.url, message: String(err), stack: err && err.stack }));
  next(err);
}

var app = express();
app.use(shop, log);
app.use(function (err, req, res, next) {
  if (res.headersSent) return next(err);
  switch (true) {
    case err.status >= 400 && err.status <= 499:
      return res.status(err.status).send({ error: err.message });
    default:
      res.status(500).send({ error: "Please call us.", when: new Date() });
  }
});
app.listen(3000);
