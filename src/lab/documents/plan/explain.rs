//! What `explain` says of a plan: its stages, and what each of them did. (MongoDB manual, explain results.)

use bson::{Bson, Document, doc};

use super::{Access, Needs, Plan, Query, Ran, candidate::Candidate, interval::Interval};
use crate::lab::documents::{collection::Collection, index::Index};

/// What an explanation needs beside the plan.
pub struct Explained<'a> {
    pub collection: Option<&'a Collection>,
    pub query: &'a Query<'a>,
    /// The filter, the sort and the projection as they were given.
    pub filter: &'a Document,
    pub sort: Option<&'a Document>,
    pub projection: Option<&'a Document>,
}

/// The tree of stages, as `winningPlan` shows it.
pub fn stages(explained: &Explained<'_>, plan: &Plan) -> Document {
    build(explained, plan, None)
}

/// The tree of stages with what each did, as `executionStages` shows it.
pub fn executed(explained: &Explained<'_>, plan: &Plan, ran: &Ran) -> Document {
    build(explained, plan, Some(ran))
}

fn build(explained: &Explained<'_>, plan: &Plan, ran: Option<&Ran>) -> Document {
    let query = explained.query;
    let passed = ran.map_or(0, |ran| ran.passed);
    let mut tree = access(explained, plan, ran);
    if plan.sorts {
        let mut stage = stage("SORT", ran, passed);
        stage.insert("sortPattern", explained.sort.cloned().unwrap_or_default());
        stage.insert("memLimit", 104_857_600);
        if let Some(limit) = query.limit {
            stage.insert("limitAmount", number(limit.saturating_add(query.skip)));
        }
        stage.insert("type", "simple");
        tree = over(stage, tree);
    }
    let mut left = passed;
    if plan.sorts
        && let Some(limit) = query.limit
    {
        left = left.min(limit.saturating_add(query.skip));
    }
    if query.skip > 0 {
        left = left.saturating_sub(query.skip);
        let mut stage = stage("SKIP", ran, left);
        stage.insert("skipAmount", 0);
        tree = over(stage, tree);
    }
    if let Some(projection) = explained.projection.filter(|projection| !projection.is_empty()) {
        let is_simple = projection.iter().all(|(name, value)| {
            !name.contains('.') && !matches!(value, Bson::Document(_) | Bson::String(_))
        });
        let name = if plan.covers {
            "PROJECTION_COVERED"
        } else if is_simple {
            "PROJECTION_SIMPLE"
        } else {
            "PROJECTION_DEFAULT"
        };
        let mut stage = stage(name, ran, left);
        stage.insert("transformBy", projection.clone());
        tree = over(stage, tree);
    }
    if let Some(limit) = query.limit.filter(|_| !plan.sorts) {
        let mut stage = stage("LIMIT", ran, left.min(limit));
        stage.insert("limitAmount", number(limit));
        tree = over(stage, tree);
    }
    if query.needs == Needs::Count {
        let mut stage = stage("COUNT", ran, 0);
        if ran.is_some() {
            stage.insert("nCounted", number(left));
            stage.insert("nSkipped", number(query.skip.min(passed)));
        }
        tree = over(stage, tree);
    }
    tree
}

fn access(explained: &Explained<'_>, plan: &Plan, ran: Option<&Ran>) -> Document {
    let passed = ran.map_or(0, |ran| ran.passed);
    let indexes = explained.collection.map_or(&[][..], Collection::indexes);
    let keys = |at: usize| ran.and_then(|ran| ran.keys_examined.get(at)).copied();
    match &plan.access {
        Access::Nothing => stage("EOF", ran, 0),
        Access::Collection { backward } => {
            let mut stage = stage("COLLSCAN", ran, passed);
            if !explained.filter.is_empty() {
                stage.insert("filter", explained.filter.clone());
            }
            stage.insert("direction", direction(*backward));
            examined(&mut stage, ran);
            stage
        }
        Access::Id(_) => {
            let mut stage = stage("IDHACK", ran, passed);
            if ran.is_some() {
                stage.insert("keysExamined", number(keys(0).unwrap_or(0)));
            }
            examined(&mut stage, ran);
            stage
        }
        Access::Index(found) => {
            let Some(index) = indexes.get(found.index) else { return stage("EOF", ran, 0) };
            let seen = keys(0).map(|keys| keys.saturating_sub(ran.map_or(0, |ran| ran.duplicates)));
            if plan.covers && explained.query.needs == Needs::Count {
                return scan("COUNT_SCAN", index, found, keys(0), seen);
            }
            let inner = scan("IXSCAN", index, found, keys(0), seen);
            if plan.covers && ran.is_none_or(|ran| ran.documents_examined == 0) {
                return inner;
            }
            let rest = rest(explained.filter, &found.answered);
            fetch(rest.filter(|_| found.is_residual), ran, inner)
        }
        Access::Any(branches) => {
            let scans: Vec<Document> = branches
                .iter()
                .enumerate()
                .filter_map(|(at, (branch, _))| {
                    let index = indexes.get(branch.index)?;
                    Some(scan("IXSCAN", index, branch, keys(at), keys(at)))
                })
                .collect();
            let is_residual = branches.iter().any(|(branch, _)| branch.is_residual);
            let whole = is_residual.then(|| explained.filter.clone());
            let mut any = stage("OR", ran, ran.map_or(0, |ran| ran.documents_examined));
            if let Some(ran) = ran {
                any.insert("dupsDropped", number(ran.duplicates));
            }
            any.insert("inputStages", scans);
            let mut subplan = stage("SUBPLAN", ran, passed);
            subplan.insert("inputStage", fetch(whole, ran, any));
            subplan
        }
        Access::Text { index } => {
            let mut stage = stage("TEXT_MATCH", ran, passed);
            if let Some(index) = indexes.get(*index) {
                stage.insert("indexPrefix", doc! {});
                stage.insert("indexName", index.spec.name.clone());
            }
            if ran.is_some() {
                stage.insert("keysExamined", number(keys(0).unwrap_or(0)));
            }
            examined(&mut stage, ran);
            stage
        }
    }
}

/// What of a filter the bounds of an index leave to be asked of the documents.
fn rest(filter: &Document, answered: &[String]) -> Option<Document> {
    let rest: Document = filter
        .iter()
        .filter(|(name, _)| !answered.contains(name))
        .map(|(name, condition)| (name.clone(), condition.clone()))
        .collect();
    (!rest.is_empty()).then_some(rest)
}

fn fetch(filter: Option<Document>, ran: Option<&Ran>, inner: Document) -> Document {
    let mut fetch = stage("FETCH", ran, ran.map_or(0, |ran| ran.passed));
    if let Some(filter) = filter {
        fetch.insert("filter", filter);
    }
    examined(&mut fetch, ran);
    over(fetch, inner)
}

fn scan(
    name: &str,
    index: &Index,
    found: &Candidate,
    keys: Option<u64>,
    seen: Option<u64>,
) -> Document {
    let mut scan = doc! { "stage": name };
    if let Some(seen) = seen {
        scan.insert("nReturned", number(seen));
    }
    let spec = &index.spec;
    let paths: Document = spec
        .fields
        .iter()
        .enumerate()
        .map(|(at, field)| {
            let through = if index.has_arrays(at) { vec![field.name.clone()] } else { Vec::new() };
            (field.name.clone(), Bson::from(through))
        })
        .collect();
    scan.extend(doc! {
        "keyPattern": spec.pattern.clone(),
        "indexName": spec.name.clone(),
    });
    if let Some(collation) = &spec.collation {
        scan.insert("collation", collation.to_document());
    }
    scan.extend(doc! {
        "isMultiKey": index.is_multikey(),
        "multiKeyPaths": paths,
        "isUnique": spec.unique,
        "isSparse": spec.sparse,
        "isPartial": spec.partial.is_some(),
        "indexVersion": 2,
        "direction": direction(found.backward),
        "indexBounds": bounds(index, found),
    });
    if let Some(keys) = keys {
        scan.insert("keysExamined", number(keys));
    }
    scan
}

/// `{ age: ["[18, inf.0]"] }`, in the direction of the scan.
fn bounds(index: &Index, found: &Candidate) -> Document {
    let order = index.spec.order();
    index
        .spec
        .fields
        .iter()
        .zip(&found.bounds)
        .enumerate()
        .map(|(at, (field, intervals))| {
            let reversed = order.is_descending(at) != found.backward;
            let mut texts: Vec<String> =
                intervals.iter().map(|interval| Interval::shown(interval, reversed)).collect();
            if reversed {
                texts.reverse();
            }
            (field.name.clone(), Bson::from(texts))
        })
        .collect()
}

fn stage(name: &str, ran: Option<&Ran>, returned: u64) -> Document {
    let mut stage = doc! { "stage": name };
    if ran.is_some() {
        stage.insert("nReturned", number(returned));
    }
    stage
}

fn examined(stage: &mut Document, ran: Option<&Ran>) {
    if let Some(ran) = ran {
        stage.insert("docsExamined", number(ran.documents_examined));
    }
}

fn over(mut stage: Document, inner: Document) -> Document {
    stage.insert("inputStage", inner);
    stage
}

fn direction(backward: bool) -> &'static str {
    if backward { "backward" } else { "forward" }
}

fn number(count: u64) -> Bson {
    i32::try_from(count)
        .map_or_else(|_| Bson::Int64(i64::try_from(count).unwrap_or(i64::MAX)), Bson::Int32)
}
