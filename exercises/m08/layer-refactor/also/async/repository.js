exports.createRepository = function (db) {
  return {
    async findOrder(id) {
      const rows = db.prepare("SELECT id, product_id, quantity, status FROM orders WHERE id = ?").all(id);
      return rows.map((row) => ({ ...row, productId: row.product_id }))[0];
    },
    async setStatus(id, status) {
      db.prepare("UPDATE orders SET status = ? WHERE id = ?").run(status, id);
    },
    async addStock(productId, quantity) {
      db.prepare("UPDATE products SET stock = stock + ? WHERE id = ?").run(quantity, productId);
    },
    async transaction(work) {
      db.exec("BEGIN");
      let result;
      try {
        result = await work();
      } catch (error) {
        db.exec("ROLLBACK");
        throw error;
      }
      db.exec("COMMIT");
      return result;
    },
  };
};
