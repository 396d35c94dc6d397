//! `$setWindowFields`: values computed over the documents around each document.

use std::ops::Range;

use bson::{Bson, Document};

use crate::lab::documents::{
    accumulator::Accumulator,
    error::{Code, CommandError},
    expression::{Expression, check_path},
    number::{Number, double},
    pipeline::{Held, fault, set_at},
    scope::Scope,
    shown::shown,
    sort::{Sort, SortBy},
    value::{compare, type_name},
};

/// Documents that all windows of one run may look at, in sum; more would take too long.
const LOOKS_MAX: usize = 5_000_000;

/// Partitions, their order, and the fields that are put into each document.
#[derive(Clone, Debug)]
pub struct Windows {
    by: Option<Expression>,
    sort: Option<Sort>,
    fields: Vec<(Vec<String>, Output)>,
}

#[derive(Clone, Debug)]
enum Output {
    Accumulated { accumulator: Accumulator, window: Window },
    Rank,
    DenseRank,
    DocumentNumber,
    Shift { output: Expression, by: i64, default: Bson },
}

#[derive(Clone, Debug)]
enum Window {
    /// From so many documents before to so many behind; `None` is the end of the partition.
    Documents(Option<i64>, Option<i64>),
    /// From a distance of the sort's value to another.
    Range(Option<f64>, Option<f64>),
}

impl Windows {
    /// Reads the operand of `$setWindowFields`.
    pub fn parse(value: &Bson, scope: &Scope<'_>) -> Result<Windows, CommandError> {
        let Bson::Document(fields) = value else {
            let found = type_name(value);
            return Err(failed(format!(
                "the $setWindowFields stage specification must be an object, found {found}"
            )));
        };
        let known = ["partitionBy", "sortBy", "output"];
        if let Some(other) = fields.keys().find(|name| !known.contains(&name.as_str())) {
            let message = format!("BSON field '$setWindowFields.{other}' is an unknown field.");
            return Err(fault(40415, message));
        }
        let sort = match fields.get("sortBy") {
            None => None,
            Some(Bson::Document(sort)) => Some(Sort::parse(sort)?),
            Some(value) => {
                let found = type_name(value);
                return Err(CommandError::new(
                    Code::TypeMismatch,
                    format!(
                        "BSON field '$setWindowFields.sortBy' is the wrong type '{found}', expected type 'object'"
                    ),
                ));
            }
        };
        let Some(Bson::Document(output)) = fields.get("output") else {
            let message = "BSON field '$setWindowFields.output' is missing but a required field";
            return Err(fault(40414, message));
        };
        let read = |(path, value): (&String, &Bson)| {
            let Bson::Document(value) = value else {
                return Err(failed(format!("The field '{path}' must be an object")));
            };
            Ok((check_path(path)?, Output::parse(value, sort.as_ref(), scope)?))
        };
        Ok(Windows {
            by: fields.get("partitionBy").map(|by| Expression::parse(by, scope)).transpose()?,
            fields: output.iter().map(read).collect::<Result<_, CommandError>>()?,
            sort,
        })
    }

    pub fn run(
        &self,
        documents: Vec<Document>,
        scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError> {
        let mut looks = 0;
        let mut out = Held::new("$setWindowFields");
        for mut partition in self.partitions(documents, scope)? {
            if let Some(sort) = &self.sort {
                sort.sort(&mut partition, scope)?;
            }
            let keys: Vec<Vec<Bson>> = match &self.sort {
                Some(sort) => {
                    partition.iter().map(|document| sort.key(document, scope.collation)).collect()
                }
                None => vec![Vec::new(); partition.len()],
            };
            for at in 0..partition.len() {
                let mut document = partition[at].clone();
                for (path, output) in &self.fields {
                    let value = output.value(&partition, &keys, at, scope, &mut looks)?;
                    set_at(&mut document, path, value);
                }
                out.push(document)?;
            }
        }
        Ok(out.documents)
    }

    /// The documents by the value of `partitionBy`, in the order of these values.
    fn partitions(
        &self,
        documents: Vec<Document>,
        scope: &Scope<'_>,
    ) -> Result<Vec<Vec<Document>>, CommandError> {
        let Some(by) = &self.by else { return Ok(vec![documents]) };
        let mut keyed = Vec::with_capacity(documents.len());
        for document in documents {
            let value = by.evaluate(&document, scope)?.unwrap_or(Bson::Null);
            if matches!(value, Bson::Array(_)) {
                let message =
                    "An expression used to partition cannot evaluate to value of type array";
                return Err(CommandError::new(Code::TypeMismatch, message));
            }
            keyed.push((value, document));
        }
        keyed.sort_by(|(a, _), (b, _)| compare(a, b, scope.collation));
        let mut partitions: Vec<Vec<Document>> = Vec::new();
        let mut last: Option<Bson> = None;
        for (value, document) in keyed {
            match (&last, partitions.last_mut()) {
                (Some(last), Some(partition)) if compare(last, &value, scope.collation).is_eq() => {
                    partition.push(document);
                }
                _ => partitions.push(vec![document]),
            }
            last = Some(value);
        }
        Ok(partitions)
    }
}

impl Output {
    fn parse(
        fields: &Document,
        sort: Option<&Sort>,
        scope: &Scope<'_>,
    ) -> Result<Output, CommandError> {
        let mut operators = fields.iter().filter(|(name, _)| *name != "window");
        let (Some((name, operand)), None) = (operators.next(), operators.next()) else {
            return Err(failed("Expected a $-prefixed window function, and one alone".to_owned()));
        };
        let is_ranking =
            matches!(name.as_str(), "$rank" | "$denseRank" | "$documentNumber" | "$shift");
        if is_ranking && sort.is_none() {
            return Err(fault(
                5_371_602,
                format!("{name} must be specified with a top level sortBy expression"),
            ));
        }
        if is_ranking && fields.contains_key("window") {
            return Err(fault(5_371_601, format!("{name} does not accept a 'window' field")));
        }
        Ok(match name.as_str() {
            "$rank" => Output::Rank,
            "$denseRank" => Output::DenseRank,
            "$documentNumber" => Output::DocumentNumber,
            "$shift" => shift(operand, scope)?,
            "$derivative" | "$integral" | "$expMovingAvg" | "$linearFill" | "$locf"
            | "$covariancePop" | "$covarianceSamp" => {
                let message = format!("{name} is not supported here");
                return Err(CommandError::new(Code::CommandNotSupported, message));
            }
            name => Output::Accumulated {
                accumulator: Accumulator::named(name, operand, scope).map_err(|error| {
                    if error.code == Code::Location(15952) {
                        failed(format!("Unrecognized window function, {name}"))
                    } else {
                        error
                    }
                })?,
                window: window(fields.get("window"), sort)?,
            },
        })
    }

    fn value(
        &self,
        partition: &[Document],
        keys: &[Vec<Bson>],
        at: usize,
        scope: &Scope<'_>,
        looks: &mut usize,
    ) -> Result<Bson, CommandError> {
        let is_tie = |a: usize, b: usize| {
            keys[a].iter().zip(&keys[b]).all(|(a, b)| compare(a, b, scope.collation).is_eq())
        };
        let number = |number: usize| {
            i32::try_from(number).map_or_else(|_| Bson::Int64(i64::MAX), Bson::Int32)
        };
        match self {
            Output::DocumentNumber => Ok(number(at + 1)),
            Output::Rank => {
                let first = keys[..at].partition_point(|key| {
                    !key.iter().zip(&keys[at]).all(|(a, b)| compare(a, b, scope.collation).is_eq())
                });
                Ok(number(first + 1))
            }
            Output::DenseRank => {
                *looks += at;
                check_looks(*looks)?;
                Ok(number((1..=at).filter(|at| !is_tie(*at - 1, *at)).count() + 1))
            }
            Output::Shift { output, by, default } => {
                let other = i64::try_from(at).ok().and_then(|at| at.checked_add(*by));
                match other.and_then(|at| usize::try_from(at).ok()).and_then(|at| partition.get(at))
                {
                    Some(document) => Ok(output.evaluate(document, scope)?.unwrap_or(Bson::Null)),
                    None => Ok(default.clone()),
                }
            }
            Output::Accumulated { accumulator, window } => {
                let range = window.range(keys, at)?;
                *looks += range.len();
                check_looks(*looks)?;
                let mut gathering = accumulator.begin(&partition[at], scope)?;
                for document in &partition[range] {
                    gathering.add(document, scope)?;
                }
                Ok(gathering.finish())
            }
        }
    }
}

impl Window {
    fn range(&self, keys: &[Vec<Bson>], at: usize) -> Result<Range<usize>, CommandError> {
        let length = keys.len();
        match self {
            Window::Documents(low, high) => {
                let place = |distance: &Option<i64>, end: usize| match distance {
                    None => end,
                    Some(distance) => {
                        let at = i64::try_from(at).unwrap_or(0).saturating_add(*distance).max(-1);
                        usize::try_from(at.saturating_add(i64::from(end > 0)))
                            .unwrap_or(0)
                            .min(length)
                    }
                };
                let (start, end) = (place(low, 0), place(high, length.max(1)).min(length));
                Ok(start.min(end)..end)
            }
            Window::Range(low, high) => {
                let value = |key: &Vec<Bson>| {
                    match key.first() {
                    Some(Bson::DateTime(date)) => Ok(double(date.timestamp_millis())),
                    Some(value) => Number::of(value).map(Number::to_double).ok_or_else(|| {
                        let found = type_name(value);
                        fault(5_429_414, format!("Invalid range: Expected the sortBy field to be a number, but it was {found}"))
                    }),
                    None => Ok(0.0),
                }
                };
                let here = value(&keys[at])?;
                let mut inside = Vec::new();
                for (at, key) in keys.iter().enumerate() {
                    let distance = value(key)? - here;
                    if low.is_none_or(|low| distance >= low)
                        && high.is_none_or(|high| distance <= high)
                    {
                        inside.push(at);
                    }
                }
                Ok(inside.first().copied().unwrap_or(0)..inside.last().map_or(0, |at| at + 1))
            }
        }
    }
}

fn check_looks(looks: usize) -> Result<(), CommandError> {
    if looks > LOOKS_MAX {
        let message =
            format!("$setWindowFields may look at {LOOKS_MAX} documents in all its windows");
        return Err(CommandError::new(Code::ExceededMemoryLimit, message));
    }
    Ok(())
}

fn shift(operand: &Bson, scope: &Scope<'_>) -> Result<Output, CommandError> {
    let Bson::Document(fields) = operand else {
        return Err(failed(format!(
            "Argument to $shift must be an object, but found {}",
            shown(operand)
        )));
    };
    let (Some(output), Some(by)) = (fields.get("output"), fields.get("by")) else {
        return Err(failed("$shift requires 'output' and 'by'".to_owned()));
    };
    let Some(by) = Number::of(by).and_then(Number::to_long) else {
        return Err(failed(format!(
            "'$shift:by' field must be an integer, but found by: {}",
            shown(by)
        )));
    };
    let default = match fields.get("default") {
        None => Bson::Null,
        Some(value) => {
            let value = Expression::parse(value, scope)?.evaluate(&Document::new(), scope)?;
            value.unwrap_or(Bson::Null)
        }
    };
    Ok(Output::Shift { output: Expression::parse(output, scope)?, by, default })
}

fn window(value: Option<&Bson>, sort: Option<&Sort>) -> Result<Window, CommandError> {
    let fields = match value {
        None => return Ok(Window::Documents(None, None)),
        Some(Bson::Document(fields)) => fields,
        Some(value) => {
            return Err(failed(format!(
                "'window' field must be an object, found {}",
                type_name(value)
            )));
        }
    };
    match (fields.get("documents"), fields.get("range")) {
        (None, None) => Ok(Window::Documents(None, None)),
        (Some(_), Some(_)) => Err(failed(
            "Window bounds can specify either 'documents' or 'range', not both.".to_owned(),
        )),
        (Some(bounds), None) => {
            let (low, high) = bounds_of(bounds)?;
            let whole = |bound: Option<f64>| match bound {
                Some(bound) if bound.fract() == 0.0 => {
                    Ok(Some(crate::lab::documents::number::truncated(bound)))
                }
                Some(_) => {
                    Err(failed("Numeric document-based bounds must be an integer".to_owned()))
                }
                None => Ok(None),
            };
            if sort.is_none() && (low.is_some() || high.is_some()) {
                let message = "Document-based bounds require a sortBy";
                return Err(fault(5_339_901, message));
            }
            Ok(Window::Documents(whole(low)?, whole(high)?))
        }
        (None, Some(bounds)) => {
            let (low, high) = bounds_of(bounds)?;
            let parts = sort.map(Sort::parts).unwrap_or_default();
            let is_one = matches!(parts, [part] if matches!(part.by, SortBy::Field { .. }) && !part.descending);
            if !is_one {
                let message = "Range-based bounds require sortBy a single field in ascending order";
                return Err(fault(5_339_902, message));
            }
            let scale = unit_ms(fields.get("unit"))?;
            let scaled = |bound: Option<f64>| bound.map(|bound| bound * scale);
            Ok(Window::Range(scaled(low), scaled(high)))
        }
    }
}

/// A lower and an upper bound: `"unbounded"` is none, `"current"` is a distance of zero.
fn bounds_of(value: &Bson) -> Result<(Option<f64>, Option<f64>), CommandError> {
    let refuse = || {
        failed(format!(
            "Window bounds must be a 2-element array of numbers, \"unbounded\" or \"current\": {}",
            shown(value)
        ))
    };
    let Bson::Array(bounds) = value else { return Err(refuse()) };
    let bound = |value: &Bson| match value {
        Bson::String(word) if word == "unbounded" => Ok(None),
        Bson::String(word) if word == "current" => Ok(Some(0.0)),
        value => Number::of(value).map(|number| Some(number.to_double())).ok_or_else(refuse),
    };
    let [low, high] = bounds.as_slice() else { return Err(refuse()) };
    let (low, high) = (bound(low)?, bound(high)?);
    if let (Some(low), Some(high)) = (low, high)
        && low > high
    {
        let message = format!("Lower bound must not exceed upper bound: {}", shown(value));
        return Err(fault(5_339_900, message));
    }
    Ok((low, high))
}

fn unit_ms(value: Option<&Bson>) -> Result<f64, CommandError> {
    match value.map(|value| value.as_str().unwrap_or_default()) {
        None | Some("millisecond") => Ok(1.0),
        Some("second") => Ok(1000.0),
        Some("minute") => Ok(60_000.0),
        Some("hour") => Ok(3_600_000.0),
        Some("day") => Ok(86_400_000.0),
        Some("week") => Ok(604_800_000.0),
        Some(other) => Err(failed(format!("windows of unit '{other}' are not supported here"))),
    }
}

fn failed(message: impl Into<String>) -> CommandError {
    CommandError::new(Code::FailedToParse, message)
}
