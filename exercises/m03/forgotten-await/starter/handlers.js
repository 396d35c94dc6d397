const { find } = require("./stock");
const { send } = require("./send");

// product: found, unknown, or the stock is away
exports.product = (name, res) => {
  const found = find(name);
  send(res, 200, found);
};

// basket: all found, one unknown, or the stock is away
exports.basket = (names, res) => {
  let sum = 0;
  names.forEach(async (name) => {
    const found = await find(name);
    sum += found.price;
  });
  send(res, 200, { sum });
};
