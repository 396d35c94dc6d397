//! Documents for `require("mongodb")` and `require("bson")`: values of JavaScript as BSON, and the
//! store of this program that commands go to, without a socket.

mod makers;
mod reading;
mod survey;
mod told;
mod writing;

use std::{
    cell::{Cell, OnceCell, RefCell},
    rc::Rc,
};

use bson::{Bson, Document};
use rquickjs::{ArrayBuffer, Ctx, Function, Object, Result, Value};

use self::{
    makers::{Known, Makers},
    reading::{LEVELS_MAX, MEMORY_BYTES_MAX, Reading, too_deep, too_large},
    survey::Unfit,
    writing::{Promotion, Writing},
};
use super::{Host, give, with_bytes};
use crate::lab::documents::Server;

/// Fields of a reply, and of its cursor, that hold documents: those alone are written as the options
/// of the operation say, and what the driver itself reads is written as plain values.
const HOLD_DOCUMENTS: [&str; 4] = ["firstBatch", "nextBatch", "value", "values"];

/// What a program has of documents.
#[derive(Default)]
pub struct Documents {
    known: OnceCell<Known>,
    server: RefCell<Option<Server>>,
    /// What the store holds, as it was counted last.
    bytes: Cell<usize>,
}

/// The functions that JavaScript calls; `how` holds the driver's own options.
///
/// | function | |
/// | --- | --- |
/// | `bsonMakers(object)` | once: what makes values of the classes, see makers.rs |
/// | `bsonWrite(object, how) -> ArrayBuffer` | the bytes of a document |
/// | `bsonRead(bytes, how) -> object` | the document of bytes |
/// | `documentCommand(command, how) -> function` | the command as it is now; `function(request)` runs it on the program's store and gives the reply |
///
/// | of `how` | |
/// | --- | --- |
/// | `ignoreUndefined`, `serializeFunctions`, `checkKeys` | how objects are read |
/// | `promoteLongs`, `promoteValues` | `true` when absent |
/// | `promoteBuffers`, `useBigInt64`, `bsonRegExp` | `false` when absent |
///
/// A value that BSON has no word for is thrown as a `BSONError`.
pub fn install<'js>(object: &Object<'js>, host: &Rc<Host>) -> Result<()> {
    let this = Rc::clone(host);
    give(object, "bsonMakers", move |ctx: Ctx<'js>, object: Object<'js>| {
        let known = Known::new(&ctx, object)?;
        // A second caller has the same classes.
        drop(this.documents.known.set(known));
        Ok::<_, rquickjs::Error>(())
    })?;
    let this = Rc::clone(host);
    give(object, "bsonWrite", move |ctx: Ctx<'js>, value: Value<'js>, how: Value<'js>| {
        let makers = this.documents.makers(&ctx)?;
        let document = Reading::new(&makers, &how)?.root(&value)?;
        let bytes = document.to_vec().map_err(|error| makers.fail(&error.to_string()))?;
        ArrayBuffer::new_copy(ctx, bytes)
    })?;
    let this = Rc::clone(host);
    give(object, "bsonRead", move |ctx: Ctx<'js>, bytes: Value<'js>, how: Value<'js>| {
        let makers = this.documents.makers(&ctx)?;
        let read = with_bytes(&ctx, &bytes, |bytes| {
            survey::survey(bytes, LEVELS_MAX, MEMORY_BYTES_MAX).map_err(|unfit| match unfit {
                Unfit::Malformed => "corrupt bson message".to_owned(),
                Unfit::TooDeep => too_deep(),
                Unfit::TooLarge => too_large(),
            })?;
            Document::from_reader(bytes).map_err(|error| words_of(&error))
        })?;
        let document = read.map_err(|message| makers.fail(&message))?;
        Writing::new(&makers, Promotion::of(&how)?).document(&document)
    })?;
    let this = Rc::clone(host);
    give(object, "documentCommand", move |ctx: Ctx<'js>, command: Value<'js>, how: Value<'js>| {
        let makers = this.documents.makers(&ctx)?;
        let command = Reading::new(&makers, &how)?.root(&command)?;
        let promotion = Promotion::of(&how)?;
        let host = Rc::clone(&this);
        Function::new(ctx.clone(), move |ctx: Ctx<'js>, request: Option<u32>| {
            let makers = host.documents.makers(&ctx)?;
            let reply = host.run_command(&command, request);
            if host.turn.over().is_some() {
                // The engine stops at its next look, and the place is found for the parent.
                host.interrupted.set(true);
                return Err(makers.fail("the command computed longer than a turn may"));
            }
            reply_of(&makers, &reply, promotion)
        })
    })
}

impl Documents {
    fn makers<'js>(&self, ctx: &Ctx<'js>) -> Result<Makers<'js>> {
        let known = self.known.get().ok_or_else(|| {
            rquickjs::Exception::throw_type(ctx, "nobody has said what makes values of BSON")
        })?;
        Makers::new(ctx, known)
    }
}

impl Host {
    /// Runs a command on the program's store, which is made for the first one, and tells of it.
    fn run_command(&self, command: &Document, request: Option<u32>) -> Document {
        let mut server = self.documents.server.borrow_mut();
        let server = server.get_or_insert_with(|| Server::new(self.world()));
        let began = std::time::Instant::now();
        let ran = server.run(command);
        self.count_documents(server.weight());
        self.tell_command(command, &ran, began, request);
        ran.reply
    }

    /// Makes `server` the program's store.
    pub fn keep_documents(&self, server: Server) {
        self.count_documents(server.weight());
        *self.documents.server.borrow_mut() = Some(server);
    }

    /// A store of its own with what the program's holds.
    pub fn copied_documents(&self) -> Server {
        let server = self.documents.server.borrow();
        server.as_ref().map_or_else(|| Server::new(self.world()), Server::copy)
    }

    /// Counts what the store holds among what the program may hold.
    fn count_documents(&self, bytes: u64) {
        let now = usize::try_from(bytes).unwrap_or(usize::MAX);
        let before = self.documents.bytes.get();
        if now <= before {
            self.memory.give_back(before - now);
        } else if !self.memory.take(now - before) {
            // What did not fit was not counted, and the run ends with its turn.
            return;
        }
        self.documents.bytes.set(now);
    }
}

/// The reply with its documents as `how` wants them.
fn reply_of<'js>(
    makers: &Makers<'js>,
    reply: &Document,
    promotion: Promotion,
) -> Result<Value<'js>> {
    let plain = Writing::new(makers, Promotion::USUAL);
    let wanted = Writing::new(makers, promotion);
    let object = Object::new(makers.ctx().clone())?;
    for (key, value) in reply {
        let value = match value {
            Bson::Document(cursor) if key == "cursor" => {
                let inner = Object::new(makers.ctx().clone())?;
                for (key, value) in cursor {
                    inner.set(key, chosen(key, &plain, &wanted).value(value)?)?;
                }
                inner.into_value()
            }
            value => chosen(key, &plain, &wanted).value(value)?,
        };
        object.set(key, value)?;
    }
    Ok(object.into_value())
}

fn chosen<'a, 'js>(
    key: &str,
    plain: &'a Writing<'a, 'js>,
    wanted: &'a Writing<'a, 'js>,
) -> &'a Writing<'a, 'js> {
    if HOLD_DOCUMENTS.contains(&key) { wanted } else { plain }
}

/// What the package says of bytes that are no document.
fn words_of(error: &bson::error::Error) -> String {
    let message = error.to_string();
    if message.contains("UTF-8") {
        "Invalid UTF-8 string in BSON document".to_owned()
    } else {
        message
    }
}

#[cfg(test)]
mod tests;
