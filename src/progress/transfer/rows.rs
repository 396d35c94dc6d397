//! The rows of an export: what a line may hold, how it is read from the tables and put back.

use std::collections::BTreeMap;

use rusqlite::{Transaction, params};
use serde::{Deserialize, Serialize};

use super::Moved;
use crate::{
    course::id::{ExerciseId, LessonId, ModuleId, PackId},
    progress::{
        Seconds,
        merge::{
            MERGE_ACTIVITY, MERGE_CARD, MERGE_EXERCISE, MERGE_LAST_PLACE, MERGE_LESSON, MERGE_NOTE,
            MERGE_REVIEW, MERGE_SKIPPED,
        },
        notes::NOTE_BYTES_MAX,
    },
};

/// The last second of the year 9999: no time is later.
const AT_MAX: Seconds = 253_402_300_799;
/// Files and checks of an attempt, and characters of a name or a path.
const PARTS_MAX: usize = 1_000;
const NAME_CHARS_MAX: usize = 500;
/// What counts something, or was counted in seconds of one day.
const COUNT_MAX: i64 = 1_000_000_000;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Line {
    Attempt(Attempt),
    Exercise(Exercise),
    Lesson(Lesson),
    LastPlace(LastPlace),
    Note(Note),
    Card(Card),
    Review(Review),
    Skipped(Skipped),
    Activity(Activity),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    pub token: i64,
    pub pack: String,
    pub exercise: String,
    pub rev: i64,
    pub kind: String,
    pub outcome: Option<String>,
    pub at: Seconds,
    pub took_ms: i64,
    /// Those that are UTF-8.
    pub files: BTreeMap<String, String>,
    /// The others, in hexadecimal digits.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub bytes: BTreeMap<String, String>,
    /// Name, hidden, outcome.
    pub checks: Vec<(String, bool, String)>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "keys of the file are named as the columns")]
pub struct Exercise {
    pub pack: String,
    pub exercise: String,
    pub attempts: i64,
    pub hints: i64,
    pub revealed: bool,
    pub with_help: bool,
    pub passed_rev: Option<i64>,
    pub passed_at: Option<Seconds>,
    pub at: Seconds,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "keys of the file are named as the columns")]
pub struct Lesson {
    pub pack: String,
    pub lesson: String,
    pub page: i64,
    pub read_at: Option<Seconds>,
    pub at: Seconds,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastPlace {
    pub pack: String,
    pub kind: String,
    pub id: String,
    pub at: Seconds,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    pub token: i64,
    pub pack: String,
    pub lesson: String,
    pub page: i64,
    pub text: String,
    pub at: Seconds,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    pub pack: String,
    pub kind: String,
    pub source: String,
    pub mark: String,
    pub said: String,
    pub since: Seconds,
    pub not_before: Seconds,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    pub token: i64,
    pub pack: String,
    pub kind: String,
    pub source: String,
    pub mark: String,
    pub grade: i64,
    pub said: String,
    pub at: Seconds,
    pub undone: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "keys of the file are named as the columns")]
pub struct Skipped {
    pub pack: String,
    pub module: String,
    pub skipped: bool,
    pub at: Seconds,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    pub machine: i64,
    pub day: i64,
    pub pack: String,
    pub kind: String,
    pub id: String,
    pub seconds: Seconds,
}

/// After records were joined: a standing has counted at least what the log holds.
pub fn count_attempts(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute(
        "UPDATE exercises SET attempts = max(attempts, (
             SELECT count(*) FROM attempts AS log
             WHERE log.pack = exercises.pack AND log.exercise = exercises.exercise
               AND log.outcome IN ('pass', 'fail')))",
        [],
    )?;
    Ok(())
}

impl Line {
    /// Counts the row where it goes out.
    pub fn count(&self, moved: &mut Moved) {
        match self {
            Line::Attempt(_) => moved.attempts += 1,
            Line::Review(_) => moved.reviews += 1,
            Line::Note(note) => moved.notes += usize::from(!note.text.is_empty()),
            Line::Exercise(_)
            | Line::Lesson(_)
            | Line::LastPlace(_)
            | Line::Card(_)
            | Line::Skipped(_)
            | Line::Activity(_) => {}
        }
    }

    /// Whether every value is one that could have been exported.
    pub fn check(&self) -> Result<(), String> {
        match self {
            Line::Attempt(row) => row.check(),
            Line::Exercise(row) => {
                pack(&row.pack)?;
                exercise(&row.exercise)?;
                at(row.at)?;
                row.passed_at.map_or(Ok(()), at)?;
                count("attempts", row.attempts, COUNT_MAX)?;
                count("hints", row.hints, 4)?;
                count("passed_rev", row.passed_rev.unwrap_or(0), COUNT_MAX)?;
                ensure(row.passed_rev.is_some() == row.passed_at.is_some(), "a pass has no time")
            }
            Line::Lesson(row) => {
                pack(&row.pack)?;
                lesson(&row.lesson)?;
                at(row.at)?;
                row.read_at.map_or(Ok(()), at)?;
                count("page", row.page, COUNT_MAX)
            }
            Line::LastPlace(row) => {
                pack(&row.pack)?;
                at(row.at)?;
                match row.kind.as_str() {
                    "lesson" => lesson(&row.id),
                    "exercise" => exercise(&row.id),
                    _ => Err(unknown("kind", &row.kind)),
                }
            }
            Line::Note(row) => {
                pack(&row.pack)?;
                lesson(&row.lesson)?;
                at(row.at)?;
                count("page", row.page, COUNT_MAX)?;
                ensure(row.text.len() <= NOTE_BYTES_MAX, "a note has more than 64 KiB")
            }
            Line::Card(row) => {
                card(&row.pack, &row.kind, &row.source, &row.mark, &row.said)?;
                at(row.since)?;
                at(row.not_before)
            }
            Line::Review(row) => {
                card(&row.pack, &row.kind, &row.source, &row.mark, &row.said)?;
                at(row.at)?;
                ensure((1..=4).contains(&row.grade), "a grade is not from 1 to 4")
            }
            Line::Skipped(row) => {
                pack(&row.pack)?;
                at(row.at)?;
                ModuleId::parse(&row.module).map(drop).map_err(|_| unknown("module", &row.module))
            }
            Line::Activity(row) => {
                pack(&row.pack)?;
                exercise(&row.id)?;
                count("day", row.day, AT_MAX / 86_400)?;
                count("seconds", row.seconds, 86_400)?;
                one_of("kind", &row.kind, &["lesson", "exercise", "review"])
            }
        }
    }

    /// Joins the row with what is there.
    pub fn put(&self, into: &Transaction<'_>, moved: &mut Moved) -> rusqlite::Result<()> {
        let changed = match self {
            Line::Attempt(row) => row.put(into)?,
            Line::Exercise(row) => into
                .prepare_cached(&format!(
                    "INSERT INTO exercises VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                     {MERGE_EXERCISE}"
                ))?
                .execute(params![
                    row.pack,
                    row.exercise,
                    row.attempts,
                    row.hints,
                    row.revealed,
                    row.with_help,
                    row.passed_rev,
                    row.passed_at,
                    row.at
                ])?,
            Line::Lesson(row) => into
                .prepare_cached(&format!(
                    "INSERT INTO lessons VALUES (?1, ?2, ?3, ?4, ?5) {MERGE_LESSON}"
                ))?
                .execute(params![row.pack, row.lesson, row.page, row.read_at, row.at])?,
            Line::LastPlace(row) => into
                .prepare_cached(&format!(
                    "INSERT INTO last_places VALUES (?1, ?2, ?3, ?4) {MERGE_LAST_PLACE}"
                ))?
                .execute(params![row.pack, row.kind, row.id, row.at])?,
            Line::Note(row) => into
                .prepare_cached(&format!(
                    "INSERT INTO notes VALUES (?1, ?2, ?3, ?4, ?5, ?6) {MERGE_NOTE}"
                ))?
                .execute(params![row.token, row.pack, row.lesson, row.page, row.text, row.at])?,
            Line::Card(row) => into
                .prepare_cached(&format!(
                    "INSERT INTO cards (pack, kind, source, mark, said, since, not_before, due)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?6) {MERGE_CARD}"
                ))?
                .execute(params![
                    row.pack,
                    row.kind,
                    row.source,
                    row.mark,
                    row.said,
                    row.since,
                    row.not_before
                ])?,
            Line::Review(row) => row.put(into)?,
            Line::Skipped(row) => into
                .prepare_cached(&format!(
                    "INSERT INTO skipped VALUES (?1, ?2, ?3, ?4) {MERGE_SKIPPED}"
                ))?
                .execute(params![row.pack, row.module, row.skipped, row.at])?,
            Line::Activity(row) => into
                .prepare_cached(&format!(
                    "INSERT INTO activity VALUES (?1, ?2, ?3, ?4, ?5, ?6) {MERGE_ACTIVITY}"
                ))?
                .execute(params![row.machine, row.day, row.pack, row.kind, row.id, row.seconds])?,
        };
        if changed > 0 {
            self.count(moved);
        }
        Ok(())
    }
}

impl Attempt {
    fn check(&self) -> Result<(), String> {
        const OUTCOMES: [&str; 3] = ["pass", "fail", "unjudged"];
        pack(&self.pack)?;
        exercise(&self.exercise)?;
        at(self.at)?;
        count("rev", self.rev, COUNT_MAX)?;
        count("took_ms", self.took_ms, i64::MAX)?;
        one_of("kind", &self.kind, &["check", "kept"])?;
        self.outcome.as_deref().map_or(Ok(()), |word| one_of("outcome", word, &OUTCOMES))?;
        let parts = self.files.len() + self.bytes.len();
        ensure(parts <= PARTS_MAX, "an attempt has more than 1,000 files")?;
        ensure(self.checks.len() <= PARTS_MAX, "an attempt has more than 1,000 checks")?;
        for path in self.files.keys().chain(self.bytes.keys()) {
            ensure(is_inside(path), "the path of a file leads outside its exercise")?;
            ensure(
                !(self.files.contains_key(path) && self.bytes.contains_key(path)),
                "a file twice",
            )?;
        }
        for digits in self.bytes.values() {
            ensure(from_hex(digits).is_some(), "the bytes of a file are no hexadecimal digits")?;
        }
        for (name, _, outcome) in &self.checks {
            ensure(name.chars().count() <= NAME_CHARS_MAX, "the name of a check is too long")?;
            one_of("outcome", outcome, &["pass", "fail", "unjudged", "skipped"])?;
        }
        Ok(())
    }

    fn put(&self, into: &Transaction<'_>) -> rusqlite::Result<usize> {
        let sql = "INSERT INTO attempts (token, pack, exercise, rev, kind, outcome, at, took_ms)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (token) DO NOTHING";
        let changed = into.prepare_cached(sql)?.execute(params![
            self.token,
            self.pack,
            self.exercise,
            self.rev,
            self.kind,
            self.outcome,
            self.at,
            self.took_ms
        ])?;
        if changed == 0 {
            return Ok(0);
        }
        let id = into.last_insert_rowid();
        let sql = "INSERT INTO attempt_files (attempt, path, content) VALUES (?1, ?2, ?3)";
        let mut insert = into.prepare_cached(sql)?;
        for (path, content) in &self.files {
            insert.execute(params![id, path, content.as_bytes()])?;
        }
        for (path, digits) in &self.bytes {
            insert.execute(params![id, path, from_hex(digits).unwrap_or_default()])?;
        }
        let sql = "INSERT INTO attempt_checks (attempt, position, name, hidden, outcome)
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        let mut insert = into.prepare_cached(sql)?;
        for (position, (name, hidden, outcome)) in (0_i64..).zip(&self.checks) {
            insert.execute(params![id, position, name, hidden, outcome])?;
        }
        Ok(changed)
    }
}

impl Review {
    /// A review that is known and was not taken back since says nothing new.
    fn put(&self, into: &Transaction<'_>) -> rusqlite::Result<usize> {
        into.prepare_cached(&format!(
            "INSERT INTO reviews VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) {MERGE_REVIEW}
             WHERE excluded.undone > undone"
        ))?
        .execute(params![
            self.token,
            self.pack,
            self.kind,
            self.source,
            self.mark,
            self.grade,
            self.said,
            self.at,
            self.undone
        ])
    }
}

fn ensure(holds: bool, what: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

fn unknown(what: &str, value: &str) -> String {
    let value: String = value.chars().take(40).collect();
    format!("`{}` is no {what}", value.escape_debug())
}

fn one_of(what: &str, value: &str, words: &[&str]) -> Result<(), String> {
    if words.contains(&value) { Ok(()) } else { Err(unknown(what, value)) }
}

fn pack(id: &str) -> Result<(), String> {
    PackId::parse(id).map(drop).map_err(|_| unknown("pack", id))
}

fn exercise(id: &str) -> Result<(), String> {
    ExerciseId::parse(id).map(drop).map_err(|_| unknown("id", id))
}

fn lesson(id: &str) -> Result<(), String> {
    LessonId::parse(id).map(drop).map_err(|_| unknown("lesson", id))
}

fn card(pack_id: &str, kind: &str, source: &str, mark: &str, said: &str) -> Result<(), String> {
    pack(pack_id)?;
    one_of("kind of card", kind, &["question", "prediction", "solution"])?;
    exercise(source)?;
    let is_mark = mark.len() <= 16 && mark.bytes().all(|byte| byte.is_ascii_hexdigit());
    ensure(is_mark, "the mark of a card is no hexadecimal number")?;
    ensure(said.len() <= crate::progress::cards::SAID_BYTES_MAX, "an answer has more than 4 KiB")
}

fn at(seconds: Seconds) -> Result<(), String> {
    ensure((0..=AT_MAX).contains(&seconds), "a time is not between 1970 and 9999")
}

fn count(what: &str, value: i64, most: i64) -> Result<(), String> {
    ensure((0..=most).contains(&value), &format!("{what} is {value}, not from 0 to {most}"))
}

/// A path that stays in its folder when the files are put back.
fn is_inside(path: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    let printable = |ch: char| !ch.is_control() && ch != '\\';
    path.chars().count() <= NAME_CHARS_MAX
        && path.chars().all(printable)
        && path.split('/').all(plain)
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    let byte = |pair: &[u8]| {
        let [high, low] = pair else { return None };
        let value = |digit: u8| char::from(digit).to_digit(16);
        u8::try_from(value(*high)? * 16 + value(*low)?).ok()
    };
    pairs.map(byte).collect()
}
