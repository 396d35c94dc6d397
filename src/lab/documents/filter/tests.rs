#![expect(clippy::needless_pass_by_value, reason = "cases read better as values")]

use bson::{Bson, DateTime, Decimal128, Regex, bson, doc, oid::ObjectId};
use proptest::prelude::*;

use super::*;
use crate::lab::documents::{
    collation::Collation,
    testing::{StillWorld, any_document},
};

fn passes(filter: &Document, document: &Document) -> bool {
    let world = StillWorld;
    let scope = Scope::new(&world, None);
    let parsed =
        Filter::parse(filter, &scope).unwrap_or_else(|error| panic!("{filter}: {error:?}"));
    parsed.matches(document, &scope).unwrap()
}

/// Each filter with documents that pass and documents that do not.
fn check(filter: Document, yes: &[Document], no: &[Document]) {
    for document in yes {
        assert!(passes(&filter, document), "{filter} should match {document}");
    }
    for document in no {
        assert!(!passes(&filter, document), "{filter} should not match {document}");
    }
}

fn refused(filter: Document, code: i32, message: &str) {
    let world = StillWorld;
    let error = Filter::parse(&filter, &Scope::new(&world, None)).unwrap_err();
    assert_eq!((error.code.number(), error.message.as_str()), (code, message), "{filter}");
}

fn regex(pattern: &str, options: &str) -> Bson {
    Bson::RegularExpression(Regex {
        pattern: pattern.try_into().unwrap(),
        options: options.try_into().unwrap(),
    })
}

#[test]
fn equality_sees_numbers_by_value_and_arrays_by_element_or_whole() {
    let decimal: Decimal128 = "1.0".parse().unwrap();
    check(
        doc! { "a": 1 },
        &[
            doc! {"a": 1},
            doc! {"a": 1_i64},
            doc! {"a": 1.0},
            doc! {"a": decimal},
            doc! {"a": [2, 1]},
        ],
        &[
            doc! {"a": 2},
            doc! {"a": "1"},
            doc! {"a": true},
            doc! {"a": [[1]]},
            doc! {},
            doc! {"a": null},
        ],
    );
    check(
        doc! { "a": [1, 2] },
        &[doc! {"a": [1, 2]}, doc! {"a": [[1, 2], 3]}, doc! {"a": [1.0, 2]}],
        &[doc! {"a": [2, 1]}, doc! {"a": [1, 2, 3]}, doc! {"a": 1}, doc! {"a": [[[1, 2]]]}],
    );
    check(
        doc! { "a": { "b": 1, "c": 2 } },
        &[doc! {"a": {"b": 1, "c": 2}}, doc! {"a": [{"b": 1, "c": 2}]}],
        &[doc! {"a": {"c": 2, "b": 1}}, doc! {"a": {"b": 1}}, doc! {"a": {"b": 1, "c": 2, "d": 3}}],
    );
    check(doc! { "a": {} }, &[doc! {"a": {}}], &[doc! {"a": {"b": 1}}, doc! {}, doc! {"a": []}]);
    check(doc! { "a": [] }, &[doc! {"a": []}, doc! {"a": [[]]}], &[doc! {"a": [1]}, doc! {}]);
    check(doc! {}, &[doc! {}, doc! {"a": 1}], &[]);
    check(doc! { "a": f64::NAN }, &[doc! {"a": f64::NAN}], &[doc! {"a": 1}, doc! {}]);
    check(doc! { "a": 0 }, &[doc! {"a": -0.0}, doc! {"a": 0_i64}], &[doc! {"a": false}]);
    check(doc! { "a": { "$eq": [1] } }, &[doc! {"a": [1]}, doc! {"a": [[1]]}], &[doc! {"a": 1}]);
    let id = ObjectId::parse_str("507f1f77bcf86cd799439011").unwrap();
    check(doc! { "_id": id }, &[doc! {"_id": id}], &[doc! {"_id": id.to_hex()}]);
    check(
        doc! { "a": 9_007_199_254_740_993_i64 },
        &[doc! {"a": 9_007_199_254_740_993_i64}],
        &[doc! {"a": 9_007_199_254_740_992.0}],
    );
    check(
        doc! { "r": {"$ref": "c", "$id": 1} },
        &[doc! {"r": {"$ref": "c", "$id": 1}}],
        &[doc! {}],
    );
}

#[test]
fn null_is_met_by_missing_fields() {
    check(
        doc! { "a": null },
        &[
            doc! {},
            doc! {"a": null},
            doc! {"a": [null]},
            doc! {"a": [1, null]},
            doc! {"a": Bson::Undefined},
        ],
        &[doc! {"a": 1}, doc! {"a": []}, doc! {"a": false}, doc! {"a": ""}, doc! {"a": {}}],
    );
    check(
        doc! { "a.b": null },
        &[doc! {}, doc! {"a": 5}, doc! {"a": {}}, doc! {"a": null}, doc! {"a": [{"b": 1}, {}]}],
        &[doc! {"a": {"b": 1}}, doc! {"a": [{"b": 1}]}, doc! {"a": []}, doc! {"a": [1, 2]}],
    );
    check(
        doc! { "a": {"$ne": null} },
        &[doc! {"a": 1}, doc! {"a": []}],
        &[doc! {}, doc! {"a": null}, doc! {"a": [null, 1]}],
    );
    check(doc! { "a": {"$gte": null} }, &[doc! {}, doc! {"a": null}], &[doc! {"a": 0}]);
    check(doc! { "a": {"$lte": null} }, &[doc! {}, doc! {"a": null}], &[doc! {"a": 0}]);
    check(doc! { "a": {"$gt": null} }, &[], &[doc! {}, doc! {"a": null}, doc! {"a": 1}]);
    check(
        doc! { "a": {"$in": [null, 2]} },
        &[doc! {}, doc! {"a": null}, doc! {"a": 2}, doc! {"a": [2]}],
        &[doc! {"a": 1}, doc! {"a": []}],
    );
    check(
        doc! { "a": {"$nin": [null]} },
        &[doc! {"a": 1}, doc! {"a": []}],
        &[doc! {}, doc! {"a": [null]}],
    );
}

#[test]
fn comparisons_stay_within_the_type() {
    check(
        doc! { "a": {"$gt": 5} },
        &[doc! {"a": 6}, doc! {"a": 5.5}, doc! {"a": [1, 7]}, doc! {"a": f64::INFINITY}],
        &[
            doc! {"a": 5},
            doc! {"a": "9"},
            doc! {"a": null},
            doc! {},
            doc! {"a": f64::NAN},
            doc! {"a": true},
            doc! {"a": DateTime::from_millis(9)},
        ],
    );
    check(
        doc! { "a": {"$lt": 5} },
        &[doc! {"a": 4}, doc! {"a": f64::NEG_INFINITY}],
        &[doc! {"a": f64::NAN}, doc! {}],
    );
    check(doc! { "a": {"$gte": f64::NAN} }, &[doc! {"a": f64::NAN}], &[doc! {"a": 1}, doc! {}]);
    check(doc! { "a": {"$gt": f64::NAN} }, &[], &[doc! {"a": f64::NAN}, doc! {"a": 1}]);
    check(
        doc! { "a": {"$gt": "b"} },
        &[doc! {"a": "c"}, doc! {"a": "ba"}],
        &[doc! {"a": "B"}, doc! {"a": "b"}, doc! {"a": 9}],
    );
    check(doc! { "a": {"$gt": false} }, &[doc! {"a": true}], &[doc! {"a": 1}, doc! {"a": false}]);
    check(
        doc! { "a": {"$gte": DateTime::from_millis(5)} },
        &[doc! {"a": DateTime::from_millis(5)}],
        &[doc! {"a": DateTime::from_millis(4)}, doc! {"a": 6}],
    );
    check(
        doc! { "a": {"$gt": [1]} },
        &[doc! {"a": [1, 0]}, doc! {"a": [2]}],
        &[doc! {"a": 2}, doc! {"a": [1]}],
    );
    check(
        doc! { "a": {"$gt": {"x": 1}} },
        &[doc! {"a": {"x": 2}}, doc! {"a": {"y": 1}}],
        &[doc! {"a": 5}, doc! {"a": {}}],
    );
    check(
        doc! { "a": {"$gt": Bson::MinKey} },
        &[doc! {"a": 1}, doc! {}],
        &[doc! {"a": Bson::MinKey}],
    );
    check(doc! { "a": {"$lt": Bson::MaxKey} }, &[doc! {"a": 1}], &[doc! {"a": Bson::MaxKey}]);
    check(
        doc! { "a": {"$gt": 1, "$lt": 5} },
        &[doc! {"a": 3}, doc! {"a": [0, 9]}],
        &[doc! {"a": 7}, doc! {"a": [0]}],
    );
}

#[test]
fn paths_go_through_arrays_of_documents() {
    let items = doc! { "items": [{"n": "pen", "q": 5}, {"n": "ink", "q": 1}] };
    check(doc! { "items.n": "ink" }, std::slice::from_ref(&items), &[doc! {"items": {"n": "cap"}}]);
    check(doc! { "items.0.n": "pen" }, std::slice::from_ref(&items), &[doc! {"items": []}]);
    check(doc! { "items.1.n": "pen" }, &[], std::slice::from_ref(&items));
    check(doc! { "items.n": "ink", "items.q": 5 }, std::slice::from_ref(&items), &[]);
    check(
        doc! { "items": {"$elemMatch": {"n": "ink", "q": 5}} },
        &[],
        std::slice::from_ref(&items),
    );
    check(
        doc! { "items": {"$elemMatch": {"n": "ink", "q": {"$lt": 2}}} },
        std::slice::from_ref(&items),
        &[],
    );
    check(
        doc! { "a.b": 1 },
        &[doc! {"a": {"b": [1]}}, doc! {"a": [{"b": [2, 1]}]}],
        &[doc! {"a": [[{"b": 1}]]}],
    );
    check(
        doc! { "a.0": 1 },
        &[doc! {"a": [1, 2]}, doc! {"a": {"0": 1}}, doc! {"a": [{"0": 1}]}],
        &[doc! {"a": [2, 1]}, doc! {"a": [[1]]}],
    );
    check(doc! { "a.0.0": 1 }, &[doc! {"a": [[1]]}], &[doc! {"a": [1]}]);
    check(doc! { "a.0": {"$exists": true} }, &[doc! {"a": [1]}], &[doc! {"a": []}, doc! {}]);
    check(doc! { "a.00": 1 }, &[], &[doc! {"a": [1]}]);
}

#[test]
fn operators_on_arrays() {
    check(
        doc! { "a": {"$all": [1, 2]} },
        &[doc! {"a": [2, 1, 3]}],
        &[doc! {"a": [1]}, doc! {"a": 1}, doc! {}],
    );
    check(doc! { "a": {"$all": [1]} }, &[doc! {"a": 1}, doc! {"a": [1]}], &[]);
    check(doc! { "a": {"$all": []} }, &[], &[doc! {"a": []}, doc! {}]);
    check(
        doc! { "a": {"$all": [[1, 2]]} },
        &[doc! {"a": [1, 2]}, doc! {"a": [[1, 2]]}],
        &[doc! {"a": [1]}],
    );
    check(
        doc! { "a": {"$all": [null]} },
        &[doc! {}, doc! {"a": null}, doc! {"a": [null]}],
        &[doc! {"a": 1}],
    );
    check(
        doc! { "a": {"$all": [{"$elemMatch": {"x": 1}}, {"$elemMatch": {"y": 2}}]} },
        &[doc! {"a": [{"x": 1}, {"y": 2}]}],
        &[doc! {"a": [{"x": 1}]}],
    );
    check(doc! { "a": {"$all": [regex("^x", "")]} }, &[doc! {"a": ["xy"]}], &[doc! {"a": ["y"]}]);
    check(
        doc! { "a": {"$size": 2} },
        &[doc! {"a": [1, 2]}, doc! {"a": [[1], []]}],
        &[doc! {"a": [1]}, doc! {"a": 2}, doc! {}],
    );
    check(doc! { "a": {"$size": 0} }, &[doc! {"a": []}], &[doc! {}, doc! {"a": [[]]}]);
    check(
        doc! { "a": {"$elemMatch": {"$gt": 1, "$lt": 5}} },
        &[doc! {"a": [0, 3]}],
        &[doc! {"a": [0, 9]}, doc! {"a": 3}, doc! {"a": [[3]]}],
    );
    check(
        doc! { "a": {"$elemMatch": {"$elemMatch": {"$eq": 3}}} },
        &[doc! {"a": [[3]]}],
        &[doc! {"a": [3]}],
    );
    check(doc! { "a": {"$elemMatch": {"0": 3}} }, &[doc! {"a": [[3]]}], &[doc! {"a": [3]}]);
    check(
        doc! { "a": {"$elemMatch": {"$or": [{"x": 1}, {"y": 1}]}} },
        &[doc! {"a": [{"y": 1}]}],
        &[doc! {"a": [{"y": 2}]}],
    );
    check(
        doc! { "a": {"$elemMatch": {}} },
        &[doc! {"a": [{}]}],
        &[doc! {"a": [1]}, doc! {"a": []}],
    );
    check(
        doc! { "a": {"$not": {"$elemMatch": {"x": 1}}} },
        &[doc! {}, doc! {"a": [{"x": 2}]}],
        &[doc! {"a": [{"x": 1}]}],
    );
    check(doc! { "a": {"$elemMatch": {"$nin": [1]}} }, &[doc! {"a": [1, 2]}], &[doc! {"a": [1]}]);
}

#[test]
fn negation_is_about_the_whole_array() {
    check(
        doc! { "a": {"$ne": 1} },
        &[doc! {}, doc! {"a": 2}, doc! {"a": []}, doc! {"a": "1"}],
        &[doc! {"a": 1}, doc! {"a": [1, 2]}, doc! {"a": 1.0}],
    );
    check(
        doc! { "a": {"$nin": [1, 2]} },
        &[doc! {}, doc! {"a": 3}, doc! {"a": [3]}],
        &[doc! {"a": [3, 2]}, doc! {"a": 1}],
    );
    check(
        doc! { "a": {"$not": {"$gt": 5}} },
        &[doc! {}, doc! {"a": 5}, doc! {"a": "x"}, doc! {"a": [1]}],
        &[doc! {"a": 6}, doc! {"a": [1, 6]}],
    );
    check(
        doc! { "a": {"$not": {"$gt": 1, "$lt": 5}} },
        &[doc! {"a": 7}, doc! {}],
        &[doc! {"a": 3}, doc! {"a": [0, 9]}],
    );
    check(
        doc! { "a": {"$not": regex("^x", "")} },
        &[doc! {"a": "y"}, doc! {}],
        &[doc! {"a": "xx"}],
    );
    check(
        doc! { "a.b": {"$ne": 1} },
        &[doc! {"a": []}, doc! {"a": [{"b": 2}]}],
        &[doc! {"a": [{"b": 2}, {"b": 1}]}],
    );
    check(
        doc! { "$nor": [{"a": 1}, {"b": 1}] },
        &[doc! {}, doc! {"a": 2}],
        &[doc! {"a": 1}, doc! {"b": 1}],
    );
    check(
        doc! { "$or": [{"a": 1}, {"b": 1}] },
        &[doc! {"a": 1}, doc! {"b": 1}],
        &[doc! {}, doc! {"a": 2}],
    );
    check(doc! { "$and": [{"a": 1}, {"b": 1}] }, &[doc! {"a": 1, "b": 1}], &[doc! {"a": 1}]);
}

#[test]
fn existence_and_types() {
    check(doc! { "a": {"$exists": true} }, &[doc! {"a": null}, doc! {"a": []}], &[doc! {}]);
    check(doc! { "a": {"$exists": false} }, &[doc! {}], &[doc! {"a": null}]);
    check(doc! { "a": {"$exists": 0} }, &[doc! {}], &[doc! {"a": 1}]);
    check(
        doc! { "a.b": {"$exists": true} },
        &[doc! {"a": [{}, {"b": 1}]}],
        &[doc! {"a": [1]}, doc! {"a": 1}],
    );
    check(
        doc! { "a.b": {"$exists": false} },
        &[doc! {"a": [1]}, doc! {"a": [{}]}],
        &[doc! {"a": [{}, {"b": 1}]}],
    );
    check(doc! { "a": {"$type": "array"} }, &[doc! {"a": []}, doc! {"a": [1]}], &[doc! {"a": 1}]);
    check(
        doc! { "a": {"$type": "string"} },
        &[doc! {"a": "x"}, doc! {"a": [1, "x"]}],
        &[doc! {"a": 1}, doc! {}],
    );
    check(
        doc! { "a": {"$type": "number"} },
        &[doc! {"a": 1}, doc! {"a": 1.5}, doc! {"a": 1_i64}],
        &[doc! {"a": "1"}],
    );
    check(doc! { "a": {"$type": 16} }, &[doc! {"a": 1}], &[doc! {"a": 1.0}, doc! {"a": 1_i64}]);
    check(
        doc! { "a": {"$type": ["string", "null"]} },
        &[doc! {"a": "x"}, doc! {"a": null}],
        &[doc! {}, doc! {"a": 1}],
    );
    check(doc! { "a": {"$type": -1} }, &[doc! {"a": Bson::MinKey}], &[doc! {"a": 1}]);
}

#[test]
fn patterns_match_strings() {
    check(
        doc! { "a": regex("^ab", "") },
        &[doc! {"a": "abc"}, doc! {"a": ["x", "ab"]}],
        &[doc! {"a": "xab"}, doc! {"a": 1}, doc! {}],
    );
    check(doc! { "a": regex("B", "i") }, &[doc! {"a": "abc"}], &[doc! {"a": "xyz"}]);
    check(
        doc! { "a": {"$regex": "b.c", "$options": "s"} },
        &[doc! {"a": "b\nc"}],
        &[doc! {"a": "bc"}],
    );
    check(
        doc! { "a": {"$regex": "^c$", "$options": "m"} },
        &[doc! {"a": "b\nc"}],
        &[doc! {"a": "bc"}],
    );
    check(
        doc! { "a": {"$options": "i", "$regex": regex("B", "")} },
        &[doc! {"a": "b"}],
        &[doc! {"a": "c"}],
    );
    check(
        doc! { "a": {"$in": [regex("^a", ""), "z"]} },
        &[doc! {"a": "ab"}, doc! {"a": "z"}, doc! {"a": ["q", "a"]}],
        &[doc! {"a": "b"}, doc! {}],
    );
    check(
        doc! { "a": {"$nin": [regex("^a", "")]} },
        &[doc! {"a": "b"}, doc! {}],
        &[doc! {"a": "a"}, doc! {"a": ["b", "a"]}],
    );
    check(
        doc! { "a": {"$eq": regex("x", "i")} },
        &[doc! {"a": regex("x", "i")}],
        &[doc! {"a": "x"}],
    );
    check(
        doc! { "a": regex("x", "i") },
        &[doc! {"a": regex("x", "i")}, doc! {"a": "X"}],
        &[doc! {"a": regex("x", "")}],
    );
    check(
        doc! { "a": {"$regex": "^\\d{2}\\/[[\\w&]+$"} },
        &[doc! {"a": "12/[a&b"}],
        &[doc! {"a": "1/a"}, doc! {"a": "١٢/a"}],
    );
    check(doc! { "a": {"$not": {"$regex": "a"}} }, &[doc! {"a": "b"}, doc! {}], &[doc! {"a": "a"}]);
    check(
        doc! { "a": {"$regex": "\\bcat\\b", "$ne": "cat"} },
        &[doc! {"a": "a cat"}],
        &[doc! {"a": "cat"}, doc! {"a": "cats"}],
    );
    check(
        doc! { "e": {"$regex": "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$"} },
        &[doc! {"e": "a@b.co"}],
        &[doc! {"e": "a b@c.d"}],
    );
}

#[test]
fn numbers_by_remainder_and_bits() {
    check(
        doc! { "a": {"$mod": [4, 0]} },
        &[doc! {"a": 8}, doc! {"a": 0}, doc! {"a": 8.9}, doc! {"a": [1, 4]}],
        &[doc! {"a": 5}, doc! {"a": "8"}, doc! {}, doc! {"a": f64::NAN}],
    );
    check(doc! { "a": {"$mod": [4, -1]} }, &[doc! {"a": -5}], &[doc! {"a": 3}]);
    check(doc! { "a": {"$mod": [-1, 0]} }, &[doc! {"a": i64::MIN}], &[]);
    check(
        doc! { "a": {"$bitsAllSet": 5} },
        &[doc! {"a": 7}, doc! {"a": 5.0}, doc! {"a": -1}],
        &[doc! {"a": 1}, doc! {"a": 5.5}, doc! {"a": "5"}],
    );
    check(doc! { "a": {"$bitsAnySet": [0, 2]} }, &[doc! {"a": 4}], &[doc! {"a": 2}]);
    check(
        doc! { "a": {"$bitsAllClear": [0, 2]} },
        &[doc! {"a": 2}, doc! {"a": 0}],
        &[doc! {"a": 4}],
    );
    check(doc! { "a": {"$bitsAnyClear": [0, 70]} }, &[doc! {"a": 1}], &[doc! {"a": -1}]);
}

#[test]
fn a_collation_orders_strings_only() {
    let world = StillWorld;
    let collation = Collation::parse(&doc! { "locale": "en", "strength": 2 }).unwrap();
    let scope = Scope::new(&world, Some(&collation));
    let check = |filter: Document, document: Document, expected: bool| {
        let parsed = Filter::parse(&filter, &scope).unwrap();
        assert_eq!(parsed.matches(&document, &scope).unwrap(), expected, "{filter} {document}");
    };
    check(doc! { "a": "kishore" }, doc! { "a": "Kishore" }, true);
    check(doc! { "a": { "$in": ["B", "a"] } }, doc! { "a": "A" }, true);
    check(doc! { "a": { "$ne": "A" } }, doc! { "a": "a" }, false);
    check(doc! { "a": { "$gt": "a" } }, doc! { "a": "B" }, true);
    check(doc! { "a": { "x": "A" } }, doc! { "a": { "x": "a" } }, true);
    check(doc! { "a": regex("^a", "") }, doc! { "a": "A" }, false);
}

#[test]
fn the_positional_element_is_the_one_that_passed() {
    let world = StillWorld;
    let scope = Scope::new(&world, None);
    let check = |filter: Document, document: Document, expected: Option<usize>| {
        let parsed = Filter::parse(&filter, &scope).unwrap();
        assert_eq!(parsed.array_position(&document, &scope).unwrap(), expected, "{filter}");
    };
    check(doc! { "a": 5 }, doc! { "a": [1, 5] }, Some(1));
    check(doc! { "a": { "$gt": 1 } }, doc! { "a": [1, 2, 3] }, Some(1));
    check(doc! { "a.b": 5 }, doc! { "a": [{"b": 1}, {"b": [5]}] }, Some(1));
    check(doc! { "a": {"$elemMatch": {"b": 5}} }, doc! { "a": [{"b": 1}, {"b": 5}] }, Some(1));
    check(doc! { "a": 5 }, doc! { "a": 5 }, None);
    check(doc! { "a": 5 }, doc! { "a": [1] }, None);
    check(doc! { "x": 1, "a": {"$in": [7, 9]} }, doc! { "x": 1, "a": [1, 9] }, Some(1));
}

#[test]
fn faults_are_refused_in_mongodbs_words() {
    refused(doc! { "a": {"$foo": 1} }, 2, "unknown operator: $foo");
    refused(doc! { "a": {"$gt": 1, "b": 2} }, 2, "unknown operator: b");
    refused(
        doc! { "$foo": 1 },
        2,
        "unknown top level operator: $foo. If you have a field name that starts with a '$' symbol, \
         consider using $getField or $setField.",
    );
    refused(doc! { "$or": 1 }, 2, "$or must be an array");
    refused(doc! { "$and": [] }, 2, "$and/$or/$nor must be a nonempty array");
    refused(doc! { "$nor": [1] }, 2, "$or/$and/$nor entries need to be full objects");
    refused(doc! { "a": {"$in": 1} }, 2, "$in needs an array");
    refused(doc! { "a": {"$nin": 1} }, 2, "$nin needs an array");
    refused(doc! { "a": {"$in": [{"$gt": 1}]} }, 2, "cannot nest $ under $in");
    refused(doc! { "a": {"$all": 1} }, 2, "$all needs an array");
    refused(
        doc! { "a": {"$all": [{"$elemMatch": {"a": 1}}, 2]} },
        2,
        "$all/$elemMatch has to be consistent",
    );
    refused(doc! { "a": {"$all": [{"$gt": 1}]} }, 2, "no $ expressions in $all");
    refused(doc! { "a": {"$elemMatch": 1} }, 2, "$elemMatch needs an Object");
    refused(doc! { "a": {"$not": 1} }, 2, "$not needs a regex or a document");
    refused(doc! { "a": {"$not": {}} }, 2, "$not cannot be empty");
    refused(doc! { "a": {"$ne": regex("a", "")} }, 2, "Can't have regex as arg to $ne.");
    refused(
        doc! { "a": {"$gt": regex("a", "")} },
        2,
        "Can't have RegEx as arg to predicate over field 'a'.",
    );
    refused(
        doc! { "a": {"$size": "x"} },
        2,
        "Failed to parse $size. Expected a number in: $size: \"x\"",
    );
    refused(
        doc! { "a": {"$size": -1} },
        2,
        "Failed to parse $size. Expected a non-negative number in: $size: -1",
    );
    refused(
        doc! { "a": {"$size": 1.5} },
        2,
        "Failed to parse $size. Expected an integer: $size: 1.5",
    );
    refused(doc! { "a": {"$mod": [0, 1]} }, 2, "divisor cannot be 0");
    refused(doc! { "a": {"$mod": [1]} }, 2, "malformed mod, not enough elements");
    refused(doc! { "a": {"$mod": 1} }, 2, "malformed mod, needs to be an array");
    refused(doc! { "a": {"$type": "text"} }, 2, "Unknown type name alias: text");
    refused(doc! { "a": {"$type": 99} }, 2, "Invalid numerical type code: 99");
    refused(doc! { "a": {"$regex": 1} }, 2, "$regex has to be a string");
    refused(doc! { "a": {"$options": "i"} }, 2, "$options needs a $regex");
    refused(
        doc! { "a": {"$regex": "("} },
        51091,
        "Regular expression is invalid: missing closing parenthesis",
    );
    refused(
        doc! { "a": {"$regex": "a", "$options": "q"} },
        51108,
        "invalid flag in regex options: q",
    );
    refused(
        doc! { "a": {"$regex": "(?=a)"} },
        51091,
        "Regular expression is invalid: look-ahead and look-behind are not supported here",
    );
    refused(
        doc! { "a": {"$regex": "(a)\\1"} },
        51091,
        "Regular expression is invalid: back-references are not supported here",
    );
    let mut deep = doc! { "a": 1 };
    for _ in 0..150 {
        deep = doc! { "$and": [deep] };
    }
    refused(deep, 2, "exceeded maximum query tree depth of 100 at top level");
}

#[test]
fn clauses_are_what_must_hold_on_single_paths() {
    let world = StillWorld;
    let scope = Scope::new(&world, None);
    let filter = doc! { "a": {"$gt": 1, "$lt": 9}, "$and": [{"b": 2}], "$or": [{"c": 1}] };
    let parsed = Filter::parse(&filter, &scope).unwrap();
    let names: Vec<&str> = parsed.clauses().iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["a", "a", "b", "c"]);
    let either = Filter::parse(&doc! { "$or": [{"a": 1}, {"b": 2}] }, &scope).unwrap();
    assert!(either.clauses().is_empty());
    assert_eq!(either.branches().len(), 2);
    assert_eq!(bson!({}), Bson::Document(doc! {}));
}

/// Operators of filters, so that arbitrary documents reach beyond the first check.
const NAMES: [&str; 26] = [
    "$and",
    "$or",
    "$nor",
    "$not",
    "$eq",
    "$ne",
    "$gt",
    "$lte",
    "$in",
    "$nin",
    "$exists",
    "$type",
    "$mod",
    "$regex",
    "$options",
    "$all",
    "$elemMatch",
    "$size",
    "$bitsAllSet",
    "$text",
    "$expr",
    "$jsonSchema",
    "a",
    "b",
    "a.b",
    "a.0",
];

proptest! {
    #[test]
    fn no_filter_of_arbitrary_values_panics(
        filter in any_document(&NAMES),
        document in any_document(&["a", "b", "0", "a.b"]),
    ) {
        let world = StillWorld;
        let scope = Scope::new(&world, None);
        if let Ok(parsed) = Filter::parse(&filter, &scope) {
            let _ = parsed.matches(&document, &scope);
            let _ = parsed.array_position(&document, &scope);
        }
    }
}
