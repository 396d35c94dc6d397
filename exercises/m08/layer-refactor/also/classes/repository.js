class Repository {
  #db;

  constructor(db) {
    this.#db = db;
  }

  findOrder(id) {
    const row = this.#db.prepare("SELECT * FROM orders WHERE id = $id").get({ $id: id });
    if (row === undefined) return undefined;
    return { id: row.id, productId: row.product_id, quantity: row.quantity, status: row.status };
  }

  setStatus(id, status) {
    this.#db.prepare("UPDATE orders SET status = $status WHERE id = $id").run({ $id: id, $status: status });
  }

  addStock(productId, quantity) {
    this.#db.prepare("UPDATE products SET stock = stock + $n WHERE id = $id").run({ $id: productId, $n: quantity });
  }

  transaction(work) {
    let done = false;
    this.#db.exec("BEGIN");
    try {
      const result = work();
      this.#db.exec("COMMIT");
      done = true;
      return result;
    } finally {
      if (!done) this.#db.exec("ROLLBACK");
    }
  }
}

module.exports = { createRepository: (db) => new Repository(db) };
