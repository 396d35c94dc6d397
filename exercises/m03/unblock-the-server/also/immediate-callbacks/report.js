var shop = require("./orders");

exports.report = function (product) {
  return new Promise(function (resolve) {
    var result = { product: product, orders: 0, sum: 0 };
    var at = 0;
    (function step() {
      var end = Math.min(at + 250, shop.orders.length);
      if (end < shop.orders.length) setImmediate(step);
      for (; at < end; at += 1) {
        if (shop.orders[at].product !== product) continue;
        result.orders += 1;
        result.sum += shop.total(shop.orders[at]);
      }
      if (at === shop.orders.length) resolve(result);
    })();
  });
};
