//! Sentences for whoever reads them in a terminal: broken at spaces, never within a word.

use std::io::{self, IsTerminal, Write as _};

use unicode_width::UnicodeWidthStr;

use crate::{
    app,
    plain::lines::{COLUMNS_MAX, wrap},
};

/// Columns of the terminal that `stream` writes to, as far as lines of text go; `None` where it
/// writes to a file or a pipe, whose reader wants a line as one.
fn columns_of(stream: &impl IsTerminal) -> Option<usize> {
    let columns = stream.is_terminal().then(app::columns).flatten()?;
    Some(usize::from(columns).min(COLUMNS_MAX))
}

/// Columns of the terminal that reads standard output.
pub fn columns() -> Option<usize> {
    columns_of(&io::stdout())
}

/// Writes sentences and a line break to standard error. Where that is gone too, nobody listens.
pub fn complain(text: &str) {
    let mut stderr = io::stderr().lock();
    let text = within(text, columns_of(&stderr));
    let _ = writeln!(stderr, "{text}");
}

/// Lines that are longer than `columns`, broken; all others as they are.
pub fn within(text: &str, columns: Option<usize>) -> String {
    hanging(text, columns, 0)
}

/// As `within`, where each line of `text` but the first begins `margin` columns in.
pub fn hanging(text: &str, columns: Option<usize>, margin: usize) -> String {
    let room = columns.map(|columns| columns.saturating_sub(margin).max(1));
    let fits = |line: &str| room.is_none_or(|room| line.width() <= room);
    let broken = |line: &str| match room {
        Some(room) if !fits(line) => wrap(line, room),
        Some(_) | None => line.to_owned(),
    };
    let lines: Vec<_> = text.split('\n').map(broken).collect();
    lines.join("\n").replace('\n', &format!("\n{:margin$}", ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_too_long_is_broken_and_only_at_spaces() {
        assert_eq!(within("one  two\nthree four", Some(8)), "one  two\nthree\nfour");
        assert_eq!(within("unbreakable word", Some(4)), "unbreakable\nword");
        assert_eq!(within("a long line", None), "a long line");
        assert_eq!(hanging("one two three", Some(10), 3), "one two\n   three");
        assert_eq!(within("ends\n", Some(8)), "ends\n");
    }
}
