//! The rows of the packs that are not open, and the way to all of them.

use super::rows::{Columns, LABEL_COLUMNS};
use crate::{
    screen::{
        theme::Role,
        widget::{bar::Share, pen::Pen},
    },
    tutor::packs::{OtherPack, Others},
};

const LABEL: &str = "Packs";

/// The title of a pack; the first row has the label.
pub fn draw_title(
    pen: &mut Pen<'_>,
    at: Columns,
    y: u16,
    (index, other): (usize, &OtherPack),
    chosen: bool,
) {
    let value = at.left + LABEL_COLUMNS;
    if index == 0 {
        pen.write(at.left, y, value, LABEL, Role::Muted);
    }
    let role = if chosen { Role::Bright } else { Role::Text };
    pen.write_cut(value, y, at.bar.saturating_sub(1), &other.title, role);
}

pub fn share(other: &OtherPack) -> Share {
    Share {
        solved: other.solved,
        helped: other.helped,
        exercises: other.exercises,
        read: other.read,
        lessons: other.lessons,
    }
}

/// The row that leads to all packs.
pub fn draw_way(pen: &mut Pen<'_>, at: Columns, y: u16, others: &Others, chosen: bool) {
    let value = at.left + LABEL_COLUMNS;
    let text = if others.shown.is_empty() {
        pen.write(at.left, y, value, LABEL, Role::Muted);
        "none but this course yet".to_owned()
    } else {
        format!("{} more", others.more)
    };
    let role = if chosen { Role::Bright } else { Role::Muted };
    pen.write_cut(value, y, at.right, &text, role);
}
