//! One line of text that is typed: a cursor, words, undo. It says nothing of what it is for.

use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

use crate::screen::{
    keymap::typing::{Motion, Typing},
    theme::Role,
    widget::{code_line, pen::Pen},
};

/// Steps that can be taken back.
const STEPS_MAX: usize = 100;

#[derive(Clone, Debug, Default)]
pub struct Field {
    now: Line,
    before: Vec<Line>,
    after: Vec<Line>,
    chars_max: usize,
}

/// The text and where the cursor stands in it, as a byte at the start of a grapheme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Line {
    text: String,
    cursor: usize,
}

impl Field {
    /// An empty field that takes so many characters.
    pub fn new(chars_max: usize) -> Field {
        Field { chars_max, ..Field::default() }
    }

    pub fn text(&self) -> &str {
        &self.now.text
    }

    /// Puts another text in the place of the whole; that can be taken back.
    pub fn set(&mut self, text: &str) {
        let mut line = Line::default();
        line.insert(text, self.chars_max);
        self.change(line);
    }

    /// Types the first line of `text`, as far as there is room.
    pub fn paste(&mut self, text: &str) {
        let mut line = self.now.clone();
        line.insert(text, self.chars_max);
        self.change(line);
    }

    /// Does what a key means; what means nothing in one line does nothing.
    pub fn act(&mut self, typing: Typing) {
        let mut line = self.now.clone();
        match typing {
            Typing::Type(ch) => line.insert(ch.encode_utf8(&mut [0; 4]), self.chars_max),
            Typing::EraseBack => line.erase(Motion::Left),
            Typing::EraseOn => line.erase(Motion::Right),
            Typing::EraseWordBack => line.erase(Motion::WordLeft),
            Typing::EraseWordOn => line.erase(Motion::WordRight),
            Typing::EraseLine => line = Line::default(),
            Typing::Move(motion) | Typing::Select(motion) => {
                self.now.cursor = line.to(motion);
                return;
            }
            Typing::Undo => return self.step_back(),
            Typing::Redo => return self.step_on(),
            Typing::Enter
            | Typing::Indent
            | Typing::Outdent
            | Typing::SelectAll
            | Typing::Copy
            | Typing::Cut
            | Typing::Paste
            | Typing::Find
            | Typing::FindNext
            | Typing::FindPrevious => return,
        }
        self.change(line);
    }

    /// Draws the text in `row`, scrolled so that the cursor is seen.
    pub fn draw(&self, pen: &mut Pen<'_>, row: Rect) {
        let Line { text, cursor } = &self.now;
        let at = code_line::column_of(text, *cursor);
        let under = text[*cursor..].graphemes(true).next().unwrap_or(" ");
        let wide = code_line::column_of(under, under.len()).max(1);
        let left = (at + wide).saturating_sub(usize::from(row.width));
        // What goes on behind the row is not said: the cursor shows where one is.
        let seen = code_line::byte_at(text, left + usize::from(row.width));
        code_line::draw(pen, row, &text[..seen], left, |_| Role::Text);
        let cell = code_line::shown_part(row, left, at, at + wide);
        code_line::draw(pen, cell, under, 0, |_| Role::Cursor);
    }

    fn change(&mut self, line: Line) {
        if line.text == self.now.text {
            return;
        }
        if self.before.len() == STEPS_MAX {
            self.before.remove(0);
        }
        self.before.push(std::mem::replace(&mut self.now, line));
        self.after.clear();
    }

    fn step_back(&mut self) {
        if let Some(line) = self.before.pop() {
            self.after.push(std::mem::replace(&mut self.now, line));
        }
    }

    fn step_on(&mut self) {
        if let Some(line) = self.after.pop() {
            self.before.push(std::mem::replace(&mut self.now, line));
        }
    }
}

impl Line {
    fn insert(&mut self, text: &str, chars_max: usize) {
        let room = chars_max.saturating_sub(self.text.chars().count());
        let line = text.lines().next().unwrap_or("");
        let typed: String = line.chars().filter(|ch| !ch.is_control()).take(room).collect();
        self.text.insert_str(self.cursor, &typed);
        self.cursor += typed.len();
        // Marks may have joined the letter before them.
        while !self.is_edge(self.cursor) {
            self.cursor += self.text[self.cursor..].chars().next().map_or(1, char::len_utf8);
        }
    }

    fn erase(&mut self, motion: Motion) {
        let to = self.to(motion);
        let (from, to) = (self.cursor.min(to), self.cursor.max(to));
        self.text.replace_range(from..to, "");
        self.cursor = from;
        while !self.is_edge(self.cursor) {
            self.cursor = self.to(Motion::Left);
        }
    }

    /// Where a step of the cursor ends.
    fn to(&self, motion: Motion) -> usize {
        let (before, after) = self.text.split_at(self.cursor);
        match motion {
            Motion::Left => before.grapheme_indices(true).next_back().map_or(0, |(at, _)| at),
            Motion::Right => self.cursor + after.graphemes(true).next().map_or(0, str::len),
            Motion::WordLeft => {
                let words = before.split_word_bound_indices();
                words.rev().find(|(_, word)| !word.trim().is_empty()).map_or(0, |(at, _)| at)
            }
            Motion::WordRight => {
                let mut words = after.split_word_bound_indices();
                let word = words.find(|(_, word)| !word.trim().is_empty());
                word.map_or(self.text.len(), |(at, word)| self.cursor + at + word.len())
            }
            Motion::LineStart | Motion::TextStart | Motion::Up | Motion::PageUp => 0,
            Motion::LineEnd | Motion::TextEnd | Motion::Down | Motion::PageDown => self.text.len(),
        }
    }

    fn is_edge(&self, at: usize) -> bool {
        at == self.text.len() || self.text.grapheme_indices(true).any(|(edge, _)| edge == at)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn typed(keys: &[Typing]) -> String {
        let mut field = Field::new(20);
        field.set("one two");
        for key in keys {
            field.act(*key);
        }
        let Line { text, cursor } = field.now;
        format!("{}|{}", &text[..cursor], &text[cursor..])
    }

    #[test]
    fn a_line_is_typed_and_taken_back() {
        let check = |keys: &[Typing], expected: &str| assert_eq!(typed(keys), expected);
        check(&[Typing::Type('x')], "one twox|");
        check(&[Typing::EraseWordBack], "one |");
        check(&[Typing::Move(Motion::WordLeft), Typing::EraseBack], "one|two");
        check(&[Typing::Move(Motion::LineStart), Typing::EraseWordOn], "| two");
        check(&[Typing::EraseBack, Typing::EraseBack, Typing::Undo], "one tw|");
        check(&[Typing::EraseBack, Typing::Undo, Typing::Undo, Typing::Redo], "one two|");
        check(&[Typing::Move(Motion::WordLeft), Typing::EraseLine], "|");
        check(&[Typing::EraseLine, Typing::Undo], "one two|");
        check(&[Typing::Move(Motion::Left), Typing::Type('\u{301}')], "one tw\u{301}|o");
    }

    #[test]
    fn a_paste_is_one_line_and_has_an_end() {
        let mut field = Field::new(5);
        field.paste("a\u{1b}b\nc");
        assert_eq!(field.text(), "ab");
        field.paste("123456789");
        assert_eq!(field.text(), "ab123");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_the_cursor_stays_between_letters(
            steps in prop::collection::vec((0_usize..10, any::<char>()), 0..40)
        ) {
            let mut field = Field::new(12);
            for (kind, ch) in steps {
                field.act(match kind {
                    0 => Typing::EraseBack,
                    1 => Typing::EraseOn,
                    2 => Typing::EraseWordBack,
                    3 => Typing::Move(Motion::Left),
                    4 => Typing::Move(Motion::WordRight),
                    5 => Typing::Move(Motion::WordLeft),
                    6 => Typing::Undo,
                    _ => Typing::Type(ch),
                });
                prop_assert!(field.now.is_edge(field.now.cursor), "{:?}", field.now);
                prop_assert!(field.text().chars().count() <= 12);
            }
        }
    }
}
