//! After a pass: what was learned, what else is right, and the one key to go on.

use crate::{
    screen::{
        theme::{Ground, Role},
        widget::numerals,
    },
    text,
    tutor::{Checked, Next, Place},
};

use super::{
    Bench, Pane,
    result::script,
    rows::{LABEL_COLUMNS, Row, labelled, markdown, span},
};

/// Names, rule and two rows: with less room the rows of an answer are not shown.
const GIVEN_ROWS_MIN: usize = 4;
/// The empty row above the rows, and the row to go on with its own.
const AIR_ROWS: usize = 3;

pub fn rows(bench: &Bench, checked: &Checked, width: u16) -> Vec<Row> {
    let inner = width.saturating_sub(LABEL_COLUMNS).max(10);
    let exercise = &bench.piece.exercise;
    let mut rows = vec![headline(bench, checked)];
    let mut block = |label: &str, block: Vec<Row>| {
        if !block.is_empty() {
            rows.push(Row::empty());
            rows.extend(labelled(label, Role::Muted, block));
        }
    };
    block("learned", markdown(&exercise.learned, inner, Role::Text));
    let also =
        exercise.alternatives.iter().flat_map(|other| markdown(&other.say, inner, Role::Text));
    block("also", also.collect());
    if let Some(unsaved) = &checked.unsaved {
        block("note", markdown(unsaved, inner, Role::Text));
    }
    if let Some(shown) = &checked.verdict.rows {
        let room = super::place::result_rows_max(bench.size).saturating_sub(rows.len() + AIR_ROWS);
        if GIVEN_ROWS_MIN <= room {
            rows.push(Row::empty());
            rows.extend(script::given(shown, width, room));
        }
    }
    if let Some(next) = &bench.piece.next {
        rows.push(Row::empty());
        rows.push(next_row(bench, next));
    }
    rows
}

fn headline(bench: &Bench, checked: &Checked) -> Row {
    let checks = checked.verdict.checks.len();
    let words = match checks {
        1 => "The check passes.".to_owned(),
        checks => format!("{} checks pass.", numerals::share(checks, checks)),
    };
    let standing = &bench.piece.standing;
    let attempts = match standing.attempts {
        1 => "1 attempt".to_owned(),
        attempts => format!("{attempts} attempts"),
    };
    let help = match (standing.with_help, standing.hints) {
        (true, _) => "solved with help".to_owned(),
        (false, 0) => "no hint".to_owned(),
        (false, 1) => "1 hint".to_owned(),
        (false, hints) => format!("{hints} hints"),
    };
    let took = checked.verdict.took.as_millis();
    Row::of(vec![span("✓ ", Role::PassBold), span(words, Role::Bright)])
        .with_right(format!("{took} ms   {attempts}, {help}"), Role::Muted)
}

fn next_row(bench: &Bench, next: &Next) -> Row {
    let here = if bench.pane == Pane::Code { Role::Muted } else { Role::Here };
    let kind = match next.place {
        Place::Lesson(_) => "lesson",
        Place::Exercise(_) => "exercise",
    };
    let mut row = Row::of(vec![
        span(format!("{:width$}", "Next", width = usize::from(LABEL_COLUMNS)), here),
        span(text::clean_line(&next.title), Role::Bright),
    ]);
    row.right = vec![
        span(format!("{kind}, {} min   ", next.minutes), Role::Muted),
        span("Enter", Role::Bright),
    ];
    row.bar = Some(here);
    row.ground = Some(Ground::Selected);
    row
}
