//! What lies over a page: the contents of the lesson, an output in full, a term of the glossary.

use ratatui::layout::Rect;

use crate::screen::{
    theme::{Ground, Role},
    widget::pen::{Pen, columns},
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Over {
    #[default]
    Nothing,
    Contents {
        chosen: usize,
    },
    Output {
        sample: usize,
        top: usize,
    },
    /// A term of the glossary, by its place among those of the page.
    Term {
        at: usize,
    },
}

/// The only frame there is: around what lies over a screen.
const FRAME_COLUMNS_MAX: u16 = 66;

/// Draws the titles of the pages in a frame; all behind it is dimmed.
pub fn draw_contents(pen: &mut Pen<'_>, body: Rect, titles: &[String], here: usize, chosen: usize) {
    let area = pen.area();
    let behind = Rect { height: area.height.saturating_sub(1), ..area };
    pen.restyle(behind, Role::Dimmed);
    let frame = contents_frame(area, body, titles.len());
    pen.fill(frame, Ground::Overlay);
    pen.frame(frame, Role::Muted);
    let (left, right) = (frame.x + 3, frame.right().saturating_sub(3));
    pen.write(left, frame.y + 1, right, "Contents", Role::Muted);
    for (index, title) in titles.iter().enumerate() {
        let Ok(down) = u16::try_from(index) else { break };
        let y = frame.y + 3 + down;
        if y + 2 > frame.bottom() {
            break;
        }
        if index == chosen {
            let row = Rect::new(frame.x + 1, y, frame.width.saturating_sub(2), 1);
            pen.fill(row, Ground::Selected);
            pen.write(frame.x + 1, y, right, "▌", Role::Here);
        }
        let room = if index == here {
            pen.write_right(left, y, right, "here", Role::Muted).saturating_sub(3)
        } else {
            right
        };
        let role = if index == chosen { Role::Bright } else { Role::Text };
        pen.write(left, y, left + 3, &(index + 1).to_string(), Role::Muted);
        pen.write_cut(left + 4, y, room, title, role);
    }
}

/// The page whose row lies at `y`.
pub fn contents_row_at(area: Rect, body: Rect, pages: usize, y: u16) -> Option<usize> {
    let frame = contents_frame(area, body, pages);
    let row = usize::from(y.checked_sub(frame.y + 3)?);
    (row < pages).then_some(row)
}

fn contents_frame(area: Rect, body: Rect, pages: usize) -> Rect {
    let width = frame_columns(area);
    let height = u16::try_from(pages).unwrap_or(u16::MAX).saturating_add(5).min(body.height);
    Rect::new(area.x + (area.width - width) / 2, body.y, width, height)
}

/// How wide a frame is.
pub fn frame_columns(area: Rect) -> u16 {
    FRAME_COLUMNS_MAX.min(area.width.saturating_sub(4))
}

/// Draws an output over the body, from line `top` on.
pub fn draw_output(pen: &mut Pen<'_>, body: Rect, output: &str, top: usize) {
    pen.fill(Rect { x: 0, width: pen.area().width, ..body }, Ground::Screen);
    let lines: Vec<&str> = output.lines().collect();
    pen.write(body.x, body.y, body.right(), "Output", Role::Muted);
    let seen = usize::from(body.height.saturating_sub(2));
    let last = lines.len().min(top + seen);
    let fact = format!("lines {}–{} of {}", top + 1, last, lines.len());
    pen.write_right(body.x + columns("Output") + 2, body.y, body.right(), &fact, Role::Muted);
    for (y, line) in (body.y + 2..body.bottom()).zip(lines.iter().skip(top)) {
        pen.write(body.x, y, body.right(), "╎ ", Role::Faint);
        pen.write_cut(body.x + 2, y, body.right(), line, Role::Text);
    }
}
