//! Which part of an index a condition needs. (MongoDB manual, explain results, indexBounds.)

use bson::Bson;

use super::interval::{Interval, common, numbers, others, tidy, type_limits};
use crate::lab::documents::{
    collation::Collation,
    filter::{Operator, Predicate, Types},
    number::Number,
    pattern::Pattern,
};

/// The intervals that hold every key of every document that meets a condition.
#[derive(Clone, Debug)]
pub struct Ranges {
    pub intervals: Vec<Interval>,
    /// A document meets the condition if, and only if, one of its keys is inside.
    pub exact: bool,
}

/// The ranges of `predicate`; `None` where an index of its path is no help.
///
/// Where arrays are on the way (`arrays`), an element without the field is a null to the index, but no
/// value at all to a filter.
pub fn ranges(
    predicate: &Predicate,
    collation: Option<&Collation>,
    arrays: bool,
) -> Option<Ranges> {
    let ranges = match predicate {
        Predicate::Compare { operator: Operator::Equal, value } => equal(value),
        Predicate::Compare { operator, value } => compared(*operator, value)?,
        Predicate::In { values, patterns } => listed(values, patterns, collation),
        Predicate::Pattern(pattern) => matched(pattern, collation),
        Predicate::Exists => inexact(vec![Interval::all()]),
        Predicate::Types(types) => typed(types)?,
        Predicate::Modulo { .. } => inexact(vec![numbers()]),
        Predicate::Size(_) | Predicate::Bits(_) | Predicate::ElementDocument(_) => return None,
        Predicate::All(parts) => {
            let first = parts.iter().find_map(|part| ranges(part, collation, arrays))?;
            inexact(first.intervals)
        }
        Predicate::ElementValue(parts) => {
            let mut all = vec![Interval::all()];
            let flat = parts.iter().filter(|part| is_flat(part));
            for part in flat.filter_map(|part| ranges(part, collation, arrays)) {
                all = common(&all, &tidy(part.intervals, collation), collation);
            }
            inexact(all)
        }
        Predicate::Not(parts) => negated(parts, collation, arrays)?,
    };
    Some(Ranges { intervals: tidy(ranges.intervals, collation), exact: ranges.exact })
}

/// Whether a document that has no such field cannot meet `predicate`; a sparse index serves only these.
pub fn needs_value(predicate: &Predicate) -> bool {
    match predicate {
        Predicate::Compare { value, .. } => {
            !matches!(value, Bson::Null | Bson::Undefined | Bson::MinKey | Bson::MaxKey)
        }
        Predicate::In { values, .. } => {
            !values.iter().any(|value| matches!(value, Bson::Null | Bson::Undefined))
        }
        Predicate::All(parts) => parts.iter().any(needs_value),
        Predicate::Pattern(_)
        | Predicate::Exists
        | Predicate::Types(_)
        | Predicate::Modulo { .. }
        | Predicate::Size(_)
        | Predicate::Bits(_)
        | Predicate::ElementDocument(_)
        | Predicate::ElementValue(_) => true,
        Predicate::Not(_) => false,
    }
}

/// Whether the order of strings matters to `predicate`, so that only an index of the same collation helps.
pub fn is_textual(predicate: &Predicate) -> bool {
    let is_text = |value: &Bson| {
        matches!(value, Bson::String(_) | Bson::Symbol(_) | Bson::Document(_) | Bson::Array(_))
    };
    match predicate {
        Predicate::Compare { value, .. } => is_text(value),
        Predicate::In { values, patterns } => !patterns.is_empty() || values.iter().any(is_text),
        Predicate::Exists | Predicate::Modulo { .. } | Predicate::Size(_) | Predicate::Bits(_) => {
            false
        }
        Predicate::All(parts) => parts.iter().any(is_textual),
        Predicate::Pattern(_)
        | Predicate::Types(_)
        | Predicate::ElementDocument(_)
        | Predicate::ElementValue(_)
        | Predicate::Not(_) => true,
    }
}

/// Whether a condition on an element is about the element itself and not about what is in it.
fn is_flat(predicate: &Predicate) -> bool {
    match predicate {
        Predicate::ElementDocument(_) | Predicate::ElementValue(_) | Predicate::Size(_) => false,
        Predicate::All(parts) | Predicate::Not(parts) => parts.iter().all(is_flat),
        Predicate::Compare { .. }
        | Predicate::In { .. }
        | Predicate::Pattern(_)
        | Predicate::Exists
        | Predicate::Types(_)
        | Predicate::Modulo { .. }
        | Predicate::Bits(_) => true,
    }
}

fn equal(value: &Bson) -> Ranges {
    match value {
        Bson::Null | Bson::Undefined => {
            inexact(vec![Interval::point(Bson::Undefined), Interval::point(Bson::Null)])
        }
        // An array is met by its first element, or as an element of another array.
        Bson::Array(items) => {
            let first = items.first().cloned().unwrap_or(Bson::Undefined);
            inexact(vec![Interval::point(first), Interval::point(value.clone())])
        }
        // MongoDB orders documents of one content as equal in both; the filter has the last word.
        other => Ranges { intervals: vec![Interval::point(other.clone())], exact: true },
    }
}

fn compared(operator: Operator, value: &Bson) -> Option<Ranges> {
    if Number::of(value).is_some_and(Number::is_nan) {
        return Some(inexact(vec![numbers()]));
    }
    if matches!(value, Bson::Null | Bson::Undefined) {
        return match operator {
            Operator::LessOrEqual | Operator::GreaterOrEqual => Some(equal(value)),
            Operator::Equal | Operator::Less | Operator::Greater => None,
        };
    }
    let mut interval = type_limits(value)?;
    match operator {
        Operator::Less | Operator::LessOrEqual => {
            interval.high = value.clone();
            interval.has_high = operator == Operator::LessOrEqual;
        }
        Operator::Greater | Operator::GreaterOrEqual => {
            interval.low = value.clone();
            interval.has_low = operator == Operator::GreaterOrEqual;
        }
        Operator::Equal => return Some(equal(value)),
    }
    Some(Ranges { intervals: vec![interval], exact: true })
}

fn listed(values: &[Bson], patterns: &[Pattern], collation: Option<&Collation>) -> Ranges {
    let mut all = Ranges { intervals: Vec::new(), exact: true };
    for part in values.iter().map(equal).chain(patterns.iter().map(|p| matched(p, collation))) {
        all.intervals.extend(part.intervals);
        all.exact &= part.exact;
    }
    all
}

fn matched(pattern: &Pattern, collation: Option<&Collation>) -> Ranges {
    let prefix = pattern.prefix().filter(|_| collation.is_none());
    let (low, high) = match prefix {
        Some(prefix) => {
            let next = following(&prefix);
            (prefix, next.map_or_else(|| Bson::Document(bson::Document::new()), Bson::String))
        }
        None => (String::new(), Bson::Document(bson::Document::new())),
    };
    let strings = Interval { low: Bson::String(low), has_low: true, high, has_high: false };
    // A regular expression that is stored is met by itself; one with a NUL cannot be stored.
    let text = |text: &str| bson::raw::CString::try_from(text).ok();
    let itself = text(&pattern.source).zip(text(&pattern.options)).map(|(pattern, options)| {
        Interval::point(Bson::RegularExpression(bson::Regex { pattern, options }))
    });
    inexact(std::iter::once(strings).chain(itself).collect())
}

/// The first text after all those that begin with `prefix`.
fn following(prefix: &str) -> Option<String> {
    let mut chars: Vec<char> = prefix.chars().collect();
    while let Some(last) = chars.pop() {
        let next = match u32::from(last) {
            0xd7ff => Some('\u{e000}'),
            code => char::from_u32(code + 1),
        };
        if let Some(next) = next {
            chars.push(next);
            return Some(chars.into_iter().collect());
        }
    }
    None
}

fn typed(types: &Types) -> Option<Ranges> {
    if types.numbers && types.names.is_empty() {
        return Some(inexact(vec![numbers()]));
    }
    let [name] = types.names.as_slice() else { return None };
    let example = match *name {
        "int" | "long" | "double" | "decimal" => return Some(inexact(vec![numbers()])),
        "string" => Bson::String(String::new()),
        "bool" => Bson::Boolean(true),
        "date" => Bson::DateTime(bson::DateTime::from_millis(0)),
        "objectId" => Bson::ObjectId(bson::oid::ObjectId::from_bytes([0; 12])),
        _ => return None,
    };
    (!types.numbers).then(|| type_limits(&example).map(|limits| inexact(vec![limits])))?
}

/// What is outside of the ranges of the one condition that must not hold.
fn negated(parts: &[Predicate], collation: Option<&Collation>, arrays: bool) -> Option<Ranges> {
    let [part] = parts else { return None };
    if matches!(part, Predicate::Exists) {
        return Some(equal(&Bson::Null));
    }
    if matches!(part, Predicate::Compare { operator: Operator::Equal, value: Bson::Null }) {
        return (!arrays).then(|| inexact(others(&[Interval::point(Bson::Null)])));
    }
    let inner = ranges(part, collation, arrays).filter(|inner| inner.exact)?;
    Some(inexact(others(&inner.intervals)))
}

fn inexact(intervals: Vec<Interval>) -> Ranges {
    Ranges { intervals, exact: false }
}
