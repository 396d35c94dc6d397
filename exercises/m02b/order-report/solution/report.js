// unpaid: keep what is not paid, then make a text of each
function unpaid(orders) {
  return orders
    .filter((order) => !order.paid)
    .map(({ id, customer, total }) => `${id}: ${customer} owes ${total}`);
}

// totalOf: find the order, then its total
function totalOf(orders, id) {
  const found = orders.find((order) => order.id === id);
  if (!found) return 0;
  return found.total;
}

module.exports = { unpaid, totalOf };
