//! Whether rows that are all there stand where they should.

use crate::{
    course::sql::{RowOrder, SortKey},
    judge::rows::{
        Difference,
        cells::{same, same_row},
    },
    table::{Cell, Table},
};

/// Rows that do not stand where they should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misplaced {
    /// The first place, counted from 0, at which another row should stand.
    pub at: usize,
    /// The order that is asked for, in words: `by total desc, id`.
    pub asked: String,
    /// Rows of `got` that would have to move; the fewest that are enough.
    pub moved: Vec<usize>,
    /// For each row of `got` the first row of `expected` that may stand there in its place.
    pub ranks: Vec<usize>,
}

/// # Errors
/// A key names no column of the expected rows.
pub fn misplaced(difference: &Difference, order: &RowOrder) -> Result<Option<Misplaced>, String> {
    let Difference { expected, got, fits, .. } = difference;
    let (keys, asked) = match order {
        RowOrder::Free => return Ok(None),
        RowOrder::Exact => (None, "as the rows that are expected".to_owned()),
        RowOrder::By(keys) => (Some(columns(expected, keys)?), in_words(keys)),
    };
    let alike = |a: &[Cell], b: &[Cell]| match &keys {
        None => same_row(a, b),
        Some(keys) => keys.iter().all(|key| same(&a[*key], &b[*key])),
    };
    let pairs = expected.rows.iter().zip(&got.rows);
    let Some(at) = pairs.clone().position(|(a, b)| !alike(a, b)) else { return Ok(None) };
    // Rows with equal keys may change places among themselves.
    let mut first = 0;
    let ranks: Vec<usize> = (0..expected.rows.len())
        .map(|at| {
            if !alike(&expected.rows[first], &expected.rows[at]) {
                first = at;
            }
            first
        })
        .collect();
    let ranks: Vec<usize> = fits.iter().map(|fit| fit.map_or(0, |at| ranks[at])).collect();
    let moved = out_of_line(&ranks);
    Ok(Some(Misplaced { at, asked, moved, ranks }))
}

fn columns(expected: &Table, keys: &[SortKey]) -> Result<Vec<usize>, String> {
    let at = |key: &SortKey| {
        let is_it = |name: &String| name.to_lowercase() == key.column.to_lowercase();
        let none = || format!("`order` names `{}`, which is no column of the rows", key.column);
        expected.columns.iter().position(is_it).ok_or_else(none)
    };
    keys.iter().map(at).collect()
}

fn in_words(keys: &[SortKey]) -> String {
    let word = |key: &SortKey| {
        let column = &key.column;
        if key.descending { format!("{column} desc") } else { column.clone() }
    };
    format!("by {}", keys.iter().map(word).collect::<Vec<_>>().join(", "))
}

/// The places that are not part of one longest run that never falls.
fn out_of_line(ranks: &[usize]) -> Vec<usize> {
    // `ends[n]` is the place at which the run of n + 1 with the smallest end ends.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    for (at, rank) in ranks.iter().enumerate() {
        let length = ends.partition_point(|end| ranks[*end] <= *rank);
        before.push(length.checked_sub(1).map(|last| ends[last]));
        if length < ends.len() {
            ends[length] = at;
        } else {
            ends.push(at);
        }
    }
    let mut in_line = vec![false; ranks.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        in_line[at] = true;
        next = before[at];
    }
    (0..ranks.len()).filter(|at| !in_line[*at]).collect()
}
