//! A command as it came in: its fields by type, refused in MongoDB's words.

use std::rc::Rc;

use bson::{Bson, Document};

use crate::lab::documents::{
    alias::type_name,
    collation::Collation,
    error::{Code, CommandError},
    namespace::{Namespace, check_database},
    number::Number,
    value::is_truthy,
};

/// Operations of one write command. (MongoDB manual, limits: write command batch limit size.)
const BATCH_MAX: usize = 100_000;

/// Fields that any command may have and that mean nothing to one server without sessions.
const COMMON_FIELDS: [&str; 18] = [
    "$db",
    "lsid",
    "$clusterTime",
    "$readPreference",
    "readConcern",
    "writeConcern",
    "maxTimeMS",
    "comment",
    "apiVersion",
    "apiStrict",
    "apiDeprecationErrors",
    "$audit",
    "$client",
    "$configServerState",
    "mayBypassWriteBlocking",
    "maxTimeMSOpOnly",
    "txnNumber",
    "serialization",
];

/// One command, or one statement inside a command.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// What messages call it: `find`, `update.updates`.
    pub name: &'a str,
    pub document: &'a Document,
    pub database: &'a str,
}

impl<'a> Request<'a> {
    /// Reads the name and the database.
    pub fn parse(document: &'a Document) -> Result<Request<'a>, CommandError> {
        let Some(name) = document.keys().next() else {
            return Err(CommandError::new(Code::CommandNotFound, "no such command: ''"));
        };
        let database = match document.get("$db") {
            Some(Bson::String(database)) => database,
            Some(other) => {
                return Err(CommandError::new(
                    Code::TypeMismatch,
                    format!(
                        "BSON field '{name}.$db' is the wrong type '{}', expected type 'string'",
                        type_name(other)
                    ),
                ));
            }
            None => {
                return Err(CommandError::new(
                    Code::Location(40571),
                    "OP_MSG requests require a $db argument",
                ));
            }
        };
        check_database(database)?;
        let request = Request { name, document, database };
        request.check_session()?;
        Ok(request)
    }

    /// A statement of this command.
    pub fn inner(&self, name: &'a str, document: &'a Document) -> Request<'a> {
        Request { name, document, database: self.database }
    }

    /// The collection that the command names in its first field.
    pub fn namespace(&self) -> Result<Namespace, CommandError> {
        match self.document.get(self.name) {
            Some(Bson::String(collection)) => Namespace::new(self.database, collection),
            Some(other) => Err(CommandError::new(
                Code::InvalidNamespace,
                format!("collection name has invalid type {}", type_name(other)),
            )),
            None => Err(self.missing(self.name)),
        }
    }

    /// Refuses fields that are not among `fields`.
    pub fn only(&self, fields: &[&str]) -> Result<(), CommandError> {
        let is_known = |name: &str| {
            name == self.name || COMMON_FIELDS.contains(&name) || fields.contains(&name)
        };
        match self.document.keys().find(|name| !is_known(name)) {
            Some(name) => Err(CommandError::new(
                Code::Location(40415),
                format!("BSON field '{}.{name}' is an unknown field.", self.name),
            )),
            None => Ok(()),
        }
    }

    pub fn value(&self, field: &str) -> Option<&'a Bson> {
        self.document.get(field).filter(|value| !matches!(value, Bson::Null | Bson::Undefined))
    }

    pub fn text(&self, field: &str) -> Result<Option<&'a str>, CommandError> {
        match self.value(field) {
            None => Ok(None),
            Some(Bson::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.wrong(field, other, "string")),
        }
    }

    pub fn object(&self, field: &str) -> Result<Option<&'a Document>, CommandError> {
        match self.value(field) {
            None => Ok(None),
            Some(Bson::Document(document)) => Ok(Some(document)),
            Some(other) => Err(self.wrong(field, other, "object")),
        }
    }

    /// An object that must be there.
    pub fn needed_object(&self, field: &str) -> Result<&'a Document, CommandError> {
        self.object(field)?.ok_or_else(|| self.missing(field))
    }

    pub fn list(&self, field: &str) -> Result<Option<&'a [Bson]>, CommandError> {
        match self.value(field) {
            None => Ok(None),
            Some(Bson::Array(items)) => Ok(Some(items)),
            Some(other) => Err(self.wrong(field, other, "array")),
        }
    }

    /// The operations of a write command, each a document.
    pub fn batch(&self, field: &str) -> Result<Vec<&'a Document>, CommandError> {
        let items = self.list(field)?.ok_or_else(|| self.missing(field))?;
        if items.is_empty() || items.len() > BATCH_MAX {
            return Err(CommandError::new(
                Code::InvalidLength,
                format!(
                    "Write batch sizes must be between 1 and {BATCH_MAX}. Got {} operations.",
                    items.len()
                ),
            ));
        }
        items
            .iter()
            .enumerate()
            .map(|(at, item)| {
                item.as_document()
                    .ok_or_else(|| self.wrong(&format!("{field}.{at}"), item, "object"))
            })
            .collect()
    }

    /// A truth value; numbers count as one.
    pub fn flag(&self, field: &str, absent: bool) -> Result<bool, CommandError> {
        match self.value(field) {
            None => Ok(absent),
            Some(value @ Bson::Boolean(_)) => Ok(is_truthy(value)),
            Some(value) if Number::of(value).is_some() => Ok(is_truthy(value)),
            Some(other) => Err(CommandError::new(
                Code::TypeMismatch,
                format!(
                    "BSON field '{}.{field}' is the wrong type '{}', expected types '[bool, long, int, decimal, double]'",
                    self.name,
                    type_name(other)
                ),
            )),
        }
    }

    /// A number that is not negative.
    pub fn count(&self, field: &str) -> Result<Option<u64>, CommandError> {
        let Some(number) = self.number(field)? else { return Ok(None) };
        u64::try_from(number).map(Some).map_err(|_| {
            CommandError::new(
                Code::Location(51024),
                format!("BSON field '{field}' value must be >= 0, actual value '{number}'"),
            )
        })
    }

    /// A whole number; fractions are cut.
    pub fn number(&self, field: &str) -> Result<Option<i64>, CommandError> {
        match self.value(field) {
            None => Ok(None),
            Some(value) => match Number::of(value) {
                Some(number) => Ok(Some(number.to_long().unwrap_or_else(|| {
                    if number.to_double() > 0.0 { i64::MAX } else { i64::MIN }
                }))),
                None => Err(CommandError::new(
                    Code::TypeMismatch,
                    format!(
                        "BSON field '{}.{field}' is the wrong type '{}', expected types '[long, int, decimal, double]'",
                        self.name,
                        type_name(value)
                    ),
                )),
            },
        }
    }

    pub fn collation(&self) -> Result<Option<Rc<Collation>>, CommandError> {
        match self.object("collation")? {
            Some(document) if !document.is_empty() => {
                Collation::parse(document).map(|collation| Some(Rc::new(collation)))
            }
            _ => Ok(None),
        }
    }

    pub fn missing(&self, field: &str) -> CommandError {
        CommandError::new(
            Code::Location(40414),
            format!("BSON field '{}.{field}' is missing but a required field", self.name),
        )
    }

    pub fn wrong(&self, field: &str, value: &Bson, expected: &str) -> CommandError {
        CommandError::new(
            Code::TypeMismatch,
            format!(
                "BSON field '{}.{field}' is the wrong type '{}', expected type '{expected}'",
                self.name,
                type_name(value)
            ),
        )
    }

    fn check_session(&self) -> Result<(), CommandError> {
        if self.document.contains_key("txnNumber") || self.document.contains_key("autocommit") {
            return Err(CommandError::new(
                Code::IllegalOperation,
                "Transaction numbers are only allowed on a replica set member or mongos",
            ));
        }
        self.check_concerns()?;
        if let Some(limit) = self.number("maxTimeMS")?
            && !(0..=i64::from(i32::MAX)).contains(&limit)
        {
            return Err(CommandError::new(
                Code::BadValue,
                format!("{limit} value for maxTimeMS is out of range [0, 2147483647]"),
            ));
        }
        Ok(())
    }

    fn check_concerns(&self) -> Result<(), CommandError> {
        if let Some(concern) = self.object("writeConcern")?
            && concern
                .get("w")
                .and_then(Number::of)
                .and_then(Number::to_long)
                .is_some_and(|w| w > 1)
        {
            return Err(CommandError::new(
                Code::BadValue,
                "cannot use 'w' > 1 when a host is not replicated",
            ));
        }
        let level = self.object("readConcern")?.and_then(|concern| concern.get("level"));
        match level {
            Some(Bson::String(level)) if level == "snapshot" || level == "linearizable" => {
                Err(CommandError::new(
                    Code::NotAReplicaSet,
                    format!("node needs to be a replica set member to use read concern {level}"),
                ))
            }
            _ => Ok(()),
        }
    }
}
