//! Writes a pack of many exercises into a folder, to measure how long its author waits:
//! `cargo run --example large_pack -- FOLDER 1000`, then `backlab pack test FOLDER`.

use std::{env, fs, io, path::PathBuf};

#[path = "../tests/fixtures/large.rs"]
mod large;

fn main() -> io::Result<()> {
    let mut words = env::args_os().skip(1);
    let (Some(folder), count) = (words.next().map(PathBuf::from), words.next()) else {
        return Err(io::Error::other("which folder? large_pack FOLDER [EXERCISES]"));
    };
    let count = count.and_then(|count| count.to_str()?.parse().ok()).unwrap_or(1_000);
    for (path, text) in large::pack(count) {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}
