exports.unpaid = function (orders) {
  const texts = [];
  for (const order of orders) {
    if (order.paid === true) continue;
    texts.push(order.id + ": " + order.customer + " owes " + order.total);
  }
  return texts;
};

exports.totalOf = function (orders, id) {
  for (let at = 0; at < orders.length; at += 1) {
    if (orders[at].id === id) {
      return orders[at].total;
    }
  }
  return 0;
};
