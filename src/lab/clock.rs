//! The time that a program sees: the machine's, or one that stands still until it is moved.

use std::{
    cell::Cell,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// What `Date`, timers and `performance` go by.
#[derive(Debug)]
pub struct Clock {
    began: Instant,
    still: Option<Still>,
}

/// A clock that stands still.
#[derive(Debug)]
struct Still {
    /// What it showed at the start, in milliseconds since 1970.
    from_ms: i64,
    /// How far it was moved since.
    passed_ms: Cell<u64>,
}

impl Clock {
    /// The machine's when `still_at_ms` is absent; else one that shows that many milliseconds since
    /// 1970 until it is moved.
    pub fn new(still_at_ms: Option<i64>) -> Clock {
        let still = |from_ms| Still { from_ms, passed_ms: Cell::new(0) };
        Clock { began: Instant::now(), still: still_at_ms.map(still) }
    }

    pub fn is_still(&self) -> bool {
        self.still.is_some()
    }

    /// Since the start.
    pub fn passed(&self) -> Duration {
        match &self.still {
            Some(still) => Duration::from_millis(still.passed_ms.get()),
            None => self.began.elapsed(),
        }
    }

    /// Whole milliseconds since the start.
    pub fn passed_ms(&self) -> u64 {
        u64::try_from(self.passed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Milliseconds since 1970, with their fraction.
    pub fn wall_ms(&self) -> f64 {
        match &self.still {
            #[expect(
                clippy::cast_precision_loss,
                reason = "times that a Date can show fit a double exactly"
            )]
            Some(still) => still.from_ms as f64 + still.passed_ms.get() as f64,
            None => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0.0, |time| time.as_secs_f64() * 1e3),
        }
    }

    /// Moves a clock that stands still to `passed_ms` after the start, never back; says how far it
    /// moved, in milliseconds. The machine's clock does not move.
    pub fn move_to(&self, passed_ms: u64) -> u64 {
        let Some(still) = &self.still else { return 0 };
        let by_ms = passed_ms.saturating_sub(still.passed_ms.get());
        still.passed_ms.set(still.passed_ms.get() + by_ms);
        by_ms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_still_clock_moves_when_it_is_moved_and_never_back() {
        let clock = Clock::new(Some(1_000));
        assert_eq!((clock.passed_ms(), clock.wall_ms().to_bits()), (0, 1_000f64.to_bits()));
        assert_eq!(clock.move_to(250), 250);
        assert_eq!(clock.move_to(100), 0);
        assert_eq!((clock.passed_ms(), clock.wall_ms().to_bits()), (250, 1_250f64.to_bits()));
    }

    #[test]
    fn the_machines_clock_is_not_moved() {
        let clock = Clock::new(None);
        assert_eq!(clock.move_to(1_000_000), 0);
        assert!(clock.passed_ms() < 1_000_000);
        assert!(1.7e12 < clock.wall_ms());
    }
}
