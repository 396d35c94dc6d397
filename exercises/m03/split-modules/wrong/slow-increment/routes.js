const counter = require("./counter");

async function visit(req, res) {
  res.end(`you are visitor ${await counter.increment()}`);
}

function show(req, res) {
  res.end(`visitors: ${counter.value()}`);
}

module.exports = { visit, show };
