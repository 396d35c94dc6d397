//! The text of a file as lines, and the one way to change it. Knows no cursor and no screen.

use unicode_segmentation::GraphemeCursor;

/// A place between two characters: never inside a character, always inside the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Counted from 0.
    pub line: usize,
    /// Bytes from the start of the line.
    pub byte: usize,
}

impl Position {
    pub fn new(line: usize, byte: usize) -> Position {
        Position { line, byte }
    }

    /// Where `text` ends when it begins here.
    #[must_use]
    pub fn after(self, text: &str) -> Position {
        match text.rfind('\n') {
            None => Position::new(self.line, self.byte + text.len()),
            Some(last) => {
                Position::new(self.line + text.matches('\n').count(), text.len() - last - 1)
            }
        }
    }
}

/// Lines without their line breaks; there is always at least one. A text that ends in a line
/// break has an empty last line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    lines: Vec<String>,
}

impl Document {
    /// Line breaks of other systems become `\n`.
    pub fn new(text: &str) -> Document {
        Document { lines: with_plain_breaks(text).split('\n').map(str::to_owned).collect() }
    }

    pub fn text(&self) -> String {
        self.lines.join("\n")
    }

    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// The line, or the empty text behind the last one.
    pub fn line(&self, line: usize) -> &str {
        self.lines.get(line).map_or("", String::as_str)
    }

    pub fn end(&self) -> Position {
        let line = self.lines.len() - 1;
        Position::new(line, self.line(line).len())
    }

    /// The nearest place in the text at or after `position` that parts no visible character.
    pub fn snap(&self, position: Position) -> Position {
        if self.lines.len() <= position.line {
            return self.end();
        }
        let line = self.line(position.line);
        let mut byte = position.byte.min(line.len());
        while !line.is_char_boundary(byte) {
            byte += 1;
        }
        if !is_boundary(line, byte) {
            byte = next_boundary(line, byte);
        }
        Position::new(position.line, byte)
    }

    /// What stands from `from` to `to`.
    pub fn between(&self, from: Position, to: Position) -> String {
        if from.line == to.line {
            return self.line(from.line)[from.byte..to.byte].to_owned();
        }
        let mut text = self.line(from.line)[from.byte..].to_owned();
        for line in &self.lines[from.line + 1..to.line] {
            text.push('\n');
            text.push_str(line);
        }
        text.push('\n');
        text.push_str(&self.line(to.line)[..to.byte]);
        text
    }

    /// Puts `with` in the place of what stands from `from` to `to`, and gives that back.
    pub fn replace(&mut self, from: Position, to: Position, with: &str) -> String {
        let removed = self.between(from, to);
        if from.line == to.line && !with.contains('\n') {
            self.lines[from.line].replace_range(from.byte..to.byte, with);
            return removed;
        }
        let head = &self.line(from.line)[..from.byte];
        let tail = &self.line(to.line)[to.byte..];
        let lines: Vec<String> =
            format!("{head}{with}{tail}").split('\n').map(str::to_owned).collect();
        self.lines.splice(from.line..=to.line, lines);
        removed
    }

    /// One visible character back; the end of the line above from the start of a line.
    pub fn before(&self, position: Position) -> Position {
        if position.byte == 0 {
            return match position.line.checked_sub(1) {
                Some(line) => Position::new(line, self.line(line).len()),
                None => position,
            };
        }
        let line = self.line(position.line);
        let mut cursor = GraphemeCursor::new(position.byte, line.len(), true);
        let byte = cursor.prev_boundary(line, 0).ok().flatten().unwrap_or(0);
        Position::new(position.line, byte)
    }

    /// One visible character on; the start of the line below from the end of a line.
    pub fn behind(&self, position: Position) -> Position {
        let line = self.line(position.line);
        if position.byte < line.len() {
            return Position::new(position.line, next_boundary(line, position.byte));
        }
        if position.line + 1 < self.lines.len() {
            return Position::new(position.line + 1, 0);
        }
        position
    }
}

/// `text` with `\n` alone between lines.
pub fn with_plain_breaks(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn is_boundary(line: &str, byte: usize) -> bool {
    GraphemeCursor::new(byte, line.len(), true).is_boundary(line, 0).unwrap_or(true)
}

fn next_boundary(line: &str, byte: usize) -> usize {
    let mut cursor = GraphemeCursor::new(byte, line.len(), true);
    cursor.next_boundary(line, 0).ok().flatten().unwrap_or(line.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_lines_and_comes_back_as_it_was() {
        for text in ["", "\n", "a", "a\n", "a\n\nb\n", "日本\n"] {
            assert_eq!(Document::new(text).text(), text);
        }
        assert_eq!(Document::new("a\r\nb\r\n").text(), "a\nb\n");
    }

    #[test]
    fn replacing_gives_back_what_was_there() {
        let mut document = Document::new("one\ntwo\nthree");
        let removed = document.replace(Position::new(0, 1), Position::new(2, 2), "X\nY");
        assert_eq!((document.text().as_str(), removed.as_str()), ("oX\nYree", "ne\ntwo\nth"));
        assert_eq!(Position::new(0, 1).after("X\nY"), Position::new(1, 1));
    }

    #[test]
    fn steps_go_over_whole_visible_characters() {
        let document = Document::new("e\u{301}日\nx");
        let start = Position::default();
        let second = document.behind(start);
        assert_eq!(second, Position::new(0, 3));
        assert_eq!(document.before(second), start);
        assert_eq!(document.behind(Position::new(0, 6)), Position::new(1, 0));
        assert_eq!(document.before(Position::new(1, 0)), Position::new(0, 6));
        assert_eq!(document.snap(Position::new(0, 1)), Position::new(0, 3));
        assert_eq!(document.snap(Position::new(0, 4)), Position::new(0, 6));
        assert_eq!(document.snap(Position::new(9, 9)), document.end());
    }
}
