//! Keys of an index, in the index's order.

use std::{cmp::Ordering, rc::Rc};

use bson::Bson;

use crate::lab::documents::{collation::Collation, value::compare};

/// A key: one part for each field of the index.
#[derive(Clone, Debug)]
pub struct Key {
    pub parts: Vec<Part>,
    pub order: Order,
}

/// What is at one field's place in a key.
#[derive(Clone, Debug)]
pub enum Part {
    /// Before all values, in the order of the index; only for places to start from.
    First,
    Value(Bson),
    /// After all values.
    Last,
}

/// How the keys of one index stand to each other.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// A bit for each field, set where the index is descending.
    pub descending: u32,
    pub collation: Option<Rc<Collation>>,
}

/// A key and the record that it was made from.
#[derive(Clone, Debug)]
pub struct Entry {
    pub key: Key,
    pub record: u64,
}

impl Order {
    pub fn is_descending(&self, field: usize) -> bool {
        u32::try_from(field)
            .ok()
            .and_then(|at| 1_u32.checked_shl(at))
            .is_some_and(|bit| self.descending & bit != 0)
    }

    fn compare(&self, field: usize, left: &Part, right: &Part) -> Ordering {
        match (left, right) {
            (Part::Value(left), Part::Value(right)) => {
                let order = compare(left, right, self.collation.as_deref());
                if self.is_descending(field) { order.reverse() } else { order }
            }
            (Part::First, Part::First) | (Part::Last, Part::Last) => Ordering::Equal,
            (Part::First, _) | (_, Part::Last) => Ordering::Less,
            (Part::Last, _) | (_, Part::First) => Ordering::Greater,
        }
    }
}

impl Key {
    /// The value at a field's place; null for the places to start from, which are no keys.
    pub fn value(&self, field: usize) -> &Bson {
        const NULL: &Bson = &Bson::Null;
        match self.parts.get(field) {
            Some(Part::Value(value)) => value,
            Some(Part::First | Part::Last) | None => NULL,
        }
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Key) -> Ordering {
        self.parts
            .iter()
            .zip(&other.parts)
            .enumerate()
            .map(|(field, (left, right))| self.order.compare(field, left, right))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Key) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Key {}

impl Ord for Entry {
    fn cmp(&self, other: &Entry) -> Ordering {
        self.key.cmp(&other.key).then(self.record.cmp(&other.record))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Entry) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Entry {}
