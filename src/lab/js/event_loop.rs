//! The event loop, in Node's order: timers, then I/O, then immediates; after each callback the
//! nextTick queue and the promise jobs, and then the rejections that nobody handled.

mod asks;
mod calls;
mod dispatchers;
mod still;

use std::{cell::RefCell, process, rc::Rc, time::Duration};

use rquickjs::{
    ArrayBuffer, Ctx, Error, Function, Persistent, Result, Runtime, Value, function::IntoArgs,
};

use self::{
    calls::Calls,
    dispatchers::{Dispatchers, boot},
    still::Waits,
};
use super::{
    errors,
    host::{
        Host,
        imports::ImportRules,
        net::{Event, mishaps::Mishaps},
        or_null,
    },
    jobs::Report,
};
use crate::lab::{
    parent::{EXIT_ORPHAN, Inbox},
    protocol::{Ending, Happening, ToChild, ToParent},
};

/// Runs the program to its end, which is the process's.
///
/// # Errors
/// Only when our own part of it is broken.
pub fn run(ctx: &Ctx<'_>, host: &Rc<Host>, rejections: Rejections, inbox: Inbox) -> Result<Ending> {
    errors::speak_node(ctx, host)?;
    let exports = boot(ctx, host)?;
    let rules = ImportRules::of(&exports)?;
    host.import_rules.set(rules).expect("the program starts once");
    let event_loop = EventLoop {
        ctx: ctx.clone(),
        host: Rc::clone(host),
        rejections,
        ask: Dispatchers::of(&exports)?,
        calls: Calls::default(),
        inbox,
        told_idle: false,
        last_idle: None,
        waits: Waits::default(),
        asks_open: 0,
    };
    event_loop.run()
}

struct EventLoop<'js> {
    ctx: Ctx<'js>,
    host: Rc<Host>,
    rejections: Rejections,
    ask: Dispatchers<'js>,
    calls: Calls<'js>,
    inbox: Inbox,
    /// Nothing happened since the parent was told that nothing can.
    told_idle: bool,
    /// What it was told last of that.
    last_idle: Option<ToParent>,
    /// What a clock that stands still is moved for.
    waits: Waits,
    /// Wishes of a test that the parent has not answered.
    asks_open: usize,
}

/// Promises that were rejected in this turn and have no handler yet, with their reasons.
pub type Rejections = Rc<RefCell<Vec<Rejection>>>;

/// A promise that was rejected, and whether a handler came after the program was told of it.
pub struct Rejection {
    promise: Persistent<Value<'static>>,
    reason: Persistent<Value<'static>>,
    handled_late: bool,
}

impl<'js> EventLoop<'js> {
    fn run(mut self) -> Result<Ending> {
        match self.go_round() {
            Err(Error::Exception) => {
                self.check_limits();
                // A program can replace what our own modules need of the language.
                let thrown = errors::thrown(&self.ctx, &self.host, &self.ctx.catch());
                Ok(Ending::Threw(thrown.into()))
            }
            ended => ended,
        }
    }

    fn go_round(&mut self) -> Result<Ending> {
        if let Some(entry) = &self.host.start.entry {
            let entry = self.host.disk.absolute(entry);
            self.dispatch(&self.ask.run_main.clone(), (entry,))?;
        }
        // Whether the start took a millisecond must not decide if a timeout of 0 or an immediate
        // comes first.
        let mut ahead_ms = 1;
        loop {
            self.run_timers(std::mem::take(&mut ahead_ms))?;
            self.poll()?;
            self.run_immediates()?;
            self.answer_calls()?;
            if !self.is_alive() {
                self.dispatch(&self.ask.before_exit.clone(), ())?;
                if !self.is_alive() {
                    return self.exit();
                }
            }
        }
    }

    fn is_alive(&self) -> bool {
        // Without an entry the program is what the parent calls.
        self.host.start.entry.is_none()
            || !self.calls.is_empty()
            || self.host.immediate_wanted.get()
            || self.host.completion_wanted.get()
            || self.host.timers.borrow().keep_alive()
            || self.host.net.borrow().keeps_alive()
            || self.host.jobs.borrow().is_busy()
    }

    /// Those that were due when the phase began; what they start waits for the next round.
    fn run_timers(&mut self, ahead_ms: u64) -> Result<()> {
        self.step_ahead(ahead_ms);
        let timers = self.host.timers.borrow();
        let (now_ms, started) = (timers.now_ms() + ahead_ms, timers.started());
        drop(timers);
        loop {
            let due = self.host.timers.borrow_mut().take_due(now_ms, started);
            let Some(id) = due else { return Ok(()) };
            self.dispatch(&self.ask.timer.clone(), (id,))?;
        }
    }

    fn poll(&mut self) -> Result<()> {
        let patience = self.patience();
        let blocks = patience != Some(Duration::ZERO);
        let look_first = if blocks && !self.told_idle { Some(Duration::ZERO) } else { patience };
        let mut heard = self.poll_for(look_first)?;
        if blocks && !self.told_idle && !heard && !self.host.net.borrow().has_news() {
            let is_working = self.is_working();
            if !is_working {
                self.send_asks();
            }
            if patience.is_none() && !is_working {
                if self.leap()? {
                    return Ok(());
                }
                if self.asks_open == 0 {
                    self.tell_idle()?;
                }
            }
            heard = self.poll_for(patience)?;
        }
        if heard {
            self.hear_parent()?;
        }
        loop {
            let event = self.host.net.borrow_mut().take_event();
            let Some(event) = event else { break };
            self.dispatch_event(event)?;
        }
        self.hear_jobs()?;
        self.run_completions()
    }

    fn run_completions(&mut self) -> Result<()> {
        if !self.host.completion_wanted.replace(false) {
            return Ok(());
        }
        let completion = self.ask.completion.clone();
        let mut is_first = true;
        loop {
            let more = self.dispatch_for(&completion, (std::mem::take(&mut is_first),))?;
            // An error of one callback does not keep the others from running.
            if more.is_some_and(|more| more.as_bool() != Some(true)) {
                return Ok(());
            }
        }
    }

    /// Whether something goes on that needs nothing of the program.
    fn is_working(&self) -> bool {
        self.host.net.borrow().is_moving() || self.host.jobs.borrow().is_busy()
    }

    fn hear_jobs(&mut self) -> Result<()> {
        loop {
            let report = self.host.jobs.borrow_mut().take_report();
            match report {
                None => return Ok(()),
                Some(Report::Progress { id, part }) => {
                    self.dispatch(&self.ask.job_progress.clone(), (id, part))?;
                }
                Some(Report::Done(done)) => {
                    let id = done.id;
                    let result = self.host.result_of(&self.ctx, done)?;
                    self.dispatch(&self.ask.job.clone(), (id, result))?;
                }
            }
        }
    }

    /// How long nothing may happen; `None` is for ever.
    fn patience(&self) -> Option<Duration> {
        let is_wanted = self.host.immediate_wanted.get() || self.host.completion_wanted.get();
        if is_wanted || !self.is_alive() {
            return Some(Duration::ZERO);
        }
        self.host.timers.borrow().next()
    }

    fn poll_for(&self, timeout: Option<Duration>) -> Result<bool> {
        if timeout != Some(Duration::ZERO) {
            self.host.wire.catch_up();
        }
        let jobs = self.host.jobs.borrow();
        let heard = self.host.net.borrow_mut().poll(self.inbox.socket(), jobs.bell(), timeout);
        Ok(heard?)
    }

    /// Says that nothing is left that could answer, when that is news.
    fn tell_idle(&mut self) -> Result<()> {
        self.told_idle = true;
        // A timer of this round may have settled one.
        self.answer_calls()?;
        self.give_up_calls();
        let (open_requests, waiting_for_body) =
            self.ask.open_requests.call::<_, Vec<u32>>(()).map(|pair| (pair[0], pair[1]))?;
        let received_bytes = self.host.net.borrow().received_bytes();
        let (due_ms, passes) = (self.due_ms(), self.waits.passes);
        let idle =
            ToParent::Idle { open_requests, waiting_for_body, received_bytes, due_ms, passes };
        // A connection that came or went without a byte is no news.
        if self.last_idle.as_ref() != Some(&idle) {
            self.host.wire.tell(&idle);
            self.last_idle = Some(idle);
        }
        Ok(())
    }

    fn hear_parent(&mut self) -> Result<()> {
        let Ok(frames) = self.inbox.receive() else { process::exit(EXIT_ORPHAN) };
        for frame in frames {
            match frame {
                ToChild::Call { id, module, action } => self.begin_call(id, &module, &action)?,
                // Frames are heard where connections are: what an earlier event left to do at once,
                // its immediates too, has run by then.
                ToChild::Turn { id } => {
                    self.host.wire.tell(&ToParent::Returned { id, answer: None });
                }
                ToChild::Advance { id, ms } => self.begin_advance(id, ms),
                ToChild::Mishaps { id, list } => {
                    *self.host.mishaps.borrow_mut() = Mishaps::new(list);
                    self.host.wire.tell(&ToParent::Returned { id, answer: None });
                }
                ToChild::Told { list } => self.hear_told(list)?,
                ToChild::AskStore(asked) => self.host.answer_asked(&asked),
                ToChild::Pass { ms, received_bytes } => self.let_pass(ms, received_bytes),
                ToChild::Start(_)
                | ToChild::StartSql(_)
                | ToChild::StartStore(_)
                | ToChild::StartWire(_)
                | ToChild::StartMock(_) => {
                    self.host.wire.end(Ending::Fault("a second start".to_owned()));
                }
                ToChild::Sql(_) | ToChild::Store(_) => {
                    self.host.wire.end(Ending::Fault("it runs programs only".to_owned()));
                }
            }
        }
        Ok(())
    }

    fn dispatch_event(&mut self, event: Event) -> Result<()> {
        match event {
            Event::Connection { listener, id, from } => {
                let from = (listener, id, from.ip().to_string(), from.port());
                self.dispatch(&self.ask.connection.clone(), from)
            }
            Event::Connected(id) => self.dispatch(&self.ask.connected.clone(), (id,)),
            Event::Data { id, bytes } => {
                let bytes = ArrayBuffer::new_copy(self.ctx.clone(), bytes)?;
                self.dispatch(&self.ask.data.clone(), (id, bytes))
            }
            Event::End(id) => self.dispatch(&self.ask.end.clone(), (id,)),
            Event::Drain(id) => self.dispatch(&self.ask.drain.clone(), (id,)),
            Event::Closed { id, code } => {
                let code = or_null(&self.ctx, code)?;
                self.dispatch(&self.ask.closed.clone(), (id, code))
            }
        }
    }

    fn run_immediates(&mut self) -> Result<()> {
        if !self.host.immediate_wanted.replace(false) {
            return Ok(());
        }
        loop {
            let immediate = self.ask.immediate.clone();
            let more = self.dispatch_for(&immediate, ())?;
            // An error of one callback does not keep the others from running.
            if more.is_some_and(|more| more.as_bool() != Some(true)) {
                return Ok(());
            }
        }
    }

    fn dispatch<A: IntoArgs<'js>>(&mut self, function: &Function<'js>, args: A) -> Result<()> {
        self.dispatch_for(function, args).map(drop)
    }

    /// One turn: calls `function`, then empties the queues. `None` when it threw and the program
    /// handled that.
    fn dispatch_for<A: IntoArgs<'js>>(
        &mut self,
        function: &Function<'js>,
        args: A,
    ) -> Result<Option<Value<'js>>> {
        self.told_idle = false;
        self.host.turn.begin();
        let value = match function.call::<A, Value<'js>>(args) {
            Ok(value) => Some(value),
            Err(error) => {
                self.take_error(error)?;
                None
            }
        };
        self.settle()?;
        self.host.turn.end();
        Ok(value)
    }

    /// Runs nextTick callbacks and promise jobs until there are none.
    fn settle(&mut self) -> Result<()> {
        loop {
            let ran = match self.ask.run_ticks.call::<_, bool>(()) {
                Ok(ran) => ran,
                Err(error) => {
                    self.take_error(error)?;
                    true
                }
            };
            let mut jobs = false;
            while self.ctx.execute_pending_job() {
                jobs = true;
                self.check_limits();
            }
            if !ran && !jobs && !self.tell_rejections()? {
                self.check_limits();
                return Ok(());
            }
        }
    }

    /// Whether there were rejections that nobody handled.
    fn tell_rejections(&mut self) -> Result<bool> {
        let rejections = std::mem::take(&mut *self.rejections.borrow_mut());
        let any = !rejections.is_empty();
        for Rejection { promise, reason, handled_late } in rejections {
            let (promise, reason) = (promise.restore(&self.ctx)?, reason.restore(&self.ctx)?);
            let told: Result<Value<'js>> =
                self.ask.unhandled_rejection.call((reason, promise, handled_late));
            if let Err(error) = told {
                self.check_limits();
                let error = self.caught(error)?;
                self.uncaught(&error, "unhandledRejection")?;
            }
        }
        Ok(any)
    }

    /// Ends the run when one of its limits was hit in the code that ran last.
    fn check_limits(&self) {
        if self.host.interrupted.get() {
            let place = self.host.interrupted_at.borrow_mut().take();
            self.host.wire.end(Ending::Turn { place: place.map(Into::into) });
        }
        if self.host.memory.was_refused() {
            self.host.wire.end(Ending::Memory);
        }
    }

    fn take_error(&mut self, error: Error) -> Result<()> {
        self.check_limits();
        let error = self.caught(error)?;
        self.uncaught(&error, "uncaughtException")
    }

    fn caught(&self, error: Error) -> Result<Value<'js>> {
        if error.is_exception() { Ok(self.ctx.catch()) } else { Err(error) }
    }

    /// Gives an error that reached the top to the program, or ends the run with it.
    fn uncaught(&mut self, error: &Value<'js>, origin: &str) -> Result<()> {
        match self.ask.uncaught.call::<_, bool>((error.clone(), origin)) {
            Ok(true) => Ok(()),
            Ok(false) => self.fail(error),
            Err(second) => {
                self.check_limits();
                let second = self.caught(second)?;
                self.fail(&second)
            }
        }
    }

    /// Prints the error as Node does, lets the program hear of its exit, and ends it.
    fn fail(&mut self, error: &Value<'js>) -> Result<()> {
        let thrown = errors::thrown(&self.ctx, &self.host, error);
        let described = self.ask.describe.call::<_, String>((error.clone(),));
        let described = described.unwrap_or_else(|_| {
            drop(self.ctx.catch());
            thrown.stack.clone()
        });
        // Code of the program ran to describe it: getters, `toString`, `prepareStackTrace`.
        self.check_limits();
        let text = errors::uncaught_text(&self.host, &thrown, &described);
        self.host.print(true, text.as_bytes(), None);
        let what = Happening::Threw(thrown.clone().into());
        let at_us = self.host.wire.at_us();
        self.host.wire.tell(&ToParent::Happened { what, request: None, at_us });
        // An error in a listener of `exit` changes nothing any more.
        if self.ask.exit.call::<_, Value<'js>>((1,)).is_err() {
            self.check_limits();
            drop(self.ctx.catch());
        }
        self.host.wire.end(Ending::Threw(thrown.into()))
    }

    fn exit(&mut self) -> Result<Ending> {
        self.host.turn.begin();
        match self.ask.exit.call::<_, i32>((Value::new_null(self.ctx.clone()),)) {
            Ok(0) => Ok(Ending::Finished),
            Ok(code) => Ok(Ending::Exited(code)),
            Err(error) => {
                self.check_limits();
                let error = self.caught(error)?;
                self.fail(&error)?;
                Ok(Ending::Finished)
            }
        }
    }
}

/// Collects rejections; call it before the context is entered.
pub fn track_rejections(runtime: &Runtime) -> Rejections {
    let rejections = Rejections::default();
    let known = Rc::clone(&rejections);
    runtime.set_host_promise_rejection_tracker(Some(Box::new(
        move |ctx, promise, reason, is_handled| {
            let mut known = known.borrow_mut();
            let before = known.len();
            if is_handled {
                known.retain(|other| {
                    other.promise.clone().restore(&ctx).is_ok_and(|other| other != promise)
                });
            }
            if known.len() == before {
                known.push(Rejection {
                    promise: Persistent::save(&ctx, promise),
                    reason: Persistent::save(&ctx, reason),
                    handled_late: is_handled,
                });
            }
        },
    )));
    rejections
}
