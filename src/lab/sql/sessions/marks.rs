//! Which session runs a statement: the lines `-- session B` of a script.

use crate::lab::sql::split;

/// The session of statements before the first such line.
pub const FIRST: &str = "A";
/// Characters of a session's name.
const NAME_CHARS_MAX: usize = 12;

/// From here on the statements are those of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark<'a> {
    /// The byte of the script.
    pub from: usize,
    pub name: &'a str,
}

/// The marks of `script`, in order. A mark is a comment that holds nothing else; a colon may stand
/// behind the name, and words behind that.
pub fn marks(script: &str) -> Vec<Mark<'_>> {
    let mut marks = Vec::new();
    let mut read = |from: usize, to: usize| {
        let mut at = from;
        for line in script[from..to].split_inclusive('\n') {
            marks.extend(name(line).map(|name| Mark { from: at, name }));
            at += line.len();
        }
    };
    let mut end = 0;
    for token in split::tokens(script) {
        read(end, token.from);
        end = token.from + token.text.len();
    }
    read(end, script.len());
    marks
}

/// The session of the statement that begins at this byte; `first` where no mark stands before it.
pub fn session_at<'a>(marks: &[Mark<'a>], at: usize, first: &'a str) -> &'a str {
    marks.iter().rev().find(|mark| mark.from <= at).map_or(first, |mark| mark.name)
}

/// `-- session B`, `--session teller: pays out`.
fn name(line: &str) -> Option<&str> {
    let words = line.trim().strip_prefix("--")?.trim_start();
    let (session, rest) = words.split_at_checked("session".len())?;
    if !session.eq_ignore_ascii_case("session") || !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let rest = rest.trim_start();
    let name = rest.split_once(':').map_or(rest, |(name, _)| name).trim_end();
    let fits = !name.is_empty() && name.chars().count() <= NAME_CHARS_MAX;
    (fits && name.chars().all(char::is_alphanumeric)).then_some(name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_mark_is_a_comment_of_its_own() {
        let script = "SELECT 1;\n-- session B\nSELECT '\n-- session C\n'; --Session teller: pays\n\
                      SELECT 2;\n-- session is over\n-- sessions\n-- session\n-- a session D\nx";
        let found = marks(script);
        let names: Vec<_> = found.iter().map(|mark| mark.name).collect();
        assert_eq!(names, ["B", "teller"]);
        let at = |text: &str| session_at(&found, script.find(text).unwrap(), FIRST);
        assert_eq!((at("SELECT 1"), at("SELECT '"), at("SELECT 2")), ("A", "B", "teller"));
        assert_eq!(marks(""), []);
    }

    proptest! {
        #[test]
        fn every_text_has_its_marks_in_order(script in "(?s)(-- session [AB]\n|[\\PC;'\n\\-/*]){0,40}") {
            let mut end = 0;
            for mark in marks(&script) {
                prop_assert!(end <= mark.from && script.is_char_boundary(mark.from));
                end = mark.from;
            }
        }
    }
}
