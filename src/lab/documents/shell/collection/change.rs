//! `insertOne`, `updateMany`, `deleteOne` and their like.

use bson::{Bson, Document, doc};

use super::{Result, bulk, number, pass_common};
use crate::lab::documents::shell::{
    arguments,
    desk::{self, Desk},
    failure::{Failure, Kind},
    value::{Namespace, Value},
};

const INSERT_IS_OLD: &str =
    "Collection.insert() is deprecated. Use insertOne, insertMany, or bulkWrite.";
const UPDATE_IS_OLD: &str =
    "Collection.update() is deprecated. Use updateOne, updateMany, or bulkWrite.";
const REMOVE_IS_OLD: &str =
    "Collection.remove() is deprecated. Use deleteOne, deleteMany, findOneAndDelete, or bulkWrite.";

pub fn call(
    desk: &mut Desk,
    place: &Namespace,
    name: &str,
    values: &[Value],
) -> Result<Option<Value>> {
    Ok(Some(match name {
        "insertOne" => insert_one(desk, place, values)?,
        "insertMany" => insert_many(desk, place, values)?,
        "insert" => {
            desk.warn(INSERT_IS_OLD)?;
            let first = arguments::required(values, 0, "Collection.insert")?;
            let documents = match first {
                Value::List(_) => first.clone(),
                one => Value::list(vec![one.clone()]),
            };
            let mut values = values.to_vec();
            values[0] = documents;
            insert_many(desk, place, &values)?
        }
        "updateOne" | "updateMany" | "replaceOne" | "update" => {
            if name == "update" {
                desk.warn(UPDATE_IS_OLD)?;
            }
            let command = update(place, name, values)?;
            let reply = desk.send(&place.database, command)?;
            refused(&reply)?;
            updated(&reply)
        }
        "deleteOne" | "deleteMany" | "remove" => {
            if name == "remove" {
                desk.warn(REMOVE_IS_OLD)?;
            }
            let command = delete(place, name, values)?;
            let reply = desk.send(&place.database, command)?;
            refused(&reply)?;
            Value::record([
                ("acknowledged", Value::Bool(true)),
                ("deletedCount", Value::Number(number(&reply, "n"))),
            ])
        }
        _ => return Ok(None),
    }))
}

fn insert_one(desk: &mut Desk, place: &Namespace, values: &[Value]) -> Result<Value> {
    let value = arguments::required(values, 0, "Collection.insertOne")?;
    if let Value::List(_) = value {
        return Err(Failure::new(Kind::Argument, "insertOne takes one document, got a list")
            .hint("write `insertMany([..])` for many documents"));
    }
    let (id, document) = with_id(desk, arguments::document(value)?);
    let mut command =
        doc! { "insert": &*place.collection, "documents": [document], "ordered": true };
    let mut options = arguments::options(values, 1)?;
    pass_common(&mut options, &mut command);
    arguments::pass(&mut options, &["bypassDocumentValidation"], &mut command);
    let reply = desk.send(&place.database, command)?;
    refused(&reply)?;
    let acknowledged = ("acknowledged", Value::Bool(true));
    Ok(Value::record([acknowledged, ("insertedId", Value::from_bson(id))]))
}

fn insert_many(desk: &mut Desk, place: &Namespace, values: &[Value]) -> Result<Value> {
    let value = arguments::required(values, 0, "Collection.insertMany")?;
    let Some(documents) = arguments::list(value)? else {
        let message = "Argument \"docs\" must be an array of documents";
        return Err(Failure::new(Kind::Argument, message)
            .hint("write the documents in brackets, or `insertOne` for one of them"));
    };
    let options = arguments::options(values, 1)?;
    let inserts = documents.into_iter().map(|document| match document {
        Bson::Document(document) => Ok(bulk::Write::insert(with_id(desk, document).1)),
        other => {
            let shown = crate::lab::documents::shell::print::inspect(&Value::from_bson(other));
            Err(Failure::new(Kind::Argument, format!("{shown} is no document"))
                .hint("each element of the list stands in braces: `{ name: \"Ann\" }`"))
        }
    });
    let writes = inserts.collect::<Result<Vec<_>>>()?;
    let done = bulk::run(desk, place, writes, options)?;
    let acknowledged = ("acknowledged", Value::Bool(true));
    Ok(Value::record([acknowledged, ("insertedIds", Value::from_document(done.inserted_ids()))]))
}

/// The document with an `_id`, which drivers make before they send it; and the id.
pub fn with_id(desk: &mut Desk, mut document: Document) -> (Bson, Document) {
    if let Some(id) = document.get("_id").filter(|id| !matches!(id, Bson::Null)) {
        return (id.clone(), document);
    }
    let id = Bson::ObjectId(desk.new_id());
    document.remove("_id");
    let mut whole = doc! { "_id": id.clone() };
    whole.extend(document);
    (id, whole)
}

/// The `update` command of `method(filter, update, options)`.
pub fn update(place: &Namespace, name: &str, values: &[Value]) -> Result<Document> {
    let method = format!("Collection.{name}");
    let filter = arguments::filter(Some(arguments::required(values, 0, &method)?))?;
    let value = arguments::required(values, 1, &method)?;
    let mut options = arguments::options(values, 2)?;
    let multi = options.remove("multi").is_some_and(|multi| multi == Bson::Boolean(true));
    let change = match name {
        "replaceOne" => Bson::Document(arguments::replacement(value)?),
        _ => arguments::update(value)?,
    };
    let mut statement = doc! { "q": filter, "u": change };
    if name == "updateMany" || (name == "update" && multi) {
        statement.insert("multi", true);
    }
    let of_statement = ["upsert", "arrayFilters", "collation", "hint", "sort"];
    arguments::pass(&mut options, &of_statement, &mut statement);
    let mut command = doc! { "update": &*place.collection, "updates": [statement] };
    pass_common(&mut options, &mut command);
    arguments::pass(&mut options, &["bypassDocumentValidation"], &mut command);
    Ok(command)
}

/// The `delete` command of `method(filter, options)`.
pub fn delete(place: &Namespace, name: &str, values: &[Value]) -> Result<Document> {
    let method = format!("Collection.{name}");
    let filter = arguments::filter(Some(arguments::required(values, 0, &method)?))?;
    let (mut options, is_one) = match values.get(1) {
        Some(Value::Bool(is_one)) if name == "remove" => (Document::new(), *is_one),
        _ => {
            let mut options = arguments::options(values, 1)?;
            let one = options.remove("justOne").is_some_and(|one| one == Bson::Boolean(true));
            (options, one || name == "deleteOne")
        }
    };
    let mut statement = doc! { "q": filter, "limit": i32::from(is_one) };
    arguments::pass(&mut options, &["collation", "hint"], &mut statement);
    let mut command = doc! { "delete": &*place.collection, "deletes": [statement] };
    pass_common(&mut options, &mut command);
    Ok(command)
}

fn updated(reply: &Document) -> Value {
    let upserted = reply.get_array("upserted").ok().and_then(|upserted| upserted.first());
    let id = upserted.and_then(Bson::as_document).and_then(|upserted| upserted.get("_id")).cloned();
    let upserts = if id.is_some() { 1.0 } else { 0.0 };
    Value::record([
        ("acknowledged", Value::Bool(true)),
        ("insertedId", id.map_or(Value::Null, Value::from_bson)),
        ("matchedCount", Value::Number(number(reply, "n") - upserts)),
        ("modifiedCount", Value::Number(number(reply, "nModified"))),
        ("upsertedCount", Value::Number(upserts)),
    ])
}

/// The failure of a command that did one write, and did not do it.
fn refused(reply: &Document) -> Result<()> {
    let errors = reply.get_array("writeErrors").ok();
    let Some(error) = errors.and_then(|errors| errors.first()).and_then(Bson::as_document) else {
        return Ok(());
    };
    let mut failure = Failure::new(Kind::Server, error.get_str("errmsg").unwrap_or_default());
    failure.code = error.get_i32("code").ok();
    failure.details = desk::details(error);
    Err(failure)
}
