//! What the engine knows of a value and tells no program: its class, a promise's state, a proxy's
//! target (`util.inspect` shows them), and what Rust needs of one: its text, its bytes.

use rquickjs::{
    ArrayBuffer, Ctx, Exception, Function, Object, Promise, Result, Value, prelude::This,
    promise::PromiseState, qjs,
};

use super::{give, or_null};

pub fn install<'js>(object: &Object<'js>) -> Result<()> {
    give(object, "classId", |value: Value<'js>| class_id(&value))?;
    give(object, "promiseState", |value: Value<'js>| {
        value.as_promise().map(|promise| match promise.state() {
            PromiseState::Pending => "pending",
            PromiseState::Resolved => "fulfilled",
            PromiseState::Rejected => "rejected",
        })
    })?;
    give(object, "promiseResult", |ctx: Ctx<'js>, value: Value<'js>| {
        let result = value.as_promise().and_then(Promise::result::<Value<'js>>);
        let result = result.map(|result| result.unwrap_or_else(|_| ctx.catch()));
        or_null(&ctx, result)
    })?;
    give(object, "proxyTarget", |ctx: Ctx<'js>, value: Value<'js>| {
        let target = value.as_proxy().and_then(|proxy| proxy.target().ok());
        or_null(&ctx, target)
    })?;
    give(object, "proxyHandler", |ctx: Ctx<'js>, value: Value<'js>| {
        let handler = value.as_proxy().and_then(|proxy| proxy.handler().ok());
        or_null(&ctx, handler)
    })
}

/// The engine's number for the class of `value`: equal for values of one class.
pub fn class_id(value: &Value<'_>) -> u32 {
    #[expect(unsafe_code, reason = "reads the class of a value that is held by reference")]
    unsafe {
        qjs::JS_GetClassID(value.as_raw())
    }
}

/// The text of a string; half of a pair of surrogates becomes U+FFFD, as in Node.
pub fn text_of(value: &Value<'_>) -> Result<String> {
    let Some(text) = value.as_string() else {
        return Err(Exception::throw_type(value.ctx(), "a string was expected"));
    };
    if let Ok(text) = text.to_string() {
        return Ok(text);
    }
    let prototype: Object<'_> =
        value.ctx().globals().get::<_, Object<'_>>("String")?.get("prototype")?;
    let whole: Function<'_> = prototype.get("toWellFormed")?;
    whole.call((This(text.clone()),))
}

/// Whether the value is bytes: an `ArrayBuffer` or a view of one.
pub fn is_bytes(value: &Value<'_>) -> bool {
    #[expect(unsafe_code, reason = "reads the class of a value that is held by reference")]
    unsafe {
        let raw = value.as_raw();
        qjs::JS_IsArrayBuffer(raw) || 0 <= qjs::JS_GetTypedArrayType(raw) || qjs::JS_IsDataView(raw)
    }
}

/// A copy of the bytes of an `ArrayBuffer` or of a view of one; `None` for all else.
pub fn bytes_of(value: &Value<'_>) -> Result<Option<Vec<u8>>> {
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

/// A copy of the bytes of a `Uint8Array`, its own part only; `None` for all else.
pub fn octets_of(value: &Value<'_>) -> Option<Vec<u8>> {
    let array = value.as_object()?.as_typed_array::<u8>()?;
    #[expect(unsafe_code, reason = "no JavaScript runs, and so detaches nothing, until the copy")]
    let bytes = unsafe { array.as_bytes() };
    Some(bytes.unwrap_or_default().to_vec())
}

fn copied(buffer: &ArrayBuffer<'_>, from: usize, length: usize) -> Vec<u8> {
    #[expect(unsafe_code, reason = "no JavaScript runs, and so detaches nothing, until the copy")]
    let bytes = unsafe { buffer.as_bytes() };
    let bytes = bytes.and_then(|bytes| bytes.get(from..from.checked_add(length)?));
    bytes.unwrap_or_default().to_vec()
}
