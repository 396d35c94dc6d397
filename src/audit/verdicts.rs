//! What a judgement says, for whoever proves something by it; and the checks that are judged in it.

use std::{collections::BTreeSet, sync::mpsc::channel};

use crate::{
    audit::Bench,
    course::{
        check::Check,
        exercise::{Exercise, Files},
    },
    diag::{Findings, Place},
    judge::{self, Answer, Failure, Outcome, Verdict, Which},
};

pub fn judged(bench: &Bench<'_>, exercise: &Exercise, files: &Files) -> Verdict {
    let (steps, _) = channel();
    let answer = Answer::Files(files.clone());
    judge::judge(bench.machine, exercise, &answer, Which::All, bench.cancel, &steps)
}

/// As `judged`, as far as it takes to know whether the answer passes.
pub fn judged_until_failure(bench: &Bench<'_>, exercise: &Exercise, files: Files) -> Verdict {
    let (steps, _) = channel();
    let (answer, which) = (Answer::Files(files), Which::UntilFailure);
    judge::judge(bench.machine, exercise, &answer, which, bench.cancel, &steps)
}

/// Says why `verdict` is no pass, and gives back whether it is one.
pub fn must_pass(
    verdict: &Verdict,
    who: &str,
    place: impl Fn(&Failure) -> Place,
    findings: &mut Findings,
) -> bool {
    if verdict.passed() {
        return true;
    }
    if let Some((_, check, failure)) = verdict.first_failure() {
        let message = format!("{who} fails `{}`: {}", check.name, failure.headline);
        let finding = findings.error(place(failure), message);
        let differs = differing(failure);
        if !differs.is_empty() {
            finding.hint(differs);
        }
    } else {
        let why = unjudged(verdict).unwrap_or_else(|| "it has no checks".to_owned());
        let nowhere = Failure::default();
        findings.error(place(&nowhere), format!("{who} could not be judged: {why}"));
    }
    false
}

/// What came back other than expected; empty where no field tells.
fn differing(failure: &Failure) -> String {
    let fields = failure.fields.iter().filter(|field| field.differs);
    let differs: Vec<_> = fields
        .map(|field| {
            let note = field.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
            format!("{}: expected {}, got {}{note}", field.name, field.expected, field.got)
        })
        .collect();
    differs.join("; ")
}

/// What came of each of these checks, a line for each: what it found, or why it found nothing.
pub fn what_came<'a>(verdict: &Verdict, names: impl IntoIterator<Item = &'a str>) -> String {
    let lines = names.into_iter().filter_map(|name| {
        let check = verdict.checks.iter().find(|check| check.name == name)?;
        Some(match &check.outcome {
            Outcome::Passed => format!("`{name}` passes"),
            Outcome::Failed(failure) => match differing(failure) {
                none if none.is_empty() => format!("`{name}` fails: {}", failure.headline),
                differs => format!("`{name}` fails: {} {differs}", failure.headline),
            },
            Outcome::Skipped { after } => format!("`{name}` is skipped: `{after}` did not pass"),
            Outcome::Unjudged(why) => format!("`{name}` could not be judged: {why}"),
        })
    });
    lines.collect::<Vec<_>>().join("\n")
}

pub fn unjudged(verdict: &Verdict) -> Option<String> {
    verdict.checks.iter().find_map(|check| match &check.outcome {
        Outcome::Unjudged(why) => Some(why.clone()),
        Outcome::Passed | Outcome::Failed(_) | Outcome::Skipped { .. } => None,
    })
}

/// The last first, each still behind those it comes after.
pub fn backwards(checks: &[Check]) -> Vec<Check> {
    let mut open: Vec<&Check> = checks.iter().rev().collect();
    let mut ordered: Vec<Check> = Vec::new();
    while let Some(at) = open.iter().position(|check| {
        check.after.iter().all(|name| ordered.iter().any(|before| before.name == *name))
    }) {
        ordered.push(open.remove(at).clone());
    }
    // A circle was refused when the pack was loaded, so nothing is left here.
    ordered
}

/// The check and everything it comes after, in the order of the exercise.
pub fn with_chain(exercise: &Exercise, check: &Check) -> Vec<Check> {
    let mut needed: BTreeSet<&str> = BTreeSet::from([check.name.as_str()]);
    for earlier in exercise.checks.iter().rev() {
        if needed.contains(earlier.name.as_str()) {
            needed.extend(earlier.after.iter().map(String::as_str));
        }
    }
    exercise.checks.iter().filter(|c| needed.contains(c.name.as_str())).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::check::{Expected, Test};

    fn check(name: &str, after: &[&str]) -> Check {
        Check {
            name: name.into(),
            say: String::new(),
            fails: String::new(),
            why: String::new(),
            look: None,
            hidden: false,
            after: after.iter().map(|name| (*name).to_owned()).collect(),
            fresh: false,
            on: Vec::new(),
            mishaps: Vec::new(),
            test: Test::Stdout(Expected::Any),
        }
    }

    #[test]
    fn backwards_keeps_what_comes_after_what() {
        let checks = [check("a", &[]), check("b", &["a"]), check("c", &[]), check("d", &["b"])];
        let names: Vec<_> = backwards(&checks).into_iter().map(|check| check.name).collect();
        assert_eq!(names, ["c", "a", "b", "d"]);
    }
}
