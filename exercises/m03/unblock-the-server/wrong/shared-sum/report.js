const { orders, total } = require("./orders");

let sum = 0;
let chosen = [];

exports.report = async (product) => {
  sum = 0;
  chosen = orders.filter((order) => order.product === product);
  for (let at = 0; at < chosen.length; at += 500) {
    for (const order of chosen.slice(at, at + 500)) sum += total(order);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { product, orders: chosen.length, sum };
};
