//! A mock API, served natively in a jailed child: routes that answer as told, collections that are
//! kept in memory, faults. It runs no foreign code and starts no engine.
//!
//! Nothing it answers depends on time or chance. It serves one request after another; only delays
//! of different connections overlap.

mod asked;
mod list;
mod relations;
mod rows;
mod serve;
mod served;
mod template;
mod wire;

pub(super) use self::serve::run;
use crate::exchange::api::Api;

/// What to serve, and where.
#[derive(Clone, Debug)]
pub struct Service {
    pub api: Api,
    /// The port on 127.0.0.1; `None` for a free one.
    pub port: Option<u16>,
    /// `GET /__requests`, `GET /__state` and `POST /__reset` answer too: for whoever serves an API
    /// to other programs, never where requests are judged.
    pub doors: bool,
}

/// The export that `Lab::call` reads: the collections and the state as one JSON object.
pub const STATE: &str = "state";

/// Bytes of a request's body at most.
const BODY_BYTES_MAX: usize = 1 << 20;
/// Rows that a collection holds at most.
pub const ROWS_HELD_MAX: usize = 10_000;
/// Connections at once; more are closed.
const CONNECTIONS_MAX: usize = 128;
/// Requests that are kept for `/__requests`.
const LOG_MAX: usize = 1_000;

#[cfg(test)]
mod tests;
