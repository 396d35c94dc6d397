//! Writes a pack with many exercises, for figures about `pack lint` and `pack test`:
//! `cargo run --example many_exercises FOLDER [COUNT]`, 1,000 exercises unless it is said.

#[path = "../tests/fixtures/many_exercises.rs"]
mod many_exercises;

use std::path::Path;

fn main() {
    let mut words = std::env::args().skip(1);
    let (Some(folder), count) = (words.next(), words.next()) else {
        eprintln!("cargo run --example many_exercises FOLDER [COUNT]");
        return;
    };
    let count = count.and_then(|count| count.parse().ok()).unwrap_or(1_000);
    let files = many_exercises::files(count);
    match backlab::pack::scaffold::write(Path::new(&folder), &files) {
        Ok(()) => eprintln!("{folder}: {count} exercises, {} files", files.len()),
        Err(refused) => eprintln!("{folder}: {refused}"),
    }
}
