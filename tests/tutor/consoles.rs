//! Sessions of the consoles over the real lab: what is typed is remembered, a mistake is no end, and an
//! end is said.

use std::{
    path::PathBuf,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use backlab::{
    config::{Config, Folders},
    course::id::{ExerciseId, LessonId},
    lab::Machine,
    pack::{Pack, files::Memory},
    table::Cell,
    tutor::{
        Cancel, Tutor,
        console::{Console, Engine, MistakeKind, On, Opened, Ran, What},
    },
};
use tempfile::TempDir;

const PACK: &str = r#"format = 1
id = "demo/small"
version = "0.1.0"
title = "Small"
summary = "Two lessons with data."
languages = ["en"]
licence = "CC-BY-SA-4.0"
needs = ["sql", "mongo", "redis"]

[[module]]
id = "m01"
title = "Databases"
short = "Databases"
outcome = "Ask and answer."
lessons = ["one"]
exercises = ["first"]
"#;

const LESSON: &str = r#"+++
id = "one"
title = "One"
objective = "Ask."
minutes = 5
requires = []
concepts = []
exercises = ["first"]
rev = 1

[[review]]
question = "Is it?"
answer = "Yes."
why = "So it says."

[[review]]
question = "Was it?"
answer = "Yes."
why = "So it says."
+++

# One

```sql run on="shop"
SELECT name FROM users ORDER BY id;
```

```sql run on="shop"
INSERT INTO users VALUES (9, 'Zoë');
```

```sql run continues
SELECT count(*) FROM users;
```

```sql run on="tiny"
SELECT 1;
```

```mongo run on="crud"
db.orders.find()
```
"#;

const EXERCISE: &str = r#"id = "first"
rev = 1
kind = "sql"
title = "First"
difficulty = 1
minutes = 5
requires = []
concepts = []
files = [{ path = "answer.sql" }]
hints = ["One.", "Two.", "Three.", "Four."]
learned = "That it is so."
explain = "It is."

[lab]
sql = { schema = "data/schema.sql", sets = { shown = "data/shown.sql" } }

[[check]]
name = "the-row"
say = "the row"
fails = "The row is not there."
why = "It is asked for."
[check.sql]
same-as = "solution"
"#;

fn desk() -> (TempDir, Tutor) {
    let exercise = "exercises/m01/first";
    let memory: Memory = [
        ("pack.toml".to_owned(), PACK.to_owned()),
        ("lessons/m01/one.md".to_owned(), LESSON.to_owned()),
        (
            "lessons/m01/data/shop.sql".to_owned(),
            "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);\n\
             CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id));\n\
             CREATE INDEX orders_user ON orders (user_id);\n\
             INSERT INTO users VALUES (1, 'Ada'), (2, 'Ben');\n"
                .to_owned(),
        ),
        ("lessons/m01/data/tiny.sql".to_owned(), "CREATE TABLE t (x);\n".to_owned()),
        (
            "lessons/m01/data/crud.mongo".to_owned(),
            "db.orders.insertMany([{ _id: 1, city: \"Pune\" }, { _id: 2, city: \"Lima\" }])\n"
                .to_owned(),
        ),
        (format!("{exercise}/exercise.toml"), EXERCISE.to_owned()),
        (format!("{exercise}/task.md"), "Ask.\n".to_owned()),
        (format!("{exercise}/data/schema.sql"), "CREATE TABLE one (x INTEGER);\n".to_owned()),
        (format!("{exercise}/data/shown.sql"), "INSERT INTO one VALUES (7);\n".to_owned()),
        (format!("{exercise}/starter/answer.sql"), "\n".to_owned()),
        (format!("{exercise}/solution/answer.sql"), "SELECT x FROM one;\n".to_owned()),
    ]
    .into_iter()
    .collect();
    let (pack, findings) = Pack::open(Arc::new(memory));
    let pack = pack.unwrap_or_else(|| panic!("{findings:?}"));
    let home = tempfile::tempdir().unwrap();
    let folders = Folders {
        data: Some(home.path().join("data")),
        workspace: Some(home.path().join("work")),
        ..Folders::default()
    };
    let machine = Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")));
    (home, Tutor::open(pack, machine, folders, Config::default(), super::now))
}

fn open(tutor: &Tutor, engine: Engine, on: &On) -> (Console, Opened) {
    tutor.open_console(engine, on, &Cancel::new()).unwrap()
}

fn shop() -> On {
    On::File("lessons/m01/data/shop.sql".to_owned())
}

fn run(console: &mut Console, input: &str) -> Ran {
    console.run(input, &Cancel::new(), &|_| {})
}

/// The first cell of the last table.
#[track_caller]
fn cell(ran: &Ran) -> Cell {
    let table = ran.given.iter().rev().find_map(|given| match &given.what {
        What::Rows(table) => Some(table),
        _ => None,
    });
    table.unwrap_or_else(|| panic!("{ran:?}")).rows[0][0].clone()
}

/// What was printed, all of it.
fn printed(ran: &Ran) -> String {
    let text = ran.given.iter().map(|given| match &given.what {
        What::Printed(text) => format!("{}\n", text.trim_end()),
        other => panic!("{other:?}"),
    });
    text.collect()
}

/// The tree as text: `users 2`, two spaces for each step inside.
fn tree(ran: &backlab::tutor::console::Tree) -> Vec<String> {
    let line = |twig: &backlab::tutor::console::Twig| {
        let text = format!("{}{} {}", "  ".repeat(twig.depth.into()), twig.name, twig.note);
        text.trim_end().to_owned()
    };
    ran.twigs.iter().map(line).collect()
}

#[test]
fn what_may_be_chosen_is_the_courses_data() {
    let (_home, tutor) = desk();
    let names = |engine| {
        let choices = tutor.console_choices(engine).into_iter();
        choices.map(|choice| format!("{}: {}", choice.name, choice.says)).collect::<Vec<_>>()
    };
    // The data that most blocks work on comes first.
    assert_eq!(
        names(Engine::Sql),
        ["shop: Databases", "tiny: Databases", "first: First", "empty: nothing yet"]
    );
    assert_eq!(names(Engine::Mongo), ["crud: Databases", "empty: nothing yet"]);
    assert_eq!(names(Engine::Redis), ["empty: nothing yet"]);
}

#[test]
fn a_session_of_sql_goes_on_after_mistakes_and_tells_its_plan() {
    let (_home, tutor) = desk();
    let (mut console, opened) = open(&tutor, Engine::Sql, &shop());
    assert_eq!(opened.name, "shop.db");
    assert_eq!(
        tree(&opened.tree),
        [
            "users 2",
            "  id key",
            "  name unique",
            "orders 0",
            "  id key",
            "  user_id → users",
            "  orders_user index"
        ]
    );
    let ran = run(&mut console, "BEGIN; INSERT INTO users VALUES (3, 'Cy');");
    assert_eq!(
        ran.given.iter().map(|given| given.what.clone()).collect::<Vec<_>>(),
        [What::Done, What::Changed(1)]
    );
    assert_eq!(tree(&ran.tree)[0], "users 3");
    let ran = run(&mut console, "SELECT 1;\nSELECT nme FROM users;");
    let mistake = ran.mistake.unwrap();
    assert_eq!((mistake.kind, mistake.line), (MistakeKind::Wrong, Some(2)));
    assert_eq!(mistake.message, "no such column: nme");
    assert_eq!(mistake.pointed, Some(("SELECT nme FROM users;".to_owned(), (7, 3))));
    assert_eq!((ran.given.len(), ran.lost), (1, None));
    // The transaction is still open.
    assert_eq!(cell(&run(&mut console, "SELECT count(*) FROM users")), Cell::Integer(3));
    run(&mut console, "ROLLBACK");
    assert_eq!(cell(&run(&mut console, "SELECT count(*) FROM users")), Cell::Integer(2));
    let ran = run(&mut console, "SELECT * FROM orders o WHERE o.user_id = 2 ORDER BY id DESC");
    let steps: Vec<_> =
        ran.plan.iter().map(|step| (&*step.verb, &*step.table, step.cost)).collect();
    assert_eq!(steps, [("SEARCH", "o", "index")]);
    assert_eq!(ran.plan[0].rest, "by orders_user (user_id=?)");
    let ran = run(&mut console, "EXPLAIN QUERY PLAN SELECT * FROM users");
    assert_eq!((ran.given[0].what.clone(), ran.plan[0].cost), (What::Planned, "full scan"));
    let ran = run(&mut console, "SELECT name FROM users LIMIT 0, 1");
    assert!(ran.given[0].notes[0].contains("PostgreSQL"), "{:?}", ran.given[0].notes);
    assert_eq!(run(&mut console, "  -- nothing\n").given, []);
}

#[test]
fn a_query_without_end_is_stopped_and_what_was_lost_is_said() {
    let (_home, tutor) = desk();
    let (mut console, opened) = open(&tutor, Engine::Sql, &shop());
    run(&mut console, "DELETE FROM users");
    let cancel = Cancel::new();
    let stops = cancel.clone();
    let stopper = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        stops.cancel();
    });
    let endless =
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n";
    let began = Instant::now();
    let ran = console.run(endless, &cancel, &|_| {});
    stopper.join().unwrap();
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
    assert_eq!(ran.mistake.unwrap().kind, MistakeKind::Stopped);
    assert_eq!(
        ran.lost.as_deref(),
        Some(
            "The session ended with it, and the tables are gone. The next input begins with \
             shop.db as it was at first."
        )
    );
    assert_eq!(ran.tree, opened.tree);
    assert_eq!(cell(&run(&mut console, "SELECT count(*) FROM users")), Cell::Integer(2));
}

#[test]
fn a_limit_is_said_with_what_came_before_it() {
    let (_home, tutor) = desk();
    let (mut console, _) = open(&tutor, Engine::Sql, &On::Empty);
    let many = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n LIMIT 20000";
    let ran = run(&mut console, many);
    let mistake = ran.mistake.unwrap();
    assert!(mistake.message.contains("10000") || mistake.message.contains("limit"), "{mistake:?}");
    assert_eq!(ran.unfinished.unwrap().rows.len(), 10_000);
    assert_eq!(cell(&run(&mut console, "SELECT 5")), Cell::Integer(5));
}

#[test]
fn a_block_of_a_lesson_is_opened_on_what_it_continues() {
    let (_home, tutor) = desk();
    let block = |index| On::Block { lesson: LessonId::parse("one").unwrap(), index };
    let (mut console, opened) = open(&tutor, Engine::Sql, &block(2));
    assert_eq!(opened.text.as_deref(), Some("SELECT count(*) FROM users;"));
    assert_eq!(opened.name, "shop.db");
    assert_eq!(cell(&run(&mut console, "SELECT count(*) FROM users;")), Cell::Integer(3));
    let (mut console, _) = open(&tutor, Engine::Mongo, &block(4));
    assert!(printed(&run(&mut console, "db.orders.find()")).contains("Lima"));
    let exercise = On::Exercise(ExerciseId::parse("first").unwrap());
    let (mut console, opened) = open(&tutor, Engine::Sql, &exercise);
    assert_eq!((opened.name.as_str(), opened.text), ("first.db", None));
    assert_eq!(cell(&run(&mut console, "SELECT x FROM one")), Cell::Integer(7));
    let missing = tutor.open_console(Engine::Sql, &block(99), &Cancel::new());
    assert_eq!(missing.err().unwrap().what, "`one` has no block 99.");
    let damaged = On::File("lessons/m01/data/gone.sql".to_owned());
    assert!(tutor.open_console(Engine::Sql, &damaged, &Cancel::new()).is_err());
}

#[test]
fn a_session_of_documents_keeps_variables_and_its_database() {
    let (_home, tutor) = desk();
    let on = On::File("lessons/m01/data/crud.mongo".to_owned());
    let (mut console, opened) = open(&tutor, Engine::Mongo, &on);
    assert_eq!(tree(&opened.tree), ["test here", "  orders 2", "    _id_ index"]);
    assert_eq!(
        opened.words.tables,
        [("orders".to_owned(), vec!["_id".to_owned(), "city".to_owned()])]
    );
    run(&mut console, "const city = \"Pune\"");
    assert!(printed(&run(&mut console, "db.orders.find({ city })")).contains("Pune"));
    let ran = run(&mut console, "db.orders.finde()");
    assert_eq!(ran.mistake.unwrap().kind, MistakeKind::Wrong);
    let ran = run(&mut console, "use other\ndb.things.insertOne({ _id: 1, a: 1 })");
    assert_eq!(
        tree(&ran.tree),
        ["other here", "  things 1", "    _id_ index", "test", "  orders 2", "    _id_ index"]
    );
    assert_eq!(printed(&run(&mut console, "db.things.countDocuments()")), "1\n");
    assert!(Engine::Mongo.is_complete("db.a.find()") && !Engine::Mongo.is_complete("db.a.find({"));
}

#[test]
fn a_session_of_a_cache_keeps_keys_and_transactions() {
    let (_home, tutor) = desk();
    let (mut console, opened) = open(&tutor, Engine::Redis, &On::Empty);
    assert_eq!((tree(&opened.tree), opened.tree.says.as_deref()), (vec![], Some("no keys yet")));
    let ran =
        run(&mut console, "SET name Ada\nHSET u:1 a 1\nEXPIRE u:1 90\nSET \"a b\" \"\\x1b[2J\"");
    assert_eq!(printed(&ran), "OK\n(integer) 1\n(integer) 1\nOK\n");
    assert_eq!(tree(&ran.tree)[0], "a b string");
    assert!(tree(&ran.tree)[2].starts_with("u:1 hash   "), "{:?}", tree(&ran.tree));
    run(&mut console, "MULTI");
    assert_eq!(printed(&run(&mut console, "INCR n")), "QUEUED\n");
    assert_eq!(printed(&run(&mut console, "EXEC")), "1) (integer) 1\n");
    assert!(printed(&run(&mut console, "NOPE")).starts_with("(error) ERR unknown command"));
    let ran = run(&mut console, "GET 'open");
    assert_eq!(ran.mistake.unwrap().message, "Invalid argument(s)");
    assert_eq!(printed(&run(&mut console, "GET name")), "\"Ada\"\n");
}

#[test]
fn a_session_of_javascript_is_as_nodes_own() {
    let (_home, tutor) = desk();
    let (mut console, opened) = open(&tutor, Engine::Js, &On::Empty);
    assert_eq!((opened.name.as_str(), opened.tree.twigs.len()), ("empty", 0));
    let mut gives = |input: &str, expected: &str| {
        let ran = run(&mut console, input);
        assert_eq!(ran.mistake, None, "{input}");
        assert_eq!(printed(&ran), format!("{expected}\n"), "{input}");
    };
    gives("1 + 1", "2");
    gives("const a = { b: 'c' }; let n = 1; function more() { return ++n; }", "undefined");
    gives("a", "{ b: 'c' }");
    gives("more(); more(); n", "3");
    gives("n = 7; more()", "8");
    gives("const { b, d: [e = 2] = [] } = a; class F { g() { return b + e } }", "undefined");
    gives("new F().g()", "'c2'");
    gives("const a = 5", "undefined");
    gives("a + _", "NaN");
    gives("{ x: 1 }", "{ x: 1 }");
    gives("await new Promise((done) => setTimeout(() => done('late'), 5))", "'late'");
    gives("console.log('hi'); require('path').join('a', 'b')", "hi\n'a/b'");
    gives("typeof require('express')", "'function'");
    gives("path.basename('/x/y.js')", "'y.js'");
    gives("[1, 2].map((x) => x * 2)", "[ 2, 4 ]");
    gives("async function go() { return 4 }\nawait go()", "4");
    gives("// nothing", "undefined");
    gives("const [_] = [5]", "undefined");
    gives("_ + 1", "6");
    gives("_", "5");
}

#[test]
fn javascript_goes_on_after_errors_and_ends_are_said() {
    let (_home, tutor) = desk();
    let (mut console, _) = open(&tutor, Engine::Js, &On::Empty);
    let mut says = |input: &str| run(&mut console, input).mistake.map(|mistake| mistake.message);
    assert_eq!(says("const kept = 1"), None);
    assert_eq!(
        says("kept = 2").as_deref(),
        Some("Uncaught TypeError: Assignment to constant variable.")
    );
    assert_eq!(says("nope()").as_deref(), Some("Uncaught ReferenceError: nope is not defined"));
    assert_eq!(says("throw new Error('\u{1b}[2J')").as_deref(), Some("Uncaught Error: ␛[2J"));
    assert!(says("let let = 1").unwrap().starts_with("Uncaught SyntaxError"));
    assert!(says("await new Promise(() => {})").unwrap().starts_with("this promise never settles"));
    assert_eq!(says("setTimeout(() => { throw new Error('later') }, 1); 0"), None);
    assert_eq!(says("kept"), None);
    let cancel = Cancel::new();
    let stops = cancel.clone();
    let stopper = thread::spawn(move || {
        thread::sleep(Duration::from_millis(200));
        stops.cancel();
    });
    let ran = console.run("for (;;) {}", &cancel, &|_| {});
    stopper.join().unwrap();
    assert_eq!(ran.mistake.unwrap().kind, MistakeKind::Stopped);
    assert!(ran.lost.unwrap().contains("what was declared is gone"));
    let ran = run(&mut console, "process.exit(3)");
    assert_eq!(ran.mistake.unwrap().message, "the program ended itself with exit code 3");
    assert_eq!(printed(&run(&mut console, "typeof kept")), "'undefined'\n");
}

#[test]
fn what_was_typed_comes_back() {
    let (_home, tutor) = desk();
    for text in ["SELECT 1", "SELECT 2", "SELECT 2"] {
        tutor.keep_typed(Engine::Sql, text);
    }
    tutor.keep_typed(Engine::Redis, "PING");
    let (_, opened) = open(&tutor, Engine::Sql, &On::Empty);
    assert_eq!(opened.typed, ["SELECT 1", "SELECT 2"]);
    assert_eq!(tutor.typed(Engine::Mongo), [""; 0]);
}

#[test]
fn rows_are_written_to_a_new_file_each_time() {
    let (home, tutor) = desk();
    let (mut console, _) = open(&tutor, Engine::Sql, &shop());
    let ran = run(&mut console, "SELECT * FROM users");
    let What::Rows(table) = &ran.given[0].what else { panic!("{ran:?}") };
    let folder = home.path().join("work/playground");
    for number in 1..3 {
        let path = tutor.export_rows("sql", table).unwrap();
        assert_eq!(path, folder.join(format!("sql-{number}.csv")));
        assert_eq!(std::fs::read_to_string(path).unwrap(), "id,name\r\n1,Ada\r\n2,Ben\r\n");
    }
    assert_eq!(tutor.export_text("redis", "OK\n").unwrap(), folder.join("redis-1.txt"));
}

#[test]
fn an_opening_that_is_stopped_says_so() {
    let (_home, tutor) = desk();
    for engine in Engine::ALL {
        let cancel = Cancel::new();
        cancel.cancel();
        let Err(trouble) = tutor.open_console(engine, &On::Empty, &cancel) else {
            panic!("{engine} was opened")
        };
        assert!(trouble.what.starts_with("Stopped before"), "{engine}: {trouble}");
    }
}

#[test]
fn a_program_that_prints_much_is_cut_once_and_says_so() {
    let (_home, tutor) = desk();
    let mut console = open(&tutor, Engine::Js, &On::Empty).0;
    let ran = run(
        &mut console,
        "for (let n = 0; n < 20; n++) console.log(String(n).repeat(n % 2 ? 3 : 60000))",
    );
    let printed = printed(&ran);
    let (_, cut) = printed.split_once("… It prints more than 512 kB").unwrap();
    assert!(!cut.contains("333") && !cut.contains("191919"), "{}", &cut[..200.min(cut.len())]);
}
