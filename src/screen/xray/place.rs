//! Where the parts of the X-ray stand: side by side, or the timeline above the detail.

use ratatui::layout::{Rect, Size};

use crate::screen::widget::grid::{Grid, WIDE_COLUMNS};

use super::{Xray, list::List};

/// The timeline does not grow with the screen.
const LIST_COLUMNS: u16 = 51;
/// Two columns, the divider, two columns.
const DIVIDER_COLUMNS: u16 = 5;
/// The rule below the timeline and the empty row on each side.
const RULE_ROWS: u16 = 3;
const LIST_ROWS_MIN: u16 = 4;

/// Rectangles of one frame. What does not show is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Places {
    pub wide: bool,
    /// The names of the columns.
    pub head: Rect,
    pub list: Rect,
    pub rule: Rect,
    /// What was printed, sent and came back.
    pub exchange: Rect,
    /// A column.
    pub divider: Rect,
    pub detail: Rect,
}

impl Places {
    /// `exchange`: the rows of what was printed, sent and came back.
    pub fn of(xray: &Xray, exchange: usize) -> Places {
        let grid = grid_of(xray.size);
        match Places::left_columns(xray.size) {
            Some(columns) => wide(xray, &grid, columns, exchange),
            None => narrow(xray, &grid),
        }
    }

    /// The columns of the timeline where something stands beside it.
    pub fn left_columns(size: Size) -> Option<u16> {
        (WIDE_COLUMNS <= size.width).then(|| LIST_COLUMNS.min(grid_of(size).body.width))
    }
}

fn grid_of(size: Size) -> Grid {
    Grid::of(Rect::new(0, 0, size.width, size.height))
}

fn rows_of(xray: &Xray) -> u16 {
    u16::try_from(List::of(&xray.timeline, xray.at).len()).unwrap_or(u16::MAX)
}

fn narrow(xray: &Xray, grid: &Grid) -> Places {
    let body = grid.body;
    // Twelve rows of the nineteen that a small screen has.
    let most = (body.height * 12 / 19).max(LIST_ROWS_MIN.min(body.height));
    let list = Rect { height: rows_of(xray).min(most), ..body };
    let top = (list.bottom() + 1).min(body.bottom());
    let detail = Rect { y: top, height: body.bottom() - top, ..body };
    Places { list, detail, ..Places::default() }
}

fn wide(xray: &Xray, grid: &Grid, columns: u16, exchange: usize) -> Places {
    let body = grid.body;
    let left = Rect { width: columns, ..body };
    let head = Rect { height: 1.min(body.height), ..left };
    let room = body.height.saturating_sub(head.height);
    // The exchange gets what it needs while the timeline has half.
    let wanted = u16::try_from(exchange).unwrap_or(u16::MAX);
    let list_most = room.saturating_sub(wanted.saturating_add(RULE_ROWS)).max(room / 2);
    let list = Rect { y: head.bottom(), height: rows_of(xray).min(list_most), ..left };
    let rule_y = list.bottom().max(left.bottom().saturating_sub(wanted.saturating_add(2)));
    let rule_y = rule_y.max(list.bottom() + 1).min(left.bottom());
    let rule = Rect { y: rule_y, height: 1.min(left.bottom() - rule_y), ..left };
    let top = (rule.bottom() + 1).min(left.bottom());
    let exchange = Rect { y: top, height: left.bottom() - top, ..left };
    let x = (left.right() + DIVIDER_COLUMNS).min(body.right());
    Places {
        wide: true,
        head,
        list,
        rule,
        exchange,
        divider: Rect { x: left.right() + 2, width: 1, ..body },
        detail: Rect { x, width: body.right() - x, ..body },
    }
}
