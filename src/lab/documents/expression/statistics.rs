//! `$sum`, `$avg`, `$stdDevPop`, `$stdDevSamp`, `$median` of several operands, or of the elements of one.

#![expect(clippy::unnecessary_wraps, reason = "the table of operators has one type of function")]

use bson::Bson;

use crate::lab::documents::{
    error::CommandError,
    expression::{Call, Value, compare::spread},
    statistics::{Deviation, Sum, percentile},
};

pub fn gathered(call: &Call<'_>, values: &mut [Value]) -> Result<Value, CommandError> {
    let values = spread(values);
    let (mut sum, mut deviation) = (Sum::default(), Deviation::default());
    for value in values.iter().flatten() {
        sum.add(value);
        deviation.add(value);
    }
    Ok(Some(match call.name {
        "$sum" => sum.total(),
        "$avg" => sum.average(),
        "$stdDevPop" => deviation.of_population(),
        _ => deviation.of_sample(),
    }))
}

/// `$median`: input, method.
pub fn median(_: &Call<'_>, values: &mut [Value]) -> Result<Value, CommandError> {
    let values: Vec<Bson> = match values[0].take() {
        Some(Bson::Array(elements)) => elements,
        Some(value) => vec![value],
        None => Vec::new(),
    };
    Ok(Some(percentile(&values, 0.5)))
}
