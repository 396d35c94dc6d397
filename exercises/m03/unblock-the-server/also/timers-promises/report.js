const { setTimeout: sleep } = require("node:timers/promises");
const { orders, total } = require("./orders");

exports.report = async (product) => {
  let done = 0;
  let sum = 0;
  for (const order of orders) {
    if (order.product !== product) continue;
    sum += total(order);
    done += 1;
    if (done % 500 === 0) await sleep(1);
  }
  return { sum, orders: done, product };
};
