//! Packs as archives: what is built, what is refused, who signed it.

#![expect(clippy::unwrap_used, reason = "a test may end where a file cannot be written")]

#[path = "archives/built.rs"]
mod built;
#[path = "archives/fetched.rs"]
mod fetched;
#[path = "archives/hostile.rs"]
mod hostile;
#[path = "archives/kept.rs"]
mod kept;
#[path = "archives/made.rs"]
mod made;
#[path = "archives/signed.rs"]
mod signed;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// The folder of a pack of tests/cases.
fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name)
}

/// The built program in `folder`, which is its HOME too.
fn backlab(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backlab"));
    command.current_dir(folder).env_clear().env("HOME", folder);
    command
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Everything below a folder: each path with its size, links as links.
fn everything_in(folder: &Path) -> Vec<(PathBuf, u64)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let meta = entry.path().symlink_metadata().unwrap();
        found.push((entry.path(), if meta.is_dir() { 0 } else { meta.len() }));
        if meta.is_dir() {
            found.extend(everything_in(&entry.path()));
        }
    }
    found.sort();
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
