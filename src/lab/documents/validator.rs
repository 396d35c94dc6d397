//! What documents of a collection must match, and what a document that does not is told.
//! (MongoDB manual, schema validation.)

use std::rc::Rc;

use bson::{Bson, Document, doc};

use crate::lab::documents::{
    error::{Code, CommandError},
    filter::{Filter, Schema},
    path::Path,
    scope::Scope,
};

/// The validator of a collection.
#[derive(Clone, Debug)]
pub struct Validator {
    pub document: Document,
    pub filter: Rc<Filter>,
    /// Documents that fail are refused; otherwise only a warning is logged.
    pub refuses: bool,
    /// Documents that failed before may go on failing.
    pub moderate: bool,
}

impl Validator {
    /// Refuses a document that does not match, in the place of `old` where there was one.
    pub fn check(
        &self,
        document: &Document,
        old: Option<&Document>,
        scope: &Scope<'_>,
    ) -> Result<(), CommandError> {
        if !self.refuses || self.filter.matches(document, scope)? {
            return Ok(());
        }
        if let Some(old) = old
            && self.moderate
            && !self.filter.matches(old, scope)?
        {
            return Ok(());
        }
        let mut error =
            CommandError::new(Code::DocumentValidationFailure, "Document failed validation");
        let mut info = Document::new();
        if let Some(id) = document.get("_id") {
            info.insert("failingDocumentId", id.clone());
        }
        info.insert("details", of_query(&self.document, document, scope)?);
        error.extra.insert("errInfo", info);
        Err(error)
    }
}

/// Which conditions of a query a document fails.
fn of_query(
    query: &Document,
    document: &Document,
    scope: &Scope<'_>,
) -> Result<Document, CommandError> {
    let mut failed = Vec::new();
    for (at, (name, condition)) in query.iter().enumerate() {
        let alone = Document::from_iter([(name.clone(), condition.clone())]);
        if !Filter::parse(&alone, scope)?.matches(document, scope)? {
            failed.push((at, of_clause(name, condition, document, scope)?));
        }
    }
    Ok(match failed.len() {
        1 => failed.remove(0).1,
        _ => all_of("$and", failed),
    })
}

fn of_clause(
    name: &str,
    condition: &Bson,
    document: &Document,
    scope: &Scope<'_>,
) -> Result<Document, CommandError> {
    match (name, condition) {
        ("$jsonSchema", schema) => {
            let mut details = doc! { "operatorName": name };
            for words in ["title", "description"] {
                if let Some(text) = schema.as_document().and_then(|schema| schema.get(words)) {
                    details.insert(words, text.clone());
                }
            }
            let faults = Schema::parse(schema)?.faults(document, scope.collation);
            details.insert("schemaRulesNotSatisfied", faults);
            Ok(details)
        }
        ("$and" | "$or", Bson::Array(parts)) => {
            let mut failed = Vec::new();
            for (at, part) in parts.iter().enumerate() {
                let Bson::Document(part) = part else { continue };
                if !Filter::parse(part, scope)?.matches(document, scope)? {
                    failed.push((at, of_query(part, document, scope)?));
                }
            }
            Ok(all_of(name, failed))
        }
        (name, condition) if name.starts_with('$') => Ok(doc! {
            "operatorName": name,
            "specifiedAs": { name: condition.clone() },
            "reason": if name == "$expr" { "expression did not match" } else { "condition did not match" },
        }),
        (path, condition) => of_path(path, condition, document, scope),
    }
}

/// The first operator on a path that a document fails.
fn of_path(
    path: &str,
    condition: &Bson,
    document: &Document,
    scope: &Scope<'_>,
) -> Result<Document, CommandError> {
    let operators = match condition {
        Bson::Document(operators)
            if operators.keys().next().is_some_and(|name| name.starts_with('$')) =>
        {
            operators.clone()
        }
        plain => doc! { "$eq": plain.clone() },
    };
    let mut found = Document::new();
    for (operator, operand) in operators {
        let alone = doc! { path: { &operator: operand.clone() } };
        if operator == "$options" || Filter::parse(&alone, scope)?.matches(document, scope)? {
            continue;
        }
        let value = Path::of(path).plain(document);
        let reason = match (operator.as_str(), value) {
            ("$exists", Some(_)) => "path does exist",
            ("$exists", None) => "path does not exist",
            (_, None) => "field was missing",
            ("$type", _) => "type did not match",
            ("$in", _) => "no matching value found in array",
            ("$nin", _) => "matching value found in array",
            ("$regex", _) => "regular expression did not match",
            _ => "comparison failed",
        };
        found = doc! { "operatorName": operator, "specifiedAs": alone, "reason": reason };
        if let Some(value) = value {
            found.insert("consideredValue", value.clone());
        }
        break;
    }
    Ok(found)
}

fn all_of(name: &str, failed: Vec<(usize, Document)>) -> Document {
    let clauses: Vec<Document> = failed
        .into_iter()
        .map(|(at, details)| {
            doc! { "index": i32::try_from(at).unwrap_or(i32::MAX), "details": details }
        })
        .collect();
    doc! { "operatorName": name, "clausesNotSatisfied": clauses }
}
