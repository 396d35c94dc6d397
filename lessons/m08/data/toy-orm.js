// A toy ORM of some 40 lines: tables as classes, rows as objects, and a log of the SQL that it sends.
import { DatabaseSync } from "node:sqlite";

const db = new DatabaseSync(":memory:");
db.exec(`
  CREATE TABLE orders (id INTEGER PRIMARY KEY, status TEXT NOT NULL);
  CREATE TABLE items (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, name TEXT NOT NULL);
  INSERT INTO orders VALUES (11, 'open'), (12, 'paid'), (13, 'open');
  INSERT INTO items VALUES (1, 11, 'tea'), (2, 11, 'cup'), (3, 12, 'kettle'), (4, 13, 'tea');
`);

const log = [];
function query(sql, ...values) {
  log.push(sql);
  return db.prepare(sql).all(...values);
}

class Model {
  constructor(row) {
    Object.assign(this, row);
  }
  static where(condition, ...values) {
    const sql = `SELECT * FROM ${this.table} WHERE ${condition}`;
    return query(sql, ...values).map((row) => new this(row));
  }
}

class Item extends Model {
  static table = "items";
}

class Order extends Model {
  static table = "orders";
  #items;
  static all({ with: relation } = {}) {
    const orders = query("SELECT * FROM orders").map((row) => new Order(row));
    if (relation === "items") {
      const marks = orders.map(() => "?").join(", ");
      const items = Item.where(`order_id IN (${marks})`, ...orders.map((order) => order.id));
      for (const order of orders) {
        order.#items = items.filter((item) => item.order_id === order.id);
      }
    }
    return orders;
  }
  // lazy: asks on access
  get items() {
    this.#items ??= Item.where("order_id = ?", this.id);
    return this.#items;
  }
}
