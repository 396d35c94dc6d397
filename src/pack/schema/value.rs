//! What stands in many places: ids, expected values, expected answers, captures.

use std::{borrow::Cow, collections::BTreeMap};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value as Json;

use crate::{
    course::id::SLUG_CHARS_MAX,
    pack::manifest::{ADVANCE_S_MAX, STATEMENTS_MAX},
};

/// A word of small letters, digits and single hyphens that never changes.
pub struct Id(String);

impl JsonSchema for Id {
    fn schema_name() -> Cow<'static, str> {
        "Id".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
            "maxLength": SLUG_CHARS_MAX,
        })
    }
}

/// A relative path of plain names: letters, digits, `.`, `_` and `-`.
pub struct InnerPath(String);

impl JsonSchema for InnerPath {
    fn schema_name() -> Cow<'static, str> {
        "InnerPath".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$",
        })
    }
}

/// `true`, and nothing else.
pub struct True;

impl JsonSchema for True {
    fn schema_name() -> Cow<'static, str> {
        "True".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "const": true })
    }
}

/// A way to compare, where a plain value does not do. One of these keys; only `min` and `max` stand
/// together.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
pub struct Compare {
    /// The same value: whole objects, and texts that begin with `~`.
    equals: Option<Json>,
    /// A value of this type.
    #[schemars(rename = "type")]
    kind: Option<Type>,
    /// Whatever is there.
    any: Option<True>,
    /// Nothing is there.
    absent: Option<True>,
    /// A number that is not smaller.
    min: Option<f64>,
    /// A number that is not greater.
    max: Option<f64>,
    /// A text that holds this text, or a list that holds this member.
    has: Option<Json>,
    /// A list with these members in any order.
    set: Option<Vec<Json>>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub enum Type {
    Null,
    Boolean,
    Number,
    Integer,
    String,
    Array,
    Object,
}

/// A part of JSON: the value itself, `"~regex"` on a whole text, or a table that compares.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum Value {
    Text(String),
    Number(f64),
    Boolean(bool),
    List(Vec<Json>),
    Compare(Box<Compare>),
}

/// A text: the text itself, `"~regex"` on the whole of it, or a table that compares.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum Text {
    Text(String),
    Compare(Box<Compare>),
}

/// A status from 100 to 599, `"~regex"` on its digits, or a table that compares.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum Status {
    Code(#[schemars(range(min = 100, max = 599))] u16),
    Pattern(#[schemars(regex(pattern = "^~"))] String),
    Compare(Box<Compare>),
}

/// How many: a number, or `{ min = 1, max = 3 }`.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum Count {
    Number(u64),
    Range(Range),
}

/// One of both is enough.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
pub struct Range {
    min: Option<f64>,
    max: Option<f64>,
}

/// Texts by name.
pub type Texts = BTreeMap<String, Text>;
/// Values by JSONPath (RFC 9535), in quotes: `json."$.name" = "Ada"`.
pub type Paths = BTreeMap<String, Value>;

/// What must come back. What is not named is free.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
pub struct Expect {
    status: Option<Status>,
    /// By name, without case: `header.Location`. A header that is sent twice is its values joined by `, `.
    header: Option<Texts>,
    /// The body as text.
    body: Option<Text>,
    /// By JSONPath into the body.
    json: Option<Paths>,
}

/// Seconds by which a clock that stands still is moved before it.
pub struct Advance;

impl JsonSchema for Advance {
    fn schema_name() -> Cow<'static, str> {
        "Advance".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "minimum": 0.001, "maximum": ADVANCE_S_MAX })
    }
}

/// Names, each with the place in the answer that it keeps: a JSONPath, `status` or `header.NAME`.
/// `{{name}}` fills it in later.
pub struct Captures;

impl JsonSchema for Captures {
    fn schema_name() -> Cow<'static, str> {
        "Captures".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "propertyNames": { "pattern": "^[A-Za-z0-9_-]+$" },
            "additionalProperties": { "type": "string", "pattern": "^(status$|header\\.|\\$)" },
        })
    }
}

/// Scripts that are tried one by one.
pub struct Statements;

impl JsonSchema for Statements {
    fn schema_name() -> Cow<'static, str> {
        "Statements".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "array", "items": { "type": "string" },
            "minItems": 1, "maxItems": STATEMENTS_MAX,
        })
    }
}

/// One thing, or a list of such.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum OneOrMore<T> {
    One(T),
    More(Vec<T>),
}
