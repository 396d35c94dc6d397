// The stock. It takes 50 ms to look, and the shelf with the jams is away.
const prices = { tea: 3, cup: 8, honey: 6, kettle: 40 };
const away = ["jam", "marmalade"];

exports.find = async (name) => {
  await new Promise((resolve) => setTimeout(resolve, name === "jam" ? 10 : 50));
  if (away.includes(name)) throw new Error("no connection");
  return Object.hasOwn(prices, name) ? { name, price: prices[name] } : null;
};
