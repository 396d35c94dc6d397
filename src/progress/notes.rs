//! A learner's own notes on the pages of lessons. A note that was removed stays as an empty row,
//! so that another machine learns of it.

use rusqlite::{Connection, Row, Transaction, params};

use crate::{
    course::id::{LessonId, PackId},
    progress::{
        Seconds,
        summary::{count, number, text},
    },
};

/// Bytes of a note that are kept; the rest of a longer one is cut.
pub const NOTE_BYTES_MAX: usize = 64 << 10;

/// Notes of one lesson that are read at most.
pub const NOTES_MAX: u32 = 1_000;

/// Something that the learner wrote about a page of a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Tells it from every other note, on every machine.
    pub token: i64,
    /// Counted from 0.
    pub page: usize,
    pub text: String,
    /// When it was written last.
    pub at: Seconds,
}

/// Notes of a pack, each with its lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotesOfPack {
    pub notes: Vec<(LessonId, Note)>,
    /// There are more, which were not read.
    pub more: bool,
}

/// The notes of a lesson, by page and then by when they were written.
pub fn of_lesson(
    connection: &Connection,
    pack: &PackId,
    lesson: &LessonId,
) -> rusqlite::Result<Vec<Note>> {
    let sql = "SELECT token, page, text, at FROM notes
               WHERE pack = ?1 AND lesson = ?2 AND text <> ''
               ORDER BY page, at, token LIMIT ?3";
    let mut query = connection.prepare_cached(sql)?;
    let of = params![pack.as_str(), lesson.as_str(), NOTES_MAX];
    query.query_map(of, |row| Ok(read(row)))?.collect()
}

/// The notes of a whole pack, newest first, until their texts have `bytes_max`.
pub fn of_pack(
    connection: &Connection,
    pack: &PackId,
    bytes_max: usize,
) -> rusqlite::Result<NotesOfPack> {
    let sql = "SELECT token, page, text, at, lesson FROM notes
               WHERE pack = ?1 AND text <> '' ORDER BY at DESC, token";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query([pack.as_str()])?;
    let mut found = NotesOfPack::default();
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        let note = read(row);
        bytes += note.text.len();
        if bytes_max < bytes {
            found.more = true;
            break;
        }
        found.notes.extend(LessonId::parse(&text(row, 4)).ok().map(|lesson| (lesson, note)));
    }
    Ok(found)
}

fn read(row: &Row<'_>) -> Note {
    Note { token: number(row, 0), page: count(row, 1), text: text(row, 2), at: number(row, 3) }
}

/// Writes a note, or writes it anew; an empty text removes it. What is typed here is newer than what
/// was there, even within one second.
pub fn put(
    transaction: &Transaction<'_>,
    pack: &str,
    at: Seconds,
    token: i64,
    lesson: &LessonId,
    page: u32,
    text: &str,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO notes (token, pack, lesson, page, text, at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)
               ON CONFLICT (token) DO UPDATE SET
                   pack = excluded.pack, lesson = excluded.lesson, page = excluded.page,
                   text = excluded.text, at = max(excluded.at, at + (text <> excluded.text))";
    let text = cut(text, NOTE_BYTES_MAX);
    transaction.execute(sql, params![token, pack, lesson.as_str(), page, text, at])?;
    Ok(())
}

/// As much of a text as fits, in whole characters.
pub fn cut(text: &str, bytes_max: usize) -> &str {
    &text[..text.floor_char_boundary(bytes_max)]
}
