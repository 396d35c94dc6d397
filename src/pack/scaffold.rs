//! A new pack: one lesson and one exercise of each chosen kind, complete enough to pass its own
//! lint and its own test, with comments that teach and schemas for the author's editor.

use std::{
    collections::BTreeMap,
    fmt,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use crate::{
    course::{exercise::Kind, id::PackId},
    pack::schema::{Described, FOLDER},
};

/// What a new pack is to be.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub id: PackId,
    /// One exercise of each; none twice.
    pub kinds: Vec<Kind>,
    /// Whose the pack is.
    pub author: String,
}

/// Why a folder does not become a pack. Nothing in it was changed, but for `Unwritten`.
#[derive(Debug)]
pub enum Refused {
    /// Something is there already, by its name.
    NotEmpty(String),
    /// It is a file, a link, a device.
    NoFolder,
    /// What the system said about this path.
    Unwritten(PathBuf, io::Error),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::NotEmpty(what) => write!(f, "the folder is not empty: `{what}` is in it"),
            Refused::NoFolder => f.write_str("this is not a folder"),
            Refused::Unwritten(path, error) => {
                write!(f, "{} cannot be written: {error}", path.display())
            }
        }
    }
}

/// Each file of the new pack by its path, the schemas among them.
pub fn files(wanted: &Wanted) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for (path, template) in PACK {
        files.insert((*path).to_owned(), filled(template, wanted));
    }
    for kind in &wanted.kinds {
        let template = template(*kind);
        for (path, text) in template.files {
            files.insert(format!("exercises/m01/{}/{path}", template.id), (*text).to_owned());
        }
    }
    for file in Described::ALL {
        files.insert(format!("{FOLDER}/{}.json", file.name()), file.text());
    }
    files
}

/// Writes the files into `folder`, which may be absent or empty; a folder `.git` counts as nothing.
///
/// # Errors
/// Says why there will be no pack. No file that is there is ever overwritten.
pub fn write(folder: &Path, files: &BTreeMap<String, String>) -> Result<(), Refused> {
    let unwritten = |path: &Path| {
        let path = path.to_owned();
        move |error| Refused::Unwritten(path, error)
    };
    match fs::symlink_metadata(folder) {
        Ok(meta) if !meta.is_dir() => return Err(Refused::NoFolder),
        Ok(_) => {
            for entry in fs::read_dir(folder).map_err(unwritten(folder))? {
                let name = entry.map_err(unwritten(folder))?.file_name();
                if name != ".git" {
                    return Err(Refused::NotEmpty(name.to_string_lossy().into_owned()));
                }
            }
        }
        Err(_) => fs::create_dir_all(folder).map_err(unwritten(folder))?,
    }
    for (path, text) in files {
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(unwritten(parent))?;
        let written = File::create_new(&path).and_then(|mut file| file.write_all(text.as_bytes()));
        written.map_err(unwritten(&path))?;
    }
    Ok(())
}

/// The id of the exercise that a new pack has of this kind.
pub fn exercise_of(kind: Kind) -> &'static str {
    template(kind).id
}

/// The name of a pack as a title: `http-caching` is `Http caching`.
fn title(id: &PackId) -> String {
    let name = id.as_str().rsplit('/').next().unwrap_or_default().replace('-', " ");
    let mut letters = name.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn filled(template: &str, wanted: &Wanted) -> String {
    let quoted = |words: &mut dyn Iterator<Item = &str>| {
        words.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
    };
    let exercises = quoted(&mut wanted.kinds.iter().map(|kind| exercise_of(*kind)));
    // The lesson runs JavaScript, whatever the exercises are.
    let mut needs = vec!["js"];
    for kind in &wanted.kinds {
        needs.extend(match kind {
            Kind::Http => Some("http"),
            Kind::Sql => Some("sql"),
            Kind::Mongo => Some("mongo"),
            Kind::Redis => Some("redis"),
            Kind::Stack => Some("stack"),
            Kind::Js | Kind::Quiz | Kind::Attack => None,
        });
    }
    // The author's name may hold what TOML would read as the end of the text.
    let author = wanted.author.replace(['"', '\\'], "'");
    template
        .replace("{{id}}", wanted.id.as_str())
        .replace("{{title}}", &title(&wanted.id))
        .replace("{{author}}", author.trim())
        .replace("{{needs}}", &quoted(&mut needs.into_iter()))
        .replace("{{exercises}}", &exercises)
}

/// An exercise as its files below its folder.
struct Template {
    id: &'static str,
    files: &'static [(&'static str, &'static str)],
}

/// Each file of a folder of `scaffold/`, by its path there.
macro_rules! folder {
    ($folder:literal: $($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("scaffold/", $folder, "/", $path)))),+]
    };
}

const PACK: &[(&str, &str)] = &[
    ("pack.toml", include_str!("scaffold/pack.toml")),
    ("glossary.toml", include_str!("scaffold/glossary.toml")),
    ("facts.toml", include_str!("scaffold/facts.toml")),
    ("README.md", include_str!("scaffold/README.md")),
    ("lessons/m01/what-is-open.md", include_str!("scaffold/lesson.md")),
];

fn template(kind: Kind) -> Template {
    let (id, files): (_, &[_]) = match kind {
        Kind::Js => (
            "list-open-notes",
            folder!("js": "exercise.toml", "task.md", "starter/notes.js", "solution/notes.js",
                    "also/loop/notes.js"),
        ),
        Kind::Http => (
            "tick-a-note",
            folder!("http": "exercise.toml", "task.md", "starter/requests.http",
                    "solution/requests.http", "also/one-by-one/requests.http", "data/api.toml"),
        ),
        Kind::Sql => (
            "find-open-notes",
            folder!("sql": "exercise.toml", "task.md", "starter/answer.sql", "solution/answer.sql",
                    "also/subquery/answer.sql", "data/schema.sql", "data/shown.sql",
                    "data/other.sql", "data/finished.sql"),
        ),
        Kind::Mongo => (
            "open-documents",
            folder!("mongo": "exercise.toml", "task.md", "starter/answer.mongo",
                    "solution/answer.mongo", "data/shown.json", "data/other.json",
                    "data/finished.json"),
        ),
        Kind::Redis => (
            "move-a-note",
            folder!("redis": "exercise.toml", "task.md", "starter/answer.redis",
                    "solution/answer.redis", "data/shown.redis", "data/other.redis"),
        ),
        Kind::Quiz => {
            ("open-or-done", folder!("quiz": "exercise.toml", "task.md", "solution/answers.toml"))
        }
        Kind::Attack => (
            "locked-notes",
            folder!("attack": "exercise.toml", "task.md", "starter/requests.http",
                    "starter/server.js", "solution/requests.http", "solution/server.js",
                    "data/guessed.http"),
        ),
        Kind::Stack => (
            "notes-server",
            folder!("stack": "exercise.toml", "task.md", "starter/server.js", "solution/server.js"),
        ),
    };
    Template { id, files }
}
