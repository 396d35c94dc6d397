//! The pieces of an answer as the parent hears them, put together. The child is not believed: what
//! is too much or out of order is nonsense, and ends it.

use std::io;

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
        protocol::sql::{Datum, Effort, Failing, Noted, Told},
        script::walk::{Most, Walk, nonsense},
    },
    table::{Cell, Table},
    trace::{SqlRan, Stop, VALUE_BYTES_MAX},
};

/// One answer as far as it has come.
pub struct Hearing<'a> {
    walk: Walk<'a>,
    /// What the statement that runs gave so far.
    given: Given,
    ran: Ran,
    rows_left: usize,
    bytes_left: usize,
    sessions: Option<Who<'a>>,
}

/// Which session runs a statement of the script.
struct Who<'a> {
    marks: Vec<Mark<'a>>,
    first: &'a str,
}

#[derive(Default)]
struct Given {
    table: Option<Table>,
    notes: Vec<Note>,
}

impl<'a> Hearing<'a> {
    pub fn of(script: Script<'a>, limits: &'a Limits) -> Hearing<'a> {
        let most = Most { statements: STATEMENTS_MAX, result_bytes: RESULT_BYTES_MAX };
        Hearing {
            walk: Walk::of(script, limits, most),
            given: Given::default(),
            ran: Ran::default(),
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
            Told::Began { from, to } => self.walk.begin(from..to)?,
            Told::Columns(names) => {
                self.spend(names.iter().map(String::len).sum())?;
                if !self.walk.is_within() {
                    return Err(nonsense("columns of nothing"));
                }
                self.given.table = Some(Table { columns: names, rows: Vec::new() });
            }
            Told::Rows(rows) => self.add(rows)?,
            Told::Noted(noted) => self.note(noted)?,
            Told::Ran(effort) => self.finish(&effort)?,
            Told::Refused(failing) => self.refuse(failing)?,
            Told::Failed(failing) => {
                let problem = self.walk.fail(failing);
                self.end(problem);
            }
            Told::Stopped(reached) => {
                let stop = self.walk.stop(reached);
                self.halt(stop);
            }
            Told::Done { rolled_back } => {
                if self.walk.is_within() {
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
            self.halt(stop);
        }
        self.ran
    }

    fn add(&mut self, rows: Vec<Vec<Datum>>) -> io::Result<()> {
        let rows: Vec<Vec<Cell>> =
            rows.into_iter().map(|row| row.into_iter().map(Cell::from).collect()).collect();
        self.rows_left =
            self.rows_left.checked_sub(rows.len()).ok_or_else(|| nonsense("too many rows"))?;
        self.spend(rows.iter().flatten().map(size).sum())?;
        let table = self.given.table.as_mut();
        let table = table.ok_or_else(|| nonsense("rows of nothing"))?;
        if rows.iter().any(|row| row.len() != table.columns.len()) {
            return Err(nonsense("rows that do not fit their columns"));
        }
        table.rows.extend(rows);
        Ok(())
    }

    fn note(&mut self, noted: Vec<Noted>) -> io::Result<()> {
        for noted in noted {
            let (part, place) = self.walk.part(noted.from..noted.to)?;
            let bytes = noted.text.len() + noted.rule.len();
            if NOTES_MAX <= self.given.notes.len() || NOTE_BYTES_MAX < bytes {
                return Err(nonsense("too many notes"));
            }
            let part = part.to_owned();
            self.given.notes.push(Note { rule: noted.rule, text: noted.text, part, place });
        }
        Ok(())
    }

    fn finish(&mut self, effort: &Effort) -> io::Result<()> {
        let rows = self.given.table.as_ref().map_or(0, |table| table.rows.len()) as u64;
        let outcome = match (self.given.table.take(), effort.changed) {
            (Some(table), _) => Outcome::Rows(table),
            (None, Some(changed)) => Outcome::Changed(changed),
            (None, None) => Outcome::Done,
        };
        let ran = SqlRan {
            rows,
            changed: effort.changed,
            full_scan_steps: effort.full_scan_steps,
            vm_steps: effort.vm_steps,
            sorts: effort.sorts,
            auto_indexes: effort.auto_indexes,
            took_us: effort.took_us,
            ..SqlRan::default()
        };
        self.keep(outcome, ran, effort.at_us)
    }

    /// The statement that runs was refused, and the script goes on.
    fn refuse(&mut self, failing: Failing) -> io::Result<()> {
        if self.sessions.is_none() {
            return Err(nonsense("a refusal without sessions"));
        }
        let error = self.walk.script().error(failing);
        let ran = SqlRan { error: Some(error.message.clone()), ..SqlRan::default() };
        self.given.table = None;
        self.keep(Outcome::Refused(Box::new(error)), ran, 0)
    }

    /// Takes the statement that runs to those that ran; `ran` without its text.
    fn keep(&mut self, outcome: Outcome, ran: SqlRan, at_us: u64) -> io::Result<()> {
        let step = self.walk.finish()?;
        let session = self.session(step.range.start);
        let text = self.walk.script().text[step.range].to_owned();
        let effort =
            SqlRan { text: text[..text.floor_char_boundary(VALUE_BYTES_MAX)].to_owned(), ..ran };
        let notes = std::mem::take(&mut self.given.notes);
        let place = step.place;
        self.ran.statements.push(Statement { text, session, place, outcome, notes, effort, at_us });
        Ok(())
    }

    fn session(&self, at: usize) -> Option<String> {
        let who = self.sessions.as_ref()?;
        Some(session_at(&who.marks, at, who.first).to_owned())
    }

    /// Ends the answer with `stop`, at the statement that runs.
    fn halt(&mut self, stop: Stop) {
        let (script, ran) = (self.walk.script(), self.ran.statements.len());
        let problem = self.walk.halt(stop, || after(script, ran));
        self.end(problem);
    }

    fn end(&mut self, problem: Problem) {
        self.ran.unfinished = self.given.table.take();
        self.ran.problem = Some(problem);
    }

    fn spend(&mut self, bytes: usize) -> io::Result<()> {
        self.bytes_left =
            self.bytes_left.checked_sub(bytes).ok_or_else(|| nonsense("too many bytes"))?;
        Ok(())
    }
}

/// Where the statement begins that comes after `ran` ones: the child may have died before it could say
/// that it began.
fn after(script: Script<'_>, ran: usize) -> Option<Place> {
    let next = statements(script.text).into_iter().nth(ran)?;
    Some(Place::of_offset(script.file, script.text, next.start))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lab::protocol::script::{Failing, Kind, Reached};

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
