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
    const begun = names.map((name) => find(name));
    let sum = 0;
    for (const one of begun) {
      const product = await one;
      if (!product) return send(res, 404, unknown);
      sum += product.price;
    }
    send(res, 200, { sum });
  } catch (error) {
    send(res, 502, away);
  }
};
