//! Attempts: every text that was checked, and every text that was kept before it was replaced.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::{
    course::{
        exercise::Files,
        id::{ExerciseId, PackId},
    },
    judge::{Outcome, Verdict},
    progress::{
        Seconds,
        summary::{self, count, number, text},
    },
};

/// Attempts that a history shows at most; older ones stay in the file.
pub const HISTORY_MAX: u32 = 500;

/// An attempt that is to be recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    pub exercise: ExerciseId,
    /// The exercise's `rev` that it answers.
    pub rev: u32,
    pub kind: AttemptKind,
    /// Empty where nothing was checked.
    pub checks: Vec<CheckMark>,
    pub took_ms: u64,
    pub files: Files,
}

/// How one check ended.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckMark {
    pub name: String,
    pub hidden: bool,
    /// `pass`, `fail`, `unjudged` or `skipped`.
    pub outcome: &'static str,
}

/// One attempt of the history, newest first.
#[derive(Clone, Debug, PartialEq)]
pub struct PastAttempt {
    pub number: i64,
    pub at: Seconds,
    pub kind: AttemptKind,
    pub passed: usize,
    pub checks: usize,
    pub files: Files,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptKind {
    /// Checked by the learner.
    Check,
    /// Kept because a reset, an outside change or an update was about to replace it.
    Kept,
}

impl Attempt {
    /// What a learner gave to be checked, and what came of it.
    pub fn checked(exercise: &ExerciseId, rev: u32, files: &Files, verdict: &Verdict) -> Attempt {
        let marks = verdict.checks.iter().map(|check| CheckMark {
            name: check.name.clone(),
            hidden: check.hidden,
            outcome: match check.outcome {
                Outcome::Passed => "pass",
                Outcome::Failed(_) => "fail",
                Outcome::Unjudged(_) => "unjudged",
                Outcome::Skipped { .. } => "skipped",
            },
        });
        Attempt {
            exercise: exercise.clone(),
            rev,
            kind: AttemptKind::Check,
            checks: marks.collect(),
            took_ms: u64::try_from(verdict.took.as_millis()).unwrap_or(u64::MAX),
            files: files.clone(),
        }
    }

    /// What is about to be replaced.
    pub fn kept(exercise: &ExerciseId, rev: u32, files: &Files) -> Attempt {
        Attempt {
            exercise: exercise.clone(),
            rev,
            kind: AttemptKind::Kept,
            checks: Vec::new(),
            took_ms: 0,
            files: files.clone(),
        }
    }

    fn outcome(&self) -> Option<&'static str> {
        let any = |outcome| self.checks.iter().any(|check| check.outcome == outcome);
        match self.kind {
            AttemptKind::Kept => None,
            AttemptKind::Check if any("fail") => Some("fail"),
            AttemptKind::Check if any("unjudged") || self.checks.is_empty() => Some("unjudged"),
            AttemptKind::Check if any("skipped") => Some("fail"),
            AttemptKind::Check => Some("pass"),
        }
    }
}

/// Writes an attempt and what it changes in the standing; nothing when the token is known.
pub fn put(
    transaction: &Transaction<'_>,
    pack: &str,
    at: Seconds,
    token: i64,
    attempt: &Attempt,
) -> rusqlite::Result<()> {
    let outcome = attempt.outcome();
    let kind = match attempt.kind {
        AttemptKind::Check => "check",
        AttemptKind::Kept => "kept",
    };
    let took = i64::try_from(attempt.took_ms).unwrap_or(i64::MAX);
    let exercise = attempt.exercise.as_str();
    let sql = "INSERT INTO attempts (token, pack, exercise, rev, kind, outcome, at, took_ms)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (token) DO NOTHING";
    let row = params![token, pack, exercise, attempt.rev, kind, outcome, at, took];
    if transaction.execute(sql, row)? == 0 {
        return Ok(());
    }
    let number = transaction.last_insert_rowid();
    let sql = "INSERT INTO attempt_files (attempt, path, content) VALUES (?1, ?2, ?3)";
    let mut insert = transaction.prepare_cached(sql)?;
    for (path, content) in &attempt.files {
        insert.execute(params![number, path, content])?;
    }
    let sql = "INSERT INTO attempt_checks (attempt, position, name, hidden, outcome)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut insert = transaction.prepare_cached(sql)?;
    for (position, check) in attempt.checks.iter().enumerate() {
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        insert.execute(params![number, position, check.name, check.hidden, check.outcome])?;
    }
    match outcome {
        Some("pass") => {
            summary::put_judged(transaction, pack, at, &attempt.exercise, Some(attempt.rev))
        }
        Some("fail") => summary::put_judged(transaction, pack, at, &attempt.exercise, None),
        Some(_) | None => summary::put_exercise(transaction, pack, at, &attempt.exercise, 0, false),
    }
}

pub fn history(
    connection: &Connection,
    pack: &PackId,
    exercise: &ExerciseId,
    most: u32,
) -> rusqlite::Result<Vec<PastAttempt>> {
    let sql = "SELECT id, at, kind,
                   (SELECT count(*) FROM attempt_checks WHERE attempt = id AND outcome = 'pass'),
                   (SELECT count(*) FROM attempt_checks WHERE attempt = id)
               FROM attempts WHERE pack = ?1 AND exercise = ?2 ORDER BY at DESC, id DESC LIMIT ?3";
    let mut query = connection.prepare_cached(sql)?;
    let rows =
        query.query_map(params![pack.as_str(), exercise.as_str(), most], |row| Ok(past(row)))?;
    rows.map(|row| with_files(connection, row?)).collect()
}

pub fn one(
    connection: &Connection,
    pack: &PackId,
    exercise: &ExerciseId,
    number: i64,
) -> rusqlite::Result<Option<PastAttempt>> {
    let sql = "SELECT id, at, kind,
                   (SELECT count(*) FROM attempt_checks WHERE attempt = id AND outcome = 'pass'),
                   (SELECT count(*) FROM attempt_checks WHERE attempt = id)
               FROM attempts WHERE id = ?3 AND pack = ?1 AND exercise = ?2";
    let key = params![pack.as_str(), exercise.as_str(), number];
    let row = connection.query_row(sql, key, |row| Ok(past(row))).optional()?;
    row.map(|row| with_files(connection, row)).transpose()
}

/// The text that passed last, with its revision.
pub fn passed(
    connection: &Connection,
    pack: &PackId,
    exercise: &ExerciseId,
) -> rusqlite::Result<Option<(u32, Files)>> {
    let sql = "SELECT id, at, kind, 0, 0, rev FROM attempts
               WHERE pack = ?1 AND exercise = ?2 AND outcome = 'pass'
               ORDER BY rev DESC, at DESC, id DESC LIMIT 1";
    let key = params![pack.as_str(), exercise.as_str()];
    let row = connection.query_row(sql, key, |row| Ok((past(row), number(row, 5)))).optional()?;
    let Some((attempt, rev)) = row else { return Ok(None) };
    let files = with_files(connection, attempt)?.files;
    let rev = u32::try_from(rev).ok().filter(|_| !files.is_empty());
    Ok(rev.map(|rev| (rev, files)))
}

fn past(row: &Row<'_>) -> PastAttempt {
    PastAttempt {
        number: number(row, 0),
        at: number(row, 1),
        kind: if text(row, 2) == "kept" { AttemptKind::Kept } else { AttemptKind::Check },
        passed: count(row, 3),
        checks: count(row, 4),
        files: Files::new(),
    }
}

fn with_files(connection: &Connection, mut attempt: PastAttempt) -> rusqlite::Result<PastAttempt> {
    let sql = "SELECT path, content FROM attempt_files WHERE attempt = ?1";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query([attempt.number])?;
    while let Some(row) = rows.next()? {
        let content = row.get_ref(1)?.as_bytes().unwrap_or_default().to_owned();
        attempt.files.insert(text(row, 0), content);
    }
    Ok(attempt)
}
