//! Documents in the lab: a MongoDB-compatible engine in memory, on the `bson` crate.
//!
//! The engine speaks MongoDB's own commands as documents (`{ insert: "users", documents: [..], $db: "shop" }`), so that
//! the console, `require("mongodb")` and the wire protocol are three doors to one room.

mod accumulator;
mod alias;
mod collation;
mod collection;
mod commands;
mod cursor;
mod decimal;
mod error;
mod expression;
mod filter;
mod index;
mod measure;
mod namespace;
mod number;
mod path;
mod pattern;
mod pipeline;
mod plan;
mod projection;
mod request;
mod scope;
pub mod shell;
mod shown;
mod sort;
mod statistics;
mod store;
#[cfg(test)]
mod testing;
mod update;
mod validator;
mod value;

use std::rc::Rc;

use bson::{Bson, Document, doc};

use self::{
    cursor::Cursors,
    error::{Code, CommandError},
    measure::{COMMAND_LEVELS_MAX, is_within},
    request::Request,
    store::Store,
};
use crate::lab::world::World;

/// A database server: what a `mongod` without replication is to its clients.
pub struct Server {
    world: Rc<dyn World>,
    store: Store,
    cursors: Cursors,
}

/// What a command gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Ran {
    /// As a server sends it: with `ok: 1.0`, or with `ok: 0.0`, `errmsg`, `code` and `codeName`.
    pub reply: Document,
    pub effort: Effort,
}

impl Ran {
    /// Why the command failed, or the first of its writes.
    pub fn error(&self) -> Option<&str> {
        let writes = self.reply.get_array("writeErrors").ok();
        let first = || writes?.first()?.as_document()?.get_str("errmsg").ok();
        self.reply.get_str("errmsg").ok().or_else(first)
    }
}

/// The work that a command was; what a recording shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effort {
    /// `find`, `update`.
    pub command: String,
    /// `shop.users`, or the database's name where the command names no collection.
    pub namespace: String,
    pub documents_examined: u64,
    pub keys_examined: u64,
    /// Documents in the reply.
    pub returned: u64,
    /// Documents that were inserted, changed or deleted.
    pub changed: u64,
    /// `COLLSCAN`, `IXSCAN email_1`, `IDHACK`; empty where nothing was looked for.
    pub plan: String,
}

impl Server {
    pub fn new(world: Rc<dyn World>) -> Server {
        let store = Store::new(&*world);
        Server { world, store, cursors: Cursors::default() }
    }

    /// A server with the same contents, which goes its own way from here.
    #[must_use]
    pub fn copy(&self) -> Server {
        Server {
            world: self.world.clone(),
            store: self.store.clone(),
            cursors: self.cursors.clone(),
        }
    }

    /// Bytes in memory of all that is kept, roughly.
    pub fn weight(&self) -> u64 {
        self.store.weight()
    }

    /// The world that the server lives in.
    pub fn world(&self) -> &dyn World {
        &*self.world
    }

    /// From now on the server lives in another world, as a copy with a clock of its own does.
    pub fn enter(&mut self, world: Rc<dyn World>) {
        self.world = world;
    }

    /// Carries out one command. Every command gets a reply.
    pub fn run(&mut self, command: &Document) -> Ran {
        let mut effort = Effort::default();
        let reply = match self.carry_out(command, &mut effort) {
            Ok(mut reply) => {
                reply.insert("ok", 1.0);
                reply
            }
            Err(error) => error_reply(error),
        };
        Ran { reply, effort }
    }

    fn carry_out(
        &mut self,
        command: &Document,
        effort: &mut Effort,
    ) -> Result<Document, CommandError> {
        if !is_within(command, COMMAND_LEVELS_MAX) {
            return Err(CommandError::new(
                Code::Overflow,
                format!("BSONObj exceeds maximum nested object depth: {COMMAND_LEVELS_MAX}"),
            ));
        }
        let request = Request::parse(command)?;
        request.name.clone_into(&mut effort.command);
        effort.namespace = match command.get(request.name) {
            Some(Bson::String(collection)) => format!("{}.{collection}", request.database),
            _ => request.database.to_owned(),
        };
        let world = self.world.clone();
        self.store.expire(&*world)?;
        commands::run(self, &request, effort)
    }
}

/// `{ ok: 0.0, errmsg, code, codeName }`, and what else the error says.
fn error_reply(error: CommandError) -> Document {
    let mut reply = doc! {
        "ok": 0.0,
        "errmsg": error.message,
        "code": error.code.number(),
        "codeName": error.code.name(),
    };
    reply.extend(error.extra);
    reply
}

#[cfg(test)]
mod tests;
