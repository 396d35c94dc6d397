//! When keys go: EXPIRE, TTL, PERSIST and their relatives.
//!
//! A key is gone from the millisecond on at which its time has come. Redis keeps it through that
//! millisecond, which only a clock that stands still could tell.

use crate::lab::cache::{
    call::{Answer, Call},
    command::{Command, FIRST, Family},
    refusal::Refusal,
    reply::Reply,
};

pub const FAMILY: Family = Family {
    group: "generic",
    commands: &[
        Command::new("expire", -3, "write fast", FIRST, expire),
        Command::new("expireat", -3, "write fast", FIRST, expireat),
        Command::new("expiretime", 2, "readonly fast", FIRST, expiretime),
        Command::new("persist", 2, "write fast", FIRST, persist),
        Command::new("pexpire", -3, "write fast", FIRST, pexpire),
        Command::new("pexpireat", -3, "write fast", FIRST, pexpireat),
        Command::new("pexpiretime", 2, "readonly fast", FIRST, pexpiretime),
        Command::new("pttl", 2, "readonly fast", FIRST, pttl),
        Command::new("ttl", 2, "readonly fast", FIRST, ttl),
    ],
};

/// In which unit a time is given, and from when it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Seconds,
    Milliseconds,
    AtSecond,
    AtMillisecond,
}

impl When {
    /// The option that names it, as EX.
    pub fn of(word: &[u8]) -> Option<Self> {
        [
            ("EX", Self::Seconds),
            ("PX", Self::Milliseconds),
            ("EXAT", Self::AtSecond),
            ("PXAT", Self::AtMillisecond),
        ]
        .into_iter()
        .find_map(|(name, when)| word.eq_ignore_ascii_case(name.as_bytes()).then_some(when))
    }

    /// Milliseconds since 1970 of the time at `at`, which has to be positive.
    pub fn parse_positive(self, call: &Call<'_>, at: usize, command: &str) -> Result<i64, Refusal> {
        let number = call.integer(at)?;
        if number <= 0 {
            return Err(invalid(command));
        }
        self.ms(call, number).ok_or_else(|| invalid(command))
    }

    fn ms(self, call: &Call<'_>, number: i64) -> Option<i64> {
        match self {
            Self::Seconds => number.checked_mul(1000)?.checked_add(call.now_ms()),
            Self::Milliseconds => number.checked_add(call.now_ms()),
            Self::AtSecond => number.checked_mul(1000),
            Self::AtMillisecond => Some(number),
        }
    }
}

fn invalid(command: &str) -> Refusal {
    Refusal::new(format!("invalid expire time in '{command}' command"))
}

fn expire(call: &mut Call<'_>) -> Answer {
    expire_when(call, When::Seconds, "expire")
}

fn pexpire(call: &mut Call<'_>) -> Answer {
    expire_when(call, When::Milliseconds, "pexpire")
}

fn expireat(call: &mut Call<'_>) -> Answer {
    expire_when(call, When::AtSecond, "expireat")
}

fn pexpireat(call: &mut Call<'_>) -> Answer {
    expire_when(call, When::AtMillisecond, "pexpireat")
}

fn expire_when(call: &mut Call<'_>, when: When, command: &str) -> Answer {
    let conditions = Conditions::parse(call)?;
    let number = call.integer(2)?;
    let expires_ms = when.ms(call, number).ok_or_else(|| invalid(command))?;
    let key = call.word(1);
    let Some(held) = call.held(key) else { return Ok(Reply::flag(false)) };
    if !conditions.allow(held.expires_ms, expires_ms) {
        return Ok(Reply::flag(false));
    }
    if expires_ms <= call.now_ms() {
        call.delete(key);
    } else {
        call.keyspace_mut().expire(key, Some(expires_ms));
        call.changed(key, 1);
    }
    Ok(Reply::flag(true))
}

/// NX, XX, GT and LT.
#[derive(Default)]
struct Conditions {
    only_without: bool,
    only_with: bool,
    only_later: bool,
    only_earlier: bool,
}

impl Conditions {
    fn parse(call: &Call<'_>) -> Result<Self, Refusal> {
        let mut conditions = Self::default();
        for at in 3..call.words.len() {
            if call.is(at, "NX") {
                conditions.only_without = true;
            } else if call.is(at, "XX") {
                conditions.only_with = true;
            } else if call.is(at, "GT") {
                conditions.only_later = true;
            } else if call.is(at, "LT") {
                conditions.only_earlier = true;
            } else {
                let word = call.bytes(at).text();
                return Err(Refusal::new(format!("Unsupported option {word}")));
            }
        }
        let Self { only_without, only_with, only_later, only_earlier } = conditions;
        if only_without && (only_with || only_later || only_earlier) {
            return Err(Refusal::new(
                "NX and XX, GT or LT options at the same time are not compatible",
            ));
        }
        if only_later && only_earlier {
            return Err(Refusal::new("GT and LT options at the same time are not compatible"));
        }
        Ok(conditions)
    }

    /// Whether a key that goes at `old` may go at `new`; one that never goes is the latest.
    fn allow(&self, old: Option<i64>, new: i64) -> bool {
        !(self.only_without && old.is_some()
            || self.only_with && old.is_none()
            || self.only_later && old.is_none_or(|old| new <= old)
            || self.only_earlier && old.is_some_and(|old| new >= old))
    }
}

fn ttl(call: &mut Call<'_>) -> Answer {
    let now_ms = call.now_ms();
    // To the nearest second, as Redis does: 1,500 ms are 2 s.
    remaining(call, |at| at.saturating_sub(now_ms).saturating_add(500).div_euclid(1000))
}

fn pttl(call: &mut Call<'_>) -> Answer {
    let now_ms = call.now_ms();
    remaining(call, |at| at.saturating_sub(now_ms))
}

fn expiretime(call: &mut Call<'_>) -> Answer {
    remaining(call, |at| at.saturating_add(500).div_euclid(1000))
}

fn pexpiretime(call: &mut Call<'_>) -> Answer {
    remaining(call, |at| at)
}

/// -2 without the key, -1 when it never goes.
fn remaining(call: &Call<'_>, shown: impl Fn(i64) -> i64) -> Answer {
    let held = call.held(call.word(1));
    Ok(Reply::Integer(held.map_or(-2, |held| held.expires_ms.map_or(-1, shown))))
}

fn persist(call: &mut Call<'_>) -> Answer {
    let key = call.word(1);
    let goes = call.held(key).is_some_and(|held| held.expires_ms.is_some());
    if goes {
        call.keyspace_mut().expire(key, None);
        call.changed(key, 1);
    }
    Ok(Reply::flag(goes))
}
