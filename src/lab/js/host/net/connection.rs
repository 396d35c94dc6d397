//! One end of a connection, over a socket or in memory.

use std::{
    collections::VecDeque,
    io::{self, Read, Write},
    net::{Shutdown, TcpStream},
    os::fd::{AsRawFd, RawFd},
};

use super::mishaps::Astray;
use crate::lab::js::engine::Memory;

/// Bytes that are read at once.
pub const READ_BYTES: usize = 64 << 10;

#[derive(Debug)]
pub struct Connection {
    link: Link,
    /// The program does not want to read now.
    pub paused: bool,
    pub referenced: bool,
    /// What is wrong with it, where a check wants that.
    pub astray: Option<Astray>,
    /// The other side's end was told.
    read_ended: bool,
    /// The program will write no more.
    write_ended: bool,
}

#[derive(Debug)]
enum Link {
    Socket {
        socket: TcpStream,
        /// Bytes that the system has not taken yet.
        queue: VecDeque<u8>,
        /// It was lost while the program did not read.
        hung_up: bool,
    },
    Memory {
        peer: u32,
        /// Pieces that the peer wrote.
        inbox: VecDeque<Vec<u8>>,
        /// The peer will write no more.
        inbox_ended: bool,
    },
}

impl Connection {
    /// `socket` must not block.
    pub fn of_socket(socket: TcpStream) -> Connection {
        Connection::new(Link::Socket { socket, queue: VecDeque::new(), hung_up: false })
    }

    pub fn in_memory(peer: u32) -> Connection {
        Connection::new(Link::Memory { peer, inbox: VecDeque::new(), inbox_ended: false })
    }

    fn new(link: Link) -> Connection {
        Connection {
            link,
            paused: false,
            referenced: true,
            astray: None,
            read_ended: false,
            write_ended: false,
        }
    }

    /// The other end, where it is in memory.
    pub fn peer(&self) -> Option<u32> {
        match &self.link {
            Link::Memory { peer, .. } => Some(*peer),
            Link::Socket { .. } => None,
        }
    }

    /// Whether bytes are on their way that need nothing of the program.
    pub fn is_moving(&self) -> bool {
        match &self.link {
            Link::Socket { queue, .. } => !queue.is_empty(),
            Link::Memory { .. } => self.can_take(),
        }
    }

    /// Whether both directions have ended.
    pub fn is_over(&self) -> bool {
        let sent = match &self.link {
            Link::Socket { queue, .. } => queue.is_empty(),
            Link::Memory { .. } => true,
        };
        self.read_ended && self.write_ended && sent
    }

    /// Bytes that count as the program's.
    pub fn bytes_held(&self) -> usize {
        match &self.link {
            Link::Socket { queue, .. } => queue.len(),
            Link::Memory { inbox, .. } => inbox.iter().map(Vec::len).sum(),
        }
    }

    /// What to ask poll(2) for; `None` where nothing of the system is waited for.
    pub fn question(&self) -> Option<(RawFd, libc::c_short)> {
        let Link::Socket { socket, queue, hung_up } = &self.link else { return None };
        let wanted = if self.reads() { libc::POLLIN } else { 0 }
            | if queue.is_empty() { 0 } else { libc::POLLOUT };
        // A lost connection is answered whatever is asked: ask only when that can be acted on.
        let asked = wanted != 0 || !(*hung_up || self.read_ended);
        asked.then(|| (socket.as_raw_fd(), wanted))
    }

    pub fn reads(&self) -> bool {
        !self.paused && !self.read_ended
    }

    pub fn note_hang_up(&mut self) {
        if let Link::Socket { hung_up, .. } = &mut self.link {
            *hung_up = true;
        }
    }

    /// Reads what is there, by way of `room`; no bytes at the end, `None` when nothing is there
    /// now.
    pub fn receive(&mut self, room: &mut [u8]) -> io::Result<Option<Vec<u8>>> {
        let Link::Socket { socket, .. } = &mut self.link else { return Ok(None) };
        match socket.read(room) {
            Ok(n) => {
                self.read_ended = n == 0;
                Ok(Some(room[..n].to_vec()))
            }
            Err(error) if would_block(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Sends `bytes`, or queues what the system does not take: how many are queued now. `None`
    /// when there is no memory for them.
    pub fn send(&mut self, bytes: &[u8], memory: &Memory) -> io::Result<Option<usize>> {
        let Link::Socket { socket, queue, .. } = &mut self.link else { return Ok(Some(0)) };
        let mut rest = bytes;
        while queue.is_empty() && !rest.is_empty() {
            match socket.write(rest) {
                Ok(n) => rest = &rest[n..],
                Err(error) if would_block(&error) => break,
                Err(error) => return Err(error),
            }
        }
        if !memory.take(rest.len()) {
            return Ok(None);
        }
        queue.extend(rest);
        Ok(Some(queue.len()))
    }

    /// Sends what is queued; `true` when that emptied the queue.
    pub fn flush(&mut self, memory: &Memory) -> io::Result<bool> {
        let Link::Socket { socket, queue, .. } = &mut self.link else { return Ok(false) };
        while !queue.is_empty() {
            match socket.write(queue.as_slices().0) {
                Ok(n) => {
                    queue.drain(..n);
                    memory.give_back(n);
                }
                Err(error) if would_block(&error) => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        if self.write_ended {
            // The other side may have left already, which the next read tells.
            drop(socket.shutdown(Shutdown::Write));
        }
        Ok(true)
    }

    /// No more will be sent once the queue is empty.
    pub fn end(&mut self) {
        self.write_ended = true;
        if let Link::Socket { socket, queue, .. } = &self.link
            && queue.is_empty()
        {
            // As in `flush`.
            drop(socket.shutdown(Shutdown::Write));
        }
    }

    /// Puts what the peer wrote: how many bytes wait now.
    pub fn put(&mut self, bytes: &[u8]) -> usize {
        if let Link::Memory { inbox, .. } = &mut self.link
            && !bytes.is_empty()
        {
            inbox.push_back(bytes.to_vec());
        }
        self.bytes_held()
    }

    pub fn end_inbox(&mut self) {
        if let Link::Memory { inbox_ended, .. } = &mut self.link {
            *inbox_ended = true;
        }
    }

    /// Whether `take` has something to give.
    pub fn can_take(&self) -> bool {
        match &self.link {
            Link::Memory { inbox, inbox_ended, .. } => {
                self.reads() && (!inbox.is_empty() || *inbox_ended)
            }
            Link::Socket { .. } => false,
        }
    }

    pub fn inbox_is_empty(&self) -> bool {
        matches!(&self.link, Link::Memory { inbox, .. } if inbox.is_empty())
    }

    /// The next piece that the peer wrote; `None` is its end.
    pub fn take(&mut self) -> Option<Vec<u8>> {
        let Link::Memory { inbox, .. } = &mut self.link else { return None };
        let piece = inbox.pop_front();
        self.read_ended = piece.is_none();
        piece
    }
}

fn would_block(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}
