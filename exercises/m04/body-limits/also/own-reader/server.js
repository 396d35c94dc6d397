var express = require("express");
var app = express();
app.disable("x-powered-by");

function refuse(res, status, error) {
  res.statusCode = status;
  res.setHeader("Content-Type", "application/json");
  res.end(JSON.stringify({ error: error }));
}

app.route("/orders").post(express.raw({ type: "*/*", limit: 10240 }), function (req, res) {
  var body;
  if (!Buffer.isBuffer(req.body)) return refuse(res, 400, "There is no body.");
  if (!/^application\/json\s*(;|$)/i.test(req.get("Content-Type") || "")) {
    return refuse(res, 415, "This is not JSON.");
  }
  try {
    body = JSON.parse(req.body.toString("utf8"));
  } catch (e) {
    return refuse(res, 400, "This is not JSON.");
  }
  if (!body || !Array.isArray(body.items) || !body.items.length) {
    return refuse(res, 422, "There are no items.");
  }
  res.status(201).json({ id: "o-" + Date.now(), items: body.items });
});

app.use(function (err, req, res, next) {
  if (err.type === "entity.too.large") return refuse(res, 413, "At most 10 kB.");
  refuse(res, err.statusCode || 500, "This did not work.");
});

app.listen(3000);
