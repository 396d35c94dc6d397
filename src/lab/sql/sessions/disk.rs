//! Files in the child's memory as an operating system has them, so that SQLite's write-ahead log
//! and its locks work between connections of one process. A file is gone with the last handle on it.
//! (SQLite, "File Locking And Concurrency", "WAL-mode File Format".)

use std::{collections::BTreeMap, ffi::c_int, ops::Range};

use rusqlite::ffi;

/// Bytes of all files together.
const BYTES_MAX: usize = 48 << 20;
/// Pieces of shared memory of one log; SQLite asks for 32 KB at a time.
pub const PIECES_MAX: usize = 64;
/// Locks of the memory that a log shares.
pub const LOCKS: usize = 8;

#[derive(Default)]
pub struct Disk {
    pub files: BTreeMap<u32, File>,
    opened: u32,
    bytes: usize,
}

#[derive(Default)]
pub struct File {
    /// Empty for a temporary one, which no other handle can find.
    pub name: Vec<u8>,
    handles: usize,
    pub content: Vec<u8>,
    readers: usize,
    /// A handle is about to write, or writes.
    pub has_writer: bool,
    /// No reader may begin.
    is_closing: bool,
    /// The memory that the connections of a log share. `u64`, so that it lies as SQLite needs it.
    pub pieces: Vec<Box<[u64]>>,
    mapped: usize,
    shared: [usize; LOCKS],
    exclusive: [bool; LOCKS],
}

/// What one handle holds of a file.
#[derive(Debug, Default)]
pub struct Grip {
    /// `SQLITE_LOCK_*`.
    pub lock: c_int,
    is_mapped: bool,
    shared: [bool; LOCKS],
    exclusive: [bool; LOCKS],
}

impl Disk {
    pub fn find(&self, name: &[u8]) -> Option<u32> {
        let found = self.files.iter().find(|(_, file)| !name.is_empty() && file.name == name);
        found.map(|(id, _)| *id)
    }

    /// The file of this name with one handle more, made where it is not there yet.
    pub fn open(&mut self, name: &[u8]) -> u32 {
        let id = self.find(name).unwrap_or_else(|| {
            self.opened = self.opened.wrapping_add(1);
            self.opened
        });
        let file = self.files.entry(id).or_default();
        name.clone_into(&mut file.name);
        file.handles += 1;
        id
    }

    pub fn close(&mut self, id: u32) {
        if let Some(file) = self.files.get_mut(&id) {
            file.handles = file.handles.saturating_sub(1);
            if file.handles == 0 {
                self.bytes -= file.content.len();
                self.files.remove(&id);
            }
        }
    }

    /// False where there is no room.
    pub fn write(&mut self, id: u32, at: usize, bytes: &[u8]) -> bool {
        let Some(file) = self.files.get_mut(&id) else { return false };
        let Some(end) = at.checked_add(bytes.len()) else { return false };
        let more = end.saturating_sub(file.content.len());
        if BYTES_MAX - self.bytes < more {
            return false;
        }
        if 0 < more {
            self.bytes += more;
            file.content.resize(end, 0);
        }
        file.content[at..end].copy_from_slice(bytes);
        true
    }

    pub fn truncate(&mut self, id: u32, length: usize) {
        if let Some(file) = self.files.get_mut(&id)
            && length < file.content.len()
        {
            self.bytes -= file.content.len() - length;
            file.content.truncate(length);
        }
    }
}

impl File {
    /// Raises the lock of a handle from `held` to `wanted`, as far as the others let it; what it has
    /// afterwards. (SQLite, "File Locking And Concurrency".)
    pub fn lock(&mut self, held: c_int, wanted: c_int) -> c_int {
        let mut held = held;
        if held < ffi::SQLITE_LOCK_SHARED {
            if self.is_closing {
                return held;
            }
            self.readers += 1;
            held = ffi::SQLITE_LOCK_SHARED;
        }
        if held < ffi::SQLITE_LOCK_RESERVED && held < wanted {
            if self.has_writer {
                return held;
            }
            self.has_writer = true;
            held = ffi::SQLITE_LOCK_RESERVED;
        }
        if held < wanted {
            self.is_closing = true;
            held = ffi::SQLITE_LOCK_PENDING;
            if self.readers == 1 {
                held = ffi::SQLITE_LOCK_EXCLUSIVE;
            }
        }
        held
    }

    pub fn unlock(&mut self, held: c_int, wanted: c_int) {
        if ffi::SQLITE_LOCK_RESERVED <= held && wanted < ffi::SQLITE_LOCK_RESERVED {
            self.has_writer = false;
            self.is_closing = false;
        }
        if ffi::SQLITE_LOCK_SHARED <= held && wanted < ffi::SQLITE_LOCK_SHARED {
            self.readers = self.readers.saturating_sub(1);
        }
    }
}

impl Grip {
    /// Locks of shared memory that this handle gives back.
    pub fn release(&mut self, file: &mut File, slots: Range<usize>) {
        for slot in slots {
            if std::mem::take(&mut self.shared[slot]) {
                file.shared[slot] = file.shared[slot].saturating_sub(1);
            }
            if std::mem::take(&mut self.exclusive[slot]) {
                file.exclusive[slot] = false;
            }
        }
    }

    /// Whether all of them could be had.
    pub fn take(&mut self, file: &mut File, slots: Range<usize>, exclusive: bool) -> bool {
        for slot in slots.clone() {
            let others = file.shared[slot] - usize::from(self.shared[slot]);
            let written = file.exclusive[slot] && !self.exclusive[slot];
            if written || exclusive && 0 < others {
                return false;
            }
        }
        for slot in slots {
            if exclusive {
                (self.exclusive[slot], file.exclusive[slot]) = (true, true);
            } else if !self.shared[slot] {
                self.shared[slot] = true;
                file.shared[slot] += 1;
            }
        }
        true
    }

    /// The handle uses the memory that a log shares.
    pub fn map(&mut self, file: &mut File) {
        if !std::mem::replace(&mut self.is_mapped, true) {
            file.mapped += 1;
        }
    }

    /// It does no more, and holds no lock of it.
    pub fn unmap(&mut self, file: &mut File) {
        self.release(file, 0..LOCKS);
        if std::mem::take(&mut self.is_mapped) {
            file.mapped = file.mapped.saturating_sub(1);
            if file.mapped == 0 {
                file.pieces.clear();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: c_int = ffi::SQLITE_LOCK_NONE;
    const SHARED: c_int = ffi::SQLITE_LOCK_SHARED;
    const RESERVED: c_int = ffi::SQLITE_LOCK_RESERVED;
    const PENDING: c_int = ffi::SQLITE_LOCK_PENDING;
    const EXCLUSIVE: c_int = ffi::SQLITE_LOCK_EXCLUSIVE;

    #[test]
    fn one_writes_and_new_readers_wait_for_it() {
        let mut file = File::default();
        assert_eq!(file.lock(NONE, SHARED), SHARED);
        assert_eq!(file.lock(NONE, SHARED), SHARED);
        assert_eq!(file.lock(SHARED, RESERVED), RESERVED);
        assert_eq!(file.lock(SHARED, RESERVED), SHARED, "another one writes");
        assert_eq!(file.lock(RESERVED, EXCLUSIVE), PENDING, "another one reads");
        assert_eq!(file.lock(NONE, SHARED), NONE);
        file.unlock(SHARED, NONE);
        assert_eq!(file.lock(PENDING, EXCLUSIVE), EXCLUSIVE);
        file.unlock(EXCLUSIVE, NONE);
        assert_eq!(file.lock(NONE, SHARED), SHARED);
    }

    #[test]
    fn locks_of_a_log_are_shared_or_one_handles_own() {
        let (mut file, mut one, mut two) = (File::default(), Grip::default(), Grip::default());
        assert!(one.take(&mut file, 3..4, false) && one.take(&mut file, 3..4, false));
        assert!(two.take(&mut file, 3..4, false));
        assert!(!two.take(&mut file, 3..5, true));
        one.release(&mut file, 0..LOCKS);
        assert!(two.take(&mut file, 3..5, true));
        assert!(!one.take(&mut file, 4..5, false));
        two.unmap(&mut file);
        assert!(one.take(&mut file, 0..LOCKS, true));
    }

    #[test]
    fn a_file_is_gone_with_its_last_handle_and_has_its_limit() {
        let mut disk = Disk::default();
        let file = disk.open(b"/1");
        assert_eq!(disk.open(b"/1"), file);
        assert!(disk.write(file, 2, b"ab"));
        assert!(!disk.write(file, BYTES_MAX, b"c") && !disk.write(file, usize::MAX, b"c"));
        assert_eq!(disk.files[&file].content, b"\0\0ab");
        disk.truncate(file, 1);
        assert!(disk.write(file, 1, &vec![7; BYTES_MAX - 1]));
        assert_ne!(disk.open(b""), disk.open(b""), "temporary files are each one's own");
        disk.close(file);
        assert_eq!(disk.find(b"/1"), Some(file));
        disk.close(file);
        assert_eq!((disk.find(b"/1"), disk.bytes), (None, 0));
    }
}
