//! Inserts, deletes, unique indexes, `findAndModify`, the order of batches.

#![expect(clippy::needless_pass_by_value, reason = "cases are written as values")]

use bson::{Document, doc};

use super::{all, error, filled, found, good, reply, server};

fn check(server: &mut super::Server, command: Document, expected: Document) {
    let reply = reply(server, command.clone());
    assert_eq!(reply.to_string(), expected.to_string(), "{command}");
}

#[test]
fn duplicates_stop_an_ordered_batch_only() {
    let documents = || vec![doc! {"_id": 1}, doc! {"_id": 1}, doc! {"_id": 2}];
    let failure = doc! {
        "index": 1, "code": 11000, "keyPattern": {"_id": 1}, "keyValue": {"_id": 1},
        "errmsg": "E11000 duplicate key error collection: shop.c index: _id_ dup key: { _id: 1 }",
    };
    check(
        &mut server(),
        doc! {"insert": "c", "documents": documents()},
        doc! {"n": 1, "writeErrors": [failure.clone()], "ok": 1.0},
    );
    check(
        &mut server(),
        doc! {"insert": "c", "documents": documents(), "ordered": false},
        doc! {"n": 2, "writeErrors": [failure], "ok": 1.0},
    );
}

#[test]
fn unique_indexes() {
    let mut s = filled(vec![doc! {"_id": 1, "email": "a"}, doc! {"_id": 2, "email": "b"}]);
    check(
        &mut s,
        doc! {"createIndexes": "c", "indexes": [{"key": {"email": 1}, "name": "email_1", "unique": true}]},
        doc! {"numIndexesBefore": 1, "numIndexesAfter": 2, "createdCollectionAutomatically": false, "ok": 1.0},
    );
    let insert = |email: &str| doc! {"insert": "c", "documents": [{"_id": 3, "email": email}]};
    assert_eq!(
        error(&reply(&mut s, insert("a"))),
        "[0] 11000: E11000 duplicate key error collection: shop.c index: email_1 dup key: { email: \"a\" }"
    );
    let update =
        doc! {"update": "c", "updates": [{"q": {"_id": 2}, "u": {"$set": {"email": "a"}}}]};
    assert_eq!(
        error(&reply(&mut s, update)),
        "[0] 11000: E11000 duplicate key error collection: shop.c index: email_1 dup key: { email: \"a\" }"
    );
    good(&mut s, doc! {"insert": "c", "documents": [{"_id": 4}]});
    assert_eq!(
        error(&reply(&mut s, doc! {"insert": "c", "documents": [{"_id": 5}]})),
        "[0] 11000: E11000 duplicate key error collection: shop.c index: email_1 dup key: { email: null }"
    );
    good(&mut s, doc! {"delete": "c", "deletes": [{"q": {"email": "a"}, "limit": 1}]});
    good(&mut s, insert("a"));
}

#[test]
fn sparse_and_partial_unique_indexes_leave_documents_out() {
    let mut s = server();
    good(
        &mut s,
        doc! {"createIndexes": "c", "indexes": [
            {"key": {"a": 1}, "name": "a_1", "unique": true, "sparse": true},
            {"key": {"b": 1}, "name": "b_1", "unique": true, "partialFilterExpression": {"active": true}},
        ]},
    );
    good(
        &mut s,
        doc! {"insert": "c", "documents": [
            {"_id": 1, "b": 1}, {"_id": 2, "b": 1}, {"_id": 3, "b": 1, "active": true},
        ]},
    );
    let again = doc! {"insert": "c", "documents": [{"_id": 4, "b": 1, "active": true}]};
    assert_eq!(
        error(&reply(&mut s, again)),
        "[0] 11000: E11000 duplicate key error collection: shop.c index: b_1 dup key: { b: 1 }"
    );
}

#[test]
fn an_index_over_duplicates_is_not_built() {
    let mut s = filled(vec![doc! {"_id": 1, "a": 1}, doc! {"_id": 2, "a": 1}]);
    let create =
        doc! {"createIndexes": "c", "indexes": [{"key": {"a": 1}, "name": "a_1", "unique": true}]};
    assert_eq!(
        error(&reply(&mut s, create)),
        "11000 DuplicateKey: Index build failed: 07070707-0707-0707-0707-070707070707: Collection shop.c ( 07070707-0707-4707-8707-070707070707 ) :: caused by :: E11000 duplicate key error collection: shop.c index: a_1 dup key: { a: 1 }"
    );
    assert_eq!(
        found(&mut s, doc! {"listIndexes": "c"}),
        vec![doc! {"v": 2, "key": {"_id": 1}, "name": "_id_"}]
    );
}

#[test]
fn updates_count_matched_and_modified() {
    let mut s =
        filled(vec![doc! {"_id": 1, "a": 1}, doc! {"_id": 2, "a": 2}, doc! {"_id": 3, "a": 2}]);
    check(
        &mut s,
        doc! {"update": "c", "updates": [{"q": {}, "u": {"$set": {"a": 2}}, "multi": true}]},
        doc! {"n": 3, "nModified": 1, "ok": 1.0},
    );
    check(
        &mut s,
        doc! {"delete": "c", "deletes": [{"q": {"a": 2}, "limit": 1}]},
        doc! {"n": 1, "ok": 1.0},
    );
    check(
        &mut s,
        doc! {"delete": "c", "deletes": [{"q": {}, "limit": 0}]},
        doc! {"n": 2, "ok": 1.0},
    );
    assert!(all(&mut s).is_empty());
}

#[test]
fn find_and_modify() {
    let mut s = filled(vec![doc! {"_id": 1, "n": 1}, doc! {"_id": 2, "n": 5}]);
    check(
        &mut s,
        doc! {"findAndModify": "c", "query": {}, "sort": {"n": -1}, "update": {"$inc": {"n": 1}}, "new": true},
        doc! {"lastErrorObject": {"n": 1, "updatedExisting": true}, "value": {"_id": 2, "n": 6}, "ok": 1.0},
    );
    check(
        &mut s,
        doc! {"findAndModify": "c", "query": {"_id": 1}, "update": {"$inc": {"n": 1}}},
        doc! {"lastErrorObject": {"n": 1, "updatedExisting": true}, "value": {"_id": 1, "n": 1}, "ok": 1.0},
    );
    check(
        &mut s,
        doc! {"findAndModify": "c", "query": {"_id": 7}, "update": {"$inc": {"n": 1}}, "upsert": true},
        doc! {"lastErrorObject": {"n": 1, "updatedExisting": false, "upserted": 7}, "value": null, "ok": 1.0},
    );
    check(
        &mut s,
        doc! {"findAndModify": "c", "query": {"_id": 8}, "update": {"n": 1}},
        doc! {"lastErrorObject": {"n": 0, "updatedExisting": false}, "value": null, "ok": 1.0},
    );
    check(
        &mut s,
        doc! {"findAndModify": "c", "query": {"_id": 7}, "remove": true},
        doc! {"lastErrorObject": {"n": 1}, "value": {"_id": 7, "n": 1}, "ok": 1.0},
    );
    good(&mut s, doc! {"insert": "c", "documents": [{"_id": 9, "n": "x"}]});
    assert_eq!(
        error(&reply(
            &mut s,
            doc! {"findAndModify": "c", "query": {"_id": 9}, "update": {"$inc": {"n": 1}}}
        )),
        "14 TypeMismatch: Plan executor error during findAndModify :: caused by :: Cannot apply $inc to a value of non-numeric type. {_id: 9} has the field 'n' of non-numeric type string"
    );
    assert_eq!(
        error(&reply(&mut s, doc! {"findAndModify": "c", "query": {}})),
        "9 FailedToParse: Either an update or remove=true must be specified"
    );
}

#[test]
fn refused_commands() {
    let cases = [
        (doc! {"foo": 1}, "59 CommandNotFound: no such command: 'foo'"),
        (
            doc! {"find": "c", "filter": 1},
            "14 TypeMismatch: BSON field 'find.filter' is the wrong type 'int', expected type 'object'",
        ),
        (
            doc! {"find": "c", "bar": 1},
            "40415 Location40415: BSON field 'find.bar' is an unknown field.",
        ),
        (
            doc! {"find": "c", "limit": -1},
            "51024 Location51024: BSON field 'limit' value must be >= 0, actual value '-1'",
        ),
        (
            doc! {"insert": "c", "documents": []},
            "16 InvalidLength: Write batch sizes must be between 1 and 100000. Got 0 operations.",
        ),
        (
            doc! {"insert": "", "documents": [{}]},
            "73 InvalidNamespace: Invalid namespace specified 'shop.'",
        ),
        (
            doc! {"insert": "a$b", "documents": [{}]},
            "73 InvalidNamespace: Invalid collection name: a$b",
        ),
        (
            doc! {"insert": "c", "documents": [{"_id": [1]}]},
            "[0] 53: The '_id' value cannot be of type array",
        ),
        (
            doc! {"update": "c", "updates": [{"q": {}, "u": {"a": 1}, "multi": true}]},
            "[0] 9: multi update is not supported for replacement-style update",
        ),
        (
            doc! {"insert": "c", "documents": [{}], "txnNumber": 1_i64, "startTransaction": true, "autocommit": false},
            "20 IllegalOperation: Transaction numbers are only allowed on a replica set member or mongos",
        ),
        (doc! {"listIndexes": "none"}, "26 NamespaceNotFound: ns does not exist: shop.none"),
        (
            doc! {"create": "c", "capped": true, "size": 5},
            "238 NotImplemented: the option 'capped' of create is not part of the lab's database",
        ),
    ];
    for (command, expected) in cases {
        assert_eq!(error(&reply(&mut server(), command.clone())), expected, "{command}");
    }
}

#[test]
fn a_document_has_a_size_and_a_depth() {
    let mut deep = doc! {"x": 1};
    for _ in 0..120 {
        deep = doc! {"x": deep};
    }
    assert_eq!(
        error(&reply(&mut server(), doc! {"insert": "c", "documents": [deep]})),
        "[0] 15: Document exceeds maximum nesting depth of 100"
    );
    let large = "x".repeat(17 << 20);
    assert_eq!(
        error(&reply(&mut server(), doc! {"insert": "c", "documents": [{"_id": 1, "x": large}]})),
        "[0] 10334: object to insert too large. size in bytes: 17825814, max size: 16777216"
    );
}

#[test]
fn the_store_has_a_size() {
    let mut s = server();
    let text = "x".repeat(15 << 20);
    for id in 0..4 {
        good(&mut s, doc! {"insert": "c", "documents": [{"_id": id, "x": &text}]});
    }
    assert_eq!(
        error(&reply(&mut s, doc! {"insert": "c", "documents": [{"_id": 5, "x": &text}]})),
        "[0] 14031: the lab's database is full: it holds 64 MB at most"
    );
    good(&mut s, doc! {"delete": "c", "deletes": [{"q": {"_id": 0}, "limit": 1}]});
    good(&mut s, doc! {"insert": "c", "documents": [{"_id": 5, "x": &text}]});
}

#[test]
fn a_copy_goes_its_own_way() {
    let mut s = filled(vec![doc! {"_id": 1}]);
    let mut copy = s.copy();
    good(&mut copy, doc! {"insert": "c", "documents": [{"_id": 2}]});
    assert_eq!((all(&mut s).len(), all(&mut copy).len()), (1, 2));
}

#[test]
fn deep_commands_are_answered() {
    let mut s = filled(vec![doc! {"_id": 1, "a": {"b": 1}}]);
    for wrap in [
        "$and",
        "$or",
        "$not",
        "$elemMatch",
        "$add",
        "$cond",
        "$map",
        "a",
        "$set",
        "$facet",
        "$push",
    ] {
        let mut deep = doc! {"a": 1};
        for level in 0..400 {
            deep = if level % 2 == 0 {
                doc! {wrap: [deep]}
            } else {
                doc! {wrap: deep}
            };
            if ![90, 99, 150, 170, 399].contains(&level) {
                continue;
            }
            let commands = [
                doc! {"find": "c", "filter": deep.clone(), "projection": deep.clone(), "sort": deep.clone()},
                doc! {"find": "c", "filter": {"$expr": deep.clone()}},
                doc! {"find": "c", "filter": {"a": deep.clone()}},
                doc! {"aggregate": "c", "pipeline": [deep.clone()], "cursor": {}},
                doc! {"update": "c", "updates": [{"q": {}, "u": deep.clone(), "upsert": true}]},
                doc! {"update": "c", "updates": [{"q": {}, "u": {"$set": {"x": deep.clone()}, "$pull": {"a": deep.clone()}}}]},
                doc! {"explain": {"find": "c", "filter": deep.clone()}},
                doc! {"create": "d", "validator": deep.clone()},
                doc! {"createIndexes": "c", "indexes": [{"key": {"z": 1}, "name": "z", "partialFilterExpression": deep.clone()}]},
            ];
            for command in commands {
                assert!(reply(&mut s, command).contains_key("ok"));
            }
        }
    }
}
