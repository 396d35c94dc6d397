//! What a quiz says to a wrong prediction can only be held against the run.

use crate::{
    audit::{Audit, Bench, place::Pointer},
    course::{
        exercise::Exercise,
        quiz::{Ask, Prediction, Question},
    },
    judge,
};

/// Runs each program that is to be predicted, and looks whether the author's words to wrong answers
/// can ever be shown. Gives back whether all ran: what does not run proves nothing either.
pub fn test(bench: &Bench<'_>, exercise: &Exercise, pointer: &Pointer, audit: &mut Audit) -> bool {
    let mut all_ran = true;
    for question in exercise.questions() {
        let Ask::Predict(prediction) = &question.ask else { continue };
        match judge::run_prediction(bench.machine, exercise, prediction, bench.cancel) {
            Ok(printed) => compare(question, prediction, &printed, pointer, audit),
            Err(why) => {
                let place = pointer.key("question", &question.id, "code");
                audit.findings.error(place, format!("nothing can be predicted: {why}"));
                all_ran = false;
            }
        }
    }
    all_ran
}

fn compare(
    question: &Question,
    prediction: &Prediction,
    printed: &str,
    pointer: &Pointer,
    audit: &mut Audit,
) {
    let lines: Vec<&str> = printed.lines().map(str::trim).collect();
    if lines.iter().all(|line| line.is_empty()) {
        let place = pointer.key("question", &question.id, "code");
        let words = format!("`{}` prints nothing, and nothing is no answer", prediction.code);
        audit.findings.error(place, words);
    }
    for early in &prediction.early {
        let at = |line: &str| lines.iter().position(|other| *other == line.trim());
        let place = || pointer.key("question", &question.id, "early");
        match (at(&early.line), at(&early.before)) {
            (Some(line), Some(before)) if before < line => {}
            (Some(_), Some(_)) => {
                let words = format!("`{}` is printed before `{}`", early.line, early.before);
                audit
                    .findings
                    .error(place(), words)
                    .hint("`line` is the one that comes too early in a wrong answer");
            }
            (None, _) | (_, None) => {
                let lines = format!("`{}` and `{}`", early.line, early.before);
                audit.findings.error(place(), format!("the run does not print both {lines}"));
            }
        }
    }
    for (wrong, _) in &prediction.whys {
        if wrong.trim().lines().map(str::trim).eq(lines.iter().copied()) {
            let place = pointer.key("question", &question.id, "why");
            audit.findings.error(place, "this is what the run prints, so it is no wrong answer");
        }
    }
}
