//! Strings: GET, SET and the commands around them (Redis manual, "String" commands).

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call},
    command::{ALL, Command, FIRST, Family, Keys, TWO},
    commands::{counters, expiry::When, lcs},
    number,
    refusal::Refusal,
    reply::Reply,
    request::WORD_BYTES_MAX,
    value::{Kind, Text},
};

const PAIRS: Keys = Keys::At(1, -1, 2);

pub const FAMILY: Family = Family {
    group: "string",
    commands: &[
        Command::new("append", 3, "write denyoom fast", FIRST, append),
        Command::new("decr", 2, "write denyoom fast", FIRST, counters::decr),
        Command::new("decrby", 3, "write denyoom fast", FIRST, counters::decrby),
        Command::new("get", 2, "readonly fast", FIRST, get),
        Command::new("getdel", 2, "write fast", FIRST, getdel),
        Command::new("getex", -2, "write fast", FIRST, getex),
        Command::new("getrange", 4, "readonly", FIRST, getrange),
        Command::new("getset", 3, "write denyoom fast", FIRST, getset),
        Command::new("incr", 2, "write denyoom fast", FIRST, counters::incr),
        Command::new("incrby", 3, "write denyoom fast", FIRST, counters::incrby),
        Command::new("incrbyfloat", 3, "write denyoom fast", FIRST, counters::incrbyfloat),
        Command::new("lcs", -3, "readonly", TWO, lcs::lcs),
        Command::new("mget", -2, "readonly fast", ALL, mget),
        Command::new("mset", -3, "write denyoom", PAIRS, mset),
        Command::new("msetnx", -3, "write denyoom", PAIRS, msetnx),
        Command::new("psetex", 4, "write denyoom", FIRST, psetex),
        Command::new("set", -3, "write denyoom", FIRST, set),
        Command::new("setex", 4, "write denyoom", FIRST, setex),
        Command::new("setnx", 3, "write denyoom fast", FIRST, setnx),
        Command::new("setrange", 4, "write denyoom", FIRST, setrange),
        Command::new("strlen", 2, "readonly fast", FIRST, strlen),
        Command::new("substr", 4, "readonly", FIRST, getrange),
    ],
};

fn get(call: &mut Call<'_>) -> Answer {
    held_text(call, call.word(1))
}

fn held_text(call: &Call<'_>, key: &[u8]) -> Answer {
    Ok(Reply::maybe(call.read::<Text>(key)?.map(Text::bytes)))
}

/// The options of SET and GETEX.
#[derive(Default)]
struct Options {
    only_new: bool,
    only_old: bool,
    gives_old: bool,
    keeps_expiry: bool,
    persists: bool,
    expiry: Option<(When, usize)>,
}

impl Options {
    /// Reads the options from the argument at `at` on; `is_set` tells SET from GETEX.
    fn parse(call: &Call<'_>, at: usize, is_set: bool) -> Result<Self, Refusal> {
        let mut options = Self::default();
        let mut at = at;
        while at < call.words.len() {
            let is_free = options.expiry.is_none() && !options.keeps_expiry && !options.persists;
            let when = When::of(call.word(at)).filter(|_| at + 1 < call.words.len());
            if is_set && call.is(at, "NX") && !options.only_old {
                options.only_new = true;
            } else if is_set && call.is(at, "XX") && !options.only_new {
                options.only_old = true;
            } else if is_set && call.is(at, "GET") {
                options.gives_old = true;
            } else if is_set && call.is(at, "KEEPTTL") && options.expiry.is_none() {
                options.keeps_expiry = true;
            } else if !is_set && call.is(at, "PERSIST") && options.expiry.is_none() {
                options.persists = true;
            } else if let Some(when) = when.filter(|_| is_free) {
                options.expiry = Some((when, at + 1));
                at += 1;
            } else {
                return Err(Refusal::syntax());
            }
            at += 1;
        }
        Ok(options)
    }

    fn expires_ms(&self, call: &Call<'_>, command: &str) -> Result<Option<i64>, Refusal> {
        let expiry = self.expiry;
        expiry.map(|(when, at)| when.parse_positive(call, at, command)).transpose()
    }
}

fn set(call: &mut Call<'_>) -> Answer {
    let options = Options::parse(call, 3, true)?;
    let expires_ms = options.expires_ms(call, "set")?;
    let key = call.word(1);
    let old = if options.gives_old { Some(held_text(call, key)?) } else { None };
    let held = call.held(key);
    if (options.only_new && held.is_some()) || (options.only_old && held.is_none()) {
        return Ok(old.unwrap_or(Reply::Null));
    }
    let kept = held.and_then(|held| held.expires_ms).filter(|_| options.keeps_expiry);
    let text = Text::new(call.bytes(2));
    call.set(key, text.held(), expires_ms.or(kept));
    Ok(old.unwrap_or_else(Reply::ok))
}

fn setnx(call: &mut Call<'_>) -> Answer {
    let is_new = call.held(call.word(1)).is_none();
    if is_new {
        call.set(call.word(1), Text::new(call.bytes(2)).held(), None);
    }
    Ok(Reply::flag(is_new))
}

fn setex(call: &mut Call<'_>) -> Answer {
    set_for(call, When::Seconds, "setex")
}

fn psetex(call: &mut Call<'_>) -> Answer {
    set_for(call, When::Milliseconds, "psetex")
}

fn set_for(call: &mut Call<'_>, when: When, command: &str) -> Answer {
    let expires_ms = when.parse_positive(call, 2, command)?;
    call.set(call.word(1), Text::new(call.bytes(3)).held(), Some(expires_ms));
    Ok(Reply::ok())
}

fn getset(call: &mut Call<'_>) -> Answer {
    let old = held_text(call, call.word(1))?;
    call.set(call.word(1), Text::new(call.bytes(2)).held(), None);
    Ok(old)
}

fn getdel(call: &mut Call<'_>) -> Answer {
    let old = held_text(call, call.word(1))?;
    call.delete(call.word(1));
    Ok(old)
}

fn getex(call: &mut Call<'_>) -> Answer {
    let options = Options::parse(call, 2, false)?;
    let key = call.word(1);
    let old = held_text(call, key)?;
    if old == Reply::Null {
        return Ok(old);
    }
    let expires_ms = options.expires_ms(call, "getex")?;
    let had_expiry = call.held(key).is_some_and(|held| held.expires_ms.is_some());
    if expires_ms.is_some() || (options.persists && had_expiry) {
        call.keyspace_mut().expire(key, expires_ms);
        call.changed(key, 1);
    }
    Ok(old)
}

fn mget(call: &mut Call<'_>) -> Answer {
    let values = call.rest(1).iter().map(|key| {
        let text = call.keyspace().read::<Text>(key).ok().flatten();
        Reply::maybe(text.map(Text::bytes))
    });
    Ok(Reply::Array(values.collect()))
}

fn mset(call: &mut Call<'_>) -> Answer {
    set_pairs(call, "mset")?;
    Ok(Reply::ok())
}

fn msetnx(call: &mut Call<'_>) -> Answer {
    let is_any_held = call.rest(1).iter().step_by(2).any(|key| call.held(key).is_some());
    if call.words.len().is_multiple_of(2) || !is_any_held {
        set_pairs(call, "msetnx")?;
    }
    Ok(Reply::flag(!is_any_held))
}

fn set_pairs(call: &mut Call<'_>, command: &str) -> Result<(), Refusal> {
    if call.words.len().is_multiple_of(2) {
        return Err(Refusal::wrong_arity(command));
    }
    for pair in call.rest(1).chunks_exact(2) {
        call.set(&pair[0], Text::new(Bytes::from(&pair[1])).held(), None);
    }
    Ok(())
}

fn append(call: &mut Call<'_>) -> Answer {
    let (key, tail) = (call.word(1), call.word(2));
    let Some(text) = call.edit::<Text>(key)? else {
        call.set(key, Text::new(tail.into()).held(), None);
        return Ok(Reply::count(tail.len()));
    };
    let length = text.bytes().len() + tail.len();
    check_length(length)?;
    text.edit().extend_from_slice(tail);
    call.changed(key, 1);
    Ok(Reply::count(length))
}

fn setrange(call: &mut Call<'_>) -> Answer {
    let (key, piece) = (call.word(1), call.word(3));
    let offset = call.integer(2)?;
    let Ok(offset) = usize::try_from(offset) else {
        return Err(Refusal::new("offset is out of range"));
    };
    let length = call.read::<Text>(key)?.map_or(0, |text| text.bytes().len());
    if piece.is_empty() {
        return Ok(Reply::count(length));
    }
    let end = offset.saturating_add(piece.len());
    check_length(end)?;
    let bytes = call.make::<Text>(key)?.edit();
    bytes.resize(length.max(end), 0);
    bytes[offset..end].copy_from_slice(piece);
    call.changed(key, 1);
    Ok(Reply::count(length.max(end)))
}

/// A string is not longer than what a client could send.
fn check_length(length: usize) -> Result<(), Refusal> {
    if length > WORD_BYTES_MAX {
        return Err(Refusal::new("string exceeds maximum allowed size (proto-max-bulk-len)"));
    }
    Ok(())
}

fn getrange(call: &mut Call<'_>) -> Answer {
    let (start, end) = (call.integer(2)?, call.integer(3)?);
    let Some(text) = call.read::<Text>(call.word(1))? else { return Ok(Reply::bulk("")) };
    let bytes = text.bytes();
    let length = number::count(bytes.len());
    // Unlike a list's, a string's end before its start is its first byte.
    let from = if start < 0 { start.saturating_add(length).max(0) } else { start };
    let to = if end < 0 { end.saturating_add(length).max(0) } else { end.min(length - 1) };
    if (start < 0 && end < 0 && start > end) || from > to || length == 0 {
        return Ok(Reply::bulk(""));
    }
    let range = usize::try_from(from).ok().zip(usize::try_from(to).ok());
    let piece = range.and_then(|(from, to)| bytes.get(from..=to)).unwrap_or(&[]);
    Ok(Reply::bulk(piece))
}

fn strlen(call: &mut Call<'_>) -> Answer {
    Ok(Reply::count(call.read::<Text>(call.word(1))?.map_or(0, |text| text.bytes().len())))
}
