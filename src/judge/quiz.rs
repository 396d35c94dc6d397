//! Questions of a quiz: the answers stand in `answers.toml`; only a prediction runs anything.

use crate::{
    answers,
    course::{
        check::Check,
        exercise::{Exercise, Files},
        quiz::{ANSWERS_FILE, Answers, Ask, Prediction, Question},
    },
    diag::Findings,
    judge::{
        Failure, Field, Outcome,
        grade::{Grade, Standing, grade},
        observe,
        program::{given, limits, program},
    },
    lab::{Cancel, Machine},
    text,
    trace::Stop,
};

/// What the program of a prediction prints, on both streams. It runs as the pack gives it, whatever
/// became of the learner's copy.
///
/// # Errors
/// Says why there is nothing to hold an answer against.
pub fn printed(
    machine: &Machine,
    exercise: &Exercise,
    prediction: &Prediction,
    cancel: &Cancel,
) -> Result<String, String> {
    let files = given(exercise, &exercise.starter);
    let program = program(exercise, &files, &prediction.code);
    let run = observe::whole_run(machine, &program, &limits(exercise), cancel)?;
    let stop = run.stop;
    drop(run.lab.end());
    match &stop {
        // Without a stop it waits for what never comes, and prints nothing more.
        None | Some(Stop::Finished | Stop::Exited(_) | Stop::Threw(_)) => Ok(run.printed),
        Some(
            stop @ (Stop::Turn { .. }
            | Stop::Wall { .. }
            | Stop::Memory { .. }
            | Stop::Output { .. }
            | Stop::Crashed(_)
            | Stop::Fault(_)
            | Stop::Ended),
        ) => {
            let why = stop.sentence().unwrap_or_else(|| "It was stopped.".to_owned());
            Err(format!("{} did not run to its end. {why}", prediction.code))
        }
    }
}

/// The answers of one file, and what in it is none.
pub struct Sheet {
    answers: Answers,
    findings: Findings,
}

impl Sheet {
    pub fn read(files: &Files, questions: &[&Question]) -> Sheet {
        let content = files.get(ANSWERS_FILE).map_or(&[][..], Vec::as_slice);
        let (answers, findings) = answers::read(content, questions);
        Sheet { answers, findings }
    }

    /// Whether there is an answer for a program to be held against.
    pub fn is_answered(&self, question: &Question) -> bool {
        self.answers.get(&question.id).is_some_and(|given| !given.is_empty())
    }

    /// `printed` is what the program of a prediction printed.
    pub fn judge(&self, check: &Check, question: &Question, printed: Option<&str>) -> Outcome {
        let grade = grade(question, self.answers.get(&question.id), printed);
        match grade.standing {
            Standing::Right => Outcome::Passed,
            Standing::Wrong => Outcome::Failed(Box::new(wrong(check, question, &grade))),
            Standing::Open => Outcome::Failed(Box::new(self.open(check, &grade))),
        }
    }

    /// A question without an answer: the file's own faults may be why.
    fn open(&self, check: &Check, grade: &Grade) -> Failure {
        let failure = Failure { why: check.why.clone(), ..Failure::default() };
        let Some(found) = self.findings.iter().next() else {
            return Failure { headline: grade.note.clone(), ..failure };
        };
        let headline = format!("{} line {}: {}.", ANSWERS_FILE, found.place.line, found.message);
        Failure {
            headline: text::clean_line(&headline).into_owned(),
            feedback: found.hint.clone(),
            place: Some(found.place.clone()),
            ..failure
        }
    }
}

fn wrong(check: &Check, question: &Question, grade: &Grade) -> Failure {
    let said = grade.said();
    let note = if grade.note.is_empty() { "This answer does not hold." } else { &grade.note };
    let headline = if check.fails.is_empty() { note } else { &check.fails };
    let mut feedback: Vec<&str> = said;
    if !check.fails.is_empty() && !grade.note.is_empty() {
        feedback.push(&grade.note);
    }
    Failure {
        headline: headline.to_owned(),
        why: check.why.clone(),
        feedback: (!feedback.is_empty()).then(|| feedback.join("\n")),
        fields: fields(question, grade),
        ..Failure::default()
    }
}

/// What was answered, part by part. What would be right is told only where a run has shown it.
fn fields(question: &Question, grade: &Grade) -> Vec<Field> {
    let predicted = matches!(question.ask, Ask::Predict(_));
    let judged = grade.parts.iter().filter(|part| part.right.is_some());
    judged
        .map(|part| {
            let differs = part.right == Some(false);
            let given = if part.given.is_empty() && !predicted { &part.name } else { &part.given };
            let expected = match (&part.truth, differs) {
                (Some(truth), _) => truth.clone(),
                (None, true) if predicted => "nothing more".to_owned(),
                (None, true) => "something else".to_owned(),
                (None, false) => given.clone(),
            };
            let (name, got) = (part.name.clone(), given.clone());
            Field { name, expected, got, differs, note: None }
        })
        .collect()
}
