//! What is laid over a quiz: its task, the hints that were shown, the solution.

use super::Quiz;
use crate::{
    answers,
    course::{
        exercise::Reveal,
        quiz::{ANSWERS_FILE, Given},
    },
    screen::{
        theme::Role,
        widget::{
            numerals::{capital, count_of},
            prose,
            rows::{LABEL_COLUMNS, Row, labelled, markdown, span},
        },
    },
    text::clean_line,
};

const NAMES: [&str; 4] = ["nudge", "pointer", "near example", "worked step"];
/// Between the mark of a hint and its text.
const MARGIN_COLUMNS: u16 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Over {
    pub what: What,
    /// First row in view.
    pub top: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The task, before anything is answered: Esc leaves the quiz.
    Beginning,
    Task,
    Hints,
    Solution,
}

impl Over {
    /// From its first row.
    pub fn of(what: What) -> Over {
        Over { what, top: 0 }
    }
}

pub fn rows(quiz: &Quiz, over: Over, width: u16) -> Vec<Row> {
    match over.what {
        What::Beginning | What::Task => task(quiz, width),
        What::Hints => hints(quiz, width),
        What::Solution => solution(quiz, width),
    }
}

/// What holds for all questions, and how many there are.
fn task(quiz: &Quiz, width: u16) -> Vec<Row> {
    let exercise = &quiz.piece.exercise;
    let mut rows = markdown(&exercise.task, width, Role::Text);
    let questions = capital(&count_of(quiz.items.len(), "question", "questions"));
    let minutes =
        count_of(usize::try_from(exercise.minutes).unwrap_or(usize::MAX), "minute", "minutes");
    let words = format!("{questions}, about {minutes}. Each is judged when you answer it.");
    rows.push(Row::empty());
    rows.extend(prose::wrap(&words, width).into_iter().map(|line| Row::words(line, Role::Muted)));
    rows
}

fn hints(quiz: &Quiz, width: u16) -> Vec<Row> {
    let hints = &quiz.piece.exercise.hints;
    let shown = quiz.piece.standing.hints.min(hints.len());
    let mut rows = vec![Row::words("Hints", Role::Bright), Row::empty()];
    for (index, hint) in hints.iter().take(shown).enumerate() {
        let newest = index + 1 == shown;
        let role = if newest { Role::Here } else { Role::Muted };
        let name = NAMES.get(index).copied().unwrap_or("hint");
        rows.push(Row::of(vec![span("●  ", role), span(name, Role::Bright)]));
        let text = markdown(hint, width.saturating_sub(MARGIN_COLUMNS), Role::Text);
        for mut row in text {
            row.spans.insert(0, span("│  ", Role::Faint));
            row.ground_from = MARGIN_COLUMNS;
            rows.push(row);
        }
        rows.push(Row::empty());
    }
    let (key, words) = if shown < hints.len() {
        let step = NAMES.get(shown).copied().unwrap_or("hint");
        ("F3", format!("gives a {step}"))
    } else if quiz.may_see_solution() {
        ("F4", "the solution".to_owned())
    } else {
        ("Enter", "back to the question".to_owned())
    };
    rows.push(Row::of(vec![
        span("○  ", Role::Muted),
        span(key, Role::Bright),
        span(format!("  {words}"), Role::Muted),
    ]));
    rows
}

/// The right answer to each question, and why.
fn solution(quiz: &Quiz, width: u16) -> Vec<Row> {
    let exercise = &quiz.piece.exercise;
    let questions: Vec<_> = exercise.questions().collect();
    let content = exercise.solution.get(ANSWERS_FILE).map_or(&[][..], Vec::as_slice);
    let (answers, _) = answers::read(content, &questions);
    let inner = width.saturating_sub(LABEL_COLUMNS).max(10);
    let mut rows = vec![Row::words("Solution", Role::Bright)];
    for (index, item) in quiz.items.iter().enumerate() {
        rows.push(Row::empty());
        let head = format!("{}  {}", index + 1, item.say);
        rows.push(Row::words(head, Role::Bright));
        let given = answers.get(&item.question.id);
        let words = given.map(in_rows).unwrap_or_default();
        rows.extend(labelled("answer", Role::Muted, words));
        let explain = markdown(&item.question.explain, inner, Role::Text);
        if !explain.is_empty() {
            rows.extend(labelled("why", Role::Muted, explain));
        }
    }
    let explain = markdown(&exercise.explain, width, Role::Text);
    if !explain.is_empty() {
        rows.push(Row::empty());
        rows.extend(explain);
    }
    rows
}

fn in_rows(given: &Given) -> Vec<Row> {
    let row = |text: &str| Row::words(clean_line(text), Role::Text);
    match given {
        Given::Text(text) => text.trim_end().lines().map(row).collect(),
        Given::List(list) => list.iter().map(|text| row(text)).collect(),
        Given::Table(table) => {
            table.iter().map(|(name, text)| row(&format!("{name}: {text}"))).collect()
        }
    }
}

impl Quiz {
    /// Nothing is answered, and nothing was checked.
    pub(super) fn is_unbegun(&self) -> bool {
        let is_empty = self.items.iter().all(|item| item.answered.is_none());
        let standing = &self.piece.standing;
        is_empty && self.broken.is_none() && standing.attempts == 0 && !standing.passed
    }

    /// After passing, after the last hint where the exercise says so, or once it was seen.
    pub(super) fn may_see_solution(&self) -> bool {
        let standing = &self.piece.standing;
        let after_hints = match self.piece.exercise.reveal {
            Reveal::AfterHints => self.piece.exercise.hints.len() <= standing.hints,
            Reveal::AfterPass => false,
        };
        standing.passed || standing.revealed || after_hints
    }
}
