exports.visit = async (req, res) => {
  const { increment } = require("./counter.js");
  res.end("you are visitor " + increment());
};

exports.show = async (req, res) => {
  const { value } = require("./counter.js");
  res.end("visitors: " + value());
};
