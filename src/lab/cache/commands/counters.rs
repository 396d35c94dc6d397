//! Strings as numbers: INCR, DECR, INCRBY, DECRBY, INCRBYFLOAT.

use crate::lab::cache::{
    call::{Answer, Call},
    number::{self, Extended},
    refusal::Refusal,
    reply::Reply,
    value::Text,
};

pub fn incr(call: &mut Call<'_>) -> Answer {
    add(call, 1)
}

pub fn decr(call: &mut Call<'_>) -> Answer {
    add(call, -1)
}

pub fn incrby(call: &mut Call<'_>) -> Answer {
    let step = call.integer(2)?;
    add(call, step)
}

pub fn decrby(call: &mut Call<'_>) -> Answer {
    let step = call.integer(2)?.checked_neg();
    add(call, step.ok_or_else(|| Refusal::new("decrement would overflow"))?)
}

fn add(call: &mut Call<'_>, step: i64) -> Answer {
    let key = call.word(1);
    let held = call.read::<Text>(key)?;
    let old = held.map_or(Some(0), |text| number::integer(text.bytes()));
    let sum = old.ok_or_else(Refusal::not_integer)?.checked_add(step);
    let sum = sum.ok_or_else(|| Refusal::new("increment or decrement would overflow"))?;
    *call.make::<Text>(key)? = Text::new(sum.to_string().into());
    call.changed(key, 1);
    Ok(Reply::Integer(sum))
}

pub fn incrbyfloat(call: &mut Call<'_>) -> Answer {
    let key = call.word(1);
    let held = call.read::<Text>(key)?;
    let old = held.map_or(&b"0"[..], |text| text.bytes());
    let sum = sum(old, call.word(2), Refusal::not_float)?;
    *call.make::<Text>(key)? = Text::plain(sum.clone().into());
    call.changed(key, 1);
    Ok(Reply::bulk(sum))
}

/// What a number that is held and a step make together; `not_a_number` refuses the one held.
pub fn sum(
    old: &[u8],
    step: &[u8],
    not_a_number: impl FnOnce() -> Refusal,
) -> Result<String, Refusal> {
    let would_be_none = || Refusal::new("increment would produce NaN or Infinity");
    let is_infinite = |word: &[u8]| number::double(word).is_some_and(f64::is_infinite);
    let read = |word: &[u8], refusal: Refusal| {
        let number = Extended::parse(word);
        number.ok_or_else(|| if is_infinite(word) { would_be_none() } else { refusal })
    };
    let (old, step) = (read(old, not_a_number())?, read(step, Refusal::not_float())?);
    Ok(old.plus(step).ok_or_else(would_be_none)?.shown())
}
