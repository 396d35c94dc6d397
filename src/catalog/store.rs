//! The file of the catalog. It is written once, under another name, and then takes its place by
//! one rename: whoever has it open keeps what they opened, and nobody ever waits for a lock.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::{self, File},
    io,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, backup::Backup, params};

use crate::catalog::{
    derive,
    gather::{Entry, Item},
    schema::{self, Owner},
};

/// The file's name in its folder.
pub const CATALOG_FILE: &str = "catalog.db";
/// Files that are not finished are named so, with the process and the time in between.
const STAGED: (&str, &str) = ("catalog-", ".new");
/// Packs that are kept; the one that came first goes.
const PACKS_MAX: usize = 16;
/// Pages copied at a time.
const COPY_PAGES: i32 = 1_024;

/// Opens the catalog of an earlier run, to be read.
///
/// # Errors
/// There is none, or it cannot be used.
pub fn open(folder: &Path) -> rusqlite::Result<(Connection, Owner)> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(uri(&folder.join(CATALOG_FILE)), flags)?;
    let owner = schema::owner(&connection)?;
    Ok((connection, owner))
}

/// What the catalog has of a pack.
#[derive(Debug, Default)]
pub struct Known {
    /// The number of the pack.
    pub pack: i64,
    /// The entries by their numbers, each with its id and its hash.
    pub entries: BTreeMap<i64, (String, i64)>,
}

/// All entries of a pack; nothing where the catalog does not know it.
pub fn entries(connection: &Connection, pack: &str) -> rusqlite::Result<Known> {
    let Some(number) = known(connection, pack)? else { return Ok(Known::default()) };
    let (from, to) = schema::rows_of_pack(number);
    let sql = "SELECT base, slug, hash FROM entries WHERE base >= ?1 AND base < ?2";
    let mut query = connection.prepare(sql)?;
    let entry = |row: &Row<'_>| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)));
    let entries = query.query_map([from, to], entry)?.collect::<rusqlite::Result<_>>()?;
    Ok(Known { pack: number, entries })
}

/// The number of a pack that the catalog knows.
pub fn known(connection: &Connection, pack: &str) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT number FROM packs WHERE id = ?1";
    connection.prepare_cached(sql)?.query_row([pack], |row| row.get(0)).optional()
}

/// A file that nobody changes in place: no locks, no journal (<https://sqlite.org/uri.html>).
fn uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri + "?mode=ro&immutable=1"
}

/// A catalog that is being made.
pub struct Writer {
    connection: Connection,
    /// Where it is made, and where it belongs; `None` in memory.
    paths: Option<(PathBuf, PathBuf)>,
    pack: i64,
}

impl Writer {
    /// Begins with all that `from` holds, in `folder` or in memory.
    ///
    /// # Errors
    /// The folder cannot be written, or `from` is damaged.
    pub fn begin(
        folder: Option<&Path>,
        from: Option<&Connection>,
        pack: &str,
    ) -> rusqlite::Result<Writer> {
        let paths = match folder {
            Some(folder) => Some(stage(folder).map_err(|error| unwritable(&error))?),
            None => None,
        };
        let made = Writer::make(paths.as_ref().map(|(staged, _)| staged.as_path()), from, pack);
        match (made, paths) {
            (Ok((connection, pack)), paths) => Ok(Writer { connection, paths, pack }),
            (Err(error), paths) => {
                if let Some((staged, _)) = paths {
                    let _ = fs::remove_file(staged);
                }
                Err(error)
            }
        }
    }

    fn make(
        path: Option<&Path>,
        from: Option<&Connection>,
        pack: &str,
    ) -> rusqlite::Result<(Connection, i64)> {
        let mut connection = match path {
            Some(path) => Connection::open(path)?,
            None => Connection::open_in_memory()?,
        };
        // A file that is not finished is of no use to anybody, so nothing guards its making.
        connection.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE",
        )?;
        match from {
            Some(from) => Backup::new(from, &mut connection)?.run_to_completion(
                COPY_PAGES,
                std::time::Duration::ZERO,
                None,
            )?,
            None => schema::create(&connection)?,
        }
        connection.execute_batch("BEGIN")?;
        let number = number_of(&connection, pack)?;
        Ok((connection, number))
    }

    /// Writes an entry down in the place of the one that had its number.
    pub fn put(&self, item: &Item<'_>, entry: &Entry, hash: i64) -> rusqlite::Result<()> {
        let base = schema::base(self.pack, item.kind(), item.place);
        self.remove(base)?;
        let sql = "INSERT INTO entries (base, slug, title, means, leads, page, hash)
                   VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)";
        self.connection.prepare_cached(sql)?.execute(params![
            base,
            item.slug(),
            entry.title,
            entry.means,
            entry.leads,
            hash
        ])?;
        let sql = "INSERT INTO texts (row, heading, body) VALUES (?1, ?2, ?3)";
        let mut insert = self.connection.prepare_cached(sql)?;
        for (row, (heading, body)) in (base..).zip(&entry.pages) {
            insert.execute(params![row, heading, body])?;
        }
        Ok(())
    }

    /// Takes out the entry of this number, if there is one.
    pub fn remove(&self, base: i64) -> rusqlite::Result<()> {
        let (from, to) = schema::rows_of_entry(base);
        let connection = &self.connection;
        if connection.prepare_cached("DELETE FROM entries WHERE base = ?1")?.execute([base])? > 0 {
            let sql = "DELETE FROM texts WHERE row BETWEEN ?1 AND ?2";
            connection.prepare_cached(sql)?.execute([from, to])?;
        }
        Ok(())
    }

    /// Gives the file its name. What comes back can be read, also where that was refused.
    ///
    /// # Errors
    /// Something could not be written.
    pub fn finish(self) -> rusqlite::Result<Connection> {
        let Writer { connection, paths, pack } = self;
        let made =
            derive::derive(&connection, pack).and_then(|()| connection.execute_batch("COMMIT"));
        let Some((staged, path)) = paths else { return made.map(|()| connection) };
        let kept = made.and_then(|()| {
            let sync = File::open(&staged).and_then(|file| file.sync_all());
            // Where another instance took the staged file away, its own catalog comes instead.
            if sync.and_then(|()| fs::rename(&staged, &path)).is_err() {
                let _ = fs::remove_file(&staged);
            }
            connection.pragma_update(None, "query_only", true)
        });
        if kept.is_err() {
            let _ = fs::remove_file(&staged);
        }
        kept.map(|()| connection)
    }
}

/// The number of a pack, a new one where it has none. Numbers are never used again.
fn number_of(connection: &Connection, pack: &str) -> rusqlite::Result<i64> {
    if let Some(number) = known(connection, pack)? {
        return Ok(number);
    }
    let others: Vec<i64> = connection
        .prepare("SELECT number FROM packs ORDER BY number")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let surplus = (others.len() + 1).saturating_sub(PACKS_MAX);
    for number in &others[..surplus] {
        let (from, to) = schema::rows_of_pack(*number);
        connection.execute("DELETE FROM packs WHERE number = ?1", [number])?;
        connection.execute("DELETE FROM entries WHERE base >= ?1 AND base < ?2", [from, to])?;
        connection.execute("DELETE FROM texts WHERE row >= ?1 AND row < ?2", [from, to])?;
        derive::forget(connection, *number)?;
    }
    let number = others.last().map_or(0, |number| number + 1);
    let sql = "INSERT INTO packs (number, id, rows) VALUES (?1, ?2, x'')";
    connection.execute(sql, params![number, pack])?;
    Ok(number)
}

/// Names the file to be made, and takes away those that a killed program left.
fn stage(folder: &Path) -> io::Result<(PathBuf, PathBuf)> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(folder)?.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(STAGED.0) && name.ends_with(STAGED.1) {
            let _ = fs::remove_file(entry.path());
        }
    }
    // Never the name of a file that was taken away a moment ago: whoever made that one would give
    // this one its place.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let name = format!("{}{}-{now}{}", STAGED.0, std::process::id(), STAGED.1);
    let staged = folder.join(name);
    Ok((staged, folder.join(CATALOG_FILE)))
}

fn unwritable(error: &io::Error) -> rusqlite::Error {
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN);
    rusqlite::Error::SqliteFailure(code, Some(error.to_string()))
}
