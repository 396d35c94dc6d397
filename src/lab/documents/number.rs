//! Numbers of the four types: their exact comparison, and arithmetic with MongoDB's types of results
//! (the widest of the operands; an int that overflows becomes a long, a long becomes a double).

use std::cmp::Ordering;

use bson::Bson;

use crate::lab::documents::decimal::{DIGITS_MAX, Decimal};

/// Digits that MongoDB keeps of a double when it becomes a decimal.
pub const DOUBLE_DIGITS: usize = 15;
/// The first double beyond the longs: 2 to the 63rd.
pub const LONG_END: f64 = 9_223_372_036_854_775_808.0;

/// A number by its type.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    Int(i32),
    Long(i64),
    Double(f64),
    Decimal(Decimal),
}

impl Number {
    pub fn of(value: &Bson) -> Option<Number> {
        match value {
            Bson::Int32(value) => Some(Number::Int(*value)),
            Bson::Int64(value) => Some(Number::Long(*value)),
            Bson::Double(value) => Some(Number::Double(*value)),
            Bson::Decimal128(value) => Some(Number::Decimal(Decimal::of(*value))),
            _ => None,
        }
    }

    pub fn to_bson(self) -> Bson {
        match self {
            Number::Int(value) => Bson::Int32(value),
            Number::Long(value) => Bson::Int64(value),
            Number::Double(value) => Bson::Double(value),
            Number::Decimal(value) => Bson::Decimal128(value.to_bson()),
        }
    }

    pub fn to_double(self) -> f64 {
        match self {
            Number::Int(value) => f64::from(value),
            Number::Long(value) => double(value),
            Number::Double(value) => value,
            Number::Decimal(value) => value.to_double(),
        }
    }

    pub fn to_decimal(self) -> Decimal {
        match self {
            Number::Int(value) => Decimal::from_long(i64::from(value)),
            Number::Long(value) => Decimal::from_long(value),
            Number::Double(value) => Decimal::from_double(value, DOUBLE_DIGITS),
            Number::Decimal(value) => value,
        }
    }

    /// The whole number that this is, if it is one that 64 bits hold.
    pub fn to_long(self) -> Option<i64> {
        match self {
            Number::Int(value) => Some(i64::from(value)),
            Number::Long(value) => Some(value),
            Number::Double(value) => {
                let fits = (-LONG_END..LONG_END).contains(&value) && value.fract() == 0.0;
                fits.then(|| truncated(value))
            }
            Number::Decimal(value) => value.to_long(),
        }
    }

    pub fn is_nan(self) -> bool {
        match self {
            Number::Int(_) | Number::Long(_) => false,
            Number::Double(value) => value.is_nan(),
            Number::Decimal(value) => matches!(value, Decimal::NotANumber),
        }
    }

    pub fn is_infinite(self) -> bool {
        match self {
            Number::Int(_) | Number::Long(_) => false,
            Number::Double(value) => value.is_infinite(),
            Number::Decimal(value) => matches!(value, Decimal::Infinite { .. }),
        }
    }

    pub fn add(self, other: Number) -> Number {
        let decimals = |a: Decimal, b: Decimal| a.add(b);
        self.combine(other, i64::checked_add, |a, b| a + b, decimals)
    }

    pub fn subtract(self, other: Number) -> Number {
        let decimals = |a: Decimal, b: Decimal| a.add(b.negate());
        self.combine(other, i64::checked_sub, |a, b| a - b, decimals)
    }

    pub fn multiply(self, other: Number) -> Number {
        let decimals = |a: Decimal, b: Decimal| a.multiply(b);
        self.combine(other, i64::checked_mul, |a, b| a * b, decimals)
    }

    fn combine(
        self,
        other: Number,
        longs: fn(i64, i64) -> Option<i64>,
        doubles: fn(f64, f64) -> f64,
        decimals: fn(Decimal, Decimal) -> Decimal,
    ) -> Number {
        match (self, other) {
            (Number::Decimal(_), _) | (_, Number::Decimal(_)) => {
                Number::Decimal(decimals(self.to_decimal(), other.to_decimal()))
            }
            (Number::Double(_), _) | (_, Number::Double(_)) => {
                Number::Double(doubles(self.to_double(), other.to_double()))
            }
            (Number::Int(a), Number::Int(b)) => {
                let result = longs(i64::from(a), i64::from(b)).expect("32 bits combine in 64");
                i32::try_from(result).map_or(Number::Long(result), Number::Int)
            }
            (Number::Long(_) | Number::Int(_), Number::Long(_) | Number::Int(_)) => {
                let whole = |number: Number| number.to_long().expect("a whole number is one");
                match longs(whole(self), whole(other)) {
                    Some(result) => Number::Long(result),
                    None => Number::Double(doubles(self.to_double(), other.to_double())),
                }
            }
        }
    }
}

/// The order of two numbers by value, exactly; `NaN` is less than all others and equal to itself.
pub fn compare(a: &Bson, b: &Bson) -> Ordering {
    match (Number::of(a), Number::of(b)) {
        (Some(a), Some(b)) => compare_numbers(a, b),
        _ => Ordering::Equal,
    }
}

/// Whether a value is a zero of any type.
pub fn is_zero(value: &Bson) -> bool {
    match Number::of(value) {
        Some(Number::Int(value)) => value == 0,
        Some(Number::Long(value)) => value == 0,
        Some(Number::Double(value)) => value == 0.0,
        Some(Number::Decimal(value)) => value.is_zero(),
        None => false,
    }
}

/// A text that is the same for numbers of equal value, whatever their types.
pub fn key(value: &Bson) -> String {
    match Number::of(value) {
        None => String::new(),
        Some(number) => match number.to_long() {
            Some(whole) => whole.to_string(),
            None if number.is_nan() => "NaN".to_owned(),
            None => exact(number).canonical(),
        },
    }
}

/// A long as the nearest double.
#[expect(clippy::cast_precision_loss, reason = "MongoDB rounds longs to doubles here too")]
pub fn double(value: i64) -> f64 {
    value as f64
}

/// A double without its fraction; values out of range become the nearest long.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates, callers check the range")]
pub fn truncated(value: f64) -> i64 {
    value as i64
}

fn compare_numbers(a: Number, b: Number) -> Ordering {
    match (a, b) {
        (Number::Double(a), Number::Double(b)) => compare_doubles(a, b),
        (Number::Decimal(_), _) | (_, Number::Decimal(_)) => exact(a).compare(exact(b)),
        (Number::Double(a), Number::Int(_) | Number::Long(_)) => {
            compare_long_to_double(b.to_long().unwrap_or(0), a).reverse()
        }
        (Number::Int(_) | Number::Long(_), Number::Double(b)) => {
            compare_long_to_double(a.to_long().unwrap_or(0), b)
        }
        (Number::Int(_) | Number::Long(_), Number::Int(_) | Number::Long(_)) => {
            a.to_long().cmp(&b.to_long())
        }
    }
}

fn compare_doubles(a: f64, b: f64) -> Ordering {
    a.partial_cmp(&b).unwrap_or_else(|| b.is_nan().cmp(&a.is_nan()))
}

/// A rounding of the long to a double would make different numbers equal.
fn compare_long_to_double(long: i64, double: f64) -> Ordering {
    if double.is_nan() || double < -LONG_END {
        return Ordering::Greater;
    }
    if double >= LONG_END {
        return Ordering::Less;
    }
    let fraction = double.fract();
    long.cmp(&truncated(double)).then_with(|| compare_doubles(0.0, fraction))
}

/// The decimal that a number is compared as.
fn exact(number: Number) -> Decimal {
    match number {
        Number::Double(value) => Decimal::from_double(value, DIGITS_MAX),
        other => other.to_decimal(),
    }
}
