//! Finding, cursors, and the plans that are chosen.

#![expect(clippy::needless_pass_by_value, reason = "cases are written as values")]

use bson::{Bson, Document, doc};

use super::{error, filled, found, good, reply, server};

#[test]
fn a_cursor_gives_batches() {
    let documents = (0..1_050).map(|id| doc! {"_id": id}).collect();
    let mut s = filled(documents);
    let first = good(&mut s, doc! {"find": "c"});
    let cursor = first.get_document("cursor").unwrap();
    assert_eq!(cursor.get_array("firstBatch").unwrap().len(), 101);
    let id = cursor.get_i64("id").unwrap();
    assert!(id > 0);
    let more = |size: Option<i32>| {
        let mut command = doc! {"getMore": id, "collection": "c"};
        command.extend(size.map(|size| ("batchSize".to_owned(), Bson::Int32(size))));
        command
    };
    let next = good(&mut s, more(Some(500)));
    let cursor = next.get_document("cursor").unwrap();
    assert_eq!(cursor.get_array("nextBatch").unwrap().len(), 500);
    assert_eq!(cursor.get_i64("id").unwrap(), id);
    let last = good(&mut s, more(None));
    let cursor = last.get_document("cursor").unwrap();
    assert_eq!(cursor.get_array("nextBatch").unwrap().len(), 449);
    assert_eq!(cursor.get_i64("id").unwrap(), 0);
    assert_eq!(
        error(&reply(&mut s, more(None))),
        format!("43 CursorNotFound: cursor id {id} not found")
    );
}

#[test]
fn a_cursor_keeps_what_it_found() {
    let mut s = filled((0..9).map(|id| doc! {"_id": id, "text": "x".repeat(4 << 20)}).collect());
    let first = good(&mut s, doc! {"find": "c", "batchSize": 1});
    let id = first.get_document("cursor").unwrap().get_i64("id").unwrap();
    good(&mut s, doc! {"delete": "c", "deletes": [{"q": {}, "limit": 0}]});
    // Sixteen megabytes are one batch; the rest is for the next.
    let sizes: Vec<usize> = (0..3)
        .map(|_| {
            let next = good(&mut s, doc! {"getMore": id, "collection": "c"});
            next.get_document("cursor").unwrap().get_array("nextBatch").unwrap().len()
        })
        .collect();
    assert_eq!(sizes, [3, 3, 2]);
}

#[test]
fn killed_cursors_are_gone() {
    let mut s = filled((0..9).map(|id| doc! {"_id": id}).collect());
    let first = good(&mut s, doc! {"find": "c", "batchSize": 2});
    let id = first.get_document("cursor").unwrap().get_i64("id").unwrap();
    let killed = good(&mut s, doc! {"killCursors": "c", "cursors": [id, 5_i64]});
    let expected = doc! {
        "cursorsKilled": [id], "cursorsNotFound": [5_i64], "cursorsAlive": [], "cursorsUnknown": [], "ok": 1.0,
    };
    assert_eq!(killed.to_string(), expected.to_string());
    let single = good(&mut s, doc! {"find": "c", "batchSize": 2, "singleBatch": true});
    assert_eq!(single.get_document("cursor").unwrap().get_i64("id").unwrap(), 0);
    let none = good(&mut s, doc! {"find": "c", "batchSize": 0});
    assert!(none.get_document("cursor").unwrap().get_i64("id").unwrap() > 0);
}

/// Plan, keys examined, documents examined, returned; bounds of the index.
fn check_plan(indexes: &[Document], command: Document, plan: &str, counts: [u64; 3], bounds: &str) {
    let documents = (0..100)
        .map(|id| doc! {"_id": id, "a": id % 10, "b": id, "t": ["x", format!("t{}", id % 5)], "s": format!("s{id:02}")})
        .collect();
    let mut s = filled(documents);
    for key in indexes {
        let name: Vec<String> = key
            .iter()
            .map(|(name, value)| format!("{name}_{}", value.to_string().trim_matches('"')))
            .collect();
        good(
            &mut s,
            doc! {"createIndexes": "c", "indexes": [{"key": key, "name": name.join("_")}]},
        );
    }
    let mut whole = command.clone();
    whole.insert("$db", "shop");
    let effort = s.run(&whole).effort;
    assert_eq!(effort.plan, plan, "{command}");
    assert_eq!(
        [effort.keys_examined, effort.documents_examined, effort.returned],
        counts,
        "{command}"
    );
    let explained = good(&mut s, doc! {"explain": command.clone(), "verbosity": "executionStats"});
    let stats = explained.get_document("executionStats").unwrap();
    assert_eq!(
        u64::try_from(stats.get_i32("totalKeysExamined").unwrap()),
        Ok(counts[0]),
        "{command}"
    );
    assert_eq!(
        u64::try_from(stats.get_i32("totalDocsExamined").unwrap()),
        Ok(counts[1]),
        "{command}"
    );
    let mut stage =
        explained.get_document("queryPlanner").unwrap().get_document("winningPlan").unwrap();
    let mut names = vec![stage.get_str("stage").unwrap()];
    while let Ok(inner) = stage.get_document("inputStage") {
        stage = inner;
        names.push(stage.get_str("stage").unwrap());
    }
    let shown = stage.get_document("indexBounds").map(ToString::to_string).unwrap_or_default();
    assert_eq!(format!("{} {}", names.join("<"), shown.replace('"', "")), bounds, "{command}");
}

#[test]
fn plans_use_indexes_and_say_so() {
    let find = |filter: Document| doc! {"find": "c", "filter": filter, "batchSize": 1000};
    let a = &[doc! {"a": 1}][..];
    check_plan(&[], find(doc! {"a": 3}), "COLLSCAN", [0, 100, 10], "COLLSCAN ");
    check_plan(&[], find(doc! {"_id": 3}), "IDHACK", [1, 1, 1], "IDHACK ");
    check_plan(
        &[],
        find(doc! {"_id": {"$lt": 3}}),
        "IXSCAN _id_",
        [3, 3, 3],
        "FETCH<IXSCAN { _id: [[-inf.0, 3)] }",
    );
    check_plan(a, find(doc! {"a": 3}), "IXSCAN a_1", [10, 10, 10], "FETCH<IXSCAN { a: [[3, 3]] }");
    check_plan(
        a,
        find(doc! {"a": {"$gt": 7}}),
        "IXSCAN a_1",
        [20, 20, 20],
        "FETCH<IXSCAN { a: [(7, inf.0]] }",
    );
    check_plan(
        a,
        find(doc! {"a": {"$in": [1, 5]}}),
        "IXSCAN a_1",
        [22, 20, 20],
        "FETCH<IXSCAN { a: [[1, 1], [5, 5]] }",
    );
    check_plan(
        a,
        find(doc! {"a": {"$gte": 2, "$lt": 4}, "b": {"$lt": 50}}),
        "IXSCAN a_1",
        [20, 20, 10],
        "FETCH<IXSCAN { a: [[2, 4)] }",
    );
    check_plan(
        a,
        find(doc! {"a": {"$ne": 3}}),
        "IXSCAN a_1",
        [91, 90, 90],
        "FETCH<IXSCAN { a: [[MinKey, 3), (3, MaxKey]] }",
    );
    let s = &[doc! {"s": 1}][..];
    check_plan(
        s,
        find(doc! {"s": {"$regex": "^s1"}}),
        "IXSCAN s_1",
        [11, 10, 10],
        "FETCH<IXSCAN { s: [[s1, s2), [/^s1/, /^s1/]] }",
    );
    let t = &[doc! {"t": 1}][..];
    check_plan(
        t,
        find(doc! {"t": "t1"}),
        "IXSCAN t_1",
        [20, 20, 20],
        "FETCH<IXSCAN { t: [[t1, t1]] }",
    );
    check_plan(
        &[doc! {"a": 1, "b": -1}],
        doc! {"find": "c", "filter": {"a": 3}, "sort": {"b": 1}, "limit": 2},
        "IXSCAN a_1_b_-1",
        [2, 2, 2],
        "LIMIT<FETCH<IXSCAN { a: [[3, 3]], b: [[MinKey, MaxKey]] }",
    );
    check_plan(
        a,
        doc! {"find": "c", "filter": {"a": 3}, "sort": {"b": -1}, "limit": 2},
        "IXSCAN a_1",
        [10, 10, 2],
        "SORT<FETCH<IXSCAN { a: [[3, 3]] }",
    );
    check_plan(
        &[doc! {"b": 1}],
        doc! {"find": "c", "sort": {"b": -1}, "limit": 3},
        "IXSCAN b_1",
        [3, 3, 3],
        "LIMIT<FETCH<IXSCAN { b: [[MaxKey, MinKey]] }",
    );
}

#[test]
fn a_fetch_shows_what_the_index_leaves_to_ask() {
    let mut s = filled((0..10).map(|n| doc! {"a": n % 2, "b": n, "t": [n]}).collect());
    good(&mut s, doc! {"createIndexes": "c", "indexes": [{"key": {"a": 1}, "name": "a_1"}]});
    let cases = [
        (doc! {"a": 1}, None),
        (doc! {"a": 1, "b": {"$gt": 3}}, Some(doc! {"b": {"$gt": 3}})),
        (doc! {"a": {"$gt": 0, "$ne": 5}}, Some(doc! {"a": {"$gt": 0, "$ne": 5}})),
    ];
    for (filter, expected) in cases {
        let explained = good(&mut s, doc! {"explain": {"find": "c", "filter": filter.clone()}});
        let planner = explained.get_document("queryPlanner").unwrap();
        let fetch = planner.get_document("winningPlan").unwrap();
        assert_eq!(fetch.get_document("filter").ok(), expected.as_ref(), "{filter}");
    }
}

#[test]
fn the_better_of_two_indexes_wins() {
    let both = &[doc! {"a": 1}, doc! {"b": 1}][..];
    check_plan(
        both,
        doc! {"find": "c", "filter": {"a": 3, "b": 33}},
        "IXSCAN b_1",
        [1, 1, 1],
        "FETCH<IXSCAN { b: [[33, 33]] }",
    );
    check_plan(
        both,
        doc! {"find": "c", "filter": {"a": 3, "b": 33}, "hint": "a_1"},
        "IXSCAN a_1",
        [10, 10, 1],
        "FETCH<IXSCAN { a: [[3, 3]] }",
    );
    check_plan(
        both,
        doc! {"find": "c", "filter": {"a": 3}, "hint": {"$natural": 1}},
        "COLLSCAN",
        [0, 100, 10],
        "COLLSCAN ",
    );
    check_plan(
        both,
        doc! {"find": "c", "filter": {"$or": [{"a": 3}, {"b": 4}]}},
        "IXSCAN a_1, IXSCAN b_1",
        [11, 11, 11],
        "SUBPLAN<FETCH<OR ",
    );
    let mut s = server();
    good(&mut s, doc! {"insert": "c", "documents": [{}]});
    assert_eq!(
        error(&reply(&mut s, doc! {"find": "c", "hint": "x_1"})),
        "2 BadValue: error processing query: ns=shop.c planner returned error :: caused by :: hint provided does not correspond to an existing index"
    );
}

#[test]
fn counts_and_distinct_values() {
    let mut s =
        filled(vec![doc! {"a": 1, "t": ["x", "y"]}, doc! {"a": 2, "t": "x"}, doc! {"a": 2.0}]);
    assert_eq!(good(&mut s, doc! {"count": "c"}), doc! {"n": 3, "ok": 1.0});
    assert_eq!(good(&mut s, doc! {"count": "c", "query": {"a": 2}}), doc! {"n": 2, "ok": 1.0});
    assert_eq!(
        good(&mut s, doc! {"count": "c", "query": {"a": 2}, "skip": 1}),
        doc! {"n": 1, "ok": 1.0}
    );
    assert_eq!(
        good(&mut s, doc! {"distinct": "c", "key": "a"}),
        doc! {"values": [1, 2], "ok": 1.0}
    );
    assert_eq!(
        good(&mut s, doc! {"distinct": "c", "key": "t"}),
        doc! {"values": ["x", "y"], "ok": 1.0}
    );
}

#[test]
fn documents_expire() {
    use crate::lab::documents::testing::STILL_MS;
    use bson::DateTime;
    let mut s = server();
    let index = doc! {"key": {"at": 1}, "name": "at_1", "expireAfterSeconds": 60};
    good(&mut s, doc! {"createIndexes": "c", "indexes": [index]});
    let at = |ms: i64| DateTime::from_millis(STILL_MS - ms);
    good(
        &mut s,
        doc! {"insert": "c", "documents": [
            {"_id": 1, "at": at(60_000)}, {"_id": 2, "at": at(59_999)}, {"_id": 3, "at": "no date"}, {"_id": 4},
            {"_id": 5, "at": [at(0), at(99_000)]},
        ]},
    );
    let left: Vec<Bson> =
        found(&mut s, doc! {"find": "c"}).iter().map(|d| d["_id"].clone()).collect();
    assert_eq!(left, [2, 3, 4].map(Bson::Int32));
}

#[test]
fn an_index_that_has_all_fields_covers() {
    let index = &[doc! {"a": 1, "b": 1}][..];
    check_plan(
        index,
        doc! {"find": "c", "filter": {"a": 3}, "projection": {"_id": 0, "a": 1, "b": 1}},
        "IXSCAN a_1_b_1",
        [10, 0, 10],
        "PROJECTION_COVERED<IXSCAN { a: [[3, 3]], b: [[MinKey, MaxKey]] }",
    );
    check_plan(
        index,
        doc! {"find": "c", "filter": {"a": 3}, "projection": {"a": 1, "b": 1}},
        "IXSCAN a_1_b_1",
        [10, 10, 10],
        "PROJECTION_SIMPLE<FETCH<IXSCAN { a: [[3, 3]], b: [[MinKey, MaxKey]] }",
    );
    check_plan(
        index,
        doc! {"count": "c", "query": {"a": 3}},
        "IXSCAN a_1_b_1",
        [10, 0, 0],
        "COUNT<COUNT_SCAN { a: [[3, 3]], b: [[MinKey, MaxKey]] }",
    );
}

#[test]
fn variables_and_projections() {
    let mut s =
        filled(vec![doc! {"_id": 1, "a": [1, 2], "n": 5}, doc! {"_id": 2, "a": [3], "n": 6}]);
    let command = doc! {
        "find": "c",
        "filter": {"$expr": {"$eq": ["$n", "$$wanted"]}},
        "let": {"wanted": {"$add": [2, 3]}},
        "projection": {"_id": 0, "double": {"$multiply": ["$n", 2]}},
    };
    assert_eq!(found(&mut s, command), [doc! {"double": 10}]);
    let positional = doc! {"find": "c", "filter": {"a": 2}, "projection": {"a.$": 1}};
    assert_eq!(found(&mut s, positional), [doc! {"_id": 1, "a": [2]}]);
}

/// The plan of a `find` in a collection with one index.
fn check_choice(index: Document, command: Document, plan: &str) {
    let mut s =
        filled((0..40).map(|n| doc! {"n": n, "s": format!("S{n}"), "on": n % 2 == 0}).collect());
    let mut index = index;
    index.insert("name", "i");
    good(&mut s, doc! {"createIndexes": "c", "indexes": [index.clone()]});
    let mut find = doc! {"find": "c"};
    find.extend(command);
    find.insert("$db", "shop");
    let ran = s.run(&find);
    assert_eq!(ran.effort.plan, plan, "{index} {find} {}", ran.reply);
}

#[test]
fn an_index_serves_only_what_it_holds() {
    let partial = || doc! {"key": {"n": 1}, "partialFilterExpression": {"on": true}};
    let above = || doc! {"key": {"n": 1}, "partialFilterExpression": {"n": {"$gt": 10}}};
    let sparse = || doc! {"key": {"n": 1}, "sparse": true};
    let english = || doc! {"key": {"s": 1}, "collation": {"locale": "en", "strength": 2}};
    let cases = [
        (partial(), doc! {"filter": {"n": 5}}, "COLLSCAN"),
        (partial(), doc! {"filter": {"n": 5, "on": true}}, "IXSCAN i"),
        (above(), doc! {"filter": {"n": {"$gt": 20}}}, "IXSCAN i"),
        (above(), doc! {"filter": {"n": {"$gte": 10}}}, "COLLSCAN"),
        (above(), doc! {"filter": {"n": {"$in": [11, 12]}}}, "IXSCAN i"),
        (above(), doc! {"filter": {"n": {"$in": [9, 12]}}}, "COLLSCAN"),
        (sparse(), doc! {"filter": {"n": {"$lt": 3}}}, "IXSCAN i"),
        (sparse(), doc! {"filter": {"n": null}}, "COLLSCAN"),
        (sparse(), doc! {"filter": {"n": {"$exists": false}}}, "COLLSCAN"),
        (sparse(), doc! {"sort": {"n": 1}}, "COLLSCAN"),
        (sparse(), doc! {"sort": {"n": 1}, "hint": "i"}, "IXSCAN i"),
        (english(), doc! {"filter": {"s": "s1"}}, "COLLSCAN"),
        (
            english(),
            doc! {"filter": {"s": "s1"}, "collation": {"locale": "en", "strength": 2}},
            "IXSCAN i",
        ),
        (doc! {"key": {"n": 1}, "hidden": true}, doc! {"filter": {"n": 5}}, "COLLSCAN"),
        (doc! {"key": {"n": "hashed"}}, doc! {"filter": {"n": 5}}, "IXSCAN i"),
        (doc! {"key": {"n": "hashed"}}, doc! {"filter": {"n": {"$gt": 5}}}, "COLLSCAN"),
        (doc! {"key": {"n": 1, "s": 1}}, doc! {"filter": {"s": "S1"}}, "COLLSCAN"),
        (doc! {"key": {"n": 1, "s": 1}}, doc! {"sort": {"n": -1, "s": -1}}, "IXSCAN i"),
        (doc! {"key": {"n": 1, "s": 1}}, doc! {"sort": {"n": 1, "s": -1}}, "COLLSCAN"),
    ];
    for (index, command, plan) in cases {
        check_choice(index, command, plan);
    }
}
