//! What must hold for any command, and for any index.

use bson::{Bson, Document, doc};
use proptest::prelude::*;

use super::{
    arbitrary::{
        PATHS, any_condition, any_filter, any_index, any_list_filter, any_lists, any_small,
        any_update,
    },
    good, server,
};
use crate::lab::documents::testing::any_value;

fn ids(server: &mut crate::lab::documents::Server, command: &Document) -> Result<Vec<i32>, String> {
    let mut command = command.clone();
    command.insert("$db", "shop");
    let reply = server.run(&command).reply;
    match reply.get_document("cursor") {
        Ok(cursor) => Ok(cursor
            .get_array("firstBatch")
            .unwrap()
            .iter()
            .map(|document| document.as_document().unwrap().get_i32("_id").unwrap())
            .collect()),
        Err(_) => Err(super::error(&reply)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_index_changes_no_result(
        values in prop::collection::vec((any_small(), any_small()), 4..20),
        indexes in prop::collection::vec(any_index(), 2..6),
        filter in any_filter(),
        sort in prop::collection::vec((prop::sample::select(PATHS), prop::sample::select(vec![1, -1])), 0..2),
        collated in any::<bool>(),
    ) {
        let mut server = server();
        for (at, index) in indexes.iter().enumerate() {
            let mut index = index.clone();
            index.insert("name", format!("i{at}"));
            let mut create = doc! { "createIndexes": "c", "indexes": [index] };
            create.insert("$db", "shop");
            server.run(&create);
        }
        for (at, (a, b)) in values.into_iter().enumerate() {
            // Some documents cannot be indexed; they are not there for any plan.
            let document = doc! { "_id": i32::try_from(at).unwrap(), "a": a, "b": b };
            server.run(&doc! { "insert": "c", "documents": [document], "$db": "shop" });
        }
        let sort: Document = sort.into_iter().map(|(name, way)| (name.to_owned(), way.into())).collect();
        let mut find = doc! { "find": "c", "filter": filter, "sort": sort.clone(), "batchSize": 1_000 };
        if collated {
            find.insert("collation", doc! { "locale": "en", "strength": 2 });
        }
        let chosen = ids(&mut server, &find);
        find.insert("hint", doc! { "$natural": 1 });
        let scanned = ids(&mut server, &find);
        let sorted = |result: &Result<Vec<i32>, String>| result.clone().map(|mut ids| { ids.sort_unstable(); ids });
        prop_assert_eq!(sorted(&chosen), sorted(&scanned), "{}", find);
        if let Ok(chosen) = chosen && !sort.is_empty() {
            check_order(&mut server, &chosen, &sort, collated)?;
        }
    }

    #[test]
    fn an_expression_finds_the_same_with_an_index(
        values in prop::collection::vec(any_small(), 1..12),
        value in any_small(),
        path in prop::sample::select(PATHS),
    ) {
        let mut server = server();
        good(&mut server, doc! { "createIndexes": "c", "indexes": [{ "key": { path: 1 }, "name": "i" }] });
        for (at, value) in values.into_iter().enumerate() {
            let document = doc! { "_id": i32::try_from(at).unwrap(), "a": value };
            server.run(&doc! { "insert": "c", "documents": [document], "$db": "shop" });
        }
        let expression = doc! { "$eq": [format!("${path}"), { "$literal": value }] };
        let mut find = doc! { "find": "c", "filter": { "$expr": expression }, "sort": { "_id": 1 } };
        let chosen = ids(&mut server, &find);
        find.insert("hint", doc! { "$natural": 1 });
        prop_assert_eq!(chosen, ids(&mut server, &find), "{}", find);
    }

    #[test]
    fn counts_are_the_same_with_an_index(
        values in prop::collection::vec(any_small(), 1..12),
        condition in any_condition(),
    ) {
        let mut plain = server();
        let mut indexed = server();
        good(&mut indexed, doc! { "createIndexes": "c", "indexes": [{ "key": { "a": 1 }, "name": "a_1" }] });
        for value in values {
            for server in [&mut plain, &mut indexed] {
                server.run(&doc! { "insert": "c", "documents": [{ "a": value.clone() }], "$db": "shop" });
            }
        }
        let count = doc! { "count": "c", "query": { "a": condition }, "$db": "shop" };
        prop_assert_eq!(plain.run(&count).reply, indexed.run(&count).reply, "{}", count);
    }

    #[test]
    fn an_index_forgets_what_is_gone(
        before in prop::collection::vec(any_small(), 1..6),
        after in any_small(),
    ) {
        let mut server = server();
        good(&mut server, doc! { "createIndexes": "c", "indexes": [
            { "key": { "a": 1 }, "name": "a_1" }, { "key": { "a.b": 1, "b": -1 }, "name": "ab" },
        ] });
        for value in &before {
            server.run(&doc! { "insert": "c", "documents": [{ "a": value.clone() }], "$db": "shop" });
        }
        server.run(&doc! { "update": "c", "updates": [{ "q": {}, "u": { "$set": { "a": after } }, "multi": true }], "$db": "shop" });
        good(&mut server, doc! { "delete": "c", "deletes": [{ "q": {}, "limit": 0 }] });
        let stats = good(&mut server, doc! { "collStats": "c" });
        prop_assert_eq!(stats.get_i32("totalIndexSize").unwrap(), 0);
        prop_assert_eq!(stats.get_i32("size").unwrap(), 0);
    }
}

fn check_order(
    server: &mut crate::lab::documents::Server,
    ids: &[i32],
    sort: &Document,
    collated: bool,
) -> Result<(), TestCaseError> {
    use crate::lab::documents::{collation::Collation, sort::Sort};
    let collation = Collation::parse(&doc! { "locale": "en", "strength": 2 }).unwrap();
    let collation = collated.then_some(&collation);
    let sort = Sort::parse(sort).unwrap();
    let keys: Vec<Vec<Bson>> = ids
        .iter()
        .map(|id| {
            let found = super::found(server, doc! { "find": "c", "filter": { "_id": id } });
            sort.key(&found[0], collation)
        })
        .collect();
    for pair in keys.windows(2) {
        prop_assert!(
            sort.compare_keys(&pair[0], &pair[1], collation).is_le(),
            "{:?} {:?}",
            pair,
            sort
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_update_is_counted_as_what_it_did(
        a in any_small(),
        b in any_small(),
        update in any_update(),
        filter in any_filter(),
        upsert in any::<bool>(),
    ) {
        let before = doc! { "_id": 7, "a": a, "b": b };
        let mut server = super::filled(vec![before.clone()]);
        let filters = if update.to_string().contains("$[e]") { vec![doc! { "e": { "$exists": true } }] } else { vec![] };
        let statement = doc! { "q": filter, "u": update.clone(), "upsert": upsert, "arrayFilters": filters };
        let reply = server.run(&doc! { "update": "c", "updates": [statement.clone()], "$db": "shop" }).reply;
        prop_assert!(reply.get_f64("ok").is_ok(), "{} gave {}", statement, reply);
        let after = super::found(&mut server, doc! { "find": "c", "filter": { "_id": 7 } }).remove(0);
        let changed = !crate::lab::documents::measure::is_same_document(&before, &after);
        match reply.get_i32("nModified") {
            Ok(0) | Err(_) => prop_assert!(!changed, "{} gave {}", statement, reply),
            Ok(_) => {
                // A sort counts as a change, and so does an element that is taken away from its place.
                let text = update.to_string();
                let is_sorted = text.contains("$sort") || text.contains("$unset");
                prop_assert!(changed || is_sorted, "{} on {} gave {}", statement, before, reply);
            }
        }
        prop_assert_eq!(after.get_i32("_id").unwrap(), 7);
    }
}

const COMMANDS: &[&str] = &[
    "find",
    "insert",
    "update",
    "delete",
    "findAndModify",
    "count",
    "distinct",
    "getMore",
    "killCursors",
    "explain",
    "createIndexes",
    "listIndexes",
    "dropIndexes",
    "create",
    "collMod",
    "drop",
    "dropDatabase",
    "renameCollection",
    "listCollections",
    "listDatabases",
    "collStats",
    "dbStats",
    "hello",
    "isMaster",
    "buildInfo",
    "getParameter",
    "aggregate",
    "startTransaction",
    "foo",
];

const FIELDS: &[&str] = &[
    "filter",
    "sort",
    "projection",
    "hint",
    "skip",
    "limit",
    "batchSize",
    "collation",
    "let",
    "documents",
    "updates",
    "deletes",
    "q",
    "u",
    "multi",
    "upsert",
    "arrayFilters",
    "query",
    "update",
    "remove",
    "new",
    "fields",
    "key",
    "indexes",
    "index",
    "name",
    "to",
    "cursors",
    "collection",
    "validator",
    "pipeline",
    "cursor",
    "explain",
    "verbosity",
    "ordered",
    "unique",
    "expireAfterSeconds",
    "$set",
    "$push",
    "$each",
    "$inc",
    "$pull",
    "a",
    "a.b",
    "a.$[]",
    "$or",
    "$gt",
    "$elemMatch",
    "_id",
    "partialFilterExpression",
];

fn any_mess() -> impl Strategy<Value = Bson> {
    prop_oneof![any_value(FIELDS), any_small()].prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Bson::Array),
            prop::collection::vec((prop::sample::select(FIELDS), inner), 0..4).prop_map(|fields| {
                Bson::Document(
                    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
                )
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_command_gets_a_reply(
        commands in prop::collection::vec(
            (
                prop::sample::select(COMMANDS),
                prop_oneof![Just(Bson::String("c".to_owned())), any_mess()],
                prop::collection::vec((prop::sample::select(FIELDS), any_mess()), 0..4),
            ),
            1..5,
        ),
    ) {
        let mut server = server();
        good(&mut server, doc! { "insert": "c", "documents": [{ "a": [1, { "b": 2 }] }, { "a": "x" }] });
        for (name, first, fields) in commands {
            let mut command = doc! { name: first };
            command.extend(fields.into_iter().map(|(name, value)| (name.to_owned(), value)));
            command.insert("$db", "shop");
            let reply = server.run(&command).reply;
            prop_assert!(reply.get_f64("ok").is_ok(), "{} gave {}", command, reply);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_index_over_arrays_changes_no_result(
        values in prop::collection::vec((any_lists(), 1..4_i32), 6..14),
        filter in any_list_filter(),
        other in any_list_filter(),
        either in any::<bool>(),
        key in prop::sample::select(vec![
            doc! { "a": 1 }, doc! { "a.b": 1 }, doc! { "a.b": 1, "a.c": 1 }, doc! { "a.c": -1, "a.b": 1 },
            doc! { "d": 1, "a": -1 }, doc! { "a": 1, "d": 1 }, doc! { "a.b": -1, "d": 1, "a.c": 1 },
        ]),
        sort in prop::sample::select(vec![doc! {}, doc! { "a": 1 }, doc! { "a.b": -1 }, doc! { "d": 1, "a": -1 }]),
    ) {
        let mut server = server();
        good(&mut server, doc! { "createIndexes": "c", "indexes": [{ "key": key, "name": "i" }] });
        for (at, (a, d)) in values.into_iter().enumerate() {
            let document = doc! { "_id": i32::try_from(at).unwrap(), "a": a, "d": d };
            good(&mut server, doc! { "insert": "c", "documents": [document] });
        }
        let filter = if either { doc! { "$or": [filter, other] } } else { filter };
        let mut find = doc! { "find": "c", "filter": filter, "sort": sort.clone() };
        let chosen = ids(&mut server, &find);
        find.insert("hint", doc! { "$natural": 1 });
        let scanned = ids(&mut server, &find);
        let sorted = |result: &Result<Vec<i32>, String>| result.clone().map(|mut ids| { ids.sort_unstable(); ids });
        prop_assert_eq!(sorted(&chosen), sorted(&scanned), "{}", find);
        if !sort.is_empty() {
            check_order(&mut server, &chosen.unwrap(), &sort, false)?;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_lookup_finds_the_same_with_an_index(
        values in prop::collection::vec(any_small(), 1..8),
        others in prop::collection::vec(any_small(), 1..8),
    ) {
        let mut server = server();
        for (name, values) in [("c", values), ("o", others)] {
            for (at, value) in values.into_iter().enumerate() {
                let document = doc! { "_id": i32::try_from(at).unwrap(), "a": value };
                good(&mut server, doc! { "insert": name, "documents": [document] });
            }
        }
        let lookup = doc! { "$lookup": { "from": "o", "localField": "a", "foreignField": "a", "as": "found" } };
        let sort = doc! { "$set": { "found": { "$sortArray": { "input": "$found", "sortBy": { "_id": 1 } } } } };
        let join = doc! { "aggregate": "c", "pipeline": [lookup, sort], "cursor": {} };
        let scanned = super::found(&mut server, join.clone());
        good(&mut server, doc! { "createIndexes": "o", "indexes": [{ "key": { "a": 1 }, "name": "a_1" }] });
        let indexed = super::found(&mut server, join);
        prop_assert_eq!(format!("{indexed:?}"), format!("{scanned:?}"));
    }
}
