//! Everything that the command line puts on standard output and standard error.

use std::io::{self, Write};

use crate::diag::Findings;

pub mod json;
pub mod quiz;
mod rows;
pub mod verdict;

/// Columns of text where the terminal does not say otherwise, and at most.
pub const COLUMNS_MAX: usize = 88;

/// Writes `text` to standard output as it is.
///
/// # Errors
/// Standard output is gone; a reader that had enough (`| head`) is no error.
pub fn out(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    forgive_closed(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
}

/// Writes `text` and a line break to standard error. Where that is gone too, nobody listens.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Each finding with its place and its hint, then how many there are.
pub fn findings(findings: &Findings) -> String {
    findings.iter().map(|finding| format!("{finding}\n")).collect::<Vec<_>>().concat()
}

/// `text` broken at spaces so that no line is longer than `columns`; lines that begin with a space
/// are kept as they are.
pub fn wrap(text: &str, columns: usize) -> String {
    let mut wrapped = String::new();
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            wrapped.push('\n');
        }
        if line.starts_with(' ') {
            wrapped.push_str(line);
            continue;
        }
        let mut column = 0;
        for word in line.split(' ').filter(|word| !word.is_empty()) {
            let width = unicode_width::UnicodeWidthStr::width(word);
            if column > 0 && column + 1 + width > columns {
                wrapped.push('\n');
                column = 0;
            }
            if column > 0 {
                wrapped.push(' ');
                column += 1;
            }
            wrapped.push_str(word);
            column += width;
        }
    }
    wrapped
}

fn forgive_closed(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn words_wrap_and_code_does_not() {
        assert_eq!(wrap("one two three", 7), "one two\nthree");
        assert_eq!(wrap("    a long line of code", 7), "    a long line of code");
        assert_eq!(wrap("a\n\nb", 7), "a\n\nb");
        assert_eq!(wrap("unbreakable", 3), "unbreakable");
    }
}
