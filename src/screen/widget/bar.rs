//! The bar of a module: what was solved, solved with help, read, and what is ahead.

use crate::screen::{theme::Role, widget::pen::Pen};

/// What a bar shows.
#[derive(Clone, Copy)]
pub struct Share {
    pub solved: usize,
    pub helped: usize,
    pub exercises: usize,
    pub read: usize,
    pub lessons: usize,
}

/// `━` solved, `╍` solved with help, `─` read, `·` ahead.
pub fn draw(pen: &mut Pen<'_>, (x, y): (u16, u16), width: u16, share: Share, role: Role) {
    let solved = part(share.solved, share.exercises, width);
    let helped = part(share.helped, share.exercises, width).min(solved);
    let read = part(share.read, share.lessons, width).max(solved);
    let alone = solved - helped;
    let mut x = x;
    for (count, mark, role) in [
        (alone, '━', role),
        (helped, '╍', role),
        (read - solved, '─', role),
        (width - read, '·', Role::Faint),
    ] {
        pen.repeat(x, y, count, mark, role);
        x += count;
    }
}

/// The columns of `some` in `all`, rounded, a half down; none only for nothing and full only for all.
fn part(some: usize, all: usize, width: u16) -> u16 {
    if all == 0 || some == 0 || width == 0 {
        return 0;
    }
    if some >= all {
        return width;
    }
    let rounded = (some * usize::from(width) * 2 + all - 1) / (all * 2);
    u16::try_from(rounded).unwrap_or(width).clamp(1, width.saturating_sub(1).max(1))
}

/// What the marks of a bar mean.
pub fn legend(pen: &mut Pen<'_>, x: u16, y: u16, right: u16) {
    let mut x = x;
    for (mark, word, role) in [
        ("━", "solved", Role::Muted),
        ("╍", "with help", Role::Muted),
        ("─", "read", Role::Muted),
        ("·", "ahead", Role::Faint),
    ] {
        x = pen.write(x, y, right, mark, role);
        x = pen.write(x + 1, y, right, word, Role::Muted) + 3;
    }
}
