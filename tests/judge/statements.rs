//! What a program asks of its database, and how often, for each request.

use backlab::judge::Outcome;

use crate::programs::{exercise, judged, told};

const CHECKS: &str = r#"
[[check]]
name = "lists"
say = "lists the orders"
fails = "It does not."
why = "It must."
[check.http]
request = "GET /orders"
expect = { status = 200, json."$[0].name" = "Ada" }

[[check]]
name = "few"
say = "asks twice at most"
fails = "It asks again for each order."
why = "A list grows."
after = ["lists"]
[check.trace]
statements-max = 2

[[check]]
name = "joins"
say = "joins the users"
fails = "It does not join."
why = "One statement can do it."
after = ["lists"]
[check.trace]
sql = { text = "~(?i)SELECT .* JOIN users .*", rows = 3 }
count = 1
"#;

fn server(handler: &str) -> String {
    format!(
        "const {{ DatabaseSync }} = require('node:sqlite');
const db = new DatabaseSync(':memory:');
db.exec(`CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INT);
  INSERT INTO users VALUES (1, 'Ada'), (2, 'Bo');
  INSERT INTO orders VALUES (1, 1), (2, 2), (3, 1);`);
const app = require('express')();
app.get('/orders', (req, res) => {{
{handler}
}});
app.listen(3000);"
    )
}

const AGAIN: &str = "  const orders = db.prepare('SELECT * FROM orders').all();
  const name = db.prepare('SELECT name FROM users WHERE id = ?');
  res.json(orders.map((order) => ({ ...order, ...name.get(order.user_id) })));";
const JOINED: &str = "  res.json(db.prepare(`SELECT o.id, u.name
    FROM orders o JOIN users u ON u.id = o.user_id`).all());";

#[test]
fn a_query_for_each_row_is_told_from_a_join() {
    let exercise = exercise(CHECKS);
    assert_eq!(told(&judged(&exercise, &server(JOINED))), ["pass", "pass", "pass"]);
    let verdict = judged(&exercise, &server(AGAIN));
    assert_eq!(
        told(&verdict),
        [
            "pass",
            "FAIL statements: at most 2; 4",
            "FAIL sql: text that matches /^SELECT .* JOIN users .*$/i; \"SELECT * FROM orders\"",
        ]
    );
    let Outcome::Failed(failure) = &verdict.checks[1].outcome else { panic!("{verdict:?}") };
    assert_eq!(failure.of.as_deref(), Some("GET /orders"));
    assert_eq!(
        failure.statements,
        [
            "1 x SELECT * FROM orders (3 rows, 2 steps of full scans)",
            "3 x SELECT name FROM users WHERE id = ? (3 rows)",
        ]
    );
}
