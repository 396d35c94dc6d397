//! Arbitrary values, conditions, updates and indexes, few enough that they meet.

use bson::{Bson, Document, doc};
use proptest::prelude::*;

/// Names come up as often as they stand here.
const NAMES: &[&str] = &["a", "b", "b", "b", "0", "1"];

/// Documents with few different values, so that conditions and keys meet.
pub fn any_small() -> impl Strategy<Value = Bson> {
    let rare = prop::sample::select(vec![
        Bson::Int64(3),
        Bson::Double(f64::NAN),
        Bson::String("xy".to_owned()),
        Bson::String("X".to_owned()),
        Bson::Boolean(true),
        Bson::Undefined,
        Bson::MinKey,
        Bson::DateTime(bson::DateTime::from_millis(5)),
    ]);
    let leaf = prop_oneof![
        4 => Just(Bson::Int32(1)),
        3 => Just(Bson::Double(2.0)),
        3 => Just(Bson::String("x".to_owned())),
        2 => Just(Bson::Null),
        3 => rare,
    ];
    leaf.prop_recursive(2, 8, 2, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Bson::Array),
            prop::collection::vec((prop::sample::select(NAMES), inner), 0..3).prop_map(|fields| {
                Bson::Document(
                    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
                )
            }),
        ]
    })
}

pub fn any_condition() -> BoxedStrategy<Bson> {
    let compare = prop::sample::select(vec!["$eq", "$ne", "$gt", "$gte", "$lt", "$lte"]);
    let plain = prop_oneof![
        3 => any_small(),
        4 => (compare, any_small()).prop_map(|(name, value)| Bson::Document(doc! { name: value })),
        2 => (prop::sample::select(vec!["$in", "$nin", "$all"]), prop::collection::vec(any_small(), 0..3))
            .prop_map(|(name, values)| Bson::Document(doc! { name: values })),
        1 => any::<bool>().prop_map(|there| Bson::Document(doc! { "$exists": there })),
        1 => prop::sample::select(vec!["number", "string", "array", "object", "date", "bool", "null"])
            .prop_map(|name| Bson::Document(doc! { "$type": name })),
        1 => prop::sample::select(vec!["^x", "^X", "y", "^(x|X)"])
            .prop_map(|pattern| Bson::Document(doc! { "$regex": pattern })),
        1 => Just(Bson::Document(doc! { "$size": 1 })),
        1 => Just(Bson::Document(doc! { "$mod": [2, 1] })),
    ];
    plain
        .prop_recursive(2, 6, 2, |inner| {
            let is_operator = |condition: &Bson| {
                condition.as_document().is_some_and(|document| {
                    document.keys().next().is_some_and(|name| name.starts_with('$'))
                })
            };
            let operators = inner.clone().prop_filter("operators", is_operator);
            prop_oneof![
                operators.clone().prop_map(|condition| Bson::Document(doc! { "$not": condition })),
                operators.prop_map(|condition| Bson::Document(doc! { "$elemMatch": condition })),
                (prop::sample::select(NAMES), inner.clone(), prop::sample::select(NAMES), inner)
                    .prop_map(|(name, one, other_name, other)| {
                        let fields = doc! { name: one, other_name: other };
                        Bson::Document(doc! { "$elemMatch": fields })
                    }),
            ]
        })
        .boxed()
}

pub const PATHS: &[&str] = &["a", "a", "a", "a.b", "a.b", "a.b", "b", "b", "a.a", "a.0", "a.b.b"];

pub fn any_filter() -> BoxedStrategy<Document> {
    let fields = prop::collection::vec((prop::sample::select(PATHS), any_condition()), 1..3)
        .prop_map(|fields| -> Document {
            fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
        })
        .boxed();
    let lists = prop::sample::select(vec!["$and", "$or", "$or", "$nor"]);
    let listed = (lists, prop::collection::vec(fields.clone(), 1..3))
        .prop_map(|(name, parts)| doc! { name: parts });
    prop_oneof![4 => fields, 1 => listed, 1 => Just(doc! {})].boxed()
}

pub fn any_index() -> impl Strategy<Value = Document> {
    let keys = prop::collection::vec(
        (prop::sample::select(PATHS), prop::sample::select(vec![1, -1])),
        1..3,
    );
    let rare = prop::sample::select(vec![
        doc! { "sparse": true },
        doc! { "partialFilterExpression": { "a": { "$exists": true } } },
        doc! { "partialFilterExpression": { "b": { "$gt": 1 } } },
        doc! { "collation": { "locale": "en", "strength": 2 } },
    ]);
    let options = prop_oneof![3 => Just(doc! {}), 1 => rare];
    (keys, options).prop_map(|(keys, options)| {
        let key: Document =
            keys.into_iter().map(|(name, way)| (name.to_owned(), way.into())).collect();
        let mut index = doc! { "key": key };
        index.extend(options);
        index
    })
}

pub fn any_update() -> BoxedStrategy<Document> {
    let path = || {
        prop::sample::select(vec![
            "a", "b", "a.b", "a.0", "b.1.a", "a.$", "a.$[]", "b.$[].a", "_id", "a.$[e].b", "",
        ])
    };
    let plain = prop::sample::select(vec![
        "$set",
        "$unset",
        "$min",
        "$max",
        "$setOnInsert",
        "$push",
        "$addToSet",
        "$pull",
    ]);
    let numeric = prop::sample::select(vec!["$inc", "$mul", "$pop"]);
    let number = prop::sample::select(vec![
        Bson::Int32(1),
        Bson::Int32(-1),
        Bson::Int64(i64::MAX),
        Bson::Double(0.5),
        Bson::Double(f64::INFINITY),
    ]);
    let clauses = prop_oneof![
        (prop::collection::vec(any_small(), 0..3), -3..3_i64, -3..3_i64).prop_map(
            |(each, at, slice)| {
                Bson::Document(doc! {"$each": each, "$position": at, "$slice": slice, "$sort": -1})
            }
        ),
        prop::collection::vec(any_small(), 0..3)
            .prop_map(|each| Bson::Document(doc! {"$each": each})),
    ];
    let one = prop_oneof![
        4 => (plain, path(), any_small()).prop_map(|(name, path, value)| (name, path, value)),
        2 => (numeric, path(), number),
        1 => (prop::sample::select(vec!["$push", "$addToSet"]), path(), clauses),
        1 => (path(), path()).prop_map(|(from, to)| ("$rename", from, Bson::from(to))),
        1 => (path(), any_condition()).prop_map(|(path, condition)| ("$pull", path, condition)),
        1 => (path(), prop::collection::vec(any_small(), 0..3))
            .prop_map(|(path, values)| ("$pullAll", path, Bson::Array(values))),
        1 => path().prop_map(|path| ("$bit", path, Bson::Document(doc! {"xor": 5}))),
    ];
    prop::collection::vec(one, 1..4)
        .prop_map(|parts| {
            let mut update = Document::new();
            for (name, path, value) in parts {
                let fields = update.entry(name).or_insert(Bson::Document(Document::new()));
                fields.as_document_mut().unwrap().insert(path, value);
            }
            update
        })
        .boxed()
}

/// Documents whose arrays hold small numbers and documents of small numbers, and conditions on these.
pub fn any_lists() -> impl Strategy<Value = Bson> {
    let number = || (1..4_i32).prop_map(Bson::Int32);
    let inner = (number(), number(), any::<bool>()).prop_map(|(b, c, has)| {
        Bson::Document(if has {
            doc! { "b": b, "c": c }
        } else {
            doc! { "b": b }
        })
    });
    let element = prop_oneof![3 => number(), 3 => inner, 1 => prop::collection::vec(number(), 0..3).prop_map(Bson::Array)];
    prop_oneof![
        2 => prop::collection::vec(element.clone(), 0..4).prop_map(Bson::Array),
        1 => element,
    ]
}

pub fn any_list_filter() -> impl Strategy<Value = Document> {
    let number = || (1..4_i32).prop_map(Bson::Int32);
    let compare = || prop::sample::select(vec!["$eq", "$gt", "$gte", "$lt", "$lte", "$ne"]);
    let condition = prop_oneof![
        4 => (compare(), number()).prop_map(|(name, value)| doc! { name: value }),
        1 => prop::collection::vec(number(), 0..3).prop_map(|values| doc! { "$eq": values }),
        1 => (prop::sample::select(vec!["$in", "$nin", "$all"]), prop::collection::vec(number(), 1..3))
            .prop_map(|(name, values)| doc! { name: values }),
        2 => (compare(), number(), compare(), number()).prop_map(|(one, low, other, high)| {
            doc! { "$elemMatch": { one: low, other: high } }
        }),
        2 => (compare(), number(), compare(), number()).prop_map(|(one, low, other, high)| {
            doc! { "$elemMatch": { "b": { one: low }, "c": { other: high } } }
        }),
        1 => (compare(), number()).prop_map(|(name, value)| doc! { "$not": { name: value } }),
        1 => Just(doc! { "$eq": null }),
        1 => any::<bool>().prop_map(|there| doc! { "$exists": there }),
    ];
    let path = prop::sample::select(vec!["a", "a", "a.b", "a.b", "a.c", "d"]);
    prop::collection::vec((path, condition), 1..4).prop_map(|parts| {
        let parts: Vec<Document> =
            parts.into_iter().map(|(path, one)| doc! { path: one }).collect();
        doc! { "$and": parts }
    })
}
