//! The parent's handle on a child that holds stores.

use std::io;

use super::{Data, Engine, Keep, Opening, Problem, Ran, Script, StoreId, hearing::Hearing};
use crate::{
    lab::{
        Cancel, Fault, Limits, Machine,
        dialogue::Dialogue,
        protocol::{
            self, ToChild, ToParent,
            store::{self, Order, StartStore},
        },
    },
    trace::{Entry, Stop, Trace, What},
};

/// A child that holds stores of one engine. Dropping it ends the child.
///
/// `Limits::turn_ms` holds for one script, `Limits::wall_ms` for the whole life of the lab.
#[derive(Debug)]
pub struct StoreLab {
    dialogue: Dialogue,
    opened: u32,
    trace: Trace,
}

/// A script to run on a store.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    pub store: StoreId,
    pub script: Script<'a>,
    pub keep: Keep,
    /// The values of the statements are asked for, and not only what they show.
    pub valued: bool,
    /// How far the clock is moved before.
    pub advance_ms: u64,
}

impl<'a> Job<'a> {
    /// Of what the statements give, only what they show.
    pub fn new(store: StoreId, script: Script<'a>, keep: Keep) -> Job<'a> {
        Job { store, script, keep, valued: false, advance_ms: 0 }
    }

    fn told(&self) -> store::Run {
        store::Run {
            store: self.store.0,
            script: self.script.text.to_owned(),
            on_copy: self.keep == Keep::Nothing,
            valued: self.valued,
            advance_ms: self.advance_ms,
        }
    }
}

/// What an order that runs no script is heard with.
const NONE: Script<'static> = Script { file: "", text: "" };

impl StoreLab {
    /// Starts a child without a store.
    ///
    /// # Errors
    /// Only when the child cannot be started.
    pub fn start(
        machine: &Machine,
        engine: Engine,
        limits: &Limits,
        cancel: &Cancel,
    ) -> Result<StoreLab, Fault> {
        let start = StartStore { version: protocol::VERSION, engine, turn_ms: limits.turn_ms };
        let first = ToChild::StartStore(Box::new(start));
        let dialogue = Dialogue::start(machine, limits, cancel, &first)?;
        Ok(StoreLab { dialogue, opened: 0, trace: Trace::default() })
    }

    /// A store that holds what `opening` says. What fills it leaves no trace.
    ///
    /// # Errors
    /// The first problem of its data; the store is then closed.
    pub fn open(&mut self, opening: &Opening<'_>) -> Result<StoreId, Problem> {
        self.opened += 1;
        let store = StoreId(self.opened);
        let order = Order::Open {
            store: store.0,
            still_at_ms: opening.still_at_ms,
            seed: opening.seed,
            database: opening.database.map(str::to_owned),
        };
        let opened = self.obeyed(order, NONE);
        let filled = match opening.data {
            Data::Nothing => Ran::default(),
            Data::Commands(script) => self.run_quietly(&Job::new(store, script, Keep::Changes)),
            Data::Collections(script) => {
                let collections = script.text.to_owned();
                self.obeyed(Order::Fill { store: store.0, collections }, script)
            }
        };
        match opened.problem.or(filled.problem) {
            None => Ok(store),
            Some(problem) => {
                self.close(store);
                Err(problem)
            }
        }
    }

    /// Forgets the store.
    pub fn close(&mut self, store: StoreId) {
        // A lab that has ended has closed it already.
        drop(self.obeyed(Order::Close { store: store.0 }, NONE));
    }

    /// Runs the statements of a script in order, up to the first that has a problem, and records what
    /// they did.
    pub fn run(&mut self, job: &Job<'_>) -> Ran {
        let ran = self.run_quietly(job);
        for statement in &ran.statements {
            for what in &statement.did {
                let (at_us, what) = (statement.at_us, what.clone());
                self.trace.push(Entry { at_us, request: None, what });
            }
            self.trace.dropped += statement.untold;
        }
        if let Some(Problem::Stopped { stop, .. }) = &ran.problem
            && let Some(name) = stop.limit()
        {
            let at_us = self.dialogue.passed_us();
            self.trace.push(Entry { at_us, request: None, what: What::LimitHit { name } });
        }
        ran
    }

    /// From now on `cancel` ends the lab too.
    pub fn heed(&self, cancel: &Cancel) {
        self.dialogue.heed(cancel);
    }

    /// Why the lab ended; `None` while it lives. After that no store is left.
    pub fn stopped(&self) -> Option<&Stop> {
        self.dialogue.stopped()
    }

    /// The recording so far.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    fn run_quietly(&mut self, job: &Job<'_>) -> Ran {
        if let Some(error) = job.script.too_long() {
            return Ran { problem: Some(Problem::Wrong(Box::new(error))), ..Ran::default() };
        }
        self.obeyed(Order::Run(vec![job.told()]), job.script)
    }

    /// Sends `order` and gathers its answer.
    fn obeyed(&mut self, order: Order, script: Script<'_>) -> Ran {
        self.dialogue.tell(&ToChild::Store(order));
        let limits = self.dialogue.limits().clone();
        let mut hearing = Hearing::of(script, &limits);
        self.dialogue.begin();
        loop {
            let taken = match self.dialogue.hear() {
                Ok(ToParent::Store(told)) => hearing.take(told),
                Ok(frame) => Err(io::Error::other(format!("{frame:?}"))),
                Err(stop) => return hearing.cut_off(stop),
            };
            match taken {
                Ok(None) => {}
                Ok(Some(ran)) => return ran,
                Err(nonsense) => return hearing.cut_off(self.dialogue.refuse(&nonsense)),
            }
        }
    }
}
