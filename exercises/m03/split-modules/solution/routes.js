const counter = require("./counter");

// POST /visits
function visit(req, res) {
  res.end(`you are visitor ${counter.increment()}`);
}

// GET /visits
function show(req, res) {
  res.end(`visitors: ${counter.value()}`);
}

module.exports = { visit, show };
