//! The last row: keys that work now on the left, help and the way back always at the right edge.

use ratatui::layout::Rect;

use crate::screen::{
    keymap::Hint,
    theme::Role,
    widget::pen::{Pen, columns},
};

/// Between two hints, and between the left and the right part at least.
const GAP: u16 = 3;

/// Draws whole hints only; the first are the most useful, what does not fit is left out. `end` is
/// help and the way back.
pub fn draw(pen: &mut Pen<'_>, row: Rect, hints: &[Hint], end: &[Hint; 2]) {
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

fn draw_hint(pen: &mut Pen<'_>, x: u16, row: Rect, hint: &Hint) -> u16 {
    let x = pen.write(x, row.y, row.right(), &hint.key, Role::Bright);
    pen.write(x + 1, row.y, row.right(), &hint.label, Role::Muted)
}

fn hint_columns(hint: &Hint) -> u16 {
    columns(&hint.key).saturating_add(1).saturating_add(columns(&hint.label))
}
