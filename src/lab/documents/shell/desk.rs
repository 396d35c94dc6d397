//! Where commands go out to the server and lines to the reader, and what a run may still use up.

use bson::{Bson, Document, doc, oid::ObjectId};

use super::failure::{Detail, Failure, Kind};
use crate::lab::documents::{Effort, Server};

/// Steps that the scripts of one run may take.
const STEPS_MAX: usize = 5_000_000;
/// Steps between two looks at the clock of the run.
const STEPS_A_LOOK: usize = 1024;
/// Bytes that the statements of one run may print.
const PRINTED_BYTES_MAX: usize = 8 << 20;
/// Bits of the counter at the end of an `ObjectId`.
const COUNTER_MASK: u32 = 0x00ff_ffff;

/// The part of the console that methods work with.
pub struct Desk {
    pub server: Server,
    /// The database that `db` is.
    pub database: std::rc::Rc<str>,
    /// What `print` has written in this statement.
    pub printed: String,
    /// What the commands of this statement have cost.
    pub efforts: Vec<Effort>,
    /// Notes about old names, each of which is given once.
    warned: Vec<&'static str>,
    printed_bytes: usize,
    steps: usize,
    ids: Option<Ids>,
}

/// What an `ObjectId` is made of besides the time: five bytes for the process, and a counter.
#[derive(Clone, Copy)]
struct Ids {
    process: [u8; 5],
    counter: u32,
}

impl Desk {
    pub fn new(server: Server) -> Desk {
        Desk {
            server,
            database: std::rc::Rc::from("test"),
            printed: String::new(),
            efforts: Vec::new(),
            warned: Vec::new(),
            printed_bytes: 0,
            steps: 0,
            ids: None,
        }
    }

    /// A desk with a server of its own that knows the same.
    pub fn copy(&self) -> Desk {
        Desk {
            server: self.server.copy(),
            database: std::rc::Rc::clone(&self.database),
            printed: String::new(),
            efforts: Vec::new(),
            warned: self.warned.clone(),
            printed_bytes: 0,
            steps: 0,
            ids: self.ids,
        }
    }

    /// A script begins: it has all its steps and lines before it.
    pub fn begin(&mut self) {
        self.steps = 0;
        self.printed_bytes = 0;
    }

    /// Counts a step of a script.
    pub fn step(&mut self) -> Result<(), Failure> {
        self.steps(1)
    }

    /// Counts the steps of work that grows with the values that it is done on.
    pub fn steps(&mut self, count: usize) -> Result<(), Failure> {
        let looks = self.steps / STEPS_A_LOOK;
        self.steps = self.steps.saturating_add(count);
        if self.steps > STEPS_MAX {
            let message = format!("the script takes more than {STEPS_MAX} steps");
            return Err(Failure::new(Kind::Limit, message));
        }
        if self.steps / STEPS_A_LOOK > looks && self.server.world().is_over() {
            return Err(Failure::new(Kind::Limit, "the time of this run is used up"));
        }
        Ok(())
    }

    /// Writes a line for the reader.
    pub fn print(&mut self, line: &str) -> Result<(), Failure> {
        self.printed_bytes += line.len() + 1;
        if self.printed_bytes > PRINTED_BYTES_MAX {
            let message = format!("the script prints more than {PRINTED_BYTES_MAX} bytes");
            return Err(Failure::new(Kind::Limit, message));
        }
        self.printed.push_str(line);
        self.printed.push('\n');
        Ok(())
    }

    /// Says once that a name is an old one.
    pub fn warn(&mut self, words: &'static str) -> Result<(), Failure> {
        if self.warned.contains(&words) {
            return Ok(());
        }
        self.warned.push(words);
        self.print(&format!("DeprecationWarning: {words}"))
    }

    /// Runs the command in `database`; a reply that is not ok is a failure.
    pub fn send(&mut self, database: &str, mut command: Document) -> Result<Document, Failure> {
        self.step()?;
        command.insert("$db", database);
        let ran = self.server.run(&command);
        self.efforts.push(ran.effort);
        if is_ok(&ran.reply) { Ok(ran.reply) } else { Err(refusal(&ran.reply)) }
    }

    /// All documents of a command that answers with a cursor.
    pub fn send_for_all(
        &mut self,
        database: &str,
        collection: &str,
        command: Document,
    ) -> Result<Vec<Bson>, Failure> {
        let reply = self.send(database, command)?;
        let (mut documents, mut id) = batch(reply);
        while id != 0 {
            let reply = self.send(database, doc! { "getMore": id, "collection": collection })?;
            let (more, next) = batch(reply);
            documents.extend(more);
            id = next;
        }
        Ok(documents)
    }

    /// A new id, as drivers make them. (MongoDB manual, `ObjectId`.)
    pub fn new_id(&mut self) -> ObjectId {
        let world = self.server.world();
        let ids = self.ids.get_or_insert_with(|| {
            let mut random = [0; 9];
            world.fill(&mut random);
            let [process @ .., a, b, c, d] = random;
            Ids { process, counter: u32::from_be_bytes([a, b, c, d]) & COUNTER_MASK }
        });
        ids.counter = ids.counter.wrapping_add(1) & COUNTER_MASK;
        let seconds = u32::try_from(world.now_ms().div_euclid(1000)).unwrap_or_default();
        let mut bytes = [0; 12];
        bytes[..4].copy_from_slice(&seconds.to_be_bytes());
        bytes[4..9].copy_from_slice(&ids.process);
        bytes[9..].copy_from_slice(&ids.counter.to_be_bytes()[1..]);
        ObjectId::from_bytes(bytes)
    }
}

/// The documents of a reply's batch, and the id of the cursor that has more; 0 if none has.
pub fn batch(reply: Document) -> (Vec<Bson>, i64) {
    let mut reply = reply;
    let Some(Bson::Document(mut cursor)) = reply.remove("cursor") else { return (Vec::new(), 0) };
    let id = match cursor.get("id") {
        Some(Bson::Int64(id)) => *id,
        Some(Bson::Int32(id)) => i64::from(*id),
        _ => 0,
    };
    let documents = cursor.remove("firstBatch").or_else(|| cursor.remove("nextBatch"));
    match documents {
        Some(Bson::Array(documents)) => (documents, id),
        _ => (Vec::new(), id),
    }
}

fn is_ok(reply: &Document) -> bool {
    match reply.get("ok") {
        Some(Bson::Double(ok)) => *ok > 0.0,
        Some(Bson::Int32(ok)) => *ok > 0,
        Some(Bson::Boolean(ok)) => *ok,
        _ => false,
    }
}

/// The failure that a driver makes of a refused command.
fn refusal(reply: &Document) -> Failure {
    let mut failure = Failure::new(Kind::Server, reply.get_str("errmsg").unwrap_or_default());
    failure.code = reply.get_i32("code").ok();
    failure.code_name = reply.get_str("codeName").ok().map(Box::from);
    failure.details = details(reply);
    failure
}

/// What the server adds to an error, for example which rule a document breaks.
pub fn details(error: &Document) -> Box<[Detail]> {
    let title = "Additional information";
    let value = error.get("errInfo").cloned();
    value.map(|value| Detail { title, class: None, value }).into_iter().collect()
}
