//! JSONPath (RFC 9535) into a response's body.

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::{
    course::check::Expected,
    diag::did_you_mean,
    exchange::Response,
    judge::{
        Field,
        compare::{Patterns, field, words},
    },
    text,
};

/// Keys that are named when a path matches nothing.
const KEYS_SHOWN: usize = 8;
/// Characters of a path that matched nothing.
const PATH_CHARS_MAX: usize = 60;

/// A row for each path.
pub fn fields(paths: &[(String, Expected)], got: &Response, patterns: &mut Patterns) -> Vec<Field> {
    let body: Result<Value, _> = serde_json::from_slice(&got.body);
    let Ok(body) = body else { return not_json(paths, got) };
    paths.iter().map(|(path, expected)| row(path, expected, &body, patterns)).collect()
}

/// A row for each path into `value`, which is called `name`.
pub fn fields_of(
    paths: &[(String, Expected)],
    value: &Value,
    name: &str,
    patterns: &mut Patterns,
) -> Vec<Field> {
    let row = |(path, expected): &(String, Expected)| {
        let field = row(path, expected, value, patterns);
        Field { name: path.replacen('$', name, 1), ..field }
    };
    paths.iter().map(row).collect()
}

/// The first path that is none.
pub fn broken(paths: &[(String, Expected)]) -> Option<&str> {
    paths.iter().map(|(path, _)| path.as_str()).find(|path| JsonPath::parse(path).is_err())
}

/// What stands at each of the places that `path` finds.
pub fn nodes(path: &str, body: &Value) -> Vec<Value> {
    let query = JsonPath::parse(path).ok();
    let found = query.map(|query| query.query(body).all().into_iter().cloned().collect());
    found.unwrap_or_default()
}

/// What stands at `path`: `None` where nothing does. A path that can match several places gives
/// an array of what stands at them.
fn look_up(path: &str, body: &Value) -> Option<Value> {
    let query = JsonPath::parse(path).ok()?;
    let found = query.query(body).all();
    if is_singular(path) {
        found.first().map(|value| (*value).clone())
    } else {
        Some(Value::Array(found.into_iter().cloned().collect()))
    }
}

fn row(path: &str, expected: &Expected, body: &Value, patterns: &mut Patterns) -> Field {
    let got = look_up(path, body);
    // A path with a wildcard that matches nothing finds nothing, rather than an empty array.
    let nothing = got.as_ref().is_some_and(|got| !is_singular(path) && *got == Value::from([0; 0]));
    let got = got.filter(|_| !(nothing && *expected == Expected::Absent));
    let mut field = field(&name(path), expected, got.as_ref(), words::Look::Json, patterns);
    if field.differs && got.is_none() {
        field.note = Some(keys_at(path, body));
    } else if field.differs && nothing && field.note.is_none() {
        field.note = Some(format!("nothing matched {}", shortened(path)));
    }
    field
}

/// The rows of a body that holds no values: the first that differs shows it, and the others do not
/// show it again.
fn not_json(paths: &[(String, Expected)], got: &Response) -> Vec<Field> {
    let (came, note) = if got.body.is_empty() {
        ("nothing".to_owned(), "the body is empty")
    } else {
        (words::quoted(&got.text()), "the body is not JSON")
    };
    let mut is_shown = false;
    let row = |(path, expected): &(String, Expected)| {
        let expected_words = words::of(expected, None, words::Look::Json, true).expected;
        // An absent value is not in a body that holds no values.
        let differs = *expected != Expected::Absent;
        let is_again = differs && is_shown;
        is_shown |= differs;
        let got = if is_again { "no JSON".to_owned() } else { came.clone() };
        let note = (differs && !is_again).then(|| note.to_owned());
        Field { name: name(path), expected: expected_words, got, differs, note }
    };
    paths.iter().map(row).collect()
}

/// `$.error` is `body.error` for a learner.
fn name(path: &str) -> String {
    format!("body{}", path.strip_prefix('$').unwrap_or(path))
}

/// Whether `path` has names and numbers only (RFC 9535, section 2.3.5.1).
fn is_singular(path: &str) -> bool {
    let mut quote = None;
    let mut rest = path.chars().peekable();
    while let Some(ch) = rest.next() {
        match (quote, ch) {
            (Some(_), '\\') => {
                rest.next();
            }
            (Some(open), ch) if ch == open => quote = None,
            (None, '\'' | '"') => quote = Some(ch),
            (None, '*' | '?' | ':' | ',') => return false,
            (None, '.') if rest.peek() == Some(&'.') => return false,
            (Some(_) | None, _) => {}
        }
    }
    true
}

/// A path in one line, and its beginning where it is long.
fn shortened(path: &str) -> String {
    let path = text::clean_line(path);
    match path.char_indices().nth(PATH_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &path[..end]),
        None => path.into_owned(),
    }
}

/// What stands where the path stops matching.
fn keys_at(path: &str, body: &Value) -> String {
    let nothing = format!("nothing matched {}", shortened(path));
    let mut parent = path;
    let here = loop {
        let Some(at) = parent.rfind(['.', '[']) else { break Some(body.clone()) };
        parent = &parent[..at];
        if parent.is_empty() {
            break Some(body.clone());
        }
        if let Some(value) = look_up(parent, body) {
            break Some(value);
        }
    };
    match here {
        Some(Value::Object(map)) if map.is_empty() => {
            format!("{nothing}; the object is empty")
        }
        Some(Value::Object(map)) => {
            let wanted = path[parent.len()..]
                .trim_start_matches(['.', '['])
                .split(['.', '['])
                .next()
                .unwrap_or_default()
                .trim_matches([']', '\'', '"']);
            let near = did_you_mean(wanted, map.keys().map(String::as_str));
            let keys: Vec<_> = map.keys().take(KEYS_SHOWN).map(String::as_str).collect();
            let more = if KEYS_SHOWN < map.len() { ", …" } else { "" };
            let keys = text::clean_line(&keys.join(", ")).into_owned();
            let near = near.map(|near| format!("; is {} meant?", text::clean_line(near)));
            // A short name is near to every other one.
            let near = near.filter(|_| wanted.len() > 2).unwrap_or_default();
            format!("{nothing}; keys here are: {keys}{more}{near}")
        }
        Some(Value::Array(list)) => {
            format!("{nothing}; the list here has {} members", list.len())
        }
        Some(value) => format!("{nothing}; here is {}", words::json(&value)),
        None => nothing,
    }
}
