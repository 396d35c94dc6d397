//! `pack test` on a small pack: what is proved, and what is named when it is damaged.

#![expect(clippy::unwrap_used, reason = "a test may end where its own values are wrong")]

#[path = "fixtures/large.rs"]
mod large;
#[path = "audit/mutants.rs"]
mod mutants;
#[path = "audit/virtual_world.rs"]
mod virtual_world;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
};

use backlab::{
    audit::{Audit, Kept, Mutants, Wanted, audit},
    lab::{Cancel, Machine},
    pack::{
        Pack,
        files::{Disk, Files, Memory},
    },
};

/// What stands beside mutants is proved without them.
const WITHOUT_MUTANTS: Wanted = Wanted { only: Vec::new(), mutants: Mutants::None, bar: None };

const PACK: &str = r#"format = 1
id = "demo/tiny"
version = "0.1.0"
title = "A tiny pack"
summary = "One exercise, one lesson."
languages = ["en"]
authors = []
licence = "CC-BY-SA-4.0"
min-app = "0.1.0"
needs = ["js"]
retired = []

[[module]]
id = "m01"
title = "Counting"
short = "Counting"
outcome = "Count."
lessons = ["counting"]
exercises = ["counter"]
"#;

const LESSON: &str = r#"+++
id = "counting"
title = "Counting"
objective = "Count to two."
minutes = 1
requires = []
concepts = ["counter"]
exercises = ["counter"]
rev = 1

[[review]]
question = "What is next?"
answer = "Two."
+++
# Counting

```js run
console.log("one");
console.log("two");
```
```output
one
two
```
"#;

const EXERCISE: &str = r#"id = "counter"
rev = 1
kind = "js"
title = "A counter"
difficulty = 1
minutes = 1
requires = ["counting"]
concepts = ["counter"]
status = "active"
files = [{ path = "counter.js", edit = true }]
hints = ["one", "two", "three", "four"]
learned = "Counting."
explain = "It counts."

[[check]]
name = "counts"
say = "next counts from 1"
fails = "It does not count from 1."
why = "People count from 1."
look = "the first number"
[check.js]
module = "counter.js"
call = "next"
args = []
returns = 1

[[also]]
name = "short"
say = "In one line."

[[wrong]]
name = "from-zero"
edit = [{ file = "counter.js", find = "n + 1", put = "n + 0" }]
fails = ["counts"]
when = { returns = 0 }
feedback = "The first number is 0."

[[wrong]]
name = "from-two"
edit = [{ file = "counter.js", find = "n + 1", put = "n + 2" }]
fails = ["counts"]
when = { returns = 2 }
feedback = "The first number is 2."
"#;

const SOLUTION: &str = "let n = 0;\nexports.next = () => { n = n + 1; return n; };\n";

/// Tests the pack after `find` was replaced by `put` in the file at `path`.
fn audited(path: &str, find: &str, put: &str) -> Audit {
    let folder = "exercises/m01/counter";
    let files = [
        ("pack.toml".to_owned(), PACK),
        ("lessons/m01/counting.md".to_owned(), LESSON),
        (format!("{folder}/exercise.toml"), EXERCISE),
        (format!("{folder}/task.md"), "Count.\n"),
        (format!("{folder}/starter/counter.js"), "// Begin here.\n"),
        (format!("{folder}/solution/counter.js"), SOLUTION),
        (format!("{folder}/also/short/counter.js"), "let n = 0; exports.next = () => ++n;\n"),
    ];
    audited_files(&files, path, find, put)
}

fn audited_files(files: &[(String, &str)], path: &str, find: &str, put: &str) -> Audit {
    let mut memory = Memory::new();
    for (name, text) in files {
        let text = if name == path { text.replacen(find, put, 1) } else { (*text).to_owned() };
        memory.insert(name.as_str(), text);
    }
    let (pack, findings) = Pack::open(Arc::new(memory));
    assert!(findings.is_empty(), "{findings:?}");
    let machine = Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")));
    let (progress, _nobody) = mpsc::channel();
    audit(&machine, &pack.unwrap(), &WITHOUT_MUTANTS, &Kept::in_memory(), &Cancel::new(), &progress)
}

fn shown(audit: &Audit) -> Vec<String> {
    audit.findings.iter().map(ToString::to_string).collect()
}

/// The damage is found, and nothing else: `file:line` and a part of the message of each finding.
#[track_caller]
fn check_found(path: &str, find: &str, put: &str, expected: &[(&str, &str)]) {
    let audit = audited(path, find, put);
    let shown: Vec<String> = audit.findings.iter().map(ToString::to_string).collect();
    assert_eq!(shown.len(), expected.len(), "{shown:#?}");
    for (shown, (place, message)) in shown.iter().zip(expected) {
        assert!(shown.starts_with(place) && shown.contains(message), "{shown}\n{place} {message}");
    }
}

#[test]
fn a_sound_pack_is_proved() {
    let audit = audited("", "", "");
    let shown: Vec<String> = audit.findings.iter().map(ToString::to_string).collect();
    assert!(shown.is_empty(), "{shown:#?}");
    let proved = audit.proved;
    assert_eq!((proved.exercises, proved.checks, proved.alternatives), (1, 1, 1));
    assert_eq!((proved.lessons, proved.samples), (1, 1));
}

#[test]
fn feedback_stands_at_the_failure_that_is_seen_first() {
    let folder = "exercises/m01/counter";
    let before = |hidden: &str| {
        EXERCISE
            .replace("fails = [\"counts\"]", "fails = [\"counts\", \"before\"]")
            .replacen("name = \"counts\"\n", &format!("name = \"before\"\n{hidden}"), 1)
            .replace(
                "[[also]]",
                "[[check]]\nname = \"counts\"\nsay = \"again\"\nfails = \"Not one.\"\nwhy = \"One.\"\n\
                 look = \"one\"\n[check.js]\nmodule = \"counter.js\"\ncall = \"next\"\nargs = []\n\
                 returns = 1\n\n[[also]]",
            )
    };
    let findings = |exercise: &str| {
        let toml = format!("{folder}/exercise.toml");
        shown(&audited(&toml, EXERCISE, exercise))
    };
    let found = findings(&before(""));
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(
        found[0].contains("stands below another failure: `before` is seen first"),
        "{found:#?}"
    );
    assert!(found[0].contains("name `before` first in `fails`"), "{found:#?}");
    // A hidden check is judged after the others were seen.
    assert_eq!(findings(&before("hidden = true\n")), [""; 0]);
}

#[test]
fn damage_is_named_with_its_place() {
    let folder = "exercises/m01/counter";
    let toml = format!("{folder}/exercise.toml");
    check_found(
        "lessons/m01/counting.md",
        "two\n```\n",
        "three\n```\n",
        &[("lessons/m01/counting.md:18:1", "the lesson says `three`, printed was `two`")],
    );
    check_found(
        &toml,
        "when = { returns = 0 }",
        "when = { returns = 5 }",
        &[(
            "exercises/m01/counter/exercise.toml:36:1",
            "the feedback of the wrong answer `from-zero` is not shown",
        )],
    );
    check_found(
        &toml,
        "when = { returns = 0 }",
        "when = { returns = { min = 0 } }",
        &[("exercises/m01/counter/exercise.toml:43:1", "that of `from-zero` is shown")],
    );
    check_found(
        &toml,
        "put = \"n + 2\"",
        "put = \"n  + 1\"",
        &[(
            "exercises/m01/counter/exercise.toml:41:1",
            "the wrong answer `from-two` fails no check, not `counts`\n    `counts` passes",
        )],
    );
    check_found(
        &format!("{folder}/also/short/counter.js"),
        "++n",
        "n++",
        &[("exercises/m01/counter/exercise.toml:28:1", "the right answer `short` fails `counts`")],
    );
    check_found(
        &format!("{folder}/starter/counter.js"),
        "// Begin here.",
        SOLUTION,
        &[("exercises/m01/counter/exercise.toml:1:1", "the starter fails no check")],
    );
}

#[test]
fn a_damaged_solution_is_named() {
    let audit = audited("exercises/m01/counter/solution/counter.js", "return n;", "return n + 5;");
    let shown: Vec<String> = audit.findings.iter().map(ToString::to_string).collect();
    let named = |line: &String| line.contains("solution") && line.contains("`counts`");
    assert!(shown.iter().any(named), "{shown:#?}");
}

/// An exercise whose checks look into the program.
const REGISTERS: &str = r#"id = "counter"
rev = 1
kind = "js"
title = "A counter"
difficulty = 1
minutes = 1
requires = ["counting"]
concepts = ["counter"]
status = "active"
files = [{ path = "counter.js", edit = true }]
hints = ["one", "two", "three", "four"]
learned = "Hashing."
explain = "It hashes."

[[check]]
name = "answers"
say = "GET / answers"
fails = "It does not answer."
why = "People wait."
look = "the answer"
[check.http]
request = "GET /"
expect = { status = 200 }

[[check]]
name = "once"
say = "one hash is computed"
fails = "It hashes more than once."
why = "A hash is slow."
look = "each call of hash"
after = ["answers"]
hidden = true
[check.trace]
hash = "bcrypt"
count = 1

[[wrong]]
name = "twice"
edit = [{ file = "counter.js", find = "const made", put = "await hash('p', 4);\n  const made" }]
fails = ["once"]
feedback = "One hash is enough."
"#;

#[test]
fn checks_of_the_recording_are_proved_alone_and_with_the_others() {
    let program = "const { hash } = require('bcrypt');
require('http').createServer(async (request, response) => {
  const made = await hash('p', 4);
  response.end(made);
}).listen(3000);
";
    let folder = "exercises/m01/counter";
    let files = [
        ("pack.toml".to_owned(), PACK),
        ("lessons/m01/counting.md".to_owned(), LESSON),
        (format!("{folder}/exercise.toml"), REGISTERS),
        (format!("{folder}/task.md"), "Hash.\n"),
        (format!("{folder}/starter/counter.js"), "// Begin here.\n"),
        (format!("{folder}/solution/counter.js"), program),
    ];
    let mut memory = Memory::new();
    for (name, text) in files {
        memory.insert(name, text);
    }
    let (pack, findings) = Pack::open(Arc::new(memory));
    assert!(findings.is_empty(), "{findings:?}");
    let machine = Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")));
    let (progress, _nobody) = mpsc::channel();
    let audit = audit(
        &machine,
        &pack.unwrap(),
        &WITHOUT_MUTANTS,
        &Kept::in_memory(),
        &Cancel::new(),
        &progress,
    );
    let shown: Vec<String> = audit.findings.iter().map(ToString::to_string).collect();
    assert!(shown.is_empty(), "{shown:#?}");
    assert_eq!((audit.proved.exercises, audit.proved.checks), (1, 2));
}

/// Tests the pack of tests/cases/shop after `find` was replaced by `put` in one of its files.
fn audited_shop(path: &str, find: &str, put: &str) -> Audit {
    audited_case("shop", &[(path, find, put)])
}

/// Tests a pack of tests/cases after each `find` was replaced by its `put`.
fn audited_case(case: &str, changes: &[(&str, &str, &str)]) -> Audit {
    let disk = Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(case));
    let mut memory = Memory::new();
    for name in disk.list("").0 {
        let mut text = String::from_utf8(disk.read(&name).unwrap()).unwrap();
        for (_, find, put) in changes.iter().filter(|(path, ..)| name == *path) {
            assert!(text.contains(find), "{find} does not stand in {name}");
            text = text.replacen(find, put, 1);
        }
        memory.insert(name, text);
    }
    let pack = Pack::open(Arc::new(memory)).0.unwrap();
    let machine = Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")));
    let (progress, _nobody) = mpsc::channel();
    audit(&machine, &pack, &WITHOUT_MUTANTS, &Kept::in_memory(), &Cancel::new(), &progress)
}

/// Each damage to an SQL exercise or to a block in SQL is named, with its place.
#[test]
fn sql_exercises_are_proved_as_all_others_are() {
    let audit = audited_shop("pack.toml", "A small shop", "A shop");
    let errors: Vec<String> = audit.findings.iter().map(ToString::to_string).collect();
    assert!(audit.passed(), "{errors:#?}");
    assert_eq!((audit.proved.exercises, audit.proved.checks, audit.proved.samples), (4, 11, 1));
    let folder = "exercises/m06/orders-per-user";
    for (path, find, put, place, message) in [
        (
            "lessons/m06/outer-joins.md",
            "Meera      NULL",
            "Meera         0",
            "lessons/m06/outer-joins.md:22:1",
            "printed was `Meera      NULL`",
        ),
        (
            "exercises/m06/orders-per-user/solution/answer.sql",
            "o.id) AS",
            "o.it) AS",
            "exercises/m06/orders-per-user/solution/answer.sql:1:1",
            "The exercise's own solution does not run: no such column: o.it",
        ),
        (
            "exercises/m06/orders-per-user/data/other.sql",
            "INTO users",
            "INTO people",
            "exercises/m06/orders-per-user/solution/answer.sql:1:1",
            "data/other.sql:1:13: no such table: people",
        ),
        (
            "exercises/m06/orders-per-user/also/cte/answer.sql",
            "ifnull(counted.n, 0)",
            "counted.n",
            "exercises/m06/orders-per-user/exercise.toml:45:1",
            "the right answer `cte` fails `rows`",
        ),
        (
            "exercises/m06/orders-per-user/exercise.toml",
            "when = { rows = 3 }",
            "when = { rows = 4 }",
            "exercises/m06/orders-per-user/exercise.toml:68:1",
            "the feedback of the wrong answer `group-by-name` is not shown: none is shown\n    \
             `when` must match what this answer sends, and no other's\n    `rows` fails: ",
        ),
        (
            "exercises/m06/three-questions/exercise.toml",
            "put = \"city IS NULL OR city = ''\"",
            "put = \"NOT city IS NOT NULL\"",
            "exercises/m06/three-questions/exercise.toml:56:1",
            "the wrong answer `empty-text` fails no check, not `two`",
        ),
        (
            "exercises/m06/honest-users/solution/schema.sql",
            "NOT NULL UNIQUE COLLATE",
            "NOT NULL COLLATE",
            "exercises/m06/honest-users/solution/schema.sql:1:1",
            "the solution fails `one-account`",
        ),
        (
            "exercises/m06/quick-orders/exercise.toml",
            "vm-steps-max = 130",
            "vm-steps-max = 40",
            "exercises/m06/quick-orders/exercise.toml:32:1",
            "`vm-steps-max` of the check `found` is less than 2 times what the solution takes",
        ),
        (
            "exercises/m06/quick-orders/exercise.toml",
            "[check.plan]\nno-sort = true",
            "[check.plan]\nno-scan = [\"orders\"]",
            "exercises/m06/quick-orders/exercise.toml:46:1",
            "the check `in-order` never caught anything",
        ),
    ] {
        let audit = audited_shop(path, find, put);
        let shown: Vec<String> = audit.findings.iter().map(ToString::to_string).collect();
        let named = |line: &String| line.starts_with(place) && line.contains(message);
        assert!(shown.iter().any(named), "{path} {find}\n{shown:#?}");
    }
    let place = format!("{folder}/exercise.toml:1:1");
    let audit = audited_shop(
        &format!("{folder}/starter/answer.sql"),
        "-- every user",
        "SELECT u.name, u.city, (SELECT count(*) FROM orders WHERE user_id = u.id) AS n FROM users u \
         ORDER BY n DESC\n-- every user",
    );
    let found =
        audit.findings.iter().map(ToString::to_string).find(|line| line.starts_with(&place));
    assert!(found.is_some_and(|line| line.contains("the starter fails no check")));
}

/// What is wrong with an attack is named: its server, its exploits, its checks.
#[test]
fn attacks_are_proved_in_both_stages() {
    let audit = audited_case("attack", &[]);
    let errors: Vec<String> = audit.findings.iter().map(ToString::to_string).collect();
    assert!(audit.passed(), "{errors:#?}");
    assert_eq!((audit.proved.exercises, audit.proved.solutions, audit.proved.checks), (2, 2, 10));
    let folder = "exercises/m01/open-gate";
    for (path, find, put, message) in [
        (
            "starter/server.js",
            "res.end(NOTE);",
            "if (req.headers.password) return res.end();\n  res.end(NOTE);",
            "the server is broken, not vulnerable: before any repair it fails `ada-reads`: Ada gave \
             her password and did not get her note.",
        ),
        (
            "starter/server.js",
            "\"ada\";",
            "\"ada\" && req.headers.password === PASSWORD;",
            "the solution fails `note-comes`: The note did not come.",
        ),
        (
            "data/empty-password.http",
            "GET /note\nUser: ada\nPassword:\n\n###\nGET /note\nUser: ada",
            "GET /note\nUser: eve",
            "the exploit data/empty-password.http does not work on the vulnerable server",
        ),
        (
            "data/empty-password.http",
            "Password: undefined",
            "Password: {{PASSWORD}}",
            "the solution fails `others-blocked`: Another exploit got the note.",
        ),
        (
            "exercise.toml",
            "put = \"req.headers.password !== undefined\"",
            "put = \"PASSWORD === req.headers.password\"",
            "the wrong answer `only-a-password` fails no check, not `others-blocked`",
        ),
    ] {
        let path = format!("{folder}/{path}");
        let alone = |path| (path, ", \"forge-none\"", "");
        let changes =
            [alone("pack.toml"), alone("lessons/m01/gates.md"), (path.as_str(), find, put)];
        let audit = audited_case("attack", &changes);
        let shown: Vec<String> = audit.findings.iter().map(ToString::to_string).collect();
        let named = |line: &String| line.contains(message);
        assert!(shown.iter().any(named), "{path}: {shown:#?}");
    }
}

/// Before the repair no exploit is blocked, so that none can wait for another that is.
#[test]
fn an_exploit_is_tried_on_the_vulnerable_server_whatever_its_check_comes_after() {
    let path = "exercises/m01/open-gate/exercise.toml";
    let after = (
        "hidden = true\n[check.blocked]",
        "hidden = true\nafter = [\"own-blocked\"]\n[check.blocked]",
    );
    let audit = audited_case("attack", &[(path, after.0, after.1)]);
    let shown: Vec<String> = audit.findings.iter().map(ToString::to_string).collect();
    let vulnerable = |line: &String| line.contains("on the vulnerable server");
    assert!(!shown.iter().any(vulnerable), "{shown:#?}");
}

/// Programs with filled stores, and checks of what they left there.
#[test]
fn what_programs_leave_in_their_stores_is_proved() {
    let path = "exercises/m11/guest-book/exercise.toml";
    for (find, put, message) in [
        ("A guest book that", "The guest book that", None),
        ("GET visits", "GET visit", Some("check `counts` never caught anything")),
        (
            "same-as = \"solution\"\n\n[[check]]\nname = \"once\"",
            "json = { \"$[9]\" = 1 }\n\n[[check]]\nname = \"once\"",
            Some("the solution fails `keeps`"),
        ),
    ] {
        let audit = audited_case("stores", &[(path, find, put)]);
        let shown: Vec<String> = audit.findings.iter().map(ToString::to_string).collect();
        match message {
            None => {
                assert!(shown.is_empty(), "{shown:#?}");
                assert_eq!((audit.proved.exercises, audit.proved.checks), (1, 7));
            }
            Some(message) => {
                assert!(shown.iter().any(|one| one.contains(message)), "{put}: {shown:#?}");
            }
        }
    }
}
