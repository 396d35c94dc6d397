//! `$group`: one document for each value of an expression.

use std::collections::HashMap;

use bson::{Bson, Document};

use crate::lab::documents::{
    accumulator::{Accumulator, Gathering},
    error::CommandError,
    expression::Expression,
    pipeline::{PIPELINE_BYTES_MAX, fault, too_much},
    scope::Scope,
    value::{is_too_deep, key, weigh},
};

/// What groups are made by, and what each of them gathers.
#[derive(Clone, Debug)]
pub struct Group {
    by: Expression,
    fields: Vec<(String, Accumulator)>,
}

/// Groups that are being made, in the order in which they were first met.
pub struct Groups<'a> {
    by_key: HashMap<Vec<u8>, usize>,
    all: Vec<(Bson, Vec<Gathering<'a>>)>,
    fields: &'a [(String, Accumulator)],
    bytes: usize,
}

impl Group {
    /// Reads the operand of `$group`.
    pub fn parse(value: &Bson, scope: &Scope<'_>) -> Result<Group, CommandError> {
        let Bson::Document(fields) = value else {
            return Err(fault(15947, "a group's fields must be specified in an object"));
        };
        let Some(id) = fields.get("_id") else {
            return Err(fault(15955, "a group specification must include an _id"));
        };
        let others: Document = fields
            .iter()
            .filter(|(name, _)| *name != "_id")
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        Ok(Group { by: Expression::parse(id, scope)?, fields: accumulators(&others, scope)? })
    }

    /// A group by an expression, as other stages are made of it.
    pub fn new(by: Expression, fields: Vec<(String, Accumulator)>) -> Group {
        Group { by, fields }
    }

    pub fn run(
        &self,
        documents: &[Document],
        scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError> {
        let mut groups = Groups::new(&self.fields);
        for document in documents {
            // A missing value makes the same group as null.
            let id = self.by.evaluate(document, scope)?.unwrap_or(Bson::Null);
            groups.add(id, document, scope)?;
        }
        groups.finish()
    }
}

impl<'a> Groups<'a> {
    pub fn new(fields: &'a [(String, Accumulator)]) -> Groups<'a> {
        Groups { by_key: HashMap::new(), all: Vec::new(), fields, bytes: 0 }
    }

    /// Takes a document into the group of `id`.
    pub fn add(
        &mut self,
        id: Bson,
        document: &Document,
        scope: &Scope<'_>,
    ) -> Result<(), CommandError> {
        let key = key(&id, scope.collation);
        let at = if let Some(at) = self.by_key.get(&key) {
            *at
        } else {
            let fields = self.fields.iter();
            let begun: Result<Vec<Gathering<'a>>, CommandError> =
                fields.map(|(_, accumulator)| accumulator.begin(document, scope)).collect();
            self.bytes += weigh(&id) + key.len();
            self.all.push((id, begun?));
            self.by_key.insert(key, self.all.len() - 1);
            self.all.len() - 1
        };
        for gathering in &mut self.all[at].1 {
            self.bytes += gathering.add(document, scope)?;
        }
        if self.bytes > PIPELINE_BYTES_MAX { Err(too_much("$group")) } else { Ok(()) }
    }

    /// The documents of the groups.
    pub fn finish(self) -> Result<Vec<Document>, CommandError> {
        let mut out = Vec::with_capacity(self.all.len());
        for (id, gatherings) in self.all {
            let mut document = bson::doc! { "_id": id };
            for ((name, _), gathering) in self.fields.iter().zip(gatherings) {
                document.insert(name.clone(), gathering.finish());
            }
            if document.values().any(is_too_deep) {
                return Err(fault(15, "a document may not be nested this deep"));
            }
            out.push(document);
        }
        Ok(out)
    }
}

/// Reads the fields of a group.
pub fn accumulators(
    fields: &Document,
    scope: &Scope<'_>,
) -> Result<Vec<(String, Accumulator)>, CommandError> {
    fields
        .iter()
        .map(|(name, value)| Ok((name.clone(), Accumulator::parse(name, value, scope)?)))
        .collect()
}
