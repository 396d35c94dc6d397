//! Timers: when which one is due. Their callbacks live in JavaScript.

use std::{
    collections::{BTreeMap, HashMap},
    rc::Rc,
    time::Duration,
};

use rquickjs::{Object, Result};

use super::{Host, give};
use crate::lab::clock::Clock;

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
    give(object, "now", move || this.clock.passed().as_secs_f64() * 1e3)
}

#[derive(Debug)]
pub struct Timers {
    clock: Rc<Clock>,
    /// In the order in which they are due.
    due: BTreeMap<Due, u32>,
    /// The same by how long they wait, as Node keeps them.
    lists: HashMap<u64, BTreeMap<Due, u32>>,
    /// The list that is run down: what is due of it comes before what is due of the others, even
    /// where a busy machine let time pass between two starts.
    current: Option<u64>,
    known: HashMap<u32, Timer>,
    started: u64,
}

/// First the millisecond, then the order of the starts.
type Due = (u64, u64);

#[derive(Debug)]
struct Timer {
    /// Its key in `Timers::due`; `None` once it fired.
    at: Option<Due>,
    wait_ms: u64,
    referenced: bool,
}

impl Timers {
    pub fn new(clock: Rc<Clock>) -> Timers {
        Timers {
            clock,
            due: BTreeMap::new(),
            lists: HashMap::new(),
            current: None,
            known: HashMap::new(),
            started: 0,
        }
    }

    /// Milliseconds since the program began, whole ones as in Node's loop.
    pub fn now_ms(&self) -> u64 {
        self.clock.passed_ms()
    }

    /// Takes the next timer that is due at `now_ms` and was started before `started`; `None` ends
    /// the phase.
    pub fn take_due(&mut self, now_ms: u64, started: u64) -> Option<u32> {
        let first = |timers: &BTreeMap<Due, u32>| {
            let mut due = timers.range(..=(now_ms, u64::MAX));
            due.find(|((_, order), _)| *order < started).map(|(_, id)| *id)
        };
        let of_list = self.current.and_then(|wait_ms| first(self.lists.get(&wait_ms)?));
        let next = of_list.or_else(|| first(&self.due));
        self.current = next.and_then(|id| Some(self.known.get(&id)?.wait_ms));
        let id = next?;
        self.forget(id);
        Some(id)
    }

    /// Takes a timer from those that are due some time.
    fn forget(&mut self, id: u32) {
        let Some(timer) = self.known.get_mut(&id) else { return };
        let Some(at) = timer.at.take() else { return };
        self.due.remove(&at);
        if let Some(list) = self.lists.get_mut(&timer.wait_ms) {
            list.remove(&at);
            if list.is_empty() {
                self.lists.remove(&timer.wait_ms);
            }
        }
    }

    /// How many timers were ever started: a mark for `take_due`.
    pub fn started(&self) -> u64 {
        self.started
    }

    /// When the next one is due, in milliseconds since the program began.
    pub fn next_ms(&self) -> Option<u64> {
        self.due.first_key_value().map(|((due, _), _)| *due)
    }

    /// How long until the next one is due; `None` when there is none, or when the clock does not
    /// come to it by itself.
    pub fn next(&self) -> Option<Duration> {
        let left = Duration::from_millis(self.next_ms()?).saturating_sub(self.clock.passed());
        if self.clock.is_still() && !left.is_zero() { None } else { Some(left) }
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
        let wait_ms = ms as u64;
        let at = (self.now_ms() + wait_ms, self.started);
        self.started += 1;
        self.forget(id);
        let referenced = self.known.get(&id).is_none_or(|timer| timer.referenced);
        self.due.insert(at, id);
        self.lists.entry(wait_ms).or_default().insert(at, id);
        self.known.insert(id, Timer { at: Some(at), wait_ms, referenced });
    }

    fn stop(&mut self, id: u32) {
        self.forget(id);
        self.known.remove(&id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The timers in the order in which they fire when all are due; each as its wait and the time
    /// of its start.
    fn fired(started_at: &[(u64, u64)]) -> Vec<usize> {
        let mut timers = Timers::new(Rc::new(Clock::new(None)));
        for (id, (wait_ms, start_ms)) in started_at.iter().enumerate() {
            let at = (start_ms + wait_ms, timers.started);
            let id = u32::try_from(id).unwrap();
            timers.started += 1;
            timers.due.insert(at, id);
            timers.lists.entry(*wait_ms).or_default().insert(at, id);
            timers.known.insert(id, Timer { at: Some(at), wait_ms: *wait_ms, referenced: true });
        }
        let all = timers.started();
        std::iter::from_fn(|| timers.take_due(1_000, all)).map(|id| id as usize).collect()
    }

    #[test]
    fn timers_of_one_wait_stay_together_when_the_machine_was_busy() {
        assert_eq!(fired(&[(3, 0), (1, 0), (1, 0)]), [1, 2, 0]);
        assert_eq!(fired(&[(3, 0), (1, 0), (1, 40)]), [1, 2, 0]);
        assert_eq!(fired(&[(3, 0), (1, 10), (3, 20)]), [0, 2, 1]);
    }
}
