//! What is known of each check: from the last F5, from the live checks, or nothing yet.

use crate::{
    course::check::Check,
    diag::Place,
    judge::{CheckResult, Outcome, Verdict},
    screen::{event::Generation, widget::waited::Waited},
    trace::Stop,
    tutor::{Checked, Trouble},
};

/// A check that takes longer than this on average is not run while one types.
pub const LIVE_CHECK_MS_MAX: u128 = 50;

/// What F5 started.
#[derive(Clone, Debug, PartialEq)]
pub enum Run {
    Idle,
    Checking(Checking),
    /// By the learner.
    Stopped,
    /// The check could not be begun or recorded.
    Failed(Trouble),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Checking {
    pub generation: Generation,
    /// The timer that says how long it takes.
    pub timer: Generation,
    /// Check `at` (from 0) of `of`.
    pub step: Option<(usize, usize)>,
    pub waited: Waited,
}

/// The visible checks, run a moment after typing stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Live {
    /// Not wanted, or too slow.
    Off,
    Idle,
    /// Until typing has stopped for a moment.
    Waiting(Generation),
    Running(Generation),
}

impl Live {
    /// Nothing waits and nothing runs; an answer that still comes is dropped.
    pub fn at_rest(self) -> Live {
        match self {
            Live::Off => Live::Off,
            Live::Idle | Live::Waiting(_) | Live::Running(_) => Live::Idle,
        }
    }
}

/// What the row of a check shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    NotRun,
    Running,
    Passed,
    Failed,
    Unjudged,
    Skipped,
}

/// Everything that is known of the checks.
#[derive(Clone, Debug, PartialEq)]
pub struct Knowledge {
    pub run: Run,
    pub live: Live,
    /// What F5 said last.
    pub checked: Option<Box<Checked>>,
    /// Edits of all files when it was said.
    pub checked_edits: u64,
    /// What the visible checks said since then.
    pub checked_live: Option<Box<Verdict>>,
}

impl Knowledge {
    pub fn new(live: bool) -> Knowledge {
        Knowledge {
            run: Run::Idle,
            live: if live { Live::Idle } else { Live::Off },
            checked: None,
            checked_edits: 0,
            checked_live: None,
        }
    }

    pub fn mark(&self, index: usize, check: &Check) -> Mark {
        if let Run::Checking(Checking { step: Some((at, _)), waited, .. }) = self.run
            && at == index
            && waited != Waited::Nothing
        {
            return Mark::Running;
        }
        self.result(check).map_or(Mark::NotRun, |result| match &result.outcome {
            Outcome::Passed => Mark::Passed,
            Outcome::Failed(_) => Mark::Failed,
            Outcome::Unjudged(_) => Mark::Unjudged,
            Outcome::Skipped { .. } => Mark::Skipped,
        })
    }

    /// The newest result of a check. A live one makes what F5 said of hidden checks old.
    fn result(&self, check: &Check) -> Option<&CheckResult> {
        let verdict = match (&self.checked_live, &self.checked) {
            (Some(live), _) => Some(&**live),
            (None, Some(checked)) => Some(&checked.verdict),
            (None, None) => None,
        };
        verdict?.checks.iter().find(|result| result.name == check.name)
    }

    /// Where the program cannot be read, and why: then no check says more than that.
    pub fn unread(&self) -> Option<(&Place, String)> {
        let checked = || self.checked.as_ref().map(|checked| &checked.verdict);
        let (_, _, failure) = self.checked_live.as_deref().or_else(checked)?.first_failure()?;
        match &failure.stop {
            Some(Stop::Threw(thrown)) if thrown.name == "SyntaxError" => {
                Some((thrown.place.as_ref()?, thrown.headline()))
            }
            Some(_) | None => None,
        }
    }

    /// What F5 said of a check. Live checks change marks and nothing else, so this is what is shown.
    pub fn judged(&self, check: &Check) -> Option<&CheckResult> {
        let results = &self.checked.as_ref()?.verdict.checks;
        results.iter().find(|result| result.name == check.name)
    }

    pub fn passed_count(&self, checks: &[Check]) -> usize {
        let passed = |(index, check): &(usize, &Check)| self.mark(*index, check) == Mark::Passed;
        checks.iter().enumerate().filter(passed).count()
    }

    /// All checks passed when F5 was pressed last, and nothing was typed since that fails.
    pub fn has_passed(&self) -> bool {
        self.checked_live.is_none()
            && self.checked.as_ref().is_some_and(|checked| checked.verdict.passed())
    }

    /// The visible checks pass live, and the hidden ones are not known.
    pub fn visible_pass(&self) -> bool {
        self.checked_live.as_ref().is_some_and(|verdict| verdict.passed())
    }
}

/// Whether the checks of `verdict` are quick enough to run while one types.
pub fn is_quick(verdict: &Verdict) -> bool {
    let checks = u128::try_from(verdict.checks.len().max(1)).unwrap_or(1);
    verdict.took.as_millis() / checks <= LIVE_CHECK_MS_MAX
}
