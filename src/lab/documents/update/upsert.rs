//! The document that an upsert begins with: what the query says that fields are equal to. (MongoDB manual,
//! update, upsert behavior.)

use bson::{Bson, Document};

use super::{modifier::Modifier, tree::Fields};
use crate::lab::documents::error::{Code, CommandError};

/// The equalities of `filter` as modifiers that set them; of `_id` alone for a replacement.
pub fn equalities(filter: &Document, id_only: bool) -> Result<Fields, CommandError> {
    let mut found = Vec::new();
    collect(filter, &mut found)?;
    let mut fields = Fields::default();
    let mut paths: Vec<String> = Vec::new();
    for (path, value) in found {
        if id_only && path != "_id" {
            continue;
        }
        if let Some(other) = paths.iter().find(|other| meet(other, &path)) {
            return Err(CommandError::new(
                Code::NotSingleValueField,
                if *other == path {
                    format!("cannot infer query fields to set, path '{path}' is matched twice")
                } else {
                    format!(
                        "cannot infer query fields to set, both paths '{other}' and '{path}' are matched"
                    )
                },
            ));
        }
        fields.place(&path, Modifier::Set(value))?;
        paths.push(path);
    }
    Ok(fields)
}

fn collect(filter: &Document, found: &mut Vec<(String, Bson)>) -> Result<(), CommandError> {
    for (name, condition) in filter {
        match (name.as_str(), condition) {
            ("$and", Bson::Array(parts)) => {
                for part in parts.iter().filter_map(Bson::as_document) {
                    collect(part, found)?;
                }
            }
            ("$or", Bson::Array(parts)) if parts.len() == 1 => {
                for part in parts.iter().filter_map(Bson::as_document) {
                    collect(part, found)?;
                }
            }
            ("$expr", _) => {
                return Err(CommandError::new(
                    Code::QueryFeatureNotAllowed,
                    "$expr is not allowed in the query predicate for an upsert",
                ));
            }
            (name, _) if name.starts_with('$') => {}
            (_, Bson::RegularExpression(_)) => {}
            (name, Bson::Document(operators)) if is_operators(operators) => {
                for (operator, operand) in operators {
                    match (operator.as_str(), operand) {
                        ("$eq", value) => found.push((name.to_owned(), value.clone())),
                        ("$in" | "$all", Bson::Array(values))
                            if values.len() == 1 && is_plain(&values[0]) =>
                        {
                            found.push((name.to_owned(), values[0].clone()));
                        }
                        _ => {}
                    }
                }
            }
            (name, value) => found.push((name.to_owned(), value.clone())),
        }
    }
    Ok(())
}

fn is_operators(document: &Document) -> bool {
    document.keys().next().is_some_and(|name| name.starts_with('$'))
}

fn is_plain(value: &Bson) -> bool {
    match value {
        Bson::RegularExpression(_) => false,
        Bson::Document(inner) => !is_operators(inner),
        _ => true,
    }
}

fn meet(left: &str, right: &str) -> bool {
    let is_under = |path: &str, parent: &str| {
        path.strip_prefix(parent).is_some_and(|rest| rest.starts_with('.'))
    };
    left == right || is_under(left, right) || is_under(right, left)
}
