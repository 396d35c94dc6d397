const { orders, total } = require("./orders");

exports.report = (product) => new Promise((resolve) => {
  const chosen = orders.filter((order) => order.product === product);
  let at = 0;
  let sum = 0;
  function step() {
    for (const order of chosen.slice(at, at + 500)) sum += total(order);
    at += 500;
    if (at < chosen.length) setImmediate(step);
    else resolve({ product, orders: chosen.length, sum });
  }
  if (chosen.length > 0) step();
});
