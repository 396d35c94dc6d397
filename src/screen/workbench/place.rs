//! Where the parts of the workbench stand: panes side by side, or one tab at a time.

use ratatui::layout::{Rect, Size};

use crate::screen::widget::grid::{Grid, MARGIN, WIDE_COLUMNS};

use super::{Bench, Left, Pane, result};

/// The left pane does not grow with the screen.
const TASK_COLUMNS: u16 = 36;
const HINT_COLUMNS: u16 = 48;
/// Between the hints and the divider there is less on a screen that is not wider than this.
const HINT_COLUMNS_NARROW: u16 = 40;
/// Two columns, the divider, two columns.
const DIVIDER_COLUMNS: u16 = 5;
const RESULT_ROWS_MIN: u16 = 8;
/// The rule and the empty row above a result, the empty row below it.
const RESULT_AIR: u16 = 3;
/// The tabs and the row of a notice above each of them.
const TABS_ROWS: u16 = 2;
/// An editor with fewer rows has none to spare.
const AIR_ROWS_MIN: u16 = 12;

/// Rectangles of one frame. What does not show is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    pub grid: Grid,
    pub wide: bool,
    /// The names of the panes, or the tabs.
    pub left_head: Rect,
    pub head: Rect,
    pub left: Rect,
    /// A column.
    pub divider: Rect,
    /// One row above the editor.
    pub notice: Rect,
    pub editor: Rect,
    /// The state of the run below the editor, where the result is another tab.
    pub state: Rect,
    pub rule: Rect,
    pub result: Rect,
}

pub fn is_wide(size: Size) -> bool {
    WIDE_COLUMNS <= size.width
}

/// Rows that a result has at most, on a screen of this size.
pub fn result_rows_max(size: Size) -> usize {
    let body = Grid::of(Rect::new(0, 0, size.width, size.height)).body;
    let rows = if is_wide(size) {
        pane_rows_max(body).saturating_sub(RESULT_AIR)
    } else {
        body.height.saturating_sub(TABS_ROWS)
    };
    usize::from(rows)
}

/// Columns of the result.
pub fn result_columns(bench: &Bench) -> u16 {
    let body = Grid::of(Rect::new(0, 0, bench.size.width, bench.size.height)).body;
    if is_wide(bench.size) {
        body.width.saturating_sub(left_columns(bench.left, body) + DIVIDER_COLUMNS)
    } else {
        body.width
    }
}

fn left_columns(left: Left, body: Rect) -> u16 {
    match left {
        Left::Task => TASK_COLUMNS,
        Left::Hints if body.width < 116 => HINT_COLUMNS_NARROW,
        Left::Hints => HINT_COLUMNS,
    }
}

/// Rows of the right pane that the result, its rule and its air may take.
fn pane_rows_max(body: Rect) -> u16 {
    (body.height - body.height * 2 / 5).max(RESULT_ROWS_MIN)
}

impl Places {
    pub fn of(bench: &Bench) -> Places {
        let grid = Grid::of(Rect::new(0, 0, bench.size.width, bench.size.height));
        if is_wide(bench.size) { Places::panes(bench, grid) } else { Places::tabs(bench, grid) }
    }

    fn panes(bench: &Bench, grid: Grid) -> Places {
        let body = grid.body;
        let left = left_columns(bench.left, body);
        let taken = left + DIVIDER_COLUMNS;
        let right = Rect { x: body.x + taken, width: body.width.saturating_sub(taken), ..body };
        let wanted = result::height(bench, right.width).saturating_add(RESULT_AIR);
        let most = pane_rows_max(body);
        let result_rows = wanted.clamp(RESULT_ROWS_MIN, most).min(body.height);
        let (above, below) = split(right, right.height - result_rows);
        let (head, rest) = split(above, 1);
        let (notice, editor) = split(rest, 1);
        let (rule, result) = split(below, 1);
        let (left_head, left_body) = split(Rect { width: left, ..body }, 1);
        Places {
            grid,
            wide: true,
            left_head,
            head,
            left: left_body,
            divider: Rect { x: body.x + left + 2, width: 1, ..body },
            notice,
            // The row above the rule stays empty.
            editor: Rect { height: editor.height.saturating_sub(1), ..editor },
            state: Rect::ZERO,
            rule,
            result: split(result, 1).1,
        }
    }

    fn tabs(bench: &Bench, grid: Grid) -> Places {
        let (head, rest) = split(grid.body, 1);
        let (notice, rest) = split(rest, 1);
        let (text, state) = split(rest, rest.height.saturating_sub(1));
        // One empty row, so that code is not read together with the state of the run.
        let air = u16::from(AIR_ROWS_MIN <= text.height);
        let text = Rect { height: text.height - air, ..text };
        let shown = |pane, area| if bench.pane == pane { area } else { Rect::ZERO };
        // The editor keeps its size while another tab is shown, so that it stays where it was.
        Places {
            grid,
            wide: false,
            left_head: Rect::ZERO,
            head,
            left: shown(Pane::Task, rest),
            divider: Rect::ZERO,
            notice,
            editor: text,
            state: shown(Pane::Code, state),
            rule: Rect::ZERO,
            result: shown(Pane::Result, rest),
        }
    }

    /// How far the bar of a selection stands left of the right pane.
    pub fn result_margin(&self) -> u16 {
        if self.wide { 1 } else { MARGIN }
    }
}

/// The first `rows` rows, and the rest.
pub fn split(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    (Rect { height: rows, ..area }, Rect { y: area.y + rows, height: area.height - rows, ..area })
}
