//! A world for tests: its clock stands still until it is moved, its chance is the same every time.

use std::cell::Cell;

use crate::lab::world::World;

/// A world whose clock begins at 1,700,000,000 seconds.
pub struct Still {
    pub now_ms: Cell<i64>,
    seed: Cell<u64>,
    /// Questions whether the turn is over that are still answered with "no".
    pub patience: Cell<usize>,
}

impl Default for Still {
    fn default() -> Self {
        Self {
            now_ms: Cell::new(1_700_000_000_000),
            seed: Cell::new(7),
            patience: Cell::new(usize::MAX),
        }
    }
}

impl World for Still {
    fn now_ms(&self) -> i64 {
        self.now_ms.get()
    }

    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let next = self.seed.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            self.seed.set(next);
            *byte = (next >> 33).to_le_bytes()[0];
        }
    }

    fn is_over(&self) -> bool {
        let left = self.patience.get();
        self.patience.set(left.saturating_sub(1));
        left == 0
    }
}
