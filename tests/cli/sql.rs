//! `backlab sql`: scripts from a file and from a pipe.

use crate::command::Test;

const SHOP: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n\
                    INSERT INTO users (name) VALUES ('Ada'), ('José');\n";

#[test]
fn a_script_prints_its_tables_with_a_count_of_rows() {
    let run =
        Test::new().fed(["sql"], &format!("{SHOP}SELECT * FROM users; SELECT 1 AS n;")).ends(0);
    assert_eq!(
        run.stdout,
        "2 rows changed\n\nid   name\n─────────\n 1   Ada\n 2   José\n2 rows\n\nn\n─\n1\n1 row\n"
    );
    assert_eq!(run.stderr, "");
}

#[test]
fn a_plan_that_is_asked_for_in_sql_is_a_tree() {
    let script = format!("{SHOP}EXPLAIN QUERY PLAN SELECT * FROM users WHERE id = 1;");
    let run = Test::new().fed(["sql"], &script).ends(0);
    assert_eq!(
        run.stdout,
        "2 rows changed\n\n└─ SEARCH users USING INTEGER PRIMARY KEY (rowid=?)   finds one row of users \
         by its key\n"
    );
}

#[test]
fn a_script_may_have_several_sessions() {
    let script = format!(
        "{SHOP}BEGIN; DELETE FROM users;\n-- session B\nSELECT count(*) AS n FROM users;\nDELETE FROM users;"
    );
    let run = Test::new().fed(["sql"], &script).ends(0);
    assert!(
        run.stdout.ends_with(
            "A> BEGIN\nA> DELETE FROM users\n2 rows changed\n\nB> SELECT count(*) AS n FROM users\nn\n─\n2\n1 \
             row\n\nB> DELETE FROM users\ndatabase is locked: session A holds the lock to write since \
             `DELETE FROM users`\n"
        ),
        "{}",
        run.stdout
    );
    assert_eq!(run.stderr, "The transaction was still open at the end, and was rolled back.\n");
}

#[test]
fn a_file_is_read_and_its_name_stands_before_its_mistakes() {
    let test = Test::new();
    test.file("shop.sql", &format!("{SHOP}SELECT nmae FROM users;\nDELETE FROM users;"));
    let run = test.args(["sql", "shop.sql"]).ends(1);
    assert_eq!(run.stdout, "2 rows changed\n");
    assert_eq!(
        run.stderr,
        "shop.sql:3:8: no such column: nmae\n    SELECT nmae FROM users;\n           ^^^^\n  did you \
         mean `name`?\n"
    );
}

#[test]
fn what_cannot_be_read_is_misuse() {
    let test = Test::new();
    test.args(["sql", "nowhere.sql"]).complains("nowhere.sql: ").ends(2);
    test.args(["sql", "."]).complains(".: ").ends(2);
    std::fs::write(test.folder().join("bytes.sql"), b"SELECT '\xff'").unwrap();
    test.args(["sql", "bytes.sql"]).complains("bytes.sql: byte 8 is no UTF-8 text").ends(2);
    test.args(["sql", "--on", "nowhere"]).complains("nowhere").ends(2);
    test.args(["sql", "--on", "node-first-server"]).complains("is a lesson").ends(2);
    test.args(["sql", "--on", "basic-node-server"]).complains("no database").ends(2);
}

#[test]
fn the_data_of_an_exercise_is_there_at_first() {
    let test = Test::in_pack("shop");
    let query = "SELECT name, type FROM sqlite_schema; SELECT count(*) > 0 AS some FROM orders;";
    let run = test.fed(["sql", "--on", "orders-per-user"], query).ends(0);
    assert_eq!(
        run.stdout,
        "name     type\n──────────────\nusers    table\norders   table\n2 rows\nnote: `sqlite_schema`: \
         SQLite keeps its schema in this table. PostgreSQL and MySQL have \
         information_schema.tables for that.\n\nsome\n────\n   1\n1 row\n"
    );
}

#[test]
fn a_note_stands_below_what_other_databases_would_do_otherwise() {
    let script = "CREATE TABLE t (id INTEGER PRIMARY KEY, age INT);\n\
                  INSERT INTO t (age) VALUES ('old'),\n  ('very\nold');\n\
                  INSERT INTO t (age) VALUES ('new');\n\
                  SELECT id FROM t ORDER BY id LIMIT 1, 1;";
    let run = Test::new().fed(["sql"], script).ends(0);
    assert_eq!(
        run.stdout,
        "2 rows changed\nnote: `'old'`: SQLite keeps this text in a column of numbers. PostgreSQL \
         and MySQL refuse it, and so does SQLite in a STRICT table.\n\n1 row changed\n\n\
         id\n──\n 2\n1 row\nnote: `LIMIT 1, 1`: SQLite and MySQL take LIMIT offset, count. \
         PostgreSQL refuses it: LIMIT count OFFSET offset works in all three.\n"
    );
}

#[test]
fn nothing_to_run_is_nothing_printed() {
    for script in ["", "\n", "-- nothing\n", ";;"] {
        let run = Test::new().fed(["sql"], script).ends(0);
        assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
    }
}

#[test]
fn a_transaction_that_stays_open_is_named_and_a_limit_has_its_code() {
    Test::new()
        .fed(["sql"], &format!("{SHOP}BEGIN; DELETE FROM users;"))
        .complains("was rolled back")
        .ends(0);
    let rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;";
    Test::new().fed(["sql"], rows).complains("more than 10000 rows").ends(1);
    let long = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT \
                hex(zeroblob(9000)) FROM n;";
    Test::new().fed(["sql"], long).complains("holds more than 524288 bytes").ends(124);
}

#[test]
fn what_a_database_holds_cannot_drive_the_terminal() {
    let script = "SELECT char(27) || '[2J' AS \"a\u{1b}[2J\"; SELECT nothing\u{1b}[2J;";
    let run = Test::new().fed(["sql"], script).ends(1);
    assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'), "{}", run.stderr);
    assert!(run.stdout.contains("␛[2J"));
}
