const problem = (code) => Object.assign(new Error(code), { name: "ShopError", code });

exports.createService = (repository) => ({
  async getOrder(id) {
    const order = await repository.findOrder(id);
    return order ?? Promise.reject(problem("NO_SUCH_ORDER"));
  },
  async cancelOrder(id) {
    let cancelled;
    await repository.transaction(async () => {
      const order = await this.getOrder(id);
      if (order.status !== "open") throw problem("NOT_OPEN");
      await repository.setStatus(id, "cancelled");
      await repository.addStock(order.productId, order.quantity);
      cancelled = { ...order, status: "cancelled" };
    });
    return cancelled;
  },
});
