//! Hashes (Redis manual, "Hash" commands).

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call},
    command::{Command, FIRST, Family},
    commands::{chance, counters, scan},
    number,
    refusal::Refusal,
    reply::Reply,
    value::Hash,
};

pub const FAMILY: Family = Family {
    group: "hash",
    commands: &[
        Command::new("hdel", -3, "write fast", FIRST, hdel),
        Command::new("hexists", 3, "readonly fast", FIRST, hexists),
        Command::new("hget", 3, "readonly fast", FIRST, hget),
        Command::new("hgetall", 2, "readonly", FIRST, hgetall),
        Command::new("hincrby", 4, "write denyoom fast", FIRST, hincrby),
        Command::new("hincrbyfloat", 4, "write denyoom fast", FIRST, hincrbyfloat),
        Command::new("hkeys", 2, "readonly", FIRST, hkeys),
        Command::new("hlen", 2, "readonly fast", FIRST, hlen),
        Command::new("hmget", -3, "readonly fast", FIRST, hmget),
        Command::new("hmset", -4, "write denyoom fast", FIRST, hmset),
        Command::new("hrandfield", -2, "readonly", FIRST, hrandfield),
        Command::new("hscan", -3, "readonly", FIRST, scan::hscan),
        Command::new("hset", -4, "write denyoom fast", FIRST, hset),
        Command::new("hsetnx", 4, "write denyoom fast", FIRST, hsetnx),
        Command::new("hstrlen", 3, "readonly fast", FIRST, hstrlen),
        Command::new("hvals", 2, "readonly", FIRST, hvals),
    ],
};

fn hset(call: &mut Call<'_>) -> Answer {
    Ok(Reply::count(set_fields(call, "hset")?))
}

fn hmset(call: &mut Call<'_>) -> Answer {
    set_fields(call, "hmset")?;
    Ok(Reply::ok())
}

/// Sets fields; gives how many are new.
fn set_fields(call: &mut Call<'_>, command: &str) -> Result<usize, Refusal> {
    if !call.words.len().is_multiple_of(2) {
        return Err(Refusal::wrong_arity(command));
    }
    let key = call.word(1);
    let pairs = call.rest(2).chunks_exact(2);
    let hash = call.make::<Hash>(key)?;
    let (mut count, mut new) = (0, 0);
    for pair in pairs {
        new += usize::from(hash.set(Bytes::from(&pair[0]), Bytes::from(&pair[1])));
        count += 1;
    }
    call.changed(key, count);
    Ok(new)
}

fn hsetnx(call: &mut Call<'_>) -> Answer {
    let (key, field, value) = (call.word(1), call.word(2), call.word(3));
    let hash = call.make::<Hash>(key)?;
    let is_new = hash.get(field).is_none();
    if is_new {
        hash.set(field.into(), value.into());
    }
    call.changed(key, usize::from(is_new));
    Ok(Reply::flag(is_new))
}

fn hget(call: &mut Call<'_>) -> Answer {
    let hash = call.read::<Hash>(call.word(1))?;
    Ok(Reply::maybe(hash.and_then(|hash| hash.get(call.word(2)))))
}

fn hmget(call: &mut Call<'_>) -> Answer {
    let hash = call.read::<Hash>(call.word(1))?;
    let values = call.rest(2).iter().map(|field| hash.and_then(|hash| hash.get(field)));
    Ok(Reply::Array(values.map(Reply::maybe).collect()))
}

fn hgetall(call: &mut Call<'_>) -> Answer {
    let hash = call.read::<Hash>(call.word(1))?;
    let pairs = hash.into_iter().flat_map(|hash| hash.fields().iter());
    Ok(Reply::Map(
        pairs
            .map(|(field, value)| (Reply::Bulk(field.clone()), Reply::Bulk(value.clone())))
            .collect(),
    ))
}

fn hkeys(call: &mut Call<'_>) -> Answer {
    let hash = call.read::<Hash>(call.word(1))?;
    let fields = hash.into_iter().flat_map(|hash| hash.fields().keys());
    Ok(Reply::Array(fields.map(|field| Reply::Bulk(field.clone())).collect()))
}

fn hvals(call: &mut Call<'_>) -> Answer {
    let hash = call.read::<Hash>(call.word(1))?;
    let pairs = hash.into_iter().flat_map(|hash| hash.fields().iter());
    Ok(Reply::Array(pairs.map(|(_, value)| Reply::Bulk(value.clone())).collect()))
}

fn hlen(call: &mut Call<'_>) -> Answer {
    Ok(Reply::count(call.read::<Hash>(call.word(1))?.map_or(0, Hash::len)))
}

fn hstrlen(call: &mut Call<'_>) -> Answer {
    let hash = call.read::<Hash>(call.word(1))?;
    let value = hash.and_then(|hash| hash.get(call.word(2)));
    Ok(Reply::count(value.map_or(0, |value| value.len())))
}

fn hexists(call: &mut Call<'_>) -> Answer {
    let hash = call.read::<Hash>(call.word(1))?;
    Ok(Reply::flag(hash.is_some_and(|hash| hash.get(call.word(2)).is_some())))
}

fn hdel(call: &mut Call<'_>) -> Answer {
    let (key, fields) = (call.word(1), call.rest(2));
    let Some(hash) = call.edit::<Hash>(key)? else { return Ok(Reply::Integer(0)) };
    let removed = fields.iter().filter(|field| hash.remove(field)).count();
    call.changed(key, removed);
    Ok(Reply::count(removed))
}

fn hincrby(call: &mut Call<'_>) -> Answer {
    let (key, field) = (call.word(1), call.word(2));
    let step = call.integer(3)?;
    let held = call.read::<Hash>(key)?.and_then(|hash| hash.get(field));
    let old = held.map_or(Some(0), |value| number::integer(value));
    let old = old.ok_or_else(|| Refusal::new("hash value is not an integer"))?;
    let sum = old.checked_add(step);
    let sum = sum.ok_or_else(|| Refusal::new("increment or decrement would overflow"))?;
    call.make::<Hash>(key)?.set(field.into(), sum.to_string().into());
    call.changed(key, 1);
    Ok(Reply::Integer(sum))
}

fn hincrbyfloat(call: &mut Call<'_>) -> Answer {
    let (key, field, step) = (call.word(1), call.word(2), call.word(3));
    if number::double(step).is_some_and(f64::is_infinite) {
        return Err(Refusal::new("value is NaN or Infinity"));
    }
    if number::Extended::parse(step).is_none() {
        return Err(Refusal::not_float());
    }
    let held = call.read::<Hash>(key)?.and_then(|hash| hash.get(field));
    let old = held.map_or(&b"0"[..], |value| value);
    let sum = counters::sum(old, step, || Refusal::new("hash value is not a float"))?;
    call.make::<Hash>(key)?.set(field.into(), sum.clone().into());
    call.changed(key, 1);
    Ok(Reply::bulk(sum))
}

/// HRANDFIELD key [count [WITHVALUES]]
fn hrandfield(call: &mut Call<'_>) -> Answer {
    let key = call.word(1);
    if call.words.len() == 2 {
        let hash = call.read::<Hash>(key)?;
        let field = hash.and_then(|hash| hash.fields().at_random(|count| call.turn.below(count)));
        return Ok(Reply::maybe(field.map(|(field, _)| field)));
    }
    let with_values = call.words.len() == 4 && call.is(3, "WITHVALUES");
    let count = chance::count(call, 2, with_values)?;
    if call.words.len() > 4 || (call.words.len() == 4 && !with_values) {
        return Err(Refusal::syntax());
    }
    let Some(hash) = call.read::<Hash>(key)? else { return Ok(Reply::Array(Vec::new())) };
    let drawn = chance::several(hash.fields(), count, call.turn)?.into_iter();
    let pair =
        |(field, value): (&Bytes, &Bytes)| [Reply::Bulk(field.clone()), Reply::Bulk(value.clone())];
    Ok(Reply::Array(if !with_values {
        drawn.map(|(field, _)| Reply::Bulk(field.clone())).collect()
    } else if call.is_resp3() {
        drawn.map(|drawn| Reply::Array(pair(drawn).to_vec())).collect()
    } else {
        drawn.flat_map(pair).collect()
    }))
}
