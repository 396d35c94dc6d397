//! Packs from elsewhere: look at one, install it, keep it fresh, remove it.
//!
//! Every door leads into one path: fetch, verify, read the whole pack in memory, show what it is,
//! and only when the learner says yes write it to the shelf.

mod changes;
mod door;
mod locked;
mod others;
mod registry;
mod update;

use std::{
    collections::BTreeMap,
    fmt, fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Sender, channel},
    },
};

pub use self::{
    changes::Changes,
    door::Wanted,
    others::{OtherPack, Others},
    update::Found,
};
use crate::{
    course::{Course, id::PackId},
    diag::{Findings, Severity, Trouble},
    exchange::shown::bytes_told,
    lab::{Cancel, Folder, Lab, Limits, Machine, Program},
    pack::{
        Pack, UPDATE,
        files::{Bundled, Files},
        shelf::{Distrust, Installed, Known, News, Parcel, Pin, Record, Shelf, Signature},
        sign::PublicKey,
        written::write_whole,
    },
    progress::{Progress, Seconds},
    text::clean_line,
    tutor::Tutor,
};

/// The pack that was opened last, by its id.
const OPENED: &str = "opened";
/// The id of the course that comes with Backlab.
const BUILT_IN: &str = "backlab/backend";
/// Findings that a message names.
const FINDINGS_SHOWN: usize = 3;

/// The shelf and what belongs around it; needs no open pack.
pub struct Packs {
    /// Or why there is none.
    shelf: Result<Shelf, Trouble>,
    data: Option<PathBuf>,
    machine: Machine,
    now: fn() -> Seconds,
}

/// How far a long piece of work is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub what: &'static str,
    pub done: u64,
    /// 0 where nobody knows.
    pub of: u64,
}

/// A pack that wants in, with all that the learner is shown before a file of it is written.
#[derive(Clone)]
pub struct Offer {
    pub parcel: Parcel,
    /// What an install changes, or what stands against it.
    pub news: Result<News, Distrust>,
    pub signature: Signature,
    /// What is installed now.
    pub was: Option<Installed>,
    /// What it means for what the learner did.
    pub changes: Changes,
}

impl fmt::Debug for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, version) = (self.id(), &self.course().version);
        write!(f, "Offer({id} {version} {}, {:?})", self.parcel.sha256, self.news)
    }
}

impl PartialEq for Offer {
    /// Of the same bytes from the same place, judged in the same way.
    fn eq(&self, other: &Offer) -> bool {
        let of = |offer: &Offer| {
            let parcel = &offer.parcel;
            (parcel.sha256.clone(), parcel.source.clone(), parcel.key.clone(), offer.was.clone())
        };
        of(self) == of(other) && self.news == other.news && self.changes == other.changes
    }
}

/// What the shelf holds, and what is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub record: Record,
    /// The id and the title of the built-in course.
    pub built_in: (PackId, String),
    /// The pack that is open, and its version.
    pub open: (PackId, String),
}

impl Offer {
    pub fn course(&self) -> &Course {
        self.parcel.course()
    }

    pub fn id(&self) -> &PackId {
        &self.parcel.course().id
    }

    /// How much it is: `3 lessons and 4 exercises in 45 files, 12 kB packed, 40 kB on the disk`.
    pub fn holds(&self) -> String {
        let course = self.course();
        let lessons = course.modules.iter().map(|module| module.lessons.len()).sum();
        let exercises = course.modules.iter().map(|module| module.exercises.len()).sum();
        format!(
            "{} and {} in {}, {} packed, {} on the disk",
            counted(lessons, "lesson"),
            counted(exercises, "exercise"),
            counted(self.parcel.files, "file"),
            bytes_told(self.parcel.packed),
            bytes_told(self.parcel.unpacked)
        )
    }
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

impl Packs {
    /// The packs below a data folder; `None` where nothing says where that is.
    pub fn of(data: Option<&Path>, machine: Machine, now: fn() -> Seconds) -> Packs {
        let shelf = data.map(Shelf::of_data).ok_or_else(|| {
            Trouble::new("HOME is not set, so there is no place for packs.")
                .next("Set HOME or XDG_DATA_HOME to a folder that can be written.")
        });
        Packs { shelf, data: data.map(Path::to_owned), machine, now }
    }

    /// No packs at all, and why.
    pub fn none(why: Trouble, machine: Machine, now: fn() -> Seconds) -> Packs {
        Packs { shelf: Err(why), data: None, machine, now }
    }

    /// Fetches a pack, verifies it and reads all of it. Nothing is written.
    ///
    /// # Errors
    /// It cannot be had, is damaged, is no pack, needs a newer Backlab, or may not run here.
    pub fn look(
        &self,
        wanted: &Wanted,
        cancel: &Cancel,
        told: &Sender<Told>,
    ) -> Result<Offer, Trouble> {
        let installed = self.shelf()?;
        self.walls()?;
        self.offer(door::fetch(wanted, installed, cancel, told)?)
    }

    /// Writes what was looked at to the shelf.
    ///
    /// # Errors
    /// It is not trusted, another Backlab changes the packs, or the disk refuses; the old state
    /// stands then.
    pub fn install(&self, offer: &Offer, told: &Sender<Told>) -> Result<News, Trouble> {
        let mut write = |done: usize, of: usize| {
            let (done, of) = (done as u64, of as u64);
            // Who no longer listens does not keep the work from its end.
            let _ = told.send(Told { what: "writing", done, of });
        };
        self.shelf()?.install(&offer.parcel, (self.now)(), &mut write)
    }

    /// What is installed and trusted.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn record(&self) -> Result<Record, Trouble> {
        self.shelf()?.record()
    }

    /// Removes a pack. What the learner did in it, and their files, are kept.
    ///
    /// # Errors
    /// It is not installed, another Backlab changes the packs, or the disk refuses.
    pub fn remove(&self, id: &PackId) -> Result<Installed, Trouble> {
        self.shelf()?.remove(id)
    }

    /// Changes what is trusted of a pack: its key, or that it has none; one step back.
    ///
    /// # Errors
    /// Another Backlab changes the packs, or the disk refuses.
    pub fn trust(&self, id: &PackId, pin: Option<Pin>, downgrade: bool) -> Result<Known, Trouble> {
        self.shelf()?.trust(id, |known| {
            if let Some(pin) = pin {
                known.pin = pin;
            }
            known.downgrade |= downgrade;
        })
    }

    /// Trusts what stands against an offer, as `trust` does; gives what is said of it then.
    ///
    /// # Errors
    /// As `trust`, or it is nothing that trust could change.
    pub fn trust_offer(&self, offer: &Offer) -> Result<Offer, Trouble> {
        let id = offer.id();
        if let Err(distrust) = &offer.news {
            let (pin, downgrade) = match distrust {
                Distrust::OtherKey { now, .. } => (Some(Pin::Key(now.clone())), false),
                Distrust::SignatureGone { .. } => (Some(Pin::Unsigned), false),
                Distrust::Older { .. } => (None, true),
                Distrust::OtherBytes { .. } => return Err(distrust.trouble(id)),
            };
            self.trust(id, pin, downgrade)?;
        }
        let record = self.record()?;
        let news = Shelf::judge(&record, &offer.parcel);
        let signature = Shelf::signature(&record, &offer.parcel);
        Ok(Offer { news, signature, ..offer.clone() })
    }

    /// Reads a minisign public key that the learner typed, with or without the line above it.
    ///
    /// # Errors
    /// It is none.
    pub fn key(typed: &str) -> Result<String, Trouble> {
        let key = PublicKey::of_file(typed).map(|key| key.to_string());
        key.ok_or_else(|| {
            Trouble::new(format!("`{}` is no public key.", clean_line(typed)))
                .next("It has 56 characters, as the file minisign.pub has them.")
        })
    }

    /// The files of an installed pack, or of the built-in course.
    ///
    /// # Errors
    /// It is not installed, or what packs run is not walled off here.
    pub fn files(&self, id: &PackId) -> Result<Arc<dyn Files>, Trouble> {
        if is_built_in(id) {
            return Ok(Arc::new(Bundled));
        }
        let files = self.shelf()?.files(id)?;
        self.walls()?;
        Ok(files)
    }

    /// Whether a pack can be opened.
    ///
    /// # Errors
    /// As `files`, or its `pack.toml` cannot be read.
    pub fn ready(&self, id: &PackId) -> Result<(), Trouble> {
        let (pack, findings) = Pack::open(self.files(id)?);
        pack.map(|_| ()).ok_or_else(|| unusable(&findings))
    }

    /// Remembers which pack is open, for the next start. What cannot be written is forgotten.
    pub fn remember_open(&self, id: &PackId) {
        let Some(data) = &self.data else { return };
        let was = self.opened_last();
        if was.as_ref() == Some(id) || (was.is_none() && is_built_in(id)) {
            return;
        }
        let folder = data.join("packs");
        let _ = fs::create_dir_all(&folder)
            .and_then(|()| write_whole(&folder.join(OPENED), format!("{id}\n").as_bytes()));
    }

    /// The pack that was opened last, if that was said and it is still there.
    pub fn opened_last(&self) -> Option<PackId> {
        let file = self.data.as_ref()?.join("packs").join(OPENED);
        PackId::parse(fs::read_to_string(file).ok()?.trim()).ok()
    }

    fn shelf(&self) -> Result<&Shelf, Trouble> {
        self.shelf.as_ref().map_err(Trouble::clone)
    }

    /// What foreign packs run must be kept in by the kernel.
    fn walls(&self) -> Result<(), Trouble> {
        let program = Program {
            entry: Some("walls.js".to_owned()),
            ..Program::of(Folder::Memory(BTreeMap::from([("walls.js".to_owned(), Vec::new())])))
        };
        let lab = Lab::start(&self.machine, &program, &Limits::default(), &Cancel::new());
        let lab = lab.map_err(|fault| {
            Trouble::new(format!("The lab does not start: {}.", fault.0))
                .next("`backlab doctor` looks at this machine.")
        })?;
        // They are known when it has ended.
        lab.wait();
        allow(lab.walls().seccomp)
    }

    /// What the learner is shown of a parcel.
    fn offer(&self, parcel: Parcel) -> Result<Offer, Trouble> {
        let record = self.record()?;
        let id = parcel.course().id.clone();
        if is_built_in(&id) {
            return Err(Trouble::new(format!("`{id}` is the built-in course."))
                .next("It comes with Backlab, and a pack from elsewhere cannot take its name."));
        }
        let was = record.installed(&id).cloned();
        let changes = self.changes(&parcel, was.as_ref());
        Ok(Offer {
            news: Shelf::judge(&record, &parcel),
            signature: Shelf::signature(&record, &parcel),
            was,
            changes,
            parcel,
        })
    }

    /// What an update means for what the learner did.
    fn changes(&self, parcel: &Parcel, was: Option<&Installed>) -> Changes {
        let id = &parcel.course().id;
        let old = was
            .and_then(|_| self.shelf.as_ref().ok()?.files(id).ok())
            .and_then(|files| Pack::open(files).0);
        match old {
            Some(old) => {
                let summary = Progress::open(self.data.as_deref()).summary(id);
                Changes::between(&old, &parcel.pack, &summary)
            }
            None => Changes::default(),
        }
    }
}

impl Tutor {
    /// The packs that are installed.
    pub fn packs(&self) -> &Packs {
        &self.packs
    }

    /// What is installed, and which pack is open.
    ///
    /// # Errors
    /// The record of the shelf cannot be read.
    pub fn packs_standing(&self) -> Result<Standing, Trouble> {
        let record = self.packs.record()?;
        let course = built_in();
        let built_in = (course.id.clone(), course.title.clone());
        let open = (self.pack.course.id.clone(), self.pack.course.version.clone());
        Ok(Standing { record, built_in, open })
    }

    /// Installs what was looked at; gives a sentence that says what was done.
    ///
    /// # Errors
    /// As `Packs::install`.
    pub fn install_pack(&self, offer: &Offer) -> Result<String, Trouble> {
        let (told, _unheard) = channel();
        let news = self.packs.install(offer, &told)?;
        let (id, version) = (offer.id(), &offer.course().version);
        Ok(match news {
            News::First | News::Again | News::Same => format!("{id} {version} is installed."),
            News::Update { from } | News::Downgrade { from } => {
                format!("{id} went from {from} to {version}; every attempt is kept.")
            }
        })
    }
}

/// The course that comes with Backlab.
fn built_in() -> Arc<Course> {
    let pack = Pack::open(Arc::new(Bundled)).0;
    pack.expect("a test reads the whole built-in course").course
}

/// Whether a pack is the course that comes with Backlab.
pub fn is_built_in(id: &PackId) -> bool {
    id.as_str() == BUILT_IN
}

/// docs/SECURITY.md says why.
fn allow(seccomp: bool) -> Result<(), Trouble> {
    if seccomp {
        return Ok(());
    }
    Err(Trouble::new(
        "On this machine no wall filters system calls, so packs from elsewhere are refused.",
    )
    .next("`backlab doctor` says what is missing; the built-in course works."))
}

/// Why a pack is not taken: that it is for a newer Backlab, else its first mistakes.
fn unusable(findings: &Findings) -> Trouble {
    let errors = || findings.iter().filter(|found| found.severity == Severity::Error);
    if let Some(newer) = errors().find(|found| found.hint.as_deref() == Some(UPDATE)) {
        return Trouble::new(format!("{}: {}.", newer.place, newer.message))
            .next("Update Backlab.");
    }
    let count = errors().count();
    let shown =
        errors().take(FINDINGS_SHOWN).map(|found| format!("{}: {}", found.place, found.message));
    let shown: Vec<_> = shown.collect();
    let more = if FINDINGS_SHOWN < count { ", .." } else { "" };
    let mistakes = if count == 1 { "a mistake" } else { "mistakes" };
    Trouble::new(format!("The pack has {mistakes}: {}{more}.", shown.join("; ")))
        .next("`backlab pack lint FOLDER` shows its author every one.")
}

#[cfg(test)]
mod tests {
    use super::{allow, built_in, is_built_in};

    #[test]
    fn the_built_in_course_is_known_by_its_id() {
        assert!(is_built_in(&built_in().id));
    }

    #[test]
    fn without_a_filter_of_system_calls_packs_from_elsewhere_are_refused() {
        assert_eq!(allow(true), Ok(()));
        let refused = allow(false).unwrap_err();
        assert!(refused.what.contains("no wall filters system calls"), "{refused}");
    }
}
