//! What the files of a pack may hold, as JSON Schemas for editors and as a page for people.
//!
//! `manifest` reads these files key by key, because that keeps the place of every mistake. The types
//! here say the same in the form that schemas are derived from; nothing is ever made of them.
//! tests/schema.rs holds both against each other.

#[expect(dead_code, reason = "a shape is never made: schemas are derived from it")]
mod api;
#[expect(dead_code, reason = "as above")]
mod check;
#[expect(dead_code, reason = "as above")]
mod exercise;
#[expect(dead_code, reason = "as above")]
mod pack;
#[expect(dead_code, reason = "as above")]
mod question;
mod reference;
#[expect(dead_code, reason = "as above")]
mod sql;
#[expect(dead_code, reason = "as above")]
mod store;
#[expect(dead_code, reason = "as above")]
mod value;

pub use self::reference::reference;

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::Value as Json;

/// The folder of a pack that holds the schemas. Its name begins with a dot, so it is no part of the
/// pack.
pub const FOLDER: &str = ".schemas";

/// A file whose keys are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Described {
    Pack,
    Lesson,
    Exercise,
    Glossary,
    Facts,
    Api,
    Translation,
}

impl Described {
    /// In the order in which an author meets them.
    pub const ALL: [Described; 7] = [
        Described::Pack,
        Described::Lesson,
        Described::Exercise,
        Described::Glossary,
        Described::Facts,
        Described::Api,
        Described::Translation,
    ];

    /// The name of its schema, without `.json`.
    pub fn name(self) -> &'static str {
        match self {
            Described::Pack => "pack",
            Described::Lesson => "lesson",
            Described::Exercise => "exercise",
            Described::Glossary => "glossary",
            Described::Facts => "facts",
            Described::Api => "api",
            Described::Translation => "translation",
        }
    }

    /// The JSON Schema (draft 7, which the editors' servers for TOML know).
    pub fn schema(self) -> Json {
        let mut schema = match self {
            Described::Pack => of::<pack::Pack>(),
            Described::Lesson => of::<pack::Lesson>(),
            Described::Exercise => of::<exercise::Exercise>(),
            Described::Glossary => of::<pack::Glossary>(),
            Described::Facts => of::<pack::Facts>(),
            Described::Api => of::<api::Api>(),
            Described::Translation => of::<pack::Translation>(),
        };
        tidy(&mut schema);
        schema
    }

    /// The schema as a file.
    pub fn text(self) -> String {
        format!("{:#}\n", self.schema())
    }
}

fn of<T: JsonSchema>() -> Json {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<T>().into()
}

/// TOML has no null, and nobody needs the widths of our integers.
fn tidy(schema: &mut Json) {
    match schema {
        Json::Array(members) => members.iter_mut().for_each(tidy),
        Json::Object(object) => {
            if let Some(Json::Array(types)) = object.get_mut("type") {
                types.retain(|word| word != "null");
                if let [one] = &types[..] {
                    object["type"] = one.clone();
                }
            }
            if let Some(Json::Array(words)) = object.get_mut("enum") {
                words.retain(|word| !word.is_null());
            }
            if let Some(Json::Array(ways)) = object.get_mut("anyOf") {
                ways.retain(|way| way["type"] != "null");
                if ways.len() == 1 {
                    let only = object.shift_remove("anyOf").unwrap_or_default();
                    object.insert("allOf".to_owned(), only);
                }
            }
            let format = object.get("format").and_then(Json::as_str).unwrap_or_default();
            if format.starts_with("int") || format.starts_with("uint") || format == "double" {
                object.shift_remove("format");
            }
            object.values_mut().for_each(tidy);
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}
