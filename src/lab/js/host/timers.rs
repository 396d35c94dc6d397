//! Timers: when which one is due. Their callbacks live in JavaScript.

use std::{
    collections::{BTreeMap, HashMap},
    rc::Rc,
    time::{Duration, Instant},
};

use rquickjs::{Object, Result};

use super::{Host, give};

/// The longest delay, 2^31 - 1 milliseconds; Node makes longer ones 1.
const DELAY_MS_MAX: f64 = 2_147_483_647.0;

pub fn install(object: &Object<'_>, host: &Rc<Host>) -> Result<()> {
    let this = Rc::clone(host);
    give(object, "timerStart", move |id: u32, ms: f64| this.timers.borrow_mut().start(id, ms))?;
    let this = Rc::clone(host);
    give(object, "timerStop", move |id: u32| this.timers.borrow_mut().stop(id))?;
    let this = Rc::clone(host);
    give(object, "timerRef", move |id: u32, referenced: bool| {
        if let Some(timer) = this.timers.borrow_mut().known.get_mut(&id) {
            timer.referenced = referenced;
        }
    })?;
    let this = Rc::clone(host);
    give(object, "now", move || this.timers.borrow().began.elapsed().as_secs_f64() * 1e3)
}

#[derive(Debug)]
pub struct Timers {
    began: Instant,
    /// In the order in which they are due: first the millisecond, then the order of their starts.
    due: BTreeMap<(u64, u64), u32>,
    known: HashMap<u32, Timer>,
    started: u64,
}

#[derive(Debug)]
struct Timer {
    /// Its key in `Timers::due`; `None` once it fired.
    at: Option<(u64, u64)>,
    referenced: bool,
}

impl Timers {
    pub fn new() -> Timers {
        let began = Instant::now();
        Timers { began, due: BTreeMap::new(), known: HashMap::new(), started: 0 }
    }

    /// Milliseconds since the program began, whole ones as in Node's loop.
    pub fn now_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Takes the next timer that is due at `now_ms` and was started before `started`.
    pub fn take_due(&mut self, now_ms: u64, started: u64) -> Option<u32> {
        let (key, id) =
            self.due.range(..=(now_ms, u64::MAX)).find(|((_, order), _)| *order < started)?;
        let (key, id) = (*key, *id);
        self.due.remove(&key);
        if let Some(timer) = self.known.get_mut(&id) {
            timer.at = None;
        }
        Some(id)
    }

    /// How many timers were ever started: a mark for `take_due`.
    pub fn started(&self) -> u64 {
        self.started
    }

    /// How long until the next one is due; `None` when there is none.
    pub fn next(&self) -> Option<Duration> {
        let ((due, _), _) = self.due.first_key_value()?;
        Some(Duration::from_millis(*due).saturating_sub(self.began.elapsed()))
    }

    /// Whether one of them keeps the program alive.
    pub fn keep_alive(&self) -> bool {
        self.known.values().any(|timer| timer.at.is_some() && timer.referenced)
    }

    fn start(&mut self, id: u32, ms: f64) {
        let ms = if (1.0..=DELAY_MS_MAX).contains(&ms) { ms } else { 1.0 };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 1 and 2^31 by the line above"
        )]
        let at = (self.now_ms() + ms as u64, self.started);
        self.started += 1;
        let referenced = match self.known.remove(&id) {
            Some(timer) => {
                self.due.remove(&timer.at.unwrap_or((0, u64::MAX)));
                timer.referenced
            }
            None => true,
        };
        self.due.insert(at, id);
        self.known.insert(id, Timer { at: Some(at), referenced });
    }

    fn stop(&mut self, id: u32) {
        if let Some(at) = self.known.remove(&id).and_then(|timer| timer.at) {
            self.due.remove(&at);
        }
    }
}
