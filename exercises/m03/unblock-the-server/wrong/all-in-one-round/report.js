const { orders, total } = require("./orders");

exports.report = async (product) => {
  const chosen = orders.filter((order) => order.product === product);
  const parts = [];
  for (let at = 0; at < chosen.length; at += 500) {
    parts.push(new Promise((resolve) => {
      setImmediate(() => {
        let sum = 0;
        for (const order of chosen.slice(at, at + 500)) sum += total(order);
        resolve(sum);
      });
    }));
  }
  const sums = await Promise.all(parts);
  return { product, orders: chosen.length, sum: sums.reduce((a, b) => a + b, 0) };
};
