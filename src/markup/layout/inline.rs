//! Words with a class, broken into rows.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

use crate::markup::{Class, layout::Row};

/// Text that means one thing; it may hold many words, and `\n` where its author breaks the line.
pub struct Word {
    text: String,
    class: Class,
}

impl Word {
    pub fn new<'t>(text: impl Into<Cow<'t, str>>, class: Class) -> Word {
        Word { text: text.into().into_owned(), class }
    }
}

/// The rows of `words` in `width` columns. Lines break at spaces and beside wide characters; what
/// has neither is broken where it must be.
pub fn wrap(words: &[Word], width: usize) -> Vec<Row> {
    let width = width.max(1);
    let cells: Vec<(char, Class)> =
        words.iter().flat_map(|word| word.text.chars().map(|ch| (ch, word.class))).collect();
    cells.split(|(ch, _)| *ch == '\n').flat_map(|line| wrap_line(line, width)).collect()
}

fn wrap_line(cells: &[(char, Class)], width: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut start = 0;
    while start < cells.len() || rows.is_empty() {
        let end = fitting(&cells[start..], width) + start;
        let end = if end == cells.len() { end } else { breaking(cells, start, end) };
        rows.push(row(trimmed(&cells[start..end])));
        start = end + cells[end..].iter().take_while(|(ch, _)| *ch == ' ').count();
    }
    rows
}

/// How many cells fit into `width`; at least one.
fn fitting(cells: &[(char, Class)], width: usize) -> usize {
    let mut columns = 0;
    for (index, (ch, _)) in cells.iter().enumerate() {
        columns += columns_of(*ch);
        if columns > width {
            return index.max(1);
        }
    }
    cells.len()
}

/// The last place in `start..=end` where a line may break, else `end`.
fn breaking(cells: &[(char, Class)], start: usize, end: usize) -> usize {
    let is_wide = |(ch, _): &(char, Class)| columns_of(*ch) == 2;
    let may_break = |at: usize| {
        let (before, after) = (&cells[at - 1], &cells[at]);
        before.0 == ' ' || after.0 == ' ' || is_wide(before) || is_wide(after)
    };
    (start + 1..=end).rev().find(|at| may_break(*at)).unwrap_or(end)
}

fn trimmed(cells: &[(char, Class)]) -> &[(char, Class)] {
    let spaces = cells.iter().rev().take_while(|(ch, _)| *ch == ' ').count();
    &cells[..cells.len() - spaces]
}

fn row(cells: &[(char, Class)]) -> Row {
    let mut row = Row::default();
    for (ch, class) in cells {
        row.push(ch.to_string(), *class);
    }
    row
}

fn columns_of(ch: char) -> usize {
    ch.width().unwrap_or(0)
}
