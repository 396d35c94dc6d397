"use strict";

class Report {
  constructor(orders) {
    this.orders = orders;
  }

  *open() {
    for (const order of this.orders) {
      console.log("looking at", order);
      if (order.paid === false) yield order;
    }
  }

  static text(order) {
    return [order.id, ": ", order.customer, " owes ", order.total].join("");
  }

  total(id) {
    console.log("looking for", id);
    for (let i = 0; i < this.orders.length; i += 1) {
      if (this.orders[i].id == id) return this.orders[i].total;
    }
    return 0;
  }
}

console.error("report loaded");

module.exports = {
  unpaid: (orders) => Array.from(new Report(orders).open(), Report.text),
  totalOf: (orders, id) => new Report(orders).total(id),
  Report,
};
