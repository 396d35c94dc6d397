use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let changes: Vec<String> = edits(text).into_iter().map(|edit| edit.change).collect();
    assert_eq!(changes, expected, "{text}");
}

/// The texts that come of `text`.
fn texts(text: &str) -> Vec<String> {
    edits(text).iter().map(|edit| edit.applied(text)).collect()
}

#[test]
fn a_condition_loses_its_edges() {
    check(
        "SELECT name FROM products WHERE price < 500 AND sold",
        &[
            "WHERE price < 500 AND sold is left out",
            "< becomes <=",
            "< becomes >=",
            "500 becomes 501",
            "500 becomes 499",
            "AND becomes OR",
        ],
    );
    let between = texts("SELECT a FROM t WHERE b BETWEEN 1 AND 3");
    assert!(!between.iter().any(|text| text.contains("OR")), "{between:?}");
}

#[test]
fn clauses_are_left_out_one_by_one() {
    let text = "SELECT c, sum(n) FROM t WHERE n > 1 GROUP BY c HAVING sum(n) > 2 ORDER BY 2 DESC, \
                c LIMIT 3;";
    let all = texts(text);
    for without in [
        "SELECT c, sum(n) FROM t  GROUP BY c HAVING sum(n) > 2 ORDER BY 2 DESC, c LIMIT 3;",
        "SELECT c, sum(n) FROM t WHERE n > 1  HAVING sum(n) > 2 ORDER BY 2 DESC, c LIMIT 3;",
        "SELECT c, sum(n) FROM t WHERE n > 1 GROUP BY c  ORDER BY 2 DESC, c LIMIT 3;",
        "SELECT c, sum(n) FROM t WHERE n > 1 GROUP BY c HAVING sum(n) > 2  LIMIT 3;",
        "SELECT c, avg(n) FROM t WHERE n > 1 GROUP BY c HAVING sum(n) > 2 ORDER BY 2 DESC, c LIMIT 3;",
        "SELECT c, sum(n) FROM t WHERE n > 1 GROUP BY c HAVING sum(n) > 2 ORDER BY 2 ASC, c LIMIT 3;",
        "SELECT c, sum(n) FROM t WHERE n > 1 GROUP BY c HAVING sum(n) > 2 ORDER BY 2 DESC, c DESC LIMIT 3;",
        "SELECT c, sum(n) FROM t WHERE n > 1 GROUP BY c HAVING sum(n) > 2 ORDER BY 2 DESC, c LIMIT 4;",
    ] {
        assert!(all.iter().any(|text| text == without), "{without} in {all:#?}");
    }
}

#[test]
fn joins_distinct_and_null_have_opposites() {
    check(
        "SELECT DISTINCT a FROM t LEFT JOIN u ON t.i = u.i",
        &["DISTINCT is left out", "LEFT JOIN becomes JOIN", "= becomes <>"],
    );
    check("SELECT a FROM t JOIN u USING (i)", &["JOIN becomes LEFT JOIN"]);
    check(
        "SELECT a IS NULL, b IS NOT NULL",
        &["IS NULL becomes IS NOT NULL", "IS NOT NULL becomes IS NULL"],
    );
    check(
        "SELECT count(a), count(*), count(DISTINCT b) FROM t",
        &["count(a) becomes count(*)", "DISTINCT is left out"],
    );
    check("SELECT coalesce(a, b) FROM t", &["coalesce(a, b) becomes a"]);
    check("SELECT a NOT IN (b), c IN (d)", &["NOT IN becomes IN", "IN becomes NOT IN"]);
}

#[test]
fn a_table_loses_its_promises() {
    let text = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL UNIQUE, n INTEGER DEFAULT \
                -1 CHECK (n > 0), u INTEGER REFERENCES v (id) ON DELETE CASCADE, UNIQUE (a, n))";
    let all = texts(text);
    for part in [
        "id INTEGER , a",
        "a TEXT  UNIQUE,",
        "a TEXT NOT NULL ,",
        "n INTEGER  CHECK",
        "DEFAULT -1 , u",
        "u INTEGER , UNIQUE",
        "REFERENCES v (id) , UNIQUE",
        "ON DELETE CASCADE)",
    ] {
        assert!(all.iter().any(|text| text.contains(part)), "{part} in {all:#?}");
    }
}

#[test]
fn what_assigns_is_no_comparison() {
    check(
        "UPDATE t SET a = b + 1 WHERE c = 'x'",
        &[
            "+ becomes -",
            "1 becomes 2",
            "1 becomes 0",
            "WHERE c = 'x' is left out",
            "= becomes <>",
            "'x' becomes ''",
        ],
    );
}

#[test]
fn a_script_loses_statements_and_its_transaction() {
    let text = "BEGIN;\nDELETE FROM a;\nDELETE FROM b;\nCOMMIT;\n";
    check(
        text,
        &[
            "the transaction is left out",
            "DELETE FROM a is left out",
            "DELETE FROM b is left out",
            "COMMIT becomes ROLLBACK",
        ],
    );
    assert_eq!(texts(text)[0], "\nDELETE FROM a;\nDELETE FROM b;\n;\n");
}

#[test]
fn words_in_texts_and_comments_are_no_clauses() {
    check("SELECT 'WHERE x' -- WHERE 1 = 2\n, \"ORDER BY\"", &["'WHERE x' becomes ''"]);
    check("", &[]);
    check("nonsense (", &[]);
}

#[test]
fn tokens_know_no_case_and_no_spaces() {
    assert_eq!(tokens("select  A -- b\n from T"), tokens("SELECT a FROM t"));
    assert_ne!(tokens("SELECT 'A'"), tokens("SELECT 'a'"));
}

proptest! {
    /// Of any words in any order: every change is in the text, and makes another one.
    #[test]
    fn any_words_are_taken(words in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..25)) {
        let text = words.join(" ");
        for edit in edits(&text) {
            prop_assert!(text.get(edit.range.clone()).is_some(), "{}: {:?}", text, edit);
            prop_assert_ne!(edit.applied(&text), text.clone(), "{:?}", edit);
        }
    }
}

const WORDS: [&str; 58] = [
    "SELECT",
    "FROM",
    "WHERE",
    "GROUP BY",
    "HAVING",
    "ORDER BY",
    "LIMIT",
    "AND",
    "OR",
    "NOT",
    "IS",
    "NULL",
    "IN",
    "BETWEEN",
    "LEFT",
    "JOIN",
    "ON",
    "UNION",
    "ALL",
    "DISTINCT",
    "COUNT",
    "SUM",
    "COALESCE",
    "CREATE TABLE",
    "ALTER",
    "PRIMARY KEY",
    "FOREIGN KEY",
    "REFERENCES",
    "UNIQUE",
    "CHECK",
    "DEFAULT",
    "ON DELETE",
    "SET",
    "DO",
    "UPDATE",
    "FILTER",
    "OVER",
    "DESC",
    "BEGIN",
    "COMMIT",
    "INNER",
    "EXISTS",
    "IF",
    "(",
    ")",
    ",",
    ";",
    "=",
    "<",
    ">=",
    "<>",
    "*",
    "+",
    "1",
    "'é'",
    "t",
    "-",
    "é",
];
