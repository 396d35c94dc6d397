//! What is drawn where a screen would not fit: what there is, what is needed, how to leave.

use ratatui::layout::Rect;

use crate::screen::{
    theme::{Ground, Role},
    widget::{
        grid::{COLUMNS_MIN, ROWS_MIN},
        pen::{Pen, columns},
    },
};

/// Below this the long sentences do not fit.
const SENTENCE_COLUMNS: u16 = 34;
const SENTENCE_ROWS: u16 = 8;

pub fn draw(pen: &mut Pen<'_>) {
    let area = pen.area();
    pen.fill(area, Ground::Screen);
    if area.width >= SENTENCE_COLUMNS && area.height >= SENTENCE_ROWS {
        draw_sentences(pen, area);
    } else {
        draw_words(pen, area);
    }
}

fn draw_sentences(pen: &mut Pen<'_>, area: Rect) {
    let middle = |text: &str| area.x + area.width.saturating_sub(columns(text)) / 2;
    let y = area.y + (area.height - 4) / 2;
    let right = area.right();
    let has = format!("It has {} columns and {} rows.", area.width, area.height);
    let needs = format!("Backlab needs {COLUMNS_MIN} and {ROWS_MIN}.");
    let small = "This window is too small.";
    pen.write(middle(small), y, right, small, Role::Bright);
    pen.write(middle(&has), y + 2, right, &has, Role::Text);
    pen.write(middle(&needs), y + 3, right, &needs, Role::Text);
    let x = middle("Ctrl+C leave: all is saved");
    let last = area.bottom() - 1;
    let x = pen.write(x, last, right, "Ctrl+C", Role::Bright);
    pen.write(x + 1, last, right, "leave: all is saved", Role::Muted);
}

fn draw_words(pen: &mut Pen<'_>, area: Rect) {
    let (x, right) = (area.x.saturating_add(1), area.right());
    let has = format!("{}x{}, needs {COLUMNS_MIN}x{ROWS_MIN}", area.width, area.height);
    pen.write(x, area.y, right, "Too small:", Role::Bright);
    pen.write(x, area.y.saturating_add(1), right, &has, Role::Text);
    if area.height > 3 {
        let last = area.bottom() - 1;
        let x = pen.write(x, last, right, "Ctrl+C", Role::Bright);
        pen.write(x + 1, last, right, "leave", Role::Muted);
    }
}
