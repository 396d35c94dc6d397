//! Where the parts of the HTTP tab stand.

use ratatui::layout::{Position, Rect, Size};

use super::{Http, composer, draw};
use crate::screen::widget::grid::{Grid, TALL_ROWS, WIDE_COLUMNS};

/// Rows of the editor at least, with the one that says what is wrong.
const EDITOR_ROWS_MIN: u16 = 6;

pub fn is_wide(size: Size) -> bool {
    WIDE_COLUMNS <= size.width
}

pub fn is_tall(size: Size) -> bool {
    TALL_ROWS <= size.height
}

/// Where the parts of the tab stand.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    pub tree: Rect,
    /// The column of the line between the panes.
    pub divider: u16,
    /// Right of it, the ground of code included.
    pub pane: Rect,
    pub composer: Rect,
    /// The row that says how one adds to a request; only where there is room.
    pub how: Option<u16>,
    /// Between the request and its answer.
    pub rule: u16,
    pub answer: Rect,
    /// Under everything: what is said until the next key.
    pub said: u16,
}

impl Places {
    pub fn of(http: &Http) -> Places {
        let area = Rect::from((Position::ORIGIN, http.size));
        let grid = Grid::of(area);
        let body = grid.body;
        // Where columns are few, one before the line is enough.
        let (tree_columns, air) = if is_wide(http.size) { (25, 2) } else { (20, 1) };
        let tree = Rect { width: tree_columns.min(body.width), ..body };
        let divider = tree.right() + air;
        let x = divider + 3;
        let pane = Rect { x, width: body.right().saturating_sub(x), ..body };
        let roomy = is_tall(http.size);
        let most = body.height / 2;
        let wanted = if let Some(editing) = &http.editing {
            let lines = u16::try_from(editing.editor.lines().len()).unwrap_or(u16::MAX);
            let state = state_height(http, pane.width);
            let rows = lines.saturating_add(1 + state).max(EDITOR_ROWS_MIN);
            rows.min((most + 2).max(EDITOR_ROWS_MIN)).min(body.height)
        } else {
            let width = pane.width.saturating_sub(1);
            let rows = composer::rows(http, width, usize::from(most), roomy).len();
            u16::try_from(rows).unwrap_or(u16::MAX).clamp(1, most.max(1))
        };
        let composer = Rect { height: wanted, ..pane };
        let mut y = composer.bottom();
        let how = (roomy && http.editing.is_none() && http.request().is_some()).then_some(y);
        y += u16::from(how.is_some()) + 1;
        let rule = y.min(body.bottom());
        y = (rule + 1 + u16::from(roomy)).min(body.bottom());
        let answer = Rect { y, height: body.bottom().saturating_sub(y), ..pane };
        Places { tree, divider, pane, composer, how, rule, answer, said: grid.spare.y }
    }
}

/// Where the editor stands.
pub fn editor_area(http: &Http) -> Rect {
    let composer = Places::of(http).composer;
    let state = state_height(http, composer.width);
    Rect { height: composer.height.saturating_sub(state), ..composer }
}

/// Rows of what is said under the editor.
fn state_height(http: &Http, width: u16) -> u16 {
    let rows = draw::state_rows(http, width.saturating_sub(1)).len();
    u16::try_from(rows.max(1)).unwrap_or(1)
}
