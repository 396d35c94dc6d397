//! BITFIELD: whole numbers of any width inside a string.

use crate::lab::cache::{
    call::{Answer, Call},
    number,
    refusal::Refusal,
    reply::Reply,
    request::WORD_BYTES_MAX,
    value::Text,
};

/// The kind of number: `u8`, `i16`.
#[derive(Clone, Copy)]
struct Width {
    is_signed: bool,
    bits: u32,
}

#[derive(Clone, Copy)]
enum Overflow {
    Wrap,
    Saturate,
    Fail,
}

#[derive(Clone, Copy)]
enum Action {
    Get,
    Set(i64),
    Add(i64),
}

struct Step {
    action: Action,
    width: Width,
    offset: usize,
    overflow: Overflow,
}

pub fn bitfield(call: &mut Call<'_>) -> Answer {
    run(call, false)
}

pub fn bitfield_ro(call: &mut Call<'_>) -> Answer {
    run(call, true)
}

fn run(call: &mut Call<'_>, is_read_only: bool) -> Answer {
    let steps = parse(call)?;
    let writes = |step: &Step| !matches!(step.action, Action::Get);
    if is_read_only && steps.iter().any(writes) {
        return Err(Refusal::new("BITFIELD_RO only supports the GET subcommand"));
    }
    let key = call.word(1);
    let held = call.read::<Text>(key)?.map(|text| text.bytes().clone()).unwrap_or_default();
    let end = steps.iter().filter(|step| writes(step)).map(Step::end).max();
    let mut bytes = held;
    if let Some(end) = end.filter(|end| *end > bytes.len()) {
        bytes.edit().resize(end, 0);
    }
    let mut changes = 0;
    let mut replies = Vec::new();
    for step in &steps {
        call.turn.step()?;
        let old = read(&bytes, step.width, step.offset);
        let new = match step.action {
            Action::Get => {
                replies.push(Reply::Integer(shown(old, step.width)));
                continue;
            }
            Action::Set(value) => fitted(i128::from(value), step.width, step.overflow, true),
            Action::Add(value) => {
                let sum = i128::from(shown(old, step.width)) + i128::from(value);
                fitted(sum, step.width, step.overflow, false)
            }
        };
        let Some(new) = new else {
            replies.push(Reply::Null);
            continue;
        };
        write(bytes.edit(), step.width, step.offset, new);
        changes += 1;
        let given = if matches!(step.action, Action::Set(_)) { old } else { new };
        replies.push(Reply::Integer(shown(given, step.width)));
    }
    if end.is_some() {
        *call.make::<Text>(key)? = Text::raw(bytes);
        call.changed(key, changes);
    }
    Ok(Reply::Array(replies))
}

fn parse(call: &Call<'_>) -> Result<Vec<Step>, Refusal> {
    let mut steps = Vec::new();
    let mut overflow = Overflow::Wrap;
    let mut at = 2;
    while at < call.words.len() {
        let left = call.words.len() - at - 1;
        if call.is(at, "OVERFLOW") && left >= 1 {
            overflow = if call.is(at + 1, "WRAP") {
                Overflow::Wrap
            } else if call.is(at + 1, "SAT") {
                Overflow::Saturate
            } else if call.is(at + 1, "FAIL") {
                Overflow::Fail
            } else {
                return Err(Refusal::new("Invalid OVERFLOW type specified"));
            };
            at += 2;
            continue;
        }
        let is_get = call.is(at, "GET") && left >= 2;
        let is_set = call.is(at, "SET") && left >= 3;
        let is_add = call.is(at, "INCRBY") && left >= 3;
        if !(is_get || is_set || is_add) {
            return Err(Refusal::syntax());
        }
        let width = width(call.word(at + 1))?;
        let offset = offset(call.word(at + 2), width)?;
        let action = if is_get {
            Action::Get
        } else {
            let value = call.integer(at + 3)?;
            if is_set { Action::Set(value) } else { Action::Add(value) }
        };
        steps.push(Step { action, width, offset, overflow });
        at += if is_get { 3 } else { 4 };
    }
    Ok(steps)
}

fn width(word: &[u8]) -> Result<Width, Refusal> {
    let refused = || {
        Refusal::new(
            "Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but \
             i64 is.",
        )
    };
    let is_signed = match word.first() {
        Some(b'i') => true,
        Some(b'u') => false,
        _ => return Err(refused()),
    };
    let bits = number::integer(&word[1..]).and_then(|bits| u32::try_from(bits).ok());
    let bits_max = if is_signed { 64 } else { 63 };
    let bits = bits.filter(|bits| (1..=bits_max).contains(bits)).ok_or_else(refused)?;
    Ok(Width { is_signed, bits })
}

fn offset(word: &[u8], width: Width) -> Result<usize, Refusal> {
    let (digits, factor) = match word.strip_prefix(b"#") {
        Some(digits) => (digits, i64::from(width.bits)),
        None => (word, 1),
    };
    number::integer(digits)
        .and_then(|offset| usize::try_from(offset.checked_mul(factor)?).ok())
        .filter(|offset| offset / 8 < WORD_BYTES_MAX)
        .ok_or_else(|| Refusal::new("bit offset is not an integer or out of range"))
}

impl Step {
    /// Bytes that a string needs to hold the number.
    fn end(&self) -> usize {
        (self.offset + self.width.bits as usize).div_ceil(8)
    }
}

fn read(bytes: &[u8], width: Width, offset: usize) -> u64 {
    (offset..offset + width.bits as usize).fold(0, |number, at| {
        let byte = bytes.get(at / 8).copied().unwrap_or(0);
        number << 1 | u64::from(byte >> (7 - at % 8) & 1)
    })
}

fn write(bytes: &mut [u8], width: Width, offset: usize, number: u64) {
    for (step, at) in (offset..offset + width.bits as usize).rev().enumerate() {
        let mask = 0x80 >> (at % 8);
        let is_on = number >> step & 1 == 1;
        if let Some(byte) = bytes.get_mut(at / 8) {
            *byte = if is_on { *byte | mask } else { *byte & !mask };
        }
    }
}

/// The bits as the number that they stand for.
fn shown(bits: u64, width: Width) -> i64 {
    let unused = 64 - width.bits;
    if width.is_signed { (bits << unused).cast_signed() >> unused } else { bits.cast_signed() }
}

/// The bits of `number`; `None` when it does not fit and that is a failure. What is set, not
/// counted up, is taken for an unsigned number where the width is unsigned.
fn fitted(number: i128, width: Width, overflow: Overflow, is_set: bool) -> Option<u64> {
    let number = if is_set && !width.is_signed && number < 0 { number + (1 << 64) } else { number };
    let (low, high) = if width.is_signed {
        (-(1_i128 << (width.bits - 1)), (1_i128 << (width.bits - 1)) - 1)
    } else {
        (0, (1_i128 << width.bits) - 1)
    };
    let kept = if (low..=high).contains(&number) {
        number
    } else {
        match overflow {
            Overflow::Wrap => number.rem_euclid(1 << width.bits),
            Overflow::Saturate => number.clamp(low, high),
            Overflow::Fail => return None,
        }
    };
    let mask = u64::MAX >> (64 - width.bits);
    u64::try_from(kept.rem_euclid(1 << 64)).ok().map(|bits| bits & mask)
}
