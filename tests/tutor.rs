//! The tutor over the real lab: what is judged is recorded, and only that.

#![expect(clippy::unwrap_used, reason = "a test may end where something is not as it must be")]

#[path = "tutor/consoles.rs"]
mod consoles;

use std::{
    path::PathBuf,
    sync::{Arc, mpsc::channel},
};

use backlab::{
    config::{Config, Folders},
    course::{
        exercise::Files,
        id::{ExerciseId, LessonId},
    },
    judge::Step,
    lab::Machine,
    pack::{Pack, files::Memory},
    tutor::{Cancel, Tutor},
};
use tempfile::TempDir;

fn now() -> i64 {
    1_795_478_400
}

/// A lesson `one` with two samples, and the exercise `first`, whose program prints an answer.
fn desk() -> (TempDir, Tutor) {
    let lesson = include_str!("fixtures/tutor/one.md");
    let exercise = include_str!("fixtures/tutor/exercise.toml");
    let manifest = include_str!("fixtures/tutor/pack.toml")
        .replace("\"one\", \"two\"", "\"one\"")
        .replace("\"first\", \"extra\"", "\"first\"")
        .replace("\"three\"", "");
    let folder = "exercises/m01/first";
    let memory: Memory = [
        ("pack.toml".to_owned(), manifest),
        (
            "lessons/m01/one.md".to_owned(),
            lesson.replace("ID", "one").replace("EXERCISES", "\"first\""),
        ),
        (format!("{folder}/exercise.toml"), exercise.replace("ID", "first")),
        (format!("{folder}/task.md"), "Print it.\n".to_owned()),
        (format!("{folder}/starter/server.js"), "require('./given.json');\n".to_owned()),
        (format!("{folder}/starter/given.json"), "[\"answer\"]\n".to_owned()),
        (
            format!("{folder}/solution/server.js"),
            "console.log(require('./given.json')[0]);\n".to_owned(),
        ),
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
    (home, Tutor::open(pack, machine, folders, Config::default(), now))
}

fn first() -> ExerciseId {
    ExerciseId::parse("first").unwrap()
}

fn files(text: &str) -> Files {
    Files::from([
        ("server.js".to_owned(), text.as_bytes().to_vec()),
        // What is given counts as the pack has it.
        ("given.json".to_owned(), b"[\"cheated\"]".to_vec()),
    ])
}

const RIGHT: &str = "console.log(require('./given.json')[0]);";

#[test]
fn a_check_is_recorded_with_its_text_before_it_is_answered() {
    let (home, tutor) = desk();
    let (steps, heard) = channel();
    let first = tutor.exercise(&first()).unwrap();
    let failed = tutor.check(&first, &files("console.log('no')"), &Cancel::new(), &steps);
    assert!(!failed.verdict.passed() && failed.unsaved.is_none());
    assert_eq!((failed.standing.attempts, failed.standing.passed), (1, false));
    let passed = tutor.check(&first, &files(RIGHT), &Cancel::new(), &steps);
    assert!(passed.verdict.passed(), "{:?}", passed.verdict);
    assert_eq!((passed.standing.attempts, passed.standing.passed), (2, true));
    drop(steps);
    assert_eq!(heard.iter().next(), Some(Step::Check { at: 0, of: 1 }));

    let history = tutor.history(&first.id).unwrap();
    let own = Files::from([("server.js".to_owned(), RIGHT.as_bytes().to_vec())]);
    assert_eq!((history.len(), history[0].passed, &history[0].files), (2, 1, &own));
    drop(tutor);
    assert!(home.path().join("data/progress.db").exists());
}

#[test]
fn what_is_live_cancelled_or_the_solution_is_no_attempt() {
    let (_home, tutor) = desk();
    let (steps, _heard) = channel();
    let first = tutor.exercise(&first()).unwrap();
    let live = tutor.check_live(&first, &files(RIGHT), &Cancel::new(), &steps);
    assert!(live.passed());
    assert!(tutor.check_held(&first, &first.solution, &Cancel::new(), &steps).passed());
    let cancel = Cancel::new();
    cancel.cancel();
    let checked = tutor.check(&first, &files(RIGHT), &cancel, &steps);
    assert_eq!(checked.standing.attempts, 0);
    assert!(tutor.history(&first.id).unwrap().is_empty());
    assert!(!tutor.overview().modules[0].exercises[0].is_solved());
}

#[test]
fn a_block_runs_with_those_that_it_continues() {
    let (_home, tutor) = desk();
    let one = LessonId::parse("one").unwrap();
    let (steps, heard) = channel();
    let run = |index| tutor.run_sample(&one, index, &Cancel::new(), &steps);
    let first = run(0).unwrap();
    assert_eq!((first.output.as_str(), first.as_told), ("one\n", Some(true)));
    assert_eq!(heard.try_iter().next(), Some(Step::Printed { text: "one\n".to_owned() }));
    let second = run(1).unwrap();
    assert_eq!((second.output.as_str(), second.as_told), ("TWO\n", Some(true)));
    assert!(run(2).is_err());
}

/// A prediction that was wrong is asked again a day later, once.
#[test]
fn a_wrong_prediction_becomes_a_card() {
    let (_home, tutor) = desk();
    let lesson = LessonId::parse("one").unwrap();
    assert_eq!(tutor.predicted(&lesson, 0, " one", "one\n"), None);
    assert_eq!(tutor.predicted(&lesson, 0, "", "one\n"), None);
    assert_eq!(tutor.predicted(&lesson, 9, "two", "one\n"), None);
    for said in ["two", "three"] {
        assert_eq!(tutor.predicted(&lesson, 0, said, "one\n"), Some(86_400));
    }
}
