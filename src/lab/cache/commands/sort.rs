//! SORT: the items of a list, a set or a sorted set, ordered by themselves or by other keys.

use std::cmp::Ordering;

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call, REPLY_VALUES_MAX},
    number,
    refusal::Refusal,
    reply::Reply,
    value::End,
    value::{Hash, Kind, List, Text, Value},
};

pub fn sort(call: &mut Call<'_>) -> Answer {
    sorted(call, true)
}

pub fn sort_ro(call: &mut Call<'_>) -> Answer {
    sorted(call, false)
}

/// The options of SORT.
#[derive(Default)]
struct Options<'a> {
    by: Option<&'a [u8]>,
    shown: Vec<&'a [u8]>,
    limit: Option<(i64, i64)>,
    is_descending: bool,
    is_alphabetic: bool,
    target: Option<&'a [u8]>,
}

impl<'a> Options<'a> {
    fn parse(call: &Call<'a>, may_store: bool) -> Result<Self, Refusal> {
        let mut options = Self::default();
        let mut at = 2;
        while at < call.words.len() {
            let left = call.words.len() - at - 1;
            if call.is(at, "ASC") {
                options.is_descending = false;
            } else if call.is(at, "DESC") {
                options.is_descending = true;
            } else if call.is(at, "ALPHA") {
                options.is_alphabetic = true;
            } else if call.is(at, "LIMIT") && left >= 2 {
                options.limit = Some((call.integer(at + 1)?, call.integer(at + 2)?));
                at += 2;
            } else if may_store && call.is(at, "STORE") && left >= 1 {
                options.target = Some(call.word(at + 1));
                at += 1;
            } else if call.is(at, "BY") && left >= 1 {
                options.by = Some(call.word(at + 1));
                at += 1;
            } else if call.is(at, "GET") && left >= 1 {
                options.shown.push(call.word(at + 1));
                at += 1;
            } else {
                return Err(Refusal::syntax());
            }
            at += 1;
        }
        Ok(options)
    }

    /// Whether the items stay in the order that they have: BY names no key for an item.
    fn is_unsorted(&self) -> bool {
        self.by.is_some_and(|by| !by.contains(&b'*'))
    }
}

fn sorted(call: &mut Call<'_>, may_store: bool) -> Answer {
    let options = Options::parse(call, may_store)?;
    let mut items = items(call, call.word(1))?;
    let is_set = call.held(call.word(1)).is_some_and(|held| matches!(held.value, Value::Set(_)));
    // A set has no order of its own, so what is stored is put in one that is always the same.
    let is_forced = options.is_unsorted() && is_set && options.target.is_some();
    if is_forced {
        items.sort();
    } else if !options.is_unsorted() {
        items = ordered(call, items, &options)?;
    } else if options.is_descending {
        items.reverse();
    }
    let (start, count) = options.limit.unwrap_or((0, -1));
    let start = usize::try_from(start).unwrap_or(0);
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    let kept = items.into_iter().skip(start).take(count);
    let mut found: Vec<Option<Bytes>> = Vec::new();
    for item in kept {
        call.turn.steps(options.shown.len())?;
        if found.len() > REPLY_VALUES_MAX {
            return Err(Refusal::reply_too_big());
        }
        if options.shown.is_empty() {
            found.push(Some(item.clone()));
        }
        found.extend(options.shown.iter().map(|pattern| looked_up(call, pattern, &item)));
    }
    let Some(target) = options.target else {
        return Ok(Reply::Array(found.iter().map(|item| Reply::maybe(item.as_ref())).collect()));
    };
    let mut list = List::default();
    for item in &found {
        list.push(End::Right, item.clone().unwrap_or_default());
    }
    call.store_at(target, list.held());
    Ok(Reply::count(found.len()))
}

fn items(call: &Call<'_>, key: &[u8]) -> Result<Vec<Bytes>, Refusal> {
    match call.held(key).map(|held| &held.value) {
        None => Ok(Vec::new()),
        Some(Value::List(list)) => Ok(list.iter().cloned().collect()),
        Some(Value::Set(set)) => Ok(set.listed().into_iter().cloned().collect()),
        Some(Value::Sorted(sorted)) => {
            Ok(sorted.slice(0, usize::MAX).into_iter().map(|(member, _)| member).collect())
        }
        Some(Value::Text(_) | Value::Hash(_) | Value::Stream(_)) => Err(Refusal::wrong_type()),
    }
}

/// What an item is ordered by.
enum Weight {
    Number(f64),
    Text(Option<Bytes>),
}

fn ordered(
    call: &Call<'_>,
    items: Vec<Bytes>,
    options: &Options<'_>,
) -> Result<Vec<Bytes>, Refusal> {
    let mut weighed = Vec::with_capacity(items.len());
    for item in items {
        call.turn.step()?;
        let by = match options.by {
            Some(pattern) => looked_up(call, pattern, &item),
            None => Some(item.clone()),
        };
        let weight =
            if options.is_alphabetic {
                Weight::Text(by)
            } else {
                Weight::Number(by.map_or(Some(0.0), |by| number::loose_double(&by)).ok_or_else(
                    || Refusal::new("One or more scores can't be converted into double"),
                )?)
            };
        weighed.push((weight, item));
    }
    let has_by = options.by.is_some();
    weighed.sort_by(|(left, left_item), (right, right_item)| {
        let order = match (left, right) {
            (Weight::Number(left), Weight::Number(right)) => {
                let order = left.partial_cmp(right).unwrap_or(Ordering::Equal);
                order.then_with(|| left_item.cmp(right_item))
            }
            (Weight::Text(left), Weight::Text(right)) if has_by => left.cmp(right),
            _ => left_item.cmp(right_item),
        };
        if options.is_descending { order.reverse() } else { order }
    });
    Ok(weighed.into_iter().map(|(_, item)| item).collect())
}

/// What the key holds that `pattern` names for `item`: a string, or a field of a hash behind `->`.
fn looked_up(call: &Call<'_>, pattern: &[u8], item: &Bytes) -> Option<Bytes> {
    if pattern == b"#" {
        return Some(item.clone());
    }
    let star = pattern.iter().position(|byte| *byte == b'*')?;
    let tail = &pattern[star + 1..];
    let arrow = tail.windows(2).position(|pair| pair == b"->").filter(|at| at + 2 < tail.len());
    let (after, field) = match arrow {
        Some(at) => (&tail[..at], Some(&tail[at + 2..])),
        None => (tail, None),
    };
    let key = [&pattern[..star], item, after].concat();
    let keyspace = call.keyspace();
    match field {
        Some(field) => keyspace.read::<Hash>(&key).ok()??.get(field).cloned(),
        None => keyspace.read::<Text>(&key).ok()?.map(|text| text.bytes().clone()),
    }
}
