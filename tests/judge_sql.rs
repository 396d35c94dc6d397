//! SQL answers in, verdicts out: which rows are right in whatever shape, which are not and why, and
//! what tables take and refuse.

#![expect(clippy::unwrap_used, reason = "a test may end where its own values are wrong")]

#[path = "judge_sql/plan.rs"]
mod plan;
#[path = "judge_sql/sessions.rs"]
mod sessions;
#[path = "fixtures/smallest.rs"]
#[expect(dead_code, reason = "checks over HTTP need more of it")]
mod smallest;

use std::{
    path::PathBuf,
    sync::mpsc,
    time::{Duration, Instant},
};

use backlab::{
    course::{
        check::{Check, Expect, Expected, ResultExpect, Test},
        exercise::{Exercise, Files, Kind, LabNeeds, WorkFile, Wrong},
        lesson::{Mode, Sample},
        sql::{
            ColumnsBy, DataSet, Database, Key, KeyKind, RowOrder, SchemaTest, Script, SortKey,
            SqlTest, TableColumns, Wanted, Way,
        },
    },
    diag::Place,
    judge::{
        Answer, Failure, Outcome, SampleRun, ShownRows, Verdict, Which, judge,
        rows::{Difference, Grid, Line, Rule, Shown, Sight, compare, fields},
        run_sample,
    },
    lab::{Cancel, Machine},
    table::{Cell, Table},
    trace::Stop,
};
use proptest::prelude::*;
use serde_json::json;

const SCHEMA: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, city TEXT);\n\
     CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), total INT);";
const SHOWN: &str = "INSERT INTO users VALUES (1, 'Amara', 'Lagos'), (2, 'Ravi', 'Pune'), \
     (3, 'Ravi', 'Pune'), (4, 'Meera', 'Pune');\n\
     INSERT INTO orders VALUES (1, 1, 45), (2, 1, 9), (3, 2, 12), (4, 3, 7);";
const OTHER: &str = "INSERT INTO users VALUES (7, 'Zoë', NULL), (8, 'Lin', ''), (9, 'Bao', 'Hue');\n\
     INSERT INTO orders VALUES (31, 8, 10), (32, 8, 10), (33, 9, 70);";

fn machine() -> Machine {
    Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")))
}

fn script(path: &str, text: &str) -> Script {
    Script { path: path.into(), text: text.into() }
}

fn exercise(solution: &str, checks: Vec<Check>) -> Exercise {
    let set = |name: &str, text| DataSet { name: name.into(), script: script(name, text) };
    let sets = vec![set("shown", SHOWN), set("other", OTHER)];
    let sql = Some(Database { schema: script("schema", SCHEMA), sets });
    Exercise {
        kind: Kind::Sql,
        files: vec![WorkFile { path: "answer.sql".into(), edit: true }],
        lab: LabNeeds { sql, ..LabNeeds::default() },
        solution: files(solution),
        ..smallest::exercise(checks)
    }
}

fn files(answer: &str) -> Files {
    Files::from([("answer.sql".to_owned(), answer.into())])
}

fn check(name: &str, test: Test) -> Check {
    Check {
        name: name.into(),
        say: format!("{name} is right"),
        fails: "It is not right.".into(),
        why: "because".into(),
        look: None,
        hidden: false,
        after: Vec::new(),
        fresh: false,
        on: Vec::new(),
        mishaps: Vec::new(),
        test,
    }
}

fn rows() -> SqlTest {
    SqlTest {
        wanted: Wanted::AsSolution,
        columns: ColumnsBy::Position,
        order: RowOrder::Free,
        query: None,
        way: Way::default(),
        may_fail: false,
        on: Vec::new(),
    }
}

fn part_of(number: u32) -> Way {
    Way { part: Some(number), ..Way::default() }
}

fn by(keys: &[(&str, bool)]) -> RowOrder {
    let key = |(column, descending): &(&str, bool)| SortKey {
        column: (*column).into(),
        descending: *descending,
    };
    RowOrder::By(keys.iter().map(key).collect())
}

fn judged(exercise: &Exercise, answer: &str) -> Verdict {
    let (steps, _nobody) = mpsc::channel();
    let answer = Answer::Files(files(answer));
    judge(&machine(), exercise, &answer, Which::All, &Cancel::new(), &steps)
}

#[test]
fn a_failure_has_the_notes_on_its_statement() {
    let solution = "SELECT name FROM users ORDER BY id";
    let by_rows = exercise(solution, vec![check("names", Test::Sql(rows()))]);
    let taken =
        SchemaTest { refuses: vec!["INSERT INTO t VALUES (NULL)".into()], ..SchemaTest::default() };
    let mut by_tables = exercise("", vec![check("tables", Test::Schema(taken))]);
    by_tables.lab.sql = None;
    let mut with_words = by_rows.clone();
    with_words.wrongs = vec![Wrong {
        name: "first".into(),
        fails: vec!["names".into()],
        feedback: "How does LIMIT count?".into(),
        when: None,
        files: Files::new(),
    }];
    for (exercise, answer, rules) in [
        (
            &by_rows,
            "SELECT name FROM users LIMIT 0, 1",
            &["`LIMIT 0, 1`: SQLite and MySQL take"][..],
        ),
        (&with_words, "SELECT name FROM users LIMIT 0, 1", &[]),
        (&by_rows, "SELECT id == 1 FROM users; SELECT city FROM users LIMIT 1", &[]),
        (&by_rows, "SELECT nme FROM users LIMIT 0, 1", &[]),
        (
            &by_tables,
            "CREATE TABLE t (id INT PRIMARY KEY)",
            &["`id INT`: In SQLite this key may be"],
        ),
    ] {
        let verdict = judged(exercise, answer);
        let (_, _, failure) = verdict.first_failure().unwrap();
        let notes = &failure.script.as_ref().unwrap().notes;
        assert_eq!(notes.len(), rules.len(), "{answer}: {notes:?}");
        for (note, rule) in notes.iter().zip(rules) {
            assert!(note.starts_with(rule), "{answer}: {note}");
        }
    }
}

/// `pass`, `? why`, or the headline of the first failure with the rows that differ behind it.
fn told(verdict: &Verdict) -> String {
    let Some((_, _, failure)) = verdict.first_failure() else {
        let unjudged = verdict.checks.iter().find_map(|check| match &check.outcome {
            Outcome::Unjudged(why) => Some(format!("? {why}")),
            Outcome::Passed | Outcome::Failed(_) | Outcome::Skipped { .. } => None,
        });
        return unjudged.unwrap_or_else(|| "pass".to_owned());
    };
    let mut words = vec![failure.headline.clone()];
    for field in failure.fields.iter().filter(|field| field.differs) {
        let note = field.note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
        words.push(format!("{}: {} | {}{note}", field.name, field.expected, field.got));
    }
    words.join(" / ")
}

#[track_caller]
fn check_rows(solution: &str, test: &SqlTest, cases: &[(&str, &str)]) {
    let exercise = exercise(solution, vec![check("rows", Test::Sql(test.clone()))]);
    for (answer, wanted) in cases {
        assert_eq!(told(&judged(&exercise, answer)), *wanted, "{answer}");
    }
}

#[test]
fn an_answer_may_run_twice_on_the_same_data() {
    let upsert = "INSERT INTO orders (id, total) VALUES (5, 5) ON CONFLICT DO UPDATE SET total = 5";
    let test = SqlTest {
        query: Some("SELECT id, total FROM orders WHERE total < 6".into()),
        way: Way { times: 2, ..Way::default() },
        ..rows()
    };
    let plain = "INSERT INTO orders (id, total) VALUES (5, 5)";
    let cases = [
        (upsert, "pass"),
        ("INSERT OR REPLACE INTO orders (id, total) VALUES (5, 5)", "pass"),
        (
            "INSERT INTO orders (total) VALUES (5)",
            "It is not right. / rows: 1 | 2 (1 row should not be there)",
        ),
        (plain, "Line 1 does not run: UNIQUE constraint failed: orders.id."),
    ];
    check_rows(upsert, &test, &cases);
    let exercise = exercise(upsert, vec![check("rows", Test::Sql(test.clone()))]);
    let verdict = judged(&exercise, plain);
    let (_, _, failure) = verdict.first_failure().unwrap();
    assert_eq!(failure.of.as_deref(), Some("run 2 of 2, on the data set `shown`"));
    // Without a query the rows of the last run count.
    let twice = SqlTest { query: None, ..test };
    let rows = "INSERT INTO orders (total) VALUES (1); SELECT count(*) FROM orders";
    check_rows(rows, &twice, &[(rows, "pass")]);
}

#[test]
fn what_an_answer_leaves_is_asked_where_a_rule_stops_it() {
    let refuse =
        "CREATE TRIGGER full BEFORE INSERT ON orders BEGIN SELECT RAISE(ABORT, 'full'); END";
    let test = SqlTest {
        query: Some("SELECT name FROM users".into()),
        way: Way { before: Some(refuse.into()), ..Way::default() },
        may_fail: true,
        ..rows()
    };
    let change = "UPDATE users SET name = 'x'; INSERT INTO orders (total) VALUES (1);";
    let safe = format!("BEGIN; {change} COMMIT;");
    check_rows(
        &safe,
        &test,
        &[
            (&safe, "pass"),
            ("SELECT 1", "pass"),
            (
                change,
                "It is not right. / rows: 4 | 4 (4 rows are missing; 4 rows should not be there)",
            ),
            // No rule: the answer itself is wrong.
            ("SELECT oops", "Line 1 does not run: no such column: oops."),
        ],
    );
    let strict = SqlTest { may_fail: false, ..test.clone() };
    check_rows(&safe, &strict, &[(&safe, "Line 1 does not run: full.")]);
    let broken = Way { before: Some("CREATE".into()), ..Way::default() };
    let broken = SqlTest { way: broken, ..test };
    check_rows(
        &safe,
        &broken,
        &[(
            &safe,
            "? The exercise's own data does not load: before:1:7: incomplete input\n    CREATE\n          ^",
        )],
    );
}

const COUNT: &str = "SELECT u.name, u.city, count(o.id) AS orders FROM users u \
     LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id";

#[test]
fn right_answers_pass_in_every_shape() {
    let sorted = format!("{COUNT} ORDER BY orders DESC, u.id");
    check_rows(
        COUNT,
        &rows(),
        &[
            (COUNT, "pass"),
            (&sorted, "pass"),
            (
                "WITH n AS (SELECT user_id, count(*) AS c FROM orders GROUP BY user_id)\n\
                 SELECT name AS who, city AS \"where\", ifnull(c, 0) AS c FROM users \
                 LEFT JOIN n ON user_id = id",
                "pass",
            ),
            (
                "SELECT name, city, (SELECT count(*) FROM orders WHERE user_id = users.id) \
                 FROM users WHERE id != -1;",
                "pass",
            ),
            // A number is its value, whatever its type.
            (
                "SELECT name, city, (SELECT count(*) FROM orders WHERE user_id = users.id) * 1.0 \
                 FROM users WHERE id <> -1 -- no semicolon",
                "pass",
            ),
            // The last statement that gives rows counts; what it leaves open is rolled back.
            (
                &format!("SELECT 1;\n{COUNT};\nBEGIN; DELETE FROM orders; DELETE FROM users;"),
                "pass",
            ),
            (&format!("CREATE TEMP TABLE t AS {COUNT};\nSELECT * FROM t;\n-- done"), "pass"),
        ],
    );
}

#[test]
fn wrong_answers_fail_for_the_reason_that_is_named() {
    check_rows(
        COUNT,
        &rows(),
        &[
            (
                "SELECT u.name, u.city, count(o.id) FROM users u JOIN orders o \
                 ON o.user_id = u.id GROUP BY u.id",
                "It is not right. / rows: 4 | 3 (1 row is missing)",
            ),
            (
                "SELECT u.name, u.city, count(*) FROM users u LEFT JOIN orders o \
                 ON o.user_id = u.id GROUP BY u.id",
                "It is not right. / orders: 0 | 1",
            ),
            (
                &format!("SELECT DISTINCT * FROM ({COUNT})"),
                "It is not right. / rows: 4 | 3 (1 row too seldom: DISTINCT, UNION or GROUP BY \
                 can merge rows)",
            ),
            (
                &format!("SELECT a.* FROM ({COUNT}) a, (SELECT 1 UNION SELECT 2)"),
                "It is not right. / rows: 4 | 8 (4 rows too often: a join can repeat rows)",
            ),
            (
                &format!("SELECT name, city FROM ({COUNT})"),
                "It is not right. / columns: 3: name, city, orders | 2: name, city (1 column is \
                 missing)",
            ),
            (
                &format!("SELECT name, city, orders || '' FROM ({COUNT})"),
                "It is not right. / orders: 2 | '2' (a number is expected, a text came; in 4 rows)",
            ),
            (
                &format!("SELECT upper(name), city, orders FROM ({COUNT})"),
                "It is not right. / name: 'Amara' | 'AMARA' (differs in letter case only; in 4 \
                 rows)",
            ),
            (
                &format!("SELECT upper(name), 'x', orders FROM ({COUNT})"),
                "It is not right. / rows: 4 | 4 (4 rows are missing; 4 rows should not be there)",
            ),
            (
                &format!("SELECT name, lower(city), orders FROM ({COUNT})"),
                "It is not right. / city: 'Lagos' | 'lagos' (differs in letter case only; in 4 \
                 rows)",
            ),
        ],
    );
}

#[test]
fn null_and_an_empty_text_are_two_things() {
    let test = SqlTest { on: vec!["other".into()], ..rows() };
    let cities = "SELECT id, city FROM users";
    check_rows(
        cities,
        &test,
        &[
            (cities, "pass"),
            (
                "SELECT id, ifnull(city, '') FROM users",
                "It is not right. / city: NULL | '' (NULL is no value, '' is an empty text)",
            ),
            (
                "SELECT id, nullif(city, '') FROM users",
                "It is not right. / city: '' | NULL (NULL is no value, '' is an empty text)",
            ),
            (
                "SELECT id, city FROM users WHERE city <> 'x'",
                "It is not right. / rows: 3 | 2 (1 row is missing; what is missing has NULL in \
                 city)",
            ),
        ],
    );
}

#[test]
fn the_order_counts_where_it_is_asked_for() {
    let sorted =
        "SELECT name, total FROM users u JOIN orders o ON o.user_id = u.id ORDER BY name, o.id";
    let ties = "SELECT name, total FROM users u JOIN orders o ON o.user_id = u.id ORDER BY name DESC, o.id DESC";
    let keyed = SqlTest { order: by(&[("name", false)]), on: vec!["shown".into()], ..rows() };
    let exact = SqlTest { order: RowOrder::Exact, ..keyed.clone() };
    let swapped = sorted.replace("o.id", "o.id DESC");
    check_rows(
        sorted,
        &keyed,
        &[
            (sorted, "pass"),
            (&swapped, "pass"),
            (ties, "It is not right. / order: row 1: 'Amara', 45 | row 1: 'Ravi', 7 (by name)"),
        ],
    );
    check_rows(
        sorted,
        &exact,
        &[
            (sorted, "pass"),
            (
                &swapped,
                "It is not right. / order: row 1: 'Amara', 45 | row 1: 'Amara', 9 (as the rows that \
             are expected)",
            ),
        ],
    );
    let unknown = SqlTest { order: by(&[("nme", true)]), ..rows() };
    check_rows(
        sorted,
        &unknown,
        &[(sorted, "? `order` names `nme`, which is no column of the rows")],
    );
}

#[test]
fn columns_pair_by_name_where_that_is_asked_for() {
    let test = SqlTest { columns: ColumnsBy::Name, ..rows() };
    check_rows(
        "SELECT id, name, name AS n FROM users",
        &test,
        &[
            ("SELECT name AS N, id, name FROM users", "pass"),
            (
                "SELECT id, name, city FROM users",
                "It is not right. / columns: 3: id, name, n | 3: id, name, city (missing: `n`; not \
             asked for: `city`)",
            ),
        ],
    );
}

#[test]
fn sums_may_differ_by_their_rounding_only() {
    let sum = "SELECT 'a', 0.1 + 0.2, 2 UNION ALL SELECT 'a', 0.3, 1";
    let test = SqlTest { order: RowOrder::Free, ..rows() };
    check_rows(
        sum,
        &test,
        &[
            ("SELECT 'a', 0.3, 2 UNION ALL SELECT 'a', 0.1 + 0.2, 1", "pass"),
            ("SELECT 'a', 0.3, 2.0 UNION ALL SELECT 'a', 3e-1, 1.0", "pass"),
            (
                "SELECT 'a', 0.3001, 2 UNION ALL SELECT 'a', 0.3, 1",
                // The solution's own expression is not shown for a name.
                "It is not right. / 0.3001: 0.30000000000000004 | 0.3001",
            ),
        ],
    );
}

#[test]
fn rows_may_be_written_into_the_check() {
    let row = |id, name: &str| vec![Cell::Integer(id), Cell::Text(name.into())];
    let table = Table { columns: Vec::new(), rows: vec![row(1, "Amara"), row(2, "Ravi")] };
    let test = SqlTest {
        wanted: Wanted::Rows(table),
        query: Some("SELECT id, name FROM users WHERE id < 3".into()),
        on: vec!["shown".into()],
        ..rows()
    };
    check_rows(
        "",
        &test,
        &[
            ("-- nothing to add", "pass"),
            (
                "DELETE FROM orders; DELETE FROM users WHERE id = 2;",
                "It is not right. / rows: 2 | 1 (1 row is missing)",
            ),
            (
                "DELETE FROM orders; DELETE FROM users;",
                "It is not right. / rows: 2 | 0 (2 rows are missing)",
            ),
            (
                "PRAGMA user_version = 3; ALTER TABLE users RENAME TO people;",
                "What answer.sql made cannot be asked: no such table: users.",
            ),
        ],
    );
}

#[test]
fn what_does_not_run_is_said_with_its_place() {
    let solution = "SELECT 1";
    let test = SqlTest { on: vec!["shown".into()], ..rows() };
    let exercise = exercise(solution, vec![check("rows", Test::Sql(test))]);
    let failure = |answer: &str| -> Failure {
        let verdict = judged(&exercise, answer);
        verdict.first_failure().unwrap().2.clone()
    };
    for (answer, headline, place) in [
        ("", "answer.sql holds no statement yet.", None),
        ("-- later\n /* or never */ ;;", "answer.sql holds no statement yet.", None),
        ("CREATE TABLE t (a);", "No statement of answer.sql gives rows.", None),
        (
            "SELECT 1;\n\n  SELECT nme FROM users;",
            "Line 3 does not run: no such column: nme.",
            Some((3, 10, "SELECT nme FROM users;", (7, 3))),
        ),
        (
            "SELEC 1",
            "Line 1 does not run: near \"SELEC\": syntax error.",
            Some((1, 1, "SELEC 1", (0, 5))),
        ),
        (
            "INSERT INTO orders VALUES (99, 99, 1); SELECT 1",
            "Line 1 does not run: FOREIGN KEY constraint failed.",
            Some((1, 1, "INSERT INTO orders VALUES (99, 99, 1); SELECT 1", (0, 6))),
        ),
    ] {
        let failure = failure(answer);
        assert_eq!(failure.headline, headline, "{answer}");
        let at = failure.place.as_ref().map(|place| (place.line, place.column));
        assert_eq!(at, place.map(|place| (place.0, place.1)), "{answer}");
        assert_eq!(failure.line.as_deref(), place.map(|place| place.2), "{answer}");
        let caret = failure.script.unwrap().caret;
        assert_eq!(caret.map(|caret| caret.0), place.map(|place| place.3.0), "{answer}");
    }
    let verdict = judge(
        &machine(),
        &exercise,
        &Answer::Files(Files::from([("answer.sql".to_owned(), vec![0xff, 0xfe])])),
        Which::All,
        &Cancel::new(),
        &mpsc::channel().0,
    );
    assert_eq!(told(&verdict), "answer.sql is not there, or it is no text.");
}

#[test]
fn a_query_that_never_ends_is_stopped_and_the_next_check_has_its_child() {
    let first = SqlTest { way: part_of(1), ..rows() };
    let second = SqlTest { way: part_of(2), ..rows() };
    let checks = vec![check("first", Test::Sql(first)), check("second", Test::Sql(second))];
    let mut exercise = exercise("-- 1\nSELECT 1;\n-- 2\nSELECT 2;", checks);
    exercise.lab.turn_ms = Some(200);
    let endless = "-- 1\nWITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)\n\
                   SELECT count(*) FROM n;\n-- 2\nSELECT 2;";
    let began = Instant::now();
    let verdict = judged(&exercise, endless);
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    let (at, _, failure) = verdict.first_failure().unwrap();
    assert_eq!(at, 0);
    assert_eq!(
        failure.headline,
        "Line 2: the lab stopped this statement after 200 ms of computing."
    );
    assert!(matches!(failure.stop, Some(Stop::Turn { limit_ms: 200, .. })), "{:?}", failure.stop);
    assert_eq!(verdict.checks[1].outcome, Outcome::Passed);
}

#[test]
fn parts_are_judged_each_for_itself() {
    let part = |number| Test::Sql(SqlTest { way: part_of(number), ..rows() });
    let checks = (1..=3).map(|number| check(&format!("part-{number}"), part(number))).collect();
    let solution = "-- 1\nSELECT id FROM users;\n-- 2\nSELECT name FROM users;\n-- 3\nSELECT 3;";
    let exercise = exercise(solution, checks);
    let verdict = judged(&exercise, "-- 1. ids\nSELECT oops;\n-- 2\nSELECT name FROM users");
    let words: Vec<_> = verdict
        .checks
        .iter()
        .map(|check| match &check.outcome {
            Outcome::Failed(failure) => failure.headline.as_str(),
            Outcome::Passed => "pass",
            Outcome::Unjudged(_) | Outcome::Skipped { .. } => "?",
        })
        .collect();
    assert_eq!(
        words,
        [
            "Line 2 does not run: no such column: oops.",
            "pass",
            "The line `-- 3` is missing in answer.sql: the answer stands below it.",
        ]
    );
}

/// A set that is not shown is told in kinds of rows: no value of it comes out.
#[test]
fn rows_of_a_hidden_set_are_never_shown() {
    let hidden = Check {
        hidden: true,
        ..check("other", Test::Sql(SqlTest { on: vec!["other".into()], ..rows() }))
    };
    let visible = check("shown", Test::Sql(SqlTest { on: vec!["shown".into()], ..rows() }));
    let solution = "SELECT name, city FROM users";
    let mut exercise = exercise(solution, vec![visible, hidden]);
    let wrong = |name: &str, when: ResultExpect| Wrong {
        name: name.into(),
        fails: vec!["other".into()],
        feedback: format!("{name}."),
        when: Some(Expect { result: Some(Box::new(when)), ..Expect::default() }),
        files: Files::new(),
    };
    let rows = Some(Expected::Equals(json!(2)));
    exercise.wrongs = vec![
        wrong("two-rows", ResultExpect { rows, ..ResultExpect::default() }),
        wrong("written-down", ResultExpect { fixed: Some(true), ..ResultExpect::default() }),
    ];
    for (answer, fields, feedback) in [
        (
            "VALUES ('Amara', 'Lagos'), ('Ravi', 'Pune'), ('Ravi', 'Pune'), ('Meera', 'Pune')",
            "It is not right. / rows: 3 | 4 (3 rows are missing; 4 rows should not be there; the \
             same rows came on the data that you see)",
            Some("written-down."),
        ),
        (
            "SELECT name, city FROM users WHERE city <> ''  OR city = ''",
            "It is not right. / rows: 3 | 2 (1 row is missing; what is missing has NULL in city)",
            Some("two-rows."),
        ),
        (
            "SELECT name, ifnull(city, '') FROM users",
            "It is not right. / city: NULL | '' (NULL is no value, '' is an empty text)",
            None,
        ),
        (
            "SELECT name, CASE city WHEN 'Hue' THEN 'Huế' ELSE city END FROM users",
            "It is not right. / city: the right value | another value",
            None,
        ),
    ] {
        let verdict = judged(&exercise, answer);
        assert_eq!(verdict.checks[0].outcome, Outcome::Passed, "{answer}");
        assert_eq!(told(&verdict), fields, "{answer}");
        let (_, _, failure) = verdict.first_failure().unwrap();
        assert_eq!(failure.feedback.as_deref(), feedback, "{answer}");
        assert_eq!(failure.of.as_deref(), Some("on data that is not shown"));
        assert_eq!(failure.script.as_ref().unwrap().rows, None);
        let shown = format!("{:?}{}", failure.fields, failure.headline);
        for secret in ["Zo", "Lin", "Bao", "Hue"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

#[test]
fn the_rows_that_differ_come_as_one_list() {
    let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) \
                   SELECT i, 'row ' || i AS word FROM n";
    let test = SqlTest { on: vec!["shown".into()], ..rows() };
    let exercise = exercise(numbers, vec![check("rows", Test::Sql(test))]);
    let lines = |answer: &str| -> Vec<String> {
        let verdict = judged(&exercise, answer);
        let sql = verdict.first_failure().unwrap().2.script.clone().unwrap();
        let Some(ShownRows::Together(Shown { lines, .. })) = sql.rows else { return Vec::new() };
        let shown = |line: &Line| match line {
            Line::Row { mark, cells } => {
                let cells: Vec<String> = cells.iter().map(Cell::show).collect();
                format!("{}{} {}", mark.sign(), cells.join(" "), mark.words()).trim_end().to_owned()
            }
            Line::Cut(rows) => format!("… {rows}"),
        };
        lines.iter().map(shown).collect()
    };
    assert_eq!(
        lines(&format!(
            "SELECT i, CASE i WHEN 5 THEN 'x' ELSE word END FROM ({numbers}) WHERE i <> 7"
        )),
        [
            "… 3",
            " 4 row 4",
            "-5 row 5 expected",
            "+5 x came",
            " 6 row 6",
            "… 8992",
            " 9000 row 9000",
            "-7 row 7 missing",
        ]
    );
    // Of many rows that differ, the first are shown and the rest is counted.
    let many = lines(&format!("SELECT i + 100000, word FROM ({numbers})"));
    assert!(many.len() < 40, "{}", many.len());
    assert!(many.last().unwrap().starts_with("… "), "{many:?}");
}

fn schema_told(test: SchemaTest, answer: &str) -> String {
    let mut exercise = exercise("", vec![check("tables", Test::Schema(test))]);
    exercise.lab.sql = None;
    told(&judged(&exercise, answer))
}

#[test]
fn tables_are_asked_by_what_they_take_and_refuse() {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let accepts =
        |statements: &[&str]| SchemaTest { accepts: texts(statements), ..SchemaTest::default() };
    let refuses =
        |statements: &[&str]| SchemaTest { refuses: texts(statements), ..SchemaTest::default() };
    let table =
        "CREATE TABLE t (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, n INT CHECK (n > 0));";
    let twice = "INSERT INTO t (email) VALUES ('a'); INSERT INTO t (email) VALUES ('a')";
    for (test, wanted) in [
        (
            accepts(&["INSERT INTO t (email) VALUES ('a')", "INSERT INTO t (email) VALUES ('a')"]),
            "pass",
        ),
        (
            accepts(&[twice]),
            "It is not right. / statement: taken | refused (UNIQUE constraint failed: t.email)",
        ),
        (
            refuses(&[twice, "INSERT INTO t (n) VALUES (1)", "INSERT INTO t VALUES ('x', 'a', 1)"]),
            "pass",
        ),
        (
            refuses(&["INSERT INTO t (email, n) VALUES ('a', 1)"]),
            "It is not right. / statement: refused | taken",
        ),
        // A wrong name refuses nothing, and the first of two must run.
        (
            refuses(&["INSERT INTO t (mail) VALUES ('a')"]),
            "It is not right. / statement: refused by a rule | an error that is no rule (table t has no column named mail)",
        ),
        (
            refuses(&["INSERT INTO t (n) VALUES (1); INSERT INTO t (n) VALUES (1)"]),
            "It is not right. / statement: taken | refused (NOT NULL constraint failed: t.email)",
        ),
    ] {
        assert_eq!(schema_told(test.clone(), table), wanted, "{test:?}");
    }
    let lazy = "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a_id INT REFERENCES a (id) \
                DEFERRABLE INITIALLY DEFERRED);";
    assert_eq!(schema_told(refuses(&["INSERT INTO b VALUES (1)"]), lazy), "pass");
    assert_eq!(schema_told(accepts(&["SELECT 1"]), " -- no"), "answer.sql holds no statement yet.");
    assert_eq!(
        schema_told(accepts(&["SELECT 1"]), "CREATE TABLE t (a,);"),
        "Line 1 does not run: near \")\": syntax error."
    );
}

#[test]
fn keys_and_columns_are_read_from_the_tables() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let key = |kind, columns: &[&str]| SchemaTest {
        keys: vec![Key { table: "t".into(), kind, columns: names(columns) }],
        ..SchemaTest::default()
    };
    let columns = |columns: &[&str]| SchemaTest {
        columns: vec![TableColumns { table: "t".into(), columns: names(columns) }],
        ..SchemaTest::default()
    };
    let foreign = || KeyKind::Foreign { table: "u".into() };
    let lacks = |what: &str| format!("It is not right. / key: {what} | not there");
    for (test, answer, wanted) in [
        (columns(&["ID", "b"]), "CREATE TABLE T (b, a, id)", "pass".to_owned()),
        (
            columns(&["c"]),
            "CREATE TABLE t (a)",
            "It is not right. / column: t.c | not there".into(),
        ),
        (columns(&["a"]), "CREATE TABLE s (a)", "It is not right. / table: t | not there".into()),
        (columns(&["c"]), "CREATE TABLE t (a INT, c AS (a * 2))", "pass".into()),
        (key(KeyKind::Primary, &["id"]), "CREATE TABLE t (id INTEGER PRIMARY KEY)", "pass".into()),
        (
            key(KeyKind::Primary, &["id"]),
            "CREATE TABLE t (id INT NOT NULL PRIMARY KEY)",
            "pass".into(),
        ),
        (
            key(KeyKind::Primary, &["id"]),
            "CREATE TABLE t (id INT PRIMARY KEY) WITHOUT ROWID",
            "pass".into(),
        ),
        (
            key(KeyKind::Primary, &["id"]),
            "CREATE TABLE t (id INT PRIMARY KEY)",
            lacks("t: INTEGER PRIMARY KEY (id)"),
        ),
        (
            key(KeyKind::Primary, &["id"]),
            "CREATE TABLE t (id INTEGER PRIMARY KEY DESC)",
            lacks("t: INTEGER PRIMARY KEY (id)"),
        ),
        (
            key(KeyKind::Primary, &["a", "b"]),
            "CREATE TABLE t (a INT NOT NULL, b INT NOT NULL, PRIMARY KEY (b, a))",
            "pass".into(),
        ),
        (key(KeyKind::Unique, &["a", "b"]), "CREATE TABLE t (a, b, UNIQUE (b, a))", "pass".into()),
        (
            key(KeyKind::Unique, &["a"]),
            "CREATE TABLE t (a); CREATE UNIQUE INDEX i ON t (a)",
            "pass".into(),
        ),
        (key(KeyKind::Unique, &["a"]), "CREATE TABLE t (a INTEGER PRIMARY KEY)", "pass".into()),
        (
            key(KeyKind::Unique, &["a"]),
            "CREATE TABLE t (a, b, UNIQUE (a, b))",
            lacks("t: UNIQUE (a)"),
        ),
        (
            key(KeyKind::Unique, &["a"]),
            "CREATE TABLE t (a, b); CREATE UNIQUE INDEX i ON t (a) WHERE b",
            lacks("t: UNIQUE (a)"),
        ),
        (
            key(foreign(), &["u_id"]),
            "CREATE TABLE u (id INTEGER PRIMARY KEY); CREATE TABLE t (u_id INT REFERENCES U)",
            "pass".into(),
        ),
        (
            key(foreign(), &["u_id"]),
            "CREATE TABLE t (u_id INT)",
            lacks("t: FOREIGN KEY (u_id) REFERENCES u"),
        ),
    ] {
        assert_eq!(schema_told(test, answer), wanted, "{answer}");
    }
}

#[test]
fn faults_of_the_exercise_are_nobodys_failure() {
    let test = || vec![check("rows", Test::Sql(rows()))];
    let mut broken = exercise("SELECT 1", test());
    broken.lab.sql.as_mut().unwrap().sets[1].script.text = "INSERT INTO nowhere VALUES (1)".into();
    assert!(
        told(&judged(&broken, "SELECT 1")).starts_with(
            "? The exercise's own data does not load: other:1:13: no such table: nowhere"
        ),
        "{}",
        told(&judged(&broken, "SELECT 1"))
    );
    for (solution, wanted) in [
        ("SELECT oops", "? The exercise's own solution does not run: no such column: oops."),
        ("", "? The exercise's own solution gives no rows."),
    ] {
        assert_eq!(told(&judged(&exercise(solution, test()), "SELECT 1")), wanted);
    }
    let (steps, _nobody) = mpsc::channel();
    let url = Answer::Url("http://127.0.0.1:1".into());
    let verdict =
        judge(&machine(), &exercise("SELECT 1", test()), &url, Which::All, &Cancel::new(), &steps);
    assert!(verdict.unjudged());
    let cancel = Cancel::new();
    cancel.cancel();
    let answer = Answer::Files(files("SELECT 1"));
    let verdict = judge(
        &machine(),
        &exercise("SELECT 1", test()),
        &answer,
        Which::All,
        &cancel,
        &mpsc::channel().0,
    );
    assert!(verdict.unjudged());
}

fn ran(sample: &Sample, before: &[&Sample]) -> SampleRun {
    let (steps, _nobody) = mpsc::channel();
    run_sample(&machine(), sample, before, &Cancel::new(), &steps)
}

#[test]
fn a_block_of_a_lesson_gives_its_tables() {
    let sample = |code: &str, output: &str| Sample {
        index: 0,
        language: "sql".into(),
        mode: Mode::Run,
        code: code.into(),
        on: Some(("data/shop.sql".into(), format!("{SCHEMA}{SHOWN}"))),
        setup: None,
        sends: Vec::new(),
        continues: false,
        output: Some(output.into()),
        place: Place::new("lesson.md", 3, 1),
    };
    let city = sample(
        "SELECT name, city FROM users WHERE id < 3;\nDELETE FROM orders WHERE user_id = 1;\n\
         CREATE TABLE t (a);\nSELECT count(*) AS n FROM orders;",
        "name city\n…\nAmara Lagos\nRavi Pune\n\n2 rows changed\n\nn\n─\n2",
    );
    let run = ran(&city, &[]);
    assert_eq!(run.as_told, Some(true), "{}", run.output);
    assert_eq!(run.stop, Stop::Finished);
    let seen = Sample {
        continues: true,
        on: None,
        ..sample(
            "SELECT count(*) AS n FROM orders, t;\nINSERT INTO t VALUES (1)",
            "n\n─\n0\n\n1 row changed",
        )
    };
    let run = ran(&seen, &[&city]);
    assert_eq!(run.as_told, Some(true), "{}", run.output);
    let fails = Sample {
        mode: Mode::Fails,
        ..sample(
            "SELECT 1 AS one;\nSELECT nme\nFROM users;",
            "one\n───\n1\n\nsample.sql:2:8: no such column: nme\nSELECT nme\n^^^\n…",
        )
    };
    let run = ran(&fails, &[]);
    assert_eq!(run.as_told, Some(true), "{}", run.output);
    let Stop::Threw(thrown) = run.stop else { panic!("{:?}", run.stop) };
    assert_eq!(thrown.place, Some(Place::new("sample.sql", 2, 8)));
    let broken = Sample { on: Some(("data/shop.sql".into(), "CREATE".into())), ..city };
    assert!(matches!(ran(&broken, &[]).stop, Stop::Threw(_)));
}

fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        Just(Cell::Null),
        (-2_i64..3).prop_map(Cell::Integer),
        prop_oneof![Just(0.1 + 0.2), Just(1.0), Just(f64::INFINITY), Just(-0.0)]
            .prop_map(Cell::Real),
        "[ab]{0,2}|1|\\PC{0,3}".prop_map(Cell::Text),
        proptest::collection::vec(any::<u8>(), 0..3).prop_map(Cell::Blob),
    ]
}

fn table(rows: std::ops::Range<usize>) -> impl Strategy<Value = Table> {
    (1_usize..4).prop_flat_map(move |width| {
        let row = proptest::collection::vec(cell(), width);
        proptest::collection::vec(row, rows.clone()).prop_map(move |rows| Table {
            columns: (0..width).map(|at| format!("c{at}")).collect(),
            rows,
        })
    })
}

fn difference(expected: &Table, got: &Table, order: &RowOrder) -> Option<Difference> {
    compare(expected, got, Rule { columns: ColumnsBy::Position, order }).unwrap()
}

proptest! {
    /// The same rows in another order are the same rows; one row more or less is not.
    #[test]
    fn tables_are_equal_as_often_as_their_rows_come(
        (expected, shuffled) in table(1..12).prop_flat_map(|table| {
            let rows = Just(table.rows.clone()).prop_shuffle();
            (Just(table), rows)
        }),
        at in 0_usize..12,
    ) {
        let at = at % expected.rows.len();
        let same = Table { rows: shuffled, ..expected.clone() };
        prop_assert_eq!(difference(&expected, &same, &RowOrder::Free), None);
        let mut more = same.clone();
        more.rows.push(expected.rows[at].clone());
        let found = difference(&expected, &more, &RowOrder::Free).unwrap();
        prop_assert_eq!((found.repeated.len(), found.missing.len()), (1, 0));
        let mut fewer = same.clone();
        fewer.rows.remove(at);
        let found = difference(&expected, &fewer, &RowOrder::Free).unwrap();
        prop_assert_eq!(found.missing.len() + found.merged.len(), 1);
        prop_assert!(found.extra.is_empty() && found.repeated.is_empty());
    }

    /// Whatever two tables hold, the difference can be told and drawn, and it is not empty.
    #[test]
    fn every_difference_can_be_told(
        expected in table(0..8), got in table(0..8), room in 0_usize..90, ordered: bool,
    ) {
        let keyed = by(&[("c0", true)]);
        let order = if ordered { &keyed } else { &RowOrder::Exact };
        if let Some(found) = difference(&expected, &got, order) {
            for sight in [Sight::Open, Sight::Veiled] {
                prop_assert!(fields(&found, sight).iter().any(|field| field.differs));
            }
            let grid = Grid::of(&Shown::of(&found), room);
            prop_assert!(grid.width() <= room.max(4));
        }
    }
}
