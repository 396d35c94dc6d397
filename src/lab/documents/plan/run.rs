//! Carries out a plan, and counts what it looks at.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use bson::{Bson, Document};

use super::{
    Access, Needs, Plan, Query, TRIAL_RESULTS_MAX,
    candidate::Candidate,
    scan::{Scan, Step},
};
use crate::lab::documents::{
    collection::Collection,
    error::CommandError,
    filter::Filter,
    index::{
        Index,
        key::{Key, Part},
        spec::ID_INDEX,
        text::Question,
    },
    scope::Scope,
    sort::Sort,
};

/// What a plan found, and the work that it was.
#[derive(Debug, Default)]
pub struct Ran {
    /// Documents with the records that hold them, in order; after skip and limit.
    pub found: Vec<(u64, Rc<Document>)>,
    /// The text scores of what was found.
    pub scores: BTreeMap<u64, f64>,
    /// For each index scan of the plan.
    pub keys_examined: Vec<u64>,
    pub documents_examined: u64,
    /// How many passed the filter, before skip and limit.
    pub passed: u64,
    pub works: u64,
    /// Keys that were met again, of a record that had been found.
    pub duplicates: u64,
}

impl Ran {
    pub fn total_keys(&self) -> u64 {
        self.keys_examined.iter().sum()
    }

    /// What was found; documents that a text search found carry their scores.
    pub fn scored(self) -> Vec<Rc<Document>> {
        let scores = self.scores;
        self.found
            .into_iter()
            .map(|(record, document)| match scores.get(&record) {
                Some(points) => Rc::new(scored(&document, *points)),
                None => document,
            })
            .collect()
    }
}

/// What a plan did in a limited number of steps.
pub struct Trial {
    pub works: u64,
    pub found: u64,
    /// It found everything, or enough.
    pub is_over: bool,
}

/// All that the query asks for.
pub fn run(
    collection: Option<&Collection>,
    plan: &Plan,
    query: &Query<'_>,
    scope: &Scope<'_>,
) -> Result<Ran, CommandError> {
    let Some(collection) = collection else { return Ok(Ran::default()) };
    let skip = usize::try_from(query.skip).unwrap_or(usize::MAX);
    let limit = query.limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let mut run = Run::new(collection, plan, query, scope);
    // Without a sort of its own the plan may stop as soon as there is enough.
    run.enough = limit.filter(|_| !plan.sorts).map(|limit| limit.saturating_add(skip));
    run.walk(None)?;
    let mut ran = run.ran;
    if plan.sorts
        && let Some(sort) = query.sort
    {
        sort_found(&mut ran, sort, scope)?;
    }
    ran.found.drain(..skip.min(ran.found.len()));
    ran.found.truncate(limit.unwrap_or(usize::MAX));
    Ok(ran)
}

/// At most `works` steps of a plan.
pub fn attempt(
    collection: &Collection,
    plan: &Plan,
    query: &Query<'_>,
    scope: &Scope<'_>,
    works: u64,
) -> Result<Trial, CommandError> {
    let mut run = Run::new(collection, plan, query, scope);
    let wanted = query
        .limit
        .map_or(TRIAL_RESULTS_MAX, |limit| limit.saturating_add(query.skip).min(TRIAL_RESULTS_MAX));
    run.enough = (!plan.sorts).then(|| usize::try_from(wanted).unwrap_or(usize::MAX));
    let is_over = run.walk(Some(works))?;
    let found = run.ran.found.len() as u64;
    let spent = run.ran.works;
    if !plan.sorts {
        return Ok(Trial { works: spent, found, is_over });
    }
    // A sort gives nothing before it has read everything.
    let left = if is_over { works.saturating_sub(spent).min(found).min(wanted) } else { 0 };
    Ok(Trial { works: spent + left, found: left, is_over: is_over && left == found.min(wanted) })
}

/// A plan under way.
struct Run<'a> {
    collection: &'a Collection,
    plan: &'a Plan,
    query: &'a Query<'a>,
    scope: &'a Scope<'a>,
    seen: BTreeSet<u64>,
    /// Results after which there is nothing more to do.
    enough: Option<usize>,
    ran: Ran,
}

impl<'a> Run<'a> {
    fn new(
        collection: &'a Collection,
        plan: &'a Plan,
        query: &'a Query<'a>,
        scope: &'a Scope<'a>,
    ) -> Run<'a> {
        let seen = BTreeSet::new();
        Run { collection, plan, query, scope, seen, enough: None, ran: Ran::default() }
    }

    /// Whether it came to the end, or had enough, before its steps were used up.
    fn walk(&mut self, works: Option<u64>) -> Result<bool, CommandError> {
        let (plan, collection) = (self.plan, self.collection);
        match &plan.access {
            Access::Nothing => Ok(true),
            Access::Collection { backward: false } => self.records(collection.records(), works),
            Access::Collection { backward: true } => {
                self.records(collection.records().rev(), works)
            }
            Access::Id(id) => {
                self.id(id);
                Ok(true)
            }
            Access::Index(candidate) => self.index(candidate, self.query.filter, works),
            Access::Any(branches) => {
                for (candidate, filter) in branches {
                    if !self.index(candidate, filter, works)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Access::Text { index } => self.text(&collection.indexes()[*index]),
        }
    }

    fn records(
        &mut self,
        records: impl Iterator<Item = (u64, &'a Rc<Document>)>,
        works: Option<u64>,
    ) -> Result<bool, CommandError> {
        for (record, document) in records {
            if self.has_enough() {
                return Ok(true);
            }
            if works.is_some_and(|works| self.ran.works >= works) {
                return Ok(false);
            }
            self.ran.works += 1;
            self.ran.documents_examined += 1;
            if self.query.filter.matches(document, self.scope)? {
                self.pass(record, document.clone());
            }
        }
        Ok(true)
    }

    fn id(&mut self, id: &Bson) {
        let index = self.collection.indexes().iter().find(|index| index.spec.name == ID_INDEX);
        let Some(index) = index else { return };
        let bounds = vec![vec![super::interval::Interval::point(id.clone())]];
        let found = Scan::new(index, &bounds, false).next();
        self.ran.works += 1;
        self.ran.keys_examined.push(u64::from(found.is_some()));
        if let Some(Step::Hit(entry)) = found
            && let Some(document) = self.collection.document(entry.record)
        {
            self.ran.documents_examined += 1;
            self.pass(entry.record, document.clone());
        }
    }

    fn index(
        &mut self,
        candidate: &'a Candidate,
        filter: &Filter,
        works: Option<u64>,
    ) -> Result<bool, CommandError> {
        let index = &self.collection.indexes()[candidate.index];
        let at = self.ran.keys_examined.len();
        self.ran.keys_examined.push(0);
        for step in Scan::new(index, &candidate.bounds, candidate.backward) {
            if self.has_enough() {
                return Ok(true);
            }
            if works.is_some_and(|works| self.ran.works >= works) {
                return Ok(false);
            }
            self.scope.step()?;
            self.ran.works += 1;
            self.ran.keys_examined[at] += 1;
            let Step::Hit(entry) = step else { continue };
            if !self.seen.insert(entry.record) {
                self.ran.duplicates += 1;
                continue;
            }
            if self.plan.covers
                && let Some(document) = covered(index, &entry.key, &self.query.needs)
            {
                self.pass(entry.record, Rc::new(document));
                continue;
            }
            let Some(document) = self.collection.document(entry.record) else { continue };
            self.ran.documents_examined += 1;
            if !candidate.is_residual || filter.matches(document, self.scope)? {
                self.pass(entry.record, document.clone());
            } else if matches!(self.plan.access, Access::Any(_)) {
                // Another branch may still match it.
                self.seen.remove(&entry.record);
            }
        }
        Ok(true)
    }

    fn text(&mut self, index: &Index) -> Result<bool, CommandError> {
        let Some(search) = self.query.filter.text() else { return Ok(true) };
        let question = Question::parse(search);
        let (scores, read) = index.words.find(&question);
        self.ran.keys_examined.push(read);
        self.ran.works += read;
        for (record, score) in scores {
            if self.has_enough() {
                return Ok(true);
            }
            let Some(document) = self.collection.document(record) else { continue };
            self.ran.documents_examined += 1;
            if question.allows(&index.spec, document)
                && self.query.filter.matches(document, self.scope)?
            {
                self.ran.scores.insert(record, score);
                self.pass(record, document.clone());
            }
        }
        Ok(true)
    }

    fn pass(&mut self, record: u64, document: Rc<Document>) {
        self.ran.passed += 1;
        self.ran.found.push((record, document));
    }

    fn has_enough(&self) -> bool {
        self.enough.is_some_and(|enough| self.ran.found.len() >= enough)
    }
}

/// What a key says of its document; nothing where a null may stand for a missing field.
fn covered(index: &Index, key: &Key, needs: &Needs) -> Option<Document> {
    let Needs::Fields(fields) = needs else { return Some(Document::new()) };
    let mut document = Bson::Document(Document::new());
    for (field, part) in index.spec.fields.iter().zip(&key.parts) {
        if !fields.contains(&field.name) {
            continue;
        }
        let Part::Value(value) = part else { return None };
        if matches!(value, Bson::Null | Bson::Undefined) {
            return None;
        }
        put(&mut document, field.path.parts(), value)?;
    }
    document.as_document().cloned()
}

fn put(into: &mut Bson, path: &[String], value: &Bson) -> Option<()> {
    let (name, rest) = path.split_first()?;
    let fields = into.as_document_mut()?;
    if rest.is_empty() {
        fields.insert(name.clone(), value.clone());
        return Some(());
    }
    put(fields.entry(name.clone()).or_insert(Bson::Document(Document::new())), rest, value)
}

fn sort_found(ran: &mut Ran, sort: &Sort, scope: &Scope<'_>) -> Result<(), CommandError> {
    let mut keyed = Vec::with_capacity(ran.found.len());
    for (record, document) in ran.found.drain(..) {
        scope.step()?;
        let key = match ran.scores.get(&record) {
            Some(points) => sort.key(&scored(&document, *points), scope.collation),
            None => sort.key(&document, scope.collation),
        };
        keyed.push((key, record, document));
    }
    keyed.sort_by(|(left, ..), (right, ..)| sort.compare_keys(left, right, scope.collation));
    ran.found = keyed.into_iter().map(|(_, record, document)| (record, document)).collect();
    Ok(())
}

/// A document that carries its text score, as sorts and projections look for it.
fn scored(document: &Document, score: f64) -> Document {
    let mut scored = document.clone();
    scored.insert(crate::lab::documents::sort::TEXT_SCORE, score);
    scored
}
