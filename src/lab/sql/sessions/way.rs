//! The way from SQLite to the files in memory: what it asks of an operating system, answered by a
//! `Disk`. (SQLite, "The OS Backend (VFS)".)

use std::{
    ffi::{CStr, c_char, c_int, c_void},
    ptr,
    sync::{Mutex, MutexGuard, PoisonError, atomic},
};

use rusqlite::ffi;

use super::disk::{Disk, Grip, LOCKS, PIECES_MAX};

/// The name of this way to files.
pub const NAME: &CStr = c"backlab-sessions";
/// Bytes of a name.
const NAME_BYTES_MAX: c_int = 64;

/// SQLite's own way for the clock and the like, with all that is about files replaced.
#[repr(C)]
struct Way {
    /// First, so that SQLite's pointer is a pointer to the whole.
    changed: ffi::sqlite3_vfs,
    disk: Mutex<Disk>,
}

/// One open file, in memory that SQLite owns.
#[repr(C)]
struct Handle {
    base: ffi::sqlite3_file,
    way: *const Way,
    file: u32,
    grip: Grip,
}

/// Makes the way known to SQLite; a second call changes nothing.
///
/// # Errors
/// SQLite's code, where it has no way to anything.
pub fn register() -> Result<(), c_int> {
    #[expect(unsafe_code, reason = "what is registered lives as long as the process")]
    unsafe {
        if !ffi::sqlite3_vfs_find(NAME.as_ptr()).is_null() {
            return Ok(());
        }
        let Some(original) = ffi::sqlite3_vfs_find(ptr::null()).as_ref() else {
            return Err(ffi::SQLITE_CANTOPEN);
        };
        let mut changed = *original;
        changed.iVersion = changed.iVersion.min(2);
        changed.szOsFile = c_int::try_from(size_of::<Handle>()).unwrap_or(c_int::MAX);
        changed.mxPathname = NAME_BYTES_MAX;
        changed.pNext = ptr::null_mut();
        changed.zName = NAME.as_ptr();
        changed.xOpen = Some(open);
        changed.xDelete = Some(delete);
        changed.xAccess = Some(access);
        changed.xFullPathname = Some(full_name);
        changed.xDlOpen = None;
        changed.xDlError = None;
        changed.xDlSym = None;
        changed.xDlClose = None;
        let way = Box::new(Way { changed, disk: Mutex::default() });
        let registered = ffi::sqlite3_vfs_register(Box::into_raw(way).cast(), 0);
        if registered == ffi::SQLITE_OK { Ok(()) } else { Err(registered) }
    }
}

const METHODS: &ffi::sqlite3_io_methods = &ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(has_writer),
    xFileControl: Some(control),
    xSectorSize: Some(sector),
    xDeviceCharacteristics: Some(traits),
    xShmMap: Some(map),
    xShmLock: Some(lock_piece),
    xShmBarrier: Some(barrier),
    xShmUnmap: Some(unmap),
    xFetch: None,
    xUnfetch: None,
};

/// What is behind a pointer of SQLite's.
#[expect(unsafe_code, reason = "SQLite hands back what `open` wrote")]
unsafe fn opened<'a>(file: *mut ffi::sqlite3_file) -> (&'a mut Handle, MutexGuard<'a, Disk>) {
    // SAFETY: `open` wrote a handle there, whose way lives as long as the process; SQLite uses a
    // handle from one call at a time.
    unsafe {
        let handle = &mut *file.cast::<Handle>();
        let disk = (*handle.way).disk.lock().unwrap_or_else(PoisonError::into_inner);
        (handle, disk)
    }
}

/// The disk and a name.
#[expect(unsafe_code, reason = "SQLite gives what was registered, and a text that ends or none")]
unsafe fn named<'a>(way: *mut ffi::sqlite3_vfs, name: *const c_char) -> (&'a Way, &'a [u8]) {
    // SAFETY: `register` leaked it.
    let way = unsafe { &*way.cast::<Way>() };
    // SAFETY: the caller's.
    let name = if name.is_null() { &[] } else { unsafe { CStr::from_ptr(name) }.to_bytes() };
    (way, name)
}

fn disk(way: &Way) -> MutexGuard<'_, Disk> {
    way.disk.lock().unwrap_or_else(PoisonError::into_inner)
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn open(
    way: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    flags_out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite keeps the contract of its interface: `file` has room for a handle.
    unsafe {
        let (way, name) = named(way, name);
        let handle = Handle {
            base: ffi::sqlite3_file { pMethods: METHODS },
            way,
            file: disk(way).open(name),
            grip: Grip::default(),
        };
        ptr::write(file.cast::<Handle>(), handle);
        if !flags_out.is_null() {
            *flags_out = flags;
        }
    }
    ffi::SQLITE_OK
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn delete(way: *mut ffi::sqlite3_vfs, name: *const c_char, _: c_int) -> c_int {
    // SAFETY: SQLite keeps the contract of its interface.
    unsafe {
        let (way, name) = named(way, name);
        let mut disk = disk(way);
        // Who still has it open keeps its content, as on a disk.
        match disk.find(name).and_then(|id| disk.files.get_mut(&id)) {
            Some(file) => file.name.clear(),
            None => return ffi::SQLITE_IOERR_DELETE_NOENT,
        }
    }
    ffi::SQLITE_OK
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn access(
    way: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    _: c_int,
    result: *mut c_int,
) -> c_int {
    // SAFETY: SQLite keeps the contract of its interface.
    unsafe {
        let (way, name) = named(way, name);
        *result = c_int::from(disk(way).find(name).is_some());
    }
    ffi::SQLITE_OK
}

/// Every name is whole.
#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn full_name(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    length: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: SQLite keeps the contract of its interface: `out` holds `length` bytes.
    unsafe {
        let bytes = CStr::from_ptr(name).to_bytes_with_nul();
        if usize::try_from(length).unwrap_or(0) < bytes.len() {
            return ffi::SQLITE_CANTOPEN;
        }
        ptr::copy_nonoverlapping(bytes.as_ptr().cast(), out, bytes.len());
    }
    ffi::SQLITE_OK
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: SQLite keeps the contract of its interface.
    unsafe {
        unmap(file, 0);
        unlock(file, ffi::SQLITE_LOCK_NONE);
        let (handle, mut disk) = opened(file);
        disk.close(handle.file);
    }
    ffi::SQLITE_OK
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    to: *mut c_void,
    length: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    let (Ok(length), Ok(at)) = (usize::try_from(length), usize::try_from(at)) else {
        return ffi::SQLITE_IOERR_READ;
    };
    // SAFETY: SQLite keeps the contract of its interface: `to` holds `length` bytes.
    unsafe {
        let (handle, disk) = opened(file);
        let to = std::slice::from_raw_parts_mut(to.cast::<u8>(), length);
        let content = disk.files.get(&handle.file).map_or(&[][..], |file| &file.content);
        let from = content.get(at..).unwrap_or_default();
        let there = from.len().min(length);
        to[..there].copy_from_slice(&from[..there]);
        // SQLite wants zeros behind the end.
        to[there..].fill(0);
        if there < length { ffi::SQLITE_IOERR_SHORT_READ } else { ffi::SQLITE_OK }
    }
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    length: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    let (Ok(length), Ok(at)) = (usize::try_from(length), usize::try_from(at)) else {
        return ffi::SQLITE_IOERR_WRITE;
    };
    // SAFETY: SQLite keeps the contract of its interface: `from` holds `length` bytes.
    unsafe {
        let (handle, mut disk) = opened(file);
        let bytes = std::slice::from_raw_parts(from.cast::<u8>(), length);
        if disk.write(handle.file, at, bytes) { ffi::SQLITE_OK } else { ffi::SQLITE_FULL }
    }
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, length: ffi::sqlite3_int64) -> c_int {
    // SAFETY: SQLite keeps the contract of its interface.
    let (handle, mut disk) = unsafe { opened(file) };
    disk.truncate(handle.file, usize::try_from(length).unwrap_or(0));
    ffi::SQLITE_OK
}

/// Nothing is lost with the power here.
#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn sync(_: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    ffi::SQLITE_OK
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn size(file: *mut ffi::sqlite3_file, out: *mut ffi::sqlite3_int64) -> c_int {
    // SAFETY: SQLite keeps the contract of its interface.
    unsafe {
        let (handle, disk) = opened(file);
        let length = disk.files.get(&handle.file).map_or(0, |file| file.content.len());
        *out = i64::try_from(length).unwrap_or(i64::MAX);
    }
    ffi::SQLITE_OK
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, wanted: c_int) -> c_int {
    // SAFETY: SQLite keeps the contract of its interface.
    let (handle, mut disk) = unsafe { opened(file) };
    let Some(file) = disk.files.get_mut(&handle.file) else { return ffi::SQLITE_IOERR_LOCK };
    let held = &mut handle.grip.lock;
    if *held < wanted {
        *held = file.lock(*held, wanted);
    }
    if *held < wanted { ffi::SQLITE_BUSY } else { ffi::SQLITE_OK }
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, wanted: c_int) -> c_int {
    // SAFETY: SQLite keeps the contract of its interface.
    let (handle, mut disk) = unsafe { opened(file) };
    if let Some(file) = disk.files.get_mut(&handle.file) {
        file.unlock(handle.grip.lock, wanted);
    }
    handle.grip.lock = handle.grip.lock.min(wanted);
    ffi::SQLITE_OK
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn has_writer(file: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    // SAFETY: SQLite keeps the contract of its interface.
    unsafe {
        let (handle, disk) = opened(file);
        *out = c_int::from(disk.files.get(&handle.file).is_some_and(|file| file.has_writer));
    }
    ffi::SQLITE_OK
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn control(_: *mut ffi::sqlite3_file, _: c_int, _: *mut c_void) -> c_int {
    ffi::SQLITE_NOTFOUND
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn sector(_: *mut ffi::sqlite3_file) -> c_int {
    512
}

/// What is written is whole and in order.
#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn traits(_: *mut ffi::sqlite3_file) -> c_int {
    ffi::SQLITE_IOCAP_ATOMIC
        | ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
        | ffi::SQLITE_IOCAP_SAFE_APPEND
        | ffi::SQLITE_IOCAP_SEQUENTIAL
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn map(
    file: *mut ffi::sqlite3_file,
    piece: c_int,
    bytes: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    let (Ok(piece), Ok(bytes)) = (usize::try_from(piece), usize::try_from(bytes)) else {
        return ffi::SQLITE_IOERR_SHMMAP;
    };
    // SAFETY: SQLite keeps the contract of its interface. A piece stays where it is until the last
    // handle has given it back.
    unsafe {
        *out = ptr::null_mut();
        let (handle, mut disk) = opened(file);
        let Some(file) = disk.files.get_mut(&handle.file) else { return ffi::SQLITE_IOERR_SHMMAP };
        handle.grip.map(file);
        if file.pieces.len() <= piece && extend == 0 {
            return ffi::SQLITE_OK;
        }
        if PIECES_MAX <= piece {
            return ffi::SQLITE_FULL;
        }
        while file.pieces.len() <= piece {
            file.pieces.push(vec![0; bytes.div_ceil(size_of::<u64>())].into());
        }
        *out = file.pieces[piece].as_mut_ptr().cast();
    }
    ffi::SQLITE_OK
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn lock_piece(
    file: *mut ffi::sqlite3_file,
    from: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    let (Ok(from), Ok(count)) = (usize::try_from(from), usize::try_from(count)) else {
        return ffi::SQLITE_IOERR_SHMLOCK;
    };
    let slots = from..(from + count).min(LOCKS);
    // SAFETY: SQLite keeps the contract of its interface.
    let (handle, mut disk) = unsafe { opened(file) };
    let Some(file) = disk.files.get_mut(&handle.file) else { return ffi::SQLITE_IOERR_SHMLOCK };
    if flags & ffi::SQLITE_SHM_UNLOCK != 0 {
        handle.grip.release(file, slots);
        return ffi::SQLITE_OK;
    }
    let exclusive = flags & ffi::SQLITE_SHM_EXCLUSIVE != 0;
    if handle.grip.take(file, slots, exclusive) { ffi::SQLITE_OK } else { ffi::SQLITE_BUSY }
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn barrier(_: *mut ffi::sqlite3_file) {
    atomic::fence(atomic::Ordering::SeqCst);
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn unmap(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: SQLite keeps the contract of its interface.
    let (handle, mut disk) = unsafe { opened(file) };
    let Some(file) = disk.files.get_mut(&handle.file) else { return ffi::SQLITE_OK };
    handle.grip.unmap(file);
    ffi::SQLITE_OK
}
