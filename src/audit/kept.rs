//! What `pack test` proved before: one small file for each lesson and exercise, in the folder of what
//! can be made again. A file that is damaged, old or of other content counts as none.
//!
//! Only what passed is kept. What failed, or could not be judged, is run again.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::SystemTime,
};

use serde::{Deserialize, Serialize};

use crate::{
    audit::{
        Audit, Proved,
        report::{ExerciseProof, Score},
        unit::Unit,
    },
    course::id::{ExerciseId, PackId},
    diag::{Diagnostic, Findings, Place, Severity},
    pack::Pack,
};

/// Of the files below. Another one counts as nothing kept.
const FORMAT: u32 = 1;
/// Bytes of one file at most; what is longer is not kept.
const FILE_BYTES_MAX: u64 = 1 << 20;
/// Packs of which something is kept; the one that was tested longest ago goes first.
const PACKS_MAX: usize = 32;

/// Where proofs are kept.
#[derive(Debug, Default)]
pub struct Kept {
    folder: Option<PathBuf>,
    /// Of this process, whether there is a folder or not.
    held: Mutex<BTreeMap<(String, String), Entry>>,
    /// Nothing of an earlier process counts.
    anew: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Entry {
    format: u32,
    /// Hash of everything that the proof rests on.
    key: String,
    proved: Proved,
    warnings: Vec<Warning>,
    exercise: Option<ExerciseProof>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Warning {
    file: String,
    line: u32,
    column: u32,
    message: String,
    hint: Option<String>,
}

impl Kept {
    /// In this process only.
    pub fn in_memory() -> Kept {
        Kept::default()
    }

    /// Below `cache`, the folder of what can be made again. With `anew` what is there is replaced,
    /// and not believed.
    pub fn in_folder(cache: &Path, anew: bool) -> Kept {
        let folder = cache.join("proofs");
        leave_latest(&folder);
        Kept { folder: Some(folder), held: Mutex::default(), anew }
    }

    /// The last score of an exercise, whatever has changed since.
    pub fn last_score(&self, pack: &PackId, id: &ExerciseId) -> Option<Score> {
        let entry = read(&self.path(pack, &Unit::Exercise(id.clone()))?)?;
        entry.exercise?.score
    }

    pub(super) fn find(&self, pack: &Pack, unit: &Unit, key: &str) -> Option<Audit> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let held = held.get(&name(&pack.course.id, unit)).cloned();
        let kept = || self.path(&pack.course.id, unit).filter(|_| !self.anew).as_deref().map(read);
        let entry = held.or_else(|| kept().flatten())?;
        (entry.key == key).then(|| entry.into_audit())
    }

    /// Nobody is told where nothing can be written: it is run again the next time.
    pub(super) fn keep(&self, pack: &Pack, unit: &Unit, key: &str, audit: &Audit) {
        let unjudged = audit
            .exercises
            .iter()
            .any(|exercise| exercise.score.as_ref().is_some_and(|s| !s.unjudged.is_empty()));
        if key.is_empty() || audit.findings.has_errors() || unjudged {
            return;
        }
        let entry = Entry::of(key, audit);
        if let Some(path) = self.path(&pack.course.id, unit) {
            let _ = write(&path, &entry);
        }
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.insert(name(&pack.course.id, unit), entry);
    }

    /// Takes away what is kept of things that the pack does not list any more.
    pub(super) fn forget_others(&self, pack: &Pack, units: &[Unit]) {
        let Some(folder) = self.folder_of(&pack.course.id) else { return };
        let names: BTreeSet<String> = units.iter().map(file_name).collect();
        for file in fs::read_dir(folder).into_iter().flatten().flatten() {
            if !file.file_name().to_str().is_some_and(|name| names.contains(name)) {
                let _ = fs::remove_file(file.path());
            }
        }
    }

    fn folder_of(&self, pack: &PackId) -> Option<PathBuf> {
        // Its two halves are slugs, so the name is one of a plain folder.
        Some(self.folder.as_ref()?.join(pack.as_str().replace('/', ".")))
    }

    fn path(&self, pack: &PackId, unit: &Unit) -> Option<PathBuf> {
        Some(self.folder_of(pack)?.join(file_name(unit)))
    }
}

fn name(pack: &PackId, unit: &Unit) -> (String, String) {
    (pack.to_string(), file_name(unit))
}

fn file_name(unit: &Unit) -> String {
    format!("{}-{}.json", unit.kind(), unit.id())
}

fn read(path: &Path) -> Option<Entry> {
    let mut text = String::new();
    let file = fs::File::open(path).ok()?;
    file.take(FILE_BYTES_MAX).read_to_string(&mut text).ok()?;
    let entry: Entry = serde_json::from_str(&text).ok()?;
    (entry.format == FORMAT).then_some(entry)
}

/// Whole or not at all: another process may read it at the same time.
fn write(path: &Path, entry: &Entry) -> std::io::Result<()> {
    let text = serde_json::to_string(entry)?;
    let Some(folder) = path.parent().filter(|_| (text.len() as u64) < FILE_BYTES_MAX) else {
        return Ok(());
    };
    fs::create_dir_all(folder)?;
    let half = path.with_extension(format!("{}.half", std::process::id()));
    fs::write(&half, text)?;
    fs::rename(&half, path)
}

/// Takes away the packs that were tested longest ago, where there are many.
fn leave_latest(folder: &Path) {
    let packs = fs::read_dir(folder).into_iter().flatten().flatten();
    let time = |at: &Path| fs::metadata(at).and_then(|about| about.modified()).ok();
    let mut packs: Vec<(Option<SystemTime>, PathBuf)> =
        packs.map(|pack| (time(&pack.path()), pack.path())).collect();
    packs.sort();
    let many = packs.len().saturating_sub(PACKS_MAX);
    for (_, pack) in packs.into_iter().take(many) {
        let _ = fs::remove_dir_all(pack);
    }
}

impl Entry {
    fn of(key: &str, audit: &Audit) -> Entry {
        let warning = |found: &Diagnostic| Warning {
            file: found.place.file.clone(),
            line: found.place.line,
            column: found.place.column,
            message: found.message.clone(),
            hint: found.hint.clone(),
        };
        Entry {
            format: FORMAT,
            key: key.to_owned(),
            proved: audit.proved,
            warnings: audit.findings.iter().map(warning).collect(),
            exercise: audit.exercises.first().cloned(),
        }
    }

    fn into_audit(self) -> Audit {
        let diagnostic = |warning: Warning| Diagnostic {
            severity: Severity::Warning,
            place: Place::new(warning.file, warning.line, warning.column),
            message: warning.message,
            hint: warning.hint,
            instead: None,
        };
        Audit {
            findings: self.warnings.into_iter().map(diagnostic).collect::<Findings>(),
            proved: self.proved,
            exercises: self
                .exercise
                .map(|proof| ExerciseProof { kept: true, ..proof })
                .into_iter()
                .collect(),
            ..Audit::default()
        }
    }
}
