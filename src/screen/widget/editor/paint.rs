//! The editor on the screen: line numbers, text, selection, cursor, and the search field.

use ratatui::layout::Rect;

use crate::screen::{
    theme::{Ground, Role},
    widget::{code_line, pen::Pen},
};

use super::{
    CodeEditor, Position, SEARCH_ROWS,
    search::{Find, Search},
};

/// Where what is typed into the search field begins, as behind labels on every screen.
const FIELD_COLUMN: u16 = 10;
/// Room for `123 of 9999` or `nothing found` behind the field.
const COUNT_COLUMNS: u16 = 16;

impl CodeEditor {
    /// Draws the editor. The cursor shows where the keys go, so only with `focus`.
    pub fn view(&self, pen: &mut Pen<'_>, area: Rect, focus: bool) {
        let mut rows = area.height;
        if let Search::Open(find) = &self.search {
            rows = rows.saturating_sub(SEARCH_ROWS);
            if 0 < area.height {
                self.draw_field(pen, Rect { y: area.bottom() - 1, height: 1, ..area }, find);
            }
        }
        let lines = self.document.lines().len().saturating_sub(self.scroll.top);
        for (line, y) in (self.scroll.top..).zip(area.y..area.y + rows).take(lines) {
            let row = Rect { y, height: 1, ..area };
            self.draw_line(pen, row, line, focus && !self.is_searching());
        }
        if let Some(list) = self.suggestions.as_ref().filter(|_| focus) {
            let height = area.height.saturating_add(self.lent);
            self.draw_suggestions(pen, Rect { height, ..area }, list);
        }
    }

    fn draw_line(&self, pen: &mut Pen<'_>, row: Rect, line: usize, focus: bool) {
        let gutter = u16::try_from(self.gutter()).unwrap_or(u16::MAX);
        let code = Rect {
            x: row.x.saturating_add(gutter),
            width: row.width.saturating_sub(gutter),
            ..row
        };
        if self.mark == Some(line) {
            pen.lay(row, Ground::Marked);
            pen.repeat(code.x - 2, row.y, 1, '✗', Role::FailBold);
        }
        if self.has_number(line) {
            let number = format!("{:>width$}", line + 1, width = self.number_columns());
            pen.write(row.x, row.y, row.right(), &number, Role::Muted);
        }
        let text = self.document.line(line);
        self.draw_selection(pen, code, line);
        if 0 < self.scroll.left && 0 < gutter && !text.is_empty() {
            // The line begins further left.
            pen.repeat(code.x - 1, row.y, 1, '‹', Role::Muted);
        }
        code_line::draw(pen, code, text, self.scroll.left, |byte| {
            Role::of(self.colours.class_at(line, byte))
        });
        if focus && self.selection.cursor.line == line {
            let byte = self.selection.cursor.byte;
            let column = code_line::column_of(text, byte);
            let width = code_line::glyphs(&text[byte..]).next().map_or(1, |glyph| glyph.columns);
            let cell = code_line::shown_part(code, self.scroll.left, column, column + width);
            pen.restyle(cell, Role::Cursor);
        }
    }

    /// Lays the ground under what is selected; a selected line break shows as one column.
    fn draw_selection(&self, pen: &mut Pen<'_>, code: Rect, line: usize) {
        let text = self.document.line(line);
        let (line_start, line_end) = (Position::new(line, 0), Position::new(line, text.len()));
        let (start, end) = (self.selection.start(), self.selection.end());
        if end <= line_start || line_end < start || start == end {
            return;
        }
        let from = code_line::column_of(text, start.max(line_start).byte);
        let beyond = usize::from(line_end < end);
        let to = code_line::column_of(text, end.min(line_end).byte) + beyond;
        pen.lay(code_line::shown_part(code, self.scroll.left, from, to), Ground::SelectedText);
    }

    fn draw_field(&self, pen: &mut Pen<'_>, row: Rect, find: &Find) {
        pen.write(row.x, row.y, row.right(), "find", Role::Muted);
        let width = row.width.saturating_sub(FIELD_COLUMN + COUNT_COLUMNS);
        let field = Rect { x: row.x + FIELD_COLUMN, width, ..row };
        if width == 0 {
            return;
        }
        pen.lay(field, Ground::Code);
        // The end of what was typed is what one looks at.
        let end = code_line::column_of(&find.needle, find.needle.len());
        let left = (end + 1).saturating_sub(usize::from(width));
        code_line::draw(pen, field, &find.needle, left, |_| Role::Text);
        pen.restyle(code_line::shown_part(field, left, end, end + 1), Role::Cursor);
        let count = match find.number(self.selection.start()) {
            Some(number) => format!("{number} of {}", find.matches.len()),
            None if find.needle.is_empty() => String::new(),
            None => "nothing found".to_owned(),
        };
        pen.write_right(field.right(), row.y, row.right(), &count, Role::Muted);
    }

    /// The empty line behind the last line break has a number only while one writes there.
    fn has_number(&self, line: usize) -> bool {
        let is_last = line + 1 == self.document.lines().len();
        let empty = is_last && 0 < line && self.document.line(line).is_empty();
        self.numbered && (!empty || self.selection.cursor.line == line)
    }
}
