//! The first or last values in an order, of as many as pass by.

use bson::Bson;

use crate::lab::documents::{collation::Collation, sort::Sort};

/// Values with what they are sorted by, the first in the order first.
#[derive(Clone, Debug, Default)]
pub struct Ranked {
    kept: Vec<(Vec<Bson>, Bson)>,
}

impl Ranked {
    /// Takes a value in, and lets go of one if there are more than `count` then.
    pub fn add(
        &mut self,
        key: Vec<Bson>,
        value: Bson,
        sort: &Sort,
        bottom: bool,
        count: usize,
        collation: Option<&Collation>,
    ) {
        let at = self
            .kept
            .partition_point(|(other, _)| sort.compare_keys(other, &key, collation).is_le());
        self.kept.insert(at, (key, value));
        if self.kept.len() > count {
            if bottom {
                self.kept.remove(0);
            } else {
                self.kept.pop();
            }
        }
    }

    /// The values in their order.
    pub fn values(self) -> Vec<Bson> {
        self.kept.into_iter().map(|(_, value)| value).collect()
    }
}
