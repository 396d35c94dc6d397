//! A program that runs: the parent's handle on its child.

use std::{
    collections::{BTreeMap, VecDeque},
    fmt::Write as _,
    io::{self, Read},
    os::unix::{net::UnixStream, process::ExitStatusExt},
    process::{Child, ExitStatus},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::{
    lab::{
        Action, Answer, Called, Cancel, Fault, Happened, Limits, Machine, Program, Readiness,
        Recording,
        parent::{EXIT_MEMORY, EXIT_TURN},
        protocol::{self, Ending, Start, ToChild, ToParent},
        random, turn,
    },
    trace::{Entry, Stop, Stream, Trace, VALUE_BYTES_MAX, What},
};

/// How often the child's CPU clock is looked at while no frame comes.
const LOOK: Duration = Duration::from_millis(500);
/// CPU time that the child may take beyond a turn's limit before the parent ends it: the child's
/// own watches come first and know the place.
const CPU_SLACK: Duration = Duration::from_secs(3);
/// Things that happened and that nobody has asked for.
const NEWS_MAX: usize = 100_000;

/// A program that runs in a child. Dropping it ends the child.
#[derive(Debug)]
pub struct Lab {
    shared: Arc<Shared>,
    socket: Mutex<UnixStream>,
    reader: Option<JoinHandle<()>>,
    limits: Limits,
    nonce: String,
    pid: u32,
    /// The child dies with the thread that spawned it.
    _machine: Machine,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    life: Arc<Life>,
}

#[derive(Debug, Default)]
struct State {
    news: VecDeque<Happened>,
    port: Option<u16>,
    trace: Trace,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    calls: u64,
    answers: BTreeMap<u64, Called>,
    /// Where the output of the call began that runs now.
    call_printed_from: usize,
    ending: Option<Ending>,
    stop: Option<Stop>,
}

/// The child's process, and why the parent ended it if it did.
#[derive(Debug)]
pub(super) struct Life {
    state: Mutex<(Child, Option<Stop>)>,
}

impl Life {
    /// Kills the child; the first reason stands.
    pub(super) fn end(&self, why: Stop) {
        let mut state = self.lock();
        state.1.get_or_insert(why);
        // The child may have ended by itself, which is as good.
        drop(state.0.kill());
    }

    /// Reaps the child, whose end of the socket is closed: if it is not dead, it pretends.
    fn reap(&self) -> (io::Result<ExitStatus>, Option<Stop>) {
        let mut state = self.lock();
        drop(state.0.kill());
        (state.0.wait(), state.1.clone())
    }

    fn lock(&self) -> MutexGuard<'_, (Child, Option<Stop>)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lab {
    /// Starts `program` in a child of its own.
    ///
    /// # Errors
    /// Only when the child cannot be started; whatever the program does is told by the handle.
    pub fn start(
        machine: &Machine,
        program: &Program,
        limits: &Limits,
        cancel: &Cancel,
    ) -> Result<Lab, Fault> {
        let fault = |error: io::Error| Fault(format!("the lab's child cannot be reached: {error}"));
        let (here, there) = UnixStream::pair().map_err(fault)?;
        let nonce = nonce()?;
        let child = machine.spawn(there, limits)?;
        let pid = child.id();
        let life = Arc::new(Life { state: Mutex::new((child, None)) });
        let shared = Arc::new(Shared {
            state: Mutex::default(),
            changed: Condvar::new(),
            life: Arc::clone(&life),
        });
        let reader = Reader {
            socket: here.try_clone().map_err(fault)?,
            shared: Arc::clone(&shared),
            limits: limits.clone(),
            started: Instant::now(),
            pid,
        };
        let reader = thread::Builder::new()
            .name("lab-reader".to_owned())
            .spawn(move || reader.run())
            .map_err(fault)?;
        let lab = Lab {
            shared,
            socket: Mutex::new(here),
            reader: Some(reader),
            limits: limits.clone(),
            nonce,
            pid,
            _machine: machine.clone(),
        };
        cancel.watch(&life);
        lab.tell(&ToChild::Start(Box::new(Start::new(program, limits, &lab.nonce))));
        Ok(lab)
    }

    /// Waits until a server of the program listens, or the program ended.
    pub fn wait_ready(&self) -> Readiness {
        let patience = Duration::from_millis(u64::from(self.limits.answer_ms));
        let deadline = Instant::now() + patience;
        let mut state = self.shared.lock();
        loop {
            if let Some(port) = state.port {
                return Readiness::Listening { port };
            }
            if let Some(stop) = &state.stop {
                return Readiness::Ended(stop.clone());
            }
            let Some(left) = deadline.checked_duration_since(Instant::now()) else {
                return Readiness::Silent;
            };
            state = self.shared.wait(state, left);
        }
    }

    /// The next thing that happened; `None` when nothing does within `timeout`. After
    /// `Happened::Ended` nothing comes.
    pub fn next(&self, timeout: Duration) -> Option<Happened> {
        let deadline = Instant::now() + timeout;
        let mut state = self.shared.lock();
        loop {
            if let Some(happened) = state.news.pop_front() {
                return Some(happened);
            }
            if state.stop.is_some() {
                return None;
            }
            let left = deadline.checked_duration_since(Instant::now())?;
            state = self.shared.wait(state, left);
        }
    }

    /// Does `action` to `module`, a path relative to the program's folder; loads it at first. A
    /// promise is awaited.
    pub fn call(&self, module: &str, action: &Action) -> Called {
        let mut state = self.shared.lock();
        state.calls += 1;
        let id = state.calls;
        state.call_printed_from = state.stdout.len();
        drop(state);
        let (module, action) = (module.to_owned(), action.clone());
        self.tell(&ToChild::Call { id, module, action });
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

    /// Why the program ended; `None` while it runs.
    pub fn stopped(&self) -> Option<Stop> {
        self.shared.lock().stop.clone()
    }

    /// Waits for the end. Without a wall limit that can be long; a `Cancel` ends it.
    pub fn wait(&self) -> Stop {
        let mut state = self.shared.lock();
        loop {
            if let Some(stop) = &state.stop {
                return stop.clone();
            }
            state = self.shared.wait(state, LOOK);
        }
    }

    /// The recording so far.
    pub fn trace(&self) -> Trace {
        self.shared.lock().trace.clone()
    }

    /// How many entries the recording has so far: the start of a slice of it.
    pub fn trace_len(&self) -> usize {
        self.shared.lock().trace.entries.len()
    }

    /// The value of the request header `lab::NONCE_HEADER`, new for each child.
    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    /// How long the program was ready to run and got no CPU: not its fault, and not its time.
    pub fn waited_for_cpu(&self) -> Duration {
        turn::waited_for_cpu(self.pid)
    }

    /// The child's process id.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Ends the program if it still runs, and gives what was recorded.
    pub fn end(mut self) -> Recording {
        self.finish();
        let mut state = self.shared.lock();
        Recording {
            trace: std::mem::take(&mut state.trace),
            stop: state.stop.clone().unwrap_or(Stop::Ended),
            stdout: std::mem::take(&mut state.stdout),
            stderr: std::mem::take(&mut state.stderr),
        }
    }

    fn finish(&mut self) {
        if self.stopped().is_none() {
            self.shared.life.end(Stop::Ended);
        }
        if let Some(reader) = self.reader.take() {
            // A reader that panicked has left the child dead or to the drop of its handle.
            drop(reader.join());
        }
    }

    fn tell(&self, frame: &ToChild) {
        let mut socket = self.socket.lock().unwrap_or_else(PoisonError::into_inner);
        // A child that cannot be told is dying, and the reader finds out why.
        drop(protocol::write(&mut *socket, frame));
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        self.finish();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>, most: Duration) -> MutexGuard<'a, State> {
        self.changed.wait_timeout(state, most).unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Takes the child's frames, and watches over its wall time and its CPU time.
struct Reader {
    socket: UnixStream,
    shared: Arc<Shared>,
    limits: Limits,
    started: Instant,
    pid: u32,
}

impl Reader {
    fn run(mut self) {
        if let Err(error) = self.take_frames() {
            self.shared.life.end(Stop::Fault(format!("the lab's child spoke nonsense: {error}")));
        }
        let (status, wish) = self.shared.life.reap();
        let mut state = self.shared.lock();
        let stop = decide(wish, state.ending.take(), status, &self.limits);
        state.note_limit(&stop, self.started);
        state.news.push_back(Happened::Ended(stop.clone()));
        state.stop = Some(stop);
        drop(state);
        self.shared.changed.notify_all();
    }

    /// Until the child closes its end, which every end does.
    fn take_frames(&mut self) -> io::Result<()> {
        let mut buffer = Vec::new();
        let mut piece = [0; 16 << 10];
        let mut cpu_at_beat = Duration::ZERO;
        loop {
            self.socket.set_read_timeout(Some(self.patience()))?;
            // A plain read: descriptors that a child sends along are closed by the kernel.
            match self.socket.read(&mut piece) {
                Ok(0) => return Ok(()),
                Ok(n) => buffer.extend_from_slice(&piece[..n]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error)
                    if matches!(
                        error.kind(),
                        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
                    ) => {}
                Err(_) => return Ok(()),
            }
            while let Some(frame) = protocol::take(&mut buffer, protocol::TO_PARENT_BYTES_MAX)? {
                cpu_at_beat = turn::process_cpu(self.pid).unwrap_or(cpu_at_beat);
                self.take_in(frame)?;
            }
            self.look_at_clocks(cpu_at_beat);
        }
    }

    fn patience(&self) -> Duration {
        let left = self.limits.wall_ms.map_or(LOOK, |ms| {
            Duration::from_millis(u64::from(ms)).saturating_sub(self.started.elapsed())
        });
        left.clamp(Duration::from_millis(1), LOOK)
    }

    fn look_at_clocks(&self, cpu_at_beat: Duration) {
        if let Some(limit_ms) = self.limits.wall_ms
            && Duration::from_millis(u64::from(limit_ms)) <= self.started.elapsed()
        {
            self.shared.life.end(Stop::Wall { limit_ms });
        }
        let limit_ms = self.limits.turn_ms;
        let most = cpu_at_beat + Duration::from_millis(u64::from(limit_ms)) + CPU_SLACK;
        if turn::process_cpu(self.pid).is_some_and(|cpu| most < cpu) {
            self.shared.life.end(Stop::Turn { limit_ms, place: None });
        }
    }

    fn take_in(&self, frame: ToParent) -> io::Result<()> {
        let mut state = self.shared.lock();
        match frame {
            ToParent::Ready { version: protocol::VERSION } | ToParent::Beat => {}
            ToParent::Ready { version } => {
                return Err(io::Error::other(format!("its protocol is version {version}")));
            }
            ToParent::Listening { named, port, at_us } => {
                state.port.get_or_insert(port);
                state.record(at_us, None, What::Listening { named, port });
                state.news.push_back(Happened::Listening { named, port });
            }
            ToParent::Closed { port, at_us } => {
                state.port = state.port.filter(|open| *open != port);
                state.record(at_us, None, What::Closed { port });
            }
            ToParent::Printed { err, bytes, request, at_us } => {
                state.print(protocol::stream(err), &bytes, request, at_us);
                let printed = state.stdout.len() + state.stderr.len();
                if self.limits.printed_bytes < printed as u64 {
                    let limit_bytes = self.limits.printed_bytes;
                    self.shared.life.end(Stop::Output { limit_bytes });
                }
            }
            ToParent::Happened { what, request, at_us } => {
                state.record(at_us, request, what.into());
            }
            ToParent::Idle { open_requests, waiting_for_body, received_bytes } => {
                let idle = Happened::Idle { open_requests, waiting_for_body, received_bytes };
                // Of several in a row only the last says something new.
                if matches!(state.news.back(), Some(Happened::Idle { .. })) {
                    state.news.pop_back();
                }
                state.news.push_back(idle);
            }
            ToParent::Returned { id, answer } => {
                let answer = answer.map_or(Answer::Never, Answer::from);
                let printed = state.printed_by_call();
                if id <= state.calls {
                    state.answers.insert(id, Called { answer, printed });
                }
            }
            ToParent::Stopped(ending) => state.ending = Some(ending),
        }
        if NEWS_MAX < state.news.len() {
            return Err(io::Error::other("it says too much"));
        }
        drop(state);
        self.shared.changed.notify_all();
        Ok(())
    }
}

impl State {
    fn print(&mut self, stream: Stream, bytes: &[u8], request: Option<u32>, at_us: u64) {
        let kept = match stream {
            Stream::Out => &mut self.stdout,
            Stream::Err => &mut self.stderr,
        };
        kept.extend_from_slice(bytes);
        let cut = &bytes[..bytes.len().min(VALUE_BYTES_MAX)];
        let entry = What::Printed { stream, text: String::from_utf8_lossy(cut).into_owned() };
        self.record(at_us, request, entry);
        let more = String::from_utf8_lossy(bytes);
        match self.news.back_mut() {
            Some(Happened::Printed { stream: last, text }) if *last == stream => {
                text.push_str(&more);
            }
            Some(_) | None => {
                self.news.push_back(Happened::Printed { stream, text: more.into_owned() });
            }
        }
    }

    fn record(&mut self, at_us: u64, request: Option<u32>, what: What) {
        self.trace.push(Entry { at_us, request, what });
    }

    fn printed_by_call(&self) -> String {
        String::from_utf8_lossy(&self.stdout[self.call_printed_from..]).into_owned()
    }

    fn note_limit(&mut self, stop: &Stop, started: Instant) {
        let name = match stop {
            Stop::Turn { .. } => "turn",
            Stop::Wall { .. } => "wall",
            Stop::Memory { .. } => "memory",
            Stop::Output { .. } => "output",
            Stop::Finished
            | Stop::Exited(_)
            | Stop::Threw(_)
            | Stop::Crashed(_)
            | Stop::Ended
            | Stop::Fault(_) => return,
        };
        let at_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.record(at_us, None, What::LimitHit { name });
    }
}

/// Why a child ended: the parent's own kill, then the child's last frame, then its exit code,
/// then its signal.
fn decide(
    wish: Option<Stop>,
    ending: Option<Ending>,
    status: io::Result<ExitStatus>,
    limits: &Limits,
) -> Stop {
    if let Some(stop) = wish {
        return stop;
    }
    if let Some(ending) = ending {
        return ending.stop(limits);
    }
    let status = match status {
        Ok(status) => status,
        Err(error) => return Stop::Fault(format!("the lab's child was lost: {error}")),
    };
    match (status.code(), status.signal()) {
        (Some(EXIT_TURN), _) => Stop::Turn { limit_ms: limits.turn_ms, place: None },
        (Some(EXIT_MEMORY), _) => Stop::Memory { limit_mb: limits.memory_mb },
        (Some(code), _) => Stop::Fault(format!("the lab's child ended with code {code}")),
        (None, Some(signal)) => Stop::Crashed(signal),
        (None, None) => Stop::Fault("the lab's child ended in an unknown way".to_owned()),
    }
}

/// 128 bits that a program cannot guess.
fn nonce() -> Result<String, Fault> {
    let mut bytes = [0; 16];
    random::fill(&mut bytes).map_err(|error| Fault(format!("no randomness: {error}")))?;
    let mut text = String::new();
    for byte in bytes {
        write!(text, "{byte:02x}").expect("a string takes every write");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parents_own_reason_comes_before_what_the_child_says() {
        let limits = Limits::default();
        let exited = |code: i32| Ok(ExitStatus::from_raw(code << 8));
        let killed = || Ok(ExitStatus::from_raw(9));
        let wall = Stop::Wall { limit_ms: 1 };
        let decided = decide(Some(wall.clone()), Some(Ending::Finished), exited(0), &limits);
        assert_eq!(decided, wall);
        assert_eq!(decide(None, Some(Ending::Exited(96)), exited(96), &limits), Stop::Exited(96));
        let turn = Stop::Turn { limit_ms: limits.turn_ms, place: None };
        assert_eq!(decide(None, None, exited(EXIT_TURN), &limits), turn);
        let memory = Stop::Memory { limit_mb: limits.memory_mb };
        assert_eq!(decide(None, None, exited(EXIT_MEMORY), &limits), memory);
        assert_eq!(decide(None, None, killed(), &limits), Stop::Crashed(9));
        assert!(matches!(decide(None, None, exited(0), &limits), Stop::Fault(_)));
    }
}
