const counter = require("./counter");
let count = 0;

exports.visit = (req, res) => {
  counter.increment();
  res.end(`you are visitor ${++count}`);
};

exports.show = (req, res) => res.end(`visitors: ${counter.value()}`);
