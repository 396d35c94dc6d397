//! What a learner wrote down, against what it should be. The right value is never shown.

use serde_json::Value;

use crate::{
    course::check::{Noted, NotedTest},
    exchange::{Response, http_file::Variable, target},
    judge::{
        Came, Exchange, Field,
        compare::{self, Patterns, quoted},
        fill,
        sent::Fallen,
    },
};

/// What stands for a value where none was written down; a value stands in quotes.
pub const NOTHING: &str = "nothing";

/// Signs that one may put around a value, though nobody asked for them.
const QUOTES: [char; 3] = ['"', '\'', '`'];

/// Where what stands after `# @answer NAME =` is not what `test` says.
pub fn fallen(test: &NotedTest, exchanges: &[Exchange], lines: &[Variable]) -> Option<Fallen> {
    let written = lines.iter().rev().find(|note| note.name == test.name);
    let said = written.map(|note| note.value.as_str()).filter(|said| !said.is_empty());
    let (expected, note, shown) = match &test.expected {
        Noted::Is(expected) => {
            let mut patterns = Patterns::new();
            let mut is_it = |said: &str| compare::holds_written(expected, said, &mut patterns);
            if said.is_some_and(|said| is_it(said) || unquoted(said).is_some_and(&mut is_it)) {
                return None;
            }
            ("the value that is asked for".to_owned(), None, None)
        }
        Noted::CameBack { method, path, source } => {
            let asked = asked(exchanges, method, path);
            let response = asked.and_then(|at| match &exchanges[at].came {
                Came::Answer(response) => Some(&**response),
                Came::Nothing(_) | Came::Unsent(_) => None,
            });
            let value = response.and_then(|response| fill::captured(source, response));
            let is_it = |said: &str| value.as_ref().is_some_and(|value| is_said(value, said));
            if said.is_some_and(|said| is_it(said) || unquoted(said).is_some_and(is_it)) {
                return None;
            }
            let expected = format!("{} to {method} {path}", part_words(source));
            let note = match (said, response) {
                (Some(said), Some(response)) => Some(near_words(said, value.as_ref(), response)),
                (_, None) if asked.is_none() => Some(format!("no {method} {path} was sent")),
                (_, _) => None,
            };
            (expected, note, asked)
        }
    };
    let note = match (written, said) {
        (None, _) => Some(format!("write a line: # @answer {} = …", test.name)),
        (Some(_), None) => note.or(Some("nothing stands after the = yet".to_owned())),
        (Some(_), Some(_)) => note,
    };
    let field = Field {
        name: format!("@answer {}", test.name),
        expected,
        got: said.map_or_else(|| NOTHING.to_owned(), quoted),
        differs: true,
        note,
    };
    let noted = said.map(str::to_owned);
    Some(Fallen { shown, fields: vec![field], of: None, line: written.map(|n| n.line), noted })
}

/// The first request of this method and target that was answered, else one with this path and some
/// query, else one that was not answered.
fn asked(exchanges: &[Exchange], method: &str, path: &str) -> Option<usize> {
    let find = |answered: bool, exact: bool| {
        exchanges.iter().position(|Exchange { request, came, .. }| {
            let is_path = !exact && target::split(&request.target).0 == path;
            request.method == method
                && (request.target == path || is_path)
                && matches!(came, Came::Answer(_)) == answered
        })
    };
    find(true, true).or_else(|| find(true, false)).or_else(|| find(false, false))
}

/// The value without one pair of quotes around it.
fn unquoted(said: &str) -> Option<&str> {
    let inner = |quote: &char| said.strip_prefix(*quote)?.strip_suffix(*quote);
    QUOTES.iter().find_map(inner).map(str::trim)
}

/// What `source` names, in words that go on with "to GET /users". A path says only the name that it
/// ends in: which of several, the task tells.
fn part_words(source: &str) -> String {
    if let Some(name) = source.strip_prefix("header.") {
        return format!("the header {name} of the answer");
    }
    match source {
        "status" => "the status of the answer".to_owned(),
        "body" => "the body of the answer".to_owned(),
        path => {
            let last = path.rsplit(['.', '[']).next().unwrap_or_default();
            let last = last.trim_matches(['\'', '"', ']']);
            let is_name = |ch: char| ch.is_alphanumeric() || ch == '_' || ch == '-';
            if last.chars().next().is_some_and(char::is_alphabetic) && last.chars().all(is_name) {
                format!("a {last} in the answer")
            } else {
                "a value in the answer".to_owned()
            }
        }
    }
}

/// How what was written down stands to what came.
fn near_words(said: &str, value: Option<&Value>, response: &Response) -> String {
    let said = unquoted(said).unwrap_or(said);
    let is_right = |value: &Value| {
        value.as_str().is_some_and(|value| value.to_lowercase() == said.to_lowercase())
    };
    if value.is_some_and(is_right) {
        return "letter case counts".to_owned();
    }
    let body: Option<Value> = serde_json::from_slice(&response.body).ok();
    let is_there = match &body {
        Some(body) => holds_anywhere(body, said),
        None => response.text().contains(said),
    };
    if is_there {
        "that is in the answer, and not what is asked for".to_owned()
    } else {
        "that is not in the answer".to_owned()
    }
}

fn holds_anywhere(value: &Value, said: &str) -> bool {
    match value {
        Value::Array(members) => members.iter().any(|member| holds_anywhere(member, said)),
        Value::Object(map) => map.values().any(|member| holds_anywhere(member, said)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => is_said(value, said),
    }
}

/// Whether the text that a learner wrote is this value.
fn is_said(value: &Value, said: &str) -> bool {
    match value {
        Value::String(value) => value.trim() == said,
        Value::Number(_) => {
            said.parse().is_ok_and(|number| compare::same(value, &Value::Number(number)))
        }
        Value::Bool(value) => said == value.to_string(),
        Value::Null => said == "null",
        Value::Array(_) | Value::Object(_) => {
            serde_json::from_str(said).is_ok_and(|noted| compare::same(value, &noted))
        }
    }
}
