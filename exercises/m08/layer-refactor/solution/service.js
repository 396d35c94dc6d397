// createService(repository) gives an object with these functions:
//   getOrder(id)               the order
//   cancelOrder(id)            the order as it is afterwards
// They throw errors with a `code`, "NO_SUCH_ORDER" or "NOT_OPEN", and know nothing of HTTP.
class ShopError extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

exports.createService = (repository) => {
  // find: the order, or an error
  function getOrder(id) {
    const order = repository.findOrder(id);
    if (!order) throw new ShopError("NO_SUCH_ORDER");
    return order;
  }

  // cancel: both changes or none
  function cancelOrder(id) {
    return repository.transaction(() => {
      const order = getOrder(id);
      if (order.status !== "open") throw new ShopError("NOT_OPEN");
      repository.setStatus(order.id, "cancelled");
      repository.addStock(order.productId, order.quantity);
      return { ...order, status: "cancelled" };
    });
  }

  return { getOrder, cancelOrder };
};
