//! `HyperLogLog`: how many different things were seen, in 12 kB, with an error of 0.81 %.
//!
//! Registers, hash and estimate are Redis's, so that the counts are, too. Redis keeps a small one
//! in a shorter form; here all have the long one, which only STRLEN and GET could tell.

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call},
    command::{ALL, Command, FIRST, Family},
    refusal::Refusal,
    reply::Reply,
    value::Text,
};

const REGISTERS: usize = 16_384;
const REGISTER_BITS: usize = 6;
/// Bits of a hash that do not choose the register.
const REST_BITS: u32 = 50;
const HEADER: &[u8] = b"HYLL\0\0\0\0\0\0\0\0\0\0\0\0";
const BYTES: usize = HEADER.len() + REGISTERS * REGISTER_BITS / 8;
const HASH_SEED: u64 = 0xadc8_3b19;
/// The constant of the estimate for ever more registers.
const ALPHA: f64 = 0.721_347_520_444_481_7;

pub const FAMILY: Family = Family {
    group: "hyperloglog",
    commands: &[
        Command::new("pfadd", -2, "write denyoom fast", FIRST, pfadd),
        Command::new("pfcount", -2, "readonly", ALL, pfcount),
        Command::new("pfmerge", -2, "write denyoom", ALL, pfmerge),
    ],
};

/// The bytes of the `HyperLogLog` at `key`; `None` without the key.
fn registers(call: &Call<'_>, key: &[u8]) -> Result<Option<Bytes>, Refusal> {
    let Some(text) = call.read::<Text>(key)? else { return Ok(None) };
    let bytes = text.bytes();
    if bytes.len() == BYTES && bytes.starts_with(b"HYLL\0") {
        return Ok(Some(bytes.clone()));
    }
    Err(Refusal::coded("WRONGTYPE Key is not a valid HyperLogLog string value."))
}

fn empty() -> Bytes {
    let mut bytes = HEADER.to_vec();
    bytes.resize(BYTES, 0);
    bytes.into()
}

fn pfadd(call: &mut Call<'_>) -> Answer {
    let key = call.word(1);
    let held = registers(call, key)?;
    let is_new = held.is_none();
    let mut bytes = held.unwrap_or_else(empty);
    let mut changes = usize::from(is_new);
    for element in call.rest(2) {
        call.turn.steps(element.len() / 64)?;
        let (register, length) = place(element);
        if register_at(&bytes, register) < length {
            set_register(bytes.edit(), register, length);
            changes += 1;
        }
    }
    if changes > 0 {
        *call.make::<Text>(key)? = Text::raw(bytes);
        call.changed(key, changes);
    }
    Ok(Reply::flag(changes > 0))
}

fn pfcount(call: &mut Call<'_>) -> Answer {
    Ok(Reply::Integer(estimate(&merged(call, call.rest(1))?)))
}

fn pfmerge(call: &mut Call<'_>) -> Answer {
    let merged = merged(call, call.rest(1))?;
    let mut bytes = empty();
    let room = bytes.edit();
    for (register, length) in merged.iter().enumerate() {
        set_register(room, register, *length);
    }
    let key = call.word(1);
    *call.make::<Text>(key)? = Text::raw(bytes);
    call.changed(key, 1);
    Ok(Reply::ok())
}

/// The larger of each register, over all keys.
fn merged(call: &Call<'_>, keys: &[Vec<u8>]) -> Result<Vec<u8>, Refusal> {
    let mut merged = vec![0; REGISTERS];
    for key in keys {
        let Some(bytes) = registers(call, key)? else { continue };
        call.turn.steps(REGISTERS / 8)?;
        for (register, largest) in merged.iter_mut().enumerate() {
            *largest = register_at(&bytes, register).max(*largest);
        }
    }
    Ok(merged)
}

/// Six bits of a register may lie in two bytes, the lower ones first.
fn register_at(bytes: &[u8], register: usize) -> u8 {
    let at = register * REGISTER_BITS;
    let byte = |at: usize| u16::from(bytes.get(HEADER.len() + at).copied().unwrap_or(0));
    let wide = byte(at / 8) | byte(at / 8 + 1) << 8;
    ((wide >> (at % 8)) & 0x3f).to_le_bytes()[0]
}

fn set_register(bytes: &mut [u8], register: usize, length: u8) {
    let at = register * REGISTER_BITS;
    let [low, high] = (u16::from(length) << (at % 8)).to_le_bytes();
    let [low_mask, high_mask] = (0x3f_u16 << (at % 8)).to_le_bytes();
    let first = HEADER.len() + at / 8;
    for (at, bits, mask) in [(first, low, low_mask), (first + 1, high, high_mask)] {
        if let Some(byte) = bytes.get_mut(at) {
            *byte = *byte & !mask | bits;
        }
    }
}

/// The register of an element, and one more than the zeros that its hash ends in.
fn place(element: &[u8]) -> (usize, u8) {
    let hash = hash(element);
    let register = usize::try_from(hash % REGISTERS as u64).unwrap_or(0);
    let rest = hash >> (64 - REST_BITS) | 1 << REST_BITS;
    (register, u8::try_from(rest.trailing_zeros() + 1).unwrap_or(0))
}

/// `MurmurHash64A`, for numbers of any machine.
fn hash(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0xc6a4_a793_5bd1_e995;
    let mut hash = HASH_SEED ^ (bytes.len() as u64).wrapping_mul(FACTOR);
    let chunks = bytes.chunks_exact(8);
    let tail = chunks.remainder();
    for chunk in chunks {
        let mut word = chunk.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
        word = word.wrapping_mul(FACTOR);
        word ^= word >> 47;
        word = word.wrapping_mul(FACTOR);
        hash = (hash ^ word).wrapping_mul(FACTOR);
    }
    if !tail.is_empty() {
        hash ^= tail.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
        hash = hash.wrapping_mul(FACTOR);
    }
    hash ^= hash >> 47;
    hash = hash.wrapping_mul(FACTOR);
    hash ^ hash >> 47
}

/// How many different elements made these registers: Ertl's improved estimate.
fn estimate(registers: &[u8]) -> i64 {
    let mut counts = [0_u32; 64];
    for register in registers {
        counts[usize::from(*register & 0x3f)] += 1;
    }
    let all = f64::from(u16::try_from(REGISTERS).unwrap_or(u16::MAX));
    let mut sum = all * tau((all - f64::from(counts[REST_BITS as usize + 1])) / all);
    for count in counts[1..=REST_BITS as usize].iter().rev() {
        sum = (sum + f64::from(*count)) * 0.5;
    }
    sum += all * sigma(f64::from(counts[0]) / all);
    let estimate = (ALPHA * all * all / sum).round();
    #[expect(clippy::cast_possible_truncation, reason = "it is far below 2^63")]
    let estimate = estimate as i64;
    estimate
}

#[expect(clippy::float_cmp, reason = "the series ends when a term changes nothing")]
fn sigma(mut x: f64) -> f64 {
    if x == 1.0 {
        return f64::INFINITY;
    }
    let (mut y, mut z) = (1.0, x);
    loop {
        x *= x;
        let before = z;
        z += x * y;
        y += y;
        if before == z {
            return z;
        }
    }
}

#[expect(clippy::float_cmp, reason = "the series ends when a term changes nothing")]
fn tau(mut x: f64) -> f64 {
    if x == 0.0 || x == 1.0 {
        return 0.0;
    }
    let (mut y, mut z) = (1.0, 1.0 - x);
    loop {
        x = x.sqrt();
        let before = z;
        y *= 0.5;
        z -= (1.0 - x).powi(2) * y;
        if before == z {
            return z / 3.0;
        }
    }
}
