//! Where the cursor goes: words, ends of lines, the line above and below.

use crate::screen::{keymap::typing::Motion, widget::code_line};

use super::document::{Document, Position};

/// Where `motion` leads from `from`, for motions that keep no column.
pub fn sideways(document: &Document, from: Position, motion: Motion) -> Position {
    match motion {
        Motion::Left => document.before(from),
        Motion::Right => document.behind(from),
        Motion::WordLeft => word_left(document, from),
        Motion::WordRight => word_right(document, from),
        Motion::LineStart => line_start(document, from),
        Motion::LineEnd => Position::new(from.line, document.line(from.line).len()),
        Motion::TextStart => Position::default(),
        Motion::TextEnd => document.end(),
        Motion::Up | Motion::Down | Motion::PageUp | Motion::PageDown => from,
    }
}

/// `lines` up or down, over `column`; the start or the end of the text beyond its edges.
pub fn vertical(document: &Document, from: Position, lines: isize, column: usize) -> Position {
    match from.line.checked_add_signed(lines) {
        None => Position::default(),
        Some(line) if document.lines().len() <= line => document.end(),
        Some(line) => Position::new(line, code_line::byte_at(document.line(line), column)),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Space,
    Word,
    Sign,
}

fn sort(ch: char) -> Sort {
    if ch.is_whitespace() {
        Sort::Space
    } else if ch.is_alphanumeric() || ch == '_' || ch == '$' {
        Sort::Word
    } else {
        Sort::Sign
    }
}

fn word_left(document: &Document, from: Position) -> Position {
    if from.byte == 0 {
        return document.before(from);
    }
    let head = document.line(from.line)[..from.byte].trim_end();
    let Some(last) = head.chars().next_back() else { return Position::new(from.line, 0) };
    let word = head.trim_end_matches(|ch| sort(ch) == sort(last));
    document.snap(Position::new(from.line, word.len()))
}

fn word_right(document: &Document, from: Position) -> Position {
    let line = document.line(from.line);
    if from.byte == line.len() {
        return document.behind(from);
    }
    let tail = line[from.byte..].trim_start();
    let Some(first) = tail.chars().next() else { return Position::new(from.line, line.len()) };
    let rest = tail.trim_start_matches(|ch| sort(ch) == sort(first));
    document.snap(Position::new(from.line, line.len() - rest.len()))
}

fn line_start(document: &Document, from: Position) -> Position {
    let line = document.line(from.line);
    let first = line.len() - line.trim_start().len();
    Position::new(from.line, if from.byte == first { 0 } else { first })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_names_signs_and_what_stands_between() {
        let document = Document::new("  res.end(\"日本\");\nx");
        let stops = |motion, mut at: Position| {
            let mut stops = Vec::new();
            for _ in 0..5 {
                at = sideways(&document, at, motion);
                stops.push((at.line, at.byte));
            }
            stops
        };
        let right = stops(Motion::WordRight, Position::default());
        assert_eq!(right, [(0, 5), (0, 6), (0, 9), (0, 11), (0, 17)]);
        let left = stops(Motion::WordLeft, Position::new(1, 0));
        assert_eq!(left, [(0, 20), (0, 17), (0, 11), (0, 9), (0, 6)]);
    }

    #[test]
    fn the_start_of_a_line_is_its_first_word_then_its_margin() {
        let document = Document::new("  x");
        let first = sideways(&document, Position::new(0, 3), Motion::LineStart);
        assert_eq!(first.byte, 2);
        assert_eq!(sideways(&document, first, Motion::LineStart).byte, 0);
    }

    #[test]
    fn up_and_down_keep_the_column_not_the_byte() {
        let document = Document::new("日本語\nabcdef\nx");
        let down = |from, lines, column| vertical(&document, from, lines, column);
        assert_eq!(down(Position::default(), 1, 4), Position::new(1, 4));
        assert_eq!(down(Position::new(1, 4), -1, 4), Position::new(0, 6));
        assert_eq!(down(Position::new(1, 4), 5, 4), document.end());
        assert_eq!(down(Position::new(1, 4), -5, 4), Position::default());
    }
}
