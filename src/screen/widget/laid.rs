//! A page of a lesson or a task as rows of pieces with roles.

use std::ops::Range;

use ratatui::layout::Rect;

use crate::{
    markup::{Class, Page, Stretch, layout},
    screen::{
        theme::Role,
        widget::pen::{Pen, columns},
    },
    text,
};

/// Text of one role.
pub type Piece = (String, Role);

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Laid {
    pub pieces: Vec<Piece>,
    /// Muted, at the right end: language and mode of a block of code.
    pub fact: String,
    /// The block of code that the row belongs to, by its index.
    pub sample: Option<usize>,
}

/// The rows of a page as their author wrote them.
pub fn lay_out(page: &Page, width: u16) -> Vec<Laid> {
    layout::lay_out(page, width).into_iter().map(laid).collect()
}

fn laid(mut row: layout::Row) -> Laid {
    // Language and mode at the end of a row of code: they stand where all facts stand.
    let is_code = row.sample.is_some();
    let label = row.pieces.pop_if(|piece| is_code && piece.class == Class::Muted);
    if let (Some(_), Some(code)) = (&label, row.pieces.last_mut()) {
        code.text.truncate(code.text.trim_end().len());
    }
    Laid {
        pieces: row.pieces.into_iter().map(|piece| (piece.text, Role::of(piece.class))).collect(),
        fact: label.map_or_else(String::new, |piece| piece.text),
        sample: row.sample,
    }
}

/// The pieces of a row of code with the colours of its line. `None` where the row shows another
/// text than its line, or the colours are of another text: highlighting never moves a character.
pub fn coloured(pieces: &[Piece], line: &str, stretches: &[Stretch]) -> Option<Vec<Piece>> {
    let plain: String = pieces.iter().skip(1).map(|(text, _)| text.as_str()).collect();
    let covered: usize = stretches.iter().map(|(bytes, _)| bytes).sum();
    if covered != line.len() || plain.trim_end() != text::clean_line(line).trim_end() {
        return None;
    }
    let mut coloured = vec![pieces.first()?.clone()];
    let mut at = 0;
    for (bytes, class) in stretches {
        let part = line.get(at..at + bytes).unwrap_or("");
        coloured.push((text::clean_line(part).into_owned(), Role::of(*class)));
        at += bytes;
    }
    Some(coloured)
}

/// Draws the pieces of a row and its fact.
pub fn draw(pen: &mut Pen<'_>, line: Rect, pieces: &[Piece], fact: &str) {
    let mut right = line.right();
    if !fact.is_empty() {
        // One column beside a fact stays free, so that the ground of code goes on behind it.
        right = pen.write_right(line.x, line.y, right.saturating_sub(1), fact, Role::Muted);
        right = right.saturating_sub(2);
    }
    let mut x = line.x;
    for (text, role) in pieces {
        if columns(text) > right.saturating_sub(x) {
            pen.write_cut(x, line.y, right, text, *role);
            break;
        }
        x = pen.write(x, line.y, right, text, *role);
    }
}

/// The pieces of a row with another role where `words` stand as whole words; `None` where none of
/// them does. No character moves.
pub fn mark(pieces: &[Piece], words: &[String]) -> Option<Vec<Piece>> {
    let text: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
    let marks = places(&text, words);
    if marks.is_empty() {
        return None;
    }
    let mut marked: Vec<Piece> = Vec::new();
    let mut at = 0;
    for (piece, role) in pieces {
        let mut from = 0;
        // The ends of marks divide a piece.
        let edges = marks.iter().flat_map(|mark| [mark.start, mark.end]);
        let inner = edges.filter(|edge| at < *edge && *edge < at + piece.len());
        for edge in inner.map(|edge| edge - at).chain([piece.len()]) {
            let is_marked = marks.iter().any(|mark| mark.contains(&(at + from)));
            let part = piece.get(from..edge).unwrap_or("").to_owned();
            marked.push((part, if is_marked { Role::Match } else { *role }));
            from = edge;
        }
        at += piece.len();
    }
    Some(marked)
}

/// Where the words stand in a text, in order, none over another.
fn places(text: &str, words: &[String]) -> Vec<Range<usize>> {
    let in_a_word = |ch: Option<char>| ch.is_some_and(char::is_alphanumeric);
    let mut places: Vec<Range<usize>> = Vec::new();
    for word in words {
        for (start, found) in text.match_indices(word.as_str()) {
            let end = start + found.len();
            let whole = !in_a_word(text[..start].chars().next_back())
                && !in_a_word(text[end..].chars().next());
            let free = places.iter().all(|place| end <= place.start || place.end <= start);
            if whole && free {
                places.push(start..end);
            }
        }
    }
    places.sort_unstable_by_key(|place| place.start);
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_marked_whole_and_nothing_moves() {
        let check = |pieces: &[&str], words: &[&str], expected: Option<&str>| {
            let piece = |text: &&str| ((*text).to_owned(), Role::Text);
            let pieces: Vec<_> = pieces.iter().map(piece).collect();
            let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
            let show = |(text, role): &Piece| match role {
                Role::Match => format!("[{text}]"),
                _ => text.clone(),
            };
            let marked = mark(&pieces, &words);
            let shown = marked.map(|pieces| pieces.iter().map(show).collect::<String>());
            assert_eq!(shown.as_deref(), expected);
        };
        check(&["A token, no tokens."], &["token"], Some("A [token], no tokens."));
        check(&["res", ".", "end();"], &["res.end", "end"], Some("[res][.][end]();"));
        check(&["é", "toké", "n"], &["tokén"], None);
        check(&["é ", "toké", "n"], &["tokén"], Some("é [toké][n]"));
        check(&["aa aa"], &["aa"], Some("[aa] [aa]"));
        check(&["none"], &[], None);
    }
}
