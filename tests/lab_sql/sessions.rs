//! Several sessions on one database: what transactions see of each other, and who blocks whom.

use super::*;

const ACCOUNTS: &str =
    "CREATE TABLE accounts (name TEXT PRIMARY KEY, money INT CHECK (money >= 0));
INSERT INTO accounts VALUES ('Ada', 100), ('Bo', 0);";

fn accounts() -> (SqlLab, DatabaseId) {
    let mut lab = lab();
    let database = lab.open_shared(&[Script { file: "accounts.sql", text: ACCOUNTS }]).unwrap();
    (lab, database)
}

/// Each statement as `SESSION OUTCOME`: its rows, how many it changed, or its error; at the end why
/// the script did not go on.
fn told(ran: &Ran) -> Vec<String> {
    let one = |statement: &backlab::lab::sql::Statement| {
        let outcome = match &statement.outcome {
            Outcome::Rows(table) => table
                .rows
                .iter()
                .map(|row| row.iter().map(Cell::show).collect::<Vec<_>>().join(" "))
                .collect::<Vec<_>>()
                .join(", "),
            Outcome::Changed(rows) => format!("changed {rows}"),
            Outcome::Done => "done".to_owned(),
            Outcome::Refused(error) => error.message.clone(),
        };
        format!("{} {outcome}", statement.session.as_deref().unwrap_or("-"))
    };
    let problem = ran.problem.as_ref().map(|problem| format!("! {}", problem.message()));
    ran.statements.iter().map(one).chain(problem).collect()
}

#[track_caller]
fn check_sessions(text: &str, expected: &[&str]) {
    let (mut lab, database) = accounts();
    for keep in [Keep::Nothing, Keep::Changes] {
        assert_eq!(told(&lab.run(database, script(text), keep)), expected, "{keep:?}");
    }
}

#[test]
fn a_reader_sees_what_was_there_when_it_began() {
    check_sessions(
        "-- session A
BEGIN; SELECT money FROM accounts WHERE name = 'Ada';
-- session B
UPDATE accounts SET money = 40 WHERE name = 'Ada';
-- session A
SELECT money FROM accounts WHERE name = 'Ada'; COMMIT;
SELECT money FROM accounts WHERE name = 'Ada';",
        &["A done", "A 100", "B changed 1", "A 100", "A done", "A 40"],
    );
    check_sessions(
        "BEGIN; UPDATE accounts SET money = 1;\n-- session reader\nSELECT sum(money) FROM accounts;",
        &["A done", "A changed 2", "reader 100"],
    );
}

#[test]
fn a_blocked_statement_is_told_at_once_and_the_script_goes_on() {
    let begun = Instant::now();
    check_sessions(
        "BEGIN; UPDATE accounts SET money = money - 10 WHERE name = 'Ada' AND money >= 10;
-- session B
UPDATE accounts SET money = 0; BEGIN IMMEDIATE; SELECT count(*) FROM accounts;
-- session A
COMMIT;
-- session B
UPDATE accounts SET money = money + 1 WHERE name = 'Bo';",
        &[
            "A done",
            "A changed 1",
            "B database is locked: session A holds the lock to write since `UPDATE accounts SET \
             money = mone…`",
            "B database is locked: session A holds the lock to write since `UPDATE accounts SET \
             money = mone…`",
            "B 2",
            "A done",
            "B changed 1",
        ],
    );
    // A driver would wait five seconds for each lock.
    assert!(begun.elapsed().as_secs() < 5);
}

#[test]
fn what_was_read_may_be_out_of_date() {
    check_sessions(
        "-- session A
BEGIN; SELECT money FROM accounts WHERE name = 'Ada';
-- session B
BEGIN IMMEDIATE; UPDATE accounts SET money = 7 WHERE name = 'Ada'; COMMIT;
-- session A
UPDATE accounts SET money = 99 WHERE name = 'Ada'; ROLLBACK;
SELECT money FROM accounts WHERE name = 'Ada';",
        &[
            "A done",
            "A 100",
            "B done",
            "B changed 1",
            "B done",
            "A database is locked, and what this transaction has read is out of date: session B \
             changed it since, by `BEGIN IMMEDIATE`",
            "A done",
            "A 7",
        ],
    );
}

#[test]
fn a_rule_refuses_and_the_script_goes_on_and_a_mistake_ends_it() {
    check_sessions(
        "-- session A
BEGIN; UPDATE accounts SET money = money - 500 WHERE name = 'Ada'; SELECT 1; COMMIT;
-- session B
SELECT nmae FROM accounts; SELECT 2",
        &[
            "A done",
            "A CHECK constraint failed: money >= 0",
            "A 1",
            "A done",
            "! no such column: nmae",
        ],
    );
    // Without a line that names a session a script is as every other.
    check_sessions(
        "INSERT INTO accounts VALUES ('Ada', 1); SELECT 1",
        &["! UNIQUE constraint failed: accounts.name"],
    );
}

#[test]
fn sessions_go_on_from_script_to_script_where_that_is_asked_for() {
    let (mut lab, database) = accounts();
    let run = |lab: &mut SqlLab, text: &str| {
        told(&lab.run(database, script(text), Keep::Transaction)).join("; ")
    };
    assert_eq!(run(&mut lab, "BEGIN; DELETE FROM accounts;"), "A done; A changed 2");
    assert_eq!(run(&mut lab, "-- session B\nSELECT count(*) FROM accounts"), "B 2");
    assert_eq!(run(&mut lab, "SELECT 3"), "B 3");
    lab.enter(database, "A");
    assert_eq!(lab.session(database), Some("A"));
    assert_eq!(run(&mut lab, "SELECT count(*) FROM accounts"), "A 0");
    let rolled = lab.run(database, script("SELECT count(*) FROM accounts"), Keep::Changes);
    assert!(rolled.rolled_back);
    assert_eq!(run(&mut lab, "SELECT count(*) FROM accounts"), "A 2");
    let plan = lab.plan(database, script("SELECT * FROM accounts WHERE name = 'Ada'")).unwrap();
    assert_eq!(plan.searches("accounts").count(), 1);
    lab.close(database);
    let (mut lab, alone) = shop();
    assert_eq!(lab.session(alone), None);
    let ran = lab.run(alone, script("SELECT 1;\n-- session B\nSELECT 2"), Keep::Changes);
    assert_eq!(told(&ran), ["- 1", "- 2"]);
}

#[test]
fn sessions_have_their_limits() {
    let many = (0..12).fold(String::new(), |mut many, at| {
        let _ = write!(many, "-- session s{at}\nSELECT {at};\n");
        many
    });
    let (mut lab, database) = accounts();
    let ran = lab.run(database, script(&many), Keep::Nothing);
    let limit = "! a database has 8 sessions at most";
    assert_eq!(told(&ran).last().unwrap(), limit);
    for at in 0..12 {
        lab.enter(database, &format!("x{at}"));
        let ran = lab.run(database, script("SELECT 1"), Keep::Transaction);
        assert_eq!(ran.problem.is_some(), 7 <= at, "{at}");
    }
    for text in
        ["ATTACH 'x' AS y", "PRAGMA journal_mode = DELETE", "PRAGMA locking_mode = EXCLUSIVE"]
    {
        let text = format!("-- session B\n{text}");
        let ran = lab.run(database, script(&text), Keep::Nothing);
        assert!(ran.problem.is_some(), "{text}");
    }
    let fill = "CREATE TABLE big (x); WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n \
                WHERE i < 100000) INSERT INTO big SELECT printf('%.*c', 900, 'x') FROM n;";
    let ran = lab.run(database, script(fill), Keep::Changes);
    assert_eq!(told(&ran).last().unwrap(), "! database or disk is full");
    assert_eq!(told(&lab.run(database, script("SELECT 1"), Keep::Nothing)), ["A 1"]);
}

/// The same steps on real files give the same, statement by statement.
#[test]
fn sessions_behave_as_connections_to_a_file_do() {
    let folder = tempfile::tempdir().unwrap();
    let steps = [
        "BEGIN",
        "BEGIN IMMEDIATE",
        "COMMIT",
        "ROLLBACK",
        "SELECT sum(money) FROM accounts",
        "UPDATE accounts SET money = money + 1",
        "SAVEPOINT s",
        "RELEASE s",
        "DELETE FROM accounts WHERE money < 0",
        "INSERT INTO accounts VALUES ('Ada', 3)",
    ];
    // A walk through the steps that is the same each time and meets every pair of sessions.
    let mut seed = 7_u64;
    let mut next = |most: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % most
    };
    for round in 0..30 {
        let path = folder.path().join(format!("{round}.db"));
        let open = || {
            let one = rusqlite::Connection::open(&path).unwrap();
            one.busy_timeout(std::time::Duration::ZERO).unwrap();
            one
        };
        let first = open();
        first.execute_batch(&format!("PRAGMA journal_mode = WAL; {ACCOUNTS}")).unwrap();
        let real = [first, open(), open()];
        let (mut text, mut expected) = (String::new(), Vec::new());
        for _ in 0..40 {
            let (session, step) = (next(3), steps[next(steps.len())]);
            let _ = write!(text, "-- session {session}\n{step};\n");
            let mut statement = match real[session].prepare(step) {
                Ok(statement) => statement,
                Err(error) => {
                    expected.push(format!("{session} {error}"));
                    continue;
                }
            };
            let rows = statement.query([]).and_then(|mut rows| {
                let mut all = Vec::new();
                while let Some(row) = rows.next()? {
                    all.push(row.get::<_, i64>(0)?.to_string());
                }
                Ok(all.join(" "))
            });
            expected.push(format!("{session} {}", rows.unwrap_or_else(|error| error.to_string())));
        }
        let (mut lab, database) = accounts();
        let mut got = Vec::new();
        for line in text.split_inclusive(";\n") {
            let ran = lab.run(database, script(line), Keep::Transaction);
            let told = told(&ran).join("; ");
            let told = told.strip_prefix("! ").map_or(told.clone(), |message| {
                format!("{} {message}", &line["-- session ".len()..][..1])
            });
            let (session, words) = told.split_once(' ').unwrap();
            let words = if words == "done" || words.starts_with("changed") { "" } else { words };
            let words = words.split([':', ',']).next().unwrap();
            got.push(format!("{session} {words}"));
        }
        let short = |line: &String| line.split([':', ',']).next().unwrap().to_owned();
        let expected: Vec<String> = expected.iter().map(short).collect();
        assert_eq!(got, expected, "{text}");
    }
}
