//! `[[route]]`: a request that is answered as told.

use regex::RegexBuilder;
use serde_json::Value;

use super::{ROUTES_MAX, delay};
use crate::{
    course::check::{Expected, JsonType},
    exchange::{
        api::{
            Body, Condition, Fault, FieldKind, Pattern, Reply, Route, Source, Turn, Wanted,
            template_names,
        },
        is_token,
    },
    pack::manifest::{
        expect::{Subject, check_json_path, read_expected},
        fields::{Fields, Node, meant},
    },
    text::clean_line,
};

const FAULTS: &[(&str, Fault)] = &[
    ("close", Fault::Close),
    ("cut", Fault::Cut),
    ("garbled", Fault::Garbled),
    ("silent", Fault::Silent),
];

/// Bytes of a built regular expression at most, as in `lab::mock`.
const REGEX_BYTES_MAX: usize = 1 << 20;
/// Words of a template that have no name after a dot.
const PLAIN_NAMES: &[&str] = &["body", "count", "method", "number", "target", "uuid"];
/// Words of a template with a name after a dot.
const NAMED: &[&str] = &["path", "query", "header", "cookie", "form", "json", "state"];

pub(super) fn read_routes(list: &Node<'_>, state: &[(String, Value)]) -> Vec<Route> {
    let nodes = list.members();
    if nodes.len() > ROUTES_MAX {
        list.report(format!("an API has at most {ROUTES_MAX} routes"));
        return Vec::new();
    }
    let route = |node: &Node<'_>| {
        let fields = node.fields()?;
        let route = route(&fields, state);
        fields.finish();
        route
    };
    nodes.iter().filter_map(route).collect()
}

/// What the templates of a route may name.
struct Names<'a> {
    path: &'a Pattern,
    state: &'a [(String, Value)],
}

fn route(fields: &Fields<'_>, state: &[(String, Value)]) -> Option<Route> {
    let asked = fields.required("request").and_then(|node| node.parsed(asked));
    let nowhere = Pattern { parts: Vec::new() };
    let names = Names { path: asked.as_ref().map_or(&nowhere, |(_, path)| path), state };
    let when = fields.optional("when").map(|node| conditions(&node, &names)).unwrap_or_default();
    let turn = turn(fields);
    let set = fields.optional("set").map(|node| set(&node, &names)).unwrap_or_default();
    let delay_ms = delay(fields);
    let reply = reply(fields, &names);
    let (method, path) = asked.clone()?;
    Some(Route { method, path, when, turn: turn?, set, delay_ms: delay_ms?, reply: reply? })
}

/// Reads `GET /users/:id`, or `* /admin/*` for every method.
fn asked(line: &str) -> Result<(Option<String>, Pattern), String> {
    let Some((method, path)) = line.trim().split_once(' ') else {
        return Err(format!("`{line}` is not a method and a path, as in `GET /users/:id`"));
    };
    let upper = !method.chars().any(|ch| ch.is_ascii_lowercase());
    if method != "*" && !(upper && is_token(method)) {
        return Err(format!("`{method}` is not a method; methods are written like GET"));
    }
    let path = Pattern::parse(path.trim())?;
    Ok(((method != "*").then(|| method.to_owned()), path))
}

fn conditions(node: &Node<'_>, names: &Names<'_>) -> Vec<Condition> {
    let Some(fields) = node.fields() else { return Vec::new() };
    let mut conditions = Vec::new();
    for (key, make) in [
        ("path", Source::Path as fn(String) -> Source),
        ("query", Source::Query),
        ("header", Source::Header),
        ("cookie", Source::Cookie),
        ("form", Source::Form),
        ("json", Source::Json),
        ("state", Source::State),
    ] {
        let Some(table) = fields.optional(key).and_then(|node| node.fields()) else { continue };
        for node in table.entries() {
            let of = make(node.name().to_owned());
            if is_known(&node, &of, names)
                && let Some(wanted) = wanted(&node, &of, names)
            {
                conditions.push(Condition { of, wanted });
            }
        }
    }
    if let Some(node) = fields.optional("body")
        && let Some(wanted) = wanted(&node, &Source::Body, names)
    {
        conditions.push(Condition { of: Source::Body, wanted });
    }
    fields.finish();
    conditions
}

fn is_known(node: &Node<'_>, of: &Source, names: &Names<'_>) -> bool {
    let report = match of {
        Source::Path(name) => names.unknown_part(name),
        Source::State(name) => names.unknown_state(name),
        Source::Json(path) => check_json_path(path).err(),
        Source::Header(name) | Source::Cookie(name) if !is_token(name) => {
            Some((format!("`{}` is not a name", clean_line(name)), String::new()))
        }
        Source::Header(_)
        | Source::Cookie(_)
        | Source::Query(_)
        | Source::Form(_)
        | Source::Body => None,
    };
    match report {
        Some((message, hint)) if hint.is_empty() => node.key_report(message),
        Some((message, hint)) => node.key_report((message, hint)),
        None => return true,
    }
    false
}

fn wanted(node: &Node<'_>, of: &Source, names: &Names<'_>) -> Option<Wanted> {
    let subject = match of {
        Source::Json(_) | Source::State(_) => Subject::Json,
        Source::Path(_)
        | Source::Query(_)
        | Source::Header(_)
        | Source::Cookie(_)
        | Source::Form(_)
        | Source::Body => Subject::Text,
    };
    Some(match read_expected(node, subject)? {
        Expected::Equals(value) => {
            names.check_value(node, &value);
            Wanted::Equals(value)
        }
        Expected::Matches(pattern) => {
            // The pattern was read a moment ago, with the same limit.
            RegexBuilder::new(&pattern).size_limit(REGEX_BYTES_MAX).build().ok()?;
            Wanted::Matches(pattern)
        }
        Expected::Type(kind) => Wanted::Type(match kind {
            JsonType::Null => {
                node.report(("a condition has no type null", "write `{ absent = true }`"));
                return None;
            }
            JsonType::Boolean => FieldKind::Boolean,
            JsonType::Number => FieldKind::Number,
            JsonType::Integer => FieldKind::Integer,
            JsonType::String => FieldKind::Text,
            JsonType::Array => FieldKind::List,
            JsonType::Object => FieldKind::Object,
        }),
        Expected::Any => Wanted::Any,
        Expected::Absent => Wanted::Absent,
        Expected::Has(value) => Wanted::Has(value),
        Expected::Range { min, max } => Wanted::Range { min, max },
        Expected::Set(_) => {
            node.report("a condition does not compare sets");
            return None;
        }
    })
}

fn turn(fields: &Fields<'_>) -> Option<Turn> {
    let count = |node: Node<'_>| node.integer(1..=10_000);
    match (fields.optional("every"), fields.optional("first")) {
        (None, None) => Some(Turn::Each),
        (Some(node), None) => count(node).map(Turn::Every),
        (None, Some(node)) => count(node).map(Turn::First),
        (Some(_), Some(node)) => {
            node.key_report("a route has either `every` or `first`");
            None
        }
    }
}

fn set(node: &Node<'_>, names: &Names<'_>) -> Vec<(String, Value)> {
    let Some(fields) = node.fields() else { return Vec::new() };
    let mut set = Vec::new();
    for node in fields.entries() {
        if let Some((message, hint)) = names.unknown_state(node.name()) {
            node.key_report((message, hint));
        } else if let Some(value) = node.json() {
            names.check_value(&node, &value);
            set.push((node.name().to_owned(), value));
        }
    }
    set
}

fn reply(fields: &Fields<'_>, names: &Names<'_>) -> Option<Reply> {
    let status = fields.optional("status");
    let headers = fields.optional("headers");
    let (json, body) = (fields.optional("json"), fields.optional("body"));
    let answers = [status, headers, json, body].into_iter().flatten().next();
    if let Some(node) = fields.optional("fault") {
        if answers.is_some() {
            node.key_report("a route either answers or has a `fault`");
        }
        return node.choice(FAULTS).map(Reply::Fault);
    }
    if answers.is_none() {
        return Some(Reply::Pass);
    }
    let status = status.map_or(Some(200), |node| node.integer(200..=599))?;
    let headers = headers.map(|node| header_fields(&node, names)).unwrap_or_default();
    let body = match (json, body) {
        (None, None) => Body::None,
        (Some(node), None) => {
            let value = node.json()?;
            names.check_value(&node, &value);
            Body::Json(value)
        }
        (None, Some(node)) => {
            let text = node.raw_text()?;
            names.check(&node, &text);
            Body::Text(text)
        }
        (Some(_), Some(node)) => {
            node.key_report("an answer has either `json` or `body`");
            return None;
        }
    };
    if matches!(status, 204 | 304) && body != Body::None {
        fields.report(format!("an answer {status} has no body"));
    }
    Some(Reply::Answer { status, headers, body })
}

fn header_fields(node: &Node<'_>, names: &Names<'_>) -> Vec<(String, String)> {
    const OWN: [&str; 3] = ["content-length", "transfer-encoding", "connection"];
    let Some(fields) = node.fields() else { return Vec::new() };
    let mut headers = Vec::new();
    for node in fields.entries() {
        let name = node.name();
        if !is_token(name) || OWN.contains(&name.to_ascii_lowercase().as_str()) {
            node.key_report(format!("`{}` is not a header that can be set", clean_line(name)));
            continue;
        }
        let values = if node.is_list() { node.members() } else { vec![node] };
        for value in values {
            let Some(text) = value.raw_text() else { continue };
            names.check(&value, &text);
            if text.chars().any(char::is_control) || !text.is_ascii() {
                value.report("a header holds ASCII without control characters");
            } else {
                headers.push((name.to_owned(), text));
            }
        }
    }
    headers
}

impl Names<'_> {
    fn unknown_part(&self, name: &str) -> Option<(String, String)> {
        if self.path.names().any(|known| known == name) {
            return None;
        }
        let hint = meant(name, self.path.names())
            .unwrap_or_else(|| "parts are named as in `/users/:id`".to_owned());
        Some((format!("the path has no part `:{}`", clean_line(name)), hint))
    }

    fn unknown_state(&self, name: &str) -> Option<(String, String)> {
        let mut known = self.state.iter().map(|(known, _)| known.as_str());
        if known.any(|known| known == name) {
            return None;
        }
        let hint = meant(name, self.state.iter().map(|(known, _)| known.as_str()))
            .unwrap_or_else(|| format!("[state] names it first: {} = \"\"", clean_line(name)));
        Some((format!("the state has no `{}`", clean_line(name)), hint))
    }

    /// Reports what the templates in `value` cannot name.
    fn check_value(&self, node: &Node<'_>, value: &Value) {
        match value {
            Value::String(text) => self.check(node, text),
            Value::Array(members) => members.iter().for_each(|value| self.check_value(node, value)),
            Value::Object(map) => map.values().for_each(|value| self.check_value(node, value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn check(&self, node: &Node<'_>, template: &str) {
        for name in template_names(template) {
            let (word, rest) = name.split_once('.').unwrap_or((name, ""));
            let unknown = match (word, rest.is_empty()) {
                ("path", false) => self.unknown_part(rest),
                ("state", false) => self.unknown_state(rest),
                ("json", false) => check_json_path(rest).err(),
                (word, false) if NAMED.contains(&word) => None,
                (word, true) if PLAIN_NAMES.contains(&word) => None,
                (_, _) => {
                    let all = PLAIN_NAMES.iter().chain(NAMED).copied();
                    let hint = meant(word, all).unwrap_or_else(|| {
                        format!(
                            "names: {}, and {} with a name after a dot",
                            PLAIN_NAMES.join(", "),
                            NAMED.join(", ")
                        )
                    });
                    Some((format!("`{{{{{}}}}}` names nothing", clean_line(name)), hint))
                }
            };
            if let Some(report) = unknown {
                node.report(report);
            }
        }
    }
}
