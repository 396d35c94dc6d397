const { callbackify } = require("node:util");
const { find } = require("./stock");
const { send } = require("./send");

const lookup = callbackify(find);

exports.product = function (name, res) {
  lookup(name, function (error, product) {
    if (error) return send(res, 502, { error: "the stock is away" });
    if (product === null) return send(res, 404, { error: "no such product" });
    send(res, 200, { name: product.name, price: product.price });
  });
};

exports.basket = function (names, res) {
  let sum = 0;
  let left = names.length;
  let over = false;

  function end(status, body) {
    if (!over) send(res, status, body);
    over = true;
  }

  names.forEach(function (name) {
    lookup(name, function (error, product) {
      if (error) return end(502, { error: "the stock is away" });
      if (product === null) return end(404, { error: "no such product" });
      sum += product.price;
      left -= 1;
      if (left === 0) end(200, { sum });
    });
  });
};
