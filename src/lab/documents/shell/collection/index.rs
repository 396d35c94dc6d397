//! `createIndex`, `getIndexes`, `dropIndex` and their like.

use bson::{Bson, Document, doc};

use super::{Result, pass_common};
use crate::lab::documents::shell::{
    arguments,
    desk::Desk,
    failure::Failure,
    value::{Namespace, Value},
    written,
};

pub fn call(
    desk: &mut Desk,
    place: &Namespace,
    name: &str,
    values: &[Value],
) -> Result<Option<Value>> {
    Ok(Some(match name {
        "createIndex" | "ensureIndex" => {
            let keys = arguments::required(values, 0, "Collection.createIndex")?;
            let names = create(desk, place, std::slice::from_ref(keys), values)?;
            names.into_iter().next().unwrap_or(Value::Undefined)
        }
        "createIndexes" => {
            let keys = arguments::required(values, 0, "Collection.createIndexes")?;
            let Value::List(keys) = keys else {
                return Err(Failure::input("The \"keyPatterns\" argument must be an array.")
                    .hint("write `createIndexes([{ name: 1 }, { age: -1 }])`"));
            };
            Value::list(create(desk, place, keys, values)?)
        }
        "getIndexes" | "getIndexSpecs" | "getIndices" => Value::list(indexes(desk, place)?),
        "getIndexKeys" => {
            let keys = indexes(desk, place)?.into_iter().map(|index| match index {
                Value::Record(index) => index.field("key").cloned().unwrap_or(Value::Undefined),
                _ => Value::Undefined,
            });
            Value::list(keys.collect())
        }
        "dropIndexes" => {
            let index = values.first().map_or(Ok(Bson::String("*".to_owned())), Value::to_bson)?;
            drop(desk, place, index)?
        }
        "dropIndex" => {
            let index = arguments::required(values, 0, "Collection.dropIndex")?;
            match index {
                Value::Text(name) if **name == *"*" => {
                    return Err(Failure::input(
                        "To drop indexes in the collection using '*', use db.collection.dropIndexes().",
                    ));
                }
                Value::List(_) => {
                    return Err(Failure::input(
                        "The index to drop must be either the index name or the index specification document.",
                    ));
                }
                index => drop(desk, place, index.to_bson()?)?,
            }
        }
        "hideIndex" | "unhideIndex" => {
            let index = arguments::required(values, 0, "Collection.hideIndex")?;
            let key = if let Value::Text(_) = index { "name" } else { "keyPattern" };
            let change = doc! { key: index.to_bson()?, "hidden": name == "hideIndex" };
            let command = doc! { "collMod": &*place.collection, "index": change };
            desk.send(&place.database, command).map(Value::served)?
        }
        _ => return Ok(None),
    }))
}

/// Makes the indexes; each has the options of all, and a name from its keys unless one is given.
fn create(
    desk: &mut Desk,
    place: &Namespace,
    keys: &[Value],
    values: &[Value],
) -> Result<Vec<Value>> {
    let mut options = arguments::options(values, 1)?;
    let mut command = doc! { "createIndexes": &*place.collection };
    let mut shared = Document::new();
    pass_common(&mut options, &mut shared);
    let mut specifications = Vec::new();
    let mut names = Vec::new();
    for key in keys {
        let key = match key {
            Value::Text(field) => doc! { &**field: 1 },
            other => arguments::document(other)
                .map_err(|failure| failure.hint("write the field and 1 or -1: `{ name: 1 }`"))?,
        };
        let mut specification = doc! { "key": key.clone() };
        specification.extend(options.clone());
        if !specification.contains_key("name") {
            specification.insert("name", name_of(&key));
        }
        names.push(Value::text(specification.get_str("name").unwrap_or_default()));
        specifications.push(specification);
    }
    command.insert("indexes", specifications);
    command.extend(shared);
    desk.send(&place.database, command)?;
    Ok(names)
}

/// `name_1_age_-1`.
fn name_of(key: &Document) -> String {
    let parts = key.iter().map(|(field, direction)| {
        format!("{field}_{}", written::text(&Value::from_bson(direction.clone())))
    });
    parts.collect::<Vec<_>>().join("_")
}

fn indexes(desk: &mut Desk, place: &Namespace) -> Result<Vec<Value>> {
    let command = doc! { "listIndexes": &*place.collection, "cursor": {} };
    let found = desk.send_for_all(&place.database, &place.collection, command)?;
    Ok(found.into_iter().map(Value::served).collect())
}

fn drop(desk: &mut Desk, place: &Namespace, index: Bson) -> Result<Value> {
    let command = doc! { "dropIndexes": &*place.collection, "index": index };
    desk.send(&place.database, command).map(Value::served)
}
