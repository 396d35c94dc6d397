//! `.sort()`, `.limit()`, `.toArray()`: the methods of what `find` and `aggregate` give.

use std::{cell::RefCell, rc::Rc};

use bson::{Bson, doc};

use super::{
    arguments,
    cursor::Cursor,
    desk::Desk,
    failure::{Failure, Kind},
    value::{Value, number_to_bson},
};

type Result<T> = std::result::Result<T, Failure>;

pub const METHODS: [&str; 38] = [
    "allowDiskUse",
    "batchSize",
    "close",
    "collation",
    "comment",
    "count",
    "explain",
    "finish",
    "forEach",
    "hasNext",
    "hint",
    "isClosed",
    "isExhausted",
    "itcount",
    "limit",
    "map",
    "max",
    "maxTimeMS",
    "min",
    "next",
    "noCursorTimeout",
    "objsLeftInBatch",
    "pretty",
    "projection",
    "project",
    "readConcern",
    "readPref",
    "returnKey",
    "showRecordId",
    "size",
    "skip",
    "sort",
    "tailable",
    "toArray",
    "tryNext",
    "addOption",
    "maxAwaitTimeMS",
    "let",
];

/// Calls the method; None if cursors have none of this name.
pub fn call(
    desk: &mut Desk,
    shared: &Rc<RefCell<Cursor>>,
    name: &str,
    values: &[Value],
) -> Result<Option<Value>> {
    let mut cursor = shared.borrow_mut();
    if let Some(is_kept) = change(&mut cursor, name, values)? {
        let same = Value::Cursor(Rc::clone(shared));
        return Ok(is_kept.then_some(same));
    }
    let verbosity = cursor.explained.clone();
    #[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers are doubles")]
    let number = |count: usize| Value::Number(count as f64);
    Ok(Some(match name {
        "toArray" | "next" | "finish" if verbosity.is_some() => {
            explained(desk, &cursor, &verbosity.unwrap_or_default())?
        }
        "toArray" => {
            let documents = Bson::Array(cursor.rest(desk)?);
            value_of(&cursor, documents)
        }
        "next" | "tryNext" => {
            let document = cursor.next(desk)?;
            document.map_or(Value::Null, |document| value_of(&cursor, document))
        }
        "hasNext" => Value::Bool(cursor.has_next(desk)?),
        "itcount" => number(cursor.rest(desk)?.len()),
        "count" | "size" if cursor.is_find() => count(desk, &cursor)?,
        "explain" => {
            let verbosity = verbosity_of(values.first())?;
            explained(desk, &cursor, &verbosity)?
        }
        "isExhausted" | "isClosed" => Value::Bool(cursor.is_exhausted()),
        "objsLeftInBatch" => number(cursor.left_in_batch()),
        "close" => {
            cursor.close(desk)?;
            Value::Undefined
        }
        _ => return Ok(None),
    }))
}

/// What the cursor gives as a value: sent by the server, unless a function of the script made it.
pub fn value_of(cursor: &Cursor, value: Bson) -> Value {
    if cursor.command.is_empty() { Value::from_bson(value) } else { Value::served(value) }
}

/// Changes the command that the cursor will run. None if the method changes nothing; false if the
/// cursor has no such method.
fn change(cursor: &mut Cursor, name: &str, values: &[Value]) -> Result<Option<bool>> {
    let first = values.first().unwrap_or(&Value::Undefined);
    let is_find = cursor.is_find();
    match name {
        "pretty" | "readPref" | "readConcern" | "noCursorTimeout" | "disableBlockWarnings" => {}
        "sort" | "skip" | "limit" | "projection" | "project" if !is_find => {
            if name == "limit" && !cursor.command.is_empty() {
                return Ok(Some(false));
            }
            let stage = if name.starts_with("proj") { "$project" } else { &format!("${name}") };
            let value = first.to_bson()?;
            if let Ok(pipeline) = cursor.change()?.get_array_mut("pipeline") {
                pipeline.push(Bson::Document(doc! { stage: value }));
            }
        }
        "sort" => {
            let sort = arguments::sort(&first.to_bson()?)?;
            cursor.change()?.insert("sort", sort);
        }
        "limit" | "skip" => {
            let count = whole(name, first)?;
            let command = cursor.change()?;
            if name == "limit" && count < 0.0 {
                command.insert("singleBatch", true);
            }
            command.insert(name, number_to_bson(if name == "limit" { count.abs() } else { count }));
        }
        "batchSize" => {
            let count = number_to_bson(whole(name, first)?);
            let command = cursor.change()?;
            if is_find {
                command.insert("batchSize", count);
            } else {
                command.insert("cursor", doc! { "batchSize": count });
            }
        }
        "projection" | "project" => {
            let projection = arguments::document(first)?;
            cursor.change()?.insert("projection", projection);
        }
        "hint" | "collation" | "comment" | "maxTimeMS" | "min" | "max" | "let" => {
            let value = first.to_bson()?;
            cursor.change()?.insert(name, value);
        }
        "allowDiskUse" | "returnKey" | "showRecordId" => {
            let value = values.first().is_none_or(Value::is_truthy);
            cursor.change()?.insert(name, value);
        }
        "tailable" | "addOption" | "maxAwaitTimeMS" => {
            let message = format!("`{name}` is not part of this console");
            return Err(Failure::new(Kind::Unsupported, message)
                .hint("the console has no capped collections, to which it belongs"));
        }
        _ => return Ok(None),
    }
    Ok(Some(true))
}

fn whole(name: &str, value: &Value) -> Result<f64> {
    let number = value.to_number();
    if matches!(value, Value::Text(_)) || number.fract() != 0.0 || !number.is_finite() {
        let message = format!("Operation \"{name}\" requires an integer");
        return Err(Failure::new(Kind::Argument, message));
    }
    Ok(number)
}

/// How many documents match, within `skip` and `limit`.
fn count(desk: &mut Desk, cursor: &Cursor) -> Result<Value> {
    let mut command = doc! { "count": &cursor.collection };
    command.insert("query", cursor.command.get_document("filter").cloned().unwrap_or_default());
    for name in ["limit", "skip", "hint", "collation", "maxTimeMS"] {
        if let Some(value) = cursor.command.get(name) {
            command.insert(name, value.clone());
        }
    }
    let reply = desk.send(&cursor.database, command)?;
    Ok(reply.get("n").cloned().map_or(Value::Undefined, Value::from_bson))
}

/// Asks the server how it would run the cursor's command.
pub fn explained(desk: &mut Desk, cursor: &Cursor, verbosity: &str) -> Result<Value> {
    if cursor.command.is_empty() {
        let message = "a cursor that `map` has changed cannot be explained";
        return Err(Failure::new(Kind::Unsupported, message).hint("call `explain` without `map`"));
    }
    let command = doc! { "explain": cursor.command.clone(), "verbosity": verbosity };
    desk.send(&cursor.database, command).map(Value::served)
}

/// The verbosity that an argument names. (mongosh: `true` is the most, nothing the least.)
pub fn verbosity_of(value: Option<&Value>) -> Result<String> {
    match value {
        None | Some(Value::Undefined | Value::Bool(false)) => Ok("queryPlanner".to_owned()),
        Some(Value::Bool(true)) => Ok("allPlansExecution".to_owned()),
        Some(Value::Text(text)) => Ok(text.to_string()),
        Some(Value::Record(record)) => verbosity_of(record.field("verbosity")),
        Some(_) => Err(Failure::input("verbosity must be a string")),
    }
}
