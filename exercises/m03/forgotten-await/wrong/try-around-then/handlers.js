const { find } = require("./stock");
const { send } = require("./send");

const unknown = { error: "no such product" };
const away = { error: "the stock is away" };

// product: found, unknown, or the stock is away
exports.product = (name, res) => {
  try {
    find(name).then((product) => {
      if (product) send(res, 200, product);
      else send(res, 404, unknown);
    });
  } catch (error) {
    send(res, 502, away);
  }
};

// basket: all found, one unknown, or the stock is away
exports.basket = async (names, res) => {
  try {
    const products = await Promise.all(names.map((name) => find(name)));
    if (products.includes(null)) return send(res, 404, unknown);
    const sum = products.reduce((before, one) => before + one.price, 0);
    send(res, 200, { sum });
  } catch (error) {
    send(res, 502, away);
  }
};
