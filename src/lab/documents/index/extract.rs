//! The keys that a document has in an index: one for each element of an array on the way.
//! (MongoDB manual, multikey indexes.)

use bson::{Bson, Document};

use crate::lab::documents::{
    error::{Code, CommandError},
    path::index_of,
};

/// Keys that one document may have in one index.
const KEYS_MAX: usize = 200_000;

/// What was found of a document.
#[derive(Debug)]
pub struct Extracted {
    /// Values by field.
    pub keys: Vec<Vec<Bson>>,
    /// Which fields led through an array.
    pub arrays: Vec<bool>,
    /// Whether any of the fields is in the document; a sparse index takes only such documents.
    pub has_any: bool,
}

/// The keys of `document` for the fields at `paths`.
pub fn keys(document: &Document, paths: &[&[String]]) -> Result<Extracted, CommandError> {
    let mut extracted =
        Extracted { keys: Vec::new(), arrays: vec![false; paths.len()], has_any: false };
    let fields = paths.iter().map(|path| Field::Open(Place::Document(document), path)).collect();
    expand(fields, &mut extracted)?;
    Ok(extracted)
}

/// One field on its way to a value.
#[derive(Clone)]
enum Field<'a> {
    Done(Bson),
    Open(Place<'a>, &'a [String]),
}

#[derive(Clone, Copy)]
enum Place<'a> {
    Document(&'a Document),
    Value(&'a Bson),
}

/// Where a path got to without going into the elements of an array.
enum Reached<'a> {
    Missing,
    Value(&'a Bson),
    Array(&'a Vec<Bson>, &'a [String]),
}

fn expand(mut fields: Vec<Field<'_>>, extracted: &mut Extracted) -> Result<(), CommandError> {
    let mut array: Option<(&Vec<Bson>, usize)> = None;
    let mut waiting: Vec<(usize, &[String])> = Vec::new();
    for (at, field) in fields.iter_mut().enumerate() {
        let Field::Open(place, path) = field else { continue };
        match reach(*place, path)? {
            Reached::Missing => *field = Field::Done(Bson::Null),
            Reached::Value(value) => {
                extracted.has_any = true;
                *field = Field::Done(value.clone());
            }
            Reached::Array(items, rest) => {
                extracted.arrays[at] = true;
                if rest.is_empty() {
                    extracted.has_any = true;
                }
                match array {
                    Some((other, first)) if !std::ptr::eq(other, items) => {
                        return Err(parallel(first, at));
                    }
                    _ => array = array.or(Some((items, at))),
                }
                waiting.push((at, rest));
            }
        }
    }
    let Some((items, _)) = array else {
        if extracted.keys.len() >= KEYS_MAX {
            return Err(CommandError::new(
                Code::BadValue,
                format!("Index build failed: a document has more than {KEYS_MAX} keys"),
            ));
        }
        let key = fields.into_iter().map(|field| match field {
            Field::Done(value) => value,
            Field::Open(..) => Bson::Null,
        });
        extracted.keys.push(key.collect());
        return Ok(());
    };
    if items.is_empty() {
        for (at, rest) in waiting {
            let value = if rest.is_empty() { Bson::Undefined } else { Bson::Null };
            fields[at] = Field::Done(value);
        }
        return expand(fields, extracted);
    }
    for item in items {
        let mut inner = fields.clone();
        for (at, rest) in &waiting {
            inner[*at] = match item {
                whole if rest.is_empty() => {
                    extracted.has_any = true;
                    Field::Done(whole.clone())
                }
                Bson::Document(document) => Field::Open(Place::Document(document), rest),
                _ => Field::Done(Bson::Null),
            };
        }
        expand(inner, extracted)?;
    }
    Ok(())
}

fn reach<'a>(place: Place<'a>, path: &'a [String]) -> Result<Reached<'a>, CommandError> {
    let mut place = place;
    for (at, part) in path.iter().enumerate() {
        let next = match place {
            Place::Document(document) | Place::Value(Bson::Document(document)) => {
                document.get(part)
            }
            Place::Value(Bson::Array(items)) => {
                match index_of(part).and_then(|index| items.get(index)) {
                    Some(item) => {
                        check_plain(items, part)?;
                        Some(item)
                    }
                    None => return Ok(Reached::Array(items, &path[at..])),
                }
            }
            Place::Value(_) => None,
        };
        let Some(value) = next else { return Ok(Reached::Missing) };
        place = Place::Value(value);
    }
    Ok(match place {
        Place::Value(Bson::Array(items)) => Reached::Array(items, &[]),
        Place::Value(value) => Reached::Value(value),
        Place::Document(_) => Reached::Missing,
    })
}

/// A number in a path may name an element or a field of the elements, but not both.
fn check_plain(items: &[Bson], part: &str) -> Result<(), CommandError> {
    let is_ambiguous = items
        .iter()
        .any(|item| item.as_document().is_some_and(|document| document.contains_key(part)));
    if is_ambiguous {
        return Err(CommandError::new(
            Code::Location(16746),
            format!(
                "Ambiguous field name found in array (do not use numeric field names in embedded elements in an array), field: '{part}' for array"
            ),
        ));
    }
    Ok(())
}

/// The caller puts the fields' names into the message.
fn parallel(first: usize, second: usize) -> CommandError {
    CommandError::new(Code::CannotIndexParallelArrays, format!("{second} {first}"))
}
