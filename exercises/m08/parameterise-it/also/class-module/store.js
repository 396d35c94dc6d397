const db = require("./db");

class Store {
  #statements = new Map();

  #prepared(sql) {
    if (!this.#statements.has(sql)) this.#statements.set(sql, db.prepare(sql));
    return this.#statements.get(sql);
  }

  findUser = (email) => this.#prepared("select name, id from users where email=?1").get(email);

  search = (text) => {
    const wanted = text.toLowerCase();
    return this.#prepared("select id, name from products order by id")
      .all()
      .filter((row) => row.name.toLowerCase().includes(wanted));
  };

  productsByIds = (ids) => {
    const numbers = ids.map(Number).filter(Number.isSafeInteger);
    const places = Array(numbers.length || 1).fill("?");
    return this.#prepared("select id, name, price_cents from products where id in (" + places + ") order by id")
      .all(...(numbers.length ? numbers : [null]));
  };

  addNote = (userId, text) => {
    this.#prepared("insert into notes (user_id, text) values (?, ?)").run(userId, text);
    return this.#prepared("select last_insert_rowid() as id").get().id;
  };
}
module.exports = new Store();
