//! A program whose stores are filled goes through its checks once for each data set, in children of
//! their own: what it read on one set, and wrote into its code, is wrong on the next.

use std::time::Duration;

use super::veil;
use crate::{
    course::{
        check::Check,
        exercise::{Exercise, Kind},
    },
    judge::{CheckResult, Hidden, Outcome, Step, Verdict, script::on_which},
    trace::Trace,
};

const OTHER_DATA: &str =
    "This check runs on data of its own, which a server outside the lab does not have.";

/// Judges `checks` in as many rounds as there are data sets, and puts together what came of them. A
/// server outside the lab has data of its own, and is asked once.
pub fn all(
    exercise: &Exercise,
    is_outside: bool,
    checks: &[&Check],
    mut round: impl FnMut(usize, &[&Check], &dyn Fn(usize) -> Step) -> Verdict,
) -> Verdict {
    let sets = if exercise.kind == Kind::Js { exercise.lab.sets() } else { &[] };
    if sets.len() < 2 {
        return round(0, checks, &|at| Step::Check { at, of: checks.len() });
    }
    let runs_on = |check: &Check, name: &String| check.on.is_empty() || check.on.contains(name);
    let rounds: Vec<Vec<&Check>> = sets
        .iter()
        .map(|set| checks.iter().copied().filter(|check| runs_on(check, &set.name)).collect())
        .collect();
    let rounds = if is_outside { &rounds[..1] } else { &rounds[..] };
    let of = rounds.iter().map(Vec::len).sum();
    let mut done = 0;
    let mut verdicts = Vec::new();
    for (set, own) in rounds.iter().enumerate().filter(|(_, own)| !own.is_empty()) {
        let mut verdict = round(set, own, &|at| Step::Check { at: done + at, of });
        if !exercise.shows_set(&sets[set].name) {
            veil::verdict(own, &mut verdict);
        }
        say_where(&mut verdict, exercise, set);
        done += own.len();
        verdicts.push(verdict);
    }
    together(checks, verdicts)
}

/// Says in each failure on which data it came about.
fn say_where(verdict: &mut Verdict, exercise: &Exercise, set: usize) {
    for check in &mut verdict.checks {
        if let Outcome::Failed(failure) = &mut check.outcome
            && failure.of.is_none()
        {
            failure.of = on_which(exercise, set);
        }
    }
}

/// Takes the places in the recording away from what failed.
fn forget_places(verdict: &mut Verdict) {
    for check in &mut verdict.checks {
        if let Outcome::Failed(failure) = &mut check.outcome {
            failure.recorded = None;
        }
    }
}

/// Of each check the worst of what came of it: a failure, then what could not be judged. What was
/// recorded is that of the first round that did not pass.
fn together(checks: &[&Check], mut verdicts: Vec<Verdict>) -> Verdict {
    let told = verdicts.iter().position(|verdict| !verdict.passed()).unwrap_or(0);
    for (at, verdict) in verdicts.iter_mut().enumerate() {
        if at != told {
            forget_places(verdict);
        }
    }
    let results = checks.iter().map(|check| {
        let of_rounds = verdicts.iter().flat_map(|verdict| &verdict.checks);
        let of_rounds = of_rounds.filter(|result| result.name == check.name);
        let worst = of_rounds.min_by_key(|result| rank(&result.outcome)).cloned();
        worst.unwrap_or_else(|| CheckResult {
            name: check.name.clone(),
            say: check.say.clone(),
            hidden: check.hidden,
            outcome: Outcome::Unjudged(OTHER_DATA.to_owned()),
        })
    });
    let results = results.collect();
    let told = verdicts.into_iter().nth(told);
    let told = told.unwrap_or_else(|| Verdict {
        checks: Vec::new(),
        took: Duration::ZERO,
        trace: Trace::default(),
        hidden: Hidden::default(),
        stop: None,
        rows: None,
        exchanges: Vec::new(),
    });
    Verdict { checks: results, ..told }
}

/// The worst first.
fn rank(outcome: &Outcome) -> u8 {
    match outcome {
        Outcome::Failed(_) => 0,
        Outcome::Unjudged(_) => 1,
        Outcome::Skipped { .. } => 2,
        Outcome::Passed => 3,
    }
}
