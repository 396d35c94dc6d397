use proptest::prelude::*;

use super::*;

fn rows(steps: &[(i64, i64, &str)]) -> Table {
    let row = |(id, parent, detail): &(i64, i64, &str)| {
        vec![Cell::Integer(*id), Cell::Integer(*parent), Cell::Text((*detail).to_owned())]
    };
    let columns = ["id", "parent", "detail"].map(str::to_owned).into();
    Table { columns, rows: steps.iter().map(row).collect() }
}

/// One step of a statement, in plain words.
#[track_caller]
fn check_words(statement: &str, detail: &str, expected: &str) {
    let plan = Plan::read(&rows(&[(2, 0, detail)]), &[statement]).unwrap();
    assert_eq!(plan.steps[0].words(), expected, "{detail}");
}

#[test]
fn a_step_is_told_in_plain_words() {
    let join = "SELECT * FROM users u, orders AS o";
    for (detail, expected) in [
        ("SCAN u", "reads every row of users (u)"),
        ("SCAN main.orders", "reads every row of orders"),
        ("SCAN x y", "reads every row of x y"),
        (
            "SCAN u USING COVERING INDEX i",
            "reads every row of users (u) by the index i, and not the table",
        ),
        ("SCAN o USING INDEX i", "reads every row of orders (o) by the index i in its order"),
        (
            "SEARCH o USING INDEX i (user_id=? AND day>?)",
            "finds rows of orders (o) by the index i (user_id=? AND day>?)",
        ),
        (
            "SEARCH o EXISTS USING COVERING INDEX i (user_id=?)",
            "finds rows of orders (o) by the index i (user_id=?), and does not look at the table",
        ),
        ("SEARCH u USING INTEGER PRIMARY KEY (rowid=?)", "finds one row of users (u) by its key"),
        (
            "SEARCH u USING INTEGER PRIMARY KEY (rowid>?)",
            "finds rows of users (u) by their key (rowid>?)",
        ),
        ("SEARCH w USING PRIMARY KEY (a=?)", "finds rows of w by their key (a=?)"),
        (
            "SEARCH b USING AUTOMATIC PARTIAL COVERING INDEX (name=?) LEFT-JOIN",
            "makes an index of b for this statement alone (name=?)",
        ),
        ("USE TEMP B-TREE FOR ORDER BY", "sorts the rows: no index has them in this order"),
        (
            "USE TEMP B-TREE FOR LAST 2 TERMS OF ORDER BY",
            "sorts by the last terms; the first ones are in order",
        ),
        ("USE TEMP B-TREE FOR count(DISTINCT)", "keeps rows in a tree of its own"),
        ("EXCEPT USING TEMP B-TREE", "takes these rows away"),
        ("CORRELATED SCALAR SUBQUERY 1", "runs again for each row around it"),
        ("LIST SUBQUERY 1", "runs once"),
        ("SCAN CONSTANT ROW", "no table: one row"),
        ("SCAN 2-ROW VALUES CLAUSE", ""),
        ("A STEP OF TOMORROW", ""),
    ] {
        check_words(join, detail, expected);
    }
}

#[test]
fn a_table_is_known_by_the_name_that_a_statement_gives_it() {
    for (statement, name, table) in [
        ("SELECT * FROM orders o WHERE o.id = 1", "o", "orders"),
        ("SELECT * FROM users JOIN \"my orders\" AS \"o o\" ON 1", "o o", "my orders"),
        ("SELECT * FROM main.orders AS o", "o", "orders"),
        ("SELECT * FROM (users u JOIN orders o)", "u", "users"),
        ("UPDATE orders AS o SET total = 1", "o", "orders"),
        ("SELECT * FROM orders WHERE id = 1", "where", "where"),
        ("SELECT * FROM orders LEFT JOIN users", "left", "left"),
        ("SELECT * FROM orders ORDERS", "orders", "orders"),
        ("SELECT u.name, u.id o FROM orders o", "o", "orders"),
        ("SELECT 1", "o", "o"),
    ] {
        let plan = Plan::read(&rows(&[(2, 0, &format!("SCAN {name}"))]), &[statement]).unwrap();
        assert_eq!(plan.scans(table).count(), 1, "{statement}");
    }
}

const NESTED: &[(i64, i64, &str)] = &[
    (2, 0, "MERGE (UNION)"),
    (4, 2, "LEFT"),
    (7, 4, "SCAN users"),
    (22, 2, "RIGHT"),
    (25, 22, "SCAN o USING INDEX i"),
    (30, 0, "USE TEMP B-TREE FOR ORDER BY"),
];

#[test]
fn steps_stand_in_a_tree() {
    let plan = Plan::read(&rows(NESTED), &["SELECT name FROM users"]).unwrap();
    assert_eq!(
        plan.draw(100),
        "├─ MERGE (UNION)                  both queries in one order, row by row\n\
         │  ├─ LEFT                        the one\n\
         │  │  └─ SCAN users               reads every row of users\n\
         │  └─ RIGHT                       and the other\n\
         │     └─ SCAN o USING INDEX i     reads every row of o by the index i in its order\n\
         └─ USE TEMP B-TREE FOR ORDER BY   sorts the rows: no index has them in this order\n"
    );
    assert_eq!(
        plan.draw(50).lines().take(6).collect::<Vec<_>>(),
        [
            "├─ MERGE (UNION)",
            "│    both queries in one order, row by row",
            "│  ├─ LEFT",
            "│  │    the one",
            "│  │  └─ SCAN users",
            "│  │       reads every row of users",
        ]
    );
    assert_eq!(Plan::default().draw(80), "no table is read\n");
}

#[test]
fn what_is_no_plan_is_none() {
    assert_eq!(Plan::read(&Table::default(), &[]), None);
    let mut wrong = rows(NESTED);
    wrong.rows[0][0] = Cell::Null;
    assert_eq!(Plan::read(&wrong, &[]), None);
}

proptest! {
    /// The rows come from a child that may lie.
    #[test]
    fn any_rows_make_a_plan_that_can_be_drawn(
        steps in prop::collection::vec((0..6_i64, 0..6_i64, "(SCAN|SEARCH) \\PC{0,12}"), 0..30),
        text in "\\PC{0,40}",
    ) {
        let steps: Vec<_> = steps.iter().map(|(id, of, detail)| (*id, *of, &**detail)).collect();
        let plan = Plan::read(&rows(&steps), &[&text]).unwrap();
        prop_assert!(plan.steps.len() <= steps.len());
        prop_assert!(plan.draw(40).lines().count() >= plan.steps.len());
    }
}
