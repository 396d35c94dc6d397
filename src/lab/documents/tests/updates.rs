//! Update operators, positional operators and upserts.

#![expect(clippy::needless_pass_by_value, reason = "cases are written as values")]

use bson::{Bson, DateTime, Document, doc, oid::ObjectId};

use super::{all, error, filled, good, reply, server};
use crate::lab::documents::testing::STILL_MS;

fn check_update(before: Document, filter: Document, update: impl Into<Bson>, after: Document) {
    check_with(before, filter, update, vec![], after);
}

fn check_with(
    before: Document,
    filter: Document,
    update: impl Into<Bson>,
    array_filters: Vec<Document>,
    after: Document,
) {
    let update = update.into();
    let mut server = filled(vec![before.clone()]);
    let statement = doc! { "q": filter, "u": update.clone(), "arrayFilters": array_filters };
    let reply = good(&mut server, doc! { "update": "c", "updates": [statement] });
    let changed = i32::from(before.to_string() != after.to_string());
    assert_eq!(all(&mut server)[0].to_string(), after.to_string(), "{before} with {update}");
    assert_eq!(reply.get_i32("nModified").unwrap(), changed, "{before} with {update}: {reply}");
}

fn check_refused(before: Document, filter: Document, update: impl Into<Bson>, expected: &str) {
    let update = update.into();
    let mut server = filled(vec![before.clone()]);
    let statement = doc! { "q": filter, "u": update.clone() };
    let reply = reply(&mut server, doc! { "update": "c", "updates": [statement] });
    assert_eq!(error(&reply), expected, "{before} with {update}");
    assert_eq!(all(&mut server)[0].to_string(), before.to_string());
}

#[test]
fn field_operators() {
    let d = || doc! { "_id": 1, "a": 1, "b": { "c": 2 }, "s": "x" };
    let cases = [
        (doc! {"$set": {"a": 5}}, doc! {"_id": 1, "a": 5, "b": {"c": 2}, "s": "x"}),
        (doc! {"$set": {"a": 1}}, d()),
        (
            doc! {"$set": {"b.d.e": 3}},
            doc! {"_id": 1, "a": 1, "b": {"c": 2, "d": {"e": 3}}, "s": "x"},
        ),
        (
            doc! {"$set": {"z": 1, "n": 2}},
            doc! {"_id": 1, "a": 1, "b": {"c": 2}, "s": "x", "n": 2, "z": 1},
        ),
        (doc! {"$unset": {"a": ""}}, doc! {"_id": 1, "b": {"c": 2}, "s": "x"}),
        (doc! {"$unset": {"q": "", "a.b": ""}}, d()),
        (doc! {"$inc": {"a": 2, "n": 3}}, doc! {"_id": 1, "a": 3, "b": {"c": 2}, "s": "x", "n": 3}),
        (doc! {"$inc": {"a": 0}}, d()),
        (doc! {"$inc": {"a": 0.5}}, doc! {"_id": 1, "a": 1.5, "b": {"c": 2}, "s": "x"}),
        (
            doc! {"$inc": {"a": i32::MAX}},
            doc! {"_id": 1, "a": 2_147_483_648_i64, "b": {"c": 2}, "s": "x"},
        ),
        (
            doc! {"$mul": {"a": 3, "n": 3_i64}},
            doc! {"_id": 1, "a": 3, "b": {"c": 2}, "s": "x", "n": 0_i64},
        ),
        (
            doc! {"$min": {"a": 0}, "$max": {"b.c": 9}},
            doc! {"_id": 1, "a": 0, "b": {"c": 9}, "s": "x"},
        ),
        (doc! {"$min": {"a": 7}, "$max": {"b.c": 1}}, d()),
        (
            doc! {"$rename": {"a": "b.x", "s": "t"}},
            doc! {"_id": 1, "b": {"c": 2, "x": 1}, "t": "x"},
        ),
        (doc! {"$rename": {"none": "t"}}, d()),
        (doc! {"$setOnInsert": {"a": 9}}, d()),
        (doc! {"$bit": {"a": {"or": 6}}}, doc! {"_id": 1, "a": 7, "b": {"c": 2}, "s": "x"}),
        (
            doc! {"$currentDate": {"a": true}},
            doc! {"_id": 1, "a": DateTime::from_millis(STILL_MS), "b": {"c": 2}, "s": "x"},
        ),
        (doc! {"x": 1}, doc! {"_id": 1, "x": 1}),
        (doc! {"x": 1, "_id": 1}, doc! {"_id": 1, "x": 1}),
    ];
    for (update, after) in cases {
        check_update(d(), doc! {}, update, after);
    }
}

#[test]
fn array_operators() {
    let d = || doc! { "_id": 1, "a": [3, 1, 2], "o": [{ "k": 1 }, { "k": 2 }] };
    let a = |items: Vec<i32>| doc! { "_id": 1, "a": items, "o": [{ "k": 1 }, { "k": 2 }] };
    let cases = [
        (doc! {"$push": {"a": 5}}, a(vec![3, 1, 2, 5])),
        (doc! {"$push": {"a": {"$each": [7, 8], "$position": 1}}}, a(vec![3, 7, 8, 1, 2])),
        (doc! {"$push": {"a": {"$each": [7], "$position": -1}}}, a(vec![3, 1, 7, 2])),
        (doc! {"$push": {"a": {"$each": [9, 0], "$sort": 1, "$slice": 3}}}, a(vec![0, 1, 2])),
        (doc! {"$push": {"a": {"$each": [], "$slice": -2}}}, a(vec![1, 2])),
        (doc! {"$push": {"a": {"$each": []}}}, d()),
        (doc! {"$addToSet": {"a": 1}}, d()),
        (doc! {"$addToSet": {"a": {"$each": [1, 9, 9]}}}, a(vec![3, 1, 2, 9])),
        (doc! {"$pop": {"a": 1}}, a(vec![3, 1])),
        (doc! {"$pop": {"a": -1}}, a(vec![1, 2])),
        (doc! {"$pull": {"a": {"$gte": 2}}}, a(vec![1])),
        (doc! {"$pull": {"a": 1}}, a(vec![3, 2])),
        (doc! {"$pull": {"a": 77, "none": 1}}, d()),
        (doc! {"$pullAll": {"a": [1, 3]}}, a(vec![2])),
        (
            doc! {"$unset": {"a.1": ""}},
            doc! {"_id": 1, "a": [3, null, 2], "o": [{"k": 1}, {"k": 2}]},
        ),
        (
            doc! {"$set": {"a.4": 9}},
            doc! {"_id": 1, "a": [3, 1, 2, null, 9], "o": [{"k": 1}, {"k": 2}]},
        ),
        (doc! {"$pull": {"o": {"k": 2}}}, doc! {"_id": 1, "a": [3, 1, 2], "o": [{"k": 1}]}),
        (
            doc! {"$push": {"o": {"$each": [{"k": 0}], "$sort": {"k": -1}}}},
            doc! {"_id": 1, "a": [3, 1, 2], "o": [{"k": 2}, {"k": 1}, {"k": 0}]},
        ),
        (doc! {"$push": {"n.m": 1}}, {
            let mut after = d();
            after.insert("n", doc! {"m": [1]});
            after
        }),
        (doc! {"$inc": {"a.$[]": 10}}, a(vec![13, 11, 12])),
    ];
    for (update, after) in cases {
        check_update(d(), doc! {}, update, after);
    }
}

#[test]
fn positional_operators() {
    let d = || doc! { "_id": 1, "g": [{ "n": 1, "v": [1, 9] }, { "n": 2, "v": [5] }] };
    check_update(
        d(),
        doc! {"g.n": 2},
        doc! {"$set": {"g.$.n": 7}},
        doc! {"_id": 1, "g": [{"n": 1, "v": [1, 9]}, {"n": 7, "v": [5]}]},
    );
    check_update(
        d(),
        doc! {"g": {"$elemMatch": {"n": {"$gte": 2}}}},
        doc! {"$inc": {"g.$.n": 1}},
        doc! {"_id": 1, "g": [{"n": 1, "v": [1, 9]}, {"n": 3, "v": [5]}]},
    );
    check_with(
        d(),
        doc! {},
        doc! {"$set": {"g.$[e].n": 0}},
        vec![doc! {"e.n": {"$gt": 1}}],
        doc! {"_id": 1, "g": [{"n": 1, "v": [1, 9]}, {"n": 0, "v": [5]}]},
    );
    check_with(
        d(),
        doc! {},
        doc! {"$inc": {"g.$[].v.$[x]": 1}},
        vec![doc! {"x": {"$gte": 5}}],
        doc! {"_id": 1, "g": [{"n": 1, "v": [1, 10]}, {"n": 2, "v": [6]}]},
    );
    check_with(
        d(),
        doc! {},
        doc! {"$set": {"g.$[a].n": 5, "g.$[b].w": 6}},
        vec![doc! {"a.n": 1}, doc! {"$or": [{"b.n": 1}, {"b.n": 2}]}],
        doc! {"_id": 1, "g": [{"n": 5, "v": [1, 9], "w": 6}, {"n": 2, "v": [5], "w": 6}]},
    );
}

#[test]
fn refusals() {
    let d = || doc! { "_id": 1, "a": 5, "s": "x", "l": [1] };
    let cases = [
        (
            doc! {"$set": {"a": 1}, "$inc": {"a": 1}},
            "[0] 40: Updating the path 'a' would create a conflict at 'a'",
        ),
        (
            doc! {"$set": {"a": 1, "a.b": 1}},
            "[0] 40: Updating the path 'a.b' would create a conflict at 'a'",
        ),
        (doc! {"$set": {"a.b": 1}}, "[0] 28: Cannot create field 'b' in element {a: 5}"),
        (doc! {"$set": {"l.x": 1}}, "[0] 28: Cannot create field 'x' in element {l: [ 1 ]}"),
        (
            doc! {"$inc": {"s": 1}},
            "[0] 14: Cannot apply $inc to a value of non-numeric type. {_id: 1} has the field 's' of non-numeric type string",
        ),
        (
            doc! {"$inc": {"a": "x"}},
            "[0] 14: Cannot increment with non-numeric argument: {a: \"x\"}",
        ),
        (
            doc! {"$push": {"a": 1}},
            "[0] 2: The field 'a' must be an array but is of type int in document {_id: 1}",
        ),
        (
            doc! {"$addToSet": {"a": 1}},
            "[0] 2: Cannot apply $addToSet to non-array field. Field named 'a' has non-array type int",
        ),
        (doc! {"$pop": {"a": 1}}, "[0] 14: Path 'a' contains an element of non-array type 'int'"),
        (doc! {"$pop": {"l": 2}}, "[0] 9: $pop expects 1 or -1, found: 2"),
        (doc! {"$pull": {"a": 1}}, "[0] 2: Cannot apply $pull to a non-array value"),
        (
            doc! {"$foo": {"a": 1}},
            "[0] 9: Unknown modifier: $foo. Expected a valid update modifier or pipeline-style update specified as an array",
        ),
        (
            doc! {"$set": "x"},
            "[0] 9: Modifiers operate on fields but we found type string instead. For example: {$mod: {<field>: ...}} not {$set: \"x\"}",
        ),
        (
            doc! {"$set": {"_id": 2}},
            "[0] 66: Performing an update on the path '_id' would modify the immutable field '_id'",
        ),
        (
            doc! {"$unset": {"_id": 1}},
            "[0] 66: Performing an update on the path '_id' would modify the immutable field '_id'",
        ),
        (
            doc! {"_id": 2},
            "[0] 66: After applying the update, the (immutable) field '_id' was found to have been altered to _id: 2",
        ),
        (
            doc! {"$rename": {"a": "a"}},
            "[0] 2: The source and target field for $rename must differ: a: \"a\"",
        ),
        (
            doc! {"$set": {"l.$": 1}},
            "[0] 2: The positional operator did not find the match needed from the query.",
        ),
        (
            doc! {"$set": {"l.$[e]": 1}},
            "[0] 2: No array filter found for identifier 'e' in path 'l.$[e]'",
        ),
        (
            doc! {"$set": {"a.$[]": 1}},
            "[0] 2: Cannot apply array updates to non-array element a: 5",
        ),
        (
            doc! {"$set": {"q.$[]": 1}},
            "[0] 2: The path 'q' must exist in the document in order to apply array updates.",
        ),
        (doc! {"$set": {"": 1}}, "[0] 56: An empty update path is not valid."),
        (
            doc! {"$set": {"a..b": 1}},
            "[0] 56: The update path 'a..b' contains an empty field name, which is not allowed.",
        ),
        (
            doc! {"$inc": {"big": 1_i64}, "$set": {"big": 1}},
            "[0] 40: Updating the path 'big' would create a conflict at 'big'",
        ),
        (
            doc! {"x": 1, "$set": {"a": 1}},
            "[0] 52: The dollar ($) prefixed field '$set' in '$set' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.",
        ),
    ];
    for (update, expected) in cases {
        check_refused(d(), doc! {}, update, expected);
    }
    check_refused(
        doc! {"_id": 1, "n": i64::MAX},
        doc! {},
        doc! {"$inc": {"n": 1}},
        "[0] 2: Failed to apply $inc operations to current value ((NumberLong)9223372036854775807) for document {_id: 1}",
    );
}

#[test]
fn array_filters_must_be_used() {
    let mut server = filled(vec![doc! {"_id": 1, "a": [1]}]);
    let statement = doc! {"q": {}, "u": {"$set": {"b": 1}}, "arrayFilters": [{"e": 1}]};
    let reply = reply(&mut server, doc! {"update": "c", "updates": [statement]});
    assert_eq!(
        error(&reply),
        "[0] 9: The array filter for identifier 'e' was not used in the update { $set: { b: 1 } }"
    );
}

#[test]
fn upserts_begin_with_the_equalities_of_the_query() {
    let cases = [
        (doc! {"_id": 1, "a": 2}, doc! {"$set": {"b": 3}}, doc! {"_id": 1, "a": 2, "b": 3}),
        (doc! {"_id": 1, "a": {"$gt": 2}}, doc! {"$inc": {"n": 1}}, doc! {"_id": 1, "n": 1}),
        (
            doc! {"$and": [{"_id": 1}, {"a.b": {"$eq": 5}}]},
            doc! {"$setOnInsert": {"c": 1}, "$push": {"l": 1}},
            doc! {"_id": 1, "a": {"b": 5}, "c": 1, "l": [1]},
        ),
        (doc! {"_id": 1, "a": 2}, doc! {"z": 1}, doc! {"_id": 1, "z": 1}),
        (doc! {"a": 2}, doc! {"$set": {"_id": 9}}, doc! {"_id": 9, "a": 2}),
    ];
    for (filter, update, expected) in cases {
        let mut server = server();
        let statement = doc! {"q": filter.clone(), "u": update.clone(), "upsert": true};
        let reply = good(&mut server, doc! {"update": "c", "updates": [statement]});
        let id = expected.get("_id").unwrap().clone();
        assert_eq!(
            reply.to_string(),
            doc! {"n": 1, "upserted": [{"index": 0, "_id": id}], "nModified": 0, "ok": 1.0}
                .to_string()
        );
        assert_eq!(all(&mut server)[0].to_string(), expected.to_string(), "{filter} {update}");
    }
}

#[test]
fn an_upsert_without_an_id_gets_one() {
    let mut server = server();
    let statement = doc! {"q": {"a": 1}, "u": {"$set": {"b": 2}}, "upsert": true};
    good(&mut server, doc! {"update": "c", "updates": [statement]});
    let id = ObjectId::parse_str("65e1c3400707070707070707").unwrap();
    assert_eq!(all(&mut server), vec![doc! {"_id": id, "a": 1, "b": 2}]);
}
