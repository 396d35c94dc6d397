//! The rows of the body: the question, its answer, and under it how the answer stands.

use std::ops::Range;

use super::{
    At, Quiz, answer_rows,
    item::{Item, State},
    summary,
};
use crate::{
    course::quiz::Ask,
    judge::grade::{Grade, Part, Standing},
    markup::Stretch,
    screen::{
        theme::{Ground, Role},
        widget::{
            editor::class_at,
            pen::columns,
            rows::{LABEL_COLUMNS, Row, Span, fold, fold_spans, labelled, markdown, span, wrap},
        },
    },
    text::{clean, clean_line},
};

/// Between what was predicted and what was printed.
const BESIDE_GAP: u16 = 3;
/// The mark between them, and the space behind it.
const MARK_COLUMNS: u16 = 2;
/// What was predicted is folded to so many columns at least.
const BESIDE_COLUMNS_MIN: u16 = 17;

/// Everything that can be scrolled.
#[derive(Clone, Debug, Default)]
pub struct Laid {
    pub rows: Vec<Row>,
    pub fields: Vec<Field>,
    /// The rows that must be seen: what the keys stand on.
    pub chosen: Range<usize>,
    /// The rows of each thing that the keys can stand on, in their order.
    pub choices: Vec<Range<usize>>,
    /// The first row of what is told about the answer.
    pub told: Option<usize>,
}

/// Where a field is drawn: by its row and column in the body.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Which of the draft's fields.
    pub index: usize,
    pub row: usize,
    pub x: u16,
    pub width: u16,
    pub height: u16,
}

pub fn lay_out(quiz: &Quiz, width: u16) -> Laid {
    match quiz.at {
        At::Question(at) => match quiz.items.get(at) {
            Some(item) => question(quiz, item, width),
            None => Laid::default(),
        },
        At::Summary(row) => summary::lay_out(quiz, row, width),
    }
}

fn question(quiz: &Quiz, item: &Item, width: u16) -> Laid {
    let mut laid =
        Laid { rows: markdown(&item.question.prompt, width, Role::Bright), ..Laid::default() };
    laid.rows.push(Row::empty());
    if let Ask::Predict(prediction) = &item.question.ask {
        let source = quiz.piece.exercise.starter.get(&prediction.code);
        let source = source.map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
        let colours = quiz.colours.get(&prediction.code).map_or(&[][..], Vec::as_slice);
        laid.rows.extend(code(&source, &prediction.code, colours, width));
        laid.rows.push(Row::empty());
    }
    answer_rows::push(&mut laid, item, width);
    laid.rows.push(Row::empty());
    let told = told(item, width);
    laid.told = (!told.is_empty()).then_some(laid.rows.len());
    laid.rows.extend(told);
    laid
}

/// The program as it is, its lines folded where they do not fit.
fn code(source: &str, path: &str, colours: &[Vec<Stretch>], width: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    for (index, line) in source.trim_end().lines().enumerate() {
        let stretches = colours.get(index).map_or(&[][..], Vec::as_slice);
        for folded in fold_spans(&coloured(line, stretches), width.saturating_sub(2)) {
            let mut row = Row::of(vec![span("│ ", Role::Faint)]);
            row.spans.extend(folded.spans);
            row.ground = Some(Ground::Code);
            rows.push(row);
        }
    }
    if let Some(first) = rows.first_mut()
        && first.columns() + columns(path) + 3 <= width
    {
        first.right = vec![span(format!("{path} "), Role::Muted)];
    }
    rows
}

fn coloured(line: &str, stretches: &[Stretch]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (at, ch) in line.char_indices() {
        let role = Role::of(class_at(stretches, at));
        match spans.last_mut() {
            Some(last) if last.role == role => last.text.push(ch),
            Some(_) | None => spans.push(span(ch, role)),
        }
    }
    spans.into_iter().map(|part| span(clean(&part.text), part.role)).collect()
}

/// How the answer stands.
fn told(item: &Item, width: u16) -> Vec<Row> {
    match &item.state {
        State::Open | State::Running { shown: false, .. } => Vec::new(),
        State::Running { shown: true, .. } => {
            vec![
                Row::of(vec![span("… ", Role::Muted), span("the program runs", Role::Muted)])
                    .with_right("Esc stops", Role::Muted),
            ]
        }
        State::Unjudged(why) => {
            let words = [
                span("? ", Role::Note),
                span(clean(why), Role::Text),
                span(" Your answer is not at fault. F5 tries again.", Role::Muted),
            ];
            wrap(&words, width, 2)
        }
        // What was told is of another answer as soon as this one is changed. Where the keys stand
        // among options is no answer yet.
        State::Graded { .. } if !item.is_settled() && !item.is_chosen_by_place() => Vec::new(),
        State::Graded { grade, .. } => {
            let mut rows = graded(item, grade, width);
            if grade.standing != Standing::Right {
                rows.push(Row::empty());
                rows.push(Row::words("Another answer may be given.", Role::Muted));
            }
            rows
        }
    }
}

fn graded(item: &Item, grade: &Grade, width: u16) -> Vec<Row> {
    let right = grade.standing == Standing::Right;
    let mark = if right { span("✓ ", Role::PassBold) } else { span("✗ ", Role::FailBold) };
    let mut rows = wrap(&[mark, span(clean(&item.headline(grade)), Role::Bright)], width, 2);
    if item.is_predicted() {
        rows.push(Row::empty());
        rows.extend(beside(&grade.parts, width));
    }
    let inner = width.saturating_sub(LABEL_COLUMNS).max(10);
    let mut words = Vec::new();
    if right {
        words.extend(grade.parts.iter().filter_map(|part| part.why.as_deref()));
        words.extend(Some(item.question.explain.as_str()).filter(|text| !text.is_empty()));
    } else {
        words.extend(grade.said());
        words.extend(item.note(grade));
    }
    if !words.is_empty() {
        rows.push(Row::empty());
        let why = markdown(&words.join("\n\n"), inner, Role::Text);
        rows.extend(labelled("why", Role::Muted, why));
    }
    rows
}

/// What was predicted beside what was printed, line by line.
fn beside(parts: &[Part], width: u16) -> Vec<Row> {
    let widest = parts.iter().map(|part| columns(&part.given)).max().unwrap_or(0);
    let most = width / 2;
    let left = widest.clamp(BESIDE_COLUMNS_MIN.min(most), most);
    let right = width.saturating_sub(left + BESIDE_GAP + MARK_COLUMNS).max(1);
    let cell = |text: &str| {
        let air = left.saturating_sub(columns(text)) + BESIDE_GAP;
        format!("{text}{}", " ".repeat(usize::from(air)))
    };
    let head = format!("{}  printed", cell("yours"));
    let mut rows = vec![Row::words(head, Role::Muted)];
    for part in parts {
        let (mark, role) = match part.right {
            Some(true) => ("✓ ", Role::Pass),
            Some(false) | None => ("✗ ", Role::FailBold),
        };
        let truth = part.truth.as_deref().unwrap_or("nothing more");
        let truth_role = if part.truth.is_some() { Role::Text } else { Role::Muted };
        // Where they differ may be at the very end of a long line, so nothing is cut off.
        let given = fold(&part.given, left, Role::Text);
        let truth = fold(&clean_line(truth), right, truth_role);
        for index in 0..given.len().max(truth.len()) {
            let words = given.get(index).and_then(|row| row.spans.first());
            let mark = if index == 0 { mark } else { "  " };
            let mut row = Row::of(vec![
                span(cell(words.map_or("", |words| &words.text)), Role::Text),
                span(mark, role),
            ]);
            row.spans.extend(truth.get(index).into_iter().flat_map(|row| row.spans.clone()));
            rows.push(row);
        }
    }
    rows
}
