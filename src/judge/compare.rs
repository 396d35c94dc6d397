//! What was expected against what came back: one row for each value that a check names.

mod paths;
mod words;

use std::collections::BTreeMap;

use regex::{Regex, RegexBuilder};
use serde_json::{Number, Value};

use self::words::Look;
pub use self::{paths::nodes, words::quoted};
use crate::{
    course::check::{
        Action, Call, Check, Expect, Expected, Gives, JsonType, Noted, NotedTest, Seen, Sent,
        SqlSeen, Test,
    },
    exchange::Response,
    judge::Field,
};

/// Bytes of a compiled pattern at most.
const PATTERN_BYTES_MAX: usize = 1 << 20;

/// Compiled patterns, kept for as long as one check is compared.
#[derive(Debug, Default)]
pub struct Patterns {
    known: BTreeMap<String, Option<Regex>>,
}

impl Patterns {
    pub fn new() -> Patterns {
        Patterns::default()
    }

    /// Whether `pattern` matches the whole of `text`; a pattern that is none matches nothing.
    fn is_match(&mut self, pattern: &str, text: &str) -> bool {
        let compiled =
            self.known.entry(pattern.to_owned()).or_insert_with(|| compile(pattern).ok());
        compiled.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

/// The rows of a response, those that differ first.
pub fn response(expect: &Expect, got: &Response, patterns: &mut Patterns) -> Vec<Field> {
    let mut fields = Vec::new();
    if let Some(expected) = &expect.status {
        let status = Value::from(got.status);
        fields.push(field("status", expected, Some(&status), Look::Bare, patterns));
    }
    for (name, expected) in &expect.headers {
        let value = got.headers.value(name).map(Value::from);
        fields.push(field(name, expected, value.as_ref(), Look::Bare, patterns));
    }
    if let Some(expected) = &expect.body {
        let body = body_value(expected, got);
        fields.push(field("body", expected, Some(&body), Look::Quoted, patterns));
    }
    if !expect.json.is_empty() {
        fields.extend(paths::fields(&expect.json, got, patterns));
    }
    differing_first(fields)
}

/// The rows of what stands at `paths` in `value`, which is called `name`; those that differ first.
pub fn values(
    paths: &[(String, Expected)],
    value: &Value,
    name: &str,
    patterns: &mut Patterns,
) -> Vec<Field> {
    differing_first(paths::fields_of(paths, value, name, patterns))
}

/// The row of one value that is not part of a response: what was printed, returned, thrown.
pub fn value(
    name: &str,
    expected: &Expected,
    got: Option<&Value>,
    patterns: &mut Patterns,
) -> Field {
    field(name, expected, got, Look::Quoted, patterns)
}

/// The row of a number or a name, which needs no quotes.
pub fn bare(
    name: &str,
    expected: &Expected,
    got: Option<&Value>,
    patterns: &mut Patterns,
) -> Field {
    field(name, expected, got, Look::Bare, patterns)
}

pub fn differing_first(mut fields: Vec<Field>) -> Vec<Field> {
    fields.sort_by_key(|field| !field.differs);
    fields
}

/// Whether `got` is what `expected` says; `None` is a value that is not there.
pub fn holds(expected: &Expected, got: Option<&Value>, patterns: &mut Patterns) -> bool {
    let Some(got) = got else { return *expected == Expected::Absent };
    match expected {
        Expected::Equals(value) => same(value, got),
        Expected::Matches(pattern) => match got {
            Value::String(text) => patterns.is_match(pattern, text),
            Value::Number(number) => patterns.is_match(pattern, &number.to_string()),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
        },
        Expected::Type(kind) => is_of(*kind, got),
        Expected::Any => true,
        Expected::Absent => false,
        Expected::Range { min, max } => number_of(got).is_some_and(|number| {
            min.is_none_or(|min| min <= number) && max.is_none_or(|max| number <= max)
        }),
        Expected::Has(part) => match (part, got) {
            (Value::String(part), Value::String(text)) => text.contains(part.as_str()),
            (part, Value::Array(members)) => members.iter().any(|member| same(part, member)),
            (Value::Object(part), Value::Object(whole)) => part
                .iter()
                .all(|(key, value)| whole.get(key).is_some_and(|other| same(value, other))),
            (_, _) => false,
        },
        Expected::Set(members) => {
            got.as_array().is_some_and(|others| same_members(members, others))
        }
    }
}

/// Whether what a learner wrote is as `expected`, as a text or as the number that it is.
pub fn holds_written(expected: &Expected, said: &str, patterns: &mut Patterns) -> bool {
    let number = said.parse().ok().map(Value::Number);
    holds(expected, Some(&said.into()), patterns)
        || number.is_some_and(|number| holds(expected, Some(&number), patterns))
}

/// What is wrong with the check itself, so that nothing can be judged by it.
pub fn problem(check: &Check) -> Option<String> {
    let mut all = Vec::new();
    match &check.test {
        Test::Http(http) => {
            for step in &http.steps {
                if let Some(path) = paths::broken(&step.expect.json) {
                    return Some(format!("the path {path} of this check is broken"));
                }
                all.extend(of_expect(&step.expect));
            }
        }
        Test::Stdout(expected) | Test::Noted(NotedTest { expected: Noted::Is(expected), .. }) => {
            all.push(expected);
        }
        Test::Exit(_)
        | Test::Sql(_)
        | Test::Schema(_)
        | Test::Plan(_)
        | Test::Blocked(_)
        | Test::Script(_)
        | Test::Question(_)
        | Test::Noted(NotedTest { expected: Noted::CameBack { .. }, .. }) => {}
        Test::Store(test) => {
            if let Gives::Values(paths) = &test.wanted {
                if let Some(path) = paths::broken(paths) {
                    return Some(format!("the path {path} of this check is broken"));
                }
                all.extend(paths.iter().map(|(_, expected)| expected));
            }
        }
        Test::Trace(test) => {
            for step in &test.steps {
                all.extend(step.count.iter().chain(of_seen(&step.seen)));
            }
        }
        Test::Js(js) => all.extend(js.calls.iter().flat_map(of_call)),
        Test::Sent(test) => {
            for step in &test.steps {
                let broken = paths::broken(&step.sent.json);
                if let Some(path) = broken.or_else(|| paths::broken(&step.sent.response.json)) {
                    return Some(format!("the path {path} of this check is broken"));
                }
                all.extend(of_sent(&step.sent));
            }
            if let Some(path) = paths::broken(&test.state) {
                return Some(format!("the path {path} of this check is broken"));
            }
            all.extend(test.state.iter().map(|(_, expected)| expected));
        }
    }
    let broken = all.into_iter().find_map(|expected| match expected {
        Expected::Matches(pattern) => compile(pattern).err().map(|_| pattern),
        Expected::Equals(_)
        | Expected::Type(_)
        | Expected::Any
        | Expected::Absent
        | Expected::Range { .. }
        | Expected::Has(_)
        | Expected::Set(_) => None,
    });
    broken.map(|pattern| format!("the pattern {pattern} of this check is broken"))
}

fn of_expect(expect: &Expect) -> Vec<&Expected> {
    let named = [&expect.status, &expect.body, &expect.prints, &expect.returns, &expect.throws];
    named
        .into_iter()
        .flatten()
        .chain(expect.headers.iter().map(|(_, expected)| expected))
        .chain(expect.json.iter().map(|(_, expected)| expected))
        .collect()
}

fn of_seen(seen: &Seen) -> Vec<&Expected> {
    match seen {
        Seen::Hashed { algorithm, call, cost } => {
            let costs = cost.iter().map(|(_, expected)| expected);
            algorithm.iter().chain(call).chain(costs).collect()
        }
        Seen::Layer(expected) | Seen::Route(expected) => vec![expected],
        Seen::Sql(seen) => {
            let SqlSeen { text, parameters, rows, changed, full_scan_steps, error } = &**seen;
            let all = [text, parameters, rows, changed, full_scan_steps, error];
            all.into_iter().flatten().collect()
        }
    }
}

fn of_sent(sent: &Sent) -> Vec<&Expected> {
    let named = [&sent.method, &sent.target, &sent.path, &sent.body].into_iter().flatten();
    let tables = [&sent.query, &sent.headers, &sent.json, &sent.form].into_iter().flatten();
    named.chain(tables.map(|(_, expected)| expected)).chain(of_expect(&sent.response)).collect()
}

fn of_call(call: &Call) -> Vec<&Expected> {
    match &call.what {
        Action::Call { .. } | Action::Read { .. } | Action::Write { .. } | Action::Exports => {}
    }
    [&call.returns, &call.prints].into_iter().flatten().collect()
}

fn field(
    name: &str,
    expected: &Expected,
    got: Option<&Value>,
    look: Look,
    patterns: &mut Patterns,
) -> Field {
    let differs = !holds(expected, got, patterns);
    let words = words::of(expected, got, look, differs);
    Field {
        name: name.to_owned(),
        expected: words.expected,
        got: words.got,
        differs,
        note: words.note,
    }
}

/// The body as what it is compared with: text, or JSON where anything but text is expected and
/// the body is JSON.
fn body_value(expected: &Expected, got: &Response) -> Value {
    let text = got.text();
    let wants_text = match expected {
        Expected::Equals(value) | Expected::Has(value) => value.is_string(),
        Expected::Matches(_) | Expected::Any | Expected::Absent => true,
        Expected::Type(kind) => *kind == JsonType::String,
        Expected::Range { .. } | Expected::Set(_) => false,
    };
    if wants_text {
        return Value::String(text);
    }
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}

fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(&format!(r"\A(?:{pattern})\z")).size_limit(PATTERN_BYTES_MAX).build()
}

/// Equal as JSON values: numbers by value, objects without the order of their keys.
pub fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => same_number(a, b),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        (a, b) => a == b,
    }
}

fn same_number(a: &Number, b: &Number) -> bool {
    // Whole numbers beyond 2^53 are not exact as floating point.
    match (whole(a), whole(b)) {
        (Some(a), Some(b)) => a == b,
        (_, _) => a == b || a.as_f64() == b.as_f64(),
    }
}

fn whole(number: &Number) -> Option<i128> {
    number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))
}

/// The same members, each as often, in any order.
fn same_members(a: &[Value], b: &[Value]) -> bool {
    let mut left: Vec<&Value> = b.iter().collect();
    let taken = a.iter().all(|member| {
        let at = left.iter().position(|other| same(member, other));
        at.map(|at| left.swap_remove(at)).is_some()
    });
    taken && left.is_empty()
}

fn is_of(kind: JsonType, value: &Value) -> bool {
    match kind {
        JsonType::Null => value.is_null(),
        JsonType::Boolean => value.is_boolean(),
        JsonType::Number => value.is_number(),
        JsonType::Integer => match value {
            Value::Number(number) => {
                whole(number).is_some() || number.as_f64().is_some_and(|n| n.fract() == 0.0)
            }
            Value::Null
            | Value::Bool(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => false,
        },
        JsonType::String => value.is_string(),
        JsonType::Array => value.is_array(),
        JsonType::Object => value.is_object(),
    }
}

/// A number, or text that is one, as a header's value is.
fn number_of(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
        Response {
            status,
            headers: headers.iter().copied().collect(),
            body: body.into(),
            ..Response::default()
        }
    }

    /// Rows as `name | expected | came back | note`, with `x` before those that differ.
    fn check(expect: &Expect, got: &Response, rows: &[&str]) {
        let fields = response(expect, got, &mut Patterns::new());
        let shown: Vec<_> = fields
            .iter()
            .map(|field| {
                let mark = if field.differs { "x " } else { "" };
                let note = field.note.as_ref().map_or(String::new(), |note| format!(" | {note}"));
                format!("{mark}{} | {} | {}{note}", field.name, field.expected, field.got)
            })
            .collect();
        assert_eq!(shown, rows);
    }

    fn equals(value: Value) -> Expected {
        Expected::Equals(value)
    }

    #[test]
    fn rows_that_differ_come_first() {
        let expect = Expect {
            status: Some(equals(json!(200))),
            headers: vec![
                ("Content-Type".into(), Expected::Matches("text/plain.*".into())),
                ("WWW-Authenticate".into(), equals(json!("Bearer"))),
                ("X-Powered-By".into(), Expected::Absent),
            ],
            body: Some(equals(json!("Hello Backend"))),
            ..Expect::default()
        };
        let headers = [("content-type", "text/plain; charset=utf-8"), ("X-Powered-By", "me")];
        check(
            &expect,
            &reply(200, &headers, "Hello Backend\n"),
            &[
                "x WWW-Authenticate | Bearer | not sent",
                "x X-Powered-By | not sent | me",
                "x body | \"Hello·Backend\" | \"Hello·Backend↵\" | only a line break at the end differs",
                "status | 200 | 200",
                "Content-Type | text that matches /^text\\/plain.*$/ | text/plain; charset=utf-8",
            ],
        );
    }

    #[test]
    fn texts_say_where_they_part() {
        for (wanted, came, row) in [
            ("OK", "ok", "x body | \"OK\" | \"ok\" | differs in letter case only"),
            ("a b", "a  b", "x body | \"a·b\" | \"a··b\" | differs in spaces and line breaks only"),
            (
                "count 1",
                "count 2",
                "x body | \"count 1\" | \"count 2\" | character 7: expected \"1\", found \"2\"",
            ),
            (
                "abc",
                "abc d",
                "x body | \"abc\" | \"abc·d\" | character 4: expected the end, found a space",
            ),
            ("yes", "no", "x body | \"yes\" | \"no\""),
            ("a", "\u{1b}[2J", "x body | \"a\" | \"␛[2J\""),
        ] {
            let expect = Expect { body: Some(equals(json!(wanted))), ..Expect::default() };
            check(&expect, &reply(200, &[], came), &[row]);
        }
    }

    #[test]
    fn a_long_text_is_shown_around_its_difference() {
        let wanted = "a".repeat(1000) + "x";
        let came = "a".repeat(1000) + "y";
        let expect = Expect { body: Some(equals(json!(wanted))), ..Expect::default() };
        let row = format!(
            "x body | \"…{0}x\" | \"…{0}y\" | character 1001: expected \"x\", found \"y\"",
            "a".repeat(40)
        );
        check(&expect, &reply(200, &[], &came), &[&row]);
    }

    #[test]
    fn json_is_compared_by_value_and_by_path() {
        let body = r#"{"id":"1","nmae":"Ada","n":1.0,"list":[{"a":1},{"a":2}],"b":{"x":1,"y":2}}"#;
        let rows: &[(&str, Expected, &str)] = &[
            ("$.n", equals(json!(1)), "body.n | 1 | 1.0"),
            (
                "$.b",
                equals(json!({"y": 2, "x": 1})),
                "body.b | {\"y\":2,\"x\":1} | {\"x\":1,\"y\":2}",
            ),
            (
                "$.id",
                equals(json!(1)),
                "x body.id | 1 | \"1\" | number 1 expected, text \"1\" came back",
            ),
            (
                "$.name",
                equals(json!("Ada")),
                "x body.name | \"Ada\" | not sent | nothing matched $.name; keys here are: id, nmae, n, list, b; is nmae meant?",
            ),
            (
                "$.b.z",
                Expected::Any,
                "x body.b.z | anything | not sent | nothing matched $.b.z; keys here are: x, y",
            ),
            ("$.b.z", Expected::Absent, "body.b.z | not sent | not sent"),
            (
                "$.list[*].a",
                Expected::Set(vec![json!(2), json!(1)]),
                "body.list[*].a | [2,1] in any order | [1,2]",
            ),
            (
                "$.list[5]",
                Expected::Any,
                "x body.list[5] | anything | not sent | nothing matched $.list[5]; the list here has 2 members",
            ),
            (
                "$.list[?@.path == '/a.b'].a",
                equals(json!(1)),
                "x body.list[?@.path == '/a.b'].a | 1 | [] | nothing matched $.list[?@.path == '/a.b'].a",
            ),
            (
                "$.list",
                Expected::Has(json!({"a": 2})),
                "body.list | with {\"a\":2} in it | [{\"a\":1},{\"a\":2}]",
            ),
            (
                "$.id",
                Expected::Type(JsonType::Integer),
                "x body.id | a whole number | \"1\" | a number is expected, text came back",
            ),
            ("$.n", Expected::Range { min: Some(2.0), max: None }, "x body.n | at least 2 | 1.0"),
            ("$.nothing[*]", Expected::Absent, "body.nothing[*] | not sent | not sent"),
        ];
        for (path, expected, row) in rows {
            let json = vec![((*path).to_owned(), expected.clone())];
            let expect = Expect { json, ..Expect::default() };
            check(&expect, &reply(200, &[], body), &[row]);
        }
        let json = vec![("$.error".to_owned(), equals(json!("no")))];
        let expect = Expect { json, ..Expect::default() };
        check(
            &expect,
            &reply(200, &[], "no"),
            &["x body.error | \"no\" | \"no\" | the body is not JSON"],
        );
        check(
            &expect,
            &reply(200, &[], ""),
            &["x body.error | \"no\" | nothing | the body is empty"],
        );
        let of_two =
            [("$.a", Expected::Absent), ("$.b", equals(json!(1))), ("$.c", equals(json!(2)))];
        let json = of_two.map(|(path, expected)| (path.to_owned(), expected)).into();
        let rows = [
            "x body.b | 1 | \"<p>\" | the body is not JSON",
            "x body.c | 2 | no JSON",
            "body.a | not sent | \"<p>\"",
        ];
        check(&Expect { json, ..Expect::default() }, &reply(200, &[], "<p>"), &rows);
    }

    #[test]
    fn patterns_hold_for_the_whole_value_and_stay_small() {
        let mut patterns = Patterns::new();
        let matches = |pattern: &str| Expected::Matches(pattern.into());
        let cases = [
            ("^/users/\\d+$", json!("/users/12"), true),
            ("/users/\\d+", json!("/users/12/x"), false),
            ("a|b", json!("ab"), false),
            ("\\d+", json!(12), true),
            ("(", json!("("), false),
            ("(a{500}){500}", json!("a"), false),
        ];
        for (pattern, value, expected) in cases {
            assert_eq!(
                holds(&matches(pattern), Some(&value), &mut patterns),
                expected,
                "{pattern}"
            );
        }
    }
}
