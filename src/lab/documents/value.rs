//! What values are to each other: their order across types, their equality, their names, and the key under
//! which equal values fall together. (MongoDB manual, Comparison/Sort Order; BSON Types.)

use std::cmp::Ordering;

use bson::{Bson, Document};

use crate::lab::documents::{collation::Collation, number};

pub use crate::lab::documents::alias::{TYPES, type_name};

/// Levels of documents and arrays that a value may have; deeper ones are refused where they come in
/// and where expressions build them, so that no walk over a value can use up the stack.
pub const VALUE_DEPTH_MAX: usize = 180;

/// The order of two values of any types; strings in the order of `collation` where there is one.
/// Numbers of all types are compared by value, `NaN` is the least number.
pub fn compare(a: &Bson, b: &Bson, collation: Option<&Collation>) -> Ordering {
    rank(a).cmp(&rank(b)).then_with(|| compare_within(a, b, collation))
}

/// Whether two values are one to MongoDB: `1` and `1.0` are, `{a: 1, b: 2}` and `{b: 2, a: 1}` are not.
pub fn equal(a: &Bson, b: &Bson, collation: Option<&Collation>) -> bool {
    compare(a, b, collation) == Ordering::Equal
}

/// The order of two documents: field by field, by type, then name, then value.
pub fn compare_documents(a: &Document, b: &Document, collation: Option<&Collation>) -> Ordering {
    let mut others = b.iter();
    for (name, value) in a {
        let Some((other_name, other)) = others.next() else { return Ordering::Greater };
        let order = rank(value)
            .cmp(&rank(other))
            .then_with(|| name.cmp(other_name))
            .then_with(|| compare_within(value, other, collation));
        if order != Ordering::Equal {
            return order;
        }
    }
    if others.next().is_some() { Ordering::Less } else { Ordering::Equal }
}

/// Where the type of a value stands among the types; types of one rank are compared by value.
pub fn rank(value: &Bson) -> u8 {
    match value {
        Bson::MinKey => 0,
        Bson::Undefined => 1,
        Bson::Null => 5,
        Bson::Double(_) | Bson::Int32(_) | Bson::Int64(_) | Bson::Decimal128(_) => 10,
        Bson::String(_) | Bson::Symbol(_) => 15,
        Bson::Document(_) => 20,
        Bson::Array(_) => 25,
        Bson::Binary(_) => 30,
        Bson::ObjectId(_) => 35,
        Bson::Boolean(_) => 40,
        Bson::DateTime(_) => 45,
        Bson::Timestamp(_) => 47,
        Bson::RegularExpression(_) => 50,
        Bson::DbPointer(_) => 55,
        Bson::JavaScriptCode(_) => 60,
        Bson::JavaScriptCodeWithScope(_) => 65,
        Bson::MaxKey => 127,
    }
}

/// Whether a value is one of the four types of numbers.
pub fn is_number(value: &Bson) -> bool {
    rank(value) == 10
}

/// Whether a value counts as true in a condition: all but false, null, undefined and zero do.
pub fn is_truthy(value: &Bson) -> bool {
    match value {
        Bson::Boolean(value) => *value,
        Bson::Null | Bson::Undefined => false,
        value if is_number(value) => !number::is_zero(value),
        _ => true,
    }
}

/// Whether a value has more levels than `VALUE_DEPTH_MAX`; the walk itself goes no deeper.
pub fn is_too_deep(value: &Bson) -> bool {
    fn deeper(value: &Bson, left: usize) -> bool {
        match value {
            Bson::Document(inner) => {
                left == 0 || inner.values().any(|value| deeper(value, left - 1))
            }
            Bson::Array(inner) => left == 0 || inner.iter().any(|value| deeper(value, left - 1)),
            _ => false,
        }
    }
    deeper(value, VALUE_DEPTH_MAX)
}

/// About how many bytes a value takes as BSON; what limits on memory count.
pub fn weigh(value: &Bson) -> usize {
    /// What a value costs beside its content: its type, and the cell that holds it in memory.
    const CELL_BYTES: usize = 16;
    CELL_BYTES
        + match value {
            Bson::Document(inner) => weigh_document(inner),
            Bson::Array(inner) => inner.iter().map(weigh).sum(),
            Bson::String(text) | Bson::Symbol(text) | Bson::JavaScriptCode(text) => text.len(),
            Bson::Binary(binary) => binary.bytes.len(),
            Bson::RegularExpression(regex) => regex.pattern.as_str().len(),
            Bson::JavaScriptCodeWithScope(code) => code.code.len() + weigh_document(&code.scope),
            _ => 0,
        }
}

/// About how many bytes a document takes as BSON.
pub fn weigh_document(document: &Document) -> usize {
    document.iter().map(|(name, value)| name.len() + weigh(value)).sum::<usize>() + 5
}

/// Bytes that are the same for equal values and different for all others: for `$group`, `$addToSet`,
/// sets and hash joins.
pub fn key(value: &Bson, collation: Option<&Collation>) -> Vec<u8> {
    let mut out = Vec::new();
    push_key(value, collation, &mut out);
    out
}

fn compare_within(a: &Bson, b: &Bson, collation: Option<&Collation>) -> Ordering {
    match (a, b) {
        (Bson::String(a) | Bson::Symbol(a), Bson::String(b) | Bson::Symbol(b)) => match collation {
            Some(collation) => collation.compare(a, b),
            None => a.cmp(b),
        },
        (Bson::Document(a), Bson::Document(b)) => compare_documents(a, b, collation),
        (Bson::Array(a), Bson::Array(b)) => {
            let pairs = a.iter().zip(b).map(|(a, b)| compare(a, b, collation));
            let first = pairs.into_iter().find(|order| *order != Ordering::Equal);
            first.unwrap_or_else(|| a.len().cmp(&b.len()))
        }
        (Bson::Binary(a), Bson::Binary(b)) => {
            let length = a.bytes.len().cmp(&b.bytes.len());
            let subtype = u8::from(a.subtype).cmp(&u8::from(b.subtype));
            length.then(subtype).then_with(|| a.bytes.cmp(&b.bytes))
        }
        (Bson::ObjectId(a), Bson::ObjectId(b)) => a.cmp(b),
        (Bson::Boolean(a), Bson::Boolean(b)) => a.cmp(b),
        (Bson::DateTime(a), Bson::DateTime(b)) => a.cmp(b),
        (Bson::Timestamp(a), Bson::Timestamp(b)) => a.cmp(b),
        (Bson::RegularExpression(a), Bson::RegularExpression(b)) => {
            let pattern = a.pattern.as_str().cmp(b.pattern.as_str());
            pattern.then_with(|| a.options.as_str().cmp(b.options.as_str()))
        }
        (Bson::JavaScriptCode(a), Bson::JavaScriptCode(b)) => a.cmp(b),
        (Bson::JavaScriptCodeWithScope(a), Bson::JavaScriptCodeWithScope(b)) => {
            let code = a.code.cmp(&b.code);
            code.then_with(|| compare_documents(&a.scope, &b.scope, None))
        }
        // The fields of a pointer are not public; its text holds both.
        (Bson::DbPointer(a), Bson::DbPointer(b)) => format!("{a:?}").cmp(&format!("{b:?}")),
        (a, b) if is_number(a) && is_number(b) => number::compare(a, b),
        // Only null, undefined and the keys are left, and each of them has one value.
        _ => Ordering::Equal,
    }
}

fn push_key(value: &Bson, collation: Option<&Collation>, out: &mut Vec<u8>) {
    out.push(rank(value));
    match value {
        Bson::String(text) | Bson::Symbol(text) => {
            let bytes = match collation {
                Some(collation) => {
                    collation.key(text).iter().flat_map(|weight| weight.to_be_bytes()).collect()
                }
                None => text.as_bytes().to_vec(),
            };
            push_bytes(&bytes, out);
        }
        Bson::Document(inner) => {
            push_length(inner.len(), out);
            for (name, value) in inner {
                push_bytes(name.as_bytes(), out);
                push_key(value, collation, out);
            }
        }
        Bson::Array(inner) => {
            push_length(inner.len(), out);
            for value in inner {
                push_key(value, collation, out);
            }
        }
        Bson::Binary(binary) => {
            out.push(binary.subtype.into());
            push_bytes(&binary.bytes, out);
        }
        Bson::ObjectId(id) => out.extend(id.bytes()),
        Bson::Boolean(value) => out.push(u8::from(*value)),
        Bson::DateTime(date) => out.extend(date.timestamp_millis().to_be_bytes()),
        Bson::Timestamp(stamp) => {
            out.extend(stamp.time.to_be_bytes());
            out.extend(stamp.increment.to_be_bytes());
        }
        Bson::RegularExpression(regex) => {
            push_bytes(regex.pattern.as_str().as_bytes(), out);
            push_bytes(regex.options.as_str().as_bytes(), out);
        }
        Bson::JavaScriptCode(code) => push_bytes(code.as_bytes(), out),
        Bson::JavaScriptCodeWithScope(code) => {
            push_bytes(code.code.as_bytes(), out);
            push_key(&Bson::Document(code.scope.clone()), None, out);
        }
        Bson::DbPointer(pointer) => push_bytes(format!("{pointer:?}").as_bytes(), out),
        Bson::Double(_) | Bson::Int32(_) | Bson::Int64(_) | Bson::Decimal128(_) => {
            push_bytes(number::key(value).as_bytes(), out);
        }
        Bson::Null | Bson::Undefined | Bson::MinKey | Bson::MaxKey => {}
    }
}

fn push_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    push_length(bytes.len(), out);
    out.extend(bytes);
}

fn push_length(length: usize, out: &mut Vec<u8>) {
    out.extend((length as u64).to_be_bytes());
}

#[cfg(test)]
mod tests {
    use bson::{DateTime, Decimal128, Timestamp, bson, doc, oid::ObjectId};
    use proptest::prelude::*;

    use super::*;
    use crate::lab::documents::testing::any_value;

    fn decimal(text: &str) -> Bson {
        Bson::Decimal128(text.parse::<Decimal128>().unwrap())
    }

    #[test]
    fn types_stand_in_mongodbs_order() {
        let ordered = [
            Bson::MinKey,
            Bson::Undefined,
            Bson::Null,
            Bson::Double(f64::NAN),
            Bson::Double(f64::NEG_INFINITY),
            Bson::Int64(i64::MIN),
            Bson::Int32(-1),
            Bson::Double(-0.0),
            decimal("0.1"),
            Bson::Double(0.1),
            Bson::Int32(1),
            decimal("1.5"),
            Bson::Int64(9_007_199_254_740_992),
            Bson::Int64(9_007_199_254_740_993),
            Bson::Int64(i64::MAX),
            Bson::Double(9_223_372_036_854_775_808.0),
            Bson::Double(1e300),
            decimal("1E+6000"),
            Bson::Double(f64::INFINITY),
            bson!(""),
            bson!("A"),
            bson!("a"),
            bson!({}),
            bson!({ "a": 1 }),
            bson!({ "a": 1, "b": 1 }),
            bson!({ "a": 2 }),
            bson!({ "b": 1 }),
            bson!({ "a": "x" }),
            bson!([]),
            bson!([1]),
            bson!([1, 0]),
            bson!([2]),
            bson!(["a"]),
            Bson::ObjectId(ObjectId::from_bytes([0; 12])),
            Bson::Boolean(false),
            Bson::Boolean(true),
            Bson::DateTime(DateTime::from_millis(-1)),
            Bson::DateTime(DateTime::from_millis(0)),
            Bson::Timestamp(Timestamp { time: 0, increment: 1 }),
            Bson::MaxKey,
        ];
        for (at, a) in ordered.iter().enumerate() {
            for (other, b) in ordered.iter().enumerate() {
                assert_eq!(compare(a, b, None), at.cmp(&other), "{a:?} and {b:?}");
                assert_eq!(key(a, None) == key(b, None), at == other, "{a:?} and {b:?}");
            }
        }
    }

    #[test]
    fn numbers_of_all_types_are_equal_by_value() {
        let check = |a: Bson, b: Bson, expected: bool| {
            assert_eq!(equal(&a, &b, None), expected, "{a:?} {b:?}");
            assert_eq!(key(&a, None) == key(&b, None), expected, "{a:?} {b:?}");
        };
        check(Bson::Int32(1), Bson::Double(1.0), true);
        check(Bson::Int64(1), decimal("1.000"), true);
        check(Bson::Double(0.5), decimal("0.50"), true);
        check(Bson::Double(0.1), decimal("0.1"), false);
        check(Bson::Double(0.0), Bson::Double(-0.0), true);
        check(Bson::Double(f64::NAN), decimal("NaN"), true);
        check(Bson::Double(1e300), Bson::Double(1e300), true);
        check(decimal("1E+3"), Bson::Int32(1000), true);
        check(Bson::Int64(9_007_199_254_740_993), Bson::Double(9_007_199_254_740_992.0), false);
        check(Bson::String("a".into()), Bson::Symbol("a".into()), true);
        check(bson!({ "a": 1, "b": 2 }), bson!({ "b": 2, "a": 1 }), false);
        check(bson!({ "a": 1 }), bson!({ "a": 1.0 }), true);
    }

    #[test]
    fn truth_is_all_but_false_null_undefined_and_zero() {
        for value in
            [Bson::Null, Bson::Undefined, bson!(false), bson!(0), bson!(-0.0), decimal("0E+3")]
        {
            assert!(!is_truthy(&value), "{value:?}");
        }
        for value in [bson!(""), bson!([]), bson!({}), bson!(f64::NAN), bson!(true), bson!(-1)] {
            assert!(is_truthy(&value), "{value:?}");
        }
    }

    #[test]
    fn depth_is_limited() {
        let mut value = Bson::Int32(1);
        for _ in 0..VALUE_DEPTH_MAX {
            value = Bson::Array(vec![value]);
        }
        assert!(!is_too_deep(&value));
        assert!(is_too_deep(&Bson::Document(doc! { "a": value })));
    }

    proptest! {
        #[test]
        fn the_order_is_total_and_the_keys_agree_with_it(
            a in any_value(&["a", "b"]), b in any_value(&["a", "b"]), c in any_value(&["a", "b"]),
        ) {
            prop_assert_eq!(compare(&a, &a, None), Ordering::Equal);
            prop_assert_eq!(compare(&a, &b, None), compare(&b, &a, None).reverse());
            prop_assert_eq!(key(&a, None) == key(&b, None), equal(&a, &b, None));
            let mut sorted = [&a, &b, &c];
            sorted.sort_by(|a, b| compare(a, b, None));
            prop_assert!(compare(sorted[0], sorted[2], None) != Ordering::Greater);
        }

        #[test]
        fn numbers_have_a_total_order(values in prop::collection::vec(any_number(), 3)) {
            let mut sorted: Vec<&Bson> = values.iter().collect();
            sorted.sort_by(|a, b| compare(a, b, None));
            for pair in sorted.windows(2) {
                prop_assert!(compare(pair[0], pair[1], None) != Ordering::Greater);
                prop_assert_eq!(key(pair[0], None) == key(pair[1], None), equal(pair[0], pair[1], None));
            }
            prop_assert!(compare(sorted[0], sorted[2], None) != Ordering::Greater);
        }
    }

    /// Numbers that are near each other in different types.
    fn any_number() -> impl Strategy<Value = Bson> {
        let near =
            prop::sample::select(vec![0_i64, 1, -1, 1 << 53, (1 << 53) + 1, i64::MAX, i64::MIN, 7]);
        (near, -2..3_i64, 0..4_u8).prop_map(|(base, step, kind)| {
            let long = base.saturating_add(step);
            match kind {
                0 => Bson::Int64(long),
                1 => Bson::Double(number::double(long) + 0.5),
                2 => Bson::Decimal128(format!("{long}.5").parse().unwrap()),
                _ => Bson::Double(number::double(long)),
            }
        })
    }
}
