//! The connection behind the record: on the disk while that works, in memory while it does not.

use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::progress::{
    Attempt, AttemptKind, Change, Seconds, Unsaved,
    activity::{self, Doing, What},
    attempts, cards, notes, rescue,
    schema::{self, Unfit},
    summary,
    transfer::{self, Moved, Refused},
    typed,
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
    /// What was done until now.
    pub before: Option<Doing>,
}

#[derive(Debug)]
pub struct Store {
    /// Where the record belongs; `None` where nothing says so.
    file: Option<PathBuf>,
    state: State,
    /// What was mended since the start.
    mended: Vec<String>,
    /// What was recorded last, and when.
    doing: Option<Doing>,
}

#[derive(Debug)]
enum State {
    OnDisk {
        connection: Connection,
        /// Device and inode: tells when another program put another file in the place.
        identity: Option<(u64, u64)>,
    },
    /// Nothing was kept yet, and no file is made before there is need.
    Untouched,
    /// Nothing of it is meant for the disk, so nothing has to be said of that.
    Transient(Connection),
    InMemory {
        connection: Connection,
        why: String,
        /// What the disk has not got yet, in order.
        pending: Vec<Entry>,
    },
}

impl Store {
    pub fn open(file: Option<PathBuf>) -> Store {
        let (state, note) = match &file {
            None => (in_memory(None, "HOME is not set"), None),
            Some(path) => match rescue::is_untouched(path) {
                Ok(true) => (State::Untouched, None),
                Ok(false) => match rescue::open(path) {
                    Ok((connection, note)) => (on_disk(connection, path), note),
                    Err(why) => (in_memory(Some(path), &why), None),
                },
                Err(why) => (in_memory(None, &why), None),
            },
        };
        Store { state, file, mended: note.into_iter().collect(), doing: None }
    }

    /// In memory, and meant to be.
    pub fn transient() -> Store {
        let state = State::Transient(memory(None));
        Store { state, file: None, mended: Vec::new(), doing: None }
    }

    /// Writes changes in one transaction.
    pub fn write(&mut self, mut entries: Vec<Entry>) -> Result<(), Unsaved> {
        self.follow();
        for entry in &mut entries {
            if let Some(doing) = doing(entry) {
                entry.before = self.doing.replace(doing);
            }
        }
        if let State::Transient(connection) = &mut self.state {
            // Memory has no disk that could be full.
            let _ = commit(connection, &entries);
            return Ok(());
        }
        for _ in 0..2 {
            let State::OnDisk { connection, .. } = &mut self.state else { break };
            match commit(connection, &entries) {
                Ok(()) => return Ok(()),
                Err(unfit) => self.retreat(unfit),
            }
        }
        if let State::OnDisk { .. } = self.state {
            self.leave_disk("the file is damaged again and again");
        }
        self.write_later(entries)
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
        match &self.state {
            State::Untouched => T::default(),
            State::OnDisk { connection, .. }
            | State::InMemory { connection, .. }
            | State::Transient(connection) => ask(connection).unwrap_or_default(),
        }
    }

    /// Sets a damaged file aside and opens what takes its place.
    pub fn mend(&mut self) {
        let Some(path) = self.file.clone() else { return };
        // The connection must be closed before its file is moved.
        self.state = State::Untouched;
        match rescue::mend(&path) {
            Ok((connection, note)) => {
                self.state = on_disk(connection, &path);
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
            State::Untouched | State::InMemory { .. } | State::Transient(_) => None,
        }
    }

    /// Joins an export with what is on the disk.
    pub fn import(&mut self, file: &Path) -> Result<Moved, Refused> {
        self.follow();
        if let State::Untouched = &self.state
            && let Some(path) = self.file.clone()
        {
            // Nothing was kept here yet; a new machine begins with what an old one had.
            let reached = reach_disk(&path, &[], schema::BUSY);
            self.state = match reached {
                Ok((connection, _)) => on_disk(connection, &path),
                Err(why) => in_memory(Some(&path), &why),
            };
        }
        match &mut self.state {
            State::OnDisk { connection, .. } => transfer::import(connection, file),
            State::Untouched => unreachable!("a file is named where nothing was kept yet"),
            State::Transient(_) => Err(Refused {
                what: "Nothing is kept here, so nothing was imported.".to_owned(),
                next: None,
            }),
            State::InMemory { why, .. } => Err(Refused {
                what: format!("Progress is kept in memory only: {why}. Nothing was imported."),
                next: Some("`backlab doctor` says where it belongs.".to_owned()),
            }),
        }
    }

    /// Writes all that is kept into a file.
    pub fn export(&mut self, file: &Path) -> Result<Moved, Refused> {
        self.follow();
        match &self.state {
            State::OnDisk { connection, .. }
            | State::InMemory { connection, .. }
            | State::Transient(connection) => transfer::export(connection, file),
            State::Untouched => transfer::export(&memory(None), file),
        }
    }

    /// Opens the file anew when another instance or the learner put another in its place.
    fn follow(&mut self) {
        let Some(path) = &self.file else { return };
        let known = match &self.state {
            State::OnDisk { identity, .. } => *identity,
            // Nothing was kept yet; another instance may have begun.
            State::Untouched => None,
            State::InMemory { .. } | State::Transient(_) => return,
        };
        if known == identity(path) {
            return;
        }
        let mended = std::mem::take(&mut self.mended);
        let doing = self.doing.take();
        // SQLite must let go of the old file before it opens another of the same name.
        self.state = State::Untouched;
        *self = Store::open(self.file.take());
        self.mended.splice(0..0, mended);
        self.doing = doing;
    }

    /// Tries the disk with all that is pending; else keeps the changes in memory too.
    fn write_later(&mut self, entries: Vec<Entry>) -> Result<(), Unsaved> {
        let mut pending = match &mut self.state {
            State::InMemory { pending, .. } => std::mem::take(pending),
            State::OnDisk { .. } | State::Untouched | State::Transient(_) => Vec::new(),
        };
        let known = pending.len();
        pending.extend(entries);
        // Who was refused before is not waited for again.
        let is_first = matches!(self.state, State::Untouched);
        let busy = if is_first { schema::BUSY } else { RETRY_BUSY };
        let reached = match &self.file {
            Some(file) => reach_disk(file, &pending, busy)
                .map(|(connection, note)| (on_disk(connection, file), note)),
            None => Err("HOME is not set".to_owned()),
        };
        match reached {
            Ok((state, note)) => {
                self.state = state;
                self.mended.extend(note);
                Ok(())
            }
            Err(now) => {
                if is_first {
                    self.state = in_memory(None, &now);
                }
                if let State::InMemory { connection, why, pending: kept } = &mut self.state {
                    // Memory has no disk that could be full; at worst the changes are only pending.
                    let _ = commit(connection, &pending[known..]);
                    why.clone_from(&now);
                    *kept = pending;
                }
                Err(Unsaved { why: now })
            }
        }
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
            let _ = reach_disk(path, pending, RETRY_BUSY);
        }
    }
}

fn on_disk(connection: Connection, path: &Path) -> State {
    State::OnDisk { connection, identity: identity(path) }
}

fn in_memory(file: Option<&Path>, why: &str) -> State {
    State::InMemory { connection: memory(file), why: why.to_owned(), pending: Vec::new() }
}

/// A record in memory: what of `file` can be read, else an empty one.
fn memory(file: Option<&Path>) -> Connection {
    schema::in_memory(file).expect("SQLite makes a database in memory")
}

/// Opens the file and writes what is pending, all or nothing.
fn reach_disk(
    path: &Path,
    pending: &[Entry],
    busy: Duration,
) -> Result<(Connection, Option<String>), String> {
    let (mut connection, note) = rescue::open_within(path, busy)?;
    let wait = |connection: &Connection, time| {
        connection.busy_timeout(time).map_err(|error| error.to_string())
    };
    wait(&connection, busy)?;
    commit(&mut connection, pending).map_err(|unfit| rescue::words(&unfit))?;
    wait(&connection, schema::BUSY)?;
    Ok((connection, note))
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
    if let Some(before) = &entry.before {
        activity::put(transaction, before, at)?;
    }
    let be_at = |kind, id| summary::put_last_place(transaction, pack, at, kind, id);
    match &entry.change {
        Change::Attempt(attempt) => {
            attempts::put(transaction, pack, at, entry.token, attempt)?;
            match attempt.kind {
                AttemptKind::Check => be_at("exercise", attempt.exercise.as_str()),
                AttemptKind::Kept => Ok(()),
            }
        }
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
        Change::Busy { .. } => Ok(()),
        Change::CardMade { card, said } => cards::put_card(transaction, pack, at, card, said),
        Change::CardGone { card } => cards::forget(transaction, pack, card),
        Change::CardPutOff { card, until } => cards::put_off(transaction, pack, card, *until),
        Change::Reviewed { token, card, grade, said } => {
            cards::put_review(transaction, pack, at, *token, card, *grade, said)
        }
        Change::ReviewUndone { token } => cards::undo(transaction, pack, *token),
        Change::Noted { token, lesson, page, text } => {
            notes::put(transaction, pack, at, *token, lesson, *page, text)
        }
        Change::Typed { prompt, text } => typed::put(transaction, at, entry.token, *prompt, text),
        Change::Skipped { module, skipped } => {
            summary::put_skipped(transaction, pack, at, module, *skipped)
        }
        Change::Revised { exercise, rev } => {
            summary::put_revised(transaction, pack, exercise, *rev)
        }
        Change::Moved { old, new } if old == new => Ok(()),
        Change::Moved { old, new } => {
            summary::put_moved(transaction, pack, old, new)?;
            cards::put_moved(transaction, pack, old, new)
        }
    }
}

/// What somebody who records this is at; `None` where that is not known.
fn doing(entry: &Entry) -> Option<Doing> {
    let (what, id) = match &entry.change {
        Change::Attempt(Attempt { kind: AttemptKind::Check, exercise, .. })
        | Change::Hinted { exercise, .. }
        | Change::Revealed { exercise }
        | Change::Opened { exercise } => (What::Exercise, exercise.as_str()),
        Change::Turned { lesson, .. }
        | Change::Finished { lesson }
        | Change::Noted { lesson, .. } => (What::Lesson, lesson.as_str()),
        Change::Reviewed { card, .. } => (What::Review, card.source.as_str()),
        Change::Busy { what, id } => (*what, id.as_str()),
        Change::Attempt(_)
        | Change::CardMade { .. }
        | Change::CardGone { .. }
        | Change::CardPutOff { .. }
        | Change::ReviewUndone { .. }
        | Change::Typed { .. }
        | Change::Skipped { .. }
        | Change::Revised { .. }
        | Change::Moved { .. } => return None,
    };
    Some(Doing { pack: entry.pack.clone(), what, id: id.to_owned(), at: entry.at })
}

fn identity(path: &Path) -> Option<(u64, u64)> {
    fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino()))
}
