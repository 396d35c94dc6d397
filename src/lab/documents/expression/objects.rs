//! Operators on documents, and `$meta`. (MongoDB manual, Object Expression Operators.)

use bson::{Bson, Document};

use crate::lab::documents::{
    error::CommandError,
    expression::{Call, Value, arrays::text, is_nullish, type_of},
    sort::TEXT_SCORE,
    value::type_name,
};

type Answer = Result<Value, CommandError>;

const NULL: Value = Some(Bson::Null);

pub fn merge(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let mut out = Document::new();
    for value in crate::lab::documents::expression::compare::spread(values) {
        match value {
            Some(Bson::Document(fields)) => out.extend(fields),
            value if is_nullish(&value) => {}
            value => {
                let message = format!(
                    "$mergeObjects requires object inputs, but input {} is of type {}",
                    text(&value),
                    type_of(&value)
                );
                return Err(call.fault(40400, message));
            }
        }
    }
    Ok(Some(Bson::Document(out)))
}

pub fn to_array(call: &Call<'_>, values: &mut [Value]) -> Answer {
    match values[0].take() {
        Some(Bson::Document(fields)) => {
            let pairs = fields
                .into_iter()
                .map(|(name, value)| Bson::Document(bson::doc! { "k": name, "v": value }));
            Ok(Some(Bson::Array(pairs.collect())))
        }
        value if is_nullish(&value) => Ok(NULL),
        value => {
            let message =
                format!("$objectToArray requires a document input, found: {}", type_of(&value));
            Err(call.fault(40390, message))
        }
    }
}

pub fn from_array(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let elements = match values[0].take() {
        Some(Bson::Array(elements)) => elements,
        value if is_nullish(&value) => return Ok(NULL),
        value => {
            let message =
                format!("$arrayToObject requires an array input, found: {}", type_of(&value));
            return Err(call.fault(40386, message));
        }
    };
    let mut out = Document::new();
    for element in elements {
        let (name, value) = pair(call, element)?;
        out.insert(name, value);
    }
    Ok(Some(Bson::Document(out)))
}

fn pair(call: &Call<'_>, element: Bson) -> Result<(String, Bson), CommandError> {
    match element {
        Bson::Document(mut fields) => {
            if fields.len() != 2 {
                let message = format!(
                    "$arrayToObject requires an object keys of 'k' and 'v'. Found incorrect number of \
                     keys:{}",
                    fields.len()
                );
                return Err(call.fault(40392, message));
            }
            match (fields.remove("k"), fields.remove("v")) {
                (Some(Bson::String(name)), Some(value)) => Ok((name, value)),
                (Some(name), Some(_)) => {
                    let message = format!(
                        "$arrayToObject requires an object with keys 'k' and 'v', where the value of 'k' \
                         must be of type string. Found type: {}",
                        type_name(&name)
                    );
                    Err(call.fault(40394, message))
                }
                _ => {
                    let message = "$arrayToObject requires an object with keys 'k' and 'v'. Missing \
                                   either or both keys from: the object";
                    Err(call.fault(40393, message))
                }
            }
        }
        Bson::Array(mut parts) => {
            if parts.len() != 2 {
                let message = format!(
                    "$arrayToObject requires an array of size 2 arrays,found array of size: {}",
                    parts.len()
                );
                return Err(call.fault(40397, message));
            }
            let value = parts.remove(1);
            match parts.remove(0) {
                Bson::String(name) => Ok((name, value)),
                other => {
                    let message = format!(
                        "$arrayToObject requires an array of key-value pairs, where the key must be of \
                         type string. Found key type: {}",
                        type_name(&other)
                    );
                    Err(call.fault(40395, message))
                }
            }
        }
        other => {
            let message =
                format!("Unrecognised input type format for $arrayToObject: {}", type_name(&other));
            Err(call.fault(40398, message))
        }
    }
}

/// `$getField`: field, input.
pub fn field(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let Some(Bson::String(name)) = &values[0] else {
        let message = format!(
            "$getField requires 'field' to evaluate to type String, but got {}",
            type_of(&values[0])
        );
        return Err(call.fault(3_041_704, message));
    };
    let current = Some(Bson::Document(call.root.clone()));
    let input = if call.given[1] { &values[1] } else { &current };
    match input {
        Some(Bson::Document(fields)) => Ok(fields.get(name).cloned()),
        None => Ok(None),
        value if is_nullish(value) => Ok(NULL),
        _ => Ok(None),
    }
}

/// `$setField`: field, input, value; and `$unsetField`: field, input.
pub fn set_field(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let value = values.get_mut(2).and_then(Option::take);
    let Some(Bson::String(name)) = &values[0] else {
        let message = format!(
            "{} requires 'field' to evaluate to type String, but got {}",
            call.name,
            type_of(&values[0])
        );
        return Err(call.fault(4_161_107, message));
    };
    match &values[1] {
        Some(Bson::Document(fields)) => {
            let mut fields = fields.clone();
            match value {
                Some(value) => {
                    fields.insert(name.clone(), value);
                }
                None => {
                    fields.remove(name);
                }
            }
            Ok(Some(Bson::Document(fields)))
        }
        input if is_nullish(input) => Ok(NULL),
        input => {
            let message = format!(
                "{} requires 'input' to evaluate to type Object, but got {}",
                call.name,
                type_of(input)
            );
            Err(call.fault(4_161_105, message))
        }
    }
}

/// `$meta`: the score that the planner left in the document.
pub fn meta(call: &Call<'_>, values: &mut [Value]) -> Answer {
    match &values[0] {
        Some(Bson::String(kind)) if kind == "textScore" => Ok(call.root.get(TEXT_SCORE).cloned()),
        value => {
            let message = format!("Unsupported argument to $meta: {}", text(value));
            Err(call.fault(17308, message))
        }
    }
}
