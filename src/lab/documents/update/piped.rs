//! Updates that are a pipeline. (MongoDB manual, updates with aggregation pipeline.)

use bson::{Bson, Document};

use crate::lab::documents::{
    error::{Code, CommandError},
    filter::Filter,
    pipeline::{Pipeline, Source, Target},
    scope::Scope,
};

/// The stages that change one document and nothing else.
const STAGES: [&str; 6] =
    ["$addFields", "$set", "$project", "$unset", "$replaceRoot", "$replaceWith"];

/// Reads the stages; only those that change one document may be there.
pub fn parse(stages: &[Bson], scope: &Scope<'_>) -> Result<Pipeline, CommandError> {
    let pipeline = Pipeline::parse(stages, scope)?;
    let names = stages.iter().filter_map(|stage| stage.as_document()?.keys().next());
    match names.into_iter().find(|name| !STAGES.contains(&name.as_str())) {
        Some(name) => Err(CommandError::new(
            Code::InvalidOptions,
            format!("{name} is not allowed to be used within an update"),
        )),
        None => Ok(pipeline),
    }
}

/// The document that the stages make of `document`.
pub fn run(
    pipeline: &Pipeline,
    document: &Document,
    scope: &Scope<'_>,
) -> Result<Document, CommandError> {
    let mut results = pipeline.run(&mut Alone, vec![document.clone()], scope)?;
    Ok(results.pop().unwrap_or_default())
}

/// An update sees no collection; none of its stages asks for one.
struct Alone;

impl Source for Alone {
    fn read(
        &mut self,
        _collection: &str,
        _filter: &Filter,
        _scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError> {
        Ok(Vec::new())
    }

    fn replace_all(
        &mut self,
        _target: &Target,
        _documents: Vec<Document>,
    ) -> Result<(), CommandError> {
        Err(refused())
    }

    fn insert(&mut self, _target: &Target, _document: Document) -> Result<(), CommandError> {
        Err(refused())
    }

    fn update(&mut self, _target: &Target, _document: Document) -> Result<(), CommandError> {
        Err(refused())
    }

    fn has_unique_key(
        &mut self,
        _target: &Target,
        _fields: &[String],
    ) -> Result<bool, CommandError> {
        Ok(false)
    }

    fn read_target(
        &mut self,
        _target: &Target,
        _filter: &Filter,
        _scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError> {
        Ok(Vec::new())
    }
}

fn refused() -> CommandError {
    CommandError::new(Code::InvalidOptions, "an update writes to its own document only")
}
