//! Plain sentences broken into lines. Markdown has its own layout in `markup`.

use unicode_segmentation::UnicodeSegmentation;

use crate::{screen::widget::pen::columns, text};

/// The lines of `text` in at most `room` columns, broken at spaces; a word that is wider than
/// `room` is broken where it must be. Line breaks in `text` stay.
pub fn wrap(text: &str, room: u16) -> Vec<String> {
    let room = room.max(1);
    let mut lines = Vec::new();
    for paragraph in text::clean(text).lines() {
        let mut line = String::new();
        for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
            let gap = u16::from(!line.is_empty());
            if columns(&line) + gap + columns(word) <= room {
                line.push_str(if gap == 1 { " " } else { "" });
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = push_broken(&mut lines, word, room);
        }
        lines.push(line);
    }
    lines
}

/// Pushes the full lines of a word that may be too wide; gives back its rest.
fn push_broken(lines: &mut Vec<String>, word: &str, room: u16) -> String {
    let mut line = String::new();
    for grapheme in word.graphemes(true) {
        if !line.is_empty() && columns(&line) + columns(grapheme) > room {
            lines.push(std::mem::take(&mut line));
        }
        line.push_str(grapheme);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_break_at_spaces() {
        let check = |text: &str, room, lines: &[&str]| assert_eq!(wrap(text, room), lines);
        check("one two three", 7, &["one two", "three"]);
        check("a\n\nb", 7, &["a", "", "b"]);
        check("abcdefgh ij", 3, &["abc", "def", "gh", "ij"]);
        check("日本語", 4, &["日本", "語"]);
        check("", 4, &[]);
    }
}
