//! How the documents of a query are found: by a scan of the collection, by an index, by several.

mod bounds;
mod candidate;
mod explain;
mod implied;
mod interval;
mod run;
mod scan;

use std::rc::Rc;

use bson::{Bson, Document};

use self::candidate::{Candidate, candidate, covers, exact_id, sorts};
use crate::lab::documents::{
    collection::Collection,
    error::{Code, CommandError},
    filter::Filter,
    index::{Index, spec::Kind},
    scope::Scope,
    sort::{Sort, SortBy},
};

pub use self::{
    explain::{Explained, executed, stages},
    run::{Ran, run},
};

/// Results after which a trial of a plan ends. (MongoDB manual, query plans.)
const TRIAL_RESULTS_MAX: u64 = 101;
/// Steps after which it ends.
const TRIAL_WORKS_MAX: u64 = 10_000;

/// What is asked of a collection.
pub struct Query<'a> {
    pub filter: &'a Filter,
    pub sort: Option<&'a Sort>,
    pub skip: u64,
    /// No limit where absent.
    pub limit: Option<u64>,
    pub hint: Option<&'a Hint>,
    pub needs: Needs,
}

/// What of the documents is needed.
#[derive(Clone, Debug, PartialEq)]
pub enum Needs {
    Documents,
    /// These fields and no other, so that an index that has them all can answer.
    Fields(Vec<String>),
    /// How many there are.
    Count,
}

/// What `hint` asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Hint {
    Name(String),
    Pattern(Document),
    Natural { backward: bool },
}

/// A way to the documents.
#[derive(Clone, Debug)]
pub struct Plan {
    pub access: Access,
    /// Whether the documents are sorted after they were found.
    pub sorts: bool,
    /// Whether keys of the index stand for the documents.
    pub covers: bool,
}

#[derive(Clone, Debug)]
pub enum Access {
    /// There is no such collection.
    Nothing,
    Collection {
        backward: bool,
    },
    Id(Bson),
    Index(Candidate),
    /// One for each branch of `$or`; the filter of the branch where documents must be shown to it.
    Any(Vec<(Candidate, Rc<Filter>)>),
    Text {
        index: usize,
    },
}

/// A plan and those that were tried and found worse.
pub struct Choice {
    pub plan: Plan,
    pub rejected: Vec<Plan>,
}

impl Hint {
    pub fn parse(value: &Bson) -> Result<Option<Hint>, CommandError> {
        match value {
            Bson::String(name) => Ok(Some(Hint::Name(name.clone()))),
            Bson::Document(pattern) if pattern.is_empty() => Ok(None),
            Bson::Document(pattern) => match pattern.get("$natural") {
                Some(direction) => {
                    let backward = crate::lab::documents::update::whole(direction) == Some(-1);
                    Ok(Some(Hint::Natural { backward }))
                }
                None => Ok(Some(Hint::Pattern(pattern.clone()))),
            },
            _ => Err(CommandError::new(Code::FailedToParse, "Hint must be a string or an object")),
        }
    }
}

impl Plan {
    /// What a recording shows: `COLLSCAN`, `IXSCAN email_1`.
    pub fn summary(&self, collection: Option<&Collection>) -> String {
        let name = |at: usize| {
            let index = collection.and_then(|collection| collection.indexes().get(at));
            index.map_or_else(String::new, |index| format!(" {}", index.spec.name))
        };
        match &self.access {
            Access::Nothing => "EOF".to_owned(),
            Access::Collection { .. } => "COLLSCAN".to_owned(),
            Access::Id(_) => "IDHACK".to_owned(),
            Access::Index(candidate) => format!("IXSCAN{}", name(candidate.index)),
            Access::Any(branches) => {
                let scans: Vec<String> = branches
                    .iter()
                    .map(|(branch, _)| format!("IXSCAN{}", name(branch.index)))
                    .collect();
                scans.join(", ")
            }
            Access::Text { index } => format!("TEXT{}", name(*index)),
        }
    }
}

/// The plan that finds most with least work. (MongoDB manual, query plans.)
pub fn choose(
    collection: Option<&Collection>,
    query: &Query<'_>,
    scope: &Scope<'_>,
) -> Result<Choice, CommandError> {
    let sorts = query.sort.is_some_and(|sort| !sort.is_empty());
    let only = |access: Access| Choice {
        plan: Plan { access, sorts, covers: false },
        rejected: Vec::new(),
    };
    if query.filter.text().is_some() {
        return text_index(collection).map(|index| only(Access::Text { index }));
    }
    let Some(collection) = collection else { return Ok(only(Access::Nothing)) };
    let mut plans = match query.hint {
        Some(Hint::Natural { backward }) => {
            return Ok(only(Access::Collection { backward: *backward }));
        }
        Some(Hint::Name(name)) => {
            let place = collection.indexes().iter().position(|index| index.spec.name == *name);
            hinted(collection, place, query, scope)?
        }
        Some(Hint::Pattern(pattern)) => {
            let place = collection
                .indexes()
                .iter()
                .position(|index| is_pattern(&index.spec.pattern, pattern));
            hinted(collection, place, query, scope)?
        }
        None => {
            if let Some(id) = exact_id(query.filter, scope)
                && !sorts
                && collection.collation.as_deref() == scope.collation
            {
                return Ok(only(Access::Id(id.clone())));
            }
            plans(collection, query, scope)
        }
    };
    match plans.len() {
        0 => Ok(only(Access::Collection { backward: false })),
        1 => Ok(Choice { plan: plans.remove(0), rejected: Vec::new() }),
        _ => best(collection, query, scope, plans),
    }
}

fn text_index(collection: Option<&Collection>) -> Result<usize, CommandError> {
    let indexes = collection.map_or(&[][..], Collection::indexes);
    indexes.iter().position(|index| index.spec.is_text()).ok_or_else(|| {
        CommandError::new(Code::IndexNotFound, "text index required for $text query")
    })
}

fn is_pattern(pattern: &Document, other: &Document) -> bool {
    pattern.len() == other.len()
        && pattern.iter().zip(other).all(|((name, value), (other_name, other))| {
            name == other_name && crate::lab::documents::value::equal(value, other, None)
        })
}

fn hinted(
    collection: &Collection,
    place: Option<usize>,
    query: &Query<'_>,
    scope: &Scope<'_>,
) -> Result<Vec<Plan>, CommandError> {
    let refused = |why: &str| {
        CommandError::new(
            Code::BadValue,
            format!(
                "error processing query: ns={} planner returned error :: caused by :: {why}",
                collection.namespace
            ),
        )
    };
    let Some((place, index)) = place.and_then(|at| Some((at, collection.indexes().get(at)?)))
    else {
        return Err(refused("hint provided does not correspond to an existing index"));
    };
    let found =
        candidate(place, index, query.filter, scope).or_else(|| whole(place, index)).ok_or_else(
            || CommandError { code: Code::NoQueryExecutionPlans, ..refused("No query solutions") },
        )?;
    Ok(vec![planned(collection, found, query, scope)])
}

/// A sparse index, read from end to end because a hint asks for it: documents may be missing.
fn whole(place: usize, index: &Index) -> Option<Candidate> {
    let is_plain = index
        .spec
        .fields
        .iter()
        .all(|field| matches!(field.kind, Kind::Ascending | Kind::Descending));
    (is_plain && index.spec.partial.is_none() && !index.spec.hidden).then(|| Candidate {
        index: place,
        bounds: vec![vec![interval::Interval::all()]; index.spec.fields.len()],
        is_residual: true,
        answered: Vec::new(),
        narrows: false,
        backward: false,
    })
}

/// All plans that use indexes.
fn plans(collection: &Collection, query: &Query<'_>, scope: &Scope<'_>) -> Vec<Plan> {
    let candidates: Vec<Candidate> = collection
        .indexes()
        .iter()
        .enumerate()
        .filter_map(|(place, index)| candidate(place, index, query.filter, scope))
        .collect();
    let mut plans: Vec<Plan> = candidates
        .iter()
        .filter(|found| found.narrows)
        .map(|found| planned(collection, found.clone(), query, scope))
        .collect();
    if plans.is_empty()
        && let Some(any) = any(collection, query, scope)
    {
        let sorts = query.sort.is_some_and(|sort| !sort.is_empty());
        plans.push(Plan { access: Access::Any(any), sorts, covers: false });
    }
    let is_sorted = |plan: &Plan| !plan.sorts;
    let wants_sort = query.sort.is_some_and(|sort| !sort.is_empty());
    if wants_sort && !plans.iter().any(is_sorted) {
        let whole = candidates.into_iter().filter(|found| !found.narrows);
        plans.extend(whole.map(|found| planned(collection, found, query, scope)).filter(is_sorted));
    }
    plans
}

fn planned(
    collection: &Collection,
    mut found: Candidate,
    query: &Query<'_>,
    scope: &Scope<'_>,
) -> Plan {
    let index = &collection.indexes()[found.index];
    let fields: Option<Vec<(&str, bool)>> =
        query.sort.filter(|sort| !sort.is_empty()).map(|sort| {
            sort.parts()
                .iter()
                .map(|part| match &part.by {
                    SortBy::Field { name, .. } => (name.as_str(), part.descending),
                    SortBy::TextScore { .. } => ("", true),
                })
                .collect()
        });
    let sorted = fields.as_ref().map(|fields| sorts(index, &found.bounds, fields, scope));
    let covers = match &query.needs {
        Needs::Documents => false,
        Needs::Fields(fields) => {
            !found.is_residual && !matches!(sorted, Some(None)) && covers(index, fields)
        }
        Needs::Count => !found.is_residual,
    };
    found.backward = matches!(sorted, Some(Some(true)));
    Plan { access: Access::Index(found), sorts: matches!(sorted, Some(None)), covers }
}

/// An index for each branch of `$or`, or nothing.
fn any(
    collection: &Collection,
    query: &Query<'_>,
    scope: &Scope<'_>,
) -> Option<Vec<(Candidate, Rc<Filter>)>> {
    let branches = query.filter.branches();
    let found: Option<Vec<_>> = branches
        .into_iter()
        .map(|branch| {
            let candidates = collection.indexes().iter().enumerate();
            let best = candidates
                .filter_map(|(place, index)| candidate(place, index, &branch, scope))
                .filter(|found| found.narrows)
                .min_by_key(|found| {
                    let points = found
                        .bounds
                        .iter()
                        .take_while(|intervals| intervals.iter().all(interval::Interval::is_point));
                    (found.is_residual, usize::MAX - points.count())
                })?;
            Some((best, Rc::new(branch)))
        })
        .collect();
    found.filter(|found| !found.is_empty())
}

/// Tries all plans for as long as the quickest of them needs, and takes the one that found most.
fn best(
    collection: &Collection,
    query: &Query<'_>,
    scope: &Scope<'_>,
    plans: Vec<Plan>,
) -> Result<Choice, CommandError> {
    let mut works = TRIAL_WORKS_MAX;
    for plan in &plans {
        let trial = run::attempt(collection, plan, query, scope, works)?;
        works = works.min(trial.works.max(1));
    }
    let mut scored = Vec::new();
    for plan in plans {
        let trial = run::attempt(collection, &plan, query, scope, works)?;
        scored.push((score(&plan, &trial), plan));
    }
    scored.sort_by(|(left, _), (right, _)| right.total_cmp(left));
    let mut plans = scored.into_iter().map(|(_, plan)| plan);
    let plan = plans
        .next()
        .ok_or_else(|| CommandError::new(Code::NoQueryExecutionPlans, "No query solutions"))?;
    Ok(Choice { plan, rejected: plans.collect() })
}

/// Results for each step; then plans that need no sort and no documents are a little better.
fn score(plan: &Plan, trial: &run::Trial) -> f64 {
    let works = f64::from(u32::try_from(trial.works.max(1)).unwrap_or(u32::MAX));
    let found = f64::from(u32::try_from(trial.found).unwrap_or(u32::MAX));
    let bonus = (1.0 / (10.0 * works)).min(1e-4);
    let bonuses = u8::from(!plan.sorts) + u8::from(plan.covers);
    found / works + f64::from(bonuses) * bonus + if trial.is_over { 1.0 } else { 0.0 }
}
