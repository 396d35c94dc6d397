//! The solution beside one's own text, the history, a result in full, a question.

use ratatui::layout::Rect;

use crate::{
    screen::{
        theme::{Ground, Role},
        widget::{
            grid::{Grid, MARGIN, TALL_ROWS},
            pen::{Pen, columns},
        },
    },
    text,
    tutor::{AttemptKind, PastAttempt},
};

use super::{
    Bench,
    compare::Comparison,
    over::{Over, Past, Question},
    place::{self, split},
    result,
    rows::{self, LABEL_COLUMNS, Row, labelled, markdown, span},
};

/// Two columns, the divider, two columns.
const DIVIDER_COLUMNS: u16 = 5;
const ATTEMPT_COLUMNS: u16 = 36;
/// Rows of the list of attempts where it stands above the comparison.
const ATTEMPT_ROWS: u16 = 6;
const QUESTION_COLUMNS: u16 = 70;
const QUESTION_ROWS: u16 = 5;
/// Prose is not wider.
const PROSE_COLUMNS: u16 = 100;

impl Bench {
    pub(super) fn draw_over(&self, pen: &mut Pen<'_>, grid: &Grid, over: &Over) {
        match over {
            Over::Full { scroll } => {
                let rows = result::in_full(self, grid.body.width);
                rows::draw(pen, grid.body, &rows, *scroll, MARGIN);
                if scroll + usize::from(grid.body.height) < rows.len() {
                    let (right, last) = (grid.body.right(), grid.body.bottom() - 1);
                    pen.repeat(right, last, 1, '↓', Role::Muted);
                }
            }
            Over::Solution(comparison) => self.draw_solution(pen, grid.body, comparison),
            Over::History(past) => self.draw_history(pen, grid.body, past),
        }
    }

    fn draw_solution(&self, pen: &mut Pen<'_>, body: Rect, comparison: &Comparison) {
        let (head, rest) = split(body, 1);
        let below = self.explanation(body.width);
        let below_rows = u16::try_from(below.len()).unwrap_or(u16::MAX);
        // A long explanation stands behind the texts and is scrolled with them.
        let pinned = below_rows <= rest.height / 2;
        let (texts, bottom) = split(rest, rest.height - if pinned { below_rows } else { 0 });
        let texts = split(texts, 1).1;
        let file = text::clean_line(&self.files.shown().path).into_owned();
        let standing = &self.piece.standing;
        let state = if standing.with_help || !standing.passed { "solved with help" } else { "" };
        if place::is_wide(self.size) {
            let room = body.width.saturating_sub(DIVIDER_COLUMNS);
            let left = Rect { width: room / 2, ..texts };
            let x = body.x + room / 2 + DIVIDER_COLUMNS;
            let right = Rect { x, width: body.right().saturating_sub(x), ..texts };
            pen.write(head.x, head.y, left.right(), "Yours", Role::Bright);
            pen.write_right(head.x + 8, head.y, left.right(), &file, Role::Muted);
            pen.write(x, head.y, right.right(), "Solution", Role::Here);
            pen.write_right(x + 10, head.y, right.right(), state, Role::Muted);
            pen.column(left.right() + 2, head.y..texts.bottom(), '│', Role::Faint);
            comparison.draw_beside(pen, left, right);
        } else {
            let at = pen.write(head.x, head.y, head.right(), "Yours to the solution", Role::Here);
            pen.write(at + 3, head.y, head.right(), &file, Role::Muted);
            pen.write_right(at + 3 + columns(&file), head.y, head.right(), state, Role::Muted);
            comparison.draw_mixed(pen, texts);
        }
        if pinned {
            rows::draw(pen, bottom, &below, 0, MARGIN);
            return;
        }
        let left = comparison.height().saturating_sub(comparison.scroll);
        let (_, behind) = split(texts, u16::try_from(left).unwrap_or(u16::MAX));
        let from = comparison.scroll.saturating_sub(comparison.height());
        rows::draw(pen, behind, &below, from, MARGIN);
        if usize::from(behind.height) + from < below.len() && 0 < texts.height {
            pen.repeat(texts.right(), texts.bottom() - 1, 1, '↓', Role::Muted);
        }
    }

    /// The rule, why the solution is as it is, and what to do now.
    pub(super) fn explanation(&self, width: u16) -> Vec<Row> {
        let inner = width.min(PROSE_COLUMNS).saturating_sub(LABEL_COLUMNS);
        let rule = "─".repeat(usize::from(width));
        let mut rows = vec![Row::words(rule, Role::Faint), Row::empty()];
        let explain = markdown(&self.piece.exercise.explain, inner, Role::Text);
        if !explain.is_empty() {
            rows.extend(labelled("why", Role::Muted, explain));
            rows.push(Row::empty());
        }
        let now = [
            span("Write it yourself: ", Role::Text),
            span("Enter", Role::Bright),
            span(" goes back to your file. Your text is unchanged.", Role::Text),
        ];
        rows.extend(labelled("now", Role::Muted, rows::wrap(&now, inner, 0)));
        if TALL_ROWS <= self.size.height {
            rows.push(Row::empty());
        }
        rows
    }

    fn draw_history(&self, pen: &mut Pen<'_>, body: Rect, past: &Past) {
        let (head, rest) = split(body, 1);
        let x = pen.write(head.x, head.y, head.right(), "History", Role::Here);
        pen.write_right(x + 3, head.y, head.right(), "times are UTC", Role::Muted);
        let rest = split(rest, 1).1;
        let attempts = match &past.attempts {
            None => return,
            Some(attempts) if attempts.is_empty() => {
                let words = Row::words("No attempt yet. F5 makes one.", Role::Muted);
                rows::draw(pen, rest, &[words], 0, MARGIN);
                return;
            }
            Some(attempts) => attempts,
        };
        let rows: Vec<Row> = attempts
            .iter()
            .enumerate()
            .map(|(index, attempt)| attempt_row(attempt, index == past.chosen))
            .collect();
        let (list, beside) = if place::is_wide(self.size) {
            let x = rest.x + ATTEMPT_COLUMNS + DIVIDER_COLUMNS;
            pen.column(rest.x + ATTEMPT_COLUMNS + 2, rest.y..rest.bottom(), '│', Role::Faint);
            let beside = Rect { x, width: rest.right().saturating_sub(x), ..rest };
            (Rect { width: ATTEMPT_COLUMNS, ..rest }, beside)
        } else {
            let (list, below) = split(rest, ATTEMPT_ROWS);
            pen.repeat(below.x, below.y, below.width, '─', Role::Faint);
            (list, split(below, 1).1)
        };
        let from = (past.chosen + 1).saturating_sub(usize::from(list.height));
        let clip = Rect::new(0, 0, list.right().saturating_add(1), u16::MAX);
        rows::draw(&mut pen.within(clip), list, &rows, from, MARGIN);
        if let Some(comparison) = &past.comparison {
            draw_changes(pen, beside, comparison);
        }
    }
}

/// A frame in the middle, everything behind it dimmed.
pub fn draw_question(pen: &mut Pen<'_>, question: Question) {
    let area = pen.area();
    pen.restyle(area, Role::Dimmed);
    let width = QUESTION_COLUMNS.min(area.width.saturating_sub(4));
    let x = area.x + (area.width - width) / 2;
    let y = area.y + area.height.saturating_sub(QUESTION_ROWS) / 2;
    let frame = Rect { x, y, width, height: QUESTION_ROWS };
    pen.fill(frame, Ground::Overlay);
    pen.frame(frame, Role::Faint);
    let (words, yes, no) = question.words();
    let right = frame.right() - 2;
    pen.write_cut(x + 3, y + 1, right, words, Role::Text);
    let mut at = x + 3;
    for (key, label, role) in [("Enter", yes, Role::Here), ("Esc", no, Role::Bright)] {
        at = pen.write(at, y + 3, right, key, role);
        at = pen.write(at + 2, y + 3, right, label, Role::Text) + 4;
    }
}

fn draw_changes(pen: &mut Pen<'_>, area: Rect, comparison: &Comparison) {
    let words = if comparison.is_same() { "as it is now" } else { "from then to now" };
    let (head, rest) = split(area, 1);
    pen.write(head.x, head.y, head.right(), words, Role::Muted);
    comparison.draw_mixed(pen, split(rest, 1).1);
}

fn attempt_row(attempt: &PastAttempt, chosen: bool) -> Row {
    let state = match attempt.kind {
        AttemptKind::Check => format!("{} of {}", attempt.passed, attempt.checks),
        AttemptKind::Kept => "kept".to_owned(),
    };
    let role = if chosen { Role::Bright } else { Role::Text };
    let mut row = Row::words(moment(attempt.at), role).with_right(state, Role::Muted);
    if chosen {
        row.bar = Some(Role::Here);
        row.ground = Some(Ground::Selected);
    }
    row
}

/// Seconds since 1970 as `2026-11-24 14:05` (the civil calendar, without leap seconds).
fn moment(at: i64) -> String {
    let (days, seconds) = (at.div_euclid(86_400), at.rem_euclid(86_400));
    // Days are counted from 0000-03-01, so that a leap day ends its year.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", seconds / 3_600, seconds / 60 % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_days_and_minutes() {
        assert_eq!(moment(0), "1970-01-01 00:00");
        assert_eq!(moment(951_782_400), "2000-02-29 00:00");
        assert_eq!(moment(1_795_529_108), "2026-11-24 14:05");
        assert_eq!(moment(-60), "1969-12-31 23:59");
    }
}
