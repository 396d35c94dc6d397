//! SQL in the lab: SQLite in the memory of a jailed child.
//!
//! `SqlLab` is the parent's handle; one child holds as many databases as are asked for, so that an
//! answer runs on every data set without a second process. `sandbox` and `session` are the child's
//! side. What a script did comes back as a value, `Ran`: a mistake in it is part of that value.

pub mod child;
mod dialect;
mod explain;
mod hearing;
mod hint;
mod math;
pub mod program;
mod running;
mod sandbox;
mod session;
mod split;

use std::fmt::Write as _;

pub use self::{
    running::{Job, SqlLab},
    split::{is_complete, statements},
};
pub use crate::lab::protocol::sql::{Constraint, Kind};
use crate::{
    diag::Place,
    table::Table,
    text::{clean_line, line_around},
    trace::{SqlRan, Stop},
};

/// Bytes of one script; a schema with its data is far below.
pub const SCRIPT_BYTES_MAX: usize = 4 << 20;
/// Statements of one script.
pub const STATEMENTS_MAX: usize = 20_000;
/// Rows that one script may give, all its statements together.
pub const ROWS_MAX: usize = 10_000;
/// Bytes of all values that one script may give. In the worst case a byte takes six in a frame,
/// so that one row always fits.
pub const RESULT_BYTES_MAX: usize = 512 << 10;
/// Databases that one child may hold.
pub const DATABASES_MAX: usize = 64;

/// Which of a lab's databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DatabaseId(u32);

/// SQL statements, and the file that they stand in, for places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Script<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

/// What stays of a script when it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Its changes; a transaction that it leaves open is rolled back.
    Changes,
    /// Its changes, and a transaction that it leaves open: a console goes on in it.
    Transaction,
    /// Nothing: it runs on a copy of the database. TEMP tables are not copied.
    Nothing,
}

/// What a script did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ran {
    /// The statements that came to their end, in order.
    pub statements: Vec<Statement>,
    /// Why the rest was not run.
    pub problem: Option<Problem>,
    /// Rows that the statement of `problem` gave before it ended.
    pub unfinished: Option<Table>,
    /// The script left a transaction open, and it was rolled back.
    pub rolled_back: bool,
}

/// One statement that came to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Without the white space and comments before it, and without the semicolon.
    pub text: String,
    /// Where the text begins.
    pub place: Place,
    pub outcome: Outcome,
    pub effort: SqlRan,
    /// When it ended, in microseconds since the lab began.
    pub at_us: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Also of an INSERT, UPDATE or DELETE with RETURNING.
    Rows(Table),
    /// How many rows an INSERT, UPDATE or DELETE changed, without those of triggers and of
    /// foreign key actions. (SQLite, `sqlite3_changes`.)
    Changed(u64),
    Done,
}

/// Why a script did not run to its end.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// A statement is wrong, or the lab does not do it. The database lives on.
    Wrong(Box<SqlError>),
    /// A limit ended a statement. `SqlLab::stopped` tells whether the lab ended with it.
    Stopped { stop: Stop, place: Option<Place> },
}

/// What is wrong with a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct SqlError {
    pub kind: Kind,
    /// As SQLite says it, or plainer; no full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// Where it is; for an error that has no place of its own, where its statement begins.
    pub place: Place,
    /// The script's line at `place`.
    pub line: String,
    /// How many characters of the line from `place` on are meant, at least 1.
    pub length: usize,
}

impl Ran {
    /// The last table that the script gave.
    pub fn last_rows(&self) -> Option<&Table> {
        self.statements.iter().rev().find_map(|statement| match &statement.outcome {
            Outcome::Rows(table) => Some(table),
            Outcome::Changed(_) | Outcome::Done => None,
        })
    }
}

impl Problem {
    /// As a console shows it: place and message, for an error also the line, a caret under the
    /// place, and a hint. Safe to print; every line ends in a line break.
    pub fn show(&self) -> String {
        match self {
            Problem::Wrong(error) => error.show(),
            Problem::Stopped { .. } => {
                let place = self.place().map(|place| format!("{}: ", shown(place)));
                format!("{}{}\n", place.unwrap_or_default(), self.message())
            }
        }
    }

    /// What happened, in one line without the place.
    pub fn message(&self) -> String {
        match self {
            Problem::Wrong(error) => clean_line(&error.message).into_owned(),
            Problem::Stopped { stop, .. } => match stop {
                Stop::Turn { limit_ms, .. } => {
                    format!("the lab stopped this statement after {limit_ms} ms of computing")
                }
                Stop::Memory { limit_mb } => {
                    format!("this statement needed more than {limit_mb} MB of memory")
                }
                Stop::Output { limit_bytes } => {
                    format!("the rows hold more than {limit_bytes} bytes, the lab's limit")
                }
                Stop::Finished
                | Stop::Exited(_)
                | Stop::Threw(_)
                | Stop::Wall { .. }
                | Stop::Crashed(_)
                | Stop::Ended
                | Stop::Fault(_) => {
                    stop.sentence().unwrap_or_else(|| "the lab was stopped".to_owned())
                }
            },
        }
    }

    pub fn place(&self) -> Option<&Place> {
        match self {
            Problem::Wrong(error) => Some(&error.place),
            Problem::Stopped { place, .. } => place.as_ref(),
        }
    }
}

impl SqlError {
    /// Four lines at most: place and message, the script's line, the caret, the hint.
    pub fn show(&self) -> String {
        let (line, column) = self.line_and_column();
        let mut shown = format!("{}: {}\n", shown(&self.place), clean_line(&self.message));
        if !line.trim().is_empty() {
            let caret = "^".repeat(self.length.clamp(1, CARET_COLUMNS_MAX));
            let _ = write!(shown, "    {line}\n    {}{caret}\n", " ".repeat(column));
        }
        if let Some(hint) = &self.hint {
            let _ = writeln!(shown, "  {}", clean_line(hint));
        }
        shown
    }

    /// The script's line, safe to show and cut around the place, and the column of the place in
    /// it, from 0.
    pub fn line_and_column(&self) -> (String, usize) {
        line_around(&self.line, self.place.column)
    }
}

const CARET_COLUMNS_MAX: usize = 40;

fn shown(place: &Place) -> String {
    clean_line(&place.to_string()).into_owned()
}
