//! Where the parts of a console stand.

use ratatui::layout::{Position, Rect};

use super::Console;
use crate::{
    screen::widget::grid::{Grid, WIDE_COLUMNS},
    tutor::console::Engine,
};

/// The tree beside the editor.
pub const TREE_COLUMNS: u16 = 25;
/// Between the tree and what stands right of it, the divider in the middle.
const DIVIDER_COLUMNS: u16 = 5;
/// The editor is never lower.
const EDITOR_ROWS_MIN: u16 = 3;

/// The parts. Without a tree there is no room for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    pub tree: Option<Rect>,
    pub editor: Rect,
    /// One row for what is to be said.
    pub said: Rect,
    pub result: Rect,
}

/// Whether there is room for panes side by side.
pub fn is_wide(columns: u16) -> bool {
    WIDE_COLUMNS <= columns
}

/// `lines` are the lines of the text that is being written.
pub fn places(body: Rect, has_tree: bool, lines: usize) -> Places {
    let right = if has_tree { TREE_COLUMNS + DIVIDER_COLUMNS } else { 0 };
    let tree = has_tree.then_some(Rect { width: TREE_COLUMNS.min(body.width), ..body });
    let main = Rect { x: body.x + right, width: body.width.saturating_sub(right), ..body };
    let most = (main.height * 2 / 5).max(EDITOR_ROWS_MIN);
    let lines = u16::try_from(lines).unwrap_or(u16::MAX);
    let height = lines.clamp(EDITOR_ROWS_MIN, most).min(main.height);
    let said = Rect { y: main.y + height, height: 1, ..main }.intersection(main);
    let above = (height + 1).min(main.height);
    let result = Rect { y: main.y + above, height: main.height - above, ..main };
    Places { tree, editor: Rect { height, ..main }, said, result }
}

/// The column of the divider.
pub fn divider(body: Rect) -> u16 {
    body.x + TREE_COLUMNS + DIVIDER_COLUMNS / 2
}

impl Console {
    /// Whether there is something to show of what the session holds.
    pub(super) fn has_tree(&self) -> bool {
        self.engine != Engine::Js
    }

    pub(super) fn places(&self) -> Places {
        let area = Rect::from((Position::ORIGIN, self.size));
        let has_tree = is_wide(self.size.width) && self.has_tree();
        places(Grid::of(area).body, has_tree, self.editor.lines().len())
    }

    pub(super) fn result_place(&self) -> Rect {
        self.places().result
    }

    /// Tells the parts how large they are.
    pub(super) fn lay_out(&mut self) {
        let places = self.places();
        self.editor.resize(places.editor.width, places.editor.height);
        self.editor.lend(places.said.height + places.result.height);
        if let super::Shown::Printed(printed) = &mut self.result {
            printed.lay_out(places.result.width);
        }
        self.tree.lay_out(is_wide(self.size.width));
    }
}
