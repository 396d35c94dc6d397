//! The schemas of a pack's files against what the loader reads: every file of the built-in course and
//! of the packs in tests/cases, right and wrong.

#![expect(clippy::unwrap_used, reason = "a test may end where a file cannot be read")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use backlab::pack::schema::{Described, reference};
use serde_json::Value as Json;

/// Which schema is about the file at `path` of a pack.
fn described(path: &str) -> Option<Described> {
    match path {
        "pack.toml" => Some(Described::Pack),
        "glossary.toml" => Some(Described::Glossary),
        "facts.toml" => Some(Described::Facts),
        path if path.ends_with("/exercise.toml") => Some(Described::Exercise),
        path if is_translation(path) => Some(Described::Translation),
        path if path.starts_with("lessons/") && is_markdown(path) => Some(Described::Lesson),
        path if path.contains("/data/")
            && Path::new(path).extension().is_some_and(|ending| ending == "toml") =>
        {
            Some(Described::Api)
        }
        _ => None,
    }
}

fn is_markdown(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "md")
}

/// `LESSON.de.md`, `task.de.md`.
fn is_translation(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    is_markdown(path) && name.matches('.').count() == 2
}

/// The TOML of a file as JSON, with dates as text; `None` where it is no TOML.
fn value(path: &str, text: &str) -> Option<Json> {
    let toml =
        if is_markdown(path) { text.strip_prefix("+++\n")?.split("\n+++").next()? } else { text };
    json(toml::Value::Table(toml.parse().ok()?))
}

fn json(value: toml::Value) -> Option<Json> {
    Some(match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => serde_json::Number::from_f64(number)?.into(),
        toml::Value::Boolean(value) => value.into(),
        toml::Value::Datetime(when) => when.to_string().into(),
        toml::Value::Array(members) => {
            Json::Array(members.into_iter().map(json).collect::<Option<_>>()?)
        }
        toml::Value::Table(table) => Json::Object(
            table
                .into_iter()
                .map(|(key, value)| Some((key, json(value)?)))
                .collect::<Option<_>>()?,
        ),
    })
}

struct Validators(BTreeMap<&'static str, jsonschema::Validator>);

impl Validators {
    fn new() -> Validators {
        let build = |file: Described| {
            let schema = file.schema();
            jsonschema::draft7::meta::validate(&schema).unwrap();
            (file.name(), jsonschema::draft7::new(&schema).unwrap())
        };
        Validators(Described::ALL.into_iter().map(build).collect())
    }

    /// What the schema says against a file; nothing where it has no schema or is no TOML.
    fn mistakes(&self, path: &str, text: &str) -> Vec<String> {
        let Some(file) = described(path) else { return Vec::new() };
        let Some(value) = value(path, text) else { return Vec::new() };
        let say = |error: jsonschema::ValidationError<'_>| {
            format!("{path} at {}: {error}", error.instance_path())
        };
        self.0[file.name()].iter_errors(&value).map(say).collect()
    }
}

/// All files of a folder by their paths below it.
fn files_of(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut open = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let inner = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.push((inner, path));
            }
        }
    }
    files.sort();
    files
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_file_of_the_built_in_course_is_as_its_schema_says() {
    let validators = Validators::new();
    let mut looked_at = BTreeSet::new();
    let mut mistakes = Vec::new();
    for place in ["pack.toml", "glossary.toml", "facts.toml"] {
        let text = fs::read_to_string(root().join(place)).unwrap();
        mistakes.extend(validators.mistakes(place, &text));
    }
    for place in ["lessons", "exercises"] {
        for (path, file) in files_of(&root().join(place)) {
            let path = format!("{place}/{path}");
            let Some(file_kind) = described(&path) else { continue };
            let text = fs::read_to_string(file).unwrap();
            assert!(value(&path, &text).is_some(), "{path} is no TOML");
            looked_at.insert(file_kind.name());
            mistakes.extend(validators.mistakes(&path, &text));
        }
    }
    assert_eq!(looked_at, BTreeSet::from(["api", "exercise", "lesson"]));
    assert!(mistakes.is_empty(), "{} mistakes\n{}", mistakes.len(), mistakes.join("\n"));
}

/// A file in which the loader finds nothing must be right by its schema too. Where the schema finds
/// something, the loader does.
#[test]
fn the_schemas_refuse_nothing_that_the_loader_reads() {
    let validators = Validators::new();
    let mut caught = BTreeSet::new();
    for case in fs::read_dir(root().join("tests/cases")).unwrap() {
        let case = case.unwrap().path();
        let Ok(expected) = fs::read_to_string(case.join("expected.txt")) else { continue };
        for (path, file) in files_of(&case) {
            let Ok(text) = fs::read_to_string(&file) else { continue };
            let mistakes = validators.mistakes(&path, &text);
            let is_broken = expected.lines().any(|line| line.starts_with(&format!("{path}:")));
            assert!(mistakes.is_empty() || is_broken, "{}: {mistakes:#?}", file.display());
            if !mistakes.is_empty() {
                let name = case.file_name().unwrap().to_str().unwrap();
                caught.insert(format!("{name}/{path}"));
            }
        }
    }
    for path in ["broken-pack/pack.toml", "broken-glossary/glossary.toml", "newer-format/pack.toml"]
    {
        assert!(caught.contains(path), "{path} in {caught:#?}");
    }
    let folders: BTreeSet<_> = caught.iter().map(|path| path.split('/').next().unwrap()).collect();
    assert!(folders.len() >= 8, "{caught:#?}");
}

/// One mistake at a time, in a file that is right otherwise.
#[test]
fn the_schemas_catch_what_a_form_can_show() {
    let validators = Validators::new();
    let exercise = "exercises/m01/greet/exercise.toml";
    let lesson = "lessons/m01/answers.md";
    for (path, find, put) in [
        ("pack.toml", "licence =", "license ="),
        ("pack.toml", "version = \"1.0.0\"", "version = \"1.0\""),
        ("pack.toml", "needs = [\"js\"]", "needs = [\"bash\"]"),
        ("pack.toml", "short = \"Functions\"", "short = \"Functions that are far too long\""),
        ("pack.toml", "id = \"cases/clean\"", "id = \"clean\""),
        ("pack.toml", "format = 1", "format = 2"),
        (exercise, "difficulty = 1", "difficulty = 6"),
        (exercise, "difficulty = 1", "difficulty = \"1\""),
        (exercise, "kind = \"js\"", "kind = \"javascript\""),
        (
            exercise,
            "call = \"greet\"\nreturns = \"Hello you\"",
            "cal = \"greet\"\nreturns = \"Hello you\"",
        ),
        (
            exercise,
            "say = \"greet says hello to Ada\"",
            "say = \"greet says hello to Ada and to all others\"",
        ),
        (exercise, "rev = 1\n", ""),
        (
            exercise,
            "put = \"\\\"Hello Ada\\\"\" }",
            "put = \"\\\"Hello Ada\\\"\", dir = \"wrong\" }",
        ),
        (lesson, "minutes = 6", "minutes = 0"),
        (lesson, "objective =", "objektive ="),
        (lesson, "answer = \"The value `undefined`, whatever the function computed.\"\n", ""),
        ("glossary.toml", "means =", "meaning ="),
        ("facts.toml", "source =", "url ="),
    ] {
        let text = fs::read_to_string(root().join("tests/cases/clean").join(path)).unwrap();
        assert_eq!(validators.mistakes(path, &text), [""; 0]);
        assert!(text.contains(find), "{find} in {path}");
        let broken = text.replacen(find, put, 1);
        assert!(!validators.mistakes(path, &broken).is_empty(), "{find} -> {put}");
    }
}

/// The keys that the loader asks for are those of the schemas, and nothing else.
#[test]
fn the_schemas_have_every_key_that_the_loader_reads() {
    let mut read = BTreeSet::new();
    let calls = regex::Regex::new(
        r#"(?s)(?:optional|required|text_or_warning|flag|lists?|budget|limit|value|text|scripts|statements|row_list|only_true)\(\s*(?:&?fields,\s*)?"([A-Za-z_-]+)""#,
    )
    .unwrap();
    for (_, file) in files_of(&root().join("src/pack/manifest")) {
        let source = fs::read_to_string(file).unwrap();
        let source = source.split("#[cfg(test)]").next().unwrap();
        for found in calls.captures_iter(source) {
            read.insert(found[1].to_owned());
        }
    }
    let mut described = BTreeSet::new();
    for file in Described::ALL {
        keys(&file.schema(), &mut described);
    }
    let unknown: Vec<_> = read.difference(&described).collect();
    assert!(unknown.is_empty(), "the loader reads keys that no schema has: {unknown:?}");
    assert!(read.len() > 120, "{}", read.len());
    // The other way round, a key that the loader does not know would be offered by an editor.
    let source: String = files_of(&root().join("src/pack/manifest"))
        .into_iter()
        .map(|(_, file)| fs::read_to_string(file).unwrap())
        .collect();
    let invented: Vec<_> =
        described.iter().filter(|key| !source.contains(&format!("\"{key}\""))).collect();
    assert!(invented.is_empty(), "no loader reads {invented:?}");
}

fn keys(schema: &Json, into: &mut BTreeSet<String>) {
    match schema {
        Json::Array(members) => members.iter().for_each(|member| keys(member, into)),
        Json::Object(object) => {
            if let Some(properties) = object.get("properties").and_then(Json::as_object) {
                into.extend(properties.keys().cloned());
            }
            object.values().for_each(|value| keys(value, into));
        }
        _ => {}
    }
}

/// `BACKLAB_BLESS=1 cargo test --test schema` writes the page anew.
#[test]
fn the_page_about_all_keys_is_that_of_the_schemas() {
    let path = root().join("docs/PACKS-REFERENCE.md");
    let page = reference();
    if std::env::var_os("BACKLAB_BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let kept = fs::read_to_string(path).unwrap_or_default();
    assert!(kept == page, "backlab pack schema --markdown > docs/PACKS-REFERENCE.md");
}

/// The guide shows each key at work.
#[test]
fn the_guide_has_an_example_of_every_key() {
    let guide = fs::read_to_string(root().join("docs/PACKS.md")).unwrap();
    let mut described = BTreeSet::new();
    for file in Described::ALL {
        keys(&file.schema(), &mut described);
    }
    let shown = |key: &&String| {
        let key = regex::escape(key);
        let written = format!(r#"(?m)(^|[ \[{{(.`]){key}( = |\.[\w"$]|\]|`)"#);
        regex::Regex::new(&written).unwrap().is_match(&guide)
    };
    let missing: Vec<_> = described.iter().filter(|key| !shown(key)).collect();
    assert!(missing.is_empty(), "docs/PACKS.md has no example of {missing:?}");
}
