//! `sql`, `mongo` and `redis` of `[lab]`: the files that make and fill the database of an exercise.

use std::collections::BTreeSet;

use crate::{
    course::{
        exercise::Kind,
        id::ExerciseId,
        sql::{DataSet, Database, Script},
        store::Store,
    },
    pack::manifest::{
        check::inner_path,
        fields::{Fields, Node},
    },
};

/// Reads `sql` of `[lab]`. The texts of its files are still empty.
pub(super) fn read_database(node: &Node<'_>) -> Option<Database> {
    let fields = node.fields()?;
    let schema = fields.optional("schema").and_then(|node| inner_path(&node));
    let sets =
        fields.optional("sets").map(|node| read_sets(&node, "data/shown.sql")).unwrap_or_default();
    fields.finish();
    let schema = script(schema.unwrap_or_default());
    Some(Database { schema, sets })
}

/// Reads `mongo` and `redis` of `[lab]`. The texts of their files are still empty.
pub(super) fn read_stores(lab: &Fields<'_>, kind: Kind) -> [Option<Store>; 2] {
    let nodes = [("mongo", Kind::Mongo), ("redis", Kind::Redis)].map(|(key, own)| {
        let node = lab.optional(key)?;
        // A program may have a client of each.
        if kind != own && !matches!(kind, Kind::Js | Kind::Attack) {
            node.key_report(format!("`{key}` goes with the kinds `{key}`, `js` and `attack`"));
        }
        Some(node)
    });
    let stores = nodes.map(|node| read_store(&node?));
    if let ([_, Some(node)], [Some(mongo), Some(redis)]) = (nodes, &stores) {
        let names = |store: &Store| -> BTreeSet<String> {
            store.sets.iter().map(|set| set.name.clone()).collect()
        };
        let (one, other) = (names(mongo), names(redis));
        if !one.is_empty() && !other.is_empty() && one != other {
            node.key_report((
                "the data sets of `redis` are not those of `mongo`",
                "a program has one of each at a time: give them the same names, or leave out one",
            ));
        }
    }
    for (node, store) in nodes.into_iter().zip(&stores) {
        let sets = store.as_ref().map_or(0, |store| store.sets.len());
        if let (Some(node), Kind::Attack, 2..) = (node, kind, sets) {
            node.key_report("an `attack` has one data set: both its servers hold the same");
        }
    }
    stores
}

/// Reads `mongo` or `redis` of `[lab]`.
fn read_store(node: &Node<'_>) -> Option<Store> {
    let fields = node.fields()?;
    let is_mongo = node.name() == "mongo";
    let database = fields.optional("database").and_then(|node| {
        if !is_mongo {
            node.key_report("`database` goes with `mongo`");
        }
        node.line()
    });
    let example = if is_mongo { "data/shown.json" } else { "data/shown.redis" };
    let sets = fields.optional("sets").map(|node| read_sets(&node, example)).unwrap_or_default();
    fields.finish();
    Some(Store { database, sets })
}

fn script(path: String) -> Script {
    Script { path, text: String::new() }
}

/// Reads `sets`, whose files are as `example`. Their texts are still empty.
fn read_sets(node: &Node<'_>, example: &str) -> Vec<DataSet> {
    let Some(fields) = node.fields() else { return Vec::new() };
    let mut sets = Vec::new();
    for entry in fields.entries() {
        if let Err(error) = ExerciseId::parse(entry.name()) {
            entry.key_report(error.to_string());
        } else if let Some(path) = inner_path(&entry) {
            sets.push(DataSet { name: entry.name().to_owned(), script: script(path) });
        }
    }
    if fields.entries().is_empty() {
        node.report(("`sets` names no data", format!("sets = {{ shown = \"{example}\" }}")));
    }
    sets
}
