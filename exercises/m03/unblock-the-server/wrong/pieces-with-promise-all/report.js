const { orders, total } = require("./orders");

exports.report = async (product) => {
  const chosen = orders.filter((order) => order.product === product);
  const pieces = [];
  for (let at = 0; at < chosen.length; at += 500) pieces.push(chosen.slice(at, at + 500));
  const sums = await Promise.all(pieces.map(async (piece) => {
    return piece.reduce((sum, order) => sum + total(order), 0);
  }));
  return { product, orders: chosen.length, sum: sums.reduce((a, b) => a + b, 0) };
};
