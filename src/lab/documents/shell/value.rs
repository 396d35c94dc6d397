//! The values that a script handles: JavaScript's, BSON's other types, and mongosh's own objects.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use bson::{Bson, Document};

use super::{
    cursor::Cursor,
    failure::{Failure, Kind},
    syntax::Arrow,
};

/// Levels of a value that becomes BSON; MongoDB refuses deeper documents too.
const VALUE_LEVELS_MAX: usize = 200;
/// Bytes of a value that becomes BSON: as much as a message to a server holds.
const VALUE_BYTES_MAX: usize = 48_000_000;

/// Lists and records never change once they are made, so that a copy costs nothing and no value can
/// hold itself.
#[derive(Clone, Debug)]
pub enum Value {
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(Rc<str>),
    List(Rc<Vec<Value>>),
    Record(Rc<Record>),
    /// A type of BSON that JavaScript has no literal for (and dates and regular expressions).
    Bson(Rc<Bson>),
    Arrow(Rc<Arrow>),
    /// A function that mongosh brings along, by its name.
    Builtin(&'static str),
    Database(Rc<str>),
    Collection(Rc<Namespace>),
    Cursor(Rc<RefCell<Cursor>>),
    /// `db.c.explain(..)`: what is called on it is explained.
    Explainable(Rc<Namespace>, Rc<str>),
}

/// A collection's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Namespace {
    pub database: Rc<str>,
    pub collection: Rc<str>,
}

/// An object's fields in the order that JavaScript keeps them.
#[derive(Clone, Debug, Default)]
pub struct Record {
    fields: Vec<(Rc<str>, Value)>,
    /// Whether a server sent it; mongosh lays such values out by rules of their own.
    pub is_served: bool,
}

impl Record {
    /// The object with `fields`: of two with one name the later value counts, and names that are
    /// whole numbers come first, as in JavaScript.
    pub fn new(fields: impl IntoIterator<Item = (Rc<str>, Value)>) -> Record {
        let mut places: HashMap<Rc<str>, usize> = HashMap::new();
        let mut kept: Vec<(Rc<str>, Value)> = Vec::new();
        for (name, value) in fields {
            if let Some(&place) = places.get(&name) {
                kept[place].1 = value;
            } else {
                places.insert(Rc::clone(&name), kept.len());
                kept.push((name, value));
            }
        }
        if kept.iter().any(|(name, _)| whole_number(name).is_some()) {
            kept.sort_by_key(|(name, _)| whole_number(name).unwrap_or(u32::MAX));
        }
        Record { fields: kept, is_served: false }
    }

    pub fn field(&self, name: &str) -> Option<&Value> {
        self.fields.iter().find(|(own, _)| &**own == name).map(|(_, value)| value)
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Rc<str>, &Value)> {
        self.fields.iter().map(|(name, value)| (name, value))
    }
}

fn whole_number(name: &str) -> Option<u32> {
    let plain = name == "0" || !name.starts_with('0');
    let digits = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    if plain && digits { name.parse().ok().filter(|&number| number != u32::MAX) } else { None }
}

impl Value {
    pub fn text(text: impl AsRef<str>) -> Value {
        Value::Text(Rc::from(text.as_ref()))
    }

    pub fn list(values: Vec<Value>) -> Value {
        Value::List(Rc::new(values))
    }

    pub fn record<'a>(fields: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
        let fields = fields.into_iter().map(|(name, value)| (Rc::from(name), value));
        Value::Record(Rc::new(Record::new(fields)))
    }

    pub fn bson(value: impl Into<Bson>) -> Value {
        Value::from_bson(value.into())
    }

    /// BSON as JavaScript has it. Numbers of 32 bits and doubles become JavaScript's, as the driver
    /// of mongosh does it; of longs it keeps the type.
    pub fn from_bson(value: Bson) -> Value {
        Value::converted(value, false)
    }

    pub fn from_document(document: Document) -> Value {
        Value::converted(Bson::Document(document), false)
    }

    /// A value that a server sent.
    pub fn served(value: impl Into<Bson>) -> Value {
        Value::converted(value.into(), true)
    }

    fn converted(value: Bson, is_served: bool) -> Value {
        match value {
            Bson::Undefined => Value::Undefined,
            Bson::Null => Value::Null,
            Bson::Boolean(value) => Value::Bool(value),
            Bson::Int32(number) => Value::Number(f64::from(number)),
            Bson::Double(number) => Value::Number(number),
            Bson::String(text) => Value::text(text),
            Bson::Array(values) => {
                let values = values.into_iter().map(|value| Value::converted(value, is_served));
                Value::list(values.collect())
            }
            Bson::Document(document) => {
                let fields = document.into_iter().map(|(name, value)| {
                    (Rc::from(name.as_str()), Value::converted(value, is_served))
                });
                Value::Record(Rc::new(Record { is_served, ..Record::new(fields) }))
            }
            other => Value::Bson(Rc::new(other)),
        }
    }

    /// The value as a command carries it. (A whole number that fits 32 bits is an int, any other is a
    /// double: the BSON library of mongosh.)
    pub fn to_bson(&self) -> Result<Bson, Failure> {
        self.encoded(0, &mut 0)
    }

    fn encoded(&self, level: usize, bytes: &mut usize) -> Result<Bson, Failure> {
        *bytes += 8;
        if level > VALUE_LEVELS_MAX {
            let message = format!("a value of more than {VALUE_LEVELS_MAX} levels");
            return Err(Failure::new(Kind::Limit, message));
        }
        if *bytes > VALUE_BYTES_MAX {
            let message = format!("a value of more than {VALUE_BYTES_MAX} bytes");
            return Err(Failure::new(Kind::Limit, message));
        }
        Ok(match self {
            // The driver sends undefined as null.
            Value::Undefined | Value::Null => Bson::Null,
            Value::Bool(value) => Bson::Boolean(*value),
            Value::Number(number) => number_to_bson(*number),
            Value::Text(text) => {
                *bytes += text.len();
                Bson::String(text.to_string())
            }
            Value::List(values) => Bson::Array(
                values
                    .iter()
                    .map(|value| value.encoded(level + 1, bytes))
                    .collect::<Result<_, _>>()?,
            ),
            Value::Record(record) => {
                let mut document = Document::new();
                for (name, value) in record.iter() {
                    *bytes += name.len();
                    document.insert(&**name, value.encoded(level + 1, bytes)?);
                }
                Bson::Document(document)
            }
            Value::Bson(value) => {
                if let Bson::Binary(binary) = &**value {
                    *bytes += binary.bytes.len();
                }
                sent(value)
            }
            Value::Arrow(_) | Value::Builtin(_) => {
                let message = "a function cannot be part of a document";
                return Err(Failure::new(Kind::Bson, message)
                    .hint("a document holds data only; write the value that the function gives"));
            }
            Value::Cursor(_) => {
                let message = "a cursor cannot be part of a document";
                return Err(Failure::new(Kind::Bson, message).hint("call `.toArray()` on it first"));
            }
            Value::Database(_) | Value::Collection(_) | Value::Explainable(..) => {
                let message = "a database or collection cannot be part of a document";
                return Err(Failure::new(Kind::Bson, message).hint("write its name as a string"));
            }
        })
    }

    /// Steps that work on the whole value takes, roughly.
    pub fn steps(&self) -> usize {
        const BYTES_A_STEP: usize = 16;
        match self {
            Value::List(values) => values.len(),
            Value::Record(record) => record.fields.len(),
            Value::Text(text) => text.len() / BYTES_A_STEP,
            Value::Undefined
            | Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Bson(_)
            | Value::Arrow(_)
            | Value::Builtin(_)
            | Value::Database(_)
            | Value::Collection(_)
            | Value::Cursor(_)
            | Value::Explainable(..) => 1,
        }
    }

    /// What JavaScript's `typeof` says.
    pub fn type_name(&self) -> &'static str {
        match self {
            Value::Undefined => "undefined",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::Text(_) => "string",
            Value::Arrow(_) | Value::Builtin(_) => "function",
            Value::Null
            | Value::List(_)
            | Value::Record(_)
            | Value::Bson(_)
            | Value::Database(_)
            | Value::Collection(_)
            | Value::Cursor(_)
            | Value::Explainable(..) => "object",
        }
    }

    /// Whether a condition takes the value for true.
    pub fn is_truthy(&self) -> bool {
        match self {
            Value::Undefined | Value::Null => false,
            Value::Bool(value) => *value,
            Value::Number(number) => *number != 0.0 && !number.is_nan(),
            Value::Text(text) => !text.is_empty(),
            Value::List(_)
            | Value::Record(_)
            | Value::Bson(_)
            | Value::Arrow(_)
            | Value::Builtin(_)
            | Value::Database(_)
            | Value::Collection(_)
            | Value::Cursor(_)
            | Value::Explainable(..) => true,
        }
    }

    pub fn is_nullish(&self) -> bool {
        matches!(self, Value::Undefined | Value::Null)
    }

    /// The value as a number, as JavaScript's arithmetic takes it; NaN for what has none.
    pub fn to_number(&self) -> f64 {
        match self {
            Value::Null => 0.0,
            Value::Bool(value) => f64::from(u8::from(*value)),
            Value::Number(number) => *number,
            Value::Text(text) => text_to_number(text),
            Value::Bson(value) => bson_to_number(value),
            Value::Undefined
            | Value::List(_)
            | Value::Record(_)
            | Value::Arrow(_)
            | Value::Builtin(_)
            | Value::Database(_)
            | Value::Collection(_)
            | Value::Cursor(_)
            | Value::Explainable(..) => f64::NAN,
        }
    }

    /// `===` of JavaScript: two objects are the same only if they are one.
    pub fn is_same(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Undefined, Value::Undefined) | (Value::Null, Value::Null) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            #[expect(clippy::float_cmp, reason = "JavaScript compares numbers exactly")]
            (Value::Number(a), Value::Number(b)) => a == b,
            (Value::Text(a), Value::Text(b)) | (Value::Database(a), Value::Database(b)) => a == b,
            (Value::List(a), Value::List(b)) => Rc::ptr_eq(a, b),
            (Value::Record(a), Value::Record(b)) => Rc::ptr_eq(a, b),
            (Value::Bson(a), Value::Bson(b)) => Rc::ptr_eq(a, b),
            (Value::Cursor(a), Value::Cursor(b)) => Rc::ptr_eq(a, b),
            (Value::Collection(a), Value::Collection(b)) => a == b,
            (Value::Builtin(a), Value::Builtin(b)) => a == b,
            _ => false,
        }
    }
}

/// The value as the driver sends it: of a regular expression's flags those that MongoDB knows.
fn sent(value: &Bson) -> Bson {
    let mut value = value.clone();
    if let Bson::RegularExpression(regex) = &mut value {
        let options: String =
            regex.options.as_str().chars().filter(|flag| "imsx".contains(*flag)).collect();
        if let Ok(options) = options.try_into() {
            regex.options = options;
        }
    }
    value
}

/// The number as BSON.
pub fn number_to_bson(number: f64) -> Bson {
    let fits = number.fract() == 0.0
        && number >= f64::from(i32::MIN)
        && number <= f64::from(i32::MAX)
        && !(number == 0.0 && number.is_sign_negative());
    #[expect(clippy::cast_possible_truncation, reason = "the line above has looked")]
    if fits { Bson::Int32(number as i32) } else { Bson::Double(number) }
}

#[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers are doubles")]
fn bson_to_number(value: &Bson) -> f64 {
    match value {
        Bson::Int32(number) => f64::from(*number),
        Bson::Int64(number) => *number as f64,
        Bson::Double(number) => *number,
        Bson::Decimal128(number) => text_to_number(&number.to_string()),
        Bson::DateTime(date) => date.timestamp_millis() as f64,
        _ => f64::NAN,
    }
}

fn text_to_number(text: &str) -> f64 {
    let text = text.trim();
    match text {
        "" => 0.0,
        "Infinity" | "+Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        _ if text.chars().any(|ch| ch.is_alphabetic() && !matches!(ch, 'e' | 'E')) => f64::NAN,
        _ => text.parse().unwrap_or(f64::NAN),
    }
}
