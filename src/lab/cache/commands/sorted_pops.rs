//! The lowest and the highest members of sorted sets, taken out: ZPOPMIN and its relatives.

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call},
    commands::scores::members,
    number,
    refusal::Refusal,
    reply::Reply,
    value::SortedSet,
};

/// From which end members are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Lowest,
    Highest,
}

pub fn zpopmin(call: &mut Call<'_>) -> Answer {
    pop(call, End::Lowest)
}

pub fn zpopmax(call: &mut Call<'_>) -> Answer {
    pop(call, End::Highest)
}

fn pop(call: &mut Call<'_>, end: End) -> Answer {
    if call.words.len() > 3 {
        return Err(Refusal::syntax());
    }
    let is_counted = call.words.len() == 3;
    let count = if is_counted { call.positive(2)? } else { 1 };
    let popped = take(call, call.word(1), end, count)?.unwrap_or_default();
    Ok(members(popped, true, is_counted && call.is_resp3()))
}

/// Takes members out; `None` without the key.
fn take(
    call: &mut Call<'_>,
    key: &[u8],
    end: End,
    count: usize,
) -> Result<Option<Vec<(Bytes, f64)>>, Refusal> {
    let Some(sorted) = call.edit::<SortedSet>(key)? else { return Ok(None) };
    let count = count.min(sorted.len());
    let popped = match end {
        End::Lowest => sorted.slice(0, count),
        End::Highest => {
            let mut popped = sorted.slice(sorted.len() - count, count);
            popped.reverse();
            popped
        }
    };
    for (member, _) in &popped {
        sorted.remove(member);
    }
    call.changed(key, popped.len());
    Ok(Some(popped))
}

pub fn bzpopmin(call: &mut Call<'_>) -> Answer {
    pop_or_wait(call, End::Lowest)
}

pub fn bzpopmax(call: &mut Call<'_>) -> Answer {
    pop_or_wait(call, End::Highest)
}

fn pop_or_wait(call: &mut Call<'_>, end: End) -> Answer {
    let last = call.words.len() - 1;
    let until_ms = call.until(last)?;
    let keys = &call.words[1..last];
    for key in keys {
        let Some(popped) = take(call, key, end, 1)? else { continue };
        let mut reply = vec![Reply::bulk(Bytes::from(key))];
        for (member, score) in popped {
            reply.extend([Reply::Bulk(member), Reply::Double(score)]);
        }
        return Ok(Reply::Array(reply));
    }
    call.wait_for(keys, until_ms);
    Ok(Reply::NullArray)
}

/// ZMPOP numkeys key [key ...] MIN|MAX [COUNT count]
pub fn zmpop(call: &mut Call<'_>) -> Answer {
    let (keys, end, count) = many(call, 1)?;
    pop_many(call, keys, end, count)
}

/// BZMPOP timeout numkeys key [key ...] MIN|MAX [COUNT count]
pub fn bzmpop(call: &mut Call<'_>) -> Answer {
    let (keys, end, count) = many(call, 2)?;
    let until_ms = call.until(1)?;
    let reply = pop_many(call, keys, end, count)?;
    if reply == Reply::NullArray {
        call.wait_for(keys, until_ms);
    }
    Ok(reply)
}

fn many<'a>(call: &Call<'a>, at: usize) -> Result<(&'a [Vec<u8>], End, usize), Refusal> {
    let positive = |at: usize, name: &str| {
        number::integer(call.word(at))
            .and_then(|count| usize::try_from(count).ok())
            .filter(|count| *count > 0)
            .ok_or_else(|| Refusal::new(format!("{name} should be greater than 0")))
    };
    let count = positive(at, "numkeys")?;
    let where_at = at.checked_add(1 + count).filter(|where_at| *where_at < call.words.len());
    let where_at = where_at.ok_or_else(Refusal::syntax)?;
    let end = match (call.is(where_at, "MIN"), call.is(where_at, "MAX")) {
        (true, _) => End::Lowest,
        (_, true) => End::Highest,
        _ => return Err(Refusal::syntax()),
    };
    let wanted = match call.words.len() - where_at - 1 {
        0 => 1,
        2 if call.is(where_at + 1, "COUNT") => positive(where_at + 2, "count")?,
        _ => return Err(Refusal::syntax()),
    };
    Ok((&call.words[at + 1..where_at], end, wanted))
}

fn pop_many(call: &mut Call<'_>, keys: &[Vec<u8>], end: End, count: usize) -> Answer {
    for key in keys {
        let Some(popped) = take(call, key, end, count)? else { continue };
        let pairs = members(popped, true, true);
        return Ok(Reply::Array(vec![Reply::bulk(Bytes::from(key)), pairs]));
    }
    Ok(Reply::NullArray)
}
