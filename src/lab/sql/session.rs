//! One database of the child, and how a script runs on it.

use std::{cell::Cell, ops::Range, sync::Arc, time::Instant};

use rusqlite::{
    Connection, ErrorCode, Statement, StatementStatus, TransactionState, backup::Backup,
    types::ValueRef,
};

use super::{
    RESULT_BYTES_MAX, ROWS_MAX, STATEMENTS_MAX,
    dialect::{self, Gave},
    explain::{explain, parameter, refused},
    known::Known,
    sandbox::{self, Refusals},
    split,
};
use crate::lab::{
    protocol::sql::{Datum, Effort, Failing, Kind, Noted, Reached, Told},
    turn::Turn,
};

/// Bytes of values after which rows are sent.
const FRAME_BYTES: usize = 32 << 10;

pub struct Session {
    database: Connection,
    refusals: Refusals,
    turn: Arc<Turn>,
    /// Nothing but queries ran here since it was made.
    untouched: Cell<bool>,
}

/// How a script ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// With its last statement, or at one that is wrong.
    Ran,
    /// At a limit.
    Stopped,
}

/// What one script may still give.
pub struct Allowance {
    rows: usize,
    bytes: usize,
}

/// What one statement gave.
struct Given {
    effort: Effort,
    columns: Vec<String>,
    /// Which columns held NULL in some row.
    nulls: Vec<bool>,
}

/// The notes of one script.
pub struct Notes {
    wanted: bool,
    /// Rules that were told: a script of a thousand rows needs no note a thousand times.
    told: Vec<&'static str>,
}

impl Notes {
    pub fn new(wanted: bool) -> Notes {
        Notes { wanted, told: Vec::new() }
    }
}

/// Why a script stops: the piece that says so.
pub type Halt = Told;

/// How a statement ended.
pub type Done = Result<Effort, Halt>;

impl Session {
    /// An empty database within the walls.
    ///
    /// # Errors
    /// When SQLite cannot give one, which is the lab's fault.
    pub fn open(memory_mb: u32, turn: &Arc<Turn>) -> Result<Session, String> {
        let database = sandbox::open().map_err(|error| error.to_string())?;
        Session::of(database, memory_mb, turn)
    }

    /// A copy of the main database, in a session of its own.
    pub fn copy(&self, memory_mb: u32, turn: &Arc<Turn>) -> Result<Session, String> {
        let copied = || {
            let mut copy = sandbox::open()?;
            let backup = Backup::new(&self.database, &mut copy)?;
            backup.step(-1)?;
            drop(backup);
            Ok(copy)
        };
        let copy = copied().map_err(|error: rusqlite::Error| error.to_string())?;
        Session::of(copy, memory_mb, turn)
    }

    /// The walls around a connection.
    ///
    /// # Errors
    /// When they cannot be put up.
    pub fn of(
        mut database: Connection,
        memory_mb: u32,
        turn: &Arc<Turn>,
    ) -> Result<Session, String> {
        let raised = sandbox::raise(&mut database, memory_mb, turn);
        let refusals = raised.map_err(|error| error.to_string())?;
        Ok(Session { database, refusals, turn: Arc::clone(turn), untouched: Cell::new(true) })
    }

    /// Runs the statements of `script` in order, up to the first that fails, and tells each piece;
    /// `noted` with notes.
    pub fn run(
        &mut self,
        script: &str,
        noted: bool,
        tell: &dyn Fn(Told),
        at_us: &dyn Fn() -> u64,
    ) -> End {
        let mut book = Notes::new(noted);
        let mut each = |range: Range<usize>, left: &mut Allowance| {
            self.statement(script, range, left, tell, &mut book)
        };
        walk(script, tell, at_us, &mut each)
    }

    /// How far its transaction has come.
    pub fn transaction(&self) -> Option<TransactionState> {
        self.database.transaction_state(None::<&str>).ok()
    }

    /// Whether nothing but queries ran here, so that the next script finds what the first one did.
    pub fn is_untouched(&self) -> bool {
        self.untouched.get()
    }

    /// Rolls an open transaction back; whether there was one.
    pub fn roll_back(&mut self) -> Result<bool, String> {
        if self.database.is_autocommit() {
            return Ok(false);
        }
        self.database.execute_batch("ROLLBACK").map_err(|error| error.to_string())?;
        Ok(true)
    }

    /// Runs the statement of `script` at `range`, and tells its rows and the notes on it.
    pub fn statement(
        &self,
        script: &str,
        range: Range<usize>,
        left: &mut Allowance,
        tell: &dyn Fn(Told),
        book: &mut Notes,
    ) -> Done {
        let given = self.given(script, range.clone(), left, tell)?;
        if book.wanted {
            self.note(script, &range, &given, book, tell);
        }
        Ok(given.effort)
    }

    fn given(
        &self,
        script: &str,
        range: Range<usize>,
        left: &mut Allowance,
        tell: &dyn Fn(Told),
    ) -> Result<Given, Halt> {
        let text = &script[range.clone()];
        let wrong = |error: &rusqlite::Error| self.halt(error, text, range.start);
        drop(self.refusals.take());
        let mut statement = self.database.prepare(text).map_err(|error| wrong(&error))?;
        // A plan is the same for every value.
        if statement.parameter_count() > 0 && statement.is_explain() == 0 {
            return Err(failed(parameter(text), range.start));
        }
        if !is_query(text, &statement) {
            self.untouched.set(false);
        }
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut nulls = vec![false; columns.len()];
        if columns.is_empty() {
            statement.raw_execute().map_err(|error| wrong(&error))?;
        } else {
            // A column without a name bears the text of its expression.
            let bytes = columns.iter().map(String::len).sum();
            left.bytes = left.bytes.checked_sub(bytes).ok_or(Told::Stopped(Reached::Output))?;
            tell(Told::Columns(columns.clone()));
            give_rows(&mut statement, &mut nulls, left, tell, range.start, &wrong)?;
        }
        let changed = changes_rows(text, &statement).then(|| self.database.changes());
        Ok(Given { effort: effort(&statement, changed), columns, nulls })
    }

    /// Tells what is to be said of the statement at `range`, which gave `given`.
    fn note(
        &self,
        script: &str,
        range: &Range<usize>,
        given: &Given,
        book: &mut Notes,
        tell: &dyn Fn(Told),
    ) {
        let gave = Gave { columns: &given.columns, nulls: &given.nulls };
        let found = dialect::notes(&script[range.clone()], &gave, &Known(&self.database));
        let mut fresh = Vec::new();
        for found in found {
            if !book.told.contains(&found.rule.name) {
                book.told.push(found.rule.name);
                fresh.push(Noted {
                    rule: found.rule.name.to_owned(),
                    text: found.rule.text(),
                    from: range.start + found.part.start,
                    to: range.start + found.part.end,
                });
            }
        }
        if !fresh.is_empty() {
            tell(Told::Noted(fresh));
        }
    }

    fn halt(&self, error: &rusqlite::Error, text: &str, from: usize) -> Halt {
        let reason = self.refusals.take();
        match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) if self.turn.over().is_some() => {
                return Told::Stopped(Reached::Time);
            }
            Some(ErrorCode::OutOfMemory) => return Told::Stopped(Reached::Memory),
            Some(_) | None => {}
        }
        if let Some(reason) = reason {
            return failed(refused(reason, text), from);
        }
        failed(explain(&self.database, error, text), from)
    }
}

/// Runs each statement of `script` in order, up to the first that fails, and tells each piece. One
/// that is only refused ends nothing.
pub fn walk(
    script: &str,
    tell: &dyn Fn(Told),
    at_us: &dyn Fn() -> u64,
    each: &mut dyn FnMut(Range<usize>, &mut Allowance) -> Done,
) -> End {
    let mut left = Allowance { rows: ROWS_MAX, bytes: RESULT_BYTES_MAX };
    for (index, range) in split::statements(script).into_iter().enumerate() {
        tell(Told::Began { from: range.start, to: range.end });
        if STATEMENTS_MAX <= index {
            tell(limit(range.start, format!("a script has {STATEMENTS_MAX} statements at most")));
            return End::Ran;
        }
        let began = Instant::now();
        match each(range, &mut left) {
            Ok(mut effort) => {
                effort.took_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
                effort.at_us = at_us();
                tell(Told::Ran(effort));
            }
            Err(refused @ Told::Refused(_)) => tell(refused),
            Err(halt) => {
                let stopped = matches!(halt, Told::Stopped(_));
                tell(halt);
                return if stopped { End::Stopped } else { End::Ran };
            }
        }
    }
    End::Ran
}

/// `failing`, whose place counts from byte `from` of the script.
fn failed(mut failing: Failing, from: usize) -> Halt {
    failing.at += from;
    Told::Failed(failing)
}

/// Sends the rows of `statement` in frames.
fn give_rows(
    statement: &mut Statement<'_>,
    nulls: &mut [bool],
    left: &mut Allowance,
    tell: &dyn Fn(Told),
    from: usize,
    wrong: &dyn Fn(&rusqlite::Error) -> Halt,
) -> Result<(), Halt> {
    let count = statement.column_count();
    let mut rows = statement.raw_query();
    let mut frame = Vec::new();
    let mut frame_bytes = 0;
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => break,
            Err(error) => {
                tell(Told::Rows(frame));
                return Err(wrong(&error));
            }
        };
        if left.rows == 0 {
            tell(Told::Rows(frame));
            let message = format!("the script gives more than {ROWS_MAX} rows");
            return Err(limit(from, message));
        }
        left.rows -= 1;
        let cells: Vec<ValueRef<'_>> =
            (0..count).map(|at| row.get_ref(at).unwrap_or(ValueRef::Null)).collect();
        for (null, cell) in nulls.iter_mut().zip(&cells) {
            *null |= matches!(cell, ValueRef::Null);
        }
        let bytes = cells.iter().map(size).sum::<usize>();
        if left.bytes < bytes {
            tell(Told::Rows(frame));
            return Err(Told::Stopped(Reached::Output));
        }
        left.bytes -= bytes;
        frame_bytes += bytes;
        frame.push(cells.into_iter().map(datum).collect());
        if FRAME_BYTES <= frame_bytes {
            tell(Told::Rows(std::mem::take(&mut frame)));
            frame_bytes = 0;
        }
    }
    tell(Told::Rows(frame));
    Ok(())
}

/// Whether the statement only reads. SQLite calls BEGIN and some PRAGMAs read-only too.
fn is_query(text: &str, statement: &Statement<'_>) -> bool {
    let first = split::tokens(text).next();
    let queries = ["select", "values", "with"];
    statement.readonly() && first.is_some_and(|first| queries.iter().any(|word| first.is(word)))
}

/// Whether the statement is an INSERT, UPDATE or DELETE, in whatever form.
fn changes_rows(text: &str, statement: &Statement<'_>) -> bool {
    let Some(first) = split::tokens(text).next() else { return false };
    let is = |word| first.is(word);
    is("insert")
        || is("replace")
        || is("update")
        || is("delete")
        || is("with") && !statement.readonly()
}

fn effort(statement: &Statement<'_>, changed: Option<u64>) -> Effort {
    let count = |status| u32::try_from(statement.get_status(status)).unwrap_or(0);
    Effort {
        changed,
        full_scan_steps: count(StatementStatus::FullscanStep),
        vm_steps: count(StatementStatus::VmStep),
        sorts: count(StatementStatus::Sort),
        auto_indexes: count(StatementStatus::AutoIndex),
        took_us: 0,
        at_us: 0,
    }
}

/// More than the lab allows, at this byte of the script.
pub fn limit(at: usize, message: String) -> Halt {
    Told::Failed(Failing { kind: Kind::Limit, message, hint: None, at, length: 0 })
}

fn size(cell: &ValueRef<'_>) -> usize {
    match cell {
        ValueRef::Null => 1,
        ValueRef::Integer(_) | ValueRef::Real(_) => 8,
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.len() + 1,
    }
}

fn datum(cell: ValueRef<'_>) -> Datum {
    match cell {
        ValueRef::Null => Datum::Null,
        ValueRef::Integer(number) => Datum::Integer(number),
        ValueRef::Real(number) => Datum::Real(number.to_bits()),
        // A text may hold bytes that are no UTF-8: `CAST(x'ff' AS TEXT)`.
        ValueRef::Text(bytes) => Datum::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => Datum::Blob(bytes.to_vec()),
    }
}
