// decides before the transaction, and passes the order on
exports.createService = function (repo) {
  const api = {
    getOrder(id) {
      const o = repo.findOrder(id);
      if (!o) { const e = new RangeError("unknown order"); e.code = "NO_SUCH_ORDER"; throw e; }
      return { id: o.id, productId: o.productId, quantity: o.quantity, status: o.status };
    },
    cancelOrder(id) {
      const order = api.getOrder(id);
      if (order.status !== "open") throw { code: "NOT_OPEN", message: "not open" };
      repo.transaction(function () { repo.setStatus(order.id, "cancelled"); repo.addStock(order.productId, order.quantity); });
      order.status = "cancelled";
      return order;
    },
  };
  return api;
};
