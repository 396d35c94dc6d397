//! The cache for `require("redis")`: connections to the server of this program, which commands go
//! to without a socket.

mod told;
mod writing;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use rquickjs::{Array, Ctx, Exception, Object, Result, Value};

use self::writing::Writing;
use super::{
    Host, give,
    values::{bytes_of, text_of},
};
use crate::lab::cache::{ClientId, Reply, Server};

/// Connections that a program may have open at once.
const CONNECTIONS_MAX: u32 = 1_000;

/// What a program has of the cache.
#[derive(Default)]
pub struct Cache {
    server: RefCell<Option<Server>>,
    connections: Cell<u32>,
    /// What the cache holds, as it was counted last.
    bytes: Cell<usize>,
}

/// The functions that JavaScript calls. Words are strings or bytes; `how` is of writing.rs. Answers
/// are pairs in one array: whether nobody asked for it, and the value.
///
/// | function | |
/// | --- | --- |
/// | `cacheConnect() -> number or nothing` | nothing where too many are open |
/// | `cacheDisconnect(connection)` | |
/// | `cacheCommand(connection, words, how, request, isTold) -> answers` | without one that was asked for while the command waits; `isTold` is whether the recording hears of it |
/// | `cachePushed(connection, how) -> answers` | what came since |
/// | `cacheIsLeaving(connection) -> boolean` | whether the server has ended it |
/// | `cacheDueMs() -> number or nothing` | milliseconds since 1970 at which the next waiting command gives up |
pub fn install<'js>(object: &Object<'js>, host: &Rc<Host>) -> Result<()> {
    let this = Rc::clone(host);
    give(object, "cacheConnect", move || {
        let cache = &this.cache;
        if CONNECTIONS_MAX <= cache.connections.get() {
            return None;
        }
        cache.connections.set(cache.connections.get() + 1);
        #[expect(clippy::cast_precision_loss, reason = "no program connects as often")]
        this.with_server(|server| Some(server.connect().0 as f64))
    })?;
    let this = Rc::clone(host);
    give(object, "cacheDisconnect", move |connection: f64| {
        let cache = &this.cache;
        cache.connections.set(cache.connections.get().saturating_sub(1));
        this.with_server(|server| server.disconnect(id_of(connection)));
    })?;
    let this = Rc::clone(host);
    give(
        object,
        "cacheCommand",
        move |ctx: Ctx<'js>,
              connection: f64,
              words: Array<'js>,
              how: Object<'js>,
              request: Option<u32>,
              is_told: bool| {
            let words = words.iter().map(|word| word_of(&word?)).collect::<Result<Vec<_>>>()?;
            let replies = this.run_cached(id_of(connection), &words, request, is_told);
            if this.turn.over().is_some() {
                // The engine stops at its next look, and the place is found for the parent.
                this.interrupted.set(true);
                let words = "the command computed longer than a turn may";
                return Err(Exception::throw_message(&ctx, words));
            }
            answers(&ctx, &how, &replies)
        },
    )?;
    let this = Rc::clone(host);
    give(object, "cachePushed", move |ctx: Ctx<'js>, connection: f64, how: Object<'js>| {
        let pushed = this.with_server(|server| server.take_pushed(id_of(connection)));
        answers(&ctx, &how, &pushed)
    })?;
    let this = Rc::clone(host);
    give(object, "cacheIsLeaving", move |connection: f64| {
        this.with_server(|server| server.is_leaving(id_of(connection)))
    })?;
    let this = Rc::clone(host);
    give(object, "cacheDueMs", move || {
        #[expect(clippy::cast_precision_loss, reason = "as JavaScript has times")]
        this.with_server(|server| server.next_due_ms().map(|due| due as f64))
    })
}

impl Host {
    /// The program's server, which is made for the first connection.
    fn with_server<R>(&self, with: impl FnOnce(&mut Server) -> R) -> R {
        let mut server = self.cache.server.borrow_mut();
        with(server.get_or_insert_with(|| Server::new(self.world())))
    }

    /// Makes `server` the program's cache.
    pub fn keep_cache(&self, server: Server) {
        self.count_cached(server.bytes());
        *self.cache.server.borrow_mut() = Some(server);
    }

    /// A cache of its own with what the program's holds.
    pub fn copied_cache(&self) -> Server {
        self.with_server(|server| server.copy())
    }

    /// Runs a command and tells of it; gives its reply, if it has one now, and what came for the
    /// same connection.
    fn run_cached(
        &self,
        id: ClientId,
        words: &[Vec<u8>],
        request: Option<u32>,
        is_told: bool,
    ) -> Vec<Reply> {
        let began = std::time::Instant::now();
        let (mut replies, efforts, bytes) = self.with_server(|server| {
            let replies: Vec<Reply> = server.command(id, words).into_iter().collect();
            (replies, server.take_efforts(), server.bytes())
        });
        self.count_cached(bytes);
        if is_told {
            self.tell_cached(words, replies.first(), &efforts, began, request);
        }
        replies.extend(self.with_server(|server| server.take_pushed(id)));
        replies
    }

    /// Counts what the cache holds among what the program may hold.
    fn count_cached(&self, now: usize) {
        let before = self.cache.bytes.get();
        if now <= before {
            self.memory.give_back(before - now);
        } else if !self.memory.take(now - before) {
            // What did not fit was not counted, and the run ends with its turn.
            return;
        }
        self.cache.bytes.set(now);
    }
}

fn id_of(connection: f64) -> ClientId {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a double saturates, and the server knows no such connection"
    )]
    ClientId(connection as u64)
}

fn word_of(word: &Value<'_>) -> Result<Vec<u8>> {
    match bytes_of(word)? {
        Some(bytes) => Ok(bytes),
        None => Ok(text_of(word)?.into_bytes()),
    }
}

fn answers<'js>(ctx: &Ctx<'js>, how: &Object<'js>, replies: &[Reply]) -> Result<Array<'js>> {
    let array = Array::new(ctx.clone())?;
    if replies.is_empty() {
        return Ok(array);
    }
    let writing = Writing::new(ctx, how)?;
    for (at, reply) in replies.iter().enumerate() {
        array.set(2 * at, matches!(reply, Reply::Push(_)))?;
        array.set(2 * at + 1, writing.value(reply)?)?;
    }
    Ok(array)
}
