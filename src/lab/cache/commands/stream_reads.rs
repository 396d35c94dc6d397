//! XREAD and XREADGROUP: what several streams have after an id.

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call, REPLY_BYTES_MAX},
    commands::entries::{id, shown},
    number,
    refusal::Refusal,
    reply::Reply,
    value::{EntryId, Pending, Stream},
};

pub fn xread(call: &mut Call<'_>) -> Answer {
    read(call, false)
}

pub fn xreadgroup(call: &mut Call<'_>) -> Answer {
    read(call, true)
}

/// What is asked for.
struct Query<'a> {
    count: usize,
    block: Block,
    group: Option<(&'a [u8], &'a [u8])>,
    is_acknowledged: bool,
    /// Where the keys begin.
    keys_at: usize,
    keys: &'a [Vec<u8>],
    ids: &'a [Vec<u8>],
}

/// Whether it waits for entries.
#[derive(Clone, Copy)]
enum Block {
    Never,
    /// Milliseconds since 1970; `None` is for ever.
    Until(Option<i64>),
}

/// From where one stream is read.
#[derive(Clone, Copy)]
enum From {
    After(EntryId),
    /// `>`: what no consumer of the group was given.
    New,
    /// What this consumer was given and did not acknowledge, after an id.
    Own(EntryId),
}

impl<'a> Query<'a> {
    fn parse(call: &Call<'a>, in_group: bool) -> Result<Self, Refusal> {
        let mut query = Self {
            count: usize::MAX,
            block: Block::Never,
            group: None,
            is_acknowledged: false,
            keys_at: 0,
            keys: &[],
            ids: &[],
        };
        let mut at = 1;
        while at < call.words.len() {
            let left = call.words.len() - at - 1;
            if call.is(at, "BLOCK") && left > 0 {
                at += 1;
                query.block = until(call, at)?;
            } else if call.is(at, "COUNT") && left > 0 {
                at += 1;
                let count = usize::try_from(call.integer(at)?).unwrap_or(0);
                query.count = if count == 0 { usize::MAX } else { count };
            } else if call.is(at, "STREAMS") && left > 0 {
                if left % 2 == 1 {
                    return Err(Refusal::new(
                        "Unbalanced XREAD list of streams: for each stream key an ID or '$' must \
                         be specified.",
                    ));
                }
                let rest = call.rest(at + 1);
                (query.keys, query.ids) = rest.split_at(left / 2);
                query.keys_at = at + 1;
                break;
            } else if call.is(at, "GROUP") && left > 1 {
                only_in_group("GROUP", in_group)?;
                query.group = Some((call.word(at + 1), call.word(at + 2)));
                at += 2;
            } else if call.is(at, "NOACK") {
                only_in_group("NOACK", in_group)?;
                query.is_acknowledged = true;
            } else {
                return Err(Refusal::syntax());
            }
            at += 1;
        }
        if query.keys.is_empty() {
            return Err(Refusal::syntax());
        }
        if in_group && query.group.is_none() {
            return Err(Refusal::new("Missing GROUP option for XREADGROUP"));
        }
        Ok(query)
    }

    /// From where each stream is read.
    fn starts(&self, call: &Call<'_>) -> Result<Vec<From>, Refusal> {
        let mut starts = Vec::new();
        for (key, word) in self.keys.iter().zip(self.ids) {
            let stream = call.read::<Stream>(key)?;
            if let Some((group, _)) = self.group {
                let is_there = stream.is_some_and(|stream| stream.groups.contains_key(group));
                if !is_there {
                    let (key, group) = (Bytes::from(key).text(), Bytes::from(group).text());
                    return Err(Refusal::coded(format!(
                        "NOGROUP No such key '{key}' or consumer group '{group}' in XREADGROUP \
                         with GROUP option"
                    )));
                }
            }
            starts.push(match (word.as_slice(), self.group) {
                (b"$", Some(_)) => {
                    return Err(Refusal::new(
                        "The $ ID is meaningless in the context of XREADGROUP: you want to read \
                         the history of this consumer by specifying a proper ID, or use the > ID \
                         to get new messages. The $ ID would just return an empty result set.",
                    ));
                }
                (b"$", None) => {
                    From::After(stream.map(|stream| stream.last_id).unwrap_or_default())
                }
                (b">", Some(_)) => From::New,
                (b">", None) => {
                    return Err(Refusal::new(
                        "The > ID can be specified only when calling XREADGROUP using the GROUP \
                         <group> <consumer> option.",
                    ));
                }
                (word, Some(_)) => From::Own(id(word, 0)?),
                (word, None) => From::After(id(word, 0)?),
            });
        }
        Ok(starts)
    }
}

fn only_in_group(option: &str, in_group: bool) -> Result<(), Refusal> {
    if in_group {
        return Ok(());
    }
    Err(Refusal::new(format!(
        "The {option} option is only supported by XREADGROUP. You called XREAD instead."
    )))
}

/// BLOCK gives whole milliseconds.
fn until(call: &Call<'_>, at: usize) -> Result<Block, Refusal> {
    let milliseconds = number::integer(call.word(at))
        .ok_or_else(|| Refusal::new("timeout is not an integer or out of range"))?;
    if milliseconds < 0 {
        return Err(Refusal::new("timeout is negative"));
    }
    call.deadline(number::widened(milliseconds)).map(Block::Until)
}

fn read(call: &mut Call<'_>, in_group: bool) -> Answer {
    let query = Query::parse(call, in_group)?;
    let starts = query.starts(call)?;
    let mut found = Vec::new();
    let mut bytes = 0_usize;
    for (key, start) in query.keys.iter().zip(&starts) {
        let entries = match *start {
            From::After(id) => after(call, key, id, query.count)?,
            From::New => new_ones(call, key, &query)?,
            From::Own(id) => Some(own(call, key, id, &query)?),
        };
        if let Some(entries) = entries {
            bytes += entries.iter().map(Reply::weight).sum::<usize>();
            if bytes > REPLY_BYTES_MAX {
                return Err(Refusal::reply_too_big());
            }
            found.push((Reply::bulk(Bytes::from(key)), Reply::Array(entries)));
        }
    }
    if !found.is_empty() {
        return Ok(if call.is_resp3() {
            Reply::Map(found)
        } else {
            Reply::Array(
                found.into_iter().map(|(key, entries)| Reply::Array(vec![key, entries])).collect(),
            )
        });
    }
    if let Block::Until(until_ms) = query.block {
        call.wait_for(query.keys, until_ms);
        // `$` means what was last when the command came, not when it is tried again.
        let mut words = call.words.to_vec();
        let ids_at = query.keys_at + query.keys.len();
        for (at, start) in starts.iter().enumerate() {
            if let From::After(id) = start {
                words[ids_at + at] = id.to_string().into_bytes();
            }
        }
        if let Some(wait) = &mut call.wait {
            wait.words = Some(words);
        }
    }
    Ok(Reply::NullArray)
}

/// The entries after `id`; `None` when there are none.
fn after(
    call: &Call<'_>,
    key: &[u8],
    id: EntryId,
    count: usize,
) -> Result<Option<Vec<Reply>>, Refusal> {
    let stream = call.read::<Stream>(key)?;
    let Some((stream, first)) = stream.zip(id.next()) else { return Ok(None) };
    let entries: Vec<Reply> = stream.range(first, EntryId::MAX).take(count).map(shown).collect();
    call.turn.steps(entries.len())?;
    Ok(Some(entries).filter(|entries| !entries.is_empty()))
}

/// Gives the consumer what nobody was given yet; `None` when there is nothing.
fn new_ones(
    call: &mut Call<'_>,
    key: &[u8],
    query: &Query<'_>,
) -> Result<Option<Vec<Reply>>, Refusal> {
    let now_ms = call.now_ms();
    let Some((group_name, consumer)) = query.group else { return Ok(None) };
    let consumer = Bytes::from(consumer);
    let Some(stream) = call.edit::<Stream>(key)? else { return Ok(None) };
    let Some(mut group) = stream.groups.remove(group_name) else { return Ok(None) };
    let mut entries = Vec::new();
    if let Some(first) = group.last_id.next() {
        for entry in stream.range(first, EntryId::MAX).take(query.count) {
            group.consumer(&consumer, now_ms);
            entries.push(shown(entry));
            group.read_to(entry.0, stream);
            if !query.is_acknowledged {
                let pending =
                    Pending { consumer: consumer.clone(), delivered_ms: now_ms, deliveries: 1 };
                group.deliver(entry.0, pending);
            }
        }
    }
    stream.groups.insert(group_name.into(), group);
    call.changed(key, entries.len());
    Ok(Some(entries).filter(|entries| !entries.is_empty()))
}

/// What the consumer has not acknowledged; an entry that is gone meanwhile has no fields.
fn own(
    call: &mut Call<'_>,
    key: &[u8],
    id: EntryId,
    query: &Query<'_>,
) -> Result<Vec<Reply>, Refusal> {
    let now_ms = call.now_ms();
    let Some((group_name, consumer)) = query.group else { return Ok(Vec::new()) };
    let consumer = Bytes::from(consumer);
    let Some(stream) = call.edit::<Stream>(key)? else { return Ok(Vec::new()) };
    let Some(mut group) = stream.groups.remove(group_name) else { return Ok(Vec::new()) };
    let (held, is_new) = group.consumer(&consumer, now_ms);
    let ids = id.next().map(|first| held.pending.range(first..).copied());
    let ids: Vec<EntryId> = ids.into_iter().flatten().take(query.count).collect();
    let mut entries = Vec::new();
    for id in ids {
        match stream.get(id) {
            Some(fields) => {
                entries.push(shown((id, fields)));
                if let Some(pending) = group.pending.get_mut(&id) {
                    pending.delivered_ms = now_ms;
                    pending.deliveries += 1;
                }
            }
            None => {
                entries.push(Reply::Array(vec![Reply::bulk(id.to_string()), Reply::NullArray]));
            }
        }
    }
    stream.groups.insert(group_name.into(), group);
    call.changed(key, usize::from(is_new));
    Ok(entries)
}
