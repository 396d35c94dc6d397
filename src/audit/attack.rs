//! What the vulnerable server of an attack must prove: honest traffic works on it, or it is broken
//! and not vulnerable; and each exploit works on it, or blocking that proves nothing.

use crate::{
    audit::{
        Audit, Bench,
        place::Pointer,
        verdicts::{judged, must_pass, with_chain},
    },
    course::{
        attack::{BlockedTest, Exploit},
        check::{Check, Test},
        exercise::{Exercise, Files, Kind},
    },
    judge::{Failure, Outcome},
};

/// Does nothing for exercises of other kinds.
pub fn test(bench: &Bench<'_>, exercise: &Exercise, pointer: &Pointer, audit: &mut Audit) {
    if exercise.kind != Kind::Attack {
        return;
    }
    let files = unrepaired(exercise);
    for check in &exercise.checks {
        if let Test::Http(_) = &check.test {
            honest(bench, exercise, (check, &files), pointer, audit);
        }
        if let Test::Blocked(test) = &check.test {
            for exploit in &test.exploits {
                works(bench, exercise, (check, test, exploit), &files, pointer, audit);
            }
        }
    }
}

/// The exploit of the solution, and the server as the learner gets it.
fn unrepaired(exercise: &Exercise) -> Files {
    let mut files = exercise.starter.clone();
    let path = exercise.requests();
    if let Some(exploit) = exercise.solution.get(path) {
        files.insert(path.to_owned(), exploit.clone());
    }
    files
}

fn honest(
    bench: &Bench<'_>,
    exercise: &Exercise,
    (check, files): (&Check, &Files),
    pointer: &Pointer,
    audit: &mut Audit,
) {
    let alone = Exercise { checks: with_chain(exercise, check), ..exercise.clone() };
    let place = |_: &Failure| pointer.key("check", &check.name, "name");
    let who = "the server is broken, not vulnerable: before any repair it";
    must_pass(&judged(bench, &alone, files), who, place, &mut audit.findings);
}

fn works(
    bench: &Bench<'_>,
    exercise: &Exercise,
    (check, test, exploit): (&Check, &BlockedTest, &Exploit),
    files: &Files,
    pointer: &Pointer,
    audit: &mut Audit,
) {
    let mut checks = with_chain(exercise, check);
    // Before the repair no other exploit is blocked either, and this one must be tried all the same.
    checks.retain(|other| other.name == check.name || !is_blocked(other));
    for other in &mut checks {
        other.after.retain(|name| !exercise.check(name).is_some_and(is_blocked));
    }
    if let Some(last) = checks.last_mut() {
        let exploits = vec![exploit.clone()];
        last.test = Test::Blocked(BlockedTest { exploits, ..test.clone() });
    }
    let verdict = judged(bench, &Exercise { checks, ..exercise.clone() }, files);
    let outcome = verdict.checks.last().map(|result| &result.outcome);
    let name = match exploit {
        Exploit::Own | Exploit::Solution => "of the solution",
        Exploit::Given { path, .. } => path,
    };
    let message = match outcome {
        Some(Outcome::Failed(_)) => return,
        Some(Outcome::Unjudged(why)) => format!("the exploit {name} could not be judged: {why}"),
        Some(Outcome::Passed | Outcome::Skipped { .. }) | None => {
            format!("the exploit {name} does not work on the vulnerable server")
        }
    };
    let place = pointer.key("check", &check.name, "name");
    audit
        .findings
        .error(place, message)
        .hint("only what works before the repair shows anything when it is blocked");
}

fn is_blocked(check: &Check) -> bool {
    matches!(check.test, Test::Blocked(_))
}
