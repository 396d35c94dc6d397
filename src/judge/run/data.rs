//! Checks of answers that run on data: SQL, and the commands of stores.

use super::Run;
use crate::{
    course::check::{Check, StoreTest},
    judge::{
        sql::{self, Desk},
        store,
    },
};

impl Run<'_> {
    pub(super) fn sql(&mut self, at: usize, check: &Check, checks: &[&Check]) {
        let (machine, exercise, cancel) = (self.machine, self.exercise, self.cancel);
        let desk = self.desk.get_or_insert_with(|| {
            let limits = self.limits.clone();
            let mut desk = Desk::new(machine, exercise, &self.files, limits, cancel);
            desk.run_ahead(checks);
            desk
        });
        self.outcomes[at] = sql::outcome(desk, check);
    }

    pub(super) fn store(&mut self, at: usize, check: &Check, test: &StoreTest) {
        let (machine, exercise, cancel) = (self.machine, self.exercise, self.cancel);
        let stores = self.stores.get_or_insert_with(|| {
            store::Desk::new(machine, exercise, &self.files, self.limits.clone(), cancel)
        });
        self.outcomes[at] = Some(store::outcome(stores, check, test));
    }
}
