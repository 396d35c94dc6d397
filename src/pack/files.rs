//! Where the files of a pack come from: a folder, the binary itself, or memory.
//!
//! A pack may only hold names that [`is_pack_path`] lets through, plain files and folders, and no
//! more than the limits below. Whatever else lies in a folder is refused by name or not seen.

use std::{
    collections::BTreeMap,
    fmt,
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use crate::diag::{Findings, Place};

/// The files of a pack, and the folders that hold all others.
const PACK_FILES: [&str; 3] = ["facts.toml", "glossary.toml", "pack.toml"];
const PACK_FOLDERS: [&str; 2] = ["exercises", "lessons"];
/// Bytes of one file at most.
pub const FILE_BYTES_MAX: u64 = 8 << 20;
/// Files under one listed folder at most, and so many folders: an archive counts files alone.
pub const ENTRIES_MAX: usize = 5_000;
/// Names in one path at most.
pub const DEPTH_MAX: usize = 8;
/// Bytes of one path at most.
pub const PATH_BYTES_MAX: usize = 255;

const NOT_PLAIN: &str = "a pack holds plain files and folders only, no links";

/// Read access to the files of one pack, by relative paths with `/`.
pub trait Files: Send + Sync {
    /// The paths of all files under `folder` (`""`: of the whole pack), sorted.
    fn list(&self, folder: &str) -> (Vec<String>, Findings);

    /// The bytes of one file.
    ///
    /// # Errors
    /// Says why the file cannot be had.
    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable>;

    /// Names that lie beside the parts of the pack and belong to none of them, as the author's own
    /// files do; none where nothing else can be there.
    fn beside(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Why a file cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    Absent,
    /// Not a name that a pack may hold.
    Name,
    /// A link, a folder, a device.
    NoFile,
    /// More than [`FILE_BYTES_MAX`].
    TooLarge,
    /// What the system said.
    System(String),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unreadable::Absent => f.write_str("the file is missing"),
            Unreadable::Name => f.write_str("a pack may not hold a file of this name"),
            Unreadable::NoFile => f.write_str("this is not a plain file"),
            Unreadable::TooLarge => {
                write!(f, "the file is larger than {} MB", FILE_BYTES_MAX >> 20)
            }
            Unreadable::System(why) => write!(f, "the file cannot be read: {why}"),
        }
    }
}

impl std::error::Error for Unreadable {}

/// What stands at the top of a pack: its files, and the folders that hold all others.
pub fn parts() -> impl Iterator<Item = &'static str> {
    PACK_FILES.into_iter().chain(PACK_FOLDERS)
}

/// Whether `path` may stand in a pack: one of its five places, names of ASCII letters, digits,
/// `.`, `_` and `-`, none that begins with a dot (but `.env`), within the limits.
pub fn is_pack_path(path: &str) -> bool {
    let top = path.split_once('/').map(|(folder, _)| folder);
    (PACK_FILES.contains(&path) || top.is_some_and(|folder| PACK_FOLDERS.contains(&folder)))
        && path.len() <= PATH_BYTES_MAX
        && path.split('/').count() <= DEPTH_MAX
        && path.split('/').all(is_plain_name)
}

/// Whether `path` may be named inside an exercise: a relative path of plain names.
pub fn is_inner_path(path: &str) -> bool {
    path.len() <= PATH_BYTES_MAX
        && path.split('/').count() < DEPTH_MAX
        && path.split('/').all(is_plain_name)
}

fn is_plain_name(name: &str) -> bool {
    let chars = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let dotted = name.starts_with('.') && name != ".env";
    !name.is_empty() && chars && !dotted && !name.ends_with('.')
}

/// A folder on a disk. Links are refused, wherever they lead.
#[derive(Clone, Debug)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    pub fn new(root: impl Into<PathBuf>) -> Disk {
        Disk { root: root.into() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }
}

impl Files for Disk {
    fn beside(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.root).into_iter().flatten().flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut names: Vec<_> = names
            .filter(|name| !name.starts_with('.') && parts().all(|part| part != name))
            .take(ENTRIES_MAX)
            .collect();
        names.sort();
        names
    }

    fn list(&self, folder: &str) -> (Vec<String>, Findings) {
        let mut walk = Walk {
            root: &self.root,
            paths: Vec::new(),
            folders: 0,
            is_full: false,
            findings: Findings::new(),
        };
        if folder.is_empty() {
            for file in PACK_FILES {
                if self.root.join(file).symlink_metadata().is_ok_and(|meta| meta.is_file()) {
                    walk.paths.push(file.to_owned());
                }
            }
            for folder in PACK_FOLDERS {
                walk.start(folder);
            }
        } else {
            walk.start(folder);
        }
        walk.paths.sort();
        (walk.paths, walk.findings)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        if !is_pack_path(path) {
            return Err(Unreadable::Name);
        }
        let mut whole = self.root.clone();
        let mut size = 0;
        let mut names = path.split('/').peekable();
        while let Some(name) = names.next() {
            whole.push(name);
            let meta = fs::symlink_metadata(&whole).map_err(|error| unreadable(&error))?;
            let wanted = if names.peek().is_some() { meta.is_dir() } else { meta.is_file() };
            if !wanted {
                return Err(Unreadable::NoFile);
            }
            size = meta.len();
        }
        let file = File::open(&whole).map_err(|error| unreadable(&error))?;
        // One more than it should hold, so that the end is seen at once.
        let room = size.min(FILE_BYTES_MAX) + 1;
        let mut bytes = Vec::with_capacity(usize::try_from(room).unwrap_or(0));
        file.take(FILE_BYTES_MAX + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(&error))?;
        within_size(bytes)
    }
}

/// One walk through a folder of a disk.
struct Walk<'a> {
    root: &'a Path,
    paths: Vec<String>,
    folders: usize,
    /// Nothing more is looked at.
    is_full: bool,
    findings: Findings,
}

impl Walk<'_> {
    /// Begins at `folder`, to which no link may lead.
    fn start(&mut self, folder: &str) {
        let mut whole = self.root.to_owned();
        for name in folder.split('/') {
            whole.push(name);
            match fs::symlink_metadata(&whole) {
                Ok(meta) if meta.is_dir() && is_plain_name(name) => {}
                Ok(_) => {
                    self.findings.error(Place::new(folder, 1, 1), NOT_PLAIN);
                    return;
                }
                Err(_) => return,
            }
        }
        self.folder(folder, folder.split('/').count());
    }

    fn folder(&mut self, folder: &str, depth: usize) {
        let entries = match fs::read_dir(self.root.join(folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => {
                let why = format!("the folder cannot be read: {error}");
                self.findings.error(Place::new(folder, 1, 1), why);
                return;
            }
        };
        let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
        names.sort();
        for name in names {
            let name = name.to_string_lossy();
            if name.starts_with('.') && name != ".env" {
                continue;
            }
            self.entry(&format!("{folder}/{name}"), depth + 1);
        }
    }

    fn entry(&mut self, path: &str, depth: usize) {
        if self.is_full {
            return;
        }
        let place = Place::new(path, 1, 1);
        match fs::symlink_metadata(self.root.join(path)) {
            Ok(_) if depth > DEPTH_MAX => {
                self.findings.error(place, format!("a path has at most {DEPTH_MAX} names"));
            }
            Ok(_) if !is_pack_path(path) => {
                self.findings
                    .error(place, "a pack may not hold a file of this name")
                    .hint("names are made of letters a to z, digits, `.`, `_` and `-`");
            }
            Ok(meta) if meta.is_dir() && self.folders < ENTRIES_MAX => {
                self.folders += 1;
                self.folder(path, depth);
            }
            Ok(meta) if meta.is_file() && self.paths.len() < ENTRIES_MAX => {
                self.paths.push(path.to_owned());
            }
            Ok(meta) if meta.is_dir() || meta.is_file() => {
                self.is_full = true;
                let what = if meta.is_dir() { "folders" } else { "files" };
                let why = format!("the pack holds more than {ENTRIES_MAX} {what}");
                self.findings.error(place, why);
            }
            Ok(_) => {
                self.findings.error(place, NOT_PLAIN);
            }
            Err(error) => {
                self.findings.error(place, format!("the file cannot be read: {error}"));
            }
        }
    }
}

/// Files that are made as they are needed: tests, archives in the air.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    pub fn new() -> Memory {
        Memory::default()
    }

    pub fn insert(&mut self, path: impl Into<String>, content: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), content.into());
    }
}

impl<P: Into<String>, C: Into<Vec<u8>>> FromIterator<(P, C)> for Memory {
    fn from_iter<T: IntoIterator<Item = (P, C)>>(files: T) -> Memory {
        let mut memory = Memory::new();
        for (path, content) in files {
            memory.insert(path, content);
        }
        memory
    }
}

impl Files for Memory {
    fn list(&self, folder: &str) -> (Vec<String>, Findings) {
        plain_paths(self.files.keys().map(String::as_str).filter(|path| is_under(path, folder)))
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        if !is_pack_path(path) {
            return Err(Unreadable::Name);
        }
        within_size(self.files.get(path).ok_or(Unreadable::Absent)?.clone())
    }
}

/// The course that was put into the binary when it was built (build.rs).
#[derive(Clone, Copy, Debug, Default)]
pub struct Bundled;

/// Paths and contents, sorted by path.
const COURSE: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/course.rs"));

impl Files for Bundled {
    fn list(&self, folder: &str) -> (Vec<String>, Findings) {
        let paths = COURSE.iter().map(|(path, _)| *path).filter(|path| is_under(path, folder));
        plain_paths(paths)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        if !is_pack_path(path) {
            return Err(Unreadable::Name);
        }
        match COURSE.binary_search_by_key(&path, |(path, _)| path) {
            Ok(at) => within_size(COURSE[at].1.to_vec()),
            Err(_) => Err(Unreadable::Absent),
        }
    }
}

/// Those of `paths` that may stand in a pack, and what to say about the others.
fn plain_paths<'a>(all: impl Iterator<Item = &'a str>) -> (Vec<String>, Findings) {
    let mut findings = Findings::new();
    let mut paths = Vec::new();
    for path in all {
        if paths.len() == ENTRIES_MAX {
            let why = format!("the pack holds more than {ENTRIES_MAX} files");
            findings.error(Place::new(path, 1, 1), why);
            break;
        }
        if is_pack_path(path) {
            paths.push(path.to_owned());
        } else {
            findings.error(Place::new(path, 1, 1), Unreadable::Name.to_string());
        }
    }
    (paths, findings)
}

/// Whether `path` lies in `folder`, at any depth; everything lies in `""`.
pub(super) fn is_under(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

fn within_size(bytes: Vec<u8>) -> Result<Vec<u8>, Unreadable> {
    if u64::try_from(bytes.len()).is_ok_and(|len| len <= FILE_BYTES_MAX) {
        Ok(bytes)
    } else {
        Err(Unreadable::TooLarge)
    }
}

fn unreadable(error: &io::Error) -> Unreadable {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Unreadable::Absent,
        _ => Unreadable::System(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_in_the_five_places_belong_to_a_pack() {
        for good in ["pack.toml", "lessons/m03/a.md", "exercises/m03/x/starter/.env"] {
            assert!(is_pack_path(good), "{good}");
        }
        for bad in [
            "",
            "Cargo.toml",
            "lessons",
            "lessons/../pack.toml",
            "lessons//a.md",
            "/lessons/a.md",
            "lessons/.git/config",
            "lessons/a b.md",
            "lessons/a\u{202e}.md",
            "lessons/CON.",
            "exercises/1/2/3/4/5/6/7/8",
        ] {
            assert!(!is_pack_path(bad), "{bad}");
        }
    }

    #[test]
    fn a_disk_lists_plain_files_and_refuses_links() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("lessons/m01/.hidden")).unwrap();
        fs::write(root.path().join("pack.toml"), "format = 1").unwrap();
        fs::write(root.path().join("secret"), "no part of the pack").unwrap();
        fs::write(root.path().join("lessons/m01/a.md"), "# A").unwrap();
        std::os::unix::fs::symlink("../../secret", root.path().join("lessons/m01/b.md")).unwrap();
        std::os::unix::fs::symlink("lessons", root.path().join("exercises")).unwrap();
        let disk = Disk::new(root.path());
        let (paths, findings) = disk.list("");
        assert_eq!(paths, ["lessons/m01/a.md", "pack.toml"]);
        assert_eq!(findings.iter().count(), 2, "{findings:?}");
        assert_eq!(disk.read("lessons/m01/b.md"), Err(Unreadable::NoFile));
        assert_eq!(disk.read("exercises/m01/a.md"), Err(Unreadable::NoFile));
        assert!(disk.list("exercises/m01").0.is_empty());
        assert_eq!(disk.read("lessons/m01/c.md"), Err(Unreadable::Absent));
        assert_eq!(disk.read("secret"), Err(Unreadable::Name));
        assert_eq!(disk.read("pack.toml").unwrap(), b"format = 1");
    }

    #[test]
    fn the_bundled_course_is_the_one_of_the_repository() {
        let disk = Disk::new(env!("CARGO_MANIFEST_DIR"));
        let (paths, findings) = Bundled.list("");
        assert_eq!((&paths, findings.is_empty()), (&disk.list("").0, true));
        for path in paths {
            assert_eq!(Bundled.read(&path), disk.read(&path), "{path}");
        }
        assert_eq!(Bundled.read("lessons/absent.md"), Err(Unreadable::Absent));
    }

    #[test]
    fn memory_holds_the_same_limits() {
        let mut memory: Memory = [("lessons/a.md", "# A"), ("../x", "no")].into_iter().collect();
        memory.insert("exercises/big", vec![0; (8 << 20) + 1]);
        let (paths, findings) = memory.list("lessons");
        assert_eq!((paths, findings.is_empty()), (vec!["lessons/a.md".to_owned()], true));
        assert_eq!(memory.list("").1.iter().count(), 1);
        assert_eq!(memory.read("exercises/big"), Err(Unreadable::TooLarge));
        assert_eq!(memory.read("lessons"), Err(Unreadable::Name));
    }
}
