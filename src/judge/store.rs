//! The checks of `mongo` and `redis` exercises: what the answer gives, or leaves behind, on each data
//! set, against what the solution gives there; and what the store takes and refuses afterwards.

mod desk;
mod difference;
mod failure;
pub mod sample;
mod words;

use serde_json::Value;

pub use self::desk::Desk;
use self::{difference::Difference, failure::failure};
use crate::{
    course::check::{Check, Gives, StoreTest},
    judge::{
        Field, Outcome,
        compare::{self, Patterns},
        explain::our_fault,
        script::{self, Absent, Who},
    },
    lab::{
        script::{Kind, Problem},
        store::{Engine, Ran},
    },
    trace::Stop,
};

/// Where a store's clock stands still when nothing else is said: 2026-01-01T09:00:00Z. Answer and
/// solution see the same time, so that what they write of it is the same, and a lesson prints it.
const STILL_AT_MS: i64 = 1_767_258_000_000;
/// Ids and all else that is drawn are the same in each run.
const SEED: u64 = 1;

/// What did not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Fallen {
    /// The place of the data set.
    pub set: usize,
    pub why: Why,
    /// The statement whose value was compared, or the script that was tried.
    pub statement: Option<String>,
    /// What came.
    pub got: Option<Value>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    Absent(Absent),
    /// No statement.
    Empty,
    /// No statement that gives a value.
    NoValue,
    /// The answer did not run to its end.
    Problem(Problem),
    /// The check's own query does not run on what the answer left.
    Query(Problem),
    /// It is not what the solution gives.
    Differs(Box<Difference>),
    /// Values that the check names are not there.
    Values(Vec<Field>),
    /// A script was refused that should be taken.
    Refused(String),
    /// A script was taken that should be refused.
    Taken,
    /// A script was refused, and by no rule of the store.
    Unruly(String),
}

impl Fallen {
    /// The limit that ended the answer, or the fault of the lab.
    pub fn stop(&self) -> Option<&Stop> {
        match &self.why {
            Why::Problem(Problem::Stopped { stop, .. })
            | Why::Query(Problem::Stopped { stop, .. }) => Some(stop),
            Why::Problem(Problem::Wrong(_))
            | Why::Query(Problem::Wrong(_))
            | Why::Absent(_)
            | Why::Empty
            | Why::NoValue
            | Why::Differs(_)
            | Why::Values(_)
            | Why::Refused(_)
            | Why::Taken
            | Why::Unruly(_) => None,
        }
    }
}

/// Puts the answer to `check`, which is one of a store.
pub fn outcome(desk: &mut Desk<'_>, check: &Check, test: &StoreTest) -> Outcome {
    match desk.fallen(test) {
        Err(fault) => Outcome::Unjudged(fault),
        Ok(None) => Outcome::Passed,
        Ok(Some(fallen)) => match fallen.stop().and_then(|stop| our_fault(stop, false)) {
            Some(fault) => Outcome::Unjudged(fault),
            None => Outcome::Failed(Box::new(failure(check, test, desk, &fallen))),
        },
    }
}

/// A value, and the statement that gave it.
struct Gave {
    statement: String,
    value: Value,
}

impl Gave {
    /// Of MongoDB the value of the last statement that gives one; of Redis the replies of all.
    fn of(ran: &Ran, engine: Engine) -> Option<Gave> {
        match engine {
            Engine::Documents => ran.last().map(|statement| Gave {
                statement: statement.text.clone(),
                value: statement.value.clone().unwrap_or_default(),
            }),
            Engine::Cache => {
                let texts: Vec<&str> =
                    ran.statements.iter().map(|statement| statement.text.as_str()).collect();
                let values = ran.statements.iter().filter_map(|statement| statement.value.clone());
                (!texts.is_empty())
                    .then(|| Gave { statement: texts.join("\n"), value: values.collect() })
            }
        }
    }
}

impl Desk<'_> {
    /// Runs `test` on each of its data sets, up to the first on which it does not hold.
    ///
    /// # Errors
    /// Says why it cannot be judged.
    fn fallen(&mut self, test: &StoreTest) -> Result<Option<Fallen>, String> {
        for set in self.scripts().sets(&test.on) {
            let fallen = self.fallen_on(set, test)?;
            if fallen.is_some() {
                return Ok(fallen);
            }
        }
        Ok(None)
    }

    fn fallen_on(&mut self, set: usize, test: &StoreTest) -> Result<Option<Fallen>, String> {
        let fallen = |why, gave: Option<Gave>| {
            let (statement, got) = gave.map(|gave| (gave.statement, gave.value)).unzip();
            Ok(Some(Fallen { set, why, statement, got }))
        };
        let ran = match self.answered(set, test)? {
            Ok(ran) => ran,
            Err(why) => return fallen(why, None),
        };
        if test.wanted != Gives::Anything {
            let asked = match &test.query {
                None => ran,
                Some(query) => self.ask(Who::Learner, set, test, query)?,
            };
            if let Some(problem) = asked.problem {
                return fallen(Why::Query(problem), None);
            }
            let Some(gave) = Gave::of(&asked, self.engine()) else {
                let why = if asked.statements.is_empty() { Why::Empty } else { Why::NoValue };
                return fallen(why, None);
            };
            if let Some(why) = self.differs(set, test, &gave.value)? {
                return fallen(why, Some(gave));
            }
        }
        for script in test.accepts.iter().chain(&test.refuses) {
            let is_refused = test.refuses.contains(script);
            if let Some(why) = self.tried(set, test, script, is_refused)? {
                return Ok(Some(Fallen { set, why, statement: Some(script.clone()), got: None }));
            }
        }
        Ok(None)
    }

    /// What the answer did, the last time that it ran; or why it did not come to its end.
    fn answered(&mut self, set: usize, test: &StoreTest) -> Result<Result<Ran, Why>, String> {
        if let Err(absent) = self.scripts().text(Who::Learner, test.part) {
            return Ok(Err(Why::Absent(absent)));
        }
        let mut ran = self.run(Who::Learner, set, test)?;
        Ok(match ran.problem.take() {
            Some(problem) => Err(Why::Problem(problem)),
            None if ran.statements.is_empty() => Err(Why::Empty),
            None => Ok(ran),
        })
    }

    fn differs(
        &mut self,
        set: usize,
        test: &StoreTest,
        got: &Value,
    ) -> Result<Option<Why>, String> {
        match &test.wanted {
            Gives::Anything => Ok(None),
            Gives::Values(paths) => {
                let fields = compare::values(paths, got, "result", &mut Patterns::new());
                Ok(fields.iter().any(|field| field.differs).then_some(Why::Values(fields)))
            }
            Gives::AsSolution => {
                let expected = self.reference(set, test)?;
                let difference = match self.engine() {
                    Engine::Documents => {
                        let data = self.scripts().set(set).map_or("", |set| &set.script.text);
                        difference::compare(&expected, got, test.order, data)
                    }
                    Engine::Cache => difference::compare_replies(&expected, got),
                };
                Ok(difference.map(|difference| Why::Differs(Box::new(difference))))
            }
        }
    }

    /// What the solution gives.
    fn reference(&mut self, set: usize, test: &StoreTest) -> Result<Value, String> {
        self.scripts().text(Who::Author, test.part).map_err(script::no_solution)?;
        let mut ran = self.run(Who::Author, set, test)?;
        if let (None, Some(query)) = (&ran.problem, &test.query) {
            ran = self.ask(Who::Author, set, test, query)?;
        }
        if let Some(problem) = &ran.problem {
            return Err(script::solution_fails(problem));
        }
        let gave = Gave::of(&ran, self.engine()).map(|gave| gave.value);
        gave.ok_or_else(|| "The exercise's own solution gives no value.".to_owned())
    }

    /// Why `script` did not end as it should.
    fn tried(
        &mut self,
        set: usize,
        test: &StoreTest,
        script: &str,
        is_refused: bool,
    ) -> Result<Option<Why>, String> {
        let ran = self.ask(Who::Learner, set, test, script)?;
        let last = ran.statements.last().and_then(|statement| statement.value.as_ref());
        let reply = last.and_then(|value| value.get("error")).and_then(Value::as_str);
        let refusal = match (&ran.problem, reply) {
            (Some(Problem::Wrong(error)), _) => {
                Some((error.message.clone(), matches!(error.kind, Kind::Constraint(_))))
            }
            (Some(problem @ Problem::Stopped { .. }), _) => Some((problem.message(), false)),
            // A rule of Redis is about the kind of a value.
            (None, Some(reply)) => Some((reply.to_owned(), true)),
            (None, None) => None,
        };
        Ok(match (refusal, is_refused) {
            (None, false) | (Some((_, true)), true) => None,
            (None, true) => Some(Why::Taken),
            (Some((message, _)), false) => Some(Why::Refused(message)),
            (Some((message, false)), true) => Some(Why::Unruly(message)),
        })
    }
}
