//! `pack test`: what a pack must prove before anybody learns from it.
//!
//! Its right answers pass, also in another order and each check alone with what it needs; its wrong
//! answers fail in exactly the checks they name, with their own feedback; each check is failed by
//! something; each block of a lesson prints what the lesson says.

mod answers;
mod attack;
mod budgets;
mod place;
mod predictions;
mod samples;
mod verdicts;

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
    course::id::{ExerciseId, LessonId},
    diag::Findings,
    lab::{Cancel, Machine},
    pack::Pack,
};

/// How often the solution must pass.
pub const SOLUTION_RUNS: usize = 3;
/// How often a block must print the same.
pub const SAMPLE_RUNS: usize = 2;

/// What a pack proved, and what stands against it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Audit {
    pub findings: Findings,
    pub proved: Proved,
}

impl Audit {
    pub fn passed(&self) -> bool {
        !self.findings.has_errors()
    }
}

/// How many of each kind held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proved {
    pub exercises: usize,
    /// Checks that the solution passes and something fails.
    pub checks: usize,
    pub solutions: usize,
    pub alternatives: usize,
    /// Wrong answers that fail as they should, starters and empty answers among them.
    pub wrongs: usize,
    pub lessons: usize,
    /// Blocks that print what their lesson says.
    pub samples: usize,
}

impl Proved {
    fn add(&mut self, other: Proved) {
        self.exercises += other.exercises;
        self.checks += other.checks;
        self.solutions += other.solutions;
        self.alternatives += other.alternatives;
        self.wrongs += other.wrongs;
        self.lessons += other.lessons;
        self.samples += other.samples;
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
}

#[derive(Clone)]
enum Unit {
    Lesson(LessonId),
    Exercise(ExerciseId),
}

/// Tests the whole pack with as many workers as the machine has cores. Findings come in the order
/// of the course, whatever finished first.
pub fn audit(machine: &Machine, pack: &Pack, cancel: &Cancel, told: &Sender<Told>) -> Audit {
    let mut audit = Audit { findings: pack.check_all(), proved: Proved::default() };
    let bench = Bench { machine, pack, cancel };
    let units = units(pack);
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let results: Mutex<Vec<Option<Audit>>> = Mutex::new(vec![None; units.len()]);
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((index, unit)) = take(&units, &next) {
                    if cancel.is_cancelled() {
                        return;
                    }
                    let result = bench.test(unit);
                    results.lock().unwrap_or_else(PoisonError::into_inner)[index] = Some(result);
                    let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                    // Nobody has to listen.
                    let _ = told.send(Told { id: unit.id().to_owned(), done, of: units.len() });
                }
            });
        }
    });
    let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    for result in results.into_iter().flatten() {
        audit.findings.append(result.findings);
        audit.proved.add(result.proved);
    }
    audit
}

fn units(pack: &Pack) -> Vec<Unit> {
    let of_module = |module: &crate::course::Module| {
        let lessons = module.lessons.iter().cloned().map(Unit::Lesson);
        let exercises = module.exercises.iter().cloned().map(Unit::Exercise);
        lessons.chain(exercises).collect::<Vec<_>>()
    };
    pack.course.modules.iter().flat_map(of_module).collect()
}

fn take<'u>(units: &'u [Unit], next: &AtomicUsize) -> Option<(usize, &'u Unit)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    units.get(index).map(|unit| (index, unit))
}

impl Unit {
    fn id(&self) -> &str {
        match self {
            Unit::Lesson(id) => id.as_str(),
            Unit::Exercise(id) => id.as_str(),
        }
    }
}

impl Bench<'_> {
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
