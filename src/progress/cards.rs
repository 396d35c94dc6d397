//! Cards and the log of their reviews. What a card's row says of its memory is worked out from the
//! log alone, so that logs of several machines can be joined and come to the same.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::{
    course::id::PackId,
    progress::{
        SECONDS_A_DAY, Seconds, fnv,
        fsrs::{Grade, Memory, spread},
        merge::{MERGE_CARD, MERGE_REVIEW},
        notes::cut,
        summary::{number, text},
    },
};

/// Cards that are asked on one day at most; what is due besides waits for the next days.
pub const CARDS_A_DAY: usize = 12;

/// Bytes of an answer that are kept.
pub const SAID_BYTES_MAX: usize = 4 << 10;

/// After `Again` a card comes back so soon.
pub const AGAIN_SECONDS: Seconds = 600;

/// Which card: a question of a lesson, a prediction that was wrong, a solution seen early.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardId {
    pub kind: CardKind,
    /// The lesson or exercise that it comes from.
    pub source: String,
    /// Tells it from the others of its source, whatever their order: a hash of its text.
    pub mark: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CardKind {
    Question,
    Prediction,
    Solution,
}

/// A card with what is known of the learner's memory of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub id: CardId,
    /// What was said when the card was made: the wrong prediction.
    pub said: String,
    pub since: Seconds,
    pub due: Seconds,
    /// `None` until the first review.
    pub memory: Option<Memory>,
    pub reviewed_at: Option<Seconds>,
    pub reviews: u32,
    /// How often it was forgotten after it was known.
    pub lapses: u32,
}

/// How many cards are to be reviewed now, and when the next ones come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    pub cards: usize,
    /// The next time that some are due, where none is now, and how many by the end of that day.
    pub next: Option<(Seconds, usize)>,
}

impl CardKind {
    fn name(self) -> &'static str {
        match self {
            CardKind::Question => "question",
            CardKind::Prediction => "prediction",
            CardKind::Solution => "solution",
        }
    }

    fn of_name(name: &str) -> CardKind {
        match name {
            "prediction" => CardKind::Prediction,
            "solution" => CardKind::Solution,
            _ => CardKind::Question,
        }
    }

    /// A new card waits so long: what was read a moment ago needs no asking.
    fn first_wait(self) -> Seconds {
        match self {
            CardKind::Question | CardKind::Prediction => SECONDS_A_DAY,
            CardKind::Solution => 2 * SECONDS_A_DAY,
        }
    }
}

impl CardId {
    /// The card of a text: FNV-1a over its words, so that a line broken elsewhere is the same.
    pub fn of_text(kind: CardKind, source: &str, text: &str) -> CardId {
        let words = text.split_whitespace().flat_map(|word| word.bytes().chain([b' ']));
        let mark = format!("{:016x}", fnv::after(fnv::START, words));
        CardId { kind, source: source.to_owned(), mark }
    }

    /// The card of an exercise as a whole.
    pub fn solution(exercise: &str) -> CardId {
        CardId { kind: CardKind::Solution, source: exercise.to_owned(), mark: String::new() }
    }
}

impl Card {
    /// Seconds until it comes back when it is graded so at `at`.
    pub fn wait_after(&self, pack: &str, grade: Grade, at: Seconds) -> Seconds {
        let days = self.reviewed_at.map_or(0, |before| whole_days(at - before));
        let memory = match self.memory {
            Some(memory) => memory.after(grade, days),
            None => Memory::first(grade),
        };
        wait(pack, &self.id, self.reviews + 1, grade, memory)
    }

    /// How likely the answer is to be known at `at`; `None` until the first review.
    pub fn recall(&self, at: Seconds) -> Option<f64> {
        let days = whole_days(at - self.reviewed_at?);
        self.memory.map(|memory| memory.recall(days))
    }
}

/// The cards of a pack, those that are due first at the head.
pub fn of_pack(connection: &Connection, pack: &PackId) -> rusqlite::Result<Vec<Card>> {
    let sql = format!("SELECT {COLUMNS} FROM cards WHERE pack = ?1 ORDER BY due, source, mark");
    let mut query = connection.prepare_cached(&sql)?;
    let cards = query.query_map([pack.as_str()], |row| Ok(read_card(row)))?;
    cards.collect()
}

/// What is due, within the day's limit. Cards that were forgotten today are above it.
pub fn due(connection: &Connection, pack: &PackId, now: Seconds) -> rusqlite::Result<Due> {
    let today = now - now.rem_euclid(SECONDS_A_DAY);
    let count = |sql: &str, values: [i64; 2]| {
        let mut query = connection.prepare_cached(sql)?;
        query.query_row(params![pack.as_str(), values[0], values[1]], |row| Ok(number(row, 0)))
    };
    let due_before = "SELECT count(*) FROM cards
                      WHERE pack = ?1 AND due <= ?2 AND coalesce(reviewed_at, -1) < ?3";
    let fresh = count(due_before, [now, today])?;
    let due_again = "SELECT count(*) FROM cards
                     WHERE pack = ?1 AND due <= ?2 AND reviewed_at >= ?3";
    let again = count(due_again, [now, today])?;
    let reviewed = "SELECT count(*) FROM cards WHERE pack = ?1 AND reviewed_at BETWEEN ?3 AND ?2";
    let left = CARDS_A_DAY.saturating_sub(usize_of(count(reviewed, [now.max(today), today])?));
    let cards = usize_of(again) + usize_of(fresh).min(left);
    let next = if cards > 0 { None } else { next_due(connection, pack, now, fresh > 0)? };
    Ok(Due { cards, next })
}

/// When the next ones come: tomorrow, where the day's limit is all that holds some back.
fn next_due(
    connection: &Connection,
    pack: &PackId,
    now: Seconds,
    held_back: bool,
) -> rusqlite::Result<Option<(Seconds, usize)>> {
    let end_of_day = |at: Seconds| at - at.rem_euclid(SECONDS_A_DAY) + SECONDS_A_DAY - 1;
    let sql = "SELECT min(due) FROM cards WHERE pack = ?1 AND due > ?2";
    let later = connection
        .prepare_cached(sql)?
        .query_row(params![pack.as_str(), now], |row| row.get::<_, Option<i64>>(0))?;
    let next = if held_back { Some(end_of_day(now) + 1) } else { later };
    let Some(next) = next else { return Ok(None) };
    let sql = "SELECT count(*) FROM cards WHERE pack = ?1 AND due <= ?2";
    let until = end_of_day(next);
    let cards = connection
        .prepare_cached(sql)?
        .query_row(params![pack.as_str(), until], |row| Ok(number(row, 0)))?;
    Ok(Some((next, usize_of(cards).min(CARDS_A_DAY))))
}

/// Makes a card where there is none.
pub fn put_card(
    transaction: &Transaction<'_>,
    pack: &str,
    at: Seconds,
    id: &CardId,
    said: &str,
) -> rusqlite::Result<()> {
    let sql = format!(
        "INSERT INTO cards (pack, kind, source, mark, said, since, due)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6) {MERGE_CARD}"
    );
    let said = cut(said, SAID_BYTES_MAX);
    transaction.prepare_cached(&sql)?.execute(params![
        pack,
        id.kind.name(),
        id.source,
        id.mark,
        said,
        at
    ])?;
    settle(transaction, pack, id)
}

/// Records a review; nothing when its token is known.
pub fn put_review(
    transaction: &Transaction<'_>,
    pack: &str,
    at: Seconds,
    token: i64,
    id: &CardId,
    grade: Grade,
    said: &str,
) -> rusqlite::Result<()> {
    let sql = format!(
        "INSERT INTO reviews (token, pack, kind, source, mark, grade, said, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) {MERGE_REVIEW}"
    );
    let said = cut(said, SAID_BYTES_MAX);
    let row = params![token, pack, id.kind.name(), id.source, id.mark, grade.number(), said, at];
    transaction.prepare_cached(&sql)?.execute(row)?;
    put_card(transaction, pack, at, id, "")
}

/// Takes a review back; its row stays, so that another machine learns of it.
pub fn undo(transaction: &Transaction<'_>, pack: &str, token: i64) -> rusqlite::Result<()> {
    let sql = "UPDATE reviews SET undone = 1 WHERE token = ?1 AND pack = ?2
               RETURNING kind, source, mark";
    let id = transaction.query_row(sql, params![token, pack], |row| Ok(read_id(row))).optional()?;
    id.map_or(Ok(()), |id| settle(transaction, pack, &id))
}

/// A card is not to be asked before this time.
pub fn put_off(
    transaction: &Transaction<'_>,
    pack: &str,
    id: &CardId,
    until: Seconds,
) -> rusqlite::Result<()> {
    let sql = "UPDATE cards SET not_before = max(not_before, ?5)
               WHERE pack = ?1 AND kind = ?2 AND source = ?3 AND mark = ?4";
    transaction.execute(sql, params![pack, id.kind.name(), id.source, id.mark, until])?;
    settle(transaction, pack, id)
}

/// Removes a card whose question the pack no longer asks. The log of its reviews stays.
pub fn forget(transaction: &Transaction<'_>, pack: &str, id: &CardId) -> rusqlite::Result<()> {
    let sql = "DELETE FROM cards WHERE pack = ?1 AND kind = ?2 AND source = ?3 AND mark = ?4";
    transaction.execute(sql, params![pack, id.kind.name(), id.source, id.mark])?;
    Ok(())
}

/// Cards and reviews of a lesson or an exercise whose id was changed.
pub fn put_moved(
    transaction: &Transaction<'_>,
    pack: &str,
    old: &str,
    new: &str,
) -> rusqlite::Result<()> {
    let sql = "UPDATE reviews SET source = ?3 WHERE pack = ?1 AND source = ?2";
    transaction.execute(sql, [pack, old, new])?;
    let sql = format!(
        "INSERT INTO cards (pack, kind, source, mark, said, since, not_before, due)
         SELECT pack, kind, ?3, mark, said, since, not_before, due FROM cards
         WHERE pack = ?1 AND source = ?2 {MERGE_CARD}"
    );
    transaction.execute(&sql, [pack, old, new])?;
    transaction.execute("DELETE FROM cards WHERE pack = ?1 AND source = ?2", [pack, old])?;
    settle_all(transaction)
}

/// Works every card out anew, after records were joined.
pub fn settle_all(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut query = transaction.prepare("SELECT kind, source, mark, pack FROM cards")?;
    let all = query.query_map([], |row| Ok((read_id(row), text(row, 3))))?;
    let all: Vec<_> = all.collect::<rusqlite::Result<_>>()?;
    all.into_iter().try_for_each(|(id, pack)| settle(transaction, &pack, &id))
}

/// Goes through the log of one card and writes what it comes to.
fn settle(transaction: &Transaction<'_>, pack: &str, id: &CardId) -> rusqlite::Result<()> {
    let key = params![pack, id.kind.name(), id.source, id.mark];
    let sql = "SELECT since, not_before FROM cards
               WHERE pack = ?1 AND kind = ?2 AND source = ?3 AND mark = ?4";
    let mut query = transaction.prepare_cached(sql)?;
    let found = query.query_row(key, |row| Ok((number(row, 0), number(row, 1)))).optional()?;
    let Some((since, not_before)) = found else { return Ok(()) };
    let mut card = Card {
        id: id.clone(),
        said: String::new(),
        since,
        due: since.saturating_add(id.kind.first_wait()),
        memory: None,
        reviewed_at: None,
        reviews: 0,
        lapses: 0,
    };
    let sql = "SELECT grade, at FROM reviews
               WHERE pack = ?1 AND kind = ?2 AND source = ?3 AND mark = ?4 AND undone = 0
               ORDER BY at, token";
    let mut query = transaction.prepare_cached(sql)?;
    let mut rows = query.query(key)?;
    while let Some(row) = rows.next()? {
        if let Some(grade) = Grade::of_number(number(row, 0)) {
            reviewed(&mut card, pack, grade, number(row, 1));
        }
    }
    let sql = "UPDATE cards SET due = ?5, stability = ?6, difficulty = ?7, reviewed_at = ?8,
                                reviews = ?9, lapses = ?10
               WHERE pack = ?1 AND kind = ?2 AND source = ?3 AND mark = ?4";
    transaction.prepare_cached(sql)?.execute(params![
        pack,
        id.kind.name(),
        id.source,
        id.mark,
        card.due.max(not_before),
        card.memory.map(|memory| memory.stability),
        card.memory.map(|memory| memory.difficulty),
        card.reviewed_at,
        card.reviews,
        card.lapses,
    ])?;
    Ok(())
}

fn reviewed(card: &mut Card, pack: &str, grade: Grade, at: Seconds) {
    let days = card.reviewed_at.map_or(0, |before| whole_days(at - before));
    card.lapses += u32::from(grade == Grade::Again && card.memory.is_some());
    let memory = match card.memory {
        Some(memory) => memory.after(grade, days),
        None => Memory::first(grade),
    };
    card.reviews += 1;
    card.memory = Some(memory);
    card.reviewed_at = Some(at);
    card.due = at.saturating_add(wait(pack, &card.id, card.reviews, grade, memory));
}

/// Seconds until a card comes back after its `review`th review.
fn wait(pack: &str, id: &CardId, review: u32, grade: Grade, memory: Memory) -> Seconds {
    if grade == Grade::Again {
        return AGAIN_SECONDS;
    }
    let parts = [pack, id.kind.name(), &id.source, &id.mark, &review.to_string()];
    let seed = fnv::after(fnv::START, parts.iter().flat_map(|part| part.bytes().chain([0])));
    Seconds::from(spread(memory.interval_days(), seed)) * SECONDS_A_DAY
}

const COLUMNS: &str = "kind, source, mark, said, since, due, stability, difficulty, reviewed_at,
                       reviews, lapses";

fn read_card(row: &Row<'_>) -> Card {
    let real = |index| row.get::<_, Option<f64>>(index).ok().flatten();
    let memory = real(6).zip(real(7));
    Card {
        id: read_id(row),
        said: text(row, 3),
        since: number(row, 4),
        due: number(row, 5),
        memory: memory.map(|(stability, difficulty)| Memory { stability, difficulty }),
        reviewed_at: row.get(8).ok().flatten(),
        reviews: u32::try_from(number(row, 9)).unwrap_or(0),
        lapses: u32::try_from(number(row, 10)).unwrap_or(0),
    }
}

/// From the first three columns.
fn read_id(row: &Row<'_>) -> CardId {
    CardId { kind: CardKind::of_name(&text(row, 0)), source: text(row, 1), mark: text(row, 2) }
}

fn whole_days(seconds: Seconds) -> u32 {
    u32::try_from((seconds / SECONDS_A_DAY).max(0)).unwrap_or(u32::MAX)
}

fn usize_of(count: i64) -> usize {
    usize::try_from(count).unwrap_or(0)
}
