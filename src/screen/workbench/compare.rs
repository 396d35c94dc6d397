//! Two texts of one file compared: side by side where there is room, else one after the other.

use ratatui::layout::Rect;

use crate::{
    markup::Stretch,
    screen::{
        theme::{Ground, Role},
        widget::{code_line, editor::class_at, pen::Pen},
    },
};

use super::diff::{self, Row};

/// Number, mark and the space around them, as in the editor.
const GUTTER_COLUMNS: u16 = 6;
/// Lines before the first change that are in view at first.
const CONTEXT_LINES: usize = 3;

#[derive(Clone, Debug)]
pub struct Comparison {
    left: Vec<String>,
    right: Vec<String>,
    rows: Vec<Row>,
    left_classes: Vec<Vec<Stretch>>,
    right_classes: Vec<Vec<Stretch>>,
    /// First row in view.
    pub scroll: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Comparison {
    pub fn new(left: &str, right: &str, side_by_side: bool) -> Comparison {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let (left, right) = (lines(left), lines(right));
        let mut rows = diff::rows(&left, &right);
        if !side_by_side {
            rows = one_after_the_other(&rows);
        }
        let (left_classes, right_classes) = (Vec::new(), Vec::new());
        let mut comparison =
            Comparison { left, right, rows, left_classes, right_classes, scroll: 0 };
        comparison.next_change();
        comparison
    }

    pub fn colour_left(&mut self, lines: Vec<Vec<Stretch>>) {
        self.left_classes = lines;
    }

    pub fn colour_right(&mut self, lines: Vec<Vec<Stretch>>) {
        self.right_classes = lines;
    }

    pub fn height(&self) -> usize {
        self.rows.len()
    }

    pub fn is_same(&self) -> bool {
        self.rows.iter().all(|row| row.is_same())
    }

    /// Scrolls to the next place where the texts differ; from the last one to the first.
    pub fn next_change(&mut self) {
        let starts: Vec<usize> = (0..self.rows.len())
            .filter(|row| !self.rows[*row].is_same() && (*row == 0 || self.rows[row - 1].is_same()))
            .collect();
        let looked_at = self.scroll + CONTEXT_LINES;
        let next = starts.iter().find(|start| looked_at < **start).or(starts.first());
        self.scroll = next.map_or(0, |start| start.saturating_sub(CONTEXT_LINES));
    }

    /// Both texts, each in its own area.
    pub fn draw_beside(&self, pen: &mut Pen<'_>, left: Rect, right: Rect) {
        for (row, y) in self.rows.iter().skip(self.scroll).zip(left.y..left.bottom()) {
            let changed = !row.is_same();
            let at = |area: Rect| Rect { y, height: 1, ..area };
            if let Some(line) = row.left() {
                self.draw_line(pen, at(left), Side::Left, line, changed);
            }
            if let Some(line) = row.right() {
                self.draw_line(pen, at(right), Side::Right, line, changed);
            }
        }
    }

    /// One column: what went, then what came.
    pub fn draw_mixed(&self, pen: &mut Pen<'_>, area: Rect) {
        for (row, y) in self.rows.iter().skip(self.scroll).zip(area.y..area.bottom()) {
            let at = Rect { y, height: 1, ..area };
            match *row {
                Row::Same { right, .. } => self.draw_line(pen, at, Side::Right, right, false),
                Row::Gone { left } | Row::Changed { left, .. } => {
                    self.draw_line(pen, at, Side::Left, left, true);
                }
                Row::Come { right } => self.draw_line(pen, at, Side::Right, right, true),
            }
        }
    }

    fn draw_line(&self, pen: &mut Pen<'_>, row: Rect, side: Side, line: usize, changed: bool) {
        let (lines, classes, mark, role) = match side {
            Side::Left => (&self.left, &self.left_classes, '-', Role::FailBold),
            Side::Right => (&self.right, &self.right_classes, '+', Role::PassBold),
        };
        let stretches = classes.get(line).map_or(&[][..], Vec::as_slice);
        if changed {
            pen.lay(row, Ground::Code);
        }
        pen.write(row.x, row.y, row.right(), &format!("{:>3}", line + 1), Role::Muted);
        let code = Rect {
            x: row.x + GUTTER_COLUMNS,
            width: row.width.saturating_sub(GUTTER_COLUMNS),
            ..row
        };
        if changed {
            pen.repeat(code.x - 2, row.y, 1, mark, role);
        }
        code_line::draw(pen, code, &lines[line], 0, |byte| Role::of(class_at(stretches, byte)));
    }
}

/// A changed line becomes one that went and one that came; what went of a place comes first.
fn one_after_the_other(rows: &[Row]) -> Vec<Row> {
    let mut flat = Vec::new();
    let mut come = Vec::new();
    for row in rows {
        match *row {
            Row::Same { .. } => {
                flat.append(&mut come);
                flat.push(*row);
            }
            Row::Changed { left, right } => {
                flat.push(Row::Gone { left });
                come.push(Row::Come { right });
            }
            Row::Gone { .. } => flat.push(*row),
            Row::Come { .. } => come.push(*row),
        }
    }
    flat.append(&mut come);
    flat
}
