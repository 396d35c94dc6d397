//! The rows that a query gave against those that it should give: which are missing, which are too
//! many, which came with another value, and whether they stand in order.

mod cells;
mod grid;
mod lines;
mod order;
mod words;

use std::collections::{HashMap, HashSet};

use self::{
    cells::{Id, id},
    order::Misplaced,
};
pub use self::{
    cells::{same, same_row},
    grid::{GAP, Grid, GridCell, GridLine},
    lines::{Line, Mark, Shown},
    words::{Sight, fields},
};
use crate::{
    course::sql::{Aspect, ColumnsBy, RowOrder},
    table::{Cell, Table},
};

/// Rows on each side among which those are sought that differ in a cell only; beyond it rows count
/// as missing and extra.
const PAIRED_ROWS_MAX: usize = 300;

/// How two tables are compared.
#[derive(Clone, Copy, Debug)]
pub struct Rule<'a> {
    pub columns: ColumnsBy,
    pub order: &'a RowOrder,
}

/// In what the rows that came differ from those that should have come.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    pub expected: Table,
    /// Its columns stand as those of `expected`, where they could be paired.
    pub got: Table,
    /// How the columns were paired, where they could not be.
    pub columns: Option<ColumnsBy>,
    /// For each row of `got` the row of `expected` that it is.
    pub fits: Vec<Option<usize>>,
    /// Rows of `expected` that nothing came for.
    pub missing: Vec<usize>,
    /// Rows of `got` that should not be there.
    pub extra: Vec<usize>,
    /// Rows of `got` that came more often than they should.
    pub repeated: Vec<usize>,
    /// Rows of `expected` that came less often than they should.
    pub merged: Vec<usize>,
    pub changed: Vec<Changed>,
    pub order: Option<Misplaced>,
}

/// A row that came with other values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub expected: usize,
    pub got: usize,
    /// Columns, counted from 0, and how their cells differ.
    pub cells: Vec<(usize, Aspect)>,
}

impl Difference {
    pub fn has(&self, aspect: Aspect) -> bool {
        let in_cells = || self.changed.iter().any(|row| row.cells.iter().any(|c| c.1 == aspect));
        match aspect {
            Aspect::Columns => self.columns.is_some(),
            Aspect::Missing => !self.missing.is_empty(),
            Aspect::Extra => !self.extra.is_empty(),
            Aspect::Repeated => !self.repeated.is_empty(),
            Aspect::Merged => !self.merged.is_empty(),
            Aspect::Null | Aspect::Type | Aspect::Value => in_cells(),
            Aspect::Order => self.order.is_some(),
        }
    }
}

/// `None` where the rows are as they should be.
///
/// # Errors
/// Says what is wrong with the rule itself, so that nothing can be compared by it.
pub fn compare(
    expected: &Table,
    got: &Table,
    rule: Rule<'_>,
) -> Result<Option<Difference>, String> {
    let Some(got) = paired(expected, got, rule.columns) else {
        let (expected, got) = (expected.clone(), got.clone());
        let columns = Some(rule.columns);
        return Ok(Some(Difference { expected, got, columns, ..Difference::default() }));
    };
    let fits = fitted(&expected.rows, &got.rows);
    let taken: HashSet<usize> = fits.iter().flatten().copied().collect();
    let left: Vec<usize> = (0..expected.rows.len()).filter(|at| !taken.contains(at)).collect();
    let over: Vec<usize> = (0..fits.len()).filter(|at| fits[*at].is_none()).collect();
    let mut difference =
        Difference { expected: expected.clone(), got, fits, ..Difference::default() };
    if left.is_empty() && over.is_empty() {
        difference.order = order::misplaced(&difference, rule.order)?;
        return Ok(difference.order.is_some().then_some(difference));
    }
    difference.sort_out(left, over);
    Ok(Some(difference))
}

/// `got` with its columns in the order of those of `expected`; `None` where they do not pair.
fn paired(expected: &Table, got: &Table, by: ColumnsBy) -> Option<Table> {
    // Rows that an author wrote may name no columns; then their length counts.
    let width = match (&expected.columns[..], expected.rows.first()) {
        ([], None) => return Some(got.clone()),
        ([], Some(row)) => row.len(),
        (columns, _) => columns.len(),
    };
    if width != got.columns.len() {
        return None;
    }
    if by == ColumnsBy::Position {
        return Some(got.clone());
    }
    let mut free: Vec<usize> = (0..width).collect();
    let mut order = Vec::new();
    for name in &expected.columns {
        let is_it = |at: &usize| same_name(&got.columns[*at], name);
        order.push(free.remove(free.iter().position(is_it)?));
    }
    let row = |row: &Vec<Cell>| order.iter().map(|at| row[*at].clone()).collect();
    Some(Table {
        columns: order.iter().map(|at| got.columns[*at].clone()).collect(),
        rows: got.rows.iter().map(row).collect(),
    })
}

/// Names of columns as SQL compares them: without case.
fn same_name(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// For each row of `got` a row of `expected` that is the same, each taken once.
fn fitted(expected: &[Vec<Cell>], got: &[Vec<Cell>]) -> Vec<Option<usize>> {
    let ids = |row: &[Cell]| -> Vec<Id> { row.iter().map(id).collect() };
    let mut free: HashMap<Vec<Id>, Vec<usize>> = HashMap::new();
    // The last is taken first, so the rows go in backwards.
    for (at, row) in expected.iter().enumerate().rev() {
        free.entry(ids(row)).or_default().push(at);
    }
    let mut fits: Vec<Option<usize>> =
        got.iter().map(|row| free.get_mut(&ids(row)).and_then(Vec::pop)).collect();
    let mut left: Vec<usize> = free.into_values().flatten().collect();
    left.sort_unstable();
    fit_nearly(expected, got, left, &mut fits);
    fits
}

/// Fits those rows that differ by the rounding of numbers only. Rows with a number that is not
/// whole are alike in everything else, or they cannot fit.
fn fit_nearly(
    expected: &[Vec<Cell>],
    got: &[Vec<Cell>],
    left: Vec<usize>,
    fits: &mut [Option<usize>],
) {
    let rest = |row: &[Cell]| -> Vec<Id> { row.iter().map(cells::id_without_number).collect() };
    let has_real = |row: &[Cell]| row.iter().any(|cell| matches!(cell, Cell::Real(_)));
    let mut alike: HashMap<Vec<Id>, Vec<usize>> = HashMap::new();
    for at in left {
        alike.entry(rest(&expected[at])).or_default().push(at);
    }
    for (row, fit) in got.iter().zip(fits.iter_mut()).filter(|(_, fit)| fit.is_none()) {
        let Some(candidates) = alike.get_mut(&rest(row)) else { continue };
        let near = |at: &usize| {
            (has_real(row) || has_real(&expected[*at])) && same_row(&expected[*at], row)
        };
        if let Some(found) = candidates.iter().position(near) {
            *fit = Some(candidates.remove(found));
        }
    }
}

impl Difference {
    /// Says of the rows that fit nothing, `left` of `expected` and `over` of `got`, what they are.
    fn sort_out(&mut self, mut left: Vec<usize>, mut over: Vec<usize>) {
        let ids = |row: &[Cell]| -> Vec<Id> { row.iter().map(id).collect() };
        let all = |rows: &[Vec<Cell>]| rows.iter().map(|row| ids(row)).collect::<HashSet<_>>();
        let (known, came) = (all(&self.expected.rows), all(&self.got.rows));
        over.retain(|at| {
            let is_known = known.contains(&ids(&self.got.rows[*at]));
            if is_known {
                self.repeated.push(*at);
            }
            !is_known
        });
        left.retain(|at| {
            let has_come = came.contains(&ids(&self.expected.rows[*at]));
            if has_come {
                self.merged.push(*at);
            }
            !has_come
        });
        if left.len() <= PAIRED_ROWS_MAX && over.len() <= PAIRED_ROWS_MAX {
            self.changed = self.pairs(&mut left, &mut over);
        }
        (self.missing, self.extra) = (left, over);
    }

    /// Takes out of both lists the rows that are each other with another value in some cells, those
    /// that differ least first.
    fn pairs(&self, left: &mut Vec<usize>, over: &mut Vec<usize>) -> Vec<Changed> {
        let mut candidates = Vec::new();
        for expected in left.iter().copied() {
            for got in over.iter().copied() {
                let cells = differing(&self.expected.rows[expected], &self.got.rows[got]);
                let width = self.got.columns.len();
                let slips = cells.iter().all(|(_, aspect)| *aspect != Aspect::Value);
                // More than half of a row must be the same, or half with the first column, which
                // mostly says whose row it is; or else only the kind of its values differs.
                let begins_alike = cells.first().is_none_or(|(column, _)| 0 < *column);
                let same = width - cells.len();
                if slips || cells.len() < same || (cells.len() == same && begins_alike) {
                    candidates.push(Changed { expected, got, cells });
                }
            }
        }
        candidates
            .sort_by_key(|row| (row.cells.len(), row.cells.first().map(|cell| cell.0) == Some(0)));
        let mut pairs: Vec<Changed> = Vec::new();
        for candidate in candidates {
            if left.contains(&candidate.expected) && over.contains(&candidate.got) {
                left.retain(|at| *at != candidate.expected);
                over.retain(|at| *at != candidate.got);
                pairs.push(candidate);
            }
        }
        pairs.sort_by_key(|row| row.got);
        pairs
    }
}

fn differing(expected: &[Cell], got: &[Cell]) -> Vec<(usize, Aspect)> {
    let cells = expected.iter().zip(got).enumerate();
    cells.filter_map(|(at, (a, b))| cells::aspect(a, b).map(|aspect| (at, aspect))).collect()
}
