//! The operators of an update: what each takes, what it does to a value, and what it makes where there is
//! none. (MongoDB manual, update operators.)

use bson::{Bson, DateTime, Document, Timestamp};

use super::{
    arithmetic::{self, Bits, Operation},
    pull::Pull,
    push::{self, Push},
};
use crate::lab::documents::{
    alias::type_name,
    error::{Code, CommandError},
    measure,
    number::Number,
    scope::Scope,
    shown::shown,
    value::compare,
};

/// One operator with its operand.
#[derive(Clone, Debug)]
pub enum Modifier {
    Set(Bson),
    SetOnInsert(Bson),
    Unset,
    Arithmetic(Operation, Bson),
    Min(Bson),
    Max(Bson),
    CurrentDate {
        timestamp: bool,
    },
    Bit(Vec<(Bits, Bson)>),
    Push(Push),
    AddToSet(Vec<Bson>),
    Pop {
        first: bool,
    },
    Pull(Pull),
    /// The field takes the value of the field that is named here.
    Rename {
        source: String,
    },
    /// The field that a `$rename` takes away.
    RenameSource,
}

/// What a modifier did to a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Nothing,
    Become(Bson),
    Remove,
}

/// What a modifier has around it.
pub struct Surroundings<'a> {
    pub scope: &'a Scope<'a>,
    /// The upsert makes a new document.
    pub is_insert: bool,
    /// How messages name the document: `_id: 1`, or `no id`.
    pub document: String,
    /// The values of the sources of `$rename`, by source.
    pub renamed: Vec<(String, Bson)>,
}

impl Modifier {
    /// Reads the operand that `operator` has for `path`.
    pub fn parse(
        operator: &str,
        path: &str,
        operand: &Bson,
        scope: &Scope<'_>,
    ) -> Result<Modifier, CommandError> {
        Ok(match operator {
            "$set" => Modifier::Set(operand.clone()),
            "$setOnInsert" => Modifier::SetOnInsert(operand.clone()),
            "$unset" => Modifier::Unset,
            "$inc" => arithmetic(Operation::Add, path, operand)?,
            "$mul" => arithmetic(Operation::Multiply, path, operand)?,
            "$min" => Modifier::Min(operand.clone()),
            "$max" => Modifier::Max(operand.clone()),
            "$currentDate" => current_date(operand)?,
            "$bit" => bit(path, operand)?,
            "$push" => Modifier::Push(Push::parse(operand)?),
            "$addToSet" => Modifier::AddToSet(push::parse_set(operand)?),
            "$pop" => pop(path, operand)?,
            "$pull" => Modifier::Pull(Pull::parse(operand, scope)?),
            "$pullAll" => Modifier::Pull(Pull::parse_all(operand)?),
            "$rename" => rename(path, operand)?,
            other => {
                return Err(CommandError::new(
                    Code::FailedToParse,
                    format!(
                        "Unknown modifier: {other}. Expected a valid update modifier or pipeline-style update specified as an array"
                    ),
                ));
            }
        })
    }

    /// Whether it makes the field, and the documents above it, where they are missing.
    pub fn makes_paths(&self, around: &Surroundings<'_>) -> bool {
        match self {
            Modifier::SetOnInsert(_) => around.is_insert,
            Modifier::Rename { source } => around.renamed.iter().any(|(name, _)| name == source),
            Modifier::Unset | Modifier::Pop { .. } | Modifier::Pull(_) | Modifier::RenameSource => {
                false
            }
            Modifier::Set(_)
            | Modifier::Arithmetic(..)
            | Modifier::Min(_)
            | Modifier::Max(_)
            | Modifier::CurrentDate { .. }
            | Modifier::Bit(_)
            | Modifier::Push(_)
            | Modifier::AddToSet(_) => true,
        }
    }

    /// Whether a path that leads through a plain value is an error, though nothing would be made.
    pub fn minds_paths(&self) -> bool {
        matches!(self, Modifier::Pop { .. } | Modifier::Pull(_))
    }

    /// What becomes of the value `old` at `path`.
    pub fn apply(
        &self,
        old: &Bson,
        path: &str,
        around: &Surroundings<'_>,
    ) -> Result<Effect, CommandError> {
        let collation = around.scope.collation;
        let effect = match self {
            Modifier::Set(value) => become_other(old, value.clone()),
            Modifier::SetOnInsert(value) if around.is_insert => become_other(old, value.clone()),
            Modifier::Unset => Effect::Remove,
            Modifier::Arithmetic(operation, operand) => {
                let field = path.rsplit('.').next().unwrap_or(path);
                become_other(
                    old,
                    arithmetic::changed(*operation, old, operand, field, &around.document)?,
                )
            }
            Modifier::Min(value) if compare(value, old, collation).is_lt() => {
                Effect::Become(value.clone())
            }
            Modifier::Max(value) if compare(value, old, collation).is_gt() => {
                Effect::Become(value.clone())
            }
            Modifier::SetOnInsert(_)
            | Modifier::RenameSource
            | Modifier::Min(_)
            | Modifier::Max(_) => Effect::Nothing,
            Modifier::CurrentDate { timestamp } => Effect::Become(now(*timestamp, around)),
            Modifier::Bit(operations) => {
                become_other(old, arithmetic::masked(old, operations, path, &around.document)?)
            }
            Modifier::Push(push) => {
                let mut items = array(old, || not_pushable(old, path, around))?.clone();
                become_if(push.apply(&mut items, collation), items)
            }
            Modifier::AddToSet(values) => {
                let mut items = array(old, || not_a_set(old, path))?.clone();
                become_if(push::add_to_set(&mut items, values, collation), items)
            }
            Modifier::Pop { first } => {
                let mut items = array(old, || not_poppable(old, path))?.clone();
                let changed = !items.is_empty();
                if *first && changed {
                    items.remove(0);
                } else {
                    items.pop();
                }
                become_if(changed, items)
            }
            Modifier::Pull(pull) => {
                let mut items = array(old, Pull::not_an_array)?.clone();
                become_if(pull.apply(&mut items, around.scope)?, items)
            }
            Modifier::Rename { source } => match value_of(source, around) {
                Some(value) => become_other(old, value.clone()),
                None => Effect::Nothing,
            },
        };
        Ok(effect)
    }

    /// What stands at `path` afterwards, where nothing was. Asked only of a modifier that makes paths.
    pub fn fresh(
        &self,
        path: &str,
        around: &Surroundings<'_>,
    ) -> Result<Option<Bson>, CommandError> {
        let collation = around.scope.collation;
        Ok(match self {
            Modifier::Set(value)
            | Modifier::SetOnInsert(value)
            | Modifier::Min(value)
            | Modifier::Max(value) => Some(value.clone()),
            Modifier::Arithmetic(operation, operand) => {
                Some(arithmetic::fresh(*operation, operand))
            }
            Modifier::CurrentDate { timestamp } => Some(now(*timestamp, around)),
            Modifier::Bit(operations) => {
                Some(arithmetic::masked(&Bson::Int32(0), operations, path, &around.document)?)
            }
            Modifier::Push(push) => {
                let mut items = Vec::new();
                push.apply(&mut items, collation);
                Some(Bson::Array(items))
            }
            Modifier::AddToSet(values) => {
                let mut items = Vec::new();
                push::add_to_set(&mut items, values, collation);
                Some(Bson::Array(items))
            }
            Modifier::Rename { source } => value_of(source, around).cloned(),
            Modifier::Unset | Modifier::Pop { .. } | Modifier::Pull(_) | Modifier::RenameSource => {
                None
            }
        })
    }
}

fn arithmetic(operation: Operation, path: &str, operand: &Bson) -> Result<Modifier, CommandError> {
    arithmetic::check_operand(operation, path, operand)?;
    Ok(Modifier::Arithmetic(operation, operand.clone()))
}

fn current_date(operand: &Bson) -> Result<Modifier, CommandError> {
    match operand {
        Bson::Boolean(_) => Ok(Modifier::CurrentDate { timestamp: false }),
        Bson::Document(options) => {
            if let Some((name, _)) = options.iter().find(|(name, _)| *name != "$type") {
                return Err(bad(format!("Unrecognized $currentDate option: {name}")));
            }
            match options.get("$type") {
                Some(Bson::String(kind)) if kind == "date" => {
                    Ok(Modifier::CurrentDate { timestamp: false })
                }
                Some(Bson::String(kind)) if kind == "timestamp" => {
                    Ok(Modifier::CurrentDate { timestamp: true })
                }
                _ => Err(bad(
                    "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
                )),
            }
        }
        other => Err(bad(format!(
            "{} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({{$type: 'timestamp/date'}}).",
            type_name(other)
        ))),
    }
}

fn bit(path: &str, operand: &Bson) -> Result<Modifier, CommandError> {
    let Bson::Document(operations) = operand else {
        return Err(bad(format!(
            "The $bit modifier is not compatible with a {}. You must pass in an embedded document: {{$bit: {{field: {{and/or/xor: #}}}}",
            type_name(operand)
        )));
    };
    if operations.is_empty() {
        return Err(bad(format!(
            "You must pass in at least one bitwise operation. The format is: {{$bit: {{field: {{and/or/xor: #}}}}; the field is '{path}'"
        )));
    }
    let mut parsed = Vec::new();
    for (name, mask) in operations {
        let bits = match name.as_str() {
            "and" => Bits::And,
            "or" => Bits::Or,
            "xor" => Bits::Xor,
            other => {
                return Err(bad(format!(
                    "The $bit modifier only supports 'and', 'or', and 'xor', not '{other}' which is an unknown operator: {{{other}: {}}}",
                    shown(mask)
                )));
            }
        };
        if !matches!(mask, Bson::Int32(_) | Bson::Int64(_)) {
            return Err(bad(format!(
                "The $bit modifier field must be an Integer(32/64 bit); a '{}' is not supported here: {{{name}: {}}}",
                type_name(mask),
                shown(mask)
            )));
        }
        parsed.push((bits, mask.clone()));
    }
    Ok(Modifier::Bit(parsed))
}

fn pop(path: &str, operand: &Bson) -> Result<Modifier, CommandError> {
    if Number::of(operand).is_none() {
        return Err(CommandError::new(
            Code::FailedToParse,
            format!("Expected a number in: {path}: {}", shown(operand)),
        ));
    }
    match push::whole(operand) {
        Some(1) => Ok(Modifier::Pop { first: false }),
        Some(-1) => Ok(Modifier::Pop { first: true }),
        Some(other) => Err(CommandError::new(
            Code::FailedToParse,
            format!("$pop expects 1 or -1, found: {other}"),
        )),
        None => Err(CommandError::new(
            Code::FailedToParse,
            format!("Expected an integer: {path}: {}", shown(operand)),
        )),
    }
}

fn rename(path: &str, operand: &Bson) -> Result<Modifier, CommandError> {
    let shown_pair = format!("{path}: {}", shown(operand));
    let Bson::String(target) = operand else {
        return Err(bad(format!("The 'to' field for $rename must be a string: {shown_pair}")));
    };
    if target.contains('\0') {
        return Err(bad("The 'to' field for $rename cannot contain an embedded null byte"));
    }
    if target == path {
        return Err(bad(format!(
            "The source and target field for $rename must differ: {shown_pair}"
        )));
    }
    if is_under(target, path) || is_under(path, target) {
        return Err(bad(format!(
            "The source and target field for $rename must not be on the same path: {shown_pair}"
        )));
    }
    if is_dynamic(path) {
        return Err(bad(format!("The source field for $rename may not be dynamic: {path}")));
    }
    if is_dynamic(target) {
        return Err(bad(format!("The destination field for $rename may not be dynamic: {target}")));
    }
    Ok(Modifier::Rename { source: path.to_owned() })
}

fn is_under(path: &str, parent: &str) -> bool {
    path.strip_prefix(parent).is_some_and(|rest| rest.starts_with('.'))
}

fn is_dynamic(path: &str) -> bool {
    path.split('.').any(|part| part == "$" || part.starts_with("$["))
}

fn become_other(old: &Bson, value: Bson) -> Effect {
    if measure::is_same(old, &value) { Effect::Nothing } else { Effect::Become(value) }
}

fn become_if(changed: bool, items: Vec<Bson>) -> Effect {
    if changed { Effect::Become(Bson::Array(items)) } else { Effect::Nothing }
}

fn now(timestamp: bool, around: &Surroundings<'_>) -> Bson {
    let millis = around.scope.world.now_ms();
    if timestamp {
        let time = u32::try_from(millis / 1000).unwrap_or(0);
        Bson::Timestamp(Timestamp { time, increment: 1 })
    } else {
        Bson::DateTime(DateTime::from_millis(millis))
    }
}

fn value_of<'a>(source: &str, around: &'a Surroundings<'_>) -> Option<&'a Bson> {
    around.renamed.iter().find(|(name, _)| name == source).map(|(_, value)| value)
}

fn array(value: &Bson, refused: impl FnOnce() -> CommandError) -> Result<&Vec<Bson>, CommandError> {
    value.as_array().ok_or_else(refused)
}

fn not_pushable(old: &Bson, path: &str, around: &Surroundings<'_>) -> CommandError {
    bad(format!(
        "The field '{path}' must be an array but is of type {} in document {{{}}}",
        type_name(old),
        around.document
    ))
}

fn not_a_set(old: &Bson, path: &str) -> CommandError {
    bad(format!(
        "Cannot apply $addToSet to non-array field. Field named '{}' has non-array type {}",
        path.rsplit('.').next().unwrap_or(path),
        type_name(old)
    ))
}

fn not_poppable(old: &Bson, path: &str) -> CommandError {
    CommandError::new(
        Code::TypeMismatch,
        format!("Path '{path}' contains an element of non-array type '{}'", type_name(old)),
    )
}

fn bad(message: impl Into<String>) -> CommandError {
    CommandError::new(Code::BadValue, message)
}

/// The names of fields of an operator's operand, refused where it is no document.
pub fn fields<'a>(operator: &str, operand: &'a Bson) -> Result<&'a Document, CommandError> {
    operand.as_document().ok_or_else(|| {
        CommandError::new(
            Code::FailedToParse,
            format!(
                "Modifiers operate on fields but we found type {} instead. For example: {{$mod: {{<field>: ...}}}} not {{{operator}: {}}}",
                type_name(operand),
                shown(operand)
            ),
        )
    })
}
