const { orders, total } = require("./orders");

// One queue: the reports are computed one after another, piece by piece.
let last = Promise.resolve();

function* pieces(list, size) {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}

async function compute(product) {
  const own = orders.filter((order) => order.product === product);
  let sum = 0;
  for (const piece of pieces(own, 300)) {
    await new Promise(setImmediate);
    sum = piece.reduce((before, order) => before + total(order), sum);
  }
  return { product, orders: own.length, sum };
}

module.exports.report = function (product) {
  last = last.then(() => compute(product));
  return last;
};
