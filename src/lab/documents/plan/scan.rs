//! Reads an index inside its bounds, from one interval to the next without the keys between them.

use std::cmp::Ordering;

use super::interval::Interval;
use crate::lab::documents::{
    index::{
        Index,
        key::{Entry, Key, Order, Part},
    },
    value::compare,
};

/// One step through an index; each looks at one key.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// A key inside the bounds.
    Hit(&'a Entry),
    /// A key outside, from which the scan goes on elsewhere.
    Skip,
}

/// A scan under way.
pub struct Scan<'a> {
    index: &'a Index,
    /// For each field of the index the intervals in the order of the scan.
    fields: Vec<Vec<Edges<'a>>>,
    order: Order,
    backward: bool,
    /// Whether the bounds are one stretch, whose end is known: the key after it is not looked at.
    is_stretch: bool,
    at: Option<Box<dyn Iterator<Item = &'a Entry> + 'a>>,
    is_over: bool,
}

/// An interval as the scan meets it.
struct Edges<'a> {
    from: &'a bson::Bson,
    has_from: bool,
    to: &'a bson::Bson,
    has_to: bool,
}

enum Place {
    Inside,
    /// The scan goes on at this key, or behind everything.
    Elsewhere(Option<Seek>),
}

/// Where a scan goes on.
struct Seek {
    key: Key,
    /// Behind the keys that are equal to it.
    is_past: bool,
}

impl<'a> Scan<'a> {
    pub fn new(index: &'a Index, bounds: &'a [Vec<Interval>], backward: bool) -> Scan<'a> {
        let order = index.spec.order();
        let fields = bounds
            .iter()
            .enumerate()
            .map(|(field, intervals)| {
                let is_reversed = order.is_descending(field) != backward;
                let edges = intervals.iter().map(|interval| Edges::of(interval, is_reversed));
                if is_reversed { edges.rev().collect() } else { edges.collect() }
            })
            .collect();
        let is_stretch = is_stretch(bounds);
        Scan { index, fields, order, backward, is_stretch, at: None, is_over: false }
    }

    /// The first place where a key can be inside; nothing where none can.
    fn start(&self) -> Option<Seek> {
        let first = self.fields.first()?.first()?;
        if self.fields.iter().any(Vec::is_empty) {
            return None;
        }
        Some(self.jump(&[], 0, first))
    }

    /// What stands behind all values in the direction of the scan.
    fn past(&self) -> Part {
        if self.backward { Part::First } else { Part::Last }
    }

    fn place(&self, key: &Key) -> Place {
        for (field, edges) in self.fields.iter().enumerate() {
            let value = key.value(field);
            let found = edges.iter().find(|edges| {
                let order = self.compare(field, value, edges.to);
                order.is_lt() || (order.is_eq() && edges.has_to)
            });
            let Some(interval) = found else {
                if field == 0 {
                    return Place::Elsewhere(None);
                }
                // The fields before this one move on: behind all keys that begin as this one does.
                let mut parts = key.parts[..field].to_vec();
                parts.resize(self.fields.len(), self.past());
                let key = Key { parts, order: self.order.clone() };
                return Place::Elsewhere(Some(Seek { key, is_past: true }));
            };
            let order = self.compare(field, value, interval.from);
            if order.is_gt() || (order.is_eq() && interval.has_from) {
                continue;
            }
            return Place::Elsewhere(Some(self.jump(&key.parts[..field], field, interval)));
        }
        Place::Inside
    }

    /// The first key of `interval` of the field number `field`, below the parts before it.
    fn jump(&self, before: &[Part], field: usize, interval: &Edges<'_>) -> Seek {
        let mut parts = before.to_vec();
        parts.push(Part::Value(interval.from.clone()));
        let mut is_past = !interval.has_from;
        for edges in &self.fields[field + 1..] {
            let first = edges.first().filter(|_| !is_past);
            parts.push(first.map_or_else(|| self.past(), |first| Part::Value(first.from.clone())));
            is_past |= first.is_some_and(|first| !first.has_from);
        }
        Seek { key: Key { parts, order: self.order.clone() }, is_past }
    }

    /// The order of two values of a field in the direction of the scan.
    fn compare(&self, field: usize, left: &bson::Bson, right: &bson::Bson) -> Ordering {
        let order = compare(left, right, self.order.collation.as_deref());
        let is_reversed = self.order.is_descending(field) != self.backward;
        if is_reversed { order.reverse() } else { order }
    }

    fn seek(&self, Seek { key, is_past }: Seek) -> Box<dyn Iterator<Item = &'a Entry> + 'a> {
        if self.backward {
            Box::new(
                self.index.down_from(Entry { key, record: if is_past { 0 } else { u64::MAX } }),
            )
        } else {
            Box::new(self.index.from(Entry { key, record: if is_past { u64::MAX } else { 0 } }))
        }
    }
}

impl<'a> Iterator for Scan<'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        if self.is_over {
            return None;
        }
        if self.at.is_none() {
            let Some(start) = self.start() else {
                self.is_over = true;
                return None;
            };
            self.at = Some(self.seek(start));
        }
        let Some(entry) = self.at.as_mut().and_then(Iterator::next) else {
            self.is_over = true;
            return None;
        };
        match self.place(&entry.key) {
            Place::Inside => Some(Step::Hit(entry)),
            Place::Elsewhere(_) if self.is_stretch => {
                self.is_over = true;
                None
            }
            Place::Elsewhere(None) => {
                self.is_over = true;
                Some(Step::Skip)
            }
            Place::Elsewhere(Some(key)) => {
                self.at = Some(self.seek(key));
                Some(Step::Skip)
            }
        }
    }
}

impl<'a> Edges<'a> {
    fn of(interval: &'a Interval, is_reversed: bool) -> Edges<'a> {
        let Interval { low, has_low, high, has_high } = interval;
        if is_reversed {
            Edges { from: high, has_from: *has_high, to: low, has_to: *has_low }
        } else {
            Edges { from: low, has_from: *has_low, to: high, has_to: *has_high }
        }
    }
}

/// Points, then at most one interval, then everything.
fn is_stretch(bounds: &[Vec<Interval>]) -> bool {
    let mut rest = bounds
        .iter()
        .skip_while(|intervals| matches!(intervals.as_slice(), [only] if only.is_point()));
    rest.next().is_none_or(|intervals| intervals.len() == 1)
        && rest.all(|intervals| matches!(intervals.as_slice(), [only] if only.is_all()))
}
