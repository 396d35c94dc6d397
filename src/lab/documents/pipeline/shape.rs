//! Stages that change documents one by one or count them: `$unwind`, `$count`, `$replaceRoot`, `$redact`,
//! `$facet`, `$sample`, `$documents`.

use bson::{Bson, Document};

use crate::lab::documents::{
    error::CommandError,
    expression::{Expression, type_of, value_at},
    pipeline::{Held, Pipeline, Source, fault, set_at},
    scope::Scope,
    shown::{shown, shown_document},
};

/// `$count`: one document, or none where nothing came in.
pub fn count(name: &str, length: usize) -> Vec<Document> {
    if length == 0 {
        return Vec::new();
    }
    let count = i32::try_from(length)
        .map_or_else(|_| Bson::Int64(i64::try_from(length).unwrap_or(i64::MAX)), Bson::Int32);
    vec![bson::doc! { name: count }]
}

/// `$unwind`: one document for each element of an array.
pub fn unwind(
    path: &[String],
    index: Option<&[String]>,
    keeps_empty: bool,
    documents: Vec<Document>,
    scope: &Scope<'_>,
) -> Result<Vec<Document>, CommandError> {
    let mut out = Held::new("$unwind");
    for document in documents {
        scope.step()?;
        match plain_value(&document, path) {
            Some(Bson::Array(elements)) if elements.is_empty() => {
                if keeps_empty {
                    let mut one = document;
                    remove_at(&mut one, path);
                    out.push(indexed(one, index, Bson::Null))?;
                }
            }
            Some(Bson::Array(elements)) => {
                let elements = elements.clone();
                // Each copy would carry the whole array otherwise.
                let mut rest = document;
                set_at(&mut rest, path, Bson::Null);
                for (at, element) in (0_i64..).zip(elements) {
                    scope.step()?;
                    let mut one = rest.clone();
                    set_at(&mut one, path, element);
                    out.push(indexed(one, index, Bson::Int64(at)))?;
                }
            }
            // A value that is no array counts as an array of one.
            Some(Bson::Null | Bson::Undefined) | None => {
                if keeps_empty {
                    out.push(indexed(document, index, Bson::Null))?;
                }
            }
            Some(_) => out.push(indexed(document, index, Bson::Null))?,
        }
    }
    Ok(out.documents)
}

/// `$replaceRoot` and `$replaceWith`.
pub fn replace_root(
    expression: &Expression,
    documents: &[Document],
    scope: &Scope<'_>,
) -> Result<Vec<Document>, CommandError> {
    let mut out = Held::new("$replaceRoot");
    for document in documents {
        match expression.evaluate(document, scope)? {
            Some(Bson::Document(root)) => out.push(root)?,
            value => {
                let found = value.as_ref().map_or_else(|| "MISSING".to_owned(), shown);
                let message = format!(
                    "'newRoot' expression must evaluate to an object, but resulting value was: {found}. \
                     Type of resulting value: '{}'. Input document: {}",
                    type_of(&value),
                    shown_document(document)
                );
                return Err(fault(40228, message));
            }
        }
    }
    Ok(out.documents)
}

/// `$redact`: keeps, cuts or goes down into each level of a document.
pub fn redact(
    expression: &Expression,
    documents: Vec<Document>,
    scope: &Scope<'_>,
) -> Result<Vec<Document>, CommandError> {
    let mut out = Vec::new();
    for document in documents {
        out.extend(redacted(expression, document, scope)?);
    }
    Ok(out)
}

fn redacted(
    expression: &Expression,
    document: Document,
    scope: &Scope<'_>,
) -> Result<Option<Document>, CommandError> {
    let word = |name: &str| Some(Bson::String(name.to_owned()));
    let words = [("DESCEND", word("descend")), ("PRUNE", word("prune")), ("KEEP", word("keep"))];
    let value = expression.evaluate_with(&document, scope, &words)?;
    match value.as_ref().and_then(Bson::as_str) {
        Some("keep") => Ok(Some(document)),
        Some("prune") => Ok(None),
        Some("descend") => {
            let mut out = Document::new();
            for (name, value) in document {
                if let Some(value) = redacted_value(expression, value, scope)? {
                    out.insert(name, value);
                }
            }
            Ok(Some(out))
        }
        _ => Err(fault(
            17053,
            "$redact's expression should not return anything aside from the variables $$KEEP, $$DESCEND, \
             and $$PRUNE, but returned something else",
        )),
    }
}

fn redacted_value(
    expression: &Expression,
    value: Bson,
    scope: &Scope<'_>,
) -> Result<Option<Bson>, CommandError> {
    Ok(match value {
        Bson::Document(inner) => redacted(expression, inner, scope)?.map(Bson::Document),
        Bson::Array(elements) => {
            let mut out = Vec::new();
            for element in elements {
                out.extend(redacted_value(expression, element, scope)?);
            }
            Some(Bson::Array(out))
        }
        value => Some(value),
    })
}

/// `$facet`: one document with the results of several pipelines over the same input.
pub fn facet(
    facets: &[(String, Pipeline)],
    source: &mut dyn Source,
    documents: &[Document],
    scope: &Scope<'_>,
) -> Result<Vec<Document>, CommandError> {
    let mut out = Document::new();
    for (name, pipeline) in facets {
        let results = pipeline.run(source, documents.to_vec(), scope)?;
        out.insert(name.clone(), Bson::Array(results.into_iter().map(Bson::Document).collect()));
    }
    let mut held = Held::new("$facet");
    held.push(out)?;
    Ok(held.documents)
}

/// `$sample`: so many documents, drawn with the run's randomness.
pub fn sample(size: u64, mut documents: Vec<Document>, scope: &Scope<'_>) -> Vec<Document> {
    let wanted = usize::try_from(size).unwrap_or(usize::MAX).min(documents.len());
    for at in 0..wanted {
        let mut bytes = [0; 8];
        scope.world.fill(&mut bytes);
        let left = documents.len() - at;
        let random = u64::from_le_bytes(bytes) % u64::try_from(left).unwrap_or(1).max(1);
        documents.swap(at, at + usize::try_from(random).unwrap_or(0));
    }
    documents.truncate(wanted);
    documents
}

/// `$documents`: an input that is written in the pipeline.
pub fn documents(
    expression: &Expression,
    scope: &Scope<'_>,
) -> Result<Vec<Document>, CommandError> {
    let refuse = || fault(5_858_203, "an array is expected, of documents");
    let Some(Bson::Array(elements)) = expression.evaluate(&Document::new(), scope)? else {
        return Err(refuse());
    };
    elements
        .into_iter()
        .map(|element| match element {
            Bson::Document(document) => Ok(document),
            _ => Err(refuse()),
        })
        .collect()
}

/// The value at a path through documents only: an array on the way has none.
fn plain_value<'a>(document: &'a Document, path: &[String]) -> Option<&'a Bson> {
    let (first, rest) = path.split_first()?;
    match (document.get(first)?, rest.is_empty()) {
        (value, true) => Some(value),
        (Bson::Document(inner), false) => plain_value(inner, rest),
        _ => None,
    }
}

fn remove_at(document: &mut Document, path: &[String]) {
    match path {
        [] => {}
        [last] => {
            document.remove(last);
        }
        [first, rest @ ..] => {
            if let Some(Bson::Document(inner)) = document.get_mut(first) {
                remove_at(inner, rest);
            }
        }
    }
}

fn indexed(mut document: Document, index: Option<&[String]>, at: Bson) -> Document {
    if let Some(index) = index {
        set_at(&mut document, index, at);
    }
    document
}

/// The value at a path as expressions see it, for stages that take a path where others take expressions.
pub fn value_of(document: &Document, path: &[String]) -> Option<Bson> {
    value_at(document, path)
}
