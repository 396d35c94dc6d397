//! `arrayFilters`: which elements `$[identifier]` stands for. (MongoDB manual, `$[<identifier>]`.)

use bson::{Bson, Document};

use crate::lab::documents::{
    alias::type_name,
    error::{Code, CommandError},
    filter::Filter,
    scope::Scope,
};

/// The filters of one update, by identifier.
#[derive(Clone, Debug, Default)]
pub struct ArrayFilters {
    filters: Vec<(String, Filter)>,
}

impl ArrayFilters {
    pub fn parse(filters: &[Bson], scope: &Scope<'_>) -> Result<ArrayFilters, CommandError> {
        let mut parsed: Vec<(String, Filter)> = Vec::new();
        for filter in filters {
            let Bson::Document(filter) = filter else {
                return Err(CommandError::new(
                    Code::TypeMismatch,
                    format!(
                        "BSON field 'update.updates.arrayFilters.0' is the wrong type '{}', expected type 'object'",
                        type_name(filter)
                    ),
                ));
            };
            let identifier = identifier_of(filter)?;
            if parsed.iter().any(|(other, _)| *other == identifier) {
                return Err(failed(format!(
                    "Found multiple array filters with the same top-level field name {identifier}"
                )));
            }
            parsed.push((identifier, Filter::parse(filter, scope)?));
        }
        Ok(ArrayFilters { filters: parsed })
    }

    pub fn is_empty(&self) -> bool {
        self.filters.is_empty()
    }

    pub fn identifiers(&self) -> impl Iterator<Item = &str> {
        self.filters.iter().map(|(identifier, _)| identifier.as_str())
    }

    /// Whether `item` is one that `$[identifier]` stands for; `$[]` stands for all.
    pub fn matches(
        &self,
        identifier: &str,
        item: &Bson,
        scope: &Scope<'_>,
    ) -> Result<bool, CommandError> {
        if identifier.is_empty() {
            return Ok(true);
        }
        let Some((name, filter)) = self.filters.iter().find(|(name, _)| name == identifier) else {
            return Ok(false);
        };
        filter.matches(&Document::from_iter([(name.clone(), item.clone())]), scope)
    }
}

fn identifier_of(filter: &Document) -> Result<String, CommandError> {
    let mut found = Vec::new();
    identifiers(filter, &mut found);
    let Some(first) = found.first().cloned() else {
        return Err(failed(
            "Cannot use an expression without a top-level field name in arrayFilters",
        ));
    };
    if let Some(other) = found.iter().find(|name| **name != first) {
        return Err(failed(format!(
            "Error parsing array filter :: caused by :: Expected a single top-level field name, found '{first}' and '{other}'"
        )));
    }
    let is_plain = first.starts_with(|ch: char| ch.is_ascii_lowercase())
        && first.chars().all(|ch| ch.is_ascii_alphanumeric());
    if !is_plain {
        return Err(CommandError::new(
            Code::BadValue,
            format!(
                "Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '{first}'"
            ),
        ));
    }
    Ok(first)
}

/// The first components of all paths of a filter, through `$and`, `$or` and `$nor`.
fn identifiers(filter: &Document, found: &mut Vec<String>) {
    for (name, value) in filter {
        if !name.starts_with('$') {
            found.push(name.split('.').next().unwrap_or_default().to_owned());
        } else if let Bson::Array(parts) = value {
            for part in parts.iter().filter_map(Bson::as_document) {
                identifiers(part, found);
            }
        }
    }
}

fn failed(message: impl Into<String>) -> CommandError {
    CommandError::new(Code::FailedToParse, message)
}
