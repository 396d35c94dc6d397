const { orders, total } = require("./orders");

async function report(product) {
  // pick: the orders of the product
  // compute: a piece of them
  // pause: let others have their turn
  // answer: product, orders, sum
}

module.exports = { report };
