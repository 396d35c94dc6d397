//! The functions that make values of BSON's types: `ObjectId()`, `ISODate()`, `Long()` ..

use std::{rc::Rc, str::FromStr};

use bson::{Binary, Bson, DateTime, Decimal128, Timestamp, oid::ObjectId, spec::BinarySubtype};

use super::{Result, inner, pattern};
use crate::lab::documents::shell::{
    base64, date,
    desk::Desk,
    failure::{Failure, Kind},
    number, print,
    value::Value,
    written,
};

const OBJECT_ID_RULE: &str =
    "input must be a 24 character hex string, 12 byte Uint8Array, or an integer";

/// The value, or None if `name` makes no value of BSON's.
pub fn make(desk: &mut Desk, name: &str, arguments: &[Value]) -> Result<Option<Value>> {
    let first = arguments.first().unwrap_or(&Value::Undefined);
    let second = arguments.get(1).unwrap_or(&Value::Undefined);
    let value = match name {
        "ObjectId" => Bson::ObjectId(object_id(desk, first)?),
        "ISODate" => Bson::DateTime(iso_date(desk, first)?),
        "NumberInt" | "Int32" => Bson::Int32(int32(first)),
        "NumberLong" | "Long" => Bson::Int64(long(first, second)),
        "Double" => Bson::Double(first.to_number()),
        "NumberDecimal" | "Decimal128" => Bson::Decimal128(decimal(first)?),
        "UUID" => Bson::Binary(uuid(desk, first)?),
        "BinData" => Bson::Binary(binary(first, second)?),
        "HexData" => Bson::Binary(hexadecimal(first, second)?),
        "Timestamp" => Bson::Timestamp(timestamp(first, second)),
        "MinKey" => Bson::MinKey,
        "MaxKey" => Bson::MaxKey,
        "Code" => Bson::JavaScriptCode(written::text(first)),
        "RegExp" | "BSONRegExp" => return regex(first, second).map(Some),
        "DBRef" => {
            let fields = [("$ref", first.clone()), ("$id", second.clone())];
            return Ok(Some(Value::record(fields)));
        }
        _ => return Ok(None),
    };
    Ok(Some(Value::Bson(Rc::new(value))))
}

/// Whether `ObjectId()` takes the value.
pub fn is_object_id(value: &Value) -> bool {
    match value {
        Value::Text(text) => ObjectId::from_str(text).is_ok(),
        value => matches!(inner(value), Some(Bson::ObjectId(_))),
    }
}

fn object_id(desk: &mut Desk, value: &Value) -> Result<ObjectId> {
    let wrong = || {
        Failure::new(Kind::Bson, OBJECT_ID_RULE)
            .hint("an ObjectId has 24 digits of 0 to 9 and a to f, or no argument for a new one")
    };
    match value {
        Value::Undefined | Value::Null => Ok(desk.new_id()),
        Value::Text(text) => ObjectId::from_str(text).map_err(|_| wrong()),
        Value::Number(seconds) => {
            let mut bytes = desk.new_id().bytes();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "JavaScript keeps the lower 32 bits of a number here"
            )]
            let seconds = *seconds as i64 as u32;
            bytes[..4].copy_from_slice(&seconds.to_be_bytes());
            Ok(ObjectId::from_bytes(bytes))
        }
        value => match inner(value) {
            Some(Bson::ObjectId(id)) => Ok(*id),
            _ => Err(wrong()),
        },
    }
}

fn iso_date(desk: &Desk, value: &Value) -> Result<DateTime> {
    let ms = match value {
        Value::Undefined => Some(desk.server.world().now_ms()),
        Value::Text(text) => date::parse(text),
        value => match inner(value) {
            Some(Bson::DateTime(date)) => Some(date.timestamp_millis()),
            _ => None,
        },
    };
    ms.map(DateTime::from_millis).ok_or_else(|| {
        let written = extended_text(value);
        Failure::input(format!("{written} is not a valid ISODate"))
            .hint("write a date as \"2026-01-31\" or \"2026-01-31T08:30:00Z\"")
    })
}

fn extended_text(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("\"{text}\""),
        value => print::inspect(value),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "JavaScript keeps the lower 32 bits of a number here"
)]
fn int32(value: &Value) -> i32 {
    let number = value.to_number();
    if number.is_finite() { number.trunc().rem_euclid(4_294_967_296.0) as i64 as i32 } else { 0 }
}

#[expect(clippy::cast_possible_truncation, reason = "a cast keeps a double within a long")]
fn long(value: &Value, high: &Value) -> i64 {
    match (value, high) {
        (Value::Text(text), _) => {
            let digits = text.trim();
            let parsed = digits.parse::<i128>().unwrap_or(0);
            // The library of mongosh keeps the lower 64 bits.
            parsed as i64
        }
        (Value::Number(low), Value::Number(high)) => {
            (*high as i64).wrapping_shl(32) | (*low as i64 & 0xffff_ffff)
        }
        (value, _) => match inner(value) {
            Some(Bson::Int64(number)) => *number,
            _ => value.to_number() as i64,
        },
    }
}

fn decimal(value: &Value) -> Result<Decimal128> {
    let text = match value {
        Value::Undefined => "0".to_owned(),
        Value::Number(number) => number::text(*number),
        value => written::text(value),
    };
    Decimal128::from_str(text.trim()).map_err(|_| {
        Failure::new(Kind::Bson, format!("{text} not a valid Decimal128 string"))
            .hint("write the number as a string: Decimal128(\"9.99\")")
    })
}

fn uuid(desk: &Desk, value: &Value) -> Result<Binary> {
    let subtype = BinarySubtype::Uuid;
    let Value::Text(text) = value else {
        let mut bytes = vec![0; 16];
        desk.server.world().fill(&mut bytes);
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        return Ok(Binary { subtype, bytes });
    };
    match from_hexadecimal(&text.replace('-', "")).filter(|bytes| bytes.len() == 16) {
        Some(bytes) => Ok(Binary { subtype, bytes }),
        None => Err(Failure::new(Kind::Bson, format!("\"{text}\" is not a valid UUID"))
            .hint("a UUID has 32 hexadecimal digits: \"3b241101-e2bb-4255-8caf-4136c566a962\"")),
    }
}

fn binary(subtype: &Value, data: &Value) -> Result<Binary> {
    let Value::Text(text) = data else {
        let message = format!(
            "Argument at position 1 must be of type string, got {} instead (BinData)",
            data.type_name()
        );
        return Err(Failure::input(message));
    };
    let subtype = subtype_of(subtype);
    match base64::decode(text) {
        Some(bytes) => Ok(Binary { subtype, bytes }),
        None => Err(Failure::new(Kind::Bson, "BinData takes base64")),
    }
}

fn hexadecimal(subtype: &Value, data: &Value) -> Result<Binary> {
    match from_hexadecimal(&written::text(data)) {
        Some(bytes) => Ok(Binary { subtype: subtype_of(subtype), bytes }),
        None => Err(Failure::new(Kind::Bson, "HexData takes hexadecimal digits")),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast keeps a double within a byte"
)]
fn subtype_of(value: &Value) -> BinarySubtype {
    BinarySubtype::from(value.to_number() as u8)
}

fn from_hexadecimal(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let pairs = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast keeps a double within 32 bits"
)]
fn timestamp(first: &Value, second: &Value) -> Timestamp {
    let part = |value: Option<&Value>| value.map_or(0.0, Value::to_number) as u32;
    match first {
        Value::Record(record) => {
            Timestamp { time: part(record.field("t")), increment: part(record.field("i")) }
        }
        value => Timestamp { time: part(Some(value)), increment: part(Some(second)) },
    }
}

fn regex(source: &Value, flags: &Value) -> Result<Value> {
    if let Some(Bson::RegularExpression(_)) = inner(source) {
        return Ok(source.clone());
    }
    let flags = if let Value::Undefined = flags { String::new() } else { written::text(flags) };
    pattern(&written::text(source), &flags)
}
