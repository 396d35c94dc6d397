//! A line of code with a mark under what is meant of it.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::screen::{
    theme::Role,
    widget::rows::{Row, Span, span},
};

/// Of what is marked, that must be seen.
const MARKED_COLUMNS_MIN: usize = 12;
/// Of a line that is moved to the left, so much of the room lies before what is marked.
const BEFORE: usize = 3;

/// `line`, which begins `from` columns in and has `room` columns, and the row below it with marks of
/// `role`: under so many columns from a column of the line on. A longer line is moved to the left, until
/// what is marked can be seen.
pub fn pointed(
    line: Vec<Span>,
    (column, length): (usize, usize),
    (from, room): (usize, usize),
    role: Role,
) -> (Vec<Span>, Row) {
    let fits = line.iter().map(|span| span.text.width()).sum::<usize>() <= room;
    let can_be_seen = fits || column + length.min(MARKED_COLUMNS_MIN) < room;
    let skipped = if can_be_seen { 0 } else { column.saturating_sub(room / BEFORE) };
    let line = if skipped == 0 { line } else { without_first(line, skipped) };
    let column = column - skipped;
    let length = length.min(room.saturating_sub(column)).max(1);
    let air = " ".repeat(from + column);
    (line, Row::of(vec![span(air, Role::Text), span("^".repeat(length), role)]))
}

/// The line without its first columns; `…` stands in the first that is left.
fn without_first(line: Vec<Span>, skipped: usize) -> Vec<Span> {
    let mut left = vec![span("…", Role::Muted)];
    let mut column = 0;
    for Span { text, role } in line {
        let mut rest = String::new();
        for glyph in text.graphemes(true) {
            let end = column + glyph.width();
            if skipped < column {
                rest.push_str(glyph);
            } else if skipped + 1 < end {
                // A wide one, half left out.
                rest.push_str(&" ".repeat(end - skipped - 1));
            }
            column = end;
        }
        left.push(span(rest, role));
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, marked: (usize, usize), room: usize, expected: [&str; 2]) {
        let (head, tail) = line.split_at(4);
        let spans = vec![span(head, Role::Code), span(tail, Role::Text)];
        let (spans, mark) = pointed(spans, marked, (2, room), Role::Fail);
        let text = |spans: &[Span]| spans.iter().map(|span| span.text.as_str()).collect::<String>();
        assert_eq!([format!("  {}", text(&spans)), text(&mark.spans)], expected);
    }

    #[test]
    fn what_is_marked_can_be_seen() {
        let line = "SELECT id, name, nme FROM t";
        check(line, (17, 3), 27, ["  SELECT id, name, nme FROM t", "                   ^^^"]);
        check(
            line,
            (26, 1),
            27,
            ["  SELECT id, name, nme FROM t", "                            ^"],
        );
        check(line, (17, 3), 18, ["  …ame, nme FROM t", "        ^^^"]);
        check(line, (0, 40), 18, ["  SELECT id, name, nme FROM t", "  ^^^^^^^^^^^^^^^^^^"]);
        check(line, (17, 90), 18, ["  …ame, nme FROM t", "        ^^^^^^^^^^^^"]);
        check("'日本' = citi", (9, 4), 9, ["  …= citi", "     ^^^^"]);
        check("'日本' = citi", (5, 1), 6, ["  … ' = citi", "    ^"]);
        check("'日本' = citi", (9, 4), 0, ["  …iti", "  ^"]);
    }
}
