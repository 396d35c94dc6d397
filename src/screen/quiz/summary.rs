//! The end of a quiz: how each answer stands, what was learned, and what comes next.

use super::{Ending, Quiz, body::Laid, item::Item, revised};
use crate::{
    judge::{CheckResult, Outcome},
    screen::{
        theme::{Ground, Role},
        widget::{
            numerals::share,
            rows::{LABEL_COLUMNS, Row, Span, labelled, markdown, span, wrap},
        },
    },
    text::clean,
    tutor::{Checked, Place},
};

pub fn lay_out(quiz: &Quiz, chosen: usize, width: u16) -> Laid {
    let mut laid = Laid { rows: headline(quiz, width), ..Laid::default() };
    let passed = matches!(&quiz.ending, Ending::Checked(checked) if checked.verdict.passed());
    let inner = width.saturating_sub(LABEL_COLUMNS).max(10);
    if passed && !quiz.piece.exercise.learned.is_empty() {
        laid.rows.push(Row::empty());
        let learned = markdown(&quiz.piece.exercise.learned, inner, Role::Text);
        laid.rows.extend(labelled("learned", Role::Muted, learned));
    }
    if let Ending::Checked(checked) = &quiz.ending
        && let Some(unsaved) = &checked.unsaved
    {
        laid.rows.push(Row::empty());
        laid.rows.extend(labelled("note", Role::Muted, markdown(unsaved, inner, Role::Text)));
    }
    laid.rows.push(Row::empty());
    for (index, item) in quiz.items.iter().enumerate() {
        let row = question_row(quiz, index, item);
        push(&mut laid, row, index == chosen);
    }
    laid.rows.push(Row::empty());
    push(&mut laid, last_row(quiz, passed, chosen == quiz.items.len()), chosen == quiz.items.len());
    laid
}

fn push(laid: &mut Laid, mut row: Row, here: bool) {
    let place = laid.rows.len()..laid.rows.len() + 1;
    laid.choices.push(place.clone());
    if here {
        laid.chosen = place;
        row.ground = Some(Ground::Selected);
        row.bar = Some(Role::Here);
        if row.right.is_empty() {
            row.right = vec![span("Enter opens", Role::Muted)];
        }
    }
    laid.rows.push(row);
}

fn headline(quiz: &Quiz, width: u16) -> Vec<Row> {
    let all = quiz.items.len();
    let right = quiz.right_count();
    match &quiz.ending {
        Ending::Checking { shown: true, .. } => {
            vec![
                Row::of(vec![span("… ", Role::Muted), span("checking", Role::Text)])
                    .with_right("Esc stops", Role::Muted),
            ]
        }
        Ending::Checking { shown: false, .. } => vec![Row::empty()],
        Ending::Failed(trouble) => {
            let words =
                [span("? ", Role::Note), span(clean(&super::sentence(trouble)), Role::Text)];
            wrap(&words, width, 2)
        }
        Ending::Open => {
            let answered = quiz.items.iter().filter(|item| item.answered.is_some()).count();
            let words = if answered == all {
                "Every question is answered.".to_owned()
            } else {
                format!("{} questions are answered.", share(answered, all))
            };
            let mut rows = vec![Row::of(vec![span("• ", Role::Muted), span(words, Role::Bright)])];
            if let Some(words) = revised::words(&quiz.piece) {
                rows.extend(wrap(&[span(format!("  {words}"), Role::Note)], width, 2));
            }
            rows
        }
        Ending::Checked(checked) if checked.verdict.unjudged() => {
            let why = checked.verdict.checks.iter().find_map(|check| match &check.outcome {
                Outcome::Unjudged(why) => Some(why.as_str()),
                Outcome::Passed | Outcome::Failed(_) | Outcome::Skipped { .. } => None,
            });
            let words = [
                span("? ", Role::Note),
                span(
                    format!("The quiz could not be judged: {}", clean(why.unwrap_or_default())),
                    Role::Text,
                ),
                span(" Your answers are not at fault. F5 tries again.", Role::Muted),
            ];
            wrap(&words, width, 2)
        }
        Ending::Checked(checked) if checked.verdict.passed() => {
            let words = match all {
                1 => "The answer is right.".to_owned(),
                all => format!("{} answers are right.", share(all, all)),
            };
            let row = Row::of(vec![span("✓ ", Role::PassBold), span(words, Role::Bright)]);
            vec![row.with_right(effort(quiz, checked), Role::Muted)]
        }
        Ending::Checked(checked) => {
            let verb = if right == 1 { "is" } else { "are" };
            let words = match all {
                1 => "The answer is not right.".to_owned(),
                all => format!("{} answers {verb} right.", share(right, all)),
            };
            let row = Row::of(vec![span("✗ ", Role::FailBold), span(words, Role::Bright)]);
            vec![row.with_right(effort(quiz, checked), Role::Muted)]
        }
    }
}

/// `checked 2 times, no hint`: an attempt is the whole as it was checked, however often a single
/// question was answered before.
fn effort(quiz: &Quiz, checked: &Checked) -> String {
    let standing = &checked.standing;
    let attempts = match standing.attempts {
        1 => "checked once".to_owned(),
        attempts => format!("checked {attempts} times"),
    };
    let help = match (standing.with_help, quiz.piece.standing.hints) {
        (true, _) => "solved with help".to_owned(),
        (false, 0) => "no hint".to_owned(),
        (false, 1) => "1 hint".to_owned(),
        (false, hints) => format!("{hints} hints"),
    };
    format!("{attempts}, {help}")
}

fn question_row(quiz: &Quiz, index: usize, item: &Item) -> Row {
    let judged = match &quiz.ending {
        Ending::Checked(checked) => {
            checked.verdict.checks.iter().find(|check| check.name == item.question.id)
        }
        Ending::Open | Ending::Checking { .. } | Ending::Failed(_) => None,
    };
    let mark = judged.map_or_else(|| known_mark(item), judged_mark);
    let number = span(format!("{:<3}", index + 1), Role::Muted);
    Row::of(vec![mark, number, span(clean(&item.say), Role::Text)])
}

fn judged_mark(check: &CheckResult) -> Span {
    match &check.outcome {
        Outcome::Passed => span("✓ ", Role::Pass),
        Outcome::Failed(_) => span("✗ ", Role::FailBold),
        Outcome::Unjudged(_) => span("? ", Role::Note),
        Outcome::Skipped { .. } => span("– ", Role::Muted),
    }
}

fn known_mark(item: &Item) -> Span {
    match (item.graded(), item.is_right()) {
        (Some(_), true) => span("✓ ", Role::Pass),
        (Some(_), false) => span("✗ ", Role::FailBold),
        (None, _) => span("• ", Role::Muted),
    }
}

/// What Enter does at the end: goes on after a pass, else checks.
fn last_row(quiz: &Quiz, passed: bool, here: bool) -> Row {
    let role = if here { Role::Here } else { Role::Muted };
    let label =
        |word: &str| span(format!("{word:width$}", width = usize::from(LABEL_COLUMNS)), role);
    match (&quiz.piece.next, passed) {
        (Some(next), true) => {
            let kind = match next.place {
                Place::Lesson(_) => "lesson",
                Place::Exercise(_) => "exercise",
            };
            let mut row = Row::of(vec![label("Next"), span(clean(&next.title), Role::Bright)]);
            row.right = vec![
                span(format!("{kind}, {} min   ", next.minutes), Role::Muted),
                span("Enter", Role::Bright),
            ];
            row
        }
        (None, true) => {
            let row = Row::of(vec![label("Next"), span("back to the course", Role::Bright)]);
            row.with_right("Enter", Role::Bright)
        }
        (_, false) => {
            let row = Row::of(vec![label("Check"), span("all answers again", Role::Bright)]);
            row.with_right("F5", Role::Bright)
        }
    }
}
