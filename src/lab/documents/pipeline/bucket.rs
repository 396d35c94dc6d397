//! `$bucket` and `$bucketAuto`: groups by ranges of a value.

use std::cmp::Ordering;

use bson::{Bson, Document};

use crate::lab::documents::{
    accumulator::Accumulator,
    error::CommandError,
    expression::Expression,
    number::Number,
    pipeline::{
        fault,
        group::{Groups, accumulators},
    },
    scope::Scope,
    shown::shown,
    sort::Sort,
    value::{compare, rank, type_name},
};

/// Ranges between given boundaries.
#[derive(Clone, Debug)]
pub struct Buckets {
    by: Expression,
    boundaries: Vec<Bson>,
    otherwise: Option<Bson>,
    fields: Vec<(String, Accumulator)>,
}

/// So many ranges of about the same number of documents.
#[derive(Clone, Debug)]
pub struct AutoBuckets {
    by: Expression,
    count: usize,
    fields: Vec<(String, Accumulator)>,
}

impl Buckets {
    /// Reads the operand of `$bucket`.
    pub fn parse(value: &Bson, scope: &Scope<'_>) -> Result<Buckets, CommandError> {
        let Bson::Document(fields) = value else {
            let found = type_name(value);
            let message =
                format!("Argument to $bucket stage must be an object, but found type: {found}.");
            return Err(fault(40201, message));
        };
        let known = ["groupBy", "boundaries", "default", "output"];
        if let Some(other) = fields.keys().find(|name| !known.contains(&name.as_str())) {
            return Err(fault(40197, format!("Unrecognized option to $bucket: {other}.")));
        }
        let (Some(by), Some(boundaries)) = (fields.get("groupBy"), fields.get("boundaries")) else {
            let message = "$bucket requires 'groupBy' and 'boundaries' to be specified.";
            return Err(fault(40198, message));
        };
        check_by("$bucket", by, 40202)?;
        let Bson::Array(boundaries) = boundaries else {
            let message = format!(
                "The $bucket 'boundaries' field must be an array, but found type: {}.",
                type_name(boundaries)
            );
            return Err(fault(40200, message));
        };
        let boundaries = boundaries
            .iter()
            .map(|bound| constant(bound, scope))
            .collect::<Result<Vec<Bson>, _>>()?;
        if boundaries.len() < 2 {
            let message = format!(
                "The $bucket 'boundaries' field must have at least 2 values, but found {} value(s).",
                boundaries.len()
            );
            return Err(fault(40192, message));
        }
        for pair in boundaries.windows(2) {
            check_pair(&pair[0], &pair[1])?;
        }
        let otherwise = fields.get("default").map(|value| constant(value, scope)).transpose()?;
        if let Some(value) = &otherwise {
            let (low, high) = (&boundaries[0], &boundaries[boundaries.len() - 1]);
            let is_inside = rank(value) == rank(low)
                && compare(value, low, None).is_ge()
                && compare(value, high, None).is_lt();
            if is_inside {
                let message = "The $bucket 'default' field must be less than the lowest boundary or \
                               greater than or equal to the highest boundary.";
                return Err(fault(40199, message));
            }
        }
        Ok(Buckets {
            by: Expression::parse(by, scope)?,
            boundaries,
            otherwise,
            fields: output("$bucket", fields.get("output"), scope)?,
        })
    }

    pub fn run(
        &self,
        documents: &[Document],
        scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError> {
        let mut groups = Groups::new(&self.fields);
        for document in documents {
            let value = self.by.evaluate(document, scope)?;
            let id = self.bucket(value.as_ref(), scope).or_else(|| self.otherwise.clone());
            let Some(id) = id else {
                let message = "$switch could not find a matching branch for an input, and no default was \
                               specified.";
                return Err(fault(40066, message));
            };
            groups.add(id, document, scope)?;
        }
        let mut out = groups.finish()?;
        out.sort_by(|a, b| compare_ids(a, b, scope));
        Ok(out)
    }

    /// The lower boundary of the range that a value is in.
    fn bucket(&self, value: Option<&Bson>, scope: &Scope<'_>) -> Option<Bson> {
        let value = value?;
        let order = |bound: &Bson| compare(bound, value, scope.collation);
        let above = self.boundaries.partition_point(|bound| order(bound).is_le());
        let is_inside = above > 0 && above < self.boundaries.len();
        is_inside.then(|| self.boundaries[above - 1].clone())
    }
}

impl AutoBuckets {
    /// Reads the operand of `$bucketAuto`.
    pub fn parse(value: &Bson, scope: &Scope<'_>) -> Result<AutoBuckets, CommandError> {
        let Bson::Document(fields) = value else {
            let found = type_name(value);
            let message =
                format!("The argument to $bucketAuto must be an object, but found type: {found}.");
            return Err(fault(40240, message));
        };
        let known = ["groupBy", "buckets", "output"];
        if let Some(other) = fields.keys().find(|name| !known.contains(&name.as_str())) {
            let message = if other == "granularity" {
                "$bucketAuto's 'granularity' is not supported here".to_owned()
            } else {
                format!("Unrecognized option to $bucketAuto: {other}.")
            };
            return Err(fault(40245, message));
        }
        let (Some(by), Some(count)) = (fields.get("groupBy"), fields.get("buckets")) else {
            let message = "$bucketAuto requires 'groupBy' and 'buckets' to be specified.";
            return Err(fault(40246, message));
        };
        check_by("$bucketAuto", by, 40239)?;
        let count = match Number::of(count).and_then(Number::to_long) {
            Some(count) if count > 0 => usize::try_from(count).unwrap_or(usize::MAX),
            _ => {
                let message = format!(
                    "The $bucketAuto 'buckets' field must be greater than 0, but found: {}.",
                    shown(count)
                );
                return Err(fault(40243, message));
            }
        };
        let by = Expression::parse(by, scope)?;
        Ok(AutoBuckets { by, count, fields: output("$bucketAuto", fields.get("output"), scope)? })
    }

    pub fn run(
        &self,
        documents: Vec<Document>,
        scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError> {
        let mut keyed = Vec::with_capacity(documents.len());
        for document in documents {
            keyed.push((self.by.evaluate(&document, scope)?.unwrap_or(Bson::Null), document));
        }
        keyed.sort_by(|(a, _), (b, _)| compare(a, b, scope.collation));
        let (total, count) = (keyed.len(), self.count.min(keyed.len()).max(1));
        let size = (total + count / 2) / count;
        let mut ranges: Vec<Vec<(Bson, Document)>> = Vec::new();
        for (value, document) in keyed {
            let is_equal = |range: &Vec<(Bson, Document)>| {
                range.last().is_some_and(|(last, _)| compare(last, &value, scope.collation).is_eq())
            };
            let is_last = ranges.len() == self.count;
            match ranges.last_mut() {
                // Equal values stay together, however many they are.
                Some(range) if is_last || range.len() < size.max(1) || is_equal(range) => {
                    range.push((value, document));
                }
                _ => ranges.push(vec![(value, document)]),
            }
        }
        let mut out = Vec::new();
        for at in 0..ranges.len() {
            let low = ranges[at][0].0.clone();
            let high = match ranges.get(at + 1) {
                Some(next) => next[0].0.clone(),
                None => ranges[at][ranges[at].len() - 1].0.clone(),
            };
            let mut groups = Groups::new(&self.fields);
            let id = Bson::Document(bson::doc! { "min": low, "max": high });
            for (_, document) in &ranges[at] {
                groups.add(id.clone(), document, scope)?;
            }
            out.extend(groups.finish()?);
        }
        Ok(out)
    }
}

fn compare_ids(a: &Document, b: &Document, scope: &Scope<'_>) -> Ordering {
    let id = |document: &Document| document.get("_id").cloned().unwrap_or(Bson::Null);
    compare(&id(a), &id(b), scope.collation)
}

fn check_by(stage: &str, by: &Bson, code: u32) -> Result<(), CommandError> {
    let is_expression = match by {
        Bson::String(text) => text.starts_with('$'),
        Bson::Document(_) => true,
        _ => false,
    };
    if is_expression {
        return Ok(());
    }
    let message = format!(
        "The {stage} 'groupBy' field must be defined as a $-prefixed path or an expression, but found: {}.",
        shown(by)
    );
    Err(fault(code, message))
}

fn check_pair(low: &Bson, high: &Bson) -> Result<(), CommandError> {
    if rank(low) != rank(high) {
        let message = format!(
            "All values in the the 'boundaries' option to $bucket must have the same type. Found \
             conflicting types {} and {}.",
            type_name(low),
            type_name(high)
        );
        return Err(fault(40193, message));
    }
    if compare(low, high, None).is_ge() {
        let message = format!(
            "The 'boundaries' option to $bucket must be sorted, but elements are not in ascending order \
             ({} is not less than {}).",
            shown(low),
            shown(high)
        );
        return Err(fault(40194, message));
    }
    Ok(())
}

fn constant(value: &Bson, scope: &Scope<'_>) -> Result<Bson, CommandError> {
    let value = Expression::parse(value, scope)?.evaluate(&Document::new(), scope)?;
    Ok(value.unwrap_or(Bson::Null))
}

fn output(
    stage: &str,
    output: Option<&Bson>,
    scope: &Scope<'_>,
) -> Result<Vec<(String, Accumulator)>, CommandError> {
    match output {
        None => accumulators(&bson::doc! { "count": { "$sum": 1 } }, scope),
        Some(Bson::Document(fields)) => accumulators(fields, scope),
        Some(other) => {
            let found = type_name(other);
            let message =
                format!("The {stage} 'output' field must be an object, but found type: {found}.");
            Err(fault(40196, message))
        }
    }
}

/// What `$sortByCount` is made of: a group that counts, and the sort behind it.
pub fn sort_by_count() -> Result<(bson::Document, Sort), CommandError> {
    let sort = Sort::parse(&bson::doc! { "count": -1 })?;
    Ok((bson::doc! { "count": { "$sum": 1 } }, sort))
}
