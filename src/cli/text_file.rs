//! A text that somebody wrote, out of a file or standard input.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use crate::cli::Failed;

/// A text, and what it is called in messages.
pub struct TextFile {
    pub name: String,
    pub text: String,
}

impl TextFile {
    /// Reads `path`, or standard input where it is `-`.
    ///
    /// # Errors
    /// It cannot be read, has more than `bytes_max` bytes, or is no UTF-8.
    pub fn read(path: &Path, bytes_max: usize) -> Result<TextFile, Failed> {
        if path == Path::new("-") {
            return TextFile::of(io::stdin().lock(), "stdin".to_owned(), bytes_max);
        }
        let name = path.display().to_string();
        let file = File::open(path).map_err(|error| unreadable(&name, &error))?;
        TextFile::of(file, name, bytes_max)
    }

    fn of(from: impl Read, name: String, bytes_max: usize) -> Result<TextFile, Failed> {
        let mut bytes = Vec::new();
        let most = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
        from.take(most).read_to_end(&mut bytes).map_err(|error| unreadable(&name, &error))?;
        if bytes_max < bytes.len() {
            let most = bytes_max >> 10;
            return Err(Failed::Misuse(format!("{name}: the file has more than {most} kB")));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(TextFile { name, text }),
            Err(error) => {
                let from = error.utf8_error().valid_up_to();
                Err(Failed::Misuse(format!("{name}: byte {from} is no UTF-8 text")))
            }
        }
    }

    /// Line `number`, counted from 1.
    pub fn line(&self, number: u32) -> Option<&str> {
        self.text.lines().nth(usize::try_from(number).ok()?.checked_sub(1)?)
    }
}

fn unreadable(name: &str, error: &io::Error) -> Failed {
    Failed::Misuse(format!("{name}: {error}"))
}
