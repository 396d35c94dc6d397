//! `find`, `aggregate`, `distinct` and the counts.

use std::{cell::RefCell, rc::Rc};

use bson::{Bson, Document, doc};

use super::{Result, cursor, pass_common};
use crate::lab::documents::shell::{
    arguments, cursor_methods,
    desk::Desk,
    failure::{Failure, Kind},
    value::{Namespace, Value},
};

const COUNT_IS_OLD: &str =
    "Collection.count() is deprecated. Use countDocuments or estimatedDocumentCount.";

pub fn call(
    desk: &mut Desk,
    place: &Namespace,
    name: &str,
    values: &[Value],
) -> Result<Option<Value>> {
    Ok(Some(match name {
        "find" => {
            let explained = arguments::options(values, 2)?.remove("explain");
            let cursor = cursor(place, find(place, values)?);
            if let Some(verbosity) = explained {
                let verbosity = cursor_methods::verbosity_of(Some(&Value::from_bson(verbosity)))?;
                return cursor_methods::explained(desk, &cursor, &verbosity).map(Some);
            }
            Value::Cursor(Rc::new(RefCell::new(cursor)))
        }
        "findOne" => {
            let mut command = find(place, values)?;
            command.insert("limit", 1);
            command.insert("singleBatch", true);
            cursor(place, command).next(desk)?.map_or(Value::Null, Value::served)
        }
        "aggregate" => return aggregated(desk, place, values).map(Some),
        "distinct" => {
            let mut reply = desk.send(&place.database, distinct(place, values)?)?;
            reply.remove("values").map_or(Value::Undefined, Value::served)
        }
        "countDocuments" => count_documents(desk, place, values)?,
        "estimatedDocumentCount" => {
            let mut command = doc! { "count": &*place.collection };
            pass_common(&mut arguments::options(values, 0)?, &mut command);
            counted(desk, place, command)?
        }
        "count" => {
            desk.warn(COUNT_IS_OLD)?;
            let command = count(place, values)?;
            counted(desk, place, command)?
        }
        _ => return Ok(None),
    }))
}

/// The `find` command of `find(filter, projection, options)`.
pub fn find(place: &Namespace, values: &[Value]) -> Result<Document> {
    let mut command = doc! { "find": &*place.collection };
    command.insert("filter", arguments::filter(values.first())?);
    let mut options = arguments::options(values, 2)?;
    options.remove("explain");
    if let Some(projection) = values.get(1).filter(|value| value.is_truthy()) {
        let projection = projection.to_bson()?;
        options.insert("projection", projection);
    }
    if let Some(sort) = options.get_mut("sort") {
        *sort = arguments::sort(sort)?.into();
    }
    command.extend(options);
    Ok(command)
}

fn aggregated(desk: &mut Desk, place: &Namespace, values: &[Value]) -> Result<Value> {
    let (command, explained) = aggregate(place, values)?;
    let runs_at_once = command
        .get_array("pipeline")
        .ok()
        .and_then(|stages| stages.last())
        .and_then(Bson::as_document)
        .is_some_and(|stage| stage.contains_key("$out") || stage.contains_key("$merge"));
    let mut cursor = cursor(place, command);
    if let Some(verbosity) = explained {
        let verbosity = cursor_methods::verbosity_of(Some(&Value::from_bson(verbosity)))?;
        return cursor_methods::explained(desk, &cursor, &verbosity);
    }
    if runs_at_once {
        cursor.has_next(desk)?;
    }
    Ok(Value::Cursor(Rc::new(RefCell::new(cursor))))
}

/// The `aggregate` command, and the verbosity if it is to be explained. The stages may stand in a
/// list, or be the arguments themselves.
pub fn aggregate(place: &Namespace, values: &[Value]) -> Result<(Document, Option<Bson>)> {
    let (stages, mut options) = match values.first() {
        None => (Vec::new(), Document::new()),
        Some(first @ Value::List(_)) => {
            (arguments::list(first)?.unwrap_or_default(), arguments::options(values, 1)?)
        }
        Some(_) => {
            let stages = values.iter().map(Value::to_bson).collect::<Result<Vec<_>>>()?;
            (stages, Document::new())
        }
    };
    if let Some(wrong) = stages.iter().find(|stage| !matches!(stage, Bson::Document(_))) {
        let message = "Each element of the 'pipeline' array must be an object";
        let failure = Failure::new(Kind::Server, message);
        let wrong = crate::lab::documents::shell::print::inspect(&Value::from_bson(wrong.clone()));
        return Err(Failure { code: Some(14), code_name: Some("TypeMismatch".into()), ..failure }
            .hint(format!("{wrong} is no stage; write `{{ $match: {{ .. }} }}`")));
    }
    let explained = options.remove("explain");
    let mut command = doc! { "aggregate": &*place.collection, "pipeline": stages };
    let mut cursor = Document::new();
    if let Some(size) = options.remove("batchSize") {
        cursor.insert("batchSize", size);
    }
    command.insert("cursor", cursor);
    command.extend(options);
    Ok((command, explained))
}

/// The `distinct` command of `distinct(field, filter, options)`.
pub fn distinct(place: &Namespace, values: &[Value]) -> Result<Document> {
    let field = arguments::required(values, 0, "Collection.distinct")?.to_bson()?;
    let mut command = doc! { "distinct": &*place.collection, "key": field };
    command.insert("query", arguments::filter(values.get(1))?);
    command.extend(arguments::options(values, 2)?);
    Ok(command)
}

/// The old `count` command of `count(filter, options)`.
pub fn count(place: &Namespace, values: &[Value]) -> Result<Document> {
    let mut command = doc! { "count": &*place.collection };
    command.insert("query", arguments::filter(values.first())?);
    command.extend(arguments::options(values, 1)?);
    Ok(command)
}

fn counted(desk: &mut Desk, place: &Namespace, command: Document) -> Result<Value> {
    let reply = desk.send(&place.database, command)?;
    Ok(reply.get("n").cloned().map_or(Value::Undefined, Value::from_bson))
}

/// Drivers count by an aggregation. (MongoDB manual, db.collection.countDocuments.)
fn count_documents(desk: &mut Desk, place: &Namespace, values: &[Value]) -> Result<Value> {
    let mut options = arguments::options(values, 1)?;
    let mut stages = vec![doc! { "$match": arguments::filter(values.first())? }];
    for name in ["skip", "limit"] {
        if let Some(value) = options.remove(name) {
            stages.push(doc! { format!("${name}"): value });
        }
    }
    stages.push(doc! { "$group": { "_id": 1, "n": { "$sum": 1 } } });
    let mut command = doc! { "aggregate": &*place.collection, "pipeline": stages, "cursor": {} };
    command.extend(options);
    let found = desk.send_for_all(&place.database, &place.collection, command)?;
    let count = found.first().and_then(Bson::as_document).and_then(|group| group.get("n"));
    Ok(count.cloned().map_or(Value::Number(0.0), Value::from_bson))
}
