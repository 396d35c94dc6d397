//! The budgets of a plan leave room: another version of SQLite, or another right answer, may take
//! more than the solution does today.

use crate::{
    audit::{
        Audit, Bench,
        place::Pointer,
        verdicts::{judged, with_chain},
    },
    course::{
        check::{Check, Test},
        exercise::Exercise,
        sql::PlanTest,
    },
    judge::Outcome,
};

/// How many times the steps of the solution a budget must be.
const ROOM: u32 = 2;

/// Judges the solution with budgets that have no room: it must pass even so.
pub fn test(bench: &Bench<'_>, exercise: &Exercise, pointer: &Pointer, audit: &mut Audit) {
    for check in &exercise.checks {
        let Test::Plan(test) = &check.test else { continue };
        for (key, tight) in tight_ones(test) {
            if !passes(bench, exercise, check, tight) {
                let place = pointer.key("check", &check.name, "name");
                let message = format!(
                    "`{key}` of the check `{}` is less than {ROOM} times what the solution takes",
                    check.name
                );
                let hint = "a budget that is exact fails another right answer";
                audit.findings.error(place, message).hint(hint);
            }
        }
    }
}

/// The test with one of its budgets without room, and the key of that budget.
fn tight_ones(test: &PlanTest) -> impl Iterator<Item = (&'static str, PlanTest)> {
    let full = test.full_scan_steps_max.map(|most| {
        let tight = PlanTest { full_scan_steps_max: Some(most / ROOM), ..test.clone() };
        ("full-scan-steps-max", tight)
    });
    let vm = test.vm_steps_max.map(|most| {
        let tight = PlanTest { vm_steps_max: Some(most / ROOM), ..test.clone() };
        ("vm-steps-max", tight)
    });
    full.into_iter().chain(vm)
}

fn passes(bench: &Bench<'_>, exercise: &Exercise, check: &Check, tight: PlanTest) -> bool {
    let mut checks = with_chain(exercise, check);
    if let Some(last) = checks.last_mut() {
        last.test = Test::Plan(tight);
    }
    let verdict = judged(bench, &Exercise { checks, ..exercise.clone() }, &exercise.solution);
    // What could not be judged was said with the solution itself.
    !verdict.checks.iter().any(|check| matches!(check.outcome, Outcome::Failed(_)))
}
