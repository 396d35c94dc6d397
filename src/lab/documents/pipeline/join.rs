//! `$lookup`: the documents of another collection that belong to each document.

use std::collections::{BTreeSet, HashMap};

use bson::{Bson, Document, doc};

use crate::lab::documents::{
    error::{Code, CommandError},
    expression::{Expression, check_variable},
    filter::Filter,
    path::{Leaf, Path},
    pipeline::{Held, Pipeline, PipelineReader, Source, own_filter, set_at},
    scope::Scope,
    shown::shown,
    value::{key, type_name},
};

/// What is looked up, and by what.
#[derive(Clone, Debug)]
pub struct Lookup {
    from: String,
    into: Vec<String>,
    /// The paths whose values are equal, here and there.
    fields: Option<(Path, Path)>,
    variables: Vec<(String, Expression)>,
    pipeline: Option<Pipeline>,
}

impl Lookup {
    /// Reads the operand of `$lookup`.
    pub fn parse(
        value: &Bson,
        scope: &Scope<'_>,
        read: &PipelineReader<'_>,
    ) -> Result<Lookup, CommandError> {
        let Bson::Document(fields) = value else {
            let found = type_name(value);
            return Err(failed(format!(
                "the $lookup specification must be an Object, but found {found}"
            )));
        };
        let known = ["from", "as", "localField", "foreignField", "let", "pipeline"];
        if let Some(other) = fields.keys().find(|name| !known.contains(&name.as_str())) {
            return Err(failed(format!("unknown argument to $lookup: {other}")));
        }
        let text = |name: &str| match fields.get(name) {
            None => Ok(None),
            Some(Bson::String(text)) => Ok(Some(text.clone())),
            Some(value) => Err(failed(format!(
                "$lookup argument '{name}: {}' must be a string, found {name}: {}",
                shown(value),
                type_name(value)
            ))),
        };
        let pipeline = fields.get("pipeline");
        let (local, foreign) = (text("localField")?, text("foreignField")?);
        let from = match text("from")? {
            Some(from) => from,
            None if pipeline.is_some() => String::new(),
            None => return Err(failed("must specify 'pipeline' when 'from' is empty")),
        };
        let Some(into) = text("as")? else {
            return Err(failed("must specify 'as' field for a $lookup"));
        };
        let fields_of = |local: String, foreign: String| {
            crate::lab::documents::expression::check_path(&local)?;
            crate::lab::documents::expression::check_path(&foreign)?;
            Ok((Path::of(&local), Path::of(&foreign)))
        };
        let pair = match (local, foreign, pipeline) {
            (Some(local), Some(foreign), _) => Some(fields_of(local, foreign)?),
            (None, None, Some(_)) => None,
            (None, None, None) => {
                return Err(failed(
                    "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
                ));
            }
            _ => {
                return Err(failed(
                    "$lookup requires both or neither of 'localField' and 'foreignField' to be specified",
                ));
            }
        };
        let variables = variables(fields.get("let"), scope)?;
        let names = variables.iter().map(|(name, _)| (name.clone(), None)).collect();
        let pipeline = match pipeline {
            None => None,
            Some(Bson::Array(stages)) => Some(read(stages, &scope.with(names))?),
            Some(value) => {
                let found = type_name(value);
                let message =
                    format!("'pipeline' option must be specified as an array, found {found}");
                return Err(CommandError::new(Code::TypeMismatch, message));
            }
        };
        let into = crate::lab::documents::expression::check_path(&into)?;
        Ok(Lookup { from, into, fields: pair, variables, pipeline })
    }

    pub fn run(
        &self,
        source: &mut dyn Source,
        documents: Vec<Document>,
        scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError> {
        let is_indexed = self
            .fields
            .as_ref()
            .is_some_and(|(_, foreign)| source.has_index(&self.from, &foreign.parts().join(".")));
        // Without an index one pass over the other collection serves all documents.
        let table = match &self.fields {
            Some((_, foreign)) if !is_indexed => {
                Some(Table::read(&self.from, foreign, source, scope)?)
            }
            _ => None,
        };
        let mut out = Held::new("$lookup");
        for mut document in documents {
            scope.step()?;
            let equal = match (&table, &self.fields) {
                (Some(table), Some((local, _))) => Some(table.equal_to(&document, local, scope)),
                (None, Some((local, foreign))) => {
                    Some(self.indexed(&document, local, foreign, source, scope)?)
                }
                (_, None) => None,
            };
            let found = match &self.pipeline {
                None => equal.unwrap_or_default(),
                Some(pipeline) => self.through(pipeline, &document, equal, source, scope)?,
            };
            let found = found.into_iter().map(Bson::Document).collect();
            set_at(&mut document, &self.into, Bson::Array(found));
            out.push(document)?;
        }
        Ok(out.documents)
    }

    /// The documents with one of the values that `local` has in `document`, found by an index.
    fn indexed(
        &self,
        document: &Document,
        local: &Path,
        foreign: &Path,
        source: &mut dyn Source,
        scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError> {
        let (mut values, mut patterns) = (Vec::new(), Vec::new());
        local.walk(document, Leaf::Elements, &mut |value, _| {
            match value {
                None | Some(Bson::Undefined) => values.push(Bson::Null),
                // Of an array its elements count, and not itself.
                Some(Bson::Array(_)) => {}
                // In a list a regular expression would be a pattern, and not a value.
                Some(regex @ Bson::RegularExpression(_)) => patterns.push(doc! { "$eq": regex }),
                Some(value) => values.push(value.clone()),
            }
            false
        });
        let path = foreign.parts().join(".");
        let mut branches = vec![doc! { &path: { "$in": values } }];
        branches.extend(patterns.into_iter().map(|pattern| doc! { &path: pattern }));
        let filter = Filter::parse(&doc! { "$or": branches }, scope)?;
        source.read(&self.from, &filter, scope)
    }

    /// Sends the documents that belong to one document through the inner pipeline.
    fn through(
        &self,
        pipeline: &Pipeline,
        document: &Document,
        equal: Option<Vec<Document>>,
        source: &mut dyn Source,
        scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError> {
        let mut values = Vec::with_capacity(self.variables.len());
        for (name, expression) in &self.variables {
            values.push((name.clone(), expression.evaluate(document, scope)?));
        }
        let inner = scope.with(values);
        if let Some(equal) = equal {
            return pipeline.run(source, equal, &inner);
        }
        let (filter, done) = own_filter(&pipeline.lead());
        let input = if pipeline.has_own_input() {
            Vec::new()
        } else {
            source.read(&self.from, &filter, &inner)?
        };
        pipeline.run_after(done, source, input, &inner)
    }
}

/// The documents of a collection by the values at a path.
struct Table {
    documents: Vec<Document>,
    by_key: HashMap<Vec<u8>, Vec<usize>>,
}

impl Table {
    fn read(
        from: &str,
        path: &Path,
        source: &mut dyn Source,
        scope: &Scope<'_>,
    ) -> Result<Table, CommandError> {
        let documents = source.read(from, &Filter::all(), scope)?;
        let mut by_key: HashMap<Vec<u8>, Vec<usize>> = HashMap::new();
        for (at, document) in documents.iter().enumerate() {
            scope.step()?;
            for key in keys(document, path, true, scope) {
                by_key.entry(key).or_default().push(at);
            }
        }
        Ok(Table { documents, by_key })
    }

    /// The documents with one of the values that `local` has in `document`, in their order.
    fn equal_to(&self, document: &Document, local: &Path, scope: &Scope<'_>) -> Vec<Document> {
        let keys = keys(document, local, false, scope);
        let places: BTreeSet<usize> =
            keys.iter().filter_map(|key| self.by_key.get(key)).flatten().copied().collect();
        places.into_iter().map(|at| self.documents[at].clone()).collect()
    }
}

/// The values at a path, a missing one as null; an array gives its elements, and itself only `with_arrays`.
fn keys(
    document: &Document,
    path: &Path,
    with_arrays: bool,
    scope: &Scope<'_>,
) -> BTreeSet<Vec<u8>> {
    let mut keys = BTreeSet::new();
    path.walk(document, Leaf::Elements, &mut |value, _| {
        match value {
            Some(Bson::Array(_)) if !with_arrays => {}
            None | Some(Bson::Undefined) => {
                keys.insert(key(&Bson::Null, scope.collation));
            }
            Some(value) => {
                keys.insert(key(value, scope.collation));
            }
        }
        false
    });
    keys
}

fn variables(
    value: Option<&Bson>,
    scope: &Scope<'_>,
) -> Result<Vec<(String, Expression)>, CommandError> {
    let fields = match value {
        None => return Ok(Vec::new()),
        Some(Bson::Document(fields)) => fields,
        Some(value) => {
            return Err(failed(format!(
                "$lookup argument 'let: {}' must be an object, is type {}",
                shown(value),
                type_name(value)
            )));
        }
    };
    fields
        .iter()
        .map(|(name, value)| {
            check_variable(name)?;
            Ok((name.clone(), Expression::parse(value, scope)?))
        })
        .collect()
}

fn failed(message: impl Into<String>) -> CommandError {
    CommandError::new(Code::FailedToParse, message)
}
