//! The stores' doors on loopback, for drivers and shells of the real databases: one engine, a thread that
//! reads for each connection, and this one, which answers them all in the order in which they ask.

mod mongo;
mod redis;

use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    os::unix::net::UnixStream,
    process,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use self::{mongo::Mongo, redis::Redis};
use crate::lab::{
    clock::Clock,
    parent::{EXIT_ORPHAN, Wire},
    protocol::{
        self, Ending, Happening, ToChild, ToParent,
        store::{Did, Engine, StartWire},
    },
    sockets::Outside,
    turn::Turn,
    world::OfRun,
};

/// Connections at once; more are closed.
const CONNECTIONS_MAX: usize = 64;
/// Clients that wait to be accepted.
const BACKLOG: libc::c_int = 64;
const STACK_BYTES: usize = 256 << 10;
/// Bytes that are read at once.
const READ_BYTES: usize = 64 << 10;
/// Pieces that were read and are not taken yet, of all connections: then reading waits.
const PIECES_MAX: usize = 256;
/// How long an answer may take to be taken by the other side; nobody else is answered meanwhile.
const WRITE: Duration = Duration::from_secs(5);
/// How long a line of the log may wait for others.
const LOG_WAIT: Duration = Duration::from_millis(10);

/// What a protocol makes of bytes.
trait Door {
    fn open(&mut self, client: u32);

    /// Bytes of a client came, in pieces of any size.
    fn take(&mut self, client: u32, bytes: &[u8], out: &mut Outgoing);

    fn close(&mut self, client: u32);

    /// How long until something is due without anybody asking.
    fn due(&self) -> Option<Duration>;

    /// The time has come.
    fn pass(&mut self, out: &mut Outgoing);
}

/// What goes out.
#[derive(Default)]
struct Outgoing {
    /// Bytes for clients, in order.
    bytes: Vec<(u32, Vec<u8>)>,
    /// Clients whose connections end after that.
    leaving: Vec<u32>,
    /// What commands did.
    did: Vec<Did>,
}

enum Event {
    Opened(u32, TcpStream),
    Came(u32, Vec<u8>),
    Closed(u32),
}

/// Serves until the parent is gone or ends the child.
pub fn run(
    start: &StartWire,
    mut outside: Outside,
    wire: &Wire,
    turn: &Arc<Turn>,
    socket: UnixStream,
) -> ! {
    let (listener, port) = match outside.listener(start.port, BACKLOG) {
        Ok(listening) => listening,
        Err(error) => wire.end(Ending::Fault(format!("the store cannot listen: {error}"))),
    };
    let orders = wire.clone();
    spawn("orders", move || hear(&orders, socket));
    let (events, received) = sync_channel(PIECES_MAX);
    spawn("accept", move || accept(&listener, &events));
    let at_us = wire.at_us();
    wire.tell(&ToParent::Listening { named: start.port.unwrap_or(port), port, at_us });
    let clock = std::rc::Rc::new(Clock::new(None));
    let world = std::rc::Rc::new(OfRun::new(clock, None, Arc::clone(turn)));
    let door: Box<dyn Door> = match start.engine {
        Engine::Documents => Box::new(Mongo::new(world, port)),
        Engine::Cache => Box::new(Redis::new(world)),
    };
    serve(door, &received, wire, turn)
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> bool {
    let builder = thread::Builder::new().name(name.to_owned()).stack_size(STACK_BYTES);
    builder.spawn(work).is_ok()
}

/// Takes connections, and reads each in a thread of its own.
fn accept(listener: &TcpListener, events: &SyncSender<Event>) {
    let open = Arc::new(());
    let mut next = 0;
    loop {
        let Ok((socket, _)) = listener.accept() else { continue };
        // One count is this function's.
        if CONNECTIONS_MAX < Arc::strong_count(&open) {
            continue;
        }
        let ready = socket.set_nodelay(true).and_then(|()| socket.set_write_timeout(Some(WRITE)));
        let (Ok(()), Ok(own)) = (ready, socket.try_clone()) else { continue };
        next += 1;
        let (client, events, open) = (next, events.clone(), Arc::clone(&open));
        if events.send(Event::Opened(client, socket)).is_err() {
            return;
        }
        spawn("connection", move || {
            read(client, own, &events);
            drop(open);
        });
    }
}

fn read(client: u32, mut socket: TcpStream, events: &SyncSender<Event>) {
    let mut piece = vec![0; READ_BYTES];
    loop {
        match socket.read(&mut piece) {
            Ok(count) if 0 < count => {
                if events.send(Event::Came(client, piece[..count].to_vec())).is_err() {
                    return;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Ok(_) | Err(_) => {
                drop(events.send(Event::Closed(client)));
                return;
            }
        }
    }
}

/// Answers what comes, for as long as the process lives.
fn serve(mut door: Box<dyn Door>, events: &Receiver<Event>, wire: &Wire, turn: &Arc<Turn>) -> ! {
    let mut clients: BTreeMap<u32, TcpStream> = BTreeMap::new();
    let mut waits = false;
    loop {
        let due = door.due();
        let wait = if waits { Some(due.map_or(LOG_WAIT, |due| due.min(LOG_WAIT))) } else { due };
        let event = match wait {
            Some(wait) => events.recv_timeout(wait),
            None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let mut out = Outgoing::default();
        turn.begin();
        match event {
            Ok(Event::Opened(client, socket)) => {
                clients.insert(client, socket);
                door.open(client);
            }
            Ok(Event::Came(client, bytes)) if clients.contains_key(&client) => {
                door.take(client, &bytes, &mut out);
            }
            // It was sent away before.
            Ok(Event::Came(..)) => {}
            Ok(Event::Closed(client)) => {
                clients.remove(&client);
                door.close(client);
            }
            Err(RecvTimeoutError::Timeout) => {
                wire.catch_up();
                waits = false;
            }
            Err(RecvTimeoutError::Disconnected) => process::exit(EXIT_ORPHAN),
        }
        if due.is_some() {
            door.pass(&mut out);
        }
        turn.end();
        waits |= !out.did.is_empty();
        for did in out.did {
            let (what, at_us) = (Happening::Store(did), wire.at_us());
            wire.tell_soon(&ToParent::Happened { what, request: None, at_us });
        }
        send(out.bytes, out.leaving, &mut clients, &mut *door);
    }
}

fn send(
    bytes: Vec<(u32, Vec<u8>)>,
    mut leaving: Vec<u32>,
    clients: &mut BTreeMap<u32, TcpStream>,
    door: &mut dyn Door,
) {
    for (client, bytes) in bytes {
        let sent = clients.get_mut(&client).map(|socket| socket.write_all(&bytes));
        if matches!(sent, Some(Err(_))) {
            leaving.push(client);
        }
    }
    for client in leaving {
        if let Some(socket) = clients.remove(&client) {
            // The thread that reads holds a copy of the connection.
            drop(socket.shutdown(Shutdown::Both));
            door.close(client);
        }
    }
}

/// What a door makes of the bytes of one client, which come in these pieces.
#[cfg(any(test, fuzzing))]
pub fn hear_out<'a>(
    engine: Engine,
    world: std::rc::Rc<dyn crate::lab::world::World>,
    pieces: impl Iterator<Item = &'a [u8]>,
) {
    let mut door: Box<dyn Door> = match engine {
        Engine::Documents => Box::new(Mongo::new(world, 27_017)),
        Engine::Cache => Box::new(Redis::new(world)),
    };
    let mut out = Outgoing::default();
    door.open(1);
    for piece in pieces {
        door.take(1, piece, &mut out);
        if !out.leaving.is_empty() {
            break;
        }
        // A client that asks for much takes what comes.
        out.bytes.clear();
        out.did.clear();
    }
    door.pass(&mut out);
    door.close(1);
}

/// Nothing is asked of such a child but its end.
fn hear(wire: &Wire, mut socket: UnixStream) {
    match protocol::read::<ToChild>(&mut socket, protocol::TO_CHILD_BYTES_MAX) {
        Ok(_) => wire.end(Ending::Fault("a store that is served takes no orders".to_owned())),
        Err(_) => process::exit(EXIT_ORPHAN),
    }
}
