//! Operators, as JavaScript defines them.

use std::cmp::Ordering;

use bson::Bson;

use super::{Evaluator, Result, TEXT_BYTES_MAX};
use crate::lab::documents::shell::{
    failure::{Failure, Kind},
    syntax::{Binary, Expression, Unary},
    value::Value,
    written::text,
};

pub fn unary(run: &mut Evaluator<'_>, operator: Unary, value: &Expression) -> Result<Value> {
    if operator == Unary::TypeOf {
        let value = run.expression(value);
        return match value {
            Err(failure) if failure.kind == Kind::Reference => Ok(Value::text("undefined")),
            value => Ok(Value::text(value?.type_name())),
        };
    }
    let value = run.expression(value)?;
    Ok(match operator {
        Unary::Minus => Value::Number(-value.to_number()),
        Unary::Plus => Value::Number(value.to_number()),
        Unary::Not => Value::Bool(!value.is_truthy()),
        Unary::TypeOf => Value::text(value.type_name()),
    })
}

pub fn binary(
    run: &mut Evaluator<'_>,
    first: &Expression,
    rest: &[(Binary, Expression)],
) -> Result<Value> {
    let mut left = run.expression(first)?;
    for (operator, right) in rest {
        let decided = match operator {
            Binary::And => !left.is_truthy(),
            Binary::Or => left.is_truthy(),
            Binary::Coalesce => !left.is_nullish(),
            _ => false,
        };
        if decided {
            continue;
        }
        let right = run.expression(right)?;
        left = combined(*operator, &left, right)?;
        run.desk.steps(left.steps())?;
    }
    Ok(left)
}

fn combined(operator: Binary, left: &Value, right: Value) -> Result<Value> {
    Ok(match operator {
        Binary::And | Binary::Or | Binary::Coalesce => right,
        Binary::Same => Value::Bool(left.is_same(&right)),
        Binary::NotSame => Value::Bool(!left.is_same(&right)),
        Binary::Equal => Value::Bool(is_loosely_same(left, &right)),
        Binary::NotEqual => Value::Bool(!is_loosely_same(left, &right)),
        Binary::Less => compared(left, &right, Ordering::is_lt),
        Binary::LessOrSame => compared(left, &right, Ordering::is_le),
        Binary::Greater => compared(left, &right, Ordering::is_gt),
        Binary::GreaterOrSame => compared(left, &right, Ordering::is_ge),
        Binary::Add => sum(left, &right)?,
        Binary::Subtract => Value::Number(left.to_number() - right.to_number()),
        Binary::Multiply => Value::Number(left.to_number() * right.to_number()),
        Binary::Divide => Value::Number(left.to_number() / right.to_number()),
        Binary::Remainder => Value::Number(left.to_number() % right.to_number()),
    })
}

/// `+` adds numbers; if one side is no number, it puts texts together.
fn sum(left: &Value, right: &Value) -> Result<Value> {
    if is_summed_as_number(left) && is_summed_as_number(right) {
        return Ok(Value::Number(left.to_number() + right.to_number()));
    }
    let (left, right) = (text(left), text(right));
    check_length(left.len() + right.len())?;
    Ok(Value::text(left + &right))
}

fn is_summed_as_number(value: &Value) -> bool {
    match value {
        Value::Undefined | Value::Null | Value::Bool(_) | Value::Number(_) => true,
        Value::Bson(value) => matches!(**value, Bson::Int32(_) | Bson::Double(_)),
        Value::Text(_)
        | Value::List(_)
        | Value::Record(_)
        | Value::Arrow(_)
        | Value::Builtin(_)
        | Value::Database(_)
        | Value::Collection(_)
        | Value::Cursor(_)
        | Value::Explainable(..) => false,
    }
}

pub fn check_length(bytes: usize) -> Result<()> {
    if bytes > TEXT_BYTES_MAX {
        let message = format!("a string of more than {TEXT_BYTES_MAX} bytes");
        return Err(Failure::new(Kind::Limit, message));
    }
    Ok(())
}

fn is_loosely_same(left: &Value, right: &Value) -> bool {
    if left.is_nullish() || right.is_nullish() {
        return left.is_nullish() && right.is_nullish();
    }
    let is_primitive =
        |value: &Value| matches!(value, Value::Bool(_) | Value::Number(_) | Value::Text(_));
    match (left, right) {
        (Value::Text(a), Value::Text(b)) => a == b,
        #[expect(clippy::float_cmp, reason = "JavaScript compares numbers exactly")]
        (a, b) if is_primitive(a) && is_primitive(b) => a.to_number() == b.to_number(),
        (Value::Text(a), other) | (other, Value::Text(a)) => **a == *text(other),
        (a, b) => a.is_same(b),
    }
}

fn compared(left: &Value, right: &Value, holds: fn(Ordering) -> bool) -> Value {
    let order = match (left, right) {
        (Value::Text(a), Value::Text(b)) => Some(a.encode_utf16().cmp(b.encode_utf16())),
        (a, b) => a.to_number().partial_cmp(&b.to_number()),
    };
    Value::Bool(order.is_some_and(holds))
}
