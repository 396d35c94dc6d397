//! A program that runs: the parent's handle on its child.

mod calls;
mod reader;

use std::{
    collections::{BTreeMap, VecDeque},
    fmt::Write as _,
    io,
    os::unix::net::UnixStream,
    path::Path,
    process::{Child, ExitStatus},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use self::reader::Reader;
pub(super) use self::reader::decide;
use crate::{
    lab::{
        ANSWER_MS, Ask, Called, Cancel, Fault, Folder, Happened, Limits, Machine, News, Ports,
        Program, Readiness, Recording, Walls,
        machine::Ways,
        mock::Service,
        protocol::{
            self, Ending, Start, StartMock, ToChild,
            store::{Engine, StartWire},
        },
        random, turn,
    },
    trace::{Entry, Stop, Stream, Trace, VALUE_BYTES_MAX, What},
};

/// How often the child's CPU clock is looked at while no frame comes.
const LOOK: Duration = Duration::from_millis(500);

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
    /// What was printed; nothing where it is only passed on.
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    /// Bytes of printed text in `news`.
    unread_bytes: usize,
    /// The handle is given up: nobody reads the news any more.
    is_left: bool,
    calls: u64,
    /// How many times the program was told that its clock may move.
    passes: u32,
    answers: BTreeMap<u64, Called>,
    /// Wishes of a test, each with its number.
    asked: Vec<(u64, Ask)>,
    /// A store of the program was asked, and its answer has not ended.
    store_is_asked: bool,
    /// Pieces of that answer which nobody has taken yet.
    pieces: Vec<protocol::store::Told>,
    /// Where the output of the call began that runs now.
    call_printed_from: usize,
    walls: Walls,
    /// On which the child can listen.
    ports: Vec<u16>,
    ending: Option<Ending>,
    stop: Option<Stop>,
}

/// The child's process, and why the parent ended it if it did.
#[derive(Debug)]
pub(super) struct Life {
    state: Mutex<(Child, Option<Stop>)>,
}

impl Life {
    pub(super) fn new(child: Child) -> Life {
        Life { state: Mutex::new((child, None)) }
    }

    /// Kills the child; the first reason stands.
    pub(super) fn end(&self, why: Stop) {
        let mut state = self.lock();
        state.1.get_or_insert(why);
        // The child may have ended by itself, which is as good.
        drop(state.0.kill());
    }

    /// Reaps the child, whose end of the socket is closed: if it is not dead, it pretends.
    pub(super) fn reap(&self) -> (io::Result<ExitStatus>, Option<Stop>) {
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
        Lab::start_on(machine, program, limits, cancel, Ports::Free)
    }

    /// As `start`, with the choice of ports.
    pub fn start_on(
        machine: &Machine,
        program: &Program,
        limits: &Limits,
        cancel: &Cancel,
        ports: Ports,
    ) -> Result<Lab, Fault> {
        let folder = match &program.folder {
            Folder::Disk(folder) => Some(folder.as_path()),
            Folder::Memory(_) => None,
        };
        let lab = Lab::of_child(machine, limits, cancel, folder, ports)?;
        let start = Start::new(program, limits, &lab.nonce, ports);
        lab.tell(&ToChild::Start(Box::new(start)));
        Ok(lab)
    }

    /// Serves a mock API in a child of its own. `Lab::call` reads its state: the export
    /// `mock::STATE` of any module.
    ///
    /// # Errors
    /// Only when the child cannot be started; a port that is taken ends it with a fault.
    pub fn serve(
        machine: &Machine,
        service: &Service,
        limits: &Limits,
        cancel: &Cancel,
    ) -> Result<Lab, Fault> {
        let ports = service.port.map_or(Ports::Free, Ports::First);
        let lab = Lab::of_child(machine, limits, cancel, None, ports)?;
        let start = StartMock {
            version: protocol::VERSION,
            api: service.api.clone(),
            port: service.port,
            doors: service.doors,
            nonce: lab.nonce.clone(),
        };
        lab.tell(&ToChild::StartMock(Box::new(start)));
        Ok(lab)
    }

    /// Serves an empty store to drivers and shells, in a child of its own.
    ///
    /// # Errors
    /// Only when the child cannot be started; a port that is taken ends it with a fault.
    pub fn serve_store(
        machine: &Machine,
        engine: Engine,
        port: Option<u16>,
        limits: &Limits,
        cancel: &Cancel,
    ) -> Result<Lab, Fault> {
        let ports = port.map_or(Ports::Free, Ports::First);
        let lab = Lab::of_child(machine, limits, cancel, None, ports)?;
        let (version, turn_ms) = (protocol::VERSION, limits.turn_ms);
        let start = StartWire { version, engine, port, turn_ms };
        lab.tell(&ToChild::StartWire(Box::new(start)));
        Ok(lab)
    }

    /// A child that waits for its first frame.
    fn of_child(
        machine: &Machine,
        limits: &Limits,
        cancel: &Cancel,
        folder: Option<&Path>,
        ports: Ports,
    ) -> Result<Lab, Fault> {
        let fault = |error: io::Error| Fault(format!("the lab's child cannot be reached: {error}"));
        let nonce = secret()?;
        let (Ways { frames: here, delivery }, child) = machine.spawn(limits, folder)?;
        let pid = child.id();
        let life = Arc::new(Life::new(child));
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
            delivery,
            ports,
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
        Ok(lab)
    }

    /// Waits until a server of the program listens, or the program ended. Time in which it was ready
    /// to run and got no CPU does not count, and a short limit of answers is none of starting.
    pub fn wait_ready(&self) -> Readiness {
        let patience = self.limits.answer_ms.max(ANSWER_MS);
        let patience = Duration::from_millis(u64::from(patience));
        let mut most = patience;
        let began = Instant::now();
        let mut state = self.shared.lock();
        loop {
            if let Some(port) = state.port {
                return Readiness::Listening { port };
            }
            if let Some(stop) = &state.stop {
                return Readiness::Ended(stop.clone());
            }
            // The system is asked only when the time seems to be over.
            if most <= began.elapsed() {
                most = patience + self.waited_for_cpu();
            }
            let Some(left) = most.checked_sub(began.elapsed()) else {
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
                if let Happened::Printed { text, .. } = &happened {
                    state.unread_bytes -= text.len();
                    drop(state);
                    // The reader may wait for room.
                    self.shared.changed.notify_all();
                }
                return Some(happened);
            }
            if state.stop.is_some() {
                return None;
            }
            let left = deadline.checked_duration_since(Instant::now())?;
            state = self.shared.wait(state, left);
        }
    }

    /// As `next`, with everything that has come by now; empty when nothing comes within `timeout`.
    /// What it gives is forgotten, so that a run without an end needs no more memory.
    pub fn take_news(&self, timeout: Duration) -> News {
        let deadline = Instant::now() + timeout;
        let mut state = self.shared.lock();
        loop {
            let news = state.take_news();
            // The reader may wait for room.
            self.shared.changed.notify_all();
            let Some(left) = deadline.checked_duration_since(Instant::now()) else { return news };
            if news != News::default() || state.stop.is_some() {
                return news;
            }
            state = self.shared.wait(state, left);
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

    /// What `at` makes of the recording so far, which no copy is made of.
    pub fn look<T>(&self, at: impl FnOnce(&Trace) -> T) -> T {
        at(&self.shared.lock().trace)
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

    /// The walls of the kernel around the child; none before it has begun.
    pub fn walls(&self) -> Walls {
        self.shared.lock().walls
    }

    /// The child's process id.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Ends the program if it still runs, and gives what was recorded so far. Nobody waits for the
    /// child to be gone: that takes the system as long as ten requests take the child.
    pub fn end(mut self) -> Recording {
        self.give_up();
        drop(self.reader.take());
        let mut state = self.shared.lock();
        Recording {
            trace: std::mem::take(&mut state.trace),
            stop: state.stop.clone().unwrap_or(Stop::Ended),
            stdout: std::mem::take(&mut state.stdout),
            stderr: std::mem::take(&mut state.stderr),
        }
    }

    fn give_up(&self) {
        if self.stopped().is_none() {
            self.shared.life.end(Stop::Ended);
        }
        self.shared.lock().is_left = true;
        self.shared.changed.notify_all();
    }

    fn finish(&mut self) {
        self.give_up();
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

impl State {
    /// Keeps what was printed; it is in the news too, for who reads it as it comes.
    fn keep(&mut self, stream: Stream, bytes: &[u8]) {
        match stream {
            Stream::Out => self.stdout.extend_from_slice(bytes),
            Stream::Err => self.stderr.extend_from_slice(bytes),
        }
    }

    fn print(&mut self, stream: Stream, bytes: &[u8], request: Option<u32>, at_us: u64) {
        let cut = &bytes[..bytes.len().min(VALUE_BYTES_MAX)];
        let entry = What::Printed { stream, text: String::from_utf8_lossy(cut).into_owned() };
        self.record(at_us, request, entry);
        let more = String::from_utf8_lossy(bytes);
        self.unread_bytes += more.len();
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

    fn take_news(&mut self) -> News {
        self.stdout.clear();
        self.stderr.clear();
        self.call_printed_from = 0;
        self.unread_bytes = 0;
        News {
            happened: std::mem::take(&mut self.news).into(),
            entries: std::mem::take(&mut self.trace).entries,
        }
    }

    fn printed_by_call(&self) -> String {
        String::from_utf8_lossy(&self.stdout[self.call_printed_from..]).into_owned()
    }

    fn note_limit(&mut self, stop: &Stop, started: Instant) {
        let Some(name) = stop.limit() else { return };
        let at_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.record(at_us, None, What::LimitHit { name });
    }
}

/// 32 hexadecimal digits that nobody can guess.
///
/// # Errors
/// The system has no randomness to give.
pub fn secret() -> Result<String, Fault> {
    let mut bytes = [0; 16];
    random::fill(&mut bytes).map_err(|error| Fault(format!("no randomness: {error}")))?;
    let mut text = String::new();
    for byte in bytes {
        write!(text, "{byte:02x}").expect("a string takes every write");
    }
    Ok(text)
}
