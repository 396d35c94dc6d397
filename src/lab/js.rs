//! JavaScript as Node.js runs it: the engine, the event loop, and what programs may ask of the
//! machine.

mod engine;
mod errors;
mod event_loop;
mod host;
mod jobs;
mod loader;
mod node;
mod ready;
mod sources;

use std::{
    io::{PipeReader, PipeWriter},
    rc::Rc,
    sync::Arc,
};

pub use ready::Ready;

use crate::lab::{
    parent::{Inbox, Wire},
    protocol::{Ending, Start},
    sockets::Outside,
    turn::Turn,
};

/// Runs the program and ends the process with what came of it. An engine that is `ready` is of the
/// memory that `start` says. It has the sockets that were bound and the pipe that were made before
/// the walls.
pub fn run(
    start: Start,
    ready: Option<Ready>,
    (outside, bell): (Outside, (PipeReader, PipeWriter)),
    wire: &Wire,
    turn: &Arc<Turn>,
    inbox: Inbox,
) -> ! {
    let fault = |error: rquickjs::Error| Ending::Fault(format!("the engine: {error}"));
    let ready = ready.map_or_else(|| Ready::new(start.memory_mb), Ok);
    let Ready { read, context, engine } = ready.unwrap_or_else(|error| wire.end(fault(error)));
    engine.obey(turn);
    let jobs = jobs::Jobs::new(bell, Arc::clone(&engine.memory), Arc::clone(turn));
    let host = Rc::new(host::Host::new(
        start,
        (outside, jobs),
        wire.clone(),
        Arc::clone(turn),
        &engine,
        read,
    ));
    if let Err(why) = host.fill_stores() {
        wire.end(Ending::Fault(why));
    }
    let rejections = event_loop::track_rejections(&engine.runtime);
    loader::serve_imports(&engine.runtime, &host);
    context.with(|ctx| {
        let ending = event_loop::run(&ctx, &host, rejections, inbox);
        wire.end(ending.unwrap_or_else(fault))
    })
}
