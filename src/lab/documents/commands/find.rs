//! `find`, `count` and `distinct`. (MongoDB manual, query commands.)

use std::{collections::BTreeSet, rc::Rc};

use bson::{Bson, Document, doc};

use super::{
    cursors::{Asked, cursor_reply},
    reading::{Around, Wanted},
    writing::number,
};
use crate::lab::documents::{
    Effort, Server,
    error::{Code, CommandError},
    namespace::Namespace,
    path::{Leaf, Path, index_of},
    plan::{Needs, Ran},
    projection::Projection,
    request::Request,
    scope::Scope,
    value,
};

/// Fields that `find` may have beside those of every command.
const FIND_FIELDS: [&str; 21] = [
    "filter",
    "sort",
    "projection",
    "hint",
    "skip",
    "limit",
    "batchSize",
    "singleBatch",
    "collation",
    "allowDiskUse",
    "let",
    "tailable",
    "awaitData",
    "noCursorTimeout",
    "allowPartialResults",
    "oplogReplay",
    "min",
    "max",
    "returnKey",
    "showRecordId",
    "term",
];

pub fn find(
    server: &mut Server,
    request: &Request<'_>,
    effort: &mut Effort,
) -> Result<Document, CommandError> {
    let namespace = request.namespace()?;
    let batch = Asked::of_find(request)?;
    let (around, wanted) = wanted(server, request, &namespace)?;
    let scope = around.scope();
    let collection = server.store.collection(&namespace);
    let ran = wanted.run(collection, &scope, effort)?;
    let documents =
        projected(ran, request, &wanted, &scope).map_err(|error| error.during(wanted.during))?;
    cursor_reply(server, &namespace, documents, &batch, effort)
}

/// What a `find` looks for.
pub fn wanted(
    server: &Server,
    request: &Request<'_>,
    namespace: &Namespace,
) -> Result<(Around, Wanted), CommandError> {
    request.only(&FIND_FIELDS)?;
    for refused in ["min", "max"] {
        if request.object(refused)?.is_some_and(|value| !value.is_empty()) {
            return Err(refuse(refused));
        }
    }
    for refused in ["tailable", "awaitData", "returnKey", "showRecordId"] {
        if request.flag(refused, false)? {
            return Err(match refused {
                "tailable" | "awaitData" => CommandError::new(
                    Code::BadValue,
                    format!(
                        "error processing query: ns={namespace} tailable cursor requested on non capped collection"
                    ),
                ),
                other => refuse(other),
            });
        }
    }
    let around = Around::new(server, namespace, request.collation()?, request.object("let")?)?;
    let scope = around.scope();
    let empty = Document::new();
    let mut wanted = Wanted::new(request.object("filter")?.unwrap_or(&empty), &scope)?;
    wanted.during = "Executor error during find command";
    if let Some(sort) = request.object("sort")? {
        wanted.sort(sort)?;
    }
    wanted.hint(request)?;
    wanted.skip = request.count("skip")?.unwrap_or(0);
    wanted.limit = request.count("limit")?.filter(|limit| *limit > 0);
    if let Some(projection) = request.object("projection")?.filter(|fields| !fields.is_empty()) {
        // A mistake is told even where no document is found.
        Projection::parse(projection, &scope)?;
        wanted.needs = needs(projection);
    }
    drop(scope);
    Ok((around, wanted))
}

/// `{ n: 3 }`.
pub fn count(
    server: &mut Server,
    request: &Request<'_>,
    effort: &mut Effort,
) -> Result<Document, CommandError> {
    let namespace = request.namespace()?;
    let (around, wanted) = wanted_count(server, request, &namespace)?;
    let scope = around.scope();
    let collection = server.store.collection(&namespace);
    // A server knows how many documents a collection has without a look at them.
    if wanted.filter.is_empty() && wanted.hint.is_none() {
        let all = collection.map_or(0, |collection| collection.len() as u64);
        let left = all.saturating_sub(wanted.skip);
        "RECORD_STORE_FAST_COUNT".clone_into(&mut effort.plan);
        return Ok(doc! { "n": number(wanted.limit.map_or(left, |limit| left.min(limit))) });
    }
    let ran = wanted.run(collection, &scope, effort)?;
    Ok(doc! { "n": number(ran.found.len() as u64) })
}

/// What a `count` looks for.
pub fn wanted_count(
    server: &Server,
    request: &Request<'_>,
    namespace: &Namespace,
) -> Result<(Around, Wanted), CommandError> {
    request.only(&["query", "limit", "skip", "hint", "collation", "fields"])?;
    let around = Around::new(server, namespace, request.collation()?, None)?;
    let scope = around.scope();
    let empty = Document::new();
    let mut wanted = Wanted::new(request.object("query")?.unwrap_or(&empty), &scope)?;
    wanted.hint(request)?;
    wanted.skip = request.count("skip")?.unwrap_or(0);
    // A negative limit is that many documents too. (MongoDB manual, count.)
    wanted.limit = request.number("limit")?.map(i64::unsigned_abs).filter(|limit| *limit > 0);
    wanted.needs = Needs::Count;
    wanted.during = "Executor error during count command";
    drop(scope);
    Ok((around, wanted))
}

/// `{ values: [..] }`: each value of a field once, elements of arrays one by one.
pub fn distinct(
    server: &mut Server,
    request: &Request<'_>,
    effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&["key", "query", "collation", "hint"])?;
    let namespace = request.namespace()?;
    let key = request.text("key")?.ok_or_else(|| request.missing("key"))?;
    let around = Around::new(server, &namespace, request.collation()?, None)?;
    let scope = around.scope();
    let empty = Document::new();
    let mut wanted = Wanted::new(request.object("query")?.unwrap_or(&empty), &scope)?;
    wanted.hint(request)?;
    wanted.during = "Executor error during distinct command";
    let ran = wanted.run(server.store.collection(&namespace), &scope, effort)?;
    let path = Path::of(key);
    let mut seen = BTreeSet::new();
    let mut values = Vec::new();
    for (_, document) in &ran.found {
        scope.step()?;
        // The values of one document come in their order; so does the manual's example.
        let mut own = Vec::new();
        path.walk(document, Leaf::Whole, &mut |value, _| {
            match value {
                Some(Bson::Array(items)) => own.extend(items.iter().cloned()),
                Some(value) => own.push(value.clone()),
                None => {}
            }
            false
        });
        own.sort_by(|one, other| value::compare(one, other, scope.collation));
        let mut is_new = |value: &Bson| seen.insert(value::key(value, scope.collation));
        values.extend(own.into_iter().filter(|value| is_new(value)));
    }
    effort.returned = values.len() as u64;
    Ok(doc! { "values": values })
}

/// What was found, as the projection shows it.
fn projected(
    ran: Ran,
    request: &Request<'_>,
    wanted: &Wanted,
    scope: &Scope<'_>,
) -> Result<Vec<Rc<Document>>, CommandError> {
    let Some(fields) = request.object("projection")?.filter(|fields| !fields.is_empty()) else {
        return Ok(ran.found.into_iter().map(|(_, document)| document).collect());
    };
    let projection = Projection::parse(fields, scope)?;
    ran.scored()
        .iter()
        .map(|document| projection.apply(document, Some(&wanted.filter), scope).map(Rc::new))
        .collect()
}

/// The fields that an index must have to answer: all of them are named, and `_id` is named or left out.
fn needs(projection: &Document) -> Needs {
    let is_one = |value: &Bson| value::is_number(value) || matches!(value, Bson::Boolean(_));
    let mut fields = Vec::new();
    let mut has_id = true;
    for (name, value) in projection {
        let is_plain = is_one(value)
            && !name.split('.').any(|part| part.starts_with('$') || index_of(part).is_some());
        match (name.as_str(), value::is_truthy(value)) {
            ("_id", false) => has_id = false,
            (name, true) if is_plain => fields.push(name.to_owned()),
            _ => return Needs::Documents,
        }
    }
    if has_id && !fields.iter().any(|name| name == "_id") {
        fields.push("_id".to_owned());
    }
    if fields.is_empty() { Needs::Documents } else { Needs::Fields(fields) }
}

fn refuse(option: &str) -> CommandError {
    CommandError::new(
        Code::NotImplemented,
        format!("the option '{option}' is not part of the lab's database"),
    )
}
