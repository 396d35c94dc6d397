//! Everywhere one can go in the course, by title.

use crate::{
    catalog::{self, Stage},
    course::{
        Module,
        id::{ExerciseId, LessonId, ModuleId},
    },
    progress::Place,
    tutor::Tutor,
};

/// What one can go to, and how far the titles are.
#[derive(Clone, Debug, PartialEq)]
pub struct Destinations {
    /// Modules, then lessons, then exercises, each along the course.
    pub all: Vec<Destination>,
    /// Until it is ready there may be no titles of lessons and exercises.
    pub stage: Stage,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    pub title: String,
    /// `module 9`: the one where it stands; of a module, itself.
    pub under: String,
    pub towards: Towards,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Towards {
    Module(ModuleId),
    Place(Place),
}

impl Tutor {
    /// Asks the index for the titles; reads no lesson.
    pub fn destinations(&self) -> Destinations {
        let course = &self.pack.course;
        let stage = self.catalog.stage();
        let (lessons, exercises) = self.catalog.titles(&course.id);
        let modules = course
            .numbered()
            .filter(|(_, module)| !module.lessons.is_empty() || !module.exercises.is_empty());
        let mut all: Vec<_> = modules
            .map(|(number, module)| Destination {
                title: module.title.clone(),
                under: format!("module {number}"),
                towards: Towards::Module(module.id.clone()),
            })
            .collect();
        let under = |found: Option<(usize, &Module)>| {
            found.map_or_else(String::new, |(number, _)| format!("module {number}"))
        };
        all.extend(lessons.into_iter().filter_map(
            |catalog::Hit { slug, place, title, .. }| {
                let id = LessonId::parse(&slug).ok()?;
                let under = under(course.module_of_lesson_at(place, &id));
                Some(Destination { title, under, towards: Towards::Place(Place::Lesson(id)) })
            },
        ));
        all.extend(exercises.into_iter().filter_map(
            |catalog::Hit { slug, place, title, .. }| {
                let id = ExerciseId::parse(&slug).ok()?;
                let under = under(course.module_of_exercise_at(place, &id));
                Some(Destination { title, under, towards: Towards::Place(Place::Exercise(id)) })
            },
        ));
        Destinations { all, stage }
    }
}
