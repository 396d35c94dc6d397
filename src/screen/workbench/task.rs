//! The left pane: the task, the list of checks with their marks, and the way to the hints.

use ratatui::layout::{Position, Rect};

use crate::{
    course::{attack::Stage, check::Check},
    screen::theme::{Ground, Role},
};

use super::{
    Bench, Left, Pane, hints,
    place::{Places, split},
    revised,
    rows::{self, Row, span},
    run::Mark,
};

/// The task keeps so many rows, however many checks stand below it.
const TEXT_ROWS_MIN: usize = 6;
/// A check says at most 34 characters; with its mark and air that is a column of the list.
const CHECK_COLUMNS: u16 = 38;

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// By its index in the exercise.
    Check(usize),
    /// Hidden checks that share a mark.
    Hidden { mark: Mark, count: usize },
}

/// What stands in the left pane: above what scrolls, below what is always seen.
pub struct Parts {
    pub text: Vec<Row>,
    pub list: Vec<Row>,
    /// The row of `list` that each entry stands in, and its column.
    pub places: Vec<(Entry, usize, u16)>,
}

/// The list under its headings: one list, or one for each of two stages.
pub fn blocks(bench: &Bench) -> Vec<(Option<Stage>, Vec<Entry>)> {
    let exercise = &bench.piece.exercise;
    let stages = [None, Some(Stage::Exploit), Some(Stage::Repair)];
    let block = |stage: Option<Stage>| (stage, entries(bench, stage));
    let is_used =
        |stage: &Option<Stage>| exercise.checks.iter().any(|check| exercise.stage(check) == *stage);
    stages.into_iter().filter(is_used).map(block).collect()
}

/// The visible checks of a stage, then the hidden ones: those that failed by name, the others
/// counted.
fn entries(bench: &Bench, stage: Option<Stage>) -> Vec<Entry> {
    let exercise = &bench.piece.exercise;
    let of_stage = |(_, check): &(usize, &Check)| exercise.stage(check) == stage;
    let indexed = || exercise.checks.iter().enumerate().filter(of_stage);
    let visible = indexed().filter(|(_, check)| !check.hidden);
    let mut entries: Vec<Entry> = visible.map(|(index, _)| Entry::Check(index)).collect();
    let hidden: Vec<(usize, Mark)> = indexed()
        .filter(|(_, check)| check.hidden)
        .map(|(index, check)| (index, bench.known.mark(index, check)))
        .collect();
    let named = hidden.iter().filter(|(_, mark)| matches!(mark, Mark::Failed | Mark::Unjudged));
    entries.extend(named.map(|(index, _)| Entry::Check(*index)));
    for mark in [Mark::Passed, Mark::Skipped, Mark::NotRun, Mark::Running] {
        let count = hidden.iter().filter(|(_, other)| *other == mark).count();
        if 0 < count {
            entries.push(Entry::Hidden { mark, count });
        }
    }
    entries
}

/// The checks that have a result to show, in the order of the list.
pub fn choices(bench: &Bench) -> Vec<usize> {
    let checks = &bench.piece.exercise.checks;
    let known = |index: usize| bench.known.judged(&checks[index]).map(|_| index);
    blocks(bench)
        .into_iter()
        .flat_map(|(_, entries)| entries)
        .filter_map(|entry| match entry {
            Entry::Check(index) => known(index),
            Entry::Hidden { .. } => None,
        })
        .collect()
}

pub fn parts(bench: &Bench, width: u16) -> Parts {
    let mut text = revised::rows(bench, width);
    text.extend(rows::markdown(&bench.piece.exercise.task, width, Role::Text));
    let wide = super::place::is_wide(bench.size);
    let per_row = if wide { 1 } else { usize::from(width / CHECK_COLUMNS).clamp(1, 2) };
    let column = (width + 2) / u16::try_from(per_row).unwrap_or(1);
    let mut list = vec![Row::empty()];
    let mut places = Vec::new();
    for (nth, (stage, entries)) in blocks(bench).iter().enumerate() {
        // Two stages stand beside each other where there is room, and a list of one flows.
        let beside = stage.is_some() && 1 < per_row;
        let flows = if stage.is_some() { 1 } else { per_row };
        let (top, left) = match (beside, nth) {
            (true, 0) => (1, 0),
            (true, _) => (1, column),
            (false, _) => (list.len(), 0),
        };
        place(&mut list, top, head(bench, *stage, wide), left);
        let height = entries.len().div_ceil(flows);
        for (index, entry) in entries.iter().enumerate() {
            let (row, at) = (top + 1 + index % height, index / height);
            let x = if at == 0 { left } else { column };
            places.push((*entry, row, x));
            place(&mut list, row, entry_row(bench, *entry), x);
        }
    }
    list.push(Row::empty());
    list.extend(hints::invitation(bench, wide));
    Parts { text, list, places }
}

/// What stands above the checks, and how many of them passed where there is room for it.
fn head(bench: &Bench, stage: Option<Stage>, wide: bool) -> Row {
    let words = match stage {
        None => "Checks",
        Some(Stage::Exploit) => "Exploit",
        Some(Stage::Repair) => "Repair",
    };
    let head = Row::words(words, Role::Muted);
    if !wide {
        return head;
    }
    let exercise = &bench.piece.exercise;
    let of_stage = |(_, check): &(usize, &Check)| exercise.stage(check) == stage;
    let checks: Vec<_> = exercise.checks.iter().enumerate().filter(of_stage).collect();
    let passed = checks.iter().filter(|(at, check)| bench.known.mark(*at, check) == Mark::Passed);
    head.with_right(format!("{} of {}", passed.count(), checks.len()), Role::Muted)
}

/// Puts `other` into a row of `list`, which grows where it is too short.
fn place(list: &mut Vec<Row>, row: usize, other: Row, x: u16) {
    while list.len() <= row {
        list.push(Row::empty());
    }
    put(&mut list[row], other, x);
}

/// Puts one row behind another, from column `x` on.
fn put(row: &mut Row, other: Row, x: u16) {
    let air = x.saturating_sub(row.columns());
    if 0 < air {
        row.spans.push(span(" ".repeat(usize::from(air)), Role::Text));
    }
    row.spans.extend(other.spans);
    row.right.extend(other.right);
    row.bar = row.bar.or(other.bar);
    row.ground = row.ground.or(other.ground);
}

fn entry_row(bench: &Bench, entry: Entry) -> Row {
    match entry {
        Entry::Hidden { mark: Mark::NotRun, count } => {
            Row::words(format!("• {count} more when you press F5"), Role::Muted)
        }
        Entry::Hidden { mark, count } => {
            let (sign, role) = look(mark);
            let words = if mark == Mark::Skipped { "more skipped" } else { "more" };
            let text = format!(" {count} {words}");
            Row::of(vec![span(sign, role), span(text, Role::Muted)])
        }
        Entry::Check(index) => check_row(bench, index),
    }
}

fn check_row(bench: &Bench, index: usize) -> Row {
    let check = &bench.piece.exercise.checks[index];
    let mark = bench.known.mark(index, check);
    let (sign, role) = look(mark);
    let chosen = bench.chosen == Some(index);
    let wide = super::place::is_wide(bench.size);
    let is_open = matches!(mark, Mark::NotRun | Mark::Running | Mark::Skipped);
    let words = match (chosen, is_open && wide) {
        (true, _) => Role::Bright,
        // Beside the code the list stays in the background until something is known.
        (false, true) => Role::Muted,
        (false, false) => Role::Text,
    };
    let mut row = Row::of(vec![span(sign, role), span(format!(" {}", check.say), words)]);
    // With two columns a bar could not say which of them it means.
    if chosen && wide {
        let here = if bench.pane == Pane::Code { Role::Muted } else { Role::Here };
        row.bar = Some(here);
        row.ground = Some(Ground::Selected);
    }
    row
}

pub fn look(mark: Mark) -> (&'static str, Role) {
    match mark {
        Mark::NotRun => ("•", Role::Muted),
        Mark::Running => ("…", Role::Muted),
        Mark::Passed => ("✓", Role::Pass),
        Mark::Failed => ("✗", Role::FailBold),
        Mark::Unjudged => ("?", Role::Note),
        Mark::Skipped => ("–", Role::Muted),
    }
}

/// The rows for the text and those for the list.
pub fn areas(bench: &Bench, places: &Places, parts: &Parts) -> (Rect, Rect) {
    let height = usize::from(places.left.height);
    let pinned = parts.list.len();
    let room = height.saturating_sub(pinned).max(TEXT_ROWS_MIN).min(parts.text.len());
    let room = if bench.left == Left::Hints { height } else { room };
    split(places.left, u16::try_from(room).unwrap_or(u16::MAX))
}

pub fn scroll_max(bench: &Bench, places: &Places) -> usize {
    if bench.left == Left::Hints {
        let rows = hints::rows(bench, places.left.width).len();
        return rows.saturating_sub(usize::from(places.left.height));
    }
    let parts = parts(bench, places.left.width);
    let (text, list) = areas(bench, places, &parts);
    let cut = |rows: usize, area: Rect| rows.saturating_sub(usize::from(area.height));
    cut(parts.text.len(), text) + cut(parts.list.len(), list)
}

/// The check that is drawn at a cell, when it has a result.
pub fn check_at(bench: &Bench, places: &Places, at: Position) -> Option<usize> {
    if bench.left == Left::Hints {
        return None;
    }
    let parts = parts(bench, places.left.width);
    let (text, list) = areas(bench, places, &parts);
    let skipped =
        bench.scroll.task.saturating_sub(parts.text.len().saturating_sub(usize::from(text.height)));
    let row = usize::from(at.y.checked_sub(list.y)?) + skipped;
    let x = at.x.checked_sub(list.x)?;
    let under = parts.places.iter().rfind(|(_, at, from)| *at == row && *from <= x)?;
    match under.0 {
        Entry::Check(index) if choices(bench).contains(&index) => Some(index),
        Entry::Check(_) | Entry::Hidden { .. } => None,
    }
}
