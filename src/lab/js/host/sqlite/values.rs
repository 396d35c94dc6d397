//! Values of JavaScript as SQLite takes them, and the other way round.

use rquickjs::{
    ArrayBuffer, Ctx, Exception, IntoJs, Object, Result, TypedArray, Value as Js, convert::Coerced,
    qjs,
};

use super::thrown::throw;
use crate::lab::sql::program::{Cell, Value};

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

/// Whether the value is bytes: an `ArrayBuffer` or a view of one.
pub fn is_bytes(value: &Js<'_>) -> bool {
    #[expect(unsafe_code, reason = "reads the class of a value that is held by reference")]
    unsafe {
        let raw = value.as_raw();
        qjs::JS_IsArrayBuffer(raw) || 0 <= qjs::JS_GetTypedArrayType(raw) || qjs::JS_IsDataView(raw)
    }
}

fn bytes_of(value: &Js<'_>) -> Result<Option<Vec<u8>>> {
    if !is_bytes(value) {
        return Ok(None);
    }
    let Some(object) = value.as_object() else { return Ok(None) };
    if let Some(buffer) = object.as_array_buffer() {
        return Ok(Some(copied(buffer, 0, buffer.len())));
    }
    let buffer: ArrayBuffer<'_> = object.get("buffer")?;
    let (from, length): (usize, usize) = (object.get("byteOffset")?, object.get("byteLength")?);
    Ok(Some(copied(&buffer, from, length)))
}

fn copied(buffer: &ArrayBuffer<'_>, from: usize, length: usize) -> Vec<u8> {
    #[expect(unsafe_code, reason = "no JavaScript runs, and so detaches nothing, until the copy")]
    let bytes = unsafe { buffer.as_bytes() };
    let bytes = bytes.and_then(|bytes| bytes.get(from..from.checked_add(length)?));
    bytes.unwrap_or_default().to_vec()
}

/// The text of a string; half of a pair of surrogates becomes U+FFFD, as in Node.
pub fn text_of(value: &Js<'_>) -> Result<String> {
    let Some(text) = value.as_string() else {
        return Err(Exception::throw_type(value.ctx(), "a string was expected"));
    };
    if let Ok(text) = text.to_string() {
        return Ok(text);
    }
    let prototype: Object<'_> =
        value.ctx().globals().get::<_, Object<'_>>("String")?.get("prototype")?;
    let whole: rquickjs::Function<'_> = prototype.get("toWellFormed")?;
    whole.call((rquickjs::prelude::This(text.clone()),))
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
