//! Right answers pass, wrong ones fail as they should, and no check is idle.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    audit::{
        Audit, Bench, SOLUTION_RUNS, attack, budgets, kill,
        place::Pointer,
        predictions,
        report::{CheckProof, ExerciseProof, Score},
        verdicts::{backwards, judged, must_pass, unjudged, what_came, with_chain},
    },
    course::{
        check::Check,
        exercise::{Exercise, Kind, Wrong},
    },
    diag::Place,
    judge::{Failure, Outcome, Verdict},
};

/// The wrong answers that each check failed, by its name.
type Caught = BTreeMap<String, Vec<String>>;

pub fn test(bench: &Bench<'_>, exercise: &Exercise) -> Audit {
    let pointer = Pointer::new(bench.pack, exercise);
    let mut audit = Audit::default();
    let mut caught = Caught::new();
    audit.proved.exercises = 1;
    if !predictions::test(bench, exercise, &pointer, &mut audit) {
        return audit;
    }
    test_solution(bench, exercise, &pointer, &mut audit);
    if 0 < audit.proved.solutions {
        attack::test(bench, exercise, &pointer, &mut audit);
        budgets::test(bench, exercise, &pointer, &mut audit);
    }
    test_alternatives(bench, exercise, &pointer, &mut audit);
    test_unfinished(bench, exercise, &pointer, &mut audit, &mut caught);
    for wrong in &exercise.wrongs {
        test_wrong(bench, exercise, wrong, &pointer, &mut audit, &mut caught);
    }
    for check in &exercise.checks {
        if caught.contains_key(&check.name) {
            audit.proved.checks += 1;
        } else {
            let table = if exercise.kind == Kind::Quiz { "question" } else { "check" };
            let place = pointer.key(table, &check.name, "name");
            let message = format!("the check `{}` never caught anything", check.name);
            audit
                .findings
                .error(place, message)
                .hint("add a [[wrong]] answer that fails it, with its feedback");
        }
    }
    let is_right = 0 < audit.proved.solutions;
    let score = is_right.then(|| kill::test(bench, exercise, &pointer, &mut audit)).flatten();
    audit.exercises.push(report(exercise, caught, score));
    audit
}

fn report(exercise: &Exercise, mut caught: Caught, score: Option<Score>) -> ExerciseProof {
    let check = |check: &Check| CheckProof {
        name: check.name.clone(),
        wrongs: caught.remove(&check.name).unwrap_or_default(),
        mutants: score.as_ref().map_or(0, |score| score.killed_by(&check.name)),
    };
    let checks = exercise.checks.iter().map(check).collect();
    let (id, kind) = (exercise.id.to_string(), exercise.kind.name().to_owned());
    ExerciseProof { id, kind, checks, score, kept: false }
}

/// As it is three times, its independent checks backwards, and each check alone with its chain.
fn test_solution(bench: &Bench<'_>, exercise: &Exercise, pointer: &Pointer, audit: &mut Audit) {
    let files = &exercise.solution;
    let place = |failure: &Failure| in_answer(pointer, "solution", exercise, failure);
    for _ in 0..SOLUTION_RUNS {
        let verdict = judged(bench, exercise, files);
        if !must_pass(&verdict, "the solution", place, &mut audit.findings) {
            return;
        }
    }
    let backwards = Exercise { checks: backwards(&exercise.checks), ..exercise.clone() };
    let verdict = judged(bench, &backwards, files);
    if !must_pass(
        &verdict,
        "the solution, its checks in another order,",
        place,
        &mut audit.findings,
    ) {
        return;
    }
    for check in &exercise.checks {
        let alone = Exercise { checks: with_chain(exercise, check), ..exercise.clone() };
        let verdict = judged(bench, &alone, files);
        let who = format!("the solution, when `{}` runs alone with its `after` chain,", check.name);
        if !must_pass(&verdict, &who, place, &mut audit.findings) {
            return;
        }
    }
    audit.proved.solutions += 1;
}

fn test_alternatives(bench: &Bench<'_>, exercise: &Exercise, pointer: &Pointer, audit: &mut Audit) {
    for also in &exercise.alternatives {
        let verdict = judged(bench, exercise, &also.files);
        let who = format!("the right answer `{}`", also.name);
        let place = |_: &Failure| pointer.key("also", &also.name, "name");
        if must_pass(&verdict, &who, place, &mut audit.findings) {
            audit.proved.alternatives += 1;
        }
    }
}

/// The starter and an empty answer must fail.
fn test_unfinished(
    bench: &Bench<'_>,
    exercise: &Exercise,
    pointer: &Pointer,
    audit: &mut Audit,
    caught: &mut Caught,
) {
    let mut empty = exercise.starter.clone();
    for file in exercise.files.iter().filter(|file| file.edit) {
        empty.insert(file.path.clone(), Vec::new());
    }
    for (who, files) in [("starter", &exercise.starter), ("empty answer", &empty)] {
        let verdict = judged(bench, exercise, files);
        let failed = failed(&verdict);
        if failed.is_empty() {
            let place = pointer.file("exercise.toml");
            audit.findings.error(place, format!("the {who} fails no check"));
        } else {
            audit.proved.wrongs += 1;
            note(&failed, who, caught);
        }
    }
}

/// Notes that the answer `who` failed these checks.
fn note(failed: &BTreeSet<&str>, who: &str, caught: &mut Caught) {
    for name in failed {
        caught.entry((*name).to_owned()).or_default().push(who.to_owned());
    }
}

fn test_wrong(
    bench: &Bench<'_>,
    exercise: &Exercise,
    wrong: &Wrong,
    pointer: &Pointer,
    audit: &mut Audit,
    caught: &mut Caught,
) {
    let verdict = judged(bench, exercise, &wrong.files);
    let failed = failed(&verdict);
    note(&failed, &wrong.name, caught);
    let named: BTreeSet<&str> = wrong.fails.iter().map(String::as_str).collect();
    let found = &mut audit.findings;
    if let Some(why) = unjudged(&verdict) {
        let place = pointer.key("wrong", &wrong.name, "name");
        found.error(place, format!("the wrong answer `{}` could not be judged: {why}", wrong.name));
        return;
    }
    if failed != named {
        let place = pointer.key("wrong", &wrong.name, "fails");
        let message = format!(
            "the wrong answer `{}` fails {}, not {}",
            wrong.name,
            listed(&failed),
            listed(&named)
        );
        let unlike: Vec<&str> = failed.symmetric_difference(&named).copied().collect();
        found.error(place, message).hint(what_came(&verdict, unlike));
        return;
    }
    let feedback = wrong.fails.first().and_then(|name| shown_feedback(&verdict, name));
    // A quiz may leave the words to its questions; then there have to be some.
    let shown = match &feedback {
        Some(feedback) if wrong.feedback.is_empty() => !feedback.is_empty(),
        Some(feedback) if exercise.kind == Kind::Quiz => feedback.contains(&wrong.feedback),
        Some(feedback) => *feedback == wrong.feedback,
        None => false,
    };
    if shown {
        audit.proved.wrongs += 1;
        if let Some(first) = wordless(&verdict).filter(|first| wrong.fails.first() != Some(first)) {
            let place = pointer.key("wrong", &wrong.name, "fails");
            let message = format!(
                "the feedback of the wrong answer `{}` stands below another failure: `{first}` is seen first",
                wrong.name
            );
            found.warning(place, message).hint(format!("name `{first}` first in `fails`"));
        }
        return;
    }
    let place = pointer.key("wrong", &wrong.name, "feedback");
    let shown = feedback.map_or_else(
        || "none is shown".to_owned(),
        |other| match exercise.wrongs.iter().find(|wrong| wrong.feedback == other) {
            Some(other) => format!("that of `{}` is shown", other.name),
            None => format!("`{other}` is shown"),
        },
    );
    let message =
        format!("the feedback of the wrong answer `{}` is not shown: {shown}", wrong.name);
    let hint = if exercise.kind == Kind::Quiz {
        "the words stand in the question: `why` of the option, the blank, or the question"
    } else {
        "`when` must match what this answer sends, and no other's"
    };
    let came = what_came(&verdict, wrong.fails.first().map(String::as_str));
    found.error(place, message).hint(format!("{hint}\n{came}"));
}

/// The line of the answer that the failure names, else the file that is started.
fn in_answer(pointer: &Pointer, folder: &str, exercise: &Exercise, failure: &Failure) -> Place {
    match &failure.place {
        Some(place) => pointer.line(&format!("{folder}/{}", place.file), place.line as usize),
        None => pointer.file(&format!("{folder}/{}", exercise.app())),
    }
}

fn failed(verdict: &Verdict) -> BTreeSet<&str> {
    let failed = verdict.checks.iter().filter(|c| matches!(c.outcome, Outcome::Failed(_)));
    failed.map(|check| check.name.as_str()).collect()
}

/// The failed check at which the result of an answer opens, one that is not hidden before the others:
/// where it has no feedback at all.
fn wordless(verdict: &Verdict) -> Option<&String> {
    let failed = verdict.checks.iter().filter_map(|check| match &check.outcome {
        Outcome::Failed(failure) => Some((check, failure.feedback.is_none())),
        Outcome::Passed | Outcome::Unjudged(_) | Outcome::Skipped { .. } => None,
    });
    let (first, is_wordless) = failed.min_by_key(|(check, _)| check.hidden)?;
    is_wordless.then_some(&first.name)
}

fn shown_feedback(verdict: &Verdict, name: &str) -> Option<String> {
    let check = verdict.checks.iter().find(|check| check.name == name)?;
    match &check.outcome {
        Outcome::Failed(failure) => failure.feedback.clone(),
        Outcome::Passed | Outcome::Unjudged(_) | Outcome::Skipped { .. } => None,
    }
}

fn listed(names: &BTreeSet<&str>) -> String {
    if names.is_empty() {
        return "no check".to_owned();
    }
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
