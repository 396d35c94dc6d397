//! Texts with `{{names}}`, filled in from the request and the state.

use serde_json::Value;

use super::asked::Asked;
use crate::exchange::api::Source;

/// Bytes of a text that was filled in at most; the rest is left out.
const FILLED_BYTES_MAX: usize = 1 << 20;

/// What the names of a template are.
pub struct Names<'a> {
    pub asked: &'a Asked,
    /// The named parts of the route's path.
    pub path: &'a [(String, String)],
    pub state: &'a [(String, Value)],
    /// How many requests the route has had.
    pub count: u32,
    /// The next uuid.
    pub uuid: &'a mut dyn FnMut() -> String,
}

impl Names<'_> {
    /// `template` with every name replaced; one that is nothing becomes empty.
    pub fn text(&mut self, template: &str) -> String {
        let mut out = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, found)) = rest.split_once("{{") {
            out.push_str(before);
            let Some((name, after)) = found.split_once("}}") else {
                out.push_str("{{");
                rest = found;
                continue;
            };
            out.push_str(
                &self.value_of(name.trim()).map(|value| plain(&value)).unwrap_or_default(),
            );
            rest = after;
            if out.len() > FILLED_BYTES_MAX {
                return out;
            }
        }
        out + rest
    }

    /// As `text` in each text of a value; one that is a single name becomes the value itself, and
    /// null where that is nothing.
    pub fn value(&mut self, template: &Value) -> Value {
        match template {
            Value::String(text) => {
                let name = text.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
                match name.filter(|name| !name.contains("{{")) {
                    Some(name) => self.value_of(name.trim()).unwrap_or(Value::Null),
                    None => Value::String(self.text(text)),
                }
            }
            Value::Array(members) => members.iter().map(|member| self.value(member)).collect(),
            Value::Object(map) => {
                map.iter().map(|(key, member)| (key.clone(), self.value(member))).collect()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => template.clone(),
        }
    }

    fn value_of(&mut self, name: &str) -> Option<Value> {
        let (word, rest) = name.split_once('.').unwrap_or((name, ""));
        let rest = rest.to_owned();
        let source = match word {
            "path" => Source::Path(rest),
            "query" => Source::Query(rest),
            "header" => Source::Header(rest),
            "cookie" => Source::Cookie(rest),
            "form" => Source::Form(rest),
            "json" => Source::Json(rest),
            "body" => Source::Body,
            "state" => {
                return self.state.iter().find(|(name, _)| *name == rest).map(|(_, v)| v.clone());
            }
            "method" => return Some(Value::from(self.asked.request.method.clone())),
            "target" => return Some(Value::from(self.asked.request.target.clone())),
            "count" => return Some(Value::from(self.count)),
            "number" => return Some(Value::from(self.asked.number)),
            "uuid" => return Some(Value::from((self.uuid)())),
            _ => return None,
        };
        self.asked.value(&source, self.path)
    }
}

/// A value inside a text: texts without quotes.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        value => value.to_string(),
    }
}
