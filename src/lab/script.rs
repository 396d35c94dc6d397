//! A script that somebody wrote for an engine, what is wrong in it, and why it did not run to its end:
//! the same for SQL, for documents and for a cache.

pub(super) mod walk;

use std::fmt::Write as _;

pub use crate::lab::protocol::script::{Constraint, Kind};
use crate::{
    diag::Place,
    lab::protocol::script::Failing,
    text::{clean_line, line_around},
    trace::Stop,
};

/// Bytes of one script; a schema with its data is far below.
pub const SCRIPT_BYTES_MAX: usize = 4 << 20;
/// Statements of one script for a store.
pub const STORE_STATEMENTS_MAX: usize = 10_000;
const CARET_COLUMNS_MAX: usize = 40;

/// Statements, and the file that they stand in, for places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Script<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

/// Why a script did not run to its end.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// A statement is wrong, or the lab does not do it. What it worked on lives on.
    Wrong(Box<ScriptError>),
    /// A limit ended a statement. The lab's handle tells whether the lab ended with it.
    Stopped { stop: Stop, place: Option<Place> },
}

/// What is wrong with a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct ScriptError {
    pub kind: Kind,
    /// As the engine says it, or plainer; no full stop.
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

impl Script<'_> {
    /// The error that a child told of this script.
    pub(super) fn error(self, failing: Failing) -> ScriptError {
        let text = self.text;
        let at = text.floor_char_boundary(failing.at);
        let end = text.floor_char_boundary(at.saturating_add(failing.length));
        let line_start = text[..at].rfind('\n').map_or(0, |found| found + 1);
        let line_end = text[at..].find('\n').map_or(text.len(), |found| at + found);
        ScriptError {
            kind: failing.kind,
            message: failing.message,
            hint: failing.hint,
            place: Place::of_offset(self.file, text, at),
            line: text[line_start..line_end].trim_end().to_owned(),
            length: text[at..end.min(line_end)].chars().count().max(1),
        }
    }

    /// What is wrong with a script that is longer than the lab takes.
    pub(super) fn too_long(self) -> Option<ScriptError> {
        let message =
            || format!("the script is longer than {SCRIPT_BYTES_MAX} bytes, the lab's limit");
        (SCRIPT_BYTES_MAX < self.text.len()).then(|| ScriptError {
            kind: Kind::Limit,
            message: message(),
            hint: Some("run it in parts".to_owned()),
            place: Place::new(self.file, 1, 1),
            line: String::new(),
            length: 1,
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
                    format!("the result holds more than {limit_bytes} bytes, the lab's limit")
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

impl ScriptError {
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

    /// The script's line without the spaces around it, with the column, from 0, at which the mistake is and
    /// how many are meant; `None` where the line is empty.
    pub fn pointed(&self) -> Option<(String, (usize, usize))> {
        let (line, column) = self.line_and_column();
        let indent = line.chars().take_while(|ch| *ch == ' ').count().min(column);
        let caret = (column - indent, self.length.max(1));
        let line = line.trim().to_owned();
        // A mistake at the end of a text stands behind its last line, perhaps an empty one.
        (!line.is_empty()).then_some((line, caret))
    }

    /// The script's line, safe to show and cut around the place, and the column of the place in
    /// it, from 0.
    pub fn line_and_column(&self) -> (String, usize) {
        line_around(&self.line, self.place.column)
    }
}

fn shown(place: &Place) -> String {
    clean_line(&place.to_string()).into_owned()
}
