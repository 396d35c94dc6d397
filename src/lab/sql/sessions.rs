//! A database that several sessions use at once, each a connection of its own, for scripts that
//! show what transactions see of each other.
//!
//! The database has a write-ahead log, as on a disk: readers see what was there when they began, one
//! session writes at a time. Nothing waits here: a statement that another session blocks fails at
//! once, and its message says who holds the lock. (SQLite, "Isolation In SQLite".)

mod disk;
pub mod marks;
mod way;

use std::{collections::BTreeMap, ops::Range, sync::Arc, time::Duration};

use rusqlite::{Connection, OpenFlags, TransactionState, backup::Backup};

use self::marks::{FIRST, marks, session_at};
use super::{
    session::{Allowance, Done, End, Notes, Session, limit, walk},
    split,
};
use crate::lab::{
    protocol::sql::{Effort, Failing, Kind, Told},
    turn::Turn,
};

/// Sessions of one database.
const SESSIONS_MAX: usize = 8;
/// Characters of a statement in a message.
const EXCERPT_CHARS_MAX: usize = 32;

pub struct Sessions {
    file: String,
    memory_mb: u32,
    turn: Arc<Turn>,
    open: BTreeMap<String, One>,
    /// Who changed the database last, and by which statement.
    changed: Option<(String, String)>,
}

/// One session.
struct One {
    session: Session,
    /// The statement since which its transaction holds the lock to write.
    writes: Option<String>,
}

impl Sessions {
    /// An empty database; `number` tells it from the others of this process.
    ///
    /// # Errors
    /// When SQLite cannot give one, which is the lab's fault.
    pub fn open(number: u64, memory_mb: u32, turn: &Arc<Turn>) -> Result<Sessions, String> {
        way::register().map_err(|code| format!("SQLite has no way to files: {code}"))?;
        let mut sessions = Sessions::at(number, memory_mb, turn);
        sessions.enter(FIRST)?;
        Ok(sessions)
    }

    /// A copy of what is committed, in sessions of its own.
    pub fn copy(&self, number: u64) -> Result<Sessions, String> {
        let mut copy = Sessions::at(number, self.memory_mb, &self.turn);
        let copied = || {
            let from = connect(&self.file)?;
            let mut to = connect(&copy.file)?;
            let backup = Backup::new(&from, &mut to)?;
            backup.step(-1)?;
            drop(backup);
            Ok(to)
        };
        // It is gone with its last connection, so this one stays open until there is another.
        let to = copied().map_err(|error: rusqlite::Error| error.to_string())?;
        copy.enter(FIRST)?;
        drop(to);
        Ok(copy)
    }

    fn at(number: u64, memory_mb: u32, turn: &Arc<Turn>) -> Sessions {
        Sessions {
            file: format!("/{number}"),
            memory_mb,
            turn: Arc::clone(turn),
            open: BTreeMap::new(),
            changed: None,
        }
    }

    /// Runs the statements of `script` in order, each in the session that its marks name, those
    /// before the first mark in `first`. In a script with marks a statement that is blocked, or that
    /// a rule of the tables refuses, is told and the script goes on, as at a prompt. `noted` with notes.
    ///
    /// # Errors
    /// When SQLite cannot give a connection.
    pub fn run(
        &mut self,
        script: &str,
        (first, noted): (&str, bool),
        tell: &dyn Fn(Told),
        at_us: &dyn Fn() -> u64,
    ) -> Result<End, String> {
        let marks = marks(script);
        for name in [first].into_iter().chain(marks.iter().map(|mark| mark.name)) {
            if self.open.len() < SESSIONS_MAX {
                self.enter(name)?;
            }
        }
        let mut book = Notes::new(noted);
        let mut each = |range: Range<usize>, left: &mut Allowance| {
            let name = session_at(&marks, range.start, first);
            let done = self.statement(name, (script, range), left, tell, &mut book);
            done.map_err(|halt| match halt {
                Told::Failed(failing) if !marks.is_empty() && goes_on(failing.kind) => {
                    Told::Refused(failing)
                }
                halt => halt,
            })
        };
        Ok(walk(script, tell, at_us, &mut each))
    }

    /// Rolls all open transactions back; whether there was one.
    pub fn roll_back(&mut self) -> Result<bool, String> {
        let mut any = false;
        for one in self.open.values_mut() {
            any |= one.session.roll_back()?;
            one.writes = None;
        }
        Ok(any)
    }

    fn enter(&mut self, name: &str) -> Result<(), String> {
        if !self.open.contains_key(name) {
            let connection = connect(&self.file).map_err(|error| error.to_string())?;
            let session = Session::of(connection, self.memory_mb, &self.turn)?;
            self.open.insert(name.to_owned(), One { session, writes: None });
        }
        Ok(())
    }

    fn statement(
        &mut self,
        name: &str,
        (script, range): (&str, Range<usize>),
        left: &mut Allowance,
        tell: &dyn Fn(Told),
        book: &mut Notes,
    ) -> Done {
        let text = &script[range.clone()];
        let Some(one) = self.open.get_mut(name) else {
            let message = format!("a database has {SESSIONS_MAX} sessions at most");
            return Err(limit(range.start, message));
        };
        let done = one.session.statement(script, range, left, tell, book);
        let writes = one.session.transaction() == Some(TransactionState::Write);
        let was_writing = one.writes.take();
        one.writes = writes.then(|| was_writing.clone().unwrap_or_else(|| excerpt(text)));
        match done {
            Ok(effort) => {
                let undone = split::tokens(text).next().is_some_and(|first| first.is("rollback"));
                let by = match was_writing {
                    Some(begun) => (!undone).then_some(begun),
                    None => changes(text, &effort).then(|| excerpt(text)),
                };
                if let Some(by) = by.filter(|_| !writes) {
                    self.changed = Some((name.to_owned(), by));
                }
                Ok(effort)
            }
            Err(Told::Failed(failing)) => Err(Told::Failed(self.explained(name, failing))),
            Err(halt) => Err(halt),
        }
    }

    /// Who holds the lock, or who made what was read out of date.
    fn explained(&self, name: &str, failing: Failing) -> Failing {
        match failing.kind {
            Kind::Locked => {
                let mut others = self.open.iter().filter(|(other, _)| *other != name);
                let holder = others.find_map(|(other, one)| Some((other, one.writes.as_ref()?)));
                let Some((other, since)) = holder else { return failing };
                let message = format!(
                    "{}: session {other} holds the lock to write since `{since}`",
                    failing.message
                );
                let hint = format!(
                    "one session writes at a time; with a busy timeout this statement would wait \
                     until session {other} commits or rolls back"
                );
                Failing { message, hint: Some(hint), ..failing }
            }
            Kind::Stale => {
                let by = self.changed.as_ref().filter(|(other, _)| other != name);
                let by = by.map_or_else(String::new, |(other, by)| {
                    format!(": session {other} changed it since, by `{by}`")
                });
                let message = format!(
                    "{}, and what this transaction has read is out of date{by}",
                    failing.message
                );
                let hint = "waiting does not help: ROLLBACK and begin again; BEGIN IMMEDIATE takes \
                            the lock to write before anything is read";
                Failing { message, hint: Some(hint.to_owned()), ..failing }
            }
            Kind::Syntax
            | Kind::Missing
            | Kind::Meaning
            | Kind::Constraint(_)
            | Kind::Refused
            | Kind::Limit
            | Kind::Other => failing,
        }
    }
}

/// A connection to the file, without walls; it waits for nobody.
fn connect(file: &str) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags_and_vfs(file, flags, way::NAME)?;
    connection.busy_timeout(Duration::ZERO)?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    Ok(connection)
}

/// Whether what is wrong with a statement is a fact that a script may show.
fn goes_on(kind: Kind) -> bool {
    match kind {
        Kind::Locked | Kind::Stale | Kind::Constraint(_) => true,
        Kind::Syntax
        | Kind::Missing
        | Kind::Meaning
        | Kind::Refused
        | Kind::Limit
        | Kind::Other => false,
    }
}

fn changes(text: &str, effort: &Effort) -> bool {
    let first = split::tokens(text).next();
    let makes = ["create", "drop", "alter"];
    effort.changed.is_some() || first.is_some_and(|first| makes.iter().any(|word| first.is(word)))
}

/// The beginning of a statement on one line.
fn excerpt(text: &str) -> String {
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(EXCERPT_CHARS_MAX) {
        line.truncate(end);
        line.push('…');
    }
    line
}
