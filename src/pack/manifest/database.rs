//! `sql` of `[lab]`: the files that make and fill the database of an exercise.

use crate::{
    course::{
        id::ExerciseId,
        sql::{DataSet, Database, Script},
    },
    pack::manifest::{check::inner_path, fields::Node},
};

/// Reads `sql` of `[lab]`. The texts of its files are still empty.
pub(super) fn read_database(node: &Node<'_>) -> Option<Database> {
    let fields = node.fields()?;
    let schema = fields.optional("schema").and_then(|node| inner_path(&node));
    let sets = fields.optional("sets").map(|node| sets(&node)).unwrap_or_default();
    fields.finish();
    let schema = script(schema.unwrap_or_default());
    Some(Database { schema, sets })
}

fn script(path: String) -> Script {
    Script { path, text: String::new() }
}

fn sets(node: &Node<'_>) -> Vec<DataSet> {
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
        node.report(("`sets` names no data", "sets = { shown = \"data/shown.sql\" }"));
    }
    sets
}
