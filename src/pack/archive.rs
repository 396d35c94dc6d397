//! A pack as one file: `NAME-VERSION.tpack`, a tar.gz that two builds make byte for byte the same, and
//! the way back, in which every entry is judged before a file is written.
//!
//! An archive is read whole, in memory, within the limits below; what comes out is an [`Opened`] pack
//! whose texts can be read and linted; the shelf writes it. A folder goes through the same judgement by
//! [`Opened::of_folder`].

mod digest;
mod entries;
mod names;
mod refused;

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read},
    ops::Range,
    path::Path,
    sync::Arc,
};

use flate2::{Compression, GzBuilder};
use tar::{EntryType, Header};

pub use self::{
    digest::{DIGEST_BYTES, Digest},
    refused::{Refused, Why},
};
use crate::{
    course::Course,
    diag::{Findings, Severity, Trouble},
    pack::{
        MANIFEST, Pack,
        files::{self, Disk, ENTRIES_MAX, Files, Unreadable},
        lint::{Linted, lint},
    },
    text::clean_line,
};

/// The ending of an archive's name.
pub const ENDING: &str = "tpack";
/// Bytes of an archive at most.
pub const ARCHIVE_BYTES_MAX: u64 = 16 << 20;
/// Bytes of all files of a pack at most.
pub const UNPACKED_BYTES_MAX: u64 = 64 << 20;
/// Rights of a file in an archive.
const FILE_MODE: u32 = 0o644;
/// What the gzip header says of the system that wrote it: unknown (RFC 1952, section 2.3.1).
const GZIP_OS_UNKNOWN: u8 = 255;

/// An archive that was made of a folder.
#[derive(Clone, Debug)]
pub struct Built {
    /// `NAME-VERSION.tpack`.
    pub file_name: String,
    pub bytes: Vec<u8>,
    pub sha256: Digest,
    pub course: Arc<Course>,
    /// How many files are in it, and how many bytes they have.
    pub files: usize,
    pub unpacked: u64,
    /// How many warnings the lint had; errors would have stopped it.
    pub warnings: usize,
}

/// Why no archive was made.
#[derive(Debug)]
pub enum Unbuilt {
    /// The folder holds what no pack may hold.
    Refused(Refused),
    /// The lint found errors.
    Lint(Linted),
}

/// Makes the archive of the pack in `folder`: its files by name, no times, no owners, the same rights.
/// The lint and the archive see the same bytes.
///
/// # Errors
/// What must be mended first.
pub fn build(folder: &Path) -> Result<Built, Unbuilt> {
    let opened = Opened::of_folder(folder).map_err(Unbuilt::Refused)?;
    let linted = lint(&opened.pack);
    if linted.count(Severity::Error) > 0 {
        return Err(Unbuilt::Lint(linted));
    }
    let bytes = opened.archive().map_err(Unbuilt::Refused)?;
    Ok(Built {
        file_name: file_name(opened.course()),
        sha256: Digest::of(&bytes),
        bytes,
        course: Arc::clone(&opened.pack.course),
        files: opened.contents.files.len(),
        unpacked: opened.bytes(),
        warnings: linted.count(Severity::Warning),
    })
}

/// `NAME-VERSION.tpack`, as the archive of this version of the pack is called everywhere.
pub fn file_name(course: &Course) -> String {
    format!("{}-{}.{ENDING}", course.id.name(), course.version)
}

fn pack_up(contents: &Contents) -> Result<Vec<u8>, Refused> {
    let gzip = GzBuilder::new().mtime(0).operating_system(GZIP_OS_UNKNOWN);
    let mut tar = tar::Builder::new(gzip.write(Vec::new(), Compression::best()));
    for (index, (path, range)) in contents.files.iter().enumerate() {
        let mut header = Header::new_ustar();
        let named = header.set_path(path);
        named.map_err(|_| Refused::at(Why::PartTooLong, index + 1, path.as_bytes()))?;
        header.set_entry_type(EntryType::Regular);
        header.set_mode(FILE_MODE);
        header.set_uid(0);
        header.set_gid(0);
        header.set_mtime(0);
        header.set_size(range.len() as u64);
        header.set_cksum();
        tar.append(&header, &contents.bytes[range.clone()]).expect("memory takes every byte");
    }
    let gzip = tar.into_inner().expect("memory takes every byte");
    Ok(gzip.finish().expect("memory takes every byte"))
}

/// The bytes of the archive at `path`, no more than it may have.
///
/// # Errors
/// It is missing, no plain file, or too large.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Trouble> {
    let shown = clean_line(&path.to_string_lossy()).into_owned();
    let unread = |error: io::Error| Trouble::new(format!("{shown} cannot be read: {error}."));
    let meta = fs::metadata(path).map_err(unread)?;
    if !meta.is_file() {
        return Err(Trouble::new(format!("{shown} is no file."))
            .next("An archive is a .tpack file that `backlab pack build` made."));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unread)?;
    file.take(ARCHIVE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(unread)?;
    if ARCHIVE_BYTES_MAX < bytes.len() as u64 {
        return Err(Refused::whole(Why::ArchiveTooLarge).into());
    }
    Ok(bytes)
}

/// A pack whose every entry was judged and whose `pack.toml` was read. Nothing of it is on a disk yet.
#[derive(Clone)]
pub struct Opened {
    pack: Pack,
    contents: Arc<Contents>,
}

/// Opens an archive.
///
/// # Errors
/// The first thing for which it is refused.
pub fn open(archive: &[u8]) -> Result<Opened, Refused> {
    let entries::Entries { tar, files } = entries::read(archive)?;
    Opened::of(Contents { bytes: tar, files })
}

impl Opened {
    /// Opens the pack in a folder; what in it belongs to no pack is left out.
    ///
    /// # Errors
    /// The first thing for which it is refused.
    pub fn of_folder(folder: &Path) -> Result<Opened, Refused> {
        let disk = Disk::new(folder);
        let (paths, findings) = disk.list("");
        if findings.has_errors() {
            return Err(Refused::whole(Why::Folders(findings)));
        }
        let (mut bytes, mut files, mut known) =
            (Vec::new(), BTreeMap::new(), names::Names::default());
        for (index, path) in paths.into_iter().enumerate() {
            let refused = |why| Refused::at(why, index + 1, path.as_bytes());
            names::judge(path.as_bytes()).map_err(refused)?;
            known.add(&path).map_err(refused)?;
            if ENTRIES_MAX <= index {
                return Err(refused(Why::TooMany));
            }
            let content = disk.read(&path).map_err(|error| refused(Why::Unread(error)))?;
            let from = bytes.len();
            bytes.extend_from_slice(&content);
            if UNPACKED_BYTES_MAX < bytes.len() as u64 {
                return Err(refused(Why::TooMuch));
            }
            files.insert(path, from..bytes.len());
        }
        Opened::of(Contents { bytes, files })
    }

    fn of(contents: Contents) -> Result<Opened, Refused> {
        if !contents.files.contains_key(MANIFEST) {
            return Err(Refused::whole(Why::NoManifest));
        }
        let contents = Arc::new(contents);
        let files: Arc<dyn Files> = Arc::clone(&contents) as Arc<dyn Files>;
        match Pack::open(files) {
            (Some(pack), _) => Ok(Opened { pack, contents }),
            (None, findings) => Err(Refused::whole(Why::Manifest(findings))),
        }
    }

    /// What `pack.toml` says.
    pub fn course(&self) -> &Course {
        &self.pack.course
    }

    /// The pack, read from memory.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// The archive of these files, the same bytes each time.
    ///
    /// # Errors
    /// It would be too large, or a name is too long for it.
    pub fn archive(&self) -> Result<Vec<u8>, Refused> {
        let bytes = pack_up(&self.contents)?;
        if ARCHIVE_BYTES_MAX < bytes.len() as u64 {
            return Err(Refused::whole(Why::ArchiveTooLarge));
        }
        Ok(bytes)
    }

    /// The files, in memory.
    pub fn files(&self) -> Arc<dyn Files> {
        Arc::clone(&self.contents) as Arc<dyn Files>
    }

    /// Each file with its size in bytes, by name.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = (&str, u64)> {
        self.contents.files.iter().map(|(path, range)| (path.as_str(), range.len() as u64))
    }

    /// Bytes of all files.
    pub fn bytes(&self) -> u64 {
        self.entries().map(|(_, size)| size).sum()
    }
}

/// The files of an opened pack, one behind the other.
struct Contents {
    bytes: Vec<u8>,
    /// By path: where the content stands in `bytes`.
    files: BTreeMap<String, Range<usize>>,
}

impl Files for Contents {
    fn list(&self, folder: &str) -> (Vec<String>, Findings) {
        // Every path was judged when the pack was opened.
        let paths = self.files.keys().filter(|path| files::is_under(path, folder));
        (paths.cloned().collect(), Findings::new())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        if !files::is_pack_path(path) {
            return Err(Unreadable::Name);
        }
        let range = self.files.get(path).ok_or(Unreadable::Absent)?;
        Ok(self.bytes[range.clone()].to_vec())
    }
}
