//! Mutants of a solution against the checks: killed where a check fails, survivors where none does.

use std::{
    collections::BTreeSet,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use crate::{
    audit::{
        Audit, Bench, Mutants,
        mutants::{self, Mutant},
        place::Pointer,
        report::{Score, Survivor, Unjudged},
        verdicts::{judged_until_failure, unjudged},
    },
    course::exercise::{Exercise, LabNeeds},
    diag::Place,
    lab::{TURN_MS, WALL_MS},
};

/// Milliseconds of CPU time that one turn of a mutant may take: one that never ends is found sooner
/// than a learner's answer.
const MUTANT_TURN_MS: u32 = 2_000;
/// Milliseconds that one run of a mutant may take.
const MUTANT_WALL_MS: u32 = 10_000;

/// What came of a mutant.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fate {
    /// By the check of this name.
    Killed(String),
    Survived,
    /// Says why.
    Unjudged(String),
}

/// Judges as many mutants of the solution as are wanted. `None` where it has none.
pub fn test(
    bench: &Bench<'_>,
    exercise: &Exercise,
    pointer: &Pointer,
    audit: &mut Audit,
) -> Option<Score> {
    let most = match bench.wanted.mutants {
        Mutants::None => return None,
        Mutants::AtMost(most) => Some(most),
        Mutants::All => None,
    };
    let all = mutants::of(exercise);
    let (made, names) = (all.len(), all.iter().map(Mutant::name).collect::<Vec<_>>());
    let chosen = mutants::chosen(all, most);
    if chosen.is_empty() {
        return None;
    }
    let fates = judge_all(bench, exercise, &chosen);
    let score = score(exercise, made, chosen.iter().zip(fates));
    tell(exercise, &score, pointer, audit);
    let judged: Vec<String> = chosen.iter().map(Mutant::name).collect();
    reasons(exercise, &score, (&names, &judged), pointer, audit);
    Some(score)
}

/// In the order of `mutants`, by as many hands as are free.
fn judge_all(bench: &Bench<'_>, exercise: &Exercise, mutants: &[Mutant]) -> Vec<Fate> {
    let lab = LabNeeds {
        turn_ms: Some(exercise.lab.turn_ms.unwrap_or(TURN_MS).min(MUTANT_TURN_MS)),
        wall_ms: Some(exercise.lab.wall_ms.unwrap_or(WALL_MS).min(MUTANT_WALL_MS)),
        ..exercise.lab.clone()
    };
    let hurried = Exercise { lab, ..exercise.clone() };
    let next = AtomicUsize::new(0);
    let fates = Mutex::new(vec![None; mutants.len()]);
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(mutant) = mutants.get(index) else { return };
            let fate = fate(bench, &hurried, mutant);
            fates.lock().unwrap_or_else(PoisonError::into_inner)[index] = Some(fate);
        }
    };
    thread::scope(|scope| {
        for _ in 1..bench.hands {
            scope.spawn(work);
        }
        work();
    });
    let fates = fates.into_inner().unwrap_or_else(PoisonError::into_inner);
    let not_begun = || Fate::Unjudged("it was not begun".to_owned());
    fates.into_iter().map(|fate| fate.unwrap_or_else(not_begun)).collect()
}

fn fate(bench: &Bench<'_>, exercise: &Exercise, mutant: &Mutant) -> Fate {
    let verdict = judged_until_failure(bench, exercise, mutant.answer(exercise));
    if let Some((_, check, _)) = verdict.first_failure() {
        return Fate::Killed(check.name.clone());
    }
    if verdict.passed() {
        return Fate::Survived;
    }
    Fate::Unjudged(unjudged(&verdict).unwrap_or_else(|| "it has no checks".to_owned()))
}

fn score<'m>(
    exercise: &Exercise,
    made: usize,
    fates: impl Iterator<Item = (&'m Mutant, Fate)>,
) -> Score {
    let mut score = Score { made, ..Score::default() };
    for (mutant, fate) in fates {
        let name = mutant.name();
        match fate {
            Fate::Killed(check) => *score.killed.entry(check).or_default() += 1,
            Fate::Unjudged(why) => score.unjudged.push(Unjudged { mutant: name, why }),
            Fate::Survived => {
                let known = exercise.survives.iter().find(|survives| survives.mutant == name);
                score.survivors.push(Survivor {
                    file: mutant.file.clone(),
                    line: mutant.line,
                    column: mutant.column,
                    change: mutant.change().to_owned(),
                    operator: mutant.operator().name().to_owned(),
                    reason: known.map(|survives| survives.reason.clone()),
                });
            }
        }
    }
    score
}

/// A warning for each survivor without a reason, and one for all that could not be judged.
fn tell(exercise: &Exercise, score: &Score, pointer: &Pointer, audit: &mut Audit) {
    let unexplained = score.survivors.iter().filter(|survivor| survivor.reason.is_none());
    for (index, survivor) in unexplained.enumerate() {
        let place = place(exercise, survivor, pointer);
        let message = format!("no check sees that {}", survivor.change);
        let finding = audit.findings.warning(place, message);
        // What to do is the same for all of them, and is said once.
        let what = if index == 0 {
            "sharpen a check; or, where this is right too, say why: [[survives]] "
        } else {
            ""
        };
        finding.hint(format!("{what}mutant = {}", quoted(&survivor.name())));
    }
    if let Some(first) = score.unjudged.first() {
        let count = score.unjudged.len();
        let message = format!("{count} mutants could not be judged, `{}` among them", first.mutant);
        let place = pointer.file("exercise.toml");
        audit.findings.warning(place, message).hint(first.why.clone());
    }
}

/// As TOML takes it.
fn quoted(name: &str) -> String {
    if name.contains('\'') {
        return format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""));
    }
    format!("'{name}'")
}

/// The file of the solution; that of the starter where the solution leaves it as it is.
fn place(exercise: &Exercise, survivor: &Survivor, pointer: &Pointer) -> Place {
    let file = &survivor.file;
    let is_given = exercise.starter.get(file) == exercise.solution.get(file);
    let folder = if is_given { "starter" } else { "solution" };
    pointer.at(&format!("{folder}/{file}"), survivor.line, survivor.column)
}

/// A reason that excuses no survivor is out of date.
fn reasons(
    exercise: &Exercise,
    score: &Score,
    (names, judged): (&[String], &[String]),
    pointer: &Pointer,
    audit: &mut Audit,
) {
    let survived: BTreeSet<String> = score.survivors.iter().map(Survivor::name).collect();
    for survives in &exercise.survives {
        let mutant = &survives.mutant;
        // One that was not judged this time may be right.
        if survived.contains(mutant)
            || (names.contains(mutant) && !judged.contains(mutant))
            || score.unjudged.iter().any(|unjudged| unjudged.mutant == *mutant)
        {
            continue;
        }
        let place = pointer.key("survives", mutant, "mutant");
        if names.contains(mutant) {
            audit
                .findings
                .warning(place, "a check fails this mutant, so it needs no reason")
                .hint("take this [[survives]] away");
            continue;
        }
        let finding =
            audit.findings.warning(place, "the solution has no mutant of this name any more");
        let change = |name: &str| name.split_once(": ").map(|(_, change)| change.to_owned());
        match names.iter().find(|name| change(name) == change(mutant)) {
            Some(moved) => finding.hint(format!("`{moved}` is one that makes the same change")),
            None => finding.hint("`backlab pack test --mutants all` names all that survive"),
        };
    }
}
