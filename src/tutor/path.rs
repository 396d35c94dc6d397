//! The path through a course: each lesson, then the exercises that its front matter names, then
//! what its module has besides.
//!
//! Of lessons and exercises only the head is read, and of lessons only as many as the question
//! needs: what comes after a lesson is known from that lesson alone, as long as it names an exercise.

use std::{collections::BTreeSet, iter};

use crate::{
    course::{
        Module,
        id::{ExerciseId, LessonId, ModuleId},
        lesson::Lesson,
    },
    progress::{Place, Summary},
    tutor::{Next, Solving, Tutor},
};

/// A place that was read.
pub(super) struct Found {
    /// As the first line of Home names it.
    pub next: Next,
    /// What stands at its head where it is a lesson.
    pub lesson: Option<Lesson>,
}

impl Tutor {
    /// The places of a module in the order of learning. What cannot be read is left out.
    pub(super) fn places(&self, module: &Module) -> Vec<Place> {
        self.walk(module, 0).collect()
    }

    /// What follows a place in the order of learning, in its module or a later one that is not
    /// skipped. After an exercise that is what was not done yet, if anything, exercises that were left
    /// out of its module before other modules; whoever reads lessons again reads them in their order.
    pub(super) fn next_after(&self, place: &Place) -> Option<Next> {
        let summary = self.progress.summary(&self.pack.course.id);
        let mut skipped = self.skipped(&summary);
        // Whoever is in a module goes on in it.
        if let Some(here) = self.module_at(place) {
            skipped.remove(&here.id);
        }
        let wanted = |next: &Place| !self.is_in_one_of(next, &skipped);
        let open = |next: &Place| wanted(next) && !is_done(&summary, next);
        let found = match (place, self.module_at(place)) {
            (Place::Exercise(_), Some(module)) => {
                self.left_in(module, place, open).or_else(|| self.following(place, open))
            }
            (Place::Exercise(_) | Place::Lesson(_), _) => None,
        };
        found.or_else(|| self.following(place, wanted)).map(|found| found.next)
    }

    /// What is open in a module after `place`, else the first of its exercises that is before it.
    fn left_in(
        &self,
        module: &Module,
        place: &Place,
        open: impl Fn(&Place) -> bool,
    ) -> Option<Found> {
        let after = self.walk(module, 0).skip_while(|at| at != place).skip(1);
        let before = self.walk(module, 0).take_while(|at| at != place);
        let exercises = before.filter(|at| matches!(at, Place::Exercise(_)));
        after.chain(exercises).filter(open).find_map(|place| self.read(&place))
    }

    /// Whether a place belongs to one of these modules.
    pub(super) fn is_in_one_of(&self, place: &Place, modules: &BTreeSet<ModuleId>) -> bool {
        let is_one = |module: &Module| modules.contains(&module.id);
        !modules.is_empty() && self.module_at(place).is_some_and(is_one)
    }

    fn module_at(&self, place: &Place) -> Option<&Module> {
        let course = &self.pack.course;
        let found = match place {
            Place::Lesson(id) => course.module_of_lesson(id),
            Place::Exercise(id) => course.module_of_exercise(id),
        };
        found.map(|(_, module)| module)
    }

    /// The first place after `place` that is wanted and whose head can be read.
    pub(super) fn following(
        &self,
        place: &Place,
        wanted: impl Fn(&Place) -> bool,
    ) -> Option<Found> {
        let course = &self.pack.course;
        let (number, module, from) = match place {
            Place::Lesson(id) => {
                let (number, module) = course.module_of_lesson(id)?;
                (number, module, module.lessons.iter().position(|lesson| lesson == id)?)
            }
            Place::Exercise(id) => {
                let (number, module) = course.module_of_exercise(id)?;
                (number, module, 0)
            }
        };
        let rest = self.walk(module, from).skip_while(|at| at != place).skip(1);
        let later = course.modules.iter().skip(number).flat_map(|module| self.walk(module, 0));
        rest.chain(later).filter(wanted).find_map(|place| self.read(&place))
    }

    /// The first place of the course that is wanted and can be read.
    pub(super) fn first(&self, wanted: impl Fn(&Place) -> bool) -> Option<Found> {
        let places = self.pack.course.modules.iter().flat_map(|module| self.walk(module, 0));
        places.filter(wanted).find_map(|place| self.read(&place))
    }

    /// The first lesson or exercise of a module that can be read.
    pub(super) fn first_of(&self, module: &Module) -> Option<Next> {
        self.walk(module, 0).find_map(|place| self.read(&place)).map(|found| found.next)
    }

    /// Reads a place; `None` where that cannot be done.
    pub(super) fn read(&self, place: &Place) -> Option<Found> {
        let (title, minutes, lesson) = match place {
            Place::Lesson(id) => {
                let lesson = self.pack.lesson_head(id)?;
                (lesson.title.clone(), lesson.minutes, Some(lesson))
            }
            Place::Exercise(id) => {
                let exercise = self.pack.exercise_head(id)?;
                (exercise.title, exercise.minutes, None)
            }
        };
        let next = Next {
            place: place.clone(),
            title,
            minutes,
            page: None,
            then: None,
            days_away: None,
            last_solved: None,
        };
        Some(Found { next, lesson })
    }

    /// Lessons from the one at `from`, each followed by its exercises; the module's others last.
    fn walk<'a>(&'a self, module: &'a Module, from: usize) -> impl Iterator<Item = Place> + 'a {
        let lessons = module.lessons.iter().skip(from).flat_map(|id| {
            let exercises = iter::once_with(|| self.exercises_of(id)).flatten();
            iter::once(Place::Lesson(id.clone())).chain(exercises.map(Place::Exercise))
        });
        let others = iter::once_with(|| {
            let named: BTreeSet<ExerciseId> =
                module.lessons.iter().flat_map(|id| self.exercises_of(id)).collect();
            module.exercises.iter().filter(move |id| !named.contains(*id))
        });
        lessons.chain(others.flatten().cloned().map(Place::Exercise))
    }

    /// The exercises that a lesson's front matter names.
    fn exercises_of(&self, id: &LessonId) -> Vec<ExerciseId> {
        self.pack.lesson_head(id).map(|lesson| lesson.exercises).unwrap_or_default()
    }
}

/// Whether a place was read or solved.
pub(super) fn is_done(summary: &Summary, place: &Place) -> bool {
    match place {
        Place::Lesson(id) => summary.lessons.get(id).is_some_and(|mark| mark.read),
        Place::Exercise(id) => {
            summary.exercises.get(id).is_some_and(|standing| Solving::of(standing).is_solved())
        }
    }
}
