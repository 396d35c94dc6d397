const { orders, total } = require("./orders");

exports.report = async (product) => {
  let count = 0;
  let sum = 0;
  for (let at = 0; at < orders.length; at += 500) {
    for (const order of orders.slice(at, at + 500)) {
      const price = total(order);
      if (order.product !== product) continue;
      count += 1;
      sum += price;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { product, orders: count, sum };
};
