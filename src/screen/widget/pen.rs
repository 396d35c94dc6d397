//! The one way to a buffer: words with a role, cleaned, cut to their place.
//!
//! The pen writes foreground and weight and leaves the ground as it is, so a row is first filled
//! with its ground and then written on. It never writes outside its clip.

use std::borrow::Cow;

use ratatui::{buffer::Buffer, layout::Rect};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::{
    config::Marks,
    screen::theme::{Ground, Role, Theme},
    text,
};

pub struct Pen<'a> {
    buffer: &'a mut Buffer,
    theme: &'a Theme,
    clip: Rect,
}

impl<'a> Pen<'a> {
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme) -> Pen<'a> {
        let clip = buffer.area;
        Pen { buffer, theme, clip }
    }

    /// The same pen, held to `area`.
    pub fn within(&mut self, area: Rect) -> Pen<'_> {
        let clip = self.clip.intersection(area);
        Pen { buffer: self.buffer, theme: self.theme, clip }
    }

    /// Where this pen may write.
    pub fn area(&self) -> Rect {
        self.clip
    }

    pub fn theme(&self) -> &'a Theme {
        self.theme
    }

    /// Empties `area` and lays `ground` under it.
    pub fn fill(&mut self, area: Rect, ground: Ground) {
        let base = self.theme.style(Role::Text).patch(self.theme.ground(ground));
        for position in self.clip.intersection(area).positions() {
            let cell = &mut self.buffer[position];
            cell.reset();
            cell.set_style(base);
        }
    }

    /// As `fill`, over something: a wide character that reaches into `area` goes as a whole.
    pub fn cover(&mut self, area: Rect, ground: Ground) {
        self.fill(area, ground);
        for y in area.top()..area.bottom() {
            let before = ratatui::layout::Position::new(area.x.saturating_sub(1), y);
            if self.clip.contains(before) && before.x < area.x {
                let cell = &mut self.buffer[before];
                if 1 < columns(cell.symbol()) {
                    cell.set_symbol(" ");
                }
            }
        }
    }

    /// Lays `ground` under `area` and leaves what is written there.
    pub fn lay(&mut self, area: Rect, ground: Ground) {
        self.buffer.set_style(self.clip.intersection(area), self.theme.ground(ground));
    }

    /// Writes one line of `text` from column `x` and gives back the column after it. What does not
    /// fit before `right` (exclusive) is left out.
    pub fn write(&mut self, x: u16, y: u16, right: u16, text: &str, role: Role) -> u16 {
        let text = self.shown(text, role);
        let style = self.theme.style(role);
        let right = right.min(self.clip.right());
        let mut column = x;
        for grapheme in text.graphemes(true) {
            let width = columns(grapheme);
            if width == 0 {
                continue;
            }
            let Some(next) = column.checked_add(width).filter(|next| *next <= right) else { break };
            self.put(column, y, grapheme, width, style);
            column = next;
        }
        column
    }

    /// As `write`, ending at column `right` (exclusive). Gives back the column it began at; text
    /// that is wider than `right - left` is not written, and `right` comes back.
    pub fn write_right(&mut self, left: u16, y: u16, right: u16, text: &str, role: Role) -> u16 {
        let width = columns(&self.shown(text, role));
        match right.checked_sub(width) {
            Some(x) if x >= left => {
                self.write(x, y, right, text, role);
                x
            }
            _ => right,
        }
    }

    /// As `write`, but what does not fit is cut at a space and ends in `…`.
    pub fn write_cut(&mut self, x: u16, y: u16, right: u16, text: &str, role: Role) -> u16 {
        let room = right.min(self.clip.right()).saturating_sub(x);
        let cleaned = text::clean_line(text);
        self.write(x, y, right, &cut(&cleaned, room), role)
    }

    /// `count` times the same character.
    pub fn repeat(&mut self, x: u16, y: u16, count: u16, mark: char, role: Role) {
        let right = x.saturating_add(count);
        self.write(x, y, right, &String::from(mark).repeat(usize::from(count)), role);
    }

    /// One character, for instance a vertical rule, on each row of `rows`.
    pub fn column(&mut self, x: u16, rows: std::ops::Range<u16>, mark: char, role: Role) {
        for y in rows {
            self.repeat(x, y, 1, mark, role);
        }
    }

    /// The edge of what lies over a screen, its corners round.
    pub fn frame(&mut self, area: Rect, role: Role) {
        let Some(inner) = area.width.checked_sub(2) else { return };
        let (right, last) = (area.right(), area.bottom().saturating_sub(1));
        let edge = "─".repeat(usize::from(inner));
        self.write(area.x, area.y, right, &format!("╭{edge}╮"), role);
        self.write(area.x, last, right, &format!("╰{edge}╯"), role);
        self.column(area.x, area.y + 1..last, '│', role);
        self.column(right - 1, area.y + 1..last, '│', role);
    }

    /// Gives what is already written in `area` another role; the ground stays.
    pub fn restyle(&mut self, area: Rect, role: Role) {
        let style = self.theme.style(role);
        for position in self.clip.intersection(area).positions() {
            let cell = &mut self.buffer[position];
            cell.modifier = style.add_modifier;
            cell.set_style(style);
        }
    }

    fn put(&mut self, x: u16, y: u16, grapheme: &str, width: u16, style: ratatui::style::Style) {
        let inside = x >= self.clip.left() && self.clip.top() <= y && y < self.clip.bottom();
        if !inside {
            return;
        }
        self.buffer[(x, y)].set_symbol(grapheme).set_style(style);
        // The columns that a wide character covers keep the ground and show nothing of their own.
        for covered in x + 1..x + width {
            self.buffer[(covered, y)].set_symbol(" ");
        }
    }

    fn shown<'t>(&self, text: &'t str, role: Role) -> Cow<'t, str> {
        let cleaned = text::clean_line(text);
        match self.theme.marks {
            Marks::Ascii if !role.is_code() => {
                Cow::Owned(cleaned.chars().map(|ch| self.theme.mark(ch)).collect())
            }
            Marks::Ascii | Marks::Unicode => cleaned,
        }
    }
}

/// Columns that `text` takes on a screen.
pub fn columns(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

/// `text` in at most `room` columns: cut at a space with `…`, or inside its first word where that
/// alone is too wide.
pub fn cut(text: &str, room: u16) -> Cow<'_, str> {
    if columns(text) <= room {
        return Cow::Borrowed(text);
    }
    let Some(room) = room.checked_sub(1) else { return Cow::Borrowed("") };
    let mut end = 0;
    let mut width = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        width += columns(grapheme);
        if width > room {
            break;
        }
        end = at + grapheme.len();
    }
    let head = &text[..end];
    let at_a_space = text[end..].starts_with(' ');
    let kept = match head.trim_end().rfind(' ') {
        Some(space) if !at_a_space => &head[..space],
        Some(_) | None => head,
    };
    Cow::Owned(format!("{}…", kept.trim_end_matches([' ', ',', ';', ':'])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::theme::{Depth, Palette};

    #[test]
    fn words_are_cut_at_a_space() {
        let check = |text: &str, room: u16, expected: &str| assert_eq!(cut(text, room), expected);
        check("Storing passwords", 17, "Storing passwords");
        check("Storing passwords", 16, "Storing…");
        check("Storing passwords", 8, "Storing…");
        check("Storing passwords", 7, "Storin…");
        check("日本語 x", 4, "日…");
        check("abc", 1, "…");
        check("abc", 0, "");
    }

    #[test]
    fn nothing_is_written_outside_the_clip_and_foreign_text_is_cleaned() {
        let theme = Theme::new(Palette::Mono, Depth::True, Marks::Ascii);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 2));
        let mut pen = Pen::new(&mut buffer, &theme);
        let mut inner = pen.within(Rect::new(2, 0, 4, 1));
        inner.write(0, 0, 99, "ab\u{1b}d日f", Role::Text);
        inner.write(2, 1, 99, "below", Role::Text);
        inner.write(2, 9, 99, "far", Role::Text);
        pen.write(0, 1, 9, "✓ ok", Role::Pass);
        assert_eq!(buffer, Buffer::with_lines(["  ␛d日  ", "+ ok    "]));
    }
}
