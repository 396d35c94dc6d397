//! `pack new` and `pack schema`: what an author begins with.

use std::{fmt::Write as _, path::Path};

use crate::{
    cli::{Ended, Failed, print::out},
    course::{exercise::Kind, id::PackId},
    diag::did_you_mean,
    pack::{
        scaffold::{self, Refused, Wanted},
        schema::{Described, reference},
    },
    text::clean_line,
};

/// Whose a new pack is unless it is said.
const OWNER: &str = "my";
const AUTHOR: &str = "Your Name";

/// In the order in which `--kind all` has them.
const KINDS: [Kind; 8] = [
    Kind::Js,
    Kind::Http,
    Kind::Sql,
    Kind::Mongo,
    Kind::Redis,
    Kind::Quiz,
    Kind::Attack,
    Kind::Stack,
];

/// Makes a pack in `folder` and says what to do next.
pub fn new(
    folder: &Path,
    id: Option<&str>,
    kinds: &[String],
    author: Option<&str>,
) -> Result<Ended, Failed> {
    let id = match id {
        Some(id) => PackId::parse(id)
            .map_err(|error| Failed::Misuse(format!("--id {}: {error}", clean_line(id))))?,
        None => id_of(folder)?,
    };
    let kinds = chosen(kinds)?;
    let author = author.map(str::trim).filter(|author| !author.is_empty()).unwrap_or(AUTHOR);
    let wanted = Wanted { id, kinds, author: clean_line(author).into_owned() };
    scaffold::write(folder, &scaffold::files(&wanted)).map_err(|refused| {
        let shown = folder.display();
        match refused {
            Refused::NotEmpty(_) => Failed::Misuse(format!(
                "{shown}: {}\nname a folder that is not there yet: backlab pack new my-pack",
                clean_line(&refused.to_string())
            )),
            Refused::NoFolder => Failed::Misuse(format!("{shown}: {refused}")),
            Refused::Unwritten(..) => Failed::Broken(refused.to_string()),
        }
    })?;
    out(&next_steps(folder, &wanted))?;
    Ok(Ended::Well)
}

/// The folder's own name, as an id.
fn id_of(folder: &Path) -> Result<PackId, Failed> {
    // A folder that is not there yet has a last name; `.` has none and is there.
    let last = folder.file_name().map(ToOwned::to_owned);
    let name = last.or_else(|| folder.canonicalize().ok()?.file_name().map(ToOwned::to_owned));
    let name = name.map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let words: Vec<&str> = name
        .split(|ch: char| !ch.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    PackId::parse(&format!("{OWNER}/{}", words.join("-"))).map_err(|_| {
        Failed::Misuse(format!(
            "{}: no id can be made of the name of this folder\nsay one: --id owner/name",
            folder.display()
        ))
    })
}

fn chosen(words: &[String]) -> Result<Vec<Kind>, Failed> {
    let mut kinds = Vec::new();
    for word in words {
        let named: &[Kind] = match KINDS.iter().position(|kind| kind.name() == word) {
            Some(at) => &KINDS[at..=at],
            None if word == "all" => &KINDS,
            None => return Err(Failed::Misuse(unknown_kind(word))),
        };
        kinds.extend(
            named.iter().filter(|kind| !kinds.contains(*kind)).copied().collect::<Vec<_>>(),
        );
    }
    Ok(kinds)
}

fn unknown_kind(word: &str) -> String {
    let names = || KINDS.iter().map(|kind| kind.name());
    let word = clean_line(word);
    let near = did_you_mean(&word, names()).map(|near| format!(", did you mean `{near}`?"));
    let all: Vec<&str> = names().collect();
    format!(
        "--kind {word}: there is no such kind of exercise{}\nkinds: {}, or all",
        near.unwrap_or_default(),
        all.join(", ")
    )
}

fn next_steps(folder: &Path, wanted: &Wanted) -> String {
    let kinds: Vec<&str> = wanted.kinds.iter().map(|kind| kind.name()).collect();
    let exercises = match kinds.len() {
        1 => "1 exercise".to_owned(),
        many => format!("{many} exercises"),
    };
    let mut text = format!("{}: 1 lesson, {exercises} ({})\n\n", wanted.id, kinds.join(", "));
    if folder != Path::new(".") {
        let _ = writeln!(text, "    cd {}", clean_line(&folder.display().to_string()));
    }
    text.push_str(
        "    backlab pack lint       reads the files and says where they break a rule\n    \
         backlab pack test       proves it: right answers pass, wrong ones fail as they should\n    \
         backlab pack preview    shows it as learners see it\n\n\
         Begin with pack.toml: its comments say what is what. `backlab pack guide` is the guide.\n",
    );
    if wanted.id.as_str().starts_with("my/") {
        text.push_str(
            "The id begins with `my/`; put your own name there before others get the pack.\n",
        );
    }
    text
}

/// Prints the page that instructors read: whoever has the program has it.
pub fn guide() -> Result<Ended, Failed> {
    out(include_str!("../../../docs/PACKS.md"))?;
    Ok(Ended::Well)
}

/// Prints one schema, a list of them, or the page about all keys.
pub fn schema(name: Option<&str>, markdown: bool) -> Result<Ended, Failed> {
    let text = match name {
        None if markdown => reference(),
        None => {
            let mut list = String::new();
            for file in Described::ALL {
                let schema = file.schema();
                let about = schema["description"].as_str().unwrap_or_default().replace('\n', " ");
                let _ = writeln!(list, "{:<10} {about}", file.name());
            }
            list + "\nbacklab pack schema NAME prints one as JSON Schema, --markdown all as a page\n"
        }
        Some(name) => {
            let known = Described::ALL.iter().find(|file| file.name() == name);
            known.ok_or_else(|| Failed::Misuse(unknown_schema(name)))?.text()
        }
    };
    out(&text)?;
    Ok(Ended::Well)
}

fn unknown_schema(name: &str) -> String {
    let names = || Described::ALL.iter().map(|file| file.name());
    let name = clean_line(name);
    let near = did_you_mean(&name, names()).map(|near| format!(", did you mean `{near}`?"));
    let all: Vec<&str> = names().collect();
    format!("there is no schema `{name}`{}\nschemas: {}", near.unwrap_or_default(), all.join(", "))
}
