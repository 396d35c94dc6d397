//! Single values in print: strings in the quotes that need least escaping, and BSON's types.

use std::fmt::Write;

use bson::{Binary, Bson, DateTime, spec::BinarySubtype};

use crate::lab::documents::shell::{base64, date, number};

/// A string that is longer than this is split after its line breaks if it does not fit.
const UNSPLIT_UNITS: usize = 16;

/// Whether mongosh does not print the character as it is.
pub fn is_unprintable(ch: char) -> bool {
    ch.is_control() && !matches!(ch, '\t' | '\n')
}

/// The string in quotes; a long one with a piece for each of its lines.
pub fn string(text: &str, indent: usize, columns: usize) -> String {
    let units = text.encode_utf16().count();
    if units <= UNSPLIT_UNITS || units + indent + 4 <= columns || !text.contains('\n') {
        return quoted(text);
    }
    let pieces: Vec<String> = text.split_inclusive('\n').map(quoted).collect();
    pieces.join(&format!(" +\n{}", " ".repeat(indent + 2)))
}

/// The string in single quotes, or in others if it holds single ones.
pub fn quoted(text: &str) -> String {
    let quote = if !text.contains('\'') {
        '\''
    } else if !text.contains('"') {
        '"'
    } else if !text.contains('`') && !text.contains("${") {
        '`'
    } else {
        '\''
    };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for ch in text.chars() {
        match ch {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\u{8}' => out.push_str("\\b"),
            '\u{b}' => out.push_str("\\v"),
            '\u{c}' => out.push_str("\\f"),
            '\\' => out.push_str("\\\\"),
            ch if ch == quote => {
                out.push('\\');
                out.push(ch);
            }
            ch if ch.is_control() => {
                write!(out, "\\x{:02X}", u32::from(ch)).unwrap_or_default();
            }
            ch => out.push(ch),
        }
    }
    out.push(quote);
    out
}

/// A field's name, in quotes if it is no plain word.
pub fn key(name: &str) -> String {
    let mut chars = name.chars();
    let begins = chars.next().is_some_and(|ch| ch.is_ascii_alphabetic() || ch == '_');
    if name == "__proto__" {
        "['__proto__']".to_owned()
    } else if begins && chars.all(|ch| ch.is_ascii_alphanumeric() || ch == '_') {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// A value of BSON that holds no other one.
pub fn bson(value: &Bson) -> String {
    match value {
        Bson::ObjectId(id) => format!("ObjectId('{}')", id.to_hex()),
        Bson::DateTime(date) => date_time(*date),
        Bson::Int32(number) => format!("Int32({number})"),
        Bson::Int64(number) => format!("Long('{number}')"),
        Bson::Double(number) => format!("Double({})", number::text(*number)),
        Bson::Decimal128(number) => format!("Decimal128('{number}')"),
        Bson::Binary(data) => binary(data),
        Bson::RegularExpression(regex) => {
            format!("/{}/{}", regex.pattern.as_str(), regex.options.as_str())
        }
        Bson::JavaScriptCode(code) => format!("Code({})", quoted(code)),
        Bson::Symbol(symbol) => format!("BSONSymbol({})", quoted(symbol)),
        Bson::MinKey => "MinKey()".to_owned(),
        Bson::MaxKey => "MaxKey()".to_owned(),
        other => other.to_string(),
    }
}

fn date_time(date: DateTime) -> String {
    match date::iso(date.timestamp_millis()) {
        Some(text) => format!("ISODate('{text}')"),
        None => "Invalid Date".to_owned(),
    }
}

fn binary(data: &Binary) -> String {
    if data.subtype == BinarySubtype::Uuid && data.bytes.len() == 16 {
        return format!("UUID('{}')", uuid(&data.bytes));
    }
    let subtype = u8::from(data.subtype);
    format!("Binary.createFromBase64('{}', {subtype})", base64::encode(&data.bytes))
}

/// The sixteen bytes as a UUID is written.
pub fn uuid(bytes: &[u8]) -> String {
    let mut hex = String::new();
    for byte in bytes {
        write!(hex, "{byte:02x}").unwrap_or_default();
    }
    let groups = [0..8, 8..12, 12..16, 16..20, 20..hex.len().max(20)];
    groups.map(|group| hex.get(group).unwrap_or_default().to_owned()).join("-")
}
