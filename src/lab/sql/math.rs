//! SQLite's mathematical functions, which the bundled build leaves out and which the `sqlite3`
//! command and Node's `node:sqlite` have. (SQLite, "Built-In Mathematical SQL Functions".)

use rusqlite::{
    Connection,
    functions::{Context, FunctionFlags},
    types::{Value, ValueRef},
};

/// Gives `database` the functions. An argument that is NULL or no number gives NULL, and so does a
/// result that is none, such as `sqrt(-1)`.
pub fn add(database: &Connection) -> rusqlite::Result<()> {
    for (name, function) in ROUNDING {
        database.create_scalar_function(name, 1, FLAGS, move |call| {
            Ok(match number(call, 0) {
                // A whole number stays one.
                Some(Number::Integer(whole)) => Value::Integer(whole),
                Some(Number::Real(real)) => Value::Real(function(real)),
                None => Value::Null,
            })
        })?;
    }
    for (name, function) in OF_ONE {
        database.create_scalar_function(name, 1, FLAGS, move |call| {
            Ok(real(call, 0).map(function).filter(|result| !result.is_nan()))
        })?;
    }
    for (name, function) in OF_TWO {
        database.create_scalar_function(name, 2, FLAGS, move |call| {
            let both = real(call, 0).zip(real(call, 1));
            Ok(both.map(|(x, y)| function(x, y)).filter(|result| !result.is_nan()))
        })?;
    }
    for (name, function) in LOGARITHMS {
        database.create_scalar_function(name, 1, FLAGS, move |call| {
            Ok(real(call, 0).filter(|x| 0.0 < *x).map(function))
        })?;
    }
    database.create_scalar_function("log", 2, FLAGS, |call| {
        let (base, x) = (real(call, 0), real(call, 1));
        let both = base.filter(|base| 1.0 < *base).zip(x.filter(|x| 0.0 < *x));
        Ok(both.map(|(base, x)| x.ln() / base.ln()))
    })?;
    database.create_scalar_function("pi", 0, FLAGS, |_| Ok(std::f64::consts::PI))
}

const FLAGS: FunctionFlags = FunctionFlags::SQLITE_UTF8
    .union(FunctionFlags::SQLITE_DETERMINISTIC)
    .union(FunctionFlags::SQLITE_INNOCUOUS);

type OfOne = (&'static str, fn(f64) -> f64);

const ROUNDING: [OfOne; 4] =
    [("ceil", f64::ceil), ("ceiling", f64::ceil), ("floor", f64::floor), ("trunc", f64::trunc)];

const OF_ONE: [OfOne; 16] = [
    ("acos", f64::acos),
    ("acosh", f64::acosh),
    ("asin", f64::asin),
    ("asinh", f64::asinh),
    ("atan", f64::atan),
    ("atanh", f64::atanh),
    ("cos", f64::cos),
    ("cosh", f64::cosh),
    ("degrees", f64::to_degrees),
    ("exp", f64::exp),
    ("radians", f64::to_radians),
    ("sin", f64::sin),
    ("sinh", f64::sinh),
    ("sqrt", f64::sqrt),
    ("tan", f64::tan),
    ("tanh", f64::tanh),
];

type OfTwo = (&'static str, fn(f64, f64) -> f64);

const OF_TWO: [OfTwo; 4] =
    [("atan2", f64::atan2), ("mod", |x, y| x % y), ("pow", f64::powf), ("power", f64::powf)];

/// `log` is to base 10.
const LOGARITHMS: [OfOne; 4] =
    [("ln", f64::ln), ("log", f64::log10), ("log10", f64::log10), ("log2", f64::log2)];

enum Number {
    Integer(i64),
    Real(f64),
}

/// A text that is written like a number is one.
fn number(call: &Context<'_>, argument: usize) -> Option<Number> {
    match call.get_raw(argument) {
        ValueRef::Integer(whole) => Some(Number::Integer(whole)),
        ValueRef::Real(real) => Some(Number::Real(real)),
        ValueRef::Text(bytes) => {
            let text = str::from_utf8(bytes).ok()?.trim();
            // Rust also reads `inf` and `nan`, which are no numbers to SQLite.
            let is_written = text
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
            let whole = text.parse().ok().map(Number::Integer);
            whole.or_else(|| text.parse().ok().map(Number::Real)).filter(|_| is_written)
        }
        ValueRef::Null | ValueRef::Blob(_) => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "SQLite takes a whole number for a double too")]
fn real(call: &Context<'_>, argument: usize) -> Option<f64> {
    Some(match number(call, argument)? {
        Number::Integer(whole) => whole as f64,
        Number::Real(real) => real,
    })
}
