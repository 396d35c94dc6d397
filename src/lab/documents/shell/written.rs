//! Values as text, as JavaScript makes it for `+`, templates and `String()`.

use std::rc::Rc;

use bson::Bson;

use super::{date, number, print, value::Value};

/// Bytes of the text of a list; what is beyond is cut.
const TEXT_BYTES_MAX: usize = 16 << 20;

/// The value as text.
pub fn text(value: &Value) -> String {
    match value {
        Value::Undefined => "undefined".to_owned(),
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number::text(*number),
        Value::Text(text) => text.to_string(),
        Value::List(values) => {
            let mut out = String::new();
            for (at, value) in values.iter().enumerate() {
                if out.len() > TEXT_BYTES_MAX {
                    break;
                }
                if at > 0 {
                    out.push(',');
                }
                if !value.is_nullish() {
                    out.push_str(&text(value));
                }
            }
            out
        }
        Value::Record(_) | Value::Explainable(..) => "[object Object]".to_owned(),
        Value::Bson(value) => bson_text(value),
        Value::Database(_) | Value::Collection(_) | Value::Cursor(_) => print::inspect(value),
        Value::Arrow(_) | Value::Builtin(_) => "function".to_owned(),
    }
}

fn bson_text(value: &Rc<Bson>) -> String {
    match &**value {
        Bson::ObjectId(id) => id.to_hex(),
        Bson::Int32(number) => number.to_string(),
        Bson::Int64(number) => number.to_string(),
        Bson::Double(number) => number::text(*number),
        Bson::Decimal128(number) => number.to_string(),
        Bson::DateTime(date) => date::words(date.timestamp_millis()),
        _ => print::inspect(&Value::Bson(Rc::clone(value))),
    }
}
