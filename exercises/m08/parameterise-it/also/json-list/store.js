import db from "./db.js";

const escaped = (text) => text.replaceAll("!", "!!").replaceAll("%", "!%").replaceAll("_", "!_");

export function findUser(email) {
  const [user] = db.prepare("SELECT id, name FROM users WHERE email = ? LIMIT 1").all(email);
  return user;
}

export const search = (text) =>
  db.prepare("SELECT id, name FROM products WHERE name LIKE '%' || ? || '%' ESCAPE '!' ORDER BY id").all(escaped(text));

export const productsByIds = (ids) =>
  db
    .prepare("SELECT id, name FROM products WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id")
    .all(JSON.stringify(ids));

export const addNote = (userId, text) =>
  Number(db.prepare("INSERT INTO notes VALUES (NULL, ?, ?)").run(userId, text).lastInsertRowid);
