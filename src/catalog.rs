//! The words of the packs that are here, ready to be looked for: an index in a file of SQLite that
//! is made by a worker and can be made again at any time.
//!
//! Whatever happens to its file, searching works: one that is missing, damaged or of another
//! version is made anew, and where nothing can be written the index is kept in memory. Each entry
//! is keyed by a hash of its content, so that only what changed is read again.

mod derive;
mod find;
mod gather;
mod index;
mod near;
mod postings;
mod query;
mod rank;
mod schema;
mod store;
mod token;

use std::{
    ops::Range,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError, TryLockError},
};

use rusqlite::Connection;

use self::{
    gather::Contents,
    schema::{Kind, Owner},
    store::Writer,
};
pub use self::{
    query::{QUERY_CHARS_MAX, Stand, Words},
    rank::HITS_MAX,
    store::CATALOG_FILE,
};
use crate::{
    course::id::{ExerciseId, LessonId, PackId},
    pack::Pack,
};

/// The index, shared by the threads that make it and ask it.
#[derive(Debug)]
pub struct Catalog {
    /// Where the file belongs; `None` keeps it in memory.
    folder: Option<PathBuf>,
    state: Mutex<State>,
    /// Held by whoever makes it.
    making: Mutex<()>,
}

#[derive(Debug, Default)]
struct State {
    connection: Option<Connection>,
    stage: Stage,
    /// The file turned out to be damaged.
    distrusted: bool,
}

/// How far the index is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Nobody began yet.
    #[default]
    Absent,
    /// Being made: entries done, entries in all.
    Making {
        done: usize,
        of: usize,
    },
    Ready,
    /// It cannot be made; the end of a sentence says why.
    Failed(String),
}

/// What was found in one pack.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Pages of the lesson that is open, in their order.
    pub here: Vec<Hit>,
    pub lessons: Vec<Hit>,
    pub exercises: Vec<Hit>,
    pub terms: Vec<Hit>,
    /// A group is full: there may be more than is named.
    pub more: bool,
    /// Where nothing was found: a query that finds something, and how much.
    pub closest: Option<(String, usize)>,
}

/// One thing that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hit {
    /// Id of the lesson, the exercise or the term.
    pub slug: String,
    /// The number of its entry.
    base: i64,
    /// Its place among all of its kind along the course, when the index was made.
    pub place: usize,
    /// Of the entry; of the page in [`Found::here`].
    pub title: String,
    /// Bytes of the title that match.
    pub marks: Vec<Range<usize>>,
    /// The page with the best match, counted from 0; of a term, the one that explains it.
    pub page: usize,
    /// What a term means; else empty.
    pub means: String,
    /// The lesson that explains a term; else empty.
    pub leads: String,
    /// What was typed is its title, its id or, of a term, another name of it.
    pub is_named: bool,
}

/// What was found in one lesson or one task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inside {
    /// Counted from 0, in their order.
    pub pages: Vec<usize>,
    /// The words that match, as they stand there.
    pub words: Vec<String>,
}

impl Found {
    /// Hits in all groups.
    pub fn count(&self) -> usize {
        [&self.here, &self.lessons, &self.exercises, &self.terms].iter().map(|g| g.len()).sum()
    }
}

impl Catalog {
    /// The catalog whose file is in `folder`. Nothing is read yet.
    pub fn new(folder: Option<&Path>) -> Catalog {
        Catalog {
            folder: folder.map(Path::to_owned),
            state: Mutex::default(),
            making: Mutex::default(),
        }
    }

    /// How far the index is.
    pub fn stage(&self) -> Stage {
        self.state().stage.clone()
    }

    /// Looks for `query` in a pack; pages of the lesson `here` stand apart. Until the index is
    /// ready nothing is found.
    pub fn find(&self, pack: &PackId, query: &str, here: Option<&LessonId>) -> Found {
        let (words, here) = (Words::of(query), here.map(LessonId::as_str));
        self.ask(pack, |connection, pack| find::find(connection, pack, &words, here))
    }

    /// The titles of all lessons, and of all exercises, along the course.
    pub fn titles(&self, pack: &PackId) -> (Vec<Hit>, Vec<Hit>) {
        self.ask(pack, |connection, pack| {
            let lessons = find::titles(connection, pack, Kind::Lesson)?;
            Ok((lessons, find::titles(connection, pack, Kind::Exercise)?))
        })
    }

    /// Looks for `query` in one lesson.
    pub fn inside(&self, pack: &PackId, query: &str, lesson: &LessonId) -> Inside {
        self.inside_entry(pack, query, (Kind::Lesson, lesson.as_str()))
    }

    /// Looks for `query` in one task.
    pub fn inside_exercise(&self, pack: &PackId, query: &str, exercise: &ExerciseId) -> Inside {
        self.inside_entry(pack, query, (Kind::Exercise, exercise.as_str()))
    }

    fn inside_entry(&self, pack: &PackId, query: &str, entry: (Kind, &str)) -> Inside {
        let words = Words::of(query);
        self.ask(pack, |connection, pack| find::inside(connection, pack, entry, &words))
    }

    /// Brings the index up to date with `pack`; for a worker, because it reads every lesson. Until
    /// it is done the index of the last run answers. Does nothing while another thread does it.
    pub fn refresh(&self, pack: &Pack) {
        let _making = match self.making.try_lock() {
            Ok(guard) => guard,
            Err(TryLockError::Poisoned(guard)) => guard.into_inner(),
            Err(TryLockError::WouldBlock) => return,
        };
        let contents = Contents::of(pack);
        let (last, folder) = self.last_run();
        self.begin(last.as_ref(), pack, contents.items().len());
        let mut made = self.make(folder, last.as_ref(), pack, &contents);
        // A damaged file is of no use; then a folder that cannot be written is of none.
        if made.is_err() && last.is_some() {
            made = self.make(folder, None, pack, &contents);
        }
        if made.is_err() && folder.is_some() {
            made = self.make(None, None, pack, &contents);
        }
        let mut state = self.state();
        match made {
            Ok(None) => state.stage = Stage::Ready,
            Ok(connection) => {
                state.connection = connection;
                state.stage = Stage::Ready;
            }
            Err(error) => state.stage = Stage::Failed(error.to_string()),
        }
    }

    /// The catalog of an earlier run, and the folder where the next one is to be kept.
    fn last_run(&self) -> (Option<Connection>, Option<&Path>) {
        let Some(folder) = self.folder.as_deref() else { return (None, None) };
        let distrusted = self.state().distrusted;
        match store::open(folder) {
            Ok((connection, Owner::Ours)) if !distrusted => (Some(connection), Some(folder)),
            // It may still be in use by the one that made it.
            Ok((_, Owner::Newer)) => (None, None),
            Ok((_, Owner::Ours | Owner::Other)) | Err(_) => (None, Some(folder)),
        }
    }

    /// Lets the last run answer where it knows the pack; else says that nobody can yet.
    fn begin(&self, last: Option<&Connection>, pack: &Pack, of: usize) {
        let knows = |last| store::known(last, pack.course.id.as_str()).ok().flatten().is_some();
        let folder = self.folder.as_deref().filter(|_| last.is_some_and(knows));
        let answers = folder.and_then(|folder| store::open(folder).ok());
        let mut state = self.state();
        state.connection = answers.map(|(connection, _)| connection);
        state.stage = match state.connection {
            Some(_) => Stage::Ready,
            None => Stage::Making { done: 0, of },
        };
    }

    /// Reads what changed since `last` and writes it down beside the rest; `None` where nothing
    /// did.
    fn make(
        &self,
        folder: Option<&Path>,
        last: Option<&Connection>,
        pack: &Pack,
        contents: &Contents<'_>,
    ) -> rusqlite::Result<Option<Connection>> {
        let id = pack.course.id.as_str();
        let known = last.map(|last| store::entries(last, id)).transpose()?.unwrap_or_default();
        let (number, mut known) = (known.pack, known.entries);
        let mut writer = None;
        for (done, item) in contents.items().into_iter().enumerate() {
            self.note(done);
            let base = schema::base(number, item.kind(), item.place);
            let hash = item.hash(contents);
            let is_old = |(slug, old): &(String, i64)| Some(*old) == hash && slug == item.slug();
            if known.get(&base).is_some_and(is_old) {
                known.remove(&base);
            } else if let Some((hash, entry)) = hash.zip(item.read(contents)) {
                known.remove(&base);
                begun(&mut writer, folder, last, id)?.put(&item, &entry, hash)?;
            }
        }
        // What is left is gone from the pack, or its author has something to mend in it.
        for base in known.into_keys() {
            begun(&mut writer, folder, last, id)?.remove(base)?;
        }
        if last.is_none() {
            begun(&mut writer, folder, last, id)?;
        }
        writer.map(Writer::finish).transpose()
    }

    /// Says how far the making is, where somebody waits for it.
    fn note(&self, now: usize) {
        if let Stage::Making { done, .. } = &mut self.state().stage {
            *done = now;
        }
    }

    /// Asks the index. A file that turns out to be damaged is not asked again.
    fn ask<T: Default>(
        &self,
        pack: &PackId,
        ask: impl FnOnce(&Connection, i64) -> rusqlite::Result<T>,
    ) -> T {
        let mut state = self.state();
        let Some(connection) = &state.connection else { return T::default() };
        let answer = store::known(connection, pack.as_str()).and_then(|number| match number {
            Some(number) => ask(connection, number),
            None => Ok(T::default()),
        });
        answer.unwrap_or_else(|error| {
            // One that was made anew and fails again would fail for ever.
            state.stage =
                if state.distrusted { Stage::Failed(error.to_string()) } else { Stage::Absent };
            state.connection = None;
            state.distrusted = true;
            T::default()
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The writer, begun when there is something to write.
fn begun<'w>(
    writer: &'w mut Option<Writer>,
    folder: Option<&Path>,
    last: Option<&Connection>,
    pack: &str,
) -> rusqlite::Result<&'w Writer> {
    if writer.is_none() {
        *writer = Some(Writer::begin(folder, last, pack)?);
    }
    Ok(writer.as_ref().expect("it was begun on the line above"))
}
