//! The `stack` of an error: an own property whose first line is written when somebody first asks
//! for it, as in V8, so that it has the name that a class gives its errors after `super()`.

use std::{cell::RefCell, rc::Rc};

use rquickjs::{
    Ctx, Object, Persistent, Result, String as Text, Value,
    convert::Coerced,
    object::{Accessor, Property},
    prelude::This,
};

/// A stack, and whether its first line stands already.
struct Stack {
    text: Persistent<Text<'static>>,
    is_headed: bool,
}

/// Gives `error` its `stack`: a first line that is yet to be written, and then `frames`, each with
/// its line break.
pub fn give<'js>(ctx: &Ctx<'js>, error: &Object<'js>, frames: Text<'js>) -> Result<()> {
    let text = Persistent::save(ctx, frames);
    let stack = Rc::new(RefCell::new(Stack { text, is_headed: false }));
    let owner = move |ctx: Ctx<'js>, this: This<Value<'js>>| read(&ctx, &this.0, &stack);
    let property = Accessor::new(owner, replace).configurable();
    error.prop("stack", property)
}

fn read<'js>(ctx: &Ctx<'js>, this: &Value<'js>, stack: &RefCell<Stack>) -> Result<Text<'js>> {
    let (text, is_headed) = {
        let stack = stack.borrow();
        (stack.text.clone().restore(ctx)?, stack.is_headed)
    };
    let Some(error) = this.as_object().filter(|_| !is_headed) else { return Ok(text) };
    // This may run code of the program, which may ask for the stack too.
    let first_line = first_line(ctx, error);
    let whole = Text::from_str(ctx.clone(), &(first_line + &text.to_string()?))?;
    stack.replace(Stack { text: Persistent::save(ctx, whole.clone()), is_headed: true });
    Ok(whole)
}

/// What a program sets is a value like any other.
fn replace<'js>(This(error): This<Object<'js>>, value: Value<'js>) {
    if error.prop("stack", Property::from(value).writable().configurable()).is_err() {
        // It is frozen: the value goes nowhere, without a word.
        drop(error.ctx().catch());
    }
}

/// The name and the message, as `Error.prototype.toString` joins them.
pub fn first_line<'js>(ctx: &Ctx<'js>, error: &Object<'js>) -> String {
    let text = |key: &str, absent: &str| {
        let value: Value<'js> = error.get(key)?;
        if value.is_undefined() {
            return Ok(absent.to_owned());
        }
        value.get::<Coerced<String>>().map(|text| text.0)
    };
    let named = |key: &str, absent: &str| {
        text(key, absent).unwrap_or_else(|_: rquickjs::Error| {
            // A getter of the program threw; a stack is no place for that.
            drop(ctx.catch());
            String::new()
        })
    };
    let (name, message) = (named("name", "Error"), named("message", ""));
    if name.is_empty() || message.is_empty() {
        return name + &message;
    }
    format!("{name}: {message}")
}
