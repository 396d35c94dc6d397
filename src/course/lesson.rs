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
    /// The database of an SQL block: the path of its script in the pack, and its text.
    pub on: Option<(String, String)>,
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

/// The blocks that `sample` continues, the earliest first: from a block that stands alone, through
/// those of the same language that continue it. `samples` are those of the lesson, in order.
pub fn continued<'s>(samples: &[&'s Sample], sample: &Sample) -> Vec<&'s Sample> {
    let mut chain = Vec::new();
    let mut goes_on = sample.continues;
    for before in samples.iter().rev() {
        let earlier = before.index < sample.index && before.language == sample.language;
        if goes_on && earlier && before.mode.runs() {
            chain.insert(0, *before);
            goes_on = before.continues;
        }
    }
    chain
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

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(index: usize, mode: Mode, continues: bool) -> Sample {
        Sample {
            index,
            language: "js".to_owned(),
            mode,
            code: String::new(),
            on: None,
            setup: None,
            sends: Vec::new(),
            continues,
            output: None,
            place: Place::new("a.md", 1, 1),
        }
    }

    #[test]
    fn a_block_continues_those_before_it_back_to_one_that_stands_alone() {
        let samples = [
            sample(0, Mode::Run, false),
            sample(1, Mode::Run, false),
            sample(2, Mode::Display, false),
            sample(3, Mode::Fails, true),
            sample(4, Mode::Run, true),
        ];
        let samples: Vec<_> = samples.iter().collect();
        let before = |at: usize| {
            let chain = continued(&samples, samples[at]);
            chain.iter().map(|sample| sample.index).collect::<Vec<_>>()
        };
        assert_eq!(before(4), [1, 3]);
        assert_eq!(before(3), [1]);
        assert_eq!(before(1), [0; 0]);
    }
}
