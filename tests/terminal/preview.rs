//! `pack preview`: the screens on a folder that its author writes at the same time.

use std::fs;

use crate::pty::Pty;

const CTRL_Q: &str = "\x11";
const F5: &str = "\x1b[15~";
const RIGHT: &str = "\x1b[C";

/// A home with a new pack in `p`, and the preview of it.
fn previewed() -> (tempfile::TempDir, Pty) {
    let home = tempfile::tempdir().unwrap();
    let made = std::process::Command::new(env!("CARGO_BIN_EXE_backlab"))
        .args(["pack", "new"])
        .arg(home.path().join("p"))
        .output()
        .unwrap();
    assert!(made.status.success());
    let mut pty = Pty::command(home.path(), 80, 24, &[], &["pack", "preview", "p"]);
    pty.wait_for("lint finds nothing");
    (home, pty)
}

#[test]
fn a_preview_shows_what_is_saved_where_its_author_is_and_keeps_nothing() {
    let (home, mut pty) = previewed();
    let folder = home.path().join("p");
    pty.send("\r");
    pty.wait_for("A list of notes");
    pty.send(RIGHT);
    pty.wait_for("Keep what is open");
    let path = folder.join("lessons/m01/what-is-open.md");
    let text = fs::read_to_string(&path).unwrap();
    let change = |find: &str, put: &str| {
        assert!(text.contains(find), "{find}");
        fs::write(&path, text.replacen(find, put, 1)).unwrap();
    };
    // The page stays, with its new words and what lint says of them.
    change("Which notes are still to be done?", "Which notes wait, obviously?");
    pty.wait_for("Which notes wait, obviously?");
    pty.wait_for("warning[L03]: `obviously` helps nobody");
    assert!(pty.text().contains("Keep what is open"), "{}", pty.text());
    let rows = pty.rows();
    assert!(rows[23].ends_with("1 of 1"), "{}", rows[23]);
    // A lesson that cannot be read is told, and comes back when it is mended.
    change("```js run", "```js rnu");
    pty.wait_for("error[shape]: unknown mode `rnu`");
    fs::write(&path, &text).unwrap();
    pty.wait_for("lint finds nothing");
    pty.wait_for("Which notes are still to be done?");
    let manifest = folder.join("pack.toml");
    let listed = fs::read_to_string(&manifest).unwrap();
    // Another list is opened at once, where its author is.
    fs::write(&manifest, listed.replace("title = \"P\"", "title = \"Q\"")).unwrap();
    pty.wait_for("Q  ›");
    pty.wait_for("lint finds nothing");
    assert!(pty.text().contains("Keep what is open"), "{}", pty.text());
    pty.resize(100, 30);
    pty.wait_for("Keep what is open");
    pty.send(CTRL_Q);
    assert_eq!(pty.wait_end(), 0, "{}", pty.text());
    // Neither a record nor files of a learner.
    for path in [".local", "backlab-work", ".cache"] {
        assert!(!home.path().join(path).exists(), "{path}");
    }
}

#[test]
fn a_preview_keeps_the_pane_and_what_is_typed_and_opens_what_is_listed_anew() {
    let (home, mut pty) = previewed();
    let folder = home.path().join("p");
    assert!(!pty.text().contains("memory") && !pty.text().contains("HOME"), "{}", pty.text());
    pty.send(":");
    pty.send("list what");
    pty.wait_for("List what is open");
    pty.send("\r");
    pty.wait_for("1 Task");
    assert!(!pty.text().contains("memory"), "{}", pty.text());
    pty.send("2");
    pty.wait_for("F5 check");
    pty.send("// typed\r");
    pty.wait_for("// typed");
    let task = folder.join("exercises/m01/list-open-notes/task.md");
    let text = fs::read_to_string(&task).unwrap();
    fs::write(&task, format!("{text}\nObviously.\n")).unwrap();
    pty.wait_for("warning[");
    assert!(pty.text().contains("// typed"), "{}", pty.text());
    fs::write(&task, &text).unwrap();
    pty.wait_for("lint finds nothing");
    // Another list is opened at once, and what is typed is still there, for the checks too.
    let manifest = folder.join("pack.toml");
    let listed = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, listed.replace("short = \"Notes\"", "short = \"Listed anew\"")).unwrap();
    pty.wait_for("1 Listed anew");
    assert!(pty.text().contains("// typed"), "{}", pty.text());
    pty.send(F5);
    pty.wait_for("✗");
    assert!(!pty.text().contains("Not saved"), "{}", pty.text());
    pty.send(CTRL_Q);
    assert_eq!(pty.wait_end(), 0, "{}", pty.text());
}

#[test]
fn a_preview_without_a_terminal_or_a_pack_says_so() {
    let home = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_backlab"));
        let output = command.args(args).current_dir(home.path()).env("HOME", home.path()).output();
        let output = output.unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(run(&["pack", "new", "p"]).0, Some(0));
    let (code, said) = run(&["pack", "preview", "p"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("a preview needs a terminal"), "{said}");
    let (code, said) = run(&["pack", "preview", "nowhere"]);
    assert_eq!(code, Some(3));
    assert!(said.contains("pack.toml"), "{said}");
}
