//! Errors as Node makes them for SQLite: of a class of the language, with what they say besides.

use rquickjs::{Ctx, Error, IntoJs, Object, Result, function::Constructor};

/// An error of the class `class` that is thrown with its code.
pub fn throw(ctx: &Ctx<'_>, class: &str, code: &str, message: &str) -> Error {
    throw_with(ctx, class, message, |error| error.set("code", code))
}

/// An error that has what `more` gives it.
pub fn throw_with<'js>(
    ctx: &Ctx<'js>,
    class: &str,
    message: &str,
    more: impl FnOnce(&Object<'js>) -> Result<()>,
) -> Error {
    let thrown = || {
        let class: Constructor<'js> = ctx.globals().get(class)?;
        let error: Object<'js> = class.construct((message,))?;
        more(&error)?;
        error.into_js(ctx)
    };
    match thrown() {
        Ok(error) => ctx.throw(error),
        Err(error) => error,
    }
}

/// Of what is asked at the wrong time.
pub fn throw_state(ctx: &Ctx<'_>, message: &str) -> Error {
    throw(ctx, "Error", "ERR_INVALID_STATE", message)
}
