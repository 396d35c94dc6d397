//! The parts of an explanation that all commands share. (MongoDB manual, explain results.)

use bson::{Bson, Document, doc};

use super::{admin::VERSION, writing::number};
use crate::lab::documents::{
    plan::{Choice, Explained, Needs, Ran, executed, stages},
    request::Request,
};

/// How much is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verbosity {
    Planner,
    Execution,
    AllPlans,
}

/// What a command was given, as it is shown.
#[derive(Default)]
pub struct Given<'a> {
    pub filter: Option<&'a Document>,
    pub sort: Option<&'a Document>,
    pub projection: Option<&'a Document>,
    /// The stage that writes what is found.
    pub wrapped: Option<&'static str>,
}

impl<'a> Given<'a> {
    pub fn of(filter: Option<&'a Document>) -> Given<'a> {
        Given { filter, ..Given::default() }
    }
}

/// `queryPlanner`.
pub fn planner(
    explained: &Explained<'_>,
    choice: &Choice,
    namespace: &str,
    given: &Given<'_>,
) -> Document {
    let wrap = |tree: Document| wrapped(given, tree, None);
    let rejected: Vec<Document> =
        choice.rejected.iter().map(|plan| wrap(stages(explained, plan))).collect();
    doc! {
        "namespace": namespace,
        "indexFilterSet": false,
        "parsedQuery": parsed(explained.filter),
        "maxIndexedOrSolutionsReached": false,
        "maxIndexedAndSolutionsReached": false,
        "maxScansToExplodeReached": false,
        "winningPlan": wrap(stages(explained, &choice.plan)),
        "rejectedPlans": rejected,
    }
}

/// `executionStats`.
pub fn statistics(
    explained: &Explained<'_>,
    choice: &Choice,
    ran: &Ran,
    millis: i64,
    given: &Given<'_>,
) -> Document {
    let returned = if given.wrapped.is_some() { 0 } else { ran.found.len() as u64 };
    let is_count = explained.query.needs == Needs::Count;
    doc! {
        "executionSuccess": true,
        "nReturned": number(if is_count { 0 } else { returned }),
        "executionTimeMillis": i32::try_from(millis).unwrap_or(i32::MAX),
        "totalKeysExamined": number(ran.total_keys()),
        "totalDocsExamined": number(ran.documents_examined),
        "executionStages": wrapped(given, executed(explained, &choice.plan, ran), Some(ran)),
    }
}

/// What stands at the end of every explanation.
pub fn surroundings(request: &Request<'_>) -> Document {
    doc! {
        "command": request.document.clone(),
        "serverInfo": { "host": "lab", "port": 27017, "version": VERSION },
    }
}

fn wrapped(given: &Given<'_>, tree: Document, ran: Option<&Ran>) -> Document {
    let Some(name) = given.wrapped else { return tree };
    let mut stage = doc! { "stage": name };
    if let Some(ran) = ran {
        stage.insert("nReturned", 0);
        let field = if name == "UPDATE" { "nMatched" } else { "nWouldDelete" };
        stage.insert(field, number(ran.found.len() as u64));
    }
    stage.insert("inputStage", tree);
    stage
}

/// The filter as the planner reads it: values become `$eq`, several conditions an `$and`.
fn parsed(filter: &Document) -> Document {
    let mut parts = Vec::new();
    for (name, condition) in filter {
        match condition {
            Bson::Array(branches) if name.starts_with('$') => {
                let branches = branches.iter().filter_map(Bson::as_document).map(parsed);
                parts.push(doc! { name: branches.collect::<Vec<Document>>() });
            }
            Bson::Document(operators)
                if operators.keys().next().is_some_and(|name| name.starts_with('$')) =>
            {
                for (operator, operand) in operators {
                    parts.push(doc! { name: { operator: operand.clone() } });
                }
            }
            Bson::RegularExpression(_) => {
                parts.push(doc! { name: { "$regex": condition.clone() } });
            }
            value if name.starts_with('$') => parts.push(doc! { name: value.clone() }),
            value => parts.push(doc! { name: { "$eq": value.clone() } }),
        }
    }
    match parts.len() {
        0 => Document::new(),
        1 => parts.remove(0),
        _ => doc! { "$and": parts },
    }
}
