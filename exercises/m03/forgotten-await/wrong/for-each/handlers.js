const { find } = require("./stock");
const { send } = require("./send");

const unknown = { error: "no such product" };
const away = { error: "the stock is away" };

// product: found, unknown, or the stock is away
exports.product = async (name, res) => {
  try {
    const product = await find(name);
    if (product) send(res, 200, product);
    else send(res, 404, unknown);
  } catch (error) {
    send(res, 502, away);
  }
};

// basket: all found, one unknown, or the stock is away
exports.basket = async (names, res) => {
  try {
    let sum = 0;
    await names.forEach(async (name) => {
      const one = await find(name);
      sum += one.price;
    });
    send(res, 200, { sum });
  } catch (error) {
    send(res, 502, away);
  }
};
