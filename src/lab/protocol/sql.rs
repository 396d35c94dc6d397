//! What a parent and its SQL child say to each other. One order at a time; the child answers each,
//! and each script of one, with pieces and a last one, `Told::Done`.

use serde::{Deserialize, Serialize};

pub use super::script::{Constraint, Failing, Kind, Reached};
use crate::trace::SqlRan;

/// The first frame of a child that runs SQL.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StartSql {
    pub version: u32,
    /// SQLite's own memory, in megabytes.
    pub memory_mb: u32,
    /// Thread CPU time of one order.
    pub turn_ms: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Order {
    /// Opens an empty database under this number, for one session or for several.
    Open {
        database: u32,
        shared: bool,
    },
    Close {
        database: u32,
    },
    /// One after the other, each with an answer of its own. After one that a limit ended the rest
    /// is neither run nor answered.
    Run(Vec<Run>),
}

/// A script on a database.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    pub database: u32,
    pub script: String,
    /// On a copy of the database that is thrown away.
    pub on_copy: bool,
    /// A transaction that the script leaves open stays open for the next one.
    pub keep_transaction: bool,
    /// With notes on where SQLite differs from other databases.
    pub noted: bool,
    /// On a database for several sessions, the one that the script begins in.
    pub session: Option<String>,
}

/// One piece of the answer to an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Told {
    /// A statement of the script begins: its bytes in the script.
    Began {
        from: usize,
        to: usize,
    },
    /// The statement gives rows, with these columns; sent before the rows.
    Columns(Vec<String>),
    Rows(Vec<Vec<Datum>>),
    /// What is to be said of the statement; sent before its end.
    Noted(Vec<Noted>),
    /// The statement came to its end.
    Ran(Effort),
    /// The last statement that began was refused, and the script goes on: only in a script of
    /// several sessions.
    Refused(Failing),
    /// The last statement that began was wrong; nothing after it is run.
    Failed(Failing),
    /// A limit ended the statement; nothing after it is run.
    Stopped(Reached),
    /// The order, or one script of it, is done, whichever way.
    Done {
        /// A transaction was left open, and was rolled back.
        rolled_back: bool,
    },
}

/// Mirrors `table::Cell`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Datum {
    #[serde(rename = "n")]
    Null,
    #[serde(rename = "i")]
    Integer(i64),
    /// The bits, because JSON has no word for infinity.
    #[serde(rename = "r")]
    Real(u64),
    #[serde(rename = "t")]
    Text(String),
    #[serde(rename = "b")]
    Blob(#[serde(with = "super::bytes")] Vec<u8>),
}

/// Mirrors `lab::sql::Note`; the part is bytes of the script.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Noted {
    pub rule: String,
    pub text: String,
    pub from: usize,
    pub to: usize,
}

/// Mirrors `trace::SqlRan` without the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effort {
    /// Rows that an INSERT, UPDATE or DELETE changed; absent for other statements.
    pub changed: Option<u64>,
    pub full_scan_steps: u32,
    pub vm_steps: u32,
    pub sorts: u32,
    pub auto_indexes: u32,
    pub took_us: u64,
    /// Microseconds since the child began.
    pub at_us: u64,
}

/// A statement of a program. Mirrors `trace::SqlRan`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stepped {
    pub text: String,
    pub parameters: String,
    pub error: Option<String>,
    pub rows: u64,
    pub changed: Option<u64>,
    pub full_scan_steps: u32,
    pub vm_steps: u32,
    pub sorts: u32,
    pub auto_indexes: u32,
    pub took_us: u64,
}

impl From<SqlRan> for Stepped {
    fn from(ran: SqlRan) -> Stepped {
        Stepped {
            text: ran.text,
            parameters: ran.parameters,
            error: ran.error,
            rows: ran.rows,
            changed: ran.changed,
            full_scan_steps: ran.full_scan_steps,
            vm_steps: ran.vm_steps,
            sorts: ran.sorts,
            auto_indexes: ran.auto_indexes,
            took_us: ran.took_us,
        }
    }
}

impl From<Stepped> for SqlRan {
    fn from(ran: Stepped) -> SqlRan {
        SqlRan {
            text: ran.text,
            parameters: ran.parameters,
            error: ran.error,
            rows: ran.rows,
            changed: ran.changed,
            full_scan_steps: ran.full_scan_steps,
            vm_steps: ran.vm_steps,
            sorts: ran.sorts,
            auto_indexes: ran.auto_indexes,
            took_us: ran.took_us,
        }
    }
}
