//! `explain`: how a command finds its documents, and what that costs. (MongoDB manual, explain.)

use bson::{Document, doc};

use super::{
    aggregate,
    explained::{Given, Verbosity, planner, statistics, surroundings},
    find,
    reading::{Around, Wanted},
    writing::number,
};
use crate::lab::documents::{
    Effort, Server,
    error::{Code, CommandError},
    plan::{self, Choice, Explained, executed},
    request::Request,
    scope::Scope,
};

pub fn explain(
    server: &mut Server,
    request: &Request<'_>,
    effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&["verbosity"])?;
    let verbosity = match request.text("verbosity")? {
        None | Some("allPlansExecution") => Verbosity::AllPlans,
        Some("executionStats") => Verbosity::Execution,
        Some("queryPlanner") => Verbosity::Planner,
        Some(other) => {
            return Err(CommandError::new(
                Code::BadValue,
                format!(
                    "Enumeration value '{other}' for field 'explain.verbosity' is not a valid value."
                ),
            ));
        }
    };
    let command = request.needed_object("explain")?;
    let mut whole = command.clone();
    whole.insert("$db", request.database);
    let inner = Request::parse(&whole)?;
    match inner.name {
        "find" => {
            let namespace = inner.namespace()?;
            let (around, wanted) = find::wanted(server, &inner, &namespace)?;
            let given = Given {
                filter: inner.object("filter")?,
                sort: inner.object("sort")?,
                projection: inner.object("projection")?,
                wrapped: None,
            };
            reply(server, &inner, &around, &wanted, &given, verbosity, effort)
        }
        "count" => {
            let namespace = inner.namespace()?;
            let (around, wanted) = find::wanted_count(server, &inner, &namespace)?;
            let given = Given::of(inner.object("query")?);
            reply(server, &inner, &around, &wanted, &given, verbosity, effort)
        }
        "aggregate" => aggregate::explain(server, &inner, verbosity, effort),
        "distinct" => written(server, &inner, inner.document, "query", None, verbosity, effort),
        "update" | "delete" => {
            let (list, stage) =
                if inner.name == "update" { ("updates", "UPDATE") } else { ("deletes", "DELETE") };
            let statements = inner.batch(list)?;
            let [statement] = statements.as_slice() else {
                return Err(CommandError::new(
                    Code::InvalidLength,
                    "explained write batches must be of size 1",
                ));
            };
            written(server, &inner, statement, "q", Some(stage), verbosity, effort)
        }
        "findAndModify" | "findandmodify" => {
            let stage = if inner.flag("remove", false)? { "DELETE" } else { "UPDATE" };
            written(server, &inner, inner.document, "query", Some(stage), verbosity, effort)
        }
        other => Err(CommandError::new(
            Code::CommandNotFound,
            format!("Explain failed due to unknown command: {other}"),
        )),
    }
}

/// A statement that would write; an explanation only looks for the documents.
fn written(
    server: &Server,
    request: &Request<'_>,
    statement: &Document,
    field: &str,
    stage: Option<&'static str>,
    verbosity: Verbosity,
    effort: &mut Effort,
) -> Result<Document, CommandError> {
    let namespace = request.namespace()?;
    let statement = request.inner(request.name, statement);
    let around = Around::new(server, &namespace, statement.collation()?, None)?;
    let scope = around.scope();
    let empty = Document::new();
    let filter = statement.object(field)?;
    let mut wanted = Wanted::new(filter.unwrap_or(&empty), &scope)?;
    if let Some(sort) = statement.object("sort")? {
        wanted.sort(sort)?;
    }
    wanted.hint(&statement)?;
    let is_one = match request.name {
        "update" => !statement.flag("multi", false)?,
        "delete" => statement.number("limit")? == Some(1),
        _ => stage.is_some(),
    };
    wanted.limit = is_one.then_some(1);
    let given = Given { filter, sort: statement.object("sort")?, projection: None, wrapped: stage };
    drop(scope);
    reply(server, request, &around, &wanted, &given, verbosity, effort)
}

/// The explanation of what `wanted` looks for.
fn reply(
    server: &Server,
    request: &Request<'_>,
    around: &Around,
    wanted: &Wanted,
    given: &Given<'_>,
    verbosity: Verbosity,
    effort: &mut Effort,
) -> Result<Document, CommandError> {
    let namespace = request.namespace()?;
    let scope = around.scope();
    let collection = server.store.collection(&namespace);
    let started = around.world.now_ms();
    let (choice, ran) = wanted.run_choice(collection, &scope, effort)?;
    let millis = around.world.now_ms().saturating_sub(started);
    let empty = Document::new();
    let query = wanted.query();
    let explained = Explained {
        collection,
        query: &query,
        filter: given.filter.unwrap_or(&empty),
        sort: given.sort,
        projection: given.projection,
    };
    let mut reply = doc! { "explainVersion": "1" };
    reply.insert("queryPlanner", planner(&explained, &choice, &namespace.to_string(), given));
    if verbosity != Verbosity::Planner {
        let mut stats = statistics(&explained, &choice, &ran, millis, given);
        if verbosity == Verbosity::AllPlans {
            stats.insert("allPlansExecution", all_plans(&explained, &choice, &scope)?);
        }
        reply.insert("executionStats", stats);
    }
    reply.extend(surroundings(request));
    Ok(reply)
}

/// Each plan carried out, where there was a choice.
fn all_plans(
    explained: &Explained<'_>,
    choice: &Choice,
    scope: &Scope<'_>,
) -> Result<Vec<Document>, CommandError> {
    if choice.rejected.is_empty() {
        return Ok(Vec::new());
    }
    std::iter::once(&choice.plan)
        .chain(&choice.rejected)
        .map(|plan| {
            let ran = plan::run(explained.collection, plan, explained.query, scope)?;
            Ok(doc! {
                "nReturned": number(ran.found.len() as u64),
                "totalKeysExamined": number(ran.total_keys()),
                "totalDocsExamined": number(ran.documents_examined),
                "executionStages": executed(explained, plan, &ran),
            })
        })
        .collect()
}
