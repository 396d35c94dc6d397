//! How large and how deep documents are, and whether two are the same to the last bit.

use std::mem::size_of;

use bson::{Bson, Document};

/// Bytes of one stored document. (MongoDB manual, limits: BSON document size.)
pub const DOCUMENT_BYTES_MAX: u64 = 16 << 20;
/// Levels of documents and arrays in a stored document. (MongoDB manual, limits: nested depth.)
pub const DOCUMENT_LEVELS_MAX: usize = 100;
/// Levels of a whole command, which holds documents inside lists and pipelines.
pub const COMMAND_LEVELS_MAX: usize = 180;
/// Bytes that a field takes in memory beside its name and what its value points to.
const FIELD_BYTES: u64 = (size_of::<String>() + size_of::<Bson>() + 2 * size_of::<usize>()) as u64;

/// Bytes of `document` as BSON. (bsonspec.org, version 1.1.)
pub fn bytes(document: &Document) -> u64 {
    5 + document.iter().map(|(name, value)| 2 + length(name) + value_bytes(value)).sum::<u64>()
}

/// Bytes that `document` takes in memory, roughly; what the store's limit counts.
pub fn weight(document: &Document) -> u64 {
    document.iter().map(|(name, value)| FIELD_BYTES + length(name) + value_weight(value)).sum()
}

/// Bytes that `value` points to in memory, roughly.
pub fn value_weight(value: &Bson) -> u64 {
    match value {
        Bson::Document(inner) => weight(inner),
        Bson::Array(items) => {
            items.iter().map(|item| size_of::<Bson>() as u64 + value_weight(item)).sum()
        }
        other => value_bytes(other),
    }
}

/// Whether `document` has at most `levels` levels of documents and arrays; the document itself is one.
pub fn is_within(document: &Document, levels: usize) -> bool {
    levels > 0 && document.values().all(|value| is_value_within(value, levels - 1))
}

/// Whether two values are the same in type, bits and order of fields. Numbers of two types differ here.
pub fn is_same(left: &Bson, right: &Bson) -> bool {
    match (left, right) {
        (Bson::Double(left), Bson::Double(right)) => left.to_bits() == right.to_bits(),
        (Bson::Document(left), Bson::Document(right)) => is_same_document(left, right),
        (Bson::Array(left), Bson::Array(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| is_same(left, right))
        }
        (left, right) => left == right,
    }
}

/// `is_same` of whole documents.
pub fn is_same_document(left: &Document, right: &Document) -> bool {
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .all(|((name, left), (other, right))| name == other && is_same(left, right))
}

fn is_value_within(value: &Bson, levels: usize) -> bool {
    match value {
        Bson::Document(inner) => is_within(inner, levels),
        Bson::Array(items) => {
            levels > 0 && items.iter().all(|item| is_value_within(item, levels - 1))
        }
        Bson::JavaScriptCodeWithScope(code) => is_within(&code.scope, levels),
        _ => true,
    }
}

/// Bytes of `value` as BSON, without its name and type.
pub fn value_bytes(value: &Bson) -> u64 {
    match value {
        Bson::Double(_) | Bson::Int64(_) | Bson::DateTime(_) | Bson::Timestamp(_) => 8,
        Bson::Int32(_) => 4,
        Bson::Boolean(_) => 1,
        Bson::Null | Bson::Undefined | Bson::MinKey | Bson::MaxKey => 0,
        Bson::ObjectId(_) => 12,
        Bson::Decimal128(_) => 16,
        Bson::String(text) | Bson::Symbol(text) | Bson::JavaScriptCode(text) => 5 + length(text),
        Bson::RegularExpression(regex) => {
            2 + (regex.pattern.as_str().len() + regex.options.as_str().len()) as u64
        }
        Bson::Binary(binary) => 5 + binary.bytes.len() as u64,
        Bson::JavaScriptCodeWithScope(code) => 9 + length(&code.code) + bytes(&code.scope),
        // A pointer's text cannot be read; its id and lengths can be counted.
        Bson::DbPointer(_) => 17,
        Bson::Document(inner) => bytes(inner),
        Bson::Array(items) => 5 + items.iter().enumerate().map(item_bytes).sum::<u64>(),
    }
}

/// An array's element is a field that is named by its position.
fn item_bytes((position, item): (usize, &Bson)) -> u64 {
    2 + u64::from(position.checked_ilog10().unwrap_or(0)) + 1 + value_bytes(item)
}

fn length(text: &str) -> u64 {
    text.len() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use bson::doc;

    fn check_bytes(document: &Document) {
        assert_eq!(bytes(document), document.to_vec().unwrap().len() as u64, "{document}");
    }

    #[test]
    fn bytes_are_those_that_the_encoder_writes() {
        check_bytes(&doc! {});
        check_bytes(&doc! { "a": 1, "bé": "text", "c": [1, 2.5, "x", {"d": null}], "e": true });
        check_bytes(&doc! { "long": (0..123).collect::<Vec<i32>>(), "i": 5_i64 });
        check_bytes(&doc! {
            "o": bson::oid::ObjectId::from_bytes([7; 12]),
            "d": bson::DateTime::from_millis(5),
            "b": bson::Binary { subtype: bson::spec::BinarySubtype::Generic, bytes: vec![1, 2] },
            "n": Bson::MinKey,
        });
    }

    #[test]
    fn sameness_minds_type_and_order() {
        assert!(!is_same(&Bson::Int32(1), &Bson::Double(1.0)));
        assert!(!is_same_document(&doc! {"a": 1, "b": 2}, &doc! {"b": 2, "a": 1}));
        assert!(is_same(&Bson::Double(f64::NAN), &Bson::Double(f64::NAN)));
    }

    #[test]
    fn levels_count_documents_and_arrays() {
        assert!(is_within(&doc! {"a": [{"b": 1}]}, 3));
        assert!(!is_within(&doc! {"a": [{"b": 1}]}, 2));
    }
}
