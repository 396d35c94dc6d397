// A report over a table that is filled from text: ES modules, iterators, windows, JSON, dates.
import { DatabaseSync, constants } from "node:sqlite";
import sqlite from "node:sqlite";

console.log(sqlite.DatabaseSync === DatabaseSync, Object.keys(sqlite), constants.SQLITE_DENY, Object.keys(constants).length);
const db = new DatabaseSync(":memory:", { readBigInts: false });
db.exec("CREATE TABLE sales (day TEXT, shop TEXT, cents INTEGER, tags TEXT)");
const lines = `2024-01-01,north,1250,"[\\"a\\",\\"b\\"]"
2024-01-01,south,800,"[]"
2024-01-02,north,990,"[\\"b\\"]"
2024-02-10,south,4100,"[\\"c\\"]"
2024-02-11,north,150,"[\\"a\\"]"`.split("\n");
const insert = db.prepare("INSERT INTO sales VALUES (?, ?, ?, ?)");
db.exec("BEGIN");
for (const line of lines) {
  const [, day, shop, cents, tags] = /^([^,]*),([^,]*),([^,]*),"(.*)"$/.exec(line);
  insert.run(day, shop, Number(cents), tags.replaceAll("\\", ""));
}
db.exec("COMMIT");

console.table(db.prepare("SELECT shop, sum(cents) AS cents, count(*) AS sales FROM sales GROUP BY shop").all());
const running = db.prepare(`
  SELECT day, cents, sum(cents) OVER (ORDER BY day, shop) AS total,
    round(avg(cents) OVER (ORDER BY day, shop ROWS 1 PRECEDING), 2) AS mean
  FROM sales ORDER BY day, shop
`);
for (const { day, cents, total, mean } of running.iterate()) console.log(day, cents, total, mean);
console.log(db.prepare("SELECT value, count(*) AS count FROM sales, json_each(sales.tags) GROUP BY value").all());
console.log(db.prepare("SELECT strftime('%Y-%m', day) AS month, date(max(day), '+1 month') AS due FROM sales GROUP BY 1").all());
console.log(db.prepare("SELECT sqrt(2) AS root, ceil(1.2) AS up, pow(2, 10) AS power, typeof(?) AS kind").get(3));
console.log(db.prepare("SELECT json_object('a', 1, 'b', json('[1,2]')) AS json, json_extract('{\"x\":{\"y\":[5]}}', '$.x.y[0]') AS five").get());
console.log(db.prepare("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT group_concat(i, '-') AS list FROM n").get());
console.log(db.prepare("EXPLAIN QUERY PLAN SELECT * FROM sales WHERE shop = ?").all().map((row) => row.detail));
db.exec("CREATE INDEX by_shop ON sales (shop)");
console.log(db.prepare("EXPLAIN QUERY PLAN SELECT * FROM sales WHERE shop = ?").all().map((row) => row.detail));
console.log(db.prepare("INSERT INTO sales (day, shop, cents) VALUES ('x', 'y', 1) ON CONFLICT DO NOTHING RETURNING *").all());
console.log(db.prepare("SELECT * FROM sales WHERE shop IN (SELECT value FROM json_each(?)) ORDER BY cents LIMIT 2").all('["north","y"]'));
console.log(running.iterate().map((row) => row.total).filter((total) => total > 2000).take(2).toArray());
db.exec("CREATE TEMP TABLE picked AS SELECT * FROM sales WHERE cents > 1000; CREATE VIEW big AS SELECT shop FROM sales WHERE cents > 1000");
console.log(db.prepare("SELECT count(*) AS count FROM picked").get(), db.prepare("SELECT * FROM big").all());
console.log(db.prepare("PRAGMA table_info(sales)").all().map((column) => `${column.name} ${column.type}`));
console.log(db.prepare("PRAGMA index_list(sales)").get(), db.prepare("PRAGMA foreign_keys").get());
