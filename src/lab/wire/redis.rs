//! Redis's protocol over a connection (Redis manual, "Redis serialization protocol specification").

use std::{collections::BTreeMap, rc::Rc, time::Duration};

use super::{Door, Outgoing};
use crate::lab::{
    cache::{ClientId, Decoder, Effort, Reply, Server},
    protocol::store::Did,
    world::World,
};

/// Bytes of answers that are gathered before they are sent, where a client sends many commands at once.
const ANSWER_BYTES: usize = 64 << 10;

/// The cache, and its connections.
pub struct Redis {
    world: Rc<dyn World>,
    server: Server,
    clients: BTreeMap<u32, Client>,
}

struct Client {
    id: ClientId,
    decoder: Decoder,
}

impl Redis {
    pub fn new(world: Rc<dyn World>) -> Redis {
        let server = Server::new(Rc::clone(&world));
        Redis { world, server, clients: BTreeMap::new() }
    }

    /// Gives each client what waits for it, and ends those that are done.
    fn deliver(&mut self, out: &mut Outgoing) {
        for (client, known) in &self.clients {
            let mut bytes = Vec::new();
            for reply in self.server.take_pushed(known.id) {
                reply.encode(self.server.protocol(known.id), &mut bytes);
            }
            if !bytes.is_empty() {
                out.bytes.push((*client, bytes));
            }
            if self.server.is_leaving(known.id) {
                out.leaving.push(*client);
            }
        }
        out.did.extend(self.server.take_efforts().iter().map(did));
    }
}

impl Door for Redis {
    fn open(&mut self, client: u32) {
        let id = self.server.connect();
        self.clients.insert(client, Client { id, decoder: Decoder::default() });
    }

    fn take(&mut self, client: u32, bytes: &[u8], out: &mut Outgoing) {
        let Some(known) = self.clients.get_mut(&client) else { return };
        known.decoder.feed(bytes);
        let id = known.id;
        let mut answers = Vec::new();
        loop {
            match known.decoder.request() {
                Ok(None) => break,
                Ok(Some(words)) => {
                    if let Some(reply) = self.server.command(id, &words) {
                        reply.encode(self.server.protocol(id), &mut answers);
                    }
                    // What a command pushes to its own client comes before the next answer.
                    for reply in self.server.take_pushed(id) {
                        reply.encode(self.server.protocol(id), &mut answers);
                    }
                }
                Err(error) => {
                    Reply::Error(error.text().to_owned())
                        .encode(self.server.protocol(id), &mut answers);
                    out.leaving.push(client);
                    break;
                }
            }
            if ANSWER_BYTES < answers.len() {
                out.bytes.push((client, std::mem::take(&mut answers)));
            }
            if self.server.is_leaving(id) {
                break;
            }
        }
        if !answers.is_empty() {
            out.bytes.push((client, answers));
        }
        self.deliver(out);
    }

    fn close(&mut self, client: u32) {
        if let Some(known) = self.clients.remove(&client) {
            self.server.disconnect(known.id);
        }
    }

    fn due(&self) -> Option<Duration> {
        let left = self.server.next_due_ms()?.saturating_sub(self.world.now_ms());
        Some(Duration::from_millis(u64::try_from(left).unwrap_or(0)))
    }

    fn pass(&mut self, out: &mut Outgoing) {
        self.deliver(out);
    }
}

/// A command for the recording.
fn did(effort: &Effort) -> Did {
    let keys = effort.keys.iter().map(|key| String::from_utf8_lossy(key).into_owned());
    let words: Vec<String> = std::iter::once(effort.command.clone()).chain(keys).collect();
    let error = effort.is_refused.then_some("refused");
    Did::cache(&words.join(" "), effort, error, 0)
}
