//! When two values of a table are the same.

use crate::{course::sql::Aspect, table::Cell};

/// Numbers that are not whole may differ by this part of their size: sums of them depend on the
/// order in which they are added.
const TOLERANCE: f64 = 1e-9;
/// Whole numbers below this are exact as floating point: 2^53.
const EXACT_MAX: f64 = 9_007_199_254_740_992.0;

/// What two values have in common that are the same without rounding: 1 and 1.0 have one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Id {
    Null,
    Whole(i64),
    /// The bits of a number that is not whole.
    Real(u64),
    /// Any number.
    Number,
    Text(String),
    Blob(Vec<u8>),
}

pub fn id(cell: &Cell) -> Id {
    match cell {
        Cell::Null => Id::Null,
        Cell::Integer(number) => Id::Whole(*number),
        Cell::Real(number) => whole(*number).map_or(Id::Real(number.to_bits()), Id::Whole),
        Cell::Text(text) => Id::Text(text.clone()),
        Cell::Blob(bytes) => Id::Blob(bytes.clone()),
    }
}

/// As `id`, with all numbers alike.
pub fn id_without_number(cell: &Cell) -> Id {
    match cell {
        Cell::Integer(_) | Cell::Real(_) => Id::Number,
        Cell::Null | Cell::Text(_) | Cell::Blob(_) => id(cell),
    }
}

fn whole(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^53 fits")]
    (number.fract() == 0.0 && number.abs() < EXACT_MAX).then_some(number as i64)
}

pub fn same_row(a: &[Cell], b: &[Cell]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
}

/// Numbers by value, everything else as it is; NULL is only NULL.
pub fn same(a: &Cell, b: &Cell) -> bool {
    match (a, b) {
        (Cell::Integer(a), Cell::Integer(b)) => a == b,
        (Cell::Integer(_) | Cell::Real(_), Cell::Integer(_) | Cell::Real(_)) => {
            let (a, b) = (number(a), number(b));
            // Two infinities have no difference.
            a.total_cmp(&b).is_eq() || (a - b).abs() <= TOLERANCE * a.abs().max(b.abs())
        }
        (a, b) => a == b,
    }
}

fn number(cell: &Cell) -> f64 {
    match cell {
        #[expect(clippy::cast_precision_loss, reason = "it is compared with a rounded number")]
        Cell::Integer(number) => *number as f64,
        Cell::Real(number) => *number,
        Cell::Null | Cell::Text(_) | Cell::Blob(_) => f64::NAN,
    }
}

/// How two values differ, if they do.
pub fn aspect(expected: &Cell, got: &Cell) -> Option<Aspect> {
    if same(expected, got) {
        return None;
    }
    let reads_alike = || match (expected, got) {
        (Cell::Text(text), other) | (other, Cell::Text(text)) => reads_as(text, other),
        (Cell::Blob(_), _) | (_, Cell::Blob(_)) => true,
        (_, _) => false,
    };
    Some(match (expected, got) {
        (Cell::Null, _) | (_, Cell::Null) => Aspect::Null,
        (a, b) if kind(a) != kind(b) && reads_alike() => Aspect::Type,
        (_, _) => Aspect::Value,
    })
}

/// Whether `text` is the number, or the bytes, that `other` holds.
fn reads_as(text: &str, other: &Cell) -> bool {
    match other {
        Cell::Integer(_) | Cell::Real(_) => {
            text.trim().parse::<f64>().is_ok_and(|read| same(&Cell::Real(read), other))
        }
        Cell::Blob(bytes) => text.as_bytes() == bytes,
        Cell::Null | Cell::Text(_) => false,
    }
}

/// The kind of a value in a word.
pub fn kind(cell: &Cell) -> &'static str {
    match cell {
        Cell::Null => "NULL",
        Cell::Integer(_) | Cell::Real(_) => "a number",
        Cell::Text(_) => "a text",
        Cell::Blob(_) => "a blob",
    }
}
