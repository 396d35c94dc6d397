//! What an answer must be: the tables `expect` and `when`, and the values in them.

use regex::RegexBuilder;
use serde_json_path::JsonPath;

use crate::{
    course::check::{Expect, Expected, JsonType},
    exchange::is_token,
    pack::manifest::{
        REGEX_BYTES_MAX,
        fields::{Fields, Node},
    },
    text::clean_line,
};

/// What kind of value is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Status,
    /// A header, a body, what a program printed, the name of an error.
    Text,
    /// A part of a JSON body, what a call returned.
    Json,
}

/// What `when` may speak of, by the test of the first check in `fails`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CameBack {
    Response,
    Printed,
    /// Nothing: the exit code is all there is.
    Code,
    Call,
    /// Nothing: what did not happen has no look.
    Recorded,
    /// Nothing: the question itself knows its wrong answers.
    Answered,
}

const OPERATORS: &[&str] = &["equals", "type", "any", "absent", "min", "max", "has", "set"];

const TYPES: &[(&str, JsonType)] = &[
    ("null", JsonType::Null),
    ("boolean", JsonType::Boolean),
    ("number", JsonType::Number),
    ("integer", JsonType::Integer),
    ("string", JsonType::String),
    ("array", JsonType::Array),
    ("object", JsonType::Object),
];

/// Reads `expect` of a request.
pub(super) fn read_expect(node: &Node<'_>) -> Expect {
    let Some(fields) = node.fields() else { return Expect::default() };
    let expect = response(&fields);
    fields.finish();
    if fields.entries().is_empty() {
        node.report(("`expect` expects nothing", "name a status, a header, a body or a JSON path"));
    }
    expect
}

/// Reads `when` of a wrong answer.
pub(super) fn read_when(node: &Node<'_>, came_back: CameBack) -> Option<Expect> {
    let fields = node.fields()?;
    let when = match came_back {
        CameBack::Response => {
            let silent = fields.optional("silent").and_then(|node| node.boolean());
            let elsewhere = fields.optional("elsewhere").and_then(|node| node.boolean());
            Expect { silent, elsewhere, ..response(&fields) }
        }
        CameBack::Printed => Expect { prints: value(&fields, "prints"), ..Expect::default() },
        CameBack::Code => {
            node.report(
                "`when` has nothing to look at: the first check of `fails` is an exit code",
            );
            return None;
        }
        CameBack::Recorded => {
            node.report((
                "`when` has nothing to look at: the first check of `fails` is [check.trace]",
                "leave `when` out",
            ));
            return None;
        }
        CameBack::Answered => {
            node.report((
                "`when` has nothing to look at: the question says what is shown",
                "put the words into the option, the blank or `why` of the question",
            ));
            return None;
        }
        CameBack::Call => Expect {
            returns: fields.optional("returns").and_then(|n| read_expected(&n, Subject::Json)),
            throws: value(&fields, "throws"),
            prints: value(&fields, "prints"),
            ..Expect::default()
        },
    };
    fields.finish();
    if fields.entries().is_empty() {
        node.report(("`when` matches everything", "name what came back, or leave `when` out"));
    }
    Some(when)
}

fn value(fields: &Fields<'_>, key: &'static str) -> Option<Expected> {
    fields.optional(key).and_then(|node| read_expected(&node, Subject::Text))
}

fn response(fields: &Fields<'_>) -> Expect {
    let status = fields.optional("status");
    Expect {
        status: status.and_then(|node| read_expected(&node, Subject::Status)),
        headers: headers(fields.optional("header")),
        body: value(fields, "body"),
        json: paths(fields.optional("json")),
        ..Expect::default()
    }
}

/// Reads a table of header fields.
pub(super) fn headers(table: Option<Node<'_>>) -> Vec<(String, Expected)> {
    let Some(fields) = table.and_then(|node| node.fields()) else { return Vec::new() };
    let mut headers: Vec<(String, Expected)> = Vec::new();
    for node in fields.entries() {
        let name = node.name();
        if !is_token(name) {
            node.key_report(format!("`{}` is not the name of a header", clean_line(name)));
        } else if headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name)) {
            node.key_report(format!("`{name}` is expected twice; case does not matter"));
        } else if let Some(expected) = read_expected(&node, Subject::Text) {
            headers.push((name.to_owned(), expected));
        }
    }
    headers
}

/// Reads a table of paths into JSON (RFC 9535).
pub(super) fn paths(table: Option<Node<'_>>) -> Vec<(String, Expected)> {
    let Some(fields) = table.and_then(|node| node.fields()) else { return Vec::new() };
    let mut paths = Vec::new();
    for node in fields.entries() {
        if is_json_path(&node)
            && let Some(expected) = read_expected(&node, Subject::Json)
        {
            paths.push((node.name().to_owned(), expected));
        }
    }
    paths
}

fn is_json_path(key: &Node<'_>) -> bool {
    match check_json_path(key.name()) {
        Ok(()) => true,
        Err((message, hint)) => {
            key.key_report((message, hint));
            false
        }
    }
}

/// Whether `path` is a JSONPath (RFC 9535); otherwise what to say, and a hint.
pub(super) fn check_json_path(path: &str) -> Result<(), (String, String)> {
    let shown = clean_line(path);
    if !path.starts_with('$') {
        let example = "a path begins with `$` and stands in quotes, as in json.\"$.user.name\"";
        return Err((format!("`{shown}` is not a JSONPath"), example.to_owned()));
    }
    match JsonPath::parse(path) {
        Ok(_) => Ok(()),
        Err(error) => Err((
            format!("`{shown}` is not a JSONPath: {}", clean_line(error.message())),
            "RFC 9535 describes the paths".to_owned(),
        )),
    }
}

/// Reads one expected value.
pub(super) fn read_expected(node: &Node<'_>, subject: Subject) -> Option<Expected> {
    if node.is_table() {
        return operator(node, subject);
    }
    if node.is_text() {
        let text = node.raw_text()?;
        if let Some(pattern) = text.strip_prefix('~') {
            return is_regex(node, pattern).then(|| Expected::Matches(pattern.to_owned()));
        }
    }
    literal(node, subject)
}

fn literal(node: &Node<'_>, subject: Subject) -> Option<Expected> {
    let value = node.json()?;
    let fits = match subject {
        Subject::Status => value.as_u64().is_some_and(|code| (100..=599).contains(&code)),
        Subject::Text => value.is_string(),
        Subject::Json => true,
    };
    if !fits {
        node.report(match subject {
            Subject::Status => format!("`{}` is a status from 100 to 599", node.name()),
            _ => format!("`{}` is compared as text; put it in quotes", clean_line(node.name())),
        });
    }
    fits.then_some(Expected::Equals(value))
}

/// Reads `{ type = .. }` and its like.
fn operator(node: &Node<'_>, subject: Subject) -> Option<Expected> {
    let fields = node.fields()?;
    let known = fields.entries().iter().all(|entry| OPERATORS.contains(&entry.name()));
    if !known || fields.entries().is_empty() {
        node.report((
            "this table does not say how to compare",
            "keys: equals, type, any, absent, min and max, has, set; \
             `{ equals = { .. } }` compares a whole object",
        ));
        return None;
    }
    let number = |key| fields.optional(key).and_then(|node| node.number());
    let (min, max) = (number("min"), number("max"));
    let ranged = min.is_some() || max.is_some();
    let mut found: Vec<Option<Expected>> = Vec::new();
    if fields.has("min") || fields.has("max") {
        let ordered = min.zip(max).is_none_or(|(min, max)| min <= max);
        if !ordered {
            node.report("`min` is greater than `max`: no number fits");
        }
        found.push((ranged && ordered).then_some(Expected::Range { min, max }));
    }
    if let Some(node) = fields.optional("equals") {
        found.push(literal(&node, subject));
    }
    if let Some(node) = fields.optional("type") {
        found.push(node.choice(TYPES).map(Expected::Type));
    }
    for (key, expected) in [("any", Expected::Any), ("absent", Expected::Absent)] {
        if let Some(node) = fields.optional(key) {
            found.push(only_true(&node).map(|()| expected));
        }
    }
    if let Some(node) = fields.optional("has") {
        found.push(node.json().map(Expected::Has));
    }
    if let Some(node) = fields.optional("set") {
        let members: Vec<_> = node.members().iter().map(Node::json).collect();
        found.push(members.into_iter().collect::<Option<_>>().map(Expected::Set));
    }
    if found.len() > 1 {
        node.report("a table compares in one way; only `min` and `max` stand together");
        return None;
    }
    found.pop().flatten()
}

fn only_true(node: &Node<'_>) -> Option<()> {
    let value = node.boolean()?;
    if !value {
        let other = if node.name() == "any" { "absent" } else { "any" };
        node.report(format!("`{}` is only ever true; write `{other} = true`", node.name()));
    }
    value.then_some(())
}

fn is_regex(node: &Node<'_>, pattern: &str) -> bool {
    if pattern.is_empty() {
        node.report(("`~` alone matches everything", "write `{ any = true }`"));
        return false;
    }
    let Err(error) = RegexBuilder::new(pattern).size_limit(REGEX_BYTES_MAX).build() else {
        return true;
    };
    let message = match error {
        regex::Error::CompiledTooBig(_) => {
            format!("this regular expression takes more than {} kB", REGEX_BYTES_MAX >> 10)
        }
        error => {
            let text = error.to_string();
            let reason = text.lines().last().unwrap_or_default();
            let reason = reason.trim_start_matches("error: ");
            format!("this is not a regular expression: {}", clean_line(reason))
        }
    };
    node.report((message, "the syntax is that of the Rust crate `regex`: no look-around"));
    false
}
