#![expect(clippy::needless_pass_by_value, reason = "cases read better as values")]

use std::collections::HashMap;

use bson::{Bson, DateTime, Document, bson, doc};
use proptest::prelude::*;

use super::*;
use crate::lab::documents::{
    collation::Collation,
    shown::shown_document,
    testing::{StillWorld, any_document, any_value},
};

/// Collections in memory.
#[derive(Default)]
struct Shelf {
    collections: HashMap<String, Vec<Document>>,
}

impl Source for Shelf {
    fn read(
        &mut self,
        collection: &str,
        filter: &Filter,
        scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError> {
        let all = self.collections.get(collection).cloned().unwrap_or_default();
        let mut passed = Vec::new();
        for document in all {
            if filter.matches(&document, scope)? {
                passed.push(document);
            }
        }
        Ok(passed)
    }

    fn replace_all(
        &mut self,
        target: &Target,
        documents: Vec<Document>,
    ) -> Result<(), CommandError> {
        self.collections.insert(target.collection.clone(), documents);
        Ok(())
    }

    fn insert(&mut self, target: &Target, document: Document) -> Result<(), CommandError> {
        self.collections.entry(target.collection.clone()).or_default().push(document);
        Ok(())
    }

    fn update(&mut self, target: &Target, document: Document) -> Result<(), CommandError> {
        for old in self.collections.entry(target.collection.clone()).or_default() {
            if old.get("_id") == document.get("_id") {
                *old = document.clone();
            }
        }
        Ok(())
    }

    fn has_unique_key(&mut self, _: &Target, fields: &[String]) -> Result<bool, CommandError> {
        Ok(fields == ["sku"])
    }

    fn read_target(
        &mut self,
        target: &Target,
        filter: &Filter,
        scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError> {
        self.read(&target.collection, filter, scope)
    }
}

fn shelf() -> Shelf {
    let mut shelf = Shelf::default();
    let mut put = |name: &str, documents: Vec<Document>| {
        shelf.collections.insert(name.to_owned(), documents);
    };
    put(
        "orders",
        vec![
            doc! { "_id": 1, "who": "ann", "total": 10, "day": DateTime::from_millis(0), "tags": ["a", "b"] },
            doc! { "_id": 2, "who": "bob", "total": 5.5, "tags": [] },
            doc! { "_id": 3, "who": "ann", "total": 20, "tags": ["b"] },
            doc! { "_id": 4, "total": "x", "tags": null },
            doc! { "_id": 5, "who": null, "total": 1_i64 },
        ],
    );
    put(
        "users",
        vec![
            doc! { "_id": "ann", "name": "Ann", "roles": ["admin", "user"] },
            doc! { "_id": "bob", "name": "Bob", "roles": "user" },
            doc! { "_id": "cid", "name": "Cid" },
        ],
    );
    put(
        "staff",
        vec![
            doc! { "_id": 1, "name": "Dev" },
            doc! { "_id": 2, "name": "Eli", "boss": "Dev" },
            doc! { "_id": 3, "name": "Ron", "boss": "Eli" },
            doc! { "_id": 4, "name": "Joe", "boss": "Eli" },
        ],
    );
    shelf
}

fn ran(collection: &str, stages: &Bson, shelf: &mut Shelf) -> Result<Vec<Document>, CommandError> {
    let world = StillWorld;
    let scope = Scope::new(&world, None);
    let pipeline = Pipeline::parse(stages.as_array().unwrap(), &scope)?;
    let input = shelf.read(collection, &Filter::all(), &scope)?;
    pipeline.run(shelf, input, &scope)
}

fn check(collection: &str, stages: Bson, expected: &[&str]) {
    let found = ran(collection, &stages, &mut shelf())
        .unwrap_or_else(|error| panic!("{stages}: {error:?}"));
    let found: Vec<String> = found.iter().map(shown_document).collect();
    assert_eq!(found, expected, "{stages}");
}

fn refused(stages: Bson, code: i32, message: &str) {
    let error = ran("orders", &stages, &mut shelf()).unwrap_err();
    assert_eq!((error.code.number(), error.message.as_str()), (code, message), "{stages}");
}

#[test]
fn groups_gather_what_belongs_together() {
    check(
        "orders",
        bson!([{"$group": {"_id": "$who", "n": {"$sum": 1}, "sum": {"$sum": "$total"}, "avg": {"$avg": "$total"}}}]),
        &[
            "{ _id: \"ann\", n: 2, sum: 30, avg: 15.0 }",
            "{ _id: \"bob\", n: 1, sum: 5.5, avg: 5.5 }",
            "{ _id: null, n: 2, sum: 1, avg: 1.0 }",
        ],
    );
    check(
        "orders",
        bson!([{"$group": {"_id": null, "min": {"$min": "$total"}, "max": {"$max": "$total"}, "first": {"$first": "$nothing"}, "last": {"$last": "$who"}, "all": {"$push": "$who"}, "set": {"$addToSet": "$who"}, "c": {"$count": {}}}}]),
        &[
            "{ _id: null, min: 1, max: \"x\", first: null, last: null, all: [ \"ann\", \"bob\", \"ann\", null ], set: [ \"ann\", \"bob\", null ], c: 5 }",
        ],
    );
    check(
        "orders",
        bson!([{"$match": {"total": {"$type": "number"}}}, {"$group": {"_id": {"w": "$who"}, "two": {"$topN": {"n": 2, "sortBy": {"total": -1}, "output": "$_id"}}, "best": {"$top": {"sortBy": {"total": -1}, "output": "$total"}}, "worst": {"$bottom": {"sortBy": {"total": -1}, "output": "$total"}}}}, {"$limit": 2}]),
        &[
            "{ _id: { w: \"ann\" }, two: [ 3, 1 ], best: 20, worst: 10 }",
            "{ _id: { w: \"bob\" }, two: [ 2 ], best: 5.5, worst: 5.5 }",
        ],
    );
    check(
        "orders",
        bson!([{"$group": {"_id": 1, "f": {"$firstN": {"n": 2, "input": "$_id"}}, "l": {"$lastN": {"n": 2, "input": "$_id"}}, "mx": {"$maxN": {"n": 2, "input": "$_id"}}, "mn": {"$minN": {"n": 2, "input": "$_id"}}, "sd": {"$stdDevPop": "$_id"}, "med": {"$median": {"input": "$_id", "method": "approximate"}}}}]),
        &[
            "{ _id: 1, f: [ 1, 2 ], l: [ 4, 5 ], mx: [ 5, 4 ], mn: [ 1, 2 ], sd: 1.4142135623730951, med: 3.0 }",
        ],
    );
    check(
        "users",
        bson!([{"$group": {"_id": null, "o": {"$mergeObjects": {"a": "$name"}}}}]),
        &["{ _id: null, o: { a: \"Cid\" } }"],
    );
    check("nothing", bson!([{"$group": {"_id": null, "n": {"$sum": 1}}}]), &[]);
    refused(
        bson!([{"$group": {"n": {"$sum": 1}}}]),
        15955,
        "a group specification must include an _id",
    );
    refused(
        bson!([{"$group": {"_id": 1, "n": 5}}]),
        40234,
        "The field 'n' must be an accumulator object",
    );
    refused(
        bson!([{"$group": {"_id": 1, "n": {"$total": 1}}}]),
        15952,
        "unknown group operator '$total'",
    );
    refused(
        bson!([{"$group": {"_id": 1, "n": {"$sum": 1, "$avg": 1}}}]),
        40238,
        "The field 'n' must specify one accumulator",
    );
}

#[test]
fn arrays_are_unwound() {
    check(
        "orders",
        bson!([{"$unwind": "$tags"}, {"$project": {"tags": 1}}]),
        &["{ _id: 1, tags: \"a\" }", "{ _id: 1, tags: \"b\" }", "{ _id: 3, tags: \"b\" }"],
    );
    check(
        "orders",
        bson!([{"$unwind": {"path": "$tags", "preserveNullAndEmptyArrays": true, "includeArrayIndex": "at"}}, {"$project": {"tags": 1, "at": 1}}]),
        &[
            "{ _id: 1, tags: \"a\", at: 0 }",
            "{ _id: 1, tags: \"b\", at: 1 }",
            "{ _id: 2, at: null }",
            "{ _id: 3, tags: \"b\", at: 0 }",
            "{ _id: 4, tags: null, at: null }",
            "{ _id: 5, at: null }",
        ],
    );
    check("orders", bson!([{"$unwind": "$who"}, {"$count": "n"}]), &["{ n: 3 }"]);
    refused(
        bson!([{"$unwind": "tags"}]),
        28818,
        "path option to $unwind stage should be prefixed with a '$': tags",
    );
}

#[test]
fn simple_stages() {
    check(
        "orders",
        bson!([{"$sort": {"total": -1, "_id": 1}}, {"$project": {"total": 1}}]),
        &[
            "{ _id: 4, total: \"x\" }",
            "{ _id: 3, total: 20 }",
            "{ _id: 1, total: 10 }",
            "{ _id: 2, total: 5.5 }",
            "{ _id: 5, total: 1 }",
        ],
    );
    check(
        "orders",
        bson!([{"$skip": 1}, {"$limit": 1}, {"$unset": ["tags", "who"]}]),
        &["{ _id: 2, total: 5.5 }"],
    );
    check("nothing", bson!([{"$count": "n"}]), &[]);
    check(
        "orders",
        bson!([{"$match": {"_id": 1}}, {"$set": {"x": {"$add": ["$total", 1]}}}, {"$project": {"x": 1, "_id": 0}}]),
        &["{ x: 11 }"],
    );
    check(
        "orders",
        bson!([{"$sortByCount": "$who"}]),
        &["{ _id: \"ann\", count: 2 }", "{ _id: null, count: 2 }", "{ _id: \"bob\", count: 1 }"],
    );
    check(
        "orders",
        bson!([{"$limit": 1}, {"$replaceRoot": {"newRoot": {"a": "$who"}}}]),
        &["{ a: \"ann\" }"],
    );
    check(
        "orders",
        bson!([{"$limit": 1}, {"$replaceWith": {"$mergeObjects": [{"z": 1}, {"w": "$who"}]}}]),
        &["{ z: 1, w: \"ann\" }"],
    );
    check(
        "users",
        bson!([{"$limit": 1}, {"$redact": {"$cond": [{"$eq": ["$_id", "ann"]}, "$$KEEP", "$$PRUNE"]}}, {"$count": "n"}]),
        &["{ n: 1 }"],
    );
    check(
        "users",
        bson!([{"$project": {"name": 1}}, {"$unionWith": {"coll": "staff", "pipeline": [{"$match": {"_id": 1}}]}}, {"$skip": 2}]),
        &["{ _id: \"cid\", name: \"Cid\" }", "{ _id: 1, name: \"Dev\" }"],
    );
    check("nothing", bson!([{"$documents": [{"a": 1}]}]), &["{ a: 1 }"]);
    check("orders", bson!([{"$sample": {"size": 2}}, {"$count": "n"}]), &["{ n: 2 }"]);
    check(
        "orders",
        bson!([{"$facet": {"n": [{"$count": "c"}], "first": [{"$limit": 1}, {"$project": {"_id": 1}}]}}]),
        &["{ n: [ { c: 5 } ], first: [ { _id: 1 } ] }"],
    );
    check(
        "orders",
        bson!([{"$bucket": {"groupBy": "$_id", "boundaries": [0, 2, 4], "default": "rest"}}]),
        &["{ _id: 0, count: 1 }", "{ _id: 2, count: 2 }", "{ _id: \"rest\", count: 2 }"],
    );
    check(
        "orders",
        bson!([{"$bucketAuto": {"groupBy": "$_id", "buckets": 2}}]),
        &["{ _id: { min: 1, max: 4 }, count: 3 }", "{ _id: { min: 4, max: 5 }, count: 2 }"],
    );
    refused(bson!([{"$foo": 1}]), 40324, "Unrecognized pipeline stage name: '$foo'");
    refused(bson!([{"$limit": 0}]), 15958, "the limit must be positive");
    refused(
        bson!([{}]),
        40323,
        "A pipeline stage specification object must contain exactly one field.",
    );
    refused(
        bson!([{"$out": "x"}, {"$limit": 1}]),
        40601,
        "$out can only be the final stage in the pipeline",
    );
    refused(
        bson!([{"$project": {}}]),
        51272,
        "Invalid $project :: caused by :: projection specification must have at least one field",
    );
    refused(
        bson!([{"$project": {"a": 1, "b": 0}}]),
        31254,
        "Invalid $project :: caused by :: Cannot do exclusion on field b in inclusion projection",
    );
    refused(
        bson!([{"$facet": {"a": [{"$out": "x"}]}}]),
        40600,
        "$out is not allowed to be used within a $facet stage",
    );
    refused(
        bson!([{"$replaceRoot": {"newRoot": "$who"}}]),
        40228,
        "'newRoot' expression must evaluate to an object, but resulting value was: \"ann\". Type of resulting value: 'string'. Input document: { _id: 1, who: \"ann\", total: 10, day: new Date(0), tags: [ \"a\", \"b\" ] }",
    );
}

#[test]
fn other_collections_are_looked_up() {
    check(
        "orders",
        bson!([{"$lookup": {"from": "users", "localField": "who", "foreignField": "_id", "as": "u"}}, {"$project": {"u.name": 1}}]),
        &[
            "{ _id: 1, u: [ { name: \"Ann\" } ] }",
            "{ _id: 2, u: [ { name: \"Bob\" } ] }",
            "{ _id: 3, u: [ { name: \"Ann\" } ] }",
            "{ _id: 4, u: [] }",
            "{ _id: 5, u: [] }",
        ],
    );
    check(
        "staff",
        bson!([{"$match": {"_id": 1}}, {"$lookup": {"from": "orders", "localField": "boss", "foreignField": "who", "as": "o"}}, {"$project": {"o._id": 1}}]),
        &["{ _id: 1, o: [ { _id: 4 }, { _id: 5 } ] }"],
    );
    check(
        "users",
        bson!([{"$lookup": {"from": "users", "localField": "roles", "foreignField": "roles", "as": "same"}}, {"$project": {"same._id": 1}}]),
        &[
            "{ _id: \"ann\", same: [ { _id: \"ann\" }, { _id: \"bob\" } ] }",
            "{ _id: \"bob\", same: [ { _id: \"ann\" }, { _id: \"bob\" } ] }",
            "{ _id: \"cid\", same: [ { _id: \"cid\" } ] }",
        ],
    );
    check(
        "users",
        bson!([{"$lookup": {"from": "orders", "let": {"id": "$_id"}, "pipeline": [{"$match": {"$expr": {"$eq": ["$who", "$$id"]}}}, {"$group": {"_id": null, "sum": {"$sum": "$total"}}}], "as": "s"}}, {"$project": {"s.sum": 1}}]),
        &[
            "{ _id: \"ann\", s: [ { sum: 30 } ] }",
            "{ _id: \"bob\", s: [ { sum: 5.5 } ] }",
            "{ _id: \"cid\", s: [] }",
        ],
    );
    check(
        "users",
        bson!([{"$limit": 1}, {"$lookup": {"from": "orders", "localField": "_id", "foreignField": "who", "pipeline": [{"$match": {"total": {"$gt": 10}}}, {"$project": {"total": 1, "_id": 0}}], "as": "big"}}, {"$project": {"big": 1}}]),
        &["{ _id: \"ann\", big: [ { total: 20 } ] }"],
    );
    check(
        "staff",
        bson!([{"$match": {"name": "Ron"}}, {"$graphLookup": {"from": "staff", "startWith": "$boss", "connectFromField": "boss", "connectToField": "name", "as": "up", "depthField": "d"}}, {"$project": {"up.name": 1, "up.d": 1}}]),
        &["{ _id: 3, up: [ { name: \"Eli\", d: 0 }, { name: \"Dev\", d: 1 } ] }"],
    );
    check(
        "staff",
        bson!([{"$match": {"name": "Ron"}}, {"$graphLookup": {"from": "staff", "startWith": "$boss", "connectFromField": "boss", "connectToField": "name", "as": "up", "maxDepth": 0}}, {"$project": {"up.name": 1}}]),
        &["{ _id: 3, up: [ { name: \"Eli\" } ] }"],
    );
    refused(
        bson!([{"$lookup": {"from": "users", "localField": "who", "as": "u"}}]),
        9,
        "$lookup requires both or neither of 'localField' and 'foreignField' to be specified",
    );
    refused(
        bson!([{"$lookup": {"from": "users", "localField": "who", "foreignField": "_id"}}]),
        9,
        "must specify 'as' field for a $lookup",
    );
}

#[test]
fn windows_look_around() {
    check(
        "orders",
        bson!([{"$match": {"_id": {"$lte": 3}}}, {"$setWindowFields": {"partitionBy": "$who", "sortBy": {"_id": 1}, "output": {"run": {"$sum": "$total", "window": {"documents": ["unbounded", "current"]}}, "n": {"$documentNumber": {}}}}}, {"$project": {"run": 1, "n": 1}}]),
        &["{ _id: 1, run: 10, n: 1 }", "{ _id: 3, run: 30, n: 2 }", "{ _id: 2, run: 5.5, n: 1 }"],
    );
    check(
        "orders",
        bson!([{"$setWindowFields": {"sortBy": {"who": 1}, "output": {"r": {"$rank": {}}, "d": {"$denseRank": {}}, "p": {"$shift": {"output": "$_id", "by": -1, "default": "no"}}}}}, {"$project": {"r": 1, "d": 1, "p": 1}}]),
        &[
            "{ _id: 4, r: 1, d: 1, p: \"no\" }",
            "{ _id: 5, r: 1, d: 1, p: 4 }",
            "{ _id: 1, r: 3, d: 2, p: 5 }",
            "{ _id: 3, r: 3, d: 2, p: 1 }",
            "{ _id: 2, r: 5, d: 3, p: 3 }",
        ],
    );
    check(
        "staff",
        bson!([{"$setWindowFields": {"sortBy": {"_id": 1}, "output": {"a": {"$avg": "$_id", "window": {"documents": [-1, 1]}}, "r": {"$sum": "$_id", "window": {"range": [0, 1]}}}}}, {"$project": {"a": 1, "r": 1}}]),
        &[
            "{ _id: 1, a: 1.5, r: 3 }",
            "{ _id: 2, a: 2.0, r: 5 }",
            "{ _id: 3, a: 3.0, r: 7 }",
            "{ _id: 4, a: 3.5, r: 4 }",
        ],
    );
}

#[test]
fn results_are_written() {
    let kept = |stages: Bson, name: &str| {
        let mut shelf = shelf();
        let told = ran("users", &stages, &mut shelf).unwrap();
        assert!(told.is_empty());
        shelf.collections[name].iter().map(shown_document).collect::<Vec<String>>()
    };
    assert_eq!(
        kept(bson!([{"$limit": 1}, {"$project": {"name": 1}}, {"$out": "new"}]), "new"),
        ["{ _id: \"ann\", name: \"Ann\" }"]
    );
    let merged = kept(
        bson!([{"$project": {"_id": {"$cond": [{"$eq": ["$_id", "ann"]}, 1, 9]}, "n": "$name"}}, {"$match": {"n": {"$ne": "Bob"}}}, {"$merge": "staff"}]),
        "staff",
    );
    assert_eq!(
        (merged[0].as_str(), merged[4].as_str()),
        ("{ _id: 1, name: \"Dev\", n: \"Ann\" }", "{ _id: 9, n: \"Cid\" }")
    );
    let updated = kept(
        bson!([{"$limit": 1}, {"$project": {"_id": {"$literal": 1}, "n": "$name"}}, {"$merge": {"into": "staff", "whenMatched": [{"$set": {"both": {"$concat": ["$name", "$$new.n"]}}}], "whenNotMatched": "discard"}}]),
        "staff",
    );
    assert_eq!(updated[0], "{ _id: 1, name: \"Dev\", both: \"DevAnn\" }");
    refused(
        bson!([{"$merge": {"into": "staff", "on": "name"}}]),
        51183,
        "Cannot find index to verify that join fields will be unique",
    );
}

#[test]
fn the_planner_is_told_how_a_pipeline_begins() {
    let world = StillWorld;
    let scope = Scope::new(&world, None);
    let check = |stages: Bson, expected: (bool, bool, Option<u64>, Option<u64>, usize)| {
        let pipeline = Pipeline::parse(stages.as_array().unwrap(), &scope).unwrap();
        let lead = pipeline.lead();
        let found =
            (lead.filter.is_some(), lead.sort.is_some(), lead.skip, lead.limit, lead.stages);
        assert_eq!(found, expected, "{stages}");
    };
    check(
        bson!([{"$match": {"a": 1}}, {"$sort": {"a": 1}}, {"$skip": 2}, {"$limit": 3}, {"$match": {}}]),
        (true, true, Some(2), Some(3), 4),
    );
    check(bson!([{"$sort": {"a": 1}}, {"$match": {"a": 1}}]), (false, true, None, None, 1));
    check(bson!([{"$limit": 3}, {"$skip": 2}]), (false, false, None, Some(3), 1));
    check(bson!([{"$group": {"_id": 1}}]), (false, false, None, None, 0));
}

#[test]
fn memory_is_limited_and_groups_follow_the_collation() {
    let grow = bson!([{"$set": {"a": {"$range": [0, 40_000]}}}, {"$unwind": "$a"}, {"$set": {"b": {"$range": [0, 10]}}}]);
    let error = ran("orders", &grow, &mut shelf()).unwrap_err();
    assert_eq!(error.code.number(), 292);
    let world = StillWorld;
    let collation = Collation::parse(&doc! { "locale": "en", "strength": 2 }).unwrap();
    let scope = Scope::new(&world, Some(&collation));
    let stages = bson!([{"$group": {"_id": "$n", "c": {"$sum": 1}}}]);
    let pipeline = Pipeline::parse(stages.as_array().unwrap(), &scope).unwrap();
    let input = vec![doc! {"n": "A"}, doc! {"n": "a"}];
    let out = pipeline.run(&mut Shelf::default(), input, &scope).unwrap();
    assert_eq!(out.iter().map(shown_document).collect::<Vec<String>>(), ["{ _id: \"A\", c: 2 }"]);
}

const STAGES: [&str; 22] = [
    "$match",
    "$project",
    "$addFields",
    "$unset",
    "$group",
    "$sort",
    "$limit",
    "$skip",
    "$count",
    "$unwind",
    "$lookup",
    "$facet",
    "$bucket",
    "$bucketAuto",
    "$sortByCount",
    "$replaceRoot",
    "$merge",
    "$sample",
    "$unionWith",
    "$redact",
    "$setWindowFields",
    "$graphLookup",
];

const NAMES: [&str; 26] = [
    "_id",
    "a",
    "b",
    "a.b",
    "path",
    "from",
    "as",
    "let",
    "pipeline",
    "localField",
    "foreignField",
    "groupBy",
    "boundaries",
    "buckets",
    "output",
    "sortBy",
    "partitionBy",
    "newRoot",
    "size",
    "into",
    "$sum",
    "$push",
    "$add",
    "$concat",
    "$cond",
    "default",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn no_pipeline_of_arbitrary_values_panics(
        stages in prop::collection::vec((prop::sample::select(&STAGES[..]), any_value(&NAMES)), 1..4),
        documents in prop::collection::vec(any_document(&["_id", "a", "b"]), 0..4),
    ) {
        let world = StillWorld;
        let scope = Scope::new(&world, None);
        let stages: Vec<Bson> = stages.into_iter().map(|(name, operand)| Bson::Document(doc! { name: operand })).collect();
        if let Ok(pipeline) = Pipeline::parse(&stages, &scope) {
            let _ = pipeline.run(&mut shelf(), documents, &scope);
        }
    }

    #[test]
    fn well_formed_stages_of_arbitrary_values_do_not_panic(
        a in any_value(&NAMES), b in any_value(&NAMES), n in -2..5_i32,
        documents in prop::collection::vec(any_document(&["_id", "a", "b"]), 0..5),
    ) {
        let world = StillWorld;
        let scope = Scope::new(&world, None);
        let pipelines = [
            bson!([{"$group": {"_id": a.clone(), "x": {"$addToSet": b.clone()}, "y": {"$avg": "$a"}, "z": {"$topN": {"n": n, "sortBy": {"a": 1}, "output": "$b"}}}}]),
            bson!([{"$bucketAuto": {"groupBy": "$a", "buckets": n}}, {"$unwind": "$_id"}]),
            bson!([{"$bucket": {"groupBy": "$a", "boundaries": [a.clone(), b.clone()], "default": "x"}}]),
            bson!([{"$setWindowFields": {"partitionBy": "$b", "sortBy": {"a": 1}, "output": {"x": {"$sum": "$a", "window": {"documents": [n, a.clone()]}}, "y": {"$push": "$a", "window": {"range": [b.clone(), n]}}}}}]),
            bson!([{"$lookup": {"from": "users", "let": {"v": a.clone()}, "pipeline": [{"$match": {"$expr": ["$$v", b.clone()]}}, {"$limit": 1}], "as": "r"}}]),
            bson!([{"$set": {"a.b": a.clone(), "c": b.clone()}}, {"$unwind": {"path": "$c", "preserveNullAndEmptyArrays": true}}, {"$sort": {"a.b": 1, "c": -1}}]),
            bson!([{"$project": {"a": {"$slice": ["$a", n]}, "b": a.clone()}}, {"$merge": {"into": "users", "on": "_id", "whenMatched": "merge"}}]),
        ];
        for stages in pipelines {
            if let Ok(pipeline) = Pipeline::parse(stages.as_array().unwrap(), &scope) {
                let _ = pipeline.run(&mut shelf(), documents.clone(), &scope);
            }
        }
    }
}
