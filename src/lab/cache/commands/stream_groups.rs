//! XGROUP and XINFO: the groups of a stream, and what is known of it.

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call},
    commands::entries::{id, shown},
    refusal::Refusal,
    reply::Reply,
    value::{EntryId, Group, Stream, count},
};

fn no_group(call: &Call<'_>) -> Refusal {
    let (key, group) = (call.bytes(2).text(), call.bytes(3).text());
    Refusal::coded(format!("NOGROUP No such consumer group '{group}' for key name '{key}'"))
}

fn no_key() -> Refusal {
    Refusal::new(
        "The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use \
         the MKSTREAM option to create an empty stream automatically.",
    )
}

/// MKSTREAM and ENTRIESREAD.
fn options(call: &Call<'_>, may_make: bool) -> Result<(bool, Option<u64>), Refusal> {
    let (mut makes, mut read) = (false, None);
    let mut at = 5;
    while at < call.words.len() {
        if may_make && call.is(at, "MKSTREAM") {
            makes = true;
        } else if call.is(at, "ENTRIESREAD") && at + 1 < call.words.len() {
            at += 1;
            let number = call.integer(at)?;
            if number < -1 {
                return Err(Refusal::new("value for ENTRIESREAD must be positive or -1"));
            }
            read = u64::try_from(number).ok();
        } else {
            let name = if may_make { "CREATE" } else { "SETID" };
            return Err(Refusal::new(format!(
                "unknown subcommand or wrong number of arguments for '{name}'. Try XGROUP HELP."
            )));
        }
        at += 1;
    }
    Ok((makes, read))
}

/// The id from which a group reads: `$` is the stream's last.
fn start(call: &Call<'_>, stream: Option<&Stream>) -> Result<EntryId, Refusal> {
    match call.word(4) {
        b"$" => Ok(stream.map(|stream| stream.last_id).unwrap_or_default()),
        b"-" => Ok(EntryId::default()),
        b"+" => Ok(EntryId::MAX),
        word => id(word, 0),
    }
}

/// XGROUP CREATE key group id | $ [MKSTREAM] [ENTRIESREAD entries-read]
pub fn create(call: &mut Call<'_>) -> Answer {
    let (makes, read) = options(call, true)?;
    let (key, name) = (call.word(2), call.bytes(3));
    let held = call.read::<Stream>(key)?;
    if held.is_none() && !makes {
        return Err(no_key());
    }
    let last_id = start(call, held)?;
    let stream = call.make::<Stream>(key)?;
    let is_new = !stream.groups.contains_key(&name);
    if is_new {
        stream.groups.insert(name, Group { last_id, read, ..Group::default() });
    }
    call.changed(key, usize::from(is_new));
    if is_new {
        Ok(Reply::ok())
    } else {
        Err(Refusal::coded("BUSYGROUP Consumer Group name already exists"))
    }
}

/// The stream and its group, to be written to.
fn group<'a>(call: &'a mut Call<'_>) -> Result<&'a mut Group, Refusal> {
    let (key, name) = (call.word(2), call.word(3));
    let is_there = call.read::<Stream>(key)?.ok_or_else(no_key)?.groups.contains_key(name);
    let missing = no_group(call);
    if !is_there {
        return Err(missing);
    }
    call.make::<Stream>(key)?.groups.get_mut(name).ok_or(missing)
}

/// XGROUP SETID key group id | $ [ENTRIESREAD entries-read]
pub fn setid(call: &mut Call<'_>) -> Answer {
    let (_, read) = options(call, false)?;
    let held = call.read::<Stream>(call.word(2))?;
    let stream = held.ok_or_else(no_key)?;
    if !stream.groups.contains_key(call.word(3)) {
        return Err(no_group(call));
    }
    let last_id = start(call, held)?;
    let group = group(call)?;
    group.last_id = last_id;
    group.read = read;
    call.changed(call.word(2), 1);
    Ok(Reply::ok())
}

pub fn destroy(call: &mut Call<'_>) -> Answer {
    let (key, name) = (call.word(2), call.word(3));
    let stream = call.edit::<Stream>(key)?.ok_or_else(no_key)?;
    let was_there = stream.groups.remove(name).is_some();
    call.changed(key, usize::from(was_there));
    Ok(Reply::flag(was_there))
}

pub fn createconsumer(call: &mut Call<'_>) -> Answer {
    let (now_ms, name) = (call.now_ms(), call.bytes(4));
    let group = group(call)?;
    let is_new = !group.consumers.contains_key(&name);
    if is_new {
        group.consumer(&name, now_ms);
    }
    call.changed(call.word(2), usize::from(is_new));
    Ok(Reply::flag(is_new))
}

/// XGROUP DELCONSUMER: gives how many entries it had not acknowledged; they are forgotten.
pub fn delconsumer(call: &mut Call<'_>) -> Answer {
    let name = call.word(4);
    let group = group(call)?;
    let removed = group.consumers.remove(name);
    let pending = removed.as_ref().map_or(0, |consumer| consumer.pending.len());
    for id in removed.iter().flat_map(|consumer| &consumer.pending) {
        group.pending.remove(id);
    }
    let changes = usize::from(removed.is_some());
    call.changed(call.word(2), changes);
    Ok(Reply::count(pending))
}

fn pair(name: &str, value: Reply) -> (Reply, Reply) {
    (Reply::bulk(name), value)
}

/// XINFO STREAM key: the full form is refused.
pub fn info_stream(call: &mut Call<'_>) -> Answer {
    let is_there = call.read::<Stream>(call.word(2))?.is_some();
    if is_there && call.words.len() > 3 && !call.is(3, "FULL") {
        let name = call.bytes(1).text();
        return Err(Refusal::new(format!(
            "unknown subcommand or wrong number of arguments for '{name}'. Try XINFO HELP."
        )));
    }
    if is_there && call.words.len() > 3 {
        return Err(Refusal::new(
            "XINFO STREAM FULL is refused: this lab's server does not have it",
        ));
    }
    let held = call.read::<Stream>(call.word(2))?;
    let stream = held.ok_or_else(Refusal::no_such_key)?;
    let nodes = stream.nodes();
    let first_id = stream.first().map(|(id, _)| id).unwrap_or_default();
    Ok(Reply::Map(vec![
        pair("length", Reply::count(stream.len())),
        pair("radix-tree-keys", Reply::count(nodes)),
        pair("radix-tree-nodes", Reply::count(nodes + 1)),
        pair("last-generated-id", Reply::bulk(stream.last_id.to_string())),
        pair("max-deleted-entry-id", Reply::bulk(stream.removed_max.to_string())),
        pair("entries-added", Reply::Integer(count(stream.added))),
        pair("recorded-first-entry-id", Reply::bulk(first_id.to_string())),
        pair("groups", Reply::count(stream.groups.len())),
        pair("first-entry", stream.first().map_or(Reply::Null, shown)),
        pair("last-entry", stream.last().map_or(Reply::Null, shown)),
    ]))
}

pub fn info_groups(call: &mut Call<'_>) -> Answer {
    let held = call.read::<Stream>(call.word(2))?;
    let stream = held.ok_or_else(Refusal::no_such_key)?;
    let groups = stream.groups.iter().map(|(name, group)| {
        let number = |number: Option<i64>| number.map_or(Reply::Null, Reply::Integer);
        Reply::Map(vec![
            pair("name", Reply::Bulk(name.clone())),
            pair("consumers", Reply::count(group.consumers.len())),
            pair("pending", Reply::count(group.pending.len())),
            pair("last-delivered-id", Reply::bulk(group.last_id.to_string())),
            pair("entries-read", number(group.read.map(count))),
            pair("lag", number(group.lag(stream))),
        ])
    });
    Ok(Reply::Array(groups.collect()))
}

pub fn info_consumers(call: &mut Call<'_>) -> Answer {
    let now_ms = call.now_ms();
    let held = call.read::<Stream>(call.word(2))?;
    let stream = held.ok_or_else(Refusal::no_such_key)?;
    let group = stream.groups.get(call.word(3)).ok_or_else(|| no_group(call))?;
    let consumers = group.consumers.iter().map(|(name, consumer)| {
        Reply::Map(vec![
            pair("name", Reply::Bulk(Bytes::clone(name))),
            pair("pending", Reply::count(consumer.pending.len())),
            pair("idle", Reply::Integer(now_ms.saturating_sub(consumer.seen_ms).max(0))),
        ])
    });
    Ok(Reply::Array(consumers.collect()))
}
