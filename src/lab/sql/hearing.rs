//! The pieces of an answer as the parent hears them, put together. The child is not believed: what
//! is too much or out of order is nonsense, and ends it.

use std::{io, ops::Range};

use super::{
    NOTE_BYTES_MAX, NOTES_MAX, Note, Outcome, Problem, RESULT_BYTES_MAX, ROWS_MAX, Ran,
    STATEMENTS_MAX, Script, Statement,
    sessions::marks::{Mark, marks, session_at},
    split::statements,
};
use crate::{
    diag::Place,
    lab::{
        Limits,
        protocol::sql::{Datum, Effort, Failing, Noted, Reached, Told},
    },
    table::{Cell, Table},
    trace::{SqlRan, Stop, VALUE_BYTES_MAX},
};

/// One answer as far as it has come.
pub struct Hearing<'a> {
    script: Script<'a>,
    limits: &'a Limits,
    ran: Ran,
    open: Option<Open>,
    cursor: Cursor,
    rows_left: usize,
    bytes_left: usize,
    sessions: Option<Who<'a>>,
}

/// Which session runs a statement of the script.
struct Who<'a> {
    marks: Vec<Mark<'a>>,
    first: &'a str,
}

/// The statement that runs.
struct Open {
    range: Range<usize>,
    place: Place,
    table: Option<Table>,
    notes: Vec<Note>,
}

/// A place that only goes forward, so that a long script is walked through once.
struct Cursor {
    at: usize,
    line: u32,
    column: u32,
}

impl<'a> Hearing<'a> {
    pub fn of(script: Script<'a>, limits: &'a Limits) -> Hearing<'a> {
        Hearing {
            script,
            limits,
            ran: Ran::default(),
            open: None,
            cursor: Cursor { at: 0, line: 1, column: 1 },
            rows_left: ROWS_MAX,
            bytes_left: RESULT_BYTES_MAX,
            sessions: None,
        }
    }

    /// As `of`, for a script of several sessions that begins in `first`.
    pub fn in_sessions(script: Script<'a>, first: &'a str, limits: &'a Limits) -> Hearing<'a> {
        let sessions = Some(Who { marks: marks(script.text), first });
        Hearing { sessions, ..Hearing::of(script, limits) }
    }

    /// Takes one piece in; the whole with the last one.
    ///
    /// # Errors
    /// What an honest child does not say.
    pub fn take(&mut self, told: Told) -> io::Result<Option<Ran>> {
        if self.ran.problem.is_some() && !matches!(told, Told::Done { .. }) {
            return Err(nonsense("more after the end"));
        }
        match told {
            Told::Began { from, to } => self.begin(from..to)?,
            Told::Columns(names) => {
                self.spend(names.iter().map(String::len).sum())?;
                let open = self.open.as_mut().ok_or_else(|| nonsense("columns of nothing"))?;
                open.table = Some(Table { columns: names, rows: Vec::new() });
            }
            Told::Rows(rows) => self.add(rows)?,
            Told::Noted(noted) => self.note(noted)?,
            Told::Ran(effort) => self.finish(&effort)?,
            Told::Refused(failing) => self.refuse(failing)?,
            Told::Failed(failing) => {
                let error = self.script.error(failing);
                self.halt(Problem::Wrong(Box::new(error)));
            }
            Told::Stopped(reached) => {
                let stop = self.stop(reached);
                self.halt_at_open(stop);
            }
            Told::Done { rolled_back } => {
                if self.open.is_some() {
                    return Err(nonsense("done in the middle of a statement"));
                }
                self.ran.rolled_back = rolled_back;
                return Ok(Some(std::mem::take(&mut self.ran)));
            }
        }
        Ok(None)
    }

    /// What there is when the lab ends in the middle of the answer.
    pub fn cut_off(mut self, stop: Stop) -> Ran {
        if self.ran.problem.is_none() {
            self.halt_at_open(stop);
        }
        self.ran
    }

    fn begin(&mut self, range: Range<usize>) -> io::Result<()> {
        let is_new = self.open.is_none() && self.cursor.at <= range.start;
        if !is_new || self.script.text.get(range.clone()).is_none() {
            return Err(nonsense("a statement that the script does not have"));
        }
        if STATEMENTS_MAX < self.ran.statements.len() {
            return Err(nonsense("too many statements"));
        }
        self.cursor.advance(self.script.text, range.start);
        let place = Place::new(self.script.file, self.cursor.line, self.cursor.column);
        self.open = Some(Open { range, place, table: None, notes: Vec::new() });
        Ok(())
    }

    fn add(&mut self, rows: Vec<Vec<Datum>>) -> io::Result<()> {
        let rows: Vec<Vec<Cell>> =
            rows.into_iter().map(|row| row.into_iter().map(Cell::from).collect()).collect();
        self.rows_left =
            self.rows_left.checked_sub(rows.len()).ok_or_else(|| nonsense("too many rows"))?;
        self.spend(rows.iter().flatten().map(size).sum())?;
        let table = self.open.as_mut().and_then(|open| open.table.as_mut());
        let table = table.ok_or_else(|| nonsense("rows of nothing"))?;
        if rows.iter().any(|row| row.len() != table.columns.len()) {
            return Err(nonsense("rows that do not fit their columns"));
        }
        table.rows.extend(rows);
        Ok(())
    }

    fn note(&mut self, noted: Vec<Noted>) -> io::Result<()> {
        let Script { file, text } = self.script;
        let open = self.open.as_mut().ok_or_else(|| nonsense("a note on nothing"))?;
        for noted in noted {
            let part = text.get(noted.from..noted.to);
            let part = part.ok_or_else(|| nonsense("a note on what the script does not have"))?;
            if NOTES_MAX <= open.notes.len() || NOTE_BYTES_MAX < noted.text.len() + noted.rule.len()
            {
                return Err(nonsense("too many notes"));
            }
            open.notes.push(Note {
                rule: noted.rule,
                text: noted.text,
                part: part.to_owned(),
                place: Place::of_offset(file, text, noted.from),
            });
        }
        Ok(())
    }

    fn finish(&mut self, effort: &Effort) -> io::Result<()> {
        let open = self.open.take().ok_or_else(|| nonsense("an end without a beginning"))?;
        let session = self.session(open.range.start);
        let text = self.script.text[open.range].to_owned();
        let rows = open.table.as_ref().map_or(0, |table| table.rows.len()) as u64;
        let outcome = match (open.table, effort.changed) {
            (Some(table), _) => Outcome::Rows(table),
            (None, Some(changed)) => Outcome::Changed(changed),
            (None, None) => Outcome::Done,
        };
        let ran = SqlRan {
            text: text[..text.floor_char_boundary(VALUE_BYTES_MAX)].to_owned(),
            rows,
            changed: effort.changed,
            full_scan_steps: effort.full_scan_steps,
            vm_steps: effort.vm_steps,
            sorts: effort.sorts,
            auto_indexes: effort.auto_indexes,
            took_us: effort.took_us,
            ..SqlRan::default()
        };
        let at_us = effort.at_us;
        let (place, notes) = (open.place, open.notes);
        let statement = Statement { text, session, place, outcome, notes, effort: ran, at_us };
        self.ran.statements.push(statement);
        Ok(())
    }

    /// The statement that runs was refused, and the script goes on.
    fn refuse(&mut self, failing: Failing) -> io::Result<()> {
        if self.sessions.is_none() {
            return Err(nonsense("a refusal without sessions"));
        }
        let error = self.script.error(failing);
        let open = self.open.take().ok_or_else(|| nonsense("a refusal of nothing"))?;
        let session = self.session(open.range.start);
        let text = self.script.text[open.range].to_owned();
        let effort = SqlRan {
            text: text[..text.floor_char_boundary(VALUE_BYTES_MAX)].to_owned(),
            error: Some(error.message.clone()),
            ..SqlRan::default()
        };
        let outcome = Outcome::Refused(Box::new(error));
        let (place, notes) = (open.place, open.notes);
        let statement = Statement { text, session, place, outcome, notes, effort, at_us: 0 };
        self.ran.statements.push(statement);
        Ok(())
    }

    fn session(&self, at: usize) -> Option<String> {
        let who = self.sessions.as_ref()?;
        Some(session_at(&who.marks, at, who.first).to_owned())
    }

    fn stop(&self, reached: Reached) -> Stop {
        match reached {
            Reached::Time => Stop::Turn { limit_ms: self.limits.turn_ms, place: None },
            Reached::Memory => Stop::Memory { limit_mb: self.limits.memory_mb },
            Reached::Output => Stop::Output { limit_bytes: RESULT_BYTES_MAX as u64 },
        }
    }

    /// Ends the answer with `stop`, at the statement that runs.
    fn halt_at_open(&mut self, stop: Stop) {
        let place = self.open.as_ref().map(|open| open.place.clone()).or_else(|| self.next());
        let stop = match stop {
            Stop::Turn { limit_ms, place: None } => Stop::Turn { limit_ms, place: place.clone() },
            stop => stop,
        };
        self.halt(Problem::Stopped { stop, place });
    }

    /// Where the statement begins that comes after those that ran: the child may have died before
    /// it could say that one began.
    fn next(&self) -> Option<Place> {
        let next = statements(self.script.text).into_iter().nth(self.ran.statements.len())?;
        Some(Place::of_offset(self.script.file, self.script.text, next.start))
    }

    fn halt(&mut self, problem: Problem) {
        self.ran.unfinished = self.open.take().and_then(|open| open.table);
        self.ran.problem = Some(problem);
    }

    fn spend(&mut self, bytes: usize) -> io::Result<()> {
        self.bytes_left =
            self.bytes_left.checked_sub(bytes).ok_or_else(|| nonsense("too many bytes"))?;
        Ok(())
    }
}

impl Cursor {
    fn advance(&mut self, text: &str, to: usize) {
        for ch in text[self.at..to].chars() {
            if ch == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.at = to;
    }
}

impl From<Datum> for Cell {
    fn from(datum: Datum) -> Cell {
        match datum {
            Datum::Null => Cell::Null,
            Datum::Integer(number) => Cell::Integer(number),
            Datum::Real(bits) => Cell::Real(f64::from_bits(bits)),
            Datum::Text(text) => Cell::Text(text),
            Datum::Blob(bytes) => Cell::Blob(bytes),
        }
    }
}

/// As the child counts it, or less.
fn size(cell: &Cell) -> usize {
    match cell {
        Cell::Null => 1,
        Cell::Integer(_) | Cell::Real(_) => 8,
        Cell::Text(text) => text.chars().count(),
        Cell::Blob(bytes) => bytes.len(),
    }
}

fn nonsense(what: &str) -> io::Error {
    io::Error::other(what.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lab::protocol::script::{Failing, Kind};

    const SCRIPT: Script<'_> = Script { file: "a.sql", text: "SELECT 'é';\nSELECT 2" };

    fn effort() -> Effort {
        Effort {
            changed: None,
            full_scan_steps: 0,
            vm_steps: 0,
            sorts: 0,
            auto_indexes: 0,
            took_us: 0,
            at_us: 0,
        }
    }

    fn told() -> impl Strategy<Value = Told> {
        prop_oneof![
            (0..30_usize, 0..30_usize).prop_map(|(from, to)| Told::Began { from, to }),
            prop::collection::vec(".{0,3}", 0..3).prop_map(Told::Columns),
            prop::collection::vec(prop::collection::vec(Just(Datum::Null), 0..3), 0..3)
                .prop_map(Told::Rows),
            (0..30_usize, 0..30_usize).prop_map(|(from, to)| {
                let (rule, text) = (String::new(), String::new());
                Told::Noted(vec![Noted { rule, text, from, to }])
            }),
            Just(Told::Ran(effort())),
            (any::<usize>(), any::<usize>()).prop_map(|(at, length)| {
                let message = String::new();
                Told::Failed(Failing { kind: Kind::Other, message, hint: None, at, length })
            }),
            Just(Told::Refused(Failing {
                kind: Kind::Locked,
                message: String::new(),
                hint: None,
                at: 3,
                length: 1,
            })),
            Just(Told::Stopped(Reached::Time)),
            Just(Told::Done { rolled_back: true }),
        ]
    }

    proptest! {
        #[test]
        fn a_child_that_lies_is_nonsense_and_nothing_worse(
            pieces in prop::collection::vec(told(), 0..12),
            in_sessions: bool,
        ) {
            let limits = Limits::default();
            let mut hearing = if in_sessions {
                Hearing::in_sessions(SCRIPT, "A", &limits)
            } else {
                Hearing::of(SCRIPT, &limits)
            };
            for piece in pieces {
                match hearing.take(piece) {
                    Ok(None) => {}
                    Ok(Some(_)) | Err(_) => return Ok(()),
                }
            }
            let ran = hearing.cut_off(Stop::Crashed(11));
            prop_assert!(ran.problem.is_some());
        }
    }

    #[test]
    fn more_than_a_child_may_give_is_nonsense() {
        let limits = Limits::default();
        let mut hearing = Hearing::of(SCRIPT, &limits);
        hearing.take(Told::Began { from: 0, to: 5 }).unwrap();
        hearing.take(Told::Columns(vec!["a".to_owned()])).unwrap();
        let rows = |count| Told::Rows(vec![vec![Datum::Null]; count]);
        hearing.take(rows(ROWS_MAX)).unwrap();
        assert!(hearing.take(rows(1)).is_err());
        let note = Noted { rule: String::new(), text: String::new(), from: 0, to: 5 };
        hearing.take(Told::Noted(vec![note.clone(); NOTES_MAX])).unwrap();
        assert!(hearing.take(Told::Noted(vec![note])).is_err());

        let mut hearing = Hearing::of(SCRIPT, &limits);
        hearing.take(Told::Began { from: 0, to: 5 }).unwrap();
        hearing.take(Told::Columns(vec!["a".to_owned()])).unwrap();
        let long = Datum::Text("x".repeat(RESULT_BYTES_MAX + 1));
        assert!(hearing.take(Told::Rows(vec![vec![long]])).is_err());
    }
}
