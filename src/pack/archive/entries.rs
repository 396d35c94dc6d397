//! The entries of a tar.gz, each judged before anything is made of it. Nothing here writes a file.

use std::{
    collections::BTreeMap,
    io::{self, Read},
    ops::Range,
};

use flate2::bufread::GzDecoder;
use tar::EntryType;

use crate::pack::{
    archive::{
        ARCHIVE_BYTES_MAX, UNPACKED_BYTES_MAX,
        names::{self, Names},
        refused::{Refused, Why},
    },
    files::{ENTRIES_MAX, FILE_BYTES_MAX},
};

/// Bytes of a block of a tar.
const BLOCK_BYTES: usize = 512;
/// Bytes of a tar at most: the files, a header and a part of a block for each, and the end mark as
/// GNU tar pads it.
const TAR_BYTES_MAX: u64 = UNPACKED_BYTES_MAX + (2 * BLOCK_BYTES * (ENTRIES_MAX + 20)) as u64;
/// Bytes of zeros after the last file at most: what GNU tar fills its records up with.
const END_BYTES_MAX: usize = 20 * BLOCK_BYTES;
/// The first bytes of a gzip member without fields (RFC 1952, section 2.3): two that name the
/// format, deflate, no flags.
const GZIP_HEAD: [u8; 4] = [0x1f, 0x8b, 8, 0];

/// A tar with the places of its files.
pub struct Entries {
    pub tar: Vec<u8>,
    /// By name: where the content stands in `tar`.
    pub files: BTreeMap<String, Range<usize>>,
}

/// Reads all entries of an archive.
///
/// # Errors
/// The first thing that no archive of a pack may have.
pub fn read(archive: &[u8]) -> Result<Entries, Refused> {
    let tar = unzip(archive).map_err(Refused::whole)?;
    let files = walk(&tar)?;
    Ok(Entries { tar, files })
}

fn unzip(archive: &[u8]) -> Result<Vec<u8>, Why> {
    if ARCHIVE_BYTES_MAX < archive.len() as u64 {
        return Err(Why::ArchiveTooLarge);
    }
    if !archive.starts_with(&GZIP_HEAD[..3]) {
        return Err(Why::NotGzip);
    }
    if !archive.starts_with(&GZIP_HEAD) {
        return Err(Why::GzipFields);
    }
    let mut decoder = GzDecoder::new(archive);
    let mut tar = Vec::new();
    let unzipped = decoder.by_ref().take(TAR_BYTES_MAX + 1).read_to_end(&mut tar);
    match unzipped {
        // What is cut still counts as a bomb, so that its size is what is said.
        _ if TAR_BYTES_MAX < tar.len() as u64 => Err(Why::TooMuch),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(Why::GzipCut),
        Err(_) => Err(Why::GzipDamaged),
        Ok(_) if !decoder.get_ref().is_empty() => Err(Why::AfterGzip),
        Ok(_) => Ok(tar),
    }
}

/// Goes from header to header. `raw` keeps the crate from following entries that change others, so
/// that they come here and are refused.
fn walk(tar: &[u8]) -> Result<BTreeMap<String, Range<usize>>, Refused> {
    let mut archive = tar::Archive::new(tar);
    let entries = archive.entries().map_err(|_| Refused::whole(Why::TarDamaged))?.raw(true);
    let (mut files, mut known) = (BTreeMap::new(), Names::default());
    let (mut sum, mut end) = (0, 0);
    for (index, entry) in entries.enumerate() {
        let entry = entry.map_err(|_| broken(tar, end))?;
        let path = entry.path_bytes();
        let refused = |why| Refused::at(why, index + 1, &path);
        if ENTRIES_MAX <= index {
            return Err(refused(Why::TooMany));
        }
        plain(entry.header().entry_type()).map_err(refused)?;
        if hides(entry.header()) {
            return Err(refused(Why::NameHides));
        }
        let name = names::judge(&path).map_err(refused)?;
        known.add(name).map_err(refused)?;
        if FILE_BYTES_MAX < entry.size() {
            return Err(refused(Why::FileTooLarge));
        }
        sum += entry.size();
        if UNPACKED_BYTES_MAX < sum {
            return Err(refused(Why::TooMuch));
        }
        let content = place(&entry, tar).ok_or_else(|| refused(Why::TarCut))?;
        end = content.end.next_multiple_of(BLOCK_BYTES);
        files.insert(name.to_owned(), content);
    }
    rest(tar, end)?;
    Ok(files)
}

/// Whether the name goes on behind the zero byte that ends it.
fn hides(header: &tar::Header) -> bool {
    let goes_on = |field: &[u8]| {
        let end = field.iter().position(|byte| *byte == 0).unwrap_or(field.len());
        field[end..].iter().any(|byte| *byte != 0)
    };
    let prefix = header.as_ustar().is_some_and(|ustar| goes_on(&ustar.prefix));
    prefix || goes_on(&header.as_old().name)
}

/// The bytes of an entry; `None` where they are not all there.
fn place(entry: &tar::Entry<'_, &[u8]>, tar: &[u8]) -> Option<Range<usize>> {
    let from = usize::try_from(entry.raw_file_position()).ok()?;
    let to = from.checked_add(usize::try_from(entry.size()).ok()?)?;
    (to.next_multiple_of(BLOCK_BYTES) <= tar.len()).then_some(from..to)
}

/// What is wrong at byte `at`, where no header could be read.
fn broken(tar: &[u8], at: usize) -> Refused {
    Refused::whole(if tar.len() < at + BLOCK_BYTES { Why::TarCut } else { Why::TarDamaged })
}

/// The end mark of a tar is two blocks of zeros, and nothing but zeros follows.
fn rest(tar: &[u8], end: usize) -> Result<(), Refused> {
    let rest = &tar[end.min(tar.len())..];
    if rest.len() < 2 * BLOCK_BYTES {
        return Err(Refused::whole(Why::TarCut));
    }
    if END_BYTES_MAX < rest.len() || rest.iter().any(|byte| *byte != 0) {
        return Err(Refused::whole(Why::AfterTar));
    }
    Ok(())
}

fn plain(kind: EntryType) -> Result<(), Why> {
    Err(match kind {
        EntryType::Regular => return Ok(()),
        EntryType::Symlink => Why::SymbolicLink,
        EntryType::Link => Why::HardLink,
        EntryType::Char => Why::CharacterDevice,
        EntryType::Block => Why::BlockDevice,
        EntryType::Fifo => Why::Fifo,
        EntryType::Directory => Why::Folder,
        EntryType::GNULongName | EntryType::GNULongLink => Why::GnuLongName,
        EntryType::GNUSparse => Why::Sparse,
        EntryType::XHeader | EntryType::XGlobalHeader => Why::Pax,
        other => Why::Kind(other.as_byte()),
    })
}
