export function createRepository(db) {
  const run = (sql, ...values) => db.prepare(sql).run(...values);

  return {
    findOrder(id) {
      const row = db.prepare("SELECT * FROM orders WHERE id = ?").get(id);
      if (!row) return null;
      const { product_id: productId, ...rest } = row;
      return { ...rest, productId };
    },
    setStatus: (id, status) => run("UPDATE orders SET status = ? WHERE id = ?", status, id),
    addStock: (productId, quantity) => run("UPDATE products SET stock = stock + ? WHERE id = ?", quantity, productId),
    transaction(work) {
      run("SAVEPOINT work");
      try {
        return work();
      } catch (error) {
        run("ROLLBACK TO work");
        throw error;
      } finally {
        run("RELEASE work");
      }
    },
  };
}
