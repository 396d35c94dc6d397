//! Fields and methods of plain values: texts, lists, numbers, dates, ids.

mod dates;
mod texts;

use std::rc::Rc;

use bson::Bson;

use super::{
    builtin, database,
    desk::Desk,
    extended,
    failure::{Failure, Kind},
    number, print,
    value::Value,
    written,
};

type Result<T> = std::result::Result<T, Failure>;

/// Elements of a list that `concat` makes.
const ELEMENTS_MAX: usize = 1_000_000;

/// The methods of all plain values, for hints.
pub const METHODS: [&str; 46] = [
    "at",
    "concat",
    "endsWith",
    "equals",
    "every",
    "filter",
    "find",
    "findIndex",
    "flat",
    "forEach",
    "getDate",
    "getDay",
    "getFullYear",
    "getHours",
    "getMinutes",
    "getMonth",
    "getSeconds",
    "getTime",
    "getTimestamp",
    "includes",
    "indexOf",
    "join",
    "map",
    "padEnd",
    "padStart",
    "reduce",
    "repeat",
    "replace",
    "replaceAll",
    "reverse",
    "slice",
    "some",
    "sort",
    "split",
    "startsWith",
    "substring",
    "toFixed",
    "toHexString",
    "toISOString",
    "toJSON",
    "toLowerCase",
    "toNumber",
    "toString",
    "toUpperCase",
    "trim",
    "valueOf",
];

/// The field `name` of a value; undefined if it has none.
pub fn property(value: &Value, name: &str) -> Value {
    let found = match value {
        Value::Record(record) => record.field(name).cloned(),
        #[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers are doubles")]
        Value::List(values) if name == "length" => Some(Value::Number(values.len() as f64)),
        Value::List(values) => {
            name.parse::<usize>().ok().and_then(|place| values.get(place)).cloned()
        }
        Value::Text(text) => texts::property(text, name),
        Value::Bson(value) => match (&**value, name) {
            (Bson::Timestamp(stamp), "t") => Some(Value::Number(f64::from(stamp.time))),
            (Bson::Timestamp(stamp), "i") => Some(Value::Number(f64::from(stamp.increment))),
            (Bson::RegularExpression(regex), "source") => Some(Value::text(regex.pattern.as_str())),
            (Bson::RegularExpression(regex), "flags") => Some(Value::text(regex.options.as_str())),
            _ => None,
        },
        Value::Builtin("Math") => match name {
            "PI" => Some(Value::Number(std::f64::consts::PI)),
            "E" => Some(Value::Number(std::f64::consts::E)),
            _ => None,
        },
        Value::Undefined
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Arrow(_)
        | Value::Builtin(_)
        | Value::Database(_)
        | Value::Collection(_)
        | Value::Cursor(_)
        | Value::Explainable(..) => None,
    };
    found.unwrap_or(Value::Undefined)
}

/// Calls the method `name`; None if the value has none of this name.
pub fn call(
    desk: &mut Desk,
    value: &Value,
    name: &str,
    arguments: &[Value],
) -> Result<Option<Value>> {
    match value {
        Value::Builtin("Mongo") => return database::of_connection(desk, name, arguments),
        Value::Builtin(owner) => return builtin::method(desk, owner, name, arguments),
        Value::Text(text) => {
            if let Some(value) = texts::call(text, name, arguments)? {
                return Ok(Some(value));
            }
        }
        Value::List(values) => {
            if let Some(value) = of_list(values, name, arguments)? {
                return Ok(Some(value));
            }
        }
        Value::Number(number) => {
            if let Some(value) = of_number(*number, name, arguments) {
                return Ok(Some(value));
            }
        }
        Value::Bson(inner) => {
            if let Some(value) = of_bson(inner, name, arguments)? {
                return Ok(Some(value));
            }
        }
        Value::Undefined
        | Value::Null
        | Value::Bool(_)
        | Value::Record(_)
        | Value::Arrow(_)
        | Value::Database(_)
        | Value::Collection(_)
        | Value::Cursor(_)
        | Value::Explainable(..) => {}
    }
    match name {
        "toString" => Ok(Some(Value::text(written::text(value)))),
        "valueOf" => Ok(Some(value.clone())),
        "toJSON" => extended::json(value, None).map(Some),
        _ => Ok(None),
    }
}

fn of_list(values: &Rc<Vec<Value>>, name: &str, arguments: &[Value]) -> Result<Option<Value>> {
    let first = arguments.first().unwrap_or(&Value::Undefined);
    #[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers are doubles")]
    let place_of = |wanted: &Value| {
        let place = values.iter().position(|value| value.is_same(wanted));
        place.map_or(-1.0, |place| place as f64)
    };
    Ok(Some(match name {
        "includes" => Value::Bool(place_of(first) >= 0.0),
        "indexOf" => Value::Number(place_of(first)),
        "at" => {
            let (place, _) = span(values.len(), &arguments[..arguments.len().min(1)]);
            values.get(place).cloned().unwrap_or(Value::Undefined)
        }
        "slice" => {
            let (from, to) = span(values.len(), arguments);
            Value::list(values.get(from..to).unwrap_or_default().to_vec())
        }
        "join" => {
            let separator =
                if let Value::Undefined = first { ",".to_owned() } else { written::text(first) };
            let texts = values
                .iter()
                .map(|value| if value.is_nullish() { String::new() } else { written::text(value) });
            let joined = texts.collect::<Vec<_>>();
            let bytes: usize = joined.iter().map(|text| text.len() + separator.len()).sum();
            texts::check_length(bytes)?;
            Value::text(joined.join(&separator))
        }
        "concat" => {
            let mut all = values.to_vec();
            for argument in arguments {
                match argument {
                    Value::List(more) => all.extend(more.iter().cloned()),
                    other => all.push(other.clone()),
                }
            }
            check_count(all.len())?;
            Value::list(all)
        }
        "flat" => {
            let mut all = Vec::new();
            for value in values.iter() {
                match value {
                    Value::List(inner) => all.extend(inner.iter().cloned()),
                    other => all.push(other.clone()),
                }
                check_count(all.len())?;
            }
            Value::list(all)
        }
        "reverse" | "toReversed" => Value::list(values.iter().rev().cloned().collect()),
        _ => return Ok(None),
    }))
}

fn check_count(count: usize) -> Result<()> {
    if count > ELEMENTS_MAX {
        let message = format!("a list of more than {ELEMENTS_MAX} elements");
        return Err(Failure::new(Kind::Limit, message));
    }
    Ok(())
}

/// From where to where `slice` goes; places below zero count from the end.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "places are cut to the length first"
)]
pub fn span(length: usize, arguments: &[Value]) -> (usize, usize) {
    let place = |value: Option<&Value>, default: usize| match value {
        None | Some(Value::Undefined) => default,
        Some(value) => {
            let place = value.to_number();
            let place = if place < 0.0 { place + length as f64 } else { place };
            place.clamp(0.0, length as f64) as usize
        }
    };
    let from = place(arguments.first(), 0);
    (from, place(arguments.get(1), length).max(from))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "digits are cut to those that JavaScript allows"
)]
fn of_number(number: f64, name: &str, arguments: &[Value]) -> Option<Value> {
    let digits = arguments.first().map_or(0.0, Value::to_number).clamp(0.0, 100.0) as usize;
    match name {
        "toFixed" => Some(Value::text(format!("{number:.digits$}"))),
        "toString" | "toLocaleString" => Some(Value::text(number::text(number))),
        _ => None,
    }
}

fn of_bson(value: &Rc<Bson>, name: &str, arguments: &[Value]) -> Result<Option<Value>> {
    let first = arguments.first().unwrap_or(&Value::Undefined);
    Ok(Some(match (&**value, name) {
        (Bson::ObjectId(id), "toHexString" | "toString" | "valueOf" | "toJSON") => {
            Value::text(id.to_hex())
        }
        (Bson::ObjectId(id), "getTimestamp") => Value::bson(id.timestamp()),
        (Bson::ObjectId(id), "equals") => Value::Bool(match first {
            Value::Text(text) => **text == *id.to_hex(),
            first => matches!(builtin::inner(first), Some(Bson::ObjectId(other)) if other == id),
        }),
        (own, "equals") => Value::Bool(builtin::inner(first) == Some(own)),
        (Bson::DateTime(date), name) => {
            return dates::call(date.timestamp_millis(), name, arguments);
        }
        (Bson::Int64(_) | Bson::Int32(_) | Bson::Double(_), "toNumber" | "valueOf" | "toInt") => {
            Value::Number(Value::Bson(Rc::clone(value)).to_number())
        }
        (Bson::RegularExpression(_), "test") => {
            return Err(Failure::new(Kind::Unsupported, "`test` is not part of this console")
                .hint("search with the regular expression: `find({ name: /^A/ })`"));
        }
        (Bson::Binary(data), "toHexString" | "toString" | "hex") if data.bytes.len() == 16 => {
            Value::text(print::uuid(&data.bytes))
        }
        _ => return Ok(None),
    }))
}
