// The shop's database, in memory: made anew at each start.
const { setImmediate: turn } = require("node:timers/promises");
const { DatabaseSync } = require("node:sqlite");
const db = new DatabaseSync(":memory:");

db.exec(`
  CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) <= 40),
    email TEXT NOT NULL
  );
  CREATE UNIQUE INDEX users_email ON users (lower(email));
  INSERT INTO users (name, email) VALUES ('Kishore', 'kishore@shop.test');
`);

// Each of these gives a promise: the answer comes later, as from a database
// behind a network, and others are served meanwhile.
const later = (method) => async (sql, ...values) => {
  await turn();
  const result = db.prepare(sql)[method](...values);
  await turn();
  return result;
};
exports.all = later("all"); // a list of rows
exports.get = later("get"); // the first row, or undefined
exports.run = later("run"); // { changes, lastInsertRowid }
