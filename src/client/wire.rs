//! One request over one connection, byte for byte as asked: raw bytes, chunks written one by one,
//! answers that come before the request is finished, connections closed without a word.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, TcpStream, ToSocketAddrs},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{
    client::{
        Base, How, NoAnswer, Outgoing, Why,
        answer::{Broken, Incoming, KEPT_BYTES},
    },
    exchange::{Piece, Request, Response},
};

/// A port of this machine answers or refuses at once; this is for what a learner typed.
pub const CONNECT: Duration = Duration::from_secs(2);
/// A request of so many bytes fits into the system's buffers, so writing it waits for nobody.
const AT_ONCE_BYTES: usize = 16 << 10;
pub const READ_BYTES: usize = 64 << 10;

/// What several exchanges share while they are under way.
#[derive(Debug, Default)]
pub struct Line {
    /// Bytes that were handed to the system for sending.
    pub written: AtomicU64,
    /// Exchanges that have bytes left to write.
    pub writing: AtomicUsize,
    open: Mutex<Open>,
    stamps: Mutex<Stamps>,
}

/// When an exchange came to which point; `None` where it did not, or nobody looked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamps {
    pub connected: Option<Instant>,
    /// The last byte of the request was handed to the system.
    pub written: Option<Instant>,
    /// The first byte of the answer came.
    pub first: Option<Instant>,
}

#[derive(Debug, Default)]
struct Open {
    given_up: bool,
    connections: Vec<TcpStream>,
}

impl Line {
    /// Ends every exchange: what has come by now is still read, what comes later is not.
    pub fn give_up(&self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.given_up = true;
        for connection in open.connections.drain(..) {
            // A connection that is gone needs no ending.
            drop(connection.shutdown(Shutdown::Both));
        }
    }

    pub fn is_given_up(&self) -> bool {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).given_up
    }

    pub fn stamps(&self) -> Stamps {
        *self.stamps.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stamp(&self, set: impl FnOnce(&mut Stamps)) {
        set(&mut self.stamps.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn watch(&self, connection: &TcpStream) -> io::Result<()> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.given_up {
            return connection.shutdown(Shutdown::Both);
        }
        open.connections.push(connection.try_clone()?);
        Ok(())
    }
}

/// Sends and reads until the answer is whole, the other side closes, or `line` is given up.
/// `line.writing` counts this exchange already, and does not any more when all is written.
pub fn exchange(
    base: &Base,
    outgoing: &Outgoing,
    mark: Option<&(String, String)>,
    keep: usize,
    line: &Line,
) -> Result<Response, NoAnswer> {
    let connection = match connect(base).and_then(|c| line.watch(&c).map(|()| c)) {
        Ok(connection) => connection,
        Err(error) => {
            line.writing.fetch_sub(1, Ordering::AcqRel);
            return Err(NoAnswer::new(Why::Refused(error.kind())));
        }
    };
    line.stamp(|stamps| stamps.connected = Some(Instant::now()));
    let pieces = pieces(base, outgoing, mark);
    let mut reading = Reading::of(outgoing, Duration::MAX, keep);
    if bytes_of(&pieces) <= AT_ONCE_BYTES {
        write(&connection, &pieces, line);
        reading.read(&connection, &mut vec![0; READ_BYTES]);
    } else {
        // A server may answer and close before it has read everything.
        thread::scope(|scope| {
            scope.spawn(|| write(&connection, &pieces, line));
            // Its end also ends the writing, which may wait for a server that reads no more.
            reading.read(&connection, &mut vec![0; READ_BYTES]);
        });
    }
    reading.finish(line)
}

/// Whether `outgoing` is so small that writing it waits for nobody.
pub fn at_once(base: &Base, outgoing: &Outgoing, mark: Option<&(String, String)>) -> bool {
    bytes_of(&pieces(base, outgoing, mark)) <= AT_ONCE_BYTES
}

fn bytes_of(pieces: &[Piece]) -> usize {
    pieces.iter().map(|piece| piece.bytes.len() * piece.times as usize).sum()
}

/// An exchange whose request is written and whose answer is read piece by piece.
pub struct Begun {
    connection: TcpStream,
    reading: Reading,
}

impl Begun {
    /// Connects and writes; for what is written `at_once`. A read waits `patience` at most.
    pub fn begin(
        base: &Base,
        outgoing: &Outgoing,
        mark: Option<&(String, String)>,
        line: &Line,
        patience: Duration,
    ) -> Result<Begun, NoAnswer> {
        let waiting = |connection: TcpStream| {
            connection.set_read_timeout(Some(patience))?;
            Ok(connection)
        };
        match connect(base).and_then(waiting) {
            Ok(connection) => {
                write(&connection, &pieces(base, outgoing, mark), line);
                Ok(Begun { connection, reading: Reading::of(outgoing, patience, KEPT_BYTES) })
            }
            Err(error) => {
                line.writing.fetch_sub(1, Ordering::AcqRel);
                Err(NoAnswer::new(Why::Refused(error.kind())))
            }
        }
    }

    /// Reads what comes within the patience; false when more may come.
    pub fn read(&mut self, buffer: &mut [u8]) -> bool {
        self.reading.read(&self.connection, buffer)
    }

    /// What came of it.
    pub fn finish(self, line: &Line) -> Result<Response, NoAnswer> {
        self.reading.finish(line)
    }

    /// Ends it: what has come by now is still read, what comes later is not.
    pub fn close(&self) {
        close(&self.connection);
    }
}

/// An answer as far as it has come.
struct Reading {
    incoming: Incoming,
    ended: Option<Ended>,
    patience: Duration,
    first: Option<Instant>,
}

impl Reading {
    fn of(outgoing: &Outgoing, patience: Duration, keep: usize) -> Reading {
        let incoming = Incoming::new(&outgoing.request.method, keep);
        Reading { incoming, ended: None, patience, first: None }
    }

    /// Reads until the end, which closes the connection, or the patience is over; false when more
    /// may come.
    fn read(&mut self, mut connection: &TcpStream, buffer: &mut [u8]) -> bool {
        let began = Instant::now();
        while self.ended.is_none() {
            match connection.read(buffer) {
                Ok(0) => self.ended = Some(Ended::Closed),
                Ok(count) => match self.take(&buffer[..count]) {
                    Err(broken) => self.ended = Some(Ended::Broken(broken)),
                    Ok(()) if self.incoming.is_whole() => self.ended = Some(Ended::Whole),
                    // An answer may come so slowly that no read has to wait, and never end.
                    Ok(()) if self.patience < began.elapsed() => return false,
                    Ok(()) => {}
                },
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error)
                    if matches!(
                        error.kind(),
                        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
                    ) =>
                {
                    return false;
                }
                Err(_) => self.ended = Some(Ended::Closed),
            }
        }
        // A `Line` may hold a copy until all exchanges are done, and a server may have few seats.
        close(connection);
        true
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), Broken> {
        self.first.get_or_insert_with(Instant::now);
        self.incoming.push(bytes)
    }

    fn finish(mut self, line: &Line) -> Result<Response, NoAnswer> {
        line.stamp(|stamps| stamps.first = self.first);
        let why = match self.ended.unwrap_or(Ended::Closed) {
            Ended::Whole => None,
            Ended::Broken(Broken::Garbled(why)) => Some(Why::Garbled(why)),
            Ended::Broken(Broken::TooLong) => Some(Why::Endless),
            Ended::Closed if self.incoming.closed() && !line.is_given_up() => None,
            Ended::Closed if line.is_given_up() => Some(Why::GivenUp),
            Ended::Closed => Some(Why::Closed),
        };
        match (why, self.incoming.response()) {
            (None, Some(response)) => Ok(response),
            (None, None) => Err(NoAnswer::new(Why::Closed)),
            (Some(why), part) => Err(NoAnswer { why, part: part.map(Box::new) }),
        }
    }
}

fn close(connection: &TcpStream) {
    // A connection that is gone needs no ending.
    drop(connection.shutdown(Shutdown::Both));
}

enum Ended {
    Whole,
    Closed,
    Broken(Broken),
}

fn connect(base: &Base) -> io::Result<TcpStream> {
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in (base.host(), base.port()).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, CONNECT) {
            Ok(connection) => {
                connection.set_nodelay(true)?;
                return Ok(connection);
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Writes all pieces, each repetition a write of its own. A server that stopped reading is no
/// failure: it may have answered.
fn write(mut connection: &TcpStream, pieces: &[Piece], line: &Line) {
    'all: for piece in pieces {
        for _ in 0..piece.times {
            if connection.write_all(&piece.bytes).is_err() {
                break 'all;
            }
            line.written.fetch_add(piece.bytes.len() as u64, Ordering::AcqRel);
        }
    }
    line.writing.fetch_sub(1, Ordering::AcqRel);
    line.stamp(|stamps| stamps.written = Some(Instant::now()));
}

/// What is written, in the order of writing.
fn pieces(base: &Base, outgoing: &Outgoing, mark: Option<&(String, String)>) -> Vec<Piece> {
    let once = |bytes: Vec<u8>| Piece { bytes, times: 1 };
    let request = &outgoing.request;
    match &outgoing.how {
        How::Whole => {
            let length = added(base, request).length;
            let mut bytes = head(base, request, mark, length.map(|n| ("Content-Length", n)));
            bytes.extend_from_slice(&request.body);
            vec![once(bytes)]
        }
        How::Chunked { pieces, unfinished } => {
            let coding = Some(("Transfer-Encoding", "chunked".to_owned()));
            let mut all = vec![once(head(base, request, mark, coding))];
            all.extend(pieces.iter().filter(|piece| !piece.bytes.is_empty()).map(chunk));
            if !unfinished {
                all.push(once(b"0\r\n\r\n".to_vec()));
            }
            all
        }
        How::Raw(pieces) => pieces.clone(),
    }
}

/// RFC 9112, section 7.1.
fn chunk(piece: &Piece) -> Piece {
    let mut bytes = format!("{:x}\r\n", piece.bytes.len()).into_bytes();
    bytes.extend_from_slice(&piece.bytes);
    bytes.extend_from_slice(b"\r\n");
    Piece { bytes, times: piece.times }
}

/// What a request that is sent whole gets beside its own fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Of the Host field, which comes first.
    pub host: Option<String>,
    /// Of the Content-Length field, which comes last.
    pub length: Option<String>,
}

/// What the client writes of itself where the request does not.
pub fn added(base: &Base, request: &Request) -> Added {
    let has = |name: &str| request.headers.contains(name);
    let body = &request.body;
    let expects_one = matches!(request.method.as_str(), "POST" | "PUT" | "PATCH");
    let is_framed = has("content-length") || has("transfer-encoding");
    Added {
        host: (!has("host")).then(|| base.authority()),
        length: ((!body.is_empty() || expects_one) && !is_framed).then(|| body.len().to_string()),
    }
}

/// Request line and fields: those that a server needs and the request does not name itself, then
/// the request's own as they were written.
fn head(
    base: &Base,
    request: &Request,
    mark: Option<&(String, String)>,
    framing: Option<(&str, String)>,
) -> Vec<u8> {
    let mut head = format!("{} {} HTTP/1.1\r\n", request.method, base.target(&request.target));
    let mut field = |name: &str, value: &str| {
        for part in [name, ": ", value, "\r\n"] {
            head.push_str(part);
        }
    };
    if let Some(host) = added(base, request).host {
        field("Host", &host);
    }
    for (name, value) in request.headers.iter() {
        field(name, value);
    }
    if let Some((name, value)) = framing
        && !request.headers.contains("content-length")
        && !request.headers.contains("transfer-encoding")
    {
        field(name, &value);
    }
    if let Some((name, value)) = mark {
        field(name, value);
    }
    head.push_str("\r\n");
    head.into_bytes()
}
