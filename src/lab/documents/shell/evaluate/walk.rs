//! Methods that call a function for each element: of lists, of cursors, and `Array.from`.

use std::{cell::RefCell, cmp::Ordering, rc::Rc};

use bson::Bson;

use super::{Evaluator, Result};
use crate::lab::documents::shell::{
    cursor::Cursor,
    cursor_methods,
    failure::{Failure, Kind},
    value::Value,
    written,
};

/// Elements that `Array.from({ length: .. })` makes at most.
const ELEMENTS_MAX: usize = 1_000_000;

/// Calls the method if it is one that takes a function; None if it is none.
pub fn call(
    run: &mut Evaluator<'_>,
    receiver: &Value,
    method: &str,
    arguments: &[Value],
) -> Result<Option<Value>> {
    let function = arguments.first();
    match receiver {
        Value::List(values) => of_list(run, values, method, arguments),
        Value::Cursor(cursor) if matches!(method, "forEach" | "map") => {
            of_cursor(run, cursor, method, function.unwrap_or(&Value::Undefined)).map(Some)
        }
        Value::Builtin("Array") if method == "from" => from(run, arguments).map(Some),
        _ => Ok(None),
    }
}

fn of_list(
    run: &mut Evaluator<'_>,
    values: &Rc<Vec<Value>>,
    method: &str,
    arguments: &[Value],
) -> Result<Option<Value>> {
    let function = arguments.first().unwrap_or(&Value::Undefined);
    let all = Value::List(Rc::clone(values));
    let mut call = |at: usize, value: &Value| {
        #[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers are doubles")]
        let place = Value::Number(at as f64);
        run.call(function, &[value.clone(), place, all.clone()])
    };
    let walked = values.iter().enumerate();
    Ok(Some(match method {
        "forEach" => {
            for (at, value) in walked {
                call(at, value)?;
            }
            Value::Undefined
        }
        "map" => Value::list(walked.map(|(at, value)| call(at, value)).collect::<Result<_>>()?),
        "filter" => {
            let mut kept = Vec::new();
            for (at, value) in walked {
                if call(at, value)?.is_truthy() {
                    kept.push(value.clone());
                }
            }
            Value::list(kept)
        }
        "find" | "findIndex" | "some" | "every" => {
            let wanted = method != "every";
            for (at, value) in walked {
                if call(at, value)?.is_truthy() == wanted {
                    #[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers")]
                    return Ok(Some(match method {
                        "find" => value.clone(),
                        "findIndex" => Value::Number(at as f64),
                        _ => Value::Bool(wanted),
                    }));
                }
            }
            match method {
                "find" => Value::Undefined,
                "findIndex" => Value::Number(-1.0),
                _ => Value::Bool(!wanted),
            }
        }
        "reduce" => reduced(run, values, arguments)?,
        "sort" | "toSorted" => sorted(run, values, arguments.first())?,
        _ => return Ok(None),
    }))
}

fn reduced(run: &mut Evaluator<'_>, values: &[Value], arguments: &[Value]) -> Result<Value> {
    let function = arguments.first().unwrap_or(&Value::Undefined);
    let mut rest = values.iter();
    let Some(mut result) = arguments.get(1).or_else(|| rest.next()).cloned() else {
        return Err(Failure::new(Kind::Type, "Reduce of empty array with no initial value"));
    };
    for value in rest {
        result = run.call(function, &[result, value.clone()])?;
    }
    Ok(result)
}

/// A sorted copy; the first failure of the function counts.
fn sorted(run: &mut Evaluator<'_>, values: &[Value], function: Option<&Value>) -> Result<Value> {
    // The standard library's sort may panic on an order that contradicts itself, so this one merges.
    let mut runs: Vec<Vec<Value>> = values.iter().map(|value| vec![value.clone()]).collect();
    while runs.len() > 1 {
        let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
        let mut pairs = runs.into_iter();
        while let Some(left) = pairs.next() {
            let right = pairs.next().unwrap_or_default();
            merged.push(merge(run, left, right, function)?);
        }
        runs = merged;
    }
    Ok(Value::list(runs.pop().unwrap_or_default()))
}

fn merge(
    run: &mut Evaluator<'_>,
    left: Vec<Value>,
    right: Vec<Value>,
    function: Option<&Value>,
) -> Result<Vec<Value>> {
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let mut left = left.into_iter().peekable();
    let mut right = right.into_iter().peekable();
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        run.desk.step()?;
        let order = match function {
            Some(function) => {
                let order = run.call(function, &[a.clone(), b.clone()])?.to_number();
                order.partial_cmp(&0.0).unwrap_or(Ordering::Equal)
            }
            None => written::text(a).encode_utf16().cmp(written::text(b).encode_utf16()),
        };
        merged.extend(if order.is_gt() { right.next() } else { left.next() });
    }
    merged.extend(left);
    merged.extend(right);
    Ok(merged)
}

fn of_cursor(
    run: &mut Evaluator<'_>,
    cursor: &Rc<RefCell<Cursor>>,
    method: &str,
    function: &Value,
) -> Result<Value> {
    let mut mapped = Vec::new();
    loop {
        let Some(document) = cursor.borrow_mut().next(run.desk)? else { break };
        let document = cursor_methods::value_of(&cursor.borrow(), document);
        let value = run.call(function, &[document])?;
        if method == "map" {
            let kept =
                if let Value::Undefined = value { Bson::Undefined } else { value.to_bson()? };
            mapped.push(kept);
        } else if matches!(value, Value::Bool(false)) {
            break;
        }
    }
    if method == "forEach" {
        return Ok(Value::Undefined);
    }
    let mapped = Rc::new(RefCell::new(Cursor::of(mapped)));
    *run.current = Some(Rc::clone(&mapped));
    Ok(Value::Cursor(mapped))
}

/// `Array.from(list, function)`, where the list may be `{ length: 5 }`.
fn from(run: &mut Evaluator<'_>, arguments: &[Value]) -> Result<Value> {
    let values = match arguments.first() {
        Some(Value::List(values)) => values.to_vec(),
        Some(Value::Text(text)) => text.chars().map(|ch| Value::text(ch.to_string())).collect(),
        Some(Value::Record(record)) => {
            let length = record.field("length").map_or(0.0, Value::to_number).max(0.0);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "the length is cut to ELEMENTS_MAX first"
            )]
            let count = length.min(ELEMENTS_MAX as f64 + 1.0) as usize;
            if count > ELEMENTS_MAX {
                let message = format!("a list of more than {ELEMENTS_MAX} elements");
                return Err(Failure::new(Kind::Limit, message));
            }
            vec![Value::Undefined; count]
        }
        _ => Vec::new(),
    };
    match arguments.get(1) {
        None => Ok(Value::list(values)),
        Some(function) => {
            let mapped = of_list(run, &Rc::new(values), "map", std::slice::from_ref(function))?;
            Ok(mapped.unwrap_or(Value::Undefined))
        }
    }
}
