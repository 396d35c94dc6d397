//! An exercise that its author writes anew while it is open: the panes and what was typed stay.

use crate::{screen::event::Effect, tutor::Workpiece};

use super::{
    Bench, Workbench,
    over::Over,
    place::Places,
    run::{Knowledge, Live},
    task,
};

impl Workbench {
    /// Asks for the exercise once more, as it is written now.
    pub fn renew(&mut self) -> Vec<Effect> {
        self.renews = true;
        let mut effects = self.leave();
        effects.push(Effect::OpenExercise(self.exercise.clone()));
        effects
    }
}

impl Bench {
    /// Takes over what is written now.
    pub(super) fn renewed(&mut self, piece: Workpiece) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.files.renew(&piece.exercise, &piece.files);
        let was = std::mem::replace(&mut self.piece, piece);
        let exercise = &self.piece.exercise;
        let is_judged_alike = was.exercise.checks == exercise.checks;
        let is_solved_alike = was.exercise.solution == exercise.solution;
        if !is_judged_alike {
            // What other checks said is no result of these.
            effects.extend(self.stop());
            self.known = Knowledge::new(self.known.live != Live::Off);
            self.chosen = None;
            self.files.mark(None);
            self.drop_exchanges();
            if let Some(Over::Full { .. }) = self.over {
                self.over = None;
            }
        }
        if !is_solved_alike && let Some(Over::Solution(_)) = self.over {
            effects.extend(self.show_solution());
        }
        self.fit();
        let last = task::scroll_max(self, &Places::of(self));
        self.scroll.task = self.scroll.task.min(last);
        effects
    }
}
