//! A database that a program has open.

use std::{
    cell::Cell as Slot,
    ffi::{CString, c_int},
    os::unix::ffi::OsStrExt,
    path::Path,
    ptr::{self, NonNull},
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use rusqlite::{
    Connection, OpenFlags,
    backup::Backup,
    config::DbConfig,
    ffi,
    hooks::{AuthContext, Authorization},
};

use super::{
    Failure, Home, Opening, Prepared,
    prepared::Verb,
    rules::{self, DATABASE_BYTES_MAX, FILE_BYTES_MAX, INSTRUCTIONS_PER_LOOK},
    walls,
};
use crate::lab::{
    sql::{
        math,
        sandbox::Refusals,
        split::{self, TokenKind},
    },
    turn::Turn,
};

pub struct Database {
    connection: Connection,
    refusals: Refusals,
    turn: Arc<Turn>,
    doors: Arc<Doors>,
    bytes_max: u64,
    /// Its size has that limit, which is set when the file can first be read.
    is_bounded: Slot<bool>,
}

/// What the statement that runs now may do beyond the others.
#[derive(Debug, Default)]
struct Doors {
    /// It is the lab's own.
    ours: AtomicBool,
    vacuum: AtomicBool,
}

/// One of `limits`, by its place in Node's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Knob(pub usize);

impl Database {
    /// # Errors
    /// SQLite's, when there is no such file, it is no file, or it is not the program's.
    pub fn open(opening: &Opening, turn: &Arc<Turn>) -> Result<Rc<Database>, Failure> {
        let mut connection = connect(opening)?;
        let refusals = Refusals::default();
        let doors = Arc::new(Doors::default());
        for (setting, value) in rules::SETTINGS {
            connection.set_db_config(setting, value)?;
        }
        let texts = opening.double_quoted_texts;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, texts)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, texts)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, opening.foreign_keys)?;
        for (limit, most) in rules::LIMITS {
            connection.set_limit(limit, most)?;
        }
        // The heap limit is the whole process's, and stays when it was set lower.
        connection.execute_batch(&format!(
            "PRAGMA hard_heap_limit = {}; PRAGMA temp_store = MEMORY;",
            u64::from(opening.memory_mb) << 20
        ))?;
        math::add(&connection)?;
        let clock = Arc::clone(turn);
        connection.progress_handler(INSTRUCTIONS_PER_LOOK, Some(move || clock.over().is_some()))?;
        let (kept, open) = (refusals.clone(), Arc::clone(&doors));
        connection.authorizer(Some(move |asked: AuthContext<'_>| {
            if open.ours.load(Ordering::Relaxed) {
                return Authorization::Allow;
            }
            match rules::refusal(&asked, open.vacuum.load(Ordering::Relaxed)) {
                None => Authorization::Allow,
                Some(reason) => {
                    kept.put(reason);
                    Authorization::Deny
                }
            }
        }))?;
        let busy_ms = c_int::try_from(opening.busy_ms).unwrap_or(c_int::MAX);
        #[expect(unsafe_code, reason = "an open connection and a number")]
        unsafe {
            ffi::sqlite3_busy_timeout(connection.handle(), busy_ms);
        }
        let turn = Arc::clone(turn);
        let bytes_max = match opening.home {
            Home::Memory | Home::Named(_) => DATABASE_BYTES_MAX,
            Home::File { .. } => FILE_BYTES_MAX,
        };
        let is_bounded = Slot::new(false);
        let database =
            Rc::new(Database { connection, refusals, turn, doors, bytes_max, is_bounded });
        if opening.home == Home::Memory {
            database.bound();
        }
        Ok(database)
    }

    /// The first statement of `text` and the byte after it; `None` where `text` has no statement.
    ///
    /// # Errors
    /// What is wrong with the statement.
    pub fn prepare(self: &Rc<Self>, text: &str) -> Result<Option<(Prepared, usize)>, Failure> {
        self.bound();
        drop(self.refusals.take());
        let length =
            c_int::try_from(text.len()).map_err(|_| Failure::of_code(ffi::SQLITE_TOOBIG))?;
        let (mut statement, mut tail) = (ptr::null_mut(), ptr::null());
        let from = text.as_ptr();
        #[expect(unsafe_code, reason = "the text lives across the call, and so does its length")]
        let (code, end) = unsafe {
            let code = ffi::sqlite3_prepare_v2(
                self.handle(),
                from.cast(),
                length,
                &raw mut statement,
                &raw mut tail,
            );
            let end = if tail.is_null() { 0 } else { tail.cast::<u8>().offset_from(from) };
            (code, usize::try_from(end).unwrap_or(0))
        };
        if code != ffi::SQLITE_OK {
            return Err(self.failure());
        }
        let Some(raw) = NonNull::new(statement) else { return Ok(None) };
        #[expect(unsafe_code, reason = "the statement was prepared a moment ago, here")]
        let prepared = unsafe {
            let only_reads = ffi::sqlite3_stmt_readonly(raw.as_ptr()) != 0;
            Prepared::new(raw, Rc::clone(self), verb(text, only_reads))
        };
        Ok(Some((prepared, end)))
    }

    /// Whether a transaction was begun.
    pub fn is_in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// Rows that the last INSERT, UPDATE or DELETE changed.
    pub fn changes(&self) -> u64 {
        self.connection.changes()
    }

    pub fn last_rowid(&self) -> i64 {
        self.connection.last_insert_rowid()
    }

    /// Of the database that a statement calls `name`; `None` for one in memory and for none.
    pub fn file(&self, name: &str) -> Option<String> {
        let name = CString::new(name).ok()?;
        #[expect(unsafe_code, reason = "the text is copied before the next call")]
        unsafe {
            let file = ffi::sqlite3_db_filename(self.handle(), name.as_ptr());
            if file.is_null() {
                return None;
            }
            let file = std::ffi::CStr::from_ptr(file).to_string_lossy().into_owned();
            (!file.is_empty()).then_some(file)
        }
    }

    /// What a limit is.
    pub fn limit(&self, knob: Knob) -> Option<i32> {
        let (limit, _) = rules::LIMITS.get(knob.0)?;
        self.connection.limit(*limit).ok()
    }

    /// Sets a limit, up to the lab's.
    pub fn set_limit(&self, knob: Knob, value: i32) {
        if let Some((limit, most)) = rules::LIMITS.get(knob.0) {
            // Every limit of the table exists.
            drop(self.connection.set_limit(*limit, value.min(*most)));
        }
    }

    /// All pages of the main database.
    ///
    /// # Errors
    /// When there is no memory for them.
    pub fn content(&self) -> Result<Vec<u8>, Failure> {
        self.bound();
        let mut length = 0;
        #[expect(unsafe_code, reason = "the bytes are copied, then freed as SQLite asks for it")]
        unsafe {
            let main = c"main".as_ptr();
            let bytes = ffi::sqlite3_serialize(self.handle(), main, &raw mut length, 0);
            if bytes.is_null() {
                if length == 0 {
                    return Ok(Vec::new());
                }
                return Err(Failure::of_code(ffi::SQLITE_NOMEM));
            }
            let length = usize::try_from(length).unwrap_or(0);
            let content = std::slice::from_raw_parts(bytes, length).to_vec();
            ffi::sqlite3_free(bytes.cast());
            Ok(content)
        }
    }

    /// Puts the database whose pages are `content` into this one.
    ///
    /// # Errors
    /// When they are no database, or too many.
    pub fn fill(&mut self, content: &[u8]) -> Result<(), Failure> {
        if DATABASE_BYTES_MAX < content.len() as u64 {
            return Err(Failure::of_code(ffi::SQLITE_FULL));
        }
        let source = reading(content)?;
        let backup = Backup::new(&source, &mut self.connection)?;
        backup.step(-1)?;
        Ok(())
    }

    /// The last error.
    pub(super) fn failure(&self) -> Failure {
        Failure::last(&self.connection, &self.refusals, &self.turn)
    }

    pub(super) fn vacuums(&self, vacuums: bool) {
        self.doors.vacuum.store(vacuums, Ordering::Relaxed);
    }

    #[expect(unsafe_code, reason = "whoever uses it neither closes it nor keeps it")]
    pub(super) fn handle(&self) -> *mut ffi::sqlite3 {
        unsafe { self.connection.handle() }
    }

    /// Sees to it that the database cannot grow for ever. A file that cannot be read now is tried
    /// again with the next statement, which will say what is wrong with it.
    fn bound(&self) {
        if self.is_bounded.get() {
            return;
        }
        self.doors.ours.store(true, Ordering::Relaxed);
        let page_bytes: rusqlite::Result<u32> =
            self.connection.query_row("PRAGMA page_size", [], |row| row.get(0));
        let bounded = page_bytes.and_then(|page_bytes| {
            let pages = self.bytes_max / u64::from(page_bytes.max(1));
            self.connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |row| {
                row.get::<_, i64>(0)
            })
        });
        self.doors.ours.store(false, Ordering::Relaxed);
        self.is_bounded.set(bounded.is_ok());
    }
}

fn verb(text: &str, only_reads: bool) -> Verb {
    // A semicolon may stand before it.
    let first = split::tokens(text).find(|token| token.kind == TokenKind::Word);
    let Some(first) = first else { return Verb::Other };
    if first.is("vacuum") {
        return Verb::Vacuum;
    }
    let changes = ["insert", "replace", "update", "delete", "with"];
    let is_change = !only_reads && changes.iter().any(|word| first.is(word));
    if is_change { Verb::Change } else { Verb::Other }
}

fn connect(opening: &Opening) -> Result<Connection, Failure> {
    // Without SQLITE_OPEN_URI a name that looks like an address is only a name.
    let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if opening.read_only {
        flags |= OpenFlags::SQLITE_OPEN_READ_ONLY;
    } else {
        flags |= OpenFlags::SQLITE_OPEN_READ_WRITE;
        if opening.may_create {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
        }
    }
    Ok(match &opening.home {
        Home::Memory => {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
            Connection::open_in_memory_with_flags(flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?
        }
        Home::Named(name) => {
            // The names of this way are files only for themselves.
            Connection::open_with_flags_and_vfs(name, flags, c"memdb")?
        }
        Home::File { root, file } => {
            walls::register(root).map_err(Failure::of_code)?;
            if !is_name(file) {
                return Err(Failure::of_code(ffi::SQLITE_CANTOPEN));
            }
            Connection::open_with_flags_and_vfs(file, flags, walls::NAME)?
        }
    })
}

/// SQLite takes some names for something else than a file.
fn is_name(file: &Path) -> bool {
    let bytes = file.as_os_str().as_bytes();
    bytes.starts_with(b"/") && !bytes.contains(&0)
}

/// A connection that reads a database from `content`.
fn reading(content: &[u8]) -> Result<Connection, Failure> {
    let connection = Connection::open_in_memory()?;
    let length = i64::try_from(content.len()).unwrap_or(i64::MAX);
    #[expect(unsafe_code, reason = "SQLite owns the copy from its call on, also when it refuses")]
    unsafe {
        let copy = ffi::sqlite3_malloc64(content.len().max(1) as u64).cast::<u8>();
        if copy.is_null() {
            return Err(Failure::of_code(ffi::SQLITE_NOMEM));
        }
        ptr::copy_nonoverlapping(content.as_ptr(), copy, content.len());
        let flags = ffi::SQLITE_DESERIALIZE_FREEONCLOSE | ffi::SQLITE_DESERIALIZE_READONLY;
        let main = c"main".as_ptr();
        let code = ffi::sqlite3_deserialize(connection.handle(), main, copy, length, length, flags);
        if code != ffi::SQLITE_OK {
            return Err(Failure::of_code(code));
        }
    }
    Ok(connection)
}

pub fn memory_used() -> usize {
    #[expect(unsafe_code, reason = "reads a number")]
    let bytes = unsafe { ffi::sqlite3_memory_used() };
    usize::try_from(bytes).unwrap_or(0)
}
