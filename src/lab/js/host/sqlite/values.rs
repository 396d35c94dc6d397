//! Values of JavaScript as SQLite takes them, and the other way round.

use rquickjs::{ArrayBuffer, Ctx, IntoJs, Result, TypedArray, Value as Js, convert::Coerced};

use super::thrown::throw;
use crate::lab::{
    js::host::values::{bytes_of, text_of},
    sql::program::{Cell, Value},
};

/// The largest whole number that JavaScript tells from its neighbours.
const SAFE: i64 = (1 << 53) - 1;

/// Why a value is none for SQLite.
pub enum Unfit {
    /// A `BigInt` of more than 64 bits.
    TooLarge,
    Kind,
    Engine(rquickjs::Error),
}

/// What a parameter or a function's result is to SQLite.
pub fn value_of(value: &Js<'_>) -> std::result::Result<Value, Unfit> {
    if let Some(number) = value.as_number() {
        return Ok(Value::Real(number));
    }
    if value.is_string() {
        return text_of(value).map(Value::Text).map_err(Unfit::Engine);
    }
    if value.is_null() {
        return Ok(Value::Null);
    }
    if value.is_big_int() {
        let digits: Coerced<String> = value.get().map_err(Unfit::Engine)?;
        return digits.0.parse().map(Value::Integer).map_err(|_| Unfit::TooLarge);
    }
    if let Some(truth) = value.as_bool() {
        return Ok(Value::Integer(i64::from(truth)));
    }
    match bytes_of(value).map_err(Unfit::Engine)? {
        Some(bytes) => Ok(Value::Blob(bytes)),
        None => Err(Unfit::Kind),
    }
}

/// SQLite takes a statement's text up to its first NUL.
pub fn until_nul(text: &str) -> &str {
    text.split('\0').next().unwrap_or_default()
}

/// A value of SQLite for JavaScript. Whole numbers are a `BigInt` when `bigints` says so.
///
/// # Errors
/// `ERR_OUT_OF_RANGE` for a whole number that is too large for a Number.
pub fn js_of<'js>(ctx: &Ctx<'js>, cell: Cell<'_>, bigints: bool) -> Result<Js<'js>> {
    match cell {
        Cell::Null => Ok(Js::new_null(ctx.clone())),
        Cell::Integer(number) if bigints => Js::new_big_int(ctx.clone(), number),
        Cell::Integer(number) => {
            // Node 24 takes the lowest for one that is small.
            if (-SAFE..=SAFE).contains(&number) || number == i64::MIN {
                return Ok(number_of(ctx, number));
            }
            let message =
                format!("Value is too large to be represented as a JavaScript number: {number}");
            Err(throw(ctx, "RangeError", "ERR_OUT_OF_RANGE", &message))
        }
        Cell::Real(number) => Ok(Js::new_float(ctx.clone(), number)),
        Cell::Text(bytes) => String::from_utf8_lossy(bytes).into_js(ctx),
        Cell::Blob(bytes) => {
            let buffer = ArrayBuffer::new_copy(ctx.clone(), bytes)?;
            TypedArray::<u8>::from_arraybuffer(buffer)?.into_js(ctx)
        }
    }
}

/// A count for JavaScript.
pub fn count_of<'js>(ctx: &Ctx<'js>, count: i64, bigints: bool) -> Result<Js<'js>> {
    if bigints { Js::new_big_int(ctx.clone(), count) } else { Ok(number_of(ctx, count)) }
}

fn number_of<'js>(ctx: &Ctx<'js>, number: i64) -> Js<'js> {
    #[expect(clippy::cast_precision_loss, reason = "as JavaScript has it")]
    Js::new_number(ctx.clone(), number as f64)
}
