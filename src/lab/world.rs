//! What an engine has of the run that it is part of: its clock, its randomness, its turn.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use crate::lab::{
    clock::Clock,
    random::{self, Seeded},
    turn::Turn,
};

/// The world around an engine. The run owns all three, so that a clock that stands still, a seed and
/// the limit of a turn hold for stores as they hold for programs.
pub trait World {
    /// Milliseconds since 1970.
    fn now_ms(&self) -> i64;

    /// Fills `bytes` with the run's randomness.
    fn fill(&self, bytes: &mut [u8]);

    /// Whether the time of this turn is used up; loops over foreign data ask now and then.
    fn is_over(&self) -> bool;
}

/// The world of a run.
#[derive(Debug)]
pub struct OfRun {
    clock: Rc<Clock>,
    /// The system's randomness when absent.
    seeded: Option<RefCell<Seeded>>,
    turn: Arc<Turn>,
}

impl OfRun {
    pub fn new(clock: Rc<Clock>, seed: Option<u64>, turn: Arc<Turn>) -> OfRun {
        OfRun { clock, seeded: seed.map(|seed| RefCell::new(Seeded::new(seed))), turn }
    }
}

impl World for OfRun {
    fn now_ms(&self) -> i64 {
        #[expect(clippy::cast_possible_truncation, reason = "a cast of a double saturates")]
        let ms = self.clock.wall_ms() as i64;
        ms
    }

    fn fill(&self, bytes: &mut [u8]) {
        match &self.seeded {
            Some(seeded) => seeded.borrow_mut().fill(bytes),
            // Ids that are not unique are worse than none, and a system without randomness starts
            // no child.
            None => random::fill(bytes).expect("the system's randomness was there at the start"),
        }
    }

    fn is_over(&self) -> bool {
        self.turn.over().is_some()
    }
}
