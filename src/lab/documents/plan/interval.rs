//! Intervals of values: what an index is read for.

use std::cmp::Ordering;

use bson::{Bson, DateTime, Document, oid::ObjectId};

use crate::lab::documents::{
    collation::Collation,
    shown::shown,
    value::{compare, rank},
};

/// From a value to a value, each inside or not.
#[derive(Clone, Debug)]
pub struct Interval {
    pub low: Bson,
    pub has_low: bool,
    pub high: Bson,
    pub has_high: bool,
}

impl Interval {
    /// All values.
    pub fn all() -> Interval {
        Interval { low: Bson::MinKey, has_low: true, high: Bson::MaxKey, has_high: true }
    }

    /// One value.
    pub fn point(value: Bson) -> Interval {
        Interval { low: value.clone(), has_low: true, high: value, has_high: true }
    }

    pub fn is_all(&self) -> bool {
        matches!((&self.low, &self.high), (Bson::MinKey, Bson::MaxKey))
            && self.has_low
            && self.has_high
    }

    pub fn is_point(&self) -> bool {
        self.has_low && self.has_high && compare(&self.low, &self.high, None).is_eq()
    }

    /// As `explain` shows it; from the end where the index is read that way.
    pub fn shown(&self, backward: bool) -> String {
        let (from, has_from, to, has_to) = if backward {
            (&self.high, self.has_high, &self.low, self.has_low)
        } else {
            (&self.low, self.has_low, &self.high, self.has_high)
        };
        let (open, close) = (if has_from { '[' } else { '(' }, if has_to { ']' } else { ')' });
        format!("{open}{}, {}{close}", end(from), end(to))
    }
}

/// The values of the type of `value` that stand before it, or after it: the types of two sides of a
/// comparison must be one. `None` where the type has no ends that can be written.
pub fn type_limits(value: &Bson) -> Option<Interval> {
    let within = |low: Bson, high: Bson| Interval { low, has_low: true, high, has_high: true };
    let until = |low: Bson, high: Bson| Interval { low, has_low: true, high, has_high: false };
    Some(match value {
        Bson::Int32(_) | Bson::Int64(_) | Bson::Double(_) | Bson::Decimal128(_) => {
            within(Bson::Double(f64::NEG_INFINITY), Bson::Double(f64::INFINITY))
        }
        Bson::String(_) | Bson::Symbol(_) => {
            until(Bson::String(String::new()), Bson::Document(Document::new()))
        }
        Bson::Document(_) => until(Bson::Document(Document::new()), Bson::Array(Vec::new())),
        Bson::Boolean(_) => within(Bson::Boolean(false), Bson::Boolean(true)),
        Bson::DateTime(_) => within(
            Bson::DateTime(DateTime::from_millis(i64::MIN)),
            Bson::DateTime(DateTime::from_millis(i64::MAX)),
        ),
        Bson::ObjectId(_) => within(
            Bson::ObjectId(ObjectId::from_bytes([0; 12])),
            Bson::ObjectId(ObjectId::from_bytes([0xff; 12])),
        ),
        _ => return None,
    })
}

/// All numbers, `NaN` too.
pub fn numbers() -> Interval {
    Interval {
        low: Bson::Double(f64::NAN),
        has_low: true,
        high: Bson::Double(f64::INFINITY),
        has_high: true,
    }
}

/// Sorted and without overlaps.
pub fn tidy(mut intervals: Vec<Interval>, collation: Option<&Collation>) -> Vec<Interval> {
    intervals.sort_by(|left, right| low_order(left, right, collation));
    let mut tidied: Vec<Interval> = Vec::new();
    for interval in intervals {
        match tidied.last_mut() {
            Some(last) if meets(last, &interval, collation) => {
                if high_order(last, &interval, collation).is_lt() {
                    last.high = interval.high;
                    last.has_high = interval.has_high;
                }
            }
            _ => tidied.push(interval),
        }
    }
    tidied
}

/// What is in both lists.
pub fn common(
    left: &[Interval],
    right: &[Interval],
    collation: Option<&Collation>,
) -> Vec<Interval> {
    let mut both = Vec::new();
    for one in left {
        for other in right {
            let low = if low_order(one, other, collation).is_lt() { other } else { one };
            let high = if high_order(one, other, collation).is_lt() { one } else { other };
            let interval = Interval {
                low: low.low.clone(),
                has_low: low.has_low,
                high: high.high.clone(),
                has_high: high.has_high,
            };
            if !is_empty(&interval, collation) {
                both.push(interval);
            }
        }
    }
    tidy(both, collation)
}

/// All values that are in none of `intervals`, which are tidy.
pub fn others(intervals: &[Interval]) -> Vec<Interval> {
    let mut rest = Vec::new();
    let mut open = Interval::all();
    for interval in intervals {
        let gap = Interval {
            low: open.low.clone(),
            has_low: open.has_low,
            high: interval.low.clone(),
            has_high: !interval.has_low,
        };
        if !is_empty(&gap, None) {
            rest.push(gap);
        }
        open.low = interval.high.clone();
        open.has_low = !interval.has_high;
    }
    if !is_empty(&open, None) {
        rest.push(open);
    }
    rest
}

fn is_empty(interval: &Interval, collation: Option<&Collation>) -> bool {
    match compare(&interval.low, &interval.high, collation) {
        Ordering::Less => false,
        Ordering::Equal => !(interval.has_low && interval.has_high),
        Ordering::Greater => true,
    }
}

fn low_order(left: &Interval, right: &Interval, collation: Option<&Collation>) -> Ordering {
    compare(&left.low, &right.low, collation).then(right.has_low.cmp(&left.has_low))
}

fn high_order(left: &Interval, right: &Interval, collation: Option<&Collation>) -> Ordering {
    compare(&left.high, &right.high, collation).then(left.has_high.cmp(&right.has_high))
}

/// Whether `next`, which begins no earlier, overlaps `last` or touches it.
fn meets(last: &Interval, next: &Interval, collation: Option<&Collation>) -> bool {
    match compare(&next.low, &last.high, collation) {
        Ordering::Less => true,
        // Two points of one value are one; an interval of one type never grows into the next.
        Ordering::Equal => {
            (last.has_high && next.has_low)
                || (rank(&last.high) == rank(&next.high) && (last.has_high || next.has_low))
        }
        Ordering::Greater => false,
    }
}

fn end(value: &Bson) -> String {
    match value {
        Bson::Double(number) if number.is_infinite() || number.is_nan() => {
            format!("{}.0", shown(value))
        }
        other => shown(other),
    }
}
