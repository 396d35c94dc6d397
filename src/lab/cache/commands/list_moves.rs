//! Items that move from list to list, and commands that wait for items.

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call},
    number,
    refusal::Refusal,
    reply::Reply,
    value::{End, List},
};

/// LEFT or RIGHT.
fn end(call: &Call<'_>, at: usize) -> Result<End, Refusal> {
    match (call.is(at, "LEFT"), call.is(at, "RIGHT")) {
        (true, _) => Ok(End::Left),
        (_, true) => Ok(End::Right),
        _ => Err(Refusal::syntax()),
    }
}

pub fn lmove(call: &mut Call<'_>) -> Answer {
    let (from, to) = (end(call, 3)?, end(call, 4)?);
    moved(call, from, to)
}

pub fn rpoplpush(call: &mut Call<'_>) -> Answer {
    moved(call, End::Right, End::Left)
}

pub fn blmove(call: &mut Call<'_>) -> Answer {
    let (from, to) = (end(call, 3)?, end(call, 4)?);
    let until_ms = call.until(5)?;
    moved_or_wait(call, from, to, until_ms)
}

pub fn brpoplpush(call: &mut Call<'_>) -> Answer {
    let until_ms = call.until(3)?;
    moved_or_wait(call, End::Right, End::Left, until_ms)
}

fn moved_or_wait(call: &mut Call<'_>, from: End, to: End, until_ms: Option<i64>) -> Answer {
    let reply = moved(call, from, to)?;
    if reply == Reply::Null {
        call.wait_for(&call.words[1..2], until_ms);
    }
    Ok(reply)
}

/// Moves an item from the list at the first key to the one at the second.
fn moved(call: &mut Call<'_>, from: End, to: End) -> Answer {
    let (source, target) = (call.word(1), call.word(2));
    if call.read::<List>(source)?.is_none() {
        return Ok(Reply::Null);
    }
    call.read::<List>(target)?;
    let item = call.edit::<List>(source)?.and_then(|list| list.pop(from)).unwrap_or_default();
    if source == target {
        call.make::<List>(source)?.push(to, item.clone());
        call.changed(source, 1);
    } else {
        call.changed(source, 1);
        call.make::<List>(target)?.push(to, item.clone());
        call.changed(target, 1);
    }
    Ok(Reply::Bulk(item))
}

pub fn blpop(call: &mut Call<'_>) -> Answer {
    popped_or_wait(call, End::Left)
}

pub fn brpop(call: &mut Call<'_>) -> Answer {
    popped_or_wait(call, End::Right)
}

fn popped_or_wait(call: &mut Call<'_>, end: End) -> Answer {
    let keys = &call.words[1..call.words.len() - 1];
    let until_ms = call.until(call.words.len() - 1)?;
    for key in keys {
        let Some(list) = call.edit::<List>(key)? else { continue };
        let item = list.pop(end).unwrap_or_default();
        call.changed(key, 1);
        return Ok(Reply::Array(vec![Reply::bulk(Bytes::from(key)), Reply::Bulk(item)]));
    }
    call.wait_for(keys, until_ms);
    Ok(Reply::NullArray)
}

/// LMPOP numkeys key [key ...] LEFT|RIGHT [COUNT count]
pub fn lmpop(call: &mut Call<'_>) -> Answer {
    let (keys, end, count) = many(call, 1)?;
    pop_many(call, keys, end, count)
}

/// BLMPOP timeout numkeys key [key ...] LEFT|RIGHT [COUNT count]
pub fn blmpop(call: &mut Call<'_>) -> Answer {
    let (keys, end, count) = many(call, 2)?;
    let until_ms = call.until(1)?;
    let reply = pop_many(call, keys, end, count)?;
    if reply == Reply::NullArray {
        call.wait_for(keys, until_ms);
    }
    Ok(reply)
}

fn many<'a>(call: &Call<'a>, at: usize) -> Result<(&'a [Vec<u8>], End, usize), Refusal> {
    // Redis has one sentence for all that can be wrong with the number here.
    let count = number::integer(call.word(at))
        .and_then(|count| usize::try_from(count).ok())
        .filter(|count| *count > 0)
        .ok_or_else(|| Refusal::new("numkeys should be greater than 0"))?;
    let where_at = at.checked_add(1 + count).filter(|where_at| *where_at < call.words.len());
    let where_at = where_at.ok_or_else(Refusal::syntax)?;
    let end = end(call, where_at)?;
    let mut wanted = 1;
    let mut is_counted = false;
    let mut option = where_at + 1;
    while option < call.words.len() {
        if is_counted || !call.is(option, "COUNT") || option + 1 >= call.words.len() {
            return Err(Refusal::syntax());
        }
        wanted = number::integer(call.word(option + 1))
            .and_then(|count| usize::try_from(count).ok())
            .filter(|count| *count > 0)
            .ok_or_else(|| Refusal::new("count should be greater than 0"))?;
        is_counted = true;
        option += 2;
    }
    Ok((&call.words[at + 1..where_at], end, wanted))
}

fn pop_many(call: &mut Call<'_>, keys: &[Vec<u8>], end: End, count: usize) -> Answer {
    for key in keys {
        let Some(list) = call.edit::<List>(key)? else { continue };
        let items: Vec<Reply> = (0..count).map_while(|_| list.pop(end)).map(Reply::Bulk).collect();
        call.changed(key, items.len());
        return Ok(Reply::Array(vec![Reply::bulk(Bytes::from(key)), Reply::Array(items)]));
    }
    Ok(Reply::NullArray)
}
