//! An exercise that was solved and changed since: what became of the pass, and what is open now.

use crate::{
    course::id::PackId,
    screen::theme::Role,
    tutor::{Rechecked, Revised, Workpiece},
};

use super::{
    Bench,
    rows::{Row, span, wrap},
};

/// What is said once it is open: what must be said of its files, else that nothing is open.
pub fn said(piece: &Workpiece) -> Option<String> {
    let still = || match piece.standing.revised(piece.exercise.rev)? {
        passes @ Revised::Passes { .. } => Some(passes.words().to_owned()),
        // That stays above the task.
        Revised::Unjudged { .. } | Revised::AsksMore { .. } => None,
    };
    piece.note.clone().or_else(still)
}

/// Above the task, until the pass is of today's checks.
pub fn rows(bench: &Bench, width: u16) -> Vec<Row> {
    let Some(revised) = bench.revised().filter(|revised| revised.open_since().is_some()) else {
        return Vec::new();
    };
    let next = match revised {
        Revised::Unjudged { .. } => " says whether your answer still passes.",
        Revised::AsksMore { .. } | Revised::Passes { .. } => " shows what is missing.",
    };
    let words = format!("{} ", revised.words());
    let spans = [span(words, Role::Note), span("F5", Role::Bright), span(next, Role::Note)];
    let mut rows = wrap(&spans, width, 0);
    rows.push(Row::empty());
    rows
}

impl Bench {
    pub(super) fn revised(&self) -> Option<Revised> {
        self.piece.standing.revised(self.piece.exercise.rev)
    }

    /// The text that passed was judged while the exercise is open.
    pub(super) fn rechecked(&mut self, pack: &PackId, rechecked: &[Rechecked]) {
        let is_this = |one: &&Rechecked| one.exercise == *self.id() && *pack == self.piece.pack;
        let Some(one) = rechecked.iter().find(is_this) else { return };
        self.piece.standing = one.standing.clone();
        self.said = self.said.take().or_else(|| said(&self.piece));
    }
}
