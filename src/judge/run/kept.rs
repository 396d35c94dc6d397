//! Which child's recording the verdict keeps: the one in which the first check failed.

use super::{Run, User};
use crate::{
    course::check::Check,
    judge::{Hidden, Outcome},
    lab::Recording,
    trace::Trace,
};

impl Run<'_> {
    /// A number for a child that starts.
    pub(super) fn next_child(&mut self) -> u32 {
        self.children += 1;
        self.children
    }

    /// Keeps what child `child` left behind, unless the one that is kept says more: a check failed
    /// in it, it may be shown, and that check is the earlier one. `hidden` is what hidden checks have
    /// caused in it.
    pub(super) fn keep(&mut self, child: u32, recording: Recording, hidden: Hidden) {
        let rank = |child: u32, hidden: &Hidden| {
            let failed = self.first_failed_in(child);
            (failed.is_none(), *hidden == Hidden::Whole, failed)
        };
        let kept = self.kept.map(|kept| rank(kept, &self.hidden));
        if kept.is_none_or(|kept| rank(child, &hidden) <= kept) {
            (self.kept, self.hidden) = (Some(child), hidden);
            (self.trace, self.stop) = (recording.trace, Some(recording.stop));
        }
    }

    /// What hidden checks have caused in the shared child, which left `trace` behind.
    pub(super) fn hidden_in(&self, trace: &Trace, checks: &[&Check]) -> Hidden {
        if let [User { at, .. }] = self.users[..]
            && checks[at].fresh
        {
            return Hidden::own_child(checks[at]);
        }
        let mut hidden = Hidden::default();
        for (_, span) in self.spans(trace).filter(|(at, _)| checks[*at].hidden) {
            hidden.add(trace, span);
        }
        hidden
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
