//! The `stack` of an error: an own property whose first line is written when somebody first asks
//! for it, as in V8, so that it has the name that a class gives its errors after `super()`.

use std::{cell::RefCell, rc::Rc};

use rquickjs::{
    Ctx, Object, Persistent, Result, String as Text, Value,
    object::{Accessor, Property},
    prelude::This,
};

use super::text_of;

/// A stack, and whether its first line stands already.
struct Stack {
    text: Persistent<Text<'static>>,
    is_headed: bool,
}

/// Gives `error` its `stack`: now a first line, and then `frames`, each with its line break.
pub fn give<'js>(ctx: &Ctx<'js>, error: &Object<'js>, frames: &str) -> Result<()> {
    let text = Persistent::save(ctx, Text::from_str(ctx.clone(), frames)?);
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
fn replace<'js>(This(error): This<Object<'js>>, value: Value<'js>) -> Result<()> {
    error.prop("stack", Property::from(value).writable().configurable())
}

/// The name and the message, as `Error.prototype.toString` joins them.
pub fn first_line<'js>(ctx: &Ctx<'js>, error: &Object<'js>) -> String {
    match (text_of(ctx, error, "name").as_str(), text_of(ctx, error, "message").as_str()) {
        ("", "") => "Error".to_owned(),
        (name, "") => name.to_owned(),
        ("", message) => message.to_owned(),
        (name, message) => format!("{name}: {message}"),
    }
}
