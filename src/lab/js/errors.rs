//! What the engine throws, in Node's words and with a place in the program's own files.

mod expression;
mod frames;
pub mod here;
pub mod imports;
mod json;
mod stack;
mod syntax;
mod words;

use std::rc::Rc;

use rquickjs::{
    Array, Ctx, Function, IntoJs, Object, Result, String as Text, Value,
    convert::Coerced,
    object::{Filter, Property},
};

use self::{
    frames::Frame,
    words::{Raised, in_nodes_words},
};
use super::host::{Host, places::Places};
use crate::{diag::Place, trace::Thrown};

/// Makes errors speak as Node's do; call it before the first line of the program.
///
/// The engine calls `Error.prepareStackTrace` whenever an error comes to be, its own errors
/// included: there the message is put into Node's words, before the program can see it.
pub fn speak_node<'js>(ctx: &Ctx<'js>, host: &Rc<Host>) -> Result<()> {
    let error: Object<'js> = ctx.globals().get("Error")?;
    let this = Rc::clone(host);
    let prepare = move |ctx: Ctx<'js>, error: Value<'js>, sites: Array<'js>| {
        if this.asks_here.get() {
            here::note(&this, &sites)?;
            return Ok(Value::new_undefined(ctx));
        }
        with_more_stack(&ctx, &this, || describe(&ctx, &this, &error, &sites))
    };
    error.set("prepareStackTrace", Function::new(ctx.clone(), prepare)?)?;
    let places = Places::take(ctx)?;
    host.places.get_or_init(|| places);
    json::speak_node(ctx)
}

/// `error` as the recording keeps it.
pub fn thrown<'js>(ctx: &Ctx<'js>, host: &Host, error: &Value<'js>) -> Thrown {
    let Some(object) = error.as_object().filter(|object| is_error(ctx, object)) else {
        let shown: Result<Coerced<String>> = error.get();
        drop(ctx.catch());
        let message = shown.map_or_else(|_| "[object]".to_owned(), |text| text.0);
        return Thrown { stack: message.clone(), message, ..Thrown::default() };
    };
    let text = |key: &str| text_of(ctx, object, key);
    let (name, message, stack) = (text("name"), text("message"), text("stack"));
    let mut callers = stack.lines().filter(|frame| !makes(ctx, object, frame));
    let place = callers.find_map(|frame| own_place(host, frame));
    let line = place.as_ref().and_then(|place| line_of(host, place));
    Thrown { name, message, place, line, stack }
}

/// An error of the engine, or one that a library made from a function below `Error`.
fn is_error<'js>(ctx: &Ctx<'js>, object: &Object<'js>) -> bool {
    let class = ctx.globals().get::<_, Object<'js>>("Error");
    object.is_error() || class.is_ok_and(|class| object.is_instance_of(&class))
}

/// What standard error shows of an error that ended the program: the line, then what
/// `described` says of the error.
pub fn uncaught_text(host: &Host, thrown: &Thrown, described: &str) -> String {
    match (&thrown.place, &thrown.line) {
        (Some(place), Some(line)) => {
            let path = host.disk.absolute(&place.file);
            let column = caret_column(line, place.column);
            // The caret stands under its character where the line is indented with tabs too.
            let blanks: String = line
                .chars()
                .chain(std::iter::repeat(' '))
                .take(column)
                .map(|ch| if ch == '\t' { '\t' } else { ' ' })
                .collect();
            format!("{path}:{}\n{line}\n{blanks}^\n\n{described}\n", place.line)
        }
        _ => format!("Uncaught:\n{described}\n"),
    }
}

/// How many characters stand before the caret: Node puts it below `throw`, where there is one.
fn caret_column(line: &str, column: u32) -> usize {
    let column = usize::try_from(column).unwrap_or(1).saturating_sub(1);
    let before: String = line.chars().take(column).collect();
    let thrown = |at: usize| {
        // What is thrown may be made in place, and the engine points into its arguments.
        let inside = before[at..].chars().try_fold(0_u32, |depth, ch| match ch {
            '(' | '[' | '{' => Some(depth + 1),
            ')' | ']' | '}' => depth.checked_sub(1),
            ';' => None,
            _ => Some(depth),
        });
        inside.map(|_| at)
    };
    let throw = before.rfind("throw ").and_then(thrown);
    let end = throw.or_else(|| Some(before.trim_end().strip_suffix("throw")?.len()));
    end.map_or(column, |end| before[..end].chars().count())
}

/// Puts the message of `error` into Node's words and gives it its `stack`, when it is an error that
/// has none. What comes back is for the engine: the frames alone where the first line is still to be
/// written, and the stack otherwise.
fn describe<'js>(
    ctx: &Ctx<'js>,
    host: &Host,
    error: &Value<'js>,
    sites: &Array<'js>,
) -> Result<Value<'js>> {
    let sources = host.sources.borrow();
    let mut frames = frames::read(ctx, sites, host.places.get(), &sources)?;
    if host.interrupted.get() {
        note_interrupted(host, &frames);
    }
    let Some(object) = error.as_object() else { return Ok(Value::new_undefined(ctx.clone())) };
    if object.is_error() {
        translate(ctx, host, object, &mut frames)?;
    }
    let mut lines = String::new();
    for frame in frames::visible(&frames).take(host.stack_rules.borrow().shown) {
        lines.push('\n');
        lines.push_str(&frame.as_line(&sources));
    }
    drop(sources);
    // The engine asks again when an error is thrown on, with the frames that are left by then.
    let is_first = object.is_error() && !has_own_stack(object);
    let prepare = host.stack_rules.borrow().prepare.clone();
    if let Some(prepare) = prepare {
        let stack: Value<'js> = prepare.restore(ctx)?.call((error.clone(), sites.clone()))?;
        if is_first {
            // It takes any value.
            object.prop("stack", Property::from(stack.clone()).writable().configurable())?;
        }
        return Ok(stack);
    }
    if is_first {
        let lines = Text::from_str(ctx.clone(), &lines)?;
        stack::give(ctx, object, lines.clone())?;
        return Ok(lines.into_value());
    }
    (stack::first_line(ctx, object) + &lines).into_js(ctx)
}

fn has_own_stack(error: &Object<'_>) -> bool {
    let mut keys = error.own_keys::<String>(Filter::new().string());
    keys.any(|key| key.is_ok_and(|key| key == "stack"))
}

/// Puts the message of an error of the engine into Node's words, and its place to where Node has
/// it.
fn translate<'js>(
    ctx: &Ctx<'js>,
    host: &Host,
    error: &Object<'js>,
    frames: &mut Vec<Frame>,
) -> Result<()> {
    let message = text_of(ctx, error, "message");
    let sources = host.sources.borrow();
    if let Some((said, frame)) = imports::missing_export(&message, &sources) {
        frames.push(frame);
        return error.set("message", said);
    }
    let top = frames.first().cloned().unwrap_or_default();
    let Some(frame) = frames.iter_mut().find(|frame| !frame.is_native) else { return Ok(()) };
    let source = sources.get(&frame.file);
    let text = source.map_or("", |source| &*source.text);
    let at = source.and_then(|source| source.offset(frame.line, frame.column));
    let at = at.unwrap_or(text.len());
    // A syntax error has a first frame that is a place and no function.
    if let Some(source) = source
        && top.starts_line == 0
        && !top.is_native
        && let Some((said, place)) =
            syntax::in_nodes_words(&message, text, at, source.head.is_none())
    {
        (frame.line, frame.column) = source.place_of(place);
        return error.set("message", said);
    }
    let raised =
        Raised { message: &message, text, at, function: &top.function, native: top.is_native };
    let Some(said) = in_nodes_words(&raised) else { return Ok(()) };
    if message == "string too long" {
        let range: Object<'js> = ctx.globals().get("RangeError")?;
        error.set_prototype(range.get::<_, Option<Object<'js>>>("prototype")?.as_ref())?;
    }
    // Node points at the property that could not be read, the engine at what it was read from.
    if let Some(key) = said.split_once("ing '").and_then(|(_, key)| key.strip_suffix("')"))
        && let Some(member) = expression::member_after(text, at, key)
    {
        frame.move_to(text, at, member);
    }
    if let Some(source) = source
        && message == "not a function"
        && !top.is_native
    {
        let callee = expression::called(text, at);
        if callee != at {
            (frame.line, frame.column) = source.place_of(callee);
        }
    }
    error.set("message", said)
}

/// An error of the stop of an endless turn: the engine reports no line of its own for it, so the
/// place is where the function starts that ran.
fn note_interrupted(host: &Host, frames: &[Frame]) {
    let own = frames.iter().find_map(|frame| {
        let file = host.disk.relative(&frame.file)?;
        Some(Place::new(file, frame.starts_line.max(1), frame.starts_column.max(1)))
    });
    let mut place = host.interrupted_at.borrow_mut();
    *place = place.take().or(own);
}

/// An error that says that the stack is used up needs some of it to be described.
fn with_more_stack<R>(ctx: &Ctx<'_>, host: &Host, describe: impl FnOnce() -> R) -> R {
    set_stack(ctx, host.stack_bytes.saturating_add(super::engine::STACK_FOR_ERRORS_BYTES));
    let described = describe();
    set_stack(ctx, host.stack_bytes);
    described
}

fn set_stack(ctx: &Ctx<'_>, bytes: usize) {
    let bytes = bytes.try_into().expect("a stack of some megabytes fits the engine's size");
    #[expect(unsafe_code, reason = "the runtime is that of the context, which is entered")]
    unsafe {
        rquickjs::qjs::JS_SetMaxStackSize(
            rquickjs::qjs::JS_GetRuntime(ctx.as_raw().as_ptr()),
            bytes,
        );
    }
}

fn text_of<'js>(ctx: &Ctx<'js>, object: &Object<'js>, key: &str) -> String {
    let text = object.get::<_, Option<Coerced<String>>>(key);
    if text.is_err() {
        drop(ctx.catch());
    }
    text.ok().flatten().map(|text| text.0).unwrap_or_default()
}

/// Whether `frame` is the constructor of the error's own class: Node shows where it was called.
fn makes<'js>(ctx: &Ctx<'js>, error: &Object<'js>, frame: &str) -> bool {
    let class = error.get::<_, Option<Object<'js>>>("constructor").ok().flatten();
    let class = class.map(|class| text_of(ctx, &class, "name")).unwrap_or_default();
    frame
        .trim()
        .strip_prefix("at new ")
        .is_some_and(|rest| !class.is_empty() && rest.split(' ').next() == Some(class.as_str()))
}

fn own_place(host: &Host, frame: &str) -> Option<Place> {
    let spot = frame.trim().strip_prefix("at ")?;
    let spot = spot.rsplit_once('(').map_or(spot, |(_, spot)| spot.trim_end_matches(')'));
    let (rest, column) = spot.rsplit_once(':')?;
    let (path, line) = rest.rsplit_once(':')?;
    let file = host.disk.relative(path.strip_prefix("file://").unwrap_or(path))?;
    Some(Place::new(file, line.parse().ok()?, column.parse().ok()?))
}

fn line_of(host: &Host, place: &Place) -> Option<String> {
    let sources = host.sources.borrow();
    sources.line(&host.disk.absolute(&place.file), place.line).map(str::to_owned)
}
