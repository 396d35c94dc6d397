//! The page docs/PACKS-REFERENCE.md, made of the schemas.

use std::{collections::BTreeSet, fmt::Write as _};

use serde_json::{Map, Value as Json};

use super::Described;

const HEAD: &str = "\
# Every key of a lesson pack

This page is made by `backlab pack schema --markdown`, of the schemas that editors check with
(`backlab pack schema NAME`). docs/PACKS.md is the guide: it explains the tables and shows examples.

**must** marks a key that has to stand there. A key that is not on this page is an error.
";

/// Where `$ref` leads.
struct Definitions<'s>(&'s Map<String, Json>);

/// The page as Markdown.
pub fn reference() -> String {
    let mut page = HEAD.to_owned();
    let mut described = BTreeSet::new();
    for file in Described::ALL {
        let schema = file.schema();
        let none = Map::new();
        let definitions = Definitions(schema["definitions"].as_object().unwrap_or(&none));
        section(&mut page, "##", file.name(), &schema, &definitions);
        let mut queue = named_in(&schema);
        let mut at = 0;
        while let Some(name) = queue.get(at).cloned() {
            at += 1;
            let Some(definition) = definitions.0.get(&name) else { continue };
            // Nearest first, so that what belongs together stands together.
            let mut behind = at;
            for next in named_in(definition) {
                if !queue.contains(&next) {
                    queue.insert(behind, next);
                    behind += 1;
                }
            }
            if definition["properties"].is_object() && described.insert(name.clone()) {
                section(&mut page, "###", &name, definition, &definitions);
            }
        }
    }
    page
}

fn section(page: &mut String, level: &str, name: &str, schema: &Json, all: &Definitions<'_>) {
    let _ = writeln!(page, "\n{level} {}\n", heading(name, schema));
    let _ = writeln!(page, "{}\n", sentence(schema));
    let _ = writeln!(page, "| key | | value | |\n| --- | --- | --- | --- |");
    let must: Vec<&str> = strings(&schema["required"]).collect();
    for (key, value) in schema["properties"].as_object().into_iter().flatten() {
        let mark = if must.contains(&key.as_str()) { "must" } else { "" };
        let mut says = text_of(value).replace('\n', " ");
        if let Some(example) = value["examples"][0].as_str() {
            let _ = write!(says, " Example: `{example}`");
        }
        let line = format!("| `{key}` | {mark} | {} | {}", all.shown(value), cell(says.trim()));
        let _ = writeln!(page, "{} |", line.trim_end());
    }
}

/// A bar would end the cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// What stands before the colon where a description begins with code, else the name in words.
fn heading(name: &str, schema: &Json) -> String {
    let text = schema["description"].as_str().unwrap_or_default();
    match text.split_once(": ") {
        Some((head, _)) if text.starts_with('`') => head.replace('\n', " "),
        _ => words(name),
    }
}

/// The description without what became the heading.
fn sentence(schema: &Json) -> String {
    let text = text_of(schema);
    match text.split_once(": ") {
        Some((_, rest)) if text.starts_with('`') => {
            let mut letters = rest.chars();
            let first = letters.next().map(|letter| letter.to_uppercase().to_string());
            first.unwrap_or_default() + letters.as_str()
        }
        _ => text.to_owned(),
    }
}

/// `HttpStep` as `Http step`.
fn words(name: &str) -> String {
    let mut text = String::new();
    for (at, letter) in name.char_indices() {
        if 0 < at && letter.is_ascii_uppercase() {
            text.push(' ');
            text.push(letter.to_ascii_lowercase());
        } else if at == 0 {
            text.push(letter.to_ascii_uppercase());
        } else {
            text.push(letter);
        }
    }
    text
}

fn text_of(schema: &Json) -> &str {
    schema["description"].as_str().unwrap_or_default()
}

fn strings(list: &Json) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Json::as_str)
}

impl Definitions<'_> {
    /// What kind of value a key takes, in a few words.
    fn shown(&self, schema: &Json) -> String {
        if let Some(name) = reference_in(schema) {
            let Some(target) = self.0.get(name) else { return String::new() };
            if target["properties"].is_object() {
                let heading = heading(name, target);
                return format!("[{}](#{})", cell(&heading), anchor(&heading));
            }
            return self.shown(target);
        }
        if schema["const"] == true {
            return "`true`".to_owned();
        }
        if let Some(words) = choice(schema) {
            return words;
        }
        if let Some(ways) = schema["anyOf"].as_array().filter(|_| !schema["type"].is_string()) {
            let mut shown: Vec<String> = Vec::new();
            for way in ways.iter().map(|way| self.shown(way)) {
                if !shown.contains(&way) {
                    shown.push(way);
                }
            }
            return shown.join(" or ");
        }
        match schema["type"].as_str() {
            Some("string") if schema["format"] == "date" => "a day".to_owned(),
            Some("string") => match schema["maxLength"].as_u64() {
                Some(64) if schema["pattern"].is_string() => "id".to_owned(),
                Some(most) => format!("text, at most {most} characters"),
                None => "text".to_owned(),
            },
            Some("integer") => format!("whole number{}", range(schema)),
            Some("number") => format!("number{}", range(schema)),
            Some("boolean") => "`true` or `false`".to_owned(),
            Some("array") => format!("list of {}{}", self.shown(&schema["items"]), items(schema)),
            Some("object") => match &schema["additionalProperties"] {
                Json::Object(_) => {
                    format!("table of {}", self.shown(&schema["additionalProperties"]))
                }
                _ => "table".to_owned(),
            },
            _ => "any value".to_owned(),
        }
    }
}

/// The definitions that `schema` refers to, in the order of its text.
fn named_in(schema: &Json) -> Vec<String> {
    let mut names = Vec::new();
    collect(schema, &mut names);
    names
}

fn collect(schema: &Json, names: &mut Vec<String>) {
    match schema {
        Json::Array(members) => members.iter().for_each(|member| collect(member, names)),
        Json::Object(object) => {
            for (key, value) in object.iter().filter(|(key, _)| *key != "definitions") {
                match value.as_str().and_then(|text| text.strip_prefix("#/definitions/")) {
                    Some(name) if key == "$ref" => {
                        if !names.iter().any(|known| known == name) {
                            names.push(name.to_owned());
                        }
                    }
                    _ => collect(value, names),
                }
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

/// The name of the definition that this is, alone or beside a description.
fn reference_in(schema: &Json) -> Option<&str> {
    let direct = schema["$ref"].as_str();
    let wrapped = || match schema["allOf"].as_array().map(Vec::as_slice) {
        Some([only]) => only["$ref"].as_str(),
        _ => None,
    };
    direct.or_else(wrapped)?.strip_prefix("#/definitions/")
}

/// The words of an enum.
fn choice(schema: &Json) -> Option<String> {
    let mut words: Vec<String> = strings(&schema["enum"]).map(|word| format!("`{word}`")).collect();
    for way in schema["oneOf"].as_array().into_iter().flatten() {
        words.extend(way["const"].as_str().map(|word| format!("`{word}`")));
        words.extend(strings(&way["enum"]).map(|word| format!("`{word}`")));
    }
    words.extend(schema["const"].as_str().map(|word| format!("`{word}`")));
    (!words.is_empty()).then(|| words.join(", "))
}

fn range(schema: &Json) -> String {
    let number = |key: &str| schema[key].as_f64();
    match (number("minimum"), number("maximum"), number("exclusiveMinimum")) {
        (Some(min), Some(_), _) if schema["minimum"] == schema["maximum"] => format!(": {min}"),
        (Some(min), Some(max), _) => format!(", {min} to {max}"),
        (None, Some(max), Some(above)) => format!(", above {above}, at most {max}"),
        (None, Some(max), None) => format!(", at most {max}"),
        (Some(min), None, _) if min != 0.0 => format!(", at least {min}"),
        (_, None, _) => String::new(),
    }
}

fn items(schema: &Json) -> String {
    match (schema["minItems"].as_u64(), schema["maxItems"].as_u64()) {
        (Some(min), Some(max)) if min == max => format!(", exactly {min}"),
        (Some(min), Some(max)) => format!(", {min} to {max}"),
        (None, Some(max)) => format!(", at most {max}"),
        (Some(min), None) => format!(", at least {min}"),
        (None, None) => String::new(),
    }
}

/// As GitHub and its like make the names of headings.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|ch| ch.is_alphanumeric() || matches!(ch, ' ' | '-' | '_'));
    kept.map(|ch| if ch == ' ' { '-' } else { ch.to_ascii_lowercase() }).collect()
}
