//! Why something of a program's did not go well, in SQLite's words.

use std::ffi::{CStr, c_int};

use rusqlite::{Connection, ffi};

use crate::lab::{sql::sandbox::Refusals, turn::Turn};

/// An error of SQLite, as Node tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The extended code: 2067 for a UNIQUE that is violated.
    pub code: i32,
    /// What SQLite says of this one, or why the lab refused it.
    pub message: String,
    /// What SQLite says of its kind.
    pub kind: String,
    /// A limit that was hit on the way.
    pub halt: Option<Halt>,
}

/// Limits of the run, after which it does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
    /// The turn took too long.
    Time,
    Memory,
}

impl Failure {
    /// An error that SQLite has not said itself.
    pub fn new(code: c_int, message: impl Into<String>) -> Failure {
        let halt = (code & 0xff == ffi::SQLITE_NOMEM).then_some(Halt::Memory);
        Failure { code, message: message.into(), kind: words_of(code), halt }
    }

    /// An error in SQLite's words for its kind.
    pub fn of_code(code: c_int) -> Failure {
        Failure::new(code, words_of(code))
    }

    /// The last error of `database`.
    pub fn last(database: &Connection, refusals: &Refusals, turn: &Turn) -> Failure {
        #[expect(unsafe_code, reason = "reads the last error of an open connection")]
        let (code, said) = unsafe {
            let handle = database.handle();
            let said = CStr::from_ptr(ffi::sqlite3_errmsg(handle));
            (ffi::sqlite3_extended_errcode(handle), said.to_string_lossy().into_owned())
        };
        let mut failure = Failure::new(code, refusals.take().unwrap_or(said));
        if code & 0xff == ffi::SQLITE_INTERRUPT && turn.over().is_some() {
            failure.halt = Some(Halt::Time);
        }
        failure
    }
}

impl From<rusqlite::Error> for Failure {
    /// Of opening and settings: what the crate adds to SQLite's words is left out.
    fn from(error: rusqlite::Error) -> Failure {
        match error.sqlite_error() {
            Some(error) => Failure::of_code(error.extended_code),
            None => Failure::new(ffi::SQLITE_MISUSE, error.to_string()),
        }
    }
}

fn words_of(code: c_int) -> String {
    #[expect(unsafe_code, reason = "a static text for every number")]
    let words = unsafe { CStr::from_ptr(ffi::sqlite3_errstr(code)) };
    words.to_string_lossy().into_owned()
}
