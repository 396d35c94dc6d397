const db = require("./db.js");
const user = db.prepare("SELECT * FROM users WHERE email = $email");
const found = db.prepare(`
  SELECT id, name FROM products
  WHERE instr(lower(name), lower(:text)) > 0
  ORDER BY id ASC
`);
const note = db.prepare("INSERT INTO notes (text, user_id) VALUES (@text, @user) RETURNING id");

function findUser(email) {
  return user.get({ $email: email });
}
function search(text) {
  return found.all({ ":text": text });
}
function productsByIds(ids) {
  const one = db.prepare("SELECT id, name FROM products WHERE id = ?");
  const rows = new Map();
  for (const id of ids) {
    const row = one.get(id);
    if (row) rows.set(row.id, row);
  }
  return [...rows.values()].sort((a, b) => a.id - b.id);
}
function addNote(userId, text) {
  return note.get({ user: userId, text }).id;
}
module.exports = { findUser, search, productsByIds, addNote };
