//! The packs beside the one that is open, and how far each is.

use std::{cmp::Reverse, sync::Arc};

use crate::{
    course::{Course, id::PackId},
    pack::{Pack, shelf::Installed},
    progress::Summary,
    tutor::{
        ModuleState, Tutor,
        packs::{Packs, built_in, is_built_in},
    },
};

/// So many are shown; the record of each is asked before the first frame.
const SHOWN_MAX: usize = 3;

/// The packs beside the one that is open: the built-in course, then what was installed last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Others {
    pub shown: Vec<OtherPack>,
    /// How many there are besides.
    pub more: usize,
}

/// How far a pack is that is not open.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherPack {
    pub id: PackId,
    pub title: String,
    pub lessons: usize,
    pub read: usize,
    pub exercises: usize,
    pub solved: usize,
    pub helped: usize,
}

impl Tutor {
    pub(in crate::tutor) fn others(&self) -> Others {
        let open = &self.pack.course.id;
        // The screen of packs says why the record cannot be read.
        let record = self.packs.record().unwrap_or_default();
        let installed = record.packs.iter().filter(|known| known.id != *open);
        let mut installed: Vec<_> =
            installed.filter_map(|known| Some((&known.id, known.installed.as_ref()?))).collect();
        installed.sort_by_key(|(_, installed)| Reverse(installed.at));
        let course = (!is_built_in(open)).then(built_in);
        let course = course.map(|course| of_course(&course, &self.progress.summary(&course.id)));
        let all = installed.len() + usize::from(course.is_some());
        let others = installed.into_iter().map(|(id, installed)| self.other(id, installed));
        let shown: Vec<_> = course.into_iter().chain(others).take(SHOWN_MAX).collect();
        Others { more: all - shown.len(), shown }
    }

    fn other(&self, id: &PackId, installed: &Installed) -> OtherPack {
        let summary = self.progress.summary(id);
        let is_begun = !summary.lessons.is_empty() || !summary.exercises.is_empty();
        // Only what is begun has anything to count in its lists.
        let course = is_begun.then(|| self.packs.course(id)).flatten();
        match course {
            Some(course) => of_course(&course, &summary),
            None => OtherPack {
                id: id.clone(),
                title: installed.title.clone(),
                lessons: installed.lessons,
                read: 0,
                exercises: installed.exercises,
                solved: 0,
                helped: 0,
            },
        }
    }
}

impl Packs {
    /// The course of an installed pack.
    fn course(&self, id: &PackId) -> Option<Arc<Course>> {
        let files = self.shelf.as_ref().ok()?.files(id).ok()?;
        Pack::open(files).0.map(|pack| pack.course)
    }
}

fn of_course(course: &Course, summary: &Summary) -> OtherPack {
    let states: Vec<_> =
        course.modules.iter().map(|module| ModuleState::of(summary, module)).collect();
    let sum = |count: fn(&ModuleState) -> usize| states.iter().map(count).sum();
    OtherPack {
        id: course.id.clone(),
        title: course.title.clone(),
        lessons: sum(|state| state.lessons.len()),
        read: sum(ModuleState::read),
        exercises: sum(|state| state.exercises.len()),
        solved: sum(ModuleState::solved),
        helped: sum(ModuleState::solved_with_help),
    }
}
