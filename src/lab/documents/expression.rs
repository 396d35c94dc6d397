//! Aggregation expressions: values computed from a document. (MongoDB manual, Aggregation Operators.)

mod arithmetic;
mod arrays;
mod calendar;
mod compare;
mod conversion;
mod dates;
mod form;
mod forms;
mod names;
mod objects;
mod parse;
mod sets;
mod statistics;
mod strings;
mod table;
mod zone;

use bson::{Bson, Document};

use crate::lab::documents::{
    error::{Code, CommandError},
    scope::Scope,
    sort::Sort,
    value::{is_too_deep, is_truthy, weigh},
};

use form::Signature;
pub use names::{check_path, check_variable};

/// A value, or nothing where a field is missing.
pub type Value = Option<Bson>;

/// Levels of expressions inside expressions.
pub const EXPRESSION_DEPTH_MAX: usize = 100;
/// Bytes of one value that an expression may build. (A document's limit in MongoDB.)
pub const BUILT_BYTES_MAX: usize = 16 << 20;

/// An expression, read once and computed for each document.
#[derive(Clone, Debug)]
pub enum Expression {
    Literal(Bson),
    /// `$a.b`, of the document or of a variable.
    Field {
        variable: Variable,
        parts: Vec<String>,
    },
    Object(Vec<(String, Expression)>),
    Array(Vec<Expression>),
    /// An operator whose operands are all computed; `None` is a named operand that was not given.
    Call {
        signature: &'static Signature,
        operands: Vec<Option<Expression>>,
    },
    And(Vec<Expression>),
    Or(Vec<Expression>),
    Condition {
        when: Box<Expression>,
        then: Box<Expression>,
        otherwise: Box<Expression>,
    },
    IfNull(Vec<Expression>),
    Switch {
        branches: Vec<(Expression, Expression)>,
        otherwise: Option<Box<Expression>>,
    },
    Let {
        variables: Vec<(String, Expression)>,
        result: Box<Expression>,
    },
    Map {
        input: Box<Expression>,
        name: String,
        result: Box<Expression>,
    },
    Filter {
        input: Box<Expression>,
        name: String,
        test: Box<Expression>,
        limit: Option<Box<Expression>>,
    },
    Reduce {
        input: Box<Expression>,
        start: Box<Expression>,
        result: Box<Expression>,
    },
    SortArray {
        input: Box<Expression>,
        by: ArrayOrder,
    },
}

/// Whose field a path is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Variable {
    Root,
    Remove,
    Now,
    Named(String),
}

/// How `$sortArray` sorts: whole elements, or documents by their fields.
#[derive(Clone, Debug)]
pub enum ArrayOrder {
    Whole { descending: bool },
    Fields(Sort),
}

/// What an expression is computed in: a document, and the variables around it.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    pub scope: &'a Scope<'a>,
    pub root: &'a Document,
    bindings: Option<&'a Binding<'a>>,
}

struct Binding<'a> {
    name: &'a str,
    value: Value,
    outer: Option<&'a Binding<'a>>,
}

impl<'a> Frame<'a> {
    pub fn new(scope: &'a Scope<'a>, root: &'a Document) -> Frame<'a> {
        Frame { scope, root, bindings: None }
    }

    fn with(&self, binding: &'a Binding<'a>) -> Frame<'a> {
        Frame { scope: self.scope, root: self.root, bindings: Some(binding) }
    }

    fn named(&self, name: &str) -> Option<&'a Bson> {
        let mut next = self.bindings;
        while let Some(binding) = next {
            if binding.name == name {
                return binding.value.as_ref();
            }
            next = binding.outer;
        }
        self.scope.variable(name).and_then(Option::as_ref)
    }
}

impl Expression {
    /// Reads an expression whose variables are those of `scope`.
    pub fn parse(value: &Bson, scope: &Scope<'_>) -> Result<Expression, CommandError> {
        Expression::parse_with(value, scope, &[])
    }

    /// Reads an expression that may also use variables of these names.
    pub fn parse_with(
        value: &Bson,
        scope: &Scope<'_>,
        names: &[&str],
    ) -> Result<Expression, CommandError> {
        parse::expression(value, scope, names)
    }

    /// Computes the value for a document.
    pub fn evaluate(&self, document: &Document, scope: &Scope<'_>) -> Result<Value, CommandError> {
        self.value(&Frame::new(scope, document))
    }

    /// Computes the value for a document with these variables around it.
    pub fn evaluate_with(
        &self,
        document: &Document,
        scope: &Scope<'_>,
        variables: &[(&str, Value)],
    ) -> Result<Value, CommandError> {
        fn bind(
            expression: &Expression,
            frame: &Frame<'_>,
            variables: &[(&str, Value)],
        ) -> Result<Value, CommandError> {
            let Some(((name, value), rest)) = variables.split_first() else {
                return expression.value(frame);
            };
            let binding = Binding { name, value: value.clone(), outer: frame.bindings };
            bind(expression, &frame.with(&binding), rest)
        }
        bind(self, &Frame::new(scope, document), variables)
    }

    /// Whether a document meets this expression as a condition.
    pub fn is_true(&self, document: &Document, scope: &Scope<'_>) -> Result<bool, CommandError> {
        Ok(truth(&self.evaluate(document, scope)?))
    }

    fn value(&self, frame: &Frame<'_>) -> Result<Value, CommandError> {
        frame.scope.step()?;
        match self {
            Expression::Literal(value) => Ok(Some(value.clone())),
            Expression::Field { variable, parts } => Ok(field(variable, parts, frame)),
            Expression::Object(fields) => object(fields, frame),
            Expression::Array(parts) => array(parts, frame),
            Expression::Call { signature, operands } => {
                let values: Result<Vec<Value>, CommandError> = operands
                    .iter()
                    .map(|operand| match operand {
                        Some(operand) => operand.value(frame),
                        None => Ok(None),
                    })
                    .collect();
                let given = operands.iter().map(Option::is_some).collect();
                let call =
                    Call { name: signature.name, scope: frame.scope, root: frame.root, given };
                let value = (signature.function)(&call, &mut values?)?;
                checked(value)
            }
            Expression::And(parts) => {
                for part in parts {
                    if !truth(&part.value(frame)?) {
                        return Ok(Some(Bson::Boolean(false)));
                    }
                }
                Ok(Some(Bson::Boolean(true)))
            }
            Expression::Or(parts) => {
                for part in parts {
                    if truth(&part.value(frame)?) {
                        return Ok(Some(Bson::Boolean(true)));
                    }
                }
                Ok(Some(Bson::Boolean(false)))
            }
            Expression::Condition { when, then, otherwise } => {
                if truth(&when.value(frame)?) {
                    then.value(frame)
                } else {
                    otherwise.value(frame)
                }
            }
            Expression::IfNull(parts) => forms::if_null(parts, frame),
            Expression::Switch { branches, otherwise } => {
                forms::switch(branches, otherwise.as_deref(), frame)
            }
            Expression::Let { variables, result } => forms::let_in(variables, result, frame, frame),
            Expression::Map { input, name, result } => forms::map(input, name, result, frame),
            Expression::Filter { input, name, test, limit } => {
                forms::filter(input, name, test, limit.as_deref(), frame)
            }
            Expression::Reduce { input, start, result } => {
                forms::reduce(input, start, result, frame)
            }
            Expression::SortArray { input, by } => forms::sort_array(input, by, frame),
        }
    }
}

/// What a function is told beside its operands.
pub struct Call<'a> {
    /// The operator, as messages name it.
    pub name: &'static str,
    pub scope: &'a Scope<'a>,
    pub root: &'a Document,
    /// Which operands were written, since a missing field is not an operand left out.
    pub given: Vec<bool>,
}

impl Call<'_> {
    /// A refusal with a number of its own.
    #[expect(clippy::unused_self, reason = "a refusal is one of the call, whatever it says")]
    pub fn fault(&self, code: u32, message: impl Into<String>) -> CommandError {
        CommandError::new(Code::Location(code), message)
    }
}

/// Whether a value counts as true in a condition; a missing one does not.
pub fn truth(value: &Value) -> bool {
    value.as_ref().is_some_and(is_truthy)
}

/// Whether a value is missing, null or undefined, for which most operators answer null.
pub fn is_nullish(value: &Value) -> bool {
    matches!(value, None | Some(Bson::Null | Bson::Undefined))
}

/// The name of a value's type in messages.
pub fn type_of(value: &Value) -> &'static str {
    value.as_ref().map_or("missing", crate::lab::documents::value::type_name)
}

/// The value at a path through a document as expressions see it: arrays on the way give an array of what
/// their documents have, and numbers are names.
pub fn value_at(document: &Document, parts: &[String]) -> Value {
    let (first, rest) = parts.split_first()?;
    value_in(document.get(first)?, rest)
}

fn value_in(value: &Bson, rest: &[String]) -> Value {
    if rest.is_empty() {
        return Some(value.clone());
    }
    match value {
        Bson::Document(inner) => value_at(inner, rest),
        Bson::Array(array) => {
            let values = array.iter().filter_map(|value| match value {
                Bson::Document(inner) => value_at(inner, rest),
                _ => None,
            });
            Some(Bson::Array(values.collect()))
        }
        _ => None,
    }
}

fn field(variable: &Variable, parts: &[String], frame: &Frame<'_>) -> Value {
    match variable {
        Variable::Root if parts.is_empty() => Some(Bson::Document(frame.root.clone())),
        Variable::Root => value_at(frame.root, parts),
        Variable::Now if parts.is_empty() => Some(Bson::DateTime(frame.scope.now)),
        Variable::Remove | Variable::Now => None,
        Variable::Named(name) => value_in(frame.named(name)?, parts),
    }
}

fn object(fields: &[(String, Expression)], frame: &Frame<'_>) -> Result<Value, CommandError> {
    let mut out = Document::new();
    let mut bytes = 0;
    for (name, expression) in fields {
        if let Some(value) = expression.value(frame)? {
            bytes += weigh(&value) + name.len();
            check_bytes(bytes)?;
            out.insert(name.clone(), value);
        }
    }
    Ok(Some(Bson::Document(out)))
}

/// In an array a missing value is null.
fn array(parts: &[Expression], frame: &Frame<'_>) -> Result<Value, CommandError> {
    let mut out = Vec::with_capacity(parts.len());
    let mut bytes = 0;
    for part in parts {
        let value = part.value(frame)?.unwrap_or(Bson::Null);
        bytes += weigh(&value);
        check_bytes(bytes)?;
        out.push(value);
    }
    Ok(Some(Bson::Array(out)))
}

/// A value that an operator built, if it is not larger or deeper than a document may be.
fn checked(value: Value) -> Result<Value, CommandError> {
    if let Some(built @ (Bson::Array(_) | Bson::Document(_) | Bson::String(_))) = &value {
        check_bytes(weigh(built))?;
        if is_too_deep(built) {
            return Err(CommandError::new(
                Code::Overflow,
                "cannot build a value that is nested this deep",
            ));
        }
    }
    Ok(value)
}

fn check_bytes(bytes: usize) -> Result<(), CommandError> {
    if bytes > BUILT_BYTES_MAX {
        let message = format!("an expression may build a value of {BUILT_BYTES_MAX} bytes at most");
        return Err(CommandError::new(Code::ExceededMemoryLimit, message));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
