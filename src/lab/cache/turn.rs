//! The world as a command sees it: the time, chance, and how long it may go on.

use std::{cell::Cell, rc::Rc};

use crate::lab::{cache::refusal::Refusal, world::World};

/// Steps of a loop between two questions whether the turn is over.
const STEPS_BETWEEN_ASKING: usize = 4096;

/// The world around commands, with a counter of the steps that they took.
#[derive(Clone)]
pub struct Turn {
    world: Rc<dyn World>,
    steps: Cell<usize>,
}

impl Turn {
    pub fn new(world: Rc<dyn World>) -> Self {
        Self { world, steps: Cell::new(0) }
    }

    /// Milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        self.world.now_ms()
    }

    /// Says that a loop over foreign data took `count` steps; `Err` when the turn is over.
    pub fn steps(&self, count: usize) -> Result<(), Refusal> {
        let steps = self.steps.get().saturating_add(count);
        if steps < STEPS_BETWEEN_ASKING {
            self.steps.set(steps);
            return Ok(());
        }
        self.steps.set(0);
        if self.world.is_over() { Err(Refusal::out_of_time()) } else { Ok(()) }
    }

    pub fn step(&self) -> Result<(), Refusal> {
        self.steps(1)
    }

    /// A number below `count`, which is at least one.
    pub fn below(&self, count: usize) -> usize {
        let mut bytes = [0; 8];
        self.world.fill(&mut bytes);
        let wide = u128::from(u64::from_le_bytes(bytes)) * count as u128;
        usize::try_from(wide >> 64).expect("the upper half of the product is below `count`")
    }
}
