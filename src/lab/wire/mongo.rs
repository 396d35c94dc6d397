//! MongoDB's protocol over a connection (MongoDB manual, "MongoDB Wire Protocol"): `OP_MSG`, and `OP_QUERY` as
//! far as drivers greet with it.

use std::{
    collections::BTreeMap,
    rc::Rc,
    time::{Duration, Instant},
};

use bson::{Bson, Document, doc};

use super::{Door, Outgoing};
use crate::lab::{
    documents::{Ran, Server},
    protocol::store::Did,
    world::World,
};

/// Bytes of one message (`maxMessageSizeBytes`).
pub const MESSAGE_BYTES_MAX: usize = 48_000_000;
/// Bytes of a message's head: its length, its number, that of the request, what it is.
const HEAD_BYTES: usize = 16;
const OP_REPLY: i32 = 1;
const OP_QUERY: i32 = 2004;
const OP_MSG: i32 = 2013;
/// Four bytes of CRC-32C follow the sections.
const CHECKSUM_PRESENT: u32 = 1;
/// The client wants no answer.
const MORE_TO_COME: u32 = 1 << 1;
/// Bits that a server must understand.
const REQUIRED_BITS: u32 = 0xffff;
/// The code of a message that says more than is understood. (`Location40429` is mongod's.)
const UNKNOWN_BITS: i32 = 40_429;

/// The store, and what came of each connection's next message.
pub struct Mongo {
    server: Server,
    port: u16,
    clients: BTreeMap<u32, Vec<u8>>,
    answers: i32,
}

/// A message as it was read.
struct Message {
    number: i32,
    what: What,
}

enum What {
    Command {
        command: Document,
        is_answered: bool,
    },
    /// An old greeting, answered in the old form.
    Greeting(Document),
}

/// What is no message of this protocol: the connection ends.
struct Nonsense;

impl Mongo {
    pub fn new(world: Rc<dyn World>, port: u16) -> Mongo {
        Mongo { server: Server::new(world), port, clients: BTreeMap::new(), answers: 0 }
    }

    fn answer(&mut self, client: u32, bytes: &[u8], out: &mut Outgoing) -> Result<(), Nonsense> {
        let Message { number, what } = read(bytes)?;
        let (command, form) = match what {
            What::Command { command, is_answered: true } => (command, Some(OP_MSG)),
            What::Command { command, is_answered: false } => (command, None),
            What::Greeting(command) => (command, Some(OP_REPLY)),
        };
        let began = Instant::now();
        let mut ran = self.server.run(&command);
        out.did.push(did(&command, &ran, began.elapsed()));
        // Drivers look for the server where it says that it is.
        if let Some(me) = ran.reply.get_mut("me") {
            *me = format!("127.0.0.1:{}", self.port).into();
        }
        if let Some(form) = form {
            self.answers = self.answers.wrapping_add(1);
            let bytes = write(form, self.answers, number, &ran.reply).ok_or(Nonsense)?;
            out.bytes.push((client, bytes));
        }
        Ok(())
    }
}

impl Door for Mongo {
    fn open(&mut self, client: u32) {
        self.clients.insert(client, Vec::new());
    }

    fn take(&mut self, client: u32, bytes: &[u8], out: &mut Outgoing) {
        let Some(buffer) = self.clients.get_mut(&client) else { return };
        buffer.extend_from_slice(bytes);
        loop {
            let Some(buffer) = self.clients.get_mut(&client) else { return };
            let message = match cut(buffer) {
                Ok(None) => return,
                Ok(Some(message)) => message,
                Err(Nonsense) => {
                    out.leaving.push(client);
                    return;
                }
            };
            if self.answer(client, &message, out).is_err() {
                out.leaving.push(client);
                return;
            }
        }
    }

    fn close(&mut self, client: u32) {
        self.clients.remove(&client);
    }

    fn due(&self) -> Option<Duration> {
        None
    }

    fn pass(&mut self, _out: &mut Outgoing) {}
}

/// Takes one whole message off the front; `None` when it is not all there yet.
fn cut(buffer: &mut Vec<u8>) -> Result<Option<Vec<u8>>, Nonsense> {
    let Some(head) = buffer.first_chunk::<4>() else { return Ok(None) };
    let length = usize::try_from(i32::from_le_bytes(*head)).map_err(|_| Nonsense)?;
    if !(HEAD_BYTES..=MESSAGE_BYTES_MAX).contains(&length) {
        return Err(Nonsense);
    }
    if buffer.len() < length {
        return Ok(None);
    }
    let rest = buffer.split_off(length);
    Ok(Some(std::mem::replace(buffer, rest)))
}

fn read(bytes: &[u8]) -> Result<Message, Nonsense> {
    let mut rest = bytes;
    let mut head = [0; 4];
    for word in &mut head {
        *word = integer(&mut rest)?;
    }
    let [_, number, _, kind] = head;
    let what = match kind {
        OP_MSG => message(rest)?,
        OP_QUERY => greeting(rest)?,
        // Compression is never agreed on, and all else was taken out of MongoDB 5.1.
        _ => return Err(Nonsense),
    };
    Ok(Message { number, what })
}

/// Flags, then sections: one body, and sequences of documents that belong into it.
fn message(mut rest: &[u8]) -> Result<What, Nonsense> {
    let flags = integer(&mut rest)?.cast_unsigned();
    if flags & CHECKSUM_PRESENT != 0 {
        rest = rest.get(..rest.len().checked_sub(4).ok_or(Nonsense)?).ok_or(Nonsense)?;
    }
    let is_answered = flags & MORE_TO_COME == 0;
    if flags & REQUIRED_BITS & !(CHECKSUM_PRESENT | MORE_TO_COME) != 0 {
        let command = doc! { "unknownFlagBits": UNKNOWN_BITS };
        return Ok(What::Command { command, is_answered });
    }
    let mut body: Option<Document> = None;
    let mut sequences: Vec<(String, Vec<Bson>)> = Vec::new();
    while let Some((kind, after)) = rest.split_first() {
        rest = after;
        match kind {
            0 if body.is_none() => body = Some(document(&mut rest)?),
            1 => sequences.push(sequence(&mut rest)?),
            _ => return Err(Nonsense),
        }
    }
    let mut command = body.ok_or(Nonsense)?;
    for (name, documents) in sequences {
        if command.contains_key(&name) {
            return Err(Nonsense);
        }
        command.insert(name, documents);
    }
    Ok(What::Command { command, is_answered })
}

/// Its size, its name, its documents.
fn sequence(rest: &mut &[u8]) -> Result<(String, Vec<Bson>), Nonsense> {
    let size = usize::try_from(integer(rest)?).map_err(|_| Nonsense)?;
    let size = size.checked_sub(4).filter(|size| *size <= rest.len()).ok_or(Nonsense)?;
    let (mut inner, after) = rest.split_at(size);
    *rest = after;
    let name = name(&mut inner)?;
    let mut documents = Vec::new();
    while !inner.is_empty() {
        documents.push(Bson::Document(document(&mut inner)?));
    }
    Ok((name, documents))
}

/// `OP_QUERY` to `DATABASE.$cmd`, which drivers send before they know what a server speaks.
fn greeting(mut rest: &[u8]) -> Result<What, Nonsense> {
    integer(&mut rest)?;
    let namespace = name(&mut rest)?;
    let database = namespace.strip_suffix(".$cmd").ok_or(Nonsense)?;
    integer(&mut rest)?;
    integer(&mut rest)?;
    let mut command = document(&mut rest)?;
    if let Some(Bson::Document(inner)) = command.get("$query") {
        command = inner.clone();
    }
    command.insert("$db", database);
    Ok(What::Greeting(command))
}

fn integer(rest: &mut &[u8]) -> Result<i32, Nonsense> {
    let (word, after) = rest.split_first_chunk::<4>().ok_or(Nonsense)?;
    *rest = after;
    Ok(i32::from_le_bytes(*word))
}

/// A text that ends in NUL.
fn name(rest: &mut &[u8]) -> Result<String, Nonsense> {
    let end = rest.iter().position(|byte| *byte == 0).ok_or(Nonsense)?;
    let text = String::from_utf8(rest[..end].to_vec()).map_err(|_| Nonsense)?;
    *rest = &rest[end + 1..];
    Ok(text)
}

fn document(rest: &mut &[u8]) -> Result<Document, Nonsense> {
    // A reader makes room for as many bytes as a document says that it has, be they there or not.
    let head = rest.first_chunk::<4>().ok_or(Nonsense)?;
    let length = usize::try_from(i32::from_le_bytes(*head)).map_err(|_| Nonsense)?;
    let (own, after) = rest.split_at_checked(length).ok_or(Nonsense)?;
    *rest = after;
    Document::from_reader(own).map_err(|_| Nonsense)
}

/// `None` for a reply that is longer than a message may be.
fn write(form: i32, own: i32, asked: i32, reply: &Document) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for word in [0, own, asked, form] {
        bytes.extend(word.to_le_bytes());
    }
    if form == OP_MSG {
        bytes.extend(0_u32.to_le_bytes());
        bytes.push(0);
    } else {
        // Flags: `AwaitCapable`. No cursor, the first document on, one document.
        bytes.extend(8_i32.to_le_bytes());
        bytes.extend(0_i64.to_le_bytes());
        bytes.extend(0_i32.to_le_bytes());
        bytes.extend(1_i32.to_le_bytes());
    }
    reply.to_writer(&mut bytes).ok()?;
    let length = i32::try_from(bytes.len()).ok()?;
    bytes[..4].copy_from_slice(&length.to_le_bytes());
    Some(bytes)
}

/// A command for the recording.
fn did(command: &Document, ran: &Ran, took: Duration) -> Did {
    let text = command.keys().next().map_or("", String::as_str);
    let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    Did::documents(text, &ran.effort, ran.error(), took_us)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::lab::{clock::Clock, turn::Turn, world::OfRun};

    fn mongo() -> Mongo {
        let turn = Arc::new(Turn::of_this_thread(Duration::from_secs(5)));
        let mut mongo =
            Mongo::new(Rc::new(OfRun::new(Rc::new(Clock::new(None)), Some(1), turn)), 27_017);
        mongo.open(1);
        mongo
    }

    /// A message of a client: the body, and documents in a sequence of their own.
    fn message(flags: u32, body: &Document, sequence: Option<(&str, &[Document])>) -> Vec<u8> {
        let mut bytes = Vec::new();
        for word in [0, 7, 0, OP_MSG] {
            bytes.extend(word.to_le_bytes());
        }
        bytes.extend(flags.to_le_bytes());
        bytes.push(0);
        body.to_writer(&mut bytes).unwrap();
        if let Some((name, documents)) = sequence {
            let mut inner = [name.as_bytes(), &[0]].concat();
            for document in documents {
                document.to_writer(&mut inner).unwrap();
            }
            bytes.push(1);
            bytes.extend(i32::try_from(inner.len() + 4).unwrap().to_le_bytes());
            bytes.extend(inner);
        }
        let length = i32::try_from(bytes.len()).unwrap();
        bytes[..4].copy_from_slice(&length.to_le_bytes());
        bytes
    }

    fn insert() -> Vec<u8> {
        let body = doc! { "insert": "users", "$db": "shop" };
        message(0, &body, Some(("documents", &[doc! { "name": "Ada" }, doc! { "name": "Lin" }])))
    }

    /// The document of each answer.
    fn answers(out: &Outgoing) -> Vec<Document> {
        let start = HEAD_BYTES + 5;
        out.bytes.iter().map(|(_, bytes)| Document::from_reader(&bytes[start..]).unwrap()).collect()
    }

    #[test]
    fn documents_of_a_sequence_belong_into_the_command() {
        let (mut mongo, mut out) = (mongo(), Outgoing::default());
        let count = message(0, &doc! { "count": "users", "$db": "shop" }, None);
        let silent = message(
            MORE_TO_COME,
            &doc! { "insert": "users", "documents": [{}], "$db": "shop" },
            None,
        );
        mongo.take(1, &[insert(), silent, count].concat(), &mut out);
        let answers = answers(&out);
        assert_eq!(answers.len(), 2, "one wanted no answer");
        assert_eq!(answers[0].get_i32("n").unwrap(), 2);
        assert_eq!(answers[1].get_i32("n").unwrap(), 3);
        assert!(out.leaving.is_empty());
    }

    #[test]
    fn a_write_that_is_refused_is_told_as_one() {
        let (mut mongo, mut out) = (mongo(), Outgoing::default());
        let body =
            doc! { "insert": "users", "documents": [{ "_id": 1 }, { "_id": 1 }], "$db": "shop" };
        mongo.take(1, &message(0, &body, None), &mut out);
        let [Did::Documents { error: Some(error), changed: Some(1), .. }] = &out.did[..] else {
            panic!("{:?}", out.did);
        };
        assert!(error.starts_with("E11000 "), "{error}");
    }

    #[test]
    fn what_is_no_message_ends_the_connection() {
        for bytes in [vec![0; 16], vec![255; 16], [&[15, 0, 0, 0], &[0; 12][..]].concat()] {
            let (mut mongo, mut out) = (mongo(), Outgoing::default());
            mongo.take(1, &bytes, &mut out);
            assert_eq!(out.leaving, [1]);
        }
    }

    /// Found by throwing mutants at it: one such message took two gigabytes, and the store with it.
    #[test]
    fn a_document_that_says_it_is_longer_than_its_message_ends_the_connection() {
        for said in [i32::MAX, 1_697_710_110, 60, 4, 0, -1] {
            let mut bytes = message(0, &doc! { "ping": 1, "$db": "shop" }, None);
            let at = HEAD_BYTES + 5;
            bytes[at..at + 4].copy_from_slice(&said.to_le_bytes());
            let (mut mongo, mut out) = (mongo(), Outgoing::default());
            mongo.take(1, &bytes, &mut out);
            assert_eq!((out.leaving, out.bytes), (vec![1], Vec::new()), "{said}");
        }
    }

    proptest! {
        #[test]
        fn it_does_not_matter_how_bytes_are_cut(cuts in prop::collection::vec(1_usize..40, 1..20)) {
            let (mut mongo, mut out) = (mongo(), Outgoing::default());
            let bytes = [insert(), insert()].concat();
            let mut rest = &bytes[..];
            for cut in cuts.iter().cycle() {
                let (piece, after) = rest.split_at((*cut).min(rest.len()));
                mongo.take(1, piece, &mut out);
                rest = after;
                if rest.is_empty() {
                    break;
                }
            }
            prop_assert_eq!(answers(&out).len(), 2);
        }

        #[test]
        fn damaged_messages_are_answered_or_end_the_connection(
            damage in prop::collection::vec((0_usize..200, any::<u8>()), 1..6),
        ) {
            let (mut mongo, mut out) = (mongo(), Outgoing::default());
            let mut bytes = insert();
            for (at, byte) in damage {
                let at = at % bytes.len();
                bytes[at] = byte;
            }
            mongo.take(1, &bytes, &mut out);
        }

        #[test]
        fn nonsense_is_no_worse(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let (mut mongo, mut out) = (mongo(), Outgoing::default());
            mongo.take(1, &bytes, &mut out);
        }
    }
}
