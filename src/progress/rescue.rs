//! What happens to a file that is absent, torn, foreign or old, and the backups against it.
//!
//! A damaged file is never written or deleted, only renamed. What takes its place is the newest
//! backup that is whole, with every row that can still be read out of the damaged file. All of
//! this happens under a lock file, so that two instances do not mend at once.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags, params_from_iter, types::Value};

use crate::progress::{
    SECONDS_A_DAY, Seconds, cards,
    merge::TAKE_OVER,
    schema::{self, Unfit, io_words},
};

/// Days whose backup is kept.
pub const BACKUPS_MAX: usize = 7;

/// Damaged files that are set aside before the learner must tidy up.
pub const DAMAGED_MAX: u32 = 10_000;

const LOCK_WAIT: Duration = Duration::from_secs(5);
const LOCK_POLL: Duration = Duration::from_millis(10);

/// What looking the file over came to.
pub enum Upkeep {
    /// It is whole, or nobody can say now.
    Done,
    Damaged,
}

type Opened = (Connection, Option<String>);

/// Whether nothing was ever kept: no file, and no backup that says there was one.
///
/// # Errors
/// Why nothing could be kept either, as the end of a sentence.
pub fn is_untouched(file: &Path) -> Result<bool, String> {
    let untouched = fs::symlink_metadata(file).is_err() && backups(file).is_empty();
    if untouched {
        probe(file)?;
    }
    Ok(untouched)
}

/// Opens the file, making or mending it first where it must be. The note says what was mended.
///
/// # Errors
/// Why the disk cannot be used, as the end of a sentence.
pub fn open(file: &Path) -> Result<Opened, String> {
    open_within(file, schema::BUSY)
}

/// The same, waiting for another program's transaction no longer than `busy`.
pub fn open_within(file: &Path, busy: Duration) -> Result<Opened, String> {
    match schema::open(file, busy) {
        Ok(connection) => Ok((connection, None)),
        Err(Unfit::Refused(why)) => Err(probe(file).err().unwrap_or(why)),
        Err(Unfit::Newer) => Err(made_by_newer()),
        Err(Unfit::Absent | Unfit::Blank | Unfit::Damaged | Unfit::Old) => {
            settle(file, |file| schema::open(file, busy))
        }
    }
}

/// Mends a file that opened and then showed damage.
pub fn mend(file: &Path) -> Result<Opened, String> {
    settle(file, |file| {
        let connection = schema::open(file, schema::BUSY)?;
        if is_whole(&connection) { Ok(connection) } else { Err(Unfit::Damaged) }
    })
}

/// Reads the whole file and, once a day, backs it up.
pub fn upkeep(file: &Path, at: Seconds) -> Upkeep {
    let backup = backups_folder(file).join(format!("progress-{}.db", day(at)));
    if backup.exists() {
        return Upkeep::Done;
    }
    // Its own connection, so that nobody waits for the record meanwhile.
    let connection = match schema::open(file, schema::BUSY) {
        Ok(connection) => connection,
        Err(Unfit::Damaged) => return Upkeep::Damaged,
        Err(Unfit::Absent | Unfit::Blank | Unfit::Old | Unfit::Newer | Unfit::Refused(_)) => {
            return Upkeep::Done;
        }
    };
    if !is_whole(&connection) {
        return Upkeep::Damaged;
    }
    // A backup that fails is made at the next start; the record itself is whole.
    let _ = back_up(&connection, file, &backup);
    Upkeep::Done
}

/// Under the lock: looks again, then makes, restores or migrates.
fn settle(
    file: &Path,
    look: impl Fn(&Path) -> Result<Connection, Unfit>,
) -> Result<Opened, String> {
    let _lock = lock(probe(file)?)?;
    match look(file) {
        // Another instance was here before.
        Ok(connection) => Ok((connection, None)),
        Err(Unfit::Refused(why)) => Err(why),
        Err(Unfit::Newer) => Err(made_by_newer()),
        Err(Unfit::Old) => migrate(file).map(|connection| (connection, None)),
        Err(Unfit::Absent | Unfit::Blank) => begin(file),
        Err(Unfit::Damaged) => replace(file),
    }
}

fn made_by_newer() -> String {
    "a newer Backlab made progress.db; update Backlab to use it".to_owned()
}

/// A file of an older version is backed up, then brought up to date.
fn migrate(file: &Path) -> Result<Connection, String> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).map_err(|error| error.to_string())?;
    let version: i64 = connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(|error| error.to_string())?;
    let backup = backups_folder(file).join(format!("progress-before-{}.db", version + 1));
    back_up(&connection, file, &backup)?;
    schema::migrate(connection).map_err(|unfit| words(&unfit))?;
    schema::open(file, schema::BUSY).map_err(|unfit| words(&unfit))
}

/// Makes a new file; where backups say that there was one, restores it.
fn begin(file: &Path) -> Result<Opened, String> {
    if backups(file).is_empty() {
        if !file.exists() {
            // A log without its file would be taken for the new file's.
            set_aside(file).map_err(|error| io_words(&error))?;
        }
        let made = schema::create(file).map_err(|unfit| words(&unfit))?;
        return Ok((made, None));
    }
    set_aside(file).map_err(|error| io_words(&error))?;
    let (connection, from) = restore(file)?;
    let note = from.map(|day| {
        format!("The progress file was gone or empty, and the backup of {day} was restored.")
    });
    Ok((connection, note))
}

/// Sets a damaged file aside and puts the newest backup in its place.
fn replace(file: &Path) -> Result<Opened, String> {
    let aside = set_aside(file).map_err(|error| io_words(&error))?;
    let (connection, from) = restore(file)?;
    let taken = aside.as_deref().map_or(0, |aside| take_over(aside, &connection));
    let name = aside.as_deref().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
    let attempts = if taken == 1 { "attempt" } else { "attempts" };
    let then = match from {
        Some(day) if taken == 0 => format!("the backup of {day} took its place"),
        Some(day) => format!("the backup of {day} and {taken} later {attempts} took its place"),
        None if taken == 0 => "a new one was begun".to_owned(),
        None => format!("{taken} {attempts} could be read out of it"),
    };
    let note = format!("The progress file was damaged: it is kept as {name}, and {then}.");
    Ok((connection, Some(note)))
}

/// Renames the file and what SQLite put beside it; gives the new name. Nothing there: nothing
/// done.
fn set_aside(file: &Path) -> io::Result<Option<PathBuf>> {
    let there = |path: &Path| fs::symlink_metadata(path).is_ok();
    if !BESIDE.iter().any(|end| there(&with_end(file, end))) {
        return Ok(None);
    }
    let aside = (1..=DAMAGED_MAX)
        .map(|n| with_end(file, &format!(".damaged-{n}")))
        .find(|aside| !BESIDE.iter().any(|end| there(&with_end(aside, end))))
        .ok_or(io::ErrorKind::AlreadyExists)?;
    // The file goes first: without its log it would look whole, and old.
    for end in BESIDE {
        let from = with_end(file, end);
        if there(&from) {
            fs::rename(from, with_end(&aside, end))?;
        }
    }
    Ok(Some(aside))
}

const BESIDE: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// Puts the newest whole backup in the file's place, or a new file where there is none; gives the
/// backup's day.
fn restore(file: &Path) -> Result<(Connection, Option<String>), String> {
    let staged = with_end(file, ".restoring");
    for backup in backups(file).iter().rev() {
        clear(&staged);
        if fs::copy(backup, &staged).and_then(|_| sync(&staged)).is_err() {
            continue;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let whole = Connection::open_with_flags(&staged, flags).is_ok_and(|c| is_whole(&c));
        if !whole {
            continue;
        }
        fs::rename(&staged, file).map_err(|error| io_words(&error))?;
        sync_folder_of(file);
        let connection = match schema::open(file, schema::BUSY) {
            Err(Unfit::Old) => migrate(file)?,
            opened => opened.map_err(|unfit| words(&unfit))?,
        };
        let name = backup.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        return Ok((connection, Some(name.trim_start_matches("progress-").to_owned())));
    }
    clear(&staged);
    let made = schema::create(file).map_err(|unfit| words(&unfit))?;
    Ok((made, None))
}

/// Copies every row of a damaged file that can be read and says something new. Gives the number
/// of attempts among them.
fn take_over(damaged: &Path, into: &Connection) -> usize {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let Ok(from) = Connection::open_with_flags(damaged, flags) else { return 0 };
    let whose = from.query_row("PRAGMA application_id", [], |row| row.get::<_, i64>(0));
    if whose.is_ok_and(|id| id != schema::APPLICATION_ID) {
        return 0;
    }
    let count = || into.query_row("SELECT count(*) FROM attempts", [], |row| row.get::<_, i64>(0));
    let before = count().unwrap_or(0);
    // One transaction: a row that cannot be taken is skipped, a full disk undoes nothing else.
    let Ok(transaction) = into.unchecked_transaction() else { return 0 };
    for (table, columns, merge) in TAKE_OVER {
        // From both ends, because reading stops at a torn page.
        for order in ["ASC", "DESC"] {
            // A table that cannot be read on gives what came before.
            let _ = copy_rows(&from, &transaction, table, columns, merge, order);
        }
    }
    // The backup does not know what the reviews since then came to.
    let _ = cards::settle_all(&transaction);
    if transaction.commit().is_err() {
        return 0;
    }
    usize::try_from(count().unwrap_or(0) - before).unwrap_or(0)
}

fn copy_rows(
    from: &Connection,
    into: &Connection,
    table: &str,
    columns: usize,
    merge: &str,
    order: &str,
) -> rusqlite::Result<()> {
    let places = vec!["?"; columns].join(", ");
    let ignore = if merge.is_empty() { "OR IGNORE " } else { "" };
    let mut insert =
        into.prepare(&format!("INSERT {ignore}INTO {table} VALUES ({places}) {merge}"))?;
    // NOT INDEXED keeps to the table itself: an index may be torn where the table is whole.
    let mut query =
        from.prepare(&format!("SELECT * FROM {table} NOT INDEXED ORDER BY 1 {order}"))?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let values: rusqlite::Result<Vec<Value>> = (0..columns).map(|at| row.get(at)).collect();
        if let Ok(values) = values {
            // What breaks a rule of the tables was spoilt; the others are wanted still.
            let _ = insert.execute(params_from_iter(values));
        }
    }
    Ok(())
}

fn is_whole(connection: &Connection) -> bool {
    let checked = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    checked.is_ok_and(|answer| answer == "ok")
}

/// Writes a whole copy beside the others, in place at once; the oldest beyond the limit go.
fn back_up(connection: &Connection, file: &Path, backup: &Path) -> Result<(), String> {
    let folder = backups_folder(file);
    make_private_folder(&folder).map_err(|error| io_words(&error))?;
    let staged = with_end(backup, &format!(".{}.tmp", std::process::id()));
    clear(&staged);
    let name = staged.to_str().ok_or("the folder's name is not UTF-8")?;
    let written = connection
        .execute("VACUUM INTO ?1", [name])
        .map_err(|error| words(&schema::unfit(&error)))
        .and_then(|_| sync(&staged).map_err(|error| io_words(&error)))
        .and_then(|()| fs::rename(&staged, backup).map_err(|error| io_words(&error)));
    if written.is_err() {
        clear(&staged);
        return written;
    }
    sync_folder_of(backup);
    let all = backups(file);
    for old in all.iter().take(all.len().saturating_sub(BACKUPS_MAX)) {
        clear(old);
    }
    Ok(())
}

/// The backups, oldest first.
fn backups(file: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(backups_folder(file)).into_iter().flatten().flatten();
    let mut found: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "db"))
        .collect();
    let written = |path: &PathBuf| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    found.sort_by_key(|path| (written(path), path.clone()));
    found
}

fn backups_folder(file: &Path) -> PathBuf {
    file.with_file_name("backups")
}

/// Makes the folder and writes a byte there, so that a disk that takes none is known by its own
/// words; gives the file that is locked while somebody mends.
fn probe(file: &Path) -> Result<File, String> {
    let folder = file.parent().ok_or("the folder has no name")?;
    let try_it = || {
        make_private_folder(folder)?;
        let path = folder.join("progress.lock");
        let mut lock = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        lock.write_all(b"\n")?;
        Ok(lock)
    };
    try_it().map_err(|error: io::Error| io_words(&error))
}

fn lock(lock: File) -> Result<File, String> {
    let begun = Instant::now();
    loop {
        match lock.try_lock() {
            // `Error`: a file system without locks; SQLite's own then guard each transaction.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(lock),
            Err(TryLockError::WouldBlock) if begun.elapsed() < LOCK_WAIT => {
                thread::sleep(LOCK_POLL);
            }
            Err(TryLockError::WouldBlock) => {
                return Err("another Backlab is mending the file".to_owned());
            }
        }
    }
}

/// What a learner tried is nobody else's to read.
fn make_private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Why a file cannot be used, as the end of a sentence.
pub fn words(unfit: &Unfit) -> String {
    match unfit {
        Unfit::Refused(why) => why.clone(),
        Unfit::Newer => made_by_newer(),
        Unfit::Absent | Unfit::Blank | Unfit::Damaged | Unfit::Old => {
            "the file cannot be mended".to_owned()
        }
    }
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

fn clear(path: &Path) {
    // Absent is as good as removed, and what stays in the way is met by the write that follows.
    let _ = fs::remove_file(path);
}

fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

fn sync_folder_of(path: &Path) {
    // Without it the new name may be lost in a power cut, and the old state is found again.
    let _ = path.parent().map(sync);
}

/// The date in Greenwich, as `2026-11-24`.
fn day(at: Seconds) -> String {
    // Days counted from 0000-03-01, so that the leap day ends a year (proleptic Gregorian).
    let days = at.div_euclid(SECONDS_A_DAY) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}
