const lookups = require("./lookups");

async function summary(id, res) {
  // start: all three
  // wait: for all of them
  // answer: 200 with the values, or 502 with the name of one that failed
  res.end();
}

module.exports = { summary };
