//! Comparison, `$not`, and accumulators that are computed from one document. (MongoDB manual, Comparison
//! Expression Operators.)

#![expect(clippy::unnecessary_wraps, reason = "the table of operators has one type of function")]

use std::cmp::Ordering;

use bson::Bson;

use crate::lab::documents::{
    error::CommandError,
    expression::{Call, Value, is_nullish, truth},
    value::compare,
};

type Answer = Result<Value, CommandError>;

/// `$eq`, `$ne`, `$gt`, `$gte`, `$lt`, `$lte`: across types, a missing value below null.
pub fn compared(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let order = order(call, &values[0], &values[1]);
    let result = match call.name {
        "$eq" => order == Ordering::Equal,
        "$ne" => order != Ordering::Equal,
        "$gt" => order == Ordering::Greater,
        "$gte" => order != Ordering::Less,
        "$lt" => order == Ordering::Less,
        _ => order != Ordering::Greater,
    };
    Ok(Some(Bson::Boolean(result)))
}

pub fn compare_both(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let order = match order(call, &values[0], &values[1]) {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    };
    Ok(Some(Bson::Int32(order)))
}

pub fn not(_: &Call<'_>, values: &mut [Value]) -> Answer {
    Ok(Some(Bson::Boolean(!truth(&values[0]))))
}

/// `$max` and `$min` of several operands, or of the elements of one.
pub fn extreme(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let wanted = if call.name == "$max" { Ordering::Greater } else { Ordering::Less };
    let mut best: Value = None;
    for value in spread(values) {
        if is_nullish(&value) {
            continue;
        }
        let is_better = best.is_none() || order(call, &value, &best) == wanted;
        if is_better {
            best = value;
        }
    }
    Ok(Some(best.unwrap_or(Bson::Null)))
}

/// One operand that is an array stands for its elements.
pub fn spread(values: &mut [Value]) -> Vec<Value> {
    match values {
        [Some(Bson::Array(elements))] => std::mem::take(elements).into_iter().map(Some).collect(),
        values => values.iter_mut().map(Option::take).collect(),
    }
}

fn order(call: &Call<'_>, a: &Value, b: &Value) -> Ordering {
    // A missing value stands where undefined does, below null.
    let missing = &Bson::Undefined;
    compare(a.as_ref().unwrap_or(missing), b.as_ref().unwrap_or(missing), call.scope.collation)
}
