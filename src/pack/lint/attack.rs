//! Rules about exercises of kind `attack`: more than one way in, and wrong answers to each part.

use crate::{
    course::{
        attack::{Exploit, Stage},
        check::{Check, Test},
        exercise::Kind,
    },
    pack::lint::{Report, view::ExerciseView},
};

/// What a check of an attack is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Exploit,
    Blocked,
    Honest,
}

/// X11: a repair is tried by exploits that the learner has not seen, and by honest traffic that
/// they have.
pub fn ways_in(view: &ExerciseView<'_>, report: &mut Report<'_>) {
    let exercise = view.exercise;
    if exercise.kind != Kind::Attack {
        return;
    }
    let is_other = |exploit: &Exploit| matches!(exploit, Exploit::Given { .. });
    let tries_others = |check: &Check| {
        let test = if let Test::Blocked(test) = &check.test { Some(test) } else { None };
        check.hidden && test.is_some_and(|test| test.exploits.iter().any(is_other))
    };
    if !exercise.checks.iter().any(tries_others) {
        let message = "a repair that refuses the exploit of the solution and no other one passes";
        let hint = "a hidden [check.blocked] with exploits = [\"data/other.http\"]";
        report.say(view.places.of("check"), message, hint);
    }
    let is_seen = |check: &Check| !check.hidden && part(&check.test) == Part::Honest;
    if !exercise.checks.iter().any(is_seen) {
        let message = "the learner does not see which honest traffic must go on";
        report.say(view.places.of("check"), message, "a visible [check.http]");
    }
}

/// X11: a wrong answer is known for the exploit, for the repair and for honest traffic.
pub fn wrongs(view: &ExerciseView<'_>, report: &mut Report<'_>) {
    let exercise = view.exercise;
    if exercise.kind != Kind::Attack {
        return;
    }
    let parts = [
        (Part::Exploit, "an exploit that gets nothing", "one that comes near, with its feedback"),
        (Part::Blocked, "a repair that an exploit gets through", "one that refuses too little"),
        (Part::Honest, "a repair that keeps honest traffic out", "one that refuses everybody"),
    ];
    for (wanted, what, hint) in parts {
        let is_known = exercise.wrongs.iter().any(|wrong| {
            let first = wrong.fails.first().and_then(|name| exercise.check(name));
            first.is_some_and(|check| part(&check.test) == wanted)
        });
        if !is_known {
            let message = format!("no wrong answer is {what}");
            report.say(view.places.of("wrong"), message, hint);
        }
    }
}

fn part(test: &Test) -> Part {
    match (test, test.stage()) {
        (Test::Blocked(_), _) => Part::Blocked,
        (_, Stage::Exploit) => Part::Exploit,
        (_, Stage::Repair) => Part::Honest,
    }
}
