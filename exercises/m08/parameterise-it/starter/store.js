const db = require("./db.js");

// one value
exports.findUser = (email) =>
  db.prepare(`SELECT id, name FROM users WHERE email = '${email}'`).get();

// a pattern
exports.search = (text) =>
  db.prepare(`SELECT id, name FROM products
    WHERE name LIKE '%${text}%' ORDER BY id`).all();

// a list
exports.productsByIds = (ids) =>
  db.prepare(`SELECT id, name FROM products
    WHERE id IN (${ids.join(", ")}) ORDER BY id`).all();

// a new row
exports.addNote = (userId, text) =>
  db.prepare(`INSERT INTO notes (user_id, text)
    VALUES (${userId}, '${text}')`).run().lastInsertRowid;
