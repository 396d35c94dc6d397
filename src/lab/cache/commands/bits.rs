//! Strings as bits: SETBIT, GETBIT, BITCOUNT, BITPOS, BITOP.

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call},
    command::{Command, FIRST, Family, Keys},
    commands::bitfield,
    number,
    refusal::Refusal,
    reply::Reply,
    request::WORD_BYTES_MAX,
    value::{Kind, Text},
};

const TARGET_AND_REST: Keys = Keys::At(2, -1, 1);

pub const FAMILY: Family = Family {
    group: "bitmap",
    commands: &[
        Command::new("bitcount", -2, "readonly", FIRST, bitcount),
        Command::new("bitfield", -2, "write denyoom", FIRST, bitfield::bitfield),
        Command::new("bitfield_ro", -2, "readonly fast", FIRST, bitfield::bitfield_ro),
        Command::new("bitop", -4, "write denyoom", TARGET_AND_REST, bitop),
        Command::new("bitpos", -3, "readonly", FIRST, bitpos),
        Command::new("getbit", 3, "readonly fast", FIRST, getbit),
        Command::new("setbit", 4, "write denyoom", FIRST, setbit),
    ],
};

/// The place of a bit, at most the last of the longest string.
fn bit_offset(word: &[u8]) -> Result<usize, Refusal> {
    number::integer(word)
        .and_then(|offset| usize::try_from(offset).ok())
        .filter(|offset| offset / 8 < WORD_BYTES_MAX)
        .ok_or_else(|| Refusal::new("bit offset is not an integer or out of range"))
}

fn setbit(call: &mut Call<'_>) -> Answer {
    let key = call.word(1);
    let offset = bit_offset(call.word(2))?;
    let is_on = match number::integer(call.word(3)) {
        Some(0) => false,
        Some(1) => true,
        _ => return Err(Refusal::new("bit is not an integer or out of range")),
    };
    let bytes = call.make::<Text>(key)?.edit();
    if bytes.len() <= offset / 8 {
        bytes.resize(offset / 8 + 1, 0);
    }
    let mask = 0x80 >> (offset % 8);
    let byte = &mut bytes[offset / 8];
    let was_on = *byte & mask != 0;
    *byte = if is_on { *byte | mask } else { *byte & !mask };
    call.changed(key, 1);
    Ok(Reply::flag(was_on))
}

fn getbit(call: &mut Call<'_>) -> Answer {
    let offset = bit_offset(call.word(2))?;
    let text = call.read::<Text>(call.word(1))?;
    Ok(Reply::flag(text.is_some_and(|text| bit(text.bytes(), offset))))
}

fn bit(bytes: &[u8], at: usize) -> bool {
    bytes.get(at / 8).is_some_and(|byte| byte & (0x80 >> (at % 8)) != 0)
}

/// The bits from the start at `at` to the end behind it, both included; the unit may follow.
/// `None` when there are none.
fn bit_range(call: &Call<'_>, at: usize, bytes: &[u8]) -> Result<Option<(usize, usize)>, Refusal> {
    let start = if at < call.words.len() { call.integer(at)? } else { 0 };
    let end = || if at + 1 < call.words.len() { call.integer(at + 1) } else { Ok(-1) };
    // BITCOUNT looks at its end before the unit, BITPOS, which has one argument more, after it.
    if at == 2 {
        let end = end()?;
        if start < 0 && end < start {
            return Ok(None);
        }
    }
    let in_bits = match call.words.len() {
        length if length <= at + 2 => false,
        length if length > at + 3 => return Err(Refusal::syntax()),
        _ if call.is(at + 2, "BIT") => true,
        _ if call.is(at + 2, "BYTE") => false,
        _ => return Err(Refusal::syntax()),
    };
    let unit = if in_bits { 1 } else { 8 };
    let end = end()?;
    // As with GETRANGE, an end before the start of the string is its first unit.
    let length = number::count(bytes.len() * 8 / unit);
    let end = if end < 0 { end.saturating_add(length).max(0) } else { end };
    let span = number::span(start, end, bytes.len() * 8 / unit);
    Ok(span.map(|(from, to)| (from * unit, to * unit + unit - 1)))
}

fn bitcount(call: &mut Call<'_>) -> Answer {
    let Some(text) = call.read::<Text>(call.word(1))? else { return Ok(Reply::Integer(0)) };
    let bytes = text.bytes();
    if call.words.len() == 3 {
        return Err(Refusal::syntax());
    }
    let Some((from, to)) = bit_range(call, 2, bytes)? else { return Ok(Reply::Integer(0)) };
    let (first, last) = (from / 8, to / 8);
    call.turn.steps((last - first) / 64)?;
    let inner = bytes.get(first..=last).unwrap_or(&[]);
    let ones: usize = inner.iter().map(|byte| byte.count_ones() as usize).sum();
    let before = (first * 8..from).filter(|at| bit(bytes, *at)).count();
    let after = (to + 1..(last + 1) * 8).filter(|at| bit(bytes, *at)).count();
    Ok(Reply::count(ones - before - after))
}

fn bitpos(call: &mut Call<'_>) -> Answer {
    let wanted = match call.integer(2)? {
        0 => false,
        1 => true,
        _ => return Err(Refusal::new("The bit argument must be 1 or 0.")),
    };
    let Some(text) = call.read::<Text>(call.word(1))? else {
        return Ok(Reply::Integer(if wanted { -1 } else { 0 }));
    };
    let bytes = text.bytes();
    let Some((from, to)) = bit_range(call, 3, bytes)? else { return Ok(Reply::Integer(-1)) };
    let skipped = if wanted { 0 } else { 0xff };
    let mut at = from;
    while at <= to {
        call.turn.step()?;
        if at.is_multiple_of(8) && bytes.get(at / 8) == Some(&skipped) {
            at += 8;
        } else if bit(bytes, at) == wanted {
            return Ok(Reply::count(at));
        } else {
            at += 1;
        }
    }
    // Without an end, the zeros that would follow the string count.
    let has_end = call.words.len() > 4;
    if wanted || has_end { Ok(Reply::Integer(-1)) } else { Ok(Reply::count(bytes.len() * 8)) }
}

fn bitop(call: &mut Call<'_>) -> Answer {
    type Operation = fn(u8, u8) -> u8;
    const OPERATIONS: [(&str, Operation); 4] =
        [("AND", |a, b| a & b), ("OR", |a, b| a | b), ("XOR", |a, b| a ^ b), ("NOT", |a, _| !a)];
    let operation = OPERATIONS.into_iter().find(|(name, _)| call.is(1, name));
    let (name, operation) = operation.ok_or_else(Refusal::syntax)?;
    if name == "NOT" && call.words.len() != 4 {
        return Err(Refusal::new("BITOP NOT must be called with a single source key."));
    }
    let mut sources: Vec<Bytes> = Vec::new();
    for key in call.rest(3) {
        let text = call.read::<Text>(key)?;
        sources.push(text.map(|text| text.bytes().clone()).unwrap_or_default());
    }
    let length = sources.iter().map(|source| source.len()).max().unwrap_or(0);
    let mut result: Vec<u8> = sources.first().map(|first| first.to_vec()).unwrap_or_default();
    result.resize(length, 0);
    if name == "NOT" {
        for byte in &mut result {
            *byte = operation(*byte, 0);
        }
    }
    for source in sources.iter().skip(1) {
        call.turn.steps(length / 16)?;
        for (at, byte) in result.iter_mut().enumerate() {
            *byte = operation(*byte, source.get(at).copied().unwrap_or(0));
        }
    }
    if result.is_empty() {
        call.delete(call.word(2));
    } else {
        call.set(call.word(2), Text::raw(result.into()).held(), None);
    }
    Ok(Reply::count(length))
}
