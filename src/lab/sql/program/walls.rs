//! SQLite's way to files, with a wall around the program's folder.
//!
//! A journal may name another file, and whoever writes a journal can make SQLite read that and, where
//! it looks right, delete it. So it is not enough to look at the name of a database: every file that
//! SQLite opens, looks for or deletes passes here.

use std::{
    ffi::{CStr, OsStr, c_char, c_int},
    os::unix::ffi::OsStrExt,
    path::{Component, Path, PathBuf},
    ptr,
    sync::{Mutex, PoisonError},
};

use rusqlite::ffi;

/// The name of this way. (SQLite, "The OS Backend (VFS)".)
pub const NAME: &CStr = c"backlab-folder";

/// SQLite's own way, with some of its functions replaced.
#[repr(C)]
struct Walled {
    /// First, so that SQLite's pointer is a pointer to the whole.
    changed: ffi::sqlite3_vfs,
    inner: *mut ffi::sqlite3_vfs,
    root: PathBuf,
    /// The folder that was found to be in `root` last.
    known: Mutex<PathBuf>,
}

/// Makes the way known to SQLite. A process has one folder: a second call changes nothing.
///
/// # Errors
/// SQLite's code, where it has no way to files at all.
pub fn register(root: &Path) -> Result<(), c_int> {
    #[expect(unsafe_code, reason = "what is registered lives as long as the process")]
    unsafe {
        if !ffi::sqlite3_vfs_find(NAME.as_ptr()).is_null() {
            return Ok(());
        }
        let inner = ffi::sqlite3_vfs_find(ptr::null());
        let Some(original) = inner.as_ref() else { return Err(ffi::SQLITE_CANTOPEN) };
        let mut changed = *original;
        changed.pNext = ptr::null_mut();
        changed.zName = NAME.as_ptr();
        changed.xOpen = Some(open);
        changed.xDelete = Some(delete);
        changed.xAccess = Some(access);
        changed.xDlOpen = None;
        changed.xDlError = None;
        changed.xDlSym = None;
        changed.xDlClose = None;
        // Without the functions of version 3, which replace system calls.
        changed.iVersion = changed.iVersion.min(2);
        let known = Mutex::new(root.to_owned());
        let walled = Box::new(Walled { changed, inner, root: root.to_owned(), known });
        let registered = ffi::sqlite3_vfs_register(Box::into_raw(walled).cast(), 0);
        if registered == ffi::SQLITE_OK { Ok(()) } else { Err(registered) }
    }
}

impl Walled {
    /// Whether `name` is the absolute path of something in the folder.
    fn allows(&self, name: &Path) -> bool {
        let plain =
            name.components().all(|part| matches!(part, Component::RootDir | Component::Normal(_)));
        let (true, true, Some(folder)) = (plain, name.starts_with(&self.root), name.parent())
        else {
            return false;
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if folder == *known {
            return true;
        }
        // A link among its parts may lead out.
        let inside = folder.canonicalize().is_ok_and(|real| real.starts_with(&self.root));
        if inside {
            folder.clone_into(&mut known);
        }
        inside
    }
}

/// The way and, where the file is in its folder, SQLite's own.
#[expect(unsafe_code, reason = "SQLite gives what was registered, and a text that ends")]
unsafe fn checked<'a>(
    way: *mut ffi::sqlite3_vfs,
    name: *const c_char,
) -> Option<(&'a ffi::sqlite3_vfs, *mut ffi::sqlite3_vfs)> {
    // SAFETY: `register` leaked it, and SQLite's own lives as long.
    let walled = unsafe { &*way.cast::<Walled>() };
    if name.is_null() {
        // A temporary file: all that is temporary stays in memory.
        return None;
    }
    // SAFETY: the caller's.
    let name = Path::new(OsStr::from_bytes(unsafe { CStr::from_ptr(name) }.to_bytes()));
    if !walled.allows(name) {
        return None;
    }
    // SAFETY: as above.
    Some((unsafe { &*walled.inner }, walled.inner))
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn open(
    way: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    flags_out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite keeps the contract of its interface, which is handed on.
    unsafe {
        let open = checked(way, name).and_then(|(own, inner)| Some((own.xOpen?, inner)));
        let Some((open, inner)) = open else {
            // Nothing is closed that was not opened.
            (*file).pMethods = ptr::null();
            return ffi::SQLITE_CANTOPEN;
        };
        open(inner, name, file, flags, flags_out)
    }
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn delete(way: *mut ffi::sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    // SAFETY: as in `open`.
    unsafe {
        let delete = checked(way, name).and_then(|(own, inner)| Some((own.xDelete?, inner)));
        delete.map_or(ffi::SQLITE_IOERR_DELETE, |(delete, inner)| delete(inner, name, sync))
    }
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn access(
    way: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    flags: c_int,
    result: *mut c_int,
) -> c_int {
    // SAFETY: as in `open`.
    unsafe {
        let access = checked(way, name).and_then(|(own, inner)| Some((own.xAccess?, inner)));
        if let Some((access, inner)) = access {
            return access(inner, name, flags, result);
        }
        // What is outside is not there.
        *result = 0;
        ffi::SQLITE_OK
    }
}
