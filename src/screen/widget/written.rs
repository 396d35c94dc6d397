//! A sentence or two that somebody writes: rows that break at spaces, with the cursor in them.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::screen::{
    theme::{Ground, Role},
    widget::{
        editor::CodeEditor,
        pen::columns,
        rows::{Row, span},
    },
};

/// Rows of a field for a sentence or two, while it is empty.
pub const SENTENCE_ROWS: usize = 4;
/// Rows that a field shows at most.
const ROWS_MAX: usize = 8;
/// The bar and a space.
const BAR_COLUMNS: u16 = 2;

/// The field with what is in it, scrolled so that the cursor is seen; it has `rows_min` rows or more.
pub fn rows(editor: &CodeEditor, width: u16, rows_min: usize) -> Vec<Row> {
    let room = width.saturating_sub(BAR_COLUMNS + 1).max(1);
    let cursor = editor.cursor();
    let mut rows = Vec::new();
    let mut here = 0;
    for (index, line) in editor.lines().iter().enumerate() {
        let parts = broken(line, room);
        let last = parts.len() - 1;
        for (at, part) in parts.into_iter().enumerate() {
            let holds = index == cursor.line
                && (part.contains(&cursor.byte) || at == last && part.end <= cursor.byte);
            if holds {
                here = rows.len();
            }
            let text = &line[part.clone()];
            let under = holds.then(|| cursor.byte - part.start);
            rows.push(row(text, under));
        }
    }
    let top = (here + 1).saturating_sub(ROWS_MAX);
    rows.drain(..top);
    rows.truncate(ROWS_MAX);
    rows.resize_with(rows.len().max(rows_min), || row("", None));
    rows
}

fn row(text: &str, cursor: Option<usize>) -> Row {
    let mut spans = vec![span("▌", Role::Here), span(" ", Role::Text)];
    match cursor.and_then(|at| text.split_at_checked(at)) {
        Some((before, rest)) => {
            let under = rest.graphemes(true).next().unwrap_or(" ");
            spans.push(span(before, Role::Text));
            spans.push(span(if under == "\t" { " " } else { under }, Role::Cursor));
            spans.push(span(rest.get(under.len()..).unwrap_or(""), Role::Text));
        }
        None => spans.push(span(text, Role::Text)),
    }
    Row { ground: Some(Ground::Code), ..Row::of(spans) }
}

/// The parts of a line that stand in a row each. A space at a break stays with what is before it.
fn broken(line: &str, room: u16) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, word) in line.split_word_bound_indices() {
        let needed = columns(word);
        if used > 0 && room < used + needed && !word.starts_with(' ') {
            parts.push(start..at);
            (start, used) = (at, 0);
        }
        // A word without an end is broken where the row ends.
        for (inside, grapheme) in word.grapheme_indices(true) {
            let next = columns(grapheme);
            if room < used + next && grapheme != " " {
                parts.push(start..at + inside);
                (start, used) = (at + inside, 0);
            }
            used += next;
        }
    }
    parts.push(start..line.len());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, room: u16, expected: &[&str]) {
        let parts: Vec<_> = broken(line, room).into_iter().map(|part| &line[part]).collect();
        assert_eq!(parts, expected);
        assert_eq!(parts.concat(), line, "nothing is lost");
    }

    #[test]
    fn lines_break_at_spaces_and_keep_every_character() {
        check("", 5, &[""]);
        check("one two", 9, &["one two"]);
        check("one two three", 7, &["one two ", "three"]);
        check("abcdefgh", 3, &["abc", "def", "gh"]);
        check("日本語", 4, &["日本", "語"]);
        check("a  b", 2, &["a  ", "b"]);
    }
}
