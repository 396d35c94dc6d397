//! Hints, one by one: a nudge, a pointer, a near example, a worked step.

use crate::{
    course::exercise::Reveal,
    screen::{
        event::Effect,
        theme::{Ground, Role},
    },
    tutor::Standing,
};

use super::{
    Bench, Left, Pane,
    place::Places,
    rows::{self, Row, span},
    task,
};

const NAMES: [&str; 4] = ["nudge", "pointer", "near example", "worked step"];
/// Between the mark of a hint and its text.
const MARGIN_COLUMNS: u16 = 3;

/// What the task pane says of hints: the key that gives one, and the key to those that were shown.
pub fn invitation(bench: &Bench, wide: bool) -> Vec<Row> {
    let shown = shown(bench);
    let passed = bench.known.has_passed();
    let more = shown < bench.piece.exercise.hints.len() && !passed;
    let mut keys = Vec::new();
    if let Some(next) = NAMES.get(shown).filter(|_| more) {
        let gives = if wide { "" } else { "gives " };
        keys.push(("F3", format!("{gives}a {next}")));
    } else if bench.may_see_solution() && !passed {
        keys.push(("F4", "the solution".to_owned()));
    }
    if 0 < shown {
        let words = if passed { format!("{shown} used") } else { "shown so far".to_owned() };
        keys.push(("h", words));
    }
    let label = "Hints";
    if keys.is_empty() && wide {
        return vec![Row::words(label, Role::Muted), Row::words("none used", Role::Muted)];
    }
    if wide {
        let rows = keys.iter().map(|(key, words)| {
            Row::of(vec![span(*key, Role::Bright), span(format!("  {words}"), Role::Muted)])
        });
        return [vec![Row::words(label, Role::Muted)], rows.collect()].concat();
    }
    let mut row = Row::words(format!("{label}   "), Role::Muted);
    for (key, words) in &keys {
        row.spans.push(span(*key, Role::Text));
        row.spans.push(span(format!("  {words}   "), Role::Muted));
    }
    if keys.is_empty() {
        row.spans.push(span("none used", Role::Muted));
    }
    vec![row]
}

/// Every hint that was shown, the newest last, and what comes next.
pub fn rows(bench: &Bench, width: u16) -> Vec<Row> {
    let hints = &bench.piece.exercise.hints;
    let shown = shown(bench);
    let mut rows = vec![Row::empty()];
    for (index, hint) in hints.iter().take(shown).enumerate() {
        rows.extend(hint_rows(index, hint, index + 1 == shown, width));
    }
    if shown < hints.len() {
        let step = if shown == 0 { "a nudge" } else { "go one step further" };
        rows.push(Row::of(vec![
            span("○  ", Role::Muted),
            span("F3", Role::Bright),
            span(format!("  {step}"), Role::Muted),
        ]));
    } else if bench.may_see_solution() {
        rows.push(Row::of(vec![
            span("○  ", Role::Muted),
            span("F4", Role::Bright),
            span("  the solution", Role::Muted),
        ]));
    }
    if !bench.piece.standing.passed {
        let cost = "Hints cost nothing. Taking the whole solution before passing is noted as \
                    solved with help, and the exercise comes back in your reviews.";
        rows.push(Row::empty());
        let text = rows::markdown(cost, width.saturating_sub(MARGIN_COLUMNS), Role::Muted);
        rows.extend(text.into_iter().map(|row| indented(row, span("   ", Role::Text))));
    }
    rows
}

/// The first row of the newest hint.
pub fn newest(bench: &Bench, width: u16) -> usize {
    let before = shown(bench).saturating_sub(1);
    let hints = bench.piece.exercise.hints.iter().take(before).enumerate();
    1 + hints.map(|(index, hint)| hint_rows(index, hint, false, width).len()).sum::<usize>()
}

fn shown(bench: &Bench) -> usize {
    bench.piece.standing.hints.min(bench.piece.exercise.hints.len())
}

fn hint_rows(index: usize, hint: &str, newest: bool, width: u16) -> Vec<Row> {
    let name = NAMES.get(index).copied().unwrap_or("hint");
    let (mark, words) =
        if newest { (Role::Here, Role::Bright) } else { (Role::Muted, Role::Muted) };
    let mut rows = vec![Row::of(vec![span("●  ", mark), span(name, words)])];
    let line = if newest { span("┊  ", Role::Faint) } else { span("│  ", Role::Muted) };
    let text = rows::markdown(hint, width.saturating_sub(MARGIN_COLUMNS), Role::Text);
    rows.extend(text.into_iter().map(|row| indented(row, line.clone())));
    rows.push(Row::of(vec![line]));
    rows
}

fn indented(mut row: Row, margin: rows::Span) -> Row {
    row.spans.insert(0, margin);
    if row.ground == Some(Ground::Code) {
        row.ground_from = MARGIN_COLUMNS;
    }
    row
}

impl Bench {
    /// After passing, after the last hint where the exercise says so, or once it was seen.
    pub(super) fn may_see_solution(&self) -> bool {
        let standing = &self.piece.standing;
        let after_hints = match self.piece.exercise.reveal {
            Reveal::AfterHints => self.piece.exercise.hints.len() <= standing.hints,
            Reveal::AfterPass => false,
        };
        standing.passed || standing.revealed || after_hints
    }

    /// F3: the next hint, or all of them when there is no next one.
    pub(super) fn next_hint(&mut self) -> Vec<Effect> {
        self.read_hints();
        if shown(self) < self.piece.exercise.hints.len() {
            return vec![Effect::NextHint(self.id().clone())];
        }
        Vec::new()
    }

    /// Shows the hints, scrolled to the newest.
    pub(super) fn read_hints(&mut self) {
        self.pane = Pane::Task;
        self.left = Left::Hints;
        let places = Places::of(self);
        let newest = newest(self, places.left.width);
        self.scroll.hints = newest.min(task::scroll_max(self, &places));
    }

    pub(super) fn hinted(&mut self, standing: &Standing) {
        self.piece.standing = standing.clone();
        if self.left == Left::Hints {
            let keys = self.pane;
            self.read_hints();
            self.pane = keys;
        }
    }
}
