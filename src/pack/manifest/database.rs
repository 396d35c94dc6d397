//! `sql`, `mongo` and `redis` of `[lab]`: the files that make and fill the database of an exercise.

use crate::{
    course::{
        id::ExerciseId,
        sql::{DataSet, Database, Script},
        store::Store,
    },
    pack::manifest::{check::inner_path, fields::Node},
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

/// Reads `mongo` or `redis` of `[lab]`. The texts of its files are still empty.
pub(super) fn read_store(node: &Node<'_>) -> Option<Store> {
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
