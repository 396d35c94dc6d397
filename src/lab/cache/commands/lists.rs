//! Lists (Redis manual, "List" commands); what moves or waits is in `list_moves`.

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call},
    command::{ALL_BUT_LAST, Command, FIRST, Family, Keys, TWO},
    commands::list_moves,
    number,
    refusal::Refusal,
    reply::Reply,
    value::{End, List},
};

pub const FAMILY: Family = Family {
    group: "list",
    commands: &[
        Command::new("blmove", 6, "write denyoom noscript blocking", TWO, list_moves::blmove),
        Command::new(
            "blmpop",
            -5,
            "write blocking movablekeys",
            Keys::Counted { at: 2, with_first: false },
            list_moves::blmpop,
        ),
        Command::new("blpop", -3, "write noscript blocking", ALL_BUT_LAST, list_moves::blpop),
        Command::new("brpop", -3, "write noscript blocking", ALL_BUT_LAST, list_moves::brpop),
        Command::new(
            "brpoplpush",
            4,
            "write denyoom noscript blocking",
            TWO,
            list_moves::brpoplpush,
        ),
        Command::new("lindex", 3, "readonly", FIRST, lindex),
        Command::new("linsert", 5, "write denyoom", FIRST, linsert),
        Command::new("llen", 2, "readonly fast", FIRST, llen),
        Command::new("lmove", 5, "write denyoom", TWO, list_moves::lmove),
        Command::new(
            "lmpop",
            -4,
            "write movablekeys",
            Keys::Counted { at: 1, with_first: false },
            list_moves::lmpop,
        ),
        Command::new("lpop", -2, "write fast", FIRST, lpop),
        Command::new("lpos", -3, "readonly", FIRST, lpos),
        Command::new("lpush", -3, "write denyoom fast", FIRST, lpush),
        Command::new("lpushx", -3, "write denyoom fast", FIRST, lpushx),
        Command::new("lrange", 4, "readonly", FIRST, lrange),
        Command::new("lrem", 4, "write", FIRST, lrem),
        Command::new("lset", 4, "write denyoom", FIRST, lset),
        Command::new("ltrim", 4, "write", FIRST, ltrim),
        Command::new("rpop", -2, "write fast", FIRST, rpop),
        Command::new("rpoplpush", 3, "write denyoom", TWO, list_moves::rpoplpush),
        Command::new("rpush", -3, "write denyoom fast", FIRST, rpush),
        Command::new("rpushx", -3, "write denyoom fast", FIRST, rpushx),
    ],
};

fn lpush(call: &mut Call<'_>) -> Answer {
    push(call, End::Left, false)
}

fn rpush(call: &mut Call<'_>) -> Answer {
    push(call, End::Right, false)
}

fn lpushx(call: &mut Call<'_>) -> Answer {
    push(call, End::Left, true)
}

fn rpushx(call: &mut Call<'_>) -> Answer {
    push(call, End::Right, true)
}

fn push(call: &mut Call<'_>, end: End, only_old: bool) -> Answer {
    let (key, items) = (call.word(1), call.rest(2));
    if only_old && call.read::<List>(key)?.is_none() {
        return Ok(Reply::Integer(0));
    }
    let list = call.make::<List>(key)?;
    for item in items {
        list.push(end, item.into());
    }
    let length = list.len();
    call.changed(key, items.len());
    Ok(Reply::count(length))
}

fn lpop(call: &mut Call<'_>) -> Answer {
    pop(call, End::Left, "lpop")
}

fn rpop(call: &mut Call<'_>) -> Answer {
    pop(call, End::Right, "rpop")
}

fn pop(call: &mut Call<'_>, end: End, command: &str) -> Answer {
    if call.words.len() > 3 {
        return Err(Refusal::wrong_arity(command));
    }
    let key = call.word(1);
    if call.words.len() == 2 {
        let Some(list) = call.edit::<List>(key)? else { return Ok(Reply::Null) };
        let item = list.pop(end);
        call.changed(key, 1);
        return Ok(Reply::maybe(item.as_ref()));
    }
    let count = call.positive(2)?;
    let Some(list) = call.edit::<List>(key)? else { return Ok(Reply::NullArray) };
    let items: Vec<Reply> = (0..count).map_while(|_| list.pop(end)).map(Reply::Bulk).collect();
    call.changed(key, items.len());
    Ok(Reply::Array(items))
}

fn llen(call: &mut Call<'_>) -> Answer {
    Ok(Reply::count(call.read::<List>(call.word(1))?.map_or(0, List::len)))
}

/// The place that an index names, counted from the end when negative.
fn place(index: i64, length: usize) -> Option<usize> {
    let at = if index < 0 { index.checked_add(number::count(length))? } else { index };
    usize::try_from(at).ok().filter(|at| *at < length)
}

fn lindex(call: &mut Call<'_>) -> Answer {
    let list = call.read::<List>(call.word(1))?;
    let Some(list) = list else { return Ok(Reply::Null) };
    let index = call.integer(2)?;
    Ok(Reply::maybe(place(index, list.len()).and_then(|at| list.get(at))))
}

fn lset(call: &mut Call<'_>) -> Answer {
    let (key, item) = (call.word(1), call.bytes(3));
    let length = call.read::<List>(key)?.ok_or_else(Refusal::no_such_key)?.len();
    let index = call.integer(2)?;
    let at = place(index, length).ok_or_else(|| Refusal::new("index out of range"))?;
    call.make::<List>(key)?.replace(at, item);
    call.changed(key, 1);
    Ok(Reply::ok())
}

fn lrange(call: &mut Call<'_>) -> Answer {
    let (start, end) = (call.integer(2)?, call.integer(3)?);
    let list = call.read::<List>(call.word(1))?;
    let span = list.and_then(|list| Some((list, number::span(start, end, list.len())?)));
    let Some((list, (from, to))) = span else { return Ok(Reply::Array(Vec::new())) };
    let items = list.iter().skip(from).take(to - from + 1);
    Ok(Reply::Array(items.map(|item| Reply::Bulk(item.clone())).collect()))
}

fn ltrim(call: &mut Call<'_>) -> Answer {
    let key = call.word(1);
    let (from, to) = (call.integer(2)?, call.integer(3)?);
    let Some(list) = call.edit::<List>(key)? else { return Ok(Reply::ok()) };
    let before = list.len();
    match number::span(from, to, before) {
        Some((first, end)) => list.trim(first, end),
        None => list.retain(|_| false),
    }
    let removed = before - list.len();
    // Redis counts a trim that removed nothing as a change of the key, too.
    call.changed(key, removed.max(1));
    Ok(Reply::ok())
}

/// LREM key count element: from the end when the count is negative, all when it is 0.
fn lrem(call: &mut Call<'_>) -> Answer {
    let (key, wanted) = (call.word(1), call.word(3));
    let count = call.integer(2)?;
    let Some(list) = call.edit::<List>(key)? else { return Ok(Reply::Integer(0)) };
    let found = list.iter().filter(|item| ***item == *wanted).count();
    let limit = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX);
    let removed = if count == 0 { found } else { found.min(limit) };
    let skipped = if count < 0 { found - removed } else { 0 };
    let mut seen = 0;
    if removed > 0 {
        list.retain(|item| {
            let is_wanted = **item == *wanted;
            seen += usize::from(is_wanted);
            !(is_wanted && seen > skipped && seen <= skipped + removed)
        });
    }
    call.changed(key, removed);
    Ok(Reply::count(removed))
}

/// LINSERT key BEFORE|AFTER pivot element
fn linsert(call: &mut Call<'_>) -> Answer {
    let (key, pivot, item) = (call.word(1), call.word(3), call.bytes(4));
    let shift = match (call.is(2, "BEFORE"), call.is(2, "AFTER")) {
        (true, _) => 0,
        (_, true) => 1,
        _ => return Err(Refusal::syntax()),
    };
    let Some(list) = call.edit::<List>(key)? else { return Ok(Reply::Integer(0)) };
    let Some(at) = list.iter().position(|held| **held == *pivot) else {
        return Ok(Reply::Integer(-1));
    };
    list.insert(at + shift, item);
    let length = list.len();
    call.changed(key, 1);
    Ok(Reply::count(length))
}

/// LPOS key element [RANK rank] [COUNT count] [MAXLEN length]
fn lpos(call: &mut Call<'_>) -> Answer {
    let (mut rank, mut count, mut length_max) = (1_i64, None, 0_usize);
    for at in (3..call.words.len()).step_by(2) {
        let has_value = at + 1 < call.words.len();
        if call.is(at, "RANK") && has_value {
            rank = call.integer(at + 1)?;
            if rank == 0 {
                return Err(Refusal::new(
                    "RANK can't be zero: use 1 to start from the first match, 2 from the second \
                     ... or use negative to start from the end of the list",
                ));
            }
        } else if call.is(at, "COUNT") && has_value {
            count = Some(at_least_nothing(call, at + 1, "COUNT")?);
        } else if call.is(at, "MAXLEN") && has_value {
            length_max = at_least_nothing(call, at + 1, "MAXLEN")?;
        } else {
            return Err(Refusal::syntax());
        }
    }
    let Some(list) = call.read::<List>(call.word(1))? else {
        return Ok(if count.is_some() { Reply::Array(Vec::new()) } else { Reply::Null });
    };
    let looked_at = if length_max == 0 { list.len() } else { length_max };
    let skipped = usize::try_from(rank.unsigned_abs() - 1).unwrap_or(usize::MAX);
    let wanted = match count {
        None => 1,
        Some(0) => usize::MAX,
        Some(count) => count,
    };
    let element = call.word(2);
    let is_found = |(_, item): &(usize, &Bytes)| ***item == *element;
    let places: Vec<usize> = if rank > 0 {
        let found = list.iter().enumerate().take(looked_at).filter(is_found);
        found.map(|(at, _)| at).skip(skipped).take(wanted).collect()
    } else {
        let found = list.iter().enumerate().rev().take(looked_at).filter(is_found);
        found.map(|(at, _)| at).skip(skipped).take(wanted).collect()
    };
    Ok(match count {
        Some(_) => Reply::Array(places.into_iter().map(Reply::count).collect()),
        None => places.first().map_or(Reply::Null, |at| Reply::count(*at)),
    })
}

fn at_least_nothing(call: &Call<'_>, at: usize, option: &str) -> Result<usize, Refusal> {
    number::integer(call.word(at))
        .and_then(|number| usize::try_from(number).ok())
        .ok_or_else(|| Refusal::new(format!("{option} can't be negative")))
}
