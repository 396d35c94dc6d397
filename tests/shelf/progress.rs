//! What the learner did stays, whatever becomes of the pack.

use std::path::PathBuf;

use crate::{
    command::Test,
    small::{SOLUTION, Tree, tree, write},
};

/// Two exercises are solved and one is tried, each with a text of its own.
pub fn learner() -> Test {
    let test = Test::new();
    write(&tree("1.0.0", &[("first", 1), ("second", 1), ("extra", 1)]), &test.folder().join("v1"));
    test.args(["pack", "add", "v1", "--yes"]).prints("ada/small 1.0.0 is installed").ends(0);
    for id in ["first", "second", "extra"] {
        solve(&test, id, &format!("// my own {id}\n{SOLUTION}"));
        test.args(["--pack", "ada/small", "check", id]).prints("Learned:").ends(0);
    }
    test
}

fn solve(test: &Test, id: &str, answer: &str) -> PathBuf {
    let started = test.args(["--pack", "ada/small", "start", id]).ends(0);
    let file = PathBuf::from(started.stdout.lines().next().unwrap());
    std::fs::write(&file, answer).unwrap();
    file
}

pub fn update(test: &Test, folder: &str, tree: &Tree) -> String {
    write(tree, &test.folder().join(folder));
    test.args(["pack", "add", folder, "--yes"]).ends(0).stdout
}

#[track_caller]
fn text_of(test: &Test, id: &str, attempt: &str) {
    test.args(["history", id, "--show", attempt]).prints(&format!("// my own {id}")).ends(0);
}

/// `first` moves and is raised, `second` is raised to what its text does not pass, `extra` is gone.
pub fn second_version() -> Tree {
    let mut tree = tree("1.1.0", &[("opening", 2), ("second", 2), ("fresh", 1)]);
    let manifest = tree.get_mut("pack.toml").unwrap();
    *manifest = manifest.replace("retired = []", "retired = [\"extra\"]");
    manifest.push_str("\n[moved]\nfirst = \"opening\"\n");
    for path in ["exercise.toml", "solution/server.js"] {
        let file = tree.get_mut(&format!("exercises/m01/second/{path}")).unwrap();
        *file = file.replace("answer\\n", "answer!\\n").replace("[0])", "[0] + '!')");
    }
    tree
}

#[test]
fn an_update_keeps_every_attempt_of_moved_raised_and_retired_exercises() {
    let test = learner();
    let told = update(&test, "v2", &second_version());
    for line in [
        "1 lesson or exercise is new.",
        "What you did in first moves to opening.",
        "extra is no longer in it; your attempts go to the archive.",
        "opening has revision 2 now; your pass of revision 1 is kept.",
        "ada/small is updated from 1.0.0 to 1.1.0.",
        "opening: your solution passes in revision 2 too.",
        "second: your pass of revision 1 is kept; revision 2 asks for more",
    ] {
        assert!(told.contains(line), "no `{line}` in:\n{told}");
    }
    let list = test.args(["list"]).ends(0).stdout;
    let row = |id: &str| list.lines().find(|line| line.contains(id)).unwrap().to_owned();
    assert!(row("opening").contains("solved  "), "{list}");
    assert!(row("second").contains("solved (rev 1)"), "{list}");
    assert!(row("fresh").contains("ahead"), "{list}");
    let archive = &list[list.find("Archived").unwrap()..];
    assert!(archive.contains("extra") && archive.contains("solved"), "{list}");

    test.args(["history", "opening"]).prints("1 of 1 checks").ends(0);
    test.args(["history", "first"]).prints("1 of 1 checks").ends(0);
    test.args(["history", "opening", "--show", "1"]).prints("// my own first").ends(0);
    text_of(&test, "second", "2");
    text_of(&test, "extra", "3");
    // Their files moved along.
    let folder = test.folder().join("backlab-work/ada/small");
    let moved = std::fs::read_to_string(folder.join("opening/server.js")).unwrap();
    assert!(moved.contains("// my own first"), "{moved}");
    assert!(folder.join("extra/server.js").exists());

    // Once more, nothing changes.
    let again = test.args(["pack", "update", "--yes"]).ends(0).stdout;
    assert!(again.contains("ada/small: nothing is new"), "{again}");
    assert_eq!(test.args(["list"]).ends(0).stdout, list);

    // The new revision is solved, and the mark goes.
    let file = folder.join("second/server.js");
    std::fs::write(file, SOLUTION.replace("[0])", "[0] + '!')")).unwrap();
    test.args(["check", "second"]).prints("Learned:").ends(0);
    let list = test.args(["list"]).ends(0).stdout;
    assert!(!list.contains("(rev 1)"), "{list}");
}

#[test]
fn removal_and_another_install_find_everything_again() {
    let test = learner();
    test.args(["pack", "remove", "ada/small"]).complains("--yes").ends(2);
    test.args(["pack", "remove", "ada/small", "--yes"])
        .prints("Your progress in it and your files are kept")
        .ends(0);
    test.args(["pack", "list"]).prints("No pack is installed").ends(0);
    // What is gone is not opened, and the built-in course stands in for it.
    test.args(["--pack", "ada/small", "list"]).complains("is not installed").ends(2);
    test.args(["list"]).prints("basic-node-server").ends(0);
    test.args(["pack", "remove", "ada/small", "--yes"]).complains("is not installed").ends(2);

    test.args(["pack", "add", "v1", "--yes"]).prints("is installed").ends(0);
    let list = test.args(["--pack", "ada/small", "list"]).ends(0).stdout;
    assert_eq!(list.matches("solved").count(), 3, "{list}");
    for (id, attempt) in [("first", "1"), ("second", "2"), ("extra", "3")] {
        text_of(&test, id, attempt);
    }
}

#[test]
fn the_pack_that_is_meant_is_the_one_named_else_of_this_folder_else_the_last() {
    let test = Test::new();
    write(&tree("1.0.0", &[("first", 1)]), &test.folder().join("v1"));
    test.args(["list"]).prints("basic-node-server").ends(0);
    test.args(["pack", "add", "v1", "--yes"]).prints("backlab --pack ada/small").ends(0);
    // Installing opens nothing.
    test.args(["list"]).prints("basic-node-server").ends(0);
    test.args(["--pack", "ada/small", "list"]).prints("A small course").ends(0);
    test.args(["list"]).prints("A small course").ends(0);
    test.args(["list", "--pack", "backlab/backend"]).prints("basic-node-server").ends(0);
    test.args(["list"]).prints("basic-node-server").ends(0);
    test.args(["--pack", "Ada", "list"])
        .complains("an owner and a name with one slash between")
        .ends(2);
    test.args(["--pack", "ada/absent", "list"]).complains("is not installed").ends(2);
}
