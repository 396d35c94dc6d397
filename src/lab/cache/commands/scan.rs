//! Reading in pages: SCAN, HSCAN, SSCAN, ZSCAN.

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call, REPLY_VALUES_MAX},
    number, pattern,
    refusal::Refusal,
    reply::Reply,
    value::{Hash, Set, SortedSet, parse_part},
};

/// Entries that a page looks at when nothing else is asked for.
const COUNT: usize = 10;

/// MATCH, COUNT and TYPE.
struct Options<'a> {
    pattern: Option<&'a [u8]>,
    count: usize,
    kind: Option<&'a [u8]>,
}

impl<'a> Options<'a> {
    fn parse(call: &Call<'a>, at: usize, takes_type: bool) -> Result<Self, Refusal> {
        let mut options = Self { pattern: None, count: COUNT, kind: None };
        for at in (at..call.words.len()).step_by(2) {
            let has_value = at + 1 < call.words.len();
            if call.is(at, "COUNT") && has_value {
                let count = call.integer(at + 1)?;
                let count = usize::try_from(count).ok().filter(|count| *count > 0);
                options.count = count.ok_or_else(Refusal::syntax)?.min(REPLY_VALUES_MAX / 2);
            } else if call.is(at, "MATCH") && has_value {
                options.pattern = Some(call.word(at + 1)).filter(|pattern| *pattern != b"*");
            } else if takes_type && call.is(at, "TYPE") && has_value {
                options.kind = Some(call.word(at + 1));
            } else {
                return Err(Refusal::syntax());
            }
        }
        Ok(options)
    }

    fn fits(&self, call: &Call<'_>, key: &[u8]) -> Result<bool, Refusal> {
        self.pattern.map_or(Ok(true), |pattern| pattern::matches(pattern, key, call.turn))
    }
}

/// A cursor, which may have a sign: C reads -1 as the largest number.
fn cursor(word: &[u8]) -> Result<u64, Refusal> {
    let cursor = match word {
        [b'-', digits @ ..] => parse_part(digits).map(u64::wrapping_neg),
        [b'+', digits @ ..] | digits => parse_part(digits),
    };
    cursor.ok_or_else(|| Refusal::new("invalid cursor"))
}

fn page(cursor: u64, items: Vec<Reply>) -> Reply {
    Reply::Array(vec![Reply::bulk(cursor.to_string()), Reply::Array(items)])
}

/// SCAN cursor [MATCH pattern] [COUNT count] [TYPE type]
pub fn scan(call: &mut Call<'_>) -> Answer {
    let cursor = cursor(call.word(1))?;
    let options = Options::parse(call, 2, true)?;
    let (next, entries) = call.keyspace().keys().page(cursor, options.count);
    let mut items = Vec::new();
    for (key, held) in entries {
        let kind = held.value.kind().as_bytes();
        let is_kind = options.kind.is_none_or(|wanted| wanted.eq_ignore_ascii_case(kind));
        if is_kind && options.fits(call, key)? {
            items.push(Reply::Bulk(key.clone()));
        }
    }
    Ok(page(next, items))
}

/// Small values are given whole, as Redis does; so their page has no rest.
fn span(is_small: bool, cursor: u64, count: usize) -> (u64, usize) {
    if is_small { (0, usize::MAX) } else { (cursor, count) }
}

/// HSCAN key cursor [MATCH pattern] [COUNT count]
pub fn hscan(call: &mut Call<'_>) -> Answer {
    let cursor = cursor(call.word(2))?;
    let Some(hash) = call.read::<Hash>(call.word(1))? else { return Ok(page(0, Vec::new())) };
    let options = Options::parse(call, 3, false)?;
    let (cursor, count) = span(!hash.is_table(), cursor, options.count);
    let (next, entries) = hash.fields().page(cursor, count);
    let mut items = Vec::new();
    for (field, value) in entries {
        if options.fits(call, field)? {
            items.extend([Reply::Bulk(field.clone()), Reply::Bulk(value.clone())]);
        }
    }
    Ok(page(next, items))
}

/// SSCAN key cursor [MATCH pattern] [COUNT count]
pub fn sscan(call: &mut Call<'_>) -> Answer {
    let cursor = cursor(call.word(2))?;
    let Some(set) = call.read::<Set>(call.word(1))? else { return Ok(page(0, Vec::new())) };
    let options = Options::parse(call, 3, false)?;
    let (next, members): (u64, Vec<&Bytes>) = if set.is_table() {
        let (next, entries) = set.members().page(cursor, options.count);
        (next, entries.into_iter().map(|(member, ())| member).collect())
    } else {
        (0, set.listed())
    };
    let mut items = Vec::new();
    for member in members {
        if options.fits(call, member)? {
            items.push(Reply::Bulk(member.clone()));
        }
    }
    Ok(page(next, items))
}

/// ZSCAN key cursor [MATCH pattern] [COUNT count]
pub fn zscan(call: &mut Call<'_>) -> Answer {
    let cursor = cursor(call.word(2))?;
    let Some(sorted) = call.read::<SortedSet>(call.word(1))? else {
        return Ok(page(0, Vec::new()));
    };
    let options = Options::parse(call, 3, false)?;
    let is_small = !sorted.is_skiplist();
    let (next, entries): (u64, Vec<(Bytes, f64)>) = if is_small {
        (0, sorted.slice(0, usize::MAX))
    } else {
        let (next, entries) = sorted.scores().page(cursor, options.count);
        (next, entries.into_iter().map(|(member, score)| (member.clone(), *score)).collect())
    };
    let mut items = Vec::new();
    for (member, score) in entries {
        if options.fits(call, &member)? {
            items.extend([Reply::Bulk(member), Reply::bulk(shown(score, is_small))]);
        }
    }
    Ok(page(next, items))
}

/// A score as ZSCAN gives it: in small sets a whole number has all its digits.
fn shown(score: f64, is_small: bool) -> String {
    const WHOLE_MAX: f64 = 9e18;
    if is_small && score.fract() == 0.0 && score.abs() <= WHOLE_MAX {
        return format!("{score:.0}");
    }
    number::shown(score)
}
