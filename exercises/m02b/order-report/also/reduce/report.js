const text = ({ id, customer, total }) => [id + ":", customer, "owes", total].join(" ");

module.exports.unpaid = (orders) =>
  orders.reduce((texts, order) => (order.paid ? texts : [...texts, text(order)]), []);

module.exports.totalOf = (orders, id) => {
  const totals = new Map(orders.map((order) => [order.id, order.total]));
  return totals.has(id) ? totals.get(id) : 0;
};
