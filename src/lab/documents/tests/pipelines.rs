//! Pipelines over collections: what they read, write and explain, and updates by pipeline.

#![expect(clippy::needless_pass_by_value, reason = "cases are written as values")]

use bson::{Document, doc};

use super::{Server, all, error, filled, found, good, reply};

fn orders() -> Server {
    let mut s = filled(
        (0..20).map(|id| doc! {"_id": id, "user": id % 4, "sum": id, "state": if id % 2 == 0 { "paid" } else { "open" }}).collect(),
    );
    good(
        &mut s,
        doc! {"insert": "users", "documents": [{"_id": 0, "name": "Ann"}, {"_id": 1, "name": "Bo"}]},
    );
    good(
        &mut s,
        doc! {"createIndexes": "c", "indexes": [{"key": {"user": 1, "sum": -1}, "name": "user_sum"}]},
    );
    s
}

fn check(stages: Vec<Document>, plan: &str, examined: u64, expected: Vec<Document>) {
    let mut s = orders();
    let command = doc! {"aggregate": "c", "pipeline": stages, "cursor": {}, "$db": "shop"};
    let ran = s.run(&command);
    assert_eq!(
        (ran.effort.plan.as_str(), ran.effort.documents_examined),
        (plan, examined),
        "{command}"
    );
    assert_eq!(found(&mut s, command.clone()), expected, "{command}");
}

#[test]
fn a_leading_match_uses_an_index() {
    check(
        vec![
            doc! {"$match": {"user": 3}},
            doc! {"$group": {"_id": "$user", "total": {"$sum": "$sum"}}},
        ],
        "IXSCAN user_sum",
        5,
        vec![doc! {"_id": 3, "total": 55}],
    );
    check(
        vec![
            doc! {"$match": {"user": 1}},
            doc! {"$sort": {"sum": -1}},
            doc! {"$limit": 1},
            doc! {"$project": {"sum": 1}},
        ],
        "IXSCAN user_sum",
        1,
        vec![doc! {"_id": 17, "sum": 17}],
    );
    check(vec![doc! {"$count": "n"}], "COLLSCAN", 20, vec![doc! {"n": 20}]);
}

#[test]
fn lookups_use_the_other_collection() {
    check(
        vec![
            doc! {"$match": {"_id": 5}},
            doc! {"$lookup": {"from": "users", "localField": "user", "foreignField": "_id", "as": "who"}},
            doc! {"$project": {"who": "$who.name"}},
        ],
        "IDHACK; IXSCAN _id_",
        2,
        vec![doc! {"_id": 5, "who": ["Bo"]}],
    );
    check(
        vec![
            doc! {"$match": {"_id": 5}},
            doc! {"$lookup": {"from": "users", "localField": "none", "foreignField": "name", "as": "who"}},
        ],
        "IDHACK; COLLSCAN",
        3,
        vec![doc! {"_id": 5, "user": 1, "sum": 5, "state": "open", "who": []}],
    );
}

#[test]
fn an_expression_that_compares_with_a_variable_uses_an_index() {
    let lookup = doc! {"$lookup": {
        "from": "c", "let": {"id": "$_id"}, "as": "orders",
        "pipeline": [
            {"$match": {"$expr": {"$and": [{"$eq": ["$user", "$$id"]}, {"$gt": ["$sum", 14]}]}}},
            {"$project": {"sum": 1}},
        ],
    }};
    let mut s = orders();
    let command = doc! {"aggregate": "users", "pipeline": [{"$match": {"_id": 1}}, lookup], "cursor": {}, "$db": "shop"};
    let ran = s.run(&command);
    assert_eq!(
        (ran.effort.plan.as_str(), ran.effort.documents_examined),
        ("IDHACK; IXSCAN user_sum", 6)
    );
    let expected = doc! {"_id": 1, "name": "Bo", "orders": [{"_id": 17, "sum": 17}]};
    assert_eq!(found(&mut s, command), [expected]);
}

#[test]
fn out_and_merge_write() {
    let mut s = orders();
    let group = doc! {"$group": {"_id": "$user", "n": {"$sum": 1}}};
    let run = |s: &mut Server, stages: Vec<Document>| {
        let reply = good(s, doc! {"aggregate": "c", "pipeline": stages, "cursor": {}});
        assert!(reply.get_document("cursor").unwrap().get_array("firstBatch").unwrap().is_empty());
    };
    run(&mut s, vec![group.clone(), doc! {"$out": "totals"}]);
    let totals = found(&mut s, doc! {"find": "totals", "sort": {"_id": 1}});
    assert_eq!(totals[0], doc! {"_id": 0, "n": 5});
    assert_eq!(totals.len(), 4);
    good(
        &mut s,
        doc! {"update": "totals", "updates": [{"q": {}, "u": {"$set": {"n": 0, "x": 1}}, "multi": true}]},
    );
    good(&mut s, doc! {"delete": "totals", "deletes": [{"q": {"_id": 2}, "limit": 1}]});
    run(&mut s, vec![group, doc! {"$merge": {"into": "totals"}}]);
    let totals = found(&mut s, doc! {"find": "totals", "sort": {"_id": 1}});
    assert_eq!(totals[0], doc! {"_id": 0, "n": 5, "x": 1});
    assert_eq!(totals[2], doc! {"_id": 2, "n": 5});
}

#[test]
fn an_update_may_be_a_pipeline() {
    let mut s = filled(vec![doc! {"_id": 1, "a": 2, "b": 3}]);
    let update = |u: Vec<Document>| doc! {"update": "c", "updates": [{"q": {}, "u": u}]};
    good(
        &mut s,
        update(vec![doc! {"$set": {"sum": {"$add": ["$a", "$b"]}}}, doc! {"$unset": "b"}]),
    );
    assert_eq!(all(&mut s), [doc! {"_id": 1, "a": 2, "sum": 5}]);
    let same = good(&mut s, update(vec![doc! {"$set": {"a": 2}}]));
    assert_eq!(same, doc! {"n": 1, "nModified": 0, "ok": 1.0});
    good(&mut s, update(vec![doc! {"$replaceWith": {"z": "$a"}}]));
    assert_eq!(all(&mut s), [doc! {"_id": 1, "z": 2}]);
    let cases = [
        (vec![doc! {"$match": {}}], "[0] 72: $match is not allowed to be used within an update"),
        (
            vec![doc! {"$set": {"_id": 5}}],
            "[0] 66: Performing an update on the path '_id' would modify the immutable field '_id'",
        ),
    ];
    for (stages, expected) in cases {
        assert_eq!(error(&reply(&mut s, update(stages))), expected);
    }
}

#[test]
fn an_explanation_shows_the_stages() {
    let mut s = orders();
    let command = doc! {
        "aggregate": "c",
        "pipeline": [{"$match": {"user": 3}}, {"$group": {"_id": null, "n": {"$sum": 1}}}],
        "cursor": {},
    };
    let explained = good(&mut s, doc! {"explain": command, "verbosity": "executionStats"});
    let stages = explained.get_array("stages").unwrap();
    let cursor = stages[0].as_document().unwrap().get_document("$cursor").unwrap();
    let stats = cursor.get_document("executionStats").unwrap();
    assert_eq!(stats.get_i32("totalDocsExamined").unwrap(), 5);
    let group = stages[1].as_document().unwrap();
    assert_eq!(group, &doc! {"$group": {"_id": null, "n": {"$sum": 1}}, "nReturned": 1});
}

#[test]
fn aggregations_that_are_refused() {
    let cases = [
        (
            doc! {"aggregate": "c", "pipeline": []},
            "9 FailedToParse: The 'cursor' option is required, except for aggregate with the explain argument",
        ),
        (
            doc! {"aggregate": 1, "pipeline": [{"$match": {}}], "cursor": {}},
            "73 InvalidNamespace: {aggregate: 1} is not valid for '$match'; a collection is required.",
        ),
        (
            doc! {"aggregate": "c", "pipeline": [{"$project": {"x": {"$divide": ["$sum", "$none0"]}}}, {"$set": {"x": {"$divide": [1, {"$subtract": ["$_id", "$_id"]}]}}}], "cursor": {}},
            "2 BadValue: PlanExecutor error during aggregation :: caused by :: can't $divide by zero",
        ),
        (
            doc! {"aggregate": "c", "pipeline": [{"$foo": 1}], "cursor": {}},
            "40324 Location40324: Unrecognized pipeline stage name: '$foo'",
        ),
    ];
    for (command, expected) in cases {
        assert_eq!(error(&reply(&mut orders(), command.clone())), expected, "{command}");
    }
}
