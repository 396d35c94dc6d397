//! The checks of `mongo` and `redis` exercises: what the answer gives, or leaves behind, on each data
//! set, against what the solution gives there; and what the store takes and refuses afterwards.

mod desk;
mod difference;
mod failure;
pub mod sample;
mod words;

use serde_json::Value;

pub use self::desk::Desk;
use self::{
    difference::Difference,
    failure::{failure, headline, headline_of_program},
};
use crate::{
    course::check::{Check, Gives, StoreTest},
    judge::{
        Field, Outcome,
        compare::{self, Patterns},
        explain::our_fault,
        script::{self, Absent, Scripts, Who},
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
    let looked = desk.fallen(test);
    let scripts = desk.scripts();
    concluded(check, scripts, looked, |why| headline(check, test, scripts, why))
}

/// How `check` of a program's store ends, after what `looked_at` found.
pub fn outcome_of_program(
    check: &Check,
    scripts: &Scripts<'_>,
    looked: Result<Option<Fallen>, String>,
) -> Outcome {
    if let Ok(Some(Fallen { why: Why::Empty | Why::NoValue, .. })) = looked {
        return Outcome::Unjudged("The query of this check gives no value.".to_owned());
    }
    concluded(check, scripts, looked, |why| headline_of_program(check, why))
}

fn concluded(
    check: &Check,
    scripts: &Scripts<'_>,
    looked: Result<Option<Fallen>, String>,
    headline: impl Fn(&Why) -> String,
) -> Outcome {
    let fallen = match looked {
        Err(fault) => return Outcome::Unjudged(fault),
        Ok(None) => return Outcome::Passed,
        Ok(Some(fallen)) => fallen,
    };
    if let Some(fault) = fallen.stop().and_then(|stop| our_fault(stop, false)) {
        return Outcome::Unjudged(fault);
    }
    Outcome::Failed(Box::new(failure(check, &headline(&fallen.why), scripts, &fallen)))
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
        let ran = match self.answered(set, test)? {
            Ok(ran) => ran,
            Err(why) => return Ok(Some(Fallen { set, why, statement: None, got: None })),
        };
        let data = self.scripts().set(set).map_or("", |set| &set.script.text);
        let data = Data { engine: self.engine(), set, text: data };
        looked_at(&mut Answered { desk: self, set, test, ran }, test, &data)
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

    /// What the solution does.
    fn reference(&mut self, set: usize, test: &StoreTest) -> Result<Ran, String> {
        self.scripts().text(Who::Author, test.part).map_err(script::no_solution)?;
        let ran = self.run(Who::Author, set, test)?;
        match (&ran.problem, &test.query) {
            (None, Some(query)) => self.ask(Who::Author, set, test, query),
            (None, None) | (Some(_), _) => Ok(ran),
        }
    }
}

/// An answer that ran on a data set, with its store.
struct Answered<'d, 'a> {
    desk: &'d mut Desk<'a>,
    set: usize,
    test: &'d StoreTest,
    ran: Ran,
}

impl Witness for Answered<'_, '_> {
    fn given(&mut self) -> Result<Ran, String> {
        match &self.test.query {
            None => Ok(self.ran.clone()),
            Some(query) => self.desk.ask(Who::Learner, self.set, self.test, query),
        }
    }

    fn expected(&mut self) -> Result<Ran, String> {
        self.desk.reference(self.set, self.test)
    }

    fn tried(&mut self, script: &str) -> Result<Ran, String> {
        self.desk.ask(Who::Learner, self.set, self.test, script)
    }
}

/// Who tells of a store what a check wants to know, whichever kind of answer worked on it. An error says
/// why it could not be asked, and that is not the answer's fault.
pub trait Witness {
    /// What is compared: of the query, or of the answer itself.
    fn given(&mut self) -> Result<Ran, String>;

    /// The same of the solution.
    fn expected(&mut self) -> Result<Ran, String>;

    /// What a script does now, on a copy.
    fn tried(&mut self, script: &str) -> Result<Ran, String>;
}

/// The data that an answer worked on.
pub struct Data<'d> {
    pub engine: Engine,
    /// Its place among the sets.
    pub set: usize,
    pub text: &'d str,
}

/// What of `test` does not hold, as `witness` tells.
///
/// # Errors
/// Says why it cannot be judged.
pub fn looked_at(
    witness: &mut dyn Witness,
    test: &StoreTest,
    data: &Data<'_>,
) -> Result<Option<Fallen>, String> {
    let set = data.set;
    let fallen = |why, gave: Option<Gave>| {
        let (statement, got) = gave.map(|gave| (gave.statement, gave.value)).unzip();
        Ok(Some(Fallen { set, why, statement, got }))
    };
    if test.wanted != Gives::Anything {
        let asked = witness.given()?;
        if let Some(problem) = asked.problem {
            return fallen(Why::Query(problem), None);
        }
        let Some(gave) = Gave::of(&asked, data.engine) else {
            let why = if asked.statements.is_empty() { Why::Empty } else { Why::NoValue };
            return fallen(why, None);
        };
        if let Some(why) = differs(witness, test, &gave.value, data)? {
            return fallen(why, Some(gave));
        }
    }
    for script in test.accepts.iter().chain(&test.refuses) {
        let is_refused = test.refuses.contains(script);
        if let Some(why) = tried(&witness.tried(script)?, is_refused) {
            return Ok(Some(Fallen { set, why, statement: Some(script.clone()), got: None }));
        }
    }
    Ok(None)
}

fn differs(
    witness: &mut dyn Witness,
    test: &StoreTest,
    got: &Value,
    data: &Data<'_>,
) -> Result<Option<Why>, String> {
    match &test.wanted {
        Gives::Anything => Ok(None),
        Gives::Values(paths) => {
            let fields = compare::values(paths, got, "result", &mut Patterns::new());
            Ok(fields.iter().any(|field| field.differs).then_some(Why::Values(fields)))
        }
        Gives::AsSolution => {
            let ran = witness.expected()?;
            if let Some(problem) = &ran.problem {
                return Err(script::solution_fails(problem));
            }
            let expected = Gave::of(&ran, data.engine).map(|gave| gave.value);
            let expected =
                expected.ok_or_else(|| "The exercise's own solution gives no value.".to_owned())?;
            let difference = match data.engine {
                Engine::Documents => difference::compare(&expected, got, test.order, data.text),
                Engine::Cache => difference::compare_replies(&expected, got),
            };
            Ok(difference.map(|difference| Why::Differs(Box::new(difference))))
        }
    }
}

/// Why a script did not end as it should.
fn tried(ran: &Ran, is_refused: bool) -> Option<Why> {
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
    match (refusal, is_refused) {
        (None, false) | (Some((_, true)), true) => None,
        (None, true) => Some(Why::Taken),
        (Some((message, _)), false) => Some(Why::Refused(message)),
        (Some((message, false)), true) => Some(Why::Unruly(message)),
    }
}
