const { orders, total } = require("./orders");

const PIECE = 500;
const pause = () => new Promise((resolve) => setImmediate(resolve));

async function report(product) {
  // pick: the orders of the product
  const chosen = orders.filter((order) => order.product === product);
  let sum = 0;
  for (let start = 0; start < chosen.length; start += PIECE) {
    // compute: a piece of them
    const piece = chosen.slice(start, start + PIECE);
    for (const order of piece) sum += total(order);
    // pause: let others have their turn
    await pause();
  }
  // answer: product, orders, sum
  return { product, orders: chosen.length, sum };
}

module.exports = { report };
