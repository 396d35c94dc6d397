//! What a check of a script adds to a result: the statement, and the rows or documents that are
//! expected and that came, as one aligned table.

use crate::{
    judge::{
        Failure, ScriptFailure, ShownRows,
        rows::{GAP, Grid, GridLine, Mark, Shown},
    },
    screen::{
        theme::Role,
        workbench::rows::{LABEL_COLUMNS, Row, Span, fold, labelled, span, wrap},
    },
    text,
};

/// The sign before a row, and the space behind it.
const SIGN_COLUMNS: u16 = 2;
/// Behind a row: three spaces and the longest of the words.
const WORDS_COLUMNS: u16 = 18;
/// Of a note, however narrow the screen is.
const NOTE_COLUMNS_MIN: u16 = 10;

/// The statement in one row, and at its end on which data it ran.
pub fn asked(failure: &Failure, script: &ScriptFailure) -> Vec<Row> {
    let Some(statement) = &script.statement else { return Vec::new() };
    let words: Vec<&str> = statement.split_whitespace().collect();
    let mut row = Row::words(text::clean_line(&words.join(" ")), Role::Text);
    if let Some(of) = &failure.of {
        row = row.with_right(text::clean_line(of), Role::Muted);
    }
    labelled("asked", Role::Muted, vec![row])
}

/// What other databases would do with the statement.
pub fn notes(script: &ScriptFailure, width: u16) -> Vec<Row> {
    let room = width.saturating_sub(LABEL_COLUMNS).max(NOTE_COLUMNS_MIN);
    let note = |note: &String| wrap(&[span(text::clean_line(note), Role::Text)], room, 0);
    labelled("elsewhere", Role::Muted, script.notes.iter().flat_map(note).collect())
}

/// Whether `in_full` has anything to show: of a statement that does not run all is said.
pub fn has_more(script: &ScriptFailure) -> bool {
    script.statement.is_some() || script.rows.is_some() || script.plan.is_some()
}

/// The whole statement, and the rows.
pub fn in_full(script: &ScriptFailure, width: u16) -> Vec<(&'static str, Vec<Row>)> {
    let lines = |statement: &String| -> Vec<Row> {
        let statement = text::clean(statement).into_owned();
        statement.lines().flat_map(|line| fold(line, width, Role::Text)).collect()
    };
    let mut blocks: Vec<_> = script.statement.iter().map(|text| ("Asked", lines(text))).collect();
    blocks.extend(script.plan.iter().map(|plan| ("Plan", lines(plan))));
    match &script.rows {
        None => {}
        Some(ShownRows::Together(shown)) => blocks.push(("Rows", table(shown, width))),
        Some(ShownRows::Documents(shown)) => blocks.push(("Documents", table(shown, width))),
        Some(ShownRows::Apart { expected, got }) => {
            blocks.push(("Rows expected", table(expected, width)));
            blocks.push(("Rows that came", table(got, width)));
        }
    }
    blocks
}

/// The rows that are expected and those that came.
pub fn compared(script: &ScriptFailure, width: u16) -> Vec<Row> {
    match &script.rows {
        None => Vec::new(),
        Some(ShownRows::Together(shown)) => labelled("rows", Role::Muted, table(shown, width)),
        Some(ShownRows::Documents(shown)) => labelled("came", Role::Muted, table(shown, width)),
        Some(ShownRows::Apart { expected, got }) => {
            let mut rows = labelled("expected", Role::Muted, table(expected, width));
            rows.push(Row::empty());
            rows.extend(labelled("came", Role::Muted, table(got, width)));
            rows
        }
    }
}

/// How SQLite runs the statement.
pub fn plan(script: &ScriptFailure, width: u16) -> Vec<Row> {
    let Some(plan) = &script.plan else { return Vec::new() };
    let plan = text::clean(plan).into_owned();
    let room = width.saturating_sub(LABEL_COLUMNS);
    let lines = plan.lines().flat_map(|line| fold(line, room, Role::Text)).collect();
    labelled("plan", Role::Muted, lines)
}

/// What to do about an error in a script.
pub fn hint(script: &ScriptFailure, width: u16) -> Vec<Row> {
    let hint = script.hint.as_deref().map(|hint| span(text::clean_line(hint), Role::Text));
    hint.map_or_else(Vec::new, |hint| wrap(&[hint], width, 0))
}

/// The rows of an answer that passed, in at most `height` rows.
pub fn given(shown: &Shown, width: u16, height: usize) -> Vec<Row> {
    let mut rows = table(shown, width);
    if height < rows.len() {
        let more = rows.len() - height + 1;
        rows.truncate(height.saturating_sub(1));
        rows.push(Row::words(format!("… {more} more rows"), Role::Muted));
    }
    labelled("gives", Role::Muted, rows)
}

/// Names, a rule, and the rows; numbers stand right, NULL is muted.
fn table(shown: &Shown, width: u16) -> Vec<Row> {
    let room = width.saturating_sub(LABEL_COLUMNS + SIGN_COLUMNS + WORDS_COLUMNS);
    let grid = Grid::of(shown, usize::from(room));
    let sign = " ".repeat(usize::from(SIGN_COLUMNS));
    let gap = " ".repeat(GAP);
    let mut rows = vec![
        Row::words(format!("{sign}{}", grid.head.join(&gap)), Role::Muted),
        Row::words(format!("{sign}{}", "─".repeat(grid.width())), Role::Faint),
    ];
    rows.extend(grid.lines.iter().map(|line| match line {
        GridLine::Row { mark, cells } => {
            let role = role(*mark);
            let mut spans = vec![span(format!("{} ", mark.sign()), role)];
            for (at, cell) in cells.iter().enumerate() {
                if at > 0 {
                    spans.push(span(gap.clone(), Role::Text));
                }
                let role = if cell.is_null { Role::Muted } else { role };
                spans.push(span(cell.text.clone(), role));
            }
            spans.extend(words(*mark, &gap));
            Row::of(spans)
        }
        GridLine::Cut(1) => Row::words("… 1 more row", Role::Muted),
        GridLine::Cut(more) => Row::words(format!("… {more} more rows"), Role::Muted),
    }));
    if shown.lines.is_empty() {
        rows.push(Row::words(format!("{sign}no rows"), Role::Muted));
    }
    if grid.left_out > 0 {
        let words = format!("{} more columns at the right do not fit", grid.left_out);
        rows.push(Row::words(words, Role::Muted));
    }
    rows
}

fn words(mark: Mark, gap: &str) -> Option<Span> {
    let words = mark.words();
    (!words.is_empty()).then(|| span(format!("{gap}{words}"), Role::Muted))
}

/// What came and should not have is a failure; what should have come is read first.
fn role(mark: Mark) -> Role {
    match mark.sign() {
        '-' => Role::Bright,
        '+' => Role::Fail,
        _ => Role::Text,
    }
}
