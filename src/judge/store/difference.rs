//! What an answer gave against what the solution gives: documents that are missing or too many, and
//! fields that differ.

use serde_json::{Map, Value};

use crate::{
    course::{check::ListOrder, sql::Aspect},
    judge::compare::same,
};

/// Documents on each side among which those are sought that differ in some fields only; beyond it they
/// count as missing and extra.
const PAIRED_MAX: usize = 300;
/// Two numbers that are not whole are the same when they differ by less than this part of them.
const NEAR: f64 = 1e-9;
/// What stands for every id that is not in the data: each run makes its own.
pub const NEW_ID: &str = "new";

/// In what two values differ.
#[derive(Clone, Debug, PartialEq)]
pub enum Difference {
    /// Both are lists of documents or values.
    Lists(Lists),
    /// Something else: each place that differs.
    Parts(Vec<Part>),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lists {
    pub expected: Vec<Value>,
    pub got: Vec<Value>,
    /// Members of `expected` that nothing came for.
    pub missing: Vec<usize>,
    /// Members of `got` that should not be there.
    pub extra: Vec<usize>,
    pub changed: Vec<Changed>,
    /// All are there; from this one on, counted from 0, they stand in another order.
    pub misplaced: Option<usize>,
}

/// A document that came with other fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    pub expected: usize,
    pub got: usize,
    pub parts: Vec<Part>,
}

/// A place in two values at which they differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// `address.city`, `items.0`; empty for the whole.
    pub path: String,
    pub aspect: Aspect,
    /// `None` where nothing should stand.
    pub expected: Option<Value>,
    /// `None` where nothing stands.
    pub got: Option<Value>,
}

impl Difference {
    pub fn has(&self, aspect: Aspect) -> bool {
        let in_parts = |parts: &[Part]| parts.iter().any(|part| part.aspect == aspect);
        match self {
            Difference::Parts(parts) => in_parts(parts),
            Difference::Lists(lists) => match aspect {
                Aspect::Missing if !lists.missing.is_empty() => true,
                Aspect::Extra if !lists.extra.is_empty() => true,
                Aspect::Order => lists.misplaced.is_some(),
                Aspect::Columns
                | Aspect::Missing
                | Aspect::Extra
                | Aspect::Repeated
                | Aspect::Merged
                | Aspect::Null
                | Aspect::Type
                | Aspect::Value => lists.changed.iter().any(|changed| in_parts(&changed.parts)),
            },
        }
    }
}

/// `None` where `got` is as `expected`. Ids that do not stand in `data`, the text of the data set, were
/// made by the run, and each is as good as another.
pub fn compare(expected: &Value, got: &Value, order: ListOrder, data: &str) -> Option<Difference> {
    let (expected, got) = (settled(expected, data), settled(got, data));
    let (Value::Array(expected), Value::Array(got)) = (&expected, &got) else {
        let mut parts = Vec::new();
        differing(&expected, &got, String::new(), &mut parts);
        return (!parts.is_empty()).then_some(Difference::Parts(parts));
    };
    let lists = of_lists(expected, got, order)?;
    Some(Difference::Lists(lists))
}

/// As `compare`, of the replies of a cache: each at its place.
pub fn compare_replies(expected: &Value, got: &Value) -> Option<Difference> {
    let mut parts = Vec::new();
    differing(expected, got, String::new(), &mut parts);
    for part in &mut parts {
        let (reply, rest) = part.path.split_once('.').unwrap_or((&part.path, ""));
        if let Ok(at) = reply.parse::<usize>() {
            let rest = if rest.is_empty() { String::new() } else { format!(".{rest}") };
            part.path = format!("reply {}{rest}", at + 1);
        }
    }
    (!parts.is_empty()).then_some(Difference::Parts(parts))
}

fn of_lists(expected: &[Value], got: &[Value], order: ListOrder) -> Option<Lists> {
    let mut missing: Vec<usize> = (0..expected.len()).collect();
    let mut extra = Vec::new();
    for (at, value) in got.iter().enumerate() {
        match missing.iter().position(|other| alike(&expected[*other], value)) {
            Some(found) => drop(missing.remove(found)),
            None => extra.push(at),
        }
    }
    let mut lists = Lists { expected: expected.to_vec(), got: got.to_vec(), ..Lists::default() };
    if missing.is_empty() && extra.is_empty() {
        if order == ListOrder::Free {
            return None;
        }
        lists.misplaced = expected.iter().zip(got).position(|(a, b)| !alike(a, b));
        return lists.misplaced.map(|_| lists);
    }
    if missing.len() <= PAIRED_MAX && extra.len() <= PAIRED_MAX {
        lists.changed = pairs(expected, got, &mut missing, &mut extra);
    }
    (lists.missing, lists.extra) = (missing, extra);
    Some(lists)
}

/// Takes out of both lists the documents that are each other with other fields: those of one `_id`, then
/// those that share the most.
fn pairs(
    expected: &[Value],
    got: &[Value],
    missing: &mut Vec<usize>,
    extra: &mut Vec<usize>,
) -> Vec<Changed> {
    let mut candidates = Vec::new();
    for wanted in missing.iter().copied() {
        for came in extra.iter().copied() {
            let (Value::Object(a), Value::Object(b)) = (&expected[wanted], &got[came]) else {
                continue;
            };
            let shared = a
                .iter()
                .filter(|(key, value)| b.get(*key).is_some_and(|other| alike(value, other)));
            let (shared, has_id) = (shared.count(), same_id(a, b));
            if has_id || a.len().max(b.len()) < 2 * shared {
                candidates.push((has_id, shared, wanted, came));
            }
        }
    }
    candidates.sort_by_key(|(has_id, shared, _, _)| (!has_id, usize::MAX - shared));
    let mut pairs = Vec::new();
    for (_, _, wanted, came) in candidates {
        if missing.contains(&wanted) && extra.contains(&came) {
            missing.retain(|at| *at != wanted);
            extra.retain(|at| *at != came);
            let mut parts = Vec::new();
            differing(&expected[wanted], &got[came], String::new(), &mut parts);
            pairs.push(Changed { expected: wanted, got: came, parts });
        }
    }
    pairs.sort_by_key(|changed| changed.got);
    pairs
}

fn same_id(a: &Map<String, Value>, b: &Map<String, Value>) -> bool {
    let is_new = |id: &Value| id.get("$oid").is_some_and(|id| id == NEW_ID);
    a.get("_id").zip(b.get("_id")).is_some_and(|(a, b)| alike(a, b) && !is_new(a))
}

/// Adds each place at which the two differ.
fn differing(expected: &Value, got: &Value, path: String, parts: &mut Vec<Part>) {
    if alike(expected, got) {
        return;
    }
    let below = |name: &str| {
        if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
    };
    match (expected, got) {
        (Value::Object(a), Value::Object(b)) if !is_typed(a) && !is_typed(b) => {
            for (key, value) in a {
                match b.get(key) {
                    Some(other) => differing(value, other, below(key), parts),
                    None => parts.push(Part {
                        path: below(key),
                        aspect: Aspect::Missing,
                        expected: Some(value.clone()),
                        got: None,
                    }),
                }
            }
            for (key, value) in b.iter().filter(|(key, _)| !a.contains_key(*key)) {
                let (aspect, got) = (Aspect::Extra, Some(value.clone()));
                parts.push(Part { path: below(key), aspect, expected: None, got });
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (at, (value, other)) in a.iter().zip(b).enumerate() {
                differing(value, other, below(&at.to_string()), parts);
            }
        }
        (_, _) => {
            let aspect = if expected.is_null() || got.is_null() {
                Aspect::Null
            } else if kind(expected) == kind(got) {
                Aspect::Value
            } else {
                Aspect::Type
            };
            let (expected, got) = (Some(expected.clone()), Some(got.clone()));
            parts.push(Part { path, aspect, expected, got });
        }
    }
}

/// What kind of value this is, for a learner: `a text`, `a number`, `a date`.
pub fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(fields) => {
            let first = fields.keys().next().map(String::as_str);
            match first {
                Some("$oid") => "an ObjectId",
                Some("$date") => "a date",
                Some("$numberDecimal") => "a decimal number",
                _ => "a document",
            }
        }
    }
}

/// Whether an object is a value that JSON has no word for. (MongoDB Extended JSON, version 2.)
fn is_typed(object: &Map<String, Value>) -> bool {
    object.keys().next().is_some_and(|key| key.starts_with('$'))
}

/// The same, with the rounding of numbers forgiven.
fn alike(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => {
            same(a, b)
                || x.as_f64().zip(y.as_f64()).is_some_and(|(x, y)| {
                    let is_whole = x.fract() == 0.0 && y.fract() == 0.0;
                    !is_whole && (x - y).abs() <= NEAR * x.abs().max(y.abs())
                })
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| alike(a, b)))
        }
        (a, b) => a == b,
    }
}

/// The value with every id that is not in `data` replaced by one word.
fn settled(value: &Value, data: &str) -> Value {
    match value {
        Value::Array(members) => members.iter().map(|member| settled(member, data)).collect(),
        Value::Object(fields) => {
            let is_new = fields
                .get("$oid")
                .and_then(Value::as_str)
                .is_some_and(|id| fields.len() == 1 && !data.contains(id));
            if is_new {
                return Value::Object(Map::from_iter([("$oid".to_owned(), NEW_ID.into())]));
            }
            let fields = fields.iter().map(|(key, value)| (key.clone(), settled(value, data)));
            Value::Object(fields.collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What differs, each place in a line.
    fn check(expected: &Value, got: &Value, order: ListOrder, lines: &[&str]) {
        let part = |part: &Part| {
            let shown = |value: &Option<Value>| value.as_ref().map_or("-".into(), Value::to_string);
            let name = part.aspect.name();
            format!("{} {name} {} {}", part.path, shown(&part.expected), shown(&part.got))
        };
        let found = match compare(expected, got, order, "507f1f77bcf86cd799439011") {
            None => Vec::new(),
            Some(Difference::Parts(parts)) => parts.iter().map(part).collect(),
            Some(Difference::Lists(lists)) => {
                let missing = lists.missing.iter().map(|at| format!("- {}", lists.expected[*at]));
                let extra = lists.extra.iter().map(|at| format!("+ {}", lists.got[*at]));
                let changed = lists.changed.iter().flat_map(|changed| changed.parts.iter());
                let moved = lists.misplaced.map(|at| format!("order from {at}"));
                missing.chain(extra).chain(changed.map(part)).chain(moved).collect()
            }
        };
        assert_eq!(found, lines, "{expected} {got}");
    }

    #[test]
    fn documents_are_paired_and_the_fields_that_differ_are_named() {
        let (free, exact) = (ListOrder::Free, ListOrder::Exact);
        check(&json!([{"a": 1}, {"a": 2}]), &json!([{"a": 2}, {"a": 1.0}]), free, &[]);
        check(&json!([{"a": 1}, {"a": 2}]), &json!([{"a": 2}, {"a": 1}]), exact, &["order from 0"]);
        check(&json!([1, 2, 2]), &json!([2, 1]), free, &["- 2"]);
        check(
            &json!([{"_id": 1, "n": 5}]),
            &json!([{"_id": 1, "n": "5"}]),
            free,
            &["n type 5 \"5\""],
        );
        check(
            &json!([{"_id": 1, "a": {"b": 1, "c": null}}]),
            &json!([{"_id": 1, "a": {"b": 2, "d": 1}}]),
            free,
            &["a.b value 1 2", "a.c missing null -", "a.d extra - 1"],
        );
        check(
            &json!([{"_id": 1}]),
            &json!([{"_id": 2}]),
            free,
            &["- {\"_id\":1}", "+ {\"_id\":2}"],
        );
    }

    #[test]
    fn ids_that_the_run_made_are_as_good_as_each_other() {
        let id = |id: &str| json!([{"_id": {"$oid": id}, "name": "Ada"}]);
        let known = "507f1f77bcf86cd799439011";
        check(
            &id("65a000000000000000000001"),
            &id("65a000000000000000000002"),
            ListOrder::Free,
            &[],
        );
        let line = "_id value {\"$oid\":\"507f1f77bcf86cd799439011\"} {\"$oid\":\"new\"}";
        check(
            &json!({"i": id(known)[0]}),
            &json!({"i": id("65a000000000000000000002")[0]}),
            ListOrder::Free,
            &[&format!("i.{line}")],
        );
    }

    #[test]
    fn rounding_is_forgiven_and_whole_numbers_are_exact() {
        check(&json!(0.3), &json!(0.1 + 0.2), ListOrder::Free, &[]);
        check(&json!(3), &json!(3.000_000_001), ListOrder::Free, &[]);
        check(
            &json!(1_000_000_000_001_i64),
            &json!(1_000_000_000_002_i64),
            ListOrder::Free,
            &[" value 1000000000001 1000000000002"],
        );
        check(&json!(null), &json!(0), ListOrder::Free, &[" null null 0"]);
    }
}
