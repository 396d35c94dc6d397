// A small ORM of the shop: rows as objects, and a log of the SQL that it sends.
const { DatabaseSync } = require("node:sqlite");
const db = new DatabaseSync(":memory:");
db.exec(`
  CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, status TEXT NOT NULL);
  INSERT INTO users VALUES (1, 'Kishore'), (2, 'Amara'), (3, 'Lin');
  INSERT INTO orders VALUES (11, 1, 'open'), (12, 2, 'open'), (13, 1, 'paid');
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
  static find(id) {
    const [row] = query(`SELECT * FROM ${this.table} WHERE id = ?`, id);
    return row && new this(row);
  }
  static where(condition, ...values) {
    return query(`SELECT * FROM ${this.table} WHERE ${condition}`, ...values).map((row) => new this(row));
  }
  static count() {
    return query(`SELECT count(*) AS n FROM ${this.table}`)[0].n;
  }
  save() {
    const columns = Object.keys(this).filter((name) => name !== "id");
    const sql = `UPDATE ${this.constructor.table} SET ${columns.map((name) => name + " = ?").join(", ")} WHERE id = ?`;
    query(sql, ...columns.map((name) => this[name]), this.id);
  }
}

class User extends Model {
  static table = "users";
}

class Order extends Model {
  static table = "orders";
  #user;

  static all({ with: relation } = {}) {
    const orders = query("SELECT * FROM orders").map((row) => new Order(row));
    if (relation === "user") {
      const ids = [...new Set(orders.map((order) => order.user_id))];
      const users = User.where(`id IN (${ids.map(() => "?").join(", ")})`, ...ids);
      for (const order of orders) order.#user = users.find((user) => user.id === order.user_id);
    }
    return orders;
  }

  // on access, and kept in this order
  get user() {
    this.#user ??= User.find(this.user_id);
    return this.#user;
  }
}

module.exports = { Order, User, log };
