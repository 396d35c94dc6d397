//! A clock that stands still: when it moves, and how far.
//!
//! It moves only while the program has nothing else to do: no callback, no promise job, no
//! immediate, no byte on its way. Then it goes to the next timer and no further, so that timers fire
//! one after the other, each at its own time, with everything in between that a callback begins. It
//! goes there for one of these:
//!
//! - a check moves the clock (`Lab::advance`);
//! - a request is open whose answer is waited for (`Lab::pass`);
//! - a call of the judge has not ended;
//! - the program has been started and has no server yet, or no longer.
//!
//! Each of them has an end, so that an interval cannot run away.

use std::collections::VecDeque;

use rquickjs::Result;

use super::EventLoop;
use crate::lab::protocol::ToParent;

/// What a clock that stands still is moved for.
#[derive(Default)]
pub struct Waits {
    /// Times to come to, and the ids to answer with, in order.
    advances: VecDeque<Advance>,
    pass: Option<Pass>,
    /// How many were allowed so far.
    pub passes: u32,
    /// When the last call began, in milliseconds since the start.
    call_began_ms: u64,
}

struct Advance {
    id: u64,
    ms: u64,
    /// Where it ends, once it has begun.
    until_ms: Option<u64>,
}

struct Pass {
    until_ms: u64,
    received_bytes: Option<u64>,
}

impl EventLoop<'_> {
    pub(super) fn begin_advance(&mut self, id: u64, ms: u64) {
        self.waits.advances.push_back(Advance { id, ms, until_ms: None });
        self.told_idle = false;
    }

    pub(super) fn let_pass(&mut self, ms: u64, received_bytes: Option<u64>) {
        let until_ms = self.host.clock.passed_ms().saturating_add(ms);
        self.waits.pass = Some(Pass { until_ms, received_bytes });
        self.waits.passes += 1;
        self.told_idle = false;
    }

    pub(super) fn note_call(&mut self) {
        self.waits.call_began_ms = self.host.clock.passed_ms();
    }

    /// As for the machine's clock, the start takes a millisecond when a timer waits for that one.
    pub(super) fn step_ahead(&self, ahead_ms: u64) {
        let to_ms = self.host.clock.passed_ms() + ahead_ms;
        if ahead_ms > 0 && self.host.timers.borrow().next_ms().is_some_and(|due| due <= to_ms) {
            self.move_to(to_ms);
        }
    }

    /// In how many milliseconds the next timer is due that the clock does not come to by itself.
    pub(super) fn due_ms(&self) -> Option<u64> {
        let due_ms = self.host.timers.borrow().next_ms()?;
        let is_still = self.host.clock.is_still();
        is_still.then(|| due_ms.saturating_sub(self.host.clock.passed_ms()))
    }

    /// Moves the clock where it may move now, and says whether there is more to do for it.
    pub(super) fn leap(&mut self) -> Result<bool> {
        if !self.host.clock.is_still() {
            return Ok(false);
        }
        // A timer of this round may have settled one.
        self.answer_calls()?;
        let due_ms = self.host.timers.borrow().next_ms();
        let now_ms = self.host.clock.passed_ms();
        if let Some(advance) = self.waits.advances.front_mut() {
            let until_ms = *advance.until_ms.get_or_insert(now_ms.saturating_add(advance.ms));
            if let Some(due_ms) = due_ms.filter(|due_ms| *due_ms <= until_ms) {
                self.move_to(due_ms);
            } else {
                let id = advance.id;
                self.waits.advances.pop_front();
                self.move_to(until_ms);
                self.host.wire.tell(&ToParent::Returned { id, answer: None });
            }
            return Ok(true);
        }
        // What it waits for comes from the parent.
        if self.asks_open > 0 {
            return Ok(false);
        }
        let Some(due_ms) = due_ms else { return Ok(false) };
        let leaps = due_ms <= self.may_move_to()?;
        if leaps {
            self.move_to(due_ms);
        }
        Ok(leaps)
    }

    /// How far the clock may move for what waits, in milliseconds since the start.
    fn may_move_to(&self) -> Result<u64> {
        let start = &self.host.start;
        let wait_ms = u64::from(start.wait_ms);
        let mut most_ms = 0;
        if !self.calls.is_empty() {
            most_ms = self.waits.call_began_ms.saturating_add(wait_ms);
        }
        if start.entry.is_some() && !self.host.net.borrow().listens() {
            most_ms = most_ms.max(wait_ms);
        }
        if let Some(Pass { until_ms, received_bytes }) = self.waits.pass {
            let holds = match received_bytes {
                None => true,
                // A byte that is still on its way belongs to the time before the leap.
                Some(bytes) => {
                    bytes == self.host.net.borrow().received_bytes()
                        && self.ask.open_requests.call::<_, Vec<u32>>(())?[0] > 0
                }
            };
            most_ms = most_ms.max(if holds { until_ms } else { 0 });
        }
        Ok(most_ms)
    }

    fn move_to(&self, passed_ms: u64) {
        let by_ms = self.host.clock.move_to(passed_ms);
        if by_ms > 0 {
            self.host.wire.clock_moved(by_ms, passed_ms);
        }
    }
}
