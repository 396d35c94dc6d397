//! Packs as authors write them, right and wrong: each folder of tests/cases with a `pack.toml` is a
//! pack, and its `expected.txt` holds every finding. `BACKLAB_BLESS=1 cargo test --test packs` writes them anew.

#![expect(clippy::unwrap_used, reason = "a test may end where a file cannot be read")]

use std::{env, fs, path::Path, sync::Arc};

use backlab::{
    course::{
        check::{Expect, Expected, Test},
        id::ExerciseId,
    },
    diag::Place,
    lab,
    pack::{
        Pack,
        files::{Bundled, Disk, Files, Memory},
        lint::{Found, RULES, lint},
    },
};
use proptest::prelude::*;

#[test]
fn each_case_has_the_findings_it_expects() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut wrong = Vec::new();
    for case in fs::read_dir(cases).unwrap() {
        let folder = case.unwrap().path();
        if !folder.join("pack.toml").exists() {
            continue;
        }
        let found = findings_of(&folder);
        let expected = folder.join("expected.txt");
        if env::var_os("BACKLAB_BLESS").is_some() {
            fs::write(&expected, &found).unwrap();
        }
        let expected = fs::read_to_string(expected).unwrap_or_default();
        if found != expected {
            wrong.push(format!("{}\n--- expected\n{expected}--- found\n{found}", folder.display()));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn findings_of(folder: &Path) -> String {
    let (pack, mut findings) = Pack::open(Arc::new(Disk::new(folder)));
    if let Some(pack) = pack {
        findings.append(pack.check_all());
    }
    findings.iter().fold(String::new(), |text, found| text + &found.to_string() + "\n")
}

#[test]
fn an_exercise_is_read_with_all_its_answers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/tiny");
    let (pack, findings) = Pack::open(Arc::new(Disk::new(folder)));
    assert!(findings.is_empty(), "{findings:?}");
    let pack = pack.unwrap();
    assert_eq!(pack.course.modules[1].lessons, []);
    let id = pack.course.modules[0].exercises[0].clone();
    let (exercise, findings) = pack.exercise(&id);
    assert!(!findings.has_errors(), "{findings:?}");
    let exercise = exercise.unwrap();
    assert_eq!(exercise.app(), "server.js");
    assert_eq!(exercise.lab.answer_ms, Some(1_000));
    let home = exercise.check("home").unwrap();
    let Test::Http(home) = &home.test else { panic!("{home:?}") };
    assert_eq!((home.steps[0].method.as_str(), home.steps[0].target.as_str()), ("GET", "/"));
    assert_eq!(
        home.steps[0].expect,
        Expect {
            status: Some(Expected::Equals(200.into())),
            headers: vec![("Content-Type".into(), Expected::Matches("^text/plain".into()))],
            body: Some(Expected::Equals("Server Running".into())),
            ..Expect::default()
        }
    );
    let never_ends = exercise.wrongs.iter().find(|wrong| wrong.name == "never-ends").unwrap();
    assert_eq!(never_ends.when.as_ref().unwrap().silent, Some(true));
    let (right, wrong) = (&exercise.solution["server.js"], &never_ends.files["server.js"]);
    assert_eq!(right.len() - wrong.len(), "res.end(\"Not found\");".len());
    assert_ne!(exercise.starter, exercise.solution);
    assert!(exercise.alternatives[0].files["server.js"].starts_with(b"const { createServer }"));
}

#[test]
fn the_built_in_course_has_no_errors() {
    let (pack, mut findings) = Pack::open(Arc::new(Bundled));
    findings.append(pack.unwrap().check_all());
    let errors: Vec<_> = findings.iter().map(ToString::to_string).collect();
    assert!(!findings.has_errors(), "\n{}", errors.join("\n"));
}

/// What `pack lint` says of the clean pack with one text of one file changed.
#[track_caller]
fn check_lint(path: &str, find: &str, put: &str, expected: &[&str]) {
    let change = |text: &str| {
        assert_eq!(text.matches(find).count(), 1, "{find}");
        text.replace(find, put)
    };
    assert_eq!(linted(files_with("clean", path, change)), expected, "{find} -> {put}");
}

/// What `pack lint` says, a finding a line, without the files.
fn linted(files: Memory) -> Vec<String> {
    let pack = Pack::open(Arc::new(files)).0.unwrap();
    let line = |Found { rule, what }: Found| {
        let Place { line, column, .. } = what.place;
        format!("{line}:{column} {}[{rule}] {}", what.severity, what.message)
    };
    lint(&pack).found.into_iter().map(line).collect()
}

/// docs/LINT.md has a row for each rule, in the order of the table.
#[test]
fn every_rule_is_described() {
    let page = include_str!("../docs/LINT.md");
    let rows: Vec<_> = page
        .lines()
        .filter_map(|line| {
            let mut cells =
                line.strip_prefix('|')?.split('|').map(|cell| cell.trim_matches([' ', '`']));
            let (id, severity) = (cells.next()?, cells.next()?);
            ["error", "warning"].contains(&severity).then(|| format!("{id} {severity}"))
        })
        .collect();
    let rules: Vec<_> = RULES.iter().map(|rule| format!("{} {}", rule.id, rule.severity)).collect();
    assert_eq!(rows, rules);
}

#[test]
fn lint_asks_of_a_question_what_a_question_has() {
    let check = |find, put, expected: &[&str]| {
        check_lint("exercises/m01/recall/exercise.toml", find, put, expected);
    };
    check("Read each", "Read every", &[]);
    check(
        "  { text = \"an error\", why = \"Nothing is wrong: many functions give nothing.\" },\n",
        "",
        &["21:11 error[X16] 2 options stand to choose from, not 3 to 5"],
    );
    check(
        "Nothing is wrong: many functions give nothing.",
        "A value is handed over by a word only.",
        &["24:3 error[X16] another wrong option says the same"],
    );
    check(
        "{ text = \"undefined\", correct = true }",
        "{ text = \"the value undefined, which is what every call gives\", correct = true }",
        &["21:11 warning[X16] the right answer is found by its length: only what is right is long"],
    );
    check(
        "distractors = [",
        "distractors = [{ text = \"1\", why = \"x\" }, { text = \"2\", why = \"y\" }, ",
        &["52:15 error[X16] 3 rows belong nowhere, at most 2 are of use"],
    );
    let long = "x".repeat(301);
    check(
        "That is what the function is given.",
        &long,
        &["43:3 error[X06] what is said to a wrong answer has 301 characters, at most 300"],
    );
    check(
        "type = \"fill\"",
        &format!("type = \"fill\"\nfails = \"{long}\""),
        &["41:9 error[X06] what is said to a wrong answer has 301 characters, at most 300"],
    );
}

#[test]
fn lint_asks_of_a_check_what_a_check_says() {
    let check = |find, put, expected: &[&str]| {
        check_lint("exercises/m01/greet/exercise.toml", find, put, expected);
    };
    check(
        "look = \"where the parameter is used\"\n",
        "",
        &["36:1 error[X06] check `grace` has no `look`"],
    );
    check(
        "fails = \"Another name did not get its greeting.\"\n",
        "",
        &["36:1 error[X06] check `grace` has no `fails`"],
    );
}

#[test]
fn lint_looks_at_what_a_learner_sends_as_at_what_comes_back() {
    let path = "exercises/m02/tick-a-note/exercise.toml";
    let change = |text: &str| {
        text.replace("json.\"$.name\" = \"ada\"", "body = '{\"name\": \"ada\"}'").replace(
            "header.Location = { any = true }",
            "header.Location = { any = true }, header.Date = \"Tue, 03 Nov 2026 08:00:00 GMT\"",
        )
    };
    let found = linted(files_with("requests", path, change));
    for expected in [
        "13:1 error[X09] this compares JSON as text: spaces and the order of keys would matter",
        "23:1 error[X13] the header `Date` has another value in every run",
    ] {
        assert!(found.iter().any(|line| line == expected), "{expected} in {found:#?}");
    }
}

#[test]
fn lint_asks_of_an_attack_for_other_ways_in_and_for_honest_traffic() {
    let folder = "exercises/m01/open-gate";
    let found = |change: fn(&str) -> String| -> Vec<String> {
        let path = format!("{folder}/exercise.toml");
        let pack = Pack::open(Arc::new(files_with("attack", &path, change))).0.unwrap();
        let of_attack = |found: &&Found| found.rule == "X11";
        lint(&pack).found.iter().filter(of_attack).map(|found| found.what.message.clone()).collect()
    };
    assert_eq!(found(str::to_owned), [""; 0]);
    let seen = |text: &str| {
        let check = text.find("name = \"others-blocked\"").unwrap();
        text[..check].to_owned() + &text[check..].replacen("hidden = true", "hidden = false", 1)
    };
    let only_one = "a repair that refuses the exploit of the solution and no other one passes";
    assert_eq!(found(seen), [only_one]);
    assert_eq!(
        found(|text| text.replace("\"solution\", \"data/empty-password.http\"", "\"solution\"")),
        [only_one]
    );
    assert_eq!(
        found(|text| text.replace("[check.http]", "[check.http]\n").replacen(
            "look = \"what the server does with a right password\"",
            "look = \"what the server does with a right password\"\nhidden = true",
            1
        )),
        ["the learner does not see which honest traffic must go on"]
    );
    let cut = |text: &str| text[..text.find("[[wrong]]").unwrap()].to_owned();
    assert_eq!(
        found(cut),
        [
            "no wrong answer is an exploit that gets nothing",
            "no wrong answer is a repair that an exploit gets through",
            "no wrong answer is a repair that keeps honest traffic out",
        ]
    );
}

#[test]
fn an_exercise_may_ask_for_what_the_lab_has_and_no_more() {
    let keys = [
        ("memory_mb", lab::MEMORY_MB_MAX),
        ("turn_ms", lab::TURN_MS_MAX),
        ("wall_ms", lab::WALL_MS_MAX),
        ("answer_ms", lab::ANSWER_MS_MAX),
    ];
    for (key, max) in keys {
        for (value, usable) in [(max, true), (max + 1, false)] {
            let limits = format!("limits = {{ {key} = {value} }}");
            let pack = tiny_with("exercises/m03/two-lines/exercise.toml", |text| {
                text.replace("limits = { answer_ms = 1000 }", &limits)
            });
            let (exercise, findings) = pack.exercise(&ExerciseId::parse("two-lines").unwrap());
            assert_eq!(exercise.is_some(), usable, "{limits}: {findings:?}");
        }
    }
}

proptest! {
    #[test]
    fn a_damaged_pack_is_read_to_the_end(
        file in 0_usize..4,
        from in 0.0_f64..1.0,
        cut in 0_usize..40,
        put in "([a-z\\[\\]{}=\"'#+~$., \n0-9-]|é){0,8}",
    ) {
        let path = [
            "pack.toml",
            "exercises/m03/two-lines/exercise.toml",
            "lessons/m03/node-first-server.md",
            "exercises/m03/two-lines/task.md",
        ][file];
        let damage = |text: &str| {
            let chars: Vec<char> = text.chars().collect();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a small text")]
            let from = (chars.len() as f64 * from) as usize;
            let to = (from + cut).min(chars.len());
            chars[..from].iter().chain(&put.chars().collect::<Vec<_>>()).chain(&chars[to..]).collect()
        };
        let files = Arc::new(tiny_files(path, damage));
        if let (Some(pack), _) = Pack::open(files) {
            pack.check_all();
        }
    }
}

fn tiny_files(path: &str, change: impl FnOnce(&str) -> String) -> Memory {
    files_with("tiny", path, change)
}

/// A pack of tests/cases in memory, with one file changed.
fn files_with(case: &str, path: &str, change: impl FnOnce(&str) -> String) -> Memory {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let disk = Disk::new(cases.join(case));
    let read = |path: String| (path.clone(), disk.read(&path).unwrap());
    let mut memory: Memory = disk.list("").0.into_iter().map(read).collect();
    let text = String::from_utf8(disk.read(path).unwrap()).unwrap();
    memory.insert(path, change(&text));
    memory
}

fn tiny_with(path: &str, change: impl FnOnce(&str) -> String) -> Pack {
    Pack::open(Arc::new(tiny_files(path, change))).0.unwrap()
}

/// A list of a course says what the whole of a lesson or an exercise would say.
#[test]
fn the_head_of_a_thing_is_that_of_the_whole() {
    let (pack, _) = Pack::open(Arc::new(Bundled));
    let pack = pack.unwrap();
    let modules = &pack.course.modules;
    for id in modules.iter().flat_map(|module| &module.lessons) {
        let lesson = pack.lesson(id).0.map(|loaded| loaded.lesson);
        assert!(lesson.is_some(), "{id}");
        assert_eq!(pack.lesson_head(id), lesson);
    }
    for id in modules.iter().flat_map(|module| &module.exercises) {
        let whole = pack.exercise(id).0.unwrap();
        let head = pack.exercise_head(id).unwrap();
        assert_eq!((head.title, head.minutes, head.kind), (whole.title, whole.minutes, whole.kind));
        let starter = pack.starter_paths(id);
        let is_there = |path: &String| whole.files.iter().any(|file| file.path == *path);
        assert!(starter.iter().all(is_there), "{id}");
        let programs = whole
            .files
            .iter()
            .filter(|file| file.path.rsplit_once('.').is_some_and(|(_, end)| end == "js"));
        assert!(programs.map(|file| &file.path).all(|path| starter.contains(path)), "{id}");
        assert_eq!(pack.api_title(id), whole.lab.mock.map(|mock| mock.api.title), "{id}");
    }
}

#[test]
fn a_line_that_looks_like_a_table_does_not_cut_a_head() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/clean");
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let disk = Disk::new(folder);
    for path in disk.list("").0 {
        let bytes = disk.read(&path).unwrap();
        files.push((path, bytes));
    }
    let (path, text) = files.iter_mut().find(|(path, _)| path.ends_with("/exercise.toml")).unwrap();
    let whole = String::from_utf8(text.clone()).unwrap();
    *text = format!("words = \"\"\"\n[[not a table]]\n\"\"\"\n{whole}").into_bytes();
    let id = ExerciseId::parse(path.rsplit('/').nth(1).unwrap()).unwrap();
    let (pack, _) = Pack::open(Arc::new(files.into_iter().collect::<Memory>()));
    assert!(pack.unwrap().exercise_head(&id).is_some());
}
