const counter = require("./counter");
let count = counter.value();

exports.visit = (req, res) => {
  count = counter.increment();
  res.end(`you are visitor ${count}`);
};

exports.show = (req, res) => res.end(`visitors: ${count}`);
