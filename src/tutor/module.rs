//! How far a module is: what of it was read, tried and solved.

use crate::{
    course::{
        Module,
        id::{LessonId, ModuleId},
    },
    progress::{Standing, Summary},
};

/// How far a module is, in the order of its lists.
#[derive(Clone, Debug, PartialEq)]
pub struct ModuleState {
    pub id: ModuleId,
    pub lessons: Vec<Reading>,
    pub exercises: Vec<Solving>,
    /// The learner knows it and leaves it out. What is begun is not skipped.
    pub skipped: bool,
}

impl ModuleState {
    pub(super) fn of(summary: &Summary, module: &Module) -> ModuleState {
        let solving = |id| summary.exercises.get(id).map_or(Solving::Ahead, Solving::of);
        let state = ModuleState {
            id: module.id.clone(),
            lessons: module.lessons.iter().map(|id| Reading::of(summary, id)).collect(),
            exercises: module.exercises.iter().map(solving).collect(),
            skipped: false,
        };
        let skipped = summary.skipped.contains(&module.id) && state.can_be_skipped();
        ModuleState { skipped, ..state }
    }

    pub fn read(&self) -> usize {
        self.lessons.iter().filter(|reading| **reading == Reading::Read).count()
    }

    pub fn solved(&self) -> usize {
        self.exercises.iter().filter(|solving| solving.is_solved()).count()
    }

    pub fn solved_with_help(&self) -> usize {
        self.exercises.iter().filter(|solving| **solving == Solving::SolvedWithHelp).count()
    }

    /// It can be skipped: there is something in it, and nothing of that was begun.
    pub fn can_be_skipped(&self) -> bool {
        self.has_content() && !self.is_begun()
    }

    /// There is something in it to read or to solve.
    pub fn has_content(&self) -> bool {
        !self.lessons.is_empty() || !self.exercises.is_empty()
    }

    /// The learner goes through it: there is something in it, and it is not skipped.
    pub fn is_walked(&self) -> bool {
        self.has_content() && !self.skipped
    }

    /// All its lessons are read and all its exercises are solved.
    pub fn is_finished(&self) -> bool {
        self.has_content()
            && self.solved() == self.exercises.len()
            && self.read() == self.lessons.len()
    }

    /// Something in it was read or tried.
    pub fn is_begun(&self) -> bool {
        self.lessons.iter().any(|reading| *reading != Reading::Ahead)
            || self.exercises.iter().any(|solving| *solving != Solving::Ahead)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    Ahead,
    Begun,
    Read,
}

impl Reading {
    fn of(summary: &Summary, id: &LessonId) -> Reading {
        match summary.lessons.get(id) {
            None => Reading::Ahead,
            Some(mark) if mark.read => Reading::Read,
            Some(_) => Reading::Begun,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Solving {
    Ahead,
    Tried,
    Solved,
    SolvedWithHelp,
}

impl Solving {
    pub(super) fn of(standing: &Standing) -> Solving {
        match standing {
            Standing { passed: true, with_help: true, .. } => Solving::SolvedWithHelp,
            Standing { passed: true, .. } => Solving::Solved,
            Standing { attempts: 0, hints: 0, revealed: false, .. } => Solving::Ahead,
            Standing { .. } => Solving::Tried,
        }
    }

    pub fn is_solved(self) -> bool {
        match self {
            Solving::Solved | Solving::SolvedWithHelp => true,
            Solving::Ahead | Solving::Tried => false,
        }
    }
}
