//! The palette drawn: all behind it dimmed, one frame, what is typed, what fits.

use ratatui::layout::{Position, Rect};

use super::Palette;
use crate::{
    screen::{
        keymap::{
            Hint,
            palette::{PALETTE, PaletteAction},
        },
        theme::{Ground, Role},
        widget::{
            footer,
            grid::{Grid, TALL_ROWS},
            pen::{Pen, columns},
            window,
        },
    },
    tutor::Stage,
};

/// Columns of the frame at most, and what stays free beside it.
const FRAME_COLUMNS: u16 = 72;
const BESIDE_COLUMNS: u16 = 14;
/// What belongs where begins at this column of the frame, where the frame has so many.
const UNDER_COLUMN: u16 = 42;
/// Rows of the list at most, and of the frame around it: rules, the field, air.
const LIST_ROWS_MAX: u16 = 12;
const OTHER_ROWS: u16 = 5;

pub fn draw(palette: &Palette, pen: &mut Pen<'_>) {
    let area = pen.area();
    let grid = Grid::of(area);
    pen.lay(area, Ground::Screen);
    pen.restyle(area, Role::Dimmed);
    pen.fill(Rect { x: area.x, width: area.width, ..grid.footer }, Ground::Screen);
    footer::draw(pen, grid.footer, &hints(palette), &end());
    let frame = frame_of(palette, area);
    pen.cover(frame, Ground::Overlay);
    pen.frame(frame, Role::Muted);
    draw_field(palette, pen, Rect { y: frame.y + 1, height: 1, ..frame });
    if palette.found.is_empty() {
        let words = format!(
            "Nothing is called \"{}\". Tab looks in all texts.",
            palette.field.text().trim()
        );
        pen.write_cut(frame.x + 3, frame.y + 3, frame.right() - 3, &words, Role::Muted);
    }
    let list = list_of(frame);
    for (y, index) in (list.y..).zip(seen(palette, list.height)) {
        draw_row(palette, pen, Rect { y, height: 1, ..list }, index);
    }
    if let Stage::Making { done, of } = palette.stage {
        let words = format!("Titles of lessons follow: {done} of {of} are read.");
        let y = frame.bottom() - 2;
        pen.write_cut(frame.x + 3, y, frame.right() - 3, &words, Role::Muted);
    }
}

/// Rows of the list at most.
pub fn rows(area: Rect) -> u16 {
    area.height.saturating_sub(top(area) + OTHER_ROWS + 2).min(LIST_ROWS_MAX)
}

/// The frame with a full list.
pub fn frame(area: Rect) -> Rect {
    let width = area.width.saturating_sub(BESIDE_COLUMNS).min(FRAME_COLUMNS);
    let x = area.x + (area.width - width) / 2;
    Rect { x, y: area.y + top(area), width, height: rows(area) + OTHER_ROWS }
}

/// What was found under a click, counted over all.
pub fn found_at(palette: &Palette, area: Rect, at: Position) -> Option<usize> {
    let list = list_of(frame_of(palette, area));
    if !list.contains(at) {
        return None;
    }
    seen(palette, list.height).nth(usize::from(at.y - list.y))
}

fn top(area: Rect) -> u16 {
    if area.height >= TALL_ROWS { 6 } else { 3 }
}

/// The frame, no higher than what was found.
fn frame_of(palette: &Palette, area: Rect) -> Rect {
    let found = u16::try_from(palette.found.len()).unwrap_or(u16::MAX);
    Rect { height: found.clamp(1, rows(area).max(1)) + OTHER_ROWS, ..frame(area) }
}

/// The rows inside the frame, without the rules.
fn list_of(frame: Rect) -> Rect {
    Rect {
        x: frame.x + 1,
        y: frame.y + 3,
        width: frame.width.saturating_sub(2),
        height: frame.height.saturating_sub(OTHER_ROWS),
    }
}

fn seen(palette: &Palette, height: u16) -> std::ops::Range<usize> {
    window::around(palette.found.len(), usize::from(height), palette.chosen)
}

fn draw_field(palette: &Palette, pen: &mut Pen<'_>, row: Rect) {
    let count = format!("{} of {}", palette.found.len(), palette.entries.len());
    let right = pen.write_right(row.x, row.y, row.right() - 3, &count, Role::Muted);
    let x = pen.write(row.x + 2, row.y, right, ": ", Role::Here);
    palette.field.draw(pen, Rect { x, width: right.saturating_sub(x + 2), ..row });
}

fn draw_row(palette: &Palette, pen: &mut Pen<'_>, row: Rect, index: usize) {
    let Some(found) = palette.found.get(index) else { return };
    let Some(entry) = palette.entries.get(found.entry) else { return };
    let is_chosen = index == palette.chosen;
    if is_chosen {
        pen.lay(row, Ground::Selected);
        pen.write(row.x, row.y, row.right(), "▌", Role::Here);
    }
    // The right edge first: what is long is cut before it.
    let right = row.right() - 2;
    let left = pen.write_right(row.x, row.y, right, &entry.key, Role::Bright);
    let under = row.x + UNDER_COLUMN - 1;
    let cut = if entry.key.is_empty() { right } else { left.saturating_sub(2) };
    if under < cut {
        pen.write_cut(under, row.y, cut, &entry.under, Role::Muted);
    }
    let x = row.x + 2;
    let title = entry.title.text();
    let role = if is_chosen { Role::Bright } else { Role::Text };
    let end = pen.write_cut(x, row.y, under.min(cut).saturating_sub(2), title, role);
    for mark in &found.marks {
        let (Some(before), Some(part)) = (title.get(..mark.start), title.get(mark.clone())) else {
            continue;
        };
        let from = x + columns(before);
        let width = columns(part).min(end.saturating_sub(from));
        pen.restyle(Rect { x: from, width, ..row }, Role::Match);
    }
}

fn hints(palette: &Palette) -> Vec<Hint> {
    let mut hints = Vec::new();
    if !palette.found.is_empty() {
        hints.push(PALETTE.hint(PaletteAction::Take, "do it"));
        hints.push(PALETTE.hint(PaletteAction::Down, "choose"));
    }
    hints.push(PALETTE.hint(PaletteAction::Search, "same in search"));
    if !palette.field.text().is_empty() {
        hints.push(PALETTE.hint(PaletteAction::Clear, "clear"));
    }
    hints
}

fn end() -> [Hint; 2] {
    [PALETTE.hint(PaletteAction::Help, "help"), PALETTE.hint(PaletteAction::Close, "back")]
}
