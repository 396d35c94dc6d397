//! The SQL child's life: one order after the other.

use std::{collections::BTreeMap, os::unix::net::UnixStream, process, sync::Arc};

use crate::lab::{
    parent::{EXIT_ORPHAN, Wire},
    protocol::{
        self, Ending, ToChild, ToParent,
        sql::{Order, StartSql, Told},
    },
    sql::{DATABASES_MAX, session::Session},
    turn::Turn,
};

/// Takes orders from `socket` until the parent is gone.
pub fn run(start: &StartSql, wire: &Wire, turn: &Arc<Turn>, mut socket: UnixStream) -> ! {
    let mut databases = BTreeMap::new();
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
        let done = obey(order, start.memory_mb, &mut databases, wire, turn);
        turn.end();
        match done {
            Ok(done) => wire.tell(&ToParent::Sql(done)),
            Err(fault) => wire.end(Ending::Fault(fault)),
        }
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
    wire: &Wire,
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
            // That a statement began is told before it runs, because its end may be that of the
            // process. The other pieces of a short one go with the next, in one send.
            let tell = |told| match told {
                Told::Began { .. } => wire.tell(&ToParent::Sql(told)),
                Told::Columns(_)
                | Told::Rows(_)
                | Told::Ran(_)
                | Told::Failed(_)
                | Told::Stopped(_)
                | Told::Done { .. } => wire.tell_soon(&ToParent::Sql(told)),
            };
            let at_us = || wire.at_us();
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
