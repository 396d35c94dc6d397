//! A lesson pack: its description at once, its lessons and exercises when they are asked for.
//!
//! The built-in course is a pack like any other. What authors got wrong comes back as findings;
//! a thing with an error in it does not come back at all.

pub mod archive;
pub mod fetch;
pub mod files;
mod languages;
mod lesson;
pub mod lint;
mod load;
mod manifest;
pub mod mend;
pub mod registry;
pub mod scaffold;
pub mod schema;
pub mod shelf;
pub mod sign;
mod translation;
mod whole;
pub mod written;

pub use self::{
    lesson::LoadedLesson,
    manifest::{ExerciseHead, read_api},
};

use std::sync::Arc;

use crate::{
    course::{
        Course,
        exercise::Exercise,
        fact::Facts,
        glossary::Glossary,
        id::{ExerciseId, LessonId, ModuleId},
        lesson::Lesson,
    },
    diag::{Findings, Place},
    pack::{files::Files, load::read_text},
};

/// What to do about a pack of a newer format.
pub const UPDATE: &str = "update Backlab";
/// The file that says what a pack is.
pub const MANIFEST: &str = "pack.toml";
/// The terms that lessons explain; a pack may have none.
const GLOSSARY: &str = "glossary.toml";
/// The facts that lessons cite; a pack may have none.
const FACTS: &str = "facts.toml";

/// A pack whose `pack.toml` was read.
#[derive(Clone)]
pub struct Pack {
    pub course: Arc<Course>,
    files: Arc<dyn Files>,
    /// The translation that texts are read in; `None`: the first language.
    language: Option<Arc<str>>,
}

impl Pack {
    /// Reads `pack.toml` and nothing else.
    pub fn open(files: Arc<dyn Files>) -> (Option<Pack>, Findings) {
        let (text, mut findings) = read_text(&*files, MANIFEST);
        let Some(text) = text else { return (None, findings) };
        let (course, found) = manifest::read_course(MANIFEST, &text);
        findings.append(found);
        (course.map(|course| Pack { course: Arc::new(course), files, language: None }), findings)
    }

    /// The pack in the first of the `wished` languages that it has, as systems or people name them
    /// (`de_AT.UTF-8`, `de`).
    #[must_use]
    pub fn in_language(&self, wished: &[String]) -> Pack {
        let language = languages::chosen(&self.course.languages, wished).map(Arc::from);
        Pack { language, ..self.clone() }
    }

    /// The translation that texts are read in; `None`: the first language.
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// Reads one lesson.
    pub fn lesson(&self, id: &LessonId) -> (Option<LoadedLesson>, Findings) {
        match self.course.module_of_lesson(id) {
            Some((_, module)) => lesson::load_lesson(self, &module.id, id),
            None => (None, unlisted("lesson", id.as_str())),
        }
    }

    /// What stands at the head of a lesson, without reading its text; `None` where that is damaged.
    pub fn lesson_head(&self, id: &LessonId) -> Option<Lesson> {
        let (_, module) = self.course.module_of_lesson(id)?;
        let path = Pack::path_of_lesson(&module.id, id);
        let text = read_text(&*self.files, &path).0?;
        let front = manifest::read_front_matter(&self.course, id, &path, &text).0?;
        // Of a translation the whole is looked at: a damaged one is not shown.
        if let Some(language) = self.language()
            && self.files.read(&languages::path_of(&path, language)).is_ok()
        {
            return self.lesson(id).0.map(|loaded| loaded.lesson);
        }
        Some(front.lesson)
    }

    /// What a list says of an exercise, without reading its checks and its files; `None` where that
    /// is damaged.
    pub fn exercise_head(&self, id: &ExerciseId) -> Option<ExerciseHead> {
        let (_, module) = self.course.module_of_exercise(id)?;
        let path = format!("{}/exercise.toml", Pack::folder_of_exercise(&module.id, id));
        let text = read_text(&*self.files, &path).0?;
        let mut head = manifest::read_exercise_head(id, &path, &text)?;
        if let Some(language) = self.language() {
            let folder = Pack::folder_of_exercise(&module.id, id);
            if let (Some((title, _)), _) = translation::task(self, &folder, language) {
                head.title = title.unwrap_or(head.title);
            }
        }
        Some(head)
    }

    /// What the mock API of an exercise calls itself; may be empty. `None` where it has none.
    pub fn api_title(&self, id: &ExerciseId) -> Option<String> {
        let (_, module) = self.course.module_of_exercise(id)?;
        let folder = Pack::folder_of_exercise(&module.id, id);
        let path = format!("{folder}/exercise.toml");
        let named = manifest::read_mock(&path, &read_text(&*self.files, &path).0?)?;
        let path = load::path_of_api(&module.id, &folder, &named);
        let text = read_text(&*self.files, &path).0?;
        Some(manifest::read_api_title(&path, &text).unwrap_or_default())
    }

    /// The files that an exercise begins with, as paths in its folder `starter`.
    pub fn starter_paths(&self, id: &ExerciseId) -> Vec<String> {
        let Some((_, module)) = self.course.module_of_exercise(id) else { return Vec::new() };
        let folder = format!("{}/starter", Pack::folder_of_exercise(&module.id, id));
        let paths = self.files.list(&folder).0.into_iter();
        paths
            .filter_map(|path| Some(path.strip_prefix(&folder)?.strip_prefix('/')?.to_owned()))
            .collect()
    }

    /// Reads one exercise with all its files.
    pub fn exercise(&self, id: &ExerciseId) -> (Option<Exercise>, Findings) {
        match self.course.module_of_exercise(id) {
            Some((_, module)) => {
                let (mut exercise, findings) =
                    load::load_exercise(&*self.files, &self.course, &module.id, id);
                if let (Some(exercise), Some(language)) = (&mut exercise, self.language()) {
                    let folder = Pack::folder_of_exercise(&module.id, id);
                    // What is wrong with it is told by lint; a learner reads the source then.
                    translation::translate(self, &folder, language, exercise);
                }
                (exercise, findings)
            }
            None => (None, unlisted("exercise", id.as_str())),
        }
    }

    /// Reads the glossary; empty where the pack has none.
    pub fn glossary(&self) -> (Glossary, Findings) {
        match load::read_optional(&*self.files, GLOSSARY) {
            (Some(text), _) => manifest::read_glossary(&self.course, GLOSSARY, &text),
            (None, findings) => (Glossary::default(), findings),
        }
    }

    /// Reads the facts; empty where the pack has none.
    pub fn facts(&self) -> (Facts, Findings) {
        facts(&*self.files)
    }

    /// Where the text of a lesson stands.
    pub fn path_of_lesson(module: &ModuleId, id: &LessonId) -> String {
        format!("lessons/{module}/{id}.md")
    }

    /// Where the files of an exercise stand.
    pub fn folder_of_exercise(module: &ModuleId, id: &ExerciseId) -> String {
        format!("exercises/{module}/{id}")
    }

    /// The text of one file; `None` where it is absent or no text.
    pub fn text(&self, path: &str) -> Option<String> {
        read_text(&*self.files, path).0
    }

    /// The files below `folder`, each with what it holds, in the order of their paths. What cannot
    /// be read is left out: `check_all` names it.
    pub fn contents(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        let with_content = |path: String| {
            let content = self.files.read(&path).ok()?;
            Some((path, content))
        };
        self.files.list(folder).0.into_iter().filter_map(with_content).collect()
    }

    /// Reads everything, and compares what the files say about each other.
    pub fn check_all(&self) -> Findings {
        whole::check_all(self)
    }
}

fn facts(files: &dyn Files) -> (Facts, Findings) {
    match load::read_optional(files, FACTS) {
        (Some(text), _) => manifest::read_facts(FACTS, &text),
        (None, findings) => (Facts::default(), findings),
    }
}

fn unlisted(what: &str, id: &str) -> Findings {
    let mut findings = Findings::new();
    findings.error(Place::new(MANIFEST, 1, 1), format!("no module lists the {what} `{id}`"));
    findings
}
