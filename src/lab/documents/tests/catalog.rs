//! Collections, their validators, indexes that are listed and dropped, and what a server says of itself.

#![expect(clippy::needless_pass_by_value, reason = "cases are written as values")]

use bson::{Document, doc};

use super::{error, filled, found, good, reply, server};

fn check_details(validator: Document, document: Document, expected: Document) {
    let mut s = server();
    good(&mut s, doc! {"create": "c", "validator": validator});
    let reply = reply(&mut s, doc! {"insert": "c", "documents": [document]});
    assert_eq!(error(&reply), "[0] 121: Document failed validation");
    let failure = reply.get_array("writeErrors").unwrap()[0].as_document().unwrap();
    let info = failure.get_document("errInfo").unwrap();
    assert_eq!(info.get_document("details").unwrap().to_string(), expected.to_string());
}

#[test]
fn a_failed_validation_says_which_rules() {
    let schema = doc! {"$jsonSchema": {
        "bsonType": "object",
        "required": ["name", "age"],
        "properties": {"age": {"bsonType": "int", "minimum": 18, "description": "must be grown up"}},
    }};
    check_details(
        schema.clone(),
        doc! {"_id": 1, "age": 20},
        doc! {
            "operatorName": "$jsonSchema",
            "schemaRulesNotSatisfied": [{
                "operatorName": "required",
                "specifiedAs": {"required": ["name", "age"]},
                "missingProperties": ["name"],
            }],
        },
    );
    check_details(
        schema,
        doc! {"_id": 1, "name": "a", "age": 5},
        doc! {
            "operatorName": "$jsonSchema",
            "schemaRulesNotSatisfied": [{
                "operatorName": "properties",
                "propertiesNotSatisfied": [{
                    "propertyName": "age",
                    "description": "must be grown up",
                    "details": [{
                        "operatorName": "minimum",
                        "specifiedAs": {"minimum": 18},
                        "reason": "comparison failed",
                        "consideredValue": 5,
                    }],
                }],
            }],
        },
    );
    check_details(
        doc! {"n": {"$gt": 5}},
        doc! {"_id": 1, "n": 2},
        doc! {
            "operatorName": "$gt",
            "specifiedAs": {"n": {"$gt": 5}},
            "reason": "comparison failed",
            "consideredValue": 2,
        },
    );
}

#[test]
fn collections_are_made_listed_renamed_and_dropped() {
    let mut s = server();
    good(&mut s, doc! {"create": "b"});
    good(&mut s, doc! {"insert": "a", "documents": [{"x": 1}]});
    let names = |s: &mut super::Server| -> Vec<String> {
        let listed = found(s, doc! {"listCollections": 1, "nameOnly": true});
        listed.iter().map(|one| one.get_str("name").unwrap().to_owned()).collect()
    };
    assert_eq!(names(&mut s), ["a", "b"]);
    let one = found(&mut s, doc! {"listCollections": 1, "filter": {"name": "b"}});
    assert_eq!(one.len(), 1);
    assert_eq!(
        one[0].get_document("idIndex").unwrap(),
        &doc! {"v": 2, "key": {"_id": 1}, "name": "_id_"}
    );
    let rename = doc! {"renameCollection": "shop.a", "to": "shop.b", "$db": "admin"};
    assert_eq!(error(&s.run(&rename).reply), "48 NamespaceExists: target namespace exists");
    let rename = doc! {"renameCollection": "shop.a", "to": "shop.z", "$db": "admin"};
    assert_eq!(s.run(&rename).reply, doc! {"ok": 1.0});
    assert_eq!(names(&mut s), ["b", "z"]);
    assert_eq!(
        good(&mut s, doc! {"drop": "z"}),
        doc! {"nIndexesWas": 1, "ns": "shop.z", "ok": 1.0}
    );
    assert_eq!(good(&mut s, doc! {"drop": "z"}), doc! {"ok": 1.0});
    assert_eq!(good(&mut s, doc! {"dropDatabase": 1}), doc! {"dropped": "shop", "ok": 1.0});
    assert!(names(&mut s).is_empty());
}

#[test]
fn indexes_are_listed_and_dropped() {
    let mut s = filled(vec![doc! {"a": 1}]);
    good(
        &mut s,
        doc! {"createIndexes": "c", "indexes": [
            {"key": {"a": 1}, "name": "a_1", "unique": true},
            {"key": {"b": 1}, "name": "b_1", "expireAfterSeconds": 60},
            {"key": {"t": "text", "u": "text"}, "name": "t_text", "weights": {"t": 5}},
        ]},
    );
    let listed: Vec<String> =
        found(&mut s, doc! {"listIndexes": "c"}).iter().skip(1).map(ToString::to_string).collect();
    let expected = [
        doc! {"v": 2, "key": {"a": 1}, "name": "a_1", "unique": true},
        doc! {"v": 2, "key": {"b": 1}, "name": "b_1", "expireAfterSeconds": 60},
        doc! {
            "v": 2, "key": {"_fts": "text", "_ftsx": 1}, "name": "t_text", "weights": {"t": 5, "u": 1},
            "default_language": "english", "language_override": "language", "textIndexVersion": 3,
        },
    ];
    assert_eq!(listed, expected.map(|document| document.to_string()));
    assert_eq!(
        good(&mut s, doc! {"dropIndexes": "c", "index": "a_1"}),
        doc! {"nIndexesWas": 4, "ok": 1.0}
    );
    assert_eq!(
        good(&mut s, doc! {"dropIndexes": "c", "index": {"b": 1}}),
        doc! {"nIndexesWas": 3, "ok": 1.0}
    );
    let cases = [
        (
            doc! {"dropIndexes": "c", "index": "a_1"},
            "27 IndexNotFound: index not found with name [a_1]",
        ),
        (doc! {"dropIndexes": "c", "index": "_id_"}, "72 InvalidOptions: cannot drop _id index"),
        (
            doc! {"dropIndexes": "none", "index": "*"},
            "26 NamespaceNotFound: ns not found shop.none",
        ),
    ];
    for (command, expected) in cases {
        assert_eq!(error(&reply(&mut s, command.clone())), expected, "{command}");
    }
}

#[test]
fn index_specifications_are_checked() {
    let cases = [
        (
            doc! {"key": {"a": 0}, "name": "x"},
            "67 CannotCreateIndex: Error in specification { key: { a: 0 }, name: \"x\" } :: caused by :: Values in the index key pattern cannot be 0.",
        ),
        (
            doc! {"key": {"a": 1}},
            "9 FailedToParse: Error in specification { key: { a: 1 } } :: caused by :: The 'name' field is a required property of an index specification",
        ),
        (
            doc! {"key": {"a": 1, "b": 1}, "name": "x", "expireAfterSeconds": 5},
            "67 CannotCreateIndex: Error in specification { key: { a: 1, b: 1 }, name: \"x\", expireAfterSeconds: 5 } :: caused by :: TTL indexes are single-field indexes, compound indexes do not support TTL",
        ),
        (
            doc! {"key": {"a": 1}, "name": "b_1"},
            "86 IndexKeySpecsConflict: An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: { v: 2, key: { a: 1 }, name: \"b_1\" }, existing index: { v: 2, key: { b: 1 }, name: \"b_1\" }",
        ),
        (
            doc! {"key": {"b": 1}, "name": "x"},
            "85 IndexOptionsConflict: Index already exists with a different name: b_1",
        ),
    ];
    for (index, expected) in cases {
        let mut s = server();
        good(&mut s, doc! {"createIndexes": "c", "indexes": [{"key": {"b": 1}, "name": "b_1"}]});
        let reply = reply(&mut s, doc! {"createIndexes": "c", "indexes": [index.clone()]});
        assert_eq!(error(&reply), expected, "{index}");
    }
}

#[test]
fn text_is_found_by_words() {
    let mut s = filled(vec![
        doc! {"_id": 1, "t": "Coffee and cakes"},
        doc! {"_id": 2, "t": "coffee"},
        doc! {"_id": 3, "t": "Tea shops"},
    ]);
    let search = |text: &str| doc! {"find": "c", "filter": {"$text": {"$search": text}}};
    assert_eq!(
        error(&reply(&mut s, search("coffee"))),
        "27 IndexNotFound: text index required for $text query"
    );
    good(
        &mut s,
        doc! {"createIndexes": "c", "indexes": [{"key": {"t": "text"}, "name": "t_text"}]},
    );
    let cases = [
        ("coffee", vec![1, 2]),
        ("COFFEE -cake", vec![2]),
        ("shop cake", vec![1, 3]),
        ("\"tea shop\"", vec![3]),
        ("and", vec![]),
    ];
    for (text, expected) in cases {
        let ids: Vec<i32> =
            found(&mut s, search(text)).iter().map(|one| one.get_i32("_id").unwrap()).collect();
        assert_eq!(ids, expected, "{text}");
    }
}
