//! Translations: files beside those of a pack's first language, `lesson.de.md` beside `lesson.md`. What
//! is not translated is shown in the first language, file by file.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::{
    course::exercise::Exercise,
    diag::{Findings, Place},
    markup::parse::{Source, parse_text},
    pack::{
        LoadedLesson, Pack, languages,
        load::read_optional,
        manifest::{Translation, front_matter, read_translation},
    },
};

/// Letters of a fingerprint: enough to see that a text changed.
const FINGERPRINT_BYTES: usize = 4;

/// The translation of a lesson, in the form of the lesson itself. Nothing comes back where there is
/// none, and where it is damaged or not of the form of its source.
pub(super) fn lesson(
    pack: &Pack,
    source: &LoadedLesson,
    language: &str,
    parse: impl FnOnce(&str, &str, usize) -> (crate::markup::Document, Findings),
) -> (Option<LoadedLesson>, Findings) {
    let path = languages::path_of(&source.path, language);
    let (Some(text), found) = read_optional(&*pack.files, &path) else {
        return (None, Findings::new());
    };
    let (read, more) = read_translation(&path, &text);
    let mut findings = found;
    findings.append(more);
    let Some(read) = read else { return (None, findings) };
    let mut lesson = source.lesson.clone();
    lesson.title = read.title.unwrap_or(lesson.title);
    lesson.objective = read.objective.unwrap_or(lesson.objective);
    if !read.reviews.is_empty() {
        let form = |reviews: &[crate::course::lesson::Review]| -> Vec<Vec<bool>> {
            let options = |review: &crate::course::lesson::Review| {
                review.options.iter().map(|option| option.correct).collect()
            };
            reviews.iter().map(options).collect()
        };
        if form(&read.reviews) != form(&lesson.reviews) {
            findings
                .error(Place::new(&path, 1, 1), "the review questions are not those of the source")
                .hint("as many, in the same order, with the same options right");
        }
        lesson.reviews = read.reviews;
    }
    let (document, found) = parse(&path, &text, read.body);
    findings.append(found);
    let code = |document: &crate::markup::Document| -> Vec<String> {
        document.samples().map(|sample| sample.code.clone()).collect()
    };
    if code(&document) != code(&source.document) {
        findings
            .error(Place::new(&path, 1, 1), "the blocks of code are not those of the source")
            .hint("the same code in the same order: `pack test` runs that of the source");
    }
    if findings.has_errors() {
        return (None, findings);
    }
    (Some(LoadedLesson { lesson, document, path, source: text }), findings)
}

/// Puts the translation of the task into an exercise, where there is one that can be used.
pub(super) fn translate(pack: &Pack, folder: &str, language: &str, exercise: &mut Exercise) {
    if let (Some((title, task)), _) = task(pack, folder, language) {
        exercise.task = task;
        exercise.title = title.unwrap_or_else(|| std::mem::take(&mut exercise.title));
    }
}

/// The translation of a task: the title of its exercise, and its text.
pub(super) fn task(
    pack: &Pack,
    folder: &str,
    language: &str,
) -> (Option<(Option<String>, String)>, Findings) {
    let path = languages::path_of(&format!("{folder}/task.md"), language);
    let (read, text, mut findings) = read(pack, &path);
    let Some(read) = read else { return (None, findings) };
    let source = Source { file: &path, text: &text, start: read.body };
    findings.append(parse_text(source).1);
    if text[read.body..].trim().is_empty() {
        findings.error(Place::new(&path, 1, 1), "the task is empty");
    }
    let translated = (read.title, text[read.body..].to_owned());
    (Some(translated).filter(|_| !findings.has_errors()), findings)
}

/// A translation with its text; `None` where there is none.
pub(super) fn read(pack: &Pack, path: &str) -> (Option<Translation>, String, Findings) {
    let (text, mut findings) = read_optional(&*pack.files, path);
    let Some(text) = text else { return (None, String::new(), findings) };
    let (read, found) = read_translation(path, &text);
    findings.append(found);
    (read, text, findings)
}

/// A part of a text that can be translated for itself: the front matter, or a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The title of the page; empty for the front matter.
    pub title: String,
    /// Of its words and code; spaces at the ends of lines do not count.
    pub fingerprint: String,
}

/// The parts of a Markdown file of the first language.
pub fn parts(text: &str) -> Vec<Part> {
    let (matter, body) = front_matter(text).map_or(("", 0), |(range, body)| (&text[range], body));
    let mut parts = vec![part("", matter)];
    for page in text[body..].split("\n---\n") {
        let title = page.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default();
        parts.push(part(title.trim(), page));
    }
    parts
}

fn part(title: &str, text: &str) -> Part {
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    let digest = Sha256::digest(lines.join("\n").as_bytes());
    let mut fingerprint = String::new();
    for byte in &digest[..FINGERPRINT_BYTES] {
        let _ = write!(fingerprint, "{byte:02x}");
    }
    Part { title: title.to_owned(), fingerprint }
}

/// The value of `source` for a translation that says what `parts` say.
pub fn mark(parts: &[Part]) -> String {
    parts.iter().map(|part| part.fingerprint.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_the_front_matter_and_the_pages() {
        let text = "+++\na = 1\n+++\n# One\n\nx  \n\n---\n\n# Two\n\ny\n";
        let found = parts(text);
        assert_eq!(found.iter().map(|part| &*part.title).collect::<Vec<_>>(), ["", "One", "Two"]);
        let spaced = parts(&text.replace("x  \n", "x\n"));
        assert_eq!(mark(&found), mark(&spaced));
        let other = parts(&text.replace("\ny\n", "\nz\n"));
        let same = found.iter().zip(&other).map(|(a, b)| a.fingerprint == b.fingerprint);
        assert_eq!(same.collect::<Vec<_>>(), [true, true, false]);
    }
}
