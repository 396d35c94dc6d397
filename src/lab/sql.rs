//! SQL in the lab: SQLite in the memory of a jailed child.
//!
//! `SqlLab` is the parent's handle; one child holds as many databases as are asked for, so that an
//! answer runs on every data set without a second process. `sandbox` and `session` are the child's
//! side. What a script did comes back as a value, `Ran`: a mistake in it is part of that value.

pub mod child;
pub(super) mod dialect;
mod explain;
mod hearing;
mod hint;
mod known;
mod math;
pub mod plan;
pub mod program;
mod running;
mod sandbox;
pub mod schema;
mod session;
mod sessions;
pub(super) mod split;
mod transcript;

pub use self::{
    dialect::parses,
    running::{Job, SqlLab},
    sessions::marks::{Mark, marks},
    split::{Token, TokenKind, is_complete, statements, tokens},
};
pub use crate::lab::script::{
    Constraint, Kind, Problem, SCRIPT_BYTES_MAX, Script, ScriptError as SqlError,
};
use crate::{diag::Place, table::Table, text::clean_line, trace::SqlRan};

/// Statements of one script.
pub const STATEMENTS_MAX: usize = 20_000;
/// Rows that one script may give, all its statements together.
pub const ROWS_MAX: usize = 10_000;
/// Bytes of all values that one script may give. In the worst case a byte takes six in a frame,
/// so that one row always fits.
pub const RESULT_BYTES_MAX: usize = 512 << 10;
/// Notes on one statement.
pub const NOTES_MAX: usize = 5;
/// Bytes of one note.
const NOTE_BYTES_MAX: usize = 1_000;
/// Databases that one child may hold.
pub const DATABASES_MAX: usize = 64;

/// Which of a lab's databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DatabaseId(u32);

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
    /// Of a database for several sessions, the one that ran it.
    pub session: Option<String>,
    /// Where the text begins.
    pub place: Place,
    pub outcome: Outcome,
    /// What PostgreSQL or MySQL would do otherwise, where that was asked for.
    pub notes: Vec<Note>,
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
    /// Another session blocked it, or a rule of the tables refused it, and the script went on: only
    /// in a script of several sessions.
    Refused(Box<SqlError>),
}

/// What SQLite takes in a statement, and other databases refuse or read otherwise. A rule is told
/// once in a script, at the first place that it holds for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The name of the rule: `limit-comma`.
    pub rule: String,
    /// One or two sentences.
    pub text: String,
    /// What of the statement is meant.
    pub part: String,
    pub place: Place,
}

impl Ran {
    /// The last table that the script gave.
    pub fn last_rows(&self) -> Option<&Table> {
        self.statements.iter().rev().find_map(|statement| match &statement.outcome {
            Outcome::Rows(table) => Some(table),
            Outcome::Changed(_) | Outcome::Done | Outcome::Refused(_) => None,
        })
    }
}

impl Note {
    /// In one line, safe to print: `` `LIMIT 2, 1`: SQLite and MySQL take ... ``.
    pub fn show(&self) -> String {
        let words = self.part.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut: String = words.chars().take(PART_CHARACTERS_MAX).collect();
        let more = if cut.len() < words.len() { "…" } else { "" };
        format!("`{}{more}`: {}", clean_line(&cut), clean_line(&self.text))
    }
}

/// Characters of the part that a note repeats.
const PART_CHARACTERS_MAX: usize = 40;
