//! Stores in the lab: documents, and a cache, in the memory of a jailed child.
//!
//! `StoreLab` is the parent's handle; one child holds as many stores of one engine as are asked for, so
//! that an answer runs on every data set without a second process. What a script did comes back as a
//! value, `Ran`: a mistake in it is part of that value.

pub mod child;
pub(super) mod console;
pub(super) mod hearing;
mod running;

use serde_json::Value;

pub use self::running::{Job, StoreLab};
pub use crate::lab::{
    protocol::store::Engine,
    script::{Kind, Problem, Script, ScriptError},
};
use crate::{diag::Place, lab::documents::shell, trace::What};

/// Whether what was typed is whole, and not the beginning of a statement that goes on in the next line.
pub fn is_complete(engine: Engine, typed: &str) -> bool {
    match engine {
        Engine::Documents => shell::is_complete(typed),
        // A command is a line, also one whose quote is left open.
        Engine::Cache => true,
    }
}

/// Bytes that one script may show, all its statements together. In the worst case a byte takes six in a
/// frame, so that one statement always fits.
pub const RESULT_BYTES_MAX: usize = 512 << 10;
/// Bytes of one value as JSON.
pub const VALUE_BYTES_MAX: usize = 2 << 20;
/// Bytes of the values of one script as JSON, all its statements together.
pub const VALUES_BYTES_MAX: usize = 16 << 20;
/// Commands of one statement that are told one by one; of the rest only the number.
pub const DID_MAX: usize = 1_000;
/// As `DID_MAX`, of one script.
pub const DID_OF_SCRIPT_MAX: usize = 10_000;
/// Stores that one child may hold.
pub const STORES_MAX: usize = 64;

/// Which of a lab's stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoreId(u32);

/// What a store is at first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Opening<'a> {
    /// Milliseconds since 1970 at which its clock stands still until a script moves it; the machine's
    /// clock when absent.
    pub still_at_ms: Option<i64>,
    /// Seeds its ids and all other randomness.
    pub seed: Option<u64>,
    /// The database that documents are in; `test` when absent.
    pub database: Option<&'a str>,
    pub data: Data<'a>,
}

/// What fills a store.
#[derive(Clone, Copy, Debug, Default)]
pub enum Data<'a> {
    #[default]
    Nothing,
    /// MongoDB's Extended JSON: `{ "users": [{ .. }] }`.
    Collections(Script<'a>),
    /// What a console takes.
    Commands(Script<'a>),
}

impl<'a> Data<'a> {
    /// What the script of a data set is to `engine`.
    pub fn of(engine: Engine, script: Option<Script<'a>>) -> Data<'a> {
        match (script, engine) {
            (None, _) => Data::Nothing,
            (Some(script), Engine::Documents) => Data::Collections(script),
            (Some(script), Engine::Cache) => Data::Commands(script),
        }
    }
}

/// What stays of a script when it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Its changes, and what the console remembers.
    Changes,
    /// Nothing: it runs on a copy of the store.
    Nothing,
}

/// What a script did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ran {
    /// The statements that came to their end, in order.
    pub statements: Vec<Statement>,
    /// Why the rest was not run.
    pub problem: Option<Problem>,
}

/// One statement that came to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// As it was written.
    pub text: String,
    /// Where the text begins.
    pub place: Place,
    /// As the console prints it; not cleaned.
    pub shown: String,
    /// As JSON, documents as MongoDB's relaxed Extended JSON; `None` where it gives no value, or the job
    /// does not ask for it.
    pub value: Option<Value>,
    /// The commands that it was made of.
    pub did: Vec<What>,
    /// How many more there were.
    pub untold: u64,
    /// When it ended, in microseconds since the lab began.
    pub at_us: u64,
}

impl Ran {
    /// What the last statement gave that gives a value.
    pub fn last(&self) -> Option<&Statement> {
        self.statements.iter().rev().find(|statement| statement.value.is_some())
    }
}
