//! SQL in the lab: what scripts give, what stays between them, and what the walls refuse.

#![expect(clippy::unwrap_used, reason = "a test may end where the lab does not start")]

#[path = "lab_sql/dialect.rs"]
mod dialect;
#[path = "lab_sql/errors.rs"]
mod errors;
#[path = "lab_sql/hostile.rs"]
mod hostile;
#[path = "lab_sql/plan.rs"]
mod plan;
#[path = "lab_sql/schema.rs"]
mod schema;
#[path = "lab_sql/sessions.rs"]
mod sessions;

use std::{fmt::Write as _, path::PathBuf, time::Instant};

use backlab::{
    lab::{
        Cancel, Limits, Machine,
        sql::{Constraint, DatabaseId, Job, Keep, Kind, Outcome, Problem, Ran, Script, SqlLab},
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
                Outcome::Refused(error) => error.message.clone(),
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
fn each_script_on_a_copy_finds_what_the_first_one_found() {
    let (mut lab, shop) = shop();
    let count = "SELECT count(*), changes(), last_insert_rowid() FROM orders";
    let before = lab.run(shop, script(count), Keep::Nothing).last_rows().cloned();
    for text in [
        "SELECT 1; DELETE FROM orders; SELECT count(*) FROM nothing",
        "WITH old AS (SELECT 1 AS id) DELETE FROM orders WHERE id IN (SELECT id FROM old)",
        "BEGIN",
        "CREATE TEMP TABLE orders (id)",
        "SELECT abs()",
        "VALUES (1); WITH n AS (SELECT 2) SELECT * FROM n",
    ] {
        let both = lab.run_all(&[text, count].map(|text| Job {
            database: shop,
            script: script(text),
            keep: Keep::Nothing,
        }));
        assert_eq!(both.len(), 2, "{text}");
        assert_eq!(both[1].last_rows(), before.as_ref(), "{text}");
    }
    lab.run(shop, script("DELETE FROM orders WHERE id = 1"), Keep::Changes);
    let after = lab.run(shop, script(count), Keep::Nothing).last_rows().cloned();
    assert_ne!(after, before);
}

#[test]
fn scripts_that_are_run_together_end_with_the_first_that_a_limit_stops() {
    let limits = Limits { turn_ms: 200, ..Limits::default() };
    let mut lab = SqlLab::start(&machine(), &limits, &Cancel::new()).unwrap();
    let database = lab.open(&[script(SHOP)]).unwrap();
    let texts = [
        "SELECT nothing",
        "SELECT 'a\0b'",
        "SELECT 1",
        "SELECT 2;\n WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) \
         FROM n",
        "SELECT 3",
    ];
    let job = |text| Job { database, script: script(text), keep: Keep::Nothing };
    let all = lab.run_all(&texts.map(job));
    assert_eq!(all.len(), 4, "{all:?}");
    assert!(matches!(all[0].problem, Some(Problem::Wrong(_))));
    assert!(matches!(all[1].problem, Some(Problem::Wrong(_))));
    assert_eq!(all[2].problem, None);
    let Some(Problem::Stopped { stop: Stop::Turn { .. }, place: Some(place) }) = &all[3].problem
    else {
        panic!("{:?}", all[3].problem)
    };
    assert_eq!((place.line, place.column, all[3].statements.len()), (2, 2, 1));
    assert_eq!(lab.run(database, script("SELECT 3"), Keep::Nothing).problem, None);
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

#[test]
fn mathematics_is_that_of_the_sqlite3_command() {
    for (expression, value) in [
        ("floor(2.7)", Cell::Real(2.0)),
        ("floor(-2)", Cell::Integer(-2)),
        ("ceil('2.1')", Cell::Real(3.0)),
        ("trunc(-2.7)", Cell::Real(-2.0)),
        ("pow(2, 10)", Cell::Real(1024.0)),
        ("sqrt(-1)", Cell::Null),
        ("sqrt(NULL)", Cell::Null),
        ("sqrt('two')", Cell::Null),
        ("sqrt('inf')", Cell::Null),
        ("log(100)", Cell::Real(2.0)),
        ("log(2, 8)", Cell::Real(3.0)),
        ("ln(0)", Cell::Null),
        ("mod(7, 4)", Cell::Real(3.0)),
        ("mod(7, 0)", Cell::Null),
        ("round(degrees(pi()))", Cell::Real(180.0)),
    ] {
        let ran = run(&format!("SELECT {expression}"));
        assert_eq!(ran.last_rows().unwrap().rows[0][0], value, "{expression}");
    }
}

#[test]
fn a_database_lives_on_after_a_limit_that_its_statement_reached() {
    let limits = Limits { turn_ms: 3_000, wall_ms: None, memory_mb: 16, ..Limits::default() };
    let mut lab = SqlLab::start(&machine(), &limits, &Cancel::new()).unwrap();
    let database = lab.open(&[Script { file: "shop.sql", text: SHOP }]).unwrap();
    let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";
    for text in [
        format!("CREATE TEMP TABLE t AS {numbers} SELECT zeroblob(9000) AS z FROM n"),
        format!("{numbers} SELECT i, hex(zeroblob(9000)) AS h FROM n ORDER BY h"),
        format!("{numbers} SELECT hex(zeroblob(9000)) FROM n"),
        format!("{numbers} SELECT i FROM n"),
        format!("DELETE FROM orders; BEGIN; INSERT INTO orders {numbers} SELECT i, 1, 1 FROM n"),
        "SELECT zeroblob(30000)".to_owned(),
    ] {
        let ran = lab.run(database, script(&text), Keep::Changes);
        assert!(ran.problem.is_some(), "{text}");
        assert_eq!(lab.stopped(), None, "{text}: {:?}", ran.problem);
        let ran = lab.run(database, script("SELECT count(*) FROM customers"), Keep::Changes);
        assert_eq!(ran.last_rows().unwrap().rows[0][0], Cell::Integer(2), "{text}");
    }
}

#[test]
fn large_data_is_loaded_in_one_statement_or_in_many() {
    let mut one =
        "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, n INT);\nINSERT INTO t VALUES"
            .to_owned();
    let mut many = "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, n INT);".to_owned();
    for id in 1..=10_000 {
        let comma = if id == 1 { "" } else { "," };
        let _ = write!(one, "{comma}({id}, 'name of {id}', {id} % 7)");
        let _ = write!(many, "\nINSERT INTO t VALUES ({id}, 'name of {id}', {id} % 7);");
    }
    let mut lab = lab();
    for text in [one, many] {
        let began = Instant::now();
        let database = lab.open(&[script(&text)]).unwrap();
        let ran = lab.run(database, script("SELECT count(*), max(n) FROM t"), Keep::Changes);
        println!("10,000 rows in {} ms", began.elapsed().as_millis());
        let row = &ran.last_rows().unwrap().rows[0];
        assert_eq!(row, &[Cell::Integer(10_000), Cell::Integer(6)]);
    }
}

/// Prints, and asserts nothing: `cargo test --test lab_sql -- --nocapture what_a_check`.
#[test]
fn what_a_check_costs_is_printed() {
    let mut costs: Vec<[u128; 3]> = (0..50)
        .map(|_| {
            let began = Instant::now();
            let mut lab = lab();
            let sets =
                [0; 3].map(|_| lab.open(&[Script { file: "shop.sql", text: SHOP }]).unwrap());
            let opened = began.elapsed();
            for set in sets {
                let query = "SELECT name, count(o.id) FROM customers c LEFT JOIN orders o ON \
                             o.customer_id = c.id GROUP BY c.id ORDER BY name";
                lab.run(set, script(query), Keep::Changes);
                lab.run(set, script("INSERT INTO orders VALUES (9, 99, 1)"), Keep::Nothing);
            }
            let ran = began.elapsed();
            drop(lab);
            [opened.as_micros(), ran.as_micros(), began.elapsed().as_micros()]
        })
        .collect();
    costs.sort_unstable_by_key(|cost| cost[2]);
    println!(
        "child and 3 sets, 6 scripts on them, child ended (us, median of 50): {:?}",
        costs[25]
    );
}
