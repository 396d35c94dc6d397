//! Sorted sets by rank, by score and by name: ZRANGE, its older forms, and ZREMRANGE.

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call},
    commands::scores::{members, score_bound},
    number,
    refusal::Refusal,
    reply::Reply,
    value::{Kind, SortedSet},
};

/// Which members are wanted.
enum Range {
    Ranks(i64, i64),
    /// From a score to a score; the flags say that it is not included itself.
    Scores((f64, bool), (f64, bool)),
    Names(Name, Name),
}

/// A bound among names.
enum Name {
    First,
    Last,
    At(Bytes, bool),
}

/// How a range is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Rank,
    Score,
    Name,
}

impl Name {
    fn parse(word: &[u8]) -> Option<Self> {
        match word {
            b"-" => Some(Self::First),
            b"+" => Some(Self::Last),
            [b'[', name @ ..] => Some(Self::At(name.into(), false)),
            [b'(', name @ ..] => Some(Self::At(name.into(), true)),
            _ => None,
        }
    }

    /// Whether `member` lies before a range that begins here.
    fn is_after(&self, member: &[u8]) -> bool {
        match self {
            Self::First => false,
            Self::Last => true,
            Self::At(name, is_open) => member < &**name || (*is_open && member == &**name),
        }
    }

    /// Whether `member` lies before the end of a range that ends here, or at it.
    fn reaches(&self, member: &[u8]) -> bool {
        match self {
            Self::First => false,
            Self::Last => true,
            Self::At(name, is_open) => member < &**name || (!*is_open && member == &**name),
        }
    }
}

impl Range {
    fn parse(by: By, low: &[u8], high: &[u8]) -> Result<Self, Refusal> {
        match by {
            By::Rank => {
                let rank = |word| number::integer(word).ok_or_else(Refusal::not_integer);
                Ok(Self::Ranks(rank(low)?, rank(high)?))
            }
            By::Score => score_bound(low)
                .zip(score_bound(high))
                .map(|(low, high)| Self::Scores(low, high))
                .ok_or_else(|| Refusal::new("min or max is not a float")),
            By::Name => Name::parse(low)
                .zip(Name::parse(high))
                .map(|(low, high)| Self::Names(low, high))
                .ok_or_else(|| Refusal::new("min or max not valid string range item")),
        }
    }

    /// The first rank and how many follow it.
    fn ranks(&self, sorted: &SortedSet) -> (usize, usize) {
        let ranked = sorted.ranked();
        let (from, to) = match self {
            Self::Ranks(start, end) => {
                let span = number::span(*start, *end, sorted.len());
                return span.map_or((0, 0), |(from, to)| (from, to - from + 1));
            }
            Self::Scores((low, is_low_open), (high, is_high_open)) => (
                ranked.count_while(
                    |score, _| {
                        if *is_low_open { score <= *low } else { score < *low }
                    },
                ),
                ranked.count_while(
                    |score, _| {
                        if *is_high_open { score < *high } else { score <= *high }
                    },
                ),
            ),
            Self::Names(low, high) => (
                ranked.count_while(|_, member| low.is_after(member)),
                ranked.count_while(|_, member| high.reaches(member)),
            ),
        };
        (from, to.saturating_sub(from))
    }
}

/// What ZRANGE and its relatives were asked for.
struct Query {
    range: Range,
    is_reversed: bool,
    with_scores: bool,
    offset: i64,
    limit: i64,
}

/// Which of the options a command takes, and what stands when they are not given.
#[derive(Clone, Copy)]
struct Form {
    /// `None` where BYSCORE, BYLEX and REV may be given.
    fixed: Option<(By, bool)>,
    takes_scores: bool,
}

const FREE: Form = Form { fixed: None, takes_scores: true };

impl Query {
    /// Reads the bounds at `at` and the options behind them.
    fn parse(call: &Call<'_>, at: usize, form: Form) -> Result<Self, Refusal> {
        let is_free = form.fixed.is_none();
        let (mut by, mut is_reversed) = form.fixed.unwrap_or((By::Rank, false));
        let (mut with_scores, mut offset, mut limit) = (false, 0, -1);
        let mut is_limited = false;
        let mut option = at + 2;
        while option < call.words.len() {
            if form.takes_scores && call.is(option, "WITHSCORES") {
                with_scores = true;
            } else if call.is(option, "LIMIT") && option + 2 < call.words.len() {
                offset = call.integer(option + 1)?;
                limit = call.integer(option + 2)?;
                is_limited = true;
                option += 2;
            } else if is_free && call.is(option, "REV") {
                is_reversed = true;
            } else if is_free && call.is(option, "BYSCORE") {
                by = By::Score;
            } else if is_free && call.is(option, "BYLEX") {
                by = By::Name;
            } else {
                return Err(Refusal::syntax());
            }
            option += 1;
        }
        if is_limited && limit != -1 && by == By::Rank {
            return Err(Refusal::new(
                "syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX",
            ));
        }
        if with_scores && by == By::Name {
            return Err(Refusal::new(
                "syntax error, WITHSCORES not supported in combination with BYLEX",
            ));
        }
        let is_swapped = is_reversed && by != By::Rank;
        let (low, high) = if is_swapped { (at + 1, at) } else { (at, at + 1) };
        let range = Range::parse(by, call.word(low), call.word(high))?;
        let offset = if by == By::Rank { 0 } else { offset };
        Ok(Self { range, is_reversed, with_scores, offset, limit })
    }

    fn find(&self, sorted: &SortedSet) -> Vec<(Bytes, f64)> {
        let (first, count) = match (&self.range, self.is_reversed) {
            (Range::Ranks(start, end), true) => {
                // Ranks are counted from the other end.
                let (first, count) = Range::Ranks(*start, *end).ranks(sorted);
                (sorted.len() - first - count, count)
            }
            (range, _) => range.ranks(sorted),
        };
        let Ok(skipped) = usize::try_from(self.offset) else { return Vec::new() };
        let skipped = skipped.min(count);
        let kept = usize::try_from(self.limit).unwrap_or(usize::MAX).min(count - skipped);
        if self.is_reversed {
            let mut found = sorted.slice(first + count - skipped - kept, kept);
            found.reverse();
            found
        } else {
            sorted.slice(first + skipped, kept)
        }
    }
}

pub fn zrange(call: &mut Call<'_>) -> Answer {
    find(call, FREE)
}

pub fn zrevrange(call: &mut Call<'_>) -> Answer {
    find(call, Form { fixed: Some((By::Rank, true)), takes_scores: true })
}

pub fn zrangebyscore(call: &mut Call<'_>) -> Answer {
    find(call, Form { fixed: Some((By::Score, false)), takes_scores: true })
}

pub fn zrevrangebyscore(call: &mut Call<'_>) -> Answer {
    find(call, Form { fixed: Some((By::Score, true)), takes_scores: true })
}

pub fn zrangebylex(call: &mut Call<'_>) -> Answer {
    find(call, Form { fixed: Some((By::Name, false)), takes_scores: true })
}

pub fn zrevrangebylex(call: &mut Call<'_>) -> Answer {
    find(call, Form { fixed: Some((By::Name, true)), takes_scores: true })
}

fn find(call: &Call<'_>, form: Form) -> Answer {
    let query = Query::parse(call, 2, form)?;
    let sorted = call.read::<SortedSet>(call.word(1))?;
    let found = sorted.map(|sorted| query.find(sorted)).unwrap_or_default();
    call.turn.steps(found.len())?;
    Ok(members(found, query.with_scores, call.is_resp3()))
}

/// ZRANGESTORE dst src min max [BYSCORE | BYLEX] [REV] [LIMIT offset count]
pub fn zrangestore(call: &mut Call<'_>) -> Answer {
    let query = Query::parse(call, 3, Form { fixed: None, takes_scores: false })?;
    let sorted = call.read::<SortedSet>(call.word(2))?;
    let found = sorted.map(|sorted| query.find(sorted)).unwrap_or_default();
    let mut result = SortedSet::default();
    for (member, score) in found {
        call.turn.step()?;
        result.set(member, score);
    }
    let length = result.len();
    call.store_at(call.word(1), result.held());
    Ok(Reply::count(length))
}

pub fn zcount(call: &mut Call<'_>) -> Answer {
    count(call, By::Score)
}

pub fn zlexcount(call: &mut Call<'_>) -> Answer {
    count(call, By::Name)
}

fn count(call: &Call<'_>, by: By) -> Answer {
    let range = Range::parse(by, call.word(2), call.word(3))?;
    let sorted = call.read::<SortedSet>(call.word(1))?;
    Ok(Reply::count(sorted.map_or(0, |sorted| range.ranks(sorted).1)))
}

pub fn zremrangebyrank(call: &mut Call<'_>) -> Answer {
    remove(call, By::Rank)
}

pub fn zremrangebyscore(call: &mut Call<'_>) -> Answer {
    remove(call, By::Score)
}

pub fn zremrangebylex(call: &mut Call<'_>) -> Answer {
    remove(call, By::Name)
}

fn remove(call: &mut Call<'_>, by: By) -> Answer {
    let key = call.word(1);
    let range = Range::parse(by, call.word(2), call.word(3))?;
    let Some(sorted) = call.edit::<SortedSet>(key)? else { return Ok(Reply::Integer(0)) };
    let (first, count) = range.ranks(sorted);
    for (member, _) in sorted.slice(first, count) {
        sorted.remove(&member);
    }
    call.changed(key, count);
    Ok(Reply::count(count))
}
