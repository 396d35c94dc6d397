//! `findOneAndUpdate` and its siblings: change one document and give it back.

use bson::{Bson, Document, doc};

use super::{Result, pass_common};
use crate::lab::documents::shell::{
    arguments,
    desk::Desk,
    failure::Failure,
    value::{Namespace, Value},
};

pub fn call(
    desk: &mut Desk,
    place: &Namespace,
    name: &str,
    values: &[Value],
) -> Result<Option<Value>> {
    let is_known = matches!(
        name,
        "findOneAndDelete" | "findOneAndReplace" | "findOneAndUpdate" | "findAndModify"
    );
    if !is_known {
        return Ok(None);
    }
    let mut reply = desk.send(&place.database, command(place, name, values)?)?;
    let value = reply.remove("value").unwrap_or(Bson::Null);
    Ok(Some(Value::served(value)))
}

/// The `findAndModify` command.
pub fn command(place: &Namespace, name: &str, values: &[Value]) -> Result<Document> {
    let method = format!("Collection.{name}");
    let first = arguments::required(values, 0, &method)?;
    let mut command = doc! { "findAndModify": &*place.collection };
    let mut options = if name == "findAndModify" {
        described(first, &mut command)?
    } else {
        command.insert("query", arguments::filter(Some(first))?);
        if name == "findOneAndDelete" {
            command.insert("remove", true);
            arguments::options(values, 1)?
        } else {
            let change = arguments::required(values, 1, &method)?;
            let change = if name == "findOneAndReplace" {
                Bson::Document(arguments::replacement(change)?)
            } else {
                arguments::update(change)?
            };
            command.insert("update", change);
            arguments::options(values, 2)?
        }
    };
    if let Some(is_new) = wants_new(&mut options)? {
        command.insert("new", is_new);
    }
    for field in ["projection", "fields"] {
        if let Some(projection) = options.remove(field) {
            command.insert("fields", projection);
        }
    }
    if let Some(sort) = options.remove("sort") {
        command.insert("sort", arguments::sort(&sort)?);
    }
    let names = ["upsert", "arrayFilters", "collation", "hint", "bypassDocumentValidation"];
    arguments::pass(&mut options, &names, &mut command);
    pass_common(&mut options, &mut command);
    Ok(command)
}

/// The one argument of `findAndModify`, which says all: what is left are its options.
fn described(argument: &Value, command: &mut Document) -> Result<Document> {
    let mut options = arguments::document(argument)?;
    let Some(query) = options.remove("query") else {
        return Err(Failure::input("Missing required property: \"query\""));
    };
    command.insert("query", query);
    let update = options.remove("update");
    if options.remove("remove") == Some(Bson::Boolean(true)) {
        command.insert("remove", true);
    } else if let Some(update) = update {
        command.insert("update", update);
    } else {
        return Err(Failure::input("Must specify options.update or options.remove"));
    }
    Ok(options)
}

/// Whether the document is wanted as it is after the change; there are four ways to say it.
fn wants_new(options: &mut Document) -> Result<Option<bool>> {
    if let Some(wanted) = options.remove("returnDocument") {
        return match wanted.as_str() {
            Some("after") => Ok(Some(true)),
            Some("before") => Ok(Some(false)),
            _ => {
                let message = "returnDocument needs to be either 'before' or 'after'";
                Err(Failure::input(message))
            }
        };
    }
    for name in ["new", "returnNewDocument"] {
        if let Some(wanted) = options.remove(name) {
            return Ok(Some(Value::from_bson(wanted).is_truthy()));
        }
    }
    let original = options.remove("returnOriginal");
    Ok(original.map(|original| !Value::from_bson(original).is_truthy()))
}
