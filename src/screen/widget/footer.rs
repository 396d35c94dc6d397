//! The last row: keys that work now on the left, help and the way back always at the right edge.

use ratatui::{buffer::Buffer, layout::Rect};

use crate::screen::{
    keymap::{Hint, Key},
    theme::{Role, Theme},
    widget::pen::{Pen, columns},
};

/// Between two hints, and between the left and the right part at least.
const GAP: u16 = 3;

/// Draws whole hints only; the first are the most useful, what does not fit is left out. `end` is
/// help and the way back.
pub fn draw(pen: &mut Pen<'_>, row: Rect, hints: &[Hint], end: &[Hint; 2]) {
    let keys = pen.theme().keys;
    let hint_columns = |hint: &Hint| {
        columns(&keys.of_hint(hint)).saturating_add(1).saturating_add(columns(&hint.label))
    };
    let end_width = hint_columns(&end[0]) + GAP + hint_columns(&end[1]);
    let end_x = row.right().saturating_sub(end_width).max(row.x);
    let mut x = row.x;
    for hint in hints {
        let Some(next) = x.checked_add(hint_columns(hint)) else { break };
        if next.saturating_add(GAP) > end_x {
            break;
        }
        draw_hint(pen, x, row, hint);
        x = next + GAP;
    }
    let x = draw_hint(pen, end_x, row, &end[0]);
    draw_hint(pen, x + GAP, row, &end[1]);
}

/// The key of the hint that stands under a click in a row that `draw` drew. `None` beside the hints,
/// and on a hint that names several keys.
pub fn key_at(buffer: &Buffer, theme: &Theme, row: Rect, column: u16) -> Option<Key> {
    let cell = |x: u16| &buffer[(x, row.y)];
    let is_air = |x: u16| cell(x).symbol() == " ";
    let is_gap = |x: u16| x + GAP <= row.right() && (x..x + GAP).all(is_air);
    if !(row.left()..row.right()).contains(&column) || is_air(column) {
        return None;
    }
    let from = (row.left()..=column).rev().find(|x| {
        *x == row.left()
            || x.checked_sub(GAP).is_some_and(|before| row.left() <= before && is_gap(before))
    })?;
    let bright = theme.style(Role::Bright);
    let is_key = |x: &u16| {
        let style = cell(*x).style();
        style.add_modifier.contains(bright.add_modifier) && style.fg == bright.fg.or(style.fg)
    };
    let key: String = (from..row.right())
        .take_while(|x| is_key(x) && !is_gap(*x))
        .map(|x| cell(x).symbol())
        .collect();
    Key::parse(key.trim()).ok()
}

fn draw_hint(pen: &mut Pen<'_>, x: u16, row: Rect, hint: &Hint) -> u16 {
    let key = pen.theme().keys.of_hint(hint);
    let x = pen.write(x, row.y, row.right(), &key, Role::Bright);
    pen.write(x + 1, row.y, row.right(), &hint.label, Role::Muted)
}
