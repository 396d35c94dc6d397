//! What the recording hears of a program's commands.

use std::{fmt::Write as _, time::Instant};

use bson::{Binary, Bson, Document};

use crate::{
    lab::{
        documents::Ran,
        js::host::Host,
        protocol::{Happening, ToParent, store::Did},
    },
    trace::VALUE_BYTES_MAX,
};

/// What each command carries for the server alone.
const UNTOLD: [&str; 6] =
    ["$db", "lsid", "txnNumber", "startTransaction", "autocommit", "$readPreference"];

impl Host {
    /// A command came to its end, whichever way.
    pub(super) fn tell_command(
        &self,
        command: &Document,
        ran: &Ran,
        began: Instant,
        request: Option<u32>,
    ) {
        if !self.is_told(request) {
            self.count_untold();
            return;
        }
        let took_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        let did = Did::documents(&text_of(command), &ran.effort, ran.error(), took_us);
        self.tell_untold();
        let at_us = self.wire.at_us();
        let what = Happening::Store(did);
        self.wire.tell_soon(&ToParent::Happened { what, request, at_us });
    }
}

/// The command as relaxed Extended JSON, as much of it as the recording keeps.
fn text_of(command: &Document) -> String {
    let mut text = String::new();
    write_fields(&mut text, command.iter().filter(|(key, _)| !UNTOLD.contains(&key.as_str())));
    text.truncate(text.floor_char_boundary(VALUE_BYTES_MAX));
    text
}

fn write_fields<'a>(to: &mut String, fields: impl Iterator<Item = (&'a String, &'a Bson)>) {
    let mut end = "{ ";
    for (key, value) in fields {
        if VALUE_BYTES_MAX < to.len() {
            return;
        }
        to.push_str(end);
        write_text(to, key);
        to.push_str(": ");
        write_value(to, value);
        end = ", ";
    }
    to.push_str(if end == "{ " { "{}" } else { " }" });
}

fn write_value(to: &mut String, value: &Bson) {
    let plain = |to: &mut String, name: &str, text: &str| {
        let _ = write!(to, "{{ \"{name}\": ");
        write_text(to, text);
        to.push_str(" }");
    };
    match value {
        Bson::Double(number) => match number {
            number if number.is_nan() => plain(to, "$numberDouble", "NaN"),
            number if number.is_infinite() => {
                plain(to, "$numberDouble", if *number < 0.0 { "-Infinity" } else { "Infinity" });
            }
            number => {
                let _ = write!(to, "{number:?}");
            }
        },
        Bson::String(text) => write_text(to, text),
        Bson::Document(document) => write_fields(to, document.iter()),
        Bson::Array(values) => {
            to.push('[');
            for (at, value) in values.iter().enumerate() {
                if VALUE_BYTES_MAX < to.len() {
                    return;
                }
                to.push_str(if at == 0 { "" } else { ", " });
                write_value(to, value);
            }
            to.push(']');
        }
        Bson::Boolean(truth) => to.push_str(if *truth { "true" } else { "false" }),
        Bson::Null => to.push_str("null"),
        Bson::Undefined => to.push_str("{ \"$undefined\": true }"),
        Bson::Int32(number) => {
            let _ = write!(to, "{number}");
        }
        Bson::Int64(number) => {
            let _ = write!(to, "{number}");
        }
        Bson::ObjectId(id) => plain(to, "$oid", &id.to_hex()),
        Bson::DateTime(time) => match time.try_to_rfc3339_string() {
            Ok(text) => plain(to, "$date", &text),
            Err(_) => plain(to, "$date", &time.timestamp_millis().to_string()),
        },
        Bson::Decimal128(decimal) => plain(to, "$numberDecimal", &decimal.to_string()),
        Bson::Binary(binary) => write_binary(to, binary),
        Bson::RegularExpression(regex) => {
            to.push_str("{ \"$regularExpression\": { \"pattern\": ");
            write_text(to, regex.pattern.as_str());
            to.push_str(", \"options\": ");
            write_text(to, regex.options.as_str());
            to.push_str(" } }");
        }
        Bson::Timestamp(time) => {
            let (t, i) = (time.time, time.increment);
            let _ = write!(to, "{{ \"$timestamp\": {{ \"t\": {t}, \"i\": {i} }} }}");
        }
        Bson::Symbol(text) => plain(to, "$symbol", text),
        Bson::JavaScriptCode(code) => plain(to, "$code", code),
        Bson::JavaScriptCodeWithScope(code) => plain(to, "$code", &code.code),
        Bson::MinKey => to.push_str("{ \"$minKey\": 1 }"),
        Bson::MaxKey => to.push_str("{ \"$maxKey\": 1 }"),
        Bson::DbPointer(_) => to.push_str("{ \"$dbPointer\": {} }"),
    }
}

/// Its first bytes in hexadecimal digits are enough to tell it from others.
fn write_binary(to: &mut String, binary: &Binary) {
    to.push_str("{ \"$binary\": \"");
    for byte in binary.bytes.iter().take(VALUE_BYTES_MAX / 2) {
        let _ = write!(to, "{byte:02x}");
    }
    let _ = write!(to, "\", \"subType\": \"{:02x}\" }}", u8::from(binary.subtype));
}

fn write_text(to: &mut String, text: &str) {
    let shown = &text[..text.floor_char_boundary(VALUE_BYTES_MAX)];
    to.push_str(&serde_json::Value::from(shown).to_string());
}

#[cfg(test)]
mod tests {
    use bson::{DateTime, doc, oid::ObjectId};

    use super::*;

    fn check(command: &Document, expected: &str) {
        assert_eq!(text_of(command), expected);
    }

    #[test]
    fn a_command_is_told_as_extended_json() {
        check(&doc! {}, "{}");
        check(
            &doc! { "find": "users", "filter": { "age": { "$gt": 5 } }, "lsid": { "id": 1 }, "$db": "shop" },
            r#"{ "find": "users", "filter": { "age": { "$gt": 5 } } }"#,
        );
        check(
            &doc! { "a": [1_i64, 1.5, 2.0, true, Bson::Null], "b": "say \"hi\"" },
            r#"{ "a": [1, 1.5, 2.0, true, null], "b": "say \"hi\"" }"#,
        );
        let id = ObjectId::from_bytes([1; 12]);
        check(
            &doc! { "_id": id, "at": DateTime::from_millis(0) },
            r#"{ "_id": { "$oid": "010101010101010101010101" }, "at": { "$date": "1970-01-01T00:00:00Z" } }"#,
        );
    }

    #[test]
    fn a_long_command_is_cut() {
        let command =
            doc! { "insert": "a", "documents": vec![doc! { "x": "\u{e9}".repeat(500) }; 10_000] };
        assert!(text_of(&command).len() <= VALUE_BYTES_MAX);
    }
}
