//! What a course is made of: plain values that know no file, no format and no screen.

pub mod attack;
pub mod check;
pub mod exercise;
pub mod fact;
pub mod glossary;
pub mod id;
pub mod lesson;
pub mod quiz;
pub mod sql;
pub mod store;

use self::id::{ExerciseId, LessonId, ModuleId, PackId};
use crate::text::clean_line;

/// The title of a course as far as a title line has room for it: up to its first comma.
pub fn short_title(course: &str) -> &str {
    course.split(',').next().unwrap_or("")
}

/// What `pack.toml` says: enough for Home and for `backlab list`, without opening another file.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    pub id: PackId,
    pub version: String,
    pub title: String,
    pub summary: String,
    /// The first is the source language.
    pub languages: Vec<String>,
    pub authors: Vec<String>,
    /// An SPDX expression.
    pub licence: String,
    pub homepage: Option<String>,
    /// The oldest version of Backlab that can use it, where the author says so.
    pub min_app: Option<String>,
    pub needs: Vec<Need>,
    pub modules: Vec<Module>,
    /// Old id, new id.
    pub moved: Vec<(String, String)>,
    pub retired: Vec<String>,
}

/// An engine that a pack may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Http,
    Js,
    Sql,
    Mongo,
    Redis,
    Stack,
}

impl Need {
    pub const ALL: [Need; 6] =
        [Need::Http, Need::Js, Need::Sql, Need::Mongo, Need::Redis, Need::Stack];

    /// As `pack.toml` and a registry write it.
    pub const fn name(self) -> &'static str {
        match self {
            Need::Http => "http",
            Need::Js => "js",
            Need::Sql => "sql",
            Need::Mongo => "mongo",
            Need::Redis => "redis",
            Need::Stack => "stack",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Module {
    pub id: ModuleId,
    pub title: String,
    /// At most 20 characters.
    pub short: String,
    pub outcome: String,
    /// How long its lessons and exercises take together, where the author says so.
    pub hours: Option<f64>,
    pub lessons: Vec<LessonId>,
    pub exercises: Vec<ExerciseId>,
}

impl Course {
    /// `by Ada, Grace`, safe to show; `None` where nobody is named.
    pub fn by(&self) -> Option<String> {
        let authors: Vec<_> = self.authors.iter().map(|author| clean_line(author)).collect();
        (!authors.is_empty()).then(|| format!("by {}", authors.join(", ")))
    }

    /// The module that holds `lesson`, and its number counted from 1.
    pub fn module_of_lesson(&self, lesson: &LessonId) -> Option<(usize, &Module)> {
        self.numbered().find(|(_, module)| module.lessons.contains(lesson))
    }

    /// The module that holds `exercise`, and its number counted from 1.
    pub fn module_of_exercise(&self, exercise: &ExerciseId) -> Option<(usize, &Module)> {
        self.numbered().find(|(_, module)| module.exercises.contains(exercise))
    }

    /// As [`Course::module_of_lesson`], for who knows the place of the lesson among all lessons.
    pub fn module_of_lesson_at(&self, place: usize, lesson: &LessonId) -> Option<(usize, &Module)> {
        let there = self.module_at(place, |module| &module.lessons, lesson);
        there.or_else(|| self.module_of_lesson(lesson))
    }

    /// As [`Course::module_of_exercise`], for who knows its place among all exercises.
    pub fn module_of_exercise_at(
        &self,
        place: usize,
        exercise: &ExerciseId,
    ) -> Option<(usize, &Module)> {
        let there = self.module_at(place, |module| &module.exercises, exercise);
        there.or_else(|| self.module_of_exercise(exercise))
    }

    /// The module whose list has `id` at `place` of all lists together.
    fn module_at<T: PartialEq>(
        &self,
        mut place: usize,
        list: impl Fn(&Module) -> &[T],
        id: &T,
    ) -> Option<(usize, &Module)> {
        for (number, module) in self.numbered() {
            let list = list(module);
            match list.get(place) {
                Some(there) => return (there == id).then_some((number, module)),
                None => place -= list.len(),
            }
        }
        None
    }

    /// The modules with their numbers, counted from 1.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, &Module)> {
        self.modules.iter().enumerate().map(|(index, module)| (index + 1, module))
    }
}
