//! What an update does to a document: a replacement, operators, or a pipeline.

mod arithmetic;
mod array_filters;
mod modifier;
mod piped;
mod pull;
mod push;
mod tree;
mod upsert;
mod walk;

use std::collections::BTreeSet;

use bson::{Bson, Document};

use self::{
    array_filters::ArrayFilters,
    modifier::{Modifier, Surroundings},
    tree::Fields,
    walk::Walk,
};
use crate::lab::documents::{
    error::{Code, CommandError},
    measure,
    pipeline::Pipeline,
    scope::Scope,
    shown::{shown, shown_document},
    value::equal,
};

pub use self::push::whole;

/// A parsed update.
#[derive(Clone, Debug)]
pub struct Update {
    kind: Kind,
    filters: ArrayFilters,
}

#[derive(Clone, Debug)]
enum Kind {
    Replacement(Document),
    Operators {
        fields: Fields,
        /// The sources of `$rename`.
        sources: Vec<String>,
    },
    Pipeline(Pipeline),
}

/// A document as an update finds it.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    pub document: &'a Document,
    /// Which element of an array the query matched, for the positional `$`.
    pub position: Option<usize>,
}

impl Update {
    /// Reads `update`, a document or a list of stages.
    pub fn parse(
        update: &Bson,
        array_filters: &[Bson],
        scope: &Scope<'_>,
    ) -> Result<Update, CommandError> {
        let filters = ArrayFilters::parse(array_filters, scope)?;
        let kind = match update {
            Bson::Array(stages) => {
                if !filters.is_empty() {
                    return Err(CommandError::new(
                        Code::FailedToParse,
                        "arrayFilters may not be specified for pipeline-style updates",
                    ));
                }
                Kind::Pipeline(piped::parse(stages, scope)?)
            }
            Bson::Document(operators) if is_operators(operators) => {
                parse_operators(operators, &filters, scope)?
            }
            Bson::Document(replacement) => {
                check_replacement(replacement)?;
                Kind::Replacement(replacement.clone())
            }
            _ => {
                return Err(CommandError::new(
                    Code::FailedToParse,
                    "Update argument must be either an object or an array",
                ));
            }
        };
        Ok(Update { kind, filters })
    }

    /// Whether it is a whole document.
    pub fn is_replacement(&self) -> bool {
        matches!(self.kind, Kind::Replacement(_))
    }

    /// `found` as the update leaves it; `None` where nothing changes.
    pub fn apply(
        &self,
        found: Found<'_>,
        scope: &Scope<'_>,
    ) -> Result<Option<Document>, CommandError> {
        let updated = self.change(found, false, scope)?;
        Ok(updated.filter(|updated| {
            !measure::is_same_document(updated, found.document) || self.always_changes()
        }))
    }

    /// The new document of an upsert whose query is `filter`; it may have no `_id` yet.
    pub fn upserted(&self, filter: &Document, scope: &Scope<'_>) -> Result<Document, CommandError> {
        let base = upsert::equalities(filter, self.is_replacement())?;
        let around = surroundings(&Document::new(), Vec::new(), true, scope);
        let mut document = Bson::Document(Document::new());
        let filters = ArrayFilters::default();
        Walk { filters: &filters, position: None, around: &around, changed: false }.fields(
            &base,
            &mut document,
            "",
        )?;
        let Bson::Document(base) = document else { return Ok(Document::new()) };
        let found = Found { document: &base, position: None };
        let updated = self.change(found, true, scope)?;
        Ok(updated.unwrap_or(base))
    }

    /// `$currentDate` and the sort of `$push` count as changes even where the document stays as it was.
    fn always_changes(&self) -> bool {
        matches!(self.kind, Kind::Operators { .. })
    }

    fn change(
        &self,
        found: Found<'_>,
        is_insert: bool,
        scope: &Scope<'_>,
    ) -> Result<Option<Document>, CommandError> {
        match &self.kind {
            Kind::Replacement(replacement) => replaced(found.document, replacement).map(Some),
            Kind::Operators { fields, sources } => {
                let renamed = renamed(found.document, sources)?;
                let around = surroundings(found.document, renamed, is_insert, scope);
                let mut walk = Walk {
                    filters: &self.filters,
                    position: found.position,
                    around: &around,
                    changed: false,
                };
                let mut document = Bson::Document(found.document.clone());
                walk.fields(fields, &mut document, "")?;
                let mut changed = walk.changed;
                for (source, _) in &around.renamed {
                    changed |= remove(&mut document, source);
                }
                let Bson::Document(document) = document else { return Ok(None) };
                check_id(found.document, &document, sources)?;
                Ok(changed.then_some(document))
            }
            Kind::Pipeline(pipeline) => {
                let updated = piped::run(pipeline, found.document, scope)?;
                with_old_id(found.document, updated).map(Some)
            }
        }
    }
}

fn is_operators(update: &Document) -> bool {
    update.keys().next().is_some_and(|name| name.starts_with('$'))
}

fn parse_operators(
    operators: &Document,
    filters: &ArrayFilters,
    scope: &Scope<'_>,
) -> Result<Kind, CommandError> {
    let mut fields = Fields::default();
    let mut sources = Vec::new();
    let mut used = BTreeSet::new();
    for (operator, operand) in operators {
        if !OPERATORS.contains(&operator.as_str()) {
            Modifier::parse(operator, "", operand, scope)?;
        }
        for (path, value) in modifier::fields(operator, operand)? {
            check_identifiers(path, filters, &mut used)?;
            let modifier = Modifier::parse(operator, path, value, scope)?;
            match (modifier, value) {
                (rename @ Modifier::Rename { .. }, Bson::String(target)) => {
                    fields.place(path, Modifier::RenameSource)?;
                    fields.place(target, rename)?;
                    sources.push(path.clone());
                }
                (modifier, _) => fields.place(path, modifier)?,
            }
        }
    }
    if let Some(unused) = filters.identifiers().find(|name| !used.contains(*name)) {
        return Err(CommandError::new(
            Code::FailedToParse,
            format!(
                "The array filter for identifier '{unused}' was not used in the update {}",
                shown_document(operators)
            ),
        ));
    }
    Ok(Kind::Operators { fields, sources })
}

const OPERATORS: [&str; 15] = [
    "$set",
    "$setOnInsert",
    "$unset",
    "$inc",
    "$mul",
    "$min",
    "$max",
    "$currentDate",
    "$bit",
    "$push",
    "$addToSet",
    "$pop",
    "$pull",
    "$pullAll",
    "$rename",
];

fn check_identifiers(
    path: &str,
    filters: &ArrayFilters,
    used: &mut BTreeSet<String>,
) -> Result<(), CommandError> {
    for identifier in path.split('.').skip(1).filter_map(tree::identifier) {
        if !identifier.is_empty() && !filters.identifiers().any(|name| name == identifier) {
            return Err(CommandError::new(
                Code::BadValue,
                format!("No array filter found for identifier '{identifier}' in path '{path}'"),
            ));
        }
        used.insert(identifier.to_owned());
    }
    Ok(())
}

fn check_replacement(replacement: &Document) -> Result<(), CommandError> {
    match replacement.keys().find(|name| name.starts_with('$')) {
        Some(name) => Err(CommandError::new(
            Code::DollarPrefixedFieldName,
            format!(
                "The dollar ($) prefixed field '{name}' in '{name}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith."
            ),
        )),
        None => Ok(()),
    }
}

fn surroundings<'a>(
    document: &Document,
    renamed: Vec<(String, Bson)>,
    is_insert: bool,
    scope: &'a Scope<'a>,
) -> Surroundings<'a> {
    let document =
        document.get("_id").map_or_else(|| "no id".to_owned(), |id| format!("_id: {}", shown(id)));
    Surroundings { scope, is_insert, document, renamed }
}

/// The replacement with the `_id` that the document has.
fn replaced(old: &Document, replacement: &Document) -> Result<Document, CommandError> {
    if let (Some(old), Some(id)) = (old.get("_id"), replacement.get("_id"))
        && !equal(old, id, None)
    {
        return Err(CommandError::new(
            Code::ImmutableField,
            format!(
                "After applying the update, the (immutable) field '_id' was found to have been altered to _id: {}",
                shown(id)
            ),
        ));
    }
    with_old_id(old, replacement.clone())
}

/// `updated` with the `_id` of `old` in front.
fn with_old_id(old: &Document, mut updated: Document) -> Result<Document, CommandError> {
    let Some(id) = old.get("_id") else { return Ok(updated) };
    if updated.remove("_id").is_some_and(|other| !equal(&other, id, None)) {
        return Err(immutable("_id"));
    }
    let mut document = Document::new();
    document.insert("_id", id.clone());
    document.extend(updated);
    Ok(document)
}

fn check_id(old: &Document, updated: &Document, sources: &[String]) -> Result<(), CommandError> {
    let Some(id) = old.get("_id") else { return Ok(()) };
    if updated.get("_id").is_some_and(|other| measure::is_same(other, id)) {
        return Ok(());
    }
    match sources.iter().find(|source| *source == "_id" || source.starts_with("_id.")) {
        Some(source) => Err(CommandError::new(
            Code::ImmutableField,
            format!(
                "Unsetting the path '{source}' using $rename would modify the immutable field '_id'"
            ),
        )),
        None => Err(immutable("_id")),
    }
}

fn immutable(path: &str) -> CommandError {
    CommandError::new(
        Code::ImmutableField,
        format!("Performing an update on the path '{path}' would modify the immutable field '_id'"),
    )
}

/// The values that `$rename` takes, of the sources that the document has.
fn renamed(document: &Document, sources: &[String]) -> Result<Vec<(String, Bson)>, CommandError> {
    let mut found = Vec::new();
    for source in sources {
        let mut parts = source.split('.');
        let mut value = parts.next().and_then(|part| document.get(part));
        let mut name = source.split('.').next().unwrap_or_default();
        for part in parts {
            value = match value {
                Some(Bson::Document(inner)) => inner.get(part),
                Some(Bson::Array(_)) => {
                    let id = document.get("_id");
                    return Err(CommandError::new(
                        Code::BadValue,
                        format!(
                            "The source field cannot be an array element, '{source}' in doc with {} has an array field called '{name}'",
                            id.map_or_else(
                                || "no id".to_owned(),
                                |id| format!("_id: {}", shown(id))
                            )
                        ),
                    ));
                }
                Some(other) => {
                    return Err(CommandError::new(
                        Code::PathNotViable,
                        format!(
                            "Cannot use the part ({part}) of ({source}) to traverse the element ({{{name}: {}}})",
                            shown(other)
                        ),
                    ));
                }
                None => None,
            };
            name = part;
        }
        if let Some(value) = value {
            found.push((source.clone(), value.clone()));
        }
    }
    Ok(found)
}

fn remove(document: &mut Bson, path: &str) -> bool {
    let (parents, name) = path.rsplit_once('.').map_or((None, path), |(up, name)| (Some(up), name));
    let mut inner = document;
    for part in parents.into_iter().flat_map(|parents| parents.split('.')) {
        match inner {
            Bson::Document(fields) => match fields.get_mut(part) {
                Some(next) => inner = next,
                None => return false,
            },
            _ => return false,
        }
    }
    inner.as_document_mut().is_some_and(|fields| fields.remove(name).is_some())
}
