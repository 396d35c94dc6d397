//! The pieces of an answer as the parent hears them, put together. The child is not believed: what
//! is too much or out of order is nonsense, and ends it.

use std::io;

use serde_json::Value;

use super::{
    DID_MAX, DID_OF_SCRIPT_MAX, RESULT_BYTES_MAX, Ran, Script, Statement, VALUES_BYTES_MAX,
};
use crate::{
    lab::{
        Limits,
        protocol::store::{Did, Gave, Told},
        script::{
            STORE_STATEMENTS_MAX,
            walk::{Most, Walk, nonsense},
        },
    },
    trace::{Stop, What},
};

/// One answer as far as it has come.
pub struct Hearing<'a> {
    walk: Walk<'a>,
    given: Given,
    ran: Ran,
    bytes_left: usize,
    value_bytes_left: usize,
    did_left: usize,
}

/// What the statement that runs gave so far.
#[derive(Default)]
struct Given {
    value: Option<Value>,
    did: Vec<What>,
}

impl<'a> Hearing<'a> {
    pub fn of(script: Script<'a>, limits: &'a Limits) -> Hearing<'a> {
        let most = Most { statements: STORE_STATEMENTS_MAX, result_bytes: RESULT_BYTES_MAX };
        let walk = Walk::of(script, limits, most);
        Hearing {
            walk,
            given: Given::default(),
            ran: Ran::default(),
            bytes_left: RESULT_BYTES_MAX,
            // A number may be longer once it was read.
            value_bytes_left: 2 * VALUES_BYTES_MAX,
            did_left: DID_OF_SCRIPT_MAX,
        }
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
            Told::Began { from, to } => self.walk.begin(from..to)?,
            Told::Value(value) => self.value(value)?,
            Told::Did(did) => self.did(did)?,
            Told::Gave(gave) => self.finish(gave)?,
            Told::Failed(failing) => self.ran.problem = Some(self.walk.fail(failing)),
            Told::Stopped(reached) => {
                let stop = self.walk.stop(reached);
                self.halt(stop);
            }
            Told::Done => {
                if self.walk.is_within() {
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
            self.halt(stop);
        }
        self.ran
    }

    fn value(&mut self, value: Value) -> io::Result<()> {
        let left = self.value_bytes_left.checked_sub(value.to_string().len());
        self.value_bytes_left = left.ok_or_else(|| nonsense("too many bytes of values"))?;
        if !self.walk.is_within() || self.given.value.is_some() {
            return Err(nonsense("a value of nothing"));
        }
        self.given.value = Some(value);
        Ok(())
    }

    fn did(&mut self, did: Did) -> io::Result<()> {
        if !self.walk.is_within() || DID_MAX <= self.given.did.len() {
            return Err(nonsense("a command of nothing"));
        }
        let left = self.did_left.checked_sub(1);
        self.did_left = left.ok_or_else(|| nonsense("too many commands"))?;
        self.given.did.push(What::from(did));
        Ok(())
    }

    fn finish(&mut self, gave: Gave) -> io::Result<()> {
        let step = self.walk.finish()?;
        let left = self.bytes_left.checked_sub(gave.shown.len());
        self.bytes_left = left.ok_or_else(|| nonsense("too many bytes"))?;
        let Given { value, did } = std::mem::take(&mut self.given);
        self.ran.statements.push(Statement {
            text: self.walk.script().text[step.range].to_owned(),
            place: step.place,
            shown: gave.shown,
            value,
            did,
            untold: gave.untold,
            at_us: gave.at_us,
        });
        Ok(())
    }

    fn halt(&mut self, stop: Stop) {
        self.ran.problem = Some(self.walk.halt(stop, || None));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lab::protocol::script::{Failing, Kind, Reached};

    const SCRIPT: Script<'_> = Script { file: "a.redis", text: "SET é 1\nGET é" };

    fn gave(shown: String) -> Told {
        Told::Gave(Gave { shown, untold: 0, at_us: 0 })
    }

    fn did() -> Told {
        let (text, error, found, changed) = (String::new(), None, None, None);
        Told::Did(Did::Cache { text, error, found, changed, took_us: 0 })
    }

    fn told() -> impl Strategy<Value = Told> {
        prop_oneof![
            (0..30_usize, 0..30_usize).prop_map(|(from, to)| Told::Began { from, to }),
            ".{0,3}".prop_map(gave),
            Just(Told::Value(Value::Null)),
            Just(did()),
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

        let mut hearing = Hearing::of(SCRIPT, &limits);
        assert!(hearing.take(did()).is_err());
        assert!(hearing.take(Told::Value(Value::Null)).is_err());
        hearing.take(Told::Began { from: 0, to: 3 }).unwrap();
        for _ in 0..DID_MAX {
            hearing.take(did()).unwrap();
        }
        assert!(hearing.take(did()).is_err());
        hearing.take(Told::Value("x".repeat(VALUES_BYTES_MAX).into())).unwrap();
        assert!(hearing.take(Told::Value(Value::Null)).is_err());
        let mut hearing = Hearing::of(SCRIPT, &limits);
        hearing.take(Told::Began { from: 0, to: 3 }).unwrap();
        assert!(hearing.take(Told::Value("x".repeat(2 * VALUES_BYTES_MAX).into())).is_err());
    }
}
