//! Values of Extended JSON as mongosh writes them: `{ _id: ObjectId('..'), name: 'Ada' }`.

use serde_json::{Map, Value};

use crate::judge::store::difference::NEW_ID;

/// How deep values are written; what is deeper is `…`.
const LEVELS_MAX: usize = 20;

/// On one line.
pub fn written(value: &Value) -> String {
    at_level(value, 0)
}

fn at_level(value: &Value, level: usize) -> String {
    if LEVELS_MAX <= level {
        return "…".to_owned();
    }
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => quoted(text),
        Value::Array(members) => {
            let members: Vec<String> =
                members.iter().map(|member| at_level(member, level + 1)).collect();
            if members.is_empty() { "[]".to_owned() } else { format!("[ {} ]", members.join(", ")) }
        }
        Value::Object(fields) => typed(fields).unwrap_or_else(|| document(fields, level)),
    }
}

fn document(fields: &Map<String, Value>, level: usize) -> String {
    let field = |(name, value): (&String, &Value)| {
        let is_plain = !name.is_empty()
            && !name.starts_with(|ch: char| ch.is_ascii_digit())
            && name.chars().all(|ch| ch.is_alphanumeric() || ch == '_' || ch == '$');
        let name = if is_plain { name.clone() } else { quoted(name) };
        format!("{name}: {}", at_level(value, level + 1))
    };
    let fields: Vec<String> = fields.iter().map(field).collect();
    if fields.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", fields.join(", ")) }
}

/// A value that JSON has no word for. (MongoDB Extended JSON, version 2.)
fn typed(fields: &Map<String, Value>) -> Option<String> {
    let (name, value) = fields.iter().next().filter(|_| fields.len() == 1)?;
    let text = value.as_str()?;
    let class = match name.as_str() {
        "$oid" if text == NEW_ID => return Some("ObjectId('…')".to_owned()),
        "$oid" => "ObjectId",
        "$date" => "ISODate",
        "$numberDecimal" => "Decimal128",
        "$numberLong" => "Long",
        "$numberDouble" => return Some(text.to_owned()),
        _ => return None,
    };
    Some(format!("{class}({})", quoted(text)))
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_look_as_in_mongosh() {
        for (value, text) in [
            (json!({}), "{}"),
            (json!([]), "[]"),
            (
                json!({ "_id": { "$oid": NEW_ID }, "a b": [1, null] }),
                "{ _id: ObjectId('…'), 'a b': [ 1, null ] }",
            ),
            (
                json!({ "at": { "$date": "2026-01-01T00:00:00Z" } }),
                "{ at: ISODate('2026-01-01T00:00:00Z') }",
            ),
            (
                json!({ "n": { "$numberLong": "5" }, "d": { "$numberDecimal": "1.50" } }),
                "{ n: Long('5'), d: Decimal128('1.50') }",
            ),
            (json!({ "who": "O'Neil \\" }), "{ who: 'O\\'Neil \\\\' }"),
            (json!({ "$gt": 1 }), "{ $gt: 1 }"),
            (json!({ "x": { "$numberDouble": "NaN" } }), "{ x: NaN }"),
        ] {
            assert_eq!(written(&value), text);
        }
        let mut deep = json!(1);
        for _ in 0..1_000 {
            deep = json!([deep]);
        }
        assert!(written(&deep).contains('…'));
    }
}
