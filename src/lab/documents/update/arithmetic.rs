//! `$inc`, `$mul` and `$bit`: numbers keep the wider of their two types, longs never wrap.

use bson::Bson;

use crate::lab::documents::{
    alias::type_name,
    error::{Code, CommandError},
    number::Number,
    shown::shown,
};

/// What is done with two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    Add,
    Multiply,
}

/// An operation of `$bit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bits {
    And,
    Or,
    Xor,
}

impl Operation {
    pub fn name(self) -> &'static str {
        match self {
            Operation::Add => "$inc",
            Operation::Multiply => "$mul",
        }
    }

    fn verb(self) -> &'static str {
        match self {
            Operation::Add => "increment",
            Operation::Multiply => "multiply",
        }
    }
}

/// Refuses an operand that is no number.
pub fn check_operand(operation: Operation, path: &str, operand: &Bson) -> Result<(), CommandError> {
    if Number::of(operand).is_some() {
        return Ok(());
    }
    Err(CommandError::new(
        Code::TypeMismatch,
        format!(
            "Cannot {} with non-numeric argument: {{{path}: {}}}",
            operation.verb(),
            shown(operand)
        ),
    ))
}

/// `old` changed by `operand`; `document` is how the message names the document (`_id: 1`).
pub fn changed(
    operation: Operation,
    old: &Bson,
    operand: &Bson,
    field: &str,
    document: &str,
) -> Result<Bson, CommandError> {
    let (Some(left), Some(right)) = (Number::of(old), Number::of(operand)) else {
        return Err(CommandError::new(
            Code::TypeMismatch,
            format!(
                "Cannot apply {} to a value of non-numeric type. {{{document}}} has the field '{field}' of non-numeric type {}",
                operation.name(),
                type_name(old)
            ),
        ));
    };
    if let (Some(left), Some(right)) = (integer(old), integer(operand)) {
        let result = match operation {
            Operation::Add => left.checked_add(right),
            Operation::Multiply => left.checked_mul(right),
        };
        let result = result.ok_or_else(|| too_large(operation, old, document))?;
        return Ok(fitted(result, old, operand));
    }
    let result = match operation {
        Operation::Add => left.add(right),
        Operation::Multiply => left.multiply(right),
    };
    Ok(result.to_bson())
}

/// What a field that was missing becomes: the operand, or for `$mul` a zero of its type.
pub fn fresh(operation: Operation, operand: &Bson) -> Bson {
    match (operation, operand) {
        (Operation::Add, _) => operand.clone(),
        (Operation::Multiply, Bson::Int64(_)) => Bson::Int64(0),
        (Operation::Multiply, Bson::Double(_)) => Bson::Double(0.0),
        (Operation::Multiply, Bson::Decimal128(_)) => {
            let numbers = Number::of(operand).zip(Number::of(&Bson::Int32(0)));
            numbers.map_or(Bson::Int32(0), |(operand, zero)| operand.multiply(zero).to_bson())
        }
        (Operation::Multiply, _) => Bson::Int32(0),
    }
}

/// `old` with the operations of `$bit` done to it one after the other.
pub fn masked(
    old: &Bson,
    operations: &[(Bits, Bson)],
    field: &str,
    document: &str,
) -> Result<Bson, CommandError> {
    let Some(mut result) = integer(old) else {
        return Err(CommandError::new(
            Code::BadValue,
            format!(
                "Cannot apply $bit to a value of non-integral type.{{{document}}} has the field {field} of non-integer type {}",
                type_name(old)
            ),
        ));
    };
    let mut is_long = matches!(old, Bson::Int64(_));
    for (bits, operand) in operations {
        let mask = integer(operand).unwrap_or(0);
        is_long |= matches!(operand, Bson::Int64(_));
        result = match bits {
            Bits::And => result & mask,
            Bits::Or => result | mask,
            Bits::Xor => result ^ mask,
        };
    }
    match i32::try_from(result) {
        Ok(narrow) if !is_long => Ok(Bson::Int32(narrow)),
        _ => Ok(Bson::Int64(result)),
    }
}

fn integer(value: &Bson) -> Option<i64> {
    match value {
        Bson::Int32(number) => Some(i64::from(*number)),
        Bson::Int64(number) => Some(*number),
        _ => None,
    }
}

/// An int32 where both were one and the result fits.
fn fitted(result: i64, left: &Bson, right: &Bson) -> Bson {
    let are_narrow = matches!((left, right), (Bson::Int32(_), Bson::Int32(_)));
    match i32::try_from(result) {
        Ok(narrow) if are_narrow => Bson::Int32(narrow),
        _ => Bson::Int64(result),
    }
}

fn too_large(operation: Operation, old: &Bson, document: &str) -> CommandError {
    let value = match old {
        Bson::Int32(number) => format!("(NumberInt){number}"),
        other => format!("(NumberLong){}", shown(other)),
    };
    CommandError::new(
        Code::BadValue,
        format!(
            "Failed to apply {} operations to current value ({value}) for document {{{document}}}",
            operation.name()
        ),
    )
}
