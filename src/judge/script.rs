//! Exercises whose answer is a script: whose script runs, its parts, the data sets, and what a failure
//! says whichever engine ran it; the same for SQL and for stores.

use crate::{
    course::{
        check::{Check, Expect},
        exercise::{Exercise, Files, Wrong},
        sql::DataSet,
    },
    judge::{
        Failure,
        part::{self, Headings},
        rows::{Shown, Sight},
    },
    lab::script::{Problem, ScriptError},
    text::{clean, clean_line},
    trace::{Stop, Thrown},
};

/// Characters of a statement that a failure carries.
const STATEMENT_CHARS_MAX: usize = 2_000;

/// Whose script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Learner,
    /// The exercise's own solution.
    Author,
}

/// What of an answer is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    File,
    Part(u32),
}

/// The scripts of an exercise, and the data that they run on.
#[derive(Debug)]
pub struct Scripts<'a> {
    exercise: &'a Exercise,
    headings: Headings,
    /// `None` where the answer's file is not there or is no text.
    answer: Option<String>,
    solution: Option<String>,
}

impl<'a> Scripts<'a> {
    /// `answer` are the files that are judged.
    pub fn of(exercise: &'a Exercise, answer: &Files, mark: &'static str) -> Scripts<'a> {
        let text = |files: &Files| {
            let text = std::str::from_utf8(files.get(exercise.app())?).ok()?;
            // Some editors begin a file with its byte order mark.
            Some(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
        };
        let headings = Headings::of(&text(&exercise.starter).unwrap_or_default(), mark);
        let (answer, solution) = (text(answer), text(&exercise.solution));
        Scripts { exercise, headings, answer, solution }
    }

    pub fn exercise(&self) -> &'a Exercise {
        self.exercise
    }

    /// The name of the answer's file.
    pub fn file(&self) -> &'a str {
        self.exercise.app()
    }

    /// The text of a script, or of its part.
    ///
    /// # Errors
    /// The file or the part is not there.
    pub fn text(&self, who: Who, part: Option<u32>) -> Result<String, Absent> {
        let text = match who {
            Who::Learner => self.answer.as_ref(),
            Who::Author => self.solution.as_ref(),
        };
        let text = text.ok_or(Absent::File)?;
        match part {
            None => Ok(text.clone()),
            Some(number) => part::of(text, number, &self.headings).ok_or(Absent::Part(number)),
        }
    }

    /// The data sets that a check runs on, by their place; all of them where `on` is empty.
    pub fn sets(&self, on: &[String]) -> Vec<usize> {
        let sets = self.data_sets();
        let wanted = |at: &usize| on.is_empty() || on.contains(&sets[*at].name);
        // Without data sets there is one run all the same, on what is empty.
        if sets.is_empty() { vec![0] } else { (0..sets.len()).filter(wanted).collect() }
    }

    pub fn set(&self, at: usize) -> Option<&'a DataSet> {
        self.data_sets().get(at)
    }

    /// Whether the learner may see a data set.
    pub fn shows(&self, set: usize) -> bool {
        self.set_name(set).is_none_or(|name| self.exercise.shows_set(name))
    }

    /// How much of what came on a data set may be shown.
    pub fn sight(&self, set: usize) -> Sight {
        if self.shows(set) { Sight::Open } else { Sight::Veiled }
    }

    /// On which data a check failed, where there is more than one: `on the data set large`.
    pub fn on_which(&self, set: usize) -> Option<String> {
        on_which(self.exercise, set)
    }

    /// That of an answer something is not there.
    pub fn absent(&self, absent: Absent) -> String {
        let (file, mark) = (self.file(), self.headings.mark);
        match absent {
            Absent::File => format!("{file} is not there, or it is no text."),
            Absent::Part(number) => {
                format!(
                    "The line `{mark} {number}` is missing in {file}: the answer stands below it."
                )
            }
        }
    }

    /// That no `what`, a statement or a command, stands in the answer or in its part.
    pub fn empty(&self, what: &str, part: Option<u32>) -> String {
        let (file, mark) = (self.file(), self.headings.mark);
        match part {
            Some(number) => format!("No {what} stands below `{mark} {number}` in {file} yet."),
            None => format!("{file} holds no {what} yet."),
        }
    }

    /// The name of a data set, where there is more than one.
    fn set_name(&self, set: usize) -> Option<&'a str> {
        let sets = self.data_sets();
        (sets.len() > 1).then(|| sets[set].name.as_str())
    }

    fn data_sets(&self) -> &'a [DataSet] {
        self.exercise.lab.sets()
    }
}

/// On which data something failed, where there is more than one: `on the data set large`.
pub fn on_which(exercise: &Exercise, set: usize) -> Option<String> {
    let sets = exercise.lab.sets();
    let name = sets.get(set).filter(|_| sets.len() > 1).map(|set| &set.name)?;
    Some(if exercise.shows_set(name) {
        format!("on the data set `{name}`")
    } else {
        "on data that is not shown".to_owned()
    })
}

/// What a check of a script adds to a failure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScriptFailure {
    /// The statement whose rows or documents were compared, or that was tried; cut where it is long.
    pub statement: Option<String>,
    pub rows: Option<ShownRows>,
    /// How SQLite runs the statement: the steps as a tree, and below it what they took; safe to
    /// show, each line with its line break.
    pub plan: Option<String>,
    /// In `Failure::line`: the column, from 0, at which the mistake is, and how many are meant.
    pub caret: Option<(usize, usize)>,
    /// What to do about an error in the script.
    pub hint: Option<String>,
    /// What other databases would do with the learner's statement, a line each; none where the
    /// author has words for this answer, since a note may give away what these ask.
    pub notes: Vec<String>,
}

/// The rows or documents that came and those that should have come, where the learner may see them.
#[derive(Clone, Debug, PartialEq)]
pub enum ShownRows {
    /// Rows as one list.
    Together(Shown),
    /// Documents as one list, in one column.
    Documents(Shown),
    /// The columns do not pair.
    Apart { expected: Shown, got: Shown },
}

/// Why `check` failed, as far as that is the same for all: `problem` is what ended the learner's own
/// script, `statement` what was compared or tried.
pub fn failure(
    check: &Check,
    headline: &str,
    problem: Option<&Problem>,
    statement: Option<&str>,
) -> Failure {
    let error = problem.and_then(wrong);
    let (line, caret) = error.and_then(ScriptError::pointed).unzip();
    let cut = |text: &str| {
        let text: String = text.chars().take(STATEMENT_CHARS_MAX).collect();
        clean(&text).into_owned()
    };
    Failure {
        headline: clean_line(headline).into_owned(),
        why: check.why.clone(),
        look: check.look.clone(),
        place: problem.and_then(Problem::place).cloned(),
        line,
        script: Some(Box::new(ScriptFailure {
            statement: statement.map(cut),
            caret,
            hint: error.and_then(|error| error.hint.clone()),
            ..ScriptFailure::default()
        })),
        ..Failure::default()
    }
}

fn wrong(problem: &Problem) -> Option<&ScriptError> {
    match problem {
        Problem::Wrong(error) => Some(error),
        Problem::Stopped { .. } => None,
    }
}

/// That the learner's script did not come to its end, in a sentence.
pub fn did_not_run(problem: &Problem) -> String {
    match problem {
        Problem::Wrong(error) => {
            format!("Line {} does not run: {}.", error.place.line, clean_line(&error.message))
        }
        Problem::Stopped { .. } => {
            let line = problem.place().map(|place| format!("Line {}: ", place.line));
            format!("{}{}.", line.unwrap_or_default(), problem.message())
        }
    }
}

/// What does not hold, in the author's sentence.
pub fn does_not_hold(check: &Check) -> String {
    if check.fails.is_empty() {
        format!("This does not hold: {}.", check.say)
    } else {
        check.fails.clone()
    }
}

/// The feedback of the first wrong answer that begins to fail at `check` and looks like this one. An
/// answer that did not come to its end is none of those that an author had in mind, but for its error.
pub fn feedback(
    check: &Check,
    wrongs: &[Wrong],
    came_to_its_end: bool,
    looks_like: impl Fn(&Expect) -> bool,
) -> Option<String> {
    wrongs
        .iter()
        .filter(|wrong| wrong.fails.first() == Some(&check.name))
        .find(|wrong| wrong.when.as_ref().map_or(came_to_its_end, &looks_like))
        .map(|wrong| wrong.feedback.clone())
}

/// Why a check cannot be judged: the solution has no text, or not this part.
pub fn no_solution(absent: Absent) -> String {
    match absent {
        Absent::File => "The exercise has no solution to compare with.".to_owned(),
        Absent::Part(number) => format!("The exercise's solution has no part {number}."),
    }
}

/// Why a check cannot be judged: the solution did not come to its end.
pub fn solution_fails(problem: &Problem) -> String {
    match problem {
        Problem::Stopped { stop: Stop::Ended, .. } => super::explain::STOPPED.to_owned(),
        problem => format!("The exercise's own solution does not run: {}.", problem.message()),
    }
}

/// Why a check cannot be judged: the data that the exercise brings is wrong.
pub fn data_fails(problem: &Problem) -> String {
    match problem {
        Problem::Wrong(error) => {
            format!("The exercise's own data does not load: {}", error.show().trim_end())
        }
        Problem::Stopped { .. } => {
            format!("The exercise's own data does not load: {}.", problem.message())
        }
    }
}

/// How a block of a lesson ended at `problem`.
pub fn stop(problem: &Problem) -> Stop {
    match problem {
        Problem::Stopped { stop, .. } => stop.clone(),
        Problem::Wrong(error) => Stop::Threw(Box::new(Thrown {
            name: String::new(),
            message: problem.message(),
            place: Some(error.place.clone()),
            line: Some(error.line.clone()),
            stack: problem.show(),
        })),
    }
}
