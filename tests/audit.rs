//! `pack test` on a small pack: what is proved, and what is named when it is damaged.

#![expect(clippy::unwrap_used, reason = "a test may end where its own values are wrong")]

use std::{
    path::PathBuf,
    sync::{Arc, mpsc},
};

use backlab::{
    audit::{Audit, audit},
    lab::{Cancel, Machine},
    pack::{Pack, files::Memory},
};

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
    let mut memory = Memory::new();
    for (name, text) in files {
        let text = if name == path { text.replacen(find, put, 1) } else { text.to_owned() };
        memory.insert(name, text);
    }
    let (pack, findings) = Pack::open(Arc::new(memory));
    assert!(findings.is_empty(), "{findings:?}");
    let machine = Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")));
    let (progress, _nobody) = mpsc::channel();
    audit(&machine, &pack.unwrap(), &Cancel::new(), &progress)
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
            "the wrong answer `from-two` fails no check, not `counts`",
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
