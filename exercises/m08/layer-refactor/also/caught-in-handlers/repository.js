exports.createRepository = (db) => {
  const find = db.prepare("SELECT id, product_id AS productId, quantity, status FROM orders WHERE id = ?");
  const set = db.prepare("UPDATE orders SET status = ? WHERE id = ?");
  const add = db.prepare("UPDATE products SET stock = stock + ? WHERE id = ?");
  return {
    findOrder: (id) => find.get(id),
    setStatus(id, status) { set.run(status, id); },
    addStock(productId, quantity) { add.run(quantity, productId); },
    transaction(work) {
      db.exec("BEGIN IMMEDIATE");
      try {
        const result = work();
        db.exec("COMMIT");
        return result;
      } catch (error) {
        db.exec("ROLLBACK");
        throw error;
      }
    },
  };
};
