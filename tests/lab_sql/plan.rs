//! The plan of a statement on a real database.

use backlab::lab::sql::plan::Plan;

use super::*;

const INDEXED: &str = "CREATE INDEX orders_customer ON orders (customer_id);
CREATE VIEW dear AS SELECT * FROM orders o WHERE total > 9;";

fn indexed() -> (SqlLab, DatabaseId) {
    let (mut lab, database) = shop();
    assert_eq!(lab.run(database, script(INDEXED), Keep::Changes).problem, None);
    (lab, database)
}

fn plan(text: &str) -> Plan {
    let (mut lab, database) = indexed();
    lab.plan(database, script(text)).unwrap()
}

#[test]
fn a_join_is_a_scan_and_a_search() {
    let plan = plan(
        "SELECT c.name, o.total FROM customers c LEFT JOIN orders o ON o.customer_id = c.id \
         WHERE c.city = 'Lagos' ORDER BY o.total",
    );
    assert_eq!(
        plan.draw(80),
        "├─ SCAN c\n\
         │    reads every row of customers (c)\n\
         ├─ SEARCH o USING INDEX orders_customer (customer_id=?) LEFT-JOIN\n\
         │    finds rows of orders (o) by the index orders_customer (customer_id=?)\n\
         └─ USE TEMP B-TREE FOR ORDER BY\n     sorts the rows: no index has them in this order\n"
    );
    assert!(plan.uses_index("ORDERS_customer"));
    assert_eq!((plan.scans("customers").count(), plan.searches("orders").count()), (1, 1));
}

#[test]
fn the_table_behind_a_view_is_known() {
    let plan = plan("SELECT * FROM dear WHERE customer_id = 1");
    assert_eq!(plan.searches("orders").count(), 1, "{plan:?}");
}

#[test]
fn a_plan_needs_no_values_and_changes_nothing() {
    let (mut lab, database) = indexed();
    for text in ["SELECT * FROM orders WHERE id = ?", "DELETE FROM orders WHERE id = $id; SELECT 1"]
    {
        let plan = lab.plan(database, script(text)).unwrap();
        assert_eq!(plan.searches("orders").count(), 1, "{text}");
    }
    assert!(lab.trace().entries.iter().all(|entry| !format!("{entry:?}").contains("EXPLAIN")));
    let left = lab.run(database, script("SELECT count(*) FROM orders"), Keep::Nothing);
    assert_eq!(left.last_rows().unwrap().rows, [[Cell::Integer(2)]]);
}

#[test]
fn a_mistake_stands_where_it_stands_in_the_script() {
    let (mut lab, database) = indexed();
    for (text, expected) in [
        ("SELECT nmae FROM customers", "query.sql:1:8: no such column: nmae"),
        ("\n\n  SELECT\n nmae FROM customers;", "query.sql:4:2: no such column: nmae"),
        ("\n  SELECT nmae FROM customers", "query.sql:2:10: no such column: nmae"),
    ] {
        let problem = lab.plan(database, script(text)).unwrap_err();
        assert_eq!(problem.show().lines().next(), Some(expected), "{text}");
    }
    assert_eq!(lab.plan(database, script(" -- nothing")), Ok(Plan::default()));
}
