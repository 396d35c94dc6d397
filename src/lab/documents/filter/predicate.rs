//! Conditions on the values of one path, and how they are met through arrays.

use std::cmp::Ordering;

use bson::{Bson, Document};

use crate::lab::documents::{
    error::{Code, CommandError},
    filter::{Bits, Node},
    number::Number,
    path::{Leaf, Path},
    pattern::Pattern,
    scope::Scope,
    shown::shown,
    value::{TYPES, compare, is_number, rank, type_name},
};

/// A condition on the values that a path reaches.
#[derive(Clone, Debug)]
pub enum Predicate {
    Compare {
        operator: Operator,
        value: Bson,
    },
    /// `values` are sorted in the order of the scope's collation.
    In {
        values: Vec<Bson>,
        patterns: Vec<Pattern>,
    },
    Pattern(Pattern),
    Exists,
    Types(Types),
    Modulo {
        divisor: i64,
        remainder: i64,
    },
    Size(i64),
    Bits(Bits),
    /// `$all`: every one of these; none at all match nothing.
    All(Vec<Predicate>),
    /// `$elemMatch` with conditions on the fields of an element.
    ElementDocument(Box<ElementFilter>),
    /// `$elemMatch` with conditions on an element itself.
    ElementValue(Vec<Predicate>),
    /// `$not`, `$ne`, `$nin`: not all of these hold.
    Not(Vec<Predicate>),
}

/// What the elements of an array are asked.
#[derive(Clone, Debug)]
pub struct ElementFilter {
    pub(in crate::lab::documents) node: Node,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// The types that `$type` names.
#[derive(Clone, Debug, PartialEq)]
pub struct Types {
    pub names: Vec<&'static str>,
    /// `"number"`: all four types of numbers.
    pub numbers: bool,
}

impl Types {
    /// Reads the operand of `$type`, and of `bsonType` in a schema.
    pub fn parse(value: &Bson) -> Result<Types, CommandError> {
        let mut types = Types { names: Vec::new(), numbers: false };
        let values = match value {
            Bson::Array(values) if values.is_empty() => {
                let message = "$type must match at least one type";
                return Err(CommandError::new(Code::FailedToParse, message));
            }
            Bson::Array(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        for value in values {
            match value {
                Bson::String(name) if name == "number" => types.numbers = true,
                Bson::String(name) => match TYPES.iter().find(|(known, _)| known == name) {
                    Some((name, _)) => types.names.push(name),
                    None => return Err(bad(format!("Unknown type name alias: {name}"))),
                },
                value => {
                    let Some(number) = Number::of(value) else {
                        let message = "type must be represented as a number or a string";
                        return Err(CommandError::new(Code::TypeMismatch, message));
                    };
                    let code = number.to_long();
                    let known = TYPES.iter().find(|(_, known)| Some(i64::from(*known)) == code);
                    let Some((name, _)) = known else {
                        return Err(bad(format!("Invalid numerical type code: {}", shown(value))));
                    };
                    types.names.push(name);
                }
            }
        }
        Ok(types)
    }

    pub fn contains(&self, value: &Bson) -> bool {
        (self.numbers && is_number(value)) || self.names.contains(&type_name(value))
    }
}

impl Predicate {
    /// Whether some value that `path` reaches in a document meets this condition.
    pub fn matches_at(
        &self,
        path: &Path,
        document: &Document,
        scope: &Scope<'_>,
        position: &mut Option<usize>,
    ) -> Result<bool, CommandError> {
        let leaf = match self {
            Predicate::Not(parts) => {
                for part in parts {
                    if !part.matches_at(path, document, scope, &mut None)? {
                        return Ok(true);
                    }
                }
                return Ok(false);
            }
            Predicate::All(parts) => {
                for part in parts {
                    if !part.matches_at(path, document, scope, position)? {
                        return Ok(false);
                    }
                }
                return Ok(!parts.is_empty());
            }
            Predicate::Exists
            | Predicate::Size(_)
            | Predicate::ElementDocument(_)
            | Predicate::ElementValue(_) => Leaf::Whole,
            Predicate::Compare { .. }
            | Predicate::In { .. }
            | Predicate::Pattern(_)
            | Predicate::Types(_)
            | Predicate::Modulo { .. }
            | Predicate::Bits(_) => Leaf::Elements,
        };
        let mut failure = None;
        let found = path.walk(document, leaf, &mut |value, index| {
            let mut inner = None;
            match self.matches(value, scope, &mut inner) {
                Ok(true) => {
                    *position = index.or(inner).or(*position);
                    true
                }
                Ok(false) => false,
                Err(error) => {
                    failure = Some(error);
                    true
                }
            }
        });
        failure.map_or(Ok(found), Err)
    }

    /// Whether one value meets this condition; `None` is a field that is not there.
    pub fn matches(
        &self,
        value: Option<&Bson>,
        scope: &Scope<'_>,
        position: &mut Option<usize>,
    ) -> Result<bool, CommandError> {
        Ok(match self {
            Predicate::Compare { operator, value: other } => {
                matches_comparison(value, *operator, other, scope)
            }
            Predicate::In { values, patterns } => {
                let is_match = |pattern: &Pattern| matches_pattern(value, pattern);
                matches_one_of(value, values, scope) || patterns.iter().any(is_match)
            }
            Predicate::Pattern(pattern) => matches_pattern(value, pattern),
            Predicate::Exists => value.is_some(),
            Predicate::Types(types) => value.is_some_and(|value| types.contains(value)),
            Predicate::Modulo { divisor, remainder } => value
                .and_then(Number::of)
                .and_then(whole_part)
                .is_some_and(|number| number.checked_rem(*divisor).unwrap_or(0) == *remainder),
            Predicate::Size(size) => match value {
                Some(Bson::Array(array)) => i64::try_from(array.len()) == Ok(*size),
                _ => false,
            },
            Predicate::Bits(bits) => value.is_some_and(|value| bits.matches(value)),
            Predicate::All(parts) => !parts.is_empty() && all_match(parts, value, scope)?,
            Predicate::Not(parts) => !all_match(parts, value, scope)?,
            Predicate::ElementDocument(filter) => match value {
                Some(Bson::Array(array)) => {
                    let found = first_element(array, |element| match element {
                        Bson::Document(inner) => filter.node.matches(inner, scope, &mut None),
                        Bson::Array(inner) => {
                            filter.node.matches(&numbered(inner), scope, &mut None)
                        }
                        _ => Ok(false),
                    })?;
                    *position = found;
                    found.is_some()
                }
                _ => false,
            },
            Predicate::ElementValue(parts) => match value {
                Some(Bson::Array(array)) => {
                    let found =
                        first_element(array, |element| all_match(parts, Some(element), scope))?;
                    *position = found;
                    found.is_some()
                }
                _ => false,
            },
        })
    }
}

fn bad(message: impl Into<String>) -> CommandError {
    CommandError::new(Code::BadValue, message)
}

fn all_match(
    parts: &[Predicate],
    value: Option<&Bson>,
    scope: &Scope<'_>,
) -> Result<bool, CommandError> {
    for part in parts {
        if !part.matches(value, scope, &mut None)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn first_element(
    array: &[Bson],
    mut test: impl FnMut(&Bson) -> Result<bool, CommandError>,
) -> Result<Option<usize>, CommandError> {
    for (at, element) in array.iter().enumerate() {
        if test(element)? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// An array as a document whose fields are named by its indexes.
fn numbered(array: &[Bson]) -> Document {
    array.iter().enumerate().map(|(at, value)| (at.to_string(), value.clone())).collect()
}

/// Values of different types are not compared, but null is met by a missing field, and the keys are
/// beyond all types.
fn matches_comparison(
    value: Option<&Bson>,
    operator: Operator,
    other: &Bson,
    scope: &Scope<'_>,
) -> bool {
    let or_equal =
        matches!(operator, Operator::Equal | Operator::LessOrEqual | Operator::GreaterOrEqual);
    let Some(value) = value.filter(|value| rank(value) == rank(other)) else {
        let is_absent = matches!(value, None | Some(Bson::Undefined));
        return match (other, operator) {
            (Bson::Null, _) if is_absent => or_equal,
            (Bson::MaxKey, Operator::Less | Operator::LessOrEqual)
            | (Bson::MinKey, Operator::Greater | Operator::GreaterOrEqual) => true,
            _ => false,
        };
    };
    let is_nan = |value: &Bson| Number::of(value).is_some_and(Number::is_nan);
    if is_nan(value) || is_nan(other) {
        return or_equal && is_nan(value) && is_nan(other);
    }
    let order = compare(value, other, scope.collation);
    match operator {
        Operator::Equal => order == Ordering::Equal,
        Operator::Less => order == Ordering::Less,
        Operator::LessOrEqual => order != Ordering::Greater,
        Operator::Greater => order == Ordering::Greater,
        Operator::GreaterOrEqual => order != Ordering::Less,
    }
}

fn matches_one_of(value: Option<&Bson>, values: &[Bson], scope: &Scope<'_>) -> bool {
    let value = match value {
        None | Some(Bson::Undefined) => &Bson::Null,
        Some(value) => value,
    };
    values.binary_search_by(|other| compare(other, value, scope.collation)).is_ok()
}

/// A pattern is met by strings it matches, and by a stored pattern that is the same.
fn matches_pattern(value: Option<&Bson>, pattern: &Pattern) -> bool {
    match value {
        Some(Bson::String(text) | Bson::Symbol(text)) => pattern.is_match(text),
        Some(Bson::RegularExpression(regex)) => {
            let mut options: Vec<char> = pattern.options.chars().collect();
            options.sort_unstable();
            regex.pattern.as_str() == pattern.source && regex.options.as_str().chars().eq(options)
        }
        _ => false,
    }
}

/// A number without its fraction, if 64 bits hold it.
fn whole_part(number: Number) -> Option<i64> {
    match number {
        Number::Double(value) => Number::Double(value.trunc()).to_long(),
        Number::Decimal(value) => {
            value.round_to(0, crate::lab::documents::decimal::Rounding::Truncate).to_long()
        }
        Number::Int(_) | Number::Long(_) => number.to_long(),
    }
}
