//! The parent's end of a child that takes one order at a time, and answers each before the next.

use std::{
    io::{self, Read},
    os::unix::net::UnixStream,
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    lab::{
        Cancel, Fault, Limits, Machine,
        machine::Ways,
        protocol::{self, Ending, ToChild, ToParent},
        running::{Life, decide},
        turn,
    },
    trace::Stop,
};

/// How often the child's clocks are looked at while no frame comes.
const LOOK: Duration = Duration::from_millis(100);
/// CPU time that the child may take beyond its limit before the parent ends it: the child's own
/// watch comes first.
const CPU_SLACK: Duration = Duration::from_millis(600);

/// A child that takes orders. Dropping it ends the child.
///
/// `Limits::turn_ms` holds for what comes between two calls of `begin`, `Limits::wall_ms` for the
/// child's whole life.
#[derive(Debug)]
pub struct Dialogue {
    socket: UnixStream,
    buffer: Vec<u8>,
    life: Arc<Life>,
    limits: Limits,
    started: Instant,
    pid: u32,
    ending: Option<Ending>,
    stop: Option<Stop>,
    /// When its clocks were looked at.
    looked: Instant,
    /// CPU time that it had taken at the first such look since `begin`.
    cpu_before: Option<Duration>,
    /// The child dies with the thread that spawned it.
    _machine: Machine,
}

impl Dialogue {
    /// Starts a child and says `first` to it.
    ///
    /// # Errors
    /// Only when the child cannot be started.
    pub fn start(
        machine: &Machine,
        limits: &Limits,
        cancel: &Cancel,
        first: &ToChild,
    ) -> Result<Dialogue, Fault> {
        let fault = |error: io::Error| Fault(format!("the lab's child cannot be reached: {error}"));
        let (Ways { frames: here, .. }, child) = machine.spawn(limits, None)?;
        here.set_read_timeout(Some(LOOK)).map_err(fault)?;
        let pid = child.id();
        let mut dialogue = Dialogue {
            socket: here,
            buffer: Vec::new(),
            life: Arc::new(Life::new(child)),
            limits: limits.clone(),
            started: Instant::now(),
            pid,
            ending: None,
            stop: None,
            looked: Instant::now(),
            cpu_before: None,
            _machine: machine.clone(),
        };
        cancel.watch(&dialogue.life);
        dialogue.tell(first);
        Ok(dialogue)
    }

    /// From now on `cancel` ends the child too.
    pub fn heed(&self, cancel: &Cancel) {
        cancel.watch(&self.life);
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Why the child ended; `None` while it lives.
    pub fn stopped(&self) -> Option<&Stop> {
        self.stop.as_ref()
    }

    /// Microseconds since the child was started.
    pub fn passed_us(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// Says `frame` to a child that lives.
    pub fn tell(&mut self, frame: &ToChild) {
        if self.stop.is_none() {
            // A child that cannot be told is dying, and the next read finds out why.
            drop(protocol::write(&mut self.socket, frame));
        }
    }

    /// The answer to the next order, or to the next part of one, begins.
    pub fn begin(&mut self) {
        self.cpu_before = None;
    }

    /// The next frame that is part of an answer.
    ///
    /// # Errors
    /// Why the child ended.
    pub fn hear(&mut self) -> Result<ToParent, Stop> {
        if let Some(stop) = &self.stop {
            return Err(stop.clone());
        }
        loop {
            match protocol::take(&mut self.buffer, protocol::TO_PARENT_BYTES_MAX) {
                Ok(Some(ToParent::Ready { version: protocol::VERSION, .. } | ToParent::Beat)) => {}
                Ok(Some(ToParent::Stopped(ending))) => self.ending = Some(ending),
                Ok(Some(frame)) => return Ok(frame),
                Err(error) => return Err(self.refuse(&error)),
                Ok(None) if self.receive() => self.look_at_clocks(),
                Ok(None) => return Err(self.died()),
            }
        }
    }

    /// Ends the child, which said what an honest one does not; nothing more is heard of it.
    pub fn refuse(&mut self, nonsense: &io::Error) -> Stop {
        let fault = format!("the lab's child spoke nonsense: {nonsense}");
        self.life.end(Stop::Fault(fault));
        self.died()
    }

    /// Reads what is there, or waits a moment; false when the child has closed its end.
    fn receive(&mut self) -> bool {
        let mut piece = [0; 16 << 10];
        // A plain read: descriptors that a child sends along are closed by the kernel.
        match self.socket.read(&mut piece) {
            Ok(0) => false,
            Ok(n) => {
                self.buffer.extend_from_slice(&piece[..n]);
                true
            }
            Err(error) => matches!(
                error.kind(),
                io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
            ),
        }
    }

    /// Often enough to end what its own watch does not, and not with each piece: a look costs two
    /// system calls.
    fn look_at_clocks(&mut self) {
        if self.looked.elapsed() < LOOK {
            return;
        }
        self.looked = Instant::now();
        if let Some(limit_ms) = self.limits.wall_ms
            && Duration::from_millis(u64::from(limit_ms)) <= self.started.elapsed()
        {
            self.life.end(Stop::Wall { limit_ms });
        }
        let Some(cpu) = turn::process_cpu(self.pid) else { return };
        let turn = Duration::from_millis(u64::from(self.limits.turn_ms));
        if *self.cpu_before.get_or_insert(cpu) + turn + CPU_SLACK < cpu {
            self.life.end(Stop::Turn { limit_ms: self.limits.turn_ms, place: None });
        }
    }

    fn died(&mut self) -> Stop {
        let (status, wish) = self.life.reap();
        let stop = decide(wish, self.ending.take(), status, &self.limits);
        self.stop = Some(stop.clone());
        stop
    }
}

impl Drop for Dialogue {
    fn drop(&mut self) {
        if self.stop.is_none() {
            self.life.end(Stop::Ended);
            drop(self.life.reap());
        }
    }
}
