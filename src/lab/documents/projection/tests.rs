#![expect(clippy::needless_pass_by_value, reason = "cases read better as values")]

use bson::{Document, doc};

use super::*;
use crate::lab::documents::{shown::shown_document, testing::StillWorld};

fn document() -> Document {
    doc! {
        "_id": 1, "name": "Ann", "age": 30, "address": {"city": "Pune", "zip": 1},
        "items": [{"n": "pen", "q": 5}, {"n": "ink", "q": 1}, 7], "tags": ["a", "b", "c"],
    }
}

fn check(projection: Document, expected: &str) {
    check_with(projection, doc! {}, expected);
}

fn check_with(projection: Document, filter: Document, expected: &str) {
    let world = StillWorld;
    let scope = Scope::new(&world, None);
    let filter = Filter::parse(&filter, &scope).unwrap();
    let parsed = Projection::parse(&projection, &scope).unwrap();
    let out = parsed.apply(&document(), Some(&filter), &scope).unwrap();
    assert_eq!(shown_document(&out), expected, "{projection}");
}

fn added(fields: Document, expected: &str) {
    let world = StillWorld;
    let scope = Scope::new(&world, None);
    let parsed = Projection::additions(&fields, &scope).unwrap();
    let input = doc! { "a": {"b": 1}, "c": [{"x": 1}, 2], "s": 5 };
    assert_eq!(shown_document(&parsed.apply(&input, None, &scope).unwrap()), expected, "{fields}");
}

fn refused(projection: Document, code: i32, message: &str) {
    let world = StillWorld;
    let error = Projection::parse(&projection, &Scope::new(&world, None)).unwrap_err();
    assert_eq!((error.code.number(), error.message.as_str()), (code, message), "{projection}");
}

#[test]
fn fields_are_shown_or_hidden() {
    check(doc! {"name": 1}, "{ _id: 1, name: \"Ann\" }");
    check(doc! {"age": 1, "name": true}, "{ _id: 1, name: \"Ann\", age: 30 }");
    check(doc! {"name": 1, "_id": 0}, "{ name: \"Ann\" }");
    check(doc! {"_id": 0, "items": 0, "tags": 0, "address": 0}, "{ name: \"Ann\", age: 30 }");
    check(doc! {"_id": 1}, "{ _id: 1 }");
    check(doc! {"address.city": 1}, "{ _id: 1, address: { city: \"Pune\" } }");
    check(doc! {"address": {"city": 1}}, "{ _id: 1, address: { city: \"Pune\" } }");
    check(doc! {"items.n": 1}, "{ _id: 1, items: [ { n: \"pen\" }, { n: \"ink\" } ] }");
    check(doc! {"name.x": 1}, "{ _id: 1 }");
    check(
        doc! {"items.n": 0, "tags": 0, "name": 0, "address": 0},
        "{ _id: 1, age: 30, items: [ { q: 5 }, { q: 1 }, 7 ] }",
    );
    check(doc! {"nothing": 1}, "{ _id: 1 }");
}

#[test]
fn elements_are_chosen() {
    check(
        doc! {"tags": {"$slice": 2}, "_id": 1, "name": 1},
        "{ _id: 1, name: \"Ann\", tags: [ \"a\", \"b\" ] }",
    );
    check(
        doc! {"tags": {"$slice": -1}, "items": 0, "address": 0},
        "{ _id: 1, name: \"Ann\", age: 30, tags: [ \"c\" ] }",
    );
    check(
        doc! {"tags": {"$slice": [1, 1]}, "items": 0, "address": 0},
        "{ _id: 1, name: \"Ann\", age: 30, tags: [ \"b\" ] }",
    );
    check(
        doc! {"tags": {"$slice": [-2, 1]}, "name": 1},
        "{ _id: 1, name: \"Ann\", tags: [ \"b\" ] }",
    );
    check(
        doc! {"items": {"$elemMatch": {"q": {"$lt": 5}}}},
        "{ _id: 1, items: [ { n: \"ink\", q: 1 } ] }",
    );
    check(doc! {"items": {"$elemMatch": {"q": 99}}}, "{ _id: 1 }");
    check(
        doc! {"tags": {"$elemMatch": {"$gt": "a"}}, "age": 1},
        "{ _id: 1, age: 30, tags: [ \"b\" ] }",
    );
    check_with(
        doc! {"items.$": 1},
        doc! {"items.q": 1},
        "{ _id: 1, items: [ { n: \"ink\", q: 1 } ] }",
    );
    check_with(doc! {"tags.$": 1}, doc! {"tags": {"$in": ["c"]}}, "{ _id: 1, tags: [ \"c\" ] }");
}

#[test]
fn fields_are_computed() {
    check(doc! {"older": {"$add": ["$age", 1]}}, "{ _id: 1, older: 31 }");
    check(doc! {"city": "$address.city", "age": 1}, "{ _id: 1, age: 30, city: \"Pune\" }");
    check(doc! {"none": "$nothing"}, "{ _id: 1 }");
    check(doc! {"text": "abc", "_id": 0}, "{ text: \"abc\" }");
    check(doc! {"two": {"$literal": 1}, "_id": 0}, "{ two: 1 }");
    check(
        doc! {"address.up": {"$toUpper": "$address.city"}},
        "{ _id: 1, address: { up: \"PUNE\" } }",
    );
    check(doc! {"list": ["$age", "$nothing"], "_id": 0}, "{ list: [ 30, null ] }");
    added(doc! {"z": 1}, "{ a: { b: 1 }, c: [ { x: 1 }, 2 ], s: 5, z: 1 }");
    added(doc! {"a.c": "$s"}, "{ a: { b: 1, c: 5 }, c: [ { x: 1 }, 2 ], s: 5 }");
    added(doc! {"a": {"d": 2}}, "{ a: { b: 1, d: 2 }, c: [ { x: 1 }, 2 ], s: 5 }");
    added(doc! {"c.y": 9}, "{ a: { b: 1 }, c: [ { x: 1, y: 9 }, { y: 9 } ], s: 5 }");
    added(doc! {"s.t": 1}, "{ a: { b: 1 }, c: [ { x: 1 }, 2 ], s: { t: 1 } }");
    added(doc! {"a": "$$REMOVE", "c": null}, "{ c: null, s: 5 }");
}

#[test]
fn faults_are_refused() {
    refused(doc! {"a": 1, "b": 0}, 31254, "Cannot do exclusion on field b in inclusion projection");
    refused(doc! {"a": 0, "b": 1}, 31253, "Cannot do inclusion on field b in exclusion projection");
    refused(
        doc! {"a": 0, "b": "$c"},
        31252,
        "Cannot use expression other than $meta in exclusion projection",
    );
    refused(doc! {"a": 1, "a.b": 1}, 31249, "Path collision at a.b remaining portion b");
    refused(doc! {"a.b": 1, "a": 1}, 31250, "Path collision at a");
    refused(
        doc! {"a": {}},
        51270,
        "An empty sub-projection is not a valid value. Found empty object at path",
    );
    refused(
        doc! {"a.b": {"$elemMatch": {"x": 1}}},
        31275,
        "Cannot use $elemMatch projection on a nested field.",
    );
}
