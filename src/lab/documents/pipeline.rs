//! Aggregation pipelines: stages that documents pass through. (MongoDB manual, Aggregation Stages.)

mod bucket;
mod graph;
mod group;
mod join;
mod parse;
mod shape;
mod window;
mod write;

use bson::{Bson, Document};

use crate::lab::documents::{
    error::{Code, CommandError},
    expression::Expression,
    filter::Filter,
    projection::Projection,
    scope::Scope,
    sort::Sort,
    value::{is_too_deep, weigh_document},
};

pub use bucket::{AutoBuckets, Buckets};
pub use graph::GraphLookup;
pub use group::Group;
pub use join::Lookup;
pub use window::Windows;
pub use write::{Merge, Target};

/// Bytes that a stage may hold of what passes through it.
pub const PIPELINE_BYTES_MAX: usize = 32 << 20;
/// Stages that a pipeline may have. (MongoDB has the same limit.)
pub const STAGES_MAX: usize = 1000;
/// Pipelines inside pipelines. (MongoDB has the same limit.)
pub const PIPELINE_DEPTH_MAX: usize = 20;

/// Reads a pipeline inside a stage, with the variables that the stage gives it.
type PipelineReader<'a> = dyn Fn(&[Bson], &Scope<'_>) -> Result<Pipeline, CommandError> + 'a;

/// What a pipeline reads and writes beside its input: the other collections of the database.
pub trait Source {
    /// The documents of a collection that pass a filter; none for a collection that is not there.
    fn read(
        &mut self,
        collection: &str,
        filter: &Filter,
        scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError>;

    /// Whether an index finds all documents of a collection by the values at a path.
    fn has_index(&mut self, _collection: &str, _path: &str) -> bool {
        false
    }

    /// Puts documents in the place of a collection (`$out`).
    fn replace_all(
        &mut self,
        target: &Target,
        documents: Vec<Document>,
    ) -> Result<(), CommandError>;

    /// Puts a new document into a collection (`$merge`); it may have no `_id` yet.
    fn insert(&mut self, target: &Target, document: Document) -> Result<(), CommandError>;

    /// Puts a document in the place of the one with the same `_id` (`$merge`).
    fn update(&mut self, target: &Target, document: Document) -> Result<(), CommandError>;

    /// Whether a unique index is on exactly these fields, so that `$merge` finds one document by them.
    fn has_unique_key(&mut self, target: &Target, fields: &[String]) -> Result<bool, CommandError>;

    /// The documents of the collection of `$merge`, which may be of another database.
    fn read_target(
        &mut self,
        target: &Target,
        filter: &Filter,
        scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError>;
}

/// A pipeline, read once.
#[derive(Clone, Debug)]
pub struct Pipeline {
    stages: Vec<Stage>,
}

/// What the first stages ask of a collection, so that an index can answer it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lead<'a> {
    pub filter: Option<&'a Filter>,
    pub sort: Option<&'a Sort>,
    pub skip: Option<u64>,
    pub limit: Option<u64>,
    /// How many stages these are; `run_after` begins behind them.
    pub stages: usize,
}

/// One stage.
#[derive(Clone, Debug)]
pub enum Stage {
    Match(Filter),
    /// `$project`, `$addFields`, `$set` and `$unset`, with the name that the stage was given.
    Project {
        name: &'static str,
        projection: Projection,
    },
    Group(Group),
    Sort(Sort),
    Skip(u64),
    Limit(u64),
    Count(String),
    Unwind {
        path: Vec<String>,
        index: Option<Vec<String>>,
        keeps_empty: bool,
    },
    Lookup(Box<Lookup>),
    GraphLookup(Box<GraphLookup>),
    Facet(Vec<(String, Pipeline)>),
    Bucket(Box<Buckets>),
    BucketAuto(Box<AutoBuckets>),
    ReplaceRoot(Expression),
    Redact(Expression),
    Sample(u64),
    UnionWith {
        collection: String,
        pipeline: Pipeline,
    },
    Documents(Expression),
    Windows(Box<Windows>),
    Out(Target),
    Merge(Box<Merge>),
}

impl Pipeline {
    /// Reads the stages of an aggregation.
    pub fn parse(stages: &[Bson], scope: &Scope<'_>) -> Result<Pipeline, CommandError> {
        parse::pipeline(stages, scope, 0)
    }

    /// The operators' names of the stages, in order.
    pub fn names(&self) -> Vec<&'static str> {
        self.stages.iter().map(Stage::name).collect()
    }

    /// What the planner can take over: a leading `$match`, then `$sort`, `$skip` and `$limit`.
    pub fn lead(&self) -> Lead<'_> {
        let mut lead = Lead::default();
        for stage in &self.stages {
            let is_unlimited = lead.limit.is_none();
            let is_unskipped = is_unlimited && lead.skip.is_none();
            let is_unsorted = is_unskipped && lead.sort.is_none();
            if let Stage::Match(filter) = stage
                && is_unsorted
                && lead.filter.is_none()
            {
                lead.filter = Some(filter);
            } else if let Stage::Sort(sort) = stage
                && is_unsorted
            {
                lead.sort = Some(sort);
            } else if let Stage::Skip(skip) = stage
                && is_unskipped
            {
                lead.skip = Some(*skip);
            } else if let Stage::Limit(limit) = stage
                && is_unlimited
            {
                lead.limit = Some(*limit);
            } else {
                break;
            }
            lead.stages += 1;
        }
        lead
    }

    /// Whether the pipeline begins with documents of its own (`$documents`).
    pub fn has_own_input(&self) -> bool {
        matches!(self.stages.first(), Some(Stage::Documents(_)))
    }

    /// Whether the pipeline writes: its last stage is `$out` or `$merge`.
    pub fn target(&self) -> Option<&Target> {
        match self.stages.last() {
            Some(Stage::Out(target)) => Some(target),
            Some(Stage::Merge(merge)) => Some(&merge.target),
            _ => None,
        }
    }

    /// Sends documents through all stages.
    pub fn run(
        &self,
        source: &mut dyn Source,
        input: Vec<Document>,
        scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError> {
        self.run_after(0, source, input, scope)
    }

    /// Sends documents through the stages behind the first `done`.
    pub fn run_after(
        &self,
        done: usize,
        source: &mut dyn Source,
        input: Vec<Document>,
        scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError> {
        let mut documents = input;
        for stage in self.stages.iter().skip(done) {
            documents = stage.run(source, documents, scope)?;
        }
        Ok(documents)
    }
}

impl Stage {
    /// The operator's name.
    pub fn name(&self) -> &'static str {
        match self {
            Stage::Match(_) => "$match",
            Stage::Project { name, .. } => name,
            Stage::Group(_) => "$group",
            Stage::Sort(_) => "$sort",
            Stage::Skip(_) => "$skip",
            Stage::Limit(_) => "$limit",
            Stage::Count(_) => "$count",
            Stage::Unwind { .. } => "$unwind",
            Stage::Lookup(_) => "$lookup",
            Stage::GraphLookup(_) => "$graphLookup",
            Stage::Facet(_) => "$facet",
            Stage::Bucket(_) => "$bucket",
            Stage::BucketAuto(_) => "$bucketAuto",
            Stage::ReplaceRoot(_) => "$replaceRoot",
            Stage::Redact(_) => "$redact",
            Stage::Sample(_) => "$sample",
            Stage::UnionWith { .. } => "$unionWith",
            Stage::Documents(_) => "$documents",
            Stage::Windows(_) => "$setWindowFields",
            Stage::Out(_) => "$out",
            Stage::Merge(_) => "$merge",
        }
    }

    fn run(
        &self,
        source: &mut dyn Source,
        mut documents: Vec<Document>,
        scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError> {
        match self {
            Stage::Match(filter) => {
                let mut passed = Vec::new();
                for document in documents {
                    if filter.matches(&document, scope)? {
                        passed.push(document);
                    }
                }
                Ok(passed)
            }
            Stage::Project { name, projection } => {
                let mut out = Held::new(name);
                for document in documents {
                    out.push(projection.apply(&document, None, scope)?)?;
                }
                Ok(out.documents)
            }
            Stage::Group(group) => group.run(&documents, scope),
            Stage::Sort(sort) => {
                let bytes: usize = documents.iter().map(weigh_document).sum();
                if bytes > PIPELINE_BYTES_MAX {
                    return Err(too_much("$sort"));
                }
                sort.sort(&mut documents, scope)?;
                Ok(documents)
            }
            Stage::Skip(skip) => {
                let skip = usize::try_from(*skip).unwrap_or(usize::MAX).min(documents.len());
                Ok(documents.split_off(skip))
            }
            Stage::Limit(limit) => {
                documents.truncate(usize::try_from(*limit).unwrap_or(usize::MAX));
                Ok(documents)
            }
            Stage::Count(name) => Ok(shape::count(name, documents.len())),
            Stage::Unwind { path, index, keeps_empty } => {
                shape::unwind(path, index.as_deref(), *keeps_empty, documents, scope)
            }
            Stage::Lookup(lookup) => lookup.run(source, documents, scope),
            Stage::GraphLookup(lookup) => lookup.run(source, documents, scope),
            Stage::Facet(facets) => shape::facet(facets, source, &documents, scope),
            Stage::Bucket(buckets) => buckets.run(&documents, scope),
            Stage::BucketAuto(buckets) => buckets.run(documents, scope),
            Stage::ReplaceRoot(expression) => shape::replace_root(expression, &documents, scope),
            Stage::Redact(expression) => shape::redact(expression, documents, scope),
            Stage::Sample(size) => Ok(shape::sample(*size, documents, scope)),
            Stage::UnionWith { collection, pipeline } => {
                let lead = pipeline.lead();
                let (filter, done) = own_filter(&lead);
                let all = source.read(collection, &filter, scope)?;
                let more = pipeline.run_after(done, source, all, scope)?;
                let mut out = Held::new("$unionWith");
                for document in documents.into_iter().chain(more) {
                    out.push(document)?;
                }
                Ok(out.documents)
            }
            Stage::Documents(expression) => shape::documents(expression, scope),
            Stage::Windows(windows) => windows.run(documents, scope),
            Stage::Out(target) => source.replace_all(target, documents).map(|()| Vec::new()),
            Stage::Merge(merge) => merge.run(source, documents, scope).map(|()| Vec::new()),
        }
    }
}

/// The filter of a pipeline's first stage, and how many stages it is.
fn own_filter(lead: &Lead<'_>) -> (Filter, usize) {
    match lead.filter {
        Some(filter) => (filter.clone(), 1),
        None => (Filter::all(), 0),
    }
}

/// Documents that a stage holds, within the limits on memory and depth.
struct Held {
    stage: &'static str,
    documents: Vec<Document>,
    bytes: usize,
}

impl Held {
    fn new(stage: &'static str) -> Held {
        Held { stage, documents: Vec::new(), bytes: 0 }
    }

    fn push(&mut self, document: Document) -> Result<(), CommandError> {
        self.bytes += weigh_document(&document);
        if self.bytes > PIPELINE_BYTES_MAX {
            return Err(too_much(self.stage));
        }
        if document.values().any(is_too_deep) {
            let message = "a document may not be nested this deep";
            return Err(CommandError::new(Code::Overflow, message));
        }
        self.documents.push(document);
        Ok(())
    }
}

/// The refusal of a stage that holds more than it may.
fn too_much(stage: &str) -> CommandError {
    let message = match stage {
        "$sort" => format!(
            "Sort exceeded memory limit of {PIPELINE_BYTES_MAX} bytes, but did not opt in to external \
             sorting."
        ),
        "$group" => "Exceeded memory limit for $group, but didn't allow external sort. Pass \
                     allowDiskUse:true to opt in."
            .to_owned(),
        stage => format!("{stage} exceeded memory limit of {PIPELINE_BYTES_MAX} bytes"),
    };
    CommandError::new(Code::QueryExceededMemoryLimitNoDiskUseAllowed, message)
}

/// Puts a value at a path through documents, making those that are missing.
fn set_at(document: &mut Document, path: &[String], value: Bson) {
    let Some((first, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        document.insert(first.clone(), value);
        return;
    }
    if let Some(Bson::Document(inner)) = document.get_mut(first) {
        set_at(inner, rest, value);
    } else {
        let mut inner = Document::new();
        set_at(&mut inner, rest, value);
        document.insert(first.clone(), inner);
    }
}

/// A refusal with a number of its own.
fn fault(code: u32, message: impl Into<String>) -> CommandError {
    CommandError::new(Code::Location(code), message)
}

#[cfg(test)]
mod tests;
