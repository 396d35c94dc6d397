//! Archives byte by byte, as no library would make them.

use std::{io::Write, path::Path, sync::Arc};

use backlab::pack::{
    archive::{Digest, Opened},
    files::Files,
    shelf::{Parcel, Shelf, Source},
};
use flate2::{Compression, GzBuilder};

/// Bytes of a block.
pub const BLOCK: usize = 512;

/// One header and what follows it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub name: Vec<u8>,
    pub kind: u8,
    pub content: Vec<u8>,
    /// What the header says of the size; else the truth.
    pub size: Option<u64>,
    /// Where a link leads.
    pub link: Vec<u8>,
}

impl Entry {
    pub fn file(name: &str, content: &[u8]) -> Entry {
        Entry {
            name: name.into(),
            kind: b'0',
            content: content.to_vec(),
            size: None,
            link: Vec::new(),
        }
    }

    pub fn of_kind(kind: u8, name: &str, content: &[u8]) -> Entry {
        Entry { kind, ..Entry::file(name, content) }
    }

    pub fn link(kind: u8, name: &str, to: &str) -> Entry {
        Entry { link: to.into(), ..Entry::of_kind(kind, name, b"") }
    }

    pub fn named(name: &[u8]) -> Entry {
        Entry { name: name.to_vec(), ..Entry::file("", b"x") }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut header = [0_u8; BLOCK];
        let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
        // A long name stands in two fields, parted at a slash (POSIX.1, ustar).
        let name = &self.name;
        if name.len() <= 100 {
            put(0, name);
        } else {
            let fits = |at: &usize| *at <= 155 && name.len() - at - 1 <= 100;
            let mut slashes = (0..name.len()).filter(|at| name[*at] == b'/');
            let at = slashes.find(fits).unwrap();
            put(345, &name[..at]);
            put(0, &name[at + 1..]);
        }
        put(100, b"0000777\0");
        put(108, b"0000000\0");
        put(116, b"0000000\0");
        let size = self.size.unwrap_or(self.content.len() as u64);
        put(124, format!("{size:011o}\0").as_bytes());
        put(136, b"00000000000\0");
        put(156, &[self.kind]);
        put(157, &self.link);
        put(257, b"ustar\x0000");
        checksum(&mut header);
        let mut bytes = header.to_vec();
        bytes.extend_from_slice(&self.content);
        bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
        bytes
    }
}

/// Makes a header's checksum right: the sum of its bytes, its own field counted as spaces.
pub fn checksum(header: &mut [u8]) {
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
}

pub fn tar(entries: &[Entry]) -> Vec<u8> {
    let mut bytes: Vec<u8> = entries.iter().flat_map(Entry::bytes).collect();
    bytes.resize(bytes.len() + 2 * BLOCK, 0);
    bytes
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The files of a pack of tests/cases as entries.
pub fn entries_of(folder: &Path) -> Vec<Entry> {
    let opened = Opened::of_folder(folder).unwrap();
    let files = opened.files();
    opened.entries().map(|(path, _)| Entry::file(path, &files.read(path).unwrap())).collect()
}

/// Puts an opened pack onto a shelf below `data`, as an install does; gives what lies there.
pub fn install(opened: &Opened, data: &Path) -> Arc<dyn Files> {
    let shelf = Shelf::of_data(data);
    let parcel = Parcel {
        pack: opened.pack().clone(),
        source: Source::File("x.tpack".into()),
        sha256: Digest::of(b"x").to_string(),
        key: None,
        packed: 0,
        files: opened.entries().len(),
        unpacked: opened.bytes(),
        notes: Vec::new(),
    };
    shelf.install(&parcel, 0, &mut |_, _| {}).unwrap();
    shelf.files(&opened.course().id).unwrap()
}
