//! Checks of the recording: which entries they look at, and how they end.

use std::{collections::BTreeSet, ops::Range};

use super::Run;
use crate::{
    course::check::{Check, TraceTest},
    judge::{
        Outcome,
        explain::{self, Evidence},
        recorded, recording,
        run::NOTHING_TO_SEE,
        target::Target,
    },
    trace::{Entry, Trace},
};

impl Run<'_> {
    pub(super) fn recorded(
        &mut self,
        at: usize,
        check: &Check,
        test: &TraceTest,
        checks: &[&Check],
    ) {
        // What follows an answer belongs to its request too, also a hash that is computed beside the
        // program, for which no turn waits.
        if !self.comes_to_rest(check, checks) {
            return;
        }
        let Some(Target::Lab(running)) = &self.shared else {
            self.outcomes[at] = Some(Outcome::Unjudged(NOTHING_TO_SEE.to_owned()));
            return;
        };
        let trace = running.lab().trace();
        let Some((from, entries)) = self.entries(check, checks, &trace) else {
            self.outcomes[at] = Some(Outcome::Unjudged(NOTHING_TO_SEE.to_owned()));
            return;
        };
        if 0 < trace.dropped {
            let words = "The program did more than the recording holds.";
            self.outcomes[at] = Some(Outcome::Unjudged(words.to_owned()));
            return;
        }
        self.outcomes[at] = Some(match recording::fallen(test, &entries) {
            None => Outcome::Passed,
            Some(fallen) => {
                let mut evidence = Evidence::of(&trace, from, None, running.child);
                if let Some(recorded) = &mut evidence.recorded {
                    recorded.request = recorded::request_of(&entries, &fallen);
                }
                if let Some(statements) = fallen.statements {
                    evidence.statements = statements;
                }
                let (wrongs, files) = (&self.exercise.wrongs, &self.files);
                let fallen = (fallen.fields, fallen.of, fallen.place);
                let failure = explain::not_recorded(check, wrongs, files, fallen, evidence);
                Outcome::Failed(Box::new(failure))
            }
        });
    }

    /// Waits until the shared child has done all that the checks before have begun. `false` where this
    /// one has nothing to look at then: it is asked again.
    pub(super) fn comes_to_rest(&mut self, check: &Check, checks: &[&Check]) -> bool {
        self.let_turn();
        if let Some(Target::Lab(running)) = &mut self.shared {
            running.settle_fully();
        }
        self.bury(checks);
        self.unpassed(check, checks).is_none()
    }

    /// Where the first of the checks began that `check` looks at, and the entries that belong to
    /// the requests of all of them.
    fn entries<'t>(
        &self,
        check: &Check,
        checks: &[&Check],
        trace: &'t Trace,
    ) -> Option<(usize, Vec<&'t Entry>)> {
        let mut requests = BTreeSet::new();
        let mut first = None;
        for (_, span) in self.spans(trace).filter(|(at, _)| check.after.contains(&checks[*at].name))
        {
            first.get_or_insert(span.start);
            requests.extend(recorded::requests(trace.entries.get(span).unwrap_or_default()));
        }
        let of_them = |entry: &&Entry| entry.request.is_some_and(|id| requests.contains(&id));
        Some((first?, trace.entries.iter().filter(of_them).collect()))
    }

    /// The checks that used the shared child, each with the entries of its time.
    pub(super) fn spans(&self, trace: &Trace) -> impl Iterator<Item = (usize, Range<usize>)> {
        let recorded = trace.entries.len();
        self.users.iter().enumerate().map(move |(index, user)| {
            let until = self.users.get(index + 1).map_or(recorded, |next| next.from);
            (user.at, user.from..until)
        })
    }
}
