//! One turn of the event loop may compute so long: its clock is the thread's CPU time, which a
//! loaded machine does not slow down.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use crate::diag::Place;

/// The clock of the JavaScript thread's current turn. The thread itself asks it from the engine's
/// interrupt handler; the watch asks it from another thread, because the engine's native code
/// (sort, `JSON.stringify`) polls no interrupt.
#[derive(Debug)]
pub struct Turn {
    limit: Duration,
    /// Thread CPU time when the turn began, in nanoseconds; `NO_TURN` between turns.
    began: AtomicU64,
    clock: libc::clockid_t,
    /// Where the program asked for what runs, as far as that is known.
    asked_at: Mutex<Option<Place>>,
    /// The clocks of threads that compute for this one.
    beside: Mutex<Vec<Arc<Turn>>>,
}

const NO_TURN: u64 = u64::MAX;

impl Turn {
    /// A clock for the calling thread.
    pub fn of_this_thread(limit: Duration) -> Turn {
        Turn {
            limit,
            began: AtomicU64::new(NO_TURN),
            clock: this_threads_clock(),
            asked_at: Mutex::default(),
            beside: Mutex::default(),
        }
    }

    /// A clock for the calling thread, which computes for this one's: each of its jobs is a turn of
    /// the same limit, and `over_anywhere` tells of it.
    pub fn beside(&self) -> Arc<Turn> {
        let turn = Arc::new(Turn::of_this_thread(self.limit));
        locked(&self.beside).push(Arc::clone(&turn));
        turn
    }

    /// Notes where the program asked for what runs next.
    pub fn note_place(&self, asked_at: Option<Place>) {
        *locked(&self.asked_at) = asked_at;
    }

    pub fn begin(&self) {
        let now = read(self.clock).unwrap_or_default();
        self.began.store(u64::try_from(now.as_nanos()).unwrap_or(NO_TURN), Ordering::Relaxed);
    }

    pub fn end(&self) {
        self.began.store(NO_TURN, Ordering::Relaxed);
    }

    /// How much longer than its limit the turn has computed; `None` while it is within.
    pub fn over(&self) -> Option<Duration> {
        let began = self.began.load(Ordering::Relaxed);
        if began == NO_TURN {
            return None;
        }
        let taken = read(self.clock)?.saturating_sub(Duration::from_nanos(began));
        taken.checked_sub(self.limit).filter(|over| !over.is_zero())
    }

    /// As `over`, of this thread and of those beside it: the one that is over the most, and the
    /// place that asked for it.
    pub fn over_anywhere(&self) -> Option<(Duration, Option<Place>)> {
        let place = |turn: &Turn| locked(&turn.asked_at).clone();
        let beside = locked(&self.beside);
        let beside = beside.iter().filter_map(|turn| Some((turn.over()?, place(turn))));
        let own = self.over().map(|over| (over, place(self)));
        own.into_iter().chain(beside).max_by_key(|(over, _)| *over)
    }
}

/// Nothing that holds one of these locks can panic.
fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// CPU time that process `pid` has taken, all threads together; `None` when it is gone or the
/// system does not say.
#[cfg(target_os = "linux")]
pub fn process_cpu(pid: u32) -> Option<Duration> {
    let pid = libc::pid_t::try_from(pid).ok()?;
    let mut clock = 0;
    #[expect(unsafe_code, reason = "writes a clock id to a local")]
    let found = unsafe { libc::clock_getcpuclockid(pid, &raw mut clock) };
    if found == 0 { read(clock) } else { None }
}

#[cfg(not(target_os = "linux"))]
pub fn process_cpu(_pid: u32) -> Option<Duration> {
    None
}

/// How long a thread of process `pid` was ready to run and got no CPU, the one that waited longest;
/// zero where the system does not say. (`/proc/PID/task/TID/schedstat`, second number, nanoseconds.)
pub fn waited_for_cpu(pid: u32) -> Duration {
    let Ok(threads) = std::fs::read_dir(format!("/proc/{pid}/task")) else { return Duration::ZERO };
    let waited = threads.filter_map(|thread| {
        let text = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        text.split_ascii_whitespace().nth(1)?.parse().ok()
    });
    Duration::from_nanos(waited.max().unwrap_or_default())
}

#[cfg(target_os = "linux")]
fn this_threads_clock() -> libc::clockid_t {
    let mut clock = libc::CLOCK_THREAD_CPUTIME_ID;
    #[expect(unsafe_code, reason = "writes a clock id of the calling thread to a local")]
    let found = unsafe { libc::pthread_getcpuclockid(libc::pthread_self(), &raw mut clock) };
    assert_eq!(found, 0, "a running thread has a clock");
    clock
}

/// Where other threads cannot read a thread's clock, the process's clock stands in for it.
#[cfg(not(target_os = "linux"))]
fn this_threads_clock() -> libc::clockid_t {
    libc::CLOCK_PROCESS_CPUTIME_ID
}

fn read(clock: libc::clockid_t) -> Option<Duration> {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    #[expect(unsafe_code, reason = "writes the time to a local")]
    let done = unsafe { libc::clock_gettime(clock, &raw mut time) };
    if done != 0 {
        return None;
    }
    Some(Duration::new(u64::try_from(time.tv_sec).ok()?, u32::try_from(time.tv_nsec).ok()?))
}
