//! What the server knows of each connection.

use std::collections::{BTreeMap, VecDeque};

use crate::lab::cache::{
    bytes::Bytes,
    reply::{Protocol, Reply},
};

/// Replies and messages that wait for a client; one that does not fetch them is let go.
pub const PUSHED_MAX: usize = 10_000;
/// Bytes of what waits for a client (Redis: `client-output-buffer-limit pubsub`).
pub const PUSHED_BYTES_MAX: usize = 32 << 20;

/// Commands that may wait between MULTI and EXEC, or behind a command that blocks.
const QUEUED_MAX: usize = 10_000;
/// Bytes of their words.
const QUEUED_BYTES_MAX: usize = 16 << 20;

/// Which of a server's connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(pub u64);

/// One connection.
#[derive(Clone, Debug, Default)]
pub struct Client {
    pub name: Bytes,
    pub library: Bytes,
    pub library_version: Bytes,
    pub database: usize,
    pub protocol: Protocol,
    pub connected_ms: i64,
    pub used_ms: i64,
    pub last_command: String,
    pub transaction: Option<Transaction>,
    pub watched: Vec<(usize, Bytes)>,
    /// A watched key was changed, so that EXEC does nothing.
    pub is_spoiled: bool,
    pub channels: Vec<Bytes>,
    pub patterns: Vec<Bytes>,
    pub shard_channels: Vec<Bytes>,
    pub waits: Option<Wait>,
    /// What was sent while the client waits, to be run afterwards.
    pub backlog: Queue,
    pub is_no_evict: bool,
    /// QUIT was answered: the connection is to be closed.
    pub is_leaving: bool,
    pushed: VecDeque<Reply>,
    pushed_bytes: usize,
}

/// Commands between MULTI and EXEC.
#[derive(Clone, Debug, Default)]
pub struct Transaction {
    pub commands: Queue,
    /// A command was refused when it was queued, so that EXEC refuses all.
    pub is_broken: bool,
}

/// Commands that are to be run later, in their order.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    commands: VecDeque<Vec<Vec<u8>>>,
    bytes: usize,
}

impl Queue {
    pub fn len(&self) -> usize {
        self.commands.len()
    }

    /// Adds a command; says whether there was room for it.
    pub fn push(&mut self, words: &[Vec<u8>]) -> bool {
        let bytes = self.bytes.saturating_add(weight(words));
        let has_room = self.commands.len() < QUEUED_MAX && bytes <= QUEUED_BYTES_MAX;
        if has_room {
            self.bytes = bytes;
            self.commands.push_back(words.to_vec());
        }
        has_room
    }

    pub fn pop(&mut self) -> Option<Vec<Vec<u8>>> {
        let words = self.commands.pop_front()?;
        self.bytes -= weight(&words);
        Some(words)
    }
}

fn weight(words: &[Vec<u8>]) -> usize {
    words.iter().map(|word| word.len() + size_of::<Vec<u8>>()).sum()
}

/// What a blocked client waits for.
#[derive(Clone, Debug)]
pub struct Wait {
    /// The command, to be tried again when one of the keys changes.
    pub words: Vec<Vec<u8>>,
    pub keys: Vec<Bytes>,
    /// Milliseconds since 1970 at which it gives up; `None` is never.
    pub until_ms: Option<i64>,
    /// Who waits longer is served first.
    pub turn: u64,
}

impl Client {
    /// Whether only commands of publish and subscribe are allowed: RESP2 cannot tell a message
    /// from a reply.
    pub fn is_listening(&self) -> bool {
        self.protocol == Protocol::Resp2 && self.subscriptions() > 0
    }

    /// Channels and patterns together, as SUBSCRIBE counts them.
    pub fn subscriptions(&self) -> usize {
        self.channels.len() + self.patterns.len() + self.shard_channels.len()
    }

    /// Makes the connection what it was when it began; what waits to be fetched stays.
    pub fn reset(&mut self) {
        *self = Self {
            connected_ms: self.connected_ms,
            used_ms: self.used_ms,
            pushed: std::mem::take(&mut self.pushed),
            pushed_bytes: self.pushed_bytes,
            ..Self::default()
        };
    }

    /// Forgets the watched keys, and that one of them was changed.
    pub fn unwatch(&mut self) {
        self.watched.clear();
        self.is_spoiled = false;
    }

    /// Puts a reply where the connection fetches it.
    pub fn push(&mut self, reply: Reply) {
        self.pushed_bytes = self.pushed_bytes.saturating_add(reply.weight());
        self.pushed.push_back(reply);
        if self.pushed.len() > PUSHED_MAX || self.pushed_bytes > PUSHED_BYTES_MAX {
            self.pushed.clear();
            self.is_leaving = true;
        }
    }

    pub fn take_pushed(&mut self) -> Vec<Reply> {
        self.pushed_bytes = 0;
        self.pushed.drain(..).collect()
    }
}

/// All connections of a server.
#[derive(Clone, Debug, Default)]
pub struct Clients {
    all: BTreeMap<ClientId, Client>,
    last: u64,
}

impl Clients {
    pub fn connect(&mut self, now_ms: i64) -> ClientId {
        // Redis too never gives a number to a second client.
        self.last += 1;
        let id = ClientId(self.last);
        let client = Client { connected_ms: now_ms, used_ms: now_ms, ..Client::default() };
        self.all.insert(id, client);
        id
    }

    pub fn disconnect(&mut self, id: ClientId) {
        self.all.remove(&id);
    }

    pub fn get(&self, id: ClientId) -> Option<&Client> {
        self.all.get(&id)
    }

    pub fn get_mut(&mut self, id: ClientId) -> Option<&mut Client> {
        self.all.get_mut(&id)
    }

    pub fn iter(&self) -> impl Iterator<Item = (ClientId, &Client)> {
        self.all.iter().map(|(id, client)| (*id, client))
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = (ClientId, &mut Client)> {
        self.all.iter_mut().map(|(id, client)| (*id, client))
    }
}
