//! SQLite as a program of the JavaScript lab has it: databases that it opens, statements that it
//! prepares and steps, functions of its own.
//!
//! A course's script meets SQLite within narrow walls (`sandbox`). A program meets it as Node shows
//! it, so its limits are SQLite's own where those are safe; `rules` says what is refused, and
//! `walls` keeps every file in the program's folder.

mod database;
mod failure;
mod functions;
mod prepared;
mod rules;
mod walls;

use std::path::PathBuf;

pub use rusqlite::types::{Value, ValueRef as Cell};

pub use self::{
    database::{Database, Knob},
    failure::{Failure, Halt},
    functions::{Aggregate, Kind, Scalar},
    prepared::{Origin, Prepared},
};

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// In memory, for one connection.
    Memory,
    /// In memory under an absolute name, for all connections that use it; it is gone with the
    /// last of them.
    Named(String),
    /// A file; `root` is the program's folder, canonical, and `file` is in it.
    File { root: PathBuf, file: PathBuf },
}

/// How a database is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    pub home: Home,
    pub read_only: bool,
    pub may_create: bool,
    pub foreign_keys: bool,
    /// A name in double quotes that nothing bears is a text.
    pub double_quoted_texts: bool,
    /// How long a statement waits for another connection's lock.
    pub busy_ms: u32,
    /// Of all that SQLite holds in this process.
    pub memory_mb: u32,
}

/// Bytes that SQLite holds in this process.
pub fn memory_used() -> usize {
    database::memory_used()
}
