export function createService(repository) {
  function refuse(code) {
    const error = new Error(code);
    error.code = code;
    throw error;
  }

  const getOrder = (id) => repository.findOrder(id) ?? refuse("NO_SUCH_ORDER");

  return {
    getOrder,
    cancelOrder: (id) =>
      repository.transaction(() => {
        const order = getOrder(id);
        order.status === "open" || refuse("NOT_OPEN");
        repository.setStatus(order.id, "cancelled");
        repository.addStock(order.productId, order.quantity);
        return repository.findOrder(order.id);
      }),
  };
}
