//! How an operator takes its operands, and the function behind it.

use crate::lab::documents::{
    error::CommandError,
    expression::{Call, Value},
};

/// Computes an operator from its operands, which it may take.
pub type Function = fn(&Call<'_>, &mut [Value]) -> Result<Value, CommandError>;

/// An operator: its name, its operands, its function.
#[derive(Debug)]
pub struct Signature {
    pub name: &'static str,
    pub form: Form,
    pub function: Function,
}

/// What an operator takes.
#[derive(Debug)]
pub enum Form {
    /// A list of between so many and so many operands; one alone may stand without the list.
    List { least: usize, most: usize },
    /// A document of named operands, in this order.
    Named(Named),
    /// A document of named operands, or the first operand alone.
    NamedOrFirst(Named),
}

/// Named operands, the required ones first; and MongoDB's numbers for an unknown and for a missing one.
#[derive(Debug)]
pub struct Named {
    pub required: &'static [&'static str],
    pub optional: &'static [&'static str],
    pub unknown: u32,
    pub missing: u32,
}

/// A list of exactly so many operands.
pub const fn exactly(count: usize) -> Form {
    Form::List { least: count, most: count }
}

/// A list of any length.
pub const ANY: Form = Form::List { least: 0, most: usize::MAX };
