//! Accumulators: one value from many documents. (MongoDB manual, $group, Accumulator Operators.)

mod ranked;

use std::{cmp::Ordering, collections::HashSet};

use bson::{Bson, Document};

use crate::lab::documents::{
    collation::Collation,
    error::{Code, CommandError},
    expression::Expression,
    number::Number,
    scope::Scope,
    shown::shown,
    sort::Sort,
    statistics::{Deviation, Sum, percentile},
    value::{compare, key, type_name, weigh},
};

use ranked::Ranked;

/// An accumulator as it was written: what it gathers, and from what.
#[derive(Clone, Debug)]
pub struct Accumulator {
    kind: Kind,
    input: Expression,
}

#[derive(Clone, Debug)]
enum Kind {
    Sum,
    Average,
    Minimum,
    Maximum,
    First,
    Last,
    Push,
    AddToSet,
    MergeObjects,
    DeviationOfPopulation,
    DeviationOfSample,
    /// `$firstN`, `$lastN`, `$minN`, `$maxN`: how many.
    Several {
        ends: Ends,
        count: Expression,
    },
    /// `$top`, `$bottom`, `$topN`, `$bottomN`: by which order, and how many (`None`: one, not in an array).
    Ranked {
        sort: Sort,
        bottom: bool,
        count: Option<Expression>,
    },
    Percentiles {
        parts: Vec<f64>,
        alone: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    First,
    Last,
    Least,
    Greatest,
}

/// An accumulator at work on one group.
#[derive(Clone, Debug)]
pub struct Gathering<'a> {
    accumulator: &'a Accumulator,
    sum: Sum,
    deviation: Deviation,
    best: Option<Bson>,
    values: Vec<Bson>,
    keys: HashSet<Vec<u8>>,
    merged: Document,
    ranked: Ranked,
    count: Option<usize>,
}

impl Accumulator {
    /// Reads the accumulator that a group has under the name `field`: `{ $sum: "$price" }`.
    pub fn parse(
        field: &str,
        value: &Bson,
        scope: &Scope<'_>,
    ) -> Result<Accumulator, CommandError> {
        if field.contains('.') {
            return Err(fault(40235, format!("The field name '{field}' cannot contain '.'")));
        }
        if field.starts_with('$') {
            return Err(fault(
                40236,
                format!("The field name '{field}' cannot be an operator name"),
            ));
        }
        let Bson::Document(operators) = value else {
            return Err(fault(40234, format!("The field '{field}' must be an accumulator object")));
        };
        let mut all = operators.iter();
        match (all.next(), all.next()) {
            (Some((name, operand)), None) => Accumulator::named(name, operand, scope),
            (None, _) => {
                Err(fault(40234, format!("The field '{field}' must be an accumulator object")))
            }
            _ => Err(fault(40238, format!("The field '{field}' must specify one accumulator"))),
        }
    }

    /// Reads an accumulator by its operator's name.
    pub fn named(
        name: &str,
        operand: &Bson,
        scope: &Scope<'_>,
    ) -> Result<Accumulator, CommandError> {
        let kind = match name {
            "$sum" => Kind::Sum,
            "$avg" => Kind::Average,
            "$min" => Kind::Minimum,
            "$max" => Kind::Maximum,
            "$first" => Kind::First,
            "$last" => Kind::Last,
            "$push" => Kind::Push,
            "$addToSet" => Kind::AddToSet,
            "$mergeObjects" => Kind::MergeObjects,
            "$stdDevPop" => Kind::DeviationOfPopulation,
            "$stdDevSamp" => Kind::DeviationOfSample,
            "$count" => return counting(operand),
            "$firstN" => return several(name, Ends::First, operand, scope),
            "$lastN" => return several(name, Ends::Last, operand, scope),
            "$minN" => return several(name, Ends::Least, operand, scope),
            "$maxN" => return several(name, Ends::Greatest, operand, scope),
            "$top" | "$bottom" | "$topN" | "$bottomN" => return top(name, operand, scope),
            "$median" | "$percentile" => return percentiles(name, operand, scope),
            "$accumulator" => {
                let message = "$accumulator is not supported here, because it runs JavaScript in the database";
                return Err(CommandError::new(Code::BadValue, message));
            }
            name => return Err(fault(15952, format!("unknown group operator '{name}'"))),
        };
        if let Bson::Array(parts) = operand
            && parts.len() != 1
        {
            return Err(fault(40237, format!("The {name} accumulator is a unary operator")));
        }
        let operand = match operand {
            Bson::Array(parts) => &parts[0],
            operand => operand,
        };
        Ok(Accumulator { kind, input: Expression::parse(operand, scope)? })
    }

    /// Begins a group. `first` is the document from which the counts of `$firstN` and the like come.
    pub fn begin(
        &self,
        first: &Document,
        scope: &Scope<'_>,
    ) -> Result<Gathering<'_>, CommandError> {
        let mut wanted = None;
        if let Kind::Several { count, .. } | Kind::Ranked { count: Some(count), .. } = &self.kind {
            wanted = Some(count_of(count.evaluate(first, scope)?.as_ref())?);
        }
        Ok(Gathering {
            accumulator: self,
            sum: Sum::default(),
            deviation: Deviation::default(),
            best: None,
            values: Vec::new(),
            keys: HashSet::new(),
            merged: Document::new(),
            ranked: Ranked::default(),
            count: wanted,
        })
    }
}

impl Gathering<'_> {
    /// Takes a document in; the answer is about how many bytes the group holds more than before.
    pub fn add(&mut self, document: &Document, scope: &Scope<'_>) -> Result<usize, CommandError> {
        let value = self.accumulator.input.evaluate(document, scope)?;
        let collation = scope.collation;
        let mut held = 0;
        match (&self.accumulator.kind, value) {
            (Kind::Sum | Kind::Average, Some(value)) => self.sum.add(&value),
            (Kind::DeviationOfPopulation | Kind::DeviationOfSample, Some(value)) => {
                self.deviation.add(&value);
            }
            (Kind::Minimum, Some(value)) => self.better(value, Ordering::Less, collation),
            (Kind::Maximum, Some(value)) => self.better(value, Ordering::Greater, collation),
            (Kind::First, value) => {
                if self.best.is_none() {
                    self.best = Some(value.unwrap_or(Bson::Null));
                }
            }
            (Kind::Last, value) => self.best = Some(value.unwrap_or(Bson::Null)),
            (Kind::Push | Kind::Percentiles { .. }, Some(value)) => {
                held = weigh(&value);
                self.values.push(value);
            }
            (Kind::AddToSet, Some(value)) => {
                if self.keys.insert(key(&value, collation)) {
                    held = weigh(&value) * 2;
                    self.values.push(value);
                }
            }
            (Kind::MergeObjects, Some(Bson::Document(fields))) => {
                held = crate::lab::documents::value::weigh_document(&fields);
                self.merged.extend(fields);
            }
            (Kind::MergeObjects, Some(value)) if !matches!(value, Bson::Null | Bson::Undefined) => {
                let message = format!(
                    "$mergeObjects requires object inputs, but input {} is of type {}",
                    shown(&value),
                    type_name(&value)
                );
                return Err(fault(40400, message));
            }
            (Kind::Several { ends, .. }, value) => {
                held = self.several(*ends, value, collation);
            }
            (Kind::Ranked { sort, bottom, .. }, value) => {
                let value = value.unwrap_or(Bson::Null);
                held = weigh(&value);
                let key = sort.key(document, collation);
                self.ranked.add(key, value, sort, *bottom, self.count.unwrap_or(1), collation);
            }
            (
                Kind::Sum
                | Kind::Average
                | Kind::DeviationOfPopulation
                | Kind::DeviationOfSample
                | Kind::Minimum
                | Kind::Maximum
                | Kind::Push
                | Kind::Percentiles { .. }
                | Kind::AddToSet,
                None,
            )
            | (Kind::MergeObjects, _) => {}
        }
        Ok(held)
    }

    /// What the group gave.
    pub fn finish(self) -> Bson {
        match &self.accumulator.kind {
            Kind::Sum => self.sum.total(),
            Kind::Average => self.sum.average(),
            Kind::Minimum | Kind::Maximum | Kind::First | Kind::Last => {
                self.best.unwrap_or(Bson::Null)
            }
            Kind::Push | Kind::AddToSet | Kind::Several { .. } => Bson::Array(self.values),
            Kind::MergeObjects => Bson::Document(self.merged),
            Kind::DeviationOfPopulation => self.deviation.of_population(),
            Kind::DeviationOfSample => self.deviation.of_sample(),
            Kind::Ranked { count, .. } => {
                let mut values = self.ranked.values();
                match count {
                    Some(_) => Bson::Array(values),
                    None => values.pop().unwrap_or(Bson::Null),
                }
            }
            Kind::Percentiles { parts, alone } => {
                let mut found: Vec<Bson> =
                    parts.iter().map(|part| percentile(&self.values, *part)).collect();
                if *alone { found.pop().unwrap_or(Bson::Null) } else { Bson::Array(found) }
            }
        }
    }

    /// Null and missing values are no minimum and no maximum.
    fn better(&mut self, value: Bson, wanted: Ordering, collation: Option<&Collation>) {
        if matches!(value, Bson::Null | Bson::Undefined) {
            return;
        }
        let is_better = match &self.best {
            None => true,
            Some(best) => compare(&value, best, collation) == wanted,
        };
        if is_better {
            self.best = Some(value);
        }
    }

    fn several(&mut self, ends: Ends, value: Option<Bson>, collation: Option<&Collation>) -> usize {
        let count = self.count.unwrap_or(1);
        match ends {
            Ends::First if self.values.len() >= count => return 0,
            Ends::First => self.values.push(value.unwrap_or(Bson::Null)),
            Ends::Last => {
                self.values.push(value.unwrap_or(Bson::Null));
                if self.values.len() > count {
                    self.values.remove(0);
                }
            }
            Ends::Least | Ends::Greatest => {
                let Some(value) =
                    value.filter(|value| !matches!(value, Bson::Null | Bson::Undefined))
                else {
                    return 0;
                };
                let order = |a: &Bson, b: &Bson| {
                    let order = compare(a, b, collation);
                    if ends == Ends::Least { order } else { order.reverse() }
                };
                let at = self.values.partition_point(|other| order(other, &value).is_le());
                self.values.insert(at, value);
                self.values.truncate(count);
            }
        }
        self.values.last().map_or(0, weigh)
    }
}

fn fault(code: u32, message: impl Into<String>) -> CommandError {
    CommandError::new(Code::Location(code), message)
}

fn counting(operand: &Bson) -> Result<Accumulator, CommandError> {
    match operand {
        Bson::Document(fields) if fields.is_empty() => {
            Ok(Accumulator { kind: Kind::Sum, input: Expression::Literal(Bson::Int32(1)) })
        }
        _ => {
            Err(CommandError::new(Code::TypeMismatch, "$count takes no arguments, i.e. $count:{}"))
        }
    }
}

/// The operands of an accumulator that takes named ones.
fn operands<'a>(
    name: &str,
    operand: &'a Bson,
    known: &[&str],
) -> Result<&'a Document, CommandError> {
    let Bson::Document(fields) = operand else {
        let message = format!("specification must be an object; found {name}: {}", shown(operand));
        return Err(fault(5_787_900, message));
    };
    if let Some(other) = fields.keys().find(|other| !known.contains(&other.as_str())) {
        return Err(fault(5_787_901, format!("Unknown argument for '{name}' operator: {other}")));
    }
    if let Some(missing) = known.iter().find(|name| !fields.contains_key(name)) {
        return Err(fault(5_787_906, format!("Missing value for '{missing}'")));
    }
    Ok(fields)
}

fn several(
    name: &str,
    ends: Ends,
    operand: &Bson,
    scope: &Scope<'_>,
) -> Result<Accumulator, CommandError> {
    let fields = operands(name, operand, &["n", "input"])?;
    let part = |name: &str| Expression::parse(&fields[name], scope);
    Ok(Accumulator { kind: Kind::Several { ends, count: part("n")? }, input: part("input")? })
}

fn top(name: &str, operand: &Bson, scope: &Scope<'_>) -> Result<Accumulator, CommandError> {
    let takes_count = name.ends_with('N');
    let known: &[&str] =
        if takes_count { &["n", "sortBy", "output"] } else { &["sortBy", "output"] };
    let fields = operands(name, operand, known)?;
    let Bson::Document(sort) = &fields["sortBy"] else {
        let message =
            format!("expected 'sortBy' to already be an object in the arguments to {name}");
        return Err(fault(5_788_604, message));
    };
    let count = if takes_count { Some(Expression::parse(&fields["n"], scope)?) } else { None };
    let kind =
        Kind::Ranked { sort: Sort::parse(sort)?, bottom: name.starts_with("$bottom"), count };
    Ok(Accumulator { kind, input: Expression::parse(&fields["output"], scope)? })
}

fn percentiles(name: &str, operand: &Bson, scope: &Scope<'_>) -> Result<Accumulator, CommandError> {
    let alone = name == "$median";
    let known: &[&str] = if alone { &["input", "method"] } else { &["input", "p", "method"] };
    let fields = operands(name, operand, known)?;
    let parts = match fields.get("p") {
        None => vec![0.5],
        Some(Bson::Array(parts)) => parts
            .iter()
            .map(|part| {
                Number::of(part).map(Number::to_double).filter(|part| (0.0..=1.0).contains(part))
            })
            .collect::<Option<Vec<f64>>>()
            .ok_or_else(|| {
                fault(
                    7_750_303,
                    "The $percentile 'p' field must be an array of numbers from [0.0, 1.0]",
                )
            })?,
        Some(_) => {
            let message = "The $percentile 'p' field must be an array of constant values";
            return Err(fault(7_750_300, message));
        }
    };
    let input = Expression::parse(&fields["input"], scope)?;
    Ok(Accumulator { kind: Kind::Percentiles { parts, alone }, input })
}

fn count_of(value: Option<&Bson>) -> Result<usize, CommandError> {
    let number = value.and_then(Number::of).and_then(Number::to_long);
    match number {
        Some(count) if count > 0 => Ok(usize::try_from(count).unwrap_or(usize::MAX)),
        Some(count) => Err(fault(5_787_908, format!("'n' must be greater than 0, found {count}"))),
        None => {
            let found = value.map(shown).unwrap_or_default();
            Err(fault(
                5_787_902,
                format!("Value for 'n' must be of integral type, but found {found}"),
            ))
        }
    }
}
