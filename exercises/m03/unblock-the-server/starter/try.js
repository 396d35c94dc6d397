// For the checks, and for you: node try.js
const { meter, setPrice } = require("./orders");
const { report } = require("./report");

// Does anybody get a turn while the report is computed?
async function turns(product) {
  await new Promise((resolve) => setImmediate(resolve));
  Object.assign(meter, { totals: 0, longest: 0, piece: 0, gaps: 0 });
  const promise = report(product);
  const begins = meter.totals > 0 ? "at once" : "later";
  await promise;
  const { longest, piece, gaps } = meter;
  // Twice 500: two pieces may meet in one round of the loop.
  if (piece <= 500 && longest <= 1000) return "in pieces";
  if (longest < meter.totals) return `pieces of ${piece > 500 ? piece : longest} totals`;
  if (gaps > 2) return `${longest} totals, in pieces that let nobody in`;
  return `${longest} totals in one go, begun ${begins}`;
}

// How many totals were computed for it?
async function totals(product) {
  meter.totals = 0;
  await report(product);
  return meter.totals;
}

// Several reports, all begun before the first has ended.
const together = (...products) => Promise.all(products.map((one) => report(one)));

// Milliseconds by the clock of the program.
async function took(product) {
  const begin = Date.now();
  await report(product);
  return Date.now() - begin;
}

module.exports = { report, setPrice, turns, totals, together, took };

if (require.main === module) {
  report("tea").then(console.log).then(() => turns("tea")).then(console.log);
}
