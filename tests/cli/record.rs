//! The record in figures, and as a file that goes from one machine to another.

use std::fs;

use serde_json::Value;

use crate::command::Test;

fn progress(test: &Test) -> Value {
    let run = test.args(["progress", "--json"]).ends(0);
    serde_json::from_str(&run.stdout).unwrap()
}

/// Somebody who tried one exercise once.
fn learner(exercise: &str) -> Test {
    let test = Test::new();
    test.args(["start", exercise]).ends(0);
    test.args(["check", exercise]).ends(1);
    test
}

#[test]
fn figures_are_those_of_the_course() {
    let test = learner("basic-node-server");
    let figures = progress(&test);
    assert_eq!(figures["format"], 1);
    assert_eq!(figures["days"], 1);
    assert_eq!(figures["modules"].as_array().unwrap().len(), 15);
    assert_eq!(figures["modules"][3]["solved"], 0);
    assert_eq!(figures["modules"][3]["recall_per_cent"], Value::Null);
    assert_eq!(figures["weeks"].as_array().unwrap().len(), 9);
    assert_eq!(figures["due"], 0);
    test.args(["progress"])
        .prints("Node: a server from nothing")
        .prints("0 of 5 lessons read, 0 of")
        .prints("Days: 1. Time: lessons 0 min")
        .prints("Reviews: none due.")
        .ends(0);
}

#[test]
fn two_machines_join_their_records_in_either_order() {
    let (one, other) = (learner("basic-node-server"), learner("raw-json-post"));
    one.args(["export", "one.backlab"]).prints("1 attempt, 0 reviews and 0 notes").ends(0);
    other.args(["export", "other.backlab"]).ends(0);
    let file = |test: &Test, name: &str| test.folder().join(name).to_string_lossy().into_owned();
    one.args(["import", &file(&other, "other.backlab")]).prints("New here: 1 attempt").ends(0);
    other.args(["import", &file(&one, "one.backlab")]).prints("New here: 1 attempt").ends(0);
    one.args(["import", &file(&other, "other.backlab")]).prints("No attempt").ends(0);
    for test in [&one, &other] {
        test.args(["export", "joined.backlab"]).ends(0);
    }
    let joined = |test: &Test| fs::read_to_string(test.folder().join("joined.backlab")).unwrap();
    assert_eq!(joined(&one), joined(&other));
    one.args(["history", "raw-json-post"]).prints("0 of").ends(0);
    let mode = fs::metadata(one.folder().join("joined.backlab")).unwrap();
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode.permissions()) & 0o777, 0o600);
}

#[test]
fn a_file_that_is_none_is_refused_and_nothing_is_written_over() {
    let test = learner("basic-node-server");
    test.file("notes.txt", "mine");
    test.args(["import", "notes.txt"])
        .complains("notes.txt is no export of Backlab. Nothing was changed.")
        .complains("`backlab export FILE` writes a file that can be imported.")
        .ends(2);
    test.args(["export", "notes.txt"]).complains("It was left alone.").ends(2);
    test.file("newer.backlab", "{\"backlab\":\"progress\",\"format\":9}\n");
    test.args(["import", "newer.backlab"]).complains("Update Backlab").ends(2);
    test.args(["export", "half.backlab"]).ends(0);
    let whole = fs::read_to_string(test.folder().join("half.backlab")).unwrap();
    test.file("half.backlab", &whole[..whole.len() / 2]);
    test.args(["import", "half.backlab"]).complains("half.backlab is damaged, line").ends(2);
    test.args(["import", "absent.backlab"]).complains("cannot be read").ends(2);
}

#[test]
fn without_a_home_nothing_is_imported() {
    let test = learner("basic-node-server");
    test.args(["export", "one.backlab"]).ends(0);
    test.without_home()
        .args(["import", "one.backlab"])
        .complains("Progress is kept in memory only")
        .ends(2);
}
