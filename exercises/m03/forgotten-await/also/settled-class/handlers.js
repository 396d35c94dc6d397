const stock = require("./stock");
const { send } = require("./send");

class Handlers {
  constructor(find) {
    this.find = find;
    this.product = this.product.bind(this);
    this.basket = this.basket.bind(this);
  }

  async look(names, res, body) {
    const ends = await Promise.allSettled(names.map(this.find));
    if (ends.some(({ status }) => status === "rejected")) {
      return send(res, 502, { error: "Bad Gateway" });
    }
    const found = ends.map(({ value }) => value);
    if (!found.every(Boolean)) return send(res, 404, { error: "Not Found" });
    send(res, 200, body(found));
  }

  product(name, res) {
    return this.look([name], res, ([one]) => one);
  }

  basket(names, res) {
    return this.look(names, res, (all) => {
      let sum = 0;
      for (const one of all) sum += one.price;
      return { count: all.length, sum };
    });
  }
}

module.exports = new Handlers(stock.find);
