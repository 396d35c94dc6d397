//! What the database holds, as a tree that is folded.

use std::collections::BTreeSet;

use ratatui::layout::Rect;

use crate::{
    screen::{
        theme::{Ground, Role},
        widget::{
            grid::MARGIN,
            pen::{Pen, columns},
            window,
        },
    },
    tutor::console::{Tree, Twig},
};

/// A tree of so many twigs is shown unfolded at first.
const UNFOLDED_MAX: usize = 24;
/// The name of the data, and an empty row.
const HEAD_ROWS: u16 = 2;

#[derive(Clone, Debug, Default)]
pub struct TreeView {
    tree: Tree,
    /// Twigs that are unfolded, by their whole path.
    open: BTreeSet<String>,
    /// Those that were there before; what is new is unfolded.
    known: BTreeSet<String>,
    /// Counted over the rows that are seen.
    chosen: usize,
    /// It stands beside the editor, and not in the place of it.
    is_beside: bool,
}

/// A twig that is seen.
struct Seen<'t> {
    twig: &'t Twig,
    path: String,
    has_more: bool,
    is_open: bool,
}

impl TreeView {
    /// Takes another tree; what was folded stays folded.
    pub fn grow(&mut self, tree: &Tree) {
        let paths = paths(&tree.twigs);
        let is_small = tree.twigs.len() <= UNFOLDED_MAX;
        for path in &paths {
            let is_new = self.known.insert(path.clone());
            // The outermost of documents hold the collections, which are what one looks for.
            if is_new && is_small {
                self.open.insert(path.clone());
            }
        }
        self.known.retain(|path| paths.contains(path));
        self.open.retain(|path| paths.contains(path));
        self.tree = tree.clone();
        self.chosen = self.chosen.min(self.seen().len().saturating_sub(1));
    }

    pub fn lay_out(&mut self, is_beside: bool) {
        self.is_beside = is_beside;
    }

    pub fn step(&mut self, by: isize) {
        let last = self.seen().len().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(by).min(last);
    }

    /// Unfolds or folds what is chosen; folded from inside it goes to what it is inside of.
    pub fn fold(&mut self, opens: bool) {
        let seen = self.seen();
        let Some(here) = seen.get(self.chosen) else { return };
        let path = here.path.clone();
        if here.has_more && here.is_open != opens {
            if opens {
                self.open.insert(path)
            } else {
                self.open.remove(&path)
            };
        } else if !opens && let Some((outer, _)) = path.rsplit_once('\0') {
            let outer = seen.iter().position(|twig| twig.path == outer);
            self.chosen = outer.unwrap_or(self.chosen);
        }
    }

    pub fn toggle(&mut self) {
        let is_open = self.seen().get(self.chosen).is_some_and(|twig| twig.is_open);
        self.fold(!is_open);
    }

    /// Chooses the twig at a row of `area`, and folds or unfolds it.
    pub fn press(&mut self, area: Rect, y: u16) {
        let list = list(area);
        let Some(below) = y.checked_sub(list.y).map(usize::from) else { return };
        let seen = self.seen();
        let visible = window::around(seen.len(), usize::from(list.height), self.chosen);
        if let Some(index) = visible.clone().nth(below) {
            self.chosen = index;
            self.toggle();
        }
    }

    fn seen(&self) -> Vec<Seen<'_>> {
        let twigs = &self.tree.twigs;
        let mut folded: Option<u8> = None;
        let mut seen = Vec::new();
        for ((at, twig), path) in twigs.iter().enumerate().zip(paths(twigs)) {
            if folded.is_some_and(|depth| depth < twig.depth) {
                continue;
            }
            let has_more = twigs.get(at + 1).is_some_and(|next| twig.depth < next.depth);
            let is_open = has_more && self.open.contains(&path);
            folded = (has_more && !is_open).then_some(twig.depth);
            seen.push(Seen { twig, path, has_more, is_open });
        }
        seen
    }

    /// Draws the tree of `name`; with `focus` the keys move it.
    pub fn draw(&self, pen: &mut Pen<'_>, area: Rect, name: &str, focus: bool) {
        let counts = pen.write_right(area.x, area.y, area.right(), self.tree.counts, Role::Muted);
        let right = if self.tree.counts.is_empty() { area.right() } else { counts - 1 };
        pen.write_cut(area.x, area.y, right, name, Role::Muted);
        let list = list(area);
        let seen = self.seen();
        let visible = window::around(seen.len(), usize::from(list.height), self.chosen);
        let mut end = list.y;
        for (y, index) in (list.y..list.bottom()).zip(visible) {
            let chosen = focus && index == self.chosen;
            draw_twig(pen, Rect { y, height: 1, ..list }, &seen[index], chosen, self.is_beside);
            end = y + 1;
        }
        if let Some(says) = &self.tree.says
            && end < list.bottom()
        {
            pen.write_cut(list.x, end, list.right(), says, Role::Muted);
        }
    }
}

fn list(area: Rect) -> Rect {
    let head = HEAD_ROWS.min(area.height);
    Rect { y: area.y + head, height: area.height - head, ..area }
}

fn draw_twig(pen: &mut Pen<'_>, row: Rect, seen: &Seen<'_>, chosen: bool, is_beside: bool) {
    if chosen {
        let left = row.x.saturating_sub(MARGIN);
        let margin = if is_beside { 1 } else { MARGIN };
        let ground = Rect { x: left, width: row.right() + margin - left, ..row };
        pen.fill(ground, Ground::Selected);
        pen.repeat(left, row.y, 1, '▌', Role::Here);
    }
    let indent = 2 * u16::from(seen.twig.depth);
    if seen.has_more {
        let mark = if seen.is_open { '▾' } else { '▸' };
        pen.repeat(row.x + indent, row.y, 1, mark, Role::Muted);
    }
    let name_x = row.x + indent + 2;
    let room = row.right().saturating_sub(name_x);
    let note = &seen.twig.note;
    // A name is worth more than what is said of it.
    let shows_note = !note.is_empty() && columns(note) + 4 <= room;
    let mut right = row.right();
    if shows_note {
        right = pen.write_right(name_x, row.y, right, note, Role::Muted).saturating_sub(1);
    }
    let role = match (chosen, seen.twig.depth) {
        (true, _) => Role::Bright,
        (false, 0) => Role::Text,
        (false, _) => Role::Muted,
    };
    let name = super::figures::cut_anywhere(&seen.twig.name, right.saturating_sub(name_x));
    pen.write(name_x, row.y, right, &name, role);
}

/// The path of each twig from the root, its parts with a NUL between.
fn paths(twigs: &[Twig]) -> Vec<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut all = Vec::with_capacity(twigs.len());
    for twig in twigs {
        open.truncate(usize::from(twig.depth));
        open.push(&twig.name);
        all.push(open.join("\0"));
    }
    all
}
