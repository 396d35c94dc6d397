const { orders, total } = require("./orders");

exports.report = (product) => new Promise((resolve) => {
  setTimeout(() => {
    const chosen = orders.filter((order) => order.product === product);
    let sum = 0;
    for (const order of chosen) sum += total(order);
    resolve({ product, orders: chosen.length, sum });
  }, 0);
});
