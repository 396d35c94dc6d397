//! How long somebody was at something, day by day: the time between one thing that was recorded
//! and the next, where it is short enough that nobody went away.

use std::collections::BTreeMap;

use rusqlite::{Connection, Transaction, params};

use crate::{
    course::id::PackId,
    progress::{
        SECONDS_A_DAY, Seconds,
        merge::MERGE_ACTIVITY,
        summary::{number, text},
    },
};

/// A pause longer than this is not counted, not even in part.
pub const PAUSE_SECONDS_MAX: Seconds = 300;

/// What somebody is at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doing {
    pub pack: String,
    pub what: What,
    /// The lesson or the exercise; of a review the one that the card comes from.
    pub id: String,
    pub at: Seconds,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Lesson,
    Exercise,
    Review,
}

/// Seconds that were counted, and the days on which anything was recorded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Activity {
    /// By day since 1970 in Greenwich; a day on which something was tried and nothing measured has
    /// 0 seconds.
    pub days: BTreeMap<i64, Seconds>,
    pub by: BTreeMap<(What, String), Seconds>,
}

impl What {
    fn name(self) -> &'static str {
        match self {
            What::Lesson => "lesson",
            What::Exercise => "exercise",
            What::Review => "review",
        }
    }

    fn of_name(name: &str) -> What {
        match name {
            "exercise" => What::Exercise,
            "review" => What::Review,
            _ => What::Lesson,
        }
    }
}

pub fn of_pack(connection: &Connection, pack: &PackId) -> rusqlite::Result<Activity> {
    let mut activity = Activity::default();
    let sql = "SELECT day, kind, id, sum(seconds) FROM activity WHERE pack = ?1
               GROUP BY day, kind, id";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query([pack.as_str()])?;
    while let Some(row) = rows.next()? {
        let seconds = number(row, 3);
        *activity.days.entry(number(row, 0)).or_default() += seconds;
        let by = (What::of_name(&text(row, 1)), text(row, 2));
        *activity.by.entry(by).or_default() += seconds;
    }
    let sql = "SELECT DISTINCT at / 86400 FROM attempts WHERE pack = ?1
               UNION SELECT DISTINCT at / 86400 FROM reviews WHERE pack = ?1 AND undone = 0";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query([pack.as_str()])?;
    while let Some(row) = rows.next()? {
        activity.days.entry(number(row, 0)).or_default();
    }
    Ok(activity)
}

/// Counts the time since `before` for what was done then, on the day that it ended.
pub fn put(transaction: &Transaction<'_>, before: &Doing, now: Seconds) -> rusqlite::Result<()> {
    let seconds = now - before.at;
    if !(1..=PAUSE_SECONDS_MAX).contains(&seconds) {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO activity (machine, day, pack, kind, id, seconds)
         SELECT id, ?1, ?2, ?3, ?4, ?5 + coalesce((SELECT seconds FROM activity
             WHERE machine = machine.id AND day = ?1 AND pack = ?2 AND kind = ?3 AND id = ?4), 0)
         FROM machine WHERE true {MERGE_ACTIVITY}"
    );
    let day = now.div_euclid(SECONDS_A_DAY);
    transaction.prepare_cached(&sql)?.execute(params![
        day,
        before.pack,
        before.what.name(),
        before.id,
        seconds
    ])?;
    Ok(())
}
