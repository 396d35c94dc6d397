//! Members by chance: SRANDMEMBER, HRANDFIELD, ZRANDMEMBER, SPOP.

use crate::lab::cache::{
    bytes::Bytes,
    call::{Call, REPLY_VALUES_MAX},
    ordered::Ordered,
    refusal::Refusal,
    turn::Turn,
};

/// `count` different entries, or all where there are fewer; so many that may repeat where `count`
/// is negative.
pub fn several<'a, V>(
    entries: &'a Ordered<V>,
    count: i64,
    turn: &Turn,
) -> Result<Vec<(&'a Bytes, &'a V)>, Refusal> {
    let wanted = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX);
    if count < 0 {
        if wanted > REPLY_VALUES_MAX {
            return Err(Refusal::reply_too_big());
        }
        let mut drawn = Vec::new();
        for _ in 0..wanted {
            turn.step()?;
            drawn.extend(entries.at_random(|count| turn.below(count)));
        }
        return Ok(drawn);
    }
    let mut all: Vec<_> = entries.iter().collect();
    turn.steps(all.len())?;
    if wanted < all.len() {
        for place in 0..wanted {
            let other = place + turn.below(all.len() - place);
            all.swap(place, other);
        }
        all.truncate(wanted);
    }
    Ok(all)
}

/// The count of a random draw at `at`; with values beside the members, half as many may be asked
/// for.
pub fn count(call: &Call<'_>, at: usize, with_values: bool) -> Result<i64, Refusal> {
    let count = call.integer(at)?;
    let furthest = if with_values { i64::MAX / 2 } else { i64::MAX };
    if (-furthest..=furthest).contains(&count) {
        Ok(count)
    } else {
        Err(Refusal::new("value is out of range"))
    }
}
