//! The cases of `tests/cases/cache`, run through the console.

use std::{fmt::Write as _, fs, path::Path, rc::Rc};

use crate::lab::cache::{
    Server,
    console::{Console, Outcome},
    still::Still,
};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/cache");
/// The cases are never fewer.
const COMMANDS_MIN: usize = 300;

#[test]
fn the_cases_are_answered_as_written() {
    let mut paths: Vec<_> = fs::read_dir(FOLDER)
        .expect("the cases")
        .map(|entry| entry.expect("a file").path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    paths.sort();
    let mut commands = 0;
    let mut differences = String::new();
    for path in &paths {
        let text = fs::read_to_string(path).expect("text");
        let (count, found) = check(&text);
        commands += count;
        if !found.is_empty() {
            let _ = write!(differences, "\n{}{found}", name(path));
        }
    }
    assert!(differences.is_empty(), "{differences}");
    assert!(commands >= COMMANDS_MIN, "{commands} commands in {} files", paths.len());
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// How many commands a file has, and where the answers are others.
fn check(text: &str) -> (usize, String) {
    let world = Rc::new(Still::default());
    let mut console = Console::new(Server::new(Rc::clone(&world) as Rc<_>));
    let mut commands = 0;
    let mut differences = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(milliseconds) = line.strip_prefix("@advance ") {
            let milliseconds: i64 = milliseconds.parse().expect("milliseconds");
            world.now_ms.set(world.now_ms.get() + milliseconds);
        }
        let Some(command) = line.strip_prefix("> ") else { continue };
        commands += 1;
        let mut expected = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with(['>', '@', '#'])) {
            expected.push(line);
        }
        let mut printed = String::new();
        console.run(command, &mut |told| match told.outcome {
            Outcome::Answered(answered) => printed += &answered.text,
            Outcome::Failed(failure) => printed += &failure.message,
        });
        if printed.lines().collect::<Vec<_>>() != expected {
            let expected = expected.join("\n  ");
            let printed = printed.replace('\n', "\n  ");
            let _ = write!(differences, "\n> {command}\n  {expected}\nbut\n  {printed}");
        }
    }
    (commands, differences)
}
