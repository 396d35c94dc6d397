//! `findAndModify`. (MongoDB manual, findAndModify.)

use std::rc::Rc;

use bson::{Bson, Document, doc};

use super::{
    reading::{Around, Wanted},
    writing::{insert_one, replace},
};
use crate::lab::documents::{
    Effort, Server,
    error::{Code, CommandError},
    namespace::Namespace,
    projection::Projection,
    request::Request,
    scope::Scope,
    update::{Found, Update},
};

const FIELDS: [&str; 14] = [
    "query",
    "sort",
    "remove",
    "update",
    "new",
    "fields",
    "projection",
    "upsert",
    "collation",
    "arrayFilters",
    "hint",
    "let",
    "bypassDocumentValidation",
    "maxTimeMS",
];

/// What stands before the words of an error that the one document gives.
const DURING: &str = "Plan executor error during findAndModify";

pub fn find_and_modify(
    server: &mut Server,
    request: &Request<'_>,
    effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&FIELDS)?;
    let namespace = request.namespace()?;
    let (remove, new) = (request.flag("remove", false)?, request.flag("new", false)?);
    let upsert = request.flag("upsert", false)?;
    check(request, remove, new, upsert)?;
    namespace.check_new()?;
    let around = Around::new(server, &namespace, request.collation()?, request.object("let")?)?;
    let mut scope = around.scope();
    scope.bypasses_validation = request.flag("bypassDocumentValidation", false)?;
    let empty = Document::new();
    let filter = request.object("query")?.unwrap_or(&empty);
    let mut wanted = Wanted::new(filter, &scope)?;
    if let Some(sort) = request.object("sort")? {
        wanted.sort(sort)?;
    }
    wanted.hint(request)?;
    wanted.limit = Some(1);
    wanted.during = DURING;
    let update = match request.value("update") {
        Some(change) if !remove => {
            let array_filters = request.list("arrayFilters")?.unwrap_or_default();
            Some(Update::parse(change, array_filters, &scope)?)
        }
        _ => None,
    };
    let ran = wanted.run(server.store.collection(&namespace), &scope, effort)?;
    let found = ran.found.into_iter().next();
    let outcome = match (&update, found) {
        (None, found) => removed(server, &namespace, found, &scope),
        (Some(update), Some(found)) => updated(server, &namespace, found, &wanted, update, &scope),
        (Some(update), None) if upsert => upserted(server, &namespace, filter, update, &scope),
        (Some(_), None) => Ok(Outcome::nothing()),
    }
    .map_err(|error| error.during(DURING))?;
    effort.changed += u64::from(outcome.is_changed);
    let value = if new || remove { outcome.after } else { outcome.before };
    let value = match value {
        Some(document) => {
            effort.returned = 1;
            Bson::Document(shown(&document, request, &wanted, &scope)?)
        }
        None => Bson::Null,
    };
    Ok(doc! { "lastErrorObject": outcome.last_error, "value": value })
}

/// What happened to the one document.
struct Outcome {
    last_error: Document,
    before: Option<Rc<Document>>,
    /// For a removal, what was removed.
    after: Option<Rc<Document>>,
    is_changed: bool,
}

impl Outcome {
    fn nothing() -> Outcome {
        let last_error = doc! { "n": 0, "updatedExisting": false };
        Outcome { last_error, before: None, after: None, is_changed: false }
    }
}

fn check(request: &Request<'_>, remove: bool, new: bool, upsert: bool) -> Result<(), CommandError> {
    let has_update = request.value("update").is_some();
    let message = if remove && has_update {
        "Cannot specify both an update and remove=true"
    } else if remove && upsert {
        "Cannot specify both upsert=true and remove=true "
    } else if remove && new {
        "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document"
    } else if remove && request.value("arrayFilters").is_some() {
        "Cannot specify arrayFilters and remove=true"
    } else if !remove && !has_update {
        "Either an update or remove=true must be specified"
    } else {
        return Ok(());
    };
    Err(CommandError::new(Code::FailedToParse, message))
}

fn removed(
    server: &mut Server,
    namespace: &Namespace,
    found: Option<(u64, Rc<Document>)>,
    scope: &Scope<'_>,
) -> Result<Outcome, CommandError> {
    let gone = match (found, server.store.collection_mut(namespace)) {
        (Some((record, _)), Some(collection)) => collection.remove(record, scope)?,
        _ => None,
    };
    Ok(Outcome {
        last_error: doc! { "n": i32::from(gone.is_some()) },
        is_changed: gone.is_some(),
        before: None,
        after: gone,
    })
}

fn updated(
    server: &mut Server,
    namespace: &Namespace,
    (record, document): (u64, Rc<Document>),
    wanted: &Wanted,
    update: &Update,
    scope: &Scope<'_>,
) -> Result<Outcome, CommandError> {
    let position = wanted.filter.array_position(&document, scope)?;
    let changed = update.apply(Found { document: &document, position }, scope)?;
    let is_changed = changed.is_some();
    let others = server.store.weight_without(namespace);
    let mut after = document.clone();
    if let (Some(changed), Some(collection)) = (changed, server.store.collection_mut(namespace)) {
        replace(collection, record, changed, others, scope)?;
        after = collection.document(record).cloned().unwrap_or(after);
    }
    Ok(Outcome {
        last_error: doc! { "n": 1, "updatedExisting": true },
        before: Some(document),
        after: Some(after),
        is_changed,
    })
}

fn upserted(
    server: &mut Server,
    namespace: &Namespace,
    filter: &Document,
    update: &Update,
    scope: &Scope<'_>,
) -> Result<Outcome, CommandError> {
    let document = update.upserted(filter, scope)?;
    let (id, record) = insert_one(server, namespace, &document, scope)?;
    let collection = server.store.collection(namespace);
    Ok(Outcome {
        last_error: doc! { "n": 1, "updatedExisting": false, "upserted": id },
        before: None,
        after: collection.and_then(|collection| collection.document(record).cloned()),
        is_changed: true,
    })
}

/// The document as `fields` shows it.
fn shown(
    document: &Document,
    request: &Request<'_>,
    wanted: &Wanted,
    scope: &Scope<'_>,
) -> Result<Document, CommandError> {
    match request.object("fields")?.or(request.object("projection")?) {
        Some(fields) if !fields.is_empty() => {
            Projection::parse(fields, scope)?.apply(document, Some(&wanted.filter), scope)
        }
        _ => Ok(document.clone()),
    }
}
