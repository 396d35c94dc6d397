//! A quiz that was solved and changed since: what became of the pass.

use super::Quiz;
use crate::{
    course::id::PackId,
    tutor::{Rechecked, Workpiece},
};

/// Where it was changed.
pub fn words(piece: &Workpiece) -> Option<String> {
    let revised = piece.standing.revised(piece.exercise.rev)?;
    Some(revised.words().to_owned())
}

impl Quiz {
    /// The answers that passed were judged while the quiz is open.
    pub(super) fn rechecked(&mut self, pack: &PackId, rechecked: &[Rechecked]) {
        let is_this = |one: &&Rechecked| one.exercise == *self.id() && *pack == self.piece.pack;
        let Some(one) = rechecked.iter().find(is_this) else { return };
        self.piece.standing = one.standing.clone();
        self.said = words(&self.piece);
    }
}
