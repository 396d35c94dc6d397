//! The child's side of the socket: what it tells its parent, what it hears, and how it leaves.

use std::{
    io::{self, Read, Write},
    os::unix::net::UnixStream,
    process,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use crate::lab::protocol::{self, Ending, Happening, ToChild, ToParent};

pub const EXIT_TURN: i32 = 96;
pub const EXIT_MEMORY: i32 = 97;
/// The parent is gone.
pub const EXIT_ORPHAN: i32 = 98;
/// A bug of ours.
pub const EXIT_FAULT: i32 = 99;

/// Bytes of frames that may wait for the next one that is told at once.
const WAITING_BYTES_MAX: usize = 32 << 10;

/// The way to the parent. Everything the child says goes through it, whole frame by whole frame.
#[derive(Clone, Debug)]
pub struct Wire {
    line: Arc<Mutex<Line>>,
    began: Instant,
}

#[derive(Debug)]
struct Line {
    socket: UnixStream,
    /// Frames that were not sent yet.
    waiting: Vec<u8>,
    /// How far a clock that stands still was moved, and where it is now, where that was not told.
    moved: Option<(u64, u64)>,
}

impl Line {
    /// Puts `frame` behind those that wait. How far the clock has moved comes before what happened
    /// at its new time, in one entry for all its moves since the last one.
    fn append(&mut self, frame: &ToParent, at_us: u64) -> io::Result<()> {
        let is_timed = matches!(
            frame,
            ToParent::Happened { .. } | ToParent::Printed { .. } | ToParent::Returned { .. }
        );
        if is_timed && let Some((by_ms, passed_ms)) = self.moved.take() {
            let what = Happening::ClockMoved { by_ms, passed_ms };
            let entry = ToParent::Happened { what, request: None, at_us };
            protocol::append(&mut self.waiting, &entry)?;
        }
        protocol::append(&mut self.waiting, frame)
    }

    fn send(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        self.socket.write_all(&self.waiting)?;
        self.waiting.clear();
        Ok(())
    }
}

impl Wire {
    pub fn new(socket: UnixStream) -> Wire {
        let line = Line { socket, waiting: Vec::new(), moved: None };
        Wire { line: Arc::new(Mutex::new(line)), began: Instant::now() }
    }

    /// The same way, whose times count from now: the child may have waited for what to run.
    pub fn begun_now(self) -> Wire {
        Wire { began: Instant::now(), ..self }
    }

    /// Tells the parent; a parent that is gone takes the child with it.
    pub fn tell(&self, frame: &ToParent) {
        let mut line = self.line();
        let told = line.append(frame, self.at_us()).and_then(|()| line.send());
        if told.is_err() {
            process::exit(EXIT_ORPHAN);
        }
    }

    /// Tells the parent with the next frame of `tell`, or when `catch_up` is called: before the
    /// child waits, and by the watch in a turn that is long. For entries of the recording, of which
    /// each request has several. Whoever has an answer of the program has the recording up to it
    /// after `Lab::turn`.
    pub fn tell_soon(&self, frame: &ToParent) {
        let mut line = self.line();
        let kept = line.append(frame, self.at_us());
        let sent = if WAITING_BYTES_MAX < line.waiting.len() { line.send() } else { Ok(()) };
        if kept.and(sent).is_err() {
            process::exit(EXIT_ORPHAN);
        }
    }

    /// A clock that stands still has moved; told with what happens next.
    pub fn clock_moved(&self, by_ms: u64, passed_ms: u64) {
        let mut line = self.line();
        let before = line.moved.map_or(0, |(by_ms, _)| by_ms);
        line.moved = Some((before + by_ms, passed_ms));
    }

    /// Sends what waits.
    pub fn catch_up(&self) {
        if self.line().send().is_err() {
            process::exit(EXIT_ORPHAN);
        }
    }

    /// As `catch_up`, unless another thread is about to send.
    pub fn catch_up_if_free(&self) {
        let sent = self.line.try_lock().map_or(Ok(()), |mut line| line.send());
        if sent.is_err() {
            process::exit(EXIT_ORPHAN);
        }
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Microseconds since the child began to run something.
    pub fn at_us(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// Says why, and ends the process.
    pub fn end(&self, ending: Ending) -> ! {
        let code = exit_code(&ending);
        self.tell(&ToParent::Stopped(ending));
        leave(code)
    }

    /// As `end`, from a thread that must not wait for another one.
    pub fn end_at_once(&self, ending: Ending) -> ! {
        let code = exit_code(&ending);
        if let Ok(mut line) = self.line.try_lock() {
            let last = protocol::append(&mut line.waiting, &ToParent::Stopped(ending));
            // The exit code says the same when this fails.
            drop(last.and_then(|()| line.send()));
        }
        leave(code)
    }
}

fn exit_code(ending: &Ending) -> i32 {
    match ending {
        Ending::Finished => 0,
        Ending::Exited(code) => *code,
        Ending::Threw(_) => 1,
        Ending::Turn { .. } => EXIT_TURN,
        Ending::Memory | Ending::Output => EXIT_MEMORY,
        Ending::Fault(_) => EXIT_FAULT,
    }
}

/// Ends the process without running what libraries have registered for its end.
pub fn leave(code: i32) -> ! {
    #[expect(unsafe_code, reason = "takes a number and does not return")]
    unsafe {
        libc::_exit(code)
    }
}

/// What the parent says after the start.
#[derive(Debug)]
pub struct Inbox {
    socket: UnixStream,
    buffer: Vec<u8>,
}

impl Inbox {
    pub fn new(socket: UnixStream) -> Inbox {
        Inbox { socket, buffer: Vec::new() }
    }

    pub fn socket(&self) -> &UnixStream {
        &self.socket
    }

    /// Reads what is there; call it when the socket is readable.
    ///
    /// # Errors
    /// When the parent is gone or speaks nonsense.
    pub fn receive(&mut self) -> io::Result<Vec<ToChild>> {
        let mut piece = [0; 16 << 10];
        let n = self.socket.read(&mut piece)?;
        if n == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.buffer.extend_from_slice(&piece[..n]);
        let mut frames = Vec::new();
        while let Some(frame) = protocol::take(&mut self.buffer, protocol::TO_CHILD_BYTES_MAX)? {
            frames.push(frame);
        }
        Ok(frames)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_wait_comes_in_its_place_and_without_another_frame() {
        let (mut parent, child) = UnixStream::pair().unwrap();
        let wire = Wire::new(child);
        let mut next =
            || -> ToParent { protocol::read(&mut parent, protocol::TO_PARENT_BYTES_MAX).unwrap() };
        let closed = |port| ToParent::Closed { port, at_us: 0 };
        wire.tell_soon(&closed(1));
        wire.tell(&closed(2));
        assert_eq!([next(), next()], [closed(1), closed(2)]);
        wire.tell_soon(&closed(3));
        wire.catch_up_if_free();
        assert_eq!(next(), closed(3));
    }
}
