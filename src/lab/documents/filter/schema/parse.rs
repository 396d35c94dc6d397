//! From a document to a schema.

use bson::{Bson, Document};

use crate::lab::documents::{
    error::{Code, CommandError},
    filter::{
        Types,
        schema::{
            ArrayRule, Dependency, NumberRule, ObjectRule, Rule, SCHEMA_DEPTH_MAX, Schema,
            TextRule, ValueRule,
        },
    },
    number::Number,
    pattern::Pattern,
    value::type_name,
};

/// JSON Schema's own names of types, and MongoDB's for the same.
const JSON_TYPES: [(&str, &str); 6] = [
    ("array", "array"),
    ("boolean", "bool"),
    ("null", "null"),
    ("number", "number"),
    ("object", "object"),
    ("string", "string"),
];

const UNSUPPORTED: [&str; 5] = ["$ref", "$schema", "default", "definitions", "format"];

/// Reads a schema that stands `depth` schemas deep.
pub fn schema(value: &Bson, depth: usize) -> Result<Schema, CommandError> {
    let Bson::Document(fields) = value else {
        let found = type_name(value);
        return Err(mismatch(format!(
            "$jsonSchema must be an object, but found an element of type {found}"
        )));
    };
    if depth > SCHEMA_DEPTH_MAX {
        return Err(failed(format!(
            "$jsonSchema may be nested {SCHEMA_DEPTH_MAX} levels deep at most"
        )));
    }
    let mut out = Schema::default();
    for (keyword, value) in fields {
        match keyword.as_str() {
            "title" => out.title = Some(string(keyword, value)?.to_owned()),
            "description" => out.description = Some(string(keyword, value)?.to_owned()),
            "exclusiveMinimum" | "exclusiveMaximum" => {
                flag(keyword, value)?;
            }
            "uniqueItems" if !flag(keyword, value)? => {}
            keyword => out.rules.extend(rule(keyword, value, fields, depth + 1)?),
        }
    }
    Ok(out)
}

fn rule(
    keyword: &str,
    value: &Bson,
    fields: &Document,
    depth: usize,
) -> Result<Option<Rule>, CommandError> {
    Ok(Some(match keyword {
        "bsonType" => Rule::Value(ValueRule::Type {
            keyword: "bsonType",
            types: Types::parse(value)?,
            written: value.clone(),
        }),
        "type" => Rule::Value(ValueRule::Type {
            keyword: "type",
            types: json_types(value)?,
            written: value.clone(),
        }),
        "required" => Rule::Object(ObjectRule::Required(strings(keyword, value)?)),
        "properties" => {
            Rule::Object(ObjectRule::Properties(schemas_by_name(keyword, value, depth)?))
        }
        "additionalProperties" => return others(value, fields, depth),
        "patternProperties" => {
            let schemas = schemas_by_name(keyword, value, depth)?;
            let compiled = |(source, schema): (String, Schema)| {
                Pattern::compile(&source, "").map(|pattern| (pattern, schema))
            };
            Rule::Object(ObjectRule::Patterns(
                schemas.into_iter().map(compiled).collect::<Result<_, _>>()?,
            ))
        }
        "dependencies" => Rule::Object(ObjectRule::Dependencies(dependencies(value, depth)?)),
        "minProperties" | "maxProperties" => Rule::Object(ObjectRule::PropertyCount {
            least: keyword.starts_with("min"),
            count: count(keyword, value)?,
        }),
        "enum" => match value {
            Bson::Array(values) if values.is_empty() => {
                return Err(failed("$jsonSchema keyword 'enum' cannot be an empty array"));
            }
            Bson::Array(values) => Rule::Value(ValueRule::Enumeration(values.clone())),
            value => return Err(wrong(keyword, "an array", value)),
        },
        "minimum" => bound("minimum", value, true, fields)?,
        "maximum" => bound("maximum", value, false, fields)?,
        "multipleOf" => match Number::of(value) {
            Some(number) if number.to_double() > 0.0 => {
                Rule::Number(NumberRule::MultipleOf(value.clone()))
            }
            Some(_) => {
                return Err(failed("$jsonSchema keyword 'multipleOf' must have a positive value"));
            }
            None => return Err(wrong(keyword, "a number", value)),
        },
        "minLength" | "maxLength" => Rule::Text(TextRule::Length {
            least: keyword.starts_with("min"),
            count: count(keyword, value)?,
        }),
        "pattern" => Rule::Text(TextRule::Pattern(Pattern::compile(string(keyword, value)?, "")?)),
        "minItems" | "maxItems" => Rule::Array(ArrayRule::ItemCount {
            least: keyword.starts_with("min"),
            count: count(keyword, value)?,
        }),
        "uniqueItems" => Rule::Array(ArrayRule::UniqueItems),
        "items" => match value {
            Bson::Array(_) => Rule::Array(ArrayRule::ItemsInOrder(schemas(keyword, value, depth)?)),
            value => Rule::Array(ArrayRule::Items(Box::new(schema(value, depth)?))),
        },
        "additionalItems" => return other_items(value, fields, depth),
        "allOf" => Rule::Value(ValueRule::All(schemas(keyword, value, depth)?)),
        "anyOf" => Rule::Value(ValueRule::Any(schemas(keyword, value, depth)?)),
        "oneOf" => Rule::Value(ValueRule::One(schemas(keyword, value, depth)?)),
        "not" => Rule::Value(ValueRule::Not(Box::new(schema(value, depth)?))),
        "encrypt" | "encryptMetadata" => {
            return Err(failed(format!("$jsonSchema keyword '{keyword}' is not supported here")));
        }
        keyword if UNSUPPORTED.contains(&keyword) => {
            let message = format!("$jsonSchema keyword '{keyword}' is not currently supported");
            return Err(failed(message));
        }
        keyword => return Err(failed(format!("Unknown $jsonSchema keyword: {keyword}"))),
    }))
}

fn others(value: &Bson, fields: &Document, depth: usize) -> Result<Option<Rule>, CommandError> {
    let schema = match value {
        Bson::Boolean(true) => return Ok(None),
        Bson::Boolean(false) => None,
        value => Some(schema(value, depth)?),
    };
    let names = |keyword: &str| match fields.get(keyword) {
        Some(Bson::Document(inner)) => inner.keys().cloned().collect(),
        _ => Vec::new(),
    };
    let patterns = names("patternProperties")
        .iter()
        .map(|source| Pattern::compile(source, ""))
        .collect::<Result<_, _>>()?;
    Ok(Some(Rule::Object(ObjectRule::Others { known: names("properties"), patterns, schema })))
}

fn other_items(
    value: &Bson,
    fields: &Document,
    depth: usize,
) -> Result<Option<Rule>, CommandError> {
    let Some(Bson::Array(ordered)) = fields.get("items") else { return Ok(None) };
    let after = ordered.len();
    Ok(match value {
        Bson::Boolean(true) => None,
        Bson::Boolean(false) => Some(Rule::Array(ArrayRule::OtherItems { after, schema: None })),
        value => Some(Rule::Array(ArrayRule::OtherItems {
            after,
            schema: Some(Box::new(schema(value, depth)?)),
        })),
    })
}

fn dependencies(value: &Bson, depth: usize) -> Result<Vec<(String, Dependency)>, CommandError> {
    let Bson::Document(all) = value else { return Err(wrong("dependencies", "an object", value)) };
    all.iter()
        .map(|(name, value)| {
            let dependency = match value {
                Bson::Array(_) => Dependency::Fields(strings("dependencies", value)?),
                value => Dependency::Schema(schema(value, depth)?),
            };
            Ok((name.clone(), dependency))
        })
        .collect()
}

fn bound(
    keyword: &'static str,
    value: &Bson,
    is_minimum: bool,
    fields: &Document,
) -> Result<Rule, CommandError> {
    if Number::of(value).is_none() {
        return Err(wrong(keyword, "a number", value));
    }
    let other = if is_minimum { "exclusiveMinimum" } else { "exclusiveMaximum" };
    let exclusive = fields.get(other).map_or(Ok(false), |value| flag(other, value))?;
    Ok(Rule::Number(NumberRule::Bound { keyword, bound: value.clone(), is_minimum, exclusive }))
}

fn json_types(value: &Bson) -> Result<Types, CommandError> {
    let named = |value: &Bson| match value {
        Bson::String(name) if name == "integer" => {
            Err(failed("$jsonSchema type 'integer' is not currently supported."))
        }
        Bson::String(name) => match JSON_TYPES.iter().find(|(known, _)| known == name) {
            Some((_, alias)) => Ok(Bson::String((*alias).to_owned())),
            None => {
                Err(CommandError::new(Code::BadValue, format!("Unknown type name alias: {name}")))
            }
        },
        value => Err(wrong("type", "either a string or an array of strings", value)),
    };
    let aliases = match value {
        Bson::Array(values) => values.iter().map(named).collect::<Result<Vec<Bson>, _>>()?,
        value => vec![named(value)?],
    };
    Types::parse(&Bson::Array(aliases))
}

fn schemas_by_name(
    keyword: &str,
    value: &Bson,
    depth: usize,
) -> Result<Vec<(String, Schema)>, CommandError> {
    let Bson::Document(all) = value else { return Err(wrong(keyword, "an object", value)) };
    all.iter()
        .map(|(name, value)| match value {
            Bson::Document(_) => Ok((name.clone(), schema(value, depth)?)),
            value => {
                let found = type_name(value);
                Err(mismatch(format!(
                    "Nested schema for $jsonSchema property '{name}' must be an object, but found an element of type {found}"
                )))
            }
        })
        .collect()
}

fn schemas(keyword: &str, value: &Bson, depth: usize) -> Result<Vec<Schema>, CommandError> {
    match value {
        Bson::Array(all) if all.is_empty() && keyword != "items" => Err(CommandError::new(
            Code::BadValue,
            format!("$jsonSchema keyword '{keyword}' must be a nonempty array"),
        )),
        Bson::Array(all) => all.iter().map(|value| schema(value, depth)).collect(),
        value => Err(wrong(keyword, "an array", value)),
    }
}

fn strings(keyword: &str, value: &Bson) -> Result<Vec<String>, CommandError> {
    let Bson::Array(all) = value else { return Err(wrong(keyword, "an array", value)) };
    if all.is_empty() {
        return Err(failed(format!("$jsonSchema keyword '{keyword}' cannot be an empty array")));
    }
    let mut names: Vec<String> = Vec::new();
    for value in all {
        let Bson::String(name) = value else {
            let found = type_name(value);
            return Err(mismatch(format!(
                "$jsonSchema keyword '{keyword}' must be an array of strings, but found an element of type: {found}"
            )));
        };
        if names.contains(name) {
            return Err(failed(format!(
                "$jsonSchema keyword '{keyword}' array cannot contain duplicate values"
            )));
        }
        names.push(name.clone());
    }
    Ok(names)
}

fn string<'a>(keyword: &str, value: &'a Bson) -> Result<&'a str, CommandError> {
    value.as_str().ok_or_else(|| wrong(keyword, "a string", value))
}

fn flag(keyword: &str, value: &Bson) -> Result<bool, CommandError> {
    value.as_bool().ok_or_else(|| wrong(keyword, "a boolean", value))
}

fn count(keyword: &str, value: &Bson) -> Result<usize, CommandError> {
    let number = Number::of(value).and_then(Number::to_long);
    number.and_then(|number| usize::try_from(number).ok()).ok_or_else(|| {
        let shown = crate::lab::documents::shown::shown(value);
        failed(format!(
            "$jsonSchema keyword '{keyword}' must be a non-negative integer, but found {shown}"
        ))
    })
}

fn wrong(keyword: &str, expected: &str, value: &Bson) -> CommandError {
    let found = type_name(value);
    mismatch(format!(
        "$jsonSchema keyword '{keyword}' must be {expected}, but found an element of type {found}"
    ))
}

fn mismatch(message: String) -> CommandError {
    CommandError::new(Code::TypeMismatch, message)
}

fn failed(message: impl Into<String>) -> CommandError {
    CommandError::new(Code::FailedToParse, message)
}
