//! `pack new` and `pack schema`: a new pack holds at once, and refuses to be made over something.

use std::fs;

use crate::command::Test;

const KINDS: [&str; 8] = ["js", "http", "sql", "mongo", "redis", "quiz", "attack", "stack"];

#[test]
fn a_new_pack_of_every_kind_passes_its_own_lint_and_test() {
    let test = Test::new();
    test.args(["pack", "new", "notes", "--kind", "all"])
        .prints(
            "my/notes: 1 lesson, 8 exercises (js, http, sql, mongo, redis, quiz, attack, stack)",
        )
        .prints("cd notes")
        .ends(0);
    test.args(["pack", "lint", "notes"]).prints("0 errors, 0 warnings in 51 files").ends(0);
    test.args(["pack", "test", "notes"])
        .prints("8 exercises: 8 solutions pass three times")
        .prints("Everything holds.")
        .ends(0);
}

#[test]
fn a_new_pack_of_any_one_kind_holds_too() {
    let test = Test::new();
    for kind in KINDS {
        test.args(["pack", "new", kind, "--kind", kind, "--id", "ada/notes"]).ends(0);
        test.args(["pack", "lint", kind]).prints("0 errors, 0 warnings").ends(0);
        test.args(["pack", "test", kind]).prints("Everything holds.").ends(0);
    }
}

#[test]
fn a_new_pack_needs_no_words_and_takes_some() {
    let test = Test::new();
    let run = test.args(["pack", "new", "HTTP Caching (2nd)"]).ends(0);
    assert!(run.stdout.starts_with("my/http-caching-2nd: 1 lesson, 1 exercise (js)\n"));
    assert!(run.stdout.contains("The id begins with `my/`"));
    let args = [
        "pack",
        "new",
        "b",
        "--id",
        "ada/b",
        "--kind",
        "sql,quiz",
        "--kind",
        "sql",
        "--author",
        "Ada \"L\" \\",
    ];
    let run = test.args(args).ends(0);
    assert!(run.stdout.starts_with("ada/b: 1 lesson, 2 exercises (sql, quiz)\n"));
    assert!(!run.stdout.contains("my/"));
    let manifest = fs::read_to_string(test.folder().join("b/pack.toml")).unwrap();
    assert!(manifest.contains("authors = [\"Ada 'L' '\"]"), "{manifest}");
    assert!(manifest.contains("exercises = [\"find-open-notes\", \"open-or-done\"]"));
    test.args(["pack", "lint", "b"]).prints("0 errors, 0 warnings").ends(0);
    // A folder that was made for it, perhaps with version control already.
    fs::create_dir_all(test.folder().join("c/.git")).unwrap();
    test.args(["pack", "new", "c"]).ends(0);
}

#[test]
fn a_new_pack_overwrites_nothing() {
    let test = Test::new();
    test.file("full/notes.txt", "mine");
    test.args(["pack", "new", "full"])
        .complains("full: the folder is not empty: `notes.txt` is in it")
        .complains("backlab pack new my-pack")
        .ends(2);
    assert_eq!(fs::read_dir(test.folder().join("full")).unwrap().count(), 1);
    test.args(["pack", "new", "full/notes.txt"]).complains("this is not a folder").ends(2);
    test.args(["pack", "new", "full/notes.txt/below"]).complains("cannot be written").ends(3);
    test.args(["pack", "new", "a", "--id", "Ada/Notes"]).complains("--id Ada/Notes: ").ends(2);
    test.args(["pack", "new", "a", "--kind", "reddis"])
        .complains("--kind reddis: there is no such kind of exercise, did you mean `redis`?")
        .complains("kinds: js, http, sql, mongo, redis, quiz, attack, stack, or all")
        .ends(2);
    test.args(["pack", "new", "???"]).complains("no id can be made of the name").ends(2);
    for folder in ["a", "???"] {
        assert!(!test.folder().join(folder).exists(), "{folder}");
    }
}

#[test]
fn schemas_are_printed_as_they_lie_beside_a_new_pack() {
    let test = Test::new();
    test.args(["pack", "new", "notes"]).ends(0);
    for name in ["pack", "lesson", "exercise", "glossary", "facts", "api", "translation"] {
        let run = test.args(["pack", "schema", name]).ends(0);
        let beside = test.folder().join(format!("notes/.schemas/{name}.json"));
        assert_eq!(run.stdout, fs::read_to_string(beside).unwrap());
        test.args(["pack", "schema"]).prints(name).ends(0);
    }
    test.args(["pack", "schema", "--markdown"]).prints("# Every key of a lesson pack").ends(0);
    test.args(["pack", "schema", "exercises"]).complains("did you mean `exercise`?").ends(2);
}
