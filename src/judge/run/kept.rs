//! Which child's recording the verdict keeps: the one in which the first check failed.

use super::Run;
use crate::{judge::Outcome, lab::Recording};

impl Run<'_> {
    /// A number for a child that starts.
    pub(super) fn next_child(&mut self) -> u32 {
        self.children += 1;
        self.children
    }

    /// Keeps what child `child` left behind, unless an earlier check failed in the one that is kept.
    pub(super) fn keep(&mut self, child: u32, recording: Recording) {
        let kept = self.kept.and_then(|kept| self.first_failed_in(kept));
        let says_more = match (kept, self.first_failed_in(child)) {
            (Some(kept), Some(new)) => new < kept,
            (Some(_), None) => false,
            (None, Some(_) | None) => true,
        };
        if says_more {
            self.kept = Some(child);
            (self.trace, self.stop) = (recording.trace, Some(recording.stop));
        }
    }

    /// Takes the places of failed checks away that stand in other recordings.
    pub(super) fn forget_others(&mut self) {
        let kept = self.kept;
        for outcome in self.outcomes.iter_mut().flatten() {
            if let Outcome::Failed(failure) = outcome {
                failure.recorded.take_if(|recorded| Some(recorded.child) != kept);
            }
        }
    }

    fn first_failed_in(&self, child: u32) -> Option<usize> {
        self.outcomes.iter().position(|outcome| match outcome {
            Some(Outcome::Failed(failure)) => {
                failure.recorded.as_ref().is_some_and(|recorded| recorded.child == child)
            }
            Some(Outcome::Passed | Outcome::Unjudged(_) | Outcome::Skipped { .. }) | None => false,
        })
    }
}
