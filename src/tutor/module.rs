//! How far a module is: what of it was read, tried and solved.

use crate::course::id::ModuleId;

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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Solving {
    Ahead,
    Tried,
    Solved,
    SolvedWithHelp,
}

impl Solving {
    pub fn is_solved(self) -> bool {
        match self {
            Solving::Solved | Solving::SolvedWithHelp => true,
            Solving::Ahead | Solving::Tried => false,
        }
    }
}
