//! Operators on arrays as sets. (MongoDB manual, Set Expression Operators.)

use std::collections::{BTreeMap, HashSet};

use bson::Bson;

use crate::lab::documents::{
    error::CommandError,
    expression::{Call, Value, is_nullish, truth, type_of},
    value::{compare, key},
};

type Answer = Result<Value, CommandError>;

/// The elements of every operand; `None` where one is null.
fn arrays(
    call: &Call<'_>,
    values: &mut [Value],
    fault: impl Fn(usize, &str) -> (u32, String),
) -> Result<Option<Vec<Vec<Bson>>>, CommandError> {
    let mut out = Vec::with_capacity(values.len());
    for (at, value) in values.iter_mut().map(Option::take).enumerate() {
        match value {
            Some(Bson::Array(elements)) => out.push(elements),
            value if is_nullish(&value) => return Ok(None),
            value => {
                let (code, message) = fault(at, type_of(&value));
                return Err(call.fault(code, message));
            }
        }
    }
    Ok(Some(out))
}

pub fn union(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let fault = |_, found: &str| {
        (
            17043,
            format!("All operands of $setUnion must be arrays. One argument is of type: {found}"),
        )
    };
    let Some(arrays) = arrays(call, values, fault)? else { return Ok(Some(Bson::Null)) };
    let elements = arrays.into_iter().flatten();
    let by_key: BTreeMap<Vec<u8>, Bson> =
        elements.map(|element| (key(&element, call.scope.collation), element)).collect();
    Ok(Some(sorted(call, by_key.into_values().collect())))
}

pub fn intersection(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let fault = |_, found: &str| {
        let message = format!(
            "All operands of $setIntersection must be arrays. One argument is of type: {found}"
        );
        (17047, message)
    };
    let Some(arrays) = arrays(call, values, fault)? else { return Ok(Some(Bson::Null)) };
    let mut arrays = arrays.into_iter();
    let mut kept: BTreeMap<Vec<u8>, Bson> = arrays
        .next()
        .unwrap_or_default()
        .into_iter()
        .map(|element| (key(&element, call.scope.collation), element))
        .collect();
    for other in arrays {
        let keys = keys(call, &other);
        kept.retain(|key, _| keys.contains(key));
    }
    Ok(Some(sorted(call, kept.into_values().collect())))
}

pub fn difference(call: &Call<'_>, values: &mut [Value]) -> Answer {
    if values.iter().any(is_nullish) {
        return Ok(Some(Bson::Null));
    }
    let fault = |at, found: &str| {
        let place = if at == 0 { "First" } else { "Second" };
        let message = format!(
            "both operands of $setDifference must be arrays. {place} argument is of type: {found}"
        );
        (if at == 0 { 17048 } else { 17049 }, message)
    };
    let Some(arrays) = arrays(call, values, fault)? else { return Ok(Some(Bson::Null)) };
    let mut seen = keys(call, &arrays[1]);
    let kept = arrays[0]
        .iter()
        .filter(|element| seen.insert(key(element, call.scope.collation)))
        .cloned()
        .collect();
    Ok(Some(Bson::Array(kept)))
}

pub fn equals(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let mut sets = Vec::new();
    for (at, value) in values.iter().enumerate() {
        match value {
            Some(Bson::Array(elements)) => sets.push(keys(call, elements)),
            value => {
                let message = format!(
                    "All operands of $setEquals must be arrays. {}-th argument is of type: {}",
                    at + 1,
                    type_of(value)
                );
                return Err(call.fault(5_887_502, message));
            }
        }
    }
    Ok(Some(Bson::Boolean(sets.windows(2).all(|pair| pair[0] == pair[1]))))
}

pub fn is_subset(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let set = |at: usize, code: u32, place: &str| match &values[at] {
        Some(Bson::Array(elements)) => Ok(keys(call, elements)),
        value => {
            let found = type_of(value);
            let message = format!(
                "both operands of $setIsSubset must be arrays. {place} argument is of type: {found}"
            );
            Err(call.fault(code, message))
        }
    };
    let (small, large) = (set(0, 17046, "First")?, set(1, 17042, "Second")?);
    Ok(Some(Bson::Boolean(small.is_subset(&large))))
}

pub fn any_true(call: &Call<'_>, values: &mut [Value]) -> Answer {
    truths(call, values[0].take(), 17041)
        .map(|truths| Some(Bson::Boolean(truths.into_iter().any(|truth| truth))))
}

pub fn all_true(call: &Call<'_>, values: &mut [Value]) -> Answer {
    truths(call, values[0].take(), 17040)
        .map(|truths| Some(Bson::Boolean(truths.into_iter().all(|truth| truth))))
}

fn truths(call: &Call<'_>, value: Value, code: u32) -> Result<Vec<bool>, CommandError> {
    match value {
        Some(Bson::Array(elements)) => {
            Ok(elements.into_iter().map(|element| truth(&Some(element))).collect())
        }
        value => {
            let message =
                format!("{}'s argument must be an array, but is {}", call.name, type_of(&value));
            Err(call.fault(code, message))
        }
    }
}

fn keys(call: &Call<'_>, elements: &[Bson]) -> HashSet<Vec<u8>> {
    elements.iter().map(|element| key(element, call.scope.collation)).collect()
}

/// A set has no order of its own; the order of values is what MongoDB happens to give.
fn sorted(call: &Call<'_>, mut elements: Vec<Bson>) -> Bson {
    elements.sort_by(|a, b| compare(a, b, call.scope.collation));
    Bson::Array(elements)
}
