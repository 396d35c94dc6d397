//! Values as the server writes them into its messages: `{ a: 1, b: "x" }`.

use std::fmt::Write;

use bson::{Bson, Document};

/// Characters of a value that a message shows at most.
const SHOWN_CHARS_MAX: usize = 1000;
/// From here on whole doubles are shown with an exponent.
const WHOLE_END: f64 = 1e16;

/// A value as messages show it; long ones are cut.
pub fn shown(value: &Bson) -> String {
    let mut out = String::new();
    push(value, &mut out);
    cut(out)
}

/// A document as messages show it; long ones are cut.
pub fn shown_document(document: &Document) -> String {
    let mut out = String::new();
    push_document(document, &mut out);
    cut(out)
}

/// A double as JavaScript and the server print it, `1.0` for whole ones.
pub fn shown_double(value: f64) -> String {
    if value.is_nan() {
        "nan".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "inf" } else { "-inf" }.to_owned()
    } else if value.fract() == 0.0 && value.abs() < WHOLE_END {
        format!("{value:.1}")
    } else if value.abs() >= WHOLE_END {
        format!("{value:e}").replacen('e', "e+", 1)
    } else {
        plain_double(value)
    }
}

/// A double in the fewest digits that name it: `0.1`, `1e+21`.
pub fn plain_double(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    let size = value.abs();
    if size != 0.0 && !(1e-6..1e21).contains(&size) {
        let text = format!("{value:e}");
        return match text.split_once("e-") {
            Some(_) => text,
            None => text.replacen('e', "e+", 1),
        };
    }
    format!("{value}")
}

fn push(value: &Bson, out: &mut String) {
    if out.len() > SHOWN_CHARS_MAX * 4 {
        return;
    }
    match value {
        Bson::Double(value) => out.push_str(&shown_double(*value)),
        Bson::String(text) => {
            out.push('"');
            out.push_str(&text.replace('\\', "\\\\").replace('"', "\\\""));
            out.push('"');
        }
        Bson::Document(inner) => push_document(inner, out),
        Bson::Array(inner) => {
            out.push('[');
            for (at, value) in inner.iter().enumerate() {
                out.push_str(if at == 0 { " " } else { ", " });
                push(value, out);
            }
            out.push_str(if inner.is_empty() { "]" } else { " ]" });
        }
        value => out.push_str(&plain(value)),
    }
}

/// A value that holds no other values.
fn plain(value: &Bson) -> String {
    match value {
        Bson::Boolean(value) => value.to_string(),
        Bson::Undefined => "undefined".to_owned(),
        Bson::RegularExpression(regex) => {
            format!("/{}/{}", regex.pattern.as_str(), regex.options.as_str())
        }
        Bson::JavaScriptCode(code) => code.clone(),
        Bson::JavaScriptCodeWithScope(code) => code.code.clone(),
        Bson::Int32(value) => value.to_string(),
        Bson::Int64(value) => value.to_string(),
        Bson::Timestamp(stamp) => format!("Timestamp({}, {})", stamp.time, stamp.increment),
        Bson::Binary(binary) => {
            let mut hex = String::new();
            for byte in &binary.bytes {
                write!(hex, "{byte:02X}").expect("a string takes all text");
            }
            format!("BinData({}, {hex})", u8::from(binary.subtype))
        }
        Bson::ObjectId(id) => format!("ObjectId('{}')", id.to_hex()),
        Bson::DateTime(date) => format!("new Date({})", date.timestamp_millis()),
        Bson::Symbol(text) => text.clone(),
        Bson::Decimal128(value) => value.to_string(),
        Bson::MaxKey => "MaxKey".to_owned(),
        Bson::MinKey => "MinKey".to_owned(),
        Bson::DbPointer(_) => "DBPointer".to_owned(),
        _ => "null".to_owned(),
    }
}

fn push_document(document: &Document, out: &mut String) {
    out.push('{');
    for (at, (name, value)) in document.iter().enumerate() {
        out.push_str(if at == 0 { " " } else { ", " });
        out.push_str(name);
        out.push_str(": ");
        push(value, out);
    }
    out.push_str(if document.is_empty() { "}" } else { " }" });
}

fn cut(text: String) -> String {
    if text.chars().count() <= SHOWN_CHARS_MAX {
        return text;
    }
    let kept: String = text.chars().take(SHOWN_CHARS_MAX).collect();
    kept + "..."
}
