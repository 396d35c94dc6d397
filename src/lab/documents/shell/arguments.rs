//! A method's arguments, checked in the words of mongosh and of the driver under it.

use bson::{Bson, Document};

use super::{
    builtin, extended,
    failure::{Failure, Kind},
    print,
    value::Value,
    written,
};

type Result<T> = std::result::Result<T, Failure>;

/// The argument at `place`, which `method` cannot do without.
pub fn required<'a>(arguments: &'a [Value], place: usize, method: &str) -> Result<&'a Value> {
    match arguments.get(place) {
        None | Some(Value::Undefined) => {
            let message = format!("Missing required argument at position {place} ({method})");
            Err(Failure::input(message))
        }
        Some(value) => Ok(value),
    }
}

/// The argument as a string.
pub fn text<'a>(arguments: &'a [Value], place: usize, method: &str) -> Result<&'a str> {
    match required(arguments, place, method)? {
        Value::Text(text) => Ok(text),
        other => {
            let found = other.type_name();
            let message = format!(
                "Argument at position {place} must be of type string, got {found} instead ({method})"
            );
            Err(Failure::input(message).hint("write it in quotes"))
        }
    }
}

/// A filter: everything if there is none; an `ObjectId` stands for the document of this `_id`.
pub fn filter(value: Option<&Value>) -> Result<Document> {
    match value {
        None | Some(Value::Undefined | Value::Null) => Ok(Document::new()),
        Some(value @ Value::Record(_)) => document(value),
        Some(value) => {
            if let Some(id @ Bson::ObjectId(_)) = builtin::inner(value) {
                return Ok(Document::from_iter([("_id".to_owned(), id.clone())]));
            }
            let message = "Query filter must be a plain object or ObjectId";
            Err(Failure::new(Kind::Argument, message)
                .hint(format!("write `{{ _id: {} }}`", print::inspect(value))))
        }
    }
}

/// The options at `place`: an object, or nothing.
pub fn options(arguments: &[Value], place: usize) -> Result<Document> {
    match arguments.get(place) {
        None | Some(Value::Undefined | Value::Null) => Ok(Document::new()),
        Some(value @ Value::Record(_)) => document(value),
        Some(_) => Err(Failure::input("The \"options\" argument must be an object.")
            .hint("write options in braces: `{ upsert: true }`")),
    }
}

/// An object as a document.
pub fn document(value: &Value) -> Result<Document> {
    if let Bson::Document(document) = value.to_bson()? {
        return Ok(document);
    }
    let message = format!("expected an object, got {}", print::inspect(value));
    Err(Failure::new(Kind::Argument, message).hint("write fields in braces: `{ name: \"Ann\" }`"))
}

/// A list as BSON, or None if the value is no list.
pub fn list(value: &Value) -> Result<Option<Vec<Bson>>> {
    match value {
        Value::List(_) => match value.to_bson()? {
            Bson::Array(values) => Ok(Some(values)),
            _ => Ok(None),
        },
        _ => Ok(None),
    }
}

/// Moves the fields `names` that `options` has into `command`.
pub fn pass(options: &mut Document, names: &[&str], command: &mut Document) {
    for name in names {
        if let Some(value) = options.remove(name) {
            command.insert(*name, value);
        }
    }
}

/// An order: the driver takes 1 and -1, also as words, and one field's name for itself.
pub fn sort(value: &Bson) -> Result<Document> {
    let fields = match value {
        Bson::Null => return Ok(Document::new()),
        Bson::String(field) => return Ok(Document::from_iter([(field.clone(), Bson::Int32(1))])),
        Bson::Document(fields) => fields,
        other => {
            let shown = print::inspect(&Value::from_bson(other.clone()));
            return Err(Failure::new(Kind::Argument, format!("Invalid sort format: {shown}"))
                .hint("write `sort({ age: 1 })`, or -1 for the other way"));
        }
    };
    let directions = fields.iter().map(|(field, direction)| {
        let word = written::text(&Value::from_bson(direction.clone())).to_lowercase();
        let direction = match (word.as_str(), direction) {
            (_, Bson::Document(_)) => direction.clone(),
            ("1" | "asc" | "ascending", _) => Bson::Int32(1),
            ("-1" | "desc" | "descending", _) => Bson::Int32(-1),
            _ => {
                let shown = extended::json(&Value::from_bson(direction.clone()), None)?;
                let message = format!("Invalid sort direction: {}", written::text(&shown));
                return Err(
                    Failure::new(Kind::Argument, message).hint("1 sorts upwards, -1 downwards")
                );
            }
        };
        Ok((field.clone(), direction))
    });
    directions.collect()
}

/// What the driver says of an update: its first field must be an operator, or it is a pipeline.
pub fn update(value: &Value) -> Result<Bson> {
    let update = value.to_bson()?;
    let has_operators = match &update {
        Bson::Document(document) => document.keys().next().is_some_and(|key| key.starts_with('$')),
        Bson::Array(stages) => !stages.is_empty(),
        _ => false,
    };
    if has_operators {
        return Ok(update);
    }
    let message = "Update document requires atomic operators";
    Err(Failure::new(Kind::Argument, message)
        .hint("write `{ $set: { .. } }`, or `replaceOne` to put a whole document in its place"))
}

/// What the driver says of a replacement: a document without operators.
pub fn replacement(value: &Value) -> Result<Document> {
    let replacement = document(value)?;
    if replacement.keys().next().is_some_and(|key| key.starts_with('$')) {
        let message = "Replacement document must not contain atomic operators";
        return Err(
            Failure::new(Kind::Argument, message).hint("write `updateOne` to change single fields")
        );
    }
    Ok(replacement)
}
