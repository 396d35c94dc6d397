//! Conversion between types. (MongoDB manual, Type Expression Operators.)

#![expect(clippy::unnecessary_wraps, reason = "the table of operators has one type of function")]

use bson::{Binary, Bson, DateTime, Decimal128, oid::ObjectId};

use crate::lab::documents::{
    decimal::{Decimal, Rounding},
    error::{Code, CommandError},
    expression::{Call, Value, arrays::text, calendar, dates::read_date, is_nullish, type_of},
    number::{LONG_END, Number, truncated},
    shown::{plain_double, shown},
    value::{TYPES, is_number, is_truthy, type_name},
};

type Answer = Result<Value, CommandError>;

const NULL: Value = Some(Bson::Null);

pub fn type_text(_: &Call<'_>, values: &mut [Value]) -> Answer {
    Ok(Some(Bson::String(type_of(&values[0]).to_owned())))
}

pub fn is_number_type(_: &Call<'_>, values: &mut [Value]) -> Answer {
    Ok(Some(Bson::Boolean(values[0].as_ref().is_some_and(is_number))))
}

/// `$toInt` and the like.
pub fn to_type(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let target = match call.name {
        "$toBool" => "bool",
        "$toDate" => "date",
        "$toDecimal" => "decimal",
        "$toDouble" => "double",
        "$toInt" => "int",
        "$toLong" => "long",
        "$toObjectId" => "objectId",
        _ => "string",
    };
    match &values[0] {
        Some(value) if !is_nullish(&values[0]) => converted(value, target).map(Some),
        _ => Ok(NULL),
    }
}

/// `$convert`: input, to, onError, onNull.
pub fn convert(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let target = match &values[1] {
        value if is_nullish(value) => return Ok(NULL),
        Some(Bson::String(name)) => {
            if let Some((name, _)) = TYPES.iter().find(|(known, _)| known == name) {
                *name
            } else {
                let message = format!("Unknown type name: {name}");
                return Err(CommandError::new(Code::BadValue, message));
            }
        }
        value => {
            let code = value.as_ref().and_then(Number::of).and_then(Number::to_long);
            if let Some((name, _)) = TYPES.iter().find(|(_, known)| Some(i64::from(*known)) == code)
            {
                *name
            } else {
                let message = format!(
                    "In $convert, numeric value for 'to' does not correspond to a BSON type: {}",
                    text(value)
                );
                return Err(CommandError::new(Code::FailedToParse, message));
            }
        }
    };
    let Some(value) = values[0].as_ref().filter(|_| !is_nullish(&values[0])) else {
        return Ok(if call.given[3] { values[3].clone() } else { NULL });
    };
    match converted(value, target) {
        Ok(value) => Ok(Some(value)),
        Err(_) if call.given[2] => Ok(values[2].clone()),
        Err(error) => Err(error),
    }
}

/// Bytes of a document as BSON (`$bsonSize`), or of a string or binary data (`$binarySize`).
pub fn size(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let length = match (&values[0], call.name) {
        (value, _) if is_nullish(value) => return Ok(NULL),
        (Some(Bson::Document(fields)), "$bsonSize") => {
            fields.to_vec().map_or(0, |bytes| bytes.len())
        }
        (Some(Bson::String(text)), "$binarySize") => text.len(),
        (Some(Bson::Binary(Binary { bytes, .. })), "$binarySize") => bytes.len(),
        (value, "$bsonSize") => {
            let message = format!("$bsonSize requires a document input, found: {}", type_of(value));
            return Err(call.fault(31393, message));
        }
        (value, _) => {
            let message = format!(
                "$binarySize requires a string or BinData argument, found: {}",
                type_of(value)
            );
            return Err(call.fault(51276, message));
        }
    };
    Ok(Some(crate::lab::documents::expression::arrays::count(length)))
}

/// `$tsSecond` and `$tsIncrement`.
pub fn stamp_part(call: &Call<'_>, values: &mut [Value]) -> Answer {
    match &values[0] {
        Some(Bson::Timestamp(stamp)) => {
            let part = if call.name == "$tsSecond" { stamp.time } else { stamp.increment };
            Ok(Some(Bson::Int64(part.into())))
        }
        value if is_nullish(value) => Ok(NULL),
        value => {
            let found = type_of(value);
            // The space at the start is the server's own.
            let message = format!(" Argument to {} must be a timestamp, but is {found}", call.name);
            let code = if call.name == "$tsSecond" { 5_687_301 } else { 5_687_302 };
            Err(call.fault(code, message))
        }
    }
}

fn converted(value: &Bson, target: &str) -> Result<Bson, CommandError> {
    if type_name(value) == target {
        return Ok(value.clone());
    }
    match (target, value) {
        ("bool", Bson::Undefined) => Ok(Bson::Boolean(false)),
        ("bool", value) => Ok(Bson::Boolean(is_truthy(value))),
        ("string", value) => to_text(value),
        ("int" | "long", value) => to_whole(value, target),
        ("double", value) => to_double(value),
        ("decimal", value) => to_decimal(value),
        ("date", value) => to_date(value),
        ("objectId", Bson::String(text)) => to_id(text),
        _ => Err(unsupported(value, target)),
    }
}

fn to_text(value: &Bson) -> Result<Bson, CommandError> {
    Ok(Bson::String(match value {
        Bson::Boolean(value) => value.to_string(),
        Bson::Double(value) => plain_double(*value),
        Bson::Int32(_) | Bson::Int64(_) | Bson::Decimal128(_) => shown(value),
        Bson::ObjectId(id) => id.to_hex(),
        Bson::DateTime(date) => calendar::iso_text(date.timestamp_millis()),
        Bson::Symbol(text) => text.clone(),
        value => return Err(unsupported(value, "string")),
    }))
}

fn to_whole(value: &Bson, target: &str) -> Result<Bson, CommandError> {
    let long = match value {
        Bson::Boolean(value) => i64::from(*value),
        Bson::DateTime(date) if target == "long" => date.timestamp_millis(),
        Bson::String(text) => whole_of(text, target)?,
        value => match Number::of(value) {
            None => return Err(unsupported(value, target)),
            Some(number) if number.is_nan() => {
                return Err(failed(
                    "Attempt to convert NaN value to integer type in $convert with no onError value",
                ));
            }
            Some(number) if number.is_infinite() => {
                return Err(failed(
                    "Attempt to convert infinity value to integer type in $convert with no onError value",
                ));
            }
            Some(Number::Decimal(number)) => {
                let whole = number.round_to(0, Rounding::Truncate).to_long();
                whole.ok_or_else(|| overflow(value))?
            }
            Some(Number::Double(number)) if (-LONG_END..LONG_END).contains(&number) => {
                truncated(number)
            }
            Some(number) => number.to_long().ok_or_else(|| overflow(value))?,
        },
    };
    match (target, i32::try_from(long)) {
        ("long", _) => Ok(Bson::Int64(long)),
        (_, Ok(int)) => Ok(Bson::Int32(int)),
        (_, Err(_)) => Err(overflow(value)),
    }
}

fn whole_of(text: &str, target: &str) -> Result<i64, CommandError> {
    if text.starts_with("0x") {
        return Err(hexadecimal(text));
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let reason = if digits.is_empty() {
        "No digits"
    } else if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        "Did not consume whole string."
    } else {
        match text.parse::<i64>() {
            Ok(number) if target == "long" || i32::try_from(number).is_ok() => return Ok(number),
            _ => "Overflow",
        }
    };
    Err(unparsed("number", text, reason))
}

fn double_of(text: &str) -> Result<f64, CommandError> {
    if text.starts_with("0x") {
        return Err(hexadecimal(text));
    }
    let parsed = text.parse::<f64>().ok().filter(|_| Decimal::parse(text).is_some());
    let is_written_infinite = text.to_ascii_lowercase().contains("inf");
    let reason = match parsed {
        Some(number) if number.is_finite() || number.is_nan() || is_written_infinite => {
            return Ok(number);
        }
        Some(_) => "Out of range",
        None if text.is_empty() => "Empty string",
        None if text.starts_with(char::is_whitespace) => "Leading whitespace",
        None if !text.starts_with(|ch: char| ch.is_ascii_digit() || "+-.".contains(ch)) => {
            "Did not consume any digits"
        }
        None => "Did not consume whole string.",
    };
    Err(unparsed("number", text, reason))
}

fn hexadecimal(text: &str) -> CommandError {
    failed(format!("Illegal hexadecimal input in $convert with no onError value: {text}"))
}

fn to_double(value: &Bson) -> Result<Bson, CommandError> {
    Ok(Bson::Double(match value {
        Bson::Boolean(value) => f64::from(u8::from(*value)),
        Bson::DateTime(date) => crate::lab::documents::number::double(date.timestamp_millis()),
        Bson::String(text) => double_of(text)?,
        value => match Number::of(value) {
            Some(number) => number.to_double(),
            None => return Err(unsupported(value, "double")),
        },
    }))
}

fn to_decimal(value: &Bson) -> Result<Bson, CommandError> {
    let decimal = match value {
        Bson::Boolean(value) => Decimal::from_long(i64::from(*value)),
        Bson::DateTime(date) => Decimal::from_long(date.timestamp_millis()),
        Bson::String(text) => {
            let reason =
                if text.is_empty() { "Empty string" } else { "Failed to parse string to decimal" };
            let failed = || unparsed("number", text, reason);
            Decimal::of(text.parse::<Decimal128>().map_err(|_| failed())?)
        }
        value => match Number::of(value) {
            Some(number) => number.to_decimal(),
            None => return Err(unsupported(value, "decimal")),
        },
    };
    Ok(Bson::Decimal128(decimal.to_bson()))
}

fn to_date(value: &Bson) -> Result<Bson, CommandError> {
    let ms = match value {
        Bson::String(text) => read_date(text.trim_matches(' '), None, None)?,
        Bson::ObjectId(id) => id.timestamp().timestamp_millis(),
        Bson::Timestamp(stamp) => i64::from(stamp.time) * 1000,
        Bson::Int64(ms) => *ms,
        Bson::Double(_) | Bson::Decimal128(_) => match to_whole(value, "long")? {
            Bson::Int64(ms) => ms,
            _ => 0,
        },
        value => return Err(unsupported(value, "date")),
    };
    Ok(Bson::DateTime(DateTime::from_millis(ms)))
}

fn to_id(text: &str) -> Result<Bson, CommandError> {
    if text.len() != 24 {
        let reason = format!(
            "Invalid string length for parsing to OID, expected 24 but found {}",
            text.len()
        );
        return Err(unparsed_id(text, &reason));
    }
    if let Ok(id) = ObjectId::parse_str(text) {
        Ok(Bson::ObjectId(id))
    } else {
        let bad = text.chars().find(|ch| !ch.is_ascii_hexdigit()).unwrap_or(' ');
        Err(unparsed_id(text, &format!("Invalid character found in hex string: '{bad}'")))
    }
}

fn failed(message: impl Into<String>) -> CommandError {
    CommandError::new(Code::ConversionFailure, message)
}

fn unparsed(what: &str, text: &str, reason: &str) -> CommandError {
    failed(format!("Failed to parse {what} '{text}' in $convert with no onError value: {reason}"))
}

fn unparsed_id(text: &str, reason: &str) -> CommandError {
    unparsed("objectId", text, reason)
}

fn unsupported(value: &Bson, target: &str) -> CommandError {
    let from = type_name(value);
    failed(format!(
        "Unsupported conversion from {from} to {target} in $convert with no onError value"
    ))
}

fn overflow(value: &Bson) -> CommandError {
    let found = match value {
        Bson::Double(value) => plain_double(*value),
        Bson::Decimal128(_) => shown(value),
        // Of whole numbers the server does not say which.
        _ => String::new(),
    };
    failed(format!(
        "Conversion would overflow target type in $convert with no onError value: {found}"
    ))
}
