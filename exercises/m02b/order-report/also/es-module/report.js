export const unpaid = (orders) =>
  orders
    .map((order) => (order.paid ? null : `${order.id}: ${order.customer} owes ${order.total}`))
    .filter((text) => text !== null);

export const totalOf = (orders, id) => orders.find((order) => order.id === id)?.total ?? 0;
