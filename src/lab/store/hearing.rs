//! The pieces of an answer as the parent hears them, put together. The child is not believed: what
//! is too much or out of order is nonsense, and ends it.

use std::{io, ops::Range};

use super::{Problem, RESULT_BYTES_MAX, Ran, STATEMENTS_MAX, Script, Statement};
use crate::{
    diag::Place,
    lab::{
        Limits,
        protocol::{
            script::Reached,
            store::{Gave, Told},
        },
    },
    trace::{Stop, What},
};

/// What a value takes in JSON beside its shown text, at most: Extended JSON has a word for each type.
const VALUE_BYTES_MAX: usize = 8 * RESULT_BYTES_MAX;

/// One answer as far as it has come.
pub struct Hearing<'a> {
    script: Script<'a>,
    limits: &'a Limits,
    ran: Ran,
    open: Option<Range<usize>>,
    /// Where the last statement began.
    at: usize,
    bytes_left: usize,
}

impl<'a> Hearing<'a> {
    pub fn of(script: Script<'a>, limits: &'a Limits) -> Hearing<'a> {
        let ran = Ran::default();
        Hearing { script, limits, ran, open: None, at: 0, bytes_left: RESULT_BYTES_MAX }
    }

    /// Takes one piece in; the whole with the last one.
    ///
    /// # Errors
    /// What an honest child does not say.
    pub fn take(&mut self, told: Told) -> io::Result<Option<Ran>> {
        if self.ran.problem.is_some() && told != Told::Done {
            return Err(nonsense("more after the end"));
        }
        match told {
            Told::Began { from, to } => self.begin(from..to)?,
            Told::Gave(gave) => self.finish(*gave)?,
            Told::Failed(failing) => {
                let error = self.script.error(failing);
                self.halt(Problem::Wrong(Box::new(error)));
            }
            Told::Stopped(reached) => {
                let stop = self.stop(reached);
                self.halt_at_open(stop);
            }
            Told::Done => {
                if self.open.is_some() {
                    return Err(nonsense("done in the middle of a statement"));
                }
                return Ok(Some(std::mem::take(&mut self.ran)));
            }
        }
        Ok(None)
    }

    /// What there is when the lab ends in the middle of the answer.
    pub fn cut_off(mut self, stop: Stop) -> Ran {
        if self.ran.problem.is_none() {
            self.halt_at_open(stop);
        }
        self.ran
    }

    fn begin(&mut self, range: Range<usize>) -> io::Result<()> {
        let is_new = self.open.is_none() && self.at <= range.start;
        if !is_new || self.script.text.get(range.clone()).is_none() {
            return Err(nonsense("a statement that the script does not have"));
        }
        if STATEMENTS_MAX < self.ran.statements.len() {
            return Err(nonsense("too many statements"));
        }
        self.at = range.start;
        self.open = Some(range);
        Ok(())
    }

    fn finish(&mut self, gave: Gave) -> io::Result<()> {
        let range = self.open.take().ok_or_else(|| nonsense("an end without a beginning"))?;
        // Measured as the child measures it; a value is as long as its text but for its names of types.
        let value_bytes = gave.value.as_ref().map_or(0, |value| value.to_string().len());
        self.bytes_left = self
            .bytes_left
            .checked_sub(gave.shown.len())
            .filter(|_| value_bytes <= VALUE_BYTES_MAX)
            .ok_or_else(|| nonsense("too many bytes"))?;
        self.ran.statements.push(Statement {
            place: self.place(range.start),
            text: self.script.text[range].to_owned(),
            shown: gave.shown,
            value: gave.value,
            did: gave.did.into_iter().map(What::from).collect(),
            at_us: gave.at_us,
        });
        Ok(())
    }

    fn place(&self, at: usize) -> Place {
        Place::of_offset(self.script.file, self.script.text, at)
    }

    fn stop(&self, reached: Reached) -> Stop {
        match reached {
            Reached::Time => Stop::Turn { limit_ms: self.limits.turn_ms, place: None },
            Reached::Memory => Stop::Memory { limit_mb: self.limits.memory_mb },
            Reached::Output => Stop::Output { limit_bytes: RESULT_BYTES_MAX as u64 },
        }
    }

    /// Ends the answer with `stop`, at the statement that runs.
    fn halt_at_open(&mut self, stop: Stop) {
        let place = self.open.as_ref().map(|range| self.place(range.start));
        let stop = match stop {
            Stop::Turn { limit_ms, place: None } => Stop::Turn { limit_ms, place: place.clone() },
            stop => stop,
        };
        self.halt(Problem::Stopped { stop, place });
    }

    fn halt(&mut self, problem: Problem) {
        self.open = None;
        self.ran.problem = Some(problem);
    }
}

fn nonsense(what: &str) -> io::Error {
    io::Error::other(what.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lab::protocol::script::{Failing, Kind};

    const SCRIPT: Script<'_> = Script { file: "a.redis", text: "SET é 1\nGET é" };

    fn gave(shown: String) -> Told {
        Told::Gave(Box::new(Gave { shown, value: None, did: Vec::new(), at_us: 0 }))
    }

    fn told() -> impl Strategy<Value = Told> {
        prop_oneof![
            (0..30_usize, 0..30_usize).prop_map(|(from, to)| Told::Began { from, to }),
            ".{0,3}".prop_map(gave),
            (any::<usize>(), any::<usize>()).prop_map(|(at, length)| {
                let message = String::new();
                Told::Failed(Failing { kind: Kind::Other, message, hint: None, at, length })
            }),
            Just(Told::Stopped(Reached::Time)),
            Just(Told::Done),
        ]
    }

    proptest! {
        #[test]
        fn a_child_that_lies_is_nonsense_and_nothing_worse(
            pieces in prop::collection::vec(told(), 0..12),
        ) {
            let limits = Limits::default();
            let mut hearing = Hearing::of(SCRIPT, &limits);
            for piece in pieces {
                match hearing.take(piece) {
                    Ok(None) => {}
                    Ok(Some(_)) | Err(_) => return Ok(()),
                }
            }
            let ran = hearing.cut_off(Stop::Crashed(11));
            prop_assert!(ran.problem.is_some());
        }
    }

    #[test]
    fn more_than_a_child_may_give_is_nonsense() {
        let limits = Limits::default();
        let mut hearing = Hearing::of(SCRIPT, &limits);
        hearing.take(Told::Began { from: 0, to: 3 }).unwrap();
        hearing.take(gave("x".repeat(RESULT_BYTES_MAX))).unwrap();
        hearing.take(Told::Began { from: 3, to: 4 }).unwrap();
        assert!(hearing.take(gave("x".to_owned())).is_err());
    }
}
