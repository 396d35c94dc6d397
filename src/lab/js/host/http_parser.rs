//! The parser of `lab::http_parser` as the `http` module asks for it.

use std::cell::RefCell;

use rquickjs::{
    Array, ArrayBuffer, Class, Ctx, JsLifetime, Object, Result, Value,
    class::{JsClass, Readable, Trace, Tracer},
    function::Constructor,
    prelude::This,
};

use super::{give, with_bytes};
use crate::lab::{
    NONCE_HEADER,
    http_parser::{Event, Head, Parser, StartLine},
};

/// `newParser(isRequest)`: an object with `feed(bytes)`, `finish()` and `withoutBody()`.
pub fn install<'js>(object: &Object<'js>) -> Result<()> {
    give(object, "newParser", |ctx: Ctx<'js>, is_request: bool| {
        Class::instance(ctx, Handle(RefCell::new(Parser::new(is_request))))
    })
}

/// A parser as JavaScript holds it: a class, because each connection has one, and three functions
/// of its own would be made and freed with each.
struct Handle(RefCell<Parser>);

/// The parser that a function of the prototype is called on.
type Own<'js> = This<Class<'js, Handle>>;

#[expect(unsafe_code, reason = "it holds nothing of the engine")]
unsafe impl JsLifetime<'_> for Handle {
    type Changed<'to> = Handle;
}

impl<'js> Trace<'js> for Handle {
    fn trace(&self, _: Tracer<'_, 'js>) {}
}

impl<'js> JsClass<'js> for Handle {
    const NAME: &'static str = "Parser";
    type Mutable = Readable;

    fn prototype(ctx: &Ctx<'js>) -> Result<Option<Object<'js>>> {
        let prototype = Object::new(ctx.clone())?;
        give(&prototype, "feed", |ctx: Ctx<'js>, this: Own<'js>, bytes: Value<'js>| {
            let parser = this.0.borrow();
            let events = with_bytes(&ctx, &bytes, |bytes| parser.0.borrow_mut().feed(bytes))?;
            array_of(&ctx, events)
        })?;
        give(&prototype, "finish", |ctx: Ctx<'js>, this: Own<'js>| {
            let events = this.0.borrow().0.borrow_mut().finish();
            array_of(&ctx, events)
        })?;
        give(&prototype, "withoutBody", |this: Own<'js>| {
            this.0.borrow().0.borrow_mut().without_body();
        })?;
        Ok(Some(prototype))
    }

    fn constructor(_: &Ctx<'js>) -> Result<Option<Constructor<'js>>> {
        Ok(None)
    }
}

/// Each event as an array: its name, then what belongs to it.
fn array_of<'js>(ctx: &Ctx<'js>, events: Vec<Event>) -> Result<Array<'js>> {
    let list = Array::new(ctx.clone())?;
    for (index, event) in events.into_iter().enumerate() {
        let entry = Array::new(ctx.clone())?;
        match event {
            Event::Head(head) => {
                entry.set(0, "head")?;
                entry.set(1, object_of(ctx, head)?)?;
            }
            Event::Body(bytes) => {
                entry.set(0, "body")?;
                entry.set(1, ArrayBuffer::new_copy(ctx.clone(), bytes)?)?;
            }
            Event::End(trailers) => {
                entry.set(0, "end")?;
                entry.set(1, trailers)?;
            }
            Event::Error(flaw) => {
                entry.set(0, "error")?;
                entry.set(1, flaw.code)?;
                entry.set(2, flaw.reason)?;
            }
        }
        list.set(index, entry)?;
    }
    Ok(list)
}

fn object_of<'js>(ctx: &Ctx<'js>, head: Head) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    match head.start {
        StartLine::Request { method, target } => {
            object.set("method", method)?;
            object.set("target", target)?;
            if joined(&head.fields, "host").is_none() {
                object.set("isHostless", true)?;
            }
            if let Some(expected) = joined(&head.fields, "expect") {
                object.set("expect", expected)?;
            }
            object.set("fields", without_nonce(head.fields))?;
        }
        StartLine::Response { status, reason } => {
            object.set("status", status)?;
            object.set("reason", reason)?;
            object.set("fields", head.fields)?;
        }
    }
    object.set("minor", head.minor)?;
    object.set("keepAlive", head.keep_alive)?;
    Ok(object)
}

/// The values of the fields `name`, as `req.headers` joins them.
fn joined(fields: &[String], name: &str) -> Option<String> {
    let named = fields.chunks_exact(2).filter(|field| field[0].eq_ignore_ascii_case(name));
    named.map(|field| field[1].clone()).reduce(|all, next| format!("{all}, {next}"))
}

/// The fields that the program sees.
fn without_nonce(mut fields: Vec<String>) -> Vec<String> {
    while let Some(at) =
        fields.iter().step_by(2).position(|name| name.eq_ignore_ascii_case(NONCE_HEADER))
    {
        fields.drain(at * 2..at * 2 + 2);
    }
    fields
}
