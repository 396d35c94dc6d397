//! The console from outside: scripts in, text out.

use std::{cell::Cell, fs, path::Path, rc::Rc};

use proptest::prelude::*;

use super::{Console, Kind, is_complete};
use crate::lab::{documents::Server, world::World};

/// A clock that stands still, and randomness that repeats.
struct Still(Cell<u64>);

impl World for Still {
    fn now_ms(&self) -> i64 {
        1_700_000_000_000
    }

    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let next =
                self.0.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_041);
            self.0.set(next);
            *byte = next.to_be_bytes()[2];
        }
    }

    fn is_over(&self) -> bool {
        false
    }
}

fn console() -> Console {
    Console::new(Server::new(Rc::new(Still(Cell::new(5)))))
}

fn run(console: &mut Console, script: &str) -> String {
    let mut lines = Vec::new();
    console.run(script, &mut |told| {
        if !told.text.is_empty() {
            lines.push(told.text);
        }
    });
    lines.join("\n")
}

/// A case: the line that it is on, the script, and the text that is expected.
type Case = (usize, String, String);

/// Cases of a file: `> ` begins a script, `. ` goes on with it, the lines below are what it prints,
/// and `#` is a remark.
fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut is_open = false;
    for (at, line) in text.lines().enumerate() {
        if let Some(script) = line.strip_prefix("> ") {
            cases.push((at + 1, script.to_owned(), String::new()));
            is_open = true;
        } else if line.is_empty() || !is_open {
            is_open = false;
        } else if let Some((_, script, expected)) = cases.last_mut() {
            if let Some(more) = line.strip_prefix(". ").filter(|_| expected.is_empty()) {
                script.push('\n');
                script.push_str(more);
            } else {
                if !expected.is_empty() {
                    expected.push('\n');
                }
                expected.push_str(line);
            }
        }
    }
    cases
}

/// Whether the text is the expected one, in which `...` stands for anything.
fn is_as(expected: &str, found: &str) -> bool {
    let mut parts = expected.split("...");
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = found.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

#[test]
fn documents_answer_as_the_manual_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/documents");
    let mut count = 0;
    let mut differences = Vec::new();
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let mut console = console();
        for (line, script, expected) in cases(&fs::read_to_string(&file).unwrap()) {
            count += 1;
            let found = run(&mut console, &script);
            if !is_as(&expected, &found) {
                differences.push(format!(
                    "{name}:{line}\n> {script}\n--- expected\n{expected}\n--- found\n{found}\n"
                ));
            }
        }
    }
    assert!(
        differences.is_empty(),
        "{} of {count}\n\n{}",
        differences.len(),
        differences.join("\n")
    );
    assert!(count >= 300, "{count} cases");
}

/// Runs `script` alone; the first line of what is printed, and the hint of the failure.
fn failing(script: &str) -> (Kind, String, Option<String>, std::ops::Range<usize>) {
    let mut failures = Vec::new();
    console().run(script, &mut |told| failures.extend(told.outcome.err()));
    let failure = failures.pop().expect("the script fails");
    (failure.kind, failure.message, failure.hint, failure.place.expect("a failure has a place"))
}

/// A script that fails: the error's kind, the text that it points at, and words of its hint.
fn check_failure(script: &str, kind: Kind, at: &str, hint: &str) -> Option<String> {
    let (found, message, said, place) = failing(script);
    let said = said.unwrap_or_default();
    let is_right = found == kind && &script[place.clone()] == at && said.contains(hint);
    let place = &script[place];
    (!is_right)
        .then(|| format!("{script}: {found:?} at {place:?}: {message}; the hint is {said:?}"))
}

#[test]
fn failures_point_at_their_place_and_say_what_to_write() {
    let cases = [
        ("db.users.inserOne({})", Kind::Type, "inserOne", "did you mean `insertOne`?"),
        ("db.users.findone()", Kind::Type, "findone", "did you mean `findOne`?"),
        ("db.users.find", Kind::Type, "find", "call it with brackets"),
        ("db.users.find({ a: 1 )", Kind::Syntax, ")", "still open"),
        ("db.users.find({ a 1 })", Kind::Syntax, "1", "a `:` is missing"),
        ("db.users.find({ a = 1 })", Kind::Syntax, "=", "a `:` between them"),
        ("db.users.find({ a: 1 b: 2 })", Kind::Syntax, "b", "a comma is missing"),
        ("db.users.find({ a.b: 1 })", Kind::Syntax, ".", "needs quotes"),
        ("db.users.find(a: 1)", Kind::Syntax, ":", "in braces"),
        ("db.users.find())", Kind::Syntax, ")", "closes nothing"),
        ("db.users.find({ name: Ann })", Kind::Reference, "Ann", "needs quotes"),
        ("db.users.find({ _id: ObjectID(1) })", Kind::Reference, "ObjectID", "`ObjectId`"),
        ("ObjectId('12')", Kind::Bson, "('12')", "24 digits"),
        ("for (const i of [1]) { }", Kind::Syntax, "for", "insertMany"),
        ("try { 1 } catch (e) { }", Kind::Syntax, "try", "statement alone"),
        ("function f() { return 1 }", Kind::Syntax, "function", "where it is used"),
        ("const f = x => x", Kind::Unsupported, "x => x", "where it is used"),
        ("const doc = { a: 1 }; doc.a = 2", Kind::Syntax, "=", "make a new value"),
        ("({ ...x })", Kind::Syntax, "...", "write the fields"),
        ("let i = 0; i++", Kind::Syntax, "++", "$inc"),
        ("const a = 1; a = 2", Kind::Type, "a = 2", "`let`"),
        ("SELECT * FROM users", Kind::Syntax, "SELECT", "find("),
        ("db.insertOne({})", Kind::Type, "insertOne", "name a collection first"),
        ("db.users.sort({})", Kind::Type, "sort", "behind `find()`"),
        ("db.users.findOne().name", Kind::Type, "name", "found none"),
        ("db.users.updateOne({}, { a: 1 })", Kind::Argument, "updateOne", "$set"),
        ("db.users.find(5)", Kind::Argument, "find", "_id: 5"),
        ("show colections", Kind::Input, "show colections", "`collections`"),
        ("db.users.watch()", Kind::Server, "watch", "replica sets"),
        ("db.getMongo().startSession()", Kind::Server, "startSession", "no transactions"),
        ("new Date(\"soon\")", Kind::Range, "(\"soon\")", "2026-01-31"),
        ("db.users.find({ n: “x” })", Kind::Syntax, "“", "straight quotes"),
        ("10n", Kind::Syntax, "10n", "Long(\"10\")"),
        ("(f => f(f))(f => f(f))", Kind::Limit, "f(f)", ""),
    ];
    let wrong: Vec<String> = cases
        .into_iter()
        .filter_map(|(script, kind, at, hint)| check_failure(script, kind, at, hint))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_script_is_complete_or_goes_on() {
    let complete = [
        "",
        "1",
        "db.a.find()",
        "db.a.find() // (",
        "show dbs",
        "use a",
        "'a",
        "\"(\"",
        "/* ( */ 1",
        "({ a: [1, 2] })",
        "db.a.find(}",
        "const a = 1\nlet b = 2",
        "`a${1}b`",
        "/[(]/",
    ];
    let unfinished = [
        "db.a.find(",
        "db.a.find({ a: 1 }",
        "[1, 2",
        "1 +",
        "a ?",
        "db.a.",
        "const a =",
        "/* ",
        "`a",
        "`a${",
        "`a${1",
        "x =>",
        "x => {",
        "db.a.find(// )",
        "!",
        "{",
        "new",
        "`a\\",
    ];
    for script in complete {
        assert!(is_complete(script), "{script}");
    }
    for script in unfinished {
        assert!(!is_complete(script), "{script}");
    }
}

#[test]
fn a_copy_goes_its_own_way() {
    let mut first = console();
    run(&mut first, "use shop\nconst n = 1\ndb.a.insertMany([{ _id: 1 }, { _id: 2 }])");
    run(&mut first, "const c = db.a.find(); c.next()");
    let mut second = first.copy();
    assert_eq!(run(&mut second, "n; db; c.next()"), "1\nshop\n{ _id: 2 }");
    assert_eq!(
        run(&mut second, "db.a.deleteMany({}); n2 = 5"),
        "{ acknowledged: true, deletedCount: 2 }\n5"
    );
    assert_eq!(
        run(&mut first, "c.next(); typeof n2; db.a.find().count()"),
        "{ _id: 2 }\nundefined\n2"
    );
}

#[test]
fn what_is_nested_too_deeply_is_refused() {
    let many = 100_000;
    for (open, middle, close) in [
        ("(", "1", ")"),
        ("[", "", "]"),
        ("{a:", "1", "}"),
        ("x=>", "1", ""),
        ("!", "1", ""),
        ("a?", "1", ":2"),
        ("`${", "1", "}`"),
        ("a=", "1", ""),
        ("x=>{", "1", "}"),
        ("await ", "1", ""),
    ] {
        let script = format!("{}{middle}{}", open.repeat(many), close.repeat(many));
        console().run(&script, &mut |told| assert!(told.outcome.is_err(), "{open}"));
        is_complete(&script);
    }
    // Long chains and sums are not deep ones.
    let sum = vec!["1"; many].join("+");
    assert_eq!(run(&mut console(), &sum), "100000");
    let chain = format!("db{}", ".a".repeat(1000));
    assert_eq!(run(&mut console(), &chain), format!("test{}", ".a".repeat(1000)));
}

#[test]
fn what_grows_without_end_is_stopped() {
    let scripts = [
        "let s = 'aaaaaaaa'; Array.from({ length: 40 }, () => { s = s + s; return 1 })",
        "'a'.repeat(1e9)",
        "'a'.padStart(1e9)",
        "'aaaa'.replaceAll('a', 'b'.repeat(10000000))",
        "Array.from({ length: 1e9 })",
        "Array.from({ length: 1e6 }).forEach(() => Array.from({ length: 1e6 }))",
        "let l = [1]; Array.from({ length: 40 }, () => { l = l.concat(l); return 1 })",
        "let d = 1; Array.from({ length: 3000 }, () => { d = [d]; return 1 }); d",
        "let w = 1; Array.from({ length: 60 }, () => { w = [w, w]; return 1 }); w",
    ];
    for script in scripts {
        let (kind, message, ..) = failing(script);
        assert!(matches!(kind, Kind::Limit | Kind::Range), "{script}: {message}");
    }
}

/// Scripts made of pieces that mean something to the parser.
fn scripts() -> impl Strategy<Value = String> {
    const PIECES: [&str; 60] = [
        "db",
        ".users",
        ".find",
        ".insertOne",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        ";",
        "\n",
        " ",
        "name",
        "\"a\"",
        "'b'",
        "`c`",
        "`${",
        "}`",
        "1",
        "2.5",
        "-",
        "+",
        "*",
        "/",
        "/a/i",
        "//",
        "/*",
        "*/",
        "=>",
        "=",
        "==",
        "===",
        "?",
        "?.",
        "...",
        "const ",
        "let ",
        "new ",
        "Date",
        "ObjectId",
        "show dbs",
        "use x",
        "it",
        "$set",
        "null",
        "undefined",
        "true",
        ".toArray",
        ".map",
        ".forEach",
        "x",
        "return ",
        "function",
        "!",
        "é",
        "\\",
        "typeof ",
    ];
    let piece = prop_oneof![
        4 => (0..PIECES.len()).prop_map(|at| PIECES[at].to_owned()),
        1 => any::<String>().prop_map(|text| text.chars().take(4).collect()),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Values as a script writes them.
fn literals() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        any::<i32>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| if number.is_finite() {
            format!("{number}")
        } else {
            "NaN".into()
        }),
        "[a-z '\"\\\\\n]{0,30}".prop_map(|text| format!("{text:?}").replace("\\'", "'")),
        Just("ObjectId()".to_owned()),
        Just("null".to_owned()),
        Just("new Date()".to_owned()),
        Just("Long('5')".to_owned()),
    ];
    leaf.prop_recursive(8, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8)
                .prop_map(|values| format!("[{}]", values.join(","))),
            prop::collection::vec(("[a-z$.]{1,6}", inner), 0..6).prop_map(|fields| {
                let fields: Vec<String> =
                    fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
                format!("{{{}}}", fields.join(","))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn no_script_brings_the_console_down(script in scripts()) {
        let complete = is_complete(&script);
        let mut told_of = Vec::new();
        console().run(&script, &mut |told| told_of.push(told));
        for told in &told_of {
            prop_assert!(script.get(told.place.clone()).is_some(), "{:?}", told.place);
            if let Err(failure) = &told.outcome {
                let place = failure.place.clone().expect("a failure has a place");
                prop_assert!(script.get(place.clone()).is_some(), "{place:?}");
            }
        }
        // What could go on is what the parser stops at the end of.
        if !complete {
            let failure = told_of.pop().and_then(|told| told.outcome.err());
            prop_assert_eq!(failure.map(|failure| failure.kind), Some(Kind::Syntax));
        }
    }

    #[test]
    fn values_are_printed_so_that_they_can_be_read_again(literal in literals()) {
        let mut console = console();
        let script = format!("({literal})");
        let printed = run(&mut console, &format!("print([{literal}])"));
        let again = run(&mut console, &format!("print({printed})"));
        if !printed.contains("[Object]") && !printed.contains("[Array]") && !printed.contains("Invalid") {
            prop_assert_eq!(printed, again, "{}", script);
        }
    }
}
