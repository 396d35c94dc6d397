//! JavaScript as Node.js runs it: the engine, the event loop, and what programs may ask of the
//! machine.

mod engine;
mod errors;
mod event_loop;
mod host;
mod loader;
mod node;
mod sources;

use std::{os::fd::OwnedFd, rc::Rc, sync::Arc};

use rquickjs::Context;

use crate::lab::{
    parent::{Inbox, Wire},
    protocol::{Ending, Start},
    turn::Turn,
};

/// Runs the program and ends the process with what came of it.
pub fn run(start: Start, seats: Vec<OwnedFd>, wire: &Wire, turn: &Arc<Turn>, inbox: Inbox) -> ! {
    let fault = |error: rquickjs::Error| Ending::Fault(format!("the engine: {error}"));
    let engine = engine::Engine::new(start.memory_mb, turn).and_then(|engine| {
        let context = Context::full(&engine.runtime)?;
        Ok((engine, context))
    });
    let (engine, context) = match engine {
        Ok(both) => both,
        Err(error) => wire.end(fault(error)),
    };
    let host = Rc::new(host::Host::new(start, seats, wire.clone(), Arc::clone(turn), &engine));
    let rejections = event_loop::track_rejections(&engine.runtime);
    loader::serve_imports(&engine.runtime, &host);
    context.with(|ctx| {
        let ending = event_loop::run(&ctx, &host, rejections, inbox);
        wire.end(ending.unwrap_or_else(fault))
    })
}
