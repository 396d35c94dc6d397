//! Whose check it was when a child that several share died, and how it ends.

use super::{Run, User};
use crate::{
    course::check::Check,
    judge::{
        Outcome,
        explain::{self, Evidence, our_fault},
        observe::{Came, Shortfall},
        target::{Reason, Target},
    },
    trace::Stop,
};

impl Run<'_> {
    /// Whether the child died before it heard a request of this check, by the doing of an earlier.
    pub(super) fn is_anothers_death(
        &self,
        target: &Target,
        fallen: Option<&Shortfall>,
        from: usize,
    ) -> bool {
        let Some(Shortfall { came: Came::Silence(silence), .. }) = fallen else { return false };
        let Target::Lab(running) = target else { return false };
        matches!(silence.why, Reason::Ended(_))
            && self.last_user.is_some()
            && !running.heard_since(from)
    }

    /// Lets the shared child end what the check before has begun: a death that follows an answer
    /// must not fall on the request that comes next.
    pub(super) fn let_turn(&mut self) {
        if self.last_user.is_some()
            && let Some(Target::Lab(running)) = &mut self.shared
        {
            running.turn();
        }
    }

    /// If the shared child is dead, the check that used it last has failed by that.
    pub(super) fn bury(&mut self, checks: &[&Check]) {
        if let Some(stop) = self.shared.as_mut().and_then(Target::stopped) {
            self.blame(&stop, checks);
            self.retire(checks);
        }
    }

    fn blame(&mut self, stop: &Stop, checks: &[&Check]) {
        let Some(User { at, from }) = self.last_user.take() else { return };
        if self.outcomes[at] != Some(Outcome::Passed) {
            return;
        }
        let (evidence, starved) = match &self.shared {
            Some(Target::Lab(running)) => {
                let evidence = running
                    .lab()
                    .look(|trace| Evidence::of(trace, from, Some(stop.clone()), running.child));
                (evidence, running.was_starved())
            }
            Some(Target::Command(own)) => {
                (Evidence::of_log(&own.printed_since(from), Some(stop.clone())), false)
            }
            Some(Target::Url { .. }) | None => return,
        };
        self.outcomes[at] = Some(match our_fault(stop, starved) {
            Some(fault) => Outcome::Unjudged(fault),
            None => Outcome::Failed(Box::new(explain::died(
                checks[at],
                &self.files,
                (stop, "after it answered"),
                evidence,
            ))),
        });
    }

    /// Ends the shared child, if there is one, and keeps its recording.
    pub(super) fn retire(&mut self, checks: &[&Check]) {
        let stop = match &mut self.shared {
            Some(Target::Lab(running)) => running.settle(),
            Some(Target::Command(own)) => own.stopped(),
            Some(Target::Url { .. }) | None => None,
        };
        if let Some(stop) = stop {
            self.blame(&stop, checks);
        }
        if let Some(Target::Lab(running)) = self.shared.take() {
            let (child, recording) = (running.child, running.into_lab().end());
            let hidden = self.hidden_in(&recording.trace, checks);
            self.keep(child, recording, hidden);
        }
        self.last_user = None;
        self.users.clear();
    }
}
