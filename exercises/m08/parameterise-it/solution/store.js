const db = require("./db.js");

// one value
exports.findUser = (email) => {
  const find = db.prepare("SELECT id, name FROM users WHERE email = ?");
  return find.get(email);
};

// a pattern
exports.search = (text) => {
  const plain = text.replace(/[\\%_]/g, "\\$&");
  const find = db.prepare(
    "SELECT id, name FROM products WHERE name LIKE ? ESCAPE '\\' ORDER BY id",
  );
  return find.all(`%${plain}%`);
};

// a list
exports.productsByIds = (ids) => {
  if (ids.length === 0) return [];
  const places = ids.map(() => "?").join(", ");
  const find = db.prepare(
    `SELECT id, name FROM products WHERE id IN (${places}) ORDER BY id`,
  );
  return find.all(...ids);
};

// a new row
exports.addNote = (userId, text) => {
  const insert = db.prepare("INSERT INTO notes (user_id, text) VALUES (?, ?)");
  return insert.run(userId, text).lastInsertRowid;
};
