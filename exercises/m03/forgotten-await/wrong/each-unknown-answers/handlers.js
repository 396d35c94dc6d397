const { find } = require("./stock");
const { send } = require("./send");

const unknown = { error: "no such product" };
const away = { error: "the stock is away" };

exports.product = async (name, res) => {
  try {
    const product = await find(name);
    if (product) send(res, 200, product);
    else send(res, 404, unknown);
  } catch (error) {
    send(res, 502, away);
  }
};

exports.basket = (names, res) => {
  let sum = 0;
  let left = names.length;
  let failed = false;
  names.forEach((name) => {
    find(name).then(
      (product) => {
        if (product === null) return send(res, 404, unknown);
        sum += product.price;
        left -= 1;
        if (left === 0) send(res, 200, { sum });
      },
      () => {
        if (!failed) send(res, 502, away);
        failed = true;
      },
    );
  });
};
