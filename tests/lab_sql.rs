//! SQL in the lab: what scripts give, what stays between them, and what the walls refuse.

#![expect(clippy::unwrap_used, reason = "a test may end where the lab does not start")]

#[path = "lab_sql/errors.rs"]
mod errors;
#[path = "lab_sql/hostile.rs"]
mod hostile;

use std::path::PathBuf;

use backlab::{
    lab::{
        Cancel, Limits, Machine,
        sql::{Constraint, DatabaseId, Keep, Kind, Outcome, Problem, Ran, Script, SqlLab},
    },
    table::Cell,
    trace::{Stop, What},
};

const SHOP: &str = "
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers(id),
  total REAL CHECK (total >= 0)
);
INSERT INTO customers VALUES (1, 'Amara', 'Lagos'), (2, 'José', NULL);
INSERT INTO orders VALUES (1, 1, 9.5), (2, 1, 0.5);
";

fn machine() -> Machine {
    Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")))
}

fn lab() -> SqlLab {
    SqlLab::start(&machine(), &Limits::default(), &Cancel::new()).unwrap()
}

fn script(text: &str) -> Script<'_> {
    Script { file: "query.sql", text }
}

fn shop() -> (SqlLab, DatabaseId) {
    let mut lab = lab();
    let database = lab.open(&[Script { file: "shop.sql", text: SHOP }]).unwrap();
    (lab, database)
}

fn run(text: &str) -> Ran {
    let (mut lab, database) = shop();
    lab.run(database, script(text), Keep::Changes)
}

#[track_caller]
fn check_gives(text: &str, expected: &str) {
    let ran = run(text);
    assert_eq!(ran.problem, None, "{text}");
    let table = ran.last_rows().unwrap_or_else(|| panic!("no rows: {text}"));
    assert_eq!(table.draw(), expected, "{text}");
}

/// What the error shows, whole.
#[track_caller]
fn check_wrong(text: &str, kind: Kind, expected: &str) {
    match run(text).problem {
        Some(Problem::Wrong(error)) => {
            assert_eq!(error.show(), expected, "{text}");
            assert_eq!(error.kind, kind, "{text}");
        }
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn an_error_shows_its_line_and_points_at_its_place() {
    check_wrong(
        "SELECT 1;\n\tSELECT 'é', nmae FROM customers",
        Kind::Missing,
        "query.sql:2:14: no such column: nmae\n      SELECT 'é', nmae FROM customers\n                  ^^^^\n  did you mean `name`?\n",
    );
}

#[test]
fn every_statement_of_a_script_has_its_place_and_its_outcome() {
    let ran = run(
        "SELECT 1 AS n;\n\n  -- a comment; not a statement\n  UPDATE customers SET city = \
                   'Accra';\nCREATE VIEW v AS SELECT ';';DELETE FROM orders WHERE id > 9; SELECT * FROM v",
    );
    let told: Vec<String> = ran
        .statements
        .iter()
        .map(|done| {
            let outcome = match &done.outcome {
                Outcome::Rows(table) => format!("{} rows", table.rows.len()),
                Outcome::Changed(rows) => format!("{rows} changed"),
                Outcome::Done => "done".to_owned(),
            };
            format!("{} {} | {outcome}", done.place, done.text)
        })
        .collect();
    assert_eq!(
        told,
        [
            "query.sql:1:1 SELECT 1 AS n | 1 rows",
            "query.sql:4:3 UPDATE customers SET city = 'Accra' | 2 changed",
            "query.sql:5:1 CREATE VIEW v AS SELECT ';' | done",
            "query.sql:5:29 DELETE FROM orders WHERE id > 9 | 0 changed",
            "query.sql:5:62 SELECT * FROM v | 1 rows",
        ]
    );
    assert_eq!(ran.problem, None);
}

#[test]
fn values_keep_their_types() {
    let ran = run("SELECT NULL, 7, -9223372036854775808, 2.0, 9e999, 'NULL', '', x'00ff', 'a\nb'");
    assert_eq!(
        ran.last_rows().unwrap().rows[0],
        [
            Cell::Null,
            Cell::Integer(7),
            Cell::Integer(i64::MIN),
            Cell::Real(2.0),
            Cell::Real(f64::INFINITY),
            Cell::Text("NULL".to_owned()),
            Cell::Text(String::new()),
            Cell::Blob(vec![0, 255]),
            Cell::Text("a\nb".to_owned()),
        ]
    );
}

#[test]
fn a_table_without_rows_still_has_its_columns() {
    check_gives("SELECT id, name FROM customers WHERE 0", "id   name\n─────────\n");
}

#[test]
fn what_a_script_changes_stays_and_what_it_leaves_open_does_not() {
    let (mut lab, shop) = shop();
    let count = "SELECT count(*) AS n FROM orders";
    let rows = |lab: &mut SqlLab| {
        let ran = lab.run(shop, script(count), Keep::Changes);
        ran.last_rows().unwrap().rows[0][0].clone()
    };
    lab.run(shop, script("INSERT INTO orders VALUES (3, 2, 1)"), Keep::Changes);
    assert_eq!(rows(&mut lab), Cell::Integer(3));

    let open = "BEGIN; DELETE FROM orders";
    assert!(lab.run(shop, script(open), Keep::Changes).rolled_back);
    assert_eq!(rows(&mut lab), Cell::Integer(3));

    assert!(!lab.run(shop, script(open), Keep::Transaction).rolled_back);
    let ran = lab.run(shop, script(count), Keep::Transaction);
    assert_eq!(ran.last_rows().unwrap().rows[0][0], Cell::Integer(0));
    assert_eq!(lab.run(shop, script("ROLLBACK"), Keep::Transaction).problem, None);
    assert_eq!(rows(&mut lab), Cell::Integer(3));

    let gone = "BEGIN; DELETE FROM orders; DROP TABLE orders; COMMIT";
    assert_eq!(lab.run(shop, script(gone), Keep::Nothing).problem, None);
    assert_eq!(rows(&mut lab), Cell::Integer(3));
}

#[test]
fn databases_of_one_lab_know_nothing_of_each_other() {
    let (mut lab, shop) = shop();
    let other = lab.open(&[script("CREATE TABLE customers (n); INSERT INTO customers VALUES (1)")]);
    let other = other.unwrap();
    lab.run(shop, script("DELETE FROM orders"), Keep::Changes);
    let ran = lab.run(other, script("SELECT * FROM customers"), Keep::Changes);
    assert_eq!(ran.last_rows().unwrap().draw(), "n\n─\n1\n");
    lab.close(shop);
    assert!(lab.stopped().is_none());
}

#[test]
fn the_schema_is_enforced() {
    let wrong = |text: &str| match run(text).problem {
        Some(Problem::Wrong(error)) => (error.kind, error.message),
        other => panic!("{text}: {other:?}"),
    };
    for (text, constraint) in [
        ("INSERT INTO orders VALUES (9, 99, 1)", Constraint::ForeignKey),
        ("INSERT INTO orders VALUES (9, 1, -1)", Constraint::Check),
        ("INSERT INTO orders VALUES (1, 1, 1)", Constraint::PrimaryKey),
        ("INSERT INTO customers VALUES (9, NULL, NULL)", Constraint::NotNull),
        ("INSERT INTO customers VALUES ('x', 'Ada', NULL)", Constraint::DataType),
        (
            "CREATE UNIQUE INDEX u ON customers (name);
             INSERT INTO customers (name) VALUES ('Amara')",
            Constraint::Unique,
        ),
    ] {
        assert_eq!(wrong(text).0, Kind::Constraint(constraint), "{text}: {}", wrong(text).1);
    }
}

#[test]
fn the_recording_tells_what_each_statement_cost() {
    let (mut lab, shop) = shop();
    lab.run(shop, script("SELECT * FROM orders ORDER BY total; DELETE FROM orders"), Keep::Changes);
    let told: Vec<_> = lab
        .trace()
        .entries
        .iter()
        .map(|entry| match &entry.what {
            What::Sql(ran) => {
                (ran.text.as_str(), ran.rows, ran.changed, ran.full_scan_steps, ran.sorts)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(told[0], ("SELECT * FROM orders ORDER BY total", 2, None, 1, 1));
    assert_eq!(told[1].2, Some(2));
}

#[test]
fn a_wish_to_stop_ends_the_lab() {
    let cancel = Cancel::new();
    let mut lab = SqlLab::start(&machine(), &Limits::default(), &cancel).unwrap();
    let database = lab.open(&[]).unwrap();
    let wish = cancel.clone();
    let waiting = std::thread::spawn(move || wish.cancel());
    let endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
    let ran = lab.run(database, script(endless), Keep::Changes);
    waiting.join().unwrap();
    let expected = matches!(ran.problem, Some(Problem::Stopped { stop: Stop::Ended, .. }));
    assert!(expected, "{:?}", ran.problem);
    assert_eq!(lab.stopped(), Some(&Stop::Ended));
}
