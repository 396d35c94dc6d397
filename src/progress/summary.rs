//! What is known of a pack as a whole and of one exercise: a few short queries.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::{
    course::id::{ExerciseId, LessonId, ModuleId, PackId},
    progress::{
        Seconds,
        merge::{MERGE_ACTIVITY, MERGE_EXERCISE, MERGE_LESSON},
    },
};

/// All that is known of a pack's lessons and exercises, those that it no longer has included.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    pub lessons: BTreeMap<LessonId, LessonMark>,
    pub exercises: BTreeMap<ExerciseId, Standing>,
    /// Where the learner was last.
    pub last_place: Option<Place>,
    /// The exercise where anything was done last.
    pub last_exercise: Option<ExerciseId>,
    /// When anything was done last.
    pub last_at: Option<Seconds>,
    /// What was passed last for the first time.
    pub last_solved: Option<ExerciseId>,
    /// Modules that the learner knows already and skips.
    pub skipped: BTreeSet<ModuleId>,
}

/// Somewhere a learner can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Lesson(LessonId),
    Exercise(ExerciseId),
}

/// How far a lesson was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LessonMark {
    /// The page that is open, counted from 0.
    pub page: usize,
    /// The last page was read once.
    pub read: bool,
}

/// What a learner did with one exercise so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// Those that were judged.
    pub attempts: u32,
    /// Hints shown, 0 to 4.
    pub hints: usize,
    pub passed: bool,
    /// The latest revision of the exercise that was passed.
    pub passed_rev: Option<u32>,
    /// The latest revision that an attempt passed. It is lower where the text of that attempt was found
    /// to pass a later one too.
    pub solved_rev: Option<u32>,
    /// The latest revision of which there is an attempt that was judged, or a text that was kept.
    pub tried_rev: Option<u32>,
    /// The solution was seen before passing.
    pub with_help: bool,
    pub revealed: bool,
}

/// What became of a pass when the exercise got a later revision. The pass itself stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revised {
    /// Nobody has judged the text by the checks of today yet. `was`: the revision that was passed.
    Unjudged { was: u32 },
    /// The text does not pass the checks of today.
    AsksMore { was: u32 },
    /// The text passes the checks of today too.
    Passes { was: u32 },
}

impl Revised {
    /// The revision that was passed, where today's is still open.
    pub fn open_since(self) -> Option<u32> {
        match self {
            Revised::Unjudged { was } | Revised::AsksMore { was } => Some(was),
            Revised::Passes { .. } => None,
        }
    }
}

impl Standing {
    /// What became of a pass where the exercise has revision `rev` now; `None` where nothing was passed,
    /// or nothing has changed since.
    pub fn revised(&self, rev: u32) -> Option<Revised> {
        let passed = self.passed_rev?;
        if passed < rev {
            let was = passed;
            let is_judged = self.tried_rev.is_some_and(|tried| rev <= tried);
            let revised =
                if is_judged { Revised::AsksMore { was } } else { Revised::Unjudged { was } };
            return Some(revised);
        }
        let was = self.solved_rev.filter(|solved| *solved < passed && passed == rev)?;
        Some(Revised::Passes { was })
    }
}

/// What `read_standing` reads of a row of `exercises`.
const STANDING: &str = "attempts, hints, passed_rev, with_help, revealed,
    (SELECT max(rev) FROM attempts AS one WHERE one.pack = exercises.pack
        AND one.exercise = exercises.exercise AND one.outcome = 'pass'),
    (SELECT max(rev) FROM attempts AS one WHERE one.pack = exercises.pack
        AND one.exercise = exercises.exercise AND one.outcome IS NOT 'unjudged')";

pub fn of_pack(connection: &Connection, pack: &PackId) -> rusqlite::Result<Summary> {
    let mut summary = Summary::default();
    let mut last_solved = None;
    let mut last_exercise = None;
    let mut last_at = None;

    let sql = "SELECT lesson, page, read_at IS NOT NULL, at FROM lessons WHERE pack = ?1";
    let mut query = connection.prepare(sql)?;
    let mut rows = query.query([pack.as_str()])?;
    while let Some(row) = rows.next()? {
        last_at = last_at.max(Some(number(row, 3)));
        if let Ok(id) = LessonId::parse(&text(row, 0)) {
            let mark = LessonMark { page: count(row, 1), read: number(row, 2) != 0 };
            summary.lessons.insert(id, mark);
        }
    }

    let sql = format!("SELECT {STANDING}, exercise, passed_at, at FROM exercises WHERE pack = ?1");
    let mut query = connection.prepare(&sql)?;
    let mut rows = query.query([pack.as_str()])?;
    while let Some(row) = rows.next()? {
        last_at = last_at.max(Some(number(row, 9)));
        if let Ok(id) = ExerciseId::parse(&text(row, 7)) {
            let standing = read_standing(row);
            last_exercise = last_exercise.max(Some((number(row, 9), id.clone())));
            if standing.passed {
                last_solved = last_solved.max(Some((number(row, 8), id.clone())));
            }
            summary.exercises.insert(id, standing);
        }
    }

    let sql = "SELECT kind, id, at FROM last_places WHERE pack = ?1";
    let place = connection.query_row(sql, [pack.as_str()], |row| {
        let id = text(row, 1);
        let place = match text(row, 0).as_str() {
            "lesson" => LessonId::parse(&id).ok().map(Place::Lesson),
            _ => ExerciseId::parse(&id).ok().map(Place::Exercise),
        };
        Ok((place, number(row, 2)))
    });
    if let Some((place, at)) = place.optional()? {
        summary.last_place = place;
        last_at = last_at.max(Some(at));
    }

    let sql = "SELECT module FROM skipped WHERE pack = ?1 AND skipped <> 0";
    let mut query = connection.prepare(sql)?;
    let modules = query.query_map([pack.as_str()], |row| Ok(text(row, 0)))?;
    for module in modules {
        summary.skipped.extend(ModuleId::parse(&module?).ok());
    }
    summary.last_at = last_at;
    summary.last_exercise = last_exercise.map(|(_, id)| id);
    summary.last_solved = last_solved.map(|(_, id)| id);
    Ok(summary)
}

pub fn standing(
    connection: &Connection,
    pack: &PackId,
    exercise: &ExerciseId,
) -> rusqlite::Result<Standing> {
    let sql = format!("SELECT {STANDING} FROM exercises WHERE pack = ?1 AND exercise = ?2");
    let row = connection
        .query_row(&sql, [pack.as_str(), exercise.as_str()], |row| Ok(read_standing(row)))
        .optional()?;
    Ok(row.unwrap_or_default())
}

/// Whether anything is kept under an id that may be an old one.
pub fn knows(connection: &Connection, pack: &PackId, id: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM attempts WHERE pack = ?1 AND exercise = ?2)
                   OR EXISTS (SELECT 1 FROM exercises WHERE pack = ?1 AND exercise = ?2)
                   OR EXISTS (SELECT 1 FROM lessons WHERE pack = ?1 AND lesson = ?2)
                   OR EXISTS (SELECT 1 FROM last_places WHERE pack = ?1 AND id = ?2)
                   OR EXISTS (SELECT 1 FROM notes WHERE pack = ?1 AND lesson = ?2)
                   OR EXISTS (SELECT 1 FROM cards WHERE pack = ?1 AND source = ?2)
                   OR EXISTS (SELECT 1 FROM reviews WHERE pack = ?1 AND source = ?2)
                   OR EXISTS (SELECT 1 FROM activity WHERE pack = ?1 AND id = ?2)";
    connection.query_row(sql, [pack.as_str(), id], |row| Ok(number(row, 0) != 0))
}

/// Where a chain of moves that starts at `old` ends; `None` where it runs in a circle.
pub fn moved_to<'a>(old: &'a str, moved: &'a [(String, String)]) -> Option<&'a str> {
    let mut seen = BTreeSet::from([old]);
    let mut at = old;
    while let Some((_, next)) = moved.iter().find(|(from, _)| from == at) {
        if !seen.insert(next) {
            return None;
        }
        at = next;
    }
    Some(at)
}

/// Records hints shown, the solution shown, or that an exercise was opened.
pub fn put_exercise(
    transaction: &Transaction<'_>,
    pack: &str,
    at: Seconds,
    exercise: &ExerciseId,
    hints: u32,
    revealed: bool,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO exercises (pack, exercise, hints, revealed, with_help, at)
               VALUES (?1, ?2, ?3, ?4, ?4, ?5)
               ON CONFLICT (pack, exercise) DO UPDATE SET
                   hints     = max(hints, excluded.hints),
                   revealed  = max(revealed, excluded.revealed),
                   with_help = CASE WHEN passed_rev IS NULL
                                    THEN max(with_help, excluded.with_help) ELSE with_help END,
                   at        = max(at, excluded.at)";
    transaction.execute(sql, params![pack, exercise.as_str(), hints, revealed, at])?;
    Ok(())
}

/// Records that an attempt was judged, and whether it passed.
pub fn put_judged(
    transaction: &Transaction<'_>,
    pack: &str,
    at: Seconds,
    exercise: &ExerciseId,
    passed_rev: Option<u32>,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO exercises (pack, exercise, attempts, passed_rev, passed_at, at)
               VALUES (?1, ?2, 1, ?3, CASE WHEN ?3 IS NULL THEN NULL ELSE ?4 END, ?4)
               ON CONFLICT (pack, exercise) DO UPDATE SET
                   attempts   = attempts + 1,
                   passed_rev = coalesce(max(passed_rev, excluded.passed_rev),
                                         passed_rev, excluded.passed_rev),
                   passed_at  = coalesce(passed_at, excluded.passed_at),
                   at         = max(at, excluded.at)";
    transaction.execute(sql, params![pack, exercise.as_str(), passed_rev, at])?;
    Ok(())
}

/// Records that what was passed passes in a later revision too.
pub fn put_revised(
    transaction: &Transaction<'_>,
    pack: &str,
    exercise: &ExerciseId,
    rev: u32,
) -> rusqlite::Result<()> {
    let sql = "UPDATE exercises SET passed_rev = max(passed_rev, ?3)
               WHERE pack = ?1 AND exercise = ?2 AND passed_rev IS NOT NULL";
    transaction.execute(sql, params![pack, exercise.as_str(), rev])?;
    Ok(())
}

/// Records the page that a lesson is open at, or, with `None`, that it was read to the end.
pub fn put_lesson(
    transaction: &Transaction<'_>,
    pack: &str,
    at: Seconds,
    lesson: &LessonId,
    page: Option<u32>,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO lessons (pack, lesson, page, read_at, at)
               VALUES (?1, ?2, coalesce(?3, 0), CASE WHEN ?3 IS NULL THEN ?4 END, ?4)
               ON CONFLICT (pack, lesson) DO UPDATE SET
                   page    = coalesce(?3, page),
                   read_at = coalesce(read_at, excluded.read_at),
                   at      = max(at, excluded.at)";
    transaction.execute(sql, params![pack, lesson.as_str(), page, at])?;
    Ok(())
}

pub fn put_last_place(
    transaction: &Transaction<'_>,
    pack: &str,
    at: Seconds,
    kind: &str,
    id: &str,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO last_places (pack, kind, id, at) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (pack) DO UPDATE SET
                   kind = excluded.kind, id = excluded.id, at = excluded.at";
    transaction.execute(sql, params![pack, kind, id, at])?;
    Ok(())
}

/// Records that a module is skipped, or no longer is. What is done here is newer than what was there,
/// even within one second.
pub fn put_skipped(
    transaction: &Transaction<'_>,
    pack: &str,
    at: Seconds,
    module: &ModuleId,
    skipped: bool,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO skipped (pack, module, skipped, at) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (pack, module) DO UPDATE SET
                   skipped = excluded.skipped,
                   at = max(excluded.at, at + (skipped <> excluded.skipped))";
    transaction.execute(sql, params![pack, module.as_str(), skipped, at])?;
    Ok(())
}

/// Carries everything under `old` over to `new`, joining it with what is there.
pub fn put_moved(
    transaction: &Transaction<'_>,
    pack: &str,
    old: &str,
    new: &str,
) -> rusqlite::Result<()> {
    if old == new {
        return Ok(());
    }
    let rename = |sql: &str| transaction.execute(sql, [pack, old, new]);
    rename("UPDATE attempts SET exercise = ?3 WHERE pack = ?1 AND exercise = ?2")?;
    rename("UPDATE last_places SET id = ?3 WHERE pack = ?1 AND id = ?2")?;
    rename("UPDATE notes SET lesson = ?3 WHERE pack = ?1 AND lesson = ?2")?;
    rename(&format!(
        "INSERT INTO exercises (pack, exercise, attempts, hints, revealed, with_help, passed_rev,
                                passed_at, at)
         SELECT pack, ?3, attempts, hints, revealed, with_help, passed_rev, passed_at, at
         FROM exercises WHERE pack = ?1 AND exercise = ?2 {MERGE_EXERCISE}"
    ))?;
    rename(&format!(
        "INSERT INTO lessons (pack, lesson, page, read_at, at)
         SELECT pack, ?3, page, read_at, at FROM lessons
         WHERE pack = ?1 AND lesson = ?2 {MERGE_LESSON}"
    ))?;
    rename(&format!(
        "INSERT INTO activity (machine, day, pack, kind, id, seconds)
         SELECT machine, day, pack, kind, ?3, seconds FROM activity
         WHERE pack = ?1 AND id = ?2 {MERGE_ACTIVITY}"
    ))?;
    let forget = |sql: &str| transaction.execute(sql, [pack, old]);
    forget("DELETE FROM activity WHERE pack = ?1 AND id = ?2")?;
    forget("DELETE FROM exercises WHERE pack = ?1 AND exercise = ?2")?;
    forget("DELETE FROM lessons WHERE pack = ?1 AND lesson = ?2")?;
    Ok(())
}

/// A text that a torn page may have spoilt: what is no UTF-8 becomes replacement characters.
pub fn text(row: &Row<'_>, index: usize) -> String {
    let value = row.get_ref(index).ok();
    let bytes = value.and_then(|value| value.as_bytes().ok()).unwrap_or_default();
    String::from_utf8_lossy(bytes).into_owned()
}

/// A number, 0 where none stands.
pub fn number(row: &Row<'_>, index: usize) -> i64 {
    row.get_ref(index).ok().and_then(|value| value.as_i64().ok()).unwrap_or(0)
}

/// A number that counts something.
pub fn count(row: &Row<'_>, index: usize) -> usize {
    usize::try_from(number(row, index)).unwrap_or(0)
}

fn read_standing(row: &Row<'_>) -> Standing {
    let revision = |index| row.get_ref(index).ok().and_then(|value| value.as_i64().ok());
    let passed_rev = revision(2);
    let small = |rev: Option<i64>| rev.and_then(|rev| u32::try_from(rev).ok());
    Standing {
        attempts: u32::try_from(number(row, 0)).unwrap_or(0),
        hints: count(row, 1),
        passed: passed_rev.is_some(),
        passed_rev: small(passed_rev),
        solved_rev: small(revision(5)),
        tried_rev: small(revision(6)),
        with_help: number(row, 3) != 0,
        revealed: number(row, 4) != 0,
    }
}
