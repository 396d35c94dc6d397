//! Sorted sets by member (Redis manual, "Sorted set" commands); ranges, pops and algebra are in
//! files of their own.

use crate::lab::cache::{
    call::{Answer, Call},
    command::{ALL_BUT_LAST, Command, FIRST, Family, Keys, TWO},
    commands::{chance, scan, scores::members, sorted_algebra, sorted_pops, sorted_ranges},
    refusal::Refusal,
    reply::Reply,
    value::SortedSet,
};

const COUNTED: Keys = Keys::Counted { at: 1, with_first: false };
const STORED: Keys = Keys::Counted { at: 2, with_first: true };

pub const FAMILY: Family = Family {
    group: "sorted-set",
    commands: &[
        Command::new(
            "bzmpop",
            -5,
            "write blocking movablekeys",
            Keys::Counted { at: 2, with_first: false },
            sorted_pops::bzmpop,
        ),
        Command::new(
            "bzpopmax",
            -3,
            "write noscript blocking fast",
            ALL_BUT_LAST,
            sorted_pops::bzpopmax,
        ),
        Command::new(
            "bzpopmin",
            -3,
            "write noscript blocking fast",
            ALL_BUT_LAST,
            sorted_pops::bzpopmin,
        ),
        Command::new("zadd", -4, "write denyoom fast", FIRST, zadd),
        Command::new("zcard", 2, "readonly fast", FIRST, zcard),
        Command::new("zcount", 4, "readonly fast", FIRST, sorted_ranges::zcount),
        Command::new("zdiff", -3, "readonly movablekeys", COUNTED, sorted_algebra::zdiff),
        Command::new(
            "zdiffstore",
            -4,
            "write denyoom movablekeys",
            STORED,
            sorted_algebra::zdiffstore,
        ),
        Command::new("zincrby", 4, "write denyoom fast", FIRST, zincrby),
        Command::new("zinter", -3, "readonly movablekeys", COUNTED, sorted_algebra::zinter),
        Command::new("zintercard", -3, "readonly movablekeys", COUNTED, sorted_algebra::zintercard),
        Command::new(
            "zinterstore",
            -4,
            "write denyoom movablekeys",
            STORED,
            sorted_algebra::zinterstore,
        ),
        Command::new("zlexcount", 4, "readonly fast", FIRST, sorted_ranges::zlexcount),
        Command::new("zmpop", -4, "write movablekeys", COUNTED, sorted_pops::zmpop),
        Command::new("zmscore", -3, "readonly fast", FIRST, zmscore),
        Command::new("zpopmax", -2, "write fast", FIRST, sorted_pops::zpopmax),
        Command::new("zpopmin", -2, "write fast", FIRST, sorted_pops::zpopmin),
        Command::new("zrandmember", -2, "readonly", FIRST, zrandmember),
        Command::new("zrange", -4, "readonly", FIRST, sorted_ranges::zrange),
        Command::new("zrangebylex", -4, "readonly", FIRST, sorted_ranges::zrangebylex),
        Command::new("zrangebyscore", -4, "readonly", FIRST, sorted_ranges::zrangebyscore),
        Command::new("zrangestore", -5, "write denyoom", TWO, sorted_ranges::zrangestore),
        Command::new("zrank", 3, "readonly fast", FIRST, zrank),
        Command::new("zrem", -3, "write fast", FIRST, zrem),
        Command::new("zremrangebylex", 4, "write", FIRST, sorted_ranges::zremrangebylex),
        Command::new("zremrangebyrank", 4, "write", FIRST, sorted_ranges::zremrangebyrank),
        Command::new("zremrangebyscore", 4, "write", FIRST, sorted_ranges::zremrangebyscore),
        Command::new("zrevrange", -4, "readonly", FIRST, sorted_ranges::zrevrange),
        Command::new("zrevrangebylex", -4, "readonly", FIRST, sorted_ranges::zrevrangebylex),
        Command::new("zrevrangebyscore", -4, "readonly", FIRST, sorted_ranges::zrevrangebyscore),
        Command::new("zrevrank", 3, "readonly fast", FIRST, zrevrank),
        Command::new("zscan", -3, "readonly", FIRST, scan::zscan),
        Command::new("zscore", 3, "readonly fast", FIRST, zscore),
        Command::new("zunion", -3, "readonly movablekeys", COUNTED, sorted_algebra::zunion),
        Command::new(
            "zunionstore",
            -4,
            "write denyoom movablekeys",
            STORED,
            sorted_algebra::zunionstore,
        ),
    ],
};

/// The options of ZADD.
#[derive(Default)]
struct Options {
    only_new: bool,
    only_old: bool,
    only_greater: bool,
    only_less: bool,
    counts_changes: bool,
    adds_up: bool,
}

impl Options {
    /// Reads the options; gives where the scores begin.
    fn parse(call: &Call<'_>) -> Result<(Self, usize), Refusal> {
        let mut options = Self::default();
        let mut at = 2;
        loop {
            let option = [
                ("NX", &mut options.only_new),
                ("XX", &mut options.only_old),
                ("GT", &mut options.only_greater),
                ("LT", &mut options.only_less),
                ("CH", &mut options.counts_changes),
                ("INCR", &mut options.adds_up),
            ]
            .into_iter()
            .find(|(name, _)| call.is(at, name));
            let Some((_, option)) = option else { break };
            *option = true;
            at += 1;
        }
        options.check(call.words.len() - at.min(call.words.len()))?;
        Ok((options, at))
    }

    fn check(&self, words: usize) -> Result<(), Refusal> {
        if words == 0 || !words.is_multiple_of(2) {
            return Err(Refusal::syntax());
        }
        if self.only_new && self.only_old {
            return Err(Refusal::new("XX and NX options at the same time are not compatible"));
        }
        let directions = [self.only_greater, self.only_less, self.only_new];
        if directions.into_iter().filter(|is_set| *is_set).count() > 1 {
            return Err(Refusal::new(
                "GT, LT, and/or NX options at the same time are not compatible",
            ));
        }
        if self.adds_up && words > 2 {
            return Err(Refusal::new("INCR option supports a single increment-element pair"));
        }
        Ok(())
    }

    /// The score that a member gets; `None` when it is left alone.
    fn score(&self, old: Option<f64>, given: f64) -> Result<Option<f64>, Refusal> {
        let Some(old) = old else { return Ok((!self.only_old).then_some(given)) };
        if self.only_new {
            return Ok(None);
        }
        let score = if self.adds_up { old + given } else { given };
        if score.is_nan() {
            return Err(Refusal::new("resulting score is not a number (NaN)"));
        }
        let is_refused = (self.only_less && score >= old) || (self.only_greater && score <= old);
        Ok((!is_refused).then_some(score))
    }
}

fn zadd(call: &mut Call<'_>) -> Answer {
    let (options, at) = Options::parse(call)?;
    add(call, &options, at)
}

fn zincrby(call: &mut Call<'_>) -> Answer {
    add(call, &Options { adds_up: true, ..Options::default() }, 2)
}

fn add(call: &mut Call<'_>, options: &Options, at: usize) -> Answer {
    let key = call.word(1);
    let mut scores = Vec::new();
    for at in (at..call.words.len()).step_by(2) {
        scores.push((call.double(at)?, call.bytes(at + 1)));
    }
    let is_missing = call.read::<SortedSet>(key)?.is_none();
    if is_missing && options.only_old {
        return Ok(if options.adds_up { Reply::Null } else { Reply::Integer(0) });
    }
    let sorted = call.make::<SortedSet>(key)?;
    let (mut added, mut changed, mut last) = (0, 0, None);
    let mut refusal = None;
    for (given, member) in scores {
        let old = sorted.score(&member);
        let score = match options.score(old, given) {
            Ok(score) => score,
            Err(refused) => {
                refusal = Some(refused);
                break;
            }
        };
        last = score;
        let Some(score) = score else { continue };
        added += usize::from(old.is_none());
        if old != Some(score) {
            changed += 1;
            sorted.set(member, score);
        }
    }
    call.changed(key, changed);
    if let Some(refusal) = refusal {
        return Err(refusal);
    }
    Ok(match options {
        Options { adds_up: true, .. } => last.map_or(Reply::Null, Reply::Double),
        Options { counts_changes: true, .. } => Reply::count(changed),
        _ => Reply::count(added),
    })
}

fn zrem(call: &mut Call<'_>) -> Answer {
    let (key, members) = (call.word(1), call.rest(2));
    let Some(sorted) = call.edit::<SortedSet>(key)? else { return Ok(Reply::Integer(0)) };
    let removed = members.iter().filter(|member| sorted.remove(member)).count();
    call.changed(key, removed);
    Ok(Reply::count(removed))
}

fn zcard(call: &mut Call<'_>) -> Answer {
    Ok(Reply::count(call.read::<SortedSet>(call.word(1))?.map_or(0, SortedSet::len)))
}

fn zscore(call: &mut Call<'_>) -> Answer {
    let sorted = call.read::<SortedSet>(call.word(1))?;
    let score = sorted.and_then(|sorted| sorted.score(call.word(2)));
    Ok(score.map_or(Reply::Null, Reply::Double))
}

fn zmscore(call: &mut Call<'_>) -> Answer {
    let sorted = call.read::<SortedSet>(call.word(1))?;
    let scores = call.rest(2).iter().map(|member| sorted.and_then(|sorted| sorted.score(member)));
    Ok(Reply::Array(scores.map(|score| score.map_or(Reply::Null, Reply::Double)).collect()))
}

fn zrank(call: &mut Call<'_>) -> Answer {
    let sorted = call.read::<SortedSet>(call.word(1))?;
    let rank = sorted.and_then(|sorted| sorted.rank(call.word(2)));
    Ok(rank.map_or(Reply::Null, Reply::count))
}

fn zrevrank(call: &mut Call<'_>) -> Answer {
    let sorted = call.read::<SortedSet>(call.word(1))?;
    let rank = sorted.and_then(|sorted| Some(sorted.len() - 1 - sorted.rank(call.word(2))?));
    Ok(rank.map_or(Reply::Null, Reply::count))
}

/// ZRANDMEMBER key [count [WITHSCORES]]
fn zrandmember(call: &mut Call<'_>) -> Answer {
    let key = call.word(1);
    if call.words.len() == 2 {
        let sorted = call.read::<SortedSet>(key)?;
        let drawn = sorted.and_then(|sorted| sorted.scores().at_random(|all| call.turn.below(all)));
        return Ok(Reply::maybe(drawn.map(|(member, _)| member)));
    }
    let with_scores = call.words.len() == 4 && call.is(3, "WITHSCORES");
    let count = chance::count(call, 2, with_scores)?;
    if call.words.len() > 4 || (call.words.len() == 4 && !with_scores) {
        return Err(Refusal::syntax());
    }
    let Some(sorted) = call.read::<SortedSet>(key)? else { return Ok(Reply::Array(Vec::new())) };
    let drawn = chance::several(sorted.scores(), count, call.turn)?;
    let drawn = drawn.into_iter().map(|(member, score)| (member.clone(), *score)).collect();
    Ok(members(drawn, with_scores, call.is_resp3()))
}
