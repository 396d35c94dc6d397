//! `db.users.method()`: each method becomes commands, and the replies the result that mongosh shows.

mod bulk;
mod change;
mod index;
mod manage;
mod modify;
mod read;

use std::{cell::RefCell, rc::Rc};

use bson::{Document, doc};

use super::{
    arguments,
    cursor::Cursor,
    cursor_methods, database,
    desk::Desk,
    failure::{Failure, Kind},
    value::{Namespace, Value},
};

type Result<T> = std::result::Result<T, Failure>;

pub const METHODS: [&str; 55] = [
    "aggregate",
    "bulkWrite",
    "convertToCapped",
    "count",
    "countDocuments",
    "createIndex",
    "createIndexes",
    "dataSize",
    "deleteMany",
    "deleteOne",
    "distinct",
    "drop",
    "dropIndex",
    "dropIndexes",
    "ensureIndex",
    "estimatedDocumentCount",
    "exists",
    "explain",
    "find",
    "findAndModify",
    "findOne",
    "findOneAndDelete",
    "findOneAndReplace",
    "findOneAndUpdate",
    "getDB",
    "getFullName",
    "getIndexKeys",
    "getIndexSpecs",
    "getIndexes",
    "getIndices",
    "getName",
    "getPlanCache",
    "help",
    "hideIndex",
    "initializeOrderedBulkOp",
    "initializeUnorderedBulkOp",
    "insert",
    "insertMany",
    "insertOne",
    "isCapped",
    "latencyStats",
    "mapReduce",
    "reIndex",
    "remove",
    "renameCollection",
    "replaceOne",
    "runCommand",
    "stats",
    "storageSize",
    "totalIndexSize",
    "totalSize",
    "unhideIndex",
    "update",
    "updateMany",
    "updateOne",
];

/// What `db.users.explain()` explains.
pub const EXPLAINED: [&str; 12] = [
    "aggregate",
    "count",
    "distinct",
    "find",
    "findAndModify",
    "findOneAndDelete",
    "findOneAndReplace",
    "findOneAndUpdate",
    "getCollection",
    "getVerbosity",
    "remove",
    "update",
];

/// Calls the method; None if collections have none of this name.
pub fn call(
    desk: &mut Desk,
    place: &Rc<Namespace>,
    name: &str,
    values: &[Value],
) -> Result<Option<Value>> {
    if name == "explain" {
        let verbosity = cursor_methods::verbosity_of(values.first())?;
        return Ok(Some(Value::Explainable(Rc::clone(place), Rc::from(verbosity))));
    }
    if let Some(value) = read::call(desk, place, name, values)? {
        return Ok(Some(value));
    }
    if let Some(value) = change::call(desk, place, name, values)? {
        return Ok(Some(value));
    }
    if let Some(value) = modify::call(desk, place, name, values)? {
        return Ok(Some(value));
    }
    if name == "bulkWrite" {
        return bulk::write(desk, place, values).map(Some);
    }
    if let Some(value) = index::call(desk, place, name, values)? {
        return Ok(Some(value));
    }
    if let Some(value) = manage::call(desk, place, name, values)? {
        return Ok(Some(value));
    }
    match name {
        "watch" => Err(database::no_change_stream()),
        "initializeOrderedBulkOp" | "initializeUnorderedBulkOp" => {
            Err(unsupported(name)
                .hint("write `bulkWrite([ { insertOne: { document: .. } }, .. ])`"))
        }
        "mapReduce" => Err(unsupported(name).hint("write `aggregate` with `$group`")),
        name if METHODS.contains(&name) => Err(unsupported(name)),
        _ => Ok(None),
    }
}

fn unsupported(name: &str) -> Failure {
    Failure::new(Kind::Unsupported, format!("`{name}` is not part of this console"))
}

/// `db.users.explain().method()`.
pub fn explain(
    desk: &mut Desk,
    place: &Rc<Namespace>,
    verbosity: &Rc<str>,
    name: &str,
    values: &[Value],
) -> Result<Option<Value>> {
    let command = match name {
        "getVerbosity" => return Ok(Some(Value::Text(Rc::clone(verbosity)))),
        "getCollection" => return Ok(Some(Value::Collection(Rc::clone(place)))),
        "find" => {
            let mut cursor = cursor(place, read::find(place, values)?);
            cursor.explained = Some(verbosity.to_string());
            return Ok(Some(Value::Cursor(Rc::new(RefCell::new(cursor)))));
        }
        "aggregate" => read::aggregate(place, values)?.0,
        "count" => read::count(place, values)?,
        "distinct" => read::distinct(place, values)?,
        "remove" => change::delete(place, name, values)?,
        "update" => change::update(place, name, values)?,
        "findOneAndDelete" | "findOneAndReplace" | "findOneAndUpdate" | "findAndModify" => {
            modify::command(place, name, values)?
        }
        _ => return Ok(None),
    };
    let command = doc! { "explain": command, "verbosity": &**verbosity };
    desk.send(&place.database, command).map(Value::served).map(Some)
}

fn cursor(place: &Namespace, command: Document) -> Cursor {
    Cursor::new(&place.database, &place.collection, command)
}

/// The options that commands of all kinds take.
fn pass_common(options: &mut Document, command: &mut Document) {
    let names = ["comment", "maxTimeMS", "let", "readConcern", "writeConcern"];
    arguments::pass(options, &names, command);
}

/// A count of the reply as a number of JavaScript; 0 if it is missing.
fn number(reply: &Document, name: &str) -> f64 {
    reply.get(name).cloned().map_or(0.0, |number| Value::from_bson(number).to_number())
}
