//! What SQLite says of a wrong statement, sorted and made plain.

use rusqlite::{Connection, Error, ErrorCode, ffi};

use super::{hint::hint, split};
use crate::lab::protocol::sql::{Constraint, Failing, Kind};

/// Characters of a message that are kept; what SQLite says may quote a statement at length.
const MESSAGE_CHARACTERS_MAX: usize = 300;

/// `error`, which SQLite gave for the statement `text`, in SQLite's words, because those are the
/// ones that can be looked up. `Failing::at` counts from the statement's start.
pub fn explain(database: &Connection, error: &Error, text: &str) -> Failing {
    let (message, at) = match error {
        Error::SqlInputError { msg, offset, .. } => (msg.clone(), usize::try_from(*offset).ok()),
        Error::SqliteFailure(code, message) => {
            (message.clone().unwrap_or_else(|| code.to_string()), None)
        }
        error => (error.to_string(), None),
    };
    let kind = kind(error, &message);
    let (at, length) = match (at, named(&message)) {
        (Some(at), Some(name)) if text.get(at..).is_some_and(|rest| rest.starts_with(name)) => {
            (at, name.len())
        }
        (Some(at), _) => (at.min(text.len()), token_length(text, at)),
        // SQLite knows no place, so it is where the name stands first.
        (None, Some(name)) => split::tokens(text)
            .find(|token| token.text.eq_ignore_ascii_case(name))
            .map_or((0, token_length(text, 0)), |token| (token.from, token.text.len())),
        (None, None) if message == "incomplete input" => (text.len(), 0),
        (None, None) => (0, token_length(text, 0)),
    };
    let mut failing = Failing { kind, message: cut(message), hint: None, at, length };
    failing.hint = hint(database, text, &failing);
    failing
}

/// The name that `message` says is missing.
fn named(message: &str) -> Option<&str> {
    if let Some(name) = message.strip_prefix("no such ") {
        return Some(
            name.split_once(": ")?.1.trim_start_matches("main.").trim_start_matches("temp."),
        );
    }
    message.split_once(" has no column named ").map(|(_, name)| name)
}

/// From byte `at` to the end of the token that holds it.
fn token_length(text: &str, at: usize) -> usize {
    let holds = |token: &split::Token<'_>| token.from <= at && at < token.from + token.text.len();
    split::tokens(text).find(holds).map_or(0, |token| token.from + token.text.len() - at)
}

/// The walls refuse the statement.
pub fn refused(reason: String, text: &str) -> Failing {
    // SQLite does VACUUM by an ATTACH of its own.
    let is_vacuum = split::tokens(text).next().is_some_and(|first| first.is("vacuum"));
    let message = if is_vacuum { VACUUM_REFUSED.to_owned() } else { cut(reason) };
    Failing { kind: Kind::Refused, message, hint: None, at: 0, length: token_length(text, 0) }
}

const VACUUM_REFUSED: &str = "VACUUM tidies a file up, and the lab's database is in memory";

/// The statement has a parameter, and nobody is there to give it a value.
pub fn parameter(text: &str) -> Failing {
    let is_parameter = |token: &split::Token<'_>| {
        matches!(token.text, "?" | ":" | "@" | "#") || token.text.starts_with('$')
    };
    let token = split::tokens(text).find(is_parameter);
    Failing {
        kind: Kind::Meaning,
        message: "a parameter has no value here".to_owned(),
        hint: Some("programs bind values to parameters; write the value itself".to_owned()),
        at: token.map_or(0, |token| token.from),
        length: 1,
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
        ErrorCode::DatabaseBusy if code.extended_code == ffi::SQLITE_BUSY_SNAPSHOT => Kind::Stale,
        ErrorCode::DatabaseBusy => Kind::Locked,
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
