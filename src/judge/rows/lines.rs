//! The rows of both sides as one list, as a diff of two texts is: few enough to be read.

use std::collections::HashSet;

use crate::{
    judge::rows::Difference,
    table::{Cell, Table},
};

/// Lines that differ and are shown.
const DIFFERING_MAX: usize = 20;
/// Rows that fit and are shown before and after one that differs.
const CONTEXT: usize = 1;
/// Characters of one text that are kept.
const TEXT_CHARS_MAX: usize = 200;
/// Bytes of one blob that are kept.
const BLOB_BYTES_MAX: usize = 64;

/// Rows that are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    pub columns: Vec<String>,
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    Row {
        mark: Mark,
        /// Cut where they are long.
        cells: Vec<Cell>,
    },
    /// So many lines are not shown here.
    Cut(usize),
}

/// What a row is to the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It came, and it should.
    Fits,
    /// It should have come.
    Missing,
    /// It should have come more often.
    Merged,
    /// It should not have come.
    Extra,
    /// It should have come less often.
    Repeated,
    /// It should have come, and came with other values.
    Expected,
    /// It came in the place of the `Expected` row before it.
    Came,
    /// It came, and should stand here.
    BelongsHere,
    /// It came here, and should stand elsewhere.
    StandsHere,
}

impl Mark {
    /// `-` before a row that is expected only, `+` before one that came only.
    pub fn sign(self) -> char {
        match self {
            Mark::Fits => ' ',
            Mark::Missing | Mark::Merged | Mark::Expected | Mark::BelongsHere => '-',
            Mark::Extra | Mark::Repeated | Mark::Came | Mark::StandsHere => '+',
        }
    }

    /// What a reader without colours is told; empty for a row that fits.
    pub fn words(self) -> &'static str {
        match self {
            Mark::Fits => "",
            Mark::Missing => "missing",
            Mark::Merged => "came too seldom",
            Mark::Extra => "one too many",
            Mark::Repeated => "came too often",
            Mark::Expected => "expected",
            Mark::Came => "came",
            Mark::BelongsHere => "belongs here",
            Mark::StandsHere => "stands here",
        }
    }
}

impl Shown {
    /// The first rows of a table.
    pub fn first_of(table: &Table, most: usize) -> Shown {
        let rows = table.rows.iter().take(most);
        let mut lines: Vec<Line> = rows.map(|row| line(Mark::Fits, row)).collect();
        if most < table.rows.len() {
            lines.push(Line::Cut(table.rows.len() - most));
        }
        Shown { columns: table.columns.clone(), lines }
    }

    /// The rows that differ, with some that fit around them, under the names that the answer gave.
    /// Where the columns could not be paired: the first rows that came.
    pub fn of(difference: &Difference) -> Shown {
        if difference.columns.is_some() {
            return Shown::first_of(&difference.got, DIFFERING_MAX);
        }
        let columns = difference.got.columns.clone();
        Shown { columns, lines: windows(&merged(difference)) }
    }

    /// Whether the column holds numbers, and nothing else but NULL.
    pub fn is_numeric(&self, column: usize) -> bool {
        let cells = self.lines.iter().filter_map(|line| match line {
            Line::Row { cells, .. } => cells.get(column),
            Line::Cut(_) => None,
        });
        let mut some = false;
        cells.into_iter().all(|cell| match cell {
            Cell::Integer(_) | Cell::Real(_) => {
                some = true;
                true
            }
            Cell::Null => true,
            Cell::Text(_) | Cell::Blob(_) => false,
        }) && some
    }
}

fn merged(difference: &Difference) -> Vec<(Mark, &[Cell])> {
    let Difference { expected, got, .. } = difference;
    if let Some(order) = &difference.order {
        return reordered(difference, &order.ranks, &order.moved.iter().copied().collect());
    }
    let repeated: HashSet<usize> = difference.repeated.iter().copied().collect();
    let mut lines: Vec<(Mark, &[Cell])> = Vec::new();
    let mut changed = difference.changed.iter().peekable();
    for (at, row) in got.rows.iter().enumerate() {
        let mark = if difference.fits[at].is_some() {
            Mark::Fits
        } else if repeated.contains(&at) {
            Mark::Repeated
        } else if let Some(pair) = changed.next_if(|pair| pair.got == at) {
            lines.push((Mark::Expected, &expected.rows[pair.expected]));
            Mark::Came
        } else {
            Mark::Extra
        };
        lines.push((mark, row));
    }
    let of_expected = |at: &usize, mark| (mark, expected.rows[*at].as_slice());
    lines.extend(difference.merged.iter().map(|at| of_expected(at, Mark::Merged)));
    lines.extend(difference.missing.iter().map(|at| of_expected(at, Mark::Missing)));
    lines
}

/// Rows in the order in which they came; those of `moved` also where they belong.
fn reordered<'d>(
    difference: &'d Difference,
    ranks: &[usize],
    moved: &HashSet<usize>,
) -> Vec<(Mark, &'d [Cell])> {
    let mut homeless: Vec<usize> = moved.iter().copied().collect();
    homeless.sort_by_key(|at| (ranks[*at], *at));
    let mut homeless = homeless.into_iter().peekable();
    let mut lines = Vec::new();
    for (at, row) in difference.got.rows.iter().enumerate() {
        if moved.contains(&at) {
            lines.push((Mark::StandsHere, row.as_slice()));
            continue;
        }
        while let Some(home) = homeless.next_if(|other| ranks[*other] < ranks[at]) {
            lines.push((Mark::BelongsHere, difference.got.rows[home].as_slice()));
        }
        lines.push((Mark::Fits, row.as_slice()));
    }
    lines.extend(homeless.map(|at| (Mark::BelongsHere, difference.got.rows[at].as_slice())));
    lines
}

/// The first lines that differ with those around them; what is left out is counted.
fn windows(all: &[(Mark, &[Cell])]) -> Vec<Line> {
    let differing = all.iter().enumerate().filter(|(_, (mark, _))| *mark != Mark::Fits);
    let mut wanted = vec![false; all.len()];
    for (at, _) in differing.take(DIFFERING_MAX) {
        let end = (at + CONTEXT + 1).min(all.len());
        wanted[at.saturating_sub(CONTEXT)..end].fill(true);
    }
    let mut lines = Vec::new();
    let mut cut = 0;
    for ((mark, row), wanted) in all.iter().zip(wanted) {
        if !wanted {
            cut += 1;
            continue;
        }
        if cut > 0 {
            lines.push(Line::Cut(cut));
            cut = 0;
        }
        lines.push(line(*mark, row));
    }
    if cut > 0 {
        lines.push(Line::Cut(cut));
    }
    lines
}

fn line(mark: Mark, row: &[Cell]) -> Line {
    Line::Row { mark, cells: row.iter().map(short).collect() }
}

fn short(cell: &Cell) -> Cell {
    match cell {
        Cell::Text(text) if text.chars().nth(TEXT_CHARS_MAX).is_some() => {
            Cell::Text(text.chars().take(TEXT_CHARS_MAX).chain(['…']).collect())
        }
        Cell::Blob(bytes) => Cell::Blob(bytes.iter().take(BLOB_BYTES_MAX).copied().collect()),
        Cell::Null | Cell::Integer(_) | Cell::Real(_) | Cell::Text(_) => cell.clone(),
    }
}
