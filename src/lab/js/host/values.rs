//! What the engine knows of a value and tells no program: its class, a promise's state, a proxy's
//! target. `util.inspect` shows them.

use rquickjs::{Ctx, Object, Promise, Result, Value, promise::PromiseState, qjs};

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
fn class_id(value: &Value<'_>) -> u32 {
    #[expect(unsafe_code, reason = "reads the class of a value that is held by reference")]
    unsafe {
        qjs::JS_GetClassID(value.as_raw())
    }
}
