//! One exercise's folder on the disk: safe paths, atomic writes, limited reads.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Component, Path, PathBuf},
    time::{Duration, SystemTime},
};

use crate::{
    diag::Trouble,
    workspace::{DEPTH_MAX, FILE_BYTES_MAX, FILES_MAX},
};

/// Files that a killed program left behind while it saved end with this.
const LEFTOVER: &str = ".backlab-save";
/// No save takes so long; older files are leftovers.
const LEFTOVER_AGE: Duration = Duration::from_mins(1);
/// A change of the same size may hide in the same tick of the file system's clock for so long.
const CLOCK_TICK: Duration = Duration::from_secs(2);

/// What tells one state of a file from another without reading it.
#[derive(Clone, Debug)]
pub struct Seen {
    modified: SystemTime,
    bytes: u64,
    inode: u64,
    looked: SystemTime,
}

impl Seen {
    /// Whether `now` is the same state for sure; when not, only reading tells.
    pub fn is_surely(&self, now: &Seen) -> bool {
        let settled = self.looked.duration_since(self.modified).is_ok_and(|age| age > CLOCK_TICK);
        let same = (self.modified, self.bytes, self.inode) == (now.modified, now.bytes, now.inode);
        settled && same
    }
}

/// The files of a folder that may be read, and those that are beyond a limit.
pub struct Listed {
    /// Relative, with `/`.
    pub paths: Vec<String>,
    pub left_out: Vec<String>,
}

/// Why a file could not be read.
#[derive(Debug)]
pub enum Unread {
    Absent,
    TooLarge,
    LeadsOut,
    NoFile,
    Failed(String),
}

impl Unread {
    pub fn trouble(&self, path: &str) -> Trouble {
        match self {
            Unread::Absent => Trouble::new(format!("{path} is not there.")),
            Unread::TooLarge => {
                Trouble::new(format!("{path} is larger than {} MB.", FILE_BYTES_MAX >> 20))
                    .next("Make it smaller, or move it out of the folder.")
            }
            Unread::LeadsOut => {
                Trouble::new(format!("{path} is a link that leads out of its folder."))
                    .next("Put a file in its place.")
            }
            Unread::NoFile => Trouble::new(format!("{path} is no file."))
                .next("Move it away; the exercise then makes the file again."),
            Unread::Failed(why) => Trouble::new(format!("{path} cannot be read: {why}.")),
        }
    }
}

pub fn make_folder(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {}", folder.display(), words(&error)))
}

/// Every regular file of `folder` that is not hidden and not in `node_modules`.
pub fn list(folder: &Path) -> Listed {
    let mut listed = Listed { paths: Vec::new(), left_out: Vec::new() };
    walk(folder, "", 0, &mut listed);
    listed.paths.sort();
    listed
}

/// The content of one file, and what it looked like.
pub fn read_file(folder: &Path, path: &str) -> Result<(Vec<u8>, Seen), Unread> {
    let target = inside(folder, path)?;
    let failed = |error: &io::Error| match error.kind() {
        io::ErrorKind::NotFound => Unread::Absent,
        _ => Unread::Failed(words(error)),
    };
    let metadata = fs::metadata(&target).map_err(|error| failed(&error))?;
    if !metadata.is_file() {
        return Err(Unread::NoFile);
    }
    let file = File::open(&target).map_err(|error| failed(&error))?;
    let mut content = Vec::new();
    let read = file.take(FILE_BYTES_MAX + 1).read_to_end(&mut content);
    read.map_err(|error| failed(&error))?;
    if content.len() as u64 > FILE_BYTES_MAX {
        return Err(Unread::TooLarge);
    }
    Ok((content, seen(&metadata)))
}

pub fn look(folder: &Path, path: &str) -> Result<Seen, Unread> {
    let target = inside(folder, path)?;
    fs::metadata(target).map(|metadata| seen(&metadata)).map_err(|_| Unread::Absent)
}

/// Writes a file that is absent; leaves one that is there as it is.
pub fn create_file(folder: &Path, path: &str, content: &[u8]) -> Result<(), String> {
    // What leads out is said when it is read.
    let Ok(target) = inside(folder, path) else { return Ok(()) };
    if fs::symlink_metadata(&target).is_ok() {
        return Ok(());
    }
    put(&target, content, Some(0o644)).map_err(|error| format!("{path}: {}", words(&error)))
}

/// Writes a file that is not the learner's. One that the learner made writable stays as it is.
pub fn give_file(folder: &Path, path: &str, content: &[u8]) -> Result<(), String> {
    let Ok(target) = inside(folder, path) else { return Ok(()) };
    if let Ok(there) = fs::metadata(&target) {
        let untouched = there.is_file() && there.permissions().mode() & 0o200 == 0;
        let same = read_file(folder, path).is_ok_and(|(there, _)| there == content);
        if !untouched || same {
            return Ok(());
        }
    }
    put(&target, content, Some(0o444)).map_err(|error| format!("{path}: {}", words(&error)))
}

/// Writes beside, then renames over: another program sees the old file or the new, whole.
pub fn write_file(folder: &Path, path: &str, content: &[u8]) -> Result<(), String> {
    let target = inside(folder, path).map_err(|unread| unread.trouble(path).what)?;
    let mode = fs::metadata(&target).ok().map(|metadata| metadata.permissions().mode());
    put(&target, content, mode).map_err(|error| words(&error))
}

pub fn remove_file(folder: &Path, path: &str) -> Result<(), String> {
    let target = inside(folder, path).map_err(|unread| unread.trouble(path).what)?;
    fs::remove_file(target).map_err(|error| words(&error))
}

/// Removes what a killed program left half written.
pub fn remove_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let old = entry.metadata().is_ok_and(|metadata| {
            let age = metadata.modified().ok().and_then(|at| at.elapsed().ok());
            metadata.is_file() && age.is_some_and(|age| age > LEFTOVER_AGE)
        });
        if old && entry.file_name().to_string_lossy().ends_with(LEFTOVER) {
            // What cannot be removed does no harm: hidden files are never read.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// What an error of the system means, in the words of a sentence's end.
fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        io::ErrorKind::PermissionDenied => "writing there is not permitted".to_owned(),
        _ => error.to_string(),
    }
}

/// The place of `path` below `folder`; a link that leads elsewhere is refused, and so is a path
/// that does.
pub fn inside(folder: &Path, path: &str) -> Result<PathBuf, Unread> {
    let relative = Path::new(path);
    let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
    if !plain || path.is_empty() {
        return Err(Unread::LeadsOut);
    }
    let mut at = folder.to_owned();
    for part in relative.components() {
        at.push(part);
        let is_link = fs::symlink_metadata(&at).is_ok_and(|metadata| metadata.is_symlink());
        if is_link {
            let home = fs::canonicalize(folder).map_err(|_| Unread::LeadsOut)?;
            at = fs::canonicalize(&at).map_err(|_| Unread::LeadsOut)?;
            if !at.starts_with(home) {
                return Err(Unread::LeadsOut);
            }
        }
    }
    Ok(at)
}

fn put(target: &Path, content: &[u8], mode: Option<u32>) -> io::Result<()> {
    let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    fs::create_dir_all(parent)?;
    let name = format!(".{}.{}{LEFTOVER}", name.to_string_lossy(), std::process::id());
    let beside = parent.join(name);
    let written = fill(&beside, content, mode).and_then(|()| fs::rename(&beside, target));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
        return written;
    }
    // The new name lasts through a power cut only once its folder is written too.
    File::open(parent)?.sync_all()
}

fn fill(path: &Path, content: &[u8], mode: Option<u32>) -> io::Result<()> {
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(content)?;
    file.set_permissions(fs::Permissions::from_mode(mode.unwrap_or(0o644) & 0o777))?;
    file.sync_all()
}

fn walk(folder: &Path, prefix: &str, depth: usize, listed: &mut Listed) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') || name == "node_modules" {
            continue;
        }
        let path = format!("{prefix}{name}");
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            if depth < DEPTH_MAX && listed.paths.len() < FILES_MAX {
                walk(&entry.path(), &format!("{path}/"), depth + 1, listed);
            } else {
                listed.left_out.push(format!("{path}/"));
            }
        } else if kind.is_file() || kind.is_symlink() {
            let room = listed.paths.len() < FILES_MAX;
            let list = if room { &mut listed.paths } else { &mut listed.left_out };
            list.push(path);
        }
    }
}

fn seen(metadata: &Metadata) -> Seen {
    let now = SystemTime::now();
    Seen {
        modified: metadata.modified().unwrap_or(now),
        bytes: metadata.len(),
        inode: metadata.ino(),
        looked: now,
    }
}
