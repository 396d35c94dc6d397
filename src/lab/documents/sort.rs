//! A sort specification and the order of documents under it. (MongoDB manual, `sort()`.)

use std::cmp::Ordering;

use bson::{Bson, Document};

use crate::lab::documents::{
    collation::Collation,
    error::{Code, CommandError},
    number::Number,
    path::Path,
    scope::Scope,
    shown::shown,
    value::compare,
};

/// Fields that a sort may name.
const SORT_FIELDS_MAX: usize = 32;

/// A sort by one or more fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Sort {
    parts: Vec<SortPart>,
}

/// One field of a sort.
#[derive(Clone, Debug, PartialEq)]
pub struct SortPart {
    pub by: SortBy,
    pub descending: bool,
}

/// What a part of a sort looks at.
#[derive(Clone, Debug, PartialEq)]
pub enum SortBy {
    Field {
        name: String,
        path: Path,
    },
    /// `{ $meta: "textScore" }`: the score that the planner left under this field's name.
    TextScore {
        name: String,
    },
}

impl Sort {
    /// Reads `{ age: -1, name: 1 }`.
    pub fn parse(document: &Document) -> Result<Sort, CommandError> {
        if document.len() > SORT_FIELDS_MAX {
            return Err(CommandError::new(
                Code::BadValue,
                format!("too many compound keys, a sort may have {SORT_FIELDS_MAX}"),
            ));
        }
        let parts: Result<Vec<SortPart>, CommandError> =
            document.iter().map(|(name, value)| parse_part(name, value)).collect();
        Ok(Sort { parts: parts? })
    }

    pub fn parts(&self) -> &[SortPart] {
        &self.parts
    }

    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// What a document is sorted by: for an array its least element, or its greatest where the order is
    /// descending; null for a missing field.
    pub fn key(&self, document: &Document, collation: Option<&Collation>) -> Vec<Bson> {
        self.parts
            .iter()
            .map(|part| match &part.by {
                SortBy::Field { path, .. } => {
                    let order = |a: &Bson, b: &Bson| compare(a, b, collation);
                    let keys = path.keys(document).into_iter();
                    let key = if part.descending { keys.max_by(order) } else { keys.min_by(order) };
                    key.unwrap_or(Bson::Null)
                }
                SortBy::TextScore { .. } => document.get(TEXT_SCORE).cloned().unwrap_or(Bson::Null),
            })
            .collect()
    }

    /// The order of two keys that `key` gave.
    pub fn compare_keys(&self, a: &[Bson], b: &[Bson], collation: Option<&Collation>) -> Ordering {
        for (part, (a, b)) in self.parts.iter().zip(a.iter().zip(b)) {
            let order = compare(a, b, collation);
            let order = if part.descending { order.reverse() } else { order };
            if order != Ordering::Equal {
                return order;
            }
        }
        Ordering::Equal
    }

    /// Sorts documents; equal ones stay in their order.
    pub fn sort(
        &self,
        documents: &mut Vec<Document>,
        scope: &Scope<'_>,
    ) -> Result<(), CommandError> {
        let mut keyed = Vec::with_capacity(documents.len());
        for document in documents.drain(..) {
            scope.step()?;
            keyed.push((self.key(&document, scope.collation), document));
        }
        keyed.sort_by(|(a, _), (b, _)| self.compare_keys(a, b, scope.collation));
        documents.extend(keyed.into_iter().map(|(_, document)| document));
        Ok(())
    }
}

/// The field under which the planner leaves a document's text score; no path of a user begins so.
pub const TEXT_SCORE: &str = "$textScore";

fn parse_part(name: &str, value: &Bson) -> Result<SortPart, CommandError> {
    if name.is_empty() || name.split('.').any(str::is_empty) {
        let message = "FieldPath field names may not be empty strings.";
        return Err(CommandError::new(Code::Location(15998), message));
    }
    if name.starts_with('$') {
        let message =
            "FieldPath field names may not start with '$'. Consider using $getField or $setField.";
        return Err(CommandError::new(Code::Location(16410), message));
    }
    let field = || SortBy::Field { name: name.to_owned(), path: Path::of(name) };
    match value {
        Bson::Document(meta) => match meta.get("$meta") {
            Some(Bson::String(kind)) if meta.len() == 1 && kind == "textScore" => {
                Ok(SortPart { by: SortBy::TextScore { name: name.to_owned() }, descending: true })
            }
            Some(other) if meta.len() == 1 => Err(CommandError::new(
                Code::Location(31138),
                format!("Illegal $meta sort: $meta: {}", shown(other)),
            )),
            _ => Err(illegal(name, value)),
        },
        value => {
            let Some(number) = Number::of(value) else { return Err(illegal(name, value)) };
            match number.to_long() {
                Some(1) => Ok(SortPart { by: field(), descending: false }),
                Some(-1) => Ok(SortPart { by: field(), descending: true }),
                _ => Err(CommandError::new(
                    Code::Location(15975),
                    "$sort key ordering must be 1 (for ascending) or -1 (for descending)",
                )),
            }
        }
    }
}

fn illegal(name: &str, value: &Bson) -> CommandError {
    CommandError::new(
        Code::Location(15974),
        format!("Illegal key in $sort specification: {name}: {}", shown(value)),
    )
}

#[cfg(test)]
mod tests {
    #![expect(clippy::needless_pass_by_value, reason = "cases read better as values")]

    use bson::doc;

    use super::*;
    use crate::lab::documents::testing::StillWorld;

    fn check(sort: Document, values: Vec<Bson>, expected: Vec<Bson>) {
        let sort = Sort::parse(&sort).unwrap();
        let wrap = |value: Bson| match value {
            Bson::Undefined => doc! {},
            value => doc! { "a": value },
        };
        let mut documents: Vec<Document> = values.into_iter().map(wrap).collect();
        let world = StillWorld;
        sort.sort(&mut documents, &Scope::new(&world, None)).unwrap();
        let expected: Vec<Document> = expected.into_iter().map(wrap).collect();
        assert_eq!(documents, expected);
    }

    #[test]
    fn missing_is_null_and_arrays_go_by_their_least_or_greatest_element() {
        let (missing, null) = (Bson::Undefined, Bson::Null);
        check(
            doc! { "a": 1 },
            vec![
                5.into(),
                missing.clone(),
                bson::bson!([9, 1]),
                "x".into(),
                bson::bson!([]),
                null.clone(),
            ],
            vec![
                bson::bson!([]),
                missing.clone(),
                null.clone(),
                bson::bson!([9, 1]),
                5.into(),
                "x".into(),
            ],
        );
        check(
            doc! { "a": -1 },
            vec![5.into(), bson::bson!([9, 1]), null.clone()],
            vec![bson::bson!([9, 1]), 5.into(), null],
        );
        check(
            doc! { "a.b": 1 },
            vec![doc! {"b": 2}.into(), doc! {"b": 1}.into()],
            vec![doc! {"b": 1}.into(), doc! {"b": 2}.into()],
        );
    }

    #[test]
    fn faults_are_refused() {
        let check = |sort: Document, code: i32, message: &str| {
            let error = Sort::parse(&sort).unwrap_err();
            assert_eq!((error.code.number(), error.message.as_str()), (code, message));
        };
        check(
            doc! { "a": 2 },
            15975,
            "$sort key ordering must be 1 (for ascending) or -1 (for descending)",
        );
        check(doc! { "a": "up" }, 15974, "Illegal key in $sort specification: a: \"up\"");
        check(doc! { "": 1 }, 15998, "FieldPath field names may not be empty strings.");
    }
}
