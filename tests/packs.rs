//! Packs as authors write them, right and wrong: each folder of tests/cases is a pack, and its
//! `expected.txt` holds every finding. `BACKLAB_BLESS=1 cargo test --test packs` writes them anew.

#![expect(clippy::unwrap_used, reason = "a test may end where a file cannot be read")]

use std::{env, fs, path::Path, sync::Arc};

use backlab::{
    course::{
        check::{Expect, Expected, Test},
        id::ExerciseId,
    },
    lab,
    pack::{
        Pack,
        files::{Bundled, Disk, Files, Memory},
    },
};
use proptest::prelude::*;

#[test]
fn each_case_has_the_findings_it_expects() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut wrong = Vec::new();
    for case in fs::read_dir(cases).unwrap() {
        let folder = case.unwrap().path();
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

/// The pack of tests/cases/tiny in memory, with one file changed.
fn tiny_files(path: &str, change: impl FnOnce(&str) -> String) -> Memory {
    let disk = Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/tiny"));
    let read = |path: String| (path.clone(), disk.read(&path).unwrap());
    let mut memory: Memory = disk.list("").0.into_iter().map(read).collect();
    let text = String::from_utf8(disk.read(path).unwrap()).unwrap();
    memory.insert(path, change(&text));
    memory
}

fn tiny_with(path: &str, change: impl FnOnce(&str) -> String) -> Pack {
    Pack::open(Arc::new(tiny_files(path, change))).0.unwrap()
}
