const { find } = require("./stock");
const { send } = require("./send");

// Errors that carry their status, and one wrapper that catches them.
class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const guarded = (handler) => async (input, res) => {
  try {
    send(res, 200, await handler(input));
  } catch (error) {
    send(res, error.status ?? 502, { error: error.message });
  }
};

async function known(name) {
  const found = await find(name);
  if (found === null) throw new Refusal(404, `there is no ${name}`);
  return found;
}

exports.product = guarded(known);

exports.basket = guarded(async (names) => {
  let sum = 0;
  for (const name of names) {
    const { price } = await known(name);
    sum += price;
  }
  return { sum };
});
