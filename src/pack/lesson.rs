//! One lesson with its text, and the files beside it that its samples name.

use std::cell::OnceCell;

use crate::{
    course::{
        fact::Facts,
        id::{LessonId, ModuleId},
        lesson::Lesson,
    },
    diag::{Findings, Place},
    exchange::{Request, http_file},
    markup::{
        Document,
        parse::{Beside, Source, parse_lesson},
    },
    pack::{Pack, facts, files::Files, load::read_text, manifest::read_front_matter, translation},
    text::clean_line,
};

/// A lesson that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedLesson {
    pub lesson: Lesson,
    pub document: Document,
    /// Its file in the pack.
    pub path: String,
    /// The whole file.
    pub source: String,
}

/// Reads `lessons/MODULE/ID.md`. The lesson comes back only when it can be used.
pub(super) fn load_lesson(
    pack: &Pack,
    module: &ModuleId,
    id: &LessonId,
) -> (Option<LoadedLesson>, Findings) {
    let path = Pack::path_of_lesson(module, id);
    let (text, mut findings) = read_text(&*pack.files, &path);
    let Some(source) = text else { return (None, findings) };
    let (front, found) = read_front_matter(&pack.course, id, &path, &source);
    findings.append(found);
    let Some(front) = front else { return (None, findings) };
    let (data, found) = Data::read(&*pack.files, module, id);
    findings.append(found);
    let text = Source { file: &path, text: &source, start: front.body };
    let (document, found) = parse_lesson(text, &data);
    findings.append(found);
    if findings.has_errors() {
        return (None, findings);
    }
    let loaded = LoadedLesson { lesson: front.lesson, document, path, source };
    let translated = pack.language().and_then(|language| {
        let parse =
            |file: &str, text: &str, start| parse_lesson(Source { file, text, start }, &data);
        // What is wrong with it is told by lint; a learner reads the source then.
        translation::lesson(pack, &loaded, language, parse).0
    });
    (Some(translated.unwrap_or(loaded)), findings)
}

/// What is wrong with the translation of a lesson that can be read itself.
pub(super) fn check_translation(
    pack: &Pack,
    module: &ModuleId,
    id: &LessonId,
    language: &str,
) -> Findings {
    let (Some(source), _) = load_lesson(&pack.in_language(&[]), module, id) else {
        return Findings::new();
    };
    let (data, _) = Data::read(&*pack.files, module, id);
    let parse = |file: &str, text: &str, start| parse_lesson(Source { file, text, start }, &data);
    translation::lesson(pack, &source, language, parse).1
}

/// `lessons/MODULE/data/`.
struct Data<'a> {
    files: &'a dyn Files,
    paths: Vec<String>,
    /// Those of `LESSON.http`.
    requests: Vec<http_file::Named>,
    /// Read when the lesson cites the first of them.
    facts: OnceCell<Facts>,
}

impl<'a> Data<'a> {
    fn read(files: &'a dyn Files, module: &ModuleId, id: &LessonId) -> (Data<'a>, Findings) {
        let folder = format!("lessons/{module}/data");
        let (paths, mut findings) = files.list(&folder);
        let path = format!("{folder}/{id}.http");
        let mut requests = Vec::new();
        if paths.contains(&path) {
            let (text, found) = read_text(files, &path);
            findings.append(found);
            let (named, mistakes) = http_file::read(&text.unwrap_or_default());
            for mistake in mistakes {
                let place = Place::new(&path, mistake.line, mistake.column);
                let found = findings.error(place, clean_line(&mistake.what));
                if let Some(hint) = &mistake.hint {
                    found.hint(clean_line(hint));
                }
            }
            requests = named;
        }
        (Data { files, paths, requests, facts: OnceCell::new() }, findings)
    }
}

impl Beside for Data<'_> {
    fn setup(&self, name: &str, language: &str) -> Option<(String, String)> {
        let of = |path: &str| {
            let end = path.rsplit('.').next().unwrap_or_default();
            SCRIPTS.iter().copied().find(|script| *script == end).unwrap_or("js")
        };
        let fits = |path: &&String| stem(path) == name && of(path) == language;
        let path = self.paths.iter().find(fits)?;
        let (text, _) = read_text(self.files, path);
        Some((path.clone(), text?))
    }

    fn request(&self, name: &str) -> Option<Request> {
        let named = self.requests.iter().find(|named| named.name == name)?;
        Some(named.request.clone())
    }

    fn fact(&self, id: &str) -> Option<String> {
        let facts = self.facts.get_or_init(|| facts(self.files).0);
        Some(facts.fact(id)?.value.clone())
    }
}

/// Endings of scripts for data; a program loads none of them.
const SCRIPTS: [&str; 3] = ["sql", "mongo", "redis"];

/// The name of a file without what stands after its first dot.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or(name)
}
