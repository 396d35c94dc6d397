//! The forms that decide which of their operands are computed, or compute one for each element of an array.
//! (MongoDB manual, $switch, $let, $map, $filter, $reduce, $sortArray.)

use bson::{Bson, Document};

use crate::lab::documents::{
    error::{Code, CommandError},
    expression::{
        ArrayOrder, Binding, Expression, Frame, Value, check_bytes, checked, is_nullish, truth,
        type_of,
    },
    number::Number,
    shown::shown,
    value::{compare, weigh},
};

pub fn if_null(parts: &[Expression], frame: &Frame<'_>) -> Result<Value, CommandError> {
    let mut last = None;
    for part in parts {
        last = part.value(frame)?;
        if !is_nullish(&last) {
            break;
        }
    }
    Ok(last)
}

pub fn switch(
    branches: &[(Expression, Expression)],
    otherwise: Option<&Expression>,
    frame: &Frame<'_>,
) -> Result<Value, CommandError> {
    for (case, then) in branches {
        if truth(&case.value(frame)?) {
            return then.value(frame);
        }
    }
    match otherwise {
        Some(otherwise) => otherwise.value(frame),
        None => Err(CommandError::new(
            Code::Location(40066),
            "$switch could not find a matching branch for an input, and no default was specified.",
        )),
    }
}

/// The variables are computed in the frame outside, so that they do not see each other.
pub fn let_in(
    variables: &[(String, Expression)],
    result: &Expression,
    outside: &Frame<'_>,
    frame: &Frame<'_>,
) -> Result<Value, CommandError> {
    let Some(((name, expression), rest)) = variables.split_first() else {
        return result.value(frame);
    };
    let binding = Binding { name, value: expression.value(outside)?, outer: frame.bindings };
    let_in(rest, result, outside, &frame.with(&binding))
}

pub fn map(
    input: &Expression,
    name: &str,
    result: &Expression,
    frame: &Frame<'_>,
) -> Result<Value, CommandError> {
    let Some(elements) =
        elements_of(input.value(frame)?, 16883, "input to $map must be an array not ")?
    else {
        return Ok(Some(Bson::Null));
    };
    let mut out = Vec::with_capacity(elements.len());
    let mut bytes = 0;
    for element in elements {
        let binding = Binding { name, value: Some(element), outer: frame.bindings };
        let value = result.value(&frame.with(&binding))?.unwrap_or(Bson::Null);
        bytes += weigh(&value);
        check_bytes(bytes)?;
        out.push(value);
    }
    Ok(Some(Bson::Array(out)))
}

pub fn filter(
    input: &Expression,
    name: &str,
    test: &Expression,
    limit: Option<&Expression>,
    frame: &Frame<'_>,
) -> Result<Value, CommandError> {
    let input = input.value(frame)?;
    let limit = match limit {
        Some(limit) => filter_limit(&limit.value(frame)?)?,
        None => usize::MAX,
    };
    let Some(elements) = elements_of(input, 28651, "input to $filter must be an array not ")?
    else {
        return Ok(Some(Bson::Null));
    };
    let mut out = Vec::new();
    for element in elements {
        if out.len() >= limit {
            break;
        }
        let binding = Binding { name, value: Some(element), outer: frame.bindings };
        if truth(&test.value(&frame.with(&binding))?) {
            out.extend(binding.value);
        }
    }
    Ok(Some(Bson::Array(out)))
}

fn filter_limit(value: &Value) -> Result<usize, CommandError> {
    if is_nullish(value) {
        return Ok(usize::MAX);
    }
    let whole = value.as_ref().and_then(Number::of);
    match whole.and_then(Number::to_long) {
        Some(limit) if limit > 0 => Ok(usize::try_from(limit).unwrap_or(usize::MAX)),
        Some(limit) => {
            let message = format!("$filter: limit must be greater than 0, found: {limit}");
            Err(CommandError::new(Code::Location(327_392), message))
        }
        None => {
            let message = "$filter: limit must be represented as a 32-bit integral value";
            Err(CommandError::new(Code::Location(327_391), message))
        }
    }
}

pub fn reduce(
    input: &Expression,
    start: &Expression,
    result: &Expression,
    frame: &Frame<'_>,
) -> Result<Value, CommandError> {
    let input = input.value(frame)?;
    let elements = match input {
        Some(Bson::Array(elements)) => elements,
        input if is_nullish(&input) => return Ok(Some(Bson::Null)),
        input => {
            let found = input.as_ref().map(shown).unwrap_or_default();
            let message = format!("$reduce requires that 'input' be an array, found: {found}");
            return Err(CommandError::new(Code::Location(40080), message));
        }
    };
    let mut sum = start.value(frame)?;
    for element in elements {
        let this = Binding { name: "this", value: Some(element), outer: frame.bindings };
        let value = Binding { name: "value", value: sum, outer: Some(&this) };
        sum = checked(result.value(&frame.with(&value))?)?;
    }
    Ok(sum)
}

pub fn sort_array(
    input: &Expression,
    by: &ArrayOrder,
    frame: &Frame<'_>,
) -> Result<Value, CommandError> {
    let message = "The input argument to $sortArray must be an array, but was of type: ";
    let Some(mut elements) = elements_of(input.value(frame)?, 2_942_504, message)? else {
        return Ok(Some(Bson::Null));
    };
    let collation = frame.scope.collation;
    match by {
        ArrayOrder::Whole { descending } => elements.sort_by(|a, b| {
            let order = compare(a, b, collation);
            if *descending { order.reverse() } else { order }
        }),
        ArrayOrder::Fields(sort) => {
            let key = |element: &Bson| match element {
                Bson::Document(inner) => sort.key(inner, collation),
                _ => sort.key(&Document::new(), collation),
            };
            let mut keyed: Vec<(Vec<Bson>, Bson)> =
                elements.into_iter().map(|element| (key(&element), element)).collect();
            keyed.sort_by(|(a, _), (b, _)| sort.compare_keys(a, b, collation));
            elements = keyed.into_iter().map(|(_, element)| element).collect();
        }
    }
    Ok(Some(Bson::Array(elements)))
}

/// The elements of an operand that must be an array; `None` if it is null or missing.
fn elements_of(value: Value, code: u32, words: &str) -> Result<Option<Vec<Bson>>, CommandError> {
    match value {
        Some(Bson::Array(elements)) => Ok(Some(elements)),
        value if is_nullish(&value) => Ok(None),
        value => {
            Err(CommandError::new(Code::Location(code), format!("{words}{}", type_of(&value))))
        }
    }
}
