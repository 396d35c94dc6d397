//! Methods of strings. Lengths and places are counted in UTF-16 units, as JavaScript counts them.

use std::rc::Rc;

use super::{Result, span};
use crate::lab::documents::shell::{
    builtin,
    failure::{Failure, Kind},
    value::Value,
    written,
};

/// Bytes of a string that a method makes.
const TEXT_BYTES_MAX: usize = 16 << 20;

pub fn property(text: &str, name: &str) -> Option<Value> {
    if name == "length" {
        #[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers are doubles")]
        return Some(Value::Number(text.encode_utf16().count() as f64));
    }
    let place: usize = name.parse().ok()?;
    let unit = text.encode_utf16().nth(place)?;
    Some(Value::text(String::from_utf16_lossy(&[unit])))
}

pub fn call(text: &Rc<str>, name: &str, arguments: &[Value]) -> Result<Option<Value>> {
    let first = arguments.first().unwrap_or(&Value::Undefined);
    let words = |place: usize| arguments.get(place).map(written::text).unwrap_or_default();
    let changed = match name {
        "toUpperCase" | "toLocaleUpperCase" => text.to_uppercase(),
        "toLowerCase" | "toLocaleLowerCase" => text.to_lowercase(),
        "trim" => text.trim().to_owned(),
        "trimStart" => text.trim_start().to_owned(),
        "trimEnd" => text.trim_end().to_owned(),
        "toString" | "valueOf" => text.to_string(),
        "includes" => return Ok(Some(Value::Bool(text.contains(&words(0))))),
        "startsWith" => return Ok(Some(Value::Bool(text.starts_with(&words(0))))),
        "endsWith" => return Ok(Some(Value::Bool(text.ends_with(&words(0))))),
        "indexOf" => {
            let place = text.find(&words(0)).map(|at| text[..at].encode_utf16().count());
            #[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers are doubles")]
            return Ok(Some(Value::Number(place.map_or(-1.0, |place| place as f64))));
        }
        "concat" => {
            let mut all = text.to_string();
            all.extend(arguments.iter().map(written::text));
            all
        }
        "slice" | "substring" | "at" | "charAt" => {
            let units: Vec<u16> = text.encode_utf16().collect();
            let (from, to) = match name {
                "at" | "charAt" => {
                    let (from, _) = span(units.len(), &arguments[..arguments.len().min(1)]);
                    (from, (from + 1).min(units.len()))
                }
                _ => span(units.len(), arguments),
            };
            String::from_utf16_lossy(units.get(from..to).unwrap_or_default())
        }
        "split" => return split(text, first).map(Some),
        "repeat" => repeated(text, first.to_number())?,
        "padStart" | "padEnd" => padded(text, name, arguments)?,
        "replace" | "replaceAll" => {
            if builtin::inner(first).is_some() {
                let message = "replacing by a regular expression is not part of this console";
                return Err(Failure::new(Kind::Unsupported, message));
            }
            let (from, to) = (words(0), words(1));
            let count = if name == "replace" { 1 } else { usize::MAX };
            check_length(text.len() + text.len() * to.len().min(TEXT_BYTES_MAX))
                .or_else(|failure| if count == 1 { Ok(()) } else { Err(failure) })?;
            text.replacen(&from, &to, count)
        }
        _ => return Ok(None),
    };
    check_length(changed.len())?;
    Ok(Some(Value::text(changed)))
}

fn split(text: &str, separator: &Value) -> Result<Value> {
    let Value::Text(separator) = separator else {
        return match separator {
            Value::Undefined => Ok(Value::list(vec![Value::text(text)])),
            _ => Err(Failure::new(Kind::Unsupported, "`split` takes a string in this console")),
        };
    };
    let parts: Vec<Value> = if separator.is_empty() {
        text.chars().map(|ch| Value::text(ch.to_string())).collect()
    } else {
        text.split(&**separator).map(Value::text).collect()
    };
    Ok(Value::list(parts))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast keeps a double within a count"
)]
fn repeated(text: &str, count: f64) -> Result<String> {
    if !(count >= 0.0 && count.is_finite()) {
        return Err(Failure::new(Kind::Range, "Invalid count value"));
    }
    let count = count as usize;
    check_length(text.len().saturating_mul(count))?;
    Ok(text.repeat(count))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast keeps a double within a count"
)]
fn padded(text: &str, name: &str, arguments: &[Value]) -> Result<String> {
    let width = arguments.first().map_or(0.0, Value::to_number) as usize;
    let filler = arguments.get(1).map_or_else(|| " ".to_owned(), written::text);
    check_length(width.saturating_mul(4))?;
    let missing = width.saturating_sub(text.encode_utf16().count());
    let room: String = filler.chars().cycle().take(missing).collect();
    Ok(if name == "padStart" { room + text } else { text.to_owned() + &room })
}

pub fn check_length(bytes: usize) -> Result<()> {
    if bytes > TEXT_BYTES_MAX {
        let message = format!("a string of more than {TEXT_BYTES_MAX} bytes");
        return Err(Failure::new(Kind::Limit, message));
    }
    Ok(())
}
