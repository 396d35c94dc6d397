//! `$jsonSchema`: what a document must look like, and in what it does not. (MongoDB manual, $jsonSchema;
//! JSON Schema draft 4.)

mod parse;

use std::collections::HashSet;

use bson::{Bson, Document};

use crate::lab::documents::{
    collation::Collation,
    filter::Types,
    number::Number,
    pattern::Pattern,
    value::{equal, is_number, key},
};

/// Schemas inside schemas.
pub const SCHEMA_DEPTH_MAX: usize = 50;
/// Faults that one document is told at most.
const FAULTS_MAX: usize = 100;

/// A schema, read once.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    pub title: Option<String>,
    pub description: Option<String>,
    rules: Vec<Rule>,
}

/// One keyword of a schema, by the values that it is about; other values keep it in any case.
#[derive(Clone, Debug)]
enum Rule {
    Value(ValueRule),
    Object(ObjectRule),
    Array(ArrayRule),
    Text(TextRule),
    Number(NumberRule),
}

#[derive(Clone, Debug)]
enum ValueRule {
    /// `bsonType` and `type`, with the operand as it was written.
    Type {
        keyword: &'static str,
        types: Types,
        written: Bson,
    },
    Enumeration(Vec<Bson>),
    All(Vec<Schema>),
    Any(Vec<Schema>),
    One(Vec<Schema>),
    Not(Box<Schema>),
}

#[derive(Clone, Debug)]
enum ObjectRule {
    Required(Vec<String>),
    Properties(Vec<(String, Schema)>),
    /// Fields that no other rule names: how they may look, and the patterns that count as naming.
    Others {
        known: Vec<String>,
        patterns: Vec<Pattern>,
        schema: Option<Schema>,
    },
    Patterns(Vec<(Pattern, Schema)>),
    Dependencies(Vec<(String, Dependency)>),
    PropertyCount {
        least: bool,
        count: usize,
    },
}

#[derive(Clone, Debug)]
enum ArrayRule {
    ItemCount {
        least: bool,
        count: usize,
    },
    UniqueItems,
    Items(Box<Schema>),
    ItemsInOrder(Vec<Schema>),
    /// Items beyond those of `ItemsInOrder`.
    OtherItems {
        after: usize,
        schema: Option<Box<Schema>>,
    },
}

#[derive(Clone, Debug)]
enum TextRule {
    Length { least: bool, count: usize },
    Pattern(Pattern),
}

#[derive(Clone, Debug)]
enum NumberRule {
    Bound { keyword: &'static str, bound: Bson, is_minimum: bool, exclusive: bool },
    MultipleOf(Bson),
}

#[derive(Clone, Debug)]
enum Dependency {
    Fields(Vec<String>),
    Schema(Schema),
}

/// In what a document does not keep a schema, in the shape of MongoDB's `errInfo.details`.
pub type Fault = Document;

impl Schema {
    /// Reads the operand of `$jsonSchema`.
    pub fn parse(value: &Bson) -> Result<Schema, crate::lab::documents::error::CommandError> {
        parse::schema(value, 0)
    }

    /// Whether a document keeps the schema.
    pub fn accepts(&self, document: &Document, collation: Option<&Collation>) -> bool {
        self.accepts_value(&Bson::Document(document.clone()), collation)
    }

    /// What a document does not keep, as `errInfo.details.schemaRulesNotSatisfied` tells it.
    pub fn faults(&self, document: &Document, collation: Option<&Collation>) -> Vec<Fault> {
        self.value_faults(&Bson::Document(document.clone()), collation)
    }

    fn accepts_value(&self, value: &Bson, collation: Option<&Collation>) -> bool {
        self.rules.iter().all(|rule| rule.fault(value, collation, false).is_none())
    }

    fn value_faults(&self, value: &Bson, collation: Option<&Collation>) -> Vec<Fault> {
        let faults = self.rules.iter().filter_map(|rule| rule.fault(value, collation, true));
        faults.take(FAULTS_MAX).collect()
    }
}

impl Dependency {
    fn is_met(&self, fields: &Document, collation: Option<&Collation>) -> bool {
        match self {
            Dependency::Fields(names) => names.iter().all(|name| fields.contains_key(name)),
            Dependency::Schema(schema) => schema.accepts(fields, collation),
        }
    }
}

impl Rule {
    /// What is wrong with a value; without `details` an empty document says only that something is.
    fn fault(&self, value: &Bson, collation: Option<&Collation>, details: bool) -> Option<Fault> {
        match (self, value) {
            (Rule::Value(rule), value) => rule.fault(value, collation),
            (Rule::Object(rule), Bson::Document(fields)) => rule.fault(fields, collation, details),
            (Rule::Array(rule), Bson::Array(items)) => rule.fault(items, collation, details),
            (Rule::Text(rule), Bson::String(text)) => rule.fault(text),
            (Rule::Number(rule), value) if is_number(value) => rule.fault(value),
            (Rule::Object(_) | Rule::Array(_) | Rule::Text(_) | Rule::Number(_), _) => None,
        }
    }
}

impl ValueRule {
    fn fault(&self, value: &Bson, collation: Option<&Collation>) -> Option<Fault> {
        match self {
            ValueRule::Type { keyword, types, written } => (!types.contains(value)).then(|| {
                bson::doc! {
                    "operatorName": *keyword,
                    "specifiedAs": { *keyword: written },
                    "reason": "type did not match",
                    "consideredValue": value,
                    "consideredType": crate::lab::documents::value::type_name(value),
                }
            }),
            ValueRule::Enumeration(values) => {
                let is_one = values.iter().any(|other| equal(other, value, collation));
                (!is_one).then(|| {
                    bson::doc! {
                        "operatorName": "enum", "specifiedAs": { "enum": values },
                        "reason": "value was not found in enum", "consideredValue": value,
                    }
                })
            }
            ValueRule::All(schemas) => {
                let is_good = schemas.iter().all(|schema| schema.accepts_value(value, collation));
                (!is_good).then(|| logical("allOf", "schema did not match all of them"))
            }
            ValueRule::Any(schemas) => {
                let is_good = schemas.iter().any(|schema| schema.accepts_value(value, collation));
                (!is_good).then(|| logical("anyOf", "no schema matched"))
            }
            ValueRule::One(schemas) => {
                let good = schemas.iter().filter(|schema| schema.accepts_value(value, collation));
                (good.count() != 1).then(|| logical("oneOf", "not exactly one schema matched"))
            }
            ValueRule::Not(schema) => schema
                .accepts_value(value, collation)
                .then(|| logical("not", "child expression matched")),
        }
    }
}

impl ObjectRule {
    fn fault(
        &self,
        fields: &Document,
        collation: Option<&Collation>,
        details: bool,
    ) -> Option<Fault> {
        match self {
            ObjectRule::Required(names) => {
                let missing: Vec<&String> =
                    names.iter().filter(|name| !fields.contains_key(name)).collect();
                (!missing.is_empty()).then(|| {
                    bson::doc! {
                        "operatorName": "required", "specifiedAs": { "required": names },
                        "missingProperties": missing.into_iter().cloned().collect::<Vec<String>>(),
                    }
                })
            }
            ObjectRule::Properties(schemas) => {
                let bad = |(name, schema): &(String, Schema)| {
                    let value = fields.get(name)?;
                    (!schema.accepts_value(value, collation)).then(|| {
                        if details {
                            property(name, schema, value, collation)
                        } else {
                            Fault::new()
                        }
                    })
                };
                let faults: Vec<Bson> =
                    schemas.iter().filter_map(bad).map(Bson::Document).collect();
                (!faults.is_empty()).then(|| {
                    bson::doc! { "operatorName": "properties", "propertiesNotSatisfied": faults }
                })
            }
            ObjectRule::Others { known, patterns, schema } => {
                other_fields(fields, known, patterns, schema.as_ref(), collation)
            }
            ObjectRule::Patterns(schemas) => {
                let is_bad = |(name, value): (&String, &Bson)| {
                    let mut schemas = schemas.iter().filter(|(pattern, _)| pattern.is_match(name));
                    schemas.any(|(_, schema)| !schema.accepts_value(value, collation))
                };
                fields
                    .iter()
                    .any(is_bad)
                    .then(|| logical("patternProperties", "a property did not match"))
            }
            ObjectRule::Dependencies(all) => {
                let is_bad = |(name, dependency): &(String, Dependency)| {
                    fields.contains_key(name) && !dependency.is_met(fields, collation)
                };
                let words = "a dependency was not met";
                all.iter().any(is_bad).then(|| logical("dependencies", words))
            }
            ObjectRule::PropertyCount { least, count } => {
                let is_good = if *least { fields.len() >= *count } else { fields.len() <= *count };
                let keyword = if *least { "minProperties" } else { "maxProperties" };
                (!is_good).then(|| {
                    counted(
                        keyword,
                        *count,
                        "specified number of properties was not satisfied",
                        fields.len(),
                    )
                })
            }
        }
    }
}

impl ArrayRule {
    fn fault(&self, items: &[Bson], collation: Option<&Collation>, details: bool) -> Option<Fault> {
        match self {
            ArrayRule::ItemCount { least, count } => {
                let is_good = if *least { items.len() >= *count } else { items.len() <= *count };
                let keyword = if *least { "minItems" } else { "maxItems" };
                (!is_good).then(|| {
                    counted(keyword, *count, "array did not match specified length", items.len())
                })
            }
            ArrayRule::UniqueItems => {
                let mut seen = HashSet::new();
                let is_good = items.iter().all(|item| seen.insert(key(item, collation)));
                (!is_good).then(|| {
                    bson::doc! {
                        "operatorName": "uniqueItems", "specifiedAs": { "uniqueItems": true },
                        "reason": "found a duplicate item",
                    }
                })
            }
            ArrayRule::Items(schema) => {
                let bad = items.iter().position(|item| !schema.accepts_value(item, collation))?;
                Some(item_fault("items", bad, schema, &items[bad], collation, details))
            }
            ArrayRule::ItemsInOrder(schemas) => {
                let mut pairs = items.iter().zip(schemas);
                let bad =
                    pairs.position(|(item, schema)| !schema.accepts_value(item, collation))?;
                Some(item_fault("items", bad, &schemas[bad], &items[bad], collation, details))
            }
            ArrayRule::OtherItems { after, schema } => {
                let is_bad = |item: &Bson| match schema {
                    None => true,
                    Some(schema) => !schema.accepts_value(item, collation),
                };
                items
                    .iter()
                    .skip(*after)
                    .any(is_bad)
                    .then(|| logical("additionalItems", "found additional items"))
            }
        }
    }
}

impl TextRule {
    fn fault(&self, text: &str) -> Option<Fault> {
        match self {
            TextRule::Length { least, count } => {
                let length = text.chars().count();
                let is_good = if *least { length >= *count } else { length <= *count };
                let keyword = if *least { "minLength" } else { "maxLength" };
                (!is_good).then(|| {
                    let mut fault =
                        counted(keyword, *count, "specified string length was not satisfied", 0);
                    fault.remove("numberOfItems");
                    fault.insert("consideredValue", text);
                    fault
                })
            }
            TextRule::Pattern(pattern) => (!pattern.is_match(text)).then(|| {
                bson::doc! {
                    "operatorName": "pattern", "specifiedAs": { "pattern": &pattern.source },
                    "reason": "regular expression did not match", "consideredValue": text,
                }
            }),
        }
    }
}

impl NumberRule {
    fn fault(&self, value: &Bson) -> Option<Fault> {
        match self {
            NumberRule::Bound { keyword, bound, is_minimum, exclusive } => {
                let order = crate::lab::documents::number::compare(value, bound);
                let order = if *is_minimum { order.reverse() } else { order };
                let is_nan = Number::of(value).is_some_and(Number::is_nan);
                let is_good = order.is_lt() || (!exclusive && order.is_eq());
                (!is_good || is_nan).then(|| {
                    let mut specified = bson::doc! { *keyword: bound };
                    if *exclusive {
                        specified.insert(
                            if *is_minimum { "exclusiveMinimum" } else { "exclusiveMaximum" },
                            true,
                        );
                    }
                    bson::doc! {
                        "operatorName": *keyword, "specifiedAs": specified,
                        "reason": "comparison failed", "consideredValue": value,
                    }
                })
            }
            NumberRule::MultipleOf(divisor) => {
                let (a, b) = (Number::of(value)?, Number::of(divisor)?);
                let is_good = a.to_decimal().remainder(b.to_decimal()).is_zero();
                (!is_good).then(|| {
                    bson::doc! {
                        "operatorName": "multipleOf", "specifiedAs": { "multipleOf": divisor },
                        "reason": "considered value is not a multiple of the specified value",
                        "consideredValue": value,
                    }
                })
            }
        }
    }
}

/// The fields that no rule names and that are not as they should be.
fn other_fields(
    fields: &Document,
    known: &[String],
    patterns: &[Pattern],
    schema: Option<&Schema>,
    collation: Option<&Collation>,
) -> Option<Fault> {
    let is_other = |name: &String| {
        !known.contains(name) && !patterns.iter().any(|pattern| pattern.is_match(name))
    };
    let is_bad = |value: &Bson| schema.is_none_or(|schema| !schema.accepts_value(value, collation));
    let bad: Vec<String> = fields
        .iter()
        .filter(|(name, value)| is_other(name) && is_bad(value))
        .map(|(name, _)| name.clone())
        .collect();
    (!bad.is_empty()).then(|| {
        bson::doc! {
            "operatorName": "additionalProperties",
            "specifiedAs": { "additionalProperties": false },
            "additionalProperties": bad,
        }
    })
}

fn property(name: &str, schema: &Schema, value: &Bson, collation: Option<&Collation>) -> Fault {
    let mut fault = bson::doc! { "propertyName": name };
    if let Some(title) = &schema.title {
        fault.insert("title", title);
    }
    if let Some(description) = &schema.description {
        fault.insert("description", description);
    }
    let details: Vec<Bson> =
        schema.value_faults(value, collation).into_iter().map(Bson::Document).collect();
    fault.insert("details", details);
    fault
}

fn item_fault(
    keyword: &str,
    at: usize,
    schema: &Schema,
    item: &Bson,
    collation: Option<&Collation>,
    details: bool,
) -> Fault {
    let mut fault = bson::doc! {
        "operatorName": keyword, "reason": "At least one item did not match the sub-schema",
        "itemIndex": i64::try_from(at).unwrap_or(i64::MAX),
    };
    if details {
        let faults: Vec<Bson> =
            schema.value_faults(item, collation).into_iter().map(Bson::Document).collect();
        fault.insert("details", faults);
    }
    fault
}

fn logical(keyword: &str, reason: &str) -> Fault {
    bson::doc! { "operatorName": keyword, "reason": reason }
}

fn counted(keyword: &str, wanted: usize, reason: &str, found: usize) -> Fault {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    bson::doc! {
        "operatorName": keyword, "specifiedAs": { keyword: number(wanted) }, "reason": reason,
        "numberOfItems": number(found),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::needless_pass_by_value, reason = "cases read better as values")]

    use bson::doc;

    use super::*;

    fn check(schema: Document, yes: &[Document], no: &[Document]) {
        let parsed = Schema::parse(&Bson::Document(schema.clone())).unwrap();
        for document in yes {
            assert!(parsed.accepts(document, None), "{schema} should accept {document}");
            assert!(parsed.faults(document, None).is_empty());
        }
        for document in no {
            assert!(!parsed.accepts(document, None), "{schema} should refuse {document}");
            assert!(!parsed.faults(document, None).is_empty());
        }
    }

    #[test]
    fn documents_are_held_to_their_schema() {
        let user = doc! {
            "bsonType": "object",
            "required": ["name", "age"],
            "properties": {
                "name": { "bsonType": "string", "minLength": 2, "maxLength": 5 },
                "age": { "bsonType": ["int", "long"], "minimum": 18, "maximum": 99 },
                "role": { "enum": ["admin", "user"] },
                "email": { "pattern": "@" },
            },
        };
        check(
            user,
            &[
                doc! {"name": "Zoë", "age": 18},
                doc! {"name": "Ann", "age": 20_i64, "role": "user", "x": 1},
            ],
            &[
                doc! {"name": "Ann"},
                doc! {"name": "A", "age": 18},
                doc! {"name": "Ann", "age": 17},
                doc! {"name": "Ann", "age": 18.0},
                doc! {"name": "Ann", "age": 18, "role": "root"},
                doc! {"name": 5, "age": 18},
                doc! {"name": "Ann", "age": 18, "email": "a"},
            ],
        );
        check(
            doc! { "properties": {"a": {}}, "additionalProperties": false },
            &[doc! {"a": 1}, doc! {}],
            &[doc! {"b": 1}],
        );
        check(
            doc! { "properties": {"t": {"bsonType": "array", "items": {"type": "string"}, "uniqueItems": true, "minItems": 1}} },
            &[doc! {"t": ["a", "b"]}, doc! {}],
            &[doc! {"t": []}, doc! {"t": ["a", "a"]}, doc! {"t": [1]}, doc! {"t": "a"}],
        );
        check(
            doc! { "anyOf": [{"required": ["a"]}, {"required": ["b"]}], "not": {"required": ["c"]} },
            &[doc! {"a": 1}],
            &[doc! {}, doc! {"a": 1, "c": 1}],
        );
        check(
            doc! { "properties": {"n": {"minimum": 5, "exclusiveMinimum": true, "multipleOf": 0.5}} },
            &[doc! {"n": 5.5}, doc! {"n": "x"}],
            &[doc! {"n": 5}, doc! {"n": 5.7}],
        );
        check(
            doc! { "dependencies": {"a": ["b"]} },
            &[doc! {"a": 1, "b": 1}, doc! {}],
            &[doc! {"a": 1}],
        );
    }

    #[test]
    fn a_fault_says_what_and_where() {
        let schema = doc! { "required": ["b"], "properties": {"a": {"bsonType": "int", "description": "a number"}} };
        let parsed = Schema::parse(&Bson::Document(schema)).unwrap();
        let faults = parsed.faults(&doc! { "a": "x" }, None);
        let shown: Vec<String> =
            faults.iter().map(crate::lab::documents::shown::shown_document).collect();
        assert_eq!(
            shown,
            [
                "{ operatorName: \"required\", specifiedAs: { required: [ \"b\" ] }, missingProperties: [ \"b\" ] }",
                "{ operatorName: \"properties\", propertiesNotSatisfied: [ { propertyName: \"a\", description: \"a number\", \
             details: [ { operatorName: \"bsonType\", specifiedAs: { bsonType: \"int\" }, reason: \"type did not match\", \
             consideredValue: \"x\", consideredType: \"string\" } ] } ] }",
            ]
        );
    }

    #[test]
    fn faults_of_schemas_are_refused() {
        let check = |schema: Document, code: i32, message: &str| {
            let error = Schema::parse(&Bson::Document(schema)).unwrap_err();
            assert_eq!((error.code.number(), error.message.as_str()), (code, message));
        };
        check(doc! { "colour": 1 }, 9, "Unknown $jsonSchema keyword: colour");
        check(doc! { "$ref": "x" }, 9, "$jsonSchema keyword '$ref' is not currently supported");
        check(
            doc! { "type": "integer" },
            9,
            "$jsonSchema type 'integer' is not currently supported.",
        );
        check(
            doc! { "required": [] },
            9,
            "$jsonSchema keyword 'required' cannot be an empty array",
        );
        check(
            doc! { "required": "a" },
            14,
            "$jsonSchema keyword 'required' must be an array, but found an element of type string",
        );
    }
}
