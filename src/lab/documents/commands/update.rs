//! `update`. (MongoDB manual, update.)

use bson::{Bson, Document, doc};

use super::{
    reading::{Around, Wanted, evaluated},
    writing::{Failures, insert_one, number, replace},
};
use crate::lab::documents::{
    Effort, Server,
    error::{Code, CommandError},
    namespace::Namespace,
    request::Request,
    scope::Scope,
    update::{Found, Update},
};

pub fn update(
    server: &mut Server,
    request: &Request<'_>,
    effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&["updates", "ordered", "bypassDocumentValidation", "let"])?;
    let namespace = request.namespace()?;
    let statements = request.batch("updates")?;
    let ordered = request.flag("ordered", true)?;
    let variables = request.object("let")?;
    namespace.check_new()?;
    let mut failures = Failures::default();
    let mut total = Updated::default();
    let mut upserted = Vec::new();
    for (at, statement) in statements.into_iter().enumerate() {
        let statement = request.inner("update.updates", statement);
        match statement_of(server, &namespace, (request, &statement), variables, effort) {
            Ok(updated) => {
                total.matched += updated.matched;
                total.modified += updated.modified;
                if let Some(id) = updated.upserted {
                    total.matched += 1;
                    upserted.push(Bson::Document(doc! {
                        "index": i32::try_from(at).unwrap_or(i32::MAX),
                        "_id": id,
                    }));
                }
            }
            Err(error) => {
                if !failures.add(at, error, ordered) {
                    break;
                }
            }
        }
    }
    let mut reply = doc! { "n": number(total.matched) };
    if !upserted.is_empty() {
        reply.insert("upserted", upserted);
    }
    reply.insert("nModified", number(total.modified));
    failures.put_into(&mut reply);
    Ok(reply)
}

/// What one statement did.
#[derive(Default)]
struct Updated {
    matched: u64,
    modified: u64,
    upserted: Option<Bson>,
}

fn statement_of(
    server: &mut Server,
    namespace: &Namespace,
    (request, statement): (&Request<'_>, &Request<'_>),
    variables: Option<&Document>,
    effort: &mut Effort,
) -> Result<Updated, CommandError> {
    statement.only(&["q", "u", "c", "multi", "upsert", "collation", "arrayFilters", "hint"])?;
    let filter = statement.needed_object("q")?;
    let change = statement.value("u").ok_or_else(|| statement.missing("u"))?;
    let multi = statement.flag("multi", false)?;
    let upsert = statement.flag("upsert", false)?;
    let around = Around::new(server, namespace, statement.collation()?, variables)?;
    let mut scope = around.scope();
    scope.bypasses_validation = request.flag("bypassDocumentValidation", false)?;
    let constants = constants(statement, change, &scope)?;
    let scope = scope.with(constants);
    let array_filters = statement.list("arrayFilters")?.unwrap_or_default();
    let update = Update::parse(change, array_filters, &scope)?;
    if multi && update.is_replacement() {
        return Err(CommandError::new(
            Code::FailedToParse,
            "multi update is not supported for replacement-style update",
        ));
    }
    let mut wanted = Wanted::new(filter, &scope)?;
    wanted.limit = (!multi).then_some(1);
    wanted.hint(statement)?;
    let mut updated = change_found(server, namespace, &wanted, &update, &scope, effort)?;
    if updated.matched == 0 && upsert {
        let document = update.upserted(filter, &scope)?;
        let (id, _) = insert_one(server, namespace, &document, &scope)?;
        updated.upserted = Some(id);
        effort.changed += 1;
    }
    Ok(updated)
}

fn change_found(
    server: &mut Server,
    namespace: &Namespace,
    wanted: &Wanted,
    update: &Update,
    scope: &Scope<'_>,
    effort: &mut Effort,
) -> Result<Updated, CommandError> {
    let found = wanted.run(server.store.collection(namespace), scope, effort)?.found;
    let others = server.store.weight_without(namespace);
    let mut updated = Updated::default();
    let Some(collection) = server.store.collection_mut(namespace) else { return Ok(updated) };
    for (record, document) in found {
        scope.step()?;
        let position = wanted.filter.array_position(&document, scope)?;
        let changed = update.apply(Found { document: &document, position }, scope)?;
        if let Some(changed) = changed {
            replace(collection, record, changed, others, scope)?;
            updated.modified += 1;
            effort.changed += 1;
        }
        updated.matched += 1;
    }
    Ok(updated)
}

/// The constants of a pipeline update (`c`).
fn constants(
    statement: &Request<'_>,
    change: &Bson,
    scope: &Scope<'_>,
) -> Result<Vec<(String, Option<Bson>)>, CommandError> {
    let Some(constants) = statement.object("c")? else { return Ok(Vec::new()) };
    if !matches!(change, Bson::Array(_)) {
        return Err(CommandError::new(
            Code::Location(51198),
            "Constant values may only be specified for pipeline updates",
        ));
    }
    evaluated(constants, scope)
}
