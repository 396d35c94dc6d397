//! Rules about translations: of the form of their source, and not older than it.

use crate::{
    course::id::{LessonId, ModuleId},
    diag::Place,
    pack::{
        Pack, languages,
        lesson::check_translation,
        lint::{Report, view::CourseView},
        translation::{self, Part},
    },
};

/// A translation that is there.
struct Translated<'v> {
    path: String,
    /// The file of the first language.
    source: String,
    language: &'v str,
    of: Of<'v>,
}

enum Of<'v> {
    Lesson(&'v ModuleId, &'v LessonId),
    /// The folder of its exercise.
    Task(String),
}

/// T01: what changed in the source since the translation was made.
pub fn age(view: &CourseView<'_>, report: &mut Report<'_>) {
    for translated in all(view) {
        let Some(source) = view.pack.text(&translated.source) else { continue };
        let (Some(read), _, _) = translation::read(view.pack, &translated.path) else { continue };
        let parts = translation::parts(&source);
        let place = Place::new(&translated.path, 1, 1);
        let mark = format!("source = \"{}\"", translation::mark(&parts));
        match read.source {
            None => {
                let message = "the translation does not say which text it was made from";
                report.say(place, message, &format!("in its front matter: {mark}"));
            }
            Some(of) => {
                if let Some(changed) = changed(&parts, &of) {
                    let message = format!("`{}` is newer: {changed}", translated.source);
                    report.say(place, message, &format!("once both say the same again: {mark}"));
                }
            }
        }
    }
}

/// What is not as it was when the fingerprints `of` were taken; `None` where all is.
fn changed(parts: &[Part], of: &str) -> Option<String> {
    let known: Vec<&str> = of.split_whitespace().collect();
    let new: Vec<&Part> =
        parts.iter().filter(|part| !known.contains(&part.fingerprint.as_str())).collect();
    let gone =
        known.iter().filter(|old| !parts.iter().any(|part| part.fingerprint == **old)).count();
    if new.is_empty() && gone == 0 {
        let order: Vec<&str> = parts.iter().map(|part| part.fingerprint.as_str()).collect();
        return (order != known).then(|| "its pages stand in another order".to_owned());
    }
    let names: Vec<String> = new
        .iter()
        .map(|part| match part.title.as_str() {
            "" => "the front matter".to_owned(),
            title => format!("the page `{title}`"),
        })
        .collect();
    Some(match (names.len(), gone) {
        (0, 1) => "a page is gone".to_owned(),
        (0, gone) => format!("{gone} pages are gone"),
        (_, _) => format!("{} changed or came in", names.join(", ")),
    })
}

/// T02: the form of the source, so that a learner gets it.
pub fn form(view: &CourseView<'_>, report: &mut Report<'_>) {
    for translated in all(view) {
        let language = translated.language;
        let findings = match &translated.of {
            Of::Lesson(module, id) => check_translation(view.pack, module, id, language),
            Of::Task(folder) => translation::task(view.pack, folder, language).1,
        };
        for found in &findings {
            let hint = found.hint.as_deref().unwrap_or_default();
            report.say(found.place.clone(), found.message.clone(), hint);
        }
    }
}

fn all<'v>(view: &'v CourseView<'_>) -> Vec<Translated<'v>> {
    let course = view.frame.course;
    let mut all = Vec::new();
    let is_there = |path: &str| view.sizes.iter().any(|(known, _)| known == path);
    for language in course.languages.iter().skip(1) {
        let mut add = |source: String, of| {
            let path = languages::path_of(&source, language);
            if is_there(&path) {
                all.push(Translated { path, source, language, of });
            }
        };
        for module in &course.modules {
            for id in &module.lessons {
                add(Pack::path_of_lesson(&module.id, id), Of::Lesson(&module.id, id));
            }
            for id in &module.exercises {
                let folder = Pack::folder_of_exercise(&module.id, id);
                add(format!("{folder}/task.md"), Of::Task(folder));
            }
        }
    }
    all
}
