//! The child's side of the socket: what it tells its parent, what it hears, and how it leaves.

use std::{
    io::{self, Read, Write},
    os::unix::net::UnixStream,
    process,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use crate::lab::protocol::{self, Ending, ToChild, ToParent};

pub const EXIT_TURN: i32 = 96;
pub const EXIT_MEMORY: i32 = 97;
/// The parent is gone.
pub const EXIT_ORPHAN: i32 = 98;
/// A bug of ours.
pub const EXIT_FAULT: i32 = 99;

/// The way to the parent. Everything the child says goes through it, whole frame by whole frame.
#[derive(Clone, Debug)]
pub struct Wire {
    socket: Arc<Mutex<UnixStream>>,
    began: Instant,
}

impl Wire {
    pub fn new(socket: UnixStream) -> Wire {
        Wire { socket: Arc::new(Mutex::new(socket)), began: Instant::now() }
    }

    /// Tells the parent; a parent that is gone takes the child with it.
    pub fn tell(&self, frame: &ToParent) {
        let mut socket = self.socket.lock().unwrap_or_else(PoisonError::into_inner);
        if protocol::write(&mut *socket, frame).is_err() {
            process::exit(EXIT_ORPHAN);
        }
    }

    /// Tells frames that `protocol::add` has put behind each other, in one piece.
    pub fn tell_all(&self, frames: &[u8]) {
        let mut socket = self.socket.lock().unwrap_or_else(PoisonError::into_inner);
        if socket.write_all(frames).is_err() {
            process::exit(EXIT_ORPHAN);
        }
    }

    /// Microseconds since the child began.
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
        if let Ok(mut socket) = self.socket.try_lock() {
            // The exit code says the same when this fails.
            drop(protocol::write(&mut *socket, &ToParent::Stopped(ending)));
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
