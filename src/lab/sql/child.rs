//! The SQL child's life: one order after the other.

use std::{collections::BTreeMap, os::unix::net::UnixStream, process, sync::Arc};

use crate::lab::{
    parent::{EXIT_ORPHAN, Wire},
    protocol::{
        self, Ending, ToChild, ToParent,
        sql::{Order, Run, StartSql, Told},
    },
    sql::{
        DATABASES_MAX,
        session::{End, Session},
        sessions::Sessions,
    },
    turn::Turn,
};

/// Takes orders from `socket` until the parent is gone.
pub fn run(start: &StartSql, wire: &Wire, turn: &Arc<Turn>, mut socket: UnixStream) -> ! {
    let memory_mb = start.memory_mb;
    let mut databases = Databases {
        memory_mb,
        wire,
        turn,
        open: BTreeMap::new(),
        shared: BTreeMap::new(),
        numbered: 0,
        untouched: None,
    };
    loop {
        let order = match protocol::read(&mut socket, protocol::TO_CHILD_BYTES_MAX) {
            Ok(ToChild::Sql(order)) => order,
            Ok(
                ToChild::Start(_)
                | ToChild::StartSql(_)
                | ToChild::StartMock(_)
                | ToChild::StartStore(_)
                | ToChild::StartWire(_)
                | ToChild::Store(_)
                | ToChild::AskStore(_)
                | ToChild::Turn { .. }
                | ToChild::Advance { .. }
                | ToChild::Pass { .. }
                | ToChild::Mishaps { .. }
                | ToChild::Told { .. }
                | ToChild::Call { .. },
            ) => {
                wire.end(Ending::Fault("this was no order for SQL".to_owned()));
            }
            Err(_) => process::exit(EXIT_ORPHAN),
        };
        if let Err(fault) = databases.obey(order) {
            wire.end(Ending::Fault(fault));
        }
        wire.catch_up();
    }
}

/// What the child holds.
struct Databases<'a> {
    memory_mb: u32,
    wire: &'a Wire,
    turn: &'a Arc<Turn>,
    open: BTreeMap<u32, Session>,
    /// Those for several sessions.
    shared: BTreeMap<u32, Sessions>,
    /// Of all those that there were, copies among them.
    numbered: u64,
    /// A copy of one of them that no script has changed yet: the next one may run there too.
    untouched: Option<(u32, Session)>,
}

impl Databases<'_> {
    /// Does one order and tells all pieces of its answer.
    ///
    /// # Errors
    /// What is wrong with the lab; a mistake in a script is told to the parent on the way.
    fn obey(&mut self, order: Order) -> Result<(), String> {
        match order {
            Order::Open { database, shared } => {
                if DATABASES_MAX <= self.open.len() + self.shared.len() {
                    return Err(format!("more than {DATABASES_MAX} databases"));
                }
                if shared {
                    let sessions = Sessions::open(self.number(), self.memory_mb, self.turn)?;
                    self.shared.insert(database, sessions);
                    tell(self.wire, Told::Done { rolled_back: false });
                    return Ok(());
                }
                self.open.insert(database, Session::open(self.memory_mb, self.turn)?);
            }
            Order::Close { database } => {
                self.untouched.take_if(|(of, _)| *of == database);
                self.open.remove(&database);
                self.shared.remove(&database);
            }
            Order::Run(runs) => {
                for run in runs {
                    self.turn.begin();
                    let (end, rolled_back) = self.run(&run)?;
                    self.turn.end();
                    tell(self.wire, Told::Done { rolled_back });
                    if end == End::Stopped {
                        break;
                    }
                }
                return Ok(());
            }
        }
        tell(self.wire, Told::Done { rolled_back: false });
        Ok(())
    }

    fn number(&mut self) -> u64 {
        self.numbered += 1;
        self.numbered
    }

    /// How the script ended, and whether it left a transaction open.
    fn run(&mut self, run: &Run) -> Result<(End, bool), String> {
        if let Some(first) = &run.session {
            return self.run_in_sessions(run, first);
        }
        let session = self.open.get_mut(&run.database).ok_or("a database that is not open")?;
        let tell = |told| tell(self.wire, told);
        let at_us = || self.wire.at_us();
        let known = self.untouched.take();
        if !run.on_copy {
            let end = session.run(&run.script, run.noted, &tell, &at_us);
            let rolled_back = !run.keep_transaction && session.roll_back()?;
            return Ok((end, rolled_back));
        }
        let mut copy = match known {
            Some((of, copy)) if of == run.database => copy,
            Some(_) | None => session.copy(self.memory_mb, self.turn)?,
        };
        let end = copy.run(&run.script, run.noted, &tell, &at_us);
        self.untouched = copy.is_untouched().then_some((run.database, copy));
        Ok((end, false))
    }
}

impl Databases<'_> {
    /// As `run`, on a database for several sessions.
    fn run_in_sessions(&mut self, run: &Run, first: &str) -> Result<(End, bool), String> {
        let number = self.number();
        let tell = |told| tell(self.wire, told);
        let at_us = || self.wire.at_us();
        let sessions =
            self.shared.get_mut(&run.database).ok_or("a shared database that is not open")?;
        if run.on_copy {
            let mut copy = sessions.copy(number)?;
            return Ok((copy.run(&run.script, (first, run.noted), &tell, &at_us)?, false));
        }
        let end = sessions.run(&run.script, (first, run.noted), &tell, &at_us)?;
        let rolled_back = !run.keep_transaction && sessions.roll_back()?;
        Ok((end, rolled_back))
    }
}

/// With the next pieces, in one send.
fn tell(wire: &Wire, told: Told) {
    wire.tell_soon(&ToParent::Sql(told));
}
