//! What the commands of a store are typed into: the engines' consoles, as the child tells of them.

pub mod cache;
pub mod documents;

use std::rc::Rc;

use crate::lab::{
    protocol::{script::Failing, store::Told},
    store::RESULT_BYTES_MAX,
    world::World,
};

/// A store with what its console remembers.
pub trait Console {
    /// Runs the statements of `script` in order, up to the first that fails, and tells each piece.
    fn run(&mut self, script: &str, told: &mut dyn FnMut(Told), at_us: &dyn Fn() -> u64) -> End;

    /// Puts documents into collections: MongoDB's Extended JSON, `{ "users": [{ .. }] }`.
    ///
    /// # Errors
    /// What is wrong with the text.
    fn fill(&mut self, collections: &str) -> Result<(), Failing>;

    /// A store of its own that holds the same, in another world.
    fn copy(&self, world: Rc<dyn World>) -> Box<dyn Console>;
}

/// How a script ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// With its last statement, or at one that is wrong.
    Ran,
    /// At a limit.
    Stopped,
}

/// The bytes that a script may still give.
struct Allowance(usize);

impl Allowance {
    fn new() -> Allowance {
        Allowance(RESULT_BYTES_MAX)
    }

    /// Whether so many more are allowed.
    fn takes(&mut self, bytes: usize) -> bool {
        match self.0.checked_sub(bytes) {
            Some(left) => {
                self.0 = left;
                true
            }
            None => false,
        }
    }
}
