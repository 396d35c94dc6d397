//! What a child says of a script that does not run to its end.

use serde::{Deserialize, Serialize};

/// Mirrors `lab::script::ScriptError`; the place is a byte of the script.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failing {
    pub kind: Kind,
    pub message: String,
    pub hint: Option<String>,
    pub at: usize,
    /// How many bytes from there are meant; 0 where that is not known.
    pub length: usize,
}

/// What kind of mistake a statement has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// The words make no statement.
    Syntax,
    /// A table, a column, a function or an index that is named is not there.
    Missing,
    /// The statement is SQL, and means nothing: an ambiguous name, a misused aggregate, a wrong
    /// number of values.
    Meaning,
    /// A rule of the schema refuses the rows.
    Constraint(Constraint),
    /// The lab does not do this.
    Refused,
    /// Another session holds the lock. (SQLite, `SQLITE_BUSY`.)
    Locked,
    /// The transaction has read what another session has changed since. (`SQLITE_BUSY_SNAPSHOT`)
    Stale,
    /// Longer, deeper or more than the lab allows.
    Limit,
    /// Anything else that SQLite says.
    Other,
}

/// Which rule of a schema refused a row. (SQLite result codes, `SQLITE_CONSTRAINT_*`.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Constraint {
    NotNull,
    /// UNIQUE, or a unique index.
    Unique,
    PrimaryKey,
    Check,
    ForeignKey,
    /// The type of a STRICT table's column, or of an INTEGER PRIMARY KEY.
    DataType,
    /// `RAISE` in a trigger.
    Trigger,
    Other,
}

/// A limit that ends a statement and leaves the child alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reached {
    Time,
    Memory,
    Output,
}
