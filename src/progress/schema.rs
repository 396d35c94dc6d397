//! The tables of progress.db, and how a file of any age becomes one of today.
//!
//! Ids are text: what a pack no longer has stays in the file and is only not shown.

use std::{fs, path::Path, time::Duration};

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

/// `BkLb`, so that a file of another program is never taken for ours.
pub const APPLICATION_ID: i64 = 0x426b_4c62;

/// Another program's transaction is waited for so long.
pub const BUSY: Duration = Duration::from_secs(5);

/// Each brings a file from the version before it (its position) to the next. Never changed once
/// released; a change of the tables is a new one.
const MIGRATIONS: [&str; 2] = [VERSION_1, VERSION_2];

/// The version of the tables that this program reads and writes.
const VERSION: i64 = MIGRATIONS.len().cast_signed() as i64;

const VERSION_1: &str = "
CREATE TABLE attempts (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    token    INTEGER NOT NULL UNIQUE,
    pack     TEXT NOT NULL,
    exercise TEXT NOT NULL,
    rev      INTEGER NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('check', 'kept')),
    outcome  TEXT CHECK (outcome IN ('pass', 'fail', 'unjudged')),
    at       INTEGER NOT NULL,
    took_ms  INTEGER NOT NULL
) STRICT;
CREATE INDEX attempts_of_exercise ON attempts (pack, exercise, id);

CREATE TABLE attempt_files (
    attempt INTEGER NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    path    TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (attempt, path)
) STRICT;

CREATE TABLE attempt_checks (
    attempt  INTEGER NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    hidden   INTEGER NOT NULL,
    outcome  TEXT NOT NULL CHECK (outcome IN ('pass', 'fail', 'unjudged', 'skipped')),
    PRIMARY KEY (attempt, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE exercises (
    pack       TEXT NOT NULL,
    exercise   TEXT NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    hints      INTEGER NOT NULL DEFAULT 0,
    revealed   INTEGER NOT NULL DEFAULT 0,
    with_help  INTEGER NOT NULL DEFAULT 0,
    passed_rev INTEGER,
    passed_at  INTEGER,
    at         INTEGER NOT NULL,
    PRIMARY KEY (pack, exercise)
) STRICT, WITHOUT ROWID;

CREATE TABLE lessons (
    pack    TEXT NOT NULL,
    lesson  TEXT NOT NULL,
    page    INTEGER NOT NULL DEFAULT 0,
    read_at INTEGER,
    at      INTEGER NOT NULL,
    PRIMARY KEY (pack, lesson)
) STRICT, WITHOUT ROWID;

CREATE TABLE last_places (
    pack TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('lesson', 'exercise')),
    id   TEXT NOT NULL,
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

const VERSION_2: &str = "
CREATE TABLE machine (
    id INTEGER NOT NULL PRIMARY KEY
) STRICT;
INSERT INTO machine SELECT random();

CREATE TABLE notes (
    token  INTEGER PRIMARY KEY,
    pack   TEXT NOT NULL,
    lesson TEXT NOT NULL,
    page   INTEGER NOT NULL,
    text   TEXT NOT NULL,
    at     INTEGER NOT NULL
) STRICT;
CREATE INDEX notes_of_lesson ON notes (pack, lesson, page);

CREATE TABLE cards (
    pack        TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('question', 'prediction', 'solution')),
    source      TEXT NOT NULL,
    mark        TEXT NOT NULL,
    said        TEXT NOT NULL DEFAULT '',
    since       INTEGER NOT NULL,
    not_before  INTEGER NOT NULL DEFAULT 0,
    due         INTEGER NOT NULL,
    stability   REAL,
    difficulty  REAL,
    reviewed_at INTEGER,
    reviews     INTEGER NOT NULL DEFAULT 0,
    lapses      INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (pack, kind, source, mark)
) STRICT, WITHOUT ROWID;
CREATE INDEX cards_by_due ON cards (pack, due);

CREATE TABLE reviews (
    token  INTEGER PRIMARY KEY,
    pack   TEXT NOT NULL,
    kind   TEXT NOT NULL,
    source TEXT NOT NULL,
    mark   TEXT NOT NULL,
    grade  INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 4),
    said   TEXT NOT NULL DEFAULT '',
    at     INTEGER NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX reviews_of_card ON reviews (pack, kind, source, mark, at);

CREATE TABLE skipped (
    pack    TEXT NOT NULL,
    module  TEXT NOT NULL,
    skipped INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (pack, module)
) STRICT, WITHOUT ROWID;

CREATE TABLE typed (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    token INTEGER NOT NULL UNIQUE,
    place TEXT NOT NULL,
    text  TEXT NOT NULL,
    at    INTEGER NOT NULL
) STRICT;
CREATE INDEX typed_in_place ON typed (place, id);

CREATE TABLE activity (
    machine INTEGER NOT NULL,
    day     INTEGER NOT NULL,
    pack    TEXT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('lesson', 'exercise', 'review')),
    id      TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    PRIMARY KEY (machine, day, pack, kind, id)
) STRICT, WITHOUT ROWID;
";

/// Why a file cannot be used as it is.
#[derive(Debug)]
pub enum Unfit {
    Absent,
    /// No byte in it, or no table.
    Blank,
    /// No SQLite file, a torn one, or another program's.
    Damaged,
    /// Made by a version of the tables before ours.
    Old,
    /// Made by a later Backlab.
    Newer,
    /// The system refuses; the end of a sentence says why.
    Refused(String),
}

/// Opens a file that needs no work.
pub fn open(file: &Path, busy: Duration) -> Result<Connection, Unfit> {
    match fs::metadata(file) {
        Ok(metadata) if !metadata.is_file() => return Err(Unfit::Damaged),
        Ok(metadata) if metadata.len() == 0 => return Err(Unfit::Blank),
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Unfit::Absent),
        Err(error) => return Err(Unfit::Refused(io_words(&error))),
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).map_err(|error| unfit(&error))?;
    connection.busy_timeout(busy).map_err(|error| unfit(&error))?;
    match inspect(&connection) {
        // SQLite takes a file shorter than any page for an empty one; somebody's bytes it is not.
        Err(Unfit::Blank) if has_bytes_of_no_page(file) => return Err(Unfit::Damaged),
        inspected => inspected?,
    }
    prepare(&connection).map_err(|error| unfit_of(&connection, &error))?;
    if connection.is_readonly("main").unwrap_or(true) {
        return Err(Unfit::Refused("the file cannot be written".to_owned()));
    }
    Ok(connection)
}

/// Makes the tables in a new or blank file.
pub fn create(file: &Path) -> Result<Connection, Unfit> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).map_err(|error| unfit(&error))?;
    let made = connection.busy_timeout(BUSY).and_then(|()| prepare(&connection));
    made.map_err(|error| unfit(&error))?;
    migrate(connection)
}

/// A record in memory, with what stands in `source` if that can be read.
pub fn in_memory(source: Option<&Path>) -> rusqlite::Result<Connection> {
    let copied = source.and_then(|file| copy_to_memory(file).ok());
    let connection = match copied {
        Some(copy) => copy,
        None => Connection::open_in_memory()?,
    };
    if let Ok(connection) = migrate(connection) {
        return Ok(connection);
    }
    // What was copied is damaged or newer: better an empty record than none.
    let mut connection = Connection::open_in_memory()?;
    run_migrations(&mut connection)?;
    Ok(connection)
}

/// Brings the tables up to today's.
pub fn migrate(mut connection: Connection) -> Result<Connection, Unfit> {
    run_migrations(&mut connection).map_err(|error| unfit(&error))?;
    inspect(&connection)?;
    Ok(connection)
}

/// What an error says about the file.
pub fn unfit(error: &rusqlite::Error) -> Unfit {
    let refused = |why: &str| Unfit::Refused(why.to_owned());
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Unfit::Damaged,
        Some(ErrorCode::DiskFull) => refused("the disk is full"),
        Some(ErrorCode::ReadOnly) => refused("the file cannot be written"),
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            refused("the file cannot be opened")
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            refused("another program holds the file")
        }
        Some(ErrorCode::SystemIoFailure) => refused("the disk reports an error"),
        Some(_) | None => refused(&error.to_string()),
    }
}

/// The same, for an error that a connection met: a header that forbids writing, on a disk that
/// does not, is damage.
pub fn unfit_of(connection: &Connection, error: &rusqlite::Error) -> Unfit {
    const READ_ONLY: i32 = 8;
    let plain = error.sqlite_error().is_some_and(|error| error.extended_code == READ_ONLY);
    if plain && !connection.is_readonly("main").unwrap_or(true) {
        return Unfit::Damaged;
    }
    unfit(error)
}

/// What an error of the system means, as the end of a sentence.
pub fn io_words(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        ErrorKind::PermissionDenied => "writing there is not permitted".to_owned(),
        _ => error.to_string(),
    }
}

fn has_bytes_of_no_page(file: &Path) -> bool {
    const PAGE_BYTES_MIN: u64 = 512;
    fs::metadata(file).is_ok_and(|metadata| (1..PAGE_BYTES_MIN).contains(&metadata.len()))
}

/// Whose file it is, and of which age.
fn inspect(connection: &Connection) -> Result<(), Unfit> {
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    // An error that is neither of the disk nor of a lock means a header that makes no sense.
    let unreadable = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::Unknown) | None => Unfit::Damaged,
        Some(_) => unfit(&error),
    };
    let tables = number("SELECT count(*) FROM sqlite_schema WHERE type = 'table'");
    let tables = tables.map_err(unreadable)?;
    let application = number("PRAGMA application_id").map_err(unreadable)?;
    let version = number("PRAGMA user_version").map_err(unreadable)?;
    match version {
        0 if application == 0 && tables == 0 => Err(Unfit::Blank),
        _ if application != APPLICATION_ID || version < 1 => Err(Unfit::Damaged),
        _ if version > VERSION => Err(Unfit::Newer),
        _ if version < VERSION => Err(Unfit::Old),
        _ if has_all_tables(connection).map_err(unreadable)? => Ok(()),
        _ => Err(Unfit::Damaged),
    }
}

/// What every file of today has.
const TABLES: [&str; 18] = [
    "attempts",
    "attempt_files",
    "attempt_checks",
    "attempts_of_exercise",
    "exercises",
    "lessons",
    "last_places",
    "machine",
    "notes",
    "notes_of_lesson",
    "cards",
    "cards_by_due",
    "reviews",
    "reviews_of_card",
    "skipped",
    "typed",
    "typed_in_place",
    "activity",
];

fn has_all_tables(connection: &Connection) -> rusqlite::Result<bool> {
    let names = TABLES.map(|name| format!("'{name}'")).join(", ");
    let sql = format!("SELECT count(*) FROM sqlite_schema WHERE name IN ({names})");
    let found = connection.query_row(&sql, [], |row| row.get::<_, i64>(0))?;
    Ok(usize::try_from(found) == Ok(TABLES.len()))
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    // Where the file system cannot share memory, SQLite keeps the mode it had, which is safe too.
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA foreign_keys = ON;
         PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF;",
    )
}

fn run_migrations(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version = transaction.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))?;
    let done = usize::try_from(version).unwrap_or(0);
    for migration in MIGRATIONS.iter().skip(done) {
        transaction.execute_batch(migration)?;
    }
    if done < MIGRATIONS.len() {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    transaction.commit()
}

/// A copy of a file that perhaps cannot be written, nor anything beside it.
fn copy_to_memory(file: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let copy = |source: &Connection| {
        let mut memory = Connection::open_in_memory()?;
        rusqlite::backup::Backup::new(source, &mut memory)?.run_to_completion(
            i32::MAX,
            Duration::ZERO,
            None,
        )?;
        Ok(memory)
    };
    let plain = Connection::open_with_flags(file, flags).and_then(|source| copy(&source));
    let mut wal = file.as_os_str().to_owned();
    wal.push("-wal");
    if plain.is_ok() || Path::new(&wal).exists() {
        return plain;
    }
    // A file in WAL mode wants a file beside it even for reading; with no log that must be read
    // it can be declared not to change.
    let uri = immutable_uri(file);
    let flags = flags | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(uri, flags).and_then(|source| copy(&source))
}

fn immutable_uri(file: &Path) -> String {
    use std::{fmt::Write, os::unix::ffi::OsStrExt};
    let mut uri = String::from("file:");
    for byte in file.as_os_str().as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
                uri.push(char::from(*byte));
            }
            other => write!(uri, "%{other:02X}").expect("a String takes any text"),
        }
    }
    uri + "?immutable=1"
}
