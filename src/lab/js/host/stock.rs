//! What fills the program's stores before its first line runs, and what the parent asks of them.
//!
//! Both go through the consoles that scripts of stores are typed into: a check asks a program's store in
//! the words in which it asks an answer that is such a script.

use std::rc::Rc;

use super::Host;
use crate::lab::{
    protocol::{
        ToParent,
        script::{Failing, Reached},
        store::{Asked, Engine, Run, Stocked, Told},
    },
    script::{Problem, Script},
    store::console::{self, Console, cache, documents},
    world::{OfRun, World},
};

impl Host {
    /// What a store of this program has of the run.
    pub fn world(&self) -> Rc<dyn World> {
        let turn = std::sync::Arc::clone(&self.turn);
        Rc::new(OfRun::new(Rc::clone(&self.clock), self.start.seed, turn))
    }

    /// Fills the stores that the start names.
    ///
    /// # Errors
    /// What is wrong with a text that fills one, with its place.
    pub fn fill_stores(&self) -> Result<(), String> {
        for stock in &self.start.stocks {
            self.turn.begin();
            let filled = self.fill(stock);
            self.turn.end();
            filled.map_err(|why| format!("what fills the store is wrong: {}", why.trim_end()))?;
        }
        Ok(())
    }

    fn fill(&self, stock: &Stocked) -> Result<(), String> {
        let wrong = |failing: Failing| {
            let error = Script { file: &stock.file, text: &stock.text }.error(failing);
            let place = error.place.clone();
            format!("{place}: {}", Problem::Wrong(Box::new(error)).message())
        };
        match stock.engine {
            Engine::Documents => {
                let mut console = documents::open(self.world(), stock.database.as_deref());
                console.fill(&stock.text).map_err(wrong)?;
                self.keep_documents(console.into_server());
            }
            Engine::Cache => {
                let mut console = cache::open(self.world());
                let mut why = None;
                let run = whole(&stock.text);
                console::run(
                    &mut console,
                    &run,
                    &mut |told| match told {
                        Told::Failed(failing) => why = Some(wrong(failing)),
                        Told::Stopped(reached) => why = Some(too_much(reached, &stock.file)),
                        Told::Began { .. }
                        | Told::Value(_)
                        | Told::Did(_)
                        | Told::Gave(_)
                        | Told::Done => {}
                    },
                    &|| 0,
                );
                if let Some(why) = why {
                    return Err(why);
                }
                self.keep_cache(console.into_server());
            }
        }
        Ok(())
    }

    /// Runs a script of the parent's on a copy of a store and tells each piece of what it gave; nothing
    /// of it is recorded.
    pub fn answer_asked(&self, asked: &Asked) {
        let mut told = |told| self.wire.tell_soon(&ToParent::Store(told));
        let at_us = || self.wire.at_us();
        // A world of its own, so that the program's next random number stays the same.
        let world = self.world();
        let mut console: Box<dyn Console> = match asked.engine {
            Engine::Documents => {
                let mut server = self.copied_documents();
                server.enter(Rc::clone(&world));
                Box::new(documents::over(server, world, asked.database.as_deref()))
            }
            Engine::Cache => {
                let mut server = self.copied_cache();
                server.enter(Rc::clone(&world));
                Box::new(cache::over(server, world))
            }
        };
        self.turn.begin();
        console::run(
            &mut *console,
            &Run { valued: true, ..whole(&asked.script) },
            &mut told,
            &at_us,
        );
        self.turn.end();
        told(Told::Done);
        self.wire.catch_up();
    }
}

/// A script that runs where it is sent.
fn whole(script: &str) -> Run {
    Run { store: 0, script: script.to_owned(), on_copy: false, valued: false, advance_ms: 0 }
}

fn too_much(reached: Reached, file: &str) -> String {
    let what = match reached {
        Reached::Time => "it computes longer than a turn may",
        Reached::Memory => "it needs too much memory",
        Reached::Output => "it prints too much",
    };
    format!("{file}: {what}")
}
