//! Replies as redis-cli prints them to a terminal.

use std::fmt::Write as _;

use crate::lab::cache::{number, reply::Reply};

/// The lines of a reply, without the last line end. `is_raw` shows a string as it is.
pub fn printed(reply: &Reply, is_raw: bool) -> String {
    let mut out = String::new();
    match reply {
        Reply::Bulk(bytes) if is_raw => out.push_str(&bytes.text()),
        reply => print(reply, "", &mut out),
    }
    let end = out.trim_end_matches('\n').len();
    out.truncate(if is_raw { end } else { out.strip_suffix('\n').map_or(out.len(), str::len) });
    out
}

fn print(reply: &Reply, indent: &str, out: &mut String) {
    match reply {
        Reply::Simple(text) => line(out, text),
        Reply::Error(text) => line(out, &format!("(error) {text}")),
        Reply::Integer(number) => line(out, &format!("(integer) {number}")),
        Reply::Bulk(bytes) => line(out, &quoted(bytes)),
        Reply::Null | Reply::NullArray => line(out, "(nil)"),
        Reply::Double(value) => line(out, &format!("(double) {}", number::shown(*value))),
        Reply::Boolean(is_so) => line(out, if *is_so { "(true)" } else { "(false)" }),
        Reply::Verbatim(_, bytes) => line(out, &bytes.text()),
        Reply::BigNumber(digits) => line(out, digits),
        Reply::Array(items) if items.is_empty() => line(out, "(empty array)"),
        Reply::Set(items) if items.is_empty() => line(out, "(empty set)"),
        Reply::Push(items) if items.is_empty() => line(out, "(empty push)"),
        Reply::Map(pairs) if pairs.is_empty() => line(out, "(empty hash)"),
        Reply::Array(items) | Reply::Push(items) => listed(items, ')', indent, out),
        Reply::Set(items) => listed(items, '~', indent, out),
        Reply::Map(pairs) => {
            let width = pairs.len().to_string().len();
            let inner = format!("{indent}{}", " ".repeat(width + 2));
            for (at, (key, value)) in pairs.iter().enumerate() {
                let before = if at == 0 { "" } else { indent };
                let _ = write!(out, "{before}{:>width$}# ", at + 1);
                print(key, &inner, out);
                out.truncate(out.trim_end_matches('\n').len());
                out.push_str(" => ");
                if has_lines(value) {
                    let _ = write!(out, "\n{inner}");
                }
                print(value, &inner, out);
            }
        }
    }
}

/// Whether a value takes several lines, so that it begins on one of its own.
fn has_lines(reply: &Reply) -> bool {
    match reply {
        Reply::Array(items) | Reply::Set(items) | Reply::Push(items) => !items.is_empty(),
        Reply::Map(pairs) => !pairs.is_empty(),
        Reply::Simple(_)
        | Reply::Error(_)
        | Reply::Integer(_)
        | Reply::Bulk(_)
        | Reply::Null
        | Reply::NullArray
        | Reply::Double(_)
        | Reply::Boolean(_)
        | Reply::Verbatim(..)
        | Reply::BigNumber(_) => false,
    }
}

/// Items with their numbers; the first stands behind what the line already holds.
fn listed(items: &[Reply], mark: char, indent: &str, out: &mut String) {
    let width = items.len().to_string().len();
    let inner = format!("{indent}{}", " ".repeat(width + 2));
    for (at, item) in items.iter().enumerate() {
        let before = if at == 0 { "" } else { indent };
        let _ = write!(out, "{before}{:>width$}{mark} ", at + 1);
        print(item, &inner, out);
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// A string in double quotes, with what cannot be shown as `\xHH`.
fn quoted(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 2);
    out.push('"');
    for byte in bytes {
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            7 => out.push_str("\\a"),
            8 => out.push_str("\\b"),
            b' '..=b'~' => out.push(char::from(*byte)),
            other => {
                let _ = write!(out, "\\x{other:02x}");
            }
        }
    }
    out.push('"');
    out
}
