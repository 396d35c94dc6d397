//! A quiz that its author writes anew while it is open.

use ratatui::layout::Size;

use super::{At, Ending, Quiz, item::Item};
use crate::{course::id::ExerciseId, screen::event::Effect, tutor::Workpiece};

impl Quiz {
    /// Asks for the quiz once more, as it is written now.
    pub fn renew(&mut self) -> Vec<Effect> {
        self.renews = true;
        let mut effects = self.leave();
        effects.push(Effect::OpenExercise(self.id().clone()));
        effects
    }

    /// The size of the screen, where the quiz with this id is asked for.
    pub fn waits_for(&self, exercise: &ExerciseId) -> Option<Size> {
        (self.renews && self.id() == exercise).then_some(self.size)
    }

    /// Takes over what is written now. The question on the screen, and answers to questions that are as
    /// they were, stay.
    pub(super) fn renewed(&mut self, piece: Workpiece) -> Vec<Effect> {
        let mut anew = Quiz::new(piece, self.size);
        for item in &mut anew.items {
            let was = self.items.iter().find(|was| was.question == item.question);
            if let Some(was) = was {
                item.go_on_from(was);
            }
        }
        let named = |id: &str| anew.items.iter().position(|item| item.question.id == id);
        let last = anew.items.len();
        anew.at = match self.at {
            At::Question(at) => {
                let same = self.items.get(at).and_then(|was| named(&was.question.id));
                At::Question(same.unwrap_or(at.min(last.saturating_sub(1))))
            }
            At::Summary(row) => At::Summary(row.min(last)),
        };
        if anew.piece.exercise.checks == self.piece.exercise.checks {
            anew.ending = std::mem::replace(&mut self.ending, Ending::Open);
            anew.mends = self.mends;
        }
        (anew.over, anew.top, anew.last) = (self.over, self.top, self.last);
        anew.saver = self.saver;
        anew.asks_to_start_again = self.asks_to_start_again;
        anew.colours = std::mem::take(&mut self.colours);
        *self = anew;
        self.opened()
    }
}

impl Item {
    /// Goes on with what was answered to the same question.
    fn go_on_from(&mut self, was: &Item) {
        self.draft = was.draft.clone();
        self.answered.clone_from(&was.answered);
        self.dirty = was.dirty;
        self.state = was.state.clone();
    }
}
