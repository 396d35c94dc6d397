//! `$push` and `$addToSet`. (MongoDB manual, array update operators.)

use std::cmp::Ordering;

use bson::Bson;

use crate::lab::documents::{
    alias::type_name,
    collation::Collation,
    error::{Code, CommandError},
    number::Number,
    path::index_of,
    shown::shown,
    value::{compare, equal, is_number},
};

/// What `$push` puts where, and what it does to the array afterwards.
#[derive(Clone, Debug)]
pub struct Push {
    values: Vec<Bson>,
    /// From the end where negative.
    position: Option<i64>,
    sort: Option<Order>,
    /// Elements kept: of the front, or of the end where negative.
    slice: Option<i64>,
}

#[derive(Clone, Debug)]
enum Order {
    Whole { descending: bool },
    Fields(Vec<(String, bool)>),
}

impl Push {
    pub fn parse(operand: &Bson) -> Result<Push, CommandError> {
        let clauses = match operand {
            Bson::Document(clauses) if clauses.contains_key("$each") => clauses,
            plain => {
                let values = vec![plain.clone()];
                return Ok(Push { values, position: None, sort: None, slice: None });
            }
        };
        let mut push = Push { values: Vec::new(), position: None, sort: None, slice: None };
        for (name, value) in clauses {
            match name.as_str() {
                "$each" => push.values = each(value, "$push")?,
                "$slice" => {
                    push.slice = Some(whole(value).ok_or_else(|| {
                        bad(format!(
                            "The value for $slice must be an integer value but was given type: {}",
                            type_name(value)
                        ))
                    })?);
                }
                "$position" => {
                    push.position = Some(whole(value).ok_or_else(|| {
                        bad(format!(
                            "The value for $position must be an integer value, not of type: {}",
                            type_name(value)
                        ))
                    })?);
                }
                "$sort" => push.sort = Some(Order::parse(value)?),
                other => return Err(bad(format!("Unrecognized clause in $push: {other}"))),
            }
        }
        Ok(push)
    }

    /// Whether `items` was changed; a sort counts as a change.
    pub fn apply(&self, items: &mut Vec<Bson>, collation: Option<&Collation>) -> bool {
        let mut changed = !self.values.is_empty();
        let at = place(self.position, items.len());
        items.splice(at..at, self.values.iter().cloned());
        if let Some(order) = &self.sort {
            order.sort(items, collation);
            changed = true;
        }
        if let Some(slice) = self.slice {
            let kept = usize::try_from(slice.unsigned_abs()).unwrap_or(usize::MAX);
            if items.len() > kept {
                changed = true;
                if slice >= 0 {
                    items.truncate(kept);
                } else {
                    items.drain(..items.len() - kept);
                }
            }
        }
        changed
    }
}

/// The values of `$addToSet`.
pub fn parse_set(operand: &Bson) -> Result<Vec<Bson>, CommandError> {
    let Bson::Document(clauses) = operand else { return Ok(vec![operand.clone()]) };
    let mut entries = clauses.iter();
    match entries.next() {
        Some((name, value)) if name == "$each" => {
            let values = each(value, "$addToSet")?;
            match entries.next() {
                Some((other, value)) => Err(bad(format!(
                    "Found unexpected fields after $each in $addToSet: {{ {other}: {} }}",
                    shown(value)
                ))),
                None => Ok(values),
            }
        }
        _ => Ok(vec![operand.clone()]),
    }
}

/// Adds those of `values` that `items` does not hold; whether there were any.
pub fn add_to_set(items: &mut Vec<Bson>, values: &[Bson], collation: Option<&Collation>) -> bool {
    let before = items.len();
    for value in values {
        if !items.iter().any(|item| equal(item, value, collation)) {
            items.push(value.clone());
        }
    }
    items.len() > before
}

/// An integer of any type of number.
pub fn whole(value: &Bson) -> Option<i64> {
    match value {
        Bson::Int32(number) => Some(i64::from(*number)),
        Bson::Int64(number) => Some(*number),
        _ => {
            let number = Number::of(value)?;
            let whole = number.to_long()?;
            let is_exact = compare(&Bson::Int64(whole), value, None) == Ordering::Equal;
            is_exact.then_some(whole)
        }
    }
}

impl Order {
    fn parse(value: &Bson) -> Result<Order, CommandError> {
        if let Bson::Document(fields) = value {
            if fields.is_empty() {
                return Err(bad("The $sort pattern is empty when it should be a set of fields."));
            }
            let mut order = Vec::new();
            for (name, direction) in fields {
                let descending = direction_of(direction)?;
                if name.is_empty() {
                    return Err(bad("The $sort field cannot be empty"));
                }
                if name.split('.').any(str::is_empty) {
                    return Err(bad(format!(
                        "The $sort field is a dotted field but has an empty part: {name}"
                    )));
                }
                order.push((name.clone(), descending));
            }
            return Ok(Order::Fields(order));
        }
        if is_number(value) {
            return Ok(Order::Whole { descending: direction_of(value)? });
        }
        Err(bad(
            "The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields",
        ))
    }

    fn sort(&self, items: &mut [Bson], collation: Option<&Collation>) {
        items.sort_by(|left, right| match self {
            Order::Whole { descending } => turned(compare(left, right, collation), *descending),
            Order::Fields(fields) => fields
                .iter()
                .map(|(name, descending)| {
                    let (left, right) = (at(left, name), at(right, name));
                    turned(compare(left, right, collation), *descending)
                })
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal),
        });
    }
}

fn at<'a>(item: &'a Bson, name: &str) -> &'a Bson {
    const MISSING: &Bson = &Bson::Null;
    name.split('.')
        .try_fold(item, |value, part| match value {
            Bson::Document(inner) => inner.get(part),
            Bson::Array(items) => index_of(part).and_then(|at| items.get(at)),
            _ => None,
        })
        .unwrap_or(MISSING)
}

fn direction_of(value: &Bson) -> Result<bool, CommandError> {
    match whole(value) {
        Some(1) => Ok(false),
        Some(-1) => Ok(true),
        _ => Err(bad("The $sort element value must be either 1 or -1")),
    }
}

fn turned(order: Ordering, descending: bool) -> Ordering {
    if descending { order.reverse() } else { order }
}

fn place(position: Option<i64>, length: usize) -> usize {
    match position {
        None => length,
        Some(at) if at >= 0 => usize::try_from(at).map_or(length, |at| at.min(length)),
        Some(at) => length.saturating_sub(usize::try_from(at.unsigned_abs()).unwrap_or(usize::MAX)),
    }
}

fn each(value: &Bson, operator: &str) -> Result<Vec<Bson>, CommandError> {
    let Bson::Array(values) = value else {
        return Err(CommandError::new(
            if operator == "$push" { Code::BadValue } else { Code::TypeMismatch },
            format!(
                "The argument to $each in {operator} must be an array but it was of type{} {}",
                if operator == "$push" { ":" } else { "" },
                type_name(value)
            ),
        ));
    };
    Ok(values.clone())
}

fn bad(message: impl Into<String>) -> CommandError {
    CommandError::new(Code::BadValue, message)
}
