//! Everything that the command line puts on standard output and standard error.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use crate::{
    cli::text_file::TextFile,
    diag::{Findings, Place},
    exchange::json_file::Flaw,
    text::{clean_line, line_around},
};

pub mod exchange;
pub mod json;
pub mod prose;

pub use self::prose::complain;
pub use crate::plain::{lines::COLUMNS_MAX, quiz, verdict};

/// Writes `text` to standard output as it is.
///
/// # Errors
/// Standard output is gone; a reader that had enough (`| head`) is no error.
pub fn out(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    forgive_closed(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
}

/// As `out`, for what need not be text.
pub fn out_bytes(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    forgive_closed(stdout.write_all(bytes).and_then(|()| stdout.flush()))
}

/// Writes what a program wrote to its standard error to ours, as it is.
pub fn pass_on(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Each finding with its place and its hint, then how many there are.
pub fn findings(findings: &Findings) -> String {
    findings.iter().map(|finding| format!("{finding}\n")).collect::<Vec<_>>().concat()
}

/// A mistake in a file that is no pack's: its place, the line with a caret where it may be shown,
/// and what to do.
pub fn mistake(place: &Place, line: Option<&str>, what: &str, hint: Option<&str>) -> String {
    let mut text = format!("{}: {}", clean_line(&place.to_string()), clean_line(what));
    if let Some(line) = line.filter(|line| !line.trim().is_empty()) {
        let (line, column) = line_around(line, place.column);
        let _ = write!(text, "\n    {}\n    {:column$}^", line.trim_end(), "");
    }
    if let Some(hint) = hint {
        let _ = write!(text, "\n  {}", clean_line(hint));
    }
    text
}

/// What is wrong with a JSON file, with its line where that may be shown.
pub fn flaw(file: &TextFile, flaw: &Flaw, with_line: bool) -> String {
    let Some((line, column)) = flaw.at else {
        let hint = flaw.hint.as_ref().map_or(String::new(), |hint| format!("\n  {hint}"));
        return format!("{}: {}{hint}", clean_line(&file.name), clean_line(&flaw.what));
    };
    let place = Place::new(file.name.clone(), line, column);
    let line = if with_line { file.line(line) } else { None };
    mistake(&place, line, &flaw.what, flaw.hint.as_deref())
}

fn forgive_closed(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::mistake;
    use crate::diag::Place;

    #[test]
    fn a_mistake_shows_its_line_with_a_caret() {
        let place = Place::new("a\u{1b}.http", 3, 6);
        assert_eq!(
            mistake(&place, Some("GET /{{x}} \u{1b}"), "nothing is named `x`", Some("@x = value")),
            "a␛.http:3:6: nothing is named `x`\n    GET /{{x}} ␛\n         ^\n  @x = value"
        );
        assert_eq!(mistake(&place, Some(" "), "what", None), "a␛.http:3:6: what");
    }
}
