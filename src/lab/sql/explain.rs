//! What SQLite says of a wrong statement, sorted and made plain.

use rusqlite::{Error, ErrorCode, ffi};

use crate::lab::protocol::sql::{Constraint, Failing, Kind};

/// Characters of a message that are kept; what SQLite says may quote a statement at length.
const MESSAGE_CHARACTERS_MAX: usize = 300;

/// `error`, which SQLite gave for the statement `text`. `Failing::at` counts from the statement's
/// start.
pub fn explain(error: &Error, text: &str) -> Failing {
    let (message, at) = match error {
        Error::SqlInputError { msg, offset, .. } => (msg.clone(), usize::try_from(*offset).ok()),
        Error::SqliteFailure(code, message) => {
            (message.clone().unwrap_or_else(|| code.to_string()), None)
        }
        error => (error.to_string(), None),
    };
    Failing {
        kind: kind(error, &message),
        message: cut(message),
        hint: None,
        at: at.unwrap_or(0).min(text.len()),
        length: 0,
    }
}

fn kind(error: &Error, message: &str) -> Kind {
    let (Error::SqlInputError { error: code, .. } | Error::SqliteFailure(code, _)) = error else {
        return Kind::Other;
    };
    let begins = |begin: &str| message.starts_with(begin);
    match code.code {
        ErrorCode::ConstraintViolation => Kind::Constraint(constraint(code.extended_code)),
        // An INTEGER PRIMARY KEY refuses a text with this code. (SQLite, `SQLITE_MISMATCH`.)
        ErrorCode::TypeMismatch => Kind::Constraint(Constraint::DataType),
        ErrorCode::TooBig | ErrorCode::DiskFull => Kind::Limit,
        ErrorCode::AuthorizationForStatementDenied => Kind::Refused,
        _ if message.ends_with("syntax error")
            || begins("unrecognized token")
            || begins("incomplete input") =>
        {
            Kind::Syntax
        }
        _ if begins("no such ") || message.contains("has no column named") => Kind::Missing,
        _ if LIMIT_WORDS.iter().any(|words| message.contains(words)) => Kind::Limit,
        _ if code.extended_code == ffi::SQLITE_ERROR => Kind::Meaning,
        _ => Kind::Other,
    }
}

/// What SQLite says where one of its limits is reached.
const LIMIT_WORDS: [&str; 12] = [
    "too many",
    "too large",
    "too deep",
    "too big",
    "too long",
    "too complex",
    "parser stack overflow",
    "statement too long",
    "maximum depth",
    "recursion limit",
    "stack overflow",
    "Recursion",
];

/// (SQLite, result codes, `SQLITE_CONSTRAINT_*`.)
fn constraint(extended_code: i32) -> Constraint {
    match extended_code {
        ffi::SQLITE_CONSTRAINT_NOTNULL => Constraint::NotNull,
        ffi::SQLITE_CONSTRAINT_UNIQUE => Constraint::Unique,
        ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => Constraint::PrimaryKey,
        ffi::SQLITE_CONSTRAINT_CHECK => Constraint::Check,
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Constraint::ForeignKey,
        ffi::SQLITE_CONSTRAINT_DATATYPE => Constraint::DataType,
        ffi::SQLITE_CONSTRAINT_TRIGGER => Constraint::Trigger,
        _ => Constraint::Other,
    }
}

fn cut(message: String) -> String {
    match message.char_indices().nth(MESSAGE_CHARACTERS_MAX) {
        None => message,
        Some((at, _)) => format!("{}…", &message[..at]),
    }
}
