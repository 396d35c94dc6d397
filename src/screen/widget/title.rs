//! The title line: where you are on the left, how far on the right.

use ratatui::layout::Rect;

use crate::screen::{
    theme::Role,
    widget::pen::{Pen, columns},
};

const SEPARATOR: &str = "  ›  ";
/// Between left and right at least; else the path loses its first part.
const GAP_MIN: u16 = 4;
/// Between the facts on the right.
const FACT_GAP: &str = "   ";

/// Draws `path › path › HERE` and the facts on the right, muted. Where width is short the left of
/// the path goes first, then the facts from the left, then the last part is cut at a space.
pub fn draw(pen: &mut Pen<'_>, row: Rect, path: &[&str], facts: &[&str]) {
    let mut path = path;
    let mut facts = facts;
    loop {
        let needed = path_columns(path) + GAP_MIN + columns(&facts.join(FACT_GAP));
        if needed <= row.width || facts.is_empty() {
            break;
        }
        if path.len() > 1 {
            path = &path[1..];
        } else {
            facts = &facts[1..];
        }
    }
    let right = pen.write_right(row.x, row.y, row.right(), &facts.join(FACT_GAP), Role::Muted);
    let room = if facts.is_empty() { row.right() } else { right.saturating_sub(GAP_MIN) };
    let Some((here, before)) = path.split_last() else { return };
    let mut x = row.x;
    for part in before {
        x = pen.write(x, row.y, room, part, Role::Muted);
        x = pen.write(x, row.y, room, SEPARATOR, Role::Faint);
    }
    pen.write_cut(x, row.y, room, here, Role::Bright);
}

fn path_columns(path: &[&str]) -> u16 {
    let separators = u16::try_from(path.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let parts = path.iter().map(|part| columns(part)).fold(0, u16::saturating_add);
    parts.saturating_add(separators.saturating_mul(columns(SEPARATOR)))
}
