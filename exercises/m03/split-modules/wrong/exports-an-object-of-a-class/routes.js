const counter = require("./counter");
module.exports.visit = function ({ method, url }, res) {
  console.error(method, url);
  const count = counter.increment();
  res.end(`you are visitor ${count}`);
};
module.exports.show = (req, res) => { const count = counter.value(); res.end(`visitors: ${count}`); };
