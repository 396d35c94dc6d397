//! A bar on standard error while something takes long.

use std::io::{self, Write as _};

use crate::text::clean_line;

/// Columns of the bar itself.
const BAR_COLUMNS: u64 = 24;
/// Columns of all that is drawn.
const LINE_COLUMNS: usize = 74;

/// Goes away when it is dropped.
pub struct Bar {
    drawn: bool,
}

impl Bar {
    /// Draws nothing unless `drawn`: a file or a pipe wants no bar.
    pub fn new(drawn: bool) -> Bar {
        Bar { drawn }
    }

    /// So many are done of so many; `of` is 0 where nobody knows how many there are.
    pub fn draw(&self, done: u64, of: u64, words: &str) {
        if !self.drawn {
            return;
        }
        let full = done.min(of) * BAR_COLUMNS / of.max(1);
        let columns = |count: u64| usize::try_from(count).unwrap_or(0);
        let bar =
            format!("{}{}", "━".repeat(columns(full)), "─".repeat(columns(BAR_COLUMNS - full)));
        let of = if of == 0 { String::new() } else { format!(" of {of}") };
        eprint(&format!("\r{bar}  {done}{of}  {:<30.30}", clean_line(words)));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if self.drawn {
            eprint(&format!("\r{:LINE_COLUMNS$}\r", ""));
        }
    }
}

/// Without a line break; nobody is told where standard error is gone.
fn eprint(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}
