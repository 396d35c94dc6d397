//! The child that serves a mock API: a thread for each connection, one lock around the API.

use std::{
    io::{self, Read},
    net::{Shutdown, TcpListener, TcpStream},
    os::unix::net::UnixStream,
    process,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use super::{
    CONNECTIONS_MAX, STATE,
    asked::Asked,
    served::{Answered, Served},
    wire::{Came, Connection},
};
use crate::{
    exchange::{Headers, Request, Response, api::Fault},
    lab::{
        NONCE_HEADER,
        parent::{EXIT_ORPHAN, Inbox, Wire},
        protocol::{Action, Ending, Happening, Reply, StartMock, ToChild, ToParent},
        sockets::Outside,
    },
    trace::VALUE_BYTES_MAX,
};

/// Clients that wait to be accepted.
const BACKLOG: libc::c_int = 128;
const STACK_BYTES: usize = 256 << 10;
/// How long a line of the log may wait for others.
const LOG_WAIT: Duration = Duration::from_millis(10);
/// How long a connection may say nothing.
const IDLE: Duration = Duration::from_mins(1);
/// How long an answer may take to be taken by the other side.
const WRITE: Duration = Duration::from_secs(10);

/// What all threads share.
struct Shared {
    served: Mutex<Served>,
    wire: Wire,
    nonce: String,
    /// `Service::doors`: somebody reads a line for each request, and nobody judges.
    doors: bool,
    /// What was told waits to be sent.
    waits: Mutex<bool>,
    waiting: Condvar,
    received: AtomicU64,
    connections: AtomicUsize,
}

/// Serves until the parent is gone or ends the child.
pub fn run(start: StartMock, mut outside: Outside, wire: &Wire, socket: UnixStream) -> ! {
    let (listener, port) = match outside.listener(start.port, BACKLOG) {
        Ok(listening) => listening,
        Err(error) => wire.end(Ending::Fault(format!("the mock API cannot listen: {error}"))),
    };
    let shared = Arc::new(Shared {
        served: Mutex::new(Served::new(start.api, start.doors)),
        wire: wire.clone(),
        nonce: start.nonce,
        doors: start.doors,
        waits: Mutex::new(false),
        waiting: Condvar::new(),
        received: AtomicU64::new(0),
        connections: AtomicUsize::new(0),
    });
    let hearing = Arc::clone(&shared);
    spawn("orders", move || hear(&hearing, socket));
    let sending = Arc::clone(&shared);
    spawn("log", move || send_what_waits(&sending));
    let at_us = wire.at_us();
    wire.tell(&ToParent::Listening { named: start.port.unwrap_or(port), port, at_us });
    accept(&listener, &shared)
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> bool {
    let builder = thread::Builder::new().name(name.to_owned()).stack_size(STACK_BYTES);
    builder.spawn(work).is_ok()
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) -> ! {
    loop {
        let Ok((socket, _)) = listener.accept() else { continue };
        if shared.connections.fetch_add(1, Ordering::AcqRel) >= CONNECTIONS_MAX {
            shared.connections.fetch_sub(1, Ordering::AcqRel);
            continue;
        }
        let own = Arc::clone(shared);
        let spawned = spawn("connection", move || {
            attend(&own, &socket);
            own.connections.fetch_sub(1, Ordering::AcqRel);
        });
        if !spawned {
            shared.connections.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

/// Answers what comes over one connection.
fn attend(shared: &Shared, socket: &TcpStream) {
    let ready = socket
        .set_nodelay(true)
        .and_then(|()| socket.set_read_timeout(Some(IDLE)))
        .and_then(|()| socket.set_write_timeout(Some(WRITE)));
    if ready.is_err() {
        return;
    }
    let mut connection = Connection::new(socket, &shared.received);
    loop {
        match connection.next() {
            Came::Request { request, keep_alive } => {
                if !answer(shared, &mut connection, request, keep_alive) {
                    return;
                }
            }
            Came::Refused(response) => {
                drop(connection.write("", &response, false, false));
                shared.tell_idle();
                return;
            }
            Came::Ended => return,
        }
    }
}

/// Answers one request; whether another one may follow.
fn answer(
    shared: &Shared,
    connection: &mut Connection<'_>,
    mut request: Request,
    keep_alive: bool,
) -> bool {
    if request.headers.value(NONCE_HEADER).as_deref() == Some(shared.nonce.as_str()) {
        request.headers.remove(NONCE_HEADER);
    }
    let method = request.method.clone();
    let mut served = shared.served();
    let number = served.next_number();
    shared.tell_received(&request, number);
    let answered = served.answer(&Asked::new(request, number));
    drop(served);
    let Answered { delay, response, fault } = answered;
    if !delay.is_zero() {
        thread::sleep(delay);
    }
    let cut = fault == Some(Fault::Cut);
    if fault.is_some_and(|fault| fault != Fault::Cut) {
        shared.happened(Happening::Withheld, number);
    }
    let again = match fault {
        None | Some(Fault::Cut) => {
            shared.tell_answered(&response, number);
            let written = connection.write(&method, &response, keep_alive && !cut, cut);
            written.is_ok() && keep_alive && !cut
        }
        Some(Fault::Close) => false,
        Some(Fault::Garbled) => {
            let garbled = b"lp0 on fire\r\n\r\n";
            drop(io::Write::write_all(&mut &*connection.socket, garbled));
            false
        }
        Some(Fault::Silent) => {
            wait_for_end(connection.socket);
            false
        }
    };
    if !again {
        // The other side may hold a copy of the connection open.
        drop(connection.socket.shutdown(Shutdown::Both));
    }
    shared.tell_idle();
    again
}

/// Until the client leaves.
fn wait_for_end(mut socket: &TcpStream) {
    let mut bytes = [0; 1_024];
    while socket.read(&mut bytes).is_ok_and(|count| count > 0) {}
}

impl Shared {
    fn served(&self) -> MutexGuard<'_, Served> {
        self.served.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell_received(&self, request: &Request, number: u32) {
        let what = Happening::RequestReceived {
            method: request.method.clone(),
            target: request.target.clone(),
            headers: self.pairs(&request.headers),
        };
        self.happened(what, number);
        if !request.body.is_empty() {
            let (bytes, body) = (request.body.len(), self.recorded(&request.body));
            self.happened(Happening::BodyReceived { bytes, body }, number);
        }
    }

    fn tell_answered(&self, response: &Response, number: u32) {
        let headers = self.pairs(&response.headers);
        let status = response.status;
        self.happened(Happening::ResponseStarted { status, headers, place: None }, number);
        let body = self.recorded(&response.body);
        self.happened(Happening::ResponseEnded { bytes: response.body.len(), body }, number);
    }

    /// What is told of a body; nothing through a door, where nobody looks at it.
    fn recorded(&self, body: &[u8]) -> String {
        let shown = if self.doors { 0 } else { body.len().min(VALUE_BYTES_MAX) };
        String::from_utf8_lossy(&body[..shown]).into_owned()
    }

    fn happened(&self, what: Happening, number: u32) {
        let at_us = self.wire.at_us();
        let told = ToParent::Happened { what, request: Some(number), at_us };
        if !self.doors {
            self.wire.tell(&told);
            return;
        }
        self.wire.tell_soon(&told);
        let mut waits = self.waits.lock().unwrap_or_else(PoisonError::into_inner);
        if !std::mem::replace(&mut *waits, true) {
            self.waiting.notify_one();
        }
    }

    /// The fields of a message, where the recording is more than a line for each request.
    fn pairs(&self, headers: &Headers) -> Vec<(String, String)> {
        let told = headers.iter().filter(|_| !self.doors);
        told.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// All that has come is answered, as far as this connection knows.
    fn tell_idle(&self) {
        if self.doors {
            return;
        }
        let received_bytes = self.received.load(Ordering::Acquire);
        self.wire.tell(&ToParent::Idle {
            open_requests: 0,
            waiting_for_body: 0,
            received_bytes,
            due_ms: None,
            passes: 0,
        });
    }
}

/// Sends what waits, a moment after the first of it was told: requests come in swarms, and a system
/// call for each line of the log takes longer than its answer.
fn send_what_waits(shared: &Shared) {
    loop {
        let mut waits = shared.waits.lock().unwrap_or_else(PoisonError::into_inner);
        while !*waits {
            waits = shared.waiting.wait(waits).unwrap_or_else(PoisonError::into_inner);
        }
        drop(waits);
        thread::sleep(LOG_WAIT);
        *shared.waits.lock().unwrap_or_else(PoisonError::into_inner) = false;
        shared.wire.catch_up();
    }
}

/// Hears the parent, which asks for the state and may want all as it was at first.
fn hear(shared: &Shared, socket: UnixStream) {
    let mut inbox = Inbox::new(socket);
    loop {
        let Ok(frames) = inbox.receive() else { process::exit(EXIT_ORPHAN) };
        for frame in frames {
            let (id, answer) = match frame {
                ToChild::Call { id, action: Action::Read { export }, .. } if export == STATE => {
                    (id, Some(Reply::Value(shared.served().state())))
                }
                ToChild::Call { id, .. } => (id, Some(Reply::Nothing)),
                // It has nothing left to do once it has answered.
                ToChild::Turn { id } => (id, None),
                ToChild::Advance { .. }
                | ToChild::Pass { .. }
                | ToChild::Mishaps { .. }
                | ToChild::Told { .. }
                | ToChild::Start(_)
                | ToChild::StartMock(_)
                | ToChild::StartSql(_)
                | ToChild::StartStore(_)
                | ToChild::StartWire(_)
                | ToChild::Store(_)
                | ToChild::AskStore(_)
                | ToChild::Sql(_) => {
                    let what = "a mock API is only asked for its state";
                    shared.wire.end(Ending::Fault(what.to_owned()))
                }
            };
            shared.wire.tell(&ToParent::Returned { id, answer });
        }
    }
}
