//! Sets (Redis manual, "Set" commands).

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call},
    command::{ALL, Command, FIRST, Family, Keys, TWO},
    commands::{chance, scan},
    number,
    refusal::Refusal,
    reply::Reply,
    value::{Kind, Set},
};

pub const FAMILY: Family = Family {
    group: "set",
    commands: &[
        Command::new("sadd", -3, "write denyoom fast", FIRST, sadd),
        Command::new("scard", 2, "readonly fast", FIRST, scard),
        Command::new("sdiff", -2, "readonly", ALL, sdiff),
        Command::new("sdiffstore", -3, "write denyoom", ALL, sdiffstore),
        Command::new("sinter", -2, "readonly", ALL, sinter),
        Command::new(
            "sintercard",
            -3,
            "readonly movablekeys",
            Keys::Counted { at: 1, with_first: false },
            sintercard,
        ),
        Command::new("sinterstore", -3, "write denyoom", ALL, sinterstore),
        Command::new("sismember", 3, "readonly fast", FIRST, sismember),
        Command::new("smembers", 2, "readonly", FIRST, smembers),
        Command::new("smismember", -3, "readonly fast", FIRST, smismember),
        Command::new("smove", 4, "write fast", TWO, smove),
        Command::new("spop", -2, "write fast", FIRST, spop),
        Command::new("srandmember", -2, "readonly", FIRST, srandmember),
        Command::new("srem", -3, "write fast", FIRST, srem),
        Command::new("sscan", -3, "readonly", FIRST, scan::sscan),
        Command::new("sunion", -2, "readonly", ALL, sunion),
        Command::new("sunionstore", -3, "write denyoom", ALL, sunionstore),
    ],
};

fn sadd(call: &mut Call<'_>) -> Answer {
    let (key, members) = (call.word(1), call.rest(2));
    let set = call.make::<Set>(key)?;
    let added = members.iter().filter(|member| set.add(Bytes::from(*member))).count();
    call.changed(key, added);
    Ok(Reply::count(added))
}

fn srem(call: &mut Call<'_>) -> Answer {
    let (key, members) = (call.word(1), call.rest(2));
    let Some(set) = call.edit::<Set>(key)? else { return Ok(Reply::Integer(0)) };
    let removed = members.iter().filter(|member| set.remove(member)).count();
    call.changed(key, removed);
    Ok(Reply::count(removed))
}

fn smove(call: &mut Call<'_>) -> Answer {
    let (source, target, member) = (call.word(1), call.word(2), call.word(3));
    let Some(set) = call.read::<Set>(source)? else { return Ok(Reply::flag(false)) };
    let is_there = set.contains(member);
    call.read::<Set>(target)?;
    if source == target || !is_there {
        return Ok(Reply::flag(is_there));
    }
    call.make::<Set>(source)?.remove(member);
    call.changed(source, 1);
    let is_new = call.make::<Set>(target)?.add(member.into());
    call.changed(target, usize::from(is_new));
    Ok(Reply::flag(true))
}

fn sismember(call: &mut Call<'_>) -> Answer {
    let set = call.read::<Set>(call.word(1))?;
    Ok(Reply::flag(set.is_some_and(|set| set.contains(call.word(2)))))
}

fn smismember(call: &mut Call<'_>) -> Answer {
    let set = call.read::<Set>(call.word(1))?;
    let is_member = |member: &Vec<u8>| set.is_some_and(|set| set.contains(member));
    Ok(Reply::Array(call.rest(2).iter().map(|member| Reply::flag(is_member(member))).collect()))
}

fn scard(call: &mut Call<'_>) -> Answer {
    Ok(Reply::count(call.read::<Set>(call.word(1))?.map_or(0, Set::len)))
}

fn smembers(call: &mut Call<'_>) -> Answer {
    let set = call.read::<Set>(call.word(1))?;
    let members = set.into_iter().flat_map(Set::listed);
    Ok(Reply::Set(members.map(|member| Reply::Bulk(member.clone())).collect()))
}

/// SPOP key [count]
fn spop(call: &mut Call<'_>) -> Answer {
    if call.words.len() > 3 {
        return Err(Refusal::syntax());
    }
    let key = call.word(1);
    let is_counted = call.words.len() == 3;
    let count = if is_counted { call.positive(2)? } else { 1 };
    let none = if is_counted { Reply::Set(Vec::new()) } else { Reply::Null };
    let Some(set) = call.read::<Set>(key)? else { return Ok(none) };
    let drawn = chance::several(set.members(), number::count(count), call.turn)?;
    let drawn: Vec<Bytes> = drawn.into_iter().map(|(member, ())| member.clone()).collect();
    let set = call.make::<Set>(key)?;
    for member in &drawn {
        set.remove(member);
    }
    call.changed(key, drawn.len());
    let mut members = drawn.into_iter().map(Reply::Bulk);
    Ok(if is_counted { Reply::Set(members.collect()) } else { members.next().unwrap_or(none) })
}

/// SRANDMEMBER key [count]
fn srandmember(call: &mut Call<'_>) -> Answer {
    let key = call.word(1);
    match call.words.len() {
        2 => {
            let set = call.read::<Set>(key)?;
            let drawn = set.and_then(|set| set.members().at_random(|all| call.turn.below(all)));
            Ok(Reply::maybe(drawn.map(|(member, ())| member)))
        }
        3 => {
            let count = chance::count(call, 2, false)?;
            let Some(set) = call.read::<Set>(key)? else { return Ok(Reply::Array(Vec::new())) };
            let drawn = chance::several(set.members(), count, call.turn)?.into_iter();
            Ok(Reply::Array(drawn.map(|(member, ())| Reply::Bulk(member.clone())).collect()))
        }
        _ => Err(Refusal::syntax()),
    }
}

/// What is made of several sets.
#[derive(Clone, Copy)]
enum Algebra {
    Union,
    Intersection,
    Difference,
}

fn sunion(call: &mut Call<'_>) -> Answer {
    shown(call, Algebra::Union)
}

fn sinter(call: &mut Call<'_>) -> Answer {
    shown(call, Algebra::Intersection)
}

fn sdiff(call: &mut Call<'_>) -> Answer {
    shown(call, Algebra::Difference)
}

fn sunionstore(call: &mut Call<'_>) -> Answer {
    stored(call, Algebra::Union)
}

fn sinterstore(call: &mut Call<'_>) -> Answer {
    stored(call, Algebra::Intersection)
}

fn sdiffstore(call: &mut Call<'_>) -> Answer {
    stored(call, Algebra::Difference)
}

fn shown(call: &Call<'_>, algebra: Algebra) -> Answer {
    let result = combined(call, call.rest(1), algebra, usize::MAX)?;
    let members = result.listed().into_iter();
    Ok(Reply::Set(members.map(|member| Reply::Bulk(member.clone())).collect()))
}

fn stored(call: &mut Call<'_>, algebra: Algebra) -> Answer {
    let result = combined(call, call.rest(2), algebra, usize::MAX)?;
    let length = result.len();
    call.store_at(call.word(1), result.held());
    Ok(Reply::count(length))
}

/// SINTERCARD numkeys key [key ...] [LIMIT limit]
fn sintercard(call: &mut Call<'_>) -> Answer {
    let (keys, mut at) = call.counted_keys(1)?;
    let mut limit = 0;
    while at < call.words.len() {
        if !call.is(at, "LIMIT") || at + 1 >= call.words.len() {
            return Err(Refusal::syntax());
        }
        limit = number::integer(call.word(at + 1))
            .and_then(|limit| usize::try_from(limit).ok())
            .ok_or_else(|| Refusal::new("LIMIT can't be negative"))?;
        at += 2;
    }
    let limit = if limit == 0 { usize::MAX } else { limit };
    Ok(Reply::count(combined(call, keys, Algebra::Intersection, limit)?.len()))
}

/// The set that `algebra` makes of the sets at `keys`; a key that is not there is an empty set.
fn combined(
    call: &Call<'_>,
    keys: &[Vec<u8>],
    algebra: Algebra,
    limit: usize,
) -> Result<Set, Refusal> {
    let empty = Set::default();
    let mut sets = Vec::new();
    for key in keys {
        sets.push(call.read::<Set>(key)?.unwrap_or(&empty));
    }
    let mut result = Set::default();
    let halves = match algebra {
        Algebra::Union => {
            for member in sets.iter().flat_map(|set| set.listed()) {
                call.turn.step()?;
                result.add(member.clone());
            }
            return Ok(result);
        }
        Algebra::Intersection => {
            sets.sort_by_key(|set| set.len());
            sets.split_first()
        }
        Algebra::Difference => sets.split_first(),
    };
    let Some((first, rest)) = halves else { return Ok(result) };
    let wanted = matches!(algebra, Algebra::Intersection);
    for member in first.listed() {
        call.turn.steps(rest.len())?;
        let is_in = if wanted {
            rest.iter().all(|set| set.contains(member))
        } else {
            !rest.iter().any(|set| set.contains(member))
        };
        if is_in && result.len() < limit {
            result.add(member.clone());
        }
    }
    Ok(result)
}
