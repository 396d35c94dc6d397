//! Scripts of the global scope, for a prompt.

use std::rc::Rc;

use rquickjs::{Ctx, Object, Result, Value, context::EvalOptions};

use super::{Host, give};

/// `evaluateScript(head, text, tail, name)`: a promise of `{value}`, the value of the last expression.
/// `await` may stand anywhere in it. What is no script throws at once. Places are those of `text`.
pub fn install<'js>(object: &Object<'js>, host: &Rc<Host>) -> Result<()> {
    let this = Rc::clone(host);
    let evaluate = move |ctx: Ctx<'js>, head: String, text: String, tail: String, name: String| {
        let source = format!("{head}{text}{tail}");
        this.sources.borrow_mut().add(&name, text, Some(head.chars().count()));
        let mut options = EvalOptions::default();
        options.strict = false;
        options.promise = true;
        options.filename = Some(name);
        ctx.eval_with_options::<Value<'js>, _>(source, options)
    };
    give(object, "evaluateScript", evaluate)
}
