//! `drop`, `renameCollection`, `stats` and what else concerns a collection as a whole.

use std::rc::Rc;

use bson::{Bson, Document, doc};

use super::Result;
use crate::lab::documents::shell::{
    arguments,
    command::{self, collections},
    database,
    desk::Desk,
    syntax::Command,
    value::{Namespace, Value},
};

pub fn call(
    desk: &mut Desk,
    place: &Rc<Namespace>,
    name: &str,
    values: &[Value],
) -> Result<Option<Value>> {
    let collection = &*place.collection;
    Ok(Some(match name {
        "getName" => Value::text(collection),
        "getFullName" => Value::text(format!("{}.{collection}", place.database)),
        "getDB" => Value::Database(Rc::clone(&place.database)),
        "help" => command::run(Command::Help, "", desk, &mut None)?,
        "drop" => dropped(desk, place)?,
        "renameCollection" => {
            let new = arguments::text(values, 0, "Collection.renameCollection")?;
            let from = format!("{}.{collection}", place.database);
            let to = format!("{}.{new}", place.database);
            let drops = values.get(1).is_some_and(Value::is_truthy);
            let command = doc! { "renameCollection": from, "to": to, "dropTarget": drops };
            desk.send("admin", command)?;
            database::ok()
        }
        "runCommand" => {
            let first = arguments::required(values, 0, "Collection.runCommand")?;
            let command = if let Value::Text(name) = first {
                let mut command = doc! { &**name: collection };
                command.extend(arguments::options(values, 1)?);
                command
            } else {
                arguments::document(first)?
            };
            desk.send(&place.database, command).map(Value::served)?
        }
        "exists" => {
            let found = collections(desk, &place.database, doc! { "name": collection }, false)?;
            found.into_iter().next().map_or(Value::Null, Value::served)
        }
        "stats" => Value::served(stats(desk, place)?),
        "isCapped" => Value::Bool(stats(desk, place)?.get_bool("capped").unwrap_or(false)),
        "dataSize" => of_stats(desk, place, "size")?,
        "storageSize" => of_stats(desk, place, "storageSize")?,
        "totalIndexSize" => of_stats(desk, place, "totalIndexSize")?,
        "totalSize" => of_stats(desk, place, "totalSize")?,
        _ => return Ok(None),
    }))
}

/// True also if there was no such collection, which MongoDB 7 no longer minds.
fn dropped(desk: &mut Desk, place: &Namespace) -> Result<Value> {
    const NAMESPACE_NOT_FOUND: i32 = 26;
    match desk.send(&place.database, doc! { "drop": &*place.collection }) {
        Ok(_) => Ok(Value::Bool(true)),
        Err(failure) if failure.code == Some(NAMESPACE_NOT_FOUND) => Ok(Value::Bool(false)),
        Err(failure) => Err(failure),
    }
}

fn stats(desk: &mut Desk, place: &Namespace) -> Result<Document> {
    desk.send(&place.database, doc! { "collStats": &*place.collection })
}

fn of_stats(desk: &mut Desk, place: &Namespace, name: &str) -> Result<Value> {
    Ok(Value::from_bson(stats(desk, place)?.remove(name).unwrap_or(Bson::Int32(0))))
}
