//! What the consumers of a group were given and did not acknowledge: XACK, XPENDING, XCLAIM.

use std::collections::BTreeMap;

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call},
    commands::entries::{id, range_end, range_start, shown},
    number,
    refusal::Refusal,
    reply::Reply,
    value::{EntryId, Group, Pending, Stream},
};

/// Entries that XAUTOCLAIM takes when nothing else is asked for.
const COUNT: usize = 100;
/// Pending entries that XAUTOCLAIM looks at for each that it may take.
const LOOKED_AT: usize = 10;

fn no_group(call: &Call<'_>) -> Refusal {
    let (key, group) = (call.bytes(1).text(), call.bytes(2).text());
    Refusal::coded(format!("NOGROUP No such key '{key}' or consumer group '{group}'"))
}

fn group<'a>(call: &'a Call<'_>) -> Result<&'a Group, Refusal> {
    let stream = call.read::<Stream>(call.word(1))?;
    let group = stream.and_then(|stream| stream.groups.get(call.word(2)));
    group.ok_or_else(|| no_group(call))
}

/// XACK key group id [id ...]
pub fn xack(call: &mut Call<'_>) -> Answer {
    let (key, name, words) = (call.word(1), call.word(2), call.rest(3));
    let group = call.edit::<Stream>(key)?.and_then(|stream| stream.groups.get_mut(name));
    let Some(group) = group else { return Ok(Reply::Integer(0)) };
    let ids = words.iter().map(|word| id(word, 0)).collect::<Result<Vec<_>, _>>()?;
    let acknowledged = ids.into_iter().filter(|id| group.acknowledge(*id)).count();
    call.changed(key, acknowledged);
    Ok(Reply::count(acknowledged))
}

/// XPENDING key group [[IDLE min-idle-time] start end count [consumer]]
pub fn xpending(call: &mut Call<'_>) -> Answer {
    if call.words.len() == 3 {
        return group(call).map(summary);
    }
    let with_idle = call.is(3, "IDLE");
    let (at, idle_ms) = if with_idle { (5, call.integer(4)?) } else { (3, 0) };
    if call.words.len() < at + 3 || call.words.len() > at + 4 {
        return Err(Refusal::syntax());
    }
    let count = usize::try_from(call.integer(at + 2)?).unwrap_or(0);
    let (start, end) = (range_start(call.word(at))?, range_end(call.word(at + 1))?);
    let consumer = call.words.get(at + 3);
    let now_ms = call.now_ms();
    let group = group(call)?;
    let (start, end) = if start <= end { (start, end) } else { return Ok(Reply::Array(vec![])) };
    let pending = group.pending.range(start..=end).filter(|(_, pending)| {
        consumer.is_none_or(|consumer| **consumer == *pending.consumer)
            && now_ms.saturating_sub(pending.delivered_ms) >= idle_ms
    });
    let told = pending.take(count).map(|(id, pending)| {
        Reply::Array(vec![
            Reply::bulk(id.to_string()),
            Reply::Bulk(pending.consumer.clone()),
            Reply::Integer(now_ms.saturating_sub(pending.delivered_ms).max(0)),
            Reply::Integer(i64::try_from(pending.deliveries).unwrap_or(i64::MAX)),
        ])
    });
    Ok(Reply::Array(told.collect()))
}

fn summary(group: &Group) -> Reply {
    let ends = group.pending.first_key_value().zip(group.pending.last_key_value());
    let Some(((first, _), (last, _))) = ends else {
        return Reply::Array(vec![Reply::Integer(0), Reply::Null, Reply::Null, Reply::NullArray]);
    };
    let consumers = group.consumers.iter().filter(|(_, consumer)| !consumer.pending.is_empty());
    let consumers = consumers.map(|(name, consumer)| {
        let count = consumer.pending.len().to_string();
        Reply::Array(vec![Reply::Bulk(Bytes::clone(name)), Reply::bulk(count)])
    });
    Reply::Array(vec![
        Reply::count(group.pending.len()),
        Reply::bulk(first.to_string()),
        Reply::bulk(last.to_string()),
        Reply::Array(consumers.collect()),
    ])
}

/// The options of XCLAIM.
struct Options {
    delivered_ms: i64,
    deliveries: Option<u64>,
    is_forced: bool,
    only_ids: bool,
    last_id: Option<EntryId>,
}

impl Options {
    fn parse(call: &Call<'_>, at: usize) -> Result<Self, Refusal> {
        let now_ms = call.now_ms();
        let mut options = Self {
            delivered_ms: now_ms,
            deliveries: None,
            is_forced: false,
            only_ids: false,
            last_id: None,
        };
        let mut at = at;
        let number = |at: usize, name: &str| {
            number::integer(call.word(at))
                .ok_or_else(|| Refusal::new(format!("Invalid {name} option argument for XCLAIM")))
        };
        while at < call.words.len() {
            let has_value = at + 1 < call.words.len();
            if call.is(at, "FORCE") {
                options.is_forced = true;
            } else if call.is(at, "JUSTID") {
                options.only_ids = true;
            } else if call.is(at, "IDLE") && has_value {
                at += 1;
                options.delivered_ms = now_ms.saturating_sub(number(at, "IDLE")?);
            } else if call.is(at, "TIME") && has_value {
                at += 1;
                options.delivered_ms = number(at, "TIME")?;
            } else if call.is(at, "RETRYCOUNT") && has_value {
                at += 1;
                options.deliveries = u64::try_from(number(at, "RETRYCOUNT")?).ok();
            } else if call.is(at, "LASTID") && has_value {
                at += 1;
                options.last_id = Some(id(call.word(at), 0)?);
            } else {
                let option = call.bytes(at).text();
                return Err(Refusal::new(format!("Unrecognized XCLAIM option '{option}'")));
            }
            at += 1;
        }
        if options.delivered_ms < 0 || options.delivered_ms > now_ms {
            options.delivered_ms = now_ms;
        }
        Ok(options)
    }
}

/// XCLAIM key group consumer min-idle-time id [id ...] [options]
pub fn xclaim(call: &mut Call<'_>) -> Answer {
    group(call)?;
    let (key, name, consumer) = (call.word(1), call.word(2), call.bytes(3));
    let idle_ms = idle(call, "XCLAIM")?;
    let ids: Vec<EntryId> = call.rest(5).iter().map_while(|word| EntryId::parse(word, 0)).collect();
    let options = Options::parse(call, 5 + ids.len())?;
    if ids.is_empty() {
        return Err(id(call.word(5), 0).err().unwrap_or_else(Refusal::syntax));
    }
    let now_ms = call.now_ms();
    let stream = call.make::<Stream>(key)?;
    let Some(mut group) = stream.groups.remove(name) else { return Ok(Reply::Array(vec![])) };
    group.last_id = options.last_id.map_or(group.last_id, |last| last.max(group.last_id));
    let mut claimed = Vec::new();
    for id in ids {
        let fields = stream.get(id);
        if fields.is_none() {
            group.acknowledge(id);
            continue;
        }
        let held = group.pending.get(&id);
        let is_due = held.is_none_or(|held| now_ms.saturating_sub(held.delivered_ms) >= idle_ms);
        if (held.is_none() && !options.is_forced) || !is_due {
            continue;
        }
        let before = held.map_or(0, |held| held.deliveries);
        let deliveries =
            options.deliveries.unwrap_or(if options.only_ids { before } else { before + 1 });
        let pending =
            Pending { consumer: consumer.clone(), delivered_ms: options.delivered_ms, deliveries };
        group.consumer(&consumer, now_ms);
        group.deliver(id, pending);
        claimed.push(told(id, stream, options.only_ids));
    }
    stream.groups.insert(name.into(), group);
    call.changed(key, claimed.len());
    Ok(Reply::Array(claimed))
}

fn told(id: EntryId, stream: &Stream, only_id: bool) -> Reply {
    match stream.get(id) {
        Some(fields) if !only_id => shown((id, fields)),
        _ => Reply::bulk(id.to_string()),
    }
}

fn idle(call: &Call<'_>, command: &str) -> Result<i64, Refusal> {
    let idle_ms = number::integer(call.word(4));
    let idle_ms = idle_ms
        .ok_or_else(|| Refusal::new(format!("Invalid min-idle-time argument for {command}")))?;
    Ok(idle_ms.max(0))
}

/// XAUTOCLAIM key group consumer min-idle-time start [COUNT count] [JUSTID]
pub fn xautoclaim(call: &mut Call<'_>) -> Answer {
    let (key, name, consumer) = (call.word(1), call.word(2), call.bytes(3));
    let idle_ms = idle(call, "XAUTOCLAIM")?;
    let start = range_start(call.word(5))?;
    let (mut count, mut only_ids) = (COUNT, false);
    let mut at = 6;
    while at < call.words.len() {
        if call.is(at, "COUNT") && at + 1 < call.words.len() {
            at += 1;
            let wanted =
                number::integer(call.word(at)).and_then(|wanted| usize::try_from(wanted).ok());
            let wanted = wanted.filter(|wanted| *wanted > 0);
            count = wanted.ok_or_else(|| Refusal::new("COUNT must be > 0"))?;
        } else if call.is(at, "JUSTID") {
            only_ids = true;
        } else {
            return Err(Refusal::syntax());
        }
        at += 1;
    }
    group(call)?;
    let now_ms = call.now_ms();
    let stream = call.make::<Stream>(key)?;
    let Some(mut group) = stream.groups.remove(name) else { return Ok(Reply::Array(vec![])) };
    let mut rest: BTreeMap<EntryId, Pending> = group.pending.split_off(&start);
    let mut looked = rest.keys().copied().collect::<Vec<_>>().into_iter();
    group.pending.append(&mut rest);
    let (mut claimed, mut gone) = (Vec::new(), Vec::new());
    for id in looked.by_ref().take(count.saturating_mul(LOOKED_AT)) {
        let Some(held) = group.pending.get(&id) else { continue };
        if stream.get(id).is_none() {
            group.acknowledge(id);
            gone.push(Reply::bulk(id.to_string()));
        } else if now_ms.saturating_sub(held.delivered_ms) >= idle_ms {
            let deliveries = held.deliveries + u64::from(!only_ids);
            let pending = Pending { consumer: consumer.clone(), delivered_ms: now_ms, deliveries };
            group.consumer(&consumer, now_ms);
            group.deliver(id, pending);
            claimed.push(told(id, stream, only_ids));
        }
        if claimed.len() + gone.len() == count {
            break;
        }
    }
    let next = looked.next().unwrap_or_default();
    stream.groups.insert(name.into(), group);
    call.changed(key, claimed.len() + gone.len());
    Ok(Reply::Array(vec![Reply::bulk(next.to_string()), Reply::Array(claimed), Reply::Array(gone)]))
}
