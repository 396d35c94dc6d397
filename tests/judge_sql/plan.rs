//! What a check of a plan wishes for, and how it is told where it does not get it.

use backlab::course::sql::{PlanTest, Wish};

use super::*;

const INDEX: &str = "CREATE INDEX orders_user ON orders (user_id);";

#[track_caller]
fn check_plan(test: PlanTest, cases: &[(&str, &str)]) {
    let exercise = exercise("SELECT 1", vec![check("plan", Test::Plan(test))]);
    for (answer, wanted) in cases {
        assert_eq!(told(&judged(&exercise, answer)), *wanted, "{answer}");
    }
}

fn one(name: &str) -> Vec<String> {
    vec![name.to_owned()]
}

#[test]
fn a_table_is_found_or_read_as_a_whole() {
    let search = "SELECT * FROM orders o WHERE o.user_id = 2";
    let indexed = format!("{INDEX}{search}");
    let key = "SELECT * FROM users u WHERE id IN (SELECT user_id FROM orders WHERE id = 1)";
    check_plan(
        PlanTest { search: one("orders"), ..PlanTest::default() },
        &[
            (&indexed, "pass"),
            (key, "pass"),
            (
                search,
                "It is not right. / orders: its rows are found (SEARCH) | every row is read (SCAN)",
            ),
            (
                "SELECT 1",
                "It is not right. / orders: its rows are found (SEARCH) | not read at all",
            ),
            (
                "SELECT a.id FROM orders a JOIN orders b ON a.id = b.id",
                "It is not right. / orders: its rows are found (SEARCH) | every row is read (SCAN)",
            ),
        ],
    );
    check_plan(
        PlanTest { no_scan: one("ORDERS"), ..PlanTest::default() },
        &[
            ("SELECT 1", "pass"),
            (key, "pass"),
            (
                "SELECT total FROM orders",
                "It is not right. / ORDERS: not read as a whole | every row is read (SCAN)",
            ),
        ],
    );
    check_plan(
        PlanTest { covering: one("orders"), ..PlanTest::default() },
        &[
            (&format!("{INDEX} SELECT user_id FROM orders"), "pass"),
            (
                &indexed,
                "It is not right. / orders: from an index alone | the table is looked at too",
            ),
            ("SELECT 1", "It is not right. / orders: from an index alone | not read at all"),
        ],
    );
}

#[test]
fn an_index_is_asked_for_by_its_name() {
    let search = "SELECT * FROM orders WHERE user_id = 2";
    check_plan(
        PlanTest { indexes: one("orders_user"), ..PlanTest::default() },
        &[
            (&format!("{INDEX}{search}"), "pass"),
            (search, "It is not right. / index: orders_user | none"),
            (
                &format!("CREATE INDEX other ON orders (user_id); {search}"),
                "It is not right. / index: orders_user | other",
            ),
        ],
    );
    // The answer makes the index, and the check has the query.
    check_plan(
        PlanTest {
            statement: Some("SELECT total FROM orders WHERE user_id = 1".into()),
            indexes: one("orders_user"),
            ..PlanTest::default()
        },
        &[
            (INDEX, "pass"),
            ("CREATE INDEX i ON orders (total)", "It is not right. / index: orders_user | none"),
            ("", "answer.sql holds no statement yet."),
            ("DROP TABLE orders", "What answer.sql made cannot be asked: no such table: orders."),
        ],
    );
}

#[test]
fn what_a_statement_takes_has_its_limits() {
    let sorted = "SELECT * FROM users ORDER BY name";
    check_plan(
        PlanTest { no_sort: true, ..PlanTest::default() },
        &[
            ("SELECT * FROM users ORDER BY id", "pass"),
            (sorted, "It is not right. / sort: none | USE TEMP B-TREE FOR ORDER BY"),
        ],
    );
    check_plan(
        PlanTest { full_scan_steps_max: Some(2), ..PlanTest::default() },
        &[
            ("SELECT * FROM users WHERE id = 1", "pass"),
            ("SELECT * FROM users", "It is not right. / full-scan steps: at most 2 | 3"),
        ],
    );
    check_plan(
        PlanTest { statements_max: Some(1), ..PlanTest::default() },
        &[
            ("SELECT 1", "pass"),
            ("SELECT 1; SELECT 2", "It is not right. / statements: at most 1 | 2"),
        ],
    );
    check_plan(
        PlanTest { vm_steps_max: Some(1), ..PlanTest::default() },
        &[("DELETE FROM orders; SELECT oops", "Line 1 does not run: no such column: oops.")],
    );
}

/// The plan and the counters stand with the failure, and all wishes, those that failed first.
#[test]
fn a_failure_shows_the_plan() {
    let test = PlanTest {
        indexes: one("orders_user"),
        no_sort: true,
        full_scan_steps_max: Some(100),
        on: one("other"),
        ..PlanTest::default()
    };
    let plan = Expected::Has("SCAN orders".into());
    let wrong = |name: &str, when: ResultExpect| Wrong {
        name: name.into(),
        fails: one("plan"),
        feedback: name.into(),
        when: Some(Expect { result: Some(Box::new(when)), ..Expect::default() }),
        files: Files::new(),
    };
    let exercise = Exercise {
        wrongs: vec![
            wrong("sorts", ResultExpect { unmet: Some(Wish::NoSort), ..ResultExpect::default() }),
            wrong("scans", ResultExpect { plan: Some(plan), ..ResultExpect::default() }),
        ],
        ..exercise("SELECT 1", vec![check("plan", Test::Plan(test))])
    };
    let verdict = judged(&exercise, "SELECT 1;\nSELECT *\nFROM orders WHERE user_id = 8");
    let (_, _, failure) = verdict.first_failure().unwrap();
    let names: Vec<_> = failure.fields.iter().map(|field| (&*field.name, field.differs)).collect();
    assert_eq!(names, [("index", true), ("sort", false), ("full-scan steps", false)]);
    assert_eq!(failure.of.as_deref(), Some("on the data set `other`"));
    assert_eq!(failure.feedback.as_deref(), Some("scans"));
    let sql = failure.script.as_ref().unwrap();
    assert_eq!(sql.statement.as_deref(), Some("SELECT *\nFROM orders WHERE user_id = 8"));
    let plan = sql.plan.as_deref().unwrap();
    assert!(
        plan.starts_with("└─ SCAN orders   reads every row of orders\n2 steps of a full scan, "),
        "{plan}"
    );
    let verdict = judged(&exercise, "SELECT * FROM orders ORDER BY total");
    let (_, _, failure) = verdict.first_failure().unwrap();
    assert_eq!(failure.feedback.as_deref(), Some("sorts"));
}
