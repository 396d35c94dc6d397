//! What earlier answers gave, put into later requests and expectations: `{{name}}`.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    client::{How, Outgoing},
    course::check::{Body, Expect, Expected, HttpStep},
    exchange::{Headers, Piece, Request, Response},
    judge::compare,
};

/// Bytes of a body sent in pieces that are kept for show.
const SHOWN_BYTES: usize = 2_048;

/// Values by the names that checks gave them.
pub type Captured = BTreeMap<String, Value>;

/// The request of `step` as it goes out.
pub fn outgoing(step: &HttpStep, captured: &Captured) -> Outgoing {
    let mut headers: Headers =
        step.headers.iter().map(|(name, value)| (name, text(value, captured))).collect();
    let kind = match &step.body {
        Body::Json(_) => Some("application/json"),
        Body::Form(_) => Some("application/x-www-form-urlencoded"),
        Body::None | Body::Text(_) | Body::Chunks { .. } | Body::Raw(_) => None,
    };
    if let Some(kind) = kind
        && !headers.contains("content-type")
    {
        headers.push("Content-Type", kind);
    }
    let (body, how) = match &step.body {
        Body::None => (Vec::new(), How::Whole),
        Body::Json(json) => (value(json, captured).to_string().into_bytes(), How::Whole),
        Body::Form(fields) => (form(fields, captured).into_bytes(), How::Whole),
        Body::Text(body) => (text(body, captured).into_bytes(), How::Whole),
        Body::Chunks { pieces, unfinished } => {
            (shown(pieces), How::Chunked { pieces: pieces.clone(), unfinished: *unfinished })
        }
        Body::Raw(pieces) => (Vec::new(), How::Raw(pieces.clone())),
    };
    let target = text(&step.target, captured);
    let request = Request { method: step.method.clone(), target, headers, body };
    Outgoing { request, how }
}

/// The texts of a request into which something may be put.
pub fn texts(step: &HttpStep) -> Vec<String> {
    let mut texts = vec![step.target.clone()];
    texts.extend(step.headers.iter().map(|(_, value)| value.to_owned()));
    match &step.body {
        Body::None | Body::Chunks { .. } | Body::Raw(_) => {}
        Body::Json(value) => texts.push(value.to_string()),
        Body::Form(fields) => texts.extend(fields.iter().map(|(_, value)| value.clone())),
        Body::Text(body) => texts.push(body.clone()),
    }
    texts
}

/// `expect` with captures put into the texts that are compared whole.
pub fn expectation(expect: &Expect, captured: &Captured) -> Expect {
    let mut filled = expect.clone();
    let named = [&mut filled.status, &mut filled.body].into_iter().flatten();
    let headers = filled.headers.iter_mut().map(|(_, expected)| expected);
    let json = filled.json.iter_mut().map(|(_, expected)| expected);
    for expected in named.chain(headers).chain(json) {
        match expected {
            Expected::Equals(wanted) | Expected::Has(wanted) => *wanted = value(wanted, captured),
            Expected::Set(members) => {
                for member in members {
                    *member = value(member, captured);
                }
            }
            Expected::Matches(_)
            | Expected::Type(_)
            | Expected::Any
            | Expected::Absent
            | Expected::Range { .. } => {}
        }
    }
    filled
}

/// What `source` names in a response: `$.id`, `status`, `header.Location`, `body`. A path that finds
/// one place is what stands there; of several it is a list.
pub fn captured(source: &str, response: &Response) -> Option<Value> {
    if let Some(name) = source.strip_prefix("header.") {
        return response.headers.value(name).map(Value::from);
    }
    match source {
        "status" => Some(Value::from(response.status)),
        "body" => Some(Value::from(response.text())),
        path => {
            let mut nodes = compare::nodes(path, &serde_json::from_slice(&response.body).ok()?);
            match nodes.len() {
                0 | 1 => nodes.pop(),
                _ => Some(Value::Array(nodes)),
            }
        }
    }
}

/// `template` with each known `{{name}}` replaced; others stay as they are.
fn text(template: &str, captured: &Captured) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find("{{") {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        let known = found.find("}}").and_then(|end| {
            captured.get(found[2..end].trim()).map(|value| (plain(value), end + 2))
        });
        if let Some((value, length)) = known {
            out.push_str(&value);
            rest = &found[length..];
        } else {
            out.push_str("{{");
            rest = &found[2..];
        }
    }
    out + rest
}

/// As `text` in each string of a JSON value; a string that is one name becomes the value itself,
/// so that a number stays a number.
fn value(template: &Value, captured: &Captured) -> Value {
    match template {
        Value::String(string) => {
            let name = string.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
            match name.and_then(|name| captured.get(name.trim())) {
                Some(value) => value.clone(),
                None => Value::String(text(string, captured)),
            }
        }
        Value::Array(members) => members.iter().map(|member| value(member, captured)).collect(),
        Value::Object(map) => {
            map.iter().map(|(key, member)| (text(key, captured), value(member, captured))).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => template.clone(),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// `application/x-www-form-urlencoded` (URL Standard, section 5.2).
fn form(fields: &[(String, String)], captured: &Captured) -> String {
    let pair = |(name, value): &(String, String)| {
        format!("{}={}", encoded(&text(name, captured)), encoded(&text(value, captured)))
    };
    fields.iter().map(pair).collect::<Vec<_>>().join("&")
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b' ' => "+".to_owned(),
            byte if byte.is_ascii_alphanumeric() || b"*-._".contains(&byte) => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// The bytes of the pieces, as far as they are worth showing.
fn shown(pieces: &[Piece]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for piece in pieces {
        for _ in 0..piece.times {
            if SHOWN_BYTES <= bytes.len() {
                bytes.truncate(SHOWN_BYTES);
                return bytes;
            }
            bytes.extend_from_slice(&piece.bytes);
        }
    }
    bytes
}
