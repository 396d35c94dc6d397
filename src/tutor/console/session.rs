//! A session: what is typed runs in one child, one input after the other, until that child ends.

use std::time::Instant;

use super::{
    Engine, Ran, Tree, Vocabulary, data::Filling, ending::lost, js::JsSession, sql::SqlSession,
    store::StoreSession,
};
use crate::{
    diag::Trouble,
    lab::{Cancel, Machine},
};

/// A console with what it works on.
pub struct Console {
    machine: Machine,
    engine: Engine,
    filling: Filling,
    running: Running,
    /// What a fresh session holds.
    first: (Tree, Vocabulary),
}

/// The child, while there is one.
enum Running {
    Cold,
    Sql(Box<SqlSession>),
    Store(Box<StoreSession>),
    Js(Box<JsSession>),
}

impl Console {
    pub(super) fn new(machine: Machine, engine: Engine, filling: Filling) -> Console {
        let first = (Tree::default(), Vocabulary::new(engine));
        Console { machine, engine, filling, running: Running::Cold, first }
    }

    /// `shop.db`
    pub fn name(&self) -> &str {
        &self.filling.name
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Starts a child and fills it. What it then holds is given back.
    ///
    /// # Errors
    /// No child can be started, or what fills it is wrong.
    pub(super) fn begin(&mut self, cancel: &Cancel) -> Result<(Tree, Vocabulary), Trouble> {
        let (machine, filling) = (&self.machine, &self.filling);
        let begun = match self.engine {
            Engine::Sql => SqlSession::open(machine, filling, cancel).map(|mut session| {
                let seen = session.look();
                (Running::Sql(Box::new(session)), seen)
            }),
            Engine::Mongo | Engine::Redis => {
                StoreSession::open(machine, self.engine, filling, cancel).map(|mut session| {
                    let seen = session.look();
                    (Running::Store(Box::new(session)), seen)
                })
            }
            Engine::Js => JsSession::open(machine, filling, cancel).map(|session| {
                let seen = session.look();
                (Running::Js(Box::new(session)), seen)
            }),
        };
        // What was stopped is half filled, or says that something is wrong with what fills it.
        if cancel.is_cancelled() {
            let what = format!("Stopped before {} was open.", self.name());
            return Err(Trouble::new(what).next("F5 opens it and runs what stands in the editor."));
        }
        let (running, seen) = begun?;
        self.running = running;
        self.first.clone_from(&seen);
        Ok(seen)
    }

    /// Runs what was typed. `cancel` ends the child, and so what runs; nothing else holds it up. `told`
    /// hears of what a program prints meanwhile.
    pub fn run(&mut self, input: &str, cancel: &Cancel, told: &dyn Fn(&str)) -> Ran {
        let began = Instant::now();
        if matches!(self.running, Running::Cold)
            && let Err(trouble) = self.begin(cancel)
        {
            return Ran { words: self.first.1.clone(), ..Ran::fault(&trouble) };
        }
        let (mut ran, stop) = match &mut self.running {
            Running::Cold => (Ran::default(), None),
            Running::Sql(session) => {
                session.heed(cancel);
                (session.run(input), session.stopped().cloned())
            }
            Running::Store(session) => {
                session.heed(cancel);
                (session.run(input), session.stopped().cloned())
            }
            Running::Js(session) => {
                session.heed(cancel);
                (session.run(input, told), session.stopped().cloned())
            }
        };
        ran.took_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        // What a session holds is looked up while it lives; the look may be its end too.
        (ran.tree, ran.words) = match &mut self.running {
            _ if stop.is_some() => self.first.clone(),
            Running::Cold => self.first.clone(),
            Running::Sql(session) => session.look(),
            Running::Store(session) => session.look(),
            Running::Js(session) => session.look(),
        };
        if self.has_ended() {
            self.running = Running::Cold;
            ran.lost = Some(lost(self.engine, &self.filling));
            (ran.tree, ran.words) = self.first.clone();
        }
        ran
    }

    /// Whether a program may still print something without another input.
    pub fn is_waiting(&self) -> bool {
        match &self.running {
            Running::Js(session) => session.is_waiting(),
            Running::Cold | Running::Sql(_) | Running::Store(_) => false,
        }
    }

    /// What it printed since.
    pub fn listen(&mut self) -> String {
        match &mut self.running {
            Running::Js(session) => session.listen(),
            Running::Cold | Running::Sql(_) | Running::Store(_) => String::new(),
        }
    }

    fn has_ended(&self) -> bool {
        match &self.running {
            Running::Cold => false,
            Running::Sql(session) => session.stopped().is_some(),
            Running::Store(session) => session.stopped().is_some(),
            Running::Js(session) => session.stopped().is_some(),
        }
    }
}
