//! The functions that mongosh and JavaScript bring along.

mod bson_types;

use std::rc::Rc;

use bson::{Bson, Regex};

use super::{
    date,
    desk::Desk,
    extended,
    failure::{Failure, Kind},
    number, print,
    value::Value,
    written,
};

type Result<T> = std::result::Result<T, Failure>;

/// Names that a script may use without declaring them.
pub const NAMES: [&str; 42] = [
    "Array",
    "BSONRegExp",
    "BinData",
    "Boolean",
    "Code",
    "DBRef",
    "Date",
    "Decimal128",
    "Double",
    "EJSON",
    "HexData",
    "ISODate",
    "Infinity",
    "Int32",
    "JSON",
    "Long",
    "Math",
    "MaxKey",
    "MinKey",
    "NaN",
    "Number",
    "NumberDecimal",
    "NumberInt",
    "NumberLong",
    "Object",
    "ObjectId",
    "RegExp",
    "String",
    "Timestamp",
    "UUID",
    "console",
    "isNaN",
    "parseFloat",
    "parseInt",
    "print",
    "printjson",
    "show",
    "sleep",
    "use",
    "version",
    "help",
    "Set",
];

/// The value of a name that nobody has declared.
pub fn named(name: &str) -> Option<Value> {
    match name {
        "NaN" => Some(Value::Number(f64::NAN)),
        "Infinity" => Some(Value::Number(f64::INFINITY)),
        _ => NAMES.iter().find(|own| **own == name).map(|own| Value::Builtin(own)),
    }
}

/// Calls the function `name`.
pub fn call(desk: &mut Desk, name: &str, arguments: &[Value]) -> Result<Value> {
    let first = arguments.first().unwrap_or(&Value::Undefined);
    if let Some(value) = bson_types::make(desk, name, arguments)? {
        return Ok(value);
    }
    Ok(match name {
        "print" => {
            printed(desk, arguments, print::answer)?;
            Value::Undefined
        }
        "printjson" => {
            printed(desk, arguments, print::spread)?;
            Value::Undefined
        }
        "Date" => now(desk, arguments)?,
        "String" => {
            Value::text(if arguments.is_empty() { String::new() } else { written::text(first) })
        }
        "Number" => Value::Number(if arguments.is_empty() { 0.0 } else { first.to_number() }),
        "Boolean" => Value::Bool(first.is_truthy()),
        "isNaN" => Value::Bool(first.to_number().is_nan()),
        "parseInt" => Value::Number(leading_number(&written::text(first), false).trunc()),
        "parseFloat" => Value::Number(leading_number(&written::text(first), true)),
        "Array" => Value::list(arguments.to_vec()),
        "Object" => {
            if first.is_nullish() {
                Value::record([])
            } else {
                first.clone()
            }
        }
        "version" => Value::text("2.12.0"),
        "use" => {
            let words = super::command::use_database(desk, &written::text(first))?;
            Value::text(words)
        }
        "show" => super::command::show(desk, &written::text(first))?,
        "sleep" => {
            let message = "`sleep` is not part of this console";
            return Err(Failure::new(Kind::Unsupported, message)
                .hint("nothing happens here between two statements; leave it out"));
        }
        name => {
            let message = format!("{name} is not a function");
            return Err(Failure::new(Kind::Type, message));
        }
    })
}

/// Calls a method of `Date`, `Math`, `console` and their like; None if it has no such method.
pub fn method(
    desk: &mut Desk,
    owner: &str,
    name: &str,
    arguments: &[Value],
) -> Result<Option<Value>> {
    let first = arguments.first().unwrap_or(&Value::Undefined);
    Ok(Some(match (owner, name) {
        ("console", "log" | "info" | "warn" | "error" | "debug") => {
            printed(desk, arguments, print::answer)?;
            Value::Undefined
        }
        #[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers are doubles")]
        ("Date", "now") => Value::Number(desk.server.world().now_ms() as f64),
        ("Date", "parse") => now(desk, arguments)?,
        ("Math", name) => return Ok(math(desk, name, arguments)),
        ("JSON", "stringify") => extended::json(first, arguments.get(2))?,
        ("EJSON", "stringify") => extended::ejson(first, arguments)?,
        ("Array", "isArray") => Value::Bool(matches!(first, Value::List(_))),
        ("Array", "of") => Value::list(arguments.to_vec()),
        ("Object", "keys" | "values" | "entries") => of_object(name, first),
        ("Object", "assign") => {
            let fields = arguments.iter().filter_map(|value| match value {
                Value::Record(record) => Some(record.iter()),
                _ => None,
            });
            let fields = fields.flatten().map(|(name, value)| (Rc::clone(name), value.clone()));
            Value::Record(Rc::new(super::value::Record::new(fields)))
        }
        ("Number", "isInteger") => {
            Value::Bool(matches!(first, Value::Number(number) if number.fract() == 0.0))
        }
        ("ObjectId", "isValid") => Value::Bool(bson_types::is_object_id(first)),
        ("ObjectId", "createFromHexString") => call(desk, "ObjectId", arguments)?,
        ("Long" | "NumberLong", "fromString" | "fromNumber" | "fromInt")
        | ("Decimal128" | "NumberDecimal", "fromString") => call(desk, owner, arguments)?,
        _ => return Ok(None),
    }))
}

fn printed(desk: &mut Desk, values: &[Value], form: fn(&Value) -> String) -> Result<()> {
    let mut line = String::new();
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            line.push(' ');
        }
        let text = match value {
            Value::Cursor(cursor) => {
                let (documents, _) = cursor.borrow_mut().page(desk)?;
                form(&Value::served(documents))
            }
            value => form(value),
        };
        line.push_str(&text);
    }
    desk.print(&line)
}

/// `new Date(..)`: now, an instant, a text, or year, month from 0, day, hour ..
fn now(desk: &Desk, arguments: &[Value]) -> Result<Value> {
    #[expect(clippy::cast_possible_truncation, reason = "the line before has looked")]
    let whole = |number: f64| (number.abs() <= 8.64e15).then_some(number as i64);
    let ms = match arguments {
        [] => Some(desk.server.world().now_ms()),
        [Value::Text(text)] => date::parse(text),
        [value] => whole(value.to_number()),
        [year, month, rest @ ..] => {
            let mut parts = [0, 0, 1, 0, 0, 0, 0];
            for (part, value) in parts.iter_mut().zip([year, month].into_iter().chain(rest)) {
                *part = whole(value.to_number()).unwrap_or(i64::MAX);
            }
            parts[1] = parts[1].saturating_add(1);
            date::from_parts(parts)
        }
    };
    if let Some(ms) = ms {
        return Ok(Value::bson(bson::DateTime::from_millis(ms)));
    }
    let written = arguments.first().map(print::inspect).unwrap_or_default();
    Err(Failure::new(Kind::Range, format!("Invalid Date: {written}"))
        .hint("write a date as \"2026-01-31\" or \"2026-01-31T08:30:00Z\""))
}

fn math(desk: &mut Desk, name: &str, arguments: &[Value]) -> Option<Value> {
    let first = arguments.first().map_or(f64::NAN, Value::to_number);
    let numbers = arguments.iter().map(Value::to_number);
    let number = match name {
        "abs" => first.abs(),
        "ceil" => first.ceil(),
        "floor" => first.floor(),
        "trunc" => first.trunc(),
        // JavaScript rounds halves up, also those below zero.
        "round" => (first + 0.5).floor(),
        "sqrt" => first.sqrt(),
        "pow" => first.powf(arguments.get(1).map_or(f64::NAN, Value::to_number)),
        "max" => numbers.fold(f64::NEG_INFINITY, f64::max),
        "min" => numbers.fold(f64::INFINITY, f64::min),
        "random" => {
            let mut bytes = [0; 4];
            desk.server.world().fill(&mut bytes);
            f64::from(u32::from_be_bytes(bytes)) / 4_294_967_296.0
        }
        _ => return None,
    };
    Some(Value::Number(number))
}

fn of_object(name: &str, value: &Value) -> Value {
    let fields: Vec<(Value, Value)> = match value {
        Value::Record(record) => record
            .iter()
            .map(|(name, value)| (Value::Text(Rc::clone(name)), value.clone()))
            .collect(),
        #[expect(clippy::cast_precision_loss, reason = "a list is no longer than memory")]
        Value::List(values) => values
            .iter()
            .enumerate()
            .map(|(at, value)| (Value::text(number::text(at as f64)), value.clone()))
            .collect(),
        _ => Vec::new(),
    };
    let pick = |(name_, value): (Value, Value)| match name {
        "keys" => name_,
        "values" => value,
        _ => Value::list(vec![name_, value]),
    };
    Value::list(fields.into_iter().map(pick).collect())
}

fn leading_number(text: &str, takes_point: bool) -> f64 {
    let text = text.trim();
    let mut has_point = !takes_point;
    let length = text
        .char_indices()
        .find(|&(at, ch)| match ch {
            '-' | '+' => at > 0,
            '.' if !has_point => {
                has_point = true;
                false
            }
            ch => !ch.is_ascii_digit(),
        })
        .map_or(text.len(), |(at, _)| at);
    text[..length].parse().unwrap_or(f64::NAN)
}

/// A regular expression.
pub fn pattern(source: &str, flags: &str) -> Result<Value> {
    let mut flags: Vec<char> = flags.chars().collect();
    flags.sort_unstable();
    let flags: String = flags.into_iter().collect();
    match (source.try_into(), flags.try_into()) {
        (Ok(pattern), Ok(options)) => {
            Ok(Value::Bson(Rc::new(Bson::RegularExpression(Regex { pattern, options }))))
        }
        _ => Err(Failure::new(Kind::Bson, "a regular expression may hold no zero byte")),
    }
}

/// The BSON in a value of BSON's types.
pub fn inner(value: &Value) -> Option<&Bson> {
    if let Value::Bson(value) = value { Some(value) } else { None }
}
