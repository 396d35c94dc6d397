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

/// Judges `checks` in as many rounds as there are data sets, or up to the one in which a check
/// fails, and puts together what came of them. A server outside the lab has data of its own, and is
/// asked once.
pub fn all(
    exercise: &Exercise,
    is_outside: bool,
    checks: &[&Check],
    until_failure: bool,
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
    let mut told = Vec::new();
    for (set, own) in rounds.iter().enumerate().filter(|(_, own)| !own.is_empty()) {
        let mut verdict = round(set, own, &|at| Step::Check { at: done + at, of });
        let is_shown = exercise.shows_set(&sets[set].name);
        if !is_shown {
            veil::verdict(own, &mut verdict);
        }
        say_where(&mut verdict, exercise, set);
        done += own.len();
        let failed = verdict.first_failure().is_some();
        told.push(Round { verdict, is_shown });
        if until_failure && failed {
            break;
        }
    }
    together(checks, told)
}

/// What came of the checks on one data set.
struct Round {
    verdict: Verdict,
    /// The learner may see the data.
    is_shown: bool,
}

/// Says in each failure on which data it came about: `step 2 of 3, on the data set large`.
fn say_where(verdict: &mut Verdict, exercise: &Exercise, set: usize) {
    let Some(on) = on_which(exercise, set) else { return };
    for check in &mut verdict.checks {
        if let Outcome::Failed(failure) = &mut check.outcome {
            failure.of = Some(match failure.of.take() {
                // A check of a store says it itself.
                Some(of) if of.ends_with(&on) => of,
                Some(of) => format!("{of}, {on}"),
                None => on.clone(),
            });
        }
    }
}

/// Of each check the worst of what came of it: a failure, then what could not be judged; of several
/// that are alike the one on data that can be seen. What was recorded is what holds the first failure.
fn together(checks: &[&Check], rounds: Vec<Round>) -> Verdict {
    let mut results: Vec<(Option<usize>, CheckResult)> =
        checks.iter().map(|check| worst(check, &rounds)).collect();
    // The first check that failed at a place in the recording of a round.
    let failed_in = |round: usize| {
        results.iter().position(|(of, result)| {
            let place = match &result.outcome {
                Outcome::Failed(failure) => failure.recorded.as_ref(),
                Outcome::Passed | Outcome::Unjudged(_) | Outcome::Skipped { .. } => None,
            };
            *of == Some(round) && place.is_some()
        })
    };
    // As within one round: what may be shown comes first.
    let rank = |(at, Round { verdict, .. }): &(usize, &Round)| {
        let failed = failed_in(*at);
        let says_little = (verdict.trace.entries.is_empty(), verdict.passed());
        (failed.is_none(), verdict.hidden == Hidden::Whole, failed, says_little)
    };
    let told = rounds.iter().enumerate().min_by_key(rank).map(|(at, _)| at);
    for (of, result) in &mut results {
        if let Outcome::Failed(failure) = &mut result.outcome {
            failure.recorded.take_if(|_| *of != told);
        }
    }
    let told = told.and_then(|told| rounds.into_iter().nth(told)).map(|round| round.verdict);
    let told = told.unwrap_or_else(|| Verdict {
        checks: Vec::new(),
        took: Duration::ZERO,
        trace: Trace::default(),
        hidden: Hidden::default(),
        stop: None,
        rows: None,
        exchanges: Vec::new(),
    });
    Verdict { checks: results.into_iter().map(|(_, result)| result).collect(), ..told }
}

/// The worst that came of a check, and in which round.
fn worst(check: &Check, rounds: &[Round]) -> (Option<usize>, CheckResult) {
    let of_round = |(at, round): (usize, &Round)| {
        let result = round.verdict.checks.iter().find(|result| result.name == check.name)?;
        Some(((rank(&result.outcome), !round.is_shown), at, result.clone()))
    };
    let worst = rounds.iter().enumerate().filter_map(of_round).min_by_key(|(rank, ..)| *rank);
    if let Some((_, at, result)) = worst {
        return (Some(at), result);
    }
    let (name, say) = (check.name.clone(), check.say.clone());
    let outcome = Outcome::Unjudged(OTHER_DATA.to_owned());
    (None, CheckResult { name, say, hidden: check.hidden, outcome })
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
