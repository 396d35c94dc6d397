//! The parser of `lab::http_parser` as the `http` module asks for it.

use std::{cell::RefCell, rc::Rc};

use rquickjs::{Array, ArrayBuffer, Ctx, Object, Result, Value};

use super::{give, with_bytes};
use crate::lab::http_parser::{Event, Framing, Head, Parser, StartLine};

/// `newParser(isRequest)`: an object with `feed(bytes)`, `finish()` and `withoutBody()`.
pub fn install<'js>(object: &Object<'js>) -> Result<()> {
    give(object, "newParser", |ctx: Ctx<'js>, is_request: bool| {
        let parser = Rc::new(RefCell::new(Parser::new(is_request)));
        let handle = Object::new(ctx)?;
        let this = Rc::clone(&parser);
        give(&handle, "feed", move |ctx: Ctx<'js>, bytes: Value<'js>| {
            let events = with_bytes(&ctx, &bytes, |bytes| this.borrow_mut().feed(bytes))?;
            array_of(&ctx, events)
        })?;
        let this = Rc::clone(&parser);
        give(&handle, "finish", move |ctx: Ctx<'js>| {
            let events = this.borrow_mut().finish();
            array_of(&ctx, events)
        })?;
        give(&handle, "withoutBody", move || parser.borrow_mut().without_body())?;
        Ok::<_, rquickjs::Error>(handle)
    })
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
                entry.set(1, ArrayBuffer::new(ctx.clone(), bytes)?)?;
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
        }
        StartLine::Response { status, reason } => {
            object.set("status", status)?;
            object.set("reason", reason)?;
        }
    }
    object.set("minor", head.minor)?;
    object.set("fields", head.fields)?;
    object.set("keepAlive", head.keep_alive)?;
    object.set("chunked", head.framing == Framing::Chunked)?;
    object.set("hasBody", !matches!(head.framing, Framing::Nothing))?;
    Ok(object)
}
