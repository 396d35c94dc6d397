const { orders, total } = require("./orders");

exports.report = async (product) => {
  const chosen = orders.filter((order) => order.product === product);
  let sum = 0;
  for (const order of chosen) sum += total(order);
  return { product, orders: chosen.length, sum };
};
