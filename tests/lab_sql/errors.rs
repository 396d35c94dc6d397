//! What a learner reads where a statement is wrong.

use std::fmt::Write as _;

use backlab::lab::sql::{Kind, Problem};

use crate::run;

/// Each statement, then what its error shows, then an empty line. Where something differs, the
/// test prints the whole as it would be.
const TABLE: &str = include_str!("errors.txt");

#[test]
fn errors_say_where_what_and_what_next() {
    let mut shown = String::new();
    for case in TABLE.trim_end().split("\n\n") {
        let script: Vec<&str> =
            case.lines().take_while(|line| !line.starts_with("query.sql:")).collect();
        let script = script.join("\n");
        let problem = run(&script).problem;
        let error = problem.as_ref().map_or_else(|| "no error\n".to_owned(), Problem::show);
        let _ = write!(shown, "{script}\n{error}\n");
    }
    assert!(shown.trim_end() == TABLE.trim_end(), "\n{shown}");
}

#[test]
fn errors_are_sorted() {
    for (text, kind) in [
        ("SELEC 1", Kind::Syntax),
        ("SELECT (1", Kind::Syntax),
        ("SELECT 'a", Kind::Syntax),
        ("SELECT * FROM nowhere", Kind::Missing),
        ("SELECT nowhere FROM orders", Kind::Missing),
        ("SELECT nowhere(1)", Kind::Missing),
        ("INSERT INTO orders (nowhere) VALUES (1)", Kind::Missing),
        ("DROP INDEX nowhere", Kind::Missing),
        ("SELECT id FROM orders, customers", Kind::Meaning),
        ("SELECT 1 UNION SELECT 1, 2", Kind::Meaning),
        ("INSERT INTO customers VALUES (1)", Kind::Meaning),
        ("SELECT id FROM orders WHERE count(*) > 1", Kind::Meaning),
        ("CREATE TABLE orders (id)", Kind::Meaning),
        ("COMMIT", Kind::Meaning),
        ("SELECT * FROM orders WHERE id = ?", Kind::Meaning),
        ("SELECT zeroblob(30000)", Kind::Limit),
        ("PRAGMA synchronous = OFF", Kind::Refused),
    ] {
        match run(text).problem {
            Some(Problem::Wrong(error)) => {
                assert_eq!(error.kind, kind, "{text}: {}", error.message);
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}
