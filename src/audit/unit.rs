//! What is tested as one thing: a lesson or an exercise.

use crate::{
    course::{
        Module,
        id::{ExerciseId, LessonId},
    },
    pack::Pack,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    Lesson(LessonId),
    Exercise(ExerciseId),
}

impl Unit {
    /// Those of the pack that `only` names, by their own ids or that of their module, in the order
    /// of the course; all where it names nothing.
    pub fn wanted(pack: &Pack, only: &[String]) -> Vec<Unit> {
        let named = |id: &str| only.iter().any(|name| name == id);
        let of_module = |module: &Module| {
            let all = only.is_empty() || named(module.id.as_str());
            let lessons = module.lessons.iter().cloned().map(Unit::Lesson);
            let exercises = module.exercises.iter().cloned().map(Unit::Exercise);
            lessons.chain(exercises).filter(move |unit| all || named(unit.id())).collect::<Vec<_>>()
        };
        pack.course.modules.iter().flat_map(of_module).collect()
    }

    pub fn id(&self) -> &str {
        match self {
            Unit::Lesson(id) => id.as_str(),
            Unit::Exercise(id) => id.as_str(),
        }
    }

    /// `lesson` or `exercise`: one id may be both.
    pub fn kind(&self) -> &'static str {
        match self {
            Unit::Lesson(_) => "lesson",
            Unit::Exercise(_) => "exercise",
        }
    }

    pub fn module<'p>(&self, pack: &'p Pack) -> Option<&'p Module> {
        let found = match self {
            Unit::Lesson(id) => pack.course.module_of_lesson(id),
            Unit::Exercise(id) => pack.course.module_of_exercise(id),
        };
        found.map(|(_, module)| module)
    }

    /// The file of a lesson, the folder of an exercise.
    pub fn path(&self, pack: &Pack) -> String {
        let Some(module) = self.module(pack) else { return String::new() };
        match self {
            Unit::Lesson(id) => Pack::path_of_lesson(&module.id, id),
            Unit::Exercise(id) => Pack::folder_of_exercise(&module.id, id),
        }
    }
}
