//! The connection behind the record: on the disk while that works, in memory while it does not.

use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::progress::{
    Change, Seconds, Unsaved, attempts, rescue,
    schema::{self, Unfit},
    summary,
};

/// While the record is in memory each change tries the disk again, and waits no longer than this.
const RETRY_BUSY: Duration = Duration::from_millis(250);

/// A change with all that is needed to write it later, twice if need be.
#[derive(Clone, Debug)]
pub struct Entry {
    pub pack: String,
    pub at: Seconds,
    pub token: i64,
    pub change: Change,
}

#[derive(Debug)]
pub struct Store {
    /// Where the record belongs; `None` where nothing says so.
    file: Option<PathBuf>,
    state: State,
    /// What was mended since the start.
    mended: Vec<String>,
}

#[derive(Debug)]
enum State {
    OnDisk {
        connection: Connection,
        /// Device and inode: tells when another program put another file in the place.
        identity: Option<(u64, u64)>,
    },
    InMemory {
        connection: Connection,
        why: String,
        /// What the disk has not got yet, in order.
        pending: Vec<Entry>,
    },
}

impl Store {
    pub fn open(file: Option<PathBuf>) -> Store {
        let Some(path) = &file else {
            return Store { state: in_memory(None, "HOME is not set"), file, mended: Vec::new() };
        };
        match rescue::open(path) {
            Ok((connection, note)) => {
                let identity = identity(path);
                let state = State::OnDisk { connection, identity };
                Store { state, file, mended: note.into_iter().collect() }
            }
            Err(why) => Store { state: in_memory(Some(path), &why), file, mended: Vec::new() },
        }
    }

    pub fn write(&mut self, entry: Entry) -> Result<(), Unsaved> {
        self.follow();
        for _ in 0..2 {
            let State::OnDisk { connection, .. } = &mut self.state else { break };
            match commit(connection, std::slice::from_ref(&entry)) {
                Ok(()) => return Ok(()),
                Err(unfit) => self.retreat(unfit),
            }
        }
        if let State::OnDisk { .. } = self.state {
            self.leave_disk("the file is damaged again and again");
        }
        self.write_later(entry)
    }

    /// Asks; where the disk fails, mends or leaves it and asks again.
    pub fn read<T: Default>(&mut self, ask: impl Fn(&Connection) -> rusqlite::Result<T>) -> T {
        self.follow();
        if let State::OnDisk { connection, .. } = &self.state {
            match ask(connection) {
                Ok(answer) => return answer,
                Err(error) => self.retreat(schema::unfit(&error)),
            }
        }
        ask(self.connection()).unwrap_or_default()
    }

    /// Sets a damaged file aside and opens what takes its place.
    pub fn mend(&mut self) {
        let Some(path) = self.file.clone() else { return };
        // The connection must be closed before its file is moved.
        self.state = in_memory(None, "the file is being mended");
        match rescue::mend(&path) {
            Ok((connection, note)) => {
                self.state = State::OnDisk { connection, identity: identity(&path) };
                self.mended.extend(note);
            }
            Err(why) => self.state = in_memory(Some(&path), &why),
        }
    }

    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.mended.clone();
        if let State::InMemory { why, .. } = &self.state {
            notes.push(format!("Progress is kept in memory only: {why}."));
        }
        notes
    }

    pub fn path(&self) -> Option<PathBuf> {
        match &self.state {
            State::OnDisk { .. } => self.file.clone(),
            State::InMemory { .. } => None,
        }
    }

    fn connection(&self) -> &Connection {
        match &self.state {
            State::OnDisk { connection, .. } | State::InMemory { connection, .. } => connection,
        }
    }

    /// Opens the file anew when another instance or the learner put another in its place.
    fn follow(&mut self) {
        let (State::OnDisk { identity: known, .. }, Some(path)) = (&self.state, &self.file) else {
            return;
        };
        if *known == identity(path) {
            return;
        }
        let mended = std::mem::take(&mut self.mended);
        // SQLite must let go of the old file before it opens another of the same name.
        self.state = in_memory(None, "the file was replaced");
        *self = Store::open(self.file.take());
        self.mended.splice(0..0, mended);
    }

    /// Tries the disk with all that is pending; else keeps the change in memory too.
    fn write_later(&mut self, entry: Entry) -> Result<(), Unsaved> {
        let State::InMemory { connection, why, pending } = &mut self.state else {
            unreachable!("the disk was left before");
        };
        pending.push(entry);
        let reached = self.file.as_ref().and_then(|file| reach_disk(file, pending));
        let (Some((connection, note)), Some(file)) = (reached, &self.file) else {
            // Memory has no disk that could be full; at worst the change is only pending.
            let _ = commit(connection, &pending[pending.len() - 1..]);
            return Err(Unsaved { why: why.clone() });
        };
        self.state = State::OnDisk { connection, identity: identity(file) };
        self.mended.extend(note);
        Ok(())
    }

    /// Mends a damaged file, and leaves the disk where that is not the trouble.
    fn retreat(&mut self, unfit: Unfit) {
        match unfit {
            Unfit::Damaged | Unfit::Absent | Unfit::Blank | Unfit::Old => self.mend(),
            Unfit::Newer => self.leave_disk("a newer Backlab made the file"),
            Unfit::Refused(why) => self.leave_disk(&why),
        }
    }

    fn leave_disk(&mut self, why: &str) {
        self.state = in_memory(self.file.as_deref(), why);
    }
}

impl Drop for Store {
    /// The last try for what the disk has not got.
    fn drop(&mut self) {
        if let (State::InMemory { pending, .. }, Some(path)) = (&self.state, &self.file)
            && !pending.is_empty()
        {
            reach_disk(path, pending);
        }
    }
}

fn in_memory(file: Option<&Path>, why: &str) -> State {
    let connection = schema::in_memory(file).expect("SQLite makes a database in memory");
    State::InMemory { connection, why: why.to_owned(), pending: Vec::new() }
}

/// Opens the file and writes what is pending, all or nothing.
fn reach_disk(path: &Path, pending: &[Entry]) -> Option<(Connection, Option<String>)> {
    let (mut connection, note) = rescue::open_within(path, RETRY_BUSY).ok()?;
    connection.busy_timeout(RETRY_BUSY).ok()?;
    commit(&mut connection, pending).ok()?;
    connection.busy_timeout(schema::BUSY).ok()?;
    Some((connection, note))
}

fn commit(connection: &mut Connection, entries: &[Entry]) -> Result<(), Unfit> {
    let write = |connection: &mut Connection| {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for entry in entries {
            put(&transaction, entry)?;
        }
        transaction.commit()
    };
    write(connection).map_err(|error| schema::unfit_of(connection, &error))
}

fn put(transaction: &Transaction<'_>, entry: &Entry) -> rusqlite::Result<()> {
    let (pack, at) = (entry.pack.as_str(), entry.at);
    let be_at = |kind, id| summary::put_last_place(transaction, pack, at, kind, id);
    match &entry.change {
        Change::Attempt(attempt) => attempts::put(transaction, pack, at, entry.token, attempt),
        Change::Hinted { exercise, hints } => {
            summary::put_exercise(transaction, pack, at, exercise, *hints, false)
        }
        Change::Revealed { exercise } => {
            summary::put_exercise(transaction, pack, at, exercise, 0, true)
        }
        Change::Opened { exercise } => {
            summary::put_exercise(transaction, pack, at, exercise, 0, false)?;
            be_at("exercise", exercise.as_str())
        }
        Change::Turned { lesson, page } => {
            summary::put_lesson(transaction, pack, at, lesson, Some(*page))?;
            be_at("lesson", lesson.as_str())
        }
        Change::Finished { lesson } => {
            summary::put_lesson(transaction, pack, at, lesson, None)?;
            be_at("lesson", lesson.as_str())
        }
        Change::Moved { old, new } => summary::put_moved(transaction, pack, old, new),
    }
}

fn identity(path: &Path) -> Option<(u64, u64)> {
    fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino()))
}
