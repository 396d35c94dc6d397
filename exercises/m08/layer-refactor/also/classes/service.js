class NoSuchOrder extends Error {
  code = "NO_SUCH_ORDER";
}
class NotOpen extends Error {
  code = "NOT_OPEN";
}

class OrderService {
  constructor(repository) {
    this.repository = repository;
  }

  getOrder(id) {
    const order = this.repository.findOrder(id);
    if (order) return order;
    throw new NoSuchOrder(`order ${id}`);
  }

  cancelOrder(id) {
    const { productId, quantity, status } = this.getOrder(id);
    if (status !== "open") throw new NotOpen(`order ${id} is ${status}`);
    this.repository.transaction(() => {
      this.repository.addStock(productId, quantity);
      this.repository.setStatus(id, "cancelled");
    });
    return this.getOrder(id);
  }
}

module.exports = { createService: (repository) => new OrderService(repository) };
