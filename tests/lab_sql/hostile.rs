//! Statements that want out, or want too much. Each must come back with a reason.

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use proptest::prelude::*;

use backlab::lab::{
    Cancel, Limits,
    sql::{Keep, Problem, Ran, Script, SqlLab},
};
use backlab::trace::Stop;

use crate::{SHOP, machine};

/// Time for one script; the table below needs most of it for each of the endless ones.
const TURN_MS: u32 = 300;
/// Far above the limit and its slack: a machine that is loaded must not fail this.
const HANGS_AFTER: Duration = Duration::from_mins(1);

enum Ends {
    /// `Problem::message` begins so.
    Says(&'static str),
    /// A limit of the lab with this name, or one of these: which is first depends on the machine.
    Stopped(&'static str),
    /// The walls hold it without a word: it gives this, in one line.
    Gives(&'static str),
}
use Ends::{Gives, Says, Stopped};

const NUMBERS: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";

fn cases() -> Vec<(&'static str, String, Ends)> {
    let mut cases = outside();
    cases.extend(insides());
    cases.extend(endless());
    cases.extend(long_values());
    cases.extend(deep());
    cases
}

/// Files, other databases, code.
fn outside() -> Vec<(&'static str, String, Ends)> {
    let is = |name, script: &str, ends| (name, script.to_owned(), ends);
    vec![
        is("attach a file", "ATTACH '/etc/passwd' AS p", Says("the lab has one database")),
        is("attach memory", "ATTACH ':memory:' AS m", Says("the lab has one database")),
        is("attach, computed", "ATTACH '/etc/' || 'passwd' AS p", Says("the lab does not do this")),
        is("attach by URI", "ATTACH 'file:/tmp/x?mode=rwc' AS p", Says("the lab has one database")),
        is("detach", "DETACH main", Says("the lab has one database")),
        is(
            "vacuum into a file",
            "VACUUM INTO '/tmp/backlab-out.db'",
            Says("VACUUM tidies a file up"),
        ),
        is("vacuum", "VACUUM", Says("VACUUM tidies a file up")),
        is(
            "load an extension",
            "SELECT load_extension('/lib/libc.so.6')",
            Says("the function `load_extension`"),
        ),
        is("readfile", "SELECT readfile('/etc/passwd')", Says("no such function: readfile")),
        is("writefile", "SELECT writefile('/tmp/x', 'y')", Says("no such function: writefile")),
        is("edit", "SELECT edit('x', 'vi')", Says("no such function: edit")),
        is("a command of the shell", ".shell ls /", Says("near \".\": syntax error")),
        is("a command that reads", ".read /etc/passwd", Says("near \".\": syntax error")),
        is(
            "temporary folder",
            "PRAGMA temp_store_directory = '/tmp'",
            Says("PRAGMA temp_store_directory"),
        ),
        is("spill to a file", "PRAGMA temp_store = FILE", Says("PRAGMA temp_store")),
        is(
            "data folder",
            "PRAGMA data_store_directory = '/tmp'",
            Says("PRAGMA data_store_directory"),
        ),
        is("names of files", "SELECT file FROM pragma_database_list", Gives("")),
        is("journal on disk", "PRAGMA journal_mode = WAL", Says("PRAGMA journal_mode")),
        is("lock file", "PRAGMA lock_proxy_file = '/tmp/x'", Says("PRAGMA lock_proxy_file")),
    ]
}

/// What is SQLite's own, and settings that lower the walls.
fn insides() -> Vec<(&'static str, String, Ends)> {
    let is = |name, script: &str, ends| (name, script.to_owned(), ends);
    vec![
        is("writable schema", "PRAGMA writable_schema = ON", Says("PRAGMA writable_schema")),
        is(
            "write the schema",
            "UPDATE sqlite_schema SET sql = ''",
            Says("table sqlite_master may not be modified"),
        ),
        is(
            "delete the schema",
            "DELETE FROM sqlite_master",
            Says("table sqlite_master may not be modified"),
        ),
        is(
            "insert into the schema",
            "INSERT INTO sqlite_schema VALUES ('table','x','x',2,'')",
            Says("table sqlite_master may not be modified"),
        ),
        is(
            "drop the schema",
            "DROP TABLE sqlite_schema",
            Says("table sqlite_master may not be dropped"),
        ),
        is("trust the schema", "PRAGMA trusted_schema = ON", Says("PRAGMA trusted_schema")),
        is(
            "no foreign keys",
            "PRAGMA foreign_keys = OFF",
            Says("foreign keys are always enforced"),
        ),
        is(
            "no checks",
            "PRAGMA ignore_check_constraints = ON",
            Says("PRAGMA ignore_check_constraints"),
        ),
        is("more pages", "PRAGMA max_page_count = 4294967294", Says("PRAGMA max_page_count")),
        is("more memory", "PRAGMA hard_heap_limit = 0", Says("PRAGMA hard_heap_limit")),
        is("more memory, softly", "PRAGMA soft_heap_limit = 0", Says("PRAGMA soft_heap_limit")),
        is(
            "a pragma as a table",
            "SELECT * FROM pragma_hard_heap_limit",
            Says("PRAGMA hard_heap_limit"),
        ),
        is("a big cache", "PRAGMA cache_size = 1000000000", Says("PRAGMA cache_size")),
        is("threads", "PRAGMA threads = 8", Says("PRAGMA threads")),
        is("memory maps", "PRAGMA mmap_size = 1000000000", Says("PRAGMA mmap_size")),
        is(
            "full text 3",
            "CREATE VIRTUAL TABLE t USING fts3(a)",
            Says("the lab has no virtual tables such as `fts3`"),
        ),
        is(
            "full text 5",
            "CREATE VIRTUAL TABLE t USING fts5(a)",
            Says("the lab has no virtual tables such as `fts5`"),
        ),
        is(
            "r-tree",
            "CREATE VIRTUAL TABLE t USING rtree(a, b, c)",
            Says("the lab has no virtual tables such as `rtree`"),
        ),
        is(
            "csv",
            "CREATE VIRTUAL TABLE t USING csv(filename='/etc/passwd')",
            Says("the lab has no virtual tables"),
        ),
        is("pages", "SELECT * FROM dbstat", Says("the table `dbstat`")),
        is("raw pages", "SELECT * FROM sqlite_dbpage", Says("no such table: sqlite_dbpage")),
        is("tokenizer", "SELECT fts3_tokenizer('simple')", Says("")),
        is(
            "generate_series",
            "SELECT * FROM generate_series(1, 1e18)",
            Says("no such table: generate_series"),
        ),
        is("a parameter", "SELECT ?1", Says("a parameter has no value")),
        is("many parameters", "SELECT ?32766", Says("variable number must be between")),
    ]
}

/// Work without end.
fn endless() -> Vec<(&'static str, String, Ends)> {
    let is = |name, script: &str, ends| (name, script.to_owned(), ends);
    let n = |query: &str| format!("{NUMBERS} {query}");
    let ten = "WITH d(x) AS (VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) SELECT count(*) FROM d a, \
               d b, d c, d d, d e, d f, d g, d h, d i, d j, d k, d l";
    vec![
        ("recursion", n("SELECT max(i) FROM n"), Stopped("turn")),
        (
            "recursion that gives rows",
            n("SELECT i FROM n"),
            Says("the script gives more than 10000 rows"),
        ),
        (
            "recursion that gives long rows",
            n("SELECT hex(zeroblob(4000)) FROM n"),
            Stopped("output"),
        ),
        is("cross join", ten, Stopped("turn")),
        (
            "join of all with all",
            format!(
                "CREATE TABLE t AS {NUMBERS} SELECT i FROM n LIMIT 2000; SELECT count(*) FROM t a, t b, t c WHERE a.i + b.i = -c.i"
            ),
            Stopped("turn"),
        ),
        (
            "sort",
            n("SELECT i, hex(randomblob(5000)) AS h FROM n ORDER BY h"),
            Stopped("turn or memory"),
        ),
        ("sort of little", n("SELECT i FROM n ORDER BY random()"), Stopped("turn")),
        (
            "group",
            n("SELECT hex(randomblob(1000)) AS h, count(*) FROM n GROUP BY h"),
            Stopped("turn or memory"),
        ),
        (
            "distinct",
            n("SELECT count(DISTINCT hex(randomblob(9000))) FROM n"),
            Stopped("turn or memory"),
        ),
        (
            "union",
            format!(
                "{NUMBERS}, m(h) AS (SELECT hex(randomblob(4000)) FROM n) SELECT h FROM m UNION SELECT h FROM m"
            ),
            Stopped("turn or memory"),
        ),
        ("group_concat", n("SELECT group_concat(i) FROM n"), Stopped("turn")),
        ("json_group_array", n("SELECT json_group_array(i) FROM n"), Stopped("turn")),
        (
            "window",
            n(
                "SELECT sum(i) OVER (ORDER BY i ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM n",
            ),
            Stopped("turn"),
        ),
        (
            "temporary table",
            format!("CREATE TEMP TABLE t AS {NUMBERS} SELECT zeroblob(9000) AS z FROM n"),
            Stopped("turn or memory"),
        ),
        (
            "table",
            format!("CREATE TABLE t AS {NUMBERS} SELECT zeroblob(9000) AS z FROM n"),
            Says("database or disk is full"),
        ),
        (
            "index",
            format!(
                "CREATE TABLE t(a); CREATE INDEX i ON t(a); INSERT INTO t {NUMBERS} SELECT randomblob(9000) FROM n"
            ),
            Says("database or disk is full"),
        ),
        is(
            "trigger that calls itself",
            "CREATE TABLE t(a); CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO t VALUES (new.a + 1); END; INSERT INTO t VALUES (1); SELECT count(*) FROM t",
            Gives("2"),
        ),
        is(
            "recursive triggers",
            "PRAGMA recursive_triggers = ON",
            Says("PRAGMA recursive_triggers"),
        ),
        is(
            "triggers in a ring",
            "CREATE TABLE a(n); CREATE TABLE b(n); CREATE TRIGGER ab AFTER INSERT ON a BEGIN INSERT INTO b SELECT n FROM a; END; CREATE TRIGGER ba AFTER INSERT ON b BEGIN INSERT INTO a SELECT n FROM b; END; INSERT INTO a VALUES (1); SELECT count(*) FROM a",
            Gives("2"),
        ),
        is(
            "views in views",
            "CREATE VIEW a AS SELECT 1 AS x UNION ALL SELECT 2; CREATE VIEW b AS SELECT p.x FROM a p, a q, a r, a s, a t; CREATE VIEW c AS SELECT p.x FROM b p, b q, b r; SELECT count(*) FROM c p, c q",
            Stopped("turn"),
        ),
        (
            "update without end",
            format!("UPDATE orders SET total = ({NUMBERS} SELECT max(i) FROM n)"),
            Stopped("turn"),
        ),
        (
            "check without end",
            format!("{NUMBERS} DELETE FROM orders WHERE id IN (SELECT i FROM n WHERE i < 0)"),
            Stopped("turn"),
        ),
        (
            "explain",
            format!("EXPLAIN QUERY PLAN {NUMBERS} SELECT max(i) FROM n LIMIT 0; SELECT 1"),
            Gives("1"),
        ),
    ]
}

/// Calls that SQLite cannot interrupt, on the longest values that there are.
fn long_values() -> Vec<(&'static str, String, Ends)> {
    let is = |name, script: &str, ends| (name, script.to_owned(), ends);
    let long = "replace(hex(zeroblob(9000)), '00', 'ab')";
    // SQLite takes 12 bytes for each character of what is trimmed, and counts them as one value.
    let ends = "replace(hex(zeroblob(800)), '00', 'bb')||'a'";
    let many = |call: &str| format!("{NUMBERS} SELECT count({call}) FROM n");
    vec![
        is("zeroblob", "SELECT zeroblob(1000000000)", Says("string or blob too big")),
        is("randomblob", "SELECT length(randomblob(1000000000))", Says("string or blob too big")),
        is("printf", "SELECT printf('%1000000000d', 1)", Says("string or blob too big")),
        is(
            "replace",
            "SELECT replace(hex(zeroblob(9000)), '0', '0000000000')",
            Says("string or blob too big"),
        ),
        is("hex of hex", "SELECT hex(hex(zeroblob(9000)))", Says("string or blob too big")),
        is(
            "concatenation",
            "WITH RECURSIVE s(t) AS (SELECT 'x' UNION ALL SELECT t || t FROM s) SELECT max(length(t)) FROM s",
            Says("string or blob too big"),
        ),
        is(
            "json",
            "WITH RECURSIVE j(t) AS (SELECT '[]' UNION ALL SELECT json_array(t, t) FROM j) SELECT max(length(t)) FROM j",
            Says("string or blob too big"),
        ),
        is(
            "deep json",
            "WITH RECURSIVE j(t) AS (SELECT '[]' UNION ALL SELECT '[' || t || ']' FROM j) SELECT max(json_valid(t)) FROM j",
            Says("string or blob too big"),
        ),
        (
            "json_each of each",
            format!(
                "{NUMBERS}, j(t) AS (SELECT json_group_array(i) FROM (SELECT i FROM n LIMIT 3000)) SELECT count(*) FROM j, json_each(j.t) a, json_each(j.t) b, json_each(j.t) c"
            ),
            Stopped("turn"),
        ),
        ("trim", many(&format!("trim({long}, {ends})")), Stopped("turn")),
        ("instr", many(&format!("instr({long}, substr({long}, 9001) || i)")), Stopped("turn")),
        (
            "like",
            many(&format!("{long} || i LIKE '%a%b%a%b%a%b%a%b%a%b%a%b%a%b%c'")),
            Stopped("turn"),
        ),
        (
            "like, wildcards",
            many(&format!("{long} || i LIKE '%_a_%_b_%_a_%_b_%_a_%_b_%_a_%_b_%c'")),
            Stopped("turn"),
        ),
        (
            "glob",
            many(&format!("{long} || i GLOB '*[ab]*[ab]*[ab]*[ab]*[ab]*[ab]*[ab]*c'")),
            Stopped("turn"),
        ),
        (
            "long pattern",
            format!("SELECT 'x' LIKE '{}'", "%_".repeat(200)),
            Says("LIKE or GLOB pattern too complex"),
        ),
        (
            "no regular expressions",
            "SELECT 'a' REGEXP 'a'".to_owned(),
            Says("no such function: REGEXP"),
        ),
        ("long text", format!("SELECT '{}'", "x".repeat(20_001)), Says("string or blob too big")),
    ]
}

/// Statements that are deep, wide or many.
fn deep() -> Vec<(&'static str, String, Ends)> {
    let columns =
        |count: usize| (0..count).map(|at| format!("c{at}")).collect::<Vec<_>>().join(",");
    let tables = (0..65).map(|at| format!("orders t{at}")).collect::<Vec<_>>().join(",");
    let mut views = "CREATE VIEW v0 AS SELECT 1 AS x;".to_owned();
    for at in 1..200 {
        let _ = write!(views, "CREATE VIEW v{at} AS SELECT x FROM v{};", at - 1);
    }
    vec![
        ("parentheses", format!("SELECT {}1{}", "(".repeat(5000), ")".repeat(5000)), Says("")),
        ("sums", format!("SELECT 1{}", "+1".repeat(5000)), Says("Expression tree is too large")),
        ("negations", format!("SELECT {}1", "NOT ".repeat(5000)), Says("")),
        (
            "cases",
            format!("SELECT {}1{}", "CASE WHEN 1 THEN ".repeat(3000), " END".repeat(3000)),
            Says(""),
        ),
        (
            "queries in queries",
            format!("SELECT {}1{}", "(SELECT ".repeat(3000), ")".repeat(3000)),
            Says(""),
        ),
        (
            "from in from",
            format!("SELECT * FROM {}orders{}", "(SELECT * FROM ".repeat(500), ")".repeat(500)),
            Says(""),
        ),
        ("views upon views", views + "SELECT * FROM v199", Says("")),
        (
            "unions",
            format!("SELECT 1{}", " UNION SELECT 1".repeat(1000)),
            Says("too many terms in compound SELECT"),
        ),
        ("arguments", format!("SELECT max(1{})", ",1".repeat(2000)), Says("too many arguments")),
        ("columns", format!("CREATE TABLE t({})", columns(2000)), Says("too many columns")),
        ("joins", format!("SELECT count(*) FROM {tables}"), Says("at most 64 tables in a join")),
        (
            "long statement",
            format!("SELECT 1 -- {}\n+ 1", "x".repeat(2_000_000)),
            Says("statement too long"),
        ),
        (
            "tables",
            (0..600).fold(String::new(), |sql, at| sql + &format!("CREATE TABLE t{at}(a);")),
            Says("too many"),
        ),
        ("statements", "SELECT 1;".repeat(20_001), Says("the script gives more than 10000 rows")),
        ("empty statements", ";".repeat(1_000_000), Gives("")),
        ("a script without end", " ".repeat(5 << 20), Says("the script is longer than")),
        ("a NUL character", "SELECT 1\0; ATTACH 'x' AS y".to_owned(), Says("a NUL character")),
        ("an open text", "SELECT '".to_owned(), Says("")),
        ("an open comment", "SELECT 1 /*".to_owned(), Gives("1")),
    ]
}

fn run(script: &str) -> (Ran, Duration) {
    let limits = Limits { turn_ms: TURN_MS, wall_ms: None, ..Limits::default() };
    let mut lab = SqlLab::start(&machine(), &limits, &Cancel::new()).unwrap();
    let database = lab.open(&[Script { file: "shop.sql", text: SHOP }]).unwrap();
    let began = Instant::now();
    let ran = lab.run(database, Script { file: "evil.sql", text: script }, Keep::Changes);
    (ran, began.elapsed())
}

#[test]
fn hostile_statements_are_refused_or_stopped_with_a_reason() {
    let mut wrong = String::new();
    for (name, script, ends) in cases() {
        let (ran, took) = run(&script);
        let got = match &ran.problem {
            None => ran.last_rows().map_or(String::new(), |table| {
                table.rows.iter().flatten().map(backlab::table::Cell::show).collect()
            }),
            Some(problem) => problem.message(),
        };
        println!("{:>6} ms  {name}: {got}", took.as_millis());
        let as_expected = match (&ends, &ran.problem) {
            (Says(words), Some(Problem::Wrong(_))) => got.starts_with(words),
            (Stopped(name), Some(Problem::Stopped { stop, .. })) => {
                stop.limit().is_some_and(|limit| name.split(" or ").any(|name| name == limit))
            }
            (Gives(value), None) => got == *value,
            _ => false,
        };
        if !as_expected || HANGS_AFTER < took {
            let _ = writeln!(wrong, "{name}: {:?}", ran.problem);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn what_looks_at_no_clock_is_ended_with_its_process() {
    let ends = "replace(hex(zeroblob(800)), '0', 'b') || 'a'";
    let slow = format!(", length(trim(replace(hex(zeroblob(9000)), '0', 'a'), {ends}))");
    let limits = Limits { turn_ms: TURN_MS, wall_ms: None, ..Limits::default() };
    let mut lab = SqlLab::start(&machine(), &limits, &Cancel::new()).unwrap();
    let database = lab.open(&[]).unwrap();
    let text = format!("SELECT 1;\nSELECT max(0{})", slow.repeat(90));
    let ran = lab.run(database, Script { file: "evil.sql", text: &text }, Keep::Changes);
    let place = Some(backlab::diag::Place::new("evil.sql", 2, 1));
    let stop = Stop::Turn { limit_ms: TURN_MS, place: place.clone() };
    assert_eq!(ran.problem, Some(Problem::Stopped { stop, place }));
    assert_eq!(ran.statements.len(), 1);
    assert_eq!(lab.stopped().and_then(Stop::limit), Some("turn"));

    // A lab that ended says so for whatever comes next.
    let after = lab.run(database, Script { file: "evil.sql", text: "SELECT 1" }, Keep::Changes);
    assert!(matches!(after.problem, Some(Problem::Stopped { .. })));
    assert!(lab.open(&[]).is_err());
}

/// Pieces that scripts are made of, whole and broken.
const PIECES: &[&str] = &[
    "SELECT ",
    "* ",
    "FROM ",
    "orders ",
    "customers ",
    "id ",
    "WHERE ",
    "1 ",
    "'a' ",
    "'",
    "\"",
    "(",
    ")",
    ", ",
    ";",
    "-- ",
    "/*",
    "*/",
    "\n",
    "CREATE TABLE t ",
    "CREATE TRIGGER r AFTER INSERT ON \
    orders ",
    "BEGIN ",
    "END ",
    "INSERT INTO ",
    "VALUES ",
    "UPDATE ",
    "SET ",
    "= ",
    "DELETE ",
    "UNION ",
    "ALL ",
    "WITH RECURSIVE n(i) AS ",
    "n ",
    "i ",
    "+ 1 ",
    "JOIN ",
    "GROUP BY ",
    "count(*) ",
    "x'00' ",
    "NULL ",
    "CASE ",
    "WHEN ",
    "PRAGMA ",
    "DROP TABLE ",
    "ROLLBACK ",
    "COMMIT ",
    "EXPLAIN ",
    "é",
    "\0",
    "?1 ",
    "::",
    "[",
    "]",
    "`",
    "json_each('[1]') ",
    "RETURNING * ",
    "ORDER BY ",
];

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_a_script_is_it_comes_back_and_the_lab_lives(
        scripts in prop::collection::vec(
            prop::collection::vec(
                prop_oneof![8 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => ".{0,5}"],
                0..25,
            ),
            10,
        ),
    ) {
        let limits = Limits { turn_ms: TURN_MS, wall_ms: None, ..Limits::default() };
        let mut lab = SqlLab::start(&machine(), &limits, &Cancel::new()).unwrap();
        let database = lab.open(&[Script { file: "shop.sql", text: SHOP }]).unwrap();
        for script in scripts {
            let script = script.concat();
            let ran = lab.run_noted(database, Script { file: "any.sql", text: &script }, Keep::Changes);
            if let Some(problem) = &ran.problem {
                prop_assert!(!problem.show().is_empty());
            }
            // No script of these pieces computes for long, so nothing may end the child.
            prop_assert!(lab.stopped().is_none(), "{script}: {:?}", lab.stopped());
        }
    }
}
