// createRepository(db) gives an object with these functions, and all SQL stands in them:
//   findOrder(id)              { id, productId, quantity, status }, or undefined
//   setStatus(id, status)
//   addStock(productId, quantity)
//   transaction(work)          calls work() in a transaction and gives what it gives
exports.createRepository = (db) => {
  // statements: one for each function
  const find = db.prepare("SELECT id, product_id AS productId, quantity, status FROM orders WHERE id = ?");
  const set = db.prepare("UPDATE orders SET status = ? WHERE id = ?");
  const add = db.prepare("UPDATE products SET stock = stock + ? WHERE id = ?");

  return {
    findOrder: (id) => find.get(id),
    setStatus: (id, status) => set.run(status, id),
    addStock: (productId, quantity) => add.run(quantity, productId),
    // transaction: commit; roll back and throw on where work() throws
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
