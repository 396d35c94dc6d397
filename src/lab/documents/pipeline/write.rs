//! `$out` and `$merge`: where a pipeline's results are kept.

use bson::{Bson, Document};

use crate::lab::documents::{
    error::{Code, CommandError},
    expression::check_path,
    filter::Filter,
    pipeline::{Pipeline, PipelineReader, Source, fault, shape::value_of},
    scope::Scope,
    value::{equal, type_name},
};

/// A collection that is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Another database than the pipeline's own.
    pub database: Option<String>,
    pub collection: String,
}

/// How results are merged into a collection.
#[derive(Clone, Debug)]
pub struct Merge {
    pub target: Target,
    /// The paths by which a result and a stored document are the same.
    on: Vec<String>,
    matched: Matched,
    unmatched: Unmatched,
    variables: Option<Document>,
}

#[derive(Clone, Debug)]
enum Matched {
    Merge,
    Replace,
    KeepExisting,
    Fail,
    Update(Pipeline),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unmatched {
    Insert,
    Discard,
    Fail,
}

/// Reads the operand of `$out`.
pub fn out(value: &Bson) -> Result<Target, CommandError> {
    match value {
        Bson::String(collection) => Ok(Target { database: None, collection: collection.clone() }),
        Bson::Document(fields) => match (fields.get("db"), fields.get("coll")) {
            (Some(Bson::String(database)), Some(Bson::String(collection))) if fields.len() == 2 => {
                Ok(Target { database: Some(database.clone()), collection: collection.clone() })
            }
            _ => Err(fault(
                16994,
                "If an object is passed to $out it must have exactly 2 fields: 'db' and 'coll'",
            )),
        },
        value => {
            let found = type_name(value);
            let message =
                format!("$out only supports a string or object argument, but found {found}");
            Err(fault(16990, message))
        }
    }
}

impl Merge {
    /// Reads the operand of `$merge`.
    pub fn parse(
        value: &Bson,
        scope: &Scope<'_>,
        read: &PipelineReader<'_>,
    ) -> Result<Merge, CommandError> {
        let fields = match value {
            Bson::String(_) => &bson::doc! { "into": value },
            Bson::Document(fields) => fields,
            value => {
                let found = type_name(value);
                let message =
                    format!("$merge requires a string or object argument, but found {found}");
                return Err(fault(51182, message));
            }
        };
        let known = ["into", "on", "whenMatched", "whenNotMatched", "let"];
        if let Some(other) = fields.keys().find(|name| !known.contains(&name.as_str())) {
            return Err(fault(40415, format!("BSON field '$merge.{other}' is an unknown field.")));
        }
        let target = match fields.get("into") {
            Some(into @ Bson::String(_)) => out(into)?,
            Some(Bson::Document(into)) => match (into.get("db"), into.get("coll")) {
                (database, Some(Bson::String(collection))) => Target {
                    database: database.and_then(Bson::as_str).map(str::to_owned),
                    collection: collection.clone(),
                },
                _ => {
                    return Err(fault(
                        51178,
                        "$merge 'into' field must specify a 'coll' that is not empty, null or undefined",
                    ));
                }
            },
            _ => {
                return Err(fault(
                    40414,
                    "BSON field '$merge.into' is missing but a required field",
                ));
            }
        };
        let variables = match fields.get("let") {
            Some(Bson::Document(variables)) => Some(variables.clone()),
            _ => None,
        };
        Ok(Merge {
            target,
            on: on(fields.get("on"))?,
            matched: matched(fields.get("whenMatched"), variables.as_ref(), scope, read)?,
            unmatched: unmatched(fields.get("whenNotMatched"))?,
            variables,
        })
    }

    pub fn run(
        &self,
        source: &mut dyn Source,
        documents: Vec<Document>,
        scope: &Scope<'_>,
    ) -> Result<(), CommandError> {
        if self.on != ["_id"] && !source.has_unique_key(&self.target, &self.on)? {
            return Err(fault(
                51183,
                "Cannot find index to verify that join fields will be unique",
            ));
        }
        for document in documents {
            scope.step()?;
            self.merge(source, document, scope)?;
        }
        Ok(())
    }

    fn merge(
        &self,
        source: &mut dyn Source,
        document: Document,
        scope: &Scope<'_>,
    ) -> Result<(), CommandError> {
        let Some(old) = self.find(source, &document, scope)? else {
            return match self.unmatched {
                Unmatched::Insert => source.insert(&self.target, document),
                Unmatched::Discard => Ok(()),
                Unmatched::Fail => Err(fault(
                    13113,
                    "$merge could not find a matching document in the target collection for at least one document in the source collection",
                )),
            };
        };
        let id = old.get("_id").cloned().unwrap_or(Bson::Null);
        let new = match &self.matched {
            Matched::KeepExisting => return Ok(()),
            Matched::Fail => {
                let mut error = CommandError::new(
                    Code::DuplicateKey,
                    "E11000 duplicate key error: $merge with whenMatched: fail found a document with the same key",
                );
                error.extra = bson::doc! { "keyValue": { "_id": id } };
                return Err(error);
            }
            Matched::Replace => document,
            Matched::Merge => {
                let mut merged = old;
                merged.extend(document);
                merged
            }
            Matched::Update(pipeline) => {
                let mut values = vec![("new".to_owned(), Some(Bson::Document(document.clone())))];
                for (name, value) in self.variables.iter().flatten() {
                    let expression =
                        crate::lab::documents::expression::Expression::parse(value, scope)?;
                    values.push((name.clone(), expression.evaluate(&document, scope)?));
                }
                let mut updated = pipeline.run(source, vec![old], &scope.with(values))?;
                updated.pop().unwrap_or_default()
            }
        };
        let mut ordered = bson::doc! { "_id": &id };
        if new.get("_id").is_some_and(|other| !equal(other, &id, None)) {
            let message = "$merge failed to update the matching document, did you attempt to modify the _id or the shard key? \
                           :: caused by :: Performing an update on the path '_id' would modify the immutable field '_id'";
            return Err(CommandError::new(Code::ImmutableField, message));
        }
        ordered.extend(new.into_iter().filter(|(name, _)| name != "_id"));
        source.update(&self.target, ordered)
    }

    /// The stored document that is the same as a result.
    fn find(
        &self,
        source: &mut dyn Source,
        document: &Document,
        scope: &Scope<'_>,
    ) -> Result<Option<Document>, CommandError> {
        let mut filter = Document::new();
        for path in &self.on {
            let value = value_of(document, &check_path(path)?);
            match value {
                None if path == "_id" => return Ok(None),
                None | Some(Bson::Null | Bson::Undefined | Bson::Array(_)) => {
                    let message = "$merge write error: 'on' field cannot be missing, null, undefined or an array";
                    return Err(fault(51132, message));
                }
                Some(value) => filter.insert(path.clone(), bson::doc! { "$eq": value }),
            };
        }
        let filter = Filter::parse(&filter, scope)?;
        Ok(source.read_target(&self.target, &filter, scope)?.into_iter().next())
    }
}

fn on(value: Option<&Bson>) -> Result<Vec<String>, CommandError> {
    let refuse =
        || fault(51186, "$merge 'on' field must be either a string or an array of strings");
    let paths = match value {
        None => return Ok(vec!["_id".to_owned()]),
        Some(Bson::String(path)) => vec![path.clone()],
        Some(Bson::Array(paths)) if paths.is_empty() => {
            return Err(fault(
                51187,
                "If explicitly specifying $merge 'on', must include at least one field",
            ));
        }
        Some(Bson::Array(paths)) => paths
            .iter()
            .map(|path| path.as_str().map(str::to_owned).ok_or_else(refuse))
            .collect::<Result<Vec<String>, CommandError>>()?,
        Some(_) => return Err(refuse()),
    };
    for path in &paths {
        check_path(path)?;
    }
    Ok(paths)
}

fn matched(
    value: Option<&Bson>,
    variables: Option<&Document>,
    scope: &Scope<'_>,
    read: &PipelineReader<'_>,
) -> Result<Matched, CommandError> {
    Ok(match value {
        None => Matched::Merge,
        Some(Bson::String(word)) => match word.as_str() {
            "merge" => Matched::Merge,
            "replace" => Matched::Replace,
            "keepExisting" => Matched::KeepExisting,
            "fail" => Matched::Fail,
            other => {
                let message = format!(
                    "Enumeration value '{other}' for field '$merge.whenMatched' is not a valid value."
                );
                return Err(CommandError::new(Code::BadValue, message));
            }
        },
        Some(Bson::Array(stages)) => {
            let names = variables.into_iter().flat_map(Document::keys).cloned();
            let names = names.chain(["new".to_owned()]).map(|name| (name, None)).collect();
            Matched::Update(read(stages, &scope.with(names))?)
        }
        Some(value) => {
            let found = type_name(value);
            let message = format!(
                "$merge 'whenMatched' field must be either a string or an array, but found {found}"
            );
            return Err(fault(51191, message));
        }
    })
}

fn unmatched(value: Option<&Bson>) -> Result<Unmatched, CommandError> {
    match value.map(Bson::as_str) {
        None | Some(Some("insert")) => Ok(Unmatched::Insert),
        Some(Some("discard")) => Ok(Unmatched::Discard),
        Some(Some("fail")) => Ok(Unmatched::Fail),
        Some(other) => {
            let found = other.unwrap_or("");
            let message = format!(
                "Enumeration value '{found}' for field '$merge.whenNotMatched' is not a valid value."
            );
            Err(CommandError::new(Code::BadValue, message))
        }
    }
}
