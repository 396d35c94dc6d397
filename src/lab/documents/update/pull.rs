//! `$pull` and `$pullAll`: which elements leave an array.

use bson::{Bson, Document};

use crate::lab::documents::{
    alias::type_name,
    error::{Code, CommandError},
    filter::Filter,
    scope::Scope,
    value::equal,
};

/// The field under which an element that is no document is shown to a filter.
const ELEMENT: &str = "element";

/// Which elements are taken.
#[derive(Clone, Debug)]
pub enum Pull {
    /// Those equal to this value.
    Value(Bson),
    /// Documents that match the conditions on their fields.
    Documents(Filter),
    /// Elements that match conditions such as `{ $gt: 5 }` or a regular expression.
    Elements(Filter),
    /// Those equal to one of these.
    All(Vec<Bson>),
}

impl Pull {
    pub fn parse(operand: &Bson, scope: &Scope<'_>) -> Result<Pull, CommandError> {
        Ok(match operand {
            Bson::Document(conditions) if is_operators(conditions) => {
                Pull::Elements(wrapped(operand, scope)?)
            }
            Bson::Document(conditions) => Pull::Documents(Filter::parse(conditions, scope)?),
            Bson::RegularExpression(_) => Pull::Elements(wrapped(operand, scope)?),
            plain => Pull::Value(plain.clone()),
        })
    }

    pub fn parse_all(operand: &Bson) -> Result<Pull, CommandError> {
        match operand {
            Bson::Array(values) => Ok(Pull::All(values.clone())),
            other => Err(CommandError::new(
                Code::BadValue,
                format!("$pullAll requires an array argument but was given a {}", type_name(other)),
            )),
        }
    }

    /// Takes the elements; whether there were any.
    pub fn apply(&self, items: &mut Vec<Bson>, scope: &Scope<'_>) -> Result<bool, CommandError> {
        let mut kept = Vec::with_capacity(items.len());
        let before = items.len();
        for item in items.drain(..) {
            if !self.takes(&item, scope)? {
                kept.push(item);
            }
        }
        *items = kept;
        Ok(items.len() < before)
    }

    pub fn not_an_array() -> CommandError {
        CommandError::new(Code::BadValue, "Cannot apply $pull to a non-array value")
    }

    fn takes(&self, item: &Bson, scope: &Scope<'_>) -> Result<bool, CommandError> {
        match self {
            Pull::Value(value) => Ok(equal(item, value, scope.collation)),
            Pull::All(values) => Ok(values.iter().any(|value| equal(item, value, scope.collation))),
            Pull::Documents(filter) => match item {
                Bson::Document(inner) => filter.matches(inner, scope),
                _ => Ok(false),
            },
            Pull::Elements(filter) => {
                filter.matches(&Document::from_iter([(ELEMENT.to_owned(), item.clone())]), scope)
            }
        }
    }
}

fn is_operators(conditions: &Document) -> bool {
    let first = conditions.keys().next();
    first.is_some_and(|name| {
        name.starts_with('$') && !["$and", "$or", "$nor", "$expr"].contains(&name.as_str())
    })
}

fn wrapped(conditions: &Bson, scope: &Scope<'_>) -> Result<Filter, CommandError> {
    Filter::parse(&Document::from_iter([(ELEMENT.to_owned(), conditions.clone())]), scope)
}
