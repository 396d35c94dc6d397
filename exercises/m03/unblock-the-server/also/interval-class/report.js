const { orders, total } = require("./orders");

class Report {
  constructor(product) {
    this.waiting = orders.filter((order) => order.product === product);
    this.result = { product, orders: this.waiting.length, sum: 0 };
  }

  run() {
    return new Promise((resolve, reject) => {
      const timer = setInterval(() => {
        try {
          for (const order of this.waiting.splice(0, 100)) this.result.sum += total(order);
        } catch (error) {
          clearInterval(timer);
          reject(error);
        }
        if (this.waiting.length > 0) return;
        clearInterval(timer);
        resolve(this.result);
      }, 1);
    });
  }
}

module.exports = { report: (product) => new Report(product).run() };
