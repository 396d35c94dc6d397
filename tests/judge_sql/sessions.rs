//! Answers that several sessions run: those that they name themselves, and the whole at once.

use backlab::course::sql::Sessions;

use super::*;

fn asking(sessions: Sessions, query: &str) -> SqlTest {
    SqlTest {
        query: Some(query.into()),
        way: Way { sessions, ..Way::default() },
        on: vec!["shown".into()],
        ..rows()
    }
}

const TOTAL: &str = "SELECT total FROM orders WHERE id = 1";

#[test]
fn an_answer_may_name_its_sessions() {
    let blocked = "BEGIN IMMEDIATE; UPDATE orders SET total = 1 WHERE id = 1;
-- session B
UPDATE orders SET total = 2 WHERE id = 1;
-- session A
COMMIT;";
    let later = blocked.replace("-- session A\nCOMMIT;", "").replace("BEGIN IMMEDIATE;", "");
    check_rows(
        blocked,
        &asking(Sessions::Marked, TOTAL),
        &[
            (blocked, "pass"),
            (
                &later,
                "It is not right. / rows: 1 | 1 (1 row is missing; 1 row should not be there)",
            ),
            ("-- session B\nSELECT oops", "Line 2 does not run: no such column: oops."),
        ],
    );
    let rows = SqlTest { query: None, ..asking(Sessions::Marked, TOTAL) };
    let seen = "BEGIN; DELETE FROM users;\n-- session B\nSELECT count(*) FROM users;";
    check_rows(seen, &rows, &[(seen, "pass")]);
    check_rows("SELECT 4", &rows, &[(seen, "pass")]);
}

/// Two sessions take one from a number that they read before: one of them is lost.
#[test]
fn an_answer_may_meet_itself() {
    let safe = "BEGIN IMMEDIATE; UPDATE orders SET total = total - 1 WHERE id = 1; COMMIT;";
    let read = "CREATE TEMP TABLE seen AS SELECT total FROM orders WHERE id = 1;
UPDATE orders SET total = (SELECT total FROM seen) - 1 WHERE id = 1;";
    check_rows(
        safe,
        &asking(Sessions::AtOnce(2), TOTAL),
        &[
            (safe, "pass"),
            ("UPDATE orders SET total = total - 1 WHERE id = 1", "pass"),
            (&format!("BEGIN IMMEDIATE; {read} COMMIT;"), "pass"),
            (read, "It is not right. / rows: 1 | 1 (1 row is missing; 1 row should not be there)"),
            (
                &format!("BEGIN;\nSELECT total FROM orders WHERE id = 1;\n{safe}")
                    .replace("BEGIN IMMEDIATE; ", ""),
                "Line 3 does not run: database is locked, and what this transaction has read is out \
                 of date: session A changed it since, by `UPDATE orders SET total = total …`.",
            ),
            // Each waits for the other.
            (
                "BEGIN IMMEDIATE; SELECT 1",
                "Line 1 does not run: database is locked: session A holds the lock to write since `BEGIN IMMEDIATE`.",
            ),
        ],
    );
    let three = asking(Sessions::AtOnce(3), TOTAL);
    check_rows(
        safe,
        &three,
        &[(safe, "pass"), ("UPDATE orders SET total = 42 WHERE id = 1", "pass")],
    );
}

#[test]
fn the_last_one_is_sold_once() {
    let rule = "CREATE TRIGGER sold BEFORE UPDATE ON orders WHEN new.total < 0 BEGIN SELECT \
                RAISE(ABORT, 'sold out'); END; UPDATE orders SET total = 1;";
    let test = SqlTest {
        may_fail: true,
        way: Way { before: Some(rule.into()), sessions: Sessions::AtOnce(2), ..Way::default() },
        ..asking(Sessions::One, "SELECT total FROM orders WHERE id = 1")
    };
    let buy = "BEGIN IMMEDIATE; UPDATE orders SET total = total - 1 WHERE id = 1; COMMIT;";
    check_rows(buy, &test, &[(buy, "pass")]);
    let strict = SqlTest { may_fail: false, ..test };
    check_rows(buy, &strict, &[(buy, "Line 1 does not run: sold out.")]);
}

#[test]
fn a_block_of_a_lesson_shows_its_sessions() {
    let sample = Sample {
        index: 0,
        language: "sql".into(),
        mode: Mode::Run,
        code: "BEGIN;\nUPDATE orders\n  SET total = 0 WHERE id = 1;\n-- session B\nSELECT total FROM orders WHERE id = 1;\n\
               DELETE FROM orders;\n-- session A\nROLLBACK;"
            .into(),
        on: Some(("data/shop.sql".into(), format!("{SCHEMA}{SHOWN}"))),
        setup: None,
        sends: Vec::new(),
        continues: false,
        output: None,
        place: Place::new("lesson.md", 3, 1),
    };
    let run = ran(&sample, &[]);
    assert_eq!(run.stop, Stop::Finished);
    assert_eq!(
        run.output,
        "A> BEGIN\nA> UPDATE orders SET total = 0 WHERE id = 1\n1 row changed\n\n\
         B> SELECT total FROM orders WHERE id = 1\ntotal\n─────\n   45\n\n\
         B> DELETE FROM orders\ndatabase is locked: session A holds the lock to write since `UPDATE \
         orders SET total = 0 WHER…`\n\nA> ROLLBACK\n"
    );
    // The next block goes on in the session of the last line.
    let next = Sample {
        continues: true,
        code: "SELECT total FROM orders WHERE id = 1".into(),
        ..sample.clone()
    };
    let run = ran(&next, &[&sample]);
    assert_eq!(run.output, "A> SELECT total FROM orders WHERE id = 1\ntotal\n─────\n   45\n");
}
