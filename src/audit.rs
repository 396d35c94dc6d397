//! `pack test`: what a pack must prove before anybody learns from it.
//!
//! Its right answers pass, also in another order and each check alone with what it needs; its wrong
//! answers fail in exactly the checks they name, with their own feedback; each check is failed by
//! something; the checks see small mistakes that are put into the solution; each block of a lesson
//! prints what the lesson says.

mod answers;
mod attack;
mod budgets;
mod kept;
mod kill;
mod mutants;
mod place;
mod predictions;
mod report;
mod samples;
mod seal;
pub mod stats;
mod unit;
mod verdicts;

pub use self::{
    kept::Kept,
    report::{CheckProof, ExerciseProof, Proved, Score, Survivor, Unjudged},
};
use self::{seal::Sealer, unit::Unit};

use std::{
    num::NonZero,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc::Sender,
    },
    thread,
};

use crate::{
    course::id::ExerciseId,
    diag::{Findings, Place},
    lab::{Cancel, Machine},
    pack::Pack,
};

/// How often the solution must pass.
pub const SOLUTION_RUNS: usize = 3;
/// How often a block must print the same.
pub const SAMPLE_RUNS: usize = 2;
/// Mutants of one solution that are judged unless more are asked for.
pub const MUTANTS_MOST: usize = 40;
/// Percent of its mutants that the checks of an exercise should kill.
pub const SCORE_BAR: u8 = 80;

/// What a pack proved, and what stands against it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Audit {
    pub findings: Findings,
    pub proved: Proved,
    /// In the order of the course.
    pub exercises: Vec<ExerciseProof>,
    /// Lessons and exercises, and how many of them were proved before and not run again.
    pub units: usize,
    pub kept: usize,
}

impl Audit {
    pub fn passed(&self) -> bool {
        !self.findings.has_errors()
    }
}

/// Which lessons and exercises are tested, and how hard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Ids of lessons, exercises and modules; empty for the whole pack.
    pub only: Vec<String>,
    pub mutants: Mutants,
    /// Percent of its mutants that each exercise must kill. `None`: [`SCORE_BAR`] is a warning.
    pub bar: Option<u8>,
}

/// How many mutants of a solution are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutants {
    None,
    AtMost(usize),
    All,
}

impl Default for Mutants {
    fn default() -> Mutants {
        Mutants::AtMost(MUTANTS_MOST)
    }
}

/// A lesson or an exercise is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub id: String,
    pub done: usize,
    pub of: usize,
}

/// Everything that one thing of a pack is tested with.
struct Bench<'a> {
    machine: &'a Machine,
    pack: &'a Pack,
    cancel: &'a Cancel,
    wanted: &'a Wanted,
    /// How many threads may judge mutants of one exercise.
    hands: usize,
}

/// Tests the pack, or what is wanted of it, with as many workers as the machine has cores. What
/// `kept` holds unchanged is not run again. Findings come in the order of the course, whatever
/// finished first.
pub fn audit(
    machine: &Machine,
    pack: &Pack,
    wanted: &Wanted,
    kept: &Kept,
    cancel: &Cancel,
    told: &Sender<Told>,
) -> Audit {
    let units = Unit::wanted(pack, &wanted.only);
    let keys: Vec<String> = {
        let mut sealer = Sealer::new(machine, pack, wanted.mutants);
        units.iter().map(|unit| sealer.key(unit)).collect()
    };
    let mut results: Vec<Option<Audit>> =
        units.iter().zip(&keys).map(|(unit, key)| kept.find(pack, unit, key)).collect();
    let open: Vec<usize> = (0..units.len()).filter(|at| results[*at].is_none()).collect();
    let from_before = units.len() - open.len();
    let done = AtomicUsize::new(from_before);
    let finish = |at: usize, result: &Audit| {
        if !cancel.is_cancelled() {
            kept.keep(pack, &units[at], &keys[at], result);
        }
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        // Nobody has to listen.
        let _ = told.send(Told { id: units[at].id().to_owned(), done, of: units.len() });
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let hands = workers.div_ceil(open.len().max(1));
    let bench = Bench { machine, pack, cancel, wanted, hands };
    for (at, result) in bench.test_all(&units, &open, workers, finish) {
        results[at] = Some(result);
    }
    if wanted.only.is_empty() && !cancel.is_cancelled() {
        kept.forget_others(pack, &units);
    }
    let mut audit = Audit { findings: of_units(pack, &units, wanted), ..Audit::default() };
    audit.kept = from_before;
    audit.units = units.len();
    for result in results.into_iter().flatten() {
        audit.add(result, pack, wanted);
    }
    audit
}

/// The first of `only` that names nothing in the pack.
pub fn unknown<'o>(pack: &Pack, only: &'o [String]) -> Option<&'o str> {
    let named = |name: &&String| Unit::wanted(pack, std::slice::from_ref(name)).is_empty();
    let modules = &pack.course.modules;
    // A module may be empty as yet.
    only.iter()
        .filter(|name| !modules.iter().any(|module| module.id.as_str() == name.as_str()))
        .find(named)
        .map(String::as_str)
}

/// What the files of the pack say by themselves; of a part only what stands in it.
fn of_units(pack: &Pack, units: &[Unit], wanted: &Wanted) -> Findings {
    let all = pack.check_all();
    if wanted.only.is_empty() {
        return all;
    }
    let folders: Vec<String> = units.iter().map(|unit| unit.path(pack)).collect();
    let is_of_them = |file: &str| {
        folders.iter().any(|folder| {
            file.strip_prefix(folder.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    all.retained(|found| found.place.file == "pack.toml" || is_of_them(&found.place.file))
}

impl Audit {
    fn add(&mut self, result: Audit, pack: &Pack, wanted: &Wanted) {
        self.findings.append(result.findings);
        self.proved.add(result.proved);
        for exercise in result.exercises {
            below_bar(pack, &exercise, wanted, &mut self.findings);
            self.exercises.push(exercise);
        }
    }

    /// Mutants of all exercises that are killed, and those that count.
    pub fn killed(&self) -> (usize, usize) {
        report::sum(self.exercises.iter().filter_map(|exercise| exercise.score.as_ref()))
    }
}

/// Says when the checks of an exercise see too few mistakes.
fn below_bar(pack: &Pack, exercise: &ExerciseProof, wanted: &Wanted, findings: &mut Findings) {
    let Some(score) = &exercise.score else { return };
    let bar = wanted.bar.unwrap_or(SCORE_BAR);
    let Some(percent) = score.percent().filter(|percent| *percent < usize::from(bar)) else {
        return;
    };
    let place = match ExerciseId::parse(&exercise.id) {
        Ok(id) => Place::new(format!("{}/exercise.toml", Unit::Exercise(id).path(pack)), 1, 1),
        Err(_) => return,
    };
    let message = format!(
        "the checks kill {} of {} mutants, {percent} % and less than {bar} %",
        score.killed(),
        score.counted()
    );
    let finding = match wanted.bar {
        Some(_) => findings.error(place, message),
        None => findings.warning(place, message),
    };
    finding.hint("each mutant that no check sees is named with its place");
}

impl Bench<'_> {
    /// Tests the units at the places `open`; `finish` hears of each as soon as it is done.
    fn test_all(
        &self,
        units: &[Unit],
        open: &[usize],
        workers: usize,
        finish: impl Fn(usize, &Audit) + Sync,
    ) -> Vec<(usize, Audit)> {
        let next = AtomicUsize::new(0);
        let results = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for _ in 0..workers.min(open.len()) {
                scope.spawn(|| {
                    while let Some(at) = open.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if self.cancel.is_cancelled() {
                            return;
                        }
                        let result = self.test(&units[*at]);
                        finish(*at, &result);
                        let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
                        results.push((*at, result));
                    }
                });
            }
        });
        results.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn test(&self, unit: &Unit) -> Audit {
        // What cannot be loaded was named by `check_all` already.
        match unit {
            Unit::Lesson(id) => match self.pack.lesson(id) {
                (Some(lesson), _) => samples::test(self, &lesson),
                (None, _) => Audit::default(),
            },
            Unit::Exercise(id) => match self.pack.exercise(id) {
                (Some(exercise), _) => answers::test(self, &exercise),
                (None, _) => Audit::default(),
            },
        }
    }
}
