//! The HTTP tab drawn: the tree, a divider, the request above its answer.

use std::ops::Range;

use ratatui::layout::{Position, Rect};

use super::{
    Focus, Http, answer, composer,
    places::{Places, editor_area, is_tall},
    tree::{self, Choice},
};
use crate::screen::{
    theme::{Ground, Role},
    widget::{
        pen::Pen,
        rows::{self, Row, span, wrap},
        window,
    },
};

/// Paths of requests stand so far right of the tree's edge.
const METHOD_COLUMNS: u16 = 6;
/// Rows under the editor at most.
const STATE_ROWS_MAX: usize = 3;

pub fn draw(http: &Http, pen: &mut Pen<'_>, body: Rect) {
    let places = Places::of(http);
    draw_tree(http, pen, &places);
    pen.column(places.divider, body.y..body.bottom(), '│', Role::Faint);
    draw_composer(http, pen, &places);
    if places.rule < body.bottom() {
        pen.repeat(places.pane.x, places.rule, places.pane.width, '─', Role::Faint);
    }
    answer::draw(http, pen, places.answer);
    draw_said(http, pen, &places);
}

/// What a click at `at` chooses.
pub fn choice_at(http: &Http, at: Position) -> Option<Choice> {
    let places = Places::of(http);
    let below = at.y.checked_sub(places.tree.y)?;
    let (rows, seen) = rows_seen(http, places.tree);
    let index = seen.clone().nth(usize::from(below))?;
    rows[index].choice().cloned()
}

fn rows_seen(http: &Http, tree: Rect) -> (Vec<tree::Row>, Range<usize>) {
    let rows = http.rows();
    let chosen = rows.iter().position(|row| row.choice() == Some(&http.chosen)).unwrap_or(0);
    let seen = window::around(rows.len(), usize::from(tree.height), chosen);
    (rows, seen)
}

fn draw_tree(http: &Http, pen: &mut Pen<'_>, places: &Places) {
    let tree = places.tree;
    let (rows, seen) = rows_seen(http, tree);
    if 0 < seen.start {
        pen.repeat(tree.right(), tree.y, 1, '↑', Role::Muted);
    }
    if seen.end < rows.len() {
        pen.repeat(tree.right(), tree.bottom().saturating_sub(1), 1, '↓', Role::Muted);
    }
    for (y, index) in (tree.y..).zip(seen) {
        let row = &rows[index];
        let chosen = row.choice() == Some(&http.chosen);
        if chosen {
            let line = Rect { x: 0, y, width: places.divider, height: 1 };
            let is_here = http.focus == Focus::Tree && http.editing.is_none();
            pen.fill(line, Ground::Selected);
            pen.write(0, y, tree.right(), "▌", if is_here { Role::Here } else { Role::Muted });
        }
        draw_row(pen, tree, y, row, chosen);
    }
}

fn draw_row(pen: &mut Pen<'_>, tree: Rect, y: u16, row: &tree::Row, chosen: bool) {
    let (x, right) = (tree.x + 1, tree.right());
    let role = if chosen { Role::Bright } else { Role::Muted };
    match row {
        tree::Row::Gap => {}
        tree::Row::Head(words) | tree::Row::Group(words) => {
            pen.write_cut(tree.x, y, right, words, Role::Muted);
        }
        tree::Row::Request { method, path, .. } => {
            pen.write_cut(x, y, x + METHOD_COLUMNS - 1, method, role);
            pen.write_cut(x + METHOD_COLUMNS, y, right, path, role);
        }
        tree::Row::Variable { name, value, .. } => {
            let end = pen.write(x, y, right.saturating_sub(4), name, role);
            let value_right = pen.write_right(end + 2, y, right, value, Role::Muted);
            if value_right == right {
                // What is wider than its place is cut at its end.
                pen.write_cut(end + 2, y, right, value, Role::Muted);
            }
        }
        tree::Row::Past { words, status, .. } => {
            let end = pen.write_right(x, y, right, status, Role::Muted);
            pen.write_cut(x, y, end.saturating_sub(1), words, role);
        }
        tree::Row::Offer { words, .. } => {
            pen.write_cut(x, y, right, words, role);
        }
    }
}

fn draw_composer(http: &Http, pen: &mut Pen<'_>, places: &Places) {
    let area = places.composer;
    if let Some(editing) = &http.editing {
        let editor = editor_area(http);
        editing.editor.view(&mut pen.within(editor), editor, http.finding.is_none());
        let (x, width) = (area.x + 1, area.width.saturating_sub(1));
        let height = area.bottom().saturating_sub(editor.bottom());
        let state = state_rows(http, width);
        rows::draw(pen, Rect { x, y: editor.bottom(), width, height }, &state, 0, 1);
        return;
    }
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(1), ..area };
    let rows = composer::rows(http, inner.width, usize::from(area.height), is_tall(http.size));
    rows::draw(pen, inner, &rows, 0, 1);
    // The ground of the request line reaches to the edge of its pane on the left.
    if http.request().is_some() {
        pen.lay(Rect { height: 1, ..area }, Ground::Code);
    }
    if let Some(y) = places.how {
        let words = "+ header   b body   a auth helper";
        pen.write(inner.x, y, inner.right(), words, Role::Muted);
    }
}

/// Under the editor: what is wrong with the request, or where it is saved.
pub fn state_rows(http: &Http, width: u16) -> Vec<Row> {
    let Some(editing) = &http.editing else { return Vec::new() };
    let mut rows = if let Some(trouble) = &http.unsaved {
        wrap(&[span(trouble.to_string(), Role::Fail)], width, 0)
    } else if let Some(mistake) = editing.mistake() {
        composer::mistake_rows(&mistake, Some(mistake.line), width)
    } else {
        let file = &editing.file;
        let words = if editing.is_saved() {
            format!("saved in {file}")
        } else if editing.is_untouched() {
            format!("in {file} once it is changed or sent")
        } else {
            format!("saving in {file}")
        };
        wrap(&[span(words, Role::Muted)], width, 0)
    };
    if STATE_ROWS_MAX < rows.len() {
        rows.truncate(STATE_ROWS_MAX);
        if let Some(last) = rows.last_mut() {
            last.spans.push(span(" …", Role::Muted));
        }
    }
    rows
}

fn draw_said(http: &Http, pen: &mut Pen<'_>, places: &Places) {
    let pane = places.pane;
    let row =
        Rect { x: pane.x + 1, y: places.said, width: pane.width.saturating_sub(1), height: 1 };
    if let Some(field) = &http.finding {
        pen.write(row.x, row.y, row.right(), "find", Role::Here);
        let line = Rect { x: row.x + 6, width: row.width.saturating_sub(6), ..row };
        pen.lay(line, Ground::Code);
        field.draw(pen, line);
        return;
    }
    let note = http.shelf.as_ref().and_then(|shelf| shelf.note.clone());
    let unsaved = http.unsaved.as_ref().map(ToString::to_string);
    if let Some(words) = http.said.clone().or(unsaved).or(note) {
        let columns = |words: &str| crate::screen::widget::pen::columns(words);
        // A long sentence has the row to itself; of a longer one it shows what fits.
        let left = if row.width < columns(&words) { places.tree.x } else { row.x };
        let row = Rect { x: left, width: row.right().saturating_sub(left), ..row };
        let rows = wrap(&[span(words, Role::Text)], row.width, 0);
        rows::draw(pen, row, &rows, 0, 1);
    }
}

impl Http {
    /// Why the chosen file cannot be read.
    pub(super) fn chosen_trouble(&self) -> Option<String> {
        let Choice::File(name) = &self.chosen else { return None };
        let collection = self.collection(name)?;
        match (&collection.trouble, collection.mistakes.first()) {
            (Some(trouble), _) => Some(trouble.to_string()),
            (None, Some(mistake)) => {
                let trouble = crate::tutor::playground::trouble_of(mistake);
                Some(format!("Line {}: {trouble}", mistake.line))
            }
            (None, None) => Some(format!("{name} has no request. Enter edits it.")),
        }
    }
}
