//! The tables of catalog.db. The file is a copy of what the packs say and nothing else, so that a
//! file of another version is made anew instead of being changed.

use rusqlite::Connection;

/// `BkCa`, so that a file of another program is never taken for ours.
const APPLICATION_ID: i64 = 0x426b_4361;
/// Raised when the tables, or what stands in them, change.
const VERSION: i64 = 2;

/// `base` numbers an entry so that all pages of all entries are in the order of the course, and
/// those of one kind in one range (see [`base`]). `texts` has a row for each page: base + page.
/// The rest is made of these two: `rows` of a pack lists its rows of `texts`, `words` has the pages
/// of each word as numbers in that list (`postings`), also of each two that are joined and of all
/// that begin with a letter or two (`index`), and `vocabulary` has the words by their letters, a space between.
const TABLES: &str = "
CREATE TABLE packs (
    number INTEGER PRIMARY KEY,
    id     TEXT NOT NULL UNIQUE,
    rows   BLOB NOT NULL
) STRICT;

CREATE TABLE entries (
    base  INTEGER PRIMARY KEY,
    slug  TEXT NOT NULL,
    title TEXT NOT NULL,
    means TEXT NOT NULL,
    leads TEXT NOT NULL,
    page  INTEGER NOT NULL,
    hash  INTEGER NOT NULL
) STRICT;
CREATE INDEX entries_by_slug ON entries (slug);

CREATE TABLE texts (
    row     INTEGER PRIMARY KEY,
    heading TEXT NOT NULL,
    body    TEXT NOT NULL
) STRICT;

CREATE TABLE words (
    pack  INTEGER NOT NULL,
    word  TEXT NOT NULL,
    pages BLOB NOT NULL,
    PRIMARY KEY (pack, word)
) STRICT, WITHOUT ROWID;

CREATE TABLE vocabulary (
    pack    INTEGER NOT NULL,
    letters INTEGER NOT NULL,
    words   TEXT NOT NULL,
    PRIMARY KEY (pack, letters)
) STRICT, WITHOUT ROWID;
";

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Lesson,
    Exercise,
    Term,
}

impl Kind {
    pub const ALL: [Kind; 3] = [Kind::Lesson, Kind::Exercise, Kind::Term];

    fn number(self) -> i64 {
        match self {
            Kind::Lesson => 0,
            Kind::Exercise => 1,
            Kind::Term => 2,
        }
    }
}

const PAGE_BITS: u32 = 12;
const PLACE_BITS: u32 = 28;
const KIND_BITS: u32 = 4;
/// Pages of one entry that are indexed.
pub const PAGES_MAX: usize = 1 << PAGE_BITS;
/// Entries of one kind in one pack.
pub const PLACES_MAX: usize = 1 << PLACE_BITS;

/// The number of an entry: pack, kind and place in the course, from the highest bits on.
///
/// `place` is below [`PLACES_MAX`].
pub fn base(pack: i64, kind: Kind, place: usize) -> i64 {
    let place = i64::try_from(place).unwrap_or(i64::MAX) & ((1 << PLACE_BITS) - 1);
    (((pack << KIND_BITS | kind.number()) << PLACE_BITS) | place) << PAGE_BITS
}

/// The first and the last row of the entries of one kind.
pub fn rows_of(pack: i64, kind: Kind) -> (i64, i64) {
    let first = base(pack, kind, 0);
    (first, first + ((1 << (PLACE_BITS + PAGE_BITS)) - 1))
}

/// The first row of a pack and the first after it.
pub fn rows_of_pack(pack: i64) -> (i64, i64) {
    (base(pack, Kind::Lesson, 0), base(pack + 1, Kind::Lesson, 0))
}

/// The first and the last row of one entry.
pub fn rows_of_entry(base: i64) -> (i64, i64) {
    (base, base | ((1 << PAGE_BITS) - 1))
}

/// The entry that a row of `texts` belongs to, and its page counted from 0.
pub fn entry_of(row: i64) -> (i64, usize) {
    let page = row & ((1 << PAGE_BITS) - 1);
    (row - page, usize::try_from(page).unwrap_or(0))
}

/// The place of an entry among those of its kind, along the course.
pub fn place_of(base: i64) -> usize {
    usize::try_from((base >> PAGE_BITS) & ((1 << PLACE_BITS) - 1)).unwrap_or(0)
}

/// Makes the tables in a database that has none.
pub fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(TABLES)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", VERSION)
}

/// Whose database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Ours,
    /// A later Backlab made it.
    Newer,
    /// An earlier Backlab made it, or another program.
    Other,
}

/// # Errors
/// This is no database.
pub fn owner(connection: &Connection) -> rusqlite::Result<Owner> {
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    Ok(match (number("application_id")?, number("user_version")?) {
        (APPLICATION_ID, VERSION) => Owner::Ours,
        (APPLICATION_ID, version) if version > VERSION => Owner::Newer,
        _ => Owner::Other,
    })
}

/// What is said of a file in which something stands that we never write.
pub fn damaged() -> rusqlite::Error {
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
    rusqlite::Error::SqliteFailure(code, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_in_the_order_of_the_course_and_kinds_lie_apart() {
        let first = base(1, Kind::Lesson, 0);
        let second = base(1, Kind::Lesson, 1);
        let exercise = base(1, Kind::Exercise, 0);
        assert!(first < second && second < exercise && exercise < base(2, Kind::Lesson, 0));
        assert_eq!(entry_of(second + 7), (second, 7));
        assert_eq!((place_of(second), place_of(exercise)), (1, 0));
        let (from, to) = rows_of(1, Kind::Lesson);
        assert!((from..=to).contains(&(second + 4_095)) && !(from..=to).contains(&exercise));
        assert_eq!(rows_of_entry(first).1 + 1, second);
    }
}
