//! What a database holds, as a tree for the screen and as words for completion.

use super::{Engine, Tree, Twig, Vocabulary};
use crate::{
    lab::sql::schema::{Column, Index, Origin, Relation, Schema},
    text::clean_line,
};

/// One database of documents.
pub struct Documents {
    pub name: String,
    /// What is typed goes to it.
    pub is_here: bool,
    pub collections: Vec<Collection>,
}

pub struct Collection {
    pub name: String,
    pub count: Option<u64>,
    /// With whether it is unique.
    pub indexes: Vec<(String, bool)>,
    /// Of its first document.
    pub fields: Vec<String>,
}

/// One key of a cache.
pub struct Key {
    pub name: String,
    pub kind: String,
    /// Until it is gone.
    pub left_ms: Option<u64>,
}

/// Nothing is known, and why.
pub fn unknown(engine: Engine, why: String) -> (Tree, Vocabulary) {
    (Tree { says: Some(why), ..Tree::default() }, Vocabulary::new(engine))
}

pub fn of_schema(schema: &Schema) -> (Tree, Vocabulary) {
    let mut twigs = Vec::new();
    for table in &schema.tables {
        let note = match table.rows {
            _ if table.is_view => "view".to_owned(),
            Some(rows) => rows.to_string(),
            None => String::new(),
        };
        twigs.push(twig(0, &table.name, note));
        twigs.extend(table.columns.iter().map(|column| of_column(table, column)));
        let made = table.indexes.iter().filter(|index| index.origin == Origin::Made);
        twigs.extend(made.map(|index| {
            let note = if index.is_unique { "unique index" } else { "index" };
            twig(1, &index.name, note.to_owned())
        }));
    }
    let says = schema.tables.is_empty().then(|| "no tables yet".to_owned());
    let names = |table: &Relation| {
        let columns = table.columns.iter().map(|column| column.name.clone()).collect();
        (table.name.clone(), columns)
    };
    let tables = schema.tables.iter().map(names).collect();
    (Tree { counts: "rows", twigs, says }, Vocabulary { tables, ..Vocabulary::new(Engine::Sql) })
}

fn of_column(table: &Relation, column: &Column) -> Twig {
    let mut notes = Vec::new();
    if 0 < column.primary {
        notes.push("key".to_owned());
    }
    let alone = |index: &&Index| index.columns == [Some(column.name.clone())];
    let is_unique = |index: &Index| index.is_unique && index.origin == Origin::Unique;
    if table.indexes.iter().filter(alone).any(is_unique) {
        notes.push("unique".to_owned());
    }
    let key = table.foreign_keys.iter().find(|key| key.columns.contains(&column.name));
    notes.extend(key.map(|key| format!("→ {}", clean_line(&key.table))));
    twig(1, &column.name, notes.join(" "))
}

pub fn of_documents(databases: &[Documents]) -> (Tree, Vocabulary) {
    let mut twigs = Vec::new();
    let mut words = Vocabulary::new(Engine::Mongo);
    for database in databases {
        let note = if database.is_here { "here" } else { "" };
        twigs.push(twig(0, &database.name, note.to_owned()));
        words.databases.push(database.name.clone());
        for collection in &database.collections {
            let count = collection.count.map_or_else(String::new, |count| count.to_string());
            twigs.push(twig(1, &collection.name, count));
            for (name, is_unique) in &collection.indexes {
                let note = if *is_unique { "unique" } else { "index" };
                twigs.push(twig(2, name, note.to_owned()));
            }
            if database.is_here {
                words.tables.push((collection.name.clone(), collection.fields.clone()));
            }
        }
    }
    let is_empty = databases.iter().all(|database| database.collections.is_empty());
    let says = is_empty.then(|| "no collections yet".to_owned());
    (Tree { counts: "documents", twigs, says }, words)
}

/// `more` keys are left out.
pub fn of_keys(keys: &[Key], more: usize) -> (Tree, Vocabulary) {
    let note = |key: &Key| match key.left_ms {
        Some(left) => format!("{}   {}", key.kind, in_time(left)),
        None => key.kind.clone(),
    };
    let twigs = keys.iter().map(|key| twig(0, &key.name, note(key))).collect();
    let says = match more {
        0 if keys.is_empty() => Some("no keys yet".to_owned()),
        0 => None,
        more => Some(format!("{more} more keys")),
    };
    let tables = keys.iter().map(|key| (key.name.clone(), Vec::new())).collect();
    let words = Vocabulary { tables, ..Vocabulary::new(Engine::Redis) };
    (Tree { counts: "", twigs, says }, words)
}

/// `58 s`, `5 min`, `3 h`
fn in_time(ms: u64) -> String {
    match ms {
        0..=999 => format!("{ms} ms"),
        1_000..=119_999 => format!("{} s", ms / 1_000),
        120_000..=7_199_999 => format!("{} min", ms / 60_000),
        7_200_000.. => format!("{} h", ms / 3_600_000),
    }
}

fn twig(depth: u8, name: &str, note: String) -> Twig {
    Twig { depth, name: clean_line(name).into_owned(), note }
}
