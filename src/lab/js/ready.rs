//! What every program needs and none changes, made while the child waits for its program: the
//! engine, and the core modules read from their bytecode. Nothing runs here.

use std::collections::HashMap;

use rquickjs::{Context, Function, Persistent, Result};

use crate::lab::js::{engine::Engine, node::CoreModule};

/// Bodies of core modules by their names.
pub type Bodies = HashMap<&'static str, Persistent<Function<'static>>>;

/// The modules that each program needs, and then those of a server, in the order in which they
/// are asked for.
const USUAL: [&str; 32] = [
    "internal/boot",
    "internal/stack",
    "internal/globals",
    "internal/locale",
    "internal/ticks",
    "internal/validate",
    "internal/errors",
    "internal/context",
    "process",
    "events",
    "internal/modules",
    "internal/core",
    "http",
    "internal/http_words",
    "internal/http_incoming",
    "stream",
    "internal/stream_base",
    "internal/stream_readable",
    "internal/stream_chunks",
    "internal/stream_writable",
    "internal/stream_duplex",
    "internal/stream_ends",
    "internal/http_fields",
    "internal/http_outgoing",
    "buffer",
    "internal/encodings",
    "internal/buffer_numbers",
    "internal/http_server",
    "internal/http_connection",
    "internal/current_request",
    "internal/net",
    "internal/http_client",
];

/// An engine that waits for its program.
pub struct Ready {
    // The bodies are the context's, which is the engine's.
    pub read: Bodies,
    pub context: Context,
    pub engine: Engine,
}

impl Ready {
    /// An engine of `memory_mb` with nothing read.
    ///
    /// # Errors
    /// The memory is too small for it.
    pub fn new(memory_mb: u32) -> Result<Ready> {
        let engine = Engine::new(memory_mb)?;
        let context = Context::full(&engine.runtime)?;
        Ok(Ready { read: Bodies::new(), context, engine })
    }

    /// Reads the next module; `false` when there is none left.
    pub fn read_one(&mut self) -> bool {
        let Some(name) = USUAL.get(self.read.len()) else { return false };
        let body = self.context.with(|ctx| {
            let module = CoreModule::find(name).expect("the table has core modules only");
            let body = module.body(&ctx);
            // Whoever asks for the module hears of an error then.
            body.map(|body| Persistent::save(&ctx, body)).ok()
        });
        body.is_some_and(|body| self.read.insert(name, body).is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_usual_module_is_read_once() {
        let mut ready = Ready::new(16).unwrap();
        while ready.read_one() {}
        assert_eq!(ready.read.len(), USUAL.len());
        assert!(USUAL.iter().all(|name| ready.read.contains_key(name)));
    }
}
