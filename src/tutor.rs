//! What can be done: the verbs that the screens, plain mode and the command line share.
//!
//! Each verb reads, judges, records and returns values. Long work takes a `&Cancel` and a
//! `Sender<Step>`.

use std::path::PathBuf;

use crate::{
    course::{
        Course,
        exercise::{Exercise, Files},
        id::{ExerciseId, LessonId, ModuleId, PackId},
    },
    judge::Verdict,
};
pub use crate::{
    diag::Trouble,
    progress::{AttemptKind, PastAttempt, Place, Standing},
};

/// What Home shows: made from pack.toml and progress, and the one lesson to continue with.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    pub course: Course,
    /// Nothing was ever read or tried.
    pub first_start: bool,
    pub next: Option<Next>,
    /// In the order of the course.
    pub modules: Vec<ModuleState>,
    /// What must be said of the store: progress is kept in memory only, a damaged file was set
    /// aside. One sentence each.
    pub notes: Vec<String>,
}

/// The first line of Home.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    pub place: Place,
    pub title: String,
    pub minutes: u32,
    /// `page 3 of 5`, for a lesson that was begun: page counted from 1, pages.
    pub page: Option<(usize, usize)>,
    /// The exercise that follows the lesson.
    pub then: Option<String>,
    /// Whole days since anything was done, when at least one.
    pub days_away: Option<u32>,
    /// Title of what was solved last.
    pub last_solved: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ModuleState {
    pub id: ModuleId,
    pub lessons: Vec<LessonState>,
    pub exercises: Vec<ExerciseState>,
}

impl ModuleState {
    pub fn solved(&self) -> usize {
        self.exercises.iter().filter(|exercise| exercise.state.is_solved()).count()
    }

    pub fn solved_with_help(&self) -> usize {
        self.exercises.iter().filter(|exercise| exercise.state == Solving::SolvedWithHelp).count()
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct LessonState {
    pub id: LessonId,
    pub state: Reading,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ExerciseState {
    pub id: ExerciseId,
    pub state: Solving,
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

/// A module unfolded on Home: titles and minutes, in the order of learning.
#[derive(Clone, Debug, PartialEq)]
pub struct Unfolded {
    pub module: ModuleId,
    pub rows: Vec<UnfoldedRow>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct UnfoldedRow {
    pub place: Place,
    pub title: String,
    pub minutes: u32,
}

/// An exercise with the learner's files and what was done so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Workpiece {
    pub pack: PackId,
    pub module_number: usize,
    pub module_title: String,
    pub exercise: Exercise,
    /// The folder in the workspace; `None` where nothing can be written.
    pub folder: Option<PathBuf>,
    /// What the learner has now: every file of the exercise, read-only ones too.
    pub files: Files,
    /// Said once above the editor: the files are kept in memory only, and why.
    pub note: Option<String>,
    pub standing: Standing,
    /// What comes after this exercise.
    pub next: Option<Next>,
}

/// A check that was recorded, and where the learner stands after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    pub exercise: ExerciseId,
    pub verdict: Verdict,
    pub standing: Standing,
    /// The attempt could not be written: why, in one sentence.
    pub unsaved: Option<String>,
}
