//! How much of what a program does to its databases is told one by one: a program that fills a table
//! row by row must not fill the recording with it.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};

use super::Host;
use crate::lab::protocol::ToParent;

/// Statements and commands of one request, and of what belongs to none, that are told one by one.
const TOLD_MAX: u32 = 1_000;
/// Requests whose statements are counted; then the count begins anew.
const REQUESTS_MAX: usize = 10_000;
/// Statements that are counted before the parent is told of them.
const UNTOLD_AT_ONCE: u64 = 1_000;

/// What was told, and what was only counted.
#[derive(Debug, Default)]
pub struct Telling {
    counts: RefCell<HashMap<Option<u32>, u32>>,
    untold: Cell<u64>,
}

impl Host {
    /// Counts one more of `request`; whether it is told.
    pub(super) fn is_told(&self, request: Option<u32>) -> bool {
        let mut counts = self.telling.counts.borrow_mut();
        if REQUESTS_MAX < counts.len() {
            counts.clear();
        }
        let count = counts.entry(request).or_default();
        *count = count.saturating_add(1);
        *count <= TOLD_MAX
    }

    /// One came to its end that is not told.
    pub(super) fn count_untold(&self) {
        let untold = self.telling.untold.get() + 1;
        self.telling.untold.set(untold);
        if UNTOLD_AT_ONCE <= untold {
            self.tell_untold();
        }
    }

    /// How many were only counted; before the next that is told.
    pub(super) fn tell_untold(&self) {
        let count = self.telling.untold.take();
        if 0 < count {
            self.wire.tell_soon(&ToParent::Untold { count });
        }
    }
}
