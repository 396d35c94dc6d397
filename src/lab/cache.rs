//! A Redis-compatible engine in memory: commands in, replies out.
//!
//! It has no sockets, no clock and no randomness of its own: `World` gives the time, chance and the
//! limit of a turn. Behaviour and words are those of Redis 7.0, with these differences: a key is
//! gone from the millisecond on at which its time has come; members, fields and keys are listed in
//! the order in which they came, where Redis promises none; what it does not have (scripts, geo
//! commands, persistence, clusters) it refuses by name.

mod bytes;
mod call;
mod client;
mod command;
#[expect(clippy::unnecessary_wraps, reason = "the table of commands asks for one signature")]
mod commands;
pub mod console;
mod keyspace;
mod lookup;
mod number;
mod ordered;
mod pattern;
mod refusal;
mod reply;
mod request;
mod split;
mod store;
mod turn;
mod value;

use std::{collections::VecDeque, rc::Rc};

pub use self::{
    bytes::Bytes,
    client::ClientId,
    console::Console,
    reply::{Protocol, Reply},
    request::{Decoder, ProtocolError},
    store::STORE_BYTES_MAX,
};
use self::{
    call::{Call, REPLY_BYTES_MAX, Waiting},
    client::{Client, Clients, Wait},
    command::Command,
    lookup::{find, full_name},
    refusal::Refusal,
    store::Store,
    turn::Turn,
};
use crate::lab::world::World;

/// Steps that a command counts for, whatever it does.
const COMMAND_STEPS: usize = 64;
/// Efforts that are kept until they are taken; the oldest go first.
const EFFORTS_MAX: usize = 1_000;
/// Keys of one command that its effort names.
const EFFORT_KEYS_MAX: usize = 16;
/// Bytes of a key that an effort keeps.
const EFFORT_KEY_BYTES_MAX: usize = 200;

/// Commands that a client of RESP2 may send while it listens.
const WHILE_LISTENING: [&str; 9] = [
    "ping",
    "psubscribe",
    "punsubscribe",
    "quit",
    "reset",
    "ssubscribe",
    "subscribe",
    "sunsubscribe",
    "unsubscribe",
];

/// What one command did, for the recording of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// The command's name in capitals, with its subcommand.
    pub command: String,
    /// The keys that it named, the first of them where there are many.
    pub keys: Vec<Bytes>,
    /// How many of its keys were there when it began.
    pub hits: usize,
    pub misses: usize,
    /// Changes that it made to keys, as Redis counts them.
    pub changed: u64,
    pub is_refused: bool,
}

/// A server with its databases and connections.
pub struct Server {
    store: Store,
    clients: Clients,
    turn: Turn,
    efforts: VecDeque<Effort>,
    /// Commands that ever waited, to serve the first first.
    waits: u64,
}

impl Server {
    pub fn new(world: Rc<dyn World>) -> Self {
        Self {
            store: Store::default(),
            clients: Clients::default(),
            turn: Turn::new(world),
            efforts: VecDeque::new(),
            waits: 0,
        }
    }

    /// A second server with the same keys and connections; from here on they go apart.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self {
            store: self.store.clone(),
            clients: self.clients.clone(),
            turn: self.turn.clone(),
            efforts: VecDeque::new(),
            waits: self.waits,
        }
    }

    /// From now on the server lives in another world, as a copy with a clock of its own does.
    pub fn enter(&mut self, world: Rc<dyn World>) {
        self.turn = Turn::new(world);
    }

    /// A new connection. How many there are is the caller's to limit.
    pub fn connect(&mut self) -> ClientId {
        self.clients.connect(self.turn.now_ms())
    }

    pub fn disconnect(&mut self, client: ClientId) {
        self.clients.disconnect(client);
    }

    /// Runs one command. `None` when there is no reply yet: the client waits, or sent nothing. What
    /// a client sends while it waits is run when it waits no more.
    pub fn command(&mut self, client: ClientId, words: &[Vec<u8>]) -> Option<Reply> {
        self.pass_time();
        let Some(known) = self.clients.get_mut(client) else {
            return Some(Refusal::new("this connection is closed").into());
        };
        if words.is_empty() {
            return None;
        }
        if !request::is_within_limits(words) {
            return Some(Refusal::request_too_big().into());
        }
        if let Err(over) = self.turn.steps(COMMAND_STEPS) {
            return Some(over.into());
        }
        if known.waits.is_some() {
            known.is_leaving |= !known.backlog.push(words);
            return None;
        }
        let reply = self.dispatch(client, words);
        self.settle();
        reply
    }

    /// The replies and messages that wait for a client, oldest first.
    pub fn take_pushed(&mut self, client: ClientId) -> Vec<Reply> {
        self.pass_time();
        self.clients.get_mut(client).map(Client::take_pushed).unwrap_or_default()
    }

    /// Milliseconds since 1970 at which the next waiting client gives up; its reply can then be
    /// taken.
    pub fn next_due_ms(&self) -> Option<i64> {
        let waits = self.clients.iter().filter_map(|(_, client)| client.waits.as_ref());
        waits.filter_map(|wait| wait.until_ms).min()
    }

    /// Ends the waiting of a client as if its time were over; its reply can then be taken.
    pub fn stop_waiting(&mut self, client: ClientId) {
        if self.clients.get(client).is_some_and(|client| client.waits.is_some()) {
            self.release(client, Reply::NullArray);
            self.settle();
        }
    }

    /// Whether the connection is to be closed: the client said QUIT, or fetched too little.
    pub fn is_leaving(&self, client: ClientId) -> bool {
        self.clients.get(client).is_none_or(|client| client.is_leaving)
    }

    /// Whether a client is subscribed to anything.
    pub fn is_listening(&self, client: ClientId) -> bool {
        self.clients.get(client).is_some_and(|client| client.subscriptions() > 0)
    }

    /// In which protocol a client is answered.
    pub fn protocol(&self, client: ClientId) -> Protocol {
        self.clients.get(client).map(|client| client.protocol).unwrap_or_default()
    }

    /// What the commands since the last call did.
    pub fn take_efforts(&mut self) -> Vec<Effort> {
        self.efforts.drain(..).collect()
    }

    /// About how many bytes all keys and values take.
    pub fn bytes(&self) -> usize {
        self.store.bytes()
    }

    /// The names of all commands, in small letters.
    pub fn command_names() -> impl Iterator<Item = &'static str> {
        commands::FAMILIES.iter().flat_map(|family| family.commands).map(|command| command.name)
    }

    /// Lets go of keys and of waiting clients whose time has come.
    fn pass_time(&mut self) {
        let now_ms = self.turn.now_ms();
        self.store.expire(now_ms);
        let is_over = |wait: &Wait| wait.until_ms.is_some_and(|until| until <= now_ms);
        let late: Vec<ClientId> = self
            .clients
            .iter()
            .filter(|(_, client)| client.waits.as_ref().is_some_and(is_over))
            .map(|(id, _)| id)
            .collect();
        for id in late {
            self.release(id, Reply::NullArray);
        }
        self.settle();
    }

    fn dispatch(&mut self, id: ClientId, words: &[Vec<u8>]) -> Option<Reply> {
        let command = match self.admit(id, words) {
            Ok(command) => command,
            Err(refusal) => return Some(self.refuse(id, words, &refusal)),
        };
        let is_in_transaction = self.transaction(id).is_some();
        if is_in_transaction && command.name == "exec" {
            return Some(self.exec(id));
        }
        let is_immediate =
            ["discard", "exec", "multi", "quit", "reset", "watch"].contains(&command.name);
        if is_in_transaction && !is_immediate {
            return Some(self.queue(id, words));
        }
        let (reply, waiting) = self.run(id, command, words);
        let Some(waiting) = waiting else { return Some(reply) };
        self.waits += 1;
        let wait = Wait {
            words: waiting.words.unwrap_or_else(|| words.to_vec()),
            keys: waiting.keys,
            until_ms: waiting.until_ms,
            turn: self.waits,
        };
        if let Some(client) = self.clients.get_mut(id) {
            client.waits = Some(wait);
        }
        None
    }

    /// The reply to a command that was not admitted; it breaks the transaction that it is part of.
    fn refuse(&mut self, id: ClientId, words: &[Vec<u8>], refusal: &Refusal) -> Reply {
        if words.first().is_some_and(|name| name.eq_ignore_ascii_case(b"exec")) {
            if let Some(client) = self.clients.get_mut(id) {
                client.transaction = None;
                client.unwatch();
            }
            let sentence = refusal.text().strip_prefix("ERR ").unwrap_or(refusal.text());
            let text = format!("EXECABORT Transaction discarded because of: {sentence}");
            return Refusal::coded(text).into();
        }
        if let Some(transaction) = self.transaction(id) {
            transaction.is_broken = true;
        }
        refusal.clone().into()
    }

    fn transaction(&mut self, id: ClientId) -> Option<&mut client::Transaction> {
        self.clients.get_mut(id)?.transaction.as_mut()
    }

    /// The command that the words name, when it may be run or queued now.
    fn admit(&mut self, id: ClientId, words: &[Vec<u8>]) -> Result<&'static Command, Refusal> {
        let command = find(words)?;
        if !command.takes(words.len()) {
            return Err(Refusal::wrong_arity(&full_name(words, command)));
        }
        let client = self.clients.get_mut(id);
        let is_in_transaction = client.as_ref().is_some_and(|client| client.transaction.is_some());
        if is_in_transaction && command.has("no_multi") {
            return Err(Refusal::new("Command not allowed inside a transaction"));
        }
        if command.has("denyoom") && self.store.is_full() {
            return Err(Refusal::out_of_memory());
        }
        let is_listening = client.is_some_and(|client| client.is_listening());
        if is_listening && !WHILE_LISTENING.contains(&command.name) {
            return Err(Refusal::new(format!(
                "Can't execute '{}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET \
                 are allowed in this context",
                full_name(words, command)
            )));
        }
        if let Some(client) = self.clients.get_mut(id) {
            client.used_ms = self.turn.now_ms();
            client.last_command = full_name(words, command);
        }
        Ok(command)
    }

    fn queue(&mut self, id: ClientId, words: &[Vec<u8>]) -> Reply {
        let Some(transaction) = self.transaction(id) else { return Reply::Null };
        if !transaction.commands.push(words) {
            transaction.is_broken = true;
            return Refusal::new("too many commands in one transaction").into();
        }
        Reply::Simple("QUEUED".into())
    }

    fn exec(&mut self, id: ClientId) -> Reply {
        let Some(client) = self.clients.get_mut(id) else { return Reply::Null };
        let mut transaction = client.transaction.take().unwrap_or_default();
        let is_spoiled = client.is_spoiled;
        client.unwatch();
        if transaction.is_broken {
            let text = "EXECABORT Transaction discarded because of previous errors.";
            return Refusal::coded(text).into();
        }
        if is_spoiled {
            return Reply::NullArray;
        }
        let mut bytes = 0_usize;
        let mut replies = Vec::new();
        while let Some(words) = transaction.commands.pop() {
            let reply = match find(&words) {
                Ok(command) if command.has("denyoom") && self.store.is_full() => {
                    Refusal::out_of_memory().into()
                }
                Ok(command) => self.run(id, command, &words).0,
                Err(refusal) => refusal.into(),
            };
            bytes = bytes.saturating_add(reply.weight());
            let is_too_big = bytes > REPLY_BYTES_MAX;
            replies.push(if is_too_big { Refusal::reply_too_big().into() } else { reply });
        }
        Reply::Array(replies)
    }

    /// Runs a command whose arity is right; also gives what it would wait for.
    fn run(
        &mut self,
        id: ClientId,
        command: &'static Command,
        words: &[Vec<u8>],
    ) -> (Reply, Option<Waiting>) {
        let mut effort = self.begin(id, command, words);
        let changes = self.store.changes;
        let mut call = Call {
            words,
            store: &mut self.store,
            clients: &mut self.clients,
            id,
            turn: &self.turn,
            wait: None,
        };
        let answer = (command.run)(&mut call);
        let waiting = call.wait.take();
        let reply = match answer {
            Ok(reply) if reply.weight() > REPLY_BYTES_MAX => Refusal::reply_too_big().into(),
            Ok(reply) => reply,
            Err(refusal) => refusal.into(),
        };
        effort.changed = self.store.changes.saturating_sub(changes);
        effort.is_refused = reply.is_error();
        if self.efforts.len() >= EFFORTS_MAX {
            self.efforts.pop_front();
        }
        self.efforts.push_back(effort);
        (reply, waiting)
    }

    /// What is known of a command before it runs.
    fn begin(&mut self, id: ClientId, command: &Command, words: &[Vec<u8>]) -> Effort {
        let database = self.clients.get(id).map_or(0, |client| client.database);
        let keyspace = self.store.database_mut(database);
        let keys = command.keys(words);
        let hits = keys.iter().filter(|key| keyspace.contains(key)).count();
        // OBJECT looks at a key without using it.
        if !words.first().is_some_and(|name| name.eq_ignore_ascii_case(b"object")) {
            for key in &keys {
                keyspace.use_at(key, self.turn.now_ms());
            }
        }
        let kept = keys.iter().take(EFFORT_KEYS_MAX);
        Effort {
            command: full_name(words, command).replace('|', " ").to_uppercase(),
            keys: kept
                .map(|key| Bytes::from(&key[..key.len().min(EFFORT_KEY_BYTES_MAX)]))
                .collect(),
            hits,
            misses: keys.len() - hits,
            changed: 0,
            is_refused: false,
        }
    }

    /// Tells those who watch a changed key, and serves those who wait for one.
    fn settle(&mut self) {
        loop {
            let mut touched = self.store.take_touched();
            if touched.is_empty() {
                return;
            }
            touched.sort();
            touched.dedup();
            let is_touched = |database: usize, key: &Bytes| {
                touched.binary_search_by(|held| (held.0, &held.1).cmp(&(database, key))).is_ok()
            };
            let mut waiting = Vec::new();
            for (id, client) in self.clients.iter_mut() {
                client.is_spoiled |=
                    client.watched.iter().any(|(database, key)| is_touched(*database, key));
                let database = client.database;
                if let Some(wait) = &client.waits
                    && wait.keys.iter().any(|key| is_touched(database, key))
                {
                    waiting.push((wait.turn, id));
                }
            }
            waiting.sort_unstable();
            for (_, id) in waiting {
                self.serve(id);
            }
        }
    }

    /// Tries the command of a waiting client again.
    fn serve(&mut self, id: ClientId) {
        let waits = self.clients.get(id).and_then(|client| client.waits.as_ref());
        let Some(words) = waits.map(|wait| wait.words.clone()) else { return };
        let Ok(command) = find(&words) else { return };
        let (reply, waiting) = self.run(id, command, &words);
        // A key of another kind is none that it waits for; a group that is gone never comes.
        let is_final = !reply.is_error()
            || matches!(&reply, Reply::Error(text) if text.starts_with("NOGROUP"));
        if waiting.is_none() && is_final {
            self.release(id, reply);
        } else {
            self.efforts.pop_back();
        }
    }

    /// Ends the waiting of a client with a reply, and runs what it sent meanwhile.
    fn release(&mut self, id: ClientId, reply: Reply) {
        if let Some(client) = self.clients.get_mut(id) {
            client.waits = None;
            client.push(reply);
        }
        while let Some(client) = self.clients.get_mut(id)
            && client.waits.is_none()
            && let Some(words) = client.backlog.pop()
        {
            let reply = self.dispatch(id, &words);
            if let (Some(reply), Some(client)) = (reply, self.clients.get_mut(id)) {
                client.push(reply);
            }
        }
    }
}

#[cfg(test)]
mod cases;
#[cfg(test)]
mod still;
#[cfg(test)]
mod tests;
