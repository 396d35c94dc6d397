//! The doors, and what the learner is shown and asked before anything is written.

use std::fs::File;

use crate::{
    command::Test,
    small::{data, on_disk, tree, write},
};

fn desk() -> Test {
    let test = Test::new();
    write(&tree("1.0.0", &[("first", 1)]), &test.folder().join("v1"));
    test
}

#[test]
fn without_a_terminal_and_without_yes_it_is_shown_and_nothing_is_installed() {
    let test = desk();
    let run = test
        .args(["pack", "add", "v1"])
        .prints("ada/small 1.0.0  A small course")
        .prints("from       the folder")
        .prints("sha256")
        .prints("not signed: nobody vouches for where it comes from")
        .prints("needs      js: it runs them in the lab")
        .prints("CC-BY-SA-4.0, by Ada")
        .prints("1 lesson and 1 exercise in")
        .complains("`pack add` needs --yes")
        .ends(2);
    assert!(!run.stdout.contains("is installed"), "{}", run.stdout);
    assert!(!data(test.folder()).join("packs/ada").exists());
    test.args(["pack", "list"]).prints("No pack is installed").ends(0);
}

#[test]
fn what_is_installed_is_listed_for_people_and_for_programs() {
    let test = desk();
    test.args(["pack", "add", "v1", "--yes"]).ends(0);
    test.args(["pack", "list"])
        .prints("ada/small")
        .prints("1 lesson, 1 exercise, installed")
        .prints("not signed")
        .ends(0);
    let run = test.args(["pack", "list", "--json"]).ends(0);
    let list: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let pack = &list["packs"][0];
    assert_eq!((&list["format"], &pack["id"]), (&1.into(), &"ada/small".into()));
    assert_eq!(pack["source"]["kind"], "folder");
    assert_eq!(pack["needs"], serde_json::json!(["js"]));
    assert_eq!(pack["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(pack["key"], serde_json::Value::Null);
}

#[test]
fn what_no_pack_can_be_is_refused_with_what_to_do() {
    let test = desk();
    test.file("empty/readme", "");
    test.file("text.tpack", "no archive");
    test.args(["pack", "add", "empty", "--yes"]).complains("pack.toml").ends(2);
    test.args(["pack", "add", "absent", "--yes"]).complains("no folder or file `absent`").ends(2);
    test.args(["pack", "add", "ada/small", "--yes"]).complains("--registry URL").ends(2);
    test.args(["pack", "add", "text.tpack", "--yes"]).ends(2);
    test.args(["pack", "add", "Ada", "--registry", "v1"]).complains("owner/name").ends(2);
    test.args(["pack", "add"]).complains("SOURCE").ends(2);
    test.args(["pack", "update", "ada/small"]).complains("is not installed").ends(2);
    test.args(["pack", "update"]).prints("No pack is installed").ends(0);
    test.args(["pack", "trust", "ada/small"]).complains("--key").ends(2);
    assert!(!data(test.folder()).join("packs/ada").exists());
}

#[test]
fn a_pack_that_this_backlab_cannot_read_is_refused_with_update_backlab() {
    let test = desk();
    let manifest = std::fs::read_to_string(test.folder().join("v1/pack.toml")).unwrap();
    for (old, new, words) in [
        ("format = 1", "format = 2", "this pack has format 2"),
        ("min-app = \"0.1.0\"", "min-app = \"999.0.0\"", "needs Backlab 999.0.0"),
        ("needs = [\"js\"]", "needs = [\"js\", \"quantum\"]", "no engine `quantum`"),
    ] {
        test.file("v1/pack.toml", &manifest.replace(old, new));
        let run = test.args(["pack", "add", "v1", "--yes"]).complains(words);
        run.complains("Update Backlab.").ends(2);
    }
    test.file("v1/pack.toml", &manifest.replace("rev", "rev").replace("licence", "license"));
    test.args(["pack", "add", "v1", "--yes"]).complains("pack.toml:").ends(2);
    test.file("v1/pack.toml", &manifest.replace("ada/small", "backlab/backend"));
    test.args(["pack", "add", "v1", "--yes"]).complains("built-in course").ends(2);
    assert_eq!(on_disk(&data(test.folder())), None);
}

#[test]
fn a_pack_with_a_mistake_in_its_form_is_not_installed() {
    let test = desk();
    test.file("v1/exercises/m01/first/exercise.toml", "id = \"first\"\n");
    test.args(["pack", "add", "v1", "--yes"])
        .complains("exercises/m01/first/exercise.toml")
        .complains("pack lint")
        .ends(2);
}

#[test]
fn two_at_once_are_kept_apart() {
    let test = desk();
    test.args(["pack", "add", "v1", "--yes"]).ends(0);
    let lock = File::options().write(true).open(data(test.folder()).join("packs/.lock")).unwrap();
    lock.lock().unwrap();
    for args in [["pack", "add", "v1", "--yes"], ["pack", "remove", "ada/small", "--yes"]] {
        test.args(args).complains("Another Backlab is changing the packs").ends(2);
    }
    drop(lock);
    test.args(["pack", "remove", "ada/small", "--yes"]).ends(0);
}

#[test]
fn without_a_home_there_is_no_place_for_packs() {
    let test = desk();
    test.without_home().args(["pack", "add", "v1", "--yes"]).complains("HOME is not set").ends(2);
    test.without_home().args(["pack", "list"]).complains("HOME is not set").ends(2);
}

/// Titles of packs are cleaned when they are read and again when they are shown.
#[test]
fn no_control_character_of_a_pack_reaches_the_terminal() {
    let test = desk();
    let manifest = std::fs::read_to_string(test.folder().join("v1/pack.toml")).unwrap();
    let title = "A small \\u001B]52;c;eA==\\u0007 \\u202Ecourse\\u200B";
    test.file("v1/pack.toml", &manifest.replace("A small course", title));
    let run = test.args(["pack", "add", "v1", "--yes"]);
    let all = format!("{}{}", run.stdout, run.stderr);
    assert!(!all.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{200b}']), "{all:?}");
}
