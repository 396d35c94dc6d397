//! Judgement: an exercise and an answer in, a verdict out. A wrong answer is a value here, and so
//! is "could not be judged"; nothing in this module returns an error for either.

pub mod compare;
mod explain;
mod exploit;
mod fill;
pub mod grade;
mod noted;
mod observe;
mod own;
mod pack_test;
mod part;
mod program;
mod quiz;
mod recorded;
mod recording;
mod requests;
pub mod rows;
mod run;
mod sample;
mod script;
mod sent;
mod sql;
mod store;
mod target;
mod unreached;

use std::{sync::mpsc::Sender, time::Duration};

pub use self::{
    noted::NOTHING,
    recorded::{Hidden, Recorded},
    script::{ScriptFailure, ShownRows},
};

use crate::{
    course::{
        exercise::{Exercise, Files},
        lesson::Sample,
        quiz::Prediction,
    },
    diag::Place,
    exchange::{Request, Response},
    lab::{Cancel, Machine, command::Launch},
    trace::{Stop, Trace},
};

/// Judges `answer` by the checks of `exercise`, in the order of its file. Each check is told to
/// `steps` when it begins; nobody has to listen. `cancel` ends it at once: what was not judged by
/// then is unjudged.
///
/// A check may rely on what the checks before it did to the program: they share one child, unless
/// they are `fresh`, read what a whole run prints, or call the program's modules.
pub fn judge(
    machine: &Machine,
    exercise: &Exercise,
    answer: &Answer,
    which: Which,
    cancel: &Cancel,
    steps: &Sender<Step>,
) -> Verdict {
    run::run(machine, exercise, answer, which, cancel, steps)
}

/// A verdict where nothing could be begun: no check is judged, and `why` says why.
pub fn unjudged(exercise: &Exercise, why: &str) -> Verdict {
    let results = exercise.checks.iter().map(|check| CheckResult {
        name: check.name.clone(),
        say: check.say.clone(),
        hidden: check.hidden,
        outcome: Outcome::Unjudged(why.to_owned()),
    });
    Verdict {
        checks: results.collect(),
        took: Duration::ZERO,
        trace: Trace::default(),
        hidden: Hidden::default(),
        stop: None,
        rows: None,
        exchanges: Vec::new(),
    }
}

/// Runs one block of a lesson. `before` are the blocks that it continues, the earliest first; what
/// they print is left out. What the program prints is told to `steps` as it comes.
pub fn run_sample(
    machine: &Machine,
    sample: &Sample,
    before: &[&Sample],
    cancel: &Cancel,
    steps: &Sender<Step>,
) -> SampleRun {
    sample::run(machine, sample, before, cancel, steps)
}

/// Runs the program of a prediction and gives back what it printed on both streams.
///
/// # Errors
/// Says why there is nothing to hold an answer against; never the learner's fault.
pub fn run_prediction(
    machine: &Machine,
    exercise: &Exercise,
    prediction: &Prediction,
    cancel: &Cancel,
) -> Result<String, String> {
    quiz::printed(machine, exercise, prediction, cancel)
}

/// Which checks are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    All,
    /// Those that the learner sees before they fail; the verdict names no others.
    Visible,
    /// All until one fails; those after it are unjudged. Says only whether an answer passes.
    UntilFailure,
}

/// What is judged.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Files that run in the lab.
    Files(Files),
    /// A server that the learner started: `http://127.0.0.1:5000`. Checks that need the lab are
    /// then unjudged.
    Url(String),
    /// A server that the learner's own command starts. As for a URL, checks that need the lab are
    /// unjudged.
    Command(Launch),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// In the order of the exercise.
    pub checks: Vec<CheckResult>,
    pub took: Duration,
    /// The recording of the exercise's one child. Where there were several, of the one in which the
    /// first check failed, else of the last; of one that ran for a hidden check alone only where no
    /// other says more.
    pub trace: Trace,
    /// What of it is not shown as long as hidden checks do not tell what they sent.
    pub hidden: Hidden,
    /// Why that child ended.
    pub stop: Option<Stop>,
    /// The rows that an SQL answer gave on the data that the learner sees.
    pub rows: Option<rows::Shown>,
    /// The requests of an `http` exercise, in their order; of an `attack` those of the exploit, to
    /// the vulnerable server.
    pub exchanges: Vec<Exchange>,
}

/// A request of the learner's file, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    /// May be empty.
    pub name: String,
    /// Of its request line in the file, counted from 1; `None` where a script sent it.
    pub line: Option<u32>,
    /// As sent, or as far as it could be read.
    pub request: Request,
    pub came: Came,
    /// What the learner hardly meant, and was sent all the same.
    pub doubt: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Came {
    Answer(Box<Response>),
    /// It went out. Why there is no answer; completes "GET /users: ...".
    Nothing(String),
    /// It did not go out. Why; completes "GET /users was not sent: ...".
    Unsent(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct CheckResult {
    pub name: String,
    pub say: String,
    pub hidden: bool,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Passed,
    Failed(Box<Failure>),
    /// Never the learner's fault; says why.
    Unjudged(String),
    /// This earlier check did not pass.
    Skipped {
        after: String,
    },
}

/// Everything a learner needs to see why one check failed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Failure {
    /// What happened, a sentence about the program.
    pub headline: String,
    /// The author's reason for the check; empty where the program never came to what it asks for.
    pub why: String,
    /// The author's pointer.
    pub look: Option<String>,
    /// The line of the learner's code, where the recording or the error knows it.
    pub place: Option<Place>,
    /// The text of that line.
    pub line: Option<String>,
    /// The feedback of the wrong answer that matches.
    pub feedback: Option<String>,
    /// A function that the learner may move and that the request did not reach.
    pub unreached: Option<Unreached>,
    /// The request as sent, captures filled in; `None` where it was not sent.
    pub sent: Option<Request>,
    /// Which of `Verdict::exchanges` that is, where it is one of the learner's own requests.
    pub exchange: Option<usize>,
    /// The request for a shell, against the base that was used; one to a mock API against the place
    /// where `backlab serve EXERCISE --port 4010` serves it.
    pub curl: Option<String>,
    /// What came back; `None` where nothing did.
    pub got: Option<Response>,
    /// All fields that the check names, those that differ first.
    pub fields: Vec<Field>,
    /// What those fields were compared with.
    pub side: Side,
    /// What the program printed while this check ran; `None` where no program of the learner's ran.
    pub printed: Option<String>,
    /// The SQL statements of the program while this check ran, each in a line that is safe to show:
    /// its text, the values of its parameters, what came of it, and how long that took.
    pub statements: Vec<String>,
    /// How the program ended, where that is the reason.
    pub stop: Option<Stop>,
    /// Which of several the failure is about: `request 3 of 50`, `on the data set shown`.
    pub of: Option<String>,
    /// Where this stands in `Verdict::trace`; `None` where that is the recording of another child.
    pub recorded: Option<Recorded>,
    /// What a check of a script adds, of SQL or of a store's console.
    pub script: Option<Box<ScriptFailure>>,
}

/// A function that a request would have had too, and that another answered before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreached {
    /// Where it stands.
    pub place: Place,
    /// Says so, and what answered, in Markdown.
    pub note: String,
}

impl Failure {
    /// What is told besides the headline and the reason, in Markdown: the author's word to this wrong
    /// answer, and what the recording knows of the way that the request took.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        let unreached = self.unreached.as_ref().map(|unreached| unreached.note.as_str());
        self.feedback.as_deref().into_iter().chain(unreached)
    }
}

/// What the right column of the table of fields holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// What the program did.
    #[default]
    CameBack,
    /// What one of the learner's requests was, and its answer.
    Found,
    /// What the learner wrote down.
    Noted,
}

impl Side {
    /// The head of the column.
    pub fn words(self) -> &'static str {
        match self {
            Side::CameBack => "came back",
            Side::Found => "found",
            Side::Noted => "noted",
        }
    }
}

/// One row of the table `expected | came back`.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// `status`, `Content-Type`, `body`, `body.error`, `returns`.
    pub name: String,
    /// In words: `201`, `"Server Running"`, `anything`, `at least 1`.
    pub expected: String,
    /// `not sent` where there is nothing.
    pub got: String,
    pub differs: bool,
    /// Where two texts part, in words: `only a line break at the end differs`.
    pub note: Option<String>,
}

impl Field {
    /// Without its values: they are of data that nobody may see.
    fn veiled(&self) -> Field {
        let right = "the right value".to_owned();
        let got = match (self.differs, self.got.as_str()) {
            (false, _) => right.clone(),
            (true, "not sent" | "nothing was thrown" | "undefined") => self.got.clone(),
            (true, _) => "another value".to_owned(),
        };
        Field { name: self.name.clone(), expected: right, got, differs: self.differs, note: None }
    }
}

impl Verdict {
    pub fn passed(&self) -> bool {
        !self.checks.is_empty() && self.checks.iter().all(|check| check.outcome == Outcome::Passed)
    }

    /// No check failed, and at least one could not be judged.
    pub fn unjudged(&self) -> bool {
        let failed = |check: &CheckResult| matches!(check.outcome, Outcome::Failed(_));
        let unjudged = |check: &CheckResult| matches!(check.outcome, Outcome::Unjudged(_));
        !self.checks.iter().any(failed) && self.checks.iter().any(unjudged)
    }

    pub fn passed_count(&self) -> usize {
        self.checks.iter().filter(|check| check.outcome == Outcome::Passed).count()
    }

    /// The first check that failed, with its position counted from 0.
    pub fn first_failure(&self) -> Option<(usize, &CheckResult, &Failure)> {
        self.checks.iter().enumerate().find_map(|(index, check)| match &check.outcome {
            Outcome::Failed(failure) => Some((index, check, &**failure)),
            Outcome::Passed | Outcome::Unjudged(_) | Outcome::Skipped { .. } => None,
        })
    }
}

/// What long work tells whoever waits.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Check `at` (from 0) of `of` begins.
    Check { at: usize, of: usize },
    /// The program of a sample printed.
    Printed { text: String },
}

/// What running one lesson block gave.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleRun {
    /// What the program printed, then the exchanges, as the lesson's output block shows them.
    pub output: String,
    pub took: Duration,
    pub stop: Stop,
    pub trace: Trace,
    /// The program as it ran, with what stands before the block; none of a block that is no program.
    pub files: Files,
    /// Whether `output` is what the lesson says; `None` where it says nothing.
    pub as_told: Option<bool>,
}
