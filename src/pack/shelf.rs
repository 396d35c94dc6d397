//! The shelf: the packs that are installed below the data folder, and whom the learner trusts.
//!
//! Each version lies in a folder of its own, `OWNER/NAME/VERSION-SHA/`, written beside its place
//! and renamed into it. `shelf.json` says which of them count; replacing it is the one moment in
//! which a change happens. Whatever it does not name is left over from work that was interrupted,
//! or from a version that was replaced, and the next change sweeps it away. Who reads a version
//! holds a lock on its folder, and what is locked is not swept.

mod hands;
pub mod locked;
mod record;
mod seen;
mod trust;

use std::{
    collections::BTreeSet,
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    sync::Arc,
};

use self::{
    hands::Hands,
    record::{folder_name, is_folder_name},
    trust::Claim,
};
pub use self::{
    hands::Watch,
    record::{Installed, Known, Pin, Record, Source},
    trust::{Distrust, News, Signature, is_older},
};
use crate::{
    course::{Course, id::PackId},
    diag::{Findings, Trouble},
    pack::{
        Pack,
        files::{Disk, Files, Unreadable},
    },
};

/// Says what is installed.
const RECORD: &str = "shelf.json";
/// Becomes `shelf.json`.
const SPARE: &str = ".shelf.json.new";
/// Held by who changes anything.
const LOCK: &str = ".lock";
/// Becomes the folder of a version.
const STAGED: &str = ".new";
/// Characters of a version at most; it becomes part of a folder's name.
const VERSION_CHARS_MAX: usize = 64;
/// So often a reader looks again when a version goes away under its eyes.
const LOOKS_MAX: usize = 5;

/// A pack as it came through a door: verified, read whole, and nothing of it on the disk.
#[derive(Clone)]
pub struct Parcel {
    /// Over files in memory.
    pub pack: Pack,
    pub source: Source,
    /// Of the archive, 64 hex digits.
    pub sha256: String,
    /// Who signed it: a minisign public key in base64, whose signature was verified.
    pub key: Option<String>,
    /// Bytes of the archive.
    pub packed: u64,
    /// How many files it holds, and their bytes.
    pub files: usize,
    pub unpacked: u64,
    /// What its door says of it besides, safe to show: it was withdrawn. A sentence each.
    pub notes: Vec<String>,
}

impl Parcel {
    pub fn course(&self) -> &Course {
        &self.pack.course
    }

    fn claim(&self) -> Claim<'_> {
        Claim {
            version: &self.course().version,
            sha256: &self.sha256,
            key: self.key.as_deref(),
            source: &self.source,
        }
    }

    fn installed(&self, folder: String, at: i64) -> Installed {
        let course = self.course();
        Installed {
            version: course.version.clone(),
            folder,
            sha256: self.sha256.clone(),
            source: self.source.clone(),
            key: self.key.clone(),
            title: course.title.clone(),
            licence: course.licence.clone(),
            needs: course.needs.iter().map(|need| need.name().to_owned()).collect(),
            lessons: course.modules.iter().map(|module| module.lessons.len()).sum(),
            exercises: course.modules.iter().map(|module| module.exercises.len()).sum(),
            files: self.files,
            packed: self.packed,
            unpacked: self.unpacked,
            at,
        }
    }
}

/// The packs below one folder.
pub struct Shelf {
    root: PathBuf,
    hands: Hands,
}

impl Shelf {
    /// The shelf of a data folder; nothing is read or made yet.
    pub fn of_data(data: &Path) -> Shelf {
        Shelf { root: data.join("packs"), hands: Hands::default() }
    }

    /// As `of_data`; `watch` is told each step on the disk before it is done.
    pub fn watched(data: &Path, watch: Watch) -> Shelf {
        Shelf { root: data.join("packs"), hands: Hands::watched(watch) }
    }

    /// What is installed and trusted now.
    ///
    /// # Errors
    /// `shelf.json` cannot be read.
    pub fn record(&self) -> Result<Record, Trouble> {
        Record::read(&self.root.join(RECORD))
    }

    /// The files of an installed pack. While they are held, no change sweeps them away.
    ///
    /// # Errors
    /// The pack is not installed, or its folder is gone.
    pub fn files(&self, id: &PackId) -> Result<Arc<dyn Files>, Trouble> {
        let mut missing = PathBuf::new();
        for _ in 0..LOOKS_MAX {
            let record = self.record()?;
            let Some(installed) = record.installed(id) else {
                return Err(Trouble::new(format!("The pack `{id}` is not installed."))
                    .next("`backlab pack list` names those that are."));
            };
            let folder = self.folder_of(id).join(&installed.folder);
            if let Ok(held) = File::open(&folder).map(Held) {
                // Where a file system has no locks, an update may end what is read here.
                let swept = matches!(held.0.try_lock_shared(), Err(TryLockError::WouldBlock));
                if !swept && folder.is_dir() {
                    return Ok(Arc::new(OnShelf { disk: Disk::new(folder), _held: held }));
                }
            }
            // Another Backlab may just have replaced it; the record says by what.
            missing = folder;
        }
        Err(Trouble::new(format!("{} is gone.", missing.display())).next(format!(
            "`backlab pack remove {id}` forgets it, and `backlab pack add` installs it again; your \
             progress is kept."
        )))
    }

    /// What an install of `parcel` would change.
    ///
    /// # Errors
    /// Something stands against it, by what `record` says.
    pub fn judge(record: &Record, parcel: &Parcel) -> Result<News, Distrust> {
        trust::judge(record.known(&parcel.course().id), &parcel.claim())
    }

    /// What is known of the key of `parcel`.
    pub fn signature(record: &Record, parcel: &Parcel) -> Signature {
        trust::signature(record.known(&parcel.course().id), parcel.key.as_deref())
    }

    /// Installs a pack, or another version of one, and tells how many files are written of how
    /// many. The learner has seen what it is.
    ///
    /// # Errors
    /// It is not trusted, another Backlab changes the shelf, or the disk refuses. The old state
    /// stands then.
    pub fn install(
        &self,
        parcel: &Parcel,
        at: i64,
        told: &mut dyn FnMut(usize, usize),
    ) -> Result<News, Trouble> {
        let id = &parcel.course().id;
        let version = &parcel.course().version;
        if version.len() > VERSION_CHARS_MAX {
            let what = format!("A version has at most {VERSION_CHARS_MAX} characters.");
            return Err(Trouble::new(what).next("Ask the author of the pack for another."));
        }
        let _lock = self.lock()?;
        let mut record = self.record()?;
        let news = Shelf::judge(&record, parcel).map_err(|distrust| distrust.trouble(id))?;
        self.sweep(&record);
        let folder = match (&news, record.installed(id)) {
            (News::Same, Some(there)) if self.folder_of(id).join(&there.folder).is_dir() => {
                there.folder.clone()
            }
            _ => self.put(parcel, told)?,
        };
        let entry = record.entry(id);
        entry.pin = match &parcel.key {
            Some(key) => Pin::Key(key.clone()),
            None => Pin::Unsigned,
        };
        let is_newest = entry.newest.as_ref().is_none_or(|newest| !is_older(version, newest));
        if is_newest || entry.downgrade {
            entry.newest = Some(version.clone());
        }
        entry.downgrade = false;
        entry.installed = Some(parcel.installed(folder, at));
        self.commit(&record)?;
        self.sweep(&record);
        Ok(news)
    }

    /// Removes a pack; whom the learner trusts stays known. Gives what was there.
    ///
    /// # Errors
    /// It is not installed, another Backlab changes the shelf, or the disk refuses.
    pub fn remove(&self, id: &PackId) -> Result<Installed, Trouble> {
        let _lock = self.lock()?;
        let mut record = self.record()?;
        let removed = match record.installed(id) {
            Some(_) => record.entry(id).installed.take(),
            None => None,
        };
        let Some(removed) = removed else {
            return Err(Trouble::new(format!("The pack `{id}` is not installed."))
                .next("`backlab pack list` names those that are."));
        };
        self.commit(&record)?;
        self.sweep(&record);
        Ok(removed)
    }

    /// Changes what is trusted of a pack, also of one that is not installed yet.
    ///
    /// # Errors
    /// Another Backlab changes the shelf, or the disk refuses.
    pub fn trust(&self, id: &PackId, change: impl FnOnce(&mut Known)) -> Result<Known, Trouble> {
        let _lock = self.lock()?;
        let mut record = self.record()?;
        change(record.entry(id));
        self.commit(&record)?;
        Ok(record.entry(id).clone())
    }

    /// Writes the files of a pack beside their place and renames them into it; gives the name of
    /// the folder. Nothing counts yet.
    fn put(&self, parcel: &Parcel, told: &mut dyn FnMut(usize, usize)) -> Result<String, Trouble> {
        let id = &parcel.course().id;
        let home = self.folder_of(id);
        let owner = self.root.join(id.owner());
        for (folder, parent) in [(&owner, &self.root), (&home, &owner)] {
            if !folder.is_dir() {
                self.hands.make_folder(folder)?;
                self.hands.sync(parent)?;
            }
        }
        let staged = home.join(STAGED);
        let written = self.write(&*parcel.pack.files, &staged, told);
        if let Err(trouble) = written {
            // The next change sweeps what cannot be removed now.
            let _ = fs::remove_dir_all(&staged);
            return Err(trouble);
        }
        // A version that is still read, and no longer counts, may have the name.
        let names = (0..).map(|nth| folder_name(&parcel.course().version, &parcel.sha256, nth));
        let name = names.into_iter().find(|name| fs::symlink_metadata(home.join(name)).is_err());
        let name = name.expect("a folder does not hold all numbers");
        self.hands.rename(&staged, &home.join(&name))?;
        Ok(name)
    }

    fn write(
        &self,
        files: &dyn Files,
        to: &Path,
        told: &mut dyn FnMut(usize, usize),
    ) -> Result<(), Trouble> {
        self.hands.make_folder(to)?;
        let (paths, findings) = files.list("");
        if let Some(found) = findings.iter().next() {
            return Err(Trouble::new(format!("{}: {}.", found.place.file, found.message)));
        }
        // In order, a folder stands before what is in it.
        let mut folders = BTreeSet::from([to.to_owned()]);
        let mut written = Vec::new();
        for (nth, path) in paths.iter().enumerate() {
            told(nth, paths.len());
            let mut folder = to.to_owned();
            let mut names = path.split('/').peekable();
            while let Some(name) = names.next() {
                folder.push(name);
                if names.peek().is_some() && folders.insert(folder.clone()) {
                    self.hands.make_folder(&folder)?;
                }
            }
            let bytes = files.read(path).map_err(|why| Trouble::new(format!("{path}: {why}.")))?;
            self.hands.write_new(&folder, &bytes)?;
            written.push(folder);
        }
        self.hands.wait_for(&written)?;
        told(paths.len(), paths.len());
        folders.iter().rev().try_for_each(|folder| self.hands.sync(folder))
    }

    /// The moment in which a change happens.
    fn commit(&self, record: &Record) -> Result<(), Trouble> {
        self.hands.replace(&self.root.join(RECORD), &self.root.join(SPARE), &record.to_bytes())
    }

    /// Removes what `record` does not name and nobody reads. What cannot be removed stays for the
    /// next time.
    fn sweep(&self, record: &Record) {
        for owner in folders_in(&self.root) {
            for home in folders_in(&owner) {
                let id = name_of(&owner).zip(name_of(&home));
                let id =
                    id.and_then(|(owner, name)| PackId::parse(&format!("{owner}/{name}")).ok());
                let Some(id) = id else { continue };
                let counts = record.installed(&id).map(|installed| installed.folder.as_str());
                for version in folders_in(&home) {
                    let name = name_of(&version).unwrap_or_default();
                    let is_ours = name == STAGED || is_folder_name(name);
                    if !is_ours || Some(name) == counts {
                        continue;
                    }
                    // Held while it is removed, so that nobody begins to read it.
                    if let Ok(held) = File::open(&version).map(Held)
                        && !matches!(held.0.try_lock(), Err(TryLockError::WouldBlock))
                    {
                        let _ = self.hands.remove(&version);
                    }
                }
                // Goes only where nothing is left in it.
                let _ = fs::remove_dir(&home);
            }
            let _ = fs::remove_dir(&owner);
        }
    }

    /// Keeps every other Backlab from changing the shelf until the file is dropped.
    fn lock(&self) -> Result<Held, Trouble> {
        let refused = |error: &std::io::Error| {
            Trouble::new(format!("{} cannot be written: {error}.", self.root.display()))
                .next("Packs are kept there. Nothing was changed.")
        };
        fs::create_dir_all(&self.root).map_err(|error| refused(&error))?;
        let options = File::options().create(true).truncate(false).write(true).to_owned();
        let file = options.open(self.root.join(LOCK)).map_err(|error| refused(&error))?;
        match file.try_lock() {
            Ok(()) => Ok(Held(file)),
            Err(TryLockError::WouldBlock) => {
                Err(Trouble::new("Another Backlab is changing the packs right now.")
                    .next("Try again when it is done."))
            }
            Err(TryLockError::Error(error)) => Err(refused(&error)),
        }
    }

    fn folder_of(&self, id: &PackId) -> PathBuf {
        self.root.join(id.owner()).join(id.name())
    }
}

/// A file with a lock on it, which ends with this. Closing it alone would leave the lock to a child that
/// another thread has just forked, until that becomes another program (flock(2)).
struct Held(File);

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

/// The files of an installed version. The lock says that somebody reads them.
struct OnShelf {
    disk: Disk,
    _held: Held,
}

impl Files for OnShelf {
    fn list(&self, folder: &str) -> (Vec<String>, Findings) {
        self.disk.list(folder)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        self.disk.read(path)
    }
}

/// The folders in a folder, links left out.
fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    folders.map(|entry| entry.path()).collect()
}

fn name_of(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}
