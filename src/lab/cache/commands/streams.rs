//! Streams: entries that are added, read by range, and let go (Redis manual, "Stream" commands).

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call, REPLY_BYTES_MAX},
    command::{Command, FIRST, Family, Keys, NONE},
    commands::{
        entries::{id, invalid_id, range_end, range_start, shown},
        refused, stream_groups, stream_pending, stream_reads,
    },
    number,
    refusal::Refusal,
    reply::Reply,
    turn::Turn,
    value::{Entry, EntryId, Fields, Stream, parse_part},
};

/// Entries that `~` lets go of at once when no LIMIT is given.
const NEAR_LIMIT: usize = 10_000;
const SECOND: Keys = Keys::At(2, 2, 1);

pub const FAMILY: Family = Family {
    group: "stream",
    commands: &[
        Command::new("xack", -4, "write fast", FIRST, stream_pending::xack),
        Command::new("xadd", -5, "write denyoom fast", FIRST, xadd),
        Command::new("xautoclaim", -6, "write fast", FIRST, stream_pending::xautoclaim),
        Command::new("xclaim", -6, "write fast", FIRST, stream_pending::xclaim),
        Command::new("xdel", -3, "write fast", FIRST, xdel),
        Command::new("xgroup", -2, "", NONE, refused::refused).of(&[
            Command::new("create", -5, "write denyoom", SECOND, stream_groups::create),
            Command::new(
                "createconsumer",
                5,
                "write denyoom",
                SECOND,
                stream_groups::createconsumer,
            ),
            Command::new("delconsumer", 5, "write", SECOND, stream_groups::delconsumer),
            Command::new("destroy", 4, "write", SECOND, stream_groups::destroy),
            Command::new("setid", -5, "write", SECOND, stream_groups::setid),
        ]),
        Command::new("xinfo", -2, "", NONE, refused::refused).of(&[
            Command::new("consumers", 4, "readonly", SECOND, stream_groups::info_consumers),
            Command::new("groups", 3, "readonly", SECOND, stream_groups::info_groups),
            Command::new("stream", -3, "readonly", SECOND, stream_groups::info_stream),
        ]),
        Command::new("xlen", 2, "readonly fast", FIRST, xlen),
        Command::new("xpending", -3, "readonly", FIRST, stream_pending::xpending),
        Command::new("xrange", -4, "readonly", FIRST, xrange),
        Command::new(
            "xread",
            -4,
            "readonly blocking movablekeys",
            Keys::Streams,
            stream_reads::xread,
        ),
        Command::new(
            "xreadgroup",
            -7,
            "write blocking movablekeys",
            Keys::Streams,
            stream_reads::xreadgroup,
        ),
        Command::new("xrevrange", -4, "readonly", FIRST, xrevrange),
        Command::new("xsetid", -3, "write denyoom fast", FIRST, xsetid),
        Command::new("xtrim", -4, "write", FIRST, xtrim),
    ],
};

/// What is let go of: all but so many entries, or all below an id.
enum Trim {
    Length(u64),
    Below(EntryId),
}

/// The options of XADD and XTRIM.
#[derive(Default)]
struct Options {
    trim: Option<Trim>,
    is_near: bool,
    limit: Option<usize>,
    makes_none: bool,
}

impl Options {
    /// Reads the options; gives where the first word stands that is none.
    fn parse(call: &Call<'_>, is_add: bool) -> Result<(Self, usize), Refusal> {
        let mut options = Self::default();
        let mut at = 2;
        while at < call.words.len() {
            let left = call.words.len() - at - 1;
            let is_length = call.is(at, "MAXLEN") && left > 0;
            if is_length || (call.is(at, "MINID") && left > 0) {
                if options.trim.is_some() {
                    return Err(Refusal::new(
                        "syntax error, MAXLEN and MINID options at the same time are not compatible",
                    ));
                }
                at += 1;
                let mark = call.word(at);
                options.is_near = mark == b"~" && left > 1;
                if left > 1 && (mark == b"~" || mark == b"=") {
                    at += 1;
                }
                options.trim = Some(Trim::parse(call, at, is_length)?);
            } else if call.is(at, "LIMIT") && left > 0 {
                at += 1;
                let limit = usize::try_from(call.integer(at)?);
                options.limit =
                    Some(limit.map_err(|_| Refusal::new("The LIMIT argument must be >= 0."))?);
            } else if is_add && call.is(at, "NOMKSTREAM") {
                options.makes_none = true;
            } else if is_add {
                break;
            } else {
                return Err(Refusal::syntax());
            }
            at += 1;
        }
        Ok((options, at))
    }

    fn check(&self, is_add: bool) -> Result<(), Refusal> {
        let refuse = |why: &str| Err(Refusal::new(format!("syntax error, {why}")));
        if self.limit.is_some_and(|limit| limit > 0) && self.trim.is_none() {
            return refuse("LIMIT cannot be used without specifying a trimming strategy");
        }
        if !is_add && self.trim.is_none() {
            return refuse("XTRIM must be called with a trimming strategy");
        }
        if self.limit.is_some() && !self.is_near {
            return refuse("LIMIT cannot be used without the special ~ option");
        }
        Ok(())
    }

    fn trim(&self, stream: &mut Stream) -> usize {
        let near = self.is_near.then(|| self.limit.unwrap_or(NEAR_LIMIT));
        match self.trim {
            None => 0,
            Some(Trim::Length(kept)) => stream.trim_to(kept, near),
            Some(Trim::Below(first)) => stream.trim_below(first, near),
        }
    }
}

impl Trim {
    fn parse(call: &Call<'_>, at: usize, is_length: bool) -> Result<Self, Refusal> {
        if !is_length {
            return Ok(Self::Below(id(call.word(at), 0)?));
        }
        let kept = u64::try_from(call.integer(at)?);
        Ok(Self::Length(kept.map_err(|_| Refusal::new("The MAXLEN argument must be >= 0."))?))
    }
}

/// The id that a new entry asks for.
enum Wanted {
    /// `*`: the time.
    Any,
    /// `5-*`: the next of that millisecond.
    At(u64),
    Exactly(EntryId),
}

impl Wanted {
    fn parse(word: &[u8]) -> Result<Self, Refusal> {
        if word == b"*" {
            return Ok(Self::Any);
        }
        match word.strip_suffix(b"-*") {
            Some(ms) => parse_part(ms).map(Self::At).ok_or_else(invalid_id),
            None => id(word, 0).map(Self::Exactly),
        }
    }

    /// The id; `None` when it would not be above the stream's last.
    fn id(&self, last: EntryId, now_ms: i64) -> Option<EntryId> {
        let id = match self {
            Self::Any => {
                let now = EntryId { ms: u64::try_from(now_ms).unwrap_or(0), number: 0 };
                if now > last { Some(now) } else { last.next() }
            }
            Self::At(ms) if *ms == last.ms => {
                last.number.checked_add(1).map(|number| EntryId { ms: *ms, number })
            }
            Self::At(ms) => Some(EntryId { ms: *ms, number: 0 }),
            Self::Exactly(id) => Some(*id),
        };
        id.filter(|id| *id > last)
    }
}

/// XADD key [NOMKSTREAM] [MAXLEN | MINID [= | ~] threshold [LIMIT count]] * | id field value ...
fn xadd(call: &mut Call<'_>) -> Answer {
    let (options, at) = Options::parse(call, true)?;
    if at >= call.words.len() {
        options.check(true)?;
        return Err(Refusal::wrong_arity("xadd"));
    }
    let wanted = Wanted::parse(call.word(at))?;
    options.check(true)?;
    let pairs = call.rest(at + 1);
    if pairs.is_empty() || !pairs.len().is_multiple_of(2) {
        return Err(Refusal::wrong_arity("xadd"));
    }
    if matches!(wanted, Wanted::Exactly(id) if id == EntryId::default()) {
        return Err(Refusal::new("The ID specified in XADD must be greater than 0-0"));
    }
    let (key, now_ms) = (call.word(1), call.now_ms());
    let last = match call.read::<Stream>(key)? {
        Some(stream) => stream.last_id,
        None if options.makes_none => return Ok(Reply::Null),
        None => EntryId::default(),
    };
    if last == EntryId::MAX {
        return Err(Refusal::new(
            "The stream has exhausted the last possible ID, unable to add more items",
        ));
    }
    let id = wanted.id(last, now_ms).ok_or_else(|| {
        Refusal::new("The ID specified in XADD is equal or smaller than the target stream top item")
    })?;
    let fields: Fields =
        pairs.chunks_exact(2).map(|pair| (Bytes::from(&pair[0]), Bytes::from(&pair[1]))).collect();
    let stream = call.make::<Stream>(key)?;
    stream.add(id, fields);
    options.trim(stream);
    call.changed(key, 1);
    Ok(Reply::bulk(id.to_string()))
}

fn xtrim(call: &mut Call<'_>) -> Answer {
    let (options, _) = Options::parse(call, false)?;
    options.check(false)?;
    let key = call.word(1);
    let Some(stream) = call.edit::<Stream>(key)? else { return Ok(Reply::Integer(0)) };
    let removed = options.trim(stream);
    call.changed(key, removed);
    Ok(Reply::count(removed))
}

fn xlen(call: &mut Call<'_>) -> Answer {
    Ok(Reply::count(call.read::<Stream>(call.word(1))?.map_or(0, Stream::len)))
}

fn xdel(call: &mut Call<'_>) -> Answer {
    let key = call.word(1);
    if call.read::<Stream>(key)?.is_none() {
        return Ok(Reply::Integer(0));
    }
    let ids = call.rest(2).iter().map(|word| id(word, 0)).collect::<Result<Vec<_>, _>>()?;
    let stream = call.make::<Stream>(key)?;
    let removed = ids.into_iter().filter(|id| stream.remove(*id)).count();
    call.changed(key, removed);
    Ok(Reply::count(removed))
}

/// XRANGE key start end [COUNT count]
fn xrange(call: &mut Call<'_>) -> Answer {
    between(call, 2, 3, false)
}

/// XREVRANGE key end start [COUNT count]
fn xrevrange(call: &mut Call<'_>) -> Answer {
    between(call, 3, 2, true)
}

fn between(call: &Call<'_>, start: usize, end: usize, is_reversed: bool) -> Answer {
    let (start, end) = (range_start(call.word(start))?, range_end(call.word(end))?);
    let mut count = None;
    for at in (4..call.words.len()).step_by(2) {
        if !call.is(at, "COUNT") || at + 1 >= call.words.len() {
            return Err(Refusal::syntax());
        }
        count = Some(usize::try_from(call.integer(at + 1)?).unwrap_or(0));
    }
    let Some(stream) = call.read::<Stream>(call.word(1))? else {
        return Ok(Reply::Array(Vec::new()));
    };
    let count = match count {
        Some(0) => return Ok(Reply::NullArray),
        Some(count) => count,
        None => usize::MAX,
    };
    let entries = stream.range(start, end);
    if is_reversed {
        listed(entries.rev().take(count), call.turn)
    } else {
        listed(entries.take(count), call.turn)
    }
}

/// The entries as a reply, as far as it may grow.
fn listed<'a>(entries: impl Iterator<Item = Entry<'a>>, turn: &Turn) -> Answer {
    let mut replies = Vec::new();
    let mut bytes = 0_usize;
    for entry in entries {
        turn.step()?;
        let reply = shown(entry);
        bytes += reply.weight();
        if bytes > REPLY_BYTES_MAX {
            return Err(Refusal::reply_too_big());
        }
        replies.push(reply);
    }
    Ok(Reply::Array(replies))
}

/// XSETID key last-id [ENTRIESADDED entries-added] [MAXDELETEDID max-deleted-id]
fn xsetid(call: &mut Call<'_>) -> Answer {
    let last = id(call.word(2), 0)?;
    let (mut added, mut removed) = (None, None);
    for at in (3..call.words.len()).step_by(2) {
        let has_value = at + 1 < call.words.len();
        if call.is(at, "ENTRIESADDED") && has_value {
            let count = number::integer(call.word(at + 1)).ok_or_else(Refusal::not_integer)?;
            let count = u64::try_from(count);
            added = Some(count.map_err(|_| Refusal::new("entries_added must be positive"))?);
        } else if call.is(at, "MAXDELETEDID") && has_value {
            let id = id(call.word(at + 1), 0)?;
            if last < id {
                return Err(Refusal::new(
                    "The ID specified in XSETID is smaller than the provided max_deleted_entry_id",
                ));
            }
            removed = Some(id);
        } else {
            return Err(Refusal::syntax());
        }
    }
    let key = call.word(1);
    let stream = call.edit::<Stream>(key)?.ok_or_else(Refusal::no_such_key)?;
    if stream.last().is_some_and(|(top, _)| last < top) {
        return Err(Refusal::new(
            "The ID specified in XSETID is smaller than the target stream top item",
        ));
    }
    if added.is_some_and(|added| added < stream.len() as u64) {
        return Err(Refusal::new(
            "The entries_added specified in XSETID is smaller than the target stream length",
        ));
    }
    stream.last_id = last;
    stream.added = added.unwrap_or(stream.added);
    stream.removed_max = removed.unwrap_or(stream.removed_max);
    call.changed(key, 1);
    Ok(Reply::ok())
}
