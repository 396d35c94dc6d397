//! How the tables become the lines of an export, in an order of their content.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};

use super::rows::{
    Activity, Attempt, Card, Exercise, LastPlace, Lesson, Line, Note, Review, Skipped,
};
use crate::progress::summary::{number, text};

/// Gives each row of the tables to `take`, until it says `false`.
pub fn each(connection: &Connection, take: &mut dyn FnMut(Line) -> bool) -> rusqlite::Result<()> {
    for (sql, read) in TABLES {
        let mut query = connection.prepare(sql)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let line = read(connection, row)?;
            // What a torn page spoilt would be refused where it arrives, and all else with it.
            if line.check().is_ok() && !take(line) {
                return Ok(());
            }
        }
    }
    Ok(())
}

type Read = fn(&Connection, &Row<'_>) -> rusqlite::Result<Line>;

const TABLES: [(&str, Read); 9] = [
    (
        "SELECT id, token, pack, exercise, rev, kind, outcome, at, took_ms FROM attempts
         ORDER BY at, token",
        read_attempt,
    ),
    (
        "SELECT pack, exercise, attempts, hints, revealed, with_help, passed_rev, passed_at, at
         FROM exercises ORDER BY pack, exercise",
        |_, row| {
            Ok(Line::Exercise(Exercise {
                pack: text(row, 0),
                exercise: text(row, 1),
                attempts: number(row, 2),
                hints: number(row, 3),
                revealed: number(row, 4) != 0,
                with_help: number(row, 5) != 0,
                passed_rev: row.get(6)?,
                passed_at: row.get(7)?,
                at: number(row, 8),
            }))
        },
    ),
    ("SELECT pack, lesson, page, read_at, at FROM lessons ORDER BY pack, lesson", |_, row| {
        Ok(Line::Lesson(Lesson {
            pack: text(row, 0),
            lesson: text(row, 1),
            page: number(row, 2),
            read_at: row.get(3)?,
            at: number(row, 4),
        }))
    }),
    ("SELECT pack, kind, id, at FROM last_places ORDER BY pack", |_, row| {
        Ok(Line::LastPlace(LastPlace {
            pack: text(row, 0),
            kind: text(row, 1),
            id: text(row, 2),
            at: number(row, 3),
        }))
    }),
    ("SELECT token, pack, lesson, page, text, at FROM notes ORDER BY token", |_, row| {
        Ok(Line::Note(Note {
            token: number(row, 0),
            pack: text(row, 1),
            lesson: text(row, 2),
            page: number(row, 3),
            text: text(row, 4),
            at: number(row, 5),
        }))
    }),
    (
        "SELECT pack, kind, source, mark, said, since, not_before FROM cards
         ORDER BY pack, kind, source, mark",
        |_, row| {
            Ok(Line::Card(Card {
                pack: text(row, 0),
                kind: text(row, 1),
                source: text(row, 2),
                mark: text(row, 3),
                said: text(row, 4),
                since: number(row, 5),
                not_before: number(row, 6),
            }))
        },
    ),
    (
        "SELECT token, pack, kind, source, mark, grade, said, at, undone FROM reviews
         ORDER BY at, token",
        |_, row| {
            Ok(Line::Review(Review {
                token: number(row, 0),
                pack: text(row, 1),
                kind: text(row, 2),
                source: text(row, 3),
                mark: text(row, 4),
                grade: number(row, 5),
                said: text(row, 6),
                at: number(row, 7),
                undone: number(row, 8) != 0,
            }))
        },
    ),
    ("SELECT pack, module, skipped, at FROM skipped ORDER BY pack, module", |_, row| {
        Ok(Line::Skipped(Skipped {
            pack: text(row, 0),
            module: text(row, 1),
            skipped: number(row, 2) != 0,
            at: number(row, 3),
        }))
    }),
    (
        "SELECT machine, day, pack, kind, id, seconds FROM activity
         ORDER BY machine, day, pack, kind, id",
        |_, row| {
            Ok(Line::Activity(Activity {
                machine: number(row, 0),
                day: number(row, 1),
                pack: text(row, 2),
                kind: text(row, 3),
                id: text(row, 4),
                seconds: number(row, 5),
            }))
        },
    ),
];

fn read_attempt(connection: &Connection, row: &Row<'_>) -> rusqlite::Result<Line> {
    let id = number(row, 0);
    let mut attempt = Attempt {
        token: number(row, 1),
        pack: text(row, 2),
        exercise: text(row, 3),
        rev: number(row, 4),
        kind: text(row, 5),
        outcome: row.get(6)?,
        at: number(row, 7),
        took_ms: number(row, 8),
        files: BTreeMap::new(),
        bytes: BTreeMap::new(),
        checks: Vec::new(),
    };
    let sql = "SELECT path, content FROM attempt_files WHERE attempt = ?1";
    let mut query = connection.prepare_cached(sql)?;
    let mut files = query.query([id])?;
    while let Some(file) = files.next()? {
        let path = text(file, 0);
        let content = file.get_ref(1)?.as_bytes().unwrap_or_default();
        match std::str::from_utf8(content) {
            Ok(content) => drop(attempt.files.insert(path, content.to_owned())),
            Err(_) => drop(attempt.bytes.insert(path, hex(content))),
        }
    }
    let sql = "SELECT name, hidden, outcome FROM attempt_checks WHERE attempt = ?1
               ORDER BY position";
    let mut query = connection.prepare_cached(sql)?;
    let checks =
        query.query_map([id], |row| Ok((text(row, 0), number(row, 1) != 0, text(row, 2))))?;
    attempt.checks = checks.collect::<rusqlite::Result<_>>()?;
    Ok(Line::Attempt(attempt))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut digits, byte| {
        write!(digits, "{byte:02x}").expect("a String takes any text");
        digits
    })
}
