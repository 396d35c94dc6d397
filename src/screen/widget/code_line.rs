//! One line of code on the screen: where its characters stand (wide ones, tabs, and those that
//! must be made visible before they may be shown), and how it is drawn, scrolled sideways.

use std::borrow::Cow;

use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::{
    screen::{theme::Role, widget::pen::Pen},
    text::{self, TAB_COLUMNS},
};

/// Draws what of `line` lies in `row`, whose first column shows column `left` of the line. Where
/// the line goes on behind the row, its last column says so.
pub fn draw(
    pen: &mut Pen<'_>,
    row: Rect,
    line: &str,
    left: usize,
    role_at: impl Fn(usize) -> Role,
) {
    let right = left + usize::from(row.width);
    // What lies left of the row need not be walked where each byte is one column.
    let from = if is_plain(line) { left.min(line.len()) } else { 0 };
    for glyph in glyphs_from(line, from, from) {
        if right <= glyph.column {
            break;
        }
        if left < glyph.column + glyph.columns {
            draw_glyph(pen, row, &glyph, left, role_at(glyph.byte));
        }
    }
    if 0 < row.width && right < column_of(line, line.len()) {
        let last = row.right() - 1;
        pen.write(last, row.y, row.right(), " ", Role::Muted);
        pen.repeat(last, row.y, 1, '…', Role::Muted);
    }
}

/// The columns of `row` that show columns `from..to` of a line.
pub fn shown_part(row: Rect, left: usize, from: usize, to: usize) -> Rect {
    let (from, to) = (narrow(from.saturating_sub(left)), narrow(to.saturating_sub(left)));
    let x = row.x.saturating_add(from);
    Rect { x, width: to.saturating_sub(from), ..row }.intersection(row)
}

/// One visible character of a line.
#[derive(Debug, PartialEq, Eq)]
pub struct Glyph<'a> {
    /// Where it begins in the line.
    pub byte: usize,
    /// Columns from the start of the line.
    pub column: usize,
    pub columns: usize,
    /// What the screen shows for it; a tab shows as spaces.
    pub shown: Cow<'a, str>,
}

/// The line from left to right.
pub fn glyphs(line: &str) -> impl Iterator<Item = Glyph<'_>> {
    glyphs_from(line, 0, 0)
}

/// The line from `start` on, which stands over column `column`.
fn glyphs_from(line: &str, start: usize, mut column: usize) -> impl Iterator<Item = Glyph<'_>> {
    line[start..].grapheme_indices(true).map(move |(byte, grapheme)| {
        let shown = shown(grapheme, column);
        let glyph = Glyph { byte: start + byte, column, columns: shown.width(), shown };
        column += glyph.columns;
        glyph
    })
}

/// The column where byte `byte` of `line` stands.
pub fn column_of(line: &str, byte: usize) -> usize {
    if is_plain(line) {
        return byte.min(line.len());
    }
    glyphs(line).take_while(|glyph| glyph.byte < byte).last().map_or(0, |at| at.column + at.columns)
}

/// The character that stands over `column`; the end of the line behind its last one.
pub fn byte_at(line: &str, column: usize) -> usize {
    if is_plain(line) {
        return column.min(line.len());
    }
    glyphs(line)
        .find(|glyph| column < glyph.column + glyph.columns)
        .map_or(line.len(), |glyph| glyph.byte)
}

/// A wide character that an edge of the row parts is left out.
fn draw_glyph(pen: &mut Pen<'_>, row: Rect, glyph: &Glyph<'_>, left: usize, role: Role) {
    let right = left + usize::from(row.width);
    let (start, end) = (glyph.column.max(left), (glyph.column + glyph.columns).min(right));
    let x = row.x + narrow(start - left);
    if end - start == glyph.columns {
        pen.write(x, row.y, row.right(), &glyph.shown, role);
    } else if glyph.shown.chars().count() == glyph.columns {
        // A tab or a written-out code point: each of its characters takes one column.
        let part = glyph.shown.chars().skip(start - glyph.column).take(end - start);
        pen.write(x, row.y, row.right(), &part.collect::<String>(), role);
    }
}

/// Columns of a screen fit in `u16`; what is beyond is cut by the row anyway.
fn narrow(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}

/// Each byte is one character and one column.
fn is_plain(line: &str) -> bool {
    line.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

fn shown(grapheme: &str, column: usize) -> Cow<'_, str> {
    if grapheme == "\t" {
        return Cow::Borrowed(&"        "[..TAB_COLUMNS - column % TAB_COLUMNS]);
    }
    let cleaned = text::clean(grapheme);
    if cleaned.width() == 0 {
        let codes = grapheme.chars().map(|ch| format!("<U+{:04X}>", u32::from(ch)));
        return Cow::Owned(codes.collect());
    }
    cleaned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_tabs_and_escapes_take_their_columns() {
        let shown = |line: &str| glyphs(line).map(|glyph| glyph.shown).collect::<String>();
        assert_eq!(shown("\ta\tb"), "  a b");
        assert_eq!(shown("\u{1b}[2J"), "␛[2J");
        assert_eq!(shown("\u{301}a"), "<U+0301>a");
        assert_eq!(column_of("日本 x", 8), 6);
        assert_eq!(column_of("日本 x", 6), 4);
        assert_eq!(column_of("a\u{200b}b", 5), 10);
        assert_eq!(column_of("e\u{301}x", 4), 2);
    }

    #[test]
    fn a_column_finds_the_character_over_it() {
        for (column, byte) in [(0, 0), (1, 0), (2, 3), (4, 6), (5, 7), (99, 8)] {
            assert_eq!(byte_at("日本 x", column), byte, "{column}");
        }
        assert_eq!(byte_at("abc", 9), 3);
    }
}
