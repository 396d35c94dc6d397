//! Operators on numbers. (MongoDB manual, Arithmetic, Bitwise and Trigonometry Expression Operators.)

#![expect(clippy::unnecessary_wraps, reason = "the table of operators has one type of function")]

use bson::{Bson, DateTime};

use crate::lab::documents::{
    decimal::{Decimal, Rounding},
    error::{Code, CommandError},
    expression::{Call, Value, is_nullish, type_of},
    number::{LONG_END, Number, double, truncated},
};

/// Powers that are worked out exactly in whole numbers.
const EXACT_POWER_MAX: i64 = 63;

type Answer = Result<Value, CommandError>;

const NULL: Value = Some(Bson::Null);

/// A refusal because of a type, in MongoDB's code for it.
fn mismatch(message: String) -> CommandError {
    CommandError::new(Code::TypeMismatch, message)
}

fn number_of(value: &Value) -> Option<Number> {
    value.as_ref().and_then(Number::of)
}

fn answer(number: Number) -> Answer {
    Ok(Some(number.to_bson()))
}

pub fn add(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let mut sum = Number::Int(0);
    let mut has_date = false;
    for value in values.iter() {
        match value {
            value if is_nullish(value) => return Ok(NULL),
            Some(Bson::DateTime(date)) => {
                if has_date {
                    return Err(call.fault(16612, "only one date allowed in an $add expression"));
                }
                has_date = true;
                sum = sum.add(Number::Long(date.timestamp_millis()));
            }
            value => {
                let Some(number) = number_of(value) else {
                    return Err(mismatch(format!(
                        "$add only supports numeric or date types, not {}",
                        type_of(value)
                    )));
                };
                sum = sum.add(number);
            }
        }
    }
    if has_date { date_of(sum) } else { answer(sum) }
}

pub fn subtract(_: &Call<'_>, values: &mut [Value]) -> Answer {
    let (left, right) = (&values[0], &values[1]);
    if is_nullish(left) || is_nullish(right) {
        return Ok(NULL);
    }
    let dates = (left, right);
    if let (Some(Bson::DateTime(a)), Some(Bson::DateTime(b))) = dates {
        let (a, b) = (Number::Long(a.timestamp_millis()), Number::Long(b.timestamp_millis()));
        return whole_or_overflow(a.subtract(b));
    }
    if let (Some(Bson::DateTime(date)), Some(number)) = (left, number_of(right)) {
        return date_of(Number::Long(date.timestamp_millis()).subtract(number));
    }
    if let (Some(a), Some(b)) = (number_of(left), number_of(right)) {
        answer(a.subtract(b))
    } else {
        let message = format!("can't $subtract {} from {}", type_of(right), type_of(left));
        Err(mismatch(message))
    }
}

pub fn multiply(_: &Call<'_>, values: &mut [Value]) -> Answer {
    let mut product = Number::Int(1);
    for value in values.iter() {
        match number_of(value) {
            Some(number) => product = product.multiply(number),
            None if is_nullish(value) => return Ok(NULL),
            None => {
                let found = type_of(value);
                return Err(mismatch(format!(
                    "$multiply only supports numeric types, not {found}"
                )));
            }
        }
    }
    answer(product)
}

pub fn divide(_: &Call<'_>, values: &mut [Value]) -> Answer {
    let (left, right) = (&values[0], &values[1]);
    let (Some(a), Some(b)) = (number_of(left), number_of(right)) else {
        if is_nullish(left) || is_nullish(right) {
            return Ok(NULL);
        }
        let (a, b) = (type_of(left), type_of(right));
        return Err(mismatch(format!("$divide only supports numeric types, not {a} and {b}")));
    };
    if is_zero(b) {
        return Err(CommandError::new(Code::BadValue, "can't $divide by zero"));
    }
    match (a, b) {
        (Number::Decimal(_), _) | (_, Number::Decimal(_)) => {
            answer(Number::Decimal(a.to_decimal().divide(b.to_decimal())))
        }
        _ => answer(Number::Double(a.to_double() / b.to_double())),
    }
}

pub fn modulo(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let (left, right) = (&values[0], &values[1]);
    let (Some(a), Some(b)) = (number_of(left), number_of(right)) else {
        if is_nullish(left) || is_nullish(right) {
            return Ok(NULL);
        }
        let (a, b) = (type_of(left), type_of(right));
        let message = format!("$mod only supports numeric types, not {a} and {b}");
        return Err(call.fault(16611, message));
    };
    if is_zero(b) {
        return Err(call.fault(16610, "can't $mod by zero"));
    }
    answer(match (a, b) {
        (Number::Decimal(_), _) | (_, Number::Decimal(_)) => {
            Number::Decimal(a.to_decimal().remainder(b.to_decimal()))
        }
        (Number::Double(_), _) | (_, Number::Double(_)) => {
            Number::Double(a.to_double() % b.to_double())
        }
        (Number::Int(a), Number::Int(b)) => Number::Int(a.checked_rem(b).unwrap_or(0)),
        _ => {
            let (a, b) = (a.to_long().unwrap_or(0), b.to_long().unwrap_or(1));
            Number::Long(a.checked_rem(b).unwrap_or(0))
        }
    })
}

/// An operand that must be a number; `None` where it is null.
fn single(call: &Call<'_>, value: &Value, code: u32) -> Result<Option<Number>, CommandError> {
    match number_of(value) {
        Some(number) => Ok(Some(number)),
        None if is_nullish(value) => Ok(None),
        None => {
            let message =
                format!("{} only supports numeric types, not {}", call.name, type_of(value));
            Err(call.fault(code, message))
        }
    }
}

pub fn absolute(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let Some(number) = single(call, &values[0], 28765)? else { return Ok(NULL) };
    answer(match number {
        Number::Int(value) => {
            value.checked_abs().map_or(Number::Long(i64::from(value.unsigned_abs())), Number::Int)
        }
        Number::Long(value) => match value.checked_abs() {
            Some(size) => Number::Long(size),
            None => return Err(call.fault(28680, "can't take $abs of long long min")),
        },
        Number::Double(value) => Number::Double(value.abs()),
        Number::Decimal(value) if value.is_negative() => Number::Decimal(value.negate()),
        Number::Decimal(value) => Number::Decimal(value),
    })
}

pub fn ceiling(call: &Call<'_>, values: &mut [Value]) -> Answer {
    whole(call, &values[0], f64::ceil, Rounding::Ceiling)
}

pub fn floor(call: &Call<'_>, values: &mut [Value]) -> Answer {
    whole(call, &values[0], f64::floor, Rounding::Floor)
}

fn whole(call: &Call<'_>, value: &Value, double: fn(f64) -> f64, rounding: Rounding) -> Answer {
    let Some(number) = single(call, value, 28765)? else { return Ok(NULL) };
    answer(match number {
        Number::Double(value) => Number::Double(double(value)),
        Number::Decimal(value) => Number::Decimal(value.round_to(0, rounding)),
        Number::Int(_) | Number::Long(_) => number,
    })
}

pub fn round(call: &Call<'_>, values: &mut [Value]) -> Answer {
    to_place(call, values, Rounding::HalfEven)
}

pub fn truncate(call: &Call<'_>, values: &mut [Value]) -> Answer {
    to_place(call, values, Rounding::Truncate)
}

fn to_place(call: &Call<'_>, values: &[Value], rounding: Rounding) -> Answer {
    let place = match values.get(1) {
        None => 0,
        Some(place) if is_nullish(place) => return Ok(NULL),
        Some(place) => {
            let Some(place) = number_of(place).and_then(Number::to_long) else {
                let message =
                    format!("precision argument to  {} must be a integral value", call.name);
                return Err(call.fault(51082, message));
            };
            if let Ok(place @ -20..=100) = i32::try_from(place) {
                place
            } else {
                let message = format!(
                    "cannot apply {} with precision value {place} value must be in [-20, 100]",
                    call.name
                );
                return Err(call.fault(51083, message));
            }
        }
    };
    let Some(number) = single(call, &values[0], 51081)? else { return Ok(NULL) };
    answer(match number {
        Number::Decimal(value) => Number::Decimal(value.round_to(place, rounding)),
        Number::Double(value) => Number::Double(round_double(value, place, rounding)),
        Number::Int(_) | Number::Long(_) if place >= 0 => number,
        Number::Int(_) | Number::Long(_) => {
            let rounded = number.to_decimal().round_to(place, rounding).to_long();
            let Some(rounded) = rounded else {
                let message =
                    "invalid conversion from Decimal128 result in $round resulting from arguments";
                return Err(call.fault(51080, message));
            };
            match (number, i32::try_from(rounded)) {
                (Number::Int(_), Ok(rounded)) => Number::Int(rounded),
                _ => Number::Long(rounded),
            }
        }
    })
}

/// Rounds by the double's exact digits, so that `2.675` to two places is `2.67` or `2.68` as it truly is.
fn round_double(value: f64, place: i32, rounding: Rounding) -> f64 {
    if !value.is_finite() {
        return value;
    }
    if place == 0 {
        return if rounding == Rounding::Truncate {
            value.trunc()
        } else {
            value.round_ties_even()
        };
    }
    let rounded = Decimal::from_double(value, 34).round_to(place, rounding).to_double();
    if rounded == 0.0 { rounded.copysign(value) } else { rounded }
}

pub fn power(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let (base, exponent) = (&values[0], &values[1]);
    if is_nullish(base) || is_nullish(exponent) {
        return Ok(NULL);
    }
    let Some(a) = number_of(base) else {
        let message = format!("$pow's base must be numeric, not {}", type_of(base));
        return Err(call.fault(28762, message));
    };
    let Some(b) = number_of(exponent) else {
        let message = format!("$pow's exponent must be numeric, not {}", type_of(exponent));
        return Err(call.fault(28763, message));
    };
    if is_zero(a) && b.to_double() < 0.0 {
        return Err(call.fault(28764, "$pow cannot take a base of 0 and a negative exponent"));
    }
    let inexact = || {
        let power = a.to_double().powf(b.to_double());
        match (a, b) {
            (Number::Decimal(_), _) | (_, Number::Decimal(_)) => {
                Number::Decimal(Decimal::from_double(power, 17))
            }
            _ => Number::Double(power),
        }
    };
    let whole = |number: Number| match number {
        Number::Int(_) | Number::Long(_) => number.to_long(),
        Number::Double(_) | Number::Decimal(_) => None,
    };
    let (Some(base), Some(times)) = (whole(a), whole(b)) else { return answer(inexact()) };
    let exact = match (base, times) {
        (1, _) => Some(1),
        (-1, times) => Some(if times % 2 == 0 { 1 } else { -1 }),
        (0, _) => Some(i64::from(times == 0)),
        (base, 0..=EXACT_POWER_MAX) => {
            u32::try_from(times).ok().and_then(|times| base.checked_pow(times))
        }
        _ => None,
    };
    let Some(exact) = exact else { return answer(inexact()) };
    match (a, b, i32::try_from(exact)) {
        (Number::Int(_), Number::Int(_), Ok(exact)) => answer(Number::Int(exact)),
        _ => answer(Number::Long(exact)),
    }
}

pub fn square_root(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let Some(number) = single(call, &values[0], 28765)? else { return Ok(NULL) };
    if number.to_double() < 0.0 {
        return Err(call.fault(28714, "$sqrt's argument must be greater than or equal to 0"));
    }
    by_double(number, f64::sqrt)
}

pub fn exponential(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let Some(number) = single(call, &values[0], 28765)? else { return Ok(NULL) };
    by_double(number, f64::exp)
}

pub fn natural_logarithm(call: &Call<'_>, values: &mut [Value]) -> Answer {
    logarithm_of(call, &values[0], 28766, f64::ln)
}

pub fn common_logarithm(call: &Call<'_>, values: &mut [Value]) -> Answer {
    logarithm_of(call, &values[0], 28761, f64::log10)
}

fn logarithm_of(call: &Call<'_>, value: &Value, code: u32, double: fn(f64) -> f64) -> Answer {
    let Some(number) = single(call, value, 28765)? else { return Ok(NULL) };
    if number.to_double() <= 0.0 {
        let found = plain(number);
        let message = format!("{}'s argument must be a positive number, but is {found}", call.name);
        return Err(call.fault(code, message));
    }
    by_double(number, double)
}

pub fn logarithm(call: &Call<'_>, values: &mut [Value]) -> Answer {
    if values.iter().any(is_nullish) {
        return Ok(NULL);
    }
    let Some(number) = number_of(&values[0]) else {
        let message = format!("$log's argument must be numeric, not {}", type_of(&values[0]));
        return Err(call.fault(28756, message));
    };
    let Some(base) = number_of(&values[1]) else {
        let message = format!("$log's base must be numeric, not {}", type_of(&values[1]));
        return Err(call.fault(28757, message));
    };
    if number.to_double() <= 0.0 {
        let message =
            format!("$log's argument must be a positive number, but is {}", plain(number));
        return Err(call.fault(28758, message));
    }
    if base.to_double() <= 0.0 || base.to_long() == Some(1) {
        let message =
            format!("$log's base must be a positive number not equal to 1, but is {}", plain(base));
        return Err(call.fault(28759, message));
    }
    answer(Number::Double(number.to_double().ln() / base.to_double().ln()))
}

/// Functions that decimals too are given by way of doubles, at a double's precision.
fn by_double(number: Number, function: fn(f64) -> f64) -> Answer {
    let result = function(number.to_double());
    answer(match number {
        Number::Decimal(_) => Number::Decimal(Decimal::from_double(result, 17)),
        Number::Int(_) | Number::Long(_) | Number::Double(_) => Number::Double(result),
    })
}

/// A trigonometric function by its operator's name.
pub fn trigonometry(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let Some(number) = single(call, &values[0], 28765)? else { return Ok(NULL) };
    let function: fn(f64) -> f64 = match call.name {
        "$sin" => f64::sin,
        "$cos" => f64::cos,
        "$tan" => f64::tan,
        "$asin" => f64::asin,
        "$acos" => f64::acos,
        "$atan" => f64::atan,
        "$sinh" => f64::sinh,
        "$cosh" => f64::cosh,
        "$tanh" => f64::tanh,
        "$asinh" => f64::asinh,
        "$acosh" => f64::acosh,
        "$atanh" => f64::atanh,
        "$degreesToRadians" => f64::to_radians,
        _ => f64::to_degrees,
    };
    let input = number.to_double();
    let in_range = match call.name {
        "$sin" | "$cos" | "$tan" => !input.is_infinite(),
        "$asin" | "$acos" | "$atanh" => input.is_nan() || (-1.0..=1.0).contains(&input),
        "$acosh" => input.is_nan() || input >= 1.0,
        _ => true,
    };
    if !in_range {
        let (name, found) = (call.name, plain(number));
        let message = format!("cannot apply {name} to {found}, value must be in its range");
        return Err(call.fault(50989, message));
    }
    by_double(number, function)
}

pub fn arc_tangent_of_two(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let (Some(y), Some(x)) = (single(call, &values[0], 51044)?, single(call, &values[1], 51045)?)
    else {
        return Ok(NULL);
    };
    answer(Number::Double(y.to_double().atan2(x.to_double())))
}

/// `$bitAnd`, `$bitOr`, `$bitXor`.
pub fn bits(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let (start, combine): (i64, fn(i64, i64) -> i64) = match call.name {
        "$bitAnd" => (-1, |a, b| a & b),
        "$bitOr" => (0, |a, b| a | b),
        _ => (0, |a, b| a ^ b),
    };
    let mut result = start;
    let mut is_long = false;
    for value in values.iter() {
        match value {
            Some(Bson::Int32(value)) => result = combine(result, i64::from(*value)),
            Some(Bson::Int64(value)) => {
                is_long = true;
                result = combine(result, *value);
            }
            value if is_nullish(value) => return Ok(NULL),
            _ => {
                let message = format!("{} only supports int and long operands.", call.name);
                return Err(mismatch(message));
            }
        }
    }
    answer(match i32::try_from(result) {
        Ok(result) if !is_long => Number::Int(result),
        _ => Number::Long(result),
    })
}

pub fn bit_not(call: &Call<'_>, values: &mut [Value]) -> Answer {
    match &values[0] {
        Some(Bson::Int32(value)) => answer(Number::Int(!value)),
        Some(Bson::Int64(value)) => answer(Number::Long(!value)),
        value if is_nullish(value) => Ok(NULL),
        value if number_of(value).is_some() => {
            let found = type_of(value);
            Err(mismatch(format!("$bitNot only supports int and long, not: {found}.")))
        }
        value => single(call, value, 28765).and(Ok(NULL)),
    }
}

/// A number from 0 to 1, from the run's own randomness.
pub fn random(call: &Call<'_>, _: &mut [Value]) -> Answer {
    let mut bytes = [0; 8];
    call.scope.world.fill(&mut bytes);
    // 53 bits are what a double holds between 0 and 1.
    let whole = u64::from_le_bytes(bytes) >> 11;
    let whole = i64::try_from(whole).unwrap_or(0);
    answer(Number::Double(double(whole) / double(1 << 53)))
}

fn is_zero(number: Number) -> bool {
    crate::lab::documents::number::is_zero(&number.to_bson())
}

fn plain(number: Number) -> String {
    match number {
        Number::Double(value) => crate::lab::documents::shown::plain_double(value),
        other => crate::lab::documents::shown::shown(&other.to_bson()),
    }
}

/// The date at this many milliseconds; a fraction is cut off.
fn date_of(milliseconds: Number) -> Answer {
    let long = match milliseconds {
        Number::Double(value) if (-LONG_END..LONG_END).contains(&value) => Some(truncated(value)),
        Number::Decimal(value) => value.round_to(0, Rounding::HalfEven).to_long(),
        other => other.to_long(),
    };
    match long {
        Some(long) => Ok(Some(Bson::DateTime(DateTime::from_millis(long)))),
        None => Err(CommandError::new(Code::Overflow, "date overflow")),
    }
}

fn whole_or_overflow(number: Number) -> Answer {
    match number {
        Number::Long(_) | Number::Int(_) => answer(number),
        Number::Double(_) | Number::Decimal(_) => {
            Err(CommandError::new(Code::Overflow, "date overflow in $subtract"))
        }
    }
}
