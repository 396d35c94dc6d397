//! The life of a child that holds stores: one order after the other.

use std::{collections::BTreeMap, os::unix::net::UnixStream, process, rc::Rc, sync::Arc};

use crate::lab::{
    clock::Clock,
    parent::{EXIT_ORPHAN, Wire},
    protocol::{
        self, Ending, ToChild, ToParent,
        store::{Engine, Order, Run, StartStore, Told},
    },
    store::{
        STORES_MAX,
        console::{self, Console, End, cache, documents},
    },
    turn::Turn,
    world::OfRun,
};

/// Takes orders from `socket` until the parent is gone.
pub fn run(start: &StartStore, wire: &Wire, turn: &Arc<Turn>, mut socket: UnixStream) -> ! {
    let mut stores = Stores { engine: start.engine, wire, turn, open: BTreeMap::new() };
    loop {
        let order = match protocol::read(&mut socket, protocol::TO_CHILD_BYTES_MAX) {
            Ok(ToChild::Store(order)) => order,
            Ok(
                ToChild::Start(_)
                | ToChild::StartSql(_)
                | ToChild::StartMock(_)
                | ToChild::StartStore(_)
                | ToChild::StartWire(_)
                | ToChild::Turn { .. }
                | ToChild::Advance { .. }
                | ToChild::Pass { .. }
                | ToChild::Mishaps { .. }
                | ToChild::Told { .. }
                | ToChild::Sql(_)
                | ToChild::AskStore(_)
                | ToChild::Call { .. },
            ) => {
                wire.end(Ending::Fault("this was no order for a store".to_owned()));
            }
            Err(_) => process::exit(EXIT_ORPHAN),
        };
        if let Err(fault) = stores.obey(order) {
            wire.end(Ending::Fault(fault));
        }
        wire.catch_up();
    }
}

/// What the child holds.
struct Stores<'a> {
    engine: Engine,
    wire: &'a Wire,
    turn: &'a Arc<Turn>,
    open: BTreeMap<u32, Store>,
}

struct Store {
    console: Box<dyn Console>,
    clock: Rc<Clock>,
    still_at_ms: Option<i64>,
    seed: Option<u64>,
}

impl Stores<'_> {
    /// Does one order and tells all pieces of its answer.
    ///
    /// # Errors
    /// What is wrong with the lab; a mistake in a script is told to the parent on the way.
    fn obey(&mut self, order: Order) -> Result<(), String> {
        match order {
            Order::Open { store, still_at_ms, seed, database } => {
                if STORES_MAX <= self.open.len() {
                    return Err(format!("more than {STORES_MAX} stores"));
                }
                let clock = Rc::new(Clock::new(still_at_ms));
                let world = Rc::new(OfRun::new(Rc::clone(&clock), seed, Arc::clone(self.turn)));
                let console: Box<dyn Console> = match self.engine {
                    Engine::Documents => Box::new(documents::open(world, database.as_deref())),
                    Engine::Cache => Box::new(cache::open(world)),
                };
                self.open.insert(store, Store { console, clock, still_at_ms, seed });
            }
            Order::Close { store } => drop(self.open.remove(&store)),
            Order::Fill { store, collections } => {
                let store = self.open.get_mut(&store).ok_or("a store that is not open")?;
                self.turn.begin();
                if let Err(failing) = store.console.fill(&collections) {
                    tell(self.wire, Told::Failed(failing));
                }
                self.turn.end();
            }
            Order::Run(runs) => {
                for run in runs {
                    self.turn.begin();
                    let end = self.run(&run)?;
                    self.turn.end();
                    tell(self.wire, Told::Done);
                    if end == End::Stopped {
                        break;
                    }
                }
                return Ok(());
            }
        }
        tell(self.wire, Told::Done);
        Ok(())
    }

    fn run(&mut self, run: &Run) -> Result<End, String> {
        let store = self.open.get_mut(&run.store).ok_or("a store that is not open")?;
        let mut told = |told| tell(self.wire, told);
        let at_us = || self.wire.at_us();
        if !run.on_copy {
            store.clock.move_to(store.clock.passed_ms() + run.advance_ms);
            return Ok(console::run(&mut *store.console, run, &mut told, &at_us));
        }
        let clock = Rc::new(Clock::new(store.still_at_ms));
        clock.move_to(store.clock.passed_ms() + run.advance_ms);
        let world = OfRun::new(clock, store.seed, Arc::clone(self.turn));
        let mut copy = store.console.copy(Rc::new(world));
        Ok(console::run(&mut *copy, run, &mut told, &at_us))
    }
}

/// With the next pieces, in one send.
fn tell(wire: &Wire, told: Told) {
    wire.tell_soon(&ToParent::Store(told));
}
