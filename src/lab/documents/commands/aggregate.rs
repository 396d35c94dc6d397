//! `aggregate`. (MongoDB manual, aggregate.)

use std::rc::Rc;

use bson::{Bson, Document, doc};

use super::{
    cursors::{Asked, cursor_reply},
    explained::{Given, Verbosity, planner, statistics, surroundings},
    reading::{Around, Wanted},
    source::Reading,
    writing::number,
};
use crate::lab::documents::{
    Effort, Server,
    error::{Code, CommandError},
    filter::Filter,
    measure,
    namespace::Namespace,
    pipeline::Pipeline,
    plan::{Explained, Needs, Ran},
    request::Request,
    scope::Scope,
    sort::TEXT_SCORE,
};

const FIELDS: [&str; 9] = [
    "pipeline",
    "cursor",
    "explain",
    "allowDiskUse",
    "hint",
    "let",
    "collation",
    "bypassDocumentValidation",
    "exchange",
];
/// What stands for the collection of a pipeline that reads none.
const NO_COLLECTION: &str = "$cmd.aggregate";
/// Bytes in memory of the documents that a pipeline begins with, roughly.
const INPUT_BYTES_MAX: u64 = 48 << 20;
/// What stands before the words of an error that a stage meets.
const DURING: &str = "PlanExecutor error during aggregation";
/// Stages that only a replica set has.
const REFUSED: [&str; 1] = ["$changeStream"];

pub fn aggregate(
    server: &mut Server,
    request: &Request<'_>,
    effort: &mut Effort,
) -> Result<Document, CommandError> {
    if request.flag("explain", false)? {
        return explain(server, request, Verbosity::Planner, effort);
    }
    if request.value("cursor").is_none() {
        request.list("pipeline")?;
        return Err(CommandError::new(
            Code::FailedToParse,
            "The 'cursor' option is required, except for aggregate with the explain argument",
        ));
    }
    let asked = Asked::of_cursor(request)?;
    let (namespace, stages) = parts(request)?;
    let around = Around::new(server, &namespace, request.collation()?, request.object("let")?)?;
    let scope = around.scope();
    let pipeline = Pipeline::parse(stages, &scope)?;
    check_input(request, &pipeline)?;
    let (wanted, done) = lead(&pipeline, request)?;
    let mut input = Vec::new();
    if !pipeline.has_own_input() {
        let ran = wanted.run(server.store.collection(&namespace), &scope, effort)?;
        input = owned(ran)?;
    }
    let mut source = Reading { server, database: request.database, effort };
    let mut results = pipeline
        .run_after(done, &mut source, input, &scope)
        .map_err(|error| error.during(DURING))?;
    if pipeline.target().is_some() {
        results.clear();
    }
    if wanted.filter.text().is_some() {
        for document in &mut results {
            document.remove(TEXT_SCORE);
        }
    }
    let results = results.into_iter().map(Rc::new).collect();
    cursor_reply(server, &namespace, results, &asked, effort)
}

/// How a pipeline finds its documents, and what each stage behind makes of them.
pub fn explain(
    server: &mut Server,
    request: &Request<'_>,
    verbosity: Verbosity,
    effort: &mut Effort,
) -> Result<Document, CommandError> {
    let (namespace, stages) = parts(request)?;
    let around = Around::new(server, &namespace, request.collation()?, request.object("let")?)?;
    let scope = around.scope();
    let pipeline = Pipeline::parse(stages, &scope)?;
    check_input(request, &pipeline)?;
    let (wanted, done) = lead(&pipeline, request)?;
    let collection = server.store.collection(&namespace);
    let started = around.world.now_ms();
    let (choice, ran) = wanted.run_choice(collection, &scope, effort)?;
    let millis = around.world.now_ms().saturating_sub(started);
    let operand = |name: &str| {
        let mut stages = stages.iter().take(done).filter_map(Bson::as_document);
        stages.find_map(|stage| stage.get_document(name).ok())
    };
    let empty = Document::new();
    let given = Given { filter: operand("$match"), sort: operand("$sort"), ..Given::default() };
    let query = wanted.query();
    let explained = Explained {
        collection,
        query: &query,
        filter: given.filter.unwrap_or(&empty),
        sort: given.sort,
        projection: None,
    };
    let mut found = doc! {
        "queryPlanner": planner(&explained, &choice, &namespace.to_string(), &given),
    };
    let is_executed = verbosity != Verbosity::Planner;
    if is_executed {
        found.insert("executionStats", statistics(&explained, &choice, &ran, millis, &given));
    }
    let mut reply = doc! { "explainVersion": "1" };
    if done == stages.len() {
        reply.extend(found);
    } else {
        let mut cursor = doc! { "$cursor": found };
        if is_executed {
            cursor.insert("nReturned", number(ran.found.len() as u64));
        }
        let mut shown = vec![cursor];
        let input = if is_executed { Some(owned(ran)?) } else { None };
        shown.extend(rest(server, request, &stages[done..], input, &scope)?);
        reply.insert("stages", shown);
    }
    reply.extend(surroundings(request));
    Ok(reply)
}

/// The stages that the planner did not take, with how many documents each gave where they are run.
fn rest(
    server: &mut Server,
    request: &Request<'_>,
    stages: &[Bson],
    mut input: Option<Vec<Document>>,
    scope: &Scope<'_>,
) -> Result<Vec<Document>, CommandError> {
    let mut shown = Vec::new();
    for stage in stages {
        let Bson::Document(operand) = stage else { continue };
        let mut operand = operand.clone();
        let pipeline = Pipeline::parse(std::slice::from_ref(stage), scope)?;
        // An explanation writes nothing.
        if let Some(documents) = input.take().filter(|_| pipeline.target().is_none()) {
            let mut effort = Effort::default();
            let mut source = Reading { server, database: request.database, effort: &mut effort };
            let documents = pipeline.run(&mut source, documents, scope)?;
            operand.insert("nReturned", number(documents.len() as u64));
            if !effort.plan.is_empty() {
                operand.insert("totalDocsExamined", number(effort.documents_examined));
                operand.insert("totalKeysExamined", number(effort.keys_examined));
                operand.insert("plan", effort.plan);
            }
            input = Some(documents);
        }
        shown.push(operand);
    }
    Ok(shown)
}

/// The collection and the stages.
fn parts<'a>(request: &Request<'a>) -> Result<(Namespace, &'a [Bson]), CommandError> {
    request.only(&FIELDS)?;
    let stages = request.list("pipeline")?.ok_or_else(|| request.missing("pipeline"))?;
    let refused = stages
        .iter()
        .filter_map(|stage| stage.as_document()?.keys().next())
        .find(|name| REFUSED.contains(&name.as_str()));
    if refused.is_some() {
        return Err(CommandError::new(
            Code::Location(40573),
            "The $changeStream stage is only supported on replica sets",
        ));
    }
    let namespace = match request.document.get(request.name) {
        Some(Bson::Int32(1) | Bson::Int64(1)) => Namespace {
            database: request.database.to_owned(),
            collection: NO_COLLECTION.to_owned(),
        },
        _ => request.namespace()?,
    };
    Ok((namespace, stages))
}

/// `{ aggregate: 1 }` needs documents of its own.
fn check_input(request: &Request<'_>, pipeline: &Pipeline) -> Result<(), CommandError> {
    let is_database = !matches!(request.document.get(request.name), Some(Bson::String(_)));
    match pipeline.names().first() {
        Some(name) if is_database && !pipeline.has_own_input() => Err(CommandError::new(
            Code::InvalidNamespace,
            format!("{{aggregate: 1}} is not valid for '{name}'; a collection is required."),
        )),
        Some(_) if !is_database && pipeline.has_own_input() => Err(CommandError::new(
            Code::InvalidNamespace,
            "'$documents' can only be run with {aggregate: 1}",
        )),
        _ => Ok(()),
    }
}

/// What the first stages look for, and how many stages these are.
fn lead(pipeline: &Pipeline, request: &Request<'_>) -> Result<(Wanted, usize), CommandError> {
    let lead = pipeline.lead();
    let mut wanted = Wanted {
        filter: lead.filter.cloned().unwrap_or_else(Filter::all),
        sort: lead.sort.cloned(),
        skip: lead.skip.unwrap_or(0),
        limit: lead.limit,
        hint: None,
        needs: Needs::Documents,
        during: DURING,
    };
    wanted.hint(request)?;
    Ok((wanted, lead.stages))
}

/// The documents as a pipeline takes them.
fn owned(ran: Ran) -> Result<Vec<Document>, CommandError> {
    let found = ran.scored();
    if found.iter().map(|document| measure::weight(document)).sum::<u64>() > INPUT_BYTES_MAX {
        return Err(CommandError::new(
            Code::ExceededMemoryLimit,
            format!(
                "the pipeline begins with more than {} MB of documents: begin with a $match that asks for fewer",
                INPUT_BYTES_MAX >> 20
            ),
        ));
    }
    Ok(found.into_iter().map(Rc::unwrap_or_clone).collect())
}
