//! Operators on arrays. (MongoDB manual, Array Expression Operators.)

#![expect(clippy::unnecessary_wraps, reason = "the table of operators has one type of function")]

use bson::Bson;

use crate::lab::documents::{
    error::{Code, CommandError},
    expression::{BUILT_BYTES_MAX, Call, Value, is_nullish, type_of},
    number::Number,
    shown::shown,
    value::{compare, equal, weigh},
};

/// Numbers that `$range` may make.
const RANGE_LENGTH_MAX: i64 = 1 << 20;

type Answer = Result<Value, CommandError>;

const NULL: Value = Some(Bson::Null);

pub fn is_array(_: &Call<'_>, values: &mut [Value]) -> Answer {
    Ok(Some(Bson::Boolean(matches!(values[0], Some(Bson::Array(_))))))
}

pub fn size(call: &Call<'_>, values: &mut [Value]) -> Answer {
    match &values[0] {
        Some(Bson::Array(elements)) => Ok(Some(count(elements.len()))),
        value => {
            let message = format!(
                "The argument to $size must be an array, but was of type: {}",
                type_of(value)
            );
            Err(call.fault(17124, message))
        }
    }
}

pub fn element_at(call: &Call<'_>, values: &mut [Value]) -> Answer {
    if values.iter().any(is_nullish) {
        return Ok(NULL);
    }
    let Some(Bson::Array(elements)) = &values[0] else {
        let message = format!(
            "$arrayElemAt's first argument must be an array, but is {}",
            type_of(&values[0])
        );
        return Err(call.fault(28689, message));
    };
    let Some(number) = values[1].as_ref().and_then(Number::of) else {
        let message = format!(
            "$arrayElemAt's second argument must be a numeric value, but is {}",
            type_of(&values[1])
        );
        return Err(call.fault(28690, message));
    };
    let Some(at) = number.to_long().and_then(|at| i32::try_from(at).ok()) else {
        let message = format!(
            "$arrayElemAt's second argument must be representable as a 32-bit integer: {}",
            text(&values[1])
        );
        return Err(call.fault(28691, message));
    };
    Ok(index(at.into(), elements.len()).map(|at| elements[at].clone()))
}

/// `$first` and `$last` of an array.
pub fn end(call: &Call<'_>, values: &mut [Value]) -> Answer {
    match &values[0] {
        Some(Bson::Array(elements)) if call.name == "$first" => Ok(elements.first().cloned()),
        Some(Bson::Array(elements)) => Ok(elements.last().cloned()),
        value if is_nullish(value) => Ok(NULL),
        value => {
            let message =
                format!("{}'s argument must be an array, but is {}", call.name, type_of(value));
            Err(call.fault(28689, message))
        }
    }
}

/// `$firstN`, `$lastN`, `$maxN`, `$minN` of an array.
pub fn several(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let wanted = match values[0].as_ref().and_then(Number::of).and_then(Number::to_long) {
        Some(wanted) if wanted > 0 => usize::try_from(wanted).unwrap_or(usize::MAX),
        Some(wanted) => {
            let message = format!("'n' must be greater than 0, found {wanted}");
            return Err(call.fault(5_787_908, message));
        }
        None => {
            let message =
                format!("Value for 'n' must be of integral type, but found {}", text(&values[0]));
            return Err(call.fault(5_787_902, message));
        }
    };
    let Some(Bson::Array(elements)) = &values[1] else {
        let message = format!("Input must be an array, but found {}", type_of(&values[1]));
        return Err(call.fault(5_788_200, message));
    };
    let mut elements = elements.clone();
    let order = |a: &Bson, b: &Bson| compare(a, b, call.scope.collation);
    match call.name {
        "$firstN" => elements.truncate(wanted),
        "$lastN" => {
            elements.drain(..elements.len().saturating_sub(wanted));
        }
        name => {
            elements.retain(|element| !matches!(element, Bson::Null | Bson::Undefined));
            elements.sort_by(order);
            if name == "$maxN" {
                elements.reverse();
            }
            elements.truncate(wanted);
        }
    }
    Ok(Some(Bson::Array(elements)))
}

pub fn slice(call: &Call<'_>, values: &mut [Value]) -> Answer {
    if values.iter().any(is_nullish) {
        return Ok(NULL);
    }
    let Some(Bson::Array(elements)) = &values[0] else {
        let message = format!(
            "First argument to $slice must be an array, but is of type: {}",
            type_of(&values[0])
        );
        return Err(call.fault(28724, message));
    };
    let whole = |at: usize, place: &str, code: u32| {
        let Some(number) = values[at].as_ref().and_then(Number::of) else {
            let message = format!(
                "{place} argument to $slice must be a numeric value, but is of type: {}",
                type_of(&values[at])
            );
            return Err(call.fault(code, message));
        };
        number.to_long().and_then(|number| i32::try_from(number).ok()).map(i64::from).ok_or_else(
            || {
                let message = format!(
                    "{place} argument to $slice can't be represented as a 32-bit integer: {}",
                    text(&values[at])
                );
                call.fault(code + 1, message)
            },
        )
    };
    let first = whole(1, "Second", 28725)?;
    let length = i64::try_from(elements.len()).unwrap_or(i64::MAX);
    let (start, taken) = match values.get(2) {
        None if first >= 0 => (0, first),
        None => ((length + first).max(0), -first),
        Some(third) => {
            let taken = whole(2, "Third", 28727)?;
            if taken <= 0 {
                let message = format!("Third argument to $slice must be positive: {}", text(third));
                return Err(call.fault(28729, message));
            }
            (if first < 0 { (length + first).max(0) } else { first }, taken)
        }
    };
    let (start, taken) = (usize::try_from(start).unwrap_or(0), usize::try_from(taken).unwrap_or(0));
    Ok(Some(Bson::Array(elements.iter().skip(start).take(taken).cloned().collect())))
}

pub fn concatenate(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let mut out = Vec::new();
    let mut bytes = 0;
    for value in values.iter_mut().map(Option::take) {
        match value {
            Some(Bson::Array(elements)) => {
                bytes += elements.iter().map(weigh).sum::<usize>();
                if bytes > BUILT_BYTES_MAX {
                    return Err(too_large());
                }
                out.extend(elements);
            }
            value if is_nullish(&value) => return Ok(NULL),
            value => {
                let message =
                    format!("$concatArrays only supports arrays, not {}", type_of(&value));
                return Err(call.fault(28664, message));
            }
        }
    }
    Ok(Some(Bson::Array(out)))
}

pub fn contains(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let Some(Bson::Array(elements)) = &values[1] else {
        let message =
            format!("$in requires an array as a second argument, found: {}", type_of(&values[1]));
        return Err(call.fault(40081, message));
    };
    let wanted = values[0].as_ref().unwrap_or(&Bson::Undefined);
    let found = elements.iter().any(|element| equal(element, wanted, call.scope.collation));
    Ok(Some(Bson::Boolean(found)))
}

pub fn index_of(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let elements = match &values[0] {
        Some(Bson::Array(elements)) => elements,
        value if is_nullish(value) => return Ok(NULL),
        value => {
            let message = format!(
                "$indexOfArray requires an array as a first argument, found: {}",
                type_of(value)
            );
            return Err(call.fault(40090, message));
        }
    };
    let wanted = values[1].as_ref().unwrap_or(&Bson::Undefined);
    let (start, end) = (bound(call, values, 2)?, bound(call, values, 3)?);
    let (start, end) = (start.unwrap_or(0), end.unwrap_or(elements.len()).min(elements.len()));
    let found = (start..end).find(|at| equal(&elements[*at], wanted, call.scope.collation));
    Ok(Some(found.map_or(Bson::Int32(-1), count)))
}

/// The start or the end of a search, counted from zero.
pub fn bound(call: &Call<'_>, values: &[Value], at: usize) -> Result<Option<usize>, CommandError> {
    let Some(value) = values.get(at) else { return Ok(None) };
    let place = if at == 2 { "starting" } else { "ending" };
    let number = value.as_ref().and_then(Number::of).and_then(Number::to_long);
    let Some(number) = number.and_then(|number| i32::try_from(number).ok()) else {
        let message = format!(
            "{} requires an integral {place} index, found a value of type: {}, with value: {}",
            call.name,
            type_of(value),
            text(value)
        );
        return Err(call.fault(40096, message));
    };
    usize::try_from(number).map(Some).map_err(|_| {
        let message =
            format!("{} requires a nonnegative {place} index, found: {number}", call.name);
        call.fault(40097, message)
    })
}

pub fn range(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let whole = |at: usize, role: &str, code: u32| {
        let Some(number) = values[at].as_ref().and_then(Number::of) else {
            let message = format!(
                "$range requires a numeric {role} value, found value of type: {}",
                type_of(&values[at])
            );
            return Err(call.fault(code, message));
        };
        number.to_long().and_then(|number| i32::try_from(number).ok()).ok_or_else(|| {
            let message = format!(
                "$range requires a {role} value that can be represented as a 32-bit integer, found value: {}",
                text(&values[at])
            );
            call.fault(code + 1, message)
        })
    };
    let (start, end) = (whole(0, "starting", 34443)?, whole(1, "ending", 34445)?);
    let step = if values.len() > 2 { whole(2, "step", 34447)? } else { 1 };
    if step == 0 {
        return Err(call.fault(34449, "$range requires a non-zero step value"));
    }
    let (start, end, step) = (i64::from(start), i64::from(end), i64::from(step));
    let length = (end - start + step - step.signum()).div_euclid(step).max(0);
    if length > RANGE_LENGTH_MAX {
        return Err(too_large());
    }
    let numbers = (0..length).map(|at| {
        Bson::Int32(i32::try_from(start + at * step).expect("it is between two 32-bit numbers"))
    });
    Ok(Some(Bson::Array(numbers.collect())))
}

pub fn reverse(call: &Call<'_>, values: &mut [Value]) -> Answer {
    match values[0].take() {
        Some(Bson::Array(mut elements)) => {
            elements.reverse();
            Ok(Some(Bson::Array(elements)))
        }
        value if is_nullish(&value) => Ok(NULL),
        value => {
            let message = format!(
                "The argument to $reverseArray must be an array, but was of type: {}",
                type_of(&value)
            );
            Err(call.fault(34435, message))
        }
    }
}

/// `$zip`: inputs, useLongestLength, defaults.
pub fn zip(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let inputs = match &values[0] {
        Some(Bson::Array(inputs)) => inputs,
        value => {
            let message =
                format!("inputs must be an array of expressions, found {}", type_of(value));
            return Err(call.fault(34461, message));
        }
    };
    let mut arrays = Vec::new();
    for input in inputs {
        match input {
            Bson::Array(elements) => arrays.push(elements),
            Bson::Null | Bson::Undefined => return Ok(NULL),
            other => {
                let message =
                    format!("$zip found a non-array expression in input: {}", shown(other));
                return Err(call.fault(34468, message));
            }
        }
    }
    let longest = match &values[1] {
        None => false,
        Some(Bson::Boolean(longest)) => *longest,
        value => {
            let message = format!("useLongestLength must be a bool, found {}", type_of(value));
            return Err(call.fault(34463, message));
        }
    };
    let defaults = match &values[2] {
        None => &[][..],
        Some(Bson::Array(defaults)) if !longest && !defaults.is_empty() => {
            let message = "cannot specify defaults unless useLongestLength is true";
            return Err(call.fault(34466, message));
        }
        Some(Bson::Array(defaults)) if defaults.len() != arrays.len() => {
            return Err(call.fault(34467, "defaults and inputs must have the same length"));
        }
        Some(Bson::Array(defaults)) => defaults.as_slice(),
        value => {
            let message =
                format!("defaults must be an array of expressions, found {}", type_of(value));
            return Err(call.fault(34462, message));
        }
    };
    let lengths = arrays.iter().map(|elements| elements.len());
    let length = if longest { lengths.max() } else { lengths.min() }.unwrap_or(0);
    let default = |column: usize| defaults.get(column).cloned().unwrap_or(Bson::Null);
    let row = |at: usize| {
        let cells = arrays
            .iter()
            .enumerate()
            .map(|(column, elements)| elements.get(at).cloned().unwrap_or_else(|| default(column)));
        Bson::Array(cells.collect())
    };
    Ok(Some(Bson::Array((0..length).map(row).collect())))
}

/// A count as the int that MongoDB gives.
pub fn count(length: usize) -> Bson {
    i32::try_from(length)
        .map_or_else(|_| Bson::Int64(i64::try_from(length).unwrap_or(i64::MAX)), Bson::Int32)
}

/// A value as messages show it; nothing for a missing one.
pub fn text(value: &Value) -> String {
    value.as_ref().map_or_else(|| "missing".to_owned(), shown)
}

/// Where an index stands that may count from the end.
fn index(at: i64, length: usize) -> Option<usize> {
    let length = i64::try_from(length).ok()?;
    let at = if at < 0 { at + length } else { at };
    usize::try_from(at).ok().filter(|_| at < length)
}

fn too_large() -> CommandError {
    let message = format!("an expression may build a value of {BUILT_BYTES_MAX} bytes at most");
    CommandError::new(Code::ExceededMemoryLimit, message)
}
