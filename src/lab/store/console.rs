//! What the commands of a store are typed into: the engines' consoles, as the child tells of them.

pub mod cache;
pub mod documents;

use std::{ops::Range, rc::Rc, time::Instant};

use serde_json::Value;

use crate::lab::{
    protocol::{
        script::{Failing, Reached},
        store::{Did, Gave, Run, Told},
    },
    store::{DID_MAX, DID_OF_SCRIPT_MAX, RESULT_BYTES_MAX, VALUE_BYTES_MAX, VALUES_BYTES_MAX},
    world::World,
};

/// A store with what its console remembers.
pub trait Console {
    /// Runs the statements of `script` in order, up to the first that fails; `done` hears of each, and of
    /// its value where these are `valued`.
    fn run(&mut self, script: &str, valued: bool, done: &mut dyn FnMut(Range<usize>, Outcome));

    /// Puts documents into collections: MongoDB's Extended JSON, `{ "users": [{ .. }] }`.
    ///
    /// # Errors
    /// What is wrong with the text.
    fn fill(&mut self, collections: &str) -> Result<(), Failing>;

    /// A store of its own that holds the same, in another world.
    fn copy(&self, world: Rc<dyn World>) -> Box<dyn Console>;

    fn world(&self) -> &Rc<dyn World>;
}

/// What became of a statement.
pub type Outcome = Result<Answer, Failing>;

/// What a statement gave.
pub struct Answer {
    /// As the console prints it.
    pub shown: String,
    /// As JSON, documents as MongoDB's relaxed Extended JSON; `None` where it gives no value.
    pub value: Option<Value>,
    /// The commands that it was made of, `DID_MAX` at most.
    pub did: Vec<Did>,
    /// How many more there were.
    pub untold: usize,
}

/// How a script ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// With its last statement, or at one that is wrong.
    Ran,
    /// At a limit.
    Stopped,
}

/// Runs the script of `run` in `console` and tells each piece.
pub fn run(
    console: &mut dyn Console,
    run: &Run,
    told: &mut dyn FnMut(Told),
    at_us: &dyn Fn() -> u64,
) -> End {
    let world = Rc::clone(console.world());
    let mut left = Allowance::new();
    let mut end = End::Ran;
    console.run(&run.script, run.valued, &mut |range, outcome| {
        // A console goes on after a limit.
        if end == End::Stopped {
            return;
        }
        told(Told::Began { from: range.start, to: range.end });
        let reached = match &outcome {
            _ if world.is_over() => Some(Reached::Time),
            Ok(answer) if !left.takes(answer) => Some(Reached::Output),
            Ok(_) | Err(_) => None,
        };
        match (reached, outcome) {
            (Some(reached), _) => {
                end = End::Stopped;
                told(Told::Stopped(reached));
            }
            (None, Err(failing)) => told(Told::Failed(failing)),
            (None, Ok(answer)) => {
                answer.value.map(Told::Value).map(&mut *told);
                let all = answer.did.len() + answer.untold;
                let did = answer.did.into_iter().take(left.did(all));
                let untold = (all - did.len()) as u64;
                did.map(Told::Did).for_each(&mut *told);
                told(Told::Gave(Gave { shown: answer.shown, untold, at_us: at_us() }));
            }
        }
    });
    end
}

/// What a script may still give.
struct Allowance {
    shown: usize,
    values: usize,
    did: usize,
}

impl Allowance {
    fn new() -> Allowance {
        Allowance { shown: RESULT_BYTES_MAX, values: VALUES_BYTES_MAX, did: DID_OF_SCRIPT_MAX }
    }

    /// Whether so much more is allowed.
    fn takes(&mut self, answer: &Answer) -> bool {
        let value = answer.value.as_ref().map_or(0, |value| value.to_string().len());
        let (Some(shown), Some(values)) =
            (self.shown.checked_sub(answer.shown.len()), self.values.checked_sub(value))
        else {
            return false;
        };
        (self.shown, self.values) = (shown, values);
        value <= VALUE_BYTES_MAX
    }

    /// How many of `all` commands are told.
    fn did(&mut self, all: usize) -> usize {
        let told = all.min(DID_MAX).min(self.did);
        self.did -= told;
        told
    }
}

/// Those of a statement's efforts that are told, and how many more there are.
fn told_of<T>(efforts: &[T]) -> (&[T], usize) {
    let told = &efforts[..efforts.len().min(DID_MAX)];
    (told, efforts.len() - told.len())
}

/// What each statement takes.
struct Watch(Instant);

impl Watch {
    fn start() -> Watch {
        Watch(Instant::now())
    }

    /// Microseconds since the last lap.
    fn lap_us(&mut self) -> u64 {
        let took = std::mem::replace(&mut self.0, Instant::now()).elapsed();
        u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
    }
}
