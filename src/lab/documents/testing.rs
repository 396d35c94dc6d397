//! What the tests of the documents engine share: a world that stands still, and arbitrary values.

use bson::{Bson, DateTime, Document, Regex, Timestamp, oid::ObjectId};
use proptest::prelude::*;

use crate::lab::world::World;

/// A world at one moment, whose randomness is not random and whose turn never ends.
pub struct StillWorld;

/// The moment of a `StillWorld`: 2024-03-01T12:00:00Z.
pub const STILL_MS: i64 = 1_709_294_400_000;

impl World for StillWorld {
    fn now_ms(&self) -> i64 {
        STILL_MS
    }

    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }

    fn is_over(&self) -> bool {
        false
    }
}

/// Values of every type, a few levels deep, with fields of these names.
pub fn any_value(names: &'static [&'static str]) -> impl Strategy<Value = Bson> {
    let edges = prop::sample::select(vec![
        Bson::Null,
        Bson::Undefined,
        Bson::MinKey,
        Bson::MaxKey,
        Bson::Int32(0),
        Bson::Int32(i32::MIN),
        Bson::Int32(-1),
        Bson::Int64(i64::MIN),
        Bson::Int64(i64::MAX),
        Bson::Double(-0.0),
        Bson::Double(f64::NAN),
        Bson::Double(f64::INFINITY),
        Bson::Double(1e300),
        Bson::Double(9_007_199_254_740_993.0),
        Bson::Decimal128("0.1".parse().expect("a number")),
        Bson::Decimal128("1E+6000".parse().expect("a number")),
        Bson::Decimal128("-1E-6176".parse().expect("a number")),
        Bson::Decimal128("NaN".parse().expect("a number")),
        Bson::Decimal128("-Infinity".parse().expect("a number")),
        Bson::DateTime(DateTime::from_millis(i64::MIN)),
        Bson::DateTime(DateTime::from_millis(i64::MAX)),
        Bson::DateTime(DateTime::from_millis(STILL_MS)),
        Bson::Timestamp(Timestamp { time: 1, increment: 2 }),
        Bson::ObjectId(ObjectId::from_bytes([1; 12])),
        Bson::RegularExpression(Regex {
            pattern: "^a+(b|c)".try_into().expect("no zero byte"),
            options: "i".try_into().expect("no zero byte"),
        }),
        Bson::String("$a".to_owned()),
        Bson::String("$$ROOT".to_owned()),
        Bson::String("$$this.a".to_owned()),
        Bson::String("2024-02-30T25:61:00Z".to_owned()),
        Bson::String("%Y-%m-%dT%H:%M:%S.%LZ%".to_owned()),
        Bson::String("Zoë\u{1f600}".to_owned()),
    ]);
    let leaf = prop_oneof![
        4 => edges,
        1 => any::<i32>().prop_map(Bson::Int32),
        1 => any::<i64>().prop_map(Bson::Int64),
        1 => any::<f64>().prop_map(Bson::Double),
        1 => any::<bool>().prop_map(Bson::Boolean),
        1 => "[a-c$.0-9 ]{0,6}".prop_map(Bson::String),
        1 => (-3..9_i32).prop_map(Bson::Int32),
    ];
    leaf.prop_recursive(4, 40, 5, move |inner| {
        let name = prop::sample::select(names);
        prop_oneof![
            2 => prop::collection::vec(inner.clone(), 0..4).prop_map(Bson::Array),
            3 => prop::collection::vec((name, inner), 0..4)
                .prop_map(|fields| Bson::Document(named(fields))),
        ]
    })
}

/// Documents with fields of these names and values of every type.
pub fn any_document(names: &'static [&'static str]) -> impl Strategy<Value = Document> {
    let name = prop::sample::select(names);
    prop::collection::vec((name, any_value(names)), 0..4).prop_map(named)
}

fn named(fields: Vec<(&str, Bson)>) -> Document {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
