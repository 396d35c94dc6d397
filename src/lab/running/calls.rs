//! What the parent has a running program do, and waits for.

use super::{LOOK, Lab};
use crate::{
    exchange::mishap::Mishap,
    lab::{
        Action, Answer, Ask, Called, Cancel, Told,
        protocol::{
            ToChild,
            store::{Asked, Engine},
        },
        script::{Problem, Script},
        store::{Ran, hearing::Hearing},
    },
    trace::Stop,
};

impl Lab {
    /// Does `action` to `module`, a path relative to the program's folder; loads it at first. A
    /// promise is awaited.
    pub fn call(&self, module: &str, action: &Action) -> Called {
        let id = self.number_call();
        let (module, action) = (module.to_owned(), action.clone());
        self.tell(&ToChild::Call { id, module, action });
        self.returned(id)
    }

    /// From now on `cancel` ends the program too.
    pub fn heed(&self, cancel: &Cancel) {
        cancel.watch(&self.shared.life);
    }

    /// As `call`, for the test of a pack: what it asks for meanwhile is done by `grant`, which gives
    /// as many answers as it is given wishes. Those that come together belong together.
    pub fn call_granting(
        &self,
        module: &str,
        action: &Action,
        grant: &mut dyn FnMut(&[Ask]) -> Vec<Told>,
    ) -> Called {
        let id = self.number_call();
        let (module, action) = (module.to_owned(), action.clone());
        self.tell(&ToChild::Call { id, module, action });
        loop {
            let mut state = self.shared.lock();
            while state.asked.is_empty() {
                if state.answers.contains_key(&id) || state.stop.is_some() {
                    drop(state);
                    return self.returned(id);
                }
                state = self.shared.wait(state, LOOK);
            }
            let (ids, asked): (Vec<u64>, Vec<Ask>) =
                std::mem::take(&mut state.asked).into_iter().unzip();
            // The child may say more while its wishes are done.
            drop(state);
            let list = ids.into_iter().zip(grant(&asked)).collect();
            self.tell(&ToChild::Told { list });
        }
    }

    /// Waits until the program has done what it had to do at once, as after an answer, or ended: a
    /// death that it brought on itself is known then.
    pub fn turn(&self) {
        let id = self.number_call();
        self.tell(&ToChild::Turn { id });
        self.returned(id);
    }

    /// Moves the clock of a program for which it stands still by `ms`, and fires what is due on the
    /// way; says why the program ended if it did.
    pub fn advance(&self, ms: u64) -> Option<Stop> {
        let id = self.number_call();
        self.tell(&ToChild::Advance { id, ms });
        self.returned(id);
        self.stopped()
    }

    /// Lets these things go wrong with the program's own requests, which are counted from now on.
    pub fn set_mishaps(&self, list: &[Mishap]) {
        let id = self.number_call();
        self.tell(&ToChild::Mishaps { id, list: list.to_vec() });
        self.returned(id);
    }

    /// Lets the clock of a program for which it stands still move from timer to timer, by `ms` at
    /// most, while nothing else is left to do. With `received_bytes` only while a request is open
    /// and no more bytes than these came. Gives what `Happened::Idle` says once it was heard.
    pub fn pass(&self, ms: u64, received_bytes: Option<u64>) -> u32 {
        let mut state = self.shared.lock();
        state.passes += 1;
        let passes = state.passes;
        drop(state);
        self.tell(&ToChild::Pass { ms, received_bytes });
        passes
    }

    /// Runs `script` on a copy of the program's store of `engine`, for documents in `database`: nothing of
    /// it stays, and nothing of it is recorded.
    pub fn ask_store(&self, engine: Engine, database: Option<&str>, script: Script<'_>) -> Ran {
        if let Some(error) = script.too_long() {
            return Ran { problem: Some(Problem::Wrong(Box::new(error))), ..Ran::default() };
        }
        self.shared.lock().store_is_asked = true;
        let (database, text) = (database.map(str::to_owned), script.text.to_owned());
        self.tell(&ToChild::AskStore(Box::new(Asked { engine, database, script: text })));
        let mut hearing = Hearing::of(script, &self.limits);
        let ran = loop {
            let mut state = self.shared.lock();
            while state.pieces.is_empty() && state.stop.is_none() {
                state = self.shared.wait(state, LOOK);
            }
            let pieces = std::mem::take(&mut state.pieces);
            let stop = state.stop.clone().filter(|_| pieces.is_empty());
            drop(state);
            // The reader may wait for room.
            self.shared.changed.notify_all();
            let heard = pieces.into_iter().find_map(|piece| hearing.take(piece).transpose());
            match (heard, stop) {
                (Some(Ok(ran)), _) => break ran,
                (Some(Err(nonsense)), _) => {
                    let why = format!("the lab's child spoke nonsense: {nonsense}");
                    self.shared.life.end(Stop::Fault(why.clone()));
                    break hearing.cut_off(Stop::Fault(why));
                }
                (None, Some(stop)) => break hearing.cut_off(stop),
                (None, None) => {}
            }
        };
        let mut state = self.shared.lock();
        (state.store_is_asked, state.pieces) = (false, Vec::new());
        ran
    }

    fn number_call(&self) -> u64 {
        let mut state = self.shared.lock();
        state.calls += 1;
        state.call_printed_from = state.stdout.len();
        state.calls
    }

    fn returned(&self, id: u64) -> Called {
        let mut state = self.shared.lock();
        loop {
            if let Some(called) = state.answers.remove(&id) {
                return called;
            }
            if let Some(stop) = &state.stop {
                let answer = Answer::Ended(stop.clone());
                return Called { answer, printed: state.printed_by_call() };
            }
            state = self.shared.wait(state, LOOK);
        }
    }
}
