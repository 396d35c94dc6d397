//! A lesson: its front matter, its questions, and the samples that can be run.

use crate::{
    course::id::{ExerciseId, LessonId},
    diag::Place,
    exchange::Request,
};

/// The front matter of a lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    pub id: LessonId,
    pub title: String,
    pub objective: String,
    pub minutes: u32,
    pub requires: Vec<LessonId>,
    pub concepts: Vec<String>,
    pub exercises: Vec<ExerciseId>,
    pub rev: u32,
    pub reviews: Vec<Review>,
}

/// A question answered from memory. With options it is a choice, without it is free text.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    pub question: String,
    pub answer: Option<String>,
    pub why: Option<String>,
    pub options: Vec<Choice>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub text: String,
    pub correct: bool,
    pub why: String,
}

/// A block of code in a lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Counted from 0 within its lesson, over all code blocks.
    pub index: usize,
    /// As the fence says it: `js`, `sql`, `http`.
    pub language: String,
    pub mode: Mode,
    pub code: String,
    /// A file of the lesson's module that is loaded first: its path in the pack, its text.
    pub setup: Option<(String, String)>,
    /// Sent in order once the program listens; then the run stops.
    pub sends: Vec<Request>,
    /// Runs after the block before it, in the same program.
    pub continues: bool,
    /// What the lesson says it prints; `…` stands for any text in a line, alone for any lines.
    pub output: Option<String>,
    /// Where the first line of `code` stands in the lesson's file.
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Runs in place and prints `output`.
    Run,
    /// Runs after the learner said what it prints.
    Predict,
    /// Runs and ends with the error in `output`.
    Fails,
    /// Runs, and shows a fault that the lesson mends.
    Vulnerable,
    /// A part that does not run alone.
    Fragment,
    /// Code for another stack, only shown.
    Display,
}

impl Mode {
    /// Whether `r` runs a block of this mode.
    pub fn runs(self) -> bool {
        match self {
            Mode::Run | Mode::Predict | Mode::Fails | Mode::Vulnerable => true,
            Mode::Fragment | Mode::Display => false,
        }
    }
}
