//! What an index is made of: its fields and its options. (MongoDB manual, createIndexes.)

use std::rc::Rc;

use bson::{Bson, Document, doc};

use super::key::Order;
use crate::lab::documents::{
    alias::type_name,
    collation::Collation,
    error::{Code, CommandError},
    filter::Filter,
    number::Number,
    path::Path,
    scope::Scope,
    shown::{shown, shown_document},
    update::whole,
    value::is_truthy,
};

/// Fields of one index. (MongoDB manual, limits.)
const FIELDS_MAX: usize = 32;
/// Seconds that `expireAfterSeconds` may be.
const EXPIRE_SECONDS_MAX: i64 = 2_147_483_647;
/// The name of the index that each collection has.
pub const ID_INDEX: &str = "_id_";

/// A parsed specification.
#[derive(Clone, Debug)]
pub struct Spec {
    pub name: String,
    /// `{ email: 1 }`, as it was given.
    pub pattern: Document,
    pub fields: Vec<Field>,
    pub unique: bool,
    pub sparse: bool,
    pub hidden: bool,
    pub partial: Option<Partial>,
    pub expire_after_seconds: Option<i64>,
    pub collation: Option<Rc<Collation>>,
    /// Weights of a text index, by field.
    pub weights: Vec<(String, f64)>,
    /// The options that `listIndexes` shows, in their order.
    shown: Document,
}

/// One field of an index.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub path: Path,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Ascending,
    Descending,
    Hashed,
    Text,
}

/// Which documents a partial index holds.
#[derive(Clone, Debug)]
pub struct Partial {
    pub document: Document,
    pub filter: Rc<Filter>,
}

impl Spec {
    /// The index that each collection has.
    pub fn id() -> Spec {
        Spec {
            name: ID_INDEX.to_owned(),
            pattern: doc! { "_id": 1 },
            fields: vec![Field {
                name: "_id".to_owned(),
                path: Path::of("_id"),
                kind: Kind::Ascending,
            }],
            unique: true,
            sparse: false,
            hidden: false,
            partial: None,
            expire_after_seconds: None,
            collation: None,
            weights: Vec::new(),
            shown: Document::new(),
        }
    }

    /// Reads `{ key: { email: 1 }, name: "email_1", unique: true }`.
    pub fn parse(given: &Document, scope: &Scope<'_>) -> Result<Spec, CommandError> {
        let around = |error: CommandError| CommandError {
            message: format!(
                "Error in specification {} :: caused by :: {}",
                shown_document(given),
                error.message
            ),
            ..error
        };
        let mut spec = Spec::id();
        spec.unique = false;
        let pattern = match given.get("key") {
            Some(Bson::Document(pattern)) => pattern,
            Some(other) => return Err(around(wrong_type("key", other, "object"))),
            None => return Err(around(required("key"))),
        };
        spec.pattern = pattern.clone();
        spec.fields = fields(pattern).map_err(around)?;
        spec.name = match given.get("name") {
            Some(Bson::String(name)) if name.is_empty() => {
                return Err(around(cannot("The index name cannot be empty")));
            }
            Some(Bson::String(name)) => name.clone(),
            Some(other) => return Err(around(wrong_type("name", other, "string"))),
            None => return Err(around(required("name"))),
        };
        for (option, value) in given {
            spec.option(option, value, given, scope).map_err(around)?;
        }
        spec.check().map_err(around)?;
        Ok(spec)
    }

    /// What `listIndexes` shows.
    pub fn to_document(&self) -> Document {
        let mut document = doc! { "v": 2 };
        if self.is_text() {
            document.insert("key", doc! { "_fts": "text", "_ftsx": 1 });
        } else {
            document.insert("key", self.pattern.clone());
        }
        document.insert("name", self.name.clone());
        for (option, value) in &self.shown {
            document.insert(option.clone(), value.clone());
        }
        if self.is_text() {
            let weights = self.weights.iter().map(|(name, weight)| (name.clone(), number(*weight)));
            document.insert("weights", weights.collect::<Document>());
            document.insert("default_language", "english");
            document.insert("language_override", "language");
            document.insert("textIndexVersion", 3);
        }
        document
    }

    pub fn order(&self) -> Order {
        let descending = self
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| field.kind == Kind::Descending)
            .fold(0, |bits, (at, _)| bits | 1 << at);
        Order { descending, collation: self.collation.clone() }
    }

    pub fn is_text(&self) -> bool {
        self.fields.iter().any(|field| field.kind == Kind::Text)
    }

    /// Whether another index is this one by its fields.
    pub fn is_same_key(&self, other: &Spec) -> bool {
        self.pattern_text() == other.pattern_text()
            && self.collation.as_deref() == other.collation.as_deref()
            && self.partial.as_ref().map(|partial| &partial.document)
                == other.partial.as_ref().map(|partial| &partial.document)
    }

    /// Whether the options are those of another index too.
    pub fn has_same_options(&self, other: &Spec) -> bool {
        self.unique == other.unique
            && self.sparse == other.sparse
            && self.expire_after_seconds == other.expire_after_seconds
    }

    /// Changes what `collMod` may change, here and in what `listIndexes` shows.
    pub fn set_expiry(&mut self, seconds: i64) {
        self.expire_after_seconds = Some(seconds);
        self.shown.insert("expireAfterSeconds", whole_number(seconds));
    }

    pub fn set_hidden(&mut self, hidden: bool) {
        self.hidden = hidden;
        if hidden {
            self.shown.insert("hidden", true);
        } else {
            self.shown.remove("hidden");
        }
    }

    /// The collation of a collection, for an index that names none.
    pub fn inherit(&mut self, collation: &Rc<Collation>) {
        if self.collation.is_none() && !self.shown.contains_key("collation") {
            self.shown.insert("collation", collation.to_document());
            self.collation = Some(collation.clone());
        }
    }

    fn pattern_text(&self) -> String {
        shown_document(&self.pattern)
    }

    fn option(
        &mut self,
        option: &str,
        value: &Bson,
        given: &Document,
        scope: &Scope<'_>,
    ) -> Result<(), CommandError> {
        match option {
            "key" | "name" | "v" | "ns" | "default_language" | "language_override"
            | "textIndexVersion" => return Ok(()),
            "unique" => self.unique = flag(option, value)?,
            "sparse" => self.sparse = flag(option, value)?,
            "hidden" => self.hidden = flag(option, value)?,
            "background" => {
                flag(option, value)?;
                return Ok(());
            }
            "expireAfterSeconds" => {
                self.expire_after_seconds = Some(expiry(value, given)?);
            }
            "partialFilterExpression" => {
                let Bson::Document(document) = value else {
                    return Err(wrong_type(option, value, "object"));
                };
                let filter = Rc::new(Filter::parse(document, scope)?);
                self.partial = Some(Partial { document: document.clone(), filter });
            }
            "collation" => {
                let Bson::Document(document) = value else {
                    return Err(wrong_type(option, value, "object"));
                };
                let collation = Collation::parse(document)?;
                if collation.is_simple() {
                    self.shown.insert(option, doc! { "locale": "simple" });
                } else {
                    self.shown.insert(option, collation.to_document());
                    self.collation = Some(Rc::new(collation));
                }
                return Ok(());
            }
            "weights" => {
                let Bson::Document(weights) = value else {
                    return Err(wrong_type(option, value, "object"));
                };
                self.weights = weights
                    .iter()
                    .map(|(name, weight)| {
                        (name.clone(), Number::of(weight).map_or(1.0, Number::to_double))
                    })
                    .collect();
                return Ok(());
            }
            other => {
                return Err(CommandError::new(
                    Code::InvalidIndexSpecificationOption,
                    format!(
                        "The field '{other}' is not valid for an index specification. Specification: {}",
                        shown_document(given)
                    ),
                ));
            }
        }
        if !matches!(value, Bson::Boolean(false)) {
            self.shown.insert(option, value.clone());
        }
        Ok(())
    }

    fn check(&mut self) -> Result<(), CommandError> {
        if self.sparse && self.partial.is_some() {
            return Err(cannot("cannot mix \"partialFilterExpression\" and \"sparse\" options"));
        }
        let is_id = self.fields.len() == 1 && self.fields[0].name == "_id";
        if self.expire_after_seconds.is_some() && self.fields.len() > 1 {
            return Err(cannot(
                "TTL indexes are single-field indexes, compound indexes do not support TTL",
            ));
        }
        if is_id && let Some(option) = self.shown.keys().find(|name| *name != "collation") {
            return Err(CommandError::new(
                Code::InvalidIndexSpecificationOption,
                format!("The field '{option}' is not valid for an _id index specification."),
            ));
        }
        let is_hashed = self.fields.iter().any(|field| field.kind == Kind::Hashed);
        if is_hashed && self.unique {
            return Err(CommandError::new(
                Code::Location(16764),
                "Currently hashed indexes cannot guarantee uniqueness. Use a regular index.",
            ));
        }
        if self.is_text() {
            for field in self.fields.iter().filter(|field| field.kind == Kind::Text) {
                if !self.weights.iter().any(|(name, _)| *name == field.name) {
                    self.weights.push((field.name.clone(), 1.0));
                }
            }
        } else if !self.weights.is_empty() {
            return Err(cannot("the 'weights' option may only be given to a text index"));
        }
        Ok(())
    }
}

fn fields(pattern: &Document) -> Result<Vec<Field>, CommandError> {
    if pattern.is_empty() {
        return Err(cannot("Index keys cannot be an empty object."));
    }
    if pattern.len() > FIELDS_MAX {
        return Err(CommandError::new(
            Code::Location(13103),
            format!("too many compound keys, an index may have {FIELDS_MAX}"),
        ));
    }
    pattern.iter().map(|(name, value)| field(name, value)).collect()
}

fn field(name: &str, value: &Bson) -> Result<Field, CommandError> {
    if name.is_empty() || name.split('.').any(str::is_empty) {
        return Err(cannot("Index keys cannot contain an empty field."));
    }
    if name.contains("$**") {
        return Err(cannot("wildcard indexes are not part of the lab's database"));
    }
    if name.split('.').any(|part| part.starts_with('$')) {
        return Err(cannot(
            "Index key contains an illegal field name: field name starts with '$'.",
        ));
    }
    let kind = match value {
        Bson::String(plugin) => match plugin.as_str() {
            "text" => Kind::Text,
            "hashed" => Kind::Hashed,
            "2d" | "2dsphere" | "geoHaystack" | "wildcard" => {
                return Err(cannot(format!(
                    "'{plugin}' indexes are not part of the lab's database"
                )));
            }
            other => return Err(cannot(format!("Unknown index plugin '{other}'"))),
        },
        other => match Number::of(other) {
            Some(number) if number.is_nan() => {
                return Err(cannot("Values in the index key pattern cannot be NaN."));
            }
            Some(number) if number.to_double() > 0.0 => Kind::Ascending,
            Some(number) if number.to_double() < 0.0 => Kind::Descending,
            Some(_) => return Err(cannot("Values in the index key pattern cannot be 0.")),
            None => {
                return Err(cannot(format!(
                    "Values in v:2 index key pattern cannot be of type {}. Only numbers > 0, numbers < 0, and strings are allowed.",
                    type_name(other)
                )));
            }
        },
    };
    Ok(Field { name: name.to_owned(), path: Path::of(name), kind })
}

fn flag(option: &str, value: &Bson) -> Result<bool, CommandError> {
    match value {
        Bson::Boolean(_) => Ok(is_truthy(value)),
        value if Number::of(value).is_some() => Ok(is_truthy(value)),
        other => Err(CommandError::new(
            Code::TypeMismatch,
            format!(
                "The field '{option}' has value {option}: {}, which is not convertible to bool",
                shown(other)
            ),
        )),
    }
}

/// Reads `expireAfterSeconds`.
pub fn expiry(value: &Bson, given: &Document) -> Result<i64, CommandError> {
    let Some(number) = Number::of(value) else {
        return Err(cannot(format!(
            "TTL index 'expireAfterSeconds' option must be numeric, but received a type of {}. Index spec: {}",
            type_name(value),
            shown_document(given)
        )));
    };
    let seconds = whole(value).unwrap_or_else(|| number.to_long().unwrap_or(-1));
    if !(0..=EXPIRE_SECONDS_MAX).contains(&seconds) {
        return Err(cannot(format!(
            "TTL index 'expireAfterSeconds' option must be within an acceptable range, try a different number than {seconds}. Index spec: {}",
            shown_document(given)
        )));
    }
    Ok(seconds)
}

fn number(value: f64) -> Bson {
    Number::Double(value)
        .to_long()
        .filter(|_| value.fract() == 0.0)
        .map_or(Bson::Double(value), whole_number)
}

fn whole_number(value: i64) -> Bson {
    i32::try_from(value).map_or(Bson::Int64(value), Bson::Int32)
}

fn required(field: &str) -> CommandError {
    CommandError::new(
        Code::FailedToParse,
        format!("The '{field}' field is a required property of an index specification"),
    )
}

fn wrong_type(field: &str, value: &Bson, expected: &str) -> CommandError {
    CommandError::new(
        Code::TypeMismatch,
        format!("The field '{field}' must be an {expected}, but got {}", type_name(value)),
    )
}

fn cannot(message: impl Into<String>) -> CommandError {
    CommandError::new(Code::CannotCreateIndex, message)
}
