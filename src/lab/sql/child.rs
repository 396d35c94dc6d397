//! The SQL child's life: one order after the other.

use std::{cell::RefCell, collections::BTreeMap, os::unix::net::UnixStream, process, sync::Arc};

use crate::lab::{
    parent::{EXIT_ORPHAN, Wire},
    protocol::{
        self, Ending, ToChild, ToParent,
        sql::{Order, StartSql, Told},
    },
    sql::{DATABASES_MAX, session::Session},
    turn::Turn,
};

/// Bytes of pieces that are gathered before they are sent.
const GATHERED_BYTES: usize = 32 << 10;

/// Takes orders from `socket` until the parent is gone.
pub fn run(start: &StartSql, wire: &Wire, turn: &Arc<Turn>, mut socket: UnixStream) -> ! {
    let mut databases = BTreeMap::new();
    let gathered = Gathered { wire, frames: RefCell::default() };
    loop {
        let order = match protocol::read(&mut socket, protocol::TO_CHILD_BYTES_MAX) {
            Ok(ToChild::Sql(order)) => order,
            Ok(
                ToChild::Start(_)
                | ToChild::StartSql(_)
                | ToChild::StartMock(_)
                | ToChild::Turn { .. }
                | ToChild::Call { .. },
            ) => {
                wire.end(Ending::Fault("this was no order for SQL".to_owned()));
            }
            Err(_) => process::exit(EXIT_ORPHAN),
        };
        turn.begin();
        let done = obey(order, start.memory_mb, &mut databases, &gathered, turn);
        turn.end();
        match done {
            Ok(done) => {
                gathered.add(done);
                gathered.send();
            }
            Err(fault) => {
                gathered.send();
                wire.end(Ending::Fault(fault));
            }
        }
    }
}

/// Pieces of an answer on their way to the parent: each costs both processes a wake-up, so that
/// those of a short statement go together. That a statement began is told before it runs, because
/// its end may be that of the process.
struct Gathered<'a> {
    wire: &'a Wire,
    frames: RefCell<Vec<u8>>,
}

impl Gathered<'_> {
    fn tell(&self, told: Told) {
        let begins = matches!(told, Told::Began { .. });
        self.add(told);
        if begins || GATHERED_BYTES <= self.frames.borrow().len() {
            self.send();
        }
    }

    fn add(&self, told: Told) {
        let added = protocol::add(&mut self.frames.borrow_mut(), &ToParent::Sql(told));
        // A frame that is too long to be told is a bug of ours.
        added.expect("pieces are cut before they are told");
    }

    fn send(&self) {
        self.wire.tell_all(&std::mem::take(&mut *self.frames.borrow_mut()));
    }
}

/// Does one order and gives the last piece of its answer.
///
/// # Errors
/// What is wrong with the lab; a mistake in a script is told to the parent on the way.
fn obey(
    order: Order,
    memory_mb: u32,
    databases: &mut BTreeMap<u32, Session>,
    gathered: &Gathered<'_>,
    turn: &Arc<Turn>,
) -> Result<Told, String> {
    let mut rolled_back = false;
    match order {
        Order::Open { database } => {
            if DATABASES_MAX <= databases.len() {
                return Err(format!("more than {DATABASES_MAX} databases"));
            }
            databases.insert(database, Session::open(memory_mb, turn)?);
        }
        Order::Close { database } => {
            databases.remove(&database);
        }
        Order::Run { database, script, on_copy, keep_transaction } => {
            let session = databases.get_mut(&database).ok_or("a database that is not open")?;
            let tell = |told| gathered.tell(told);
            let at_us = || gathered.wire.at_us();
            if on_copy {
                session.copy(memory_mb, turn)?.run(&script, &tell, &at_us);
            } else {
                session.run(&script, &tell, &at_us);
                rolled_back = !keep_transaction && session.roll_back()?;
            }
        }
    }
    Ok(Told::Done { rolled_back })
}
